//! What tests share: a small HTTP server, items as a specification would state them, and a run over them.

pub mod desk;
mod items;
pub mod orders;
pub mod service;
pub mod shelf;
pub mod tasks;

pub use items::{ItemDraft, item, markdown};

use crate::claim::{Claim, Outcome};
use crate::facts::{Facts, SpecInput};
use crate::limits::{Limits, Stop};
use crate::listener::{Incoming, Listener};
use crate::plan::Plan;
use crate::probe::Probe;
use crate::project::Project;
use crate::request::{Request, run_with};
use crate::run::{ItemReport, Run};
use crate::stage::{Shared, Stage};
use crate::target::{self, Start};
use crate::trust::TrustStore;
use abide_ledger::Verdict;
use abide_workspace::Config;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use crate::listener::Reply;

/// A server whose answers a test decides; it remembers what it was asked.
pub struct Server {
    listener: Listener,
    requests: Arc<Mutex<Vec<Incoming>>>,
}

impl Server {
    pub fn start(handle: impl Fn(&Incoming) -> Reply + Send + Sync + 'static) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let listener = Listener::start(move |request| {
            seen.lock().unwrap().push(request.clone());
            handle(&request)
        });
        Self { listener: listener.unwrap(), requests }
    }

    pub fn url(&self) -> String {
        self.listener.url()
    }

    pub fn requests(&self) -> Vec<Incoming> {
        self.requests.lock().unwrap().clone()
    }
}

