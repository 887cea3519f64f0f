//! What an emitter gives.

use crate::SourceDocument;
use abide_model::Item;

/// The files of an artifact, and what could not be said in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifact {
    /// The files, in the order of their names; none where the specifications state nothing for this artifact.
    pub files: Vec<File>,
    /// Statements that are not in it, or only in part.
    pub omitted: Vec<Omission>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Its text, with a line break at its end.
    pub text: String,
}

/// A statement that is not in an artifact, or only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// The document.
    pub path: String,
    /// The line of the statement.
    pub line: u32,
    /// The id of the item.
    pub item: String,
    /// What is missing, and why.
    pub reason: String,
}

impl Artifact {
    /// An artifact of one file; none where there is no text.
    pub fn of_file(name: impl Into<String>, text: String) -> Self {
        let mut artifact = Self::default();
        if !text.is_empty() {
            artifact.push(name, text);
        }
        artifact
    }

    /// Adds a file.
    pub fn push(&mut self, name: impl Into<String>, mut text: String) {
        if !text.ends_with('\n') {
            text.push('\n');
        }
        self.files.push(File { name: name.into(), text });
    }

    /// Says that a statement, or a part of it, is not in the artifact.
    pub fn omit(&mut self, document: &SourceDocument, item: &Item, reason: impl Into<String>) {
        let omission = Omission {
            path: document.spec.path.clone(),
            line: item.line,
            item: item.id.clone(),
            reason: reason.into(),
        };
        if !self.omitted.contains(&omission) {
            self.omitted.push(omission);
        }
    }
}
