//! Examples: a document, and what of it was not read.

use super::*;

/// `line block why [expected]: text` for each block that was not read, and the count of blocks.
fn unread(text: &str) -> (usize, Vec<String>) {
    let document = Document::parse(text);
    let spec = Spec::read("spec.md", &document);
    let coverage = Coverage::of(&document, &spec, &[]);
    let line = |it: &Unread| {
        let expected: Vec<_> = it.expected.iter().map(|kind| kind.name()).collect();
        let expected = if expected.is_empty() { String::new() } else { format!(" [{}]", expected.join(" ")) };
        format!("{} {} {}{expected}: {}", it.line, it.block.name(), it.why.name(), it.text)
    };
    (coverage.blocks, coverage.unread.iter().map(line).collect())
}

#[test]
fn what_an_item_says_is_read_and_the_rest_is_listed_with_a_reason() {
    let (blocks, unread) = unread(
        "# Orders\n\nOrders come by mail.\n\n## Goals\n\n- Orders arrive.\n\n## Colours\n\n- Red is loud.\n\n\
         ## Requirements\n\nThese hold:\n\n- FR-1: The shop MUST count.\n\n```sh\nls\n```\n\n![a map](map.png)\n",
    );
    assert_eq!(
        unread,
        [
            "3 paragraph untyped: Orders come by mail.",
            "11 list_item untyped: Red is loud.",
            "15 paragraph introduction [requirement]: These hold:",
            "19 code code [requirement]: ls",
            "23 paragraph picture [requirement]: a map",
        ]
    );
    assert_eq!(blocks, 7);
}

#[test]
fn a_section_whose_statements_are_known_but_written_otherwise() {
    let (_, unread) =
        unread("# T\n\n## Background\n\nIt was slow.\n\n## User Stories\n\n- Speed matters to all.\n");
    assert_eq!(
        unread,
        ["5 paragraph context: It was slow.", "9 list_item form [story]: Speed matters to all."]
    );
}

#[test]
fn what_states_nothing_by_nature_is_not_counted() {
    let text = "# T\n\n<!-- write here -->\n\n## Notes\n\nN/A\n\n---\n\n[Describe the notes]\n\n- \n- TBD\n\n\
                | a | b |\n|---|---|\n| - | N/A |\n\n<br/>\n";
    assert_eq!(unread(text), (0, vec![]));
}

#[test]
fn what_a_template_wrote_is_not_counted() {
    let text = "# T\n\n## Colours\n\nSay which colours\nthere are.\n\nRed it is.\n";
    let document = Document::parse(text);
    let spec = Spec::read("spec.md", &document);
    let start = text.find("Say").unwrap();
    let lines = [TextRange::new(start, start + 17), TextRange::new(start + 18, start + 28)];
    let coverage = Coverage::of(&document, &spec, &lines);
    assert_eq!((coverage.blocks, coverage.unread.len()), (1, 1));
    assert_eq!(coverage.unread[0].text, "Red it is.");
    let half = Coverage::of(&document, &spec, &lines[..1]);
    assert_eq!(half.unread.len(), 2, "a template wrote only the first line");
}

#[test]
fn what_is_nested_in_a_statement_belongs_to_it() {
    let text = "# T\n\n## Goals\n\n- It is fast.\n  - Even at night.\n\n  And on Sundays.\n\n- Speed:\n  - It starts at once.\n";
    assert_eq!(unread(text), (2, vec![]));
}

#[test]
fn a_paragraph_under_a_heading_that_is_a_statement_is_part_of_it() {
    let text = "# T\n\n## Requirements\n\n### FR-1: Counting\n\nThe shop counts what it sells.\n";
    assert_eq!(unread(text), (1, vec![]));
}

#[test]
fn deep_nesting_is_walked_and_not_descended() {
    let text = format!("{}deep\n", "> ".repeat(20_000));
    assert_eq!(unread(&text).0, 1);
    let text = format!("# T\n## Requirements\n{}deep\n", "> ".repeat(20_000));
    assert_eq!(unread(&text).0, 1);
}

#[test]
fn what_became_a_field_of_an_item_is_read() {
    let text = "# T\n\n## Requirements\n\n### Scenario: Nothing is left\n\n- **WHEN** the shelf is empty\n\
                - **THEN** the shop says so\n- **AND** it orders more\n";
    assert_eq!(unread(text), (3, vec![]));
}
