//! What the editor tells without asking for an answer.

use crate::features::diagnostics;
use crate::uri;
use crate::world::{Buffer, World};
use abide_workspace::check::Edited;
use gen_lsp_types::*;
use std::path::Path;
use std::sync::Arc;

/// Takes a notification; what cannot be read is told.
pub fn take(world: &mut World, note: lsp_server::Notification) -> Result<(), String> {
    macro_rules! notes {
        ($($kind:ident => $take:expr,)*) => {
            match note.method.as_str() {
                $(method if method == <$kind as Notification>::METHOD.as_str() => {
                    let params = serde_json::from_value(note.params).map_err(|error| format!("{}: {error}", note.method))?;
                    $take(world, params);
                })*
                // Whatever begins so may be passed over, and what is not known can be.
                _ => {}
            }
        };
    }
    notes! {
        DidOpenTextDocumentNotification => opened,
        DidChangeTextDocumentNotification => changed,
        DidSaveTextDocumentNotification => saved,
        DidCloseTextDocumentNotification => closed,
        DidChangeWatchedFilesNotification => files_changed,
        DidChangeWorkspaceFoldersNotification => folders_changed,
        DidChangeConfigurationNotification => settings_changed,
        DidCreateFilesNotification => |world: &mut World, _: CreateFilesParams| all_files_changed(world),
        DidRenameFilesNotification => |world: &mut World, _: RenameFilesParams| all_files_changed(world),
        DidDeleteFilesNotification => |world: &mut World, _: DeleteFilesParams| all_files_changed(world),
    }
    Ok(())
}

fn opened(world: &mut World, params: DidOpenTextDocumentParams) {
    let TextDocumentItem { uri, version, text, .. } = params.text_document;
    let Some(path) = uri::path(&uri) else { return };
    let text: Arc<str> = text.into();
    world.folder_of(&path);
    world.buffers.insert(path.clone(), Buffer { uri, version, text: Arc::clone(&text), dirty: false });
    edited(world, &path, Some(text));
}

fn changed(world: &mut World, params: DidChangeTextDocumentParams) {
    let VersionedTextDocumentIdentifier { version, text_document_identifier } = params.text_document;
    let Some(path) = uri::path(&text_document_identifier.uri) else { return };
    if let Some(text) = world.change(&path, version, params.content_changes) {
        edited(world, &path, Some(text));
    }
}

fn saved(world: &mut World, params: DidSaveTextDocumentParams) {
    let Some(path) = uri::path(&params.text_document.uri) else { return };
    let Some(buffer) = world.buffers.get_mut(&path) else { return };
    buffer.dirty = false;
    let text = Arc::clone(&buffer.text);
    edited(world, &path, Some(text));
}

fn closed(world: &mut World, params: DidCloseTextDocumentParams) {
    let Some(path) = uri::path(&params.text_document.uri) else { return };
    world.buffers.remove(&path);
    world.shown.remove(&path);
    edited(world, &path, None);
    // A folder that is here for a file's sake goes with the last of its files.
    let buffers = &world.buffers;
    world.folders.retain(|folder| folder.opened || buffers.keys().any(|path| folder.holds(path)));
}

/// The text of a file is another one now: its own findings are told at once, what follows for others later.
fn edited(world: &mut World, path: &Path, text: Option<Arc<str>>) {
    let Some(folder) = world.folder_with(path) else { return };
    let Some(known) = world.folders.get_mut(folder) else { return };
    if let Edited::Document(number) = known.edit(path, text)
        && !world.waits_for_save(path)
    {
        diagnostics::publish(world, folder, &[number]);
    }
}

fn files_changed(world: &mut World, params: DidChangeWatchedFilesParams) {
    for change in params.changes {
        let Some(path) = uri::path(&change.uri) else { continue };
        let Some(folder) = world.folder_with(&path) else { continue };
        if path.components().any(|part| part.as_os_str() == ".abide") {
            world.read_verdicts(folder);
        } else if world.buffers.contains_key(&path) && change.kind == FileChangeType::Changed {
            // What the editor holds stands for the file, whatever is written to it.
        } else if let Some(known) = world.folders.get_mut(folder) {
            let is_document = known.live.as_ref().is_some_and(|live| live.number_at(&path).is_some());
            if is_document && change.kind == FileChangeType::Changed {
                edited(world, &path, None);
            } else {
                known.files_changed();
            }
        }
    }
}

fn all_files_changed(world: &mut World) {
    world.folders.iter_mut().for_each(|folder| folder.files_changed());
}

fn folders_changed(world: &mut World, params: DidChangeWorkspaceFoldersParams) {
    for folder in params.event.removed {
        if let Some(path) = uri::path(&folder.uri) {
            world.remove_folder(&path);
        }
    }
    for folder in params.event.added {
        if let Some(path) = uri::path(&folder.uri) {
            world.add_folder(path);
        }
    }
    diagnostics::take_back(world);
}

fn settings_changed(world: &mut World, params: DidChangeConfigurationParams) {
    world.take_settings(&params.settings);
}
