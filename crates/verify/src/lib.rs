//! Probes that try the statements of a specification on the real system.
//!
//! No probe knows another. A probe turns items into claims; the engine tries them side by
//! side on a target, and what follows for each item is a verdict with its evidence.
// Running commands, asking a target and keeping time is what this crate is for: it stands outside the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod accepted;
pub mod api;
pub mod board;
mod book;
mod claim;
pub mod database;
mod engine;
mod error;
mod evidence_store;
pub mod explain;
mod facts;
mod hedge;
pub mod http;
mod inputs;
mod joined;
mod limits;
mod linked;
mod listener;
mod listing;
pub mod load;
mod outside;
mod pattern;
mod permit;
mod plan;
mod probe;
pub mod probes;
pub mod process;
mod progress;
mod project;
mod quoted;
pub mod report;
mod request;
mod run;
mod second;
pub mod secrets;
mod session;
mod shard;
mod signature;
mod source;
mod stage;
pub mod target;
mod tested;
#[cfg(test)]
mod testing;
mod trust;
mod untried;
mod words;

pub use claim::{Claim, Needs, Outcome};
pub use error::VerifyError;
pub use evidence_store::{find_ledger, open_ledger};
pub use facts::{Facts, SpecFacts, SpecInput, commands_of};
pub use inputs::{InputsError, inputs, inputs_of, projects};
pub use limits::{Deadline, Limits, Stop};
pub use listing::Listing;
pub use permit::{Permission, permit};
pub use plan::{Plan, PlannedItem, shows};
pub use probe::{ItemContext, Probe};
pub use progress::Progress;
pub use project::{Project, TestMark};
pub use request::{Request, TOOL, plan, run};
pub use run::{ClaimReport, ItemReport, Run, Summary, TargetReport};
pub use shard::Shard;
pub use stage::{Shared, Stage};
pub use trust::{Allowed, TrustError, TrustStore};
