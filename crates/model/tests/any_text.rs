//! Whatever stands in a document, it is read, and each item says truly where it stands.

use abide_model::{Kind, Spec};
use abide_syntax::Document;
use proptest::prelude::*;
use std::collections::HashSet;

#[path = "support/lines.rs"]
mod lines;
use lines::{HEADINGS, LINES};

/// Reads a text, and checks what holds of the items of every text.
fn read(text: &str) -> Spec {
    let document = Document::parse(text);
    let spec = Spec::read("specs/any.md", &document);
    let mut ids = HashSet::new();
    let mut last = 0;
    for item in &spec.items {
        let (start, end) = (item.range.start(), item.range.end());
        assert!(document.text().get(start..end).is_some(), "{item:?} in\n{text}");
        assert_eq!(item.line, document.line(item.range.start), "{item:?} in\n{text}");
        assert!(last <= start, "items are in source order: {item:?} in\n{text}");
        last = start;
        assert!(ids.insert(item.id.as_str()), "a second {} in\n{text}", item.id);
        assert!(!item.text.contains('\n'), "{item:?} in\n{text}");
        assert!(!item.id.is_empty() && !item.text.trim().is_empty(), "{item:?} in\n{text}");
    }
    for mention in &spec.mentions {
        assert!(ids.contains(mention.item.as_str()), "{mention:?} in\n{text}");
        assert!(
            document.text().get(mention.range.start()..mention.range.end()).is_some(),
            "{mention:?} in\n{text}"
        );
    }
    spec
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(HEADINGS).prop_map(str::to_owned),
        8 => prop::sample::select(LINES).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
        // Two lines run into each other, and one is cut where a person would not cut it.
        2 => (prop::sample::select(LINES), prop::sample::select(LINES), 0usize..60).prop_map(|(one, other, at)| {
            let at = (0..=at.min(other.len())).rev().find(|at| other.is_char_boundary(*at)).unwrap_or(0);
            format!("{one}{}", &other[at..])
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_of_any_lines(lines in prop::collection::vec(line(), 0..40), crlf in any::<bool>()) {
        read(&lines.join(if crlf { "\r\n" } else { "\n" }));
    }

    #[test]
    fn documents_of_any_characters(text in "(?s).{0,300}") {
        read(&text);
    }

    /// What moves to another line keeps its id.
    #[test]
    fn ids_do_not_depend_on_lines(lines in prop::collection::vec(line(), 0..20)) {
        let text = lines.join("\n");
        // What is above the first heading, and blocks that are not closed, would take in what is put before them.
        let before = read(&format!("# Shop\n\n{text}"));
        let after = read(&format!("# Shop\n\n\n\n\n{text}"));
        prop_assert_eq!(ids(&before), ids(&after));
    }

    /// A section that comes or goes brings or takes its own items, and leaves the ids of the others alone.
    #[test]
    fn ids_do_not_depend_on_other_sections(lines in prop::collection::vec(line(), 0..20)) {
        let text = format!("## Start\n\n{}", lines.join("\n"));
        let zebras = "## Stripes\n\n- STRIPE-77: The zebra MUST gallop.\n\n### Hooves\n\nZebras SHOULD rest.\n";
        let without = read(&format!("# Shop\n\n{text}"));
        let with = read(&format!("# Shop\n\n{zebras}\n{text}"));
        let of_others = with.items.iter().filter(|item| item.section.get(1).is_none_or(|title| title != "Stripes"));
        prop_assert_eq!(ids(&without), of_others.map(|item| item.id.clone()).collect::<Vec<_>>());
    }
}

fn ids(spec: &Spec) -> Vec<String> {
    spec.items.iter().map(|item| item.id.clone()).collect()
}

#[test]
fn ids_do_not_depend_on_numbers_in_front_of_headings_nor_on_the_title() {
    let before = read("# Shop\n\n## 1. Goals\n\n- Sell.\n\n## 2. Risks\n\n### 2.1 Money\n\n- We run out.\n");
    let after = read(
        "# The Shop\n\n## 1. Context\n\nIt is small.\n\n## 2. Goals\n\n- Sell.\n\n## 3. Risks\n\n### 3.1 Money\n\n\
         - We run out.\n",
    );
    assert_eq!(ids(&before), ids(&after));
    assert_eq!(before.items.len(), 2);
}

#[test]
fn an_id_that_the_document_takes_itself() {
    let spec = read("# T\n## Requirements\n- FR-1: It must a.\n- FR-1~2: It must b.\n- FR-1: It must c.\n");
    assert_eq!(spec.of_kind(Kind::Requirement).count(), 3);
}
