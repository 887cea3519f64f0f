//! Targets that misbehave: what they affect is blocked or refuted with the reason, the rest goes on, nothing hangs, and memory stays bounded.

// Tests read and write files of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SPECIFICATION: &str = "\
# Notes

**Status**: Implemented

## Data model

| Entity | Field | Type | Required |
|---|---|---|---|
| Note | id | integer | yes |
| Note | text | string, at most 200 characters | yes |

## API

| Method | Path | Purpose | Who | Success | Errors |
|---|---|---|---|---|---|
| POST | /notes | Write a note | editor | 201 | 401, 422 |
| GET | /notes | List notes | everybody | 200 | |
| GET | /notes/{id} | Read a note | everybody | 200 | 404 |
| PUT | /notes/{id} | Change a note | editor | 200 | 401, 404, 422 |
| DELETE | /notes/{id} | Delete a note | editor | 204 | 401, 404 |

`POST /notes` takes:

```json
{\"text\": \"Buy milk\"}
```

and answers 201 with:

```json
{\"id\": 7, \"text\": \"Buy milk\"}
```

## Verification

- [ ] Every endpoint that changes something returns 401 without a key.
- [ ] `GET /notes` answers within 200 ms at the 95th percentile.
- [ ] A deleted note is not found afterwards.

## References

- [The licence](../LICENSE)
";

/// What a run ended with.
struct Ended {
    exit: Option<i32>,
    run: Value,
    took: Duration,
    memory: u64,
}

impl Ended {
    fn items(&self, verdict: &str) -> Vec<&Value> {
        let items = self.run["items"].as_array().unwrap();
        items.iter().filter(|item| item["verdict"] == verdict).collect()
    }

    /// The reasons of the items with that verdict, each with its id.
    fn reasons(&self, verdict: &str) -> String {
        let told = self.items(verdict).into_iter().map(|item| format!("{} {}", item["id"], item["reason"]));
        told.collect::<Vec<_>>().join("\n")
    }

    /// The rest went on: what has nothing to do with the target is proven.
    fn assert_the_rest_went_on(&self) {
        assert!(self.items("proven").iter().any(|item| item["kind"] == "reference"), "{}", self.run);
        assert!(self.took < Duration::from_secs(100), "it took {:?}", self.took);
        assert!(self.memory < 400 << 20, "{} MB", self.memory >> 20);
    }

    fn assert_no_endpoint_is_proven(&self) {
        assert!(!self.items("proven").iter().any(|item| item["kind"] == "endpoint"), "{}", self.run);
    }
}

/// Verifies the specification with these settings.
fn verify(settings: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::create_dir(folder.path().join("specs")).unwrap();
    fs::write(folder.path().join("specs/notes.md"), SPECIFICATION).unwrap();
    fs::write(folder.path().join("LICENSE"), "").unwrap();
    fs::write(folder.path().join("abide.toml"), format!("specs = [\"specs/*.md\"]\n{settings}")).unwrap();
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_abide"))
        .current_dir(folder.path())
        .args(["verify", "--output-format", "json"])
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path())
        .env_remove("NOTES_KEY_OF_NOBODY")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (mut output, mut errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (text, told, memory) = std::thread::scope(|scope| {
        let text = scope.spawn(move || read(&mut output));
        let told = scope.spawn(move || read(&mut errors));
        let mut memory = 0;
        while child.try_wait().unwrap().is_none() {
            // Where the system does not tell, there is nothing to hold against the bound.
            memory = peak(&fs::read_to_string(&status).unwrap_or_default()).unwrap_or(memory);
            assert!(started.elapsed() < Duration::from_secs(300), "it hangs");
            std::thread::sleep(Duration::from_millis(20));
        }
        (text.join().unwrap(), told.join().unwrap(), memory)
    });
    let run = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {told}"));
    Ended { exit: child.wait().unwrap().code(), run, took: started.elapsed(), memory }
}

fn read(stream: &mut impl Read) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// The most memory that a process had, from what Linux tells of it.
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? << 10)
}

/// A server that does this with each connection, after the head of a request came in; and its settings.
fn target(handle: impl Fn(TcpStream, &str) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let handle = Arc::new(handle);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let handle = Arc::clone(&handle);
            std::thread::spawn(move || {
                let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
                while !head.windows(4).any(|window| window == b"\r\n\r\n") {
                    match stream.read(&mut buffer) {
                        Ok(0) | Err(_) => return,
                        Ok(count) => head.extend_from_slice(&buffer[..count]),
                    }
                }
                handle(stream, &String::from_utf8_lossy(&head));
            });
        }
    });
    format!(
        "[targets.local]\nurl = \"http://{address}\"\nroles.editor.headers = {{ X-Key = \"editor-key\" }}\n"
    )
}

fn answer(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

#[test]
fn one_that_never_answers_blocks_what_needs_it() {
    let ended = verify(&target(|stream, _| {
        std::thread::sleep(Duration::from_secs(600));
        drop(stream);
    }));
    assert_eq!((ended.exit, ended.items("refuted").len()), (Some(3), 0), "{}", ended.reasons("refuted"));
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
    let open = ended.reasons("unproven") + &ended.reasons("blocked");
    assert!(open.contains("no answer"), "{open}");
}

#[test]
fn one_that_answers_drop_by_drop_blocks_what_needs_it() {
    let ended = verify(&target(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n");
        // A header that never ends keeps the connection alive.
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(200));
        }
    }));
    assert_eq!((ended.exit, ended.items("refuted").len()), (Some(3), 0), "{}", ended.reasons("refuted"));
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
}

