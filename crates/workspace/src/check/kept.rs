//! Workspaces that are opened again and again, for a server that is asked now and then: each time as it is then, and what did not
//! change since the last time is not parsed again.

use super::open::{Before, OpenError, OpenRequest, Workspace};
use crate::search::Index;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What was opened last.
#[derive(Debug, Default)]
pub struct Kept {
    last: Mutex<Option<Arc<Workspace>>>,
    index: Mutex<Option<Arc<Index>>>,
}

impl Kept {
    /// The workspace as it is now. Files are read anew, so that no clock is trusted; whoever still looks at what was opened before
    /// goes on to see that.
    pub fn open(&self, request: &OpenRequest) -> Result<Arc<Workspace>, OpenError> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let documents = match last.map(Arc::try_unwrap) {
            Some(Ok(mine)) => mine.documents,
            Some(Err(shared)) => shared.documents.clone(),
            None => Vec::new(),
        };
        let named = documents.into_iter().map(|state| (Arc::clone(&state.file.path), state));
        let before = Before::new(named.collect::<HashMap<_, _>>());
        let workspace = Arc::new(Workspace::open_again(request, &before)?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&workspace));
        Ok(workspace)
    }

    /// The index of what was opened; the one that was made last where no document changed since.
    pub fn index(&self, workspace: &Workspace) -> Arc<Index> {
        let last = self.index.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(last) = last.as_ref().filter(|last| last.is_of(workspace)) {
            return Arc::clone(last);
        }
        let index = Arc::new(Index::again(workspace, last.as_deref()));
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&index));
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_changed_is_seen_and_what_did_not_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("fees.md", "# Fees\n\n## Requirements\n\n- FR-1: The system MUST add fees.\n");
        write("loans.md", "# Loans\n\n## Requirements\n\n- FR-2: The system MUST count loans.\n");
        let current = folder.path().to_owned();
        let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
        let items = |workspace: &Workspace| -> Vec<String> {
            let items = workspace.documents.iter().flat_map(|state| &state.spec().items);
            items.map(|item| item.id.clone()).filter(|id| id.starts_with("FR")).collect()
        };
        let kept = Kept::default();
        let first = kept.open(&request).unwrap();
        assert_eq!(items(&first), ["FR-1", "FR-2"]);

        // As long and, for all that a clock can tell, as old as before.
        write("fees.md", "# Fees\n\n## Requirements\n\n- FR-7: The system MUST add fees.\n");
        fs::remove_file(folder.path().join("loans.md")).unwrap();
        write("new.md", "# New\n\n## Requirements\n\n- FR-3: The system MUST be new.\n");
        assert_eq!(items(&kept.open(&request).unwrap()), ["FR-7", "FR-3"]);
        assert_eq!(items(&first), ["FR-1", "FR-2"], "what is looked at stays as it was");

        // What cannot be opened costs nothing but time.
        write("abide.toml", "spec = []\n");
        assert!(kept.open(&request).is_err());
        write("abide.toml", "specs = [\"new.md\"]\n");
        assert_eq!(items(&kept.open(&request).unwrap()), ["FR-3"]);
    }
}
