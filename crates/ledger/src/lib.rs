//! Evidence, stored: what was tried, what was sent and seen, and what follows for each statement.
//!
//! The ledger only grows: nothing in it is changed or taken out. It knows verdicts, not how they are reached.
// Storing evidence is input and output: this crate stands outside the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod digest;
mod error;
mod evidence;
mod redactor;
mod sqlite;
mod standing;
mod verdict;

pub use digest::Digest;
pub use error::LedgerError;
pub use evidence::{Ending, Evidence, Judgement, RunEnd, RunId, RunStart};
pub use redactor::Redactor;
pub use standing::Standing;
pub use verdict::{Strength, Verdict};

use sqlite::Sqlite;
use std::path::Path;

/// Where evidence is kept, when `abide.toml` does not say: beside it.
pub const DEFAULT_URL: &str = "sqlite:.abide/ledger.db";

/// An open ledger. Several processes may have the same one open.
pub struct Ledger {
    store: Sqlite,
    redactor: Redactor,
}

impl Ledger {
    /// Opens the ledger at `url` (`sqlite:PATH`, relative to `folder`), and makes it where there is none.
    ///
    /// `redactor` goes over every text before it is stored.
    pub fn open(url: &str, folder: &Path, redactor: Redactor) -> Result<Self, LedgerError> {
        let path = url.strip_prefix("sqlite:").ok_or_else(|| LedgerError::UnknownUrl(scheme(url)))?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Ok(Self { store: Sqlite::open(&folder.join(path))?, redactor })
    }

    /// Whether there is a ledger at `url` yet.
    pub fn exists(url: &str, folder: &Path) -> bool {
        let path = url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
        path.is_some_and(|path| folder.join(path).is_file())
    }

    /// Notes that a run has begun.
    pub fn begin_run(&self, start: &RunStart) -> Result<RunId, LedgerError> {
        self.store.begin_run(&start.redacted(&self.redactor))
    }

    /// Stores what one claim gave.
    pub fn record(&self, run: RunId, evidence: &Evidence) -> Result<(), LedgerError> {
        self.store.record(run, &evidence.redacted(&self.redactor))
    }

    /// Stores what follows for one item from the evidence of a run.
    pub fn judge(&self, run: RunId, judgement: &Judgement) -> Result<(), LedgerError> {
        self.store.judge(run, &judgement.redacted(&self.redactor))
    }

    /// Notes how a run ended. A run without an ending was cut off.
    pub fn finish_run(&self, run: RunId, end: &RunEnd) -> Result<(), LedgerError> {
        self.store.finish_run(run, end)
    }

    /// How each item stood when it was last tried, ordered by specification and item.
    pub fn standings(&self) -> Result<Vec<Standing>, LedgerError> {
        self.store.standings()
    }

    /// How one item stood when it was last tried.
    pub fn standing(&self, spec: &str, item: &str) -> Result<Option<Standing>, LedgerError> {
        self.store.standing(spec, item)
    }

    /// How one item stood when it was last proven.
    pub fn last_proof(&self, spec: &str, item: &str) -> Result<Option<Standing>, LedgerError> {
        self.store.last_proof(spec, item)
    }

    /// The evidence on one item of the last run that tried it, in the order it was gathered.
    pub fn evidence(&self, spec: &str, item: &str) -> Result<Vec<Evidence>, LedgerError> {
        self.store.evidence(spec, item)
    }

    /// The number of runs, and of pieces of evidence.
    pub fn counts(&self) -> Result<(u64, u64), LedgerError> {
        self.store.counts()
    }
}

fn scheme(url: &str) -> String {
    url.split_once(':').map_or(url, |(scheme, _)| scheme).to_owned()
}

#[cfg(test)]
mod tests;
