use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::{NodeId, NodeKind, TextRange};
use abide_template::Lifecycle;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

rule! {
    /// A document that says it is finished still has something to be done.
    ///
    /// ## Why it matters
    ///
    /// "Final" and "Implemented" tell readers that nothing is open. A "TBD" in such a document is a decision that was
    /// forgotten, or was made and never written down.
    ///
    /// ## What counts
    ///
    /// TODO, TBD, TBA, TBC and FIXME in capitals that stand for something missing: at the start of a line, bullet or cell,
    /// before a colon, in brackets, or where a value should be. Code, links, quotes and talk of TODO lists or comments are
    /// something else. Documents that do not say they are implemented or final are not judged.
    ///
    /// ## How to mend it
    ///
    /// Write what was decided, delete the line, or set the status back.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    ///
    /// Status: Proposed | Implemented
    ///
    /// ## Goals
    /// What?
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Goals
    /// - TODO: decide on the format
    ///   ~~~~ this document says that it is implemented, and has a TODO
    /// - The limit is TBD.
    ///                ~~~ this document says that it is implemented, and has a TBD
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Goals
    /// - The TODO list is exported, with no "TBD" in it. `// TODO` comments stay.
    /// - Users see TODO items first.
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Proposed
    ///
    /// ## Goals
    /// - TODO: decide on the format
    /// ```
    "todo-in-finished-spec", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        return;
    }
    let Some(stage) = context.lifecycle().filter(|stage| stage.is_finished()) else { return };
    let says = if stage == Lifecycle::Final { "final" } else { "implemented" };
    let document = context.document;
    if !SEARCH.as_ref().is_some_and(|search| search.is_match(document.text())) {
        return;
    }
    for (at, node) in document.nodes().iter().enumerate() {
        if node.kind != NodeKind::Text || is_something_else(context, NodeId(at as u32)) {
            continue;
        }
        for (range, word) in words(document.text(), node.range) {
            if is_meant(document.text(), range) {
                report
                    .at(range, format!("this document says that it is {says}, and has a {word}"))
                    .help("write what was decided, or set the status back");
            }
        }
    }
}

fn is_something_else(context: &Context, id: NodeId) -> bool {
    let mut at = context.document.node(id).parent;
    while at != NodeId::ROOT {
        let node = context.document.node(at);
        if matches!(
            node.kind,
            NodeKind::Code { .. }
                | NodeKind::Link
                | NodeKind::Image
                | NodeKind::Quote
                | NodeKind::Strikethrough
                | NodeKind::Html
                | NodeKind::FrontMatter
        ) {
            return true;
        }
        at = node.parent;
    }
    false
}

/// The words for something to be done; none begins as another ends.
const WORDS: &[&str] = &["TODO", "TBD", "TBA", "TBC", "FIXME"];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS).ok());

/// Where they stand, each on its own.
fn words(text: &str, range: TextRange) -> Vec<(TextRange, &'static str)> {
    let source = range.slice(text);
    let mut found = Vec::new();
    for seen in SEARCH.iter().flat_map(|search| search.find_iter(source)) {
        let Some(word) = WORDS.get(seen.pattern().as_usize()) else { continue };
        let (start, end) = (range.start() + seen.start(), range.start() + seen.end());
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next());
        let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/' | '$' | '#' | '@'));
        if !part(before) && !part(after) {
            found.push((TextRange::new(start, end), *word));
        }
    }
    found
}

/// Whether a word stands for something missing, by what stands before and behind it on its line.
fn is_meant(text: &str, range: TextRange) -> bool {
    const MARKS: &[char] = &['*', '_', ' ', '\t'];
    let before = text.get(..range.start()).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = text.get(range.end()..).unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let quoted = |text: Option<char>| text.is_some_and(|mark| "\"'“”‘’`«»「」".contains(mark));
    if quoted(before.chars().next_back()) || quoted(after.chars().next()) {
        return false;
    }
    let next = after.trim_start_matches(MARKS);
    let word = next.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    const TALK: &[&str] = &[
        "list", "lists", "app", "apps", "item", "items", "comment", "comments", "marker", "markers", "file", "files", "entry",
        "entries", "tracker", "board", "application", "placeholder", "placeholders", "tag", "tags", "or", "and", "mvc",
    ];
    if TALK.contains(&word.as_str()) {
        return false;
    }
    let left = before.trim_end_matches(MARKS);
    // The start of a line, bullet, heading or cell.
    let bare = left.trim_start_matches(|mark: char| mark.is_whitespace() || mark.is_ascii_digit() || ">-+*#.)[]x".contains(mark));
    if bare.is_empty() || left.ends_with(['|', '[', '(', '（', ':', '：', '=']) || next.starts_with([':', '：']) {
        return true;
    }
    // "The limit is TBD."
    let last = left.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let ends = next.is_empty() || next.starts_with(['.', ',', ';', ')', ']', '|', '。', '、']);
    ends && matches!(last.as_str(), "is" | "are" | "remains" | "remain" | "still" | "be" | "currently" | "value" | "—" | "–" | "-" | "es" | "son" | "ist" | "est")
}