impl Incoming {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The path without its query.
    pub fn route(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

impl Reply {
    pub fn text(status: u16, text: &str) -> Self {
        let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        Self { status, headers, body: text.as_bytes().to_vec() }
    }

    pub fn json(status: u16, value: &Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status, headers, body: value.to_string().into_bytes() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The words that start this test binary as a system under test; it takes its settings from the variables
/// `SYSTEM_PORT`, `SYSTEM_SAYS` and `SYSTEM_SHOWS`.
pub fn system_words() -> String {
    let program = std::env::current_exe().unwrap();
    serde_json::json!([program, "--ignored", "--exact", "testing::system_under_test", "--nocapture"])
        .to_string()
}

#[test]
#[ignore = "is the system that other tests start"]
fn system_under_test() {
    let Ok(port) = std::env::var("SYSTEM_PORT") else { return };
    let shows = std::env::var("SYSTEM_SHOWS").unwrap_or_default();
    let listener = Listener::on_port(port.parse().unwrap(), move |_| Reply::text(200, &shows)).unwrap();
    let says = std::env::var("SYSTEM_SAYS").unwrap_or_default();
    std::io::Write::write_all(&mut std::io::stderr(), format!("{says}\n").as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(60));
    drop(listener);
}

/// What surrounds the items of a test.
#[derive(Clone, Default)]
pub struct Setup {
    pub trusted: bool,
    pub allow_run: bool,
    pub repository: Option<PathBuf>,
    pub folder: Option<PathBuf>,
}

fn config(text: &str, folder: &std::path::Path) -> Config {
    Config::read(text, "abide.toml", folder, &[]).unwrap()
}

/// The facts of one specification with these items.
pub fn facts_with(path: &str, items: &[ItemDraft], config_text: &str, setup: Setup) -> Facts {
    let repository = setup.repository.unwrap_or_else(std::env::temp_dir);
    let config = config(config_text, setup.folder.as_deref().unwrap_or(&repository));
    let target = config.targets.values().next().cloned();
    let environment = std::env::vars().collect();
    let project = Project::new(&config, repository, target, environment, setup.allow_run);
    Facts::new(vec![input(path, items)], project, |_| setup.trusted)
}

/// The specification that a reader finds in a Markdown text.
pub fn read(path: &str, text: &str) -> SpecInput {
    let document = abide_syntax::Document::parse(text);
    let spec = abide_model::Spec::read(path, &document);
    let told = spec.told(&document);
    let mut items: Vec<abide_model::Item> = spec.items.into_iter().chain(told).collect();
    items.sort_by_key(|item| (item.range.start, item.range.end));
    SpecInput { path: path.to_owned(), text: text.into(), items }
}

/// The facts of one specification in Markdown.
pub fn facts_of_markdown(text: &str, config_text: &str, setup: Setup) -> Facts {
    facts_of_files(&[("specs/test.md", text)], config_text, setup)
}

/// The facts of several specifications in Markdown, each with its path.
pub fn facts_of_files(files: &[(&str, &str)], config_text: &str, setup: Setup) -> Facts {
    let repository = setup.repository.unwrap_or_else(std::env::temp_dir);
    let config = config(config_text, setup.folder.as_deref().unwrap_or(&repository));
    let target = config.targets.values().next().cloned();
    let project = Project::new(&config, repository, target, std::env::vars().collect(), setup.allow_run);
    let specs = files.iter().map(|(path, text)| read(path, text)).collect();
    Facts::new(specs, project, |_| setup.trusted)
}

/// The facts of several documents of one workspace.
pub fn facts_of_documents(documents: &[(&str, &str)]) -> Facts {
    facts_of_files(documents, "", Setup::default())
}

/// A whole run over a specification in Markdown, without a ledger.
pub fn run_markdown(probes: &[&'static Probe], text: &str, config_text: &str) -> Run {
    run_files(probes, &[("specs/test.md", text)], config_text)
}

/// The same over several specifications, each with its path.
pub fn run_files(probes: &[&'static Probe], files: &[(&str, &str)], config_text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (config, trust) = (config(config_text, folder.path()), TrustStore::none());
    let specs = files.iter().map(|(path, text)| read(path, text)).collect();
    let mut request = Request::new(specs, &config, folder.path().to_owned(), &trust);
    request.store = false;
    run_with(request, probes, &()).unwrap()
}

/// Holds a probe against the board of [`tasks`]: the correct one is never accused and at least so many of its statements are proven,
/// and each fault refutes the statement with that id.
pub fn assert_board(probe: &'static Probe, proven: usize, faults: &[(&'static str, &str)]) {
    let run = |wrong: &'static str| {
        let server = tasks::service(wrong);
        run_markdown(&[probe], tasks::SPECIFICATION, &tasks::config(&server))
    };
    let told = |run: &Run, verdict: Verdict| -> Vec<String> {
        let claims = run.items.iter().flat_map(|item| item.evidence.iter().map(move |claim| (item, claim)));
        let claims = claims.filter(|(_, claim)| claim.verdict == verdict);
        claims
            .map(|(item, claim)| format!("{} {} | {}: {}", item.id, item.text, claim.claim, claim.reason))
            .collect()
    };
    let correct = run("");
    assert_eq!(told(&correct, Verdict::Refuted), [""; 0], "the correct service is never accused");
    let open = told(&correct, Verdict::Unproven);
    // What one probe tries of a statement may be a part of it.
    let done = |item: &&ItemReport| item.verdict == Verdict::Proven || item.reason.starts_with("in part: ");
    let held = correct.items.iter().filter(done).count();
    assert!(held >= proven, "{held} proven, and open: {open:#?}");
    for (fault, id) in faults {
        let refuted = told(&run(fault), Verdict::Refuted);
        assert!(
            refuted.iter().any(|claim| claim.contains(id)),
            "{fault}: {refuted:#?}, and open on the correct one: {open:#?}"
        );
    }
}

pub fn input(path: &str, items: &[ItemDraft]) -> SpecInput {
    let (text, items) = markdown(items);
    SpecInput { path: path.to_owned(), text: text.into(), items }
}

/// What the claims of a probe give for items, each with its title; the target is that of the configuration.
pub fn outcomes(
    probe: &'static Probe,
    items: &[ItemDraft],
    config_text: &str,
    setup: Setup,
) -> Vec<(String, Outcome)> {
    outcomes_within(probe, items, config_text, setup, Limits::default())
}

/// The same, within these limits.
pub fn outcomes_within(
    probe: &'static Probe,
    items: &[ItemDraft],
    config_text: &str,
    setup: Setup,
    limits: Limits,
) -> Vec<(String, Outcome)> {
    let facts = Arc::new(facts_with("specs/test.md", items, config_text, setup));
    let plan = Plan::of(&facts, &[probe], &[]).unwrap();
    let shared = Shared::new(limits, Stop::new(), 1);
    let project = &facts.project;
    let described = project.target.as_ref().filter(|_| plan.needs_target());
    let target = described.map(|described| {
        let (folder, environment) = (project.folder.as_path(), &project.environment);
        let (resolved, stop) = (&project.resolved, &shared.stop);
        target::start(Start { target: described, folder, environment, resolved, limits, stop }).unwrap()
    });
    let claims = plan.items.iter().flat_map(|item| &item.claims);
    let stage = |_: &_| Stage::new(&facts, &shared, target.as_ref());
    claims.map(|(_, claim)| (claim.title.clone(), claim.attempt(&stage(claim)))).collect()
}

/// What the claims of a probe give for a Markdown text about the program `bin/shelf` of a project, each with its title.
pub fn outcomes_of_program(
    probe: &'static Probe,
    program: &str,
    text: &str,
    allow_run: bool,
) -> Vec<(String, Outcome)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bin/shelf");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, program).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let setup = Setup { repository: Some(folder.path().to_owned()), allow_run, ..Setup::default() };
    let facts = Arc::new(facts_of_markdown(text, "", setup));
    let plan = Plan::of(&facts, &[probe], &[]).unwrap();
    let shared = Shared::new(Limits::default(), Stop::new(), 1);
    let claims = plan.items.iter().flat_map(|item| &item.claims);
    let attempt =
        |claim: &Claim| claim.known().unwrap_or_else(|| claim.attempt(&Stage::new(&facts, &shared, None)));
    claims.map(|(_, claim)| (claim.title.clone(), attempt(claim))).collect()
}

/// What the only claim of a probe gives.
pub fn one_outcome(probe: &'static Probe, items: &[ItemDraft], config_text: &str, setup: Setup) -> Outcome {
    let mut outcomes = outcomes(probe, items, config_text, setup);
    assert_eq!(outcomes.len(), 1, "{:?}", outcomes.iter().map(|(title, _)| title).collect::<Vec<_>>());
    outcomes.remove(0).1
}

/// A whole run over items, without a ledger.
pub fn run_items(probes: &[&'static Probe], items: &[ItemDraft], config_text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (config, trust) = (config(config_text, folder.path()), TrustStore::none());
    let mut request =
        Request::new(vec![input("specs/test.md", items)], &config, folder.path().to_owned(), &trust);
    request.environment = std::env::vars().collect();
    request.store = false;
    run_with(request, probes, &()).unwrap()
}
