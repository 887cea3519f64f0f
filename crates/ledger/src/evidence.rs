//! What a run leaves behind.

use crate::{Digest, Redactor, Strength, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The number of a run within its ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub i64);

/// What is known of a run when it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct RunStart {
    /// When.
    pub started: Timestamp,
    /// Name and version of the tool.
    pub tool: String,
    /// The target by name or address, where there is one.
    pub target: Option<String>,
    /// The digest of the target's description.
    pub target_digest: Option<Digest>,
    /// What varied data is derived from.
    pub seed: u64,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything that was planned was tried.
    Complete,
    /// Evidence could not be gathered.
    Inconclusive,
    /// Somebody stopped it.
    Interrupted,
}

impl Ending {
    /// The name used in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Ending::Complete => "complete",
            Ending::Inconclusive => "inconclusive",
            Ending::Interrupted => "interrupted",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Ending::Complete, Ending::Inconclusive, Ending::Interrupted]
            .into_iter()
            .find(|one| one.name() == name)
    }
}

/// What is known of a run when it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct RunEnd {
    /// When.
    pub finished: Timestamp,
    /// How.
    pub ending: Ending,
    /// How many items got each verdict, as JSON.
    pub summary: serde_json::Value,
}

/// A run as the ledger has it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Its number.
    pub id: RunId,
    /// What was known when it began.
    pub start: RunStart,
    /// How it ended; none while it goes on, or where it was cut off.
    pub end: Option<RunEnd>,
}

/// What one claim gave: the ground under a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The id of the item.
    pub item: String,
    /// The path of its specification.
    pub spec: String,
    /// The digest of the statement.
    pub statement: Digest,
    /// The digest of the whole specification.
    pub spec_digest: Digest,
    /// The digest of the target's description, where a target took part.
    pub target: Option<Digest>,
    /// Name and version of the tool.
    pub tool: String,
    /// The probe.
    pub probe: String,
    /// What the probe held against the system.
    pub claim: String,
    /// What follows.
    pub verdict: Verdict,
    /// How strong it is, where something was tried.
    pub strength: Option<Strength>,
    /// What was sent, or run.
    pub sent: String,
    /// What came back.
    pub seen: String,
    /// Why this verdict.
    pub reason: String,
    /// A command that does it again.
    pub repeat: Option<String>,
    /// When it began.
    pub started: Timestamp,
    /// How long it took.
    pub duration: Duration,
}

/// What follows for one item from all the evidence of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The id of the item.
    pub item: String,
    /// The path of its specification.
    pub spec: String,
    /// The digest of the statement.
    pub statement: Digest,
    /// The digest of the target's description, where a target took part.
    pub target: Option<Digest>,
    /// What follows.
    pub verdict: Verdict,
    /// The strength of the weakest evidence it rests on.
    pub strength: Option<Strength>,
    /// Why this verdict.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl RunStart {
    pub(crate) fn redacted(&self, redactor: &Redactor) -> Self {
        let target = self.target.as_ref().map(|target| redactor.redact(target).into_owned());
        Self { target, ..self.clone() }
    }
}

impl Evidence {
    /// The same evidence without secrets.
    pub fn redacted(&self, redactor: &Redactor) -> Self {
        let clean = |text: &str| redactor.redact(text).into_owned();
        Self {
            claim: clean(&self.claim),
            sent: clean(&self.sent),
            seen: redactor.redact_answer(&self.seen).into_owned(),
            reason: clean(&self.reason),
            repeat: self.repeat.as_deref().map(clean),
            ..self.clone()
        }
    }
}

impl Judgement {
    pub(crate) fn redacted(&self, redactor: &Redactor) -> Self {
        Self { reason: redactor.redact(&self.reason).into_owned(), ..self.clone() }
    }
}
