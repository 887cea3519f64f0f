//! A run and its result.

use crate::claim::Outcome;
use crate::shard::Shard;
use crate::target::Trouble;
use abide_ledger::{Redactor, RunId, Strength, Verdict};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// What a run found.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its number in the ledger, where it was stored.
    pub id: Option<RunId>,
    /// Name and version of the tool.
    pub tool: String,
    /// When it began.
    pub started: Timestamp,
    /// How long it took.
    pub duration: Duration,
    /// The target, where one was used.
    pub target: Option<TargetReport>,
    /// What varied data was derived from.
    pub seed: u64,
    /// The part of the items that it looked at, where it was split.
    pub shard: Option<Shard>,
    /// How many claims the other parts try.
    pub elsewhere: usize,
    /// The specifications, in order.
    pub specs: Vec<String>,
    /// The items, in the order of the documents.
    pub items: Vec<ItemReport>,
    /// How many claims were tried.
    pub tried: usize,
    /// Why the target could not be tested.
    pub trouble: Option<Trouble>,
    /// Why claims that need a target could not be tried: none is configured.
    pub no_target: bool,
    /// Whether evidence was sought and could not be gathered.
    pub inconclusive: bool,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

/// The target of a run.
#[derive(Clone, Debug, Serialize)]
pub struct TargetReport {
    /// Its name in `abide.toml`, or its address.
    pub name: String,
    /// Where it answered.
    pub url: String,
    /// Whether the run started it.
    pub started: bool,
    /// How to start it by hand for the commands that use `$TARGET_URL`; none where its address lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<String>,
}

/// What a run found about one item.
#[derive(Clone, Debug, Serialize)]
pub struct ItemReport {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// The path of its specification.
    pub path: String,
    /// The line where it starts.
    pub line: u32,
    /// Its statement.
    pub text: String,
    /// What follows.
    pub verdict: Verdict,
    /// The strength of the weakest evidence that the verdict rests on.
    pub strength: Option<Strength>,
    /// The probe whose outcome decided.
    pub probe: Option<&'static str>,
    /// Why.
    pub reason: String,
    /// What each claim gave.
    pub evidence: Vec<ClaimReport>,
    /// A command that does the deciding trial again.
    pub repeat: Option<String>,
}

/// What one claim gave.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimReport {
    /// The probe.
    pub probe: &'static str,
    /// What was claimed.
    pub claim: String,
    /// What follows.
    pub verdict: Verdict,
    /// How strong it is, where something was tried.
    pub strength: Option<Strength>,
    /// Why.
    pub reason: String,
    /// What was sent, or run.
    pub sent: String,
    /// What came back.
    pub seen: String,
    /// A command that does it again.
    pub repeat: Option<String>,
    /// How long it took.
    pub duration_ms: u64,
    /// Whether the item stays unproven when this does.
    #[serde(skip)]
    pub essential: bool,
}

/// How many items got each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Proven items.
    pub proven: usize,
    /// Refuted items.
    pub refuted: usize,
    /// Unproven items.
    pub unproven: usize,
    /// Stale items.
    pub stale: usize,
    /// Attested items.
    pub attested: usize,
    /// Blocked items.
    pub blocked: usize,
}

impl Run {
    /// How many items got each verdict.
    pub fn summary(&self) -> Summary {
        self.items.iter().map(|item| item.verdict).collect()
    }

    /// The exit code of the command: 0 nothing refuted, 1 something refuted, 2 nothing could be tried, 3 evidence could not be
    /// gathered, 130 stopped.
    pub fn exit_code(&self) -> u8 {
        if self.stopped {
            130
        } else if self.summary().refuted > 0 {
            1
        } else if self.trouble.is_some() || self.inconclusive {
            3
        } else if self.tried == 0 && self.elsewhere == 0 {
            2
        } else {
            0
        }
    }
}

impl FromIterator<Verdict> for Summary {
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Self {
        let mut summary = Summary::default();
        for verdict in verdicts {
            let count = match verdict {
                Verdict::Proven => &mut summary.proven,
                Verdict::Refuted => &mut summary.refuted,
                Verdict::Unproven => &mut summary.unproven,
                Verdict::Stale => &mut summary.stale,
                Verdict::Attested => &mut summary.attested,
                Verdict::Blocked => &mut summary.blocked,
            };
            *count += 1;
        }
        summary
    }
}

impl ClaimReport {
    /// What a claim gave, without secrets.
    pub fn new(
        probe: &'static str,
        claim: &str,
        essential: bool,
        outcome: &Outcome,
        duration: Duration,
        redactor: &Redactor,
    ) -> Self {
        let clean = |text: &str| redactor.redact(text).into_owned();
        Self {
            probe,
            claim: clean(claim),
            verdict: outcome.verdict,
            strength: outcome.strength,
            reason: clean(&outcome.reason),
            sent: clean(&outcome.sent),
            seen: redactor.redact_answer(&outcome.seen).into_owned(),
            repeat: outcome.repeat.as_deref().map(clean),
            duration_ms: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
            essential,
        }
    }
}

/// What follows for an item from what its claims gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What follows.
    pub verdict: Verdict,
    /// The strength of the weakest evidence that it rests on.
    pub strength: Option<Strength>,
    /// The number of the claim that decided.
    pub decided_by: Option<usize>,
    /// Why.
    pub reason: String,
}

impl Judged {
    /// The same where these clauses of the statement were not tried: nothing is proven by halves.
    pub fn in_part(self, untried: &[String]) -> Self {
        if untried.is_empty() {
            return self;
        }
        let clauses: Vec<String> = untried.iter().map(|clause| format!("“{clause}”")).collect();
        let reason = format!("in part: {}; not tried: {}", self.reason, clauses.join(", "));
        Self { verdict: Verdict::Unproven, strength: None, reason, ..self }
    }
}