#[test]
fn one_that_answers_a_hundred_megabytes_is_read_in_part_and_refuted() {
    let ended = verify(&target(|mut stream, head| {
        let status = if head.starts_with("POST") { "201 Created" } else { "200 OK" };
        let length = 100 << 20;
        let head = format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        let piece = vec![b'['; 1 << 20];
        let _ = stream.write_all(head.as_bytes());
        for _ in 0..100 {
            if stream.write_all(&piece).is_err() {
                return;
            }
        }
    }));
    assert_eq!(ended.exit, Some(1), "{}", ended.run);
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
}

#[test]
fn one_that_speaks_no_http_blocks_what_needs_it() {
    let ended = verify(&target(|mut stream, _| {
        let _ = stream.write_all(b"\x00\x01\x02 not a protocol\r\n\r\n");
    }));
    assert_eq!((ended.exit, ended.items("refuted").len()), (Some(3), 0), "{}", ended.reasons("refuted"));
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
}

#[test]
fn one_that_answers_garbage_is_refuted() {
    let ended = verify(&target(|mut stream, head| {
        let status = if head.starts_with("POST") { "201 Created" } else { "200 OK" };
        answer(
            &mut stream,
            &format!("{status}\r\ncontent-type: application/json"),
            b"{\"id\": \xff\xfe, [[[}\x00 <html>",
        );
    }));
    assert_eq!(ended.exit, Some(1), "{}", ended.run);
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
}

#[test]
fn one_that_crashes_amid_the_run_blocks_the_rest_and_says_how_it_ended() {
    if !python_is_there() {
        return;
    }
    // It answers as it should for a while, and then ends with its last words.
    let program = "\
import http.server, os, sys
calls = 0
class Notes(http.server.BaseHTTPRequestHandler):
    def say(self):
        global calls
        calls += 1
        if calls > 6:
            print('out of disk', file=sys.stderr, flush=True)
            os._exit(9)
        body = b'[]'
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = do_PUT = do_DELETE = say
    def log_message(self, *arguments): pass
http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Notes).serve_forever()
";
    let settings = format!(
        "[targets.local]\nurl = \"http://127.0.0.1:{{port}}\"\nstart = [\"python3\", \"-c\", {}, \"{{port}}\"]\nroles.editor.headers = {{ X-Key = \"editor-key\" }}\n",
        Value::from(program)
    );
    let ended = verify(&settings);
    assert!(matches!(ended.exit, Some(1 | 3)), "{:?}", ended.exit);
    ended.assert_the_rest_went_on();
    let open = ended.reasons("unproven") + &ended.reasons("blocked");
    assert!(open.contains("the target ended during the run: exit code 9"), "{open}");
}

fn python_is_there() -> bool {
    // `scripts/test` installs it, and an own environment of it proves that.
    Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn one_that_redirects_elsewhere_is_not_followed() {
    let called = Arc::new(AtomicUsize::new(0));
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = elsewhere.local_addr().unwrap();
    let count = Arc::clone(&called);
    std::thread::spawn(move || {
        for mut stream in elsewhere.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            answer(&mut stream, "200 OK", b"[]");
        }
    });
    let ended = verify(&target(move |mut stream, head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        answer(&mut stream, &format!("307 Temporary Redirect\r\nlocation: http://{address}{path}"), b"");
    }));
    assert_eq!(called.load(Ordering::SeqCst), 0, "the redirect was followed");
    assert_eq!(ended.exit, Some(1), "{}", ended.run);
    assert!(ended.reasons("refuted").contains("307"), "{}", ended.reasons("refuted"));
    ended.assert_no_endpoint_is_proven();
    ended.assert_the_rest_went_on();
}

/// A service that is as the specification says, for what surrounds it to be wrong.
fn correct() -> String {
    target(|mut stream, head| {
        let (method, path) = head.split_once(' ').unwrap_or_default();
        let path = path.split([' ', '?']).next().unwrap_or_default();
        match (method, path) {
            ("GET", "/notes") => answer(&mut stream, "200 OK\r\ncontent-type: application/json", b"[]"),
            ("GET", _) => answer(&mut stream, "404 Not Found", b""),
            _ if !head.to_lowercase().contains("x-key: editor-key") => {
                answer(&mut stream, "401 Unauthorized", b"");
            }
            _ => answer(&mut stream, "422 Unprocessable Content", b""),
        }
    })
}

#[test]
fn a_wrong_address_of_the_database_leaves_open_what_is_said_of_data_alone() {
    for database in
        ["postgres://nobody:no-secret@127.0.0.1:1/none", "sqlite:no/such/file.db", "gopher://127.0.0.1/data"]
    {
        let ended = verify(&format!("{}database = \"{database}\"\n", correct()));
        assert!(matches!(ended.exit, Some(1 | 3)), "{database}: {}", ended.reasons("refuted"));
        assert!(!ended.reasons("refuted").contains("field:"), "{database}: {}", ended.reasons("refuted"));
        assert!(ended.items("proven").iter().any(|item| item["kind"] == "endpoint"), "{database}");
        assert!(!ended.run.to_string().contains("no-secret"), "a password is shown");
        let open = ended.reasons("unproven") + &ended.reasons("blocked");
        assert!(open.contains("database"), "{database}: {open}");
        ended.assert_the_rest_went_on();
    }
}

#[test]
fn a_role_without_its_key_blocks_what_only_that_role_may() {
    let settings = correct().replace("\"editor-key\"", "\"${NOTES_KEY_OF_NOBODY}\"");
    let ended = verify(&settings);
    assert_eq!(ended.items("refuted").len(), 0, "{}", ended.reasons("refuted"));
    assert!(ended.items("proven").iter().any(|item| item["id"] == "endpoint:GET /notes"), "{}", ended.run);
    assert!(ended.reasons("blocked").contains("`NOTES_KEY_OF_NOBODY` is not set"), "{}", ended.run);
    ended.assert_the_rest_went_on();
}
