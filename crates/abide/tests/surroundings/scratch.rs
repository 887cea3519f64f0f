//! A folder to run in, and what came of a run.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A template with a choice, a date and three sections.
pub const TEMPLATE: &str = "# [Name]

Status: Draft | Agreed
Created: YYYY-MM-DD

## Why

Which problem does this solve?

## What changes

What will be possible?

## Checks

How is it seen that it works?
";
/// A document of it with nothing to complain about.
pub const GOOD: &str = "# Lending

Status: Draft
Created: 2026-01-12

## Why

Tools are used twice a year.

## What changes

A member can borrow a tool.

## Checks

- A tool that is out cannot be borrowed.
";
/// A document of it with an unfilled section and a date that can be fixed.
pub const BAD: &str = "# Fines

Status: Draft
Created: 2026-2-3

## Why

Which problem does this solve?

## What changes

A late return costs a coin.

## Checks

- The coin is asked for on the next day.
";

/// A folder that is gone after the test.
pub struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let scratch = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            scratch.write(path, text);
        }
        scratch
    }

    /// A git repository whose first commit, of the first day of 2026, holds these files.
    pub fn repository(files: &[(&str, &str)]) -> Self {
        let scratch = Self::new(files);
        scratch.git("2026-01-01", &["init", "--quiet", "--initial-branch", "main"]);
        scratch.commit("2026-01-01");
        scratch
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("work").join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Commits everything that is there.
    pub fn commit(&self, day: &str) {
        self.git(day, &["add", "--all"]);
        self.git(day, &["commit", "--quiet", "--allow-empty", "--message", "change"]);
    }

    pub fn git(&self, day: &str, arguments: &[&str]) {
        let mut command = Command::new("git");
        let date = format!("{day}T12:00:00Z");
        command
            .args(arguments)
            .current_dir(self.path(""))
            .env("GIT_COMMITTER_DATE", &date)
            .env("GIT_AUTHOR_DATE", &date);
        let output = self.isolated(&mut command).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The command, ready to run in the folder.
    pub fn abide(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_abide"));
        command.args(arguments).current_dir(self.path("")).stdin(Stdio::null());
        for variable in ["CI", "NO_COLOR", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY"] {
            command.env_remove(variable);
        }
        self.isolated(&mut command);
        command
    }

    // Nothing of the person who runs the tests may matter, and nothing of theirs is touched.
    fn isolated<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("HOME", self.folder.path())
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ada Novak")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_COMMITTER_NAME", "Ada Novak")
            .env("GIT_COMMITTER_EMAIL", "ada@example.org")
    }

    /// Runs the command.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.abide(arguments).output().unwrap())
    }

    /// Runs the command with a text on its standard input.
    pub fn feed(&self, arguments: &[&str], text: &[u8]) -> Ran {
        let mut command = self.abide(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // The command may refuse before it reads.
        let _ = child.stdin.take().unwrap().write_all(text);
        Ran::of(child.wait_with_output().unwrap())
    }
}

/// What came of a run.
#[derive(Debug, PartialEq)]
pub struct Ran {
    pub exit: i32,
    pub out: String,
    pub errors: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            exit: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
