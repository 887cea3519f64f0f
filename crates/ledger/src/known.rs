//! All that the ledger knows of an item, and what follows from it today.

use crate::{Attestation, Digest, Standing, Strength, Verdict};
use jiff::Timestamp;

/// All that the ledger knows of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// How it stood when it was last judged.
    pub standing: Option<Standing>,
    /// How it stood when it was last proven.
    pub proof: Option<Standing>,
    /// The last time that somebody vouched for it.
    pub attestation: Option<Attestation>,
}

/// What is known of an item as of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Current {
    /// What follows.
    pub verdict: Verdict,
    /// The strength of what it rests on.
    pub strength: Option<Strength>,
    /// Why.
    pub reason: String,
}

impl Known {
    /// What follows today for a statement; nothing where it was neither judged nor attested.
    ///
    /// What was tried counts for more than what somebody says: a proof or a refutation stands over an attestation. `target`
    /// gives today's description of a target by its name, where there still is one.
    pub fn now<'a>(
        &self,
        statement: &Digest,
        target: impl Fn(&str) -> Option<&'a Digest>,
        now: Timestamp,
    ) -> Option<Current> {
        let described = |standing: &Standing| standing.target_name.as_deref().and_then(&target);
        let judged = self.standing.as_ref().map(|standing| {
            let (verdict, reason) = standing.now(statement, described(standing));
            let strength = standing.strength.filter(|_| verdict == standing.verdict);
            Current { verdict, strength, reason }
        });
        if let Some(judged) = &judged
            && matches!(judged.verdict, Verdict::Proven | Verdict::Refuted)
        {
            return Some(judged.clone());
        }
        let attested = self.attestation.as_ref().map(|attestation| {
            let (verdict, reason) = attestation.now(statement, now);
            let strength = (verdict == Verdict::Attested).then_some(Strength::Declared);
            Current { verdict, strength, reason }
        });
        if let Some(attested) = &attested
            && attested.verdict == Verdict::Attested
        {
            return Some(attested.clone());
        }
        let Some(judged) = judged else { return attested };
        // What cannot be settled now, and was proven of another wording or another target, is stale.
        let proof = self.proof.as_ref().filter(|_| judged.verdict != Verdict::Stale);
        let proof = proof.map(|proof| proof.now(statement, described(proof)));
        let stale = |why: String| {
            let reason = format!("{why}, and now: {}", judged.reason);
            Current { verdict: Verdict::Stale, strength: None, reason }
        };
        Some(match (proof, attested) {
            (Some((Verdict::Stale, why)), _) => stale(why),
            (_, Some(attested)) if judged.verdict != Verdict::Stale => stale(attested.reason),
            _ => judged,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RunId;

    const NOW: &str = "2026-11-21T10:00:00Z";

    fn standing(verdict: Verdict) -> Standing {
        Standing {
            item: "FR-1".into(),
            spec: "specs/a.md".into(),
            statement: Digest::of("then"),
            target: Some(Digest::of("local")),
            verdict,
            strength: (verdict == Verdict::Proven).then_some(Strength::Asserted),
            reason: "seen".into(),
            at: "2026-11-20T10:00:00Z".parse().unwrap(),
            run: RunId(1),
            target_name: Some("local".into()),
        }
    }

    fn attestation(until: &str) -> Attestation {
        Attestation {
            item: "FR-1".into(),
            spec: "specs/a.md".into(),
            statement: Digest::of("then"),
            by: "Ada".into(),
            until: until.parse().unwrap(),
            note: "read the contract".into(),
            at: "2026-11-19T10:00:00Z".parse().unwrap(),
        }
    }

    fn verdict(known: &Known, statement: &str) -> Option<Verdict> {
        known.now(&Digest::of(statement), |_| None, NOW.parse().unwrap()).map(|current| current.verdict)
    }

    fn attested(standing: Option<Standing>, until: &str) -> Known {
        Known { standing, proof: None, attestation: Some(attestation(until)) }
    }

    #[test]
    fn what_was_neither_judged_nor_attested_is_not_known() {
        assert_eq!(verdict(&Known::default(), "then"), None);
    }

    #[test]
    fn an_attestation_stands_until_its_last_day_and_for_its_wording() {
        assert_eq!(verdict(&attested(None, "2026-11-21"), "then"), Some(Verdict::Attested));
        assert_eq!(verdict(&attested(None, "2026-11-20"), "then"), Some(Verdict::Stale));
        assert_eq!(verdict(&attested(None, "2026-11-21"), "now"), Some(Verdict::Stale));
    }

    #[test]
    fn a_run_that_could_not_try_it_leaves_an_attestation_as_it_is() {
        for open in [Verdict::Unproven, Verdict::Blocked] {
            assert_eq!(
                verdict(&attested(Some(standing(open)), "2027-01-01"), "then"),
                Some(Verdict::Attested)
            );
            assert_eq!(verdict(&attested(Some(standing(open)), "2026-01-01"), "then"), Some(Verdict::Stale));
        }
    }

    #[test]
    fn what_was_tried_stands_over_an_attestation() {
        for tried in [Verdict::Refuted, Verdict::Proven] {
            assert_eq!(verdict(&attested(Some(standing(tried)), "2027-01-01"), "then"), Some(tried));
        }
    }

    #[test]
    fn a_proof_is_stale_once_its_target_is_described_otherwise() {
        let known = Known { standing: Some(standing(Verdict::Proven)), ..Known::default() };
        let (same, other) = (Digest::of("local"), Digest::of("other"));
        let now = |today| known.now(&Digest::of("then"), |_| Some(today), NOW.parse().unwrap()).unwrap();
        assert_eq!(now(&same).verdict, Verdict::Proven);
        assert_eq!(now(&other).verdict, Verdict::Stale);
    }

    #[test]
    fn what_is_open_now_and_was_proven_of_another_wording_is_stale() {
        let open = Standing { statement: Digest::of("now"), ..standing(Verdict::Unproven) };
        let known = Known { standing: Some(open), proof: Some(standing(Verdict::Proven)), attestation: None };
        let current = known.now(&Digest::of("now"), |_| None, NOW.parse().unwrap()).unwrap();
        assert_eq!(current.verdict, Verdict::Stale);
        assert_eq!(current.reason, "proven on 2026-11-20; the statement has changed since, and now: seen");
    }
}
