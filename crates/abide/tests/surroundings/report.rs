//! `abide report`: verdicts that a change gains and loses, by what a ledger knows.

use crate::scratch::Scratch;
use serde_json::Value;

const SETTINGS: &str = "specs = [\"specs/*.md\"]\n\n[commands]\nstock-report = [\"cat\", \"stock.txt\"]\n\
                        late-notice = [\"echo\", \"nobody is late\"]\nalways = [\"sh\", \"-c\", \"exit 0\"]\n";

const BEFORE: &str = "# Lending

## Checks

- `stock-report` prints `drills: 4`.
- `late-notice` prints `nobody is late`.
";

const AFTER: &str = "# Lending

## Checks

- `stock-report` prints `drills: 5`.
- `always` passes.
";

/// A repository whose specification was proven before it was edited, and tried again after.
fn lending() -> Scratch {
    let files = [
        ("abide.toml", SETTINGS),
        ("specs/lending.md", BEFORE),
        ("stock.txt", "drills: 4\n"),
        (".gitignore", ".abide\n"),
    ];
    let scratch = Scratch::repository(&files);
    let ran = scratch.run(&["verify"]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    scratch.write("specs/lending.md", AFTER);
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

#[test]
fn what_was_proven_and_is_not_is_lost_and_what_is_proven_first_now_is_gained() {
    let scratch = lending();
    let report = scratch.run(&["report", "HEAD", "--format", "json"]).json();
    assert_eq!(
        told(&report, "lost"),
        [
            "`stock-report` prints `drills: 5`.: proven, refuted",
            "`late-notice` prints `nobody is late`.: proven, nothing",
        ]
    );
    assert_eq!(told(&report, "gained"), ["`always` passes.: nothing, proven"]);
    let comment = scratch.run(&["report", "HEAD"]).out;
    let headings: Vec<&str> =
        comment.lines().filter(|line| line.contains("Verdict") || line.contains("erdicts")).collect();
    assert!(comment.contains("drills: 5") && comment.contains("refuted"), "{headings:?}\n{comment}");
}

#[test]
fn what_was_said_of_the_old_words_counts_only_until_the_work_began() {
    // The ledger was written before the work was committed: what it held then is lost.
    let scratch = lending();
    scratch.commit("2099-01-01");
    let report = scratch.run(&["report", "HEAD~1", "--format", "json"]).json();
    assert_eq!(told(&report, "lost").len(), 2, "{report}");
    assert_eq!(told(&report, "gained"), ["`always` passes.: nothing, proven"]);

    // The work was committed before anything was tried: nothing was known then, so that nothing is lost.
    let scratch = lending();
    scratch.commit("2026-01-02");
    let report = scratch.run(&["report", "HEAD~1", "--format", "json"]).json();
    assert_eq!(told(&report, "lost"), [""; 0]);
    assert_eq!(told(&report, "gained"), ["`always` passes.: nothing, proven"]);
}

#[test]
fn without_a_ledger_no_verdict_is_gained_or_lost() {
    let scratch = lending();
    std::fs::remove_dir_all(scratch.path(".abide")).unwrap();
    let report = scratch.run(&["report", "HEAD", "--format", "json"]).json();
    assert_eq!((told(&report, "lost"), told(&report, "gained")), (Vec::new(), Vec::new()));
}
