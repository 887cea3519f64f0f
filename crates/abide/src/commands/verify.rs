//! `abide verify`: the real system, held against what its specifications say.

use super::{Place, outputs};
use crate::Exit;
use crate::cli::Verify;
use abide_ledger::Verdict;
use abide_verify::report::{TextOptions, json, text};
use abide_verify::{Facts, Plan, Progress, Request, Run, SpecInput, Stop, TestMark, TrustStore};
use abide_workspace::Config;
use abide_workspace::check::Workspace;
use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How a run is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Full,
    Json,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "full" => Ok(Self::Full),
            "json" => Ok(Self::Json),
            _ => Err(format!("there is no output format called `{name}`; use `full` or `json`")),
        }
    }
}

pub fn run(place: &Place, arguments: &Verify) -> Result<Exit> {
    let outputs = outputs::parse(place, &arguments.output_format, Format::Full)?;
    let workspace = Workspace::open(&place.open(&arguments.paths))?;
    for problem in &workspace.problems {
        eprintln!("error: {problem}");
    }
    if !workspace.problems.is_empty() {
        bail!("not every specification could be read, so that nothing was tried");
    }
    let (config, specs) = specs(&workspace)?;
    let trust = trust_store()?;
    let mut request = Request::new(specs, &config, workspace.root.folder().to_owned(), &trust);
    request.target.clone_from(&arguments.target);
    request.allow_run = arguments.allow_run;
    request.environment = environment();
    request.only.clone_from(&arguments.only);
    request.shard = arguments.shard;
    request.marks = marks(&workspace, request.config);
    request.controls = arguments.controls;
    request.limits.load = arguments.load;
    request.seed = arguments.seed.unwrap_or(request.seed);
    if arguments.plan {
        let (facts, plan) = abide_verify::plan(request)?;
        crate::terminal::print(&planned(&plan, &facts))?;
        return Ok(Exit::Ok);
    }
    let stop = Stop::new();
    request.stop = stop.clone();
    // The run ends what it started, within its time limits, and says what it knows by then.
    ctrlc::set_handler(move || stop.ask())?;
    let bar = Bar::new();
    let mut run = abide_verify::run(request, &bar)?;
    bar.finish();
    // Evidence is kept by document and id; what is printed calls items as `abide model` does.
    let identities = workspace.identities();
    for item in &mut run.items {
        item.id = identities.id(&item.path, &item.id);
    }
    for output in &outputs {
        let written = match output.format {
            Format::Json => format!("{:#}", json(&run)),
            Format::Full => text(&run, TextOptions { colour: place.colour && output.file.is_none() }),
        };
        outputs::write(output, &written)?;
    }
    Ok(exit(&run))
}

fn exit(run: &Run) -> Exit {
    match run.exit_code() {
        0 => Exit::Ok,
        1 => Exit::Findings,
        3 => Exit::Inconclusive,
        130 => Exit::Interrupted,
        _ => Exit::CouldNotRun,
    }
}

/// The specifications that were asked about, with what their one `abide.toml` says.
pub fn specs(workspace: &Workspace) -> Result<(Arc<Config>, Vec<SpecInput>)> {
    Ok(abide_verify::inputs(workspace)?)
}

/// The places in tests that say which statement they verify; looked for where reports tell how tests ended.
fn marks(workspace: &Workspace, config: &Config) -> Vec<TestMark> {
    if config.reports.is_empty() {
        return Vec::new();
    }
    let traced = workspace.trace().statements.into_iter();
    let marks = traced.flat_map(|one| {
        let own = one.id.strip_prefix(&format!("{}#", one.path)).unwrap_or(&one.id).to_owned();
        let spec = one.path;
        one.tests.into_iter().map(move |place| TestMark {
            spec: spec.clone(),
            item: own.clone(),
            path: place.path,
            line: place.line,
        })
    });
    marks.collect()
}

/// The user's trust store.
pub fn trust_store() -> Result<TrustStore> {
    match TrustStore::default_path(|variable| std::env::var(variable).ok()) {
        Some(path) => Ok(TrustStore::open(&path)?),
        None => Ok(TrustStore::none()),
    }
}

// A variable that is no Unicode cannot be part of evidence; it is passed on all the same, as children inherit it.
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

fn planned(plan: &Plan, facts: &Facts) -> String {
    let mut text = String::new();
    for planned in &plan.items {
        let Some(spec) = facts.documents.get(planned.spec) else { continue };
        let Some(item) = spec.items.get(planned.item) else { continue };
        let path = &spec.path;
        let probes: Vec<&str> = {
            let mut names: Vec<&str> = planned.claims.iter().map(|(probe, _)| probe.name).collect();
            names.dedup();
            names
        };
        if !probes.is_empty() {
            text.push_str(&format!("{path}:{}  {}  {}\n", item.line, probes.join(", "), item.id));
        }
    }
    let (tried, all) = (plan.items_tried(), plan.items.len());
    text.push_str(&format!("{tried} of {all} statements would be tried; `abide model` lists them all\n"));
    text
}

/// A bar on standard error, where that is a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn target(&self, name: &str) {
        self.0.set_message(format!("starting `{name}`"));
    }

    fn planned(&self, claims: usize) {
        self.0.set_length(claims as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            self.0.set_style(style);
        }
    }

    fn began(&self, claim: &str) {
        self.0.set_message(claim.to_owned());
    }

    fn ended(&self, _: &str, _: Verdict) {
        self.0.inc(1);
    }
}
