//! Buffers that stand instead of files': what an editor holds and has not saved.

use super::load::{FileProblem, Loaded, load};
use super::root::normalise;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Buffers by absolute path; all other files are read from disk.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    buffers: BTreeMap<PathBuf, Arc<str>>,
}

impl Buffers {
    /// From now on, this text stands for the file; without one, the file is read again.
    pub fn set(&mut self, path: &Path, text: Option<&Arc<str>>) {
        match text {
            Some(text) => self.buffers.insert(normalise(path), Arc::clone(text)),
            None => self.buffers.remove(&normalise(path)),
        };
    }

    /// The text that stands for a file.
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        self.buffers.get(path)
    }

    /// The files that a text stands for.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.buffers.keys().map(PathBuf::as_path)
    }

    /// The file, or what stands for it.
    pub fn load(&self, path: &Arc<str>, absolute: &Path) -> Result<Loaded, FileProblem> {
        match self.get(absolute) {
            Some(text) => {
                Ok(Loaded { path: Arc::clone(path), absolute: absolute.to_owned(), text: Arc::clone(text) })
            }
            None => load(path, absolute),
        }
    }
}
