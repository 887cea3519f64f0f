//! The one way in: specifications and a configuration go in, a run comes out.

use crate::engine::{self, Access, Tried};
use crate::error::VerifyError;
use crate::facts::{Facts, SpecInput, commands_of};
use crate::limits::{Limits, Stop};
use crate::plan::{Plan, untaken};
use crate::probe::Probe;
use crate::probes::PROBES;
use crate::progress::Progress;
use crate::project::Project;
use crate::run::{ClaimReport, ItemReport, Run, TargetReport, judge};
use crate::stage::{Shared, Stage};
use crate::target::{self, Start, Target, Trouble};
use crate::trust::TrustStore;
use abide_ledger::{
    Digest, Ending, Evidence, Judgement, Ledger, LedgerError, RunEnd, RunId, RunStart, Verdict,
};
use abide_workspace::{Config, config};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Name and version of the tool, as evidence has it.
pub const TOOL: &str = concat!("abide ", env!("CARGO_PKG_VERSION"));

/// What to verify, and how.
pub struct Request<'a> {
    /// The specifications.
    pub specs: Vec<SpecInput>,
    /// What `abide.toml` says.
    pub config: &'a Config,
    /// The root of the repository.
    pub repository: PathBuf,
    /// The target: a name of `abide.toml`, or an address. Where none is given, the only one there is, or `local`.
    pub target: Option<String>,
    /// Whether everything that a specification names may run.
    pub allow_run: bool,
    /// What somebody allowed earlier.
    pub trust: &'a TrustStore,
    /// The environment that abide was given.
    pub environment: BTreeMap<String, String>,
    /// Only items whose ids begin with one of these; all where there are none.
    pub only: Vec<String>,
    /// What varied data is derived from.
    pub seed: u64,
    /// The bounds of the run.
    pub limits: Limits,
    /// Ends the run early.
    pub stop: Stop,
    /// Whether evidence is stored in the ledger of `abide.toml`.
    pub store: bool,
}

impl<'a> Request<'a> {
    /// A request with everything at its usual.
    pub fn new(
        specs: Vec<SpecInput>,
        config: &'a Config,
        repository: PathBuf,
        trust: &'a TrustStore,
    ) -> Self {
        Self {
            specs,
            config,
            repository,
            target: None,
            allow_run: false,
            trust,
            environment: BTreeMap::new(),
            only: Vec::new(),
            seed: 1,
            limits: Limits::default(),
            stop: Stop::new(),
            store: true,
        }
    }
}

/// Verifies specifications.
pub fn run(request: Request<'_>, progress: &dyn Progress) -> Result<Run, VerifyError> {
    run_with(request, PROBES, progress)
}

/// What would be tried, without trying it.
pub fn plan(request: Request<'_>) -> Result<(Arc<Facts>, Plan), VerifyError> {
    let facts = Arc::new(facts(&request, request.specs.clone())?);
    let plan = Plan::of(&facts, PROBES, &request.only)?;
    Ok((facts, plan))
}

