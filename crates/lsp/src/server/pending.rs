//! Questions about the whole workspace: answered once all is worked off, and held while nothing is new.

use crate::features::diagnostics::{of, result_id};
use crate::features::settings;
use crate::world::World;
use gen_lsp_types::{
    FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport as Report,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use lsp_server::{ErrorCode, RequestId, Response};
use serde_json::Value;
use std::collections::HashMap;

/// Questions that wait.
#[derive(Default)]
pub struct Pending {
    waiting: Vec<(RequestId, WorkspaceDiagnosticParams)>,
}

impl Pending {
    /// A question came in.
    pub fn add(&mut self, world: &World, id: RequestId, params: Value) {
        match serde_json::from_value(params) {
            Ok(params) => self.waiting.push((id, params)),
            Err(error) => {
                let message = format!("workspace/diagnostic: {error}");
                world.answer(Response::new_err(id, ErrorCode::InvalidParams as i32, message));
            }
        }
    }

    /// A question was taken back; says whether it was one that waited.
    pub fn drop_request(&mut self, id: &RequestId) -> bool {
        let waiting = self.waiting.len();
        self.waiting.retain(|(known, _)| known != id);
        self.waiting.len() < waiting
    }

    /// Answers what something new can be said to.
    pub fn answer(&mut self, world: &mut World) {
        let mut held = Vec::new();
        for (id, params) in std::mem::take(&mut self.waiting) {
            let reports = reports(world, &params);
            let is_new = reports
                .iter()
                .any(|report| matches!(report, Report::WorkspaceFullDocumentDiagnosticReport(_)));
            if is_new || params.previous_result_ids.is_empty() {
                world.answer(Response::new_ok(id, WorkspaceDiagnosticReport { items: reports }));
            } else {
                held.push((id, params));
            }
        }
        self.waiting = held;
    }
}

fn reports(world: &mut World, params: &WorkspaceDiagnosticParams) -> Vec<Report> {
    let mut previous: HashMap<&str, &str> =
        params.previous_result_ids.iter().map(|known| (known.uri.as_str(), known.value.as_str())).collect();
    let mut reports = Vec::new();
    for folder in 0..world.folders.len() {
        let count = world.spot(folder, 0).map_or(0, |spot| spot.live.documents().len());
        for number in 0..count {
            let items = of(world, folder, number);
            let Some(spot) = world.spot(folder, number).filter(|spot| spot.state.asked) else { continue };
            let (uri, version, result_id) = (spot.uri(), spot.version(), result_id(&items));
            reports.extend(report(&mut previous, uri, version, result_id, items));
        }
        for (uri, version, items) in settings::of_folder(world, folder) {
            reports.extend(report(&mut previous, uri, version, result_id(&items), items));
        }
    }
    // What is no document any more has no finding.
    let gone = previous.into_keys().filter_map(|uri| uri.parse().ok());
    let empty = result_id(&[]);
    let mut gone: Vec<gen_lsp_types::Uri> = gone.collect();
    gone.sort();
    for uri in gone {
        let known = params.previous_result_ids.iter().any(|known| known.uri == uri && known.value == empty);
        if !known {
            reports.push(full(uri, None, empty.clone(), Vec::new()));
        }
    }
    reports
}

/// What there is to say of a file; nothing where it never had a finding.
fn report(
    previous: &mut HashMap<&str, &str>,
    uri: gen_lsp_types::Uri,
    version: Option<i32>,
    result_id: String,
    items: Vec<gen_lsp_types::Diagnostic>,
) -> Option<Report> {
    let before = previous.remove(uri.as_str());
    if before == Some(result_id.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return Some(Report::WorkspaceUnchangedDocumentDiagnosticReport(
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report },
        ));
    }
    (before.is_some() || !items.is_empty()).then(|| full(uri, version, result_id, items))
}

fn full(
    uri: gen_lsp_types::Uri,
    version: Option<i32>,
    result_id: String,
    items: Vec<gen_lsp_types::Diagnostic>,
) -> Report {
    Report::WorkspaceFullDocumentDiagnosticReport(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
    })
}
