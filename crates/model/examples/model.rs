//! Prints the items of Markdown files: `cargo run -p abide-model --example model -- FILES…`. With `--time`, how long
//! reading took beside the parse.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout, clippy::print_stderr)]

use abide_model::Spec;
use abide_syntax::Document;
use serde_json::json;
use std::time::{Duration, Instant};

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let timed = files.first().is_some_and(|first| first == "--time");
    if timed {
        files.remove(0);
    }
    let (mut parse, mut read) = (Duration::ZERO, Duration::ZERO);
    let mut documents = Vec::new();
    for path in &files {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        let start = Instant::now();
        let document = Document::parse(text);
        let parsed = Instant::now();
        let spec = Spec::read(path, &document);
        parse += parsed - start;
        read += parsed.elapsed();
        if !timed {
            documents.push(json!({"path": spec.path, "title": spec.title, "items": spec.items}));
        }
    }
    if timed {
        println!("{} files: parse {parse:?}, read {read:?}", files.len());
    } else {
        println!("{}", json!({"version": 1, "documents": documents}));
    }
}
