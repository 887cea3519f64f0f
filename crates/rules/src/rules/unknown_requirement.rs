use crate::places::line_of;
use crate::records::is_aside;
use crate::requirements::Identified;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;
use abide_syntax::{NodeId, NodeKind, TextRange};
use std::collections::BTreeSet;

rule! {
    /// A statement names a requirement that the document does not have.
    ///
    /// ## Why it matters
    ///
    /// A check for FR-012 where the last requirement is FR-011 proves nothing that was asked for; mostly ids were moved and one was left behind.
    ///
    /// ## What counts
    ///
    /// The document has at least three requirements with ids of a kind, and something else in it names an id of that kind which none of them
    /// has. Links to other documents, and lines that name another one, are left alone.
    ///
    /// ## How to mend it
    ///
    /// Correct the id, or write the requirement.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST take parcels in.
    /// - **FR-002**: The system MUST weigh parcels.
    /// - **FR-003**: The system MUST print a label.
    /// ## Verifications
    /// - [ ] A parcel is taken in (FR-001)
    /// - [ ] The label is printed (FR-004)
    ///                             ~~~~~~ no requirement has the id `FR-004`: the last is `FR-003`
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Requirements
    /// - **FR-001**: The system MUST take parcels in.
    /// - **FR-002**: The system MUST weigh parcels.
    /// - **FR-003**: The system MUST print a label.
    /// ## Verifications
    /// - [ ] A parcel is taken in (FR-001)
    /// - [ ] The label is printed as [FR-012 of labels](labels.md) asks
    /// ````
    "unknown-requirement", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const ENOUGH: usize = 3;
    if context.spec.of_kind(Kind::Requirement).all(|item| !item.fields.contains_key("id")) {
        return;
    }
    let requirements = Identified::new(context);
    if requirements.by_id.len() < ENOUGH {
        return;
    }
    let document = context.document;
    // Ids that other statements carry are theirs: AC-1, T001, and requirements that were read as something else.
    let checks = |kind: Kind| matches!(kind, Kind::Check | Kind::Scenario | Kind::Task);
    let defined: BTreeSet<&str> = context
        .spec
        .items
        .iter()
        .filter(|item| !checks(item.kind))
        .filter_map(|item| item.text_field("id"))
        .collect();
    let mut told = BTreeSet::new();
    for (at, node) in document.nodes().iter().enumerate() {
        if !matches!(node.kind, NodeKind::Text | NodeKind::CodeSpan) {
            continue;
        }
        let parent = document.node(node.parent).kind;
        if matches!(parent, NodeKind::Code { .. } | NodeKind::Html | NodeKind::Link | NodeKind::Strikethrough)
        {
            continue;
        }
        let source = document.source(NodeId(at as u32));
        for (id, place) in requirements.named(source) {
            let range = TextRange::new(node.range.start() + place.start(), node.range.start() + place.end());
            let line = line_of(context, range);
            let boxed = line.trim_start_matches(['-', '*', ' ']).starts_with('[');
            let opens = !boxed
                && line
                    .trim_start_matches(['-', '*', '|', '#', '>', ' ', '[', 'x', ']', '`', '~'])
                    .starts_with(id);
            let elsewhere = line.contains("](")
                || line.contains(".md")
                || line.contains("specs/")
                || line.contains("spec ")
                || line.to_lowercase().contains("removed")
                || line.contains("~~");
            let same = requirements.by_id.keys().filter(|known| prefix(known) == prefix(id));
            let count = same.clone().count();
            let part = requirements
                .by_id
                .keys()
                .any(|known| is_part(known, id) || is_part(id, known));
            if requirements.by_id.contains_key(id)
                || defined.contains(id)
                || opens
                || elsewhere
                || part
                || count < ENOUGH
                || is_aside(context, range)
                || context.is_kept(range)
            {
                continue;
            }
            if !told.insert(id.to_owned()) {
                continue;
            }
            let Some((last, item)) = requirements
                .by_id
                .iter()
                .filter(|(known, _)| prefix(known) == prefix(id))
                .max_by_key(|(known, _)| number(known))
            else {
                continue;
            };
            // `FR-01` and `FR-1` are one.
            if requirements
                .by_id
                .keys()
                .any(|known| prefix(known) == prefix(id) && number(known) == number(id))
            {
                continue;
            }
            report
                .at(range, format!("no requirement has the id `{id}`: the last is `{last}`"))
                .related(context.place(item.range), format!("`{last}` is here"))
                .help("correct the id, or write the requirement");
        }
    }
}

/// Whether one id stands below another: FR-1.2 below FR-1.
fn is_part(part: &str, of: &str) -> bool {
    part.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'))
}

fn prefix(id: &str) -> &str {
    id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
}

fn number(id: &str) -> u32 {
    id.get(prefix(id).len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
