//! The one way in: specifications and a configuration go in, a run comes out.

use crate::accepted::Search;
use crate::book::Book;
use crate::engine::{self, Access};
use crate::error::VerifyError;
use crate::evidence_store::open_ledger;
use crate::facts::{Facts, Found, SpecInput, commands_of};
use crate::limits::{Limits, Stop};
use crate::outside;
use crate::plan::Plan;
use crate::probe::Probe;
use crate::probes::PROBES;
use crate::progress::Progress;
use crate::project::{Project, TestMark};
use crate::run::{Run, TargetReport};
use crate::shard::Shard;
use crate::stage::{Shared, Stage};
use crate::target::{self, Start, Target, Trouble};
use crate::trust::TrustStore;
use abide_ledger::{Ending, Known, RunEnd, RunStart};
use abide_workspace::{Config, config};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
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
    /// The places in tests that say which statement they verify.
    pub marks: Vec<TestMark>,
    /// Only items whose ids, alone or behind the path of their document, begin with one of these; all where there are none.
    pub only: Vec<String>,
    /// Only this part of the items; all where there is none.
    pub shard: Option<Shard>,
    /// Whether what is proven is also tried where it must fail.
    pub controls: bool,
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
            marks: Vec::new(),
            only: Vec::new(),
            shard: None,
            controls: false,
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
    let facts = Arc::new(facts(&request, request.specs.clone(), &Found::default())?);
    let (mut plan, _) = planned(&request, PROBES, &facts)?;
    keep_told(&mut plan, &request, &facts, &HashMap::new());
    Ok((facts, plan))
}

pub(crate) fn run_with(
    mut request: Request<'_>,
    probes: &[&'static Probe],
    progress: &dyn Progress,
) -> Result<Run, VerifyError> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let specs = std::mem::take(&mut request.specs);
    let mut known = Arc::new(facts(&request, specs.clone(), &Found::default())?);
    let (mut plan, mut elsewhere) = planned(&request, probes, &known)?;
    let stated = Arc::clone(&known);
    let project = &stated.project;
    let redactor = &project.resolved.redactor;
    let description = project.target.as_ref().map(target::describe);
    let ledger = match request.store {
        true => Some(open_ledger(request.config, &request.environment, redactor.clone())?),
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
    let judged = ledger.as_ref().map(|ledger| ledger.known(None)).transpose()?.unwrap_or_default();
    keep_told(&mut plan, &request, &known, &judged);
    let id = ledger.as_ref().map(|ledger| ledger.begin_run(&start)).transpose()?;

    let shared = Shared::new(request.limits, request.stop.clone(), request.seed);
    let target = start_target(&plan, project, &request, progress);
    if let Some(Ok(target)) = &target {
        let mut found = Found { outside: outside::settle(&stated, &shared, target), ..Found::default() };
        let mut search = Search::default();
        if !found.outside.is_empty() {
            known = Arc::new(facts(&request, specs.clone(), &found)?);
        }
        while search.next(&known, &shared, target) {
            found.accepted.clone_from(&search.accepted);
            known = Arc::new(facts(&request, specs.clone(), &found)?);
        }
        if !found.outside.is_empty() || !found.accepted.is_empty() {
            (plan, elsewhere) = planned(&request, probes, &known)?;
            keep_told(&mut plan, &request, &known, &judged);
        }
    }
    let facts = known;
    let access = match &target {
        None => Access::None,
        Some(Ok(target)) => Access::Target(target),
        Some(Err(trouble)) => Access::Trouble(trouble),
    };
    progress.planned(plan.tried());
    let mut book = Book::new(&facts, &plan, ledger.as_ref().zip(id), name.zip(description));
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
    if request.controls {
        let proven = book.proven_with_control();
        engine::control(&plan, &facts, &shared, &proven, |tried| {
            if let Err(error) = book.enter_control(tried) {
                failure.get_or_insert(error);
            }
        });
    }
    if let Some(error) = failure {
        return Err(error.into());
    }
    let stopped = request.stop.asked();
    let (tried, inconclusive) = (book.tried, book.inconclusive);
    let items = book.judge(probes, stopped)?;
    let mut run = Run {
        id,
        tool: TOOL.to_owned(),
        started,
        duration: clock.elapsed(),
        target: target.as_ref().and_then(|target| target.as_ref().ok()).map(|target| report(target, project)),
        seed: request.seed,
        shard: request.shard,
        elsewhere,
        specs: facts.documents.iter().map(|spec| spec.path.clone()).collect(),
        items,
        tried,
        trouble: target.as_ref().and_then(|target| target.as_ref().err()).cloned(),
        no_target: plan.needs_target() && project.target.is_none(),
        inconclusive,
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

/// What is to be tried, and how many claims other parts of the run try.
fn planned(
    request: &Request<'_>,
    probes: &[&'static Probe],
    facts: &Arc<Facts>,
) -> Result<(Plan, usize), VerifyError> {
    let mut plan = Plan::of(facts, probes, &request.only)?;
    let elsewhere = request.shard.map_or(0, |shard| plan.keep(shard, facts));
    Ok((plan, elsewhere))
}

/// Keeps of what is told beside the items what is tried, what the ledger knows already, and what was asked for.
fn keep_told(
    plan: &mut Plan,
    request: &Request<'_>,
    facts: &Facts,
    judged: &HashMap<(String, String), Known>,
) {
    plan.keep_told(facts, |path, id| {
        !request.only.is_empty() || judged.contains_key(&(path.to_owned(), id.to_owned()))
    });
}

fn facts(request: &Request<'_>, specs: Vec<SpecInput>, found: &Found) -> Result<Facts, VerifyError> {
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
    let mut project =
        Project::new(request.config, request.repository.clone(), target, environment, allow_run);
    project.marks.clone_from(&request.marks);
    let folder = project.folder.clone();
    let trusted = |spec: &SpecInput| request.trust.allows(&folder, &spec.path, &commands_of(&spec.items));
    Ok(Facts::with_found(specs, project, trusted, found))
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

#[cfg(test)]
mod tests;
