//! What is known of each statement as of today, from the ledger and the documents as they are now.

mod known;
mod status;
mod why;

pub use known::{Board, untried};
pub use status::{Change, ItemStatus, LastRun, SpecStatus, Status, status, status_schema};
pub use why::{ClaimShown, Input, RunShown, Vouched, Why, why, why_schema};

#[cfg(test)]
mod tests;
