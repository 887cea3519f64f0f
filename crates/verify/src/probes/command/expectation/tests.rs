use super::*;
use crate::process::{Exit, Finished};
use crate::words;
use std::time::Duration;

/// What is expected of the first code span of a statement, in short.
fn read(statement: &str) -> String {
    let command = words::code_spans(statement)[0].1.to_owned();
    let expectation = Expectation::read(statement, &command);
    let mut parts = Vec::new();
    match expectation.exit {
        Some(ExpectedExit::Success) => parts.push("success".to_owned()),
        Some(ExpectedExit::Failure) => parts.push("failure".to_owned()),
        Some(ExpectedExit::Code(code)) => parts.push(format!("code {code}")),
        None => {}
    }
    if expectation.silent {
        parts.push("silent".to_owned());
    }
    for choices in &expectation.prints {
        parts.push(format!(
            "{} {}",
            if expectation.exactly { "exactly" } else { "prints" },
            choices.join("|")
        ));
    }
    parts.extend(expectation.also.iter().map(|command| format!("also {command}")));
    parts.extend(expectation.lacks.iter().map(|text| format!("lacks {text}")));
    parts.extend(expectation.condition.map(|word| format!("condition {word}")));
    parts.extend(expectation.place.map(|word| format!("place {word}")));
    if !expectation.rest.is_empty() {
        parts.push(format!("rest {}", expectation.rest.join(" ")));
    }
    parts.join(", ")
}

#[test]
fn how_a_command_ends() {
    for (statement, expected) in [
        ("`cargo test` passes", "success"),
        ("[x] Run `cargo test`.", "success"),
        ("`make test`", "success"),
        ("All tests pass (`npm test`)", "success"),
        ("`make` completes successfully", "success"),
        ("`make build` runs without errors", "success"),
        ("`npm run lint` passes with no errors", "success"),
        ("`parcels --help` exits 0", "success"),
        ("`parcels --help` exits with code 0.", "success"),
        ("`parcels deliver` exits 2", "code 2"),
        ("`parcels deliver` exits with status `2`", "code 2"),
        ("`x` returns a non-zero exit code", "failure"),
        ("`x` should fail", "failure"),
        ("`x` fails with exit code 3", "code 3"),
        ("`x` fails with a clear error message", "failure"),
        ("`x` → exit code 0", "success"),
        ("Running `x --help` returns without error.", "success"),
        (
            "`cargo test`, `cargo fmt --check` y `cargo doc` pasan.",
            "success, also cargo fmt --check, also cargo doc",
        ),
        ("`make build` and `make test` pass", "success, also make test"),
    ] {
        assert_eq!(read(statement), expected, "{statement}");
    }
}

#[test]
fn what_a_command_prints() {
    for (statement, expected) in [
        ("`parcels --version` prints `parcels 0.1.0`", "prints parcels 0.1.0"),
        ("`x` outputs \"all good\" and exits 0", "success, prints all good"),
        ("`x` prints `a` and `b`", "prints a, prints b"),
        ("`x` prints `a` or `b`", "prints a|b"),
        ("`x` prints exactly `a`", "exactly a"),
        ("`x` → `ok`", "prints ok"),
        ("`x` => “ok”", "prints ok"),
        ("`x` prints nothing", "silent"),
        ("`x` does not print `panic`", "lacks panic"),
        ("`x` fails with `no such file`", "failure, prints no such file"),
        ("`x` shows a message like `done`, then exits 0", "success, prints done"),
    ] {
        assert_eq!(read(statement), expected, "{statement}");
    }
}

#[test]
fn what_is_not_understood_is_kept() {
    for (statement, expected) in [
        (
            "`depot --set COLOUR=red pack` hands `COLOUR=red` to its worker",
            "rest hands `COLOUR=red` to its worker",
        ),
        ("`depot --most 1 pack` uses `1`.", "rest uses `1`"),
        (
            "`go test` passes with deterministic output.",
            "success, place with, rest with deterministic output",
        ),
        ("`make test` passes in CI", "success, place in, rest in ci"),
        ("`make e2e` executes only the e2e suite successfully", "rest only the e2e suite successfully"),
        ("`tool` prints usage for unknown commands", "rest prints usage for unknown commands"),
    ] {
        assert_eq!(read(statement), expected, "{statement}");
    }
}

#[test]
fn a_statement_under_a_condition_says_so() {
    for statement in [
        "`make coverage` fails when coverage is below 90%",
        "Running `tool init` without a TTY exits non-zero",
        "After a restart `tool status` prints `ready`",
        "`tool init` exits 0 if the file exists",
    ] {
        assert!(read(statement).contains("condition"), "{statement}: {}", read(statement));
    }
}

fn finished(exit: Exit, output: &str) -> Finished {
    Finished { exit, output: output.to_owned(), errors: String::new(), duration: Duration::ZERO }
}

fn violated(statement: &str, exit: Exit, output: &str) -> Option<String> {
    let command = words::code_spans(statement)[0].1.to_owned();
    Expectation::read(statement, &command).violated_by(&finished(exit, output))
}

#[test]
fn a_command_is_held_against_what_is_expected() {
    let ok = Exit::Code(0);
    assert_eq!(violated("`x` passes", ok, ""), None);
    assert_eq!(
        violated("`x` passes", Exit::Code(1), "").unwrap(),
        "it ended with exit code 1, not with success"
    );
    assert_eq!(
        violated("`x` passes", Exit::Signal(9), "").unwrap(),
        "it ended with signal 9, not with success"
    );
    assert_eq!(violated("`x` exits 2", Exit::Code(2), ""), None);
    assert_eq!(violated("`x` exits 2", Exit::Code(1), "").unwrap(), "it ended with exit code 1, not 2");
    assert_eq!(violated("`x` fails", ok, "").unwrap(), "it ended with success, and is stated to fail");
    assert_eq!(violated("`x` prints `v 1.2`", ok, "tool\n  v  1.2\n"), None);
    assert_eq!(violated("`x` prints `1.2`", ok, "11.2").unwrap(), "it did not print `1.2`");
    assert_eq!(violated("`x` prints `1.2`", ok, "1.23").unwrap(), "it did not print `1.2`");
    assert_eq!(violated("`x` prints `a ... z`", ok, "say a b c z"), None);
    assert_eq!(violated("`x` prints exactly `a`", ok, "a\n"), None);
    assert_eq!(violated("`x` prints exactly `a`", ok, "a b").unwrap(), "it did not print `a` alone");
    assert_eq!(
        violated("`x` prints nothing", ok, "a").unwrap(),
        "it printed something, and is stated to print nothing"
    );
    assert_eq!(violated("`x` does not print `panic`", ok, "panic: y").unwrap(), "it printed `panic`");
}
