//! Runs the examples in `cases/*.md`.
//!
//! An example is a second-level heading, prose, a block `md`, and blocks that show what the document is:
//! `tree`, `sections`, `fields`, `front matter`, `words`, `anchors`, `definitions`. Blocks open and close with
//! four backticks. In a block `md escaped` the marks `\r`, `\t`, `\u{…}` stand for characters, and the last line
//! has no line break. `UPDATE_CASES=1 cargo test -p abide-syntax` writes what the blocks should show: read the
//! difference before keeping it.

use crate::show;
use abide_syntax::{Document, check_invariants};
use std::path::Path;

const FENCE: &str = "````";

macro_rules! case_files {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            run(concat!(stringify!($name), ".md"));
        }
    )*};
}

case_files!(sections, lists, tables, code, html, front_matter, fields, links, encodings);

#[test]
fn every_file_of_cases_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cases");
    let source = include_str!("cases.rs");
    let list = source.split_once("case_files!(").and_then(|(_, rest)| rest.split_once(");")).unwrap().0;
    let listed: Vec<_> = list.split(',').map(str::trim).collect();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(listed.contains(&name), "add {name} to case_files!");
    }
}

fn run(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cases").join(file);
    let source = std::fs::read_to_string(&path).unwrap();
    let mut shown = String::new();
    let mut document: Option<Document> = None;
    let (mut examples, mut blocks) = (0, 0);
    let mut lines = source.split_inclusive('\n');
    while let Some(line) = lines.next() {
        shown.push_str(line);
        if line.starts_with("## ") {
            document = None;
            examples += 1;
        }
        let Some(info) = line.strip_prefix(FENCE) else { continue };
        let block: String = lines.by_ref().take_while(|line| line.trim_end() != FENCE).collect();
        let content = match (info.trim_end(), &document) {
            ("md" | "md escaped", _) => {
                let parsed =
                    Document::parse(if info.contains("escaped") { unescape(&block) } else { block.clone() });
                check_invariants(&parsed).unwrap_or_else(|problem| panic!("{file}: {problem} in {block}"));
                document = Some(parsed);
                block
            }
            (kind, Some(document)) => {
                blocks += 1;
                show(kind, document).unwrap_or_else(|| panic!("{file}: unknown block {kind:?}"))
            }
            (kind, None) => panic!("{file}: block {kind:?} before its md"),
        };
        shown.push_str(&content);
        shown.push_str(FENCE);
        shown.push('\n');
    }
    assert!(examples > 0 && blocks >= examples, "{file}: {examples} examples, {blocks} blocks");
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, shown).unwrap();
    } else if source != shown {
        let difference = first_difference(&source, &shown);
        panic!("{file} shows something else (UPDATE_CASES=1 writes it):\n{difference}");
    }
}

fn show(kind: &str, document: &Document) -> Option<String> {
    Some(match kind {
        "tree" => show::tree(document),
        "sections" => show::sections(document),
        "fields" => show::fields(document),
        "front matter" => show::front_matter(document),
        "words" => show::words(document),
        "anchors" => show::anchors(document),
        "definitions" => show::definitions(document),
        _ => return None,
    })
}

fn unescape(block: &str) -> String {
    let mut text = String::new();
    let mut rest = block.strip_suffix('\n').unwrap_or(block);
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("u{") {
            let (code, after) = after.split_once('}').expect("\\u{…}");
            text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
            rest = after;
            continue;
        }
        let (mark, after) = rest.split_at(1);
        match mark {
            "r" => text.push('\r'),
            "t" => text.push('\t'),
            other => panic!("\\{other} is no escape here"),
        }
        rest = after;
    }
    text + rest
}

fn first_difference(expected: &str, shown: &str) -> String {
    let pairs = expected.lines().zip(shown.lines()).enumerate();
    let mut differences = pairs.filter(|(_, (expected, shown))| expected != shown);
    match differences.next() {
        Some((at, _)) => {
            let from = |text: &str, mark: &str| -> String {
                text.lines().skip(at).take(12).map(|line| format!("{mark} {line}\n")).collect()
            };
            format!("from line {}:\n{}{}", at + 1, from(expected, "-"), from(shown, "+"))
        }
        None => "one of them is longer".into(),
    }
}
