//! How long a portal over 10,000 specifications takes to answer: `cargo bench -p abide-portal`.
//!
//! The documents are made here, each with requirements, settings, a record and a link to another; answers are asked for over a
//! socket, one after the other, from a server on this machine.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout)]

use abide_portal::{Portal, Question, Stop};
use abide_workspace::check::OpenRequest;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 10_000;
const ASKED: usize = 60;
const WORDS: &[&str] = &[
    "order", "invoice", "parcel", "reader", "ledger", "refund", "ticket", "branch", "device", "sensor",
    "tariff", "voucher", "route", "contract", "shelf", "meter", "booking", "patient", "course", "recipe",
];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..DOCUMENTS {
        write_document(folder.path(), number);
    }
    std::fs::create_dir_all(folder.path().join(".git")).expect("a repository");
    let current = folder.path().to_owned();
    let open = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    let began = Instant::now();
    let question = Question { open, environment: BTreeMap::new() };
    let Ok(portal) =
        Portal::open(question, "127.0.0.1:0", None, || unreachable!("this machine needs no token"))
    else {
        panic!("the portal does not open")
    };
    println!("opened {} documents in {:.1} s", portal.documents(), began.elapsed().as_secs_f64());
    let url = portal.url();
    let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let stop = Stop::new();
    let asked = stop.clone();
    let server = std::thread::spawn(move || portal.run(&asked));
    let first = ask(&address, "/").0;
    println!("first page, the first time: {:.1} ms", milliseconds(first));
    tell("first page", (0..ASKED).map(|_| ask(&address, "/")));
    tell(
        "a specification",
        (0..ASKED).map(|at| ask(&address, &format!("/spec/specs/{:02}/{:05}.md", at % 100, at))),
    );
    let words = |at: usize| (WORDS[at % WORDS.len()], WORDS[(at / 3 + 7) % WORDS.len()]);
    tell(
        "search, two words",
        (0..ASKED).map(|at| ask(&address, &format!("/search.json?q={}%20{}", words(at).0, words(at).1))),
    );
    tell(
        "search, as typed",
        (0..ASKED).map(|at| ask(&address, &format!("/search.json?q={}", &words(at).0[..1 + at % 4]))),
    );
    stop.ask();
    let _ = server.join();
}

fn write_document(folder: &Path, number: usize) {
    let word = |at: usize| WORDS[(number * 7 + at * 3) % WORDS.len()];
    let mut text =
        format!("# The {} of the {} {number}\n\n- Status: accepted\n\n## Requirements\n\n", word(0), word(1));
    for at in 0..12 {
        let _ = writeln!(
            text,
            "- R-{at}: The system MUST refuse a {} whose {} is not a {} of part {number}.",
            word(at),
            word(at + 1),
            word(at + 2)
        );
    }
    let _ = write!(
        text,
        "\n## Settings\n\n| Variable | Default |\n|---|---|\n| `{0}_LIMIT_{number}` | {number} |\n\n## Data model\n\n### {1}{number}\n\n| Field | Type \
         | Constraints |\n|---|---|---|\n| id | integer | primary key |\n| {1}_code | text | required |\n\nSee [another]({2:05}.md).\n",
        word(3).to_uppercase(),
        word(4),
        (number + 100) % DOCUMENTS,
    );
    let folder = folder.join(format!("specs/{:02}", number % 100));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{number:05}.md")), text).expect("a document");
}

/// How long an answer took, and its size.
fn ask(address: &str, path: &str) -> (Duration, usize) {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).expect("a connection");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .expect("a question");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&answer));
    (began.elapsed(), answer.len())
}

fn tell(what: &str, answers: impl Iterator<Item = (Duration, usize)>) {
    let mut answers: Vec<(Duration, usize)> = answers.collect();
    answers.sort();
    let at = |share: f64| answers[((answers.len() - 1) as f64 * share) as usize];
    let size = at(0.5).1.div_ceil(1024);
    println!(
        "{what}: {:.1} ms in the middle, {:.1} ms at the 95th percentile, {size} KB",
        milliseconds(at(0.5).0),
        milliseconds(at(0.95).0)
    );
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
