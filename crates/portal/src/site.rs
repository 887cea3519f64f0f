//! What the portal shows: an open workspace with its findings, verdicts and runs, as they were at one moment.

use crate::pages::Overview;
use crate::pages::contradictions::disagreements;
use abide_diagnostics::{Diagnostic, Report};
use abide_ledger::{Ledger, LedgerError, RunRecord};
use abide_model::{Identities, Item};
use abide_verify::board::{self, Board, SpecStatus, Why};
use abide_verify::{SpecInput, VerifyError};
use abide_workspace::Config;
use abide_workspace::check::{
    DocumentLink, DocumentState, Kept, OpenError, OpenRequest, Surroundings, Workspace,
};
use abide_workspace::search::Index;
use abide_workspace::trace::Traced;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Runs that the history shows.
const RUNS: u32 = 200;

/// What to open.
#[derive(Clone, Debug)]
pub struct Question {
    /// The documents.
    pub open: OpenRequest,
    /// The environment, which the url of a ledger may name.
    pub environment: BTreeMap<String, String>,
}

/// Why nothing can be shown.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The workspace cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The ledger cannot be found or opened.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Everything that is known at one moment.
pub struct Site {
    /// The documents.
    pub workspace: Arc<Workspace>,
    /// What the rules find in them.
    pub report: Report,
    /// The documents that were asked about, in the order of their paths.
    pub specs: Vec<Spec>,
    /// Which documents speak of which others.
    pub links: Vec<DocumentLink>,
    /// The runs that began last, the newest first, of all ledgers.
    pub runs: Vec<RunRecord>,
    /// The files around the documents, to follow links.
    pub surroundings: Surroundings,
    /// As of when verdicts are told.
    pub now: Timestamp,
    projects: Vec<Project>,
    by_path: HashMap<String, usize>,
    index: OnceLock<Arc<Index>>,
    overview: OnceLock<Overview>,
    disagreements: OnceLock<usize>,
    /// Statements that code or tests name, by path and line.
    traced: HashMap<(String, u32), Vec<Traced>>,
}

/// One document.
pub struct Spec {
    /// Its place in the workspace.
    pub document: usize,
    /// Its verdicts; one for each of its items, in the same order.
    pub status: SpecStatus,
    /// The places of its findings in the report.
    pub findings: Vec<usize>,
    project: usize,
    input: SpecInput,
}

/// The documents of one configuration, which share a ledger.
struct Project {
    config: Arc<Config>,
    ledger: Option<Ledger>,
    board: Board<'static>,
}

/// How the ledgers are at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// How far they have grown.
    pub growth: Growth,
    /// Whether the run that began last has no end yet.
    pub open: bool,
    /// Whether there is a ledger that was not there when the site was read.
    pub appeared: bool,
}

/// How far ledgers have grown: it changes with every run and every piece of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// Runs.
    pub runs: u64,
    /// Pieces of evidence.
    pub evidence: u64,
}

impl Site {
    /// Reads everything.
    pub fn open(question: &Question, now: Timestamp) -> Result<Self, SiteError> {
        Self::open_again(question, now, &Kept::default())
    }

    /// Reads everything as it is now; documents that did not change since the last time are not parsed again.
    pub fn open_again(question: &Question, now: Timestamp, kept: &Kept) -> Result<Self, SiteError> {
        let workspace = kept.open(&question.open)?;
        let report = workspace.check();
        let identities = workspace.identities();
        let mut runs = Vec::new();
        let mut projects = Vec::new();
        let mut specs = Vec::new();
        for (place, project) in workspace.projects.iter().enumerate() {
            let documents: Vec<usize> = asked(&workspace, place);
            if documents.is_empty() {
                continue;
            }
            let states = documents.iter().filter_map(|at| workspace.documents.get(*at));
            let mut inputs: Vec<SpecInput> = states.map(SpecInput::of).collect();
            let read = Project::read(&project.config, &mut inputs, &identities, question, now)?;
            runs.extend(read.runs);
            for ((document, input), status) in documents.into_iter().zip(inputs).zip(read.statuses) {
                specs.push(Spec { document, status, findings: Vec::new(), project: projects.len(), input });
            }
            projects.push(read.project);
        }
        specs.sort_by(|one, other| one.input.path.cmp(&other.input.path));
        let by_path: HashMap<String, usize> =
            specs.iter().enumerate().map(|(at, spec)| (spec.input.path.clone(), at)).collect();
        for (at, finding) in report.diagnostics.iter().enumerate() {
            if let Some(spec) = by_path.get(&*finding.path).and_then(|at| specs.get_mut(*at)) {
                spec.findings.push(at);
            }
        }
        runs.sort_by_key(|run| std::cmp::Reverse((run.start.started, run.id)));
        let links = workspace.links();
        let mut traced: HashMap<(String, u32), Vec<Traced>> = HashMap::new();
        let named = |one: &Traced| !one.code.is_empty() || !one.tests.is_empty();
        for one in workspace.trace().statements.into_iter().filter(named) {
            traced.entry((one.path.clone(), one.line)).or_default().push(one);
        }
        let surroundings = Surroundings::new(&workspace.root, &workspace.buffers);
        Ok(Self {
            surroundings,
            workspace,
            report,
            specs,
            links,
            runs,
            now,
            projects,
            by_path,
            index: OnceLock::new(),
            overview: OnceLock::new(),
            disagreements: OnceLock::new(),
            traced,
        })
    }

