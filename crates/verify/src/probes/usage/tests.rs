//! Usage lines against programs that tell of themselves.

use super::{PROBE, Usage, default_of};
use crate::testing::outcomes_of_program;
use abide_ledger::Verdict;

const SHELF: &str = r#"#!/bin/sh
case "$1 $2" in
  "--help ") echo "usage: shelf [--file FILE] {add,list,lend} ..." ;;
  "list --help") printf 'usage: shelf list [--sort {title,year}] [--limit N]\n\noptions:\n  --sort {title,year}\n  --limit N   at most so many\n              (default: 20)\n' ;;
  "add --help") echo "usage: shelf add TITLE [--year YEAR]" ;;
  "lend --help") echo "usage: shelf lend TITLE" ;;
  *) echo "unknown command $1" >&2; exit 2 ;;
esac
"#;

/// The same said in three ways.
const DOCUMENTS: [&str; 3] = [
    "# Shelf\n## Command Line\n```\nshelf add TITLE [--year YEAR]\nshelf list [--sort title|year] [--limit N]\nshelf lend TITLE [--file FILE]\n```\n",
    "# Shelf\n## CLI\n| Command | Description |\n|---|---|\n| `shelf add <title> [--year <year>]` | adds a book |\n| `shelf list [--sort title\\|year] [--limit <n>]` | lists them |\n| `shelf lend <title> --file <file>` | lends one |\n",
    "# Shelf\n## Commands\n- `shelf add <title> --year <year>`: adds a book\n- `shelf list --sort <key> --limit <n>`: lists them\n- `shelf lend <title>`: lends one\n",
];

fn verdicts(program: &str, text: &str) -> Vec<(String, Verdict)> {
    outcomes_of_program(&PROBE, program, text, true)
        .into_iter()
        .map(|(title, outcome)| (format!("{title}: {}", outcome.reason), outcome.verdict))
        .collect()
}

#[test]
fn a_program_that_is_as_documented_is_never_accused() {
    for text in DOCUMENTS {
        let all = verdicts(SHELF, text);
        assert!(all.len() == 3 && all.iter().all(|(_, verdict)| *verdict == Verdict::Proven), "{all:#?}");
    }
}

#[test]
fn a_command_or_option_that_is_not_there_is_refuted() {
    for (old, new, command) in [
        ("--limit N", "--most N", "shelf list"),
        ("--year YEAR", "--from YEAR", "shelf add"),
        ("lend", "borrow", "shelf lend"),
    ] {
        for text in DOCUMENTS {
            let all = verdicts(&SHELF.replace(old, new), text);
            let refuted: Vec<_> = all.iter().filter(|(_, verdict)| *verdict == Verdict::Refuted).collect();
            assert!(refuted.len() == 1 && refuted[0].0.contains(command), "{new}: {all:#?}");
        }
    }
    let all = verdicts(&SHELF.replace("title,year", "title"), DOCUMENTS[0]);
    assert!(
        all.iter().all(|(_, verdict)| *verdict != Verdict::Refuted),
        "one word is no list of choices: {all:#?}"
    );
    let all = verdicts(&SHELF.replace("title,year", "title,reader"), DOCUMENTS[0]);
    assert!(
        all.iter().any(|(text, verdict)| *verdict == Verdict::Refuted && text.contains("without year")),
        "{all:#?}"
    );
}

#[test]
fn a_command_may_be_a_word_of_the_help_and_unknown_all_the_same() {
    let program = SHELF
        .replace("\"lend --help\"", "\"borrow --help\"")
        .replace("{add,list,lend} ...", "{add,list,borrow} ... (borrow: lend a book)");
    let all = verdicts(&program, DOCUMENTS[0]);
    assert!(
        all.iter().any(|(text, verdict)| *verdict == Verdict::Refuted && text.contains("shelf lend")),
        "{all:#?}"
    );
}

#[test]
fn a_program_that_tells_nothing_accuses_nobody() {
    for program in
        ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho hello\n", "#!/bin/sh\necho 'usage: shelf COMMAND'\n"]
    {
        let all = verdicts(program, DOCUMENTS[0]);
        assert!(all.iter().all(|(_, verdict)| *verdict == Verdict::Unproven), "{all:#?}");
    }
}

#[test]
fn a_program_that_shows_its_overview_for_every_command_accuses_nobody() {
    let program = "#!/bin/sh\nprintf 'usage: shelf COMMAND\\n\\ncommands: add, list, lend\\n\\noptions:\\n  --verbose\\n'\n";
    for text in DOCUMENTS {
        let all = verdicts(program, text);
        assert!(all.iter().all(|(_, verdict)| *verdict != Verdict::Refuted), "{all:#?}");
    }
}

#[test]
fn a_default_may_be_written_in_another_way() {
    let text = "# Shelf\n## Commands\n- `shelf add <title> --year <year>`: adds a book\n- `shelf list --limit <n>`: lists them, default `20`\n- `shelf lend <title>`: lends one\n";
    let all = verdicts(&SHELF.replace("default: 20", "default: 20.0"), text);
    assert!(all.iter().all(|(_, verdict)| *verdict == Verdict::Proven), "{all:#?}");
    let all = verdicts(&SHELF.replace("default: 20", "default: 25"), text);
    assert!(all.iter().any(|(_, verdict)| *verdict == Verdict::Refuted), "{all:#?}");
}

#[test]
fn defaults_are_read_from_help() {
    for help in [
        "  --limit N  most (default: 20)",
        "  -l, --limit <N>\n          most [default: 20]\n  --sort",
        "  --limit int   most (default 20)",
    ] {
        assert_eq!(default_of(help, "--limit").as_deref(), Some("20"), "{help}");
    }
    assert_eq!(default_of("  --limit N\n  --sort K (default: year)", "--limit"), None);
}

#[test]
fn what_is_no_command_line_is_not_taken() {
    for signature in ["load(path)", "Shelf.open(path: Path)", "/books", "--limit", "shelf"] {
        assert_eq!(Usage::read(signature), None, "{signature}");
    }
}
