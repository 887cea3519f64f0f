//! What is wrong with an `abide.toml`, and where.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use abide_diagnostics::{Diagnostic, Severity, Source};
use abide_syntax::{LineColumn, TextRange};

/// A value with its place in the file it was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the text of the `abide.toml`.
    pub range: TextRange,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One thing that is wrong with an `abide.toml`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigProblem {
    /// Where in the text.
    pub range: TextRange,
    /// What is wrong, with no full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl ConfigProblem {
    /// A problem at a range of the file.
    pub fn new(range: TextRange, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: help.into() }
    }
}

/// An `abide.toml` that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug)]
pub struct ConfigError {
    /// The file, with its text, so that the lines can be shown.
    pub source: Box<Source>,
    /// What is wrong, in the order of the text; never empty.
    pub problems: Vec<ConfigProblem>,
}

/// The name under which problems of an `abide.toml` are reported.
pub const CONFIG_RULE: &str = "invalid-config";

impl ConfigError {
    pub(crate) fn new(path: &str, text: &str, mut problems: Vec<ConfigProblem>) -> Self {
        problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        Self { source: Box::new(Source::new(path, text)), problems }
    }

    /// Line and column of a problem.
    pub fn position(&self, problem: &ConfigProblem) -> LineColumn {
        self.source.line_column(problem.range.start)
    }

    /// The problems as diagnostics, to be shown with their lines.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let as_diagnostic = |problem: &ConfigProblem| {
            let path = Arc::clone(&self.source.path);
            let diagnostic =
                Diagnostic::new(CONFIG_RULE, Severity::Error, path, problem.range, problem.message.clone());
            diagnostic.with_help(problem.help.clone())
        };
        self.problems.iter().map(as_diagnostic).collect()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let LineColumn { line, column } = self.position(problem);
            let separator = if index == 0 { "" } else { "\n" };
            write!(
                f,
                "{separator}{}:{line}:{column}: {}; {}",
                self.source.path, problem.message, problem.help
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
