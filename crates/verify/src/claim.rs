//! A claim: something about the system that follows from an item and can be tried; and what trying it gave.

use crate::http::Exchange;
use crate::stage::Stage;
use crate::target::Target;
use abide_ledger::{Strength, Verdict};
use std::sync::{Arc, OnceLock};

/// What has to be there for a claim to be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Only the files of the repository.
    Files,
    /// Leave to run a command.
    Command,
    /// A target that answers.
    Target,
}

/// When a claim is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Side by side with others.
    #[default]
    Any,
    /// When all others on the target are done: what it counts would change.
    Alone,
    /// When those are done too, and no command runs: it measures how fast the target is.
    Last,
}

type Try = Box<dyn Fn(&Stage) -> Outcome + Send + Sync>;

/// One thing that a probe holds against the system.
pub struct Claim {
    /// What is claimed, in words: `GET /parcels answers 401 without a key`.
    pub title: String,
    /// What has to be there to try it.
    pub needs: Needs,
    /// Whether the item stays unproven when this claim does.
    pub essential: bool,
    /// When it is tried.
    pub turn: Turn,
    attempt: Attempt,
    control: Option<Try>,
}

enum Attempt {
    Settled(Box<Outcome>),
    Try(Try),
}

impl Claim {
    /// A claim that is tried by running `attempt`.
    pub fn new(
        title: impl Into<String>,
        needs: Needs,
        attempt: impl Fn(&Stage) -> Outcome + Send + Sync + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            needs,
            essential: true,
            turn: Turn::Any,
            attempt: Attempt::Try(Box::new(attempt)),
            control: None,
        }
    }

    /// A claim whose outcome is known without trying it: nothing allows it, or nobody knows how.
    pub fn settled(title: impl Into<String>, outcome: Outcome) -> Self {
        let attempt = Attempt::Settled(Box::new(outcome));
        Self {
            title: title.into(),
            needs: Needs::Files,
            essential: true,
            turn: Turn::Any,
            attempt,
            control: None,
        }
    }

    /// The same claim, as one that an item can be proven without.
    pub fn minor(self) -> Self {
        Self { essential: false, ..self }
    }

    /// The same claim, with an outcome that others of its kind have as well: what one of them shows need not be tried again.
    /// What refutes it is never taken over, so that each is tried anew.
    pub(crate) fn shared(self, kept: Arc<OnceLock<Outcome>>) -> Self {
        let Attempt::Try(attempt) = self.attempt else { return self };
        let attempt: Try = Box::new(move |stage| {
            if let Some(known) = kept.get() {
                return known.clone();
            }
            let outcome = attempt(stage);
            // What found no room is tried again, and may find some then.
            let lasting = outcome.is_proven() || !crate::api::found_no_room();
            if !outcome.is_refuted() && !outcome.inconclusive && lasting {
                let _ = kept.set(outcome.clone());
            }
            outcome
        });
        Self { attempt: Attempt::Try(attempt), ..self }
    }

    /// The same claim, as one that is tried when all others on the target are done.
    pub fn alone(self) -> Self {
        Self { turn: Turn::Alone, ..self }
    }

    /// The same claim, as one that is tried when nothing else goes on at all.
    pub fn last(self) -> Self {
        Self { turn: Turn::Last, ..self }
    }

    /// The same claim, with the same trial where it must fail: one that passes there as well shows nothing.
    pub fn controlled_by(self, control: impl Fn(&Stage) -> Outcome + Send + Sync + 'static) -> Self {
        Self { control: Some(Box::new(control)), ..self }
    }

    /// Tries it where it must fail, where there is such a way.
    pub(crate) fn control(&self, stage: &Stage) -> Option<Outcome> {
        self.control.as_ref().map(|control| control(stage))
    }

    /// Whether there is a way to try it where it must fail.
    pub(crate) fn has_control(&self) -> bool {
        self.control.is_some()
    }

    /// Whether it is tried at all.
    pub fn is_tried(&self) -> bool {
        matches!(self.attempt, Attempt::Try(_))
    }

    /// Tries it.
    pub(crate) fn attempt(&self, stage: &Stage) -> Outcome {
        match &self.attempt {
            Attempt::Settled(outcome) => (**outcome).clone(),
            Attempt::Try(attempt) => attempt(stage),
        }
    }

    /// The outcome that is known without trying it.
    pub(crate) fn known(&self) -> Option<Outcome> {
        match &self.attempt {
            Attempt::Settled(outcome) => Some((**outcome).clone()),
            Attempt::Try(_) => None,
        }
    }
}

