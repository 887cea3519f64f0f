//! A baseline: the findings that were there when a team began, so that only new ones count.
//!
//! `--baseline FILE` writes the file where there is none, and hides what it holds where there is one. The file
//! shrinks by itself as findings are mended, and never grows.

mod apply;
mod file;
mod key;

use std::path::Path;
use std::sync::Arc;

use abide_diagnostics::{Note, Report};

pub use apply::Matched;
pub use file::{Baseline, BaselineError};
pub use key::Entry;

use crate::files::{FileProblem, FileTrouble, Root, load, write};

/// What a run may do to the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Write it where it is missing, and take out what is gone.
    Write,
    /// Leave it as it is: in CI, with text from standard input, or with `--diff`.
    Read,
}

/// What came of a baseline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// There was none: it was written, with so many findings, and none is reported.
    Written {
        /// The findings that it holds.
        findings: usize,
    },
    /// Known findings were taken out of the report.
    Applied {
        /// How many.
        known: usize,
        /// What the file holds and is there no more.
        stale: Vec<Entry>,
        /// Whether the stale entries were taken out of the file.
        shrunk: bool,
    },
}

/// Takes the findings that the baseline at `path` knows out of `report`, and says in its notes what came of it.
///
/// Without the file all findings are known from now on, if it may be written. What was not checked in this run (other
/// documents, rules that did not run) stays in the file.
pub fn apply(
    root: &Root,
    path: &Path,
    report: &mut Report,
    access: Access,
) -> Result<Outcome, BaselineError> {
    let shown = root.relative(path);
    let loaded = match load(&shown, path) {
        Ok(loaded) => loaded,
        Err(FileProblem { trouble: FileTrouble::Missing, .. }) => {
            return create(&shown, path, report, access);
        }
        Err(problem) => return Err(BaselineError::Unreadable(problem)),
    };
    let baseline = Baseline::parse(&shown, &loaded.text)?;
    let matched = baseline.matched(report, |document| root.absolute(document).exists());
    let shrunk = access == Access::Write && matched.kept != baseline;
    if shrunk {
        write(&shown, path, matched.kept.to_json().as_bytes())?;
    }
    let (known, stale) = (matched.known.len(), matched.stale.clone());
    matched.take_out(report);
    report.notes.extend(stale_note(&shown, &stale, shrunk));
    Ok(Outcome::Applied { known, stale, shrunk })
}

fn create(
    shown: &Arc<str>,
    path: &Path,
    report: &mut Report,
    access: Access,
) -> Result<Outcome, BaselineError> {
    // A gate that makes its own exceptions would let everything through.
    if access == Access::Read {
        return Err(BaselineError::Missing(Arc::clone(shown)));
    }
    let baseline = Baseline::of(report);
    write(shown, path, baseline.to_json().as_bytes())?;
    let findings = report.diagnostics.len();
    report.checked.suppressed += findings;
    report.diagnostics.clear();
    let count = if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") };
    report.notes.push(Note::new(format!(
        "wrote {count} to `{shown}`: from now on only others are reported; commit the file"
    )));
    Ok(Outcome::Written { findings })
}

fn stale_note(shown: &str, stale: &[Entry], shrunk: bool) -> Option<Note> {
    let findings: usize = stale.iter().map(|entry| entry.count).sum();
    let (noun, verb) = if findings == 1 { ("finding", "is") } else { ("findings", "are") };
    let message = match (findings, shrunk) {
        (0, _) => return None,
        (_, true) => format!("{findings} {noun} of `{shown}` {verb} mended, and taken out of it"),
        (_, false) => format!(
            "{findings} {noun} of `{shown}` {verb} mended; run abide where it may write to take them out"
        ),
    };
    Some(Note::new(message))
}

#[cfg(test)]
mod tests;