pub(crate) fn run_with(
    mut request: Request<'_>,
    probes: &[&'static Probe],
    progress: &dyn Progress,
) -> Result<Run, VerifyError> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let specs = std::mem::take(&mut request.specs);
    let facts = Arc::new(facts(&request, specs)?);
    let plan = Plan::of(&facts, probes, &request.only)?;
    let project = &facts.project;
    let redactor = &project.resolved.redactor;
    let description = project.target.as_ref().map(target::describe);
    let ledger = match request.store {
        true => Some(Ledger::open(&request.config.ledger_url, &project.folder, redactor.clone())?),
        false => None,
    };
    let name = project.target.as_ref().map(|target| target.name.clone());
    let start = RunStart {
        started,
        tool: TOOL.to_owned(),
        target: name.clone(),
        target_digest: description.clone(),
        seed: request.seed,
    };
    let id = ledger.as_ref().map(|ledger| ledger.begin_run(&start)).transpose()?;

    let shared = Shared::new(request.limits, request.stop.clone(), request.seed);
    let target = start_target(&plan, project, &request, progress);
    let access = match &target {
        None => Access::None,
        Some(Ok(target)) => Access::Target(target),
        Some(Err(trouble)) => Access::Trouble(trouble),
    };
    progress.planned(plan.tried());
    let mut book = Book {
        facts: &facts,
        plan: &plan,
        ledger: ledger.as_ref(),
        run: id,
        description: &description,
        claims: Vec::new(),
        tried: 0,
        inconclusive: false,
    };
    book.claims = plan.items.iter().map(|item| item.claims.iter().map(|_| None).collect()).collect();
    let mut failure = None;
    engine::execute(&plan, &facts, &shared, &access, progress, |tried| {
        if let Err(error) = book.enter(tried) {
            failure.get_or_insert(error);
        }
    });
    if let Some(Ok(target)) = &target {
        shared.workshop.clean_up(&Stage::new(&facts, &shared, Some(target)));
        target.end();
    }
    if let Some(error) = failure {
        return Err(error.into());
    }
    let stopped = request.stop.asked();
    let items = book.judge(probes, stopped)?;
    let mut run = Run {
        id,
        tool: TOOL.to_owned(),
        started,
        duration: clock.elapsed(),
        target: target.as_ref().and_then(|target| target.as_ref().ok()).map(|target| report(target, project)),
        seed: request.seed,
        specs: facts.specs.iter().map(|spec| spec.path.clone()).collect(),
        items,
        tried: book.tried,
        trouble: target.as_ref().and_then(|target| target.as_ref().err()).cloned(),
        no_target: plan.needs_target() && project.target.is_none(),
        inconclusive: book.inconclusive,
        stopped,
    };
    if let (Some(ledger), Some(id)) = (&ledger, id) {
        let ending = match (stopped, run.trouble.is_some() || run.inconclusive) {
            (true, _) => Ending::Interrupted,
            (false, true) => Ending::Inconclusive,
            (false, false) => Ending::Complete,
        };
        let summary = serde_json::to_value(run.summary()).unwrap_or_default();
        ledger.finish_run(id, &RunEnd { finished: Timestamp::now(), ending, summary })?;
    }
    run.duration = clock.elapsed();
    Ok(run)
}

fn facts(request: &Request<'_>, specs: Vec<SpecInput>) -> Result<Facts, VerifyError> {
    if specs.is_empty() {
        return Err(VerifyError::NoSpecs);
    }
    // What a document says about itself is no statement about a system.
    let states = |spec: &SpecInput| spec.items.iter().any(|item| item.kind != abide_model::Kind::Meta);
    if !specs.iter().any(states) {
        return Err(VerifyError::NoItems(specs.into_iter().map(|spec| spec.path).collect()));
    }
    let target = choose(request.config, request.target.as_deref())?;
    let (environment, allow_run) = (request.environment.clone(), request.allow_run);
    let project = Project::new(request.config, request.repository.clone(), target, environment, allow_run);
    let folder = project.folder.clone();
    let trusted = |spec: &SpecInput| request.trust.allows(&folder, &spec.path, &commands_of(&spec.items));
    Ok(Facts::new(specs, project, trusted))
}

/// The target to use: by its name, by its address, or the one that goes without saying.
fn choose(config: &Config, wanted: Option<&str>) -> Result<Option<config::Target>, VerifyError> {
    match wanted {
        Some(url) if url.contains("://") => Ok(Some(at(config, url))),
        Some(name) => Ok(Some(config.target(name)?.clone())),
        None if config.targets.len() > 1 && !config.targets.contains_key("local") => {
            Err(VerifyError::ManyTargets(config.targets.keys().cloned().collect()))
        }
        None => Ok(config.targets.get("local").or_else(|| config.targets.values().next()).cloned()),
    }
}

/// A system that runs at an address. It gets the keys of the target that `abide.toml` has there, and on this very machine those
/// of the only target there is; no key ever goes to another host.
fn at(config: &Config, url: &str) -> config::Target {
    let trimmed = |url: &str| url.trim_end_matches('/').to_owned();
    let same = |target: &&config::Target| target.url.as_deref().map(trimmed) == Some(trimmed(url));
    let host = url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    let here = matches!(host, "127.0.0.1" | "localhost" | "[");
    let only = || config.targets.values().next().filter(|_| here && config.targets.len() == 1);
    match config.targets.values().find(same).or_else(only) {
        Some(known) => config::Target {
            name: url.to_owned(),
            url: Some(url.to_owned()),
            start: None,
            stop: None,
            ..known.clone()
        },
        None => config::Target::at(url),
    }
}

fn start_target(
    plan: &Plan,
    project: &Project,
    request: &Request<'_>,
    progress: &dyn Progress,
) -> Option<Result<Target, Trouble>> {
    let described = project.target.as_ref().filter(|_| plan.needs_target())?;
    progress.target(&described.name);
    Some(target::start(Start {
        target: described,
        folder: &project.folder,
        environment: &project.environment,
        resolved: &project.resolved,
        limits: request.limits,
        stop: &request.stop,
    }))
}

