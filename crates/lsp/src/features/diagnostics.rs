//! Findings, in range and text as `abide check` gives them.

use crate::features::settings;
use crate::world::{Spot, World};
use abide_diagnostics::{Diagnostic, Severity};
use abide_syntax::{LineIndex, TextRange};
use gen_lsp_types::{
    Code, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Range,
};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The findings of a document as the editor takes them, checked now where something changed.
pub fn of(world: &mut World, folder: usize, number: usize) -> Vec<gen_lsp_types::Diagnostic> {
    let Some(path) = world.spot(folder, number).map(|spot| spot.state.file.absolute.clone()) else {
        return Vec::new();
    };
    // Who chose so is told of nothing new before the document is saved.
    if world.waits_for_save(&path)
        && let Some(shown) = world.shown.get(&path)
    {
        return shown.clone();
    }
    let live = world.folders.get_mut(folder).and_then(|folder| folder.live.as_mut());
    let Some(found) = live.map(|live| live.findings(number)) else { return Vec::new() };
    let Some(spot) = world.spot(folder, number) else { return Vec::new() };
    let written: Vec<_> = found.iter().map(|finding| written(&spot, finding)).collect();
    if world.buffers.contains_key(&path) {
        world.shown.insert(path, written.clone());
    }
    written
}

/// One finding as the editor takes it.
pub fn written(spot: &Spot, finding: &Diagnostic) -> gen_lsp_types::Diagnostic {
    let related = finding.related.iter().filter_map(|related| {
        Some(DiagnosticRelatedInformation {
            location: location(spot, &related.path, related.range)?,
            message: related.message.clone(),
        })
    });
    gen_lsp_types::Diagnostic {
        range: spot.places().range(finding.range),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.rule.to_owned())),
        source: Some("abide".to_owned()),
        message: Message::String(message(finding)),
        related_information: (!finding.related.is_empty()).then(|| related.collect()),
        ..gen_lsp_types::Diagnostic::default()
    }
}

/// What is wrong, and on a line of its own what to do.
pub fn message(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// A place in a document or a template of the workspace.
pub fn location(spot: &Spot, path: &str, range: TextRange) -> Option<Location> {
    let absolute = spot.live.workspace().root.absolute(path);
    let range = if path == &**spot.path() {
        spot.places().range(range)
    } else if let Some(other) = spot.live.number(path).and_then(|number| spot.other(number)) {
        other.places().range(range)
    } else {
        let projects = &spot.live.workspace().projects;
        let mut templates = projects.iter().flat_map(|project| &project.library.templates);
        let template = templates.find(|template| template.path.as_deref() == Some(path))?;
        let document = &template.today()?.document;
        spot.places_of(document).range(range)
    };
    Some(Location { uri: spot.uri_of(&absolute), range })
}

/// The place of a range in a file that is no document.
pub fn range_in(world: &World, text: &str, range: TextRange) -> Range {
    let lines = LineIndex::new(text);
    crate::positions::Places { text, lines: &lines, encoding: world.client.encoding }.range(range)
}

/// A name for findings: the same for the same ones.
pub fn result_id(findings: &[gen_lsp_types::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(findings).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Sends the findings of documents to an editor that does not ask for them.
pub fn publish(world: &mut World, folder: usize, numbers: &[usize]) {
    if world.client.pulls {
        return;
    }
    for number in numbers {
        let path = world.spot(folder, *number).map(|spot| spot.state.file.absolute.clone());
        if path.is_some_and(|path| world.waits_for_save(&path)) {
            continue;
        }
        let diagnostics = of(world, folder, *number);
        let Some(spot) = world.spot(folder, *number) else { continue };
        let (uri, version) = (spot.uri(), spot.version());
        // What never had a finding is not worth a message.
        let known = match diagnostics.is_empty() {
            true => world.published.remove(&uri),
            false => !world.published.insert(uri.clone()),
        };
        if known || !diagnostics.is_empty() {
            world.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams {
                uri,
                version,
                diagnostics,
            });
        }
    }
}

/// Takes back what was sent about files that are no documents any more, and about settings that can be used again.
pub fn take_back(world: &mut World) {
    if world.client.pulls {
        return;
    }
    let is_known = |uri: &gen_lsp_types::Uri| {
        let path = crate::uri::path(uri)?;
        let folder = world.folders.get(world.folder_with(&path)?)?;
        let is_document = folder.live.as_ref().is_some_and(|live| live.number_at(&path).is_some());
        Some(is_document || settings::files(folder).contains(&path))
    };
    let left: Vec<_> = world.published.iter().filter(|uri| is_known(uri) != Some(true)).cloned().collect();
    for uri in left {
        world.published.remove(&uri);
        world.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams {
            uri,
            version: None,
            diagnostics: Vec::new(),
        });
    }
}
