//! Edits of several documents as the editor takes them.

use crate::client::Client;
use crate::world::{Spot, World};
use abide_diagnostics::Edit;
use abide_syntax::TextRange;
use gen_lsp_types::{
    DocumentChange, OptionalVersionedTextDocumentIdentifier, RenameFile, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use std::collections::{BTreeMap, HashMap};

/// Edits by document, all against the texts as they are now.
#[derive(Debug, Default)]
pub struct Edits {
    texts: BTreeMap<usize, Vec<Edit>>,
    moves: Vec<(Uri, Uri)>,
}

impl Edits {
    /// Replaces a range of a document; the same edit twice is one.
    pub fn replace(&mut self, number: usize, range: TextRange, text: impl Into<String>) {
        let edit = Edit::replace(range, text);
        let edits = self.texts.entry(number).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Moves a file.
    pub fn move_file(&mut self, from: Uri, to: Uri) {
        self.moves.push((from, to));
    }

    /// The edits of each document.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &[Edit])> {
        self.texts.iter().map(|(number, edits)| (*number, edits.as_slice()))
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.texts.values().all(Vec::is_empty) && self.moves.is_empty()
    }

    /// The edits as the editor takes them.
    pub fn written(self, world: &World, folder: usize) -> WorkspaceEdit {
        let mut parts = Vec::new();
        for (number, mut edits) in self.texts {
            let Some(spot) = world.spot(folder, number) else { continue };
            edits.sort();
            parts.push((spot.uri(), spot.version(), text_edits(&spot, &edits)));
        }
        written(&world.client, parts, self.moves)
    }
}

/// Edits of one document as the editor takes them.
pub fn text_edits(spot: &Spot, edits: &[Edit]) -> Vec<TextEdit> {
    let places = spot.places();
    edits
        .iter()
        .map(|edit| TextEdit { range: places.range(edit.range), new_text: edit.replacement.clone() })
        .collect()
}

/// An edit of one document alone.
pub fn of_document(spot: &Spot, edits: &[Edit]) -> WorkspaceEdit {
    written(&spot.world.client, vec![(spot.uri(), spot.version(), text_edits(spot, edits))], Vec::new())
}

fn written(
    client: &Client,
    parts: Vec<(Uri, Option<i32>, Vec<TextEdit>)>,
    moves: Vec<(Uri, Uri)>,
) -> WorkspaceEdit {
    if !client.document_changes {
        let changes: HashMap<Uri, Vec<TextEdit>> =
            parts.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let texts = parts.into_iter().map(|(uri, version, edits)| {
        DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version,
                text_document_identifier: TextDocumentIdentifier { uri },
            },
            edits: edits.into_iter().map(gen_lsp_types::Edit::TextEdit).collect(),
        })
    });
    let moves = moves.into_iter().map(|(old_uri, new_uri)| {
        DocumentChange::RenameFile(RenameFile { old_uri, new_uri, options: None, annotation_id: None })
    });
    WorkspaceEdit { document_changes: Some(texts.chain(moves).collect()), ..WorkspaceEdit::default() }
}
