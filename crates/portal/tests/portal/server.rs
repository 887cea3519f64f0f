//! The server, asked over a socket.

use crate::site::{begin, end, ledger, library, open, question, record, refute, write};
use abide_ledger::Verdict;
use abide_portal::{Portal, ServeError, Stop, Token};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A server that ends with the test.
struct Served {
    address: String,
    stop: Stop,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
    changed: Box<dyn Fn()>,
}

impl Served {
    fn new(folder: &std::path::Path, token: Option<Token>) -> Self {
        let portal =
            Portal::open(question(folder), "127.0.0.1:0", token, || unreachable!("no token is made here"))
                .unwrap();
        let url = portal.url();
        let address = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let stop = Stop::new();
        let changed = Box::new(portal.changed());
        let asked = stop.clone();
        let thread = std::thread::spawn(move || portal.run(&asked));
        Self { address, stop, thread: Some(thread), changed }
    }

    fn send(&self, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{headers}\r\n").unwrap();
        stream
    }

    /// The whole answer.
    fn ask(&self, path: &str, headers: &str) -> String {
        let mut answer = String::new();
        self.send(path, &format!("{headers}Connection: close\r\n")).read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.ask(path, "Host: localhost\r\n")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.ask();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.unwrap().unwrap();
            }
        }
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn images_of_the_workspace_are_served_as_images_and_as_nothing_else() {
    let script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>parent.ran = 1</script></svg>";
    let folder = library(&[
        (
            "specs/yard.md",
            "# Yard\n\n![The gate](../img/gate%201.svg) ![Far](https://example.com/far.png) <img src=\"../notes.txt\" alt=\"Notes\">\n",
        ),
        ("img/gate 1.svg", script),
        ("notes.txt", "nobody's business"),
    ]);
    let served = Served::new(folder.path(), None);
    let page = served.get("/spec/specs/yard.md");
    assert!(
        page.contains("<img src=\"/image/img/gate%201.svg\" alt=\"The gate\" loading=\"lazy\">"),
        "{page}"
    );
    assert!(page.contains("Image: Far") && page.contains("Image: Notes"), "{page}");
    let image = served.get("/image/img/gate%201.svg").to_lowercase();
    assert_eq!(status(&image), "200");
    for expected in [
        "content-type: image/svg+xml",
        "x-content-type-options: nosniff",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ] {
        assert!(image.contains(expected), "{expected}: {image}");
    }
    for path in [
        "notes.txt",
        "abide.toml",
        "specs/yard.md",
        "img/none.png",
        "../img/gate%201.svg",
        "%2e%2e/secret.png",
        "",
    ] {
        assert_eq!(status(&served.get(&format!("/image/{path}"))), "404", "{path}");
    }
}

#[test]
fn every_page_is_answered_under_a_strict_policy() {
    let folder = library(&[]);
    refute(folder.path());
    let served = Served::new(folder.path(), None);
    for path in [
        "/",
        "/needs",
        "/spec/specs/lending.md",
        "/matrix",
        "/model",
        "/graph",
        "/contradictions",
        "/history",
        "/assets/portal.js",
        "/nothing",
    ] {
        let answer = served.get(path);
        assert_eq!(status(&answer), if path == "/nothing" { "404" } else { "200" }, "{path}");
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        for needed in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(needed), "{path}: {needed} in {head}");
        }
        assert!(!head.contains("unsafe"), "{head}");
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        if path != "/assets/portal.js" {
            assert!(
                !body.contains(" style=") && !body.contains("<script>") && !body.contains(" onclick"),
                "{path}"
            );
        }
    }
}

#[test]
fn a_name_that_was_bent_to_this_machine_is_refused() {
    let folder = library(&[]);
    let served = Served::new(folder.path(), None);
    assert_eq!(status(&served.ask("/", "Host: rebind.example\r\n")), "421");
    assert_eq!(status(&served.ask("/events", "Host: rebind.example\r\n")), "421");
    assert_eq!(status(&served.ask("/", "Host: 127.0.0.1:9\r\n")), "200");
}

#[test]
fn nothing_can_be_written() {
    let folder = library(&[]);
    let served = Served::new(folder.path(), None);
    let mut stream = TcpStream::connect(&served.address).unwrap();
    write!(stream, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), "405");
}

