//! What an editor is told that does not ask, and what comes and goes.

use crate::client::Editor;
use crate::library::*;
use serde_json::{Value, json};

/// The codes of findings that were published about a file, once these are told.
fn heard(editor: &mut Editor, path: &str) -> Vec<String> {
    loop {
        let told = editor.hear("textDocument/publishDiagnostics");
        if told["uri"] == editor.uri(path) {
            let codes = told["diagnostics"].as_array().unwrap().iter();
            return codes.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
        }
    }
}

#[test]
fn an_editor_that_does_not_ask_is_told() {
    let mut editor = Editor::open(FILES, &json!({"general": {"positionEncodings": ["utf-8"]}}), &Value::Null);
    assert!(
        heard(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()),
        "all documents are told, open or not"
    );

    // Each keystroke; columns are bytes, behind an emoji too.
    let text = editor.open_document("specs/lending.md");
    heard(&mut editor, "specs/lending.md");
    let end = "# Lending 👍 tools".len();
    let range = json!({"start": {"line": 0, "character": end}, "end": {"line": 0, "character": end}});
    let gone = text.find("gone.md").unwrap() - text[..text.find("gone.md").unwrap()].rfind('\n').unwrap() - 1;
    let link = json!({"start": {"line": 7, "character": gone}, "end": {"line": 7, "character": gone + 4}});
    editor.change("specs/lending.md", 2, &[(range, " for all"), (link, "fines")]);
    assert!(!heard(&mut editor, "specs/lending.md").contains(&"dangling-link".to_owned()));

    // What an edit means for another document follows.
    let fines = editor.open_document("specs/fines.md");
    heard(&mut editor, "specs/fines.md");
    editor.change("specs/fines.md", 2, &[(Value::Null, &fines.replace("## What it costs", "## Price"))]);
    assert!(heard(&mut editor, "specs/lending.md").contains(&"dangling-anchor".to_owned()));

    // A template that is edited asks for other things.
    editor.open_text(
        "specs/template.md",
        &TEMPLATE.replace("## Risks", "## Dangers\n\nWhat hurts?\n\n## Risks"),
    );
    assert!(heard(&mut editor, "specs/lending.md").contains(&"missing-section".to_owned()));

    // A file that comes, and one that goes.
    editor.write("specs/gone.md", CONFLICT);
    let changed = json!({"changes": [{"uri": editor.uri("specs/gone.md"), "type": 1}]});
    editor.tell("workspace/didChangeWatchedFiles", &changed);
    assert!(heard(&mut editor, "specs/gone.md").contains(&"conflicting-settings".to_owned()));
    std::fs::remove_file(editor.folder().join("specs/gone.md")).unwrap();
    let changed = json!({"changes": [{"uri": editor.uri("specs/gone.md"), "type": 3}]});
    editor.tell("workspace/didChangeWatchedFiles", &changed);
    assert_eq!(heard(&mut editor, "specs/gone.md"), [""; 0]);

    // Who wants to write in peace is told on saving.
    editor.tell("workspace/didChangeConfiguration", &json!({"settings": {"abide": {"run": "onSave"}}}));
    editor.said.clear();
    editor.change("specs/fines.md", 3, &[(Value::Null, &fines.replace("lending.md", "lost.md"))]);
    editor.about("foldingRange", "specs/fines.md", json!({}));
    assert!(!editor.said.iter().any(|said| said["params"]["uri"] == editor.uri("specs/fines.md")));
    editor.tell("textDocument/didSave", &json!({"textDocument": {"uri": editor.uri("specs/fines.md")}}));
    assert!(heard(&mut editor, "specs/fines.md").contains(&"dangling-link".to_owned()));
    editor.close();
}

#[test]
fn folders_come_and_go_and_questions_are_taken_back() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("notes.md"), CONFLICT).unwrap();
    let uri = format!("file://{}", other.path().display());
    let asked = json!({"previousResultIds": []});
    let files = |whole: &Value| {
        let reports = whole["items"].as_array().unwrap().iter();
        reports
            .map(|report| report["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let added = json!({"event": {"added": [{"uri": uri, "name": "notes"}], "removed": []}});
    editor.tell("workspace/didChangeWorkspaceFolders", &added);
    let mut both = files(&editor.ask("workspace/diagnostic", &asked).unwrap());
    both.sort();
    assert_eq!(both, ["fines.md", "lending.md", "notes.md"]);
    let removed = json!({"event": {"added": [], "removed": [{"uri": uri, "name": "notes"}]}});
    editor.tell("workspace/didChangeWorkspaceFolders", &removed);
    let whole = editor.ask("workspace/diagnostic", &asked).unwrap();
    assert_eq!(files(&whole).len(), 2);

    // Nothing is new, so that the question stands until it is taken back.
    let previous: Vec<Value> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|report| json!({"uri": report["uri"], "value": report["resultId"]}))
        .collect();
    editor.send_all(&[
        json!({"jsonrpc": "2.0", "id": 901, "method": "workspace/diagnostic", "params": {"previousResultIds": previous}}),
        json!({"jsonrpc": "2.0", "id": 902, "method": "workspace/symbol", "params": {"query": "loan"}}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 901}}),
    ]);
    assert_eq!(editor.answer(901).unwrap_err()["code"], -32800);
    // Whether the second was answered before it could be taken back is a matter of luck, not whether it is answered.
    assert!(editor.answer(902).is_ok());
    let unknown = editor.ask("textDocument/moniker", &json!({})).unwrap_err();
    assert_eq!(unknown["code"], -32601);
    let wrong = editor.ask("textDocument/hover", &json!({"textDocument": 3})).unwrap_err();
    assert_eq!(wrong["code"], -32602);
    // A file outside of every folder is looked at by itself.
    std::fs::write(other.path().join("alone.md"), CONFLICT).unwrap();
    let address =
        json!({"uri": format!("{uri}/alone.md"), "languageId": "markdown", "version": 1, "text": CONFLICT});
    editor.tell("textDocument/didOpen", &json!({"textDocument": address}));
    let found =
        editor.ask("textDocument/diagnostic", &json!({"textDocument": {"uri": address["uri"]}})).unwrap();
    assert_eq!(found["items"][0]["code"], "conflicting-settings");
    editor.close();
}
