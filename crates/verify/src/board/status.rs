//! Every specification with the verdicts of its statements: what `abide status` prints. The types are the published schema.

use super::known::Board;
use crate::facts::SpecInput;
use crate::plan::shows;
use crate::run::Summary;
use abide_ledger::{Ledger, LedgerError, Strength, Verdict};
use abide_workspace::Config;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the document; it rises when a consumer could break.
const VERSION: u32 = 1;

/// What `abide status --format json` writes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide status")]
pub struct Status {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The specifications that were asked about, ordered by path.
    pub specs: Vec<SpecStatus>,
    /// How many statements have each verdict.
    pub summary: Summary,
    /// The run that began last; null where there was none.
    pub last_run: Option<LastRun>,
    /// With `--since`: the statements whose verdict is another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
}

/// One specification.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpecStatus {
    /// Relative to the repository, with `/` separators.
    pub path: String,
    /// How many of its statements have each verdict.
    pub summary: Summary,
    /// When the newest evidence on one of its statements was gathered; null where there is none.
    pub newest_evidence: Option<String>,
    /// Its statements, in source order.
    pub items: Vec<ItemStatus>,
}

/// One statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemStatus {
    /// What it is called within the workspace.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The statement.
    pub text: String,
    /// Its verdict as of today.
    pub verdict: Verdict,
    /// How strong the evidence is that it rests on; null where there is none.
    pub strength: Option<Strength>,
    /// Why this verdict.
    pub reason: String,
    /// When it was last judged by a run; null where none has looked at it.
    pub judged: Option<String>,
    /// Whether it says something that a running system could show by itself.
    pub triable: bool,
}

/// A statement whose verdict is another one now.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// What it is called within the workspace.
    pub id: String,
    /// The path of its specification.
    pub path: String,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The statement.
    pub text: String,
    /// Its verdict then.
    pub before: Verdict,
    /// Its verdict now.
    pub after: Verdict,
    /// Why it has its verdict now.
    pub reason: String,
}

/// The run that began last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LastRun {
    /// Its number.
    pub id: i64,
    /// When it began.
    pub started: String,
    /// The target by name or address; null where there was none.
    pub target: Option<String>,
    /// How it ended: `complete`, `inconclusive` or `interrupted`; null while it goes on, or where it was cut off.
    pub ending: Option<String>,
}

/// The verdicts of today; with `since`, also what has changed. `name` says what an item is called, by path and id.
pub fn status(
    ledger: Option<&Ledger>,
    config: &Config,
    specs: &[SpecInput],
    name: impl Fn(&str, &str) -> String,
    now: Timestamp,
    since: Option<Timestamp>,
) -> Result<Status, LedgerError> {
    let board = Board::read(ledger, config, now, None)?;
    let then = since.map(|since| Board::read(ledger, config, since, Some(since))).transpose()?;
    let (mut shown, mut changes) = (Vec::new(), Vec::new());
    for spec in specs {
        let mut items = Vec::new();
        let mut newest: Option<Timestamp> = None;
        for item in spec.items.iter().filter(|item| board.shows(&spec.path, item)) {
            let current = board.current(spec, item);
            let standing = board.known(spec, item).and_then(|known| known.standing.as_ref());
            let tried = standing.filter(|standing| standing.strength.is_some());
            newest = newest.max(tried.map(|standing| standing.at));
            let id = name(&spec.path, &item.id);
            if let Some(then) = &then {
                // The words of then are not known; what was judged then was judged of them.
                let known = then.known(spec, item);
                let digest = known.and_then(|known| Some(known.standing.as_ref()?.statement.clone()));
                let digest = digest.or_else(|| Some(known?.attestation.as_ref()?.statement.clone()));
                let before =
                    known.zip(digest).and_then(|(known, digest)| known.now(&digest, |_| None, then.now));
                let before = before.map_or(Verdict::Unproven, |before| before.verdict);
                if before != current.verdict {
                    changes.push(Change {
                        id: id.clone(),
                        path: spec.path.clone(),
                        line: item.line,
                        text: item.text.clone(),
                        before,
                        after: current.verdict,
                        reason: current.reason.clone(),
                    });
                }
            }
            items.push(ItemStatus {
                id,
                kind: item.kind.name(),
                line: item.line,
                text: item.text.clone(),
                verdict: current.verdict,
                strength: current.strength,
                reason: current.reason,
                judged: standing.map(|standing| standing.at.to_string()),
                triable: shows(item.kind),
            });
        }
        shown.push(SpecStatus {
            path: spec.path.clone(),
            summary: items.iter().map(|item| item.verdict).collect(),
            newest_evidence: newest.map(|newest| newest.to_string()),
            items,
        });
    }
    let last_run = ledger.map(Ledger::last_run).transpose()?.flatten().map(|run| LastRun {
        id: run.id.0,
        started: run.start.started.to_string(),
        target: run.start.target,
        ending: run.end.map(|end| end.ending.name().to_owned()),
    });
    Ok(Status {
        version: VERSION,
        summary: shown.iter().flat_map(|spec| &spec.items).map(|item| item.verdict).collect(),
        specs: shown,
        last_run,
        changes: then.map(|_| changes),
    })
}

/// The JSON Schema of the document of `abide status --format json`.
pub fn status_schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Status>().to_value()
}
