//! Findings, and what can be done about them.

use crate::client::{Editor, offset, position};
use crate::library::*;
use crate::page::Page;
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn findings_and_what_can_be_done_about_them() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let mut page = Page::new(editor.folder());
    let text = editor.open_document("specs/lending.md");
    let found = editor.about("diagnostic", "specs/lending.md", json!({}));
    page.answer("the findings of a document", &found["items"]);
    let again =
        editor.about("diagnostic", "specs/lending.md", json!({"previousResultId": found["resultId"]}));
    assert_eq!(again["kind"], "unchanged");

    let whole = editor.ask("workspace/diagnostic", &json!({"previousResultIds": []})).unwrap();
    let counts: Vec<Value> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|report| json!({"uri": report["uri"], "findings": report["items"].as_array().unwrap().len()}))
        .collect();
    page.answer("the findings of the workspace", &json!(counts));
    same_as_check(&editor, &whole);

    let range = |place: &str| {
        let at = position(&text, offset(&text, place));
        json!({"start": at, "end": at})
    };
    let context = json!({"diagnostics": []});
    let gone = json!({"range": range("(go|ne.md)"), "context": context});
    let actions = editor.about("codeAction", "specs/lending.md", gone);
    let titles: Vec<&Value> = actions.as_array().unwrap().iter().map(|action| &action["title"]).collect();
    page.answer("what can be done about a link that leads nowhere", &json!(titles));
    let hide = actions
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["title"].as_str().unwrap().starts_with("Supp"));
    let hidden = after(&editor, "specs/lending.md", &text, &hide.unwrap()["edit"]);
    page.write("suppress it here", &difference(&text, &hidden));
    editor.change("specs/lending.md", 2, &[(Value::Null, &hidden)]);
    let left = editor.about("diagnostic", "specs/lending.md", json!({}));
    let left: Vec<&Value> =
        left["items"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    page.answer("what is left then", &json!(left));

    let fines = editor.open_document("specs/fines.md");
    let everything = json!({
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
        "context": {"diagnostics": [], "only": ["source.fixAll"]},
    });
    let all = editor.about("codeAction", "specs/fines.md", everything);
    page.write("fix all", &difference(&fines, &after(&editor, "specs/fines.md", &fines, &all[0]["edit"])));
    let explained = json!({"command": "abide.explain", "arguments": ["dangling-link"]});
    let explained = editor.ask("workspace/executeCommand", &explained).unwrap();
    assert!(explained["markdown"].as_str().unwrap().starts_with("# dangling-link"));
    insta::assert_snapshot!(page.finish());
    editor.close();
}

/// What the editor is told is what `abide check` prints, finding by finding.
fn same_as_check(editor: &Editor, whole: &Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_abide"))
        .args(["check", "--output-format", "json"])
        .current_dir(editor.folder())
        .env("ABIDE_CACHE_DIR", editor.folder().join(".cache"))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut checked: Vec<Value> = Vec::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        let path = finding["path"].as_str().unwrap();
        let text = std::fs::read_to_string(editor.folder().join(path)).unwrap();
        let at = |end: &str| {
            let offset = finding[end]["offset"].as_u64().unwrap_or(0);
            position(&text, offset as usize)
        };
        let help = finding["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = format!("{}{help}", finding["message"].as_str().unwrap());
        let range = json!({"start": at("start"), "end": at("end")});
        checked.push(json!([editor.uri(path), finding["rule"], range, message]));
    }
    let mut told: Vec<Value> = Vec::new();
    for report in whole["items"].as_array().unwrap() {
        for finding in report["items"].as_array().unwrap() {
            told.push(json!([report["uri"], finding["code"], finding["range"], finding["message"]]));
        }
    }
    assert_eq!(told.len(), checked.len());
    for finding in checked {
        assert!(told.contains(&finding), "{finding} was not told");
    }
}
