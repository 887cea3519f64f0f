//! What the findings of a document rest on beside the document itself.

use super::surroundings::Surroundings;
use abide_rules::Files;
use abide_syntax::Anchors;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};

/// What was asked while a document was checked.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Whether other documents were asked about at all, with or without an answer.
    pub(super) others: bool,
    /// The documents that were the answer.
    pub(super) documents: BTreeSet<usize>,
    /// Those of them that the findings point into.
    pub(super) cited: BTreeSet<usize>,
    /// The files whose anchors were asked for.
    pub(super) anchors: HashSet<Arc<str>>,
}

/// The files around a document, with a note of what is asked about them.
pub(super) struct Noted<'a> {
    files: &'a Surroundings,
    asked: &'a Mutex<Asked>,
}

impl<'a> Noted<'a> {
    pub(super) fn new(files: &'a Surroundings, asked: &'a Mutex<Asked>) -> Self {
        Self { files, asked }
    }
}

impl Files for Noted<'_> {
    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.files.is_folder(path)
    }

    fn has_kind(&self, folder: &str, extension: &str) -> bool {
        self.files.has_kind(folder, extension)
    }

    fn anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        if let Ok(mut asked) = self.asked.lock() {
            asked.anchors.insert(path.into());
        }
        self.files.anchors(path)
    }

    fn is_complete(&self) -> bool {
        self.files.is_complete()
    }
}
