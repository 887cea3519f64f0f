//! The file that holds a baseline.

use std::collections::BTreeMap;
use std::sync::Arc;

use abide_diagnostics::Report;
use serde::Deserialize;

use super::key::Entry;
use crate::files::{FileProblem, WriteError};

const VERSION: u32 = 1;

/// Known findings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    // Each entry with a count of 1, and how often it is there.
    pub(super) entries: BTreeMap<Entry, usize>,
}

/// A baseline that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(FileProblem),
    /// It is not what abide writes.
    #[error("{path}:{line}:{column}: this is no baseline ({reason}); mend it, or delete it to begin anew")]
    Invalid {
        /// As shown.
        path: Arc<str>,
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A later version of abide wrote it.
    #[error("{path}: has version {version}, and this abide reads version {VERSION}; update abide")]
    TooNew {
        /// As shown.
        path: Arc<str>,
        /// Its version.
        version: u32,
    },
    /// It is not there, and may not be written here.
    #[error(
        "{0}: there is no such baseline, and none is written in this kind of run; run the same command outside of CI, and commit the file"
    )]
    Missing(Arc<str>),
    /// It cannot be written.
    #[error(transparent)]
    NotWritten(#[from] WriteError),
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    #[serde(rename = "version")]
    _version: u32,
    findings: Vec<Entry>,
}

impl Baseline {
    /// All findings of a report.
    pub fn of(report: &Report) -> Self {
        let mut baseline = Self::default();
        for finding in &report.diagnostics {
            *baseline.entries.entry(Entry::of(report, finding)).or_insert(0) += 1;
        }
        baseline
    }

    /// Reads the text of the file at the shown `path`.
    pub fn parse(path: &Arc<str>, text: &str) -> Result<Self, BaselineError> {
        let invalid = |error: serde_json::Error| BaselineError::Invalid {
            path: Arc::clone(path),
            line: error.line().max(1),
            column: error.column().max(1),
            reason: reason(&error),
        };
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let Versioned { version } = serde_json::from_str(text).map_err(invalid)?;
        if version > VERSION {
            return Err(BaselineError::TooNew { path: Arc::clone(path), version });
        }
        let contents: Contents = serde_json::from_str(text).map_err(invalid)?;
        let mut baseline = Self::default();
        for entry in contents.findings {
            let count = entry.count;
            *baseline.entries.entry(Entry { count: 1, ..entry }).or_insert(0) += count;
        }
        Ok(baseline)
    }

    /// The text of the file: one finding on each line, in the order of the paths, so that changes are easy to see.
    pub fn to_json(&self) -> String {
        let line = |entry: Entry| serde_json::to_string(&entry).unwrap_or_default();
        let lines: Vec<String> = self.entries().map(line).collect();
        let findings =
            if lines.is_empty() { "[]".to_owned() } else { format!("[\n    {}\n  ]", lines.join(",\n    ")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {findings}\n}}\n")
    }

    /// The entries, with their counts.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.entries.iter().map(|(entry, count)| Entry { count: *count, ..entry.clone() })
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.entries.values().sum()
    }

    /// Whether no finding is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

// The place is said apart.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
