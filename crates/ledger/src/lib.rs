//! Evidence, stored: what was tried, what was sent and seen, and what follows for each statement.
//!
//! The ledger only grows: nothing in it is changed or taken out. It knows verdicts, not how they are reached.
// Storing evidence is input and output: this crate stands outside the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod attestation;
mod database;
mod digest;
mod error;
mod evidence;
mod known;
mod ledger;
mod postgres;
mod redactor;
mod rows;
mod sql;
mod sqlite;
mod standing;
mod tls;
mod verdict;

pub use attestation::Attestation;
pub use digest::Digest;
pub use error::LedgerError;
pub use evidence::{Ending, Evidence, Judgement, RunEnd, RunId, RunRecord, RunStart};
pub use known::{Current, Known};
pub use ledger::{DEFAULT_URL, Ledger};
pub use redactor::Redactor;
pub use standing::Standing;
pub use tls::PostgresUrl;
pub use verdict::{Strength, Verdict};

#[cfg(test)]
mod tests;
