//! A scripted editor: it starts the program, speaks the protocol over standard input and output, and notes what is said.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than any answer takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// An editor with a folder open.
pub struct Editor {
    child: Child,
    input: ChildStdin,
    output: Receiver<Value>,
    folder: tempfile::TempDir,
    /// What the server told or asked without being asked, oldest first.
    pub said: VecDeque<Value>,
    next: i64,
}

impl Editor {
    /// Opens a folder with these files in an editor that can do these things.
    pub fn open(files: &[(&str, &str)], capabilities: &Value, options: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(&folder.path().join(path), text);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_abide"))
            .arg("lsp")
            .current_dir(folder.path())
            .env("ABIDE_CACHE_DIR", folder.path().join(".cache"))
            .env("XDG_CONFIG_HOME", folder.path().join(".config"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = messages(child.stdout.take().unwrap());
        let mut editor = Self { child, input, output, folder, said: VecDeque::new(), next: 0 };
        let folders = json!([{"uri": editor.uri(""), "name": "library"}]);
        let params = json!({
            "processId": null, "rootUri": null, "workspaceFolders": folders,
            "capabilities": capabilities, "initializationOptions": options,
        });
        editor.ask("initialize", &params).unwrap();
        editor.tell("initialized", &json!({}));
        editor
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a file.
    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.folder.path().join(path).display()).trim_end_matches('/').to_owned()
    }

    /// Writes a file to disk, behind the server's back.
    pub fn write(&self, path: &str, text: &str) {
        write(&self.folder.path().join(path), text);
    }

    /// Asks, and gives the answer or the error.
    pub fn ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.answer(id)
    }

    /// The answer to a question that was asked; what else is said meanwhile is noted.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let is_answer = |message: &Value| message["id"] == json!(id) && message.get("method").is_none();
        loop {
            let known = self.said.iter().position(is_answer).and_then(|at| self.said.remove(at));
            let message = known.unwrap_or_else(|| self.receive());
            if is_answer(&message) {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.noted(message);
        }
    }

    /// Waits for the server to say something of a kind by itself.
    pub fn hear(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.said.iter().position(|message| message["method"] == method) {
                return self.said.remove(at).unwrap()["params"].clone();
            }
            let message = self.receive();
            self.noted(message);
        }
    }

    fn noted(&mut self, message: Value) {
        // What the server asks of the editor is granted.
        if message.get("id").is_some() && message.get("method").is_some() {
            self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null}));
        }
        self.said.push_back(message);
    }

    /// Tells without expecting an answer.
    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends several messages at once.
    pub fn send_all(&mut self, messages: &[Value]) {
        let written: Vec<u8> = messages.iter().flat_map(framed).collect();
        self.input.write_all(&written).unwrap();
        self.input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        self.send_all(std::slice::from_ref(message));
    }

    fn receive(&mut self) -> Value {
        self.output.recv_timeout(PATIENCE).expect("the server says something in time")
    }

    /// Opens a document as it stands on disk.
    pub fn open_document(&mut self, path: &str) -> String {
        let text = fs::read_to_string(self.folder.path().join(path)).unwrap();
        self.open_text(path, &text);
        text
    }

    /// Opens a document with a text that may be on no disk.
    pub fn open_text(&mut self, path: &str, text: &str) {
        let document = json!({"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Changes a document: each change is a range (line and column from 0, in the agreed columns) and what stands there then.
    pub fn change(&mut self, path: &str, version: i32, changes: &[(Value, &str)]) {
        let changes: Vec<Value> = changes
            .iter()
            .map(|(range, text)| match range {
                Value::Null => json!({"text": text}),
                range => json!({"range": range, "text": text}),
            })
            .collect();
        let document = json!({"uri": self.uri(path), "version": version});
        self.tell("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Asks about a document.
    pub fn about(&mut self, method: &str, path: &str, more: Value) -> Value {
        let mut params = json!({"textDocument": {"uri": self.uri(path)}});
        for (name, value) in more.as_object().unwrap() {
            params[name] = value.clone();
        }
        self.ask(&format!("textDocument/{method}"), &params)
            .unwrap_or_else(|error| json!({"error": error["message"]}))
    }

    /// Asks about a place: the `|` in a piece of the document's text.
    pub fn at(&mut self, method: &str, path: &str, text: &str, place: &str, more: Value) -> Value {
        let mut more = more;
        more["position"] = position(text, offset(text, place));
        self.about(method, path, more)
    }

    /// Says goodbye, and sees that the server goes in peace.
    pub fn close(mut self) {
        self.ask("shutdown", &Value::Null).unwrap();
        self.tell("exit", &Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that fails leaves no server behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server says, read beside the test so that a silent one does not hold it up for ever.
fn messages(output: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if let Some(number) = line.trim().strip_prefix("Content-Length: ") {
                length = number.parse().unwrap();
            }
            if line.trim().is_empty() {
                let mut body = vec![0; length];
                output.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        }
    });
    receiver
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn write(path: &PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The byte at the `|` of a piece of a text, which stands in it once.
pub fn offset(text: &str, place: &str) -> usize {
    let (before, after) = place.split_once('|').expect("a place holds `|`");
    let whole = format!("{before}{after}");
    let at = text.find(&whole).unwrap_or_else(|| panic!("`{whole}` is not in the text"));
    at + before.len()
}

/// A byte as a position, in UTF-16 units.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}

/// A text after edits of the protocol, in UTF-16 units.
pub fn edited(text: &str, edits: &Value) -> String {
    let byte = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let mut left = position["character"].as_u64().unwrap() as usize;
        let mut at = start;
        for letter in text[start..].chars() {
            if left == 0 {
                break;
            }
            left -= letter.len_utf16();
            at += letter.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}