    /// The words of everything, gathered at the first question.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Arc::new(Index::of(&self.workspace)))
    }

    /// What the board tells of all specifications together.
    pub(crate) fn overview(&self) -> &Overview {
        self.overview.get_or_init(|| Overview::of(self))
    }

    /// How many findings hold one place against another.
    pub(crate) fn disagreements(&self) -> usize {
        *self.disagreements.get_or_init(|| disagreements(self).count())
    }

    /// Gathers what the first question would otherwise wait for.
    pub(crate) fn warm(&self, kept: &Kept) {
        self.index.get_or_init(|| kept.index(&self.workspace));
        self.overview();
        self.disagreements();
    }

    /// The document at a path.
    pub fn spec(&self, path: &str) -> Option<&Spec> {
        self.specs.get(*self.by_path.get(path)?)
    }

    /// The state of a document.
    pub fn state(&self, spec: &Spec) -> Option<&DocumentState> {
        self.workspace.documents.get(spec.document)
    }

    /// The findings in a document.
    pub fn findings<'a>(&'a self, spec: &'a Spec) -> impl Iterator<Item = &'a Diagnostic> {
        spec.findings.iter().filter_map(|at| self.report.diagnostics.get(*at))
    }

    /// The code and the tests that name an item, which the workspace calls `name`.
    pub fn traced(&self, spec: &Spec, item: &Item, name: &str) -> Option<&Traced> {
        let there = self.traced.get(&(spec.input.path.clone(), item.line))?;
        there.iter().find(|one| one.id == name)
    }

    /// Whether code or tests name any statement.
    pub fn is_traced(&self) -> bool {
        !self.traced.is_empty()
    }

    /// Why an item has its verdict.
    pub fn why(&self, spec: &Spec, item: &Item, name: String) -> Result<Option<Why>, LedgerError> {
        let Some(project) = self.projects.get(spec.project) else { return Ok(None) };
        let board = project.board.beside(project.ledger.as_ref());
        board::why(&board, &spec.input, item, name).map(Some)
    }

    /// How the ledgers are by now. One that is there and was not when this was read counts as growth.
    pub fn pulse(&self, question: &Question) -> Result<Pulse, SiteError> {
        let mut pulse = Pulse::default();
        for project in &self.projects {
            match &project.ledger {
                Some(ledger) => {
                    let (runs, evidence) = ledger.counts()?;
                    pulse.growth.runs += runs;
                    pulse.growth.evidence += evidence;
                    pulse.open |= ledger.last_run()?.is_some_and(|run| run.end.is_none());
                }
                None => {
                    let found = abide_verify::find_ledger(&project.config, &question.environment)?;
                    pulse.appeared |= found.is_some();
                }
            }
        }
        Ok(pulse)
    }
}

impl Spec {
    /// Its path, relative to the repository.
    pub fn path(&self) -> &str {
        &self.input.path
    }

    /// Its items, in source order.
    pub fn items(&self) -> &[Item] {
        &self.input.items
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.input.text
    }
}

struct Read {
    project: Project,
    statuses: Vec<SpecStatus>,
    runs: Vec<RunRecord>,
}

impl Project {
    fn read(
        config: &Arc<Config>,
        inputs: &mut [SpecInput],
        identities: &Identities,
        question: &Question,
        now: Timestamp,
    ) -> Result<Read, SiteError> {
        let ledger = abide_verify::find_ledger(config, &question.environment)?;
        let name = |path: &str, id: &str| identities.id(path, id);
        let board = Board::read(ledger.as_ref(), config, now, None)?.beside(None);
        // The statuses go with the items one by one.
        for SpecInput { path, items, .. } in inputs.iter_mut() {
            items.retain(|item| board.shows(path, item));
        }
        let statuses = board::status(ledger.as_ref(), config, inputs, name, now, None)?.specs;
        let runs = ledger.as_ref().map(|ledger| ledger.runs(RUNS)).transpose()?.unwrap_or_default();
        Ok(Read { project: Project { config: Arc::clone(config), ledger, board }, statuses, runs })
    }
}

fn asked(workspace: &Workspace, project: usize) -> Vec<usize> {
    let states = workspace.documents.iter().enumerate();
    states.filter(|(_, state)| state.asked && state.project == project).map(|(at, _)| at).collect()
}