#[test]
fn with_a_token_nobody_else_is_answered() {
    let folder = library(&[]);
    let token = "0123456789abcdef-token";
    let served = Served::new(folder.path(), Token::chosen(token));
    let host = "Host: portal.example\r\n";
    assert_eq!(status(&served.ask("/", host)), "401");
    assert_eq!(status(&served.ask("/?token=0123456789abcdef-tokem", host)), "401");
    assert_eq!(status(&served.ask("/events", host)), "401");
    let entered = served.ask(&format!("/history?token={token}"), host);
    assert_eq!(status(&entered), "303");
    assert!(entered.contains("location: /history\r\n"), "the token leaves the address: {entered}");
    assert!(entered.contains("HttpOnly; SameSite=Strict"), "{entered}");
    assert_eq!(status(&served.ask("/", &format!("{host}Cookie: other=1; abide_portal={token}\r\n"))), "200");
    assert_eq!(status(&served.ask("/", &format!("{host}Authorization: Bearer {token}\r\n"))), "200");
    assert_eq!(status(&served.ask("/", &format!("{host}Authorization: Bearer {token}x\r\n"))), "401");
}

#[test]
fn a_token_is_made_for_an_address_beyond_this_machine() {
    let folder = library(&[]);
    let portal =
        Portal::open(question(folder.path()), "0.0.0.0:0", None, || Token::random().unwrap()).unwrap();
    let token = portal.url().split_once("?token=").unwrap().1.to_owned();
    assert_eq!(token.len(), 48);
}

#[test]
fn an_address_in_use_is_said_to_be() {
    let folder = library(&[]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = |address: &str| match Portal::open(question(folder.path()), address, None, || unreachable!())
    {
        Ok(_) => panic!("{address} was taken"),
        Err(error) => error.to_string(),
    };
    assert!(error(&address).contains(&format!("`{address}` is in use")), "{}", error(&address));
    assert!(error("nowhere").contains("is no address"));
}

/// Reads events until one is of that name; its data.
fn await_event(events: &mut BufReader<TcpStream>, name: &str) -> String {
    let (mut line, mut found) = (String::new(), false);
    loop {
        line.clear();
        assert_ne!(events.read_line(&mut line).unwrap(), 0, "the events ended before {name}");
        if let Some(event) = line.strip_prefix("event: ") {
            found = event.trim() == name;
        } else if let Some(data) = line.strip_prefix("data: ")
            && found
        {
            return data.trim().to_owned();
        }
    }
}

#[test]
fn open_pages_follow_documents_and_runs() {
    let folder = library(&[]);
    let served = Served::new(folder.path(), None);
    let mut events = BufReader::new(served.send("/events", "Host: localhost\r\n"));
    // The server listens once its head is read.
    let mut line = String::new();
    while line.trim() != "" || line.is_empty() {
        line.clear();
        events.read_line(&mut line).unwrap();
    }
    write(
        folder.path(),
        "specs/fees.md",
        "# Fees and fines\n\n- F-1: The system MUST charge 20 cents a day.\n",
    );
    (served.changed)();
    await_event(&mut events, "changed");
    assert!(served.get("/").contains("Fees and fines"));

    // A ledger appears, and a run in it goes on, judges, and ends.
    let ledger = ledger(folder.path());
    let run = begin(&ledger);
    await_event(&mut events, "changed");
    record(&ledger, run, folder.path(), Verdict::Refuted);
    record(&ledger, run, folder.path(), Verdict::Refuted);
    while await_event(&mut events, "running") != "2" {}
    end(&ledger, run, folder.path(), Verdict::Refuted);
    while await_event(&mut events, "running") != "-1" {}
    await_event(&mut events, "changed");
    assert!(served.get("/").contains("it answered 201 in place of 409"));
}

#[test]
fn the_server_ends_when_it_is_asked_though_pages_are_open() {
    let folder = library(&[]);
    let served = Served::new(folder.path(), None);
    let mut events = served.send("/events", "Host: localhost\r\n");
    let mut first = [0u8; 8];
    events.read_exact(&mut first).unwrap();
    let began = Instant::now();
    drop(served);
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(open(folder.path()).specs.len() == 2);
}
