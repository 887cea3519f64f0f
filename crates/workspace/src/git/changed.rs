//! `--changed`: the documents that differ from a revision.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::command::{Git, GitTrouble};
use super::repository::{NoRepository, Repository};
use crate::files::{Root, RootKind};

/// The files that differ from a revision, committed or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// What they were compared with, for people: "`main` (3f2a1c9)".
    pub since: String,
    /// Added or modified files, as shown; also those that git does not know yet.
    pub paths: BTreeSet<Arc<str>>,
    /// Files that are gone.
    pub deleted: BTreeSet<Arc<str>>,
}

/// Why it is not known what changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ChangedError {
    /// There is no repository, or git does not answer.
    #[error("cannot tell what changed: {0}")]
    NoRepository(NoRepository),
    /// The revision is not known.
    #[error("cannot tell what changed: there is no revision `{revision}` in this {clone}; {help}", clone = clone(*.shallow), help = help(*.shallow))]
    UnknownRevision {
        /// As given.
        revision: String,
        /// Whether the clone is shallow, so that it may just not be there.
        shallow: bool,
    },
}

fn clone(shallow: bool) -> &'static str {
    if shallow { "shallow clone" } else { "repository" }
}

fn help(shallow: bool) -> &'static str {
    if shallow { "`git fetch --unshallow` gets all of them" } else { "`git branch --all` lists the branches" }
}

impl Changed {
    /// What differs from the point where this branch left `revision`; without one, the default branch.
    ///
    /// Without a default branch to compare with, only what is not committed counts.
    pub fn read(root: &Root, revision: Option<&str>) -> Result<Self, ChangedError> {
        let repository = match Repository::open(root) {
            Ok(repository) => repository,
            Err(NoRepository::NoCommits) if revision.is_none() && root.kind() == RootKind::Repository => {
                return Self::everything(&Git::new(root.folder()));
            }
            Err(error) => return Err(ChangedError::NoRepository(error)),
        };
        let git = &repository.git;
        let (base, since) = match revision {
            Some(revision) => repository.base(revision)?,
            None => {
                let (name, commit) =
                    default_branch(git).unwrap_or_else(|| ("HEAD".to_owned(), repository.head.clone()));
                repository.left(&name, commit)
            }
        };
        // `diff-index` would be the plumbing for it, but takes a file that was only touched for a changed one.
        let output =
            git.ask(&["diff", "--name-status", "--no-renames", "--no-ext-diff", "-z", &base, "--"], None);
        let mut changed = Self { since, paths: BTreeSet::new(), deleted: BTreeSet::new() };
        changed.add_changes(&output.map_err(trouble)?, root);
        changed.add_untracked(git)?;
        Ok(changed)
    }

    /// Whether the file at a shown path is among them.
    pub fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    fn everything(git: &Git) -> Result<Self, ChangedError> {
        let since = "an empty repository".to_owned();
        let mut changed = Self { since, paths: BTreeSet::new(), deleted: BTreeSet::new() };
        changed.add_untracked(git)?;
        let tracked = git.ask(&["ls-files", "-z"], None).map_err(trouble)?;
        changed.paths.extend(paths(&tracked));
        Ok(changed)
    }

    fn add_changes(&mut self, output: &[u8], root: &Root) {
        let mut tokens = paths(output);
        while let (Some(status), Some(path)) = (tokens.next(), tokens.next()) {
            if &*status == "D" || !root.absolute(&path).exists() {
                self.deleted.insert(path);
            } else {
                self.paths.insert(path);
            }
        }
    }

    fn add_untracked(&mut self, git: &Git) -> Result<(), ChangedError> {
        let output = git.ask(&["ls-files", "--others", "--exclude-standard", "-z"], None).map_err(trouble)?;
        self.paths.extend(paths(&output));
        Ok(())
    }
}

impl Repository {
    /// The commit where this branch left `revision`, and its name for people.
    pub(super) fn base(&self, revision: &str) -> Result<(String, String), ChangedError> {
        let commit = commit(&self.git, revision).ok_or_else(|| ChangedError::UnknownRevision {
            revision: revision.to_owned(),
            shallow: self.is_shallow(),
        })?;
        Ok(self.left(revision, commit))
    }

    fn left(&self, name: &str, commit: String) -> (String, String) {
        // A shallow clone may lack the common ancestor; the revision itself is then the best there is.
        let base = self.git.ask_text(&["merge-base", &commit, &self.head]).unwrap_or(commit);
        let since = format!("`{name}` ({})", base.get(..7).unwrap_or(&base));
        (base, since)
    }
}

