//! Checks that hold under a condition: in an empty folder, when run twice, when nothing is set, after what the document shows.

use super::expectation::Expectation;
use super::phrase::is_failure;
use crate::claim::Outcome;
use crate::process::{Exit, Finished};
use crate::session::{self, Ran};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use std::time::Duration;

/// Under what a command is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circumstance {
    /// Where nothing is yet.
    Nothing,
    /// Where nothing is yet, and no setting is set.
    Unset,
    /// Twice, and both times the same is expected.
    Both,
    /// Twice, and it is the second time that counts.
    Second,
    /// Where nothing is yet, though nobody says so: an entry of a list of commands.
    Told,
    /// What the document says in other words; what its session leaves behind may be it.
    Shown,
}

impl Circumstance {
    /// What a statement says outside of its code; none where it sets no condition.
    pub fn of(statement: &str, conditional: bool) -> Option<Self> {
        let mut bare = statement.to_lowercase();
        for (_, code) in words::code_spans(statement) {
            bare = bare.replace(&format!("`{}`", code.to_lowercase()), " ");
        }
        let said = words::words(&bare).join(" ");
        let says =
            |known: &[&str]| known.iter().any(|known| format!(" {said} ").contains(&format!(" {known} ")));
        if says(&[
            "nothing is set",
            "nothing is configured",
            "no variable is set",
            "no setting is set",
            "without any setting",
            "without settings",
            "without configuration",
            "without any configuration",
            "no config file exists",
            "without a config file",
            "by default",
        ]) {
            return Some(Self::Unset);
        }
        let empty = is_in_an_empty_folder(&said);
        let lacking = [
            "without a database",
            "without database",
            "without the database",
            "there is no database",
            "no database exists",
            "the database is missing",
            "before init",
            "before it is initialised",
            "before it is initialized",
        ];
        if empty || says(&lacking) {
            return Some(Self::Nothing);
        }
        let both = says(&["both times", "each time", "every time", "both runs"]);
        if says(&["twice", "two times", "a second time", "second run", "run again", "again", "once more"]) {
            return Some(if both { Self::Both } else { Self::Second });
        }
        conditional.then_some(Self::Shown)
    }
}

/// "in an empty folder", "in a new directory"; a new one may also be what the command makes: "writes it in a new folder".
fn is_in_an_empty_folder(said: &str) -> bool {
    const MAKES: &[&str] = &[
        "write", "writes", "create", "creates", "save", "saves", "export", "exports", "put", "puts", "make",
        "makes", "store", "stores", "place", "places", "keep", "keeps", "unpack", "unpacks", "copy",
        "copies",
    ];
    let words: Vec<&str> = said.split(' ').collect();
    words.windows(4).enumerate().any(|(at, four)| {
        let [link, article, adjective, place] = four else { return false };
        let folder = *link == "in"
            && matches!(*article, "a" | "an")
            && matches!(*place, "folder" | "directory" | "dir" | "workspace");
        let made = || words.iter().take(at).any(|word| MAKES.contains(word));
        folder && (*adjective == "empty" || matches!(*adjective, "new" | "fresh" | "clean") && !made())
    })
}

/// What a statement says besides its condition and what its command shows.
fn beyond(expectation: &Expectation, under: Circumstance) -> Option<String> {
    const OF_CONDITIONS: &[&str] = &[
        "in",
        "an",
        "a",
        "the",
        "empty",
        "new",
        "fresh",
        "clean",
        "folder",
        "directory",
        "dir",
        "workspace",
        "twice",
        "two",
        "times",
        "second",
        "time",
        "run",
        "runs",
        "running",
        "again",
        "once",
        "more",
        "both",
        "each",
        "every",
        "without",
        "with",
        "database",
        "there",
        "is",
        "are",
        "no",
        "exists",
        "missing",
        "before",
        "after",
        "init",
        "it",
        "initialised",
        "initialized",
        "nothing",
        "set",
        "configured",
        "variable",
        "setting",
        "settings",
        "any",
        "configuration",
        "config",
        "file",
        "by",
        "default",
        "when",
        "if",
        "where",
        "and",
        "of",
        "has",
        "been",
        "was",
        "same",
        "still",
        "yet",
        "that",
        "on",
    ];
    let told = under == Circumstance::Told;
    let further: Vec<&str> = expectation
        .rest
        .iter()
        .map(String::as_str)
        .filter(|word| told || !OF_CONDITIONS.contains(word))
        .collect();
    // A single word may belong to a condition in words that are not known here.
    let least = if told { 1 } else { 2 };
    (expectation.another || under != Circumstance::Shown && further.len() >= least)
        .then(|| expectation.rest.join(" "))
}

