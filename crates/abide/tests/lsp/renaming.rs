//! Other names and other places.

use crate::client::Editor;
use crate::library::*;
use crate::page::Page;
use serde_json::{Value, json};

#[test]
fn other_names_and_other_places() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let mut page = Page::new(editor.folder());
    let texts = [
        ("specs/lending.md", editor.open_document("specs/lending.md")),
        ("specs/fines.md", editor.open_document("specs/fines.md")),
    ];
    let changes = |editor: &Editor, edit: &Value| {
        let changed =
            texts.iter().map(|(path, text)| (path, difference(text, &after(editor, path, text, edit))));
        let changed = changed.filter(|(_, difference)| difference != "nothing changes");
        let shown: String = changed.map(|(path, difference)| format!("{path}\n{difference}\n")).collect();
        if edit["error"].is_null() { shown } else { edit["error"].as_str().unwrap().to_owned() }
    };
    for (question, file, place, name) in [
        ("an id is called FR-10", 0, "see FR|-1.", "FR-10"),
        ("an id is called as another one", 0, "see FR|-1.", "FR-2"),
        ("an entity is called Lease", 1, "each Lo|an", "Lease"),
        ("a heading is called otherwise", 1, "## What it co|sts", "The price"),
        ("the same, from a link to it", 0, "fines.md#what|-it", "The price"),
        ("a setting of the system is not renamed", 0, "`POST /lo|ans`", "x"),
    ] {
        let (path, text) = &texts[file];
        let edit = editor.at("rename", path, text, place, json!({"newName": name}));
        page.write(question, &changes(&editor, &edit));
    }
    let (path, text) = &texts[0];
    page.answer(
        "what is renamed from a link's fragment",
        &editor.at("prepareRename", path, text, "fines.md#what|-it", json!({})),
    );
    let files = json!({"files": [{"oldUri": editor.uri("specs/fines.md"), "newUri": editor.uri("specs/money/fines.md")}]});
    let moved = editor.ask("workspace/willRenameFiles", &files).unwrap();
    page.write("a file moves into a folder", &changes(&editor, &moved));
    let files = json!({"files": [{"oldUri": editor.uri("specs"), "newUri": editor.uri("docs")}]});
    let moved = editor.ask("workspace/willRenameFiles", &files).unwrap();
    page.write("a folder moves with all that is in it", &changes(&editor, &moved));
    insta::assert_snapshot!(page.finish());
    editor.close();
}