/// What trying a claim gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What follows.
    pub verdict: Verdict,
    /// How strong it is; none where nothing was tried.
    pub strength: Option<Strength>,
    /// Why.
    pub reason: String,
    /// What was sent, or run.
    pub sent: String,
    /// What came back.
    pub seen: String,
    /// A command that does it again.
    pub repeat: Option<String>,
    /// Whether evidence was sought and could not be gathered: the target was gone, or too slow.
    pub inconclusive: bool,
    /// Whether it was refuted once and proven once.
    pub flaky: bool,
}

impl Outcome {
    fn new(verdict: Verdict, strength: Option<Strength>, reason: impl Into<String>) -> Self {
        let (sent, seen) = (String::new(), String::new());
        let reason = reason.into();
        Self { verdict, strength, reason, sent, seen, repeat: None, inconclusive: false, flaky: false }
    }

    /// The system does what is claimed.
    pub fn proven(strength: Strength, reason: impl Into<String>) -> Self {
        Self::new(Verdict::Proven, Some(strength), reason)
    }

    /// The system does not do what is claimed.
    pub fn refuted(reason: impl Into<String>) -> Self {
        Self::new(Verdict::Refuted, Some(Strength::Asserted), reason)
    }

    /// Nothing settles it.
    pub fn unproven(reason: impl Into<String>) -> Self {
        Self::new(Verdict::Unproven, None, reason)
    }

    /// It was tried, and what was seen says neither.
    pub fn undecided(reason: impl Into<String>) -> Self {
        Self { inconclusive: true, ..Self::unproven(reason) }
    }

    /// A permission, a role or a target is lacking.
    pub fn blocked(reason: impl Into<String>) -> Self {
        Self::new(Verdict::Blocked, None, reason)
    }

    /// Evidence was sought and could not be gathered.
    pub fn inconclusive(reason: impl Into<String>) -> Self {
        Self { inconclusive: true, ..Self::blocked(reason) }
    }

    /// What was refuted and then proven, in so many tries: it settles nothing.
    pub fn flaky(refuted: &Outcome, tries: usize) -> Self {
        let reason = format!("flaky: of {tries} tries the last was proven, and before: {}", refuted.reason);
        let (verdict, strength) = (Verdict::Unproven, None);
        Self { verdict, strength, reason, inconclusive: true, flaky: true, ..refuted.clone() }
    }

    /// With what was sent and what came back.
    pub fn showing(mut self, sent: impl Into<String>, seen: impl Into<String>) -> Self {
        (self.sent, self.seen) = (sent.into(), seen.into());
        self
    }

    /// With a command that does it again.
    pub fn repeated_by(mut self, command: impl Into<String>) -> Self {
        self.repeat = Some(command.into());
        self
    }

    /// With the call that it rests on.
    pub fn resting_on(self, target: &Target, exchange: &Exchange) -> Self {
        let repeat = target.repeat(exchange);
        self.showing(exchange.sent(), exchange.seen()).repeated_by(repeat)
    }

    /// Whether it is proven.
    pub fn is_proven(&self) -> bool {
        self.verdict == Verdict::Proven
    }

    /// Whether it is refuted.
    pub fn is_refuted(&self) -> bool {
        self.verdict == Verdict::Refuted
    }
}
