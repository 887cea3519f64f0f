//! The workspace as it was at a revision, and what changed since.

mod compare;
mod findings;

pub use compare::Compared;
pub(crate) use compare::suppressed;
pub use findings::{FindingsChange, findings};

use crate::check::{OpenError, OpenRequest, Workspace};
use crate::files::{Root, normalise};
use crate::git::{ChangedError, Checkout};
use std::path::{Path, PathBuf};

/// A workspace at a revision. Its files stand in a folder that is gone with it.
#[derive(Debug)]
pub struct Past {
    /// The workspace; none where there was no document then.
    pub workspace: Option<Workspace>,
    /// The commit.
    pub commit: String,
    /// What it is, for people: "`main` (3f2a1c9)".
    pub since: String,
    /// When the first commit after it was made; none where there is none yet.
    pub work_began: Option<jiff::Timestamp>,
    _checkout: Checkout,
}

/// Why the past could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// The revision cannot be read.
    #[error(transparent)]
    Revision(#[from] ChangedError),
    /// What stood there then cannot be used.
    #[error("at {since}: {error}")]
    Open {
        /// The revision.
        since: String,
        /// Why.
        error: OpenError,
    },
}

impl Past {
    /// Opens what `request` asks for as it was where this branch left `revision`: the same code reads it, and the templates and the
    /// configuration of then govern it.
    pub fn open(request: &OpenRequest, revision: &str) -> Result<Self, PastError> {
        let first = request.paths.first().cloned().unwrap_or_else(|| request.current.clone());
        let root = Root::find(&first, &request.current);
        let checkout = Checkout::new(&root, revision)?;
        // The system's folder for such files may be a link.
        let folder =
            std::fs::canonicalize(checkout.folder()).unwrap_or_else(|_| checkout.folder().to_owned());
        let then = |path: &Path| then(&root, &folder, path);
        let paths: Vec<PathBuf> =
            request.paths.iter().filter_map(|path| then(path)).filter(|path| path.exists()).collect();
        let config = request
            .config
            .as_ref()
            .map(|config| then(config).filter(|path| path.exists()).unwrap_or_else(|| config.clone()));
        let nothing = paths.is_empty() && !request.paths.is_empty();
        // What was asked for may have had another name: all that was there is read then.
        let paths = if nothing { vec![folder.clone()] } else { paths };
        let current = then(&request.current).filter(|path| path.is_dir()).unwrap_or_else(|| folder.clone());
        let opening = OpenRequest { current, paths, config, ..OpenRequest::default() };
        let workspace = match Workspace::open(&opening) {
            Ok(workspace) => Some(workspace),
            Err(OpenError::NothingMatched { .. }) => None,
            Err(error) => return Err(PastError::Open { since: checkout.since.clone(), error }),
        };
        let (commit, since) = (checkout.commit.clone(), checkout.since.clone());
        let work_began = checkout.work_began;
        let mut past = Self { workspace, commit, since, work_began, _checkout: checkout };
        if nothing {
            past.ask_about_nothing();
        }
        Ok(past)
    }

    fn ask_about_nothing(&mut self) {
        for state in self.workspace.iter_mut().flat_map(|workspace| &mut workspace.documents) {
            state.asked = false;
        }
    }
}

/// Where a path of today was then.
fn then(root: &Root, folder: &Path, path: &Path) -> Option<PathBuf> {
    let path = normalise(path);
    path.strip_prefix(root.folder()).ok().map(|relative| folder.join(relative))
}
