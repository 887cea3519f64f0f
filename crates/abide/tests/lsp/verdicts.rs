//! Verdicts beside their statements.

use crate::client::Editor;
use crate::library::*;
use crate::page::Page;
use serde_json::{Value, json};

/// The lenses of a document, once there are so many: ledgers are read beside the conversation.
pub fn lenses(editor: &mut Editor, path: &str, least: usize) -> Value {
    for _ in 0..200 {
        let lenses = editor.about("codeLens", path, json!({}));
        if lenses.as_array().unwrap().len() >= least {
            return lenses;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("there are no lenses for {path}");
}

#[cfg(unix)]
#[test]
fn verdicts_stand_beside_their_statements() {
    let spec = "# Lending\n\n## Verification\n\n- [ ] `./yes.sh` exits with code 0\n- [ ] `./no.sh` exits with code 0\n";
    let settings = "[commands]\nyes = [\"./yes.sh\"]\nno = [\"./no.sh\"]\n";
    let files = [
        ("abide.toml", settings),
        ("specs/lending.md", spec),
        ("yes.sh", "#!/bin/sh\nexit 0\n"),
        ("no.sh", "#!/bin/sh\nexit 1\n"),
    ];
    let mut editor = Editor::open(&files, &modern(), &Value::Null);
    for script in ["yes.sh", "no.sh"] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(editor.folder().join(script), mode).unwrap();
    }
    let mut page = Page::new(editor.folder());
    let text = editor.open_document("specs/lending.md");
    let file = editor.folder().join("specs/lending.md").display().to_string();
    let run = editor
        .ask("workspace/executeCommand", &json!({"command": "abide.verify", "arguments": [file]}))
        .unwrap();
    page.write("abide.verify", &format!("exit {}", run["exit"]));
    let lenses = lenses(&mut editor, "specs/lending.md", 2);
    let titles: Vec<String> = lenses
        .as_array()
        .unwrap()
        .iter()
        .map(|lens| {
            format!(
                "{}: {}",
                lens["range"]["start"]["line"].as_u64().unwrap() + 1,
                lens["command"]["title"].as_str().unwrap()
            )
        })
        .collect();
    page.write("lenses", &titles.join("\n"));
    let hover = editor.at("hover", "specs/lending.md", &text, "`./no.|sh` exits", json!({}));
    page.write("hover on a check", hover["contents"]["value"].as_str().unwrap());
    insta::assert_snapshot!(page.finish());
    editor.close();
}