fn trouble(trouble: GitTrouble) -> ChangedError {
    ChangedError::NoRepository(NoRepository::Trouble(trouble))
}

fn paths(output: &[u8]) -> impl Iterator<Item = Arc<str>> {
    let parts = output.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    parts.map(|part| String::from_utf8_lossy(part).into())
}

fn commit(git: &Git, revision: &str) -> Option<String> {
    let name = format!("{revision}^{{commit}}");
    let found = git.ask_text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).ok()?;
    (!found.is_empty()).then_some(found)
}

// What the remote says its default is, then the usual names, here or there.
fn default_branch(git: &Git) -> Option<(String, String)> {
    let remote = git.ask_text(&["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    let usual = ["origin/main", "origin/master", "main", "master"].map(str::to_owned);
    let mut names = remote.into_iter().chain(usual);
    names.find_map(|name| commit(git, &name).map(|commit| (name, commit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    fn paths(scratch: &Scratch, revision: Option<&str>) -> Vec<String> {
        let changed = Changed::read(&scratch.root(), revision).unwrap();
        changed.paths.iter().map(|path| path.to_string()).collect()
    }

    fn branch() -> Scratch {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("a.md", "a"), ("b.md", "b"), (".gitignore", "ignored.md")]);
        scratch.git("2026-01-02", &["checkout", "--quiet", "-b", "side"]);
        scratch.commit("2026-01-02", "2", &[("a.md", "edited")]);
        scratch.git("2026-01-03", &["checkout", "--quiet", "main"]);
        scratch.commit("2026-01-03", "3", &[("b.md", "edited on main")]);
        scratch.git("2026-01-04", &["checkout", "--quiet", "side"]);
        scratch
    }

    #[test]
    fn a_branch_is_compared_with_where_it_left_the_default_branch() {
        let scratch = branch();
        scratch.write("new ü.md", "untracked");
        scratch.write("ignored.md", "ignored");
        assert_eq!(paths(&scratch, None), ["a.md", "new ü.md"]);
        let changed = Changed::read(&scratch.root(), None).unwrap();
        assert!(changed.since.starts_with("`main` ("), "{}", changed.since);
        assert!(changed.contains("a.md") && !changed.contains("b.md"));
    }

    #[test]
    fn on_the_default_branch_only_what_is_not_committed_counts() {
        let scratch = branch();
        scratch.git("2026-01-05", &["checkout", "--quiet", "main"]);
        assert!(paths(&scratch, None).is_empty());
        scratch.write("a.md", "touched");
        std::fs::remove_file(scratch.path("b.md")).unwrap();
        let changed = Changed::read(&scratch.root(), None).unwrap();
        assert_eq!(changed.paths.iter().map(|path| &**path).collect::<Vec<_>>(), ["a.md"]);
        assert_eq!(changed.deleted.iter().map(|path| &**path).collect::<Vec<_>>(), ["b.md"]);
        assert_eq!(paths(&scratch, Some("HEAD~1")), ["a.md"]);
    }

    #[test]
    fn a_file_that_was_written_again_as_it_was_is_not_changed() {
        let scratch = branch();
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(100);
        scratch.write("b.md", "b");
        std::fs::File::options().write(true).open(scratch.path("b.md")).unwrap().set_modified(later).unwrap();
        assert!(paths(&scratch, Some("HEAD")).is_empty());
    }

    #[test]
    fn an_unknown_revision_is_an_error_that_says_what_to_do() {
        let scratch = branch();
        for revision in ["nowhere", "--all", ""] {
            let error = Changed::read(&scratch.root(), Some(revision)).unwrap_err().to_string();
            assert!(
                error.contains(&format!("there is no revision `{revision}` in this repository")),
                "{error}"
            );
        }
        let error = Changed::read(&scratch.shallow_clone(1).root(), Some("HEAD~1")).unwrap_err().to_string();
        assert!(
            error.ends_with("in this shallow clone; `git fetch --unshallow` gets all of them"),
            "{error}"
        );
    }

    #[test]
    fn before_the_first_commit_everything_is_changed() {
        let scratch = Scratch::new();
        scratch.write("a.md", "a");
        scratch.write("b.md", "b");
        scratch.git("2026-01-01", &["add", "a.md"]);
        assert_eq!(paths(&scratch, None), ["a.md", "b.md"]);
    }
}