fn report(target: &Target, project: &Project) -> TargetReport {
    let described = project.target.as_ref();
    let by_hand = described.and_then(|described| described.start.as_ref()).filter(|_| !target.lasting);
    TargetReport {
        name: target.name.clone(),
        url: project.resolved.redactor.redact(target.client.base()).into_owned(),
        started: target.is_our_own(),
        by_hand: by_hand.map(shell_words::join),
    }
}

/// Keeps the outcomes of a run, in the ledger and for the report.
struct Book<'a> {
    facts: &'a Facts,
    plan: &'a Plan,
    ledger: Option<&'a Ledger>,
    run: Option<RunId>,
    description: &'a Option<Digest>,
    claims: Vec<Vec<Option<ClaimReport>>>,
    tried: usize,
    inconclusive: bool,
}

impl Book<'_> {
    fn enter(&mut self, tried: Tried) -> Result<(), LedgerError> {
        let planned = &self.plan.items[tried.item];
        let (probe, claim) = &planned.claims[tried.claim];
        let (spec, outcome) = (&self.facts.specs[planned.spec], &tried.outcome);
        let item = &spec.items[planned.item];
        let was_tried = claim.is_tried() && !(outcome.sent.is_empty() && outcome.verdict == Verdict::Blocked);
        self.tried += usize::from(was_tried);
        self.inconclusive |= outcome.inconclusive;
        let redactor = &self.facts.project.resolved.redactor;
        let report =
            ClaimReport::new(probe.name, &claim.title, claim.essential, outcome, tried.duration, redactor);
        if let (Some(ledger), Some(run), true) = (self.ledger, self.run, was_tried) {
            ledger.record(
                run,
                &Evidence {
                    item: item.id.clone(),
                    spec: spec.path.clone(),
                    statement: Digest::of_statement(item),
                    spec_digest: spec.digest.clone(),
                    target: self.description.clone(),
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

    fn judge(&mut self, probes: &[&'static Probe], stopped: bool) -> Result<Vec<ItemReport>, LedgerError> {
        let mut reports = Vec::new();
        for (planned, claims) in self.plan.items.iter().zip(std::mem::take(&mut self.claims)) {
            let spec = &self.facts.specs[planned.spec];
            let item = &spec.items[planned.item];
            let claims: Vec<ClaimReport> = claims.into_iter().flatten().collect();
            let judged = judge(&claims);
            let digest = Digest::of_statement(item);
            let mut report = ItemReport {
                id: item.id.clone(),
                kind: item.kind.name(),
                path: spec.path.clone(),
                line: item.line,
                text: item.text.clone(),
                verdict: judged.as_ref().map_or(Verdict::Unproven, |judged| judged.verdict),
                strength: judged.as_ref().and_then(|judged| judged.strength),
                probe: judged.as_ref().and_then(|judged| Some(claims.get(judged.decided_by?)?.probe)),
                reason: judged
                    .as_ref()
                    .map_or_else(|| untaken(item.kind, probes).to_owned(), |judged| judged.reason.clone()),
                repeat: judged.as_ref().and_then(|judged| claims.get(judged.decided_by?)?.repeat.clone()),
                evidence: claims,
            };
            self.remember_earlier_proof(&mut report, &digest)?;
            if let (Some(ledger), Some(run), Some(_), false) = (self.ledger, self.run, judged, stopped) {
                ledger.judge(
                    run,
                    &Judgement {
                        item: report.id.clone(),
                        spec: report.path.clone(),
                        statement: digest,
                        target: self.description.clone(),
                        verdict: report.verdict,
                        strength: report.strength,
                        reason: report.reason.clone(),
                        at: Timestamp::now(),
                    },
                )?;
            }
            reports.push(report);
        }
        Ok(reports)
    }

    /// What could not be settled now and was proven of another wording is stale.
    fn remember_earlier_proof(&self, report: &mut ItemReport, digest: &Digest) -> Result<(), LedgerError> {
        let open = matches!(report.verdict, Verdict::Unproven | Verdict::Blocked);
        let Some(ledger) = self.ledger.filter(|_| open) else { return Ok(()) };
        if let Some(proof) = ledger.last_proof(&report.path, &report.id)? {
            let (verdict, why) = proof.now(digest, self.description.as_ref());
            if verdict == Verdict::Stale {
                report.verdict = Verdict::Stale;
                report.reason = format!("{why}, and now: {}", report.reason);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
