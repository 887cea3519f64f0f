//! `abide report`: verdicts that a change gains and loses, by what a ledger knows.

use crate::scratch::Scratch;
use serde_json::Value;

const SETTINGS: &str = "specs = [\"specs/*.md\"]\n\n[commands]\nfour = [\"grep\", \"-q\", \"4\", \"stock.txt\"]\n\
                        five = [\"grep\", \"-q\", \"5\", \"stock.txt\"]\nlabels = [\"sh\", \"-c\", \"exit 0\"]\n\
                        always = [\"sh\", \"-c\", \"exit 0\"]\n";
const LENDING: &str = "# Lending\n\n## Checks\n\n- `four` passes.\n";
const LABELS: &str = "# Labels\n\n## Checks\n\n- `labels` passes.\n";

/// A repository whose specifications are proven.
fn proven() -> Scratch {
    let files = [
        ("abide.toml", SETTINGS),
        ("specs/lending.md", LENDING),
        ("specs/labels.md", LABELS),
        ("stock.txt", "drills: 4\n"),
        (".gitignore", ".abide\n"),
    ];
    let scratch = Scratch::repository(&files);
    let ran = scratch.run(&["verify"]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    scratch
}

/// The same, edited and tried again: one specification says what is not so, the other one is gone.
fn lessened() -> Scratch {
    let scratch = proven();
    scratch.write("specs/lending.md", &LENDING.replace("four", "five"));
    std::fs::remove_file(scratch.path("specs/labels.md")).unwrap();
    let ran = scratch.run(&["verify"]);
    assert_eq!(ran.exit, 1, "{ran:?}");
    scratch
}

/// Each as `statement: before, after`.
fn told(report: &Value, list: &str) -> Vec<String> {
    let verdict = |value: &Value| value.as_str().unwrap_or("nothing").to_owned();
    let one = |change: &Value| {
        format!(
            "{}: {}, {}",
            change["text"].as_str().unwrap(),
            verdict(&change["before"]),
            verdict(&change["after"])
        )
    };
    report[list].as_array().unwrap().iter().map(one).collect()
}

const LOST: [&str; 2] = ["five passes.: proven, refuted", "labels passes.: proven, nothing"];

#[test]
fn what_was_proven_and_is_not_is_lost() {
    let scratch = lessened();
    let report = scratch.run(&["report", "HEAD", "--format", "json"]).json();
    assert_eq!(told(&report, "lost"), LOST);
    assert_eq!(told(&report, "gained"), [""; 0]);
    let comment = scratch.run(&["report", "HEAD"]).out;
    assert!(comment.contains("five passes") && comment.contains("refuted"), "{comment}");
}

#[test]
fn what_is_proven_first_now_is_gained() {
    let scratch = proven();
    scratch.write("specs/labels.md", &format!("{LABELS}- `always` passes.\n"));
    assert_eq!(scratch.run(&["verify"]).exit, 0);
    let report = scratch.run(&["report", "HEAD", "--format", "json"]).json();
    assert_eq!(told(&report, "lost"), [""; 0]);
    assert_eq!(told(&report, "gained"), ["always passes.: nothing, proven"]);
}

#[test]
fn what_was_known_is_what_the_ledger_held_before_the_work_began() {
    // The ledger was written before the work was committed: what it held then is lost.
    let scratch = lessened();
    scratch.commit("2099-01-01");
    let report = scratch.run(&["report", "HEAD~1", "--format", "json"]).json();
    assert_eq!(told(&report, "lost"), LOST);

    // The work was committed before anything was tried: nothing was known then, so that nothing is lost.
    let scratch = lessened();
    scratch.commit("2026-01-02");
    let report = scratch.run(&["report", "HEAD~1", "--format", "json"]).json();
    assert_eq!(told(&report, "lost"), [""; 0]);
}

#[test]
fn without_a_ledger_no_verdict_is_gained_or_lost() {
    let scratch = lessened();
    std::fs::remove_dir_all(scratch.path(".abide")).unwrap();
    let report = scratch.run(&["report", "HEAD", "--format", "json"]).json();
    assert_eq!((told(&report, "lost"), told(&report, "gained")), (Vec::new(), Vec::new()));
}
