//! Lines that end as on Windows, and a last line that does not end.

use crate::scratch::{BAD, Scratch, TEMPLATE};

const FIX: &[&str] = &["check", "--fix", "--unsafe-fixes"];

fn fixed(text: &str) -> String {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/fines.md", text)]);
    assert_eq!(scratch.run(FIX).exit, 1, "what was added is not filled in");
    let fixed = scratch.read("specs/fines.md");
    scratch.run(FIX);
    assert_eq!(scratch.read("specs/fines.md"), fixed, "a second run changes nothing");
    fixed
}

/// The document without its last section, which the fix adds.
fn short() -> String {
    BAD.split("\n\n## Checks").next().unwrap().to_owned()
}

const FIXED: &str = "# Fines

Status: Draft
Created: 2026-02-03

## Why

Which problem does this solve?

## What changes

A late return costs a coin.

## Checks

How is it seen that it works?
";

#[test]
fn fixes_end_lines_as_the_document_does() {
    assert_eq!(fixed(&format!("{}\n", short())), FIXED);
    let windows = format!("{}\n", short()).replace('\n', "\r\n");
    assert_eq!(fixed(&windows), FIXED.replace('\n', "\r\n"));
}

#[test]
fn a_section_is_added_on_lines_of_its_own() {
    assert_eq!(fixed(&short()), FIXED);
    assert_eq!(fixed(&format!("{}\n\n", short())), FIXED);
    let marked = format!("\u{feff}{}", short());
    assert_eq!(fixed(&marked), format!("\u{feff}{FIXED}"), "a byte order mark stays");
}
