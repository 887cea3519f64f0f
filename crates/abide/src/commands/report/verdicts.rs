//! Verdicts that were gained and lost since a revision: those of the words of then beside those of the words of now.

use super::verify;
use abide_diff::Change;
use abide_ledger::Verdict;
use abide_verify::SpecInput;
use abide_verify::board::Board;
use abide_workspace::check::Workspace;
use abide_workspace::past::Past;
use anyhow::Result;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A statement whose verdict is another one now.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VerdictChange {
    /// What it is called within the workspace.
    pub id: String,
    /// The path of its document.
    pub path: String,
    /// The 1-based line where it starts, or started.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The statement.
    pub text: String,
    /// The verdict of the words of then; null where the statement is new.
    pub before: Option<Verdict>,
    /// The verdict of the words of now; null where the statement is gone.
    pub after: Option<Verdict>,
    /// Why.
    pub reason: String,
}

/// Lost and gained verdicts, each in the order of the documents.
type Changes = (Vec<VerdictChange>, Vec<VerdictChange>);

pub fn changes(past: &Past, workspace: &Workspace, diff: &[Change]) -> Result<Changes> {
    let (config, specs) = verify::specs(workspace)?;
    let Some(ledger) = abide_verify::find_ledger(&config, &verify::environment())? else {
        return Ok(Changes::default());
    };
    let now = Timestamp::now();
    let until = past.work_began;
    let board = Board::read(Some(&ledger), &config, now, None)?;
    let then = Board::read(Some(&ledger), &config, until.unwrap_or(now), until)?;
    let old_specs = match &past.workspace {
        Some(workspace) if workspace.asked().next().is_some() => verify::specs(workspace)?.1,
        _ => Vec::new(),
    };
    let mut old: HashMap<(&str, &str), Verdict> = HashMap::new();
    for spec in &old_specs {
        for item in &spec.items {
            // The words of then are judged by what was said of them, then or since.
            let verdict = then.current(spec, item).verdict;
            old.insert((&spec.path, &item.id), verdict);
        }
    }
    let identities = workspace.identities();
    let sides = Sides::of(diff);
    let (mut lost, mut gained) = (Vec::new(), Vec::new());
    for spec in &specs {
        for item in &spec.items {
            let place = (spec.path.as_str(), item.id.as_str());
            let before = match sides.before.get(&place) {
                Some(None) => None,
                Some(Some(then)) => old.get(then).copied(),
                None => old.get(&place).copied(),
            };
            let current = board.current(spec, item);
            let change = VerdictChange {
                id: identities.id(&spec.path, &item.id),
                path: spec.path.clone(),
                line: item.line,
                text: item.text.clone(),
                before,
                after: Some(current.verdict),
                reason: current.reason,
            };
            match (before.is_some_and(holds), holds(current.verdict)) {
                (true, false) => lost.push(change),
                (false, true) => gained.push(change),
                _ => {}
            }
        }
    }
    lost.extend(gone(&old_specs, &old, diff));
    lost.extend(untold(&old_specs, &specs, &old));
    Ok((lost, gained))
}

fn holds(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Proven | Verdict::Attested)
}

/// Proven statements that are not there any more.
fn gone(specs: &[SpecInput], old: &HashMap<(&str, &str), Verdict>, diff: &[Change]) -> Vec<VerdictChange> {
    let removed =
        diff.iter().filter(|change| change.after.is_none()).filter_map(|change| change.before.as_ref());
    let known = |path: &str| specs.iter().any(|spec| spec.path == path);
    let lost = removed.filter(|statement| known(&statement.path)).filter_map(|statement| {
        let before = *old.get(&(statement.path.as_str(), statement.id.as_str()))?;
        holds(before).then(|| VerdictChange {
            id: statement.id.clone(),
            path: statement.path.clone(),
            line: statement.line,
            text: statement.text.clone(),
            before: Some(before),
            after: None,
            reason: "the statement is gone".to_owned(),
        })
    });
    lost.collect()
}

/// Proven statements of running text whose words are not there any more: what changed of a model says nothing of them.
fn untold(
    old: &[SpecInput],
    new: &[SpecInput],
    verdicts: &HashMap<(&str, &str), Verdict>,
) -> Vec<VerdictChange> {
    let still: HashSet<(&str, &str)> = new
        .iter()
        .flat_map(|spec| spec.items.iter().map(|item| (spec.path.as_str(), item.id.as_str())))
        .collect();
    let mut lost = Vec::new();
    for spec in old {
        for item in spec.items.iter().filter(|item| item.is_told()) {
            let place = (spec.path.as_str(), item.id.as_str());
            let before = verdicts.get(&place).copied().filter(|before| holds(*before));
            if let Some(before) = before.filter(|_| !still.contains(&place)) {
                lost.push(VerdictChange {
                    id: item.id.clone(),
                    path: spec.path.clone(),
                    line: item.line,
                    text: item.text.clone(),
                    before: Some(before),
                    after: None,
                    reason: "the statement is gone, or starts with other words".to_owned(),
                });
            }
        }
    }
    lost
}

/// For each statement that changed, which one it was.
struct Sides<'a> {
    before: HashMap<(&'a str, &'a str), Option<(&'a str, &'a str)>>,
}

impl<'a> Sides<'a> {
    fn of(diff: &'a [Change]) -> Self {
        let place = |side: &'a abide_diff::Statement| (side.path.as_str(), side.id.as_str());
        let items = diff
            .iter()
            .filter_map(|change| Some((place(change.after.as_ref()?), change.before.as_ref().map(place))));
        Self { before: items.collect() }
    }
}
