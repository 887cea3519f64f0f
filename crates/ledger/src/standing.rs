//! How an item stands by what the ledger knows.

use crate::{Digest, Judgement, RunId, Strength, Verdict};
use jiff::Timestamp;

/// The latest judgement on an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The id of the item.
    pub item: String,
    /// The path of its specification.
    pub spec: String,
    /// The digest of the statement as it was then.
    pub statement: Digest,
    /// The digest of the target's description as it was then.
    pub target: Option<Digest>,
    /// What followed.
    pub verdict: Verdict,
    /// The strength of the weakest evidence it rested on.
    pub strength: Option<Strength>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// The run that judged it.
    pub run: RunId,
    /// The name or address of the target of that run.
    pub target_name: Option<String>,
}

impl Standing {
    /// How an item stands by a judgement of a run on that target.
    pub fn of(judgement: &Judgement, run: RunId, target_name: Option<String>) -> Self {
        let Judgement { item, spec, statement, target, verdict, strength, reason, at } = judgement.clone();
        Self { item, spec, statement, target, verdict, strength, reason, at, run, target_name }
    }

    /// The verdict as of today: what was proven of another wording, or against a target described otherwise, is stale.
    ///
    /// `target` is today's description; `None` where that does not matter.
    pub fn now(&self, statement: &Digest, target: Option<&Digest>) -> (Verdict, String) {
        let reworded = self.statement != *statement;
        let retargeted = matches!((self.target.as_ref(), target), (Some(then), Some(now)) if then != now);
        let change = match (reworded, retargeted) {
            (false, false) => return (self.verdict, self.reason.clone()),
            (true, _) => "the statement has changed",
            (false, true) => "the target's description has changed",
        };
        let date = self.at.strftime("%Y-%m-%d");
        match self.verdict {
            Verdict::Proven | Verdict::Attested => {
                (Verdict::Stale, format!("{} on {date}; {change} since", self.verdict))
            }
            verdict => (
                Verdict::Unproven,
                format!("{verdict} on {date}; {change} since, and it was not tried again"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(verdict: Verdict) -> Standing {
        Standing {
            item: "check:1".into(),
            spec: "specs/a.md".into(),
            statement: Digest::of("then"),
            target: Some(Digest::of("target")),
            verdict,
            strength: Some(Strength::Asserted),
            reason: "answered 401".into(),
            at: "2026-11-21T10:00:00Z".parse().unwrap(),
            run: RunId(1),
            target_name: None,
        }
    }

    #[test]
    fn what_was_proven_of_the_same_words_is_still_proven() {
        let now = standing(Verdict::Proven).now(&Digest::of("then"), None);
        assert_eq!(now, (Verdict::Proven, "answered 401".to_owned()));
    }

    #[test]
    fn a_statement_edited_after_its_proof_is_stale() {
        let now = standing(Verdict::Proven).now(&Digest::of("now"), None);
        assert_eq!(now, (Verdict::Stale, "proven on 2026-11-21; the statement has changed since".to_owned()));
    }

    #[test]
    fn a_proof_against_another_target_is_stale() {
        let now = standing(Verdict::Proven).now(&Digest::of("then"), Some(&Digest::of("other target")));
        assert_eq!(now.0, Verdict::Stale);
    }

    #[test]
    fn a_refuted_statement_that_was_edited_is_open_again() {
        assert_eq!(standing(Verdict::Refuted).now(&Digest::of("now"), None).0, Verdict::Unproven);
    }
}
