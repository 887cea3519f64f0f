//! Two texts: what changed between them is told without a panic, and of equal texts nothing is.

#![no_main]

use abide_diff::{Version, documents};
use abide_model::Spec;
use abide_syntax::{Document, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes.to_vec()) else { return };
    // A line of its own parts the two.
    let (before, after) = text.split_once("\n%%%%\n").unwrap_or((&text, &text));
    let read = |text: &str| {
        let document = Document::parse(text);
        let spec = Spec::read("spec.md", &document);
        (document, spec)
    };
    let ((old_document, old), (new_document, new)) = (read(before), read(after));
    let version = |document, spec| Version { path: "spec.md", document, spec, suppressed: &[], guidance: &[] };
    let changes = documents(&version(&old_document, &old), &version(&new_document, &new));
    for change in &changes {
        for range in [&change.before, &change.after].into_iter().flatten().map(|statement| statement.range) {
            assert!(range.end() <= before.len().max(after.len()), "a statement stands in its text");
        }
    }
    assert!(before != after || changes.is_empty(), "equal texts differ: {changes:?}");
});
