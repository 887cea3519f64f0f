//! From a keystroke to the findings of its document, in a workspace of 10,000 generated specs, through the whole protocol.
//!
//! `cargo bench -p abide-lsp`; `ABIDE_SPECS=1000 cargo bench -p abide-lsp` for a smaller one. The specs are generated; their numbers
//! are those of published ones: 10 kB, a dozen sections, a few tables, links to others, a template for each folder.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout)]

#[path = "support/generate.rs"]
mod generate;

use abide_lsp::{Setup, serve_on};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keystrokes that are measured in each way.
const KEYSTROKES: usize = 600;

/// How fast somebody types who types fast.
const PAUSE: Duration = Duration::from_millis(20);

fn main() {
    let specs = std::env::var("ABIDE_SPECS").ok().and_then(|number| number.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder to write to");
    let bytes = generate::workspace(folder.path(), specs);
    println!("{specs} specs, {} MB", bytes / 1_000_000);
    let (server, client) = Connection::memory();
    let setup = Setup {
        current: folder.path().to_owned(),
        config: None,
        environment: std::collections::BTreeMap::new(),
        program: "abide".into(),
    };
    let serving = std::thread::spawn(move || serve_on(&server, setup));
    let mut editor = Editor { client, next: 0 };
    let start = Instant::now();
    editor.begin(folder.path());
    let first = generate::path(folder.path(), specs / 2);
    editor.open(&first);
    editor.findings(&first);
    println!("from the start to the first findings: {:?}", start.elapsed());
    editor.ask("workspace/diagnostic", &json!({"previousResultIds": []}));
    println!("from the start to all findings of the workspace: {:?}", start.elapsed());

    let mut version = 1;
    for (name, line_of) in [
        ("in a paragraph", "The depot keeps"),
        ("in a heading", "## Risks"),
        ("in a table of settings", "| `DEPOT_"),
        ("in a requirement", "- FR-2"),
    ] {
        let (mut times, mut work): (Vec<Duration>, Vec<Duration>) = Default::default();
        for stroke in 0..KEYSTROKES {
            // Twenty documents are open, and edited in turn.
            let path = generate::path(folder.path(), (stroke % 20) * specs / 20 + 1);
            if version <= 20 {
                editor.open(&path);
                editor.findings(&path);
            }
            version += 1;
            let text = std::fs::read_to_string(&path).expect("a generated spec");
            let line = text.lines().position(|line| line.starts_with(line_of)).expect("such a line");
            let column = text.lines().nth(line).map_or(0, |line| line.chars().count());
            std::thread::sleep(PAUSE);
            let (start, worked) = (Instant::now(), on_processor());
            editor.stroke(&path, version, line, column);
            editor.findings(&path);
            times.push(start.elapsed());
            work.push(on_processor().saturating_sub(worked));
        }
        for (what, times) in [("by the clock", &mut times), ("on the processor", &mut work)] {
            times.sort();
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            println!("{name}, {what}: p50 {:?}, p99 {:?}, longest {:?}", at(0.5), at(0.99), at(1.0));
        }
    }
    editor.ask("shutdown", &Value::Null);
    editor.tell("exit", json!({}));
    serving.join().expect("the server ends").expect("in peace");
}

/// How long all threads have run so far, where the system tells: other programs on the machine do not count.
fn on_processor() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let ran = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(ran.sum())
}

struct Editor {
    client: Connection,
    next: i32,
}

impl Editor {
    fn begin(&mut self, folder: &Path) {
        let uri = format!("file://{}", folder.display());
        let params = json!({
            "processId": null, "rootUri": null, "workspaceFolders": [{"uri": uri, "name": "specs"}],
            "capabilities": {"textDocument": {"diagnostic": {}}},
        });
        self.ask("initialize", &params);
        self.tell("initialized", json!({}));
    }

    fn open(&mut self, path: &Path) {
        let text = std::fs::read_to_string(path).expect("a generated spec");
        let document = json!({"uri": format!("file://{}", path.display()), "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// One letter more at the end of a line.
    fn stroke(&mut self, path: &Path, version: usize, line: usize, column: usize) {
        let at = json!({"line": line, "character": column});
        let params = json!({
            "textDocument": {"uri": format!("file://{}", path.display()), "version": version},
            "contentChanges": [{"range": {"start": at, "end": at}, "text": "x"}],
        });
        self.tell("textDocument/didChange", params);
    }

    fn findings(&mut self, path: &Path) -> Value {
        self.ask(
            "textDocument/diagnostic",
            &json!({"textDocument": {"uri": format!("file://{}", path.display())}}),
        )
    }

    fn tell(&self, method: &str, params: Value) {
        let note = Notification { method: method.to_owned(), params };
        self.client.sender.send(Message::Notification(note)).expect("the server listens");
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request { id: id.clone(), method: method.to_owned(), params: params.clone() };
        self.client.sender.send(Message::Request(request)).expect("the server listens");
        loop {
            match self.client.receiver.recv().expect("the server answers") {
                Message::Response(response) if response.id == id => {
                    return response.response_result.expect("an answer and no error");
                }
                _ => {}
            }
        }
    }
}
