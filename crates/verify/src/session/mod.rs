//! Terminal sessions of a document: commands in their order, each with what it prints.
//!
//! A session is played in a folder of its own, twice, so that what differs from run to run is known. What a document starts anew
//! somewhere is not lost: what did not go as shown is played once more with less before it.

mod lines;
mod play;
mod playable;
mod world;

pub use lines::{Likeness, likeness, share};
pub use play::{Played, Ran, after_session, copied, fresh};
pub use playable::is_playable;
pub use world::{World, is_of_the_machine};

use crate::facts::SpecFacts;
use abide_model::Kind;
use serde_json::Value;

/// A command of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The command.
    pub command: String,
    /// What it prints; none where nothing is shown.
    pub output: Option<String>,
    /// The item that states it, where it shows its output.
    pub item: Option<String>,
    /// The line of its block; none for commands of blocks that show no terminal.
    pub block: Option<u64>,
    /// The titles above it.
    pub section: Vec<String>,
}

/// The steps of a document, in order.
pub fn steps(spec: &SpecFacts) -> Vec<Step> {
    let mut steps = Vec::new();
    for item in spec.of_kind(Kind::Check) {
        let (Some(command), Some(output)) = (item.text_field("command"), item.text_field("output")) else {
            continue;
        };
        let block = item.fields.get("block").and_then(Value::as_u64);
        let silent = |name: &str, block: Option<u64>| {
            let commands = item.fields.get(name).and_then(Value::as_array).into_iter().flatten();
            let step = |command: &str| Step {
                command: command.to_owned(),
                output: None,
                item: None,
                block,
                section: item.section.clone(),
            };
            commands.filter_map(Value::as_str).map(step).collect::<Vec<_>>()
        };
        steps.extend(silent("earlier", None));
        steps.extend(silent("before", block));
        steps.push(Step {
            command: command.to_owned(),
            output: Some(output.to_owned()),
            item: Some(item.id.clone()),
            block,
            section: item.section.clone(),
        });
    }
    steps
}

/// The commands of the session that an item belongs to, up to its own.
pub fn commands_of(item: &abide_model::Item) -> impl Iterator<Item = &str> {
    let named = |name: &str| item.fields.get(name).and_then(Value::as_array).into_iter().flatten();
    named("earlier").chain(named("before")).filter_map(Value::as_str)
}

/// Programs that come with every machine: what they show is the machine's, unless it is of files that a session made.
const COMMON: &[&str] = &[
    "cat",
    "ls",
    "head",
    "tail",
    "echo",
    "wc",
    "grep",
    "sort",
    "cut",
    "tr",
    "sed",
    "awk",
    "diff",
    "test",
    "printf",
    "mkdir",
    "rm",
    "cp",
    "mv",
    "touch",
    "cd",
    "pwd",
    "env",
    "export",
    "unset",
    "true",
    "false",
    "sleep",
    "date",
    "tree",
    "find",
    "stat",
    "chmod",
    "jq",
    "sqlite3",
    "file",
    "which",
    "seq",
    "xargs",
    "tee",
    "source",
    ".",
    "set",
    "time",
    "sha256sum",
    "md5sum",
    "base64",
    "ps",
    "tar",
    "zip",
    "unzip",
    "openssl",
];
/// The words of a command without the variables before it.
fn program(command: &str) -> Vec<&str> {
    let mut words = command.split_whitespace().peekable();
    while words.peek().is_some_and(|word| {
        word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        })
    }) {
        words.next();
    }
    words.collect()
}

/// What tells one program from another: `tool`, `python3 -m tool`, `cargo run`.
pub fn program_of(command: &str) -> String {
    let words = program(command);
    let Some(first) = words.first() else { return String::new() };
    let length = match *first {
        "python" | "python3" | "py" | "uv" | "poetry" | "npx" | "node" | "deno" | "bun" | "ruby" | "php"
        | "java" | "go" | "cargo" | "npm" | "pnpm" | "yarn" | "dotnet" | "bundle" | "make" | "just"
        | "pipenv" | "pdm" | "tsx" => {
            if words.get(1).is_some_and(|word| matches!(*word, "-m" | "-jar" | "run" | "exec")) {
                3
            } else {
                2
            }
        }
        _ => 1,
    };
    words.iter().take(length).copied().collect::<Vec<_>>().join(" ")
}

