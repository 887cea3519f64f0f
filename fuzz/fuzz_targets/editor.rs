//! Any conversation: each line is a message of an editor, and whatever it says, the server answers or passes it over.

#![no_main]

use abide_lsp::{Setup, serve_on};
use libfuzzer_sys::fuzz_target;
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::LazyLock;

/// An empty folder: all documents stand in the editor alone.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("abide-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join(".git")).expect("a folder to work in");
    folder
});

/// Nothing is run: these start programs.
const SKIPPED: &[&str] = &["workspace/executeCommand", "shutdown", "exit", "initialize"];

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (server, client) = Connection::memory();
    let setup = Setup {
        current: FOLDER.clone(),
        config: None,
        environment: std::collections::BTreeMap::new(),
        program: "false".into(),
    };
    let serving = std::thread::spawn(move || serve_on(&server, setup));
    let uri = format!("file://{}/spec.md", FOLDER.display());
    let mut next = 0;
    let mut ask = |method: &str, params: Value| {
        next += 1;
        let request = Request { id: next.into(), method: method.to_owned(), params };
        client.sender.send(Message::Request(request)).expect("the server listens");
    };
    let tell = |method: &str, params: Value| {
        let note = Notification { method: method.to_owned(), params };
        client.sender.send(Message::Notification(note)).expect("the server listens");
    };
    let folders = json!([{"uri": format!("file://{}", FOLDER.display()), "name": "fuzz"}]);
    ask(
        "initialize",
        json!({"processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": {"textDocument": {"diagnostic": {}}}}),
    );
    tell("initialized", json!({}));
    // `{"method": …, "params": …}` is said as it stands; any other line is typed at the end of the document.
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": ""});
    tell("textDocument/didOpen", json!({"textDocument": document}));
    for (at, line) in text.split('\n').enumerate().take(200) {
        let said: Option<Value> = serde_json::from_str(line).ok();
        let method = said.as_ref().and_then(|said| said.get("method")?.as_str());
        match (&said, method) {
            (Some(said), Some(method)) if !SKIPPED.contains(&method) => {
                let params = said.get("params").cloned().unwrap_or(Value::Null);
                if said.get("id").is_some() { ask(method, params) } else { tell(method, params) }
            }
            _ => {
                let end = json!({"line": u32::MAX, "character": 0});
                let change = json!({"range": {"start": end, "end": end}, "text": format!("{line}\n")});
                let document = json!({"uri": uri, "version": at + 2});
                tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
            }
        }
    }
    for method in ["diagnostic", "documentSymbol", "semanticTokens/full", "foldingRange", "codeLens", "inlayHint"] {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
        ask(&format!("textDocument/{method}"), json!({"textDocument": {"uri": uri}, "range": range}));
    }
    ask("shutdown", Value::Null);
    tell("exit", json!({}));
    // What was said is taken out, so that nothing piles up.
    while client.receiver.recv().is_ok() {}
    serving.join().expect("the server does not panic").expect("it ends in peace");
});
