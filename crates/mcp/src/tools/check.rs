//! `check`: findings, the worst first.

use crate::arguments::Check;
use crate::{Desk, Failure};
use abide_diagnostics::Diagnostic;
use abide_verify::board::finding_shown;
use abide_workspace::budget::Pack;
use abide_workspace::contradiction::is_contradiction;
use serde_json::Value;

pub fn answer(desk: &Desk, arguments: Check) -> Result<Value, Failure> {
    let workspace = desk.open(&arguments.paths)?;
    let report = workspace.check();
    let mut findings: Vec<&Diagnostic> = report.sorted().collect();
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), !is_contradiction(finding)));
    let mut pack = Pack::new(arguments.budget);
    pack.set("summary", report.summary().sentence());
    let unread: Vec<Value> = report.unread.iter().map(|note| about(note).into()).collect();
    if !unread.is_empty() {
        pack.list("unread", unread, 20);
    }
    pack.list(
        "findings",
        findings.iter().skip(arguments.skip).map(|finding| finding_shown(&report, finding)),
        100,
    );
    let notes: Vec<Value> = report.notes.iter().map(|note| about(note).into()).collect();
    if !notes.is_empty() {
        pack.list("notes", notes, 100);
    }
    pack.hint(format!("call again with skip={}, or with paths", arguments.skip + pack.taken("findings")));
    Ok(pack.finish())
}

fn about(note: &abide_diagnostics::Note) -> String {
    match &note.path {
        Some(path) => format!("{path}: {}", note.message),
        None => note.message.clone(),
    }
}
