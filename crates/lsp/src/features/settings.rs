//! What is wrong with an `abide.toml`, where it stands.

use crate::features::diagnostics::range_in;
use crate::folder::Folder;
use crate::uri;
use crate::world::World;
use abide_workspace::ConfigError;
use abide_workspace::config::{CONFIG_RULE, ConfigProblem};
use gen_lsp_types::{
    Code, Diagnostic, DiagnosticSeverity, Message, PublishDiagnosticsNotification, PublishDiagnosticsParams,
    Uri,
};
use std::path::{Path, PathBuf};

/// The files with settings that a folder cannot use.
pub fn files(folder: &Folder) -> Vec<PathBuf> {
    let root = folder.root();
    folder.refused.iter().map(|error| root.absolute(&error.source.path)).collect()
}

/// What is wrong with the settings of a folder, by the address of their file.
pub fn of_folder(world: &World, folder: usize) -> Vec<(Uri, Option<i32>, Vec<Diagnostic>)> {
    let Some(folder) = world.folders.get(folder) else { return Vec::new() };
    let named = folder.refused.iter().zip(files(folder));
    named
        .filter_map(|(error, path)| {
            let buffer = world.buffers.get(&path);
            let uri = buffer.map(|buffer| buffer.uri.clone()).or_else(|| uri::of(&path))?;
            Some((uri, buffer.map(|buffer| buffer.version), written(world, error)))
        })
        .collect()
}

/// What is wrong with the settings in a file.
pub fn of_file(world: &World, path: &Path) -> Vec<Diagnostic> {
    let Some(folder) = world.folder_with(path).and_then(|folder| world.folders.get(folder)) else {
        return Vec::new();
    };
    let own = folder.refused.iter().zip(files(folder)).filter(|(_, file)| file == path);
    own.flat_map(|(error, _)| written(world, error)).collect()
}

fn written(world: &World, error: &ConfigError) -> Vec<Diagnostic> {
    let one = |problem: &ConfigProblem| Diagnostic {
        range: range_in(world, &error.source.text, problem.range),
        severity: Some(DiagnosticSeverity::Error),
        code: Some(Code::String(CONFIG_RULE.to_owned())),
        source: Some("abide".to_owned()),
        message: Message::String(format!("{}\nhelp: {}", problem.message, problem.help)),
        ..Diagnostic::default()
    };
    error.problems.iter().map(one).collect()
}

/// Sends what is wrong with the settings of a folder to an editor that does not ask for it.
pub fn publish(world: &mut World, folder: usize) {
    if world.client.pulls {
        return;
    }
    for (uri, version, diagnostics) in of_folder(world, folder) {
        world.published.insert(uri.clone());
        world.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams {
            uri,
            version,
            diagnostics,
        });
    }
}