/// Judges an item: one refuted claim refutes it; all claims that it cannot do without have to be proven to prove it.
pub fn judge(claims: &[ClaimReport]) -> Option<Judged> {
    let first = |verdict: Verdict, essential: bool| {
        claims.iter().position(|claim| claim.verdict == verdict && (claim.essential || !essential))
    };
    let by = |at: usize, verdict: Verdict, strength: Option<Strength>, reason: String| {
        Some(Judged { verdict, strength, decided_by: Some(at), reason })
    };
    if claims.is_empty() {
        return None;
    }
    if let Some(at) = first(Verdict::Refuted, false) {
        let claim = &claims[at];
        return by(at, Verdict::Refuted, claim.strength, format!("{}: {}", claim.claim, claim.reason));
    }
    let proven: Vec<&ClaimReport> = claims.iter().filter(|claim| claim.verdict == Verdict::Proven).collect();
    let lacking = first(Verdict::Unproven, true).or_else(|| first(Verdict::Blocked, true));
    match (lacking, proven.as_slice()) {
        (None, [_, ..]) => {
            let strength = proven.iter().filter_map(|claim| claim.strength).min();
            let decided = first(Verdict::Proven, true).or_else(|| first(Verdict::Proven, false))?;
            let mut reason = match proven.as_slice() {
                [one] => one.reason.clone(),
                several => joined(several.iter().map(|claim| claim.claim.as_str())),
            };
            for claim in claims.iter().filter(|claim| claim.verdict != Verdict::Proven) {
                reason.push_str(&format!("; not tried: {}: {}", claim.claim, claim.reason));
            }
            by(decided, Verdict::Proven, strength, reason)
        }
        (lacking, proven) => {
            let at = lacking.unwrap_or(0);
            let claim = &claims[at];
            let essential = claims.iter().filter(|claim| claim.essential).count();
            let done = proven.iter().filter(|claim| claim.essential).count();
            let reason = match (claims, essential > 1) {
                ([_], _) | (_, false) => claim.reason.clone(),
                _ => format!(
                    "{done} of {essential} parts proven; not proven: {}: {}",
                    claim.claim, claim.reason
                ),
            };
            by(at, claim.verdict, None, reason)
        }
    }
}

/// Claims one after the other; what several of them are about is said once.
fn joined<'a>(mut claims: impl Iterator<Item = &'a str>) -> String {
    let first = claims.next().unwrap_or_default();
    let about = first.split_once(" answers ").map(|(about, _)| format!("{about} answers "));
    let mut text = first.to_owned();
    for claim in claims {
        let short = about.as_ref().and_then(|about| claim.strip_prefix(about.as_str()));
        text.push_str("; ");
        text.push_str(short.unwrap_or(claim));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(claim: &str, essential: bool, outcome: Outcome) -> ClaimReport {
        ClaimReport::new("contract", claim, essential, &outcome, Duration::ZERO, &Redactor::none())
    }

    fn proven(strength: Strength) -> Outcome {
        Outcome::proven(strength, "as documented")
    }

    #[test]
    fn one_refuted_claim_refutes_the_item() {
        let claims = [
            claim("answers 200", true, proven(Strength::Asserted)),
            claim("answers 401", false, Outcome::refuted("answered 200")),
        ];
        let judged = judge(&claims).unwrap();
        assert_eq!((judged.verdict, judged.decided_by), (Verdict::Refuted, Some(1)));
        assert_eq!(judged.reason, "answers 401: answered 200");
    }

    #[test]
    fn an_item_is_proven_as_strongly_as_its_weakest_claim() {
        let claims = [
            claim("GET /a answers 200", true, proven(Strength::Asserted)),
            claim("GET /a answers 204", true, proven(Strength::Executed)),
            claim("GET /a answers 503", false, Outcome::unproven("nothing here brings that about")),
        ];
        let judged = judge(&claims).unwrap();
        assert_eq!((judged.verdict, judged.strength), (Verdict::Proven, Some(Strength::Executed)));
        assert_eq!(
            judged.reason,
            "GET /a answers 200; 204; not tried: GET /a answers 503: nothing here brings that about"
        );
    }

    #[test]
    fn what_is_proven_in_part_is_not_proven() {
        let claims = [
            claim("answers 200", true, proven(Strength::Asserted)),
            claim("answers 409", true, Outcome::unproven("its cause is not stated")),
        ];
        let judged = judge(&claims).unwrap();
        assert_eq!(judged.verdict, Verdict::Unproven);
        assert_eq!(judged.reason, "1 of 2 parts proven; not proven: answers 409: its cause is not stated");
    }

    #[test]
    fn a_statement_of_which_a_clause_was_not_tried_is_proven_in_part_alone() {
        let judged = judge(&[claim("answers 200", true, proven(Strength::Asserted))]).unwrap();
        assert_eq!(judged.clone().in_part(&[]), judged);
        let judged = judged.in_part(&["and nobody else may".to_owned()]);
        assert_eq!((judged.verdict, judged.strength), (Verdict::Unproven, None));
        assert_eq!(judged.reason, "in part: as documented; not tried: “and nobody else may”");
    }

    #[test]
    fn minor_claims_alone_prove_nothing_when_none_of_them_is_proven() {
        let judged = judge(&[claim("answers 503", false, Outcome::unproven("no cause"))]).unwrap();
        assert_eq!(judged.verdict, Verdict::Unproven);
        assert_eq!(judge(&[]), None);
    }
}
