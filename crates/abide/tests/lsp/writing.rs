//! What may be written at a place.

use crate::client::{Editor, position};
use crate::library::*;
use crate::page::Page;
use serde_json::{Value, json};

#[test]
fn what_may_be_written() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let mut page = Page::new(editor.folder());
    let path = "specs/returns.md";
    for (question, text) in [
        (
            "a heading",
            "# Returns\n\nStatus: Draft\nCreated: 2026-03-01\n\n## Why\n\nTools come back.\n\n## Requirements\n\n##|\n\n## Checks\n\nx\n",
        ),
        (
            "a value that the template lets choose",
            "# Returns\n\nStatus: |\nCreated: 2026-03-01\n\n## Why\n\nx\n\n## Risks\n\nx\n\n## Checks\n\nx\n",
        ),
        ("a template's name", "---\ntemplate: |\n---\n# Returns\n"),
        ("an id", "# Returns\n\nAs FR|\n"),
        ("an entity", "# Returns\n\nA Lo|\n"),
        ("an endpoint", "# Returns\n\nCall `PO|`\n"),
        ("the end of a link", "# Returns\n\nSee [x](|)\n"),
        ("a heading of a link's end", "# Returns\n\nSee [x](fines.md#|)\n"),
        ("a rule to suppress", "# Returns\n\n<!-- abide: ignore dangling| -->\n\nSee [x](tolls.md)\n"),
    ] {
        let at = text.find('|').unwrap();
        let (before, rest) = (&text[..at], &text[at + 1..]);
        let whole = format!("{before}{rest}");
        editor.open_text(path, &whole);
        let offered = editor.about("completion", path, json!({"position": position(&whole, at)}));
        let none = Vec::new();
        let offers: Vec<String> = offered["items"]
            .as_array()
            .unwrap_or(&none)
            .iter()
            .take(8)
            .map(|item| {
                format!(
                    "{}    {}",
                    item["textEdit"]["newText"].as_str().unwrap(),
                    item["detail"].as_str().unwrap_or("")
                )
            })
            .collect();
        page.write(question, &if offers.is_empty() { "nothing".to_owned() } else { offers.join("\n") });
    }
    insta::assert_snapshot!(page.finish());
    editor.close();
}
