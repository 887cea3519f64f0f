//! The files of a repository, as git would list them.

use ignore::WalkBuilder;
use ignore::gitignore::Gitignore;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Entries that are listed at most.
const MOST: usize = 500_000;

/// Files and folders of a repository, relative to its root, with `/` between names and behind folders.
#[derive(Debug)]
pub struct Listing {
    root: PathBuf,
    entries: Vec<String>,
    by_name: HashMap<String, Vec<usize>>,
    ignored: Gitignore,
}

impl Listing {
    /// Lists a repository: hidden files too, but for git's own and what git ignores.
    pub fn of(root: &Path) -> Self {
        let mut walk = WalkBuilder::new(root);
        walk.hidden(false).require_git(false).filter_entry(|entry| entry.file_name() != ".git");
        let mut entries = Vec::new();
        for entry in walk.build().flatten().take(MOST) {
            let Ok(relative) = entry.path().strip_prefix(root) else { continue };
            let mut name = relative.to_string_lossy().replace('\\', "/");
            if name.is_empty() {
                continue;
            }
            if entry.file_type().is_some_and(|kind| kind.is_dir()) {
                name.push('/');
            }
            entries.push(name);
        }
        entries.sort();
        let (ignored, _) = Gitignore::new(root.join(".gitignore"));
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            by_name.entry(last_name(entry).to_owned()).or_default().push(at);
        }
        Self { root: root.to_owned(), entries, by_name, ignored }
    }

    /// The entries that end with this path at the boundary of a name; a folder ends with `/`.
    pub fn ending_with<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a str> {
        let same_name = self.by_name.get(last_name(path)).map(Vec::as_slice).unwrap_or_default();
        let entries = same_name.iter().filter_map(|at| self.entries.get(*at)).map(String::as_str);
        let path = path.to_owned();
        entries.filter(move |entry| before(entry, &path).is_some())
    }

    /// The folder (empty, or with `/` behind it) below which most of these paths are found, where it is at least three of
    /// them and most of them.
    pub fn common_root(&self, paths: &[String]) -> Option<String> {
        let mut votes: HashMap<&str, usize> = HashMap::new();
        for path in paths {
            for entry in self.ending_with(path) {
                *votes.entry(before(entry, path).unwrap_or_default()).or_default() += 1;
            }
        }
        // Of two equally good ones the outer one, then the first by name: the answer never depends on chance.
        let (root, count) =
            votes.into_iter().max_by_key(|(root, count)| (*count, std::cmp::Reverse((root.len(), *root))))?;
        (count >= 3 && count * 2 > paths.len()).then(|| root.to_owned())
    }

    /// The entries.
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Whether git is told to leave a path alone: it may be made later, and its absence says nothing.
    pub fn is_ignored(&self, path: &str) -> bool {
        let full = self.root.join(path.trim_end_matches('/'));
        self.ignored.matched_path_or_any_parents(full, path.ends_with('/')).is_ignore()
    }
}

/// What stands before `path` in `entry`, where the entry ends with it.
fn before<'a>(entry: &'a str, path: &str) -> Option<&'a str> {
    entry.strip_suffix(path).filter(|before| before.is_empty() || before.ends_with('/'))
}

fn last_name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}
