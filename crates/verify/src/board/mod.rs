//! What is known of each statement as of today, from the ledger and the documents as they are now.

mod ask;
mod context;
mod known;
mod next;
mod status;
mod why;

pub use ask::{AskError, Asking};
pub use context::{Subject, context, counts, evidence, finding_shown, next};
pub use known::{Board, untried};
pub use next::{Urgency, Waiting, queue};
pub use status::{Change, ItemStatus, LastRun, SpecStatus, Status, status, status_schema};
pub use why::{ClaimShown, Input, RunShown, Vouched, Why, why, why_schema};

#[cfg(test)]
mod tests;
