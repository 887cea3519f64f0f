//! What rules may ask about the files around a document.

use crate::files::{Buffers, LinkTarget, Links, Root, RootKind};
use abide_rules::{End, Files};
use abide_syntax::{Anchors, Document};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The files of a workspace, as rules see them. Folders are read once, anchors of other files at the first question.
#[derive(Debug)]
pub struct Surroundings {
    root: Root,
    links: Links,
    buffers: Buffers,
    anchors: Mutex<HashMap<String, Option<Arc<Anchors>>>>,
}

impl Surroundings {
    /// Nothing is read yet; `buffers` stand instead of files'.
    pub fn new(root: &Root, buffers: &Buffers) -> Self {
        Self {
            root: root.clone(),
            links: Links::new(root),
            buffers: buffers.clone(),
            anchors: Mutex::default(),
        }
    }

    /// What a link in the document at `from` leads to, by its path in the repository; none where nothing is known to stand there.
    /// What stands behind `?` or `#` is not part of `link`.
    pub fn linked(&self, from: &str, link: &str) -> Option<String> {
        match abide_rules::follow(self, from, link) {
            End::There(path) => Some(path),
            End::Missing | End::Unknown => None,
        }
    }

    /// The file at a shown path has another text now; without one, it is read again when asked for.
    pub(super) fn take_text(&mut self, path: &str, text: Option<&Arc<str>>) {
        self.buffers.set(&self.root.absolute(path), text);
        if let Ok(known) = self.anchors.get_mut() {
            known.remove(path);
        }
    }
}

impl Files for Surroundings {
    fn exists(&self, path: &str) -> bool {
        // What stands outside of the repository differs from machine to machine; nothing is said of it.
        self.links.target(path) != LinkTarget::Missing
    }

    fn is_folder(&self, path: &str) -> bool {
        self.links.target(path) == LinkTarget::Folder
    }

    fn has_kind(&self, folder: &str, extension: &str) -> bool {
        self.links.has_extension(folder, extension)
    }

    fn anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        if self.links.target(path) != LinkTarget::File || !crate::config::is_markdown(path) {
            return None;
        }
        if let Some(known) = self.anchors.lock().ok().and_then(|known| known.get(path).cloned()) {
            return known;
        }
        let shown: Arc<str> = path.into();
        let read = self.buffers.load(&shown, &self.root.absolute(path)).ok();
        let anchors = read.map(|file| Arc::new(Anchors::new(&Document::parse(file.text))));
        if let Ok(mut known) = self.anchors.lock() {
            known.insert(path.to_owned(), anchors.clone());
        }
        anchors
    }

    fn is_complete(&self) -> bool {
        self.root.kind() == RootKind::Repository
    }
}
