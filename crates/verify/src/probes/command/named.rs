//! Checks that mean a command without naming it: `All unit tests pass`.

use crate::words;
use std::collections::{BTreeMap, BTreeSet};

/// What a check without a command means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It means nothing that a command could show.
    Nothing,
    /// It means these commands of `[commands]`, by name.
    Commands(Vec<String>),
    /// It means a command that `abide.toml` does not name; so it could be called.
    Unnamed(String),
    /// It means these commands, and says more than they show.
    More(Vec<String>, String),
}

const FILLERS: &[&str] = &[
    "all",
    "the",
    "every",
    "each",
    "automated",
    "existing",
    "new",
    "pass",
    "passe",
    "passed",
    "passing",
    "green",
    "succeed",
    "succeeded",
    "successfully",
    "are",
    "is",
    "be",
    "must",
    "should",
    "shall",
    "and",
    "run",
    "ran",
    "clean",
    "cleanly",
    "suite",
    "still",
    "continue",
    "to",
    "of",
    "work",
    "complete",
    "completed",
    "executed",
    "ok",
    "no",
    "without",
    "with",
    "error",
    "failure",
    "a",
    "an",
    "100",
    "our",
    "in",
    "full",
    "whole",
    "any",
    "available",
    "implemented",
    "written",
    "added",
    "job",
    "step",
    "check",
];
const PASSES: &[&str] = &[
    "pass",
    "passe",
    "passed",
    "passing",
    "green",
    "succeed",
    "succeeded",
    "clean",
    "cleanly",
    "ok",
    "work",
    "successfully",
    "error",
    "failure",
    "complete",
];

/// Words that say the same.
const SAME: &[(&str, &str)] = &[
    ("linter", "lint"),
    ("linting", "lint"),
    ("testing", "test"),
    ("formatting", "format"),
    ("formatted", "format"),
    ("fmt", "format"),
    ("formatter", "format"),
    ("typecheck", "type"),
    ("typechecking", "type"),
    ("typing", "type"),
    ("building", "build"),
    ("built", "build"),
    ("compile", "build"),
    ("compilation", "build"),
    ("benchmark", "bench"),
    ("benche", "bench"),
    ("documentation", "doc"),
];

/// What a check means, given the names of `[commands]`.
pub fn meaning(text: &str, commands: &BTreeMap<String, Vec<String>>) -> Meaning {
    let text = text
        .to_lowercase()
        .replace("end-to-end", "e2e")
        .replace("end to end", "e2e")
        .replace("type-check", "typecheck");
    let all: Vec<String> = words::words(&text).iter().map(|word| normal(word)).collect();
    let content: BTreeSet<String> =
        all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
    let passes = all.iter().any(|word| PASSES.contains(&word.as_str()));
    if content.is_empty() || content.len() > 12 {
        return Meaning::Nothing;
    }
    let mut covered: BTreeSet<String> = BTreeSet::new();
    let mut meant = Vec::new();
    for name in commands.keys().filter(|name| shell_words::split(name).is_ok_and(|words| words.len() == 1)) {
        let mut wanted: BTreeSet<String> = words::words(name).iter().map(|word| normal(word)).collect();
        wanted.retain(|word| !FILLERS.contains(&word.as_str()));
        if !wanted.is_empty() && wanted.is_subset(&content) {
            covered.extend(wanted);
            meant.push(name.clone());
        }
    }
    // The `unit` of `[commands]` is the unit tests.
    if covered.iter().any(|word| {
        ["unit", "integration", "e2e", "smoke", "regression", "acceptance"].contains(&word.as_str())
    }) {
        covered.insert("test".to_owned());
    }
    let rest: Vec<&str> = all
        .iter()
        .filter(|word| content.contains(*word) && !covered.contains(*word))
        .map(String::as_str)
        .collect();
    // A list of topics under "Unit tests" is no statement that they pass.
    let is_name_alone = rest.is_empty() && all.len() <= content.len() + 2;
    match (meant.is_empty(), rest.is_empty()) {
        (false, true) if passes || is_name_alone => {
            // Of `tests` and `unit-tests`, the one that says more is meant.
            let said = |name: &String| -> BTreeSet<String> {
                words::words(name).iter().map(|word| normal(word)).collect()
            };
            let all_said: Vec<_> = meant.iter().map(said).collect();
            meant.retain(|name| {
                !all_said.iter().any(|other| said(name).is_subset(other) && said(name) != *other)
            });
            Meaning::Commands(meant)
        }
        (false, false) if passes => Meaning::More(meant, rest.join(" ")),
        (true, _) if passes => unnamed(&content),
        _ => Meaning::Nothing,
    }
}