/// Whether a command builds, tests or checks: what it prints is that of the tool.
pub fn is_tool(command: &str) -> bool {
    let words = program(command);
    let Some(first) = words.first() else { return true };
    let second = words.get(1).copied().unwrap_or_default();
    let runs = matches!(second, "run" | "start" | "exec") && !matches!(*first, "make" | "just");
    match *first {
        "cargo" | "go" | "npm" | "pnpm" | "yarn" | "bun" | "dotnet" | "uv" | "poetry" | "pdm" | "pipenv"
        | "bundle" | "mix" | "deno" => {
            !runs
                || words.get(2).is_some_and(|word| {
                    matches!(*word, "pytest" | "ruff" | "mypy" | "test" | "build" | "lint" | "dev" | "tox")
                })
        }
        // Without a program to run, an interpreter tells of itself.
        "python" | "python3" | "py" | "node" | "ruby" | "php" | "perl" | "sh" | "bash"
            if matches!(second, "" | "--version" | "-V" | "-v") =>
        {
            true
        }
        "python" | "python3" | "py" => {
            second == "-m"
                && words.get(2).is_some_and(|word| {
                    matches!(*word, "unittest" | "pytest" | "venv" | "build" | "tox" | "mypy" | "http.server")
                })
        }
        first => [
            "make",
            "just",
            "task",
            "mvn",
            "gradle",
            "./gradlew",
            "./mvnw",
            "pytest",
            "tox",
            "nox",
            "ruff",
            "mypy",
            "black",
            "flake8",
            "eslint",
            "prettier",
            "jest",
            "vitest",
            "mocha",
            "tsc",
            "rspec",
            "rake",
            "rustc",
            "gcc",
            "cc",
            "cmake",
            "ctest",
            "bazel",
            "pre-commit",
            "coverage",
            "npx",
            "rustup",
            "java",
            "javac",
            "tree",
            "uname",
            "hostname",
            "whoami",
        ]
        .contains(&first),
    }
}

/// Whether a command only tells of itself.
pub fn is_help(command: &str) -> bool {
    program(command).iter().any(|word| matches!(*word, "--help" | "-h" | "help" | "-?"))
}

/// Whether what a common program shows is of the machine: who owns a file, which folder it is, what else lies there.
pub fn shows_the_machine(command: &str) -> bool {
    const READERS: &[&str] = &[
        "cat", "head", "tail", "grep", "sort", "cut", "wc", "jq", "sqlite3", "diff", "awk", "sed", "tr",
        "test", "true", "false", "seq",
    ];
    let words = program(command);
    let Some((first, rest)) = words.split_first() else { return false };
    if !is_common(command) {
        return false;
    }
    let named = rest.iter().filter(|word| !word.starts_with('-'));
    let foreign = |word: &&str| word.starts_with('/') && !word.starts_with("/tmp/") && *word != "/dev/null";
    match *first {
        // The exit of the step before.
        "echo" | "printf" => rest.iter().any(|word| word.contains('$') && !word.contains("$?")),
        // What lies in a folder that the session names; all else may lie beside it.
        "ls" | "find" => {
            rest.iter().any(|word| word.starts_with('-') && word.contains('l'))
                || named.clone().next().is_none_or(|folder| matches!(*folder, "." | "./" | ".." | "*"))
                || rest.iter().any(foreign)
        }
        first => !READERS.contains(&first) || rest.iter().any(foreign),
    }
}

/// Whether a command is one of the programs that are none of the project.
pub fn is_common(command: &str) -> bool {
    program(command).first().is_none_or(|first| {
        COMMON.contains(first) || playable::NEVER.contains(first) || first.starts_with('#')
    })
}

#[cfg(test)]
mod tests;
