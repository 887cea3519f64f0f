//! Two versions of a document as Markdown, and what is said of their difference.

use crate::{Change, Reason, Version, documents};
use abide_model::Spec;
use abide_syntax::Document;

/// The changes from one text to the other.
pub(crate) fn changes(before: &str, after: &str) -> Vec<Change> {
    let read = |text: &str| {
        let document = Document::parse(text);
        let spec = Spec::read("spec.md", &document);
        (document, spec)
    };
    let ((old_document, old), (new_document, new)) = (read(before), read(after));
    let version =
        |document, spec| Version { path: "spec.md", document, spec, suppressed: &[], guidance: &[] };
    documents(&version(&old_document, &old), &version(&new_document, &new))
}

/// The reasons why statements promise less: `concern: reason`.
pub(crate) fn weakened(before: &str, after: &str) -> Vec<String> {
    shown(before, after, |change| &change.weakened)
}

/// The reasons why changes break users: `concern: reason`.
pub(crate) fn breaking(before: &str, after: &str) -> Vec<String> {
    shown(before, after, |change| &change.breaking)
}

fn shown(before: &str, after: &str, reasons: fn(&Change) -> &Vec<Reason>) -> Vec<String> {
    let changes = changes(before, after);
    changes.iter().flat_map(reasons).map(|one| format!("{}: {}", one.concern, one.reason)).collect()
}

/// One requirement before and after: the reasons why it promises less.
pub(crate) fn requirement(before: &str, after: &str) -> Vec<String> {
    let list =
        |text: &str| format!("# S\n\n## Requirements\n\n- FR-1: {text}\n- FR-2: Labels carry a code.\n");
    weakened(&list(before), &list(after))
}

/// That each of these edits of a requirement is told, and why, and that those without a reason are not.
pub(crate) fn edits(edits: &[(&str, &str, &[&str])]) {
    let told = |(before, after, _): &(&str, &str, &[&str])| {
        format!("{before}\n{after}\n  {}", requirement(before, after).join("\n  "))
    };
    let expected = |(before, after, reasons): &(&str, &str, &[&str])| {
        format!("{before}\n{after}\n  {}", reasons.join("\n  "))
    };
    let told: Vec<String> = edits.iter().map(told).collect();
    let expected: Vec<String> = edits.iter().map(expected).collect();
    let wrong = told.iter().zip(&expected).filter(|(told, expected)| told != expected);
    let wrong: Vec<String> =
        wrong.map(|(told, expected)| format!("told:\n{told}\nexpected:\n{expected}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
