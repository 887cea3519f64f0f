use super::PROBE;
use crate::claim::Outcome;
use crate::testing::{self, Setup, item};
use abide_ledger::{Strength, Verdict};

const CONFIG: &str = r#"
    [commands]
    unit-tests = ["sh", "-c", "echo 3 passed"]
    integration-tests = ["sh", "-c", "echo 1 failed; exit 1"]
    "tool --version" = ["echo", "tool 1.2.3"]
    "tool nothing" = ["no-such-program-of-ours"]
"#;

fn try_check(statement: &str) -> Outcome {
    testing::one_outcome(&PROBE, &[item("check", statement)], CONFIG, Setup::default())
}

#[test]
fn stated_output_is_compared() {
    let outcome = try_check("`tool --version` prints `tool 1.2.3`");
    assert_eq!((outcome.verdict, outcome.strength), (Verdict::Proven, Some(Strength::Asserted)));
    assert_eq!(outcome.seen, "exit code 0\nstandard output:\ntool 1.2.3");
    let outcome = try_check("`tool --version` prints `tool 1.2.4`");
    assert_eq!(
        (outcome.verdict, outcome.reason.as_str()),
        (Verdict::Refuted, "it did not print `tool 1.2.4`")
    );
    assert_eq!(outcome.repeat.as_deref(), Some("echo 'tool 1.2.3'"));
}

#[test]
fn a_named_command_is_run_for_a_check_that_means_it() {
    let outcome = try_check("All unit tests pass");
    assert_eq!((outcome.verdict, outcome.strength), (Verdict::Proven, Some(Strength::Executed)));
    let outcome = try_check("Integration tests pass");
    assert_eq!(outcome.verdict, Verdict::Refuted);
    assert!(outcome.seen.contains("1 failed"), "{outcome:?}");
}

#[test]
fn what_nobody_allowed_does_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it-ran");
    let statement = format!("`touch {}` passes", file.display());
    let outcome = try_check(&statement);
    assert_eq!(outcome.verdict, Verdict::Blocked);
    assert!(outcome.reason.contains("`abide trust specs/test.md` allows it"), "{}", outcome.reason);
    assert!(!file.exists());

    let setup = Setup { trusted: true, ..Setup::default() };
    assert!(testing::one_outcome(&PROBE, &[item("check", &statement)], CONFIG, setup).is_proven());
    assert!(file.exists());
}

#[test]
fn a_command_does_not_see_what_a_role_is_known_by() {
    let config = format!(
        "{CONFIG}\n[targets.local]\nurl = \"http://127.0.0.1:1\"\nroles.admin.headers = {{ X-Key = \"${{PATH}}\" }}\n"
    );
    let statement = item("check", "`env` prints `HOME`");
    let setup = Setup { allow_run: true, ..Setup::default() };
    let outcome = testing::one_outcome(&PROBE, &[statement], &config, setup);
    // With PATH in the part of a key, the very PATH is kept from the command.
    assert!(!outcome.seen.contains("\nPATH="), "{}", outcome.seen);
}

#[test]
fn what_a_check_says_beyond_its_command_keeps_it_unproven() {
    let outcome = try_check("`tool --version` exits 0 and is fast");
    assert_eq!(
        (outcome.verdict, outcome.reason.as_str()),
        (Verdict::Unproven, "it ended as stated (exit code 0); “fast” was not tried")
    );
    for statement in [
        "`tool --version` uses `1`",
        "`tool --version` fails when the disk is full",
        "`tool <file>` passes",
        "`curl localhost` returns `200`",
    ] {
        let outcome = try_check(statement);
        assert_eq!(
            (outcome.verdict, outcome.sent.as_str()),
            (Verdict::Unproven, ""),
            "{statement}: {outcome:?}"
        );
    }
}

#[test]
fn a_program_that_is_not_there_proves_and_refutes_nothing() {
    assert_eq!(try_check("`tool nothing` fails").verdict, Verdict::Blocked);
    let setup = Setup { allow_run: true, ..Setup::default() };
    let outcome =
        testing::one_outcome(&PROBE, &[item("check", "`no-such-program-of-ours 2>&1` fails")], CONFIG, setup);
    assert_eq!(outcome.verdict, Verdict::Blocked, "{outcome:?}");
}

#[test]
fn a_command_that_takes_too_long_settles_nothing() {
    let config = "[commands]\n\"tool wait\" = [\"sleep\", \"60\"]\n[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"x\"]\ntimeout = \"1s\"\n";
    let outcome =
        testing::one_outcome(&PROBE, &[item("check", "`tool wait` passes")], config, Setup::default());
    assert_eq!((outcome.verdict, outcome.inconclusive), (Verdict::Blocked, true));
    assert_eq!(outcome.reason, "it did not end within 1s; raise the target's `timeout`");
}