/// Runs a command under a condition.
pub fn tried(
    stage: &Stage,
    number: usize,
    command: &str,
    expectation: &Expectation,
    under: Circumstance,
) -> Outcome {
    attempt(stage, number, command, expectation, under).unwrap_or_else(|outcome| outcome)
}

fn attempt(
    stage: &Stage,
    number: usize,
    command: &str,
    expectation: &Expectation,
    under: Circumstance,
) -> Result<Outcome, Outcome> {
    let settings: Vec<String> = match under {
        Circumstance::Unset => {
            let specs = stage.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Setting));
            specs.map(|item| item.key.trim_matches('`').to_owned()).collect()
        }
        _ => Vec::new(),
    };
    let twice = matches!(under, Circumstance::Both | Circumstance::Second);
    let commands = if twice { vec![command; 2] } else { vec![command] };
    let (before, ran) = match under {
        Circumstance::Shown => session::after_session(stage, number, &commands)?,
        _ => (Vec::new(), session::fresh(stage, &commands, &settings)?),
    };
    let shown = |outcome: Outcome, ran: &Ran| {
        let lines = before.iter().map(String::as_str).chain(commands.iter().copied());
        let sent = lines.map(|line| format!("$ {line}")).collect::<Vec<_>>().join("\n");
        let seen = format!("exit code {}\n{}", ran.exit, ran.written().replace('\u{1}', "…").trim_end());
        outcome.showing(sent, seen)
    };
    let ended = || Outcome::unproven("it did not end where it was tried");
    let Some(Some(last)) = ran.last() else { return Err(ended()) };
    if matches!(last.exit, 126 | 127) {
        return Err(shown(Outcome::blocked("the program was not found or cannot be run"), last));
    }
    let violation = |ran: &Ran| expectation.violated_by(&finished(ran));
    let beyond = beyond(expectation, under);
    let copied = before.is_empty() && session::copied(stage, &[command]);
    let proven = |what: &str| {
        if let Some(rest) = &beyond {
            return Outcome::unproven(format!(
                "it ended as stated (exit code {}); “{rest}” was not tried",
                last.exit
            ));
        }
        let strength = if expectation.speaks_of_output() { Strength::Asserted } else { Strength::Executed };
        Outcome::proven(strength, format!("{what}, it did what is stated: exit code {}", last.exit))
    };
    let outcome = match (under, violation(last)) {
        (Circumstance::Both, wrong) => {
            let Some(Some(first)) = ran.first() else { return Err(ended()) };
            match (violation(first), wrong) {
                (None, None) => proven("run twice in a folder of its own"),
                (None, Some(wrong)) => Outcome::refuted(format!("the second time {wrong}")),
                (Some(wrong), _) => {
                    Outcome::unproven(format!("{wrong} in a folder of its own, which may lack something"))
                }
            }
        }
        (Circumstance::Second, None) => proven("run twice in a folder of its own"),
        (Circumstance::Nothing, _) if copied => {
            Outcome::unproven("it was run in a copy of the project, which is not empty")
        }
        (Circumstance::Told, None) if copied => proven("in a copy of the project"),
        (Circumstance::Nothing | Circumstance::Told, None) => proven("where nothing is yet"),
        (Circumstance::Told | Circumstance::Unset, Some(wrong)) => {
            // Nobody says what else is there; a success where a failure is stated lacks nothing.
            let succeeded =
                under == Circumstance::Unset && expectation.exit.is_some_and(is_failure) && last.exit == 0;
            match near(expectation, last) || is_unknown(command, last) || succeeded {
                true => Outcome::refuted(wrong),
                false => Outcome::unproven(format!("{wrong} in a folder of its own; it may need more")),
            }
        }
        (Circumstance::Unset, None) => proven("with nothing set"),
        (Circumstance::Nothing, Some(wrong)) => Outcome::refuted(wrong),
        (Circumstance::Second, Some(wrong)) => match ran.first() {
            Some(Some(first)) if first.exit == 0 => Outcome::refuted(format!("the second time {wrong}")),
            _ => Outcome::unproven(format!("{wrong} in a folder of its own, which may lack something")),
        },
        (Circumstance::Shown, None) => {
            let refused = expectation.exit.is_some_and(is_failure);
            // A success, or a refusal for whatever reason, says little of a condition that nobody understood.
            match expectation.speaks_of_output() || refused && last.exit != 2 && !before.is_empty() {
                true => proven("after the commands that the document shows"),
                false => {
                    Outcome::unproven("it did what is stated, and nothing shows that the condition held")
                }
            }
        }
        (Circumstance::Shown, Some(wrong)) => match half(expectation, last) {
            true => Outcome::refuted(wrong),
            false => Outcome::unproven(format!("{wrong}; the condition that is stated may not have held")),
        },
    };
    Ok(shown(outcome, last))
}

