//! The editor server, driven by a scripted editor: each page of `lsp/snapshots` is a conversation about a small library of tools.

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/page.rs"]
mod page;

use client::{Editor, edited, offset, position};
use page::Page;
use serde_json::{Value, json};
use std::process::Command;

const TEMPLATE: &str = "# [Name]

Status: Draft | Agreed | Built
Created: YYYY-MM-DD

## Why

Which problem does this solve? Two or three sentences.

## Requirements

- FR-1: The system MUST …

## Data

## Risks

What may go wrong, and what then?

## Checks

How is it seen that it works?
";

const LENDING: &str = "# Lending 👍 tools

Status: Draft
Created: 2026-01-12

## Why

Tools are used twice a year. See [fines](fines.md#what-it-costs) and [gone](gone.md).

## Requirements

- FR-1: The system MUST NOT lend a tool that is out.
- FR-2: The system SHOULD remind the member, see FR-1.

## Data

### Loan

| field | type | rule |
|---|---|---|
| member | string | required |
| due | date | required |

## Interface

`POST /loans` makes a Loan; only an admin may `DELETE /loans/{id}`.

## Risks

What may go wrong, and what then?

## Checks

- [ ] A tool that is out cannot be borrowed (FR-1).
";

const FINES: &str = "# Fines

Status: Agreed
Created: 2026-2-3

## Why

Late tools annoy. They end FR-7 of [lending](lending.md#requirements).

## What it costs

A coin a day. 日本 members pay the same, see [why](#why).

## Requirements

- FR-7: The system MUST ask for a coin for each Loan that is late.
";

const FILES: &[(&str, &str)] = &[
    (".git/HEAD", "ref: refs/heads/main\n"),
    ("specs/template.md", TEMPLATE),
    ("specs/lending.md", LENDING),
    ("specs/fines.md", FINES),
    ("src/loans.rs", "// FR-1: what is out stays out\nfn lend() {}\n"),
    ("tests/lending.rs", "#[test]\nfn fr_1() {} // FR-1\n"),
];

/// A document that says a thing in two ways, which is seen with or without a template.
const CONFLICT: &str = "# Days

## Configuration

| Variable | Default | Description |
|---|---|---|
| `LOAN_DAYS` | `60` | how long |

## Workflows

Loans last `LOAN_DAYS` days, which defaults to 90.
";

/// An editor of today.
fn modern() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename"]},
            "diagnostics": {"refreshSupport": true},
        },
        "general": {"positionEncodings": ["utf-16"]},
    })
}

/// The text of a document after what an answer says is to be edited in it.
fn after(editor: &Editor, path: &str, text: &str, edit: &Value) -> String {
    let uri = editor.uri(path);
    let none = Vec::new();
    let changes = edit["documentChanges"].as_array().unwrap_or(&none);
    let own = changes.iter().find(|change| change["textDocument"]["uri"] == uri);
    own.map_or_else(|| text.to_owned(), |own| edited(text, &own["edits"]))
}

/// The lines that differ.
fn difference(before: &str, after: &str) -> String {
    let lines = similar::TextDiff::from_lines(before, after);
    let changed = lines.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    let lines: Vec<String> =
        changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect();
    if lines.is_empty() { "nothing changes".to_owned() } else { lines.join("\n") }
}

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

#[test]
fn what_is_understood() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let mut page = Page::new(editor.folder());
    let text = editor.open_document("specs/lending.md");
    let fines = editor.open_document("specs/fines.md");
    let path = "specs/lending.md";
    lenses(&mut editor, path, 1);
    for (question, place) in [
        ("hover on an id", "see FR|-1."),
        ("hover on a heading", "## Ri|sks"),
        ("hover on a link", "fines.md#what|-it-costs"),
        ("hover on an endpoint", "`POST /lo|ans`"),
    ] {
        let hover = editor.at("hover", path, &text, place, json!({}));
        page.write(question, hover["contents"]["value"].as_str().unwrap_or("nothing"));
    }
    for (question, place) in [
        ("definition of an id", "see FR|-1."),
        ("definition of a link", "fines.md#what|-it-costs"),
        ("definition of an entity", "makes a Lo|an;"),
    ] {
        page.answer(question, &editor.at("definition", path, &text, place, json!({})));
    }
    let with = json!({"context": {"includeDeclaration": true}});
    page.answer(
        "references of an entity",
        &editor.at("references", "specs/fines.md", &fines, "each Lo|an", with.clone()),
    );
    page.answer(
        "references of a heading",
        &editor.at("references", path, &text, "## Require|ments", with.clone()),
    );
    page.answer("implementation of an id", &editor.at("implementation", path, &text, "- FR|-1", json!({})));
    let symbols = editor.about("documentSymbol", path, json!({}));
    page.write("the outline", &outline(&symbols, 0));
    let symbols = editor.ask("workspace/symbol", &json!({"query": "loan"})).unwrap();
    let names: Vec<Value> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| {
            json!(format!(
                "{} in {}",
                symbol["name"].as_str().unwrap(),
                symbol["containerName"].as_str().unwrap()
            ))
        })
        .collect();
    page.answer("symbols of the workspace called \"loan\"", &json!(names));
    let at = position(&text, offset(&text, "remind the mem|ber"));
    let selection = editor.about("selectionRange", path, json!({"positions": [at]}));
    let mut outer = &selection[0];
    let mut grown = Vec::new();
    while outer.is_object() {
        grown.push(outer["range"].clone());
        outer = &outer["parent"];
    }
    page.answer("a selection that grows", &json!(grown));
    let folds = editor.about("foldingRange", path, json!({}));
    let folds: Vec<Value> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| {
            json!(format!(
                "{}-{}",
                fold["startLine"].as_u64().unwrap() + 1,
                fold["endLine"].as_u64().unwrap() + 1
            ))
        })
        .collect();
    page.answer("what folds", &json!(folds));
    page.answer("links", &editor.about("documentLink", path, json!({})));
    let everything =
        json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}});
    page.answer("ids of statements that have none written", &editor.about("inlayHint", path, everything));
    page.write("colours", &coloured(&text, &editor.about("semanticTokens/full", path, json!({}))));
    insta::assert_snapshot!(page.finish());
    editor.close();
}

/// The lenses of a document, once there are so many: ledgers are read beside the conversation.
fn lenses(editor: &mut Editor, path: &str, least: usize) -> Value {
    for _ in 0..200 {
        let lenses = editor.about("codeLens", path, json!({}));
        if lenses.as_array().unwrap().len() >= least {
            return lenses;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("there are no lenses for {path}");
}

fn outline(symbols: &Value, depth: usize) -> String {
    let none = Vec::new();
    symbols
        .as_array()
        .unwrap_or(&none)
        .iter()
        .map(|symbol| {
            let detail = symbol["detail"].as_str().map(|detail| format!(" · {detail}")).unwrap_or_default();
            let name = symbol["name"].as_str().unwrap();
            format!("{}{name}{detail}\n{}", "  ".repeat(depth), outline(&symbol["children"], depth + 1))
        })
        .collect()
}

fn coloured(text: &str, tokens: &Value) -> String {
    let numbers: Vec<u64> =
        tokens["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let mut words = Vec::new();
    for token in numbers.chunks(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let of_line: Vec<u16> = text.lines().nth(line as usize).unwrap().encode_utf16().collect();
        let word = String::from_utf16(&of_line[column as usize..(column + token[2]) as usize]).unwrap();
        words.push(format!("{}:{} {word} {}", line + 1, column + 1, ["id", "obliges"][token[3] as usize]));
    }
    words.join("\n")
}

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
