//! Keeps the outcomes of a run, in the ledger and for the report.

use crate::claim::{Needs, Outcome};
use crate::engine::Tried;
use crate::facts::{Facts, SpecFacts};
use crate::plan::{Plan, PlannedItem, untaken};
use crate::probe::Probe;
use crate::quoted::quoted;
use crate::request::TOOL;
use crate::run::{ClaimReport, ItemReport, judge};
use crate::untried::{Shown, asked, statement, untried};
use abide_ledger::{
    Digest, Evidence, Judgement, Known, Ledger, LedgerError, RunId, Standing, Strength, Verdict,
};
use abide_model::Item;
use jiff::Timestamp;

/// Keeps the outcomes of a run.
pub struct Book<'a> {
    /// How many claims were tried.
    pub tried: usize,
    /// Whether evidence was sought and could not be gathered.
    pub inconclusive: bool,
    facts: &'a Facts,
    plan: &'a Plan,
    store: Option<(&'a Ledger, RunId)>,
    target: Option<(String, Digest)>,
    claims: Vec<Vec<Option<ClaimReport>>>,
}

impl<'a> Book<'a> {
    /// An empty one. Where there is a target, its name and the digest of its description stand beside what it shows.
    pub fn new(
        facts: &'a Facts,
        plan: &'a Plan,
        store: Option<(&'a Ledger, RunId)>,
        target: Option<(String, Digest)>,
    ) -> Self {
        let claims = plan.items.iter().map(|item| item.claims.iter().map(|_| None).collect()).collect();
        Self { tried: 0, inconclusive: false, facts, plan, store, target, claims }
    }

    /// Enters what trying a claim gave.
    pub fn enter(&mut self, tried: Tried) -> Result<(), LedgerError> {
        let (_, claim) = &self.plan.items[tried.item].claims[tried.claim];
        let outcome = &tried.outcome;
        let was_tried = claim.is_tried() && !(outcome.sent.is_empty() && outcome.verdict == Verdict::Blocked);
        self.tried += usize::from(was_tried);
        self.write(&tried, outcome, was_tried)
    }

    /// The claims that are proven and can be tried where they must fail.
    pub fn proven_with_control(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (item, (planned, claims)) in self.plan.items.iter().zip(&self.claims).enumerate() {
            for (number, ((_, claim), report)) in planned.claims.iter().zip(claims).enumerate() {
                let proven = report.as_ref().is_some_and(|report| report.verdict == Verdict::Proven);
                if proven && claim.has_control() {
                    found.push((item, number));
                }
            }
        }
        found
    }

    /// Enters what a claim that is proven gave where it must fail.
    pub fn enter_control(&mut self, tried: Tried) -> Result<(), LedgerError> {
        let Some(report) = &self.claims[tried.item][tried.claim] else { return Ok(()) };
        let control = &tried.outcome;
        let outcome = if control.is_proven() {
            Outcome::unproven("it passes in an empty folder too, so that it shows nothing about this system")
                .showing(control.sent.as_str(), control.seen.as_str())
        } else if control.inconclusive {
            return Ok(());
        } else {
            let reason = format!("{}; it fails in an empty folder, as it must", report.reason);
            let proven = Outcome::proven(Strength::FaultTested, reason);
            let proven = proven.showing(report.sent.as_str(), report.seen.as_str());
            report.repeat.iter().fold(proven, |proven, repeat| proven.repeated_by(repeat.as_str()))
        };
        self.write(&tried, &outcome, true)
    }

    fn write(&mut self, tried: &Tried, outcome: &Outcome, was_tried: bool) -> Result<(), LedgerError> {
        let planned = &self.plan.items[tried.item];
        let (probe, claim) = &planned.claims[tried.claim];
        let spec = &self.facts.documents[planned.spec];
        let item = &spec.items[planned.item];
        self.inconclusive |= outcome.inconclusive;
        let redactor = &self.facts.project.resolved.redactor;
        // What was refuted once may not be passed over, even where the item could be proven without it.
        let essential = claim.essential || outcome.flaky;
        let report = ClaimReport::new(probe.name, &claim.title, essential, outcome, tried.duration, redactor);
        if let (Some((ledger, run)), true) = (self.store, was_tried) {
            ledger.record(
                run,
                &Evidence {
                    item: item.id.clone(),
                    spec: spec.path.clone(),
                    statement: Digest::of_statement(item),
                    spec_digest: spec.digest.clone(),
                    target: self.target_of(planned),
                    tool: TOOL.to_owned(),
                    probe: probe.name.to_owned(),
                    claim: report.claim.clone(),
                    verdict: report.verdict,
                    strength: report.strength,
                    sent: report.sent.clone(),
                    seen: report.seen.clone(),
                    reason: report.reason.clone(),
                    repeat: report.repeat.clone(),
                    started: tried.started,
                    duration: tried.duration,
                },
            )?;
        }
        self.claims[tried.item][tried.claim] = Some(report);
        Ok(())
    }

    /// The digest of the target's description, where the target took part.
    fn target_of(&self, planned: &PlannedItem) -> Option<Digest> {
        let takes_part = planned.claims.iter().any(|(_, claim)| claim.needs == Needs::Target);
        self.target.as_ref().filter(|_| takes_part).map(|(_, digest)| digest.clone())
    }

    /// Judges all items, in the ledger too unless the run was stopped before its end.
    pub fn judge(mut self, probes: &[&'static Probe], stopped: bool) -> Result<Vec<ItemReport>, LedgerError> {
        let (mut reports, mut judgements) = (Vec::new(), Vec::new());
        for (planned, claims) in self.plan.items.iter().zip(std::mem::take(&mut self.claims)) {
            let spec = &self.facts.documents[planned.spec];
            let item = &spec.items[planned.item];
            let claims: Vec<ClaimReport> = claims.into_iter().flatten().collect();
            let judged = judge(&claims).map(|judged| match judged.verdict {
                Verdict::Proven => judged.in_part(&left_untried(spec, item, &claims)),
                _ => judged,
            });
            let judgement = Judgement {
                item: item.id.clone(),
                spec: spec.path.clone(),
                statement: Digest::of_statement(item),
                target: self.target_of(planned),
                verdict: judged.as_ref().map_or(Verdict::Unproven, |judged| judged.verdict),
                strength: judged.as_ref().and_then(|judged| judged.strength),
                reason: judged
                    .as_ref()
                    .map_or_else(|| untaken(item.kind, probes).to_owned(), |judged| judged.reason.clone()),
                at: Timestamp::now(),
            };
            let current = self.current(&judgement)?;
            reports.push(ItemReport {
                id: item.id.clone(),
                kind: item.kind.name(),
                path: spec.path.clone(),
                line: item.line,
                text: quoted(spec, item),
                verdict: current.0,
                strength: current.1,
                probe: judged.as_ref().and_then(|judged| Some(claims.get(judged.decided_by?)?.probe)),
                reason: current.2,
                repeat: judged.as_ref().and_then(|judged| claims.get(judged.decided_by?)?.repeat.clone()),
                evidence: claims,
            });
            judgements.push(judgement);
        }
        if let (Some((ledger, run)), false) = (self.store, stopped) {
            ledger.judge(run, &judgements)?;
        }
        Ok(reports)
    }

    /// What follows from a judgement together with what the ledger knew before.
    fn current(&self, judgement: &Judgement) -> Result<(Verdict, Option<Strength>, String), LedgerError> {
        let own = (judgement.verdict, judgement.strength, judgement.reason.clone());
        let open = matches!(judgement.verdict, Verdict::Unproven | Verdict::Blocked);
        let Some((ledger, run)) = self.store.filter(|_| open) else { return Ok(own) };
        let target_name = self.target.as_ref().map(|(name, _)| name.clone());
        let standing = Standing::of(judgement, run, target_name);
        let known = ledger.known_of(&judgement.spec, &judgement.item)?;
        let known = Known { standing: Some(standing), ..known };
        let described = |name: &str| {
            self.target.as_ref().filter(|(own, _)| own == name).map(|(_, description)| description)
        };
        let current = known.now(&judgement.statement, described, judgement.at);
        Ok(current.map_or(own, |current| (current.verdict, current.strength, current.reason)))
    }
}

/// The clauses of a statement of which no claim that passed speaks.
fn left_untried(spec: &SpecFacts, item: &Item, claims: &[ClaimReport]) -> Vec<String> {
    let Some(asked) = asked(item) else { return Vec::new() };
    let passed = claims.iter().filter(|claim| claim.verdict == Verdict::Proven);
    let shown: Vec<Shown> = passed
        .map(|claim| Shown {
            probe: claim.probe,
            claim: &claim.claim,
            reason: &claim.reason,
            sent: &claim.sent,
            seen: &claim.seen,
        })
        .collect();
    untried(&statement(item, spec.slice(item)), &asked, &shown)
}
