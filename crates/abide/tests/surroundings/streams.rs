//! Readers that go away, and outputs that are no files.

use crate::scratch::{GOOD, Scratch, TEMPLATE};
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

/// More findings than a pipe holds.
fn many() -> Scratch {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE)]);
    for number in 0..200 {
        // Links, as what many documents have in common is no finding.
        scratch
            .write(&format!("specs/{number}.md"), &format!("{GOOD}\nSee [the rules](rules-{number}.md).\n"));
    }
    scratch
}

#[test]
fn a_reader_that_has_seen_enough_ends_nothing() {
    let scratch = many();
    let mut child = scratch.abide(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    // The reader is gone here, as `head -1` would be.
    let output = child.wait_with_output().unwrap();
    assert!(first.starts_with("warning["), "{first}");
    assert_eq!(output.status.code(), Some(1), "there are findings, read or not");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let scratch = many();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = scratch.abide(&["check"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("error: standard output cannot be written: "), "{errors}");
}

#[cfg(unix)]
#[test]
fn an_output_may_go_to_a_device() {
    let scratch = many();
    let ran =
        scratch.run(&["check", "--output-format", "json=/dev/null", "--output-format", "agent=/dev/stdout"]);
    assert_eq!(ran.exit, 1);
    assert!(ran.out.starts_with("specs/0.md:18: dangling-link"), "{}", ran.out.lines().next().unwrap());
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}
