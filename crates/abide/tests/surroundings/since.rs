//! What changed since a revision: `abide diff` and `abide report` in a repository.

use crate::scratch::Scratch;

const ORDERS: &str = "# Orders

## Requirements

- FR-1: The service MUST store each order for at least 30 days.
- FR-2: The service MUST answer within 200 ms.
- FR-3: Labels carry a code.

## API

### POST /orders

Responses:

- 201: created
";

fn loosened() -> String {
    ORDERS.replace("30 days", "7 days").replace("- FR-3: Labels carry a code.\n", "").replace("201", "200")
}

fn edited(text: &str) -> Scratch {
    let scratch = Scratch::repository(&[("specs/orders.md", ORDERS)]);
    scratch.write("specs/orders.md", text);
    scratch
}

#[test]
fn breaking_changes_come_first_and_only_strict_runs_fail() {
    let scratch = edited(&loosened());
    let ran = scratch.run(&["diff", "HEAD"]);
    assert_eq!(ran.exit, 0);
    let is_reason = |line: &&str| line.starts_with("breaking:") || line.starts_with("weakened:");
    let reasons: Vec<&str> = ran.out.lines().map(str::trim).filter(is_reason).collect();
    assert_eq!(
        reasons,
        [
            "breaking: it answers 200, where it was 201",
            "weakened: `>= 30 d` became `>= 7 d`",
            "weakened: the requirement `FR-3` is gone",
        ]
    );
    assert!(ran.out.trim_end().ends_with(": 1 breaks users, 2 promise less"), "{}", ran.out);
    assert_eq!(scratch.run(&["diff", "HEAD", "--strict"]).exit, 1);
    assert_eq!(scratch.run(&["diff", "HEAD", "--weakened", "--strict", "--format", "json"]).exit, 1);
}

#[test]
fn the_same_in_other_words_is_no_weakening() {
    let reworded = "Each answer of the service MUST come in at most 0.2 s.";
    let scratch = edited(&ORDERS.replace("The service MUST answer within 200 ms.", reworded));
    let ran = scratch.run(&["diff", "HEAD", "--weakened", "--strict"]);
    assert_eq!(ran.exit, 0);
    assert!(ran.out.starts_with("no statement promises less than at `HEAD` ("), "{}", ran.out);
    let ran = scratch.run(&["diff", "HEAD", "specs"]);
    assert!(ran.out.contains("changed requirement FR-2"), "{}", ran.out);
}

#[test]
fn a_revision_that_is_not_there_is_said() {
    let ran = edited(ORDERS).run(&["diff", "nowhere"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.errors.contains("there is no revision `nowhere` in this repository"), "{}", ran.errors);
    let ran = edited(ORDERS).run(&["diff", "HEAD"]);
    assert!(ran.out.starts_with("nothing changed in 1 document since `HEAD` ("), "{}", ran.out);
}

#[test]
fn the_comment_for_a_pull_request_is_the_same_each_time_and_calls_nobody() {
    let called = "- FR-2: @everyone MUST see <b>`it`</b> | within 900 ms.";
    let scratch = edited(&loosened().replace("- FR-2: The service MUST answer within 200 ms.", called));
    let first = scratch.run(&["report", "HEAD"]);
    assert_eq!((first.exit, first.out.as_str()), (0, scratch.run(&["report", "HEAD"]).out.as_str()));
    let headings: Vec<&str> = first.out.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings[0], "## Abide: 3 statements promise less, 1 change breaks users");
    assert!(
        headings[1].ends_with("Promises less (3)") && headings[2].ends_with("Breaks users (1)"),
        "{headings:?}"
    );
    assert!(first.out.contains("now: FR-2: @&#8203;everyone MUST see"), "{}", first.out);
    assert!(!first.out.contains("<b>") && !first.out.contains("@everyone"), "{}", first.out);
    let json = scratch.run(&["report", "HEAD", "--format", "json"]);
    assert!(json.out.contains("\"gone_findings\""), "{}", json.out);
}
