use crate::records::is_aside;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind};
use std::borrow::Cow;
use foldhash::{HashMap, HashMapExt};

rule! {
    /// Two requirements say the same, or one says the opposite of the other.
    ///
    /// ## Why it matters
    ///
    /// What is said twice is changed once. What is asked for and forbidden cannot be built.
    ///
    /// ## What counts
    ///
    /// Requirements of at least five words that agree word for word: within one list or table, or with two ids. Where one has a
    /// "not" that the other has not, they contradict each other wherever they stand.
    ///
    /// ## How to mend it
    ///
    /// Keep one of them.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST print a label for each parcel.
    /// - **FR-002**: The system MUST weigh each parcel.
    /// - **FR-003**: The system MUST print a label for each parcel.
    /// ~ this is what line 3 says
    /// - **FR-004**: The system MUST NOT weigh each parcel.
    /// ~ this is the opposite of line 4
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST print a label for each parcel.
    /// - **FR-002**: The system MUST NOT print a label for a letter.
    /// ````
    "duplicate-requirement", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const ENOUGH: usize = 5;
    let mut known: HashMap<String, (&Item, usize)> = HashMap::new();
    for item in context.items(Kind::Requirement) {
        let (words, count, denied) = words(item);
        if count < ENOUGH || is_aside(context, item.range) {
            continue;
        }
        let Some((first, was_denied)) = known.get(&words).copied() else {
            known.insert(words, (item, denied));
            continue;
        };
        let line = context.document.line(first.range.start);
        if was_denied.abs_diff(denied) == 1 {
            report
                .at(item.range, format!("this is the opposite of line {line}"))
                .related(context.place(first.range), "the other one")
                .help("keep the one that holds");
            continue;
        }
        let ids = (item.text_field("id"), first.text_field("id"));
        let two = matches!(ids, (Some(one), Some(two)) if one != two);
        let list = list_of(context, item);
        if two || list.is_some() && list == list_of(context, first) && ids == (None, None) {
            report
                .at(item.range, format!("this is what line {line} says"))
                .related(context.place(first.range), "the first one")
                .help("keep one of them");
        }
    }
}

/// The list in which an item stands as a bullet of its own.
fn list_of(context: &Context, item: &Item) -> Option<NodeId> {
    let nodes = context.document.nodes();
    let behind = nodes.partition_point(|node| node.range.start <= item.range.start);
    let mut at = NodeId(behind.saturating_sub(1) as u32);
    while at != NodeId::ROOT {
        let node = context.document.node(at);
        if matches!(node.kind, NodeKind::Item { .. }) {
            return Some(node.parent);
        }
        at = node.parent;
    }
    None
}

/// The words of a requirement without its id, how many they are, and how many more deny.
fn words(item: &Item) -> (String, usize, usize) {
    let text = match item.text_field("id") {
        Some(id) => Cow::Owned(item.text.replacen(id, "", 1)),
        None => Cow::Borrowed(item.text.as_str()),
    };
    // `<` and `>=` say something: only marks around a word are taken off.
    const MARKS: &[u8] = b".,;:*_`()[]\"'";
    let is_mark = |letter: char| letter.is_ascii_punctuation() && MARKS.contains(&(letter as u8));
    let lower = text.to_lowercase();
    let (mut words, mut count, mut denied) = (String::with_capacity(lower.len()), 0, 0);
    for word in lower.split_whitespace().map(|word| word.trim_matches(is_mark)).filter(|word| !word.is_empty()) {
        if matches!(word, "not" | "never" | "no") {
            denied += 1;
            continue;
        }
        words.push_str(word);
        words.push(' ');
        count += 1;
    }
    (words, count, denied)
}
