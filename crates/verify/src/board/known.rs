//! The ledger, read once for all documents.

use crate::facts::SpecInput;
use crate::plan::untaken;
use crate::probes::PROBES;
use crate::target::describe;
use abide_ledger::{Current, Digest, Known, Ledger, LedgerError, Verdict};
use abide_model::{Item, Kind};
use abide_workspace::Config;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;

/// What the ledger knows, beside what `abide.toml` says today.
pub struct Board<'a> {
    /// The ledger, where there is one.
    pub ledger: Option<&'a Ledger>,
    /// As of when.
    pub now: Timestamp,
    known: Arc<HashMap<(String, String), Known>>,
    targets: Arc<HashMap<String, Digest>>,
}

impl<'a> Board<'a> {
    /// Reads the ledger; with a time, as it was then.
    pub fn read(
        ledger: Option<&'a Ledger>,
        config: &Config,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Result<Self, LedgerError> {
        let known = ledger.map(|ledger| ledger.known(until)).transpose()?.unwrap_or_default();
        let targets = config.targets.iter().map(|(name, target)| (name.clone(), describe(target))).collect();
        Ok(Self { ledger, now, known: Arc::new(known), targets: Arc::new(targets) })
    }

    /// The same knowledge beside another handle of the ledger, or none: what is known outlives the handle that it was read with.
    pub fn beside<'b>(&self, ledger: Option<&'b Ledger>) -> Board<'b> {
        Board { ledger, now: self.now, known: Arc::clone(&self.known), targets: Arc::clone(&self.targets) }
    }

    /// The board by itself, to be kept where the ledger is not: it gives verdicts, and no evidence.
    pub fn detached(self) -> Board<'static> {
        let Self { now, known, targets, .. } = self;
        Board { ledger: None, now, known, targets }
    }

    /// All that the ledger knows of an item.
    pub fn known(&self, spec: &SpecInput, item: &Item) -> Option<&Known> {
        self.known.get(&(spec.path.clone(), item.id.clone()))
    }

    /// What follows today for an item; one that nothing is known of is unproven.
    pub fn current(&self, spec: &SpecInput, item: &Item) -> Current {
        let statement = Digest::of_statement(item);
        let target = |name: &str| self.targets.get(name);
        let current = self.known(spec, item).and_then(|known| known.now(&statement, target, self.now));
        current.unwrap_or_else(|| Current {
            verdict: Verdict::Unproven,
            strength: None,
            reason: untried(item.kind).to_owned(),
        })
    }

    /// Whether an item of the document at a path is shown: of what is told beside the items, what was judged. Of the rest nobody knows
    /// whether it says anything about a system.
    pub fn shows(&self, path: &str, item: &Item) -> bool {
        !item.is_told() || self.known.contains_key(&(path.to_owned(), item.id.clone()))
    }

    /// Today's description of a target, where there still is one of that name.
    pub fn target(&self, name: &str) -> Option<&Digest> {
        self.targets.get(name)
    }
}

/// Why nothing is known of an item that the ledger does not name.
pub fn untried(kind: Kind) -> &'static str {
    match PROBES.iter().any(|probe| probe.kinds.contains(&kind)) {
        true => "no run has looked at it yet; `abide verify` does",
        false => untaken(kind, PROBES),
    }
}
