//! `--stdin-filename`: an editor's text, which may not be saved yet.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};

fn scratch() -> Scratch {
    Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/lending.md", GOOD), ("specs/fines.md", BAD)])
}

const JSON: &[&str] = &["check", "--output-format", "json"];

#[test]
fn the_same_is_found_as_in_the_file() {
    let scratch = scratch();
    let file = scratch.run(&[JSON, &["specs/fines.md"]].concat());
    let text = scratch.feed(&[JSON, &["--stdin-filename", "specs/fines.md"]].concat(), BAD.as_bytes());
    assert_eq!(text, file);
    assert_eq!(text.exit, 1);
}

#[test]
fn the_text_counts_and_not_the_file() {
    let scratch = scratch();
    let arguments = ["check", "--stdin-filename", "specs/fines.md"];
    assert_eq!(scratch.feed(&arguments, GOOD.as_bytes()).exit, 0);
    assert_eq!(scratch.read("specs/fines.md"), BAD);
}

#[test]
fn the_file_need_not_be_there() {
    let scratch = scratch();
    let ran = scratch.feed(&["check", "--stdin-filename", "specs/new.md"], BAD.as_bytes());
    assert_eq!((ran.exit, ran.errors.as_str()), (1, ""), "{ran:?}");
    assert!(ran.out.contains("specs/new.md:6:4"), "{ran:?}");
}

#[test]
fn fixed_text_goes_to_standard_output_and_findings_beside_it() {
    let scratch = scratch();
    let arguments = ["check", "--fix", "--stdin-filename", "specs/fines.md", "--output-format", "concise"];
    let ran = scratch.feed(&arguments, BAD.as_bytes());
    assert_eq!(ran.out, BAD.replace("2026-2-3", "2026-02-03"));
    assert!(
        ran.errors.contains("error[unfilled-section]") && !ran.errors.contains("metadata-invalid"),
        "{ran:?}"
    );
    assert_eq!(ran.exit, 1);
    assert_eq!(scratch.read("specs/fines.md"), BAD, "the file is not touched");

    let fine = scratch.feed(&arguments, GOOD.as_bytes());
    assert_eq!((fine.exit, fine.out.as_str()), (0, GOOD));
}

#[test]
fn what_cannot_be_is_refused() {
    let scratch = scratch();
    let binary = scratch.feed(&["check", "--stdin-filename", "specs/new.md"], b"caf\xe9");
    assert_eq!(binary.exit, 2);
    assert!(
        binary.errors.starts_with("error: standard input is not valid UTF-8 (byte 3, line 1)"),
        "{binary:?}"
    );
    let folder = scratch.feed(&["check", "--stdin-filename", "specs"], b"");
    assert_eq!((folder.exit, folder.errors.contains("`specs` is a folder")), (2, true), "{folder:?}");
    let both = scratch.feed(&["check", "--stdin-filename", "specs/a.md", "specs"], b"");
    assert_eq!((both.exit, both.errors.contains("cannot be used with")), (2, true), "{both:?}");
}
