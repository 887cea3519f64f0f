//! One folder that is open in the editor, with its workspace.

use crate::verdicts::Verdicts;
use abide_workspace::ConfigError;
use abide_workspace::check::{Edited, Live, OpenError, OpenRequest};
use abide_workspace::files::Root;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One folder that is open in the editor.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Whether the editor opened it; others are here because one of their files is open.
    pub opened: bool,
    /// Its workspace; nothing where it holds no document, or its settings cannot be used.
    pub live: Option<Live>,
    /// Its settings that cannot be used, while they cannot.
    pub refused: Vec<ConfigError>,
    /// What the ledger knows.
    pub verdicts: Verdicts,
    request: OpenRequest,
    stale: bool,
}

impl Folder {
    /// A folder of which nothing is read yet.
    pub fn new(path: PathBuf, opened: bool, request: OpenRequest) -> Self {
        Self {
            path,
            opened,
            live: None,
            refused: Vec::new(),
            verdicts: Verdicts::default(),
            request,
            stale: true,
        }
    }

    /// The folder that paths in what it says are relative to.
    pub fn root(&self) -> Root {
        let first = self.request.paths.first().unwrap_or(&self.request.current);
        Root::find(first, &self.request.current)
    }

    /// Whether a file stands in it.
    pub fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.path)
    }

    /// The text of a file is another one now; without a text, it is what stands on disk.
    pub fn edit(&mut self, path: &Path, text: Option<Arc<str>>) -> Edited {
        match &mut self.live {
            Some(live) => live.edit(path, text),
            None => {
                self.request.buffers.set(path, text.as_ref());
                self.stale = true;
                Edited::Surroundings
            }
        }
    }

    /// Files came, went or were moved, or settings changed.
    pub fn files_changed(&mut self) {
        match &mut self.live {
            Some(live) => live.files_changed(),
            None => self.stale = true,
        }
    }

    /// Whether [`Folder::refresh`] has something to do.
    pub fn is_stale(&self) -> bool {
        self.live.as_ref().map_or(self.stale, Live::is_stale)
    }

    /// Opens the workspace anew where it must be; says whether it did. A folder without documents is none that is wrong.
    pub fn refresh(&mut self) -> Result<bool, OpenError> {
        if !self.is_stale() {
            return Ok(false);
        }
        let refreshed = match &mut self.live {
            Some(live) => live.refresh(),
            None => {
                self.stale = false;
                Live::open(self.request.clone()).map(|live| {
                    self.live = Some(live);
                    true
                })
            }
        };
        let refused = refreshed.as_ref().err().map(OpenError::configurations).unwrap_or_default();
        self.refused = refused.into_iter().cloned().collect();
        match refreshed {
            Err(OpenError::NothingMatched { .. }) => {
                if let Some(live) = self.live.take() {
                    self.request = live.into_request();
                }
                Ok(true)
            }
            other => other,
        }
    }
}
