//! `abide report`: the comment for a pull request.

mod markdown;
mod verdicts;

use super::{Place, verify};
use crate::Exit;
use crate::cli::{self, ReportFormat};
use abide_diagnostics::{Diagnostic, Report as Check};
use abide_diff::{Change, DocumentChange, Summary};
use abide_workspace::check::Workspace;
use abide_workspace::past::{Past, findings};
use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
pub use verdicts::VerdictChange;

/// The version of the document; it rises when a consumer could break.
const VERSION: u32 = 1;

/// What `abide report --format json` writes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide report")]
pub struct Report {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The commit that the documents are compared with.
    pub since: String,
    /// Documents that came, went or were renamed, ordered by path.
    pub documents: Vec<DocumentChange>,
    /// The changes of statements: breaking ones first, then weakened ones, then the others by place.
    pub changes: Vec<Change>,
    /// How many there are of each.
    pub summary: Summary,
    /// Statements that were proven or attested, and are not any more; those that are gone among them.
    pub lost: Vec<VerdictChange>,
    /// Statements that are proven or attested, and were not before.
    pub gained: Vec<VerdictChange>,
    /// Findings that are new, the most severe first.
    pub new_findings: Vec<Found>,
    /// Findings that are gone, the most severe first.
    pub gone_findings: Vec<Found>,
}

/// A finding of a check.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// The rule.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// Whether two statements contradict each other.
    pub contradiction: bool,
    /// The path of the document.
    pub path: String,
    /// The 1-based line.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

pub fn run(place: &Place, arguments: &cli::Report) -> Result<Exit> {
    let request = place.open(&arguments.paths);
    let past = Past::open(&request, &arguments.revision)?;
    let workspace = Workspace::open(&request)?;
    for problem in &workspace.problems {
        crate::terminal::say(&format!("error: {problem}"));
    }
    let compared = workspace.since(&past);
    let renamed: BTreeMap<String, String> =
        compared.diff.documents.iter().filter_map(|one| Some((one.from.clone()?, one.to.clone()?))).collect();
    let before = past.workspace.as_ref().map(Workspace::check).unwrap_or_default();
    let after = workspace.check();
    let found = findings(&before, &after, &renamed);
    let (lost, gained) = verdicts::changes(&past, &workspace, &compared.diff.changes)?;
    let report = Report {
        version: VERSION,
        since: past.commit.clone(),
        summary: compared.diff.changes.iter().collect(),
        documents: compared.diff.documents,
        changes: compared.diff.changes,
        lost,
        gained,
        new_findings: found.new.iter().map(|one| shown(&after, one)).collect(),
        gone_findings: found.gone.iter().map(|one| shown(&before, one)).collect(),
    };
    let text = match arguments.format {
        ReportFormat::Json => format!("{:#}", serde_json::to_value(&report)?),
        ReportFormat::Markdown => markdown::comment(&report, &past.since),
    };
    crate::terminal::print(&text)?;
    Ok(if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun })
}

fn shown(check: &Check, finding: &Diagnostic) -> Found {
    Found {
        rule: finding.rule.to_owned(),
        severity: finding.severity.to_string(),
        contradiction: finding.rule.starts_with("conflicting-") || finding.rule == "goal-is-non-goal",
        path: finding.path.to_string(),
        line: check.line_column(&finding.path, finding.range.start).line,
        message: finding.message.clone(),
    }
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Report>().to_value()
}