/// Only what a project surely has a command for: tests, linters, builds.
fn unnamed(content: &BTreeSet<String>) -> Meaning {
    const KNOWN: &[&str] = &[
        "unit",
        "integration",
        "e2e",
        "smoke",
        "regression",
        "acceptance",
        "test",
        "lint",
        "build",
        "format",
        "type",
        "bench",
    ];
    if content.iter().all(|word| KNOWN.contains(&word.as_str())) {
        let mut name: Vec<&str> = content.iter().map(String::as_str).filter(|word| *word != "test").collect();
        if content.contains("test") {
            name.push("tests");
        }
        return Meaning::Unnamed(name.join("-"));
    }
    Meaning::Nothing
}

fn normal(word: &str) -> String {
    let word = words::singular(word);
    SAME.iter().find(|(other, _)| *other == word).map_or(word, |(_, one)| (*one).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Meaning {
        let commands = ["unit-tests", "e2e", "lint", "build", "parcels --version"];
        let commands = commands.map(|name| (name.to_owned(), vec!["true".to_owned()])).into();
        meaning(text, &commands)
    }

    fn commands(names: &[&str]) -> Meaning {
        Meaning::Commands(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_check_may_mean_a_command_by_its_name() {
        for text in
            ["All unit tests pass", "Unit tests pass.", "Automated unit tests", "unit test suite is green"]
        {
            assert_eq!(read(text), commands(&["unit-tests"]), "{text}");
        }
        for text in ["E2E tests pass", "All end-to-end tests pass", "e2e"] {
            assert_eq!(read(text), commands(&["e2e"]), "{text}");
        }
        assert_eq!(read("Linter passes without errors"), commands(&["lint"]));
        assert_eq!(read("Build and lint pass"), commands(&["build", "lint"]));
    }

    #[test]
    fn of_two_commands_the_one_that_says_more_is_meant() {
        let named = ["tests", "unit-tests"].map(|name| (name.to_owned(), Vec::new())).into();
        assert_eq!(meaning("All unit tests pass", &named), commands(&["unit-tests"]));
        assert_eq!(meaning("All tests pass", &named), commands(&["tests"]));
    }

    #[test]
    fn a_check_that_says_more_than_the_command_shows_is_told_apart() {
        assert_eq!(
            read("Unit tests pass for capture flows"),
            Meaning::More(vec!["unit-tests".into()], "for capture flow".into())
        );
    }

    #[test]
    fn a_command_that_is_not_named_is_asked_for() {
        assert_eq!(read("Integration tests pass"), Meaning::Unnamed("integration-tests".into()));
        assert_eq!(read("All tests pass"), Meaning::Unnamed("tests".into()));
    }

    #[test]
    fn other_checks_mean_no_command() {
        for text in [
            "Code review approved",
            "Documentation updated",
            "Each setting: its default, its bounds, and the message for a bad value.",
            "Security review passed",
            "API returns 401 without key",
            "The build is reproducible across machines that run different systems and versions of the tool chain",
            "Migrations on an empty database",
        ] {
            assert_eq!(read(text), Meaning::Nothing, "{text}");
        }
    }
}
