//! Sessions of a program of the project, correct and broken.

use super::PROBE;
use crate::testing::outcomes_of_program;
use abide_ledger::Verdict;

/// Keeps books in a file of the folder that it is called in.
const SHELF: &str = r#"#!/bin/sh
case "$1" in
  --version) echo "shelf 2.1.0" ;;
  init) [ -f books ] && { echo "error: there is a shelf already" >&2; exit 1; }; : > books; echo "new shelf" ;;
  add) [ -f books ] || { echo "error: no shelf" >&2; exit 3; }
    echo "$2" >> books; echo "added $2 as number $(wc -l < books | tr -d ' ') at $(date +%Y-%m-%dT%H:%M:%SZ), id $$" ;;
  list) cat books; echo "total $(wc -l < books | tr -d ' ')" ;;
  export) mkdir -p out; cat books > out/books.txt; echo "wrote $(pwd)/out/books.txt" ;;
esac
"#;

/// The statement and the verdict of each command that shows something.
fn verdicts(program: &str, text: &str, allowed: bool) -> Vec<(String, Verdict, String)> {
    outcomes_of_program(&PROBE, program, text, allowed)
        .into_iter()
        .map(|(title, outcome)| (title.replace(" prints what is shown", ""), outcome.verdict, outcome.reason))
        .collect()
}

fn refuted(program: &str, text: &str) -> Vec<String> {
    let all = verdicts(program, text, true);
    all.into_iter().filter(|(_, verdict, _)| *verdict == Verdict::Refuted).map(|(title, ..)| title).collect()
}

const SESSION: &str = "# Shelf\n## Use\n```console\n$ shelf --version\nshelf 2.1.0\n$ shelf init\nnew shelf\n$ shelf add emma\nadded emma as number 1 at 2026-01-01T00:00:00Z, id 4711\n$ shelf add persuasion\n...\n$ shelf list\nemma\npersuasion\ntotal 2\n```\n\nOnce more:\n\n```console\n$ shelf init\nerror: there is a shelf already\n$ echo $?\n1\n```\n\n```sh\nshelf export\n```\n\nIt prints:\n\n```text\nwrote /home/ada/out/books.txt\n```\n\n```console\n$ cat out/books.txt\nemma\npersuasion\n```\n";

/// The same without prompts, and with the outputs below.
const PAIRS: &str = "# Shelf\n```bash\nshelf init\n```\n\nOutput:\n\n```\nnew shelf\n```\n\n```bash\nshelf add emma\n```\n\nThis prints the number of the book:\n\n```text\nadded emma as number 1 at <time>, id <id>\n```\n\n```bash\nshelf list\n```\n\n**Output:**\n\n```text\nemma\ntotal 1\n```\n";

#[test]
fn a_correct_program_is_never_accused() {
    for text in [SESSION, PAIRS] {
        let all = verdicts(SHELF, text, true);
        let open = all.iter().filter(|(_, verdict, _)| *verdict != Verdict::Proven);
        // A line of dots alone shows nothing.
        let open: Vec<_> = open.filter(|(title, ..)| title != "`shelf add persuasion`").collect();
        assert!(open.is_empty(), "{open:#?}");
        assert!(all.len() >= 3);
    }
}

#[test]
fn a_line_that_is_printed_otherwise_refutes_its_command() {
    for (old, new, command) in [
        ("shelf 2.1.0", "shelf 2.2.0", "`shelf --version`"),
        ("new shelf", "made a shelf", "`shelf init`"),
        ("as number", "as no.", "`shelf add emma`"),
        ("; echo \"total $(wc -l < books | tr -d ' ')\"", "", "`shelf list`"),
        ("error: there is", "warning: there is", "`shelf init`"),
        ("out/books.txt; echo", "out/list.txt; echo", "`cat out/books.txt`"),
    ] {
        assert!(SHELF.contains(old), "{old}");
        let found = refuted(&SHELF.replace(old, new), SESSION);
        if command == "`cat out/books.txt`" {
            // What is missing may be missing for another reason.
            assert!(found.is_empty(), "{found:?}");
        } else {
            assert_eq!(found, [command], "{old}");
        }
    }
    assert_eq!(refuted(&SHELF.replace("\"total ", "\"sum "), PAIRS), ["`shelf list`"]);
}

#[test]
fn what_may_rest_on_another_state_accuses_nobody() {
    // Nothing made the books that it lists, and nothing else shows what state is meant.
    let alone = "# Shelf\n```console\n$ shelf --version\nshelf 2.1.0\n$ shelf list\nemma\npersuasion\n```\n";
    assert!(refuted(SHELF, alone).is_empty());
    // Each block starts anew.
    let anew = "# Shelf\n## One\n```console\n$ shelf init\nnew shelf\n```\n## Two\n```console\n$ shelf init\nnew shelf\n$ shelf add emma\nadded emma as number 1 at ..., id ...\n```\n";
    assert!(verdicts(SHELF, anew, true).iter().all(|(_, verdict, _)| *verdict == Verdict::Proven));
    // Nothing of the project.
    let foreign = "# Shelf\n```console\n$ uname -s\nPlan9\n$ shelf init\nnew shelf\n```\n";
    assert!(refuted(SHELF, foreign).is_empty());
}

#[test]
fn what_the_machine_shows_accuses_nobody() {
    for (command, shown) in [
        ("python3 --version", "Python 2.0.1"),
        ("ls", "README.md src books"),
        ("ls -l books", "-rw-r--r-- 1 ada staff 12 Mar 3 books"),
        ("pwd", "shelf-demo"),
        ("stat books", "books of ada"),
        ("cat /etc/hostname", "shelf-host of ada"),
        ("echo $SHELF_HOME", "shelf home"),
    ] {
        let text = format!(
            "# Shelf\n```console\n$ shelf init\nnew shelf\n$ shelf add emma\nadded emma as number 1 at ..., id ...\n$ {command}\n{shown}\n```\n"
        );
        assert_eq!(refuted(SHELF, &text), [""; 0], "{command}");
    }
}

#[test]
fn without_leave_nothing_runs() {
    let all = verdicts(SHELF, SESSION, false);
    assert!(all.iter().all(|(_, verdict, _)| *verdict == Verdict::Blocked), "{all:#?}");
}