#[test]
fn the_migrate_of_the_target_runs_on_a_database_of_its_own() {
    let config = "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"x\"]\nmigrate = [\"sh\", \"-c\", \"echo on {database}\"]\n";
    let outcome = testing::one_outcome(
        &PROBE,
        &[item("check", "`sh -c 'echo on {database}'` exits 0")],
        config,
        Setup::default(),
    );
    assert!(outcome.is_proven(), "{outcome:?}");
    assert!(outcome.seen.contains("abide-run-"), "{}", outcome.seen);
}

/// A line of a code block: without backticks, and with its command known.
fn line(text: &str) -> crate::testing::ItemDraft {
    let command = text.split('#').next().unwrap().trim();
    item("check", text).field("command", command)
}

#[test]
fn a_line_of_a_code_block_is_a_command_with_a_remark_or_with_what_it_prints() {
    let try_line = |text: &str| testing::one_outcome(&PROBE, &[line(text)], CONFIG, Setup::default());
    assert_eq!(try_line("tool --version # the version").strength, Some(Strength::Executed));
    assert_eq!(try_line("tool --version # => tool 1.2.3").strength, Some(Strength::Asserted));
    assert_eq!(try_line("tool --version # -> tool 9").reason, "it did not print `tool 9`");
}

#[test]
fn a_line_that_others_prepare_is_not_run_alone() {
    let items = [line("cd service"), line("tool --version")];
    let outcomes = testing::outcomes(&PROBE, &items, CONFIG, Setup::default());
    let reasons: Vec<_> = outcomes.iter().map(|(_, outcome)| outcome.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`cd service` only prepares the commands that follow it",
            "it follows a command that prepares it, and is not run on its own"
        ]
    );
}

#[test]
fn what_is_expected_of_several_commands_is_tried_on_each() {
    let items = [item("check", "`tool --version` and `tool nothing` exit 0")];
    let outcomes = testing::outcomes(&PROBE, &items, CONFIG, Setup::default());
    let verdicts: Vec<_> = outcomes.iter().map(|(_, outcome)| outcome.verdict).collect();
    assert_eq!(verdicts, [Verdict::Proven, Verdict::Blocked]);
}

/// Keeps books in a file of the folder that it is called in.
const SHELF: &str = "#!/bin/sh\ncase \"$1\" in\n  list) [ -f books ] || { echo 'no shelf' >&2; exit 3; }; cat books ;;\n  config) echo \"size=${SHELF_SIZE:-5}\" ;;\n  count) echo 3 ;;\nesac\n";

#[test]
#[cfg(unix)]
fn a_condition_is_kept_or_the_check_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bin/shelf");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, SHELF).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let tried = |draft: crate::testing::ItemDraft| {
        let setup = Setup { repository: Some(folder.path().to_owned()), allow_run: true, ..Setup::default() };
        let outcome = testing::one_outcome(&PROBE, &[draft], "", setup);
        (outcome.verdict, outcome.reason)
    };
    for (statement, verdict) in [
        ("`shelf list` in an empty folder exits with 3", Verdict::Proven),
        ("`shelf list` in an empty folder exits with 0", Verdict::Refuted),
        // The folder is a copy of the project, and no empty one.
        ("`sh bin/shelf list` in an empty folder exits with 3", Verdict::Unproven),
        ("`sh bin/shelf list` in an empty folder exits with 0", Verdict::Unproven),
        // What is there by default is not said.
        ("`shelf list` by default prints `emma`", Verdict::Unproven),
        ("`shelf config` by default prints `size=5`", Verdict::Proven),
        ("`shelf config` by default prints `size=7`", Verdict::Refuted),
        ("`shelf list` exits with 3 in an empty folder and moves old books away", Verdict::Unproven),
        // What is refused is another thing than the command.
        ("`shelf count` prints `3`; a row without title is rejected", Verdict::Unproven),
    ] {
        let found = tried(item("check", statement));
        assert_eq!(found.0, verdict, "{statement}: {}", found.1);
    }
    for (statement, verdict) in [
        ("`shelf config` prints `size=5`", Verdict::Proven),
        ("`shelf config` prints `size=5` and moves old books away", Verdict::Unproven),
    ] {
        let found = tried(item("check", statement).field("told", true));
        assert_eq!(found.0, verdict, "{statement}: {}", found.1);
    }
}
