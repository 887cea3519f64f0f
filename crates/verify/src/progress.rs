//! What a run tells while it goes on.

use abide_ledger::Verdict;

/// Listens to a run; called from several threads.
pub trait Progress: Sync {
    /// The target is being started, or looked for.
    fn target(&self, _name: &str) {}
    /// So many claims will be tried.
    fn planned(&self, _claims: usize) {}
    /// A claim is being tried.
    fn began(&self, _claim: &str) {}
    /// A claim was tried.
    fn ended(&self, _claim: &str, _verdict: Verdict) {}
}

/// Nobody listens.
impl Progress for () {}
