//! An `abide.toml` that is being written: it holds before it is saved, and what is wrong with it is told where it stands.

use crate::client::Editor;
use crate::library::*;
use serde_json::{Value, json};

/// Where an `abide.toml` says what, with the first line of each finding.
fn said(items: &Value) -> Vec<String> {
    let items = items.as_array().unwrap().iter();
    items
        .map(|finding| {
            let at = &finding["range"]["start"];
            let first = finding["message"].as_str().unwrap().lines().next().unwrap().to_owned();
            format!("{}:{} {first}", at["line"].as_u64().unwrap() + 1, at["character"].as_u64().unwrap() + 1)
        })
        .collect()
}

fn codes(editor: &mut Editor, path: &str) -> Vec<String> {
    let found = editor.about("diagnostic", path, json!({}));
    let items = found["items"].as_array().unwrap().iter();
    items.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn settings_hold_before_they_are_saved_and_their_faults_are_told_in_place() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    editor.open_document("specs/lending.md");
    assert!(codes(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()));

    // There is no such file on disk yet.
    editor.open_text("abide.toml", "[rules]\ndangling-link = \"off\"\n");
    editor.about("diagnostic", "abide.toml", json!({}));
    assert!(!codes(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()));

    // What is wrong is told with each letter; what held before goes on to hold.
    editor.change(
        "abide.toml",
        2,
        &[(Value::Null, "[rules]\ndangling-link = \"of\"\ndangling-lnk = \"off\"\n")],
    );
    let found = editor.about("diagnostic", "abide.toml", json!({}));
    assert_eq!(said(&found["items"]).len(), 2, "{found}");
    assert!(said(&found["items"])[0].starts_with("2:17 "), "{found}");
    assert!(said(&found["items"])[1].starts_with("3:1 "), "{found}");
    assert!(!codes(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()));
    assert!(!editor.said.iter().any(|said| said["method"] == "window/showMessage"), "{:?}", editor.said);
    let whole = editor.ask("workspace/diagnostic", &json!({"previousResultIds": []})).unwrap();
    let reports = whole["items"].as_array().unwrap();
    assert!(reports.iter().any(|report| report["uri"] == editor.uri("abide.toml")), "{whole}");

    // So is what speaks of templates and headings that are not there.
    editor.change("abide.toml", 3, &[(Value::Null, "[template.specs]\nrequire = [\"Rsks\"]\n")]);
    let found = editor.about("diagnostic", "abide.toml", json!({}));
    assert!(said(&found["items"])[0].starts_with("2:12 `template.specs.require` names \"Rsks\""), "{found}");

    // Closed without being saved, it never was.
    let uri = editor.uri("abide.toml");
    editor.tell("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    assert_eq!(codes(&mut editor, "abide.toml"), [""; 0]);
    assert!(codes(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()));
    editor.close();
}

#[test]
fn an_editor_that_does_not_ask_is_told_of_faults_in_settings_and_when_they_are_mended() {
    let mut editor = Editor::open(FILES, &json!({}), &Value::Null);
    editor.open_text("abide.toml", "spec = [\"*.md\"]\n");
    let heard = |editor: &mut Editor| loop {
        let told = editor.hear("textDocument/publishDiagnostics");
        if told["uri"] == editor.uri("abide.toml") {
            return said(&told["diagnostics"]);
        }
    };
    assert_eq!(heard(&mut editor), ["1:1 unknown setting `spec`"]);
    editor.change("abide.toml", 2, &[(Value::Null, "specs = [\"**/*.md\"]\n")]);
    assert_eq!(heard(&mut editor), [""; 0]);
    editor.close();
}