/// Whether something much like a stated text was printed.
fn near(expectation: &Expectation, ran: &Ran) -> bool {
    let printed = ran.written();
    expectation
        .prints
        .iter()
        .flatten()
        .any(|text| printed.lines().any(|line| session::share(text, line) >= 0.5))
}

/// Whether the program says that it has no such command.
fn is_unknown(command: &str, ran: &Ran) -> bool {
    let said = ran.written().to_lowercase();
    let words =
        ["invalid choice", "unknown command", "no such command", "unknown subcommand", "unrecognized"];
    let last = command.split_whitespace().rev().find(|word| !word.starts_with('-')).unwrap_or_default();
    ran.exit != 0 && words.iter().any(|words| said.contains(words)) && said.contains(&last.to_lowercase())
}

/// Whether of an exit and a text the one came as stated: then the condition held, and the other is wrong.
fn half(expectation: &Expectation, ran: &Ran) -> bool {
    let Some(exit) = expectation.exit.filter(|exit| is_failure(*exit)) else { return false };
    if expectation.prints.is_empty() {
        return false;
    }
    let only_exit = Expectation { exit: Some(exit), ..Expectation::default() };
    let only_text = Expectation { exit: None, ..expectation.clone() };
    let printed = only_text.violated_by(&finished(ran)).is_none();
    printed || only_exit.violated_by(&finished(ran)).is_none() && near(expectation, ran)
}

fn finished(ran: &Ran) -> Finished {
    Finished {
        exit: Exit::Code(ran.exit),
        output: ran.output.clone(),
        errors: ran.errors.clone(),
        duration: Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_known_by_their_words() {
        for (statement, under) in [
            ("`shelf init` run twice exits with 0 both times", Circumstance::Both),
            ("`shelf init` run a second time prints `nothing to do`", Circumstance::Second),
            ("Running `shelf init` again exits with 1", Circumstance::Second),
            ("`shelf list` in an empty folder exits with 3", Circumstance::Nothing),
            ("`shelf list` in a folder without a database exits with 3", Circumstance::Nothing),
            ("In a fresh directory, `shelf list` prints nothing", Circumstance::Nothing),
            ("`shelf config` prints `size=5` when nothing is set", Circumstance::Unset),
            ("Without a config file, `shelf config` prints `size=5`", Circumstance::Unset),
            ("`shelf drop 9` exits with 1 when there is none", Circumstance::Shown),
        ] {
            assert_eq!(Circumstance::of(statement, true), Some(under), "{statement}");
        }
        for statement in
            ["`shelf export` writes its files in a new folder", "`shelf save` puts them in a clean directory"]
        {
            assert_eq!(Circumstance::of(statement, false), None, "{statement}");
        }
        assert_eq!(Circumstance::of("`shelf --version` prints `1.2`", false), None);
        assert_eq!(Circumstance::of("`shelf add again` exits with 0", false), None);
    }
}
