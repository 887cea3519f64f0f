//! What changed between two versions of specifications, statement by statement: which changes break who uses the system,
//! and which weaken what was promised.
//!
//! [`documents`] compares two versions of one document, [`workspaces`] two versions of all. Both are pure: texts that were
//! read go in, a list of [`Change`]s comes out. An item whose derived id changed while its words are alike is one changed
//! item, not one that went and one that came.

mod breaking;
mod change;
mod compare;
mod fields;
mod json;
mod pair;
mod renamed;
#[cfg(test)]
mod testing;
mod unit;
mod values;
mod version;
mod weakened;
mod words;

pub use change::{Change, DocumentChange, FieldChange, Reason, Statement, What};
pub use compare::{Diff, documents, workspaces};
pub use json::{Report, Summary, VERSION, schema};
pub use version::{RuleLevel, Snapshot, Suppressed, Version};
pub use weakened::CONCERNS;
