//! Finds files below folders, leaving out what git ignores.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::load::{FileProblem, FileTrouble};
use super::root::{Root, normalise};

/// A file that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// As shown.
    pub path: Arc<str>,
    /// Where it is.
    pub absolute: PathBuf,
    /// Whether it was named itself, rather than found in a folder.
    pub named: bool,
}

/// What a walk found, in the order of the paths.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The files.
    pub files: Vec<Found>,
    /// What was asked for and is not there, and folders that could not be read.
    pub problems: Vec<FileProblem>,
}

/// Folders that hold no document of the team's own, ignored by git or not.
const SKIPPED: [&str; 8] = [".git", ".hg", ".svn", ".jj", ".abide", "node_modules", ".venv", "__pycache__"];

/// Finds the files below `paths` for which `wanted` answers yes, each once; a path that is a file is taken as it is.
///
/// Hidden folders are looked into (specs stand in `.kiro/` and the like), symbolic links are not followed.
pub fn walk(root: &Root, paths: &[PathBuf], wanted: impl Fn(&str) -> bool + Sync) -> Walk {
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in paths {
        let path = normalise(path);
        let shown = root.relative(&path);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => folders.push(path),
            Ok(_) => {
                files.insert(Arc::clone(&shown), Found { path: shown, absolute: path, named: true });
            }
            Err(error) => problems.push(FileProblem { path: shown, trouble: FileTrouble::of(&error) }),
        }
    }
    // A folder in another one is walked on its own too: git may ignore it, and it was asked for.
    folders.sort();
    folders.dedup();
    for (found, folder_problems) in folders.iter().map(|folder| below(root, folder, &wanted)) {
        for file in found {
            files.entry(Arc::clone(&file.path)).or_insert(file);
        }
        problems.extend(folder_problems);
    }
    problems.sort_by(|one, other| one.path.cmp(&other.path));
    problems.dedup();
    Walk { files: files.into_values().collect(), problems }
}

fn below(
    root: &Root,
    folder: &Path,
    wanted: &(impl Fn(&str) -> bool + Sync),
) -> (Vec<Found>, Vec<FileProblem>) {
    let found = Mutex::new((Vec::new(), Vec::new()));
    let walker = builder(folder).build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            let result = match entry {
                Ok(entry) => file(root, &entry, wanted).map(Ok),
                Err(error) => problem(root, folder, &error).map(Err),
            };
            if let (Some(result), Ok(mut found)) = (result, found.lock()) {
                match result {
                    Ok(file) => found.0.push(file),
                    Err(problem) => found.1.push(problem),
                }
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_default()
}

fn builder(folder: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder
        .hidden(false)
        .require_git(false)
        // What one person's machine ignores everywhere must not change what is found.
        .git_global(false)
        .follow_links(false)
        .filter_entry(|entry| {
            let skipped = SKIPPED.iter().any(|name| entry.file_name() == *name);
            entry.depth() == 0 || !skipped
        });
    builder
}

fn file(root: &Root, entry: &DirEntry, wanted: &impl Fn(&str) -> bool) -> Option<Found> {
    if !entry.file_type()?.is_file() {
        return None;
    }
    let path = root.relative(entry.path());
    wanted(&path).then(|| Found { path, absolute: entry.path().to_owned(), named: false })
}

fn problem(root: &Root, folder: &Path, error: &ignore::Error) -> Option<FileProblem> {
    // A line of a `.gitignore` that cannot be read is git's business.
    let reason = error.io_error()?;
    let path = path_of(error).unwrap_or(folder);
    Some(FileProblem { path: root.relative(path), trouble: FileTrouble::of(reason) })
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::is_markdown;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = Root::find(folder.path(), folder.path());
        (folder, root)
    }

    fn paths(walk: &Walk) -> Vec<&str> {
        walk.files.iter().map(|file| &*file.path).collect()
    }

    #[test]
    fn what_git_ignores_and_what_is_no_document_is_left_out_with_or_without_a_repository() {
        let (folder, root) = tree(&[
            (".gitignore", "build/\n*.tmp.md\n"),
            ("a.md", ""),
            ("b.tmp.md", ""),
            ("build/c.md", ""),
            ("docs/.gitignore", "secret.md"),
            ("docs/D.MARKDOWN", ""),
            ("docs/secret.md", ""),
            ("node_modules/x/README.md", ""),
            (".git/description.md", ""),
            (".kiro/specs/e.md", ""),
            ("src/main.rs", ""),
        ]);
        let found = walk(&root, &[folder.path().to_owned()], is_markdown);
        assert_eq!(paths(&found), [".kiro/specs/e.md", "a.md", "docs/D.MARKDOWN"]);
        assert!(found.problems.is_empty());
    }

    #[test]
    fn what_is_named_is_taken_even_if_git_ignores_it() {
        let (folder, root) = tree(&[(".gitignore", "build/\n"), ("build/c.md", ""), ("notes.txt", "")]);
        let named = [folder.path().join("build/c.md"), folder.path().join("./notes.txt")];
        let found = walk(&root, &named, is_markdown);
        assert_eq!(paths(&found), ["build/c.md", "notes.txt"]);
        assert!(found.files.iter().all(|file| file.named));
        assert_eq!(paths(&walk(&root, &[folder.path().join("build")], is_markdown)), ["build/c.md"]);
    }

    #[test]
    fn each_file_is_found_once() {
        let (folder, root) = tree(&[("docs/a.md", "")]);
        let asked = [folder.path().to_owned(), folder.path().join("docs"), folder.path().join("docs/a.md")];
        let found = walk(&root, &asked, is_markdown);
        assert_eq!(paths(&found), ["docs/a.md"]);
        assert!(found.files[0].named);
    }

    #[test]
    fn what_is_not_there_is_said() {
        let (folder, root) = tree(&[]);
        let found = walk(&root, &[folder.path().join("nowhere")], is_markdown);
        assert_eq!(found.problems[0].to_string(), "nowhere: no such file or folder; check the spelling");
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_do_not_lead_in_circles() {
        let (folder, root) = tree(&[("docs/a.md", "")]);
        std::os::unix::fs::symlink("..", folder.path().join("docs/up")).unwrap();
        let found = walk(&root, &[folder.path().to_owned()], is_markdown);
        assert_eq!(paths(&found), ["docs/a.md"]);
    }
}
