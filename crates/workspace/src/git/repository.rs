//! Which repository this is, and how much of its history is there.

use std::collections::HashSet;

use super::command::{Git, GitTrouble};
use crate::files::{Root, RootKind};

/// A repository with at least one commit.
#[derive(Clone, Debug)]
pub struct Repository {
    pub(super) git: Git,
    /// The commit that is checked out.
    pub head: String,
    /// The commits at which a shallow clone was cut; empty where all history is there.
    pub shallow: HashSet<String>,
}

/// Why there is no history to read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoRepository {
    /// The files are not in a git repository.
    #[error("this is not a git repository")]
    NotOne,
    /// There is no commit yet.
    #[error("the git repository has no commits yet")]
    NoCommits,
    /// Git gave no answer.
    #[error(transparent)]
    Trouble(#[from] GitTrouble),
}

impl Repository {
    /// The repository whose top is `root`.
    pub fn open(root: &Root) -> Result<Self, NoRepository> {
        if root.kind() != RootKind::Repository {
            return Err(NoRepository::NotOne);
        }
        Self::open_with(Git::new(root.folder()))
    }

    pub(super) fn open_with(git: Git) -> Result<Self, NoRepository> {
        // A `.git` that is none lets git look further up, where paths are relative to another folder.
        let answer = git.ask_text(&[
            "rev-parse",
            "--is-shallow-repository",
            "--git-path",
            "shallow",
            "--show-prefix",
        ])?;
        let mut lines = answer.lines();
        let is_shallow = lines.next() == Some("true");
        let shallow_file = lines.next().unwrap_or_default();
        if lines.next().is_some_and(|prefix| !prefix.is_empty()) {
            return Err(NoRepository::NotOne);
        }
        let head = match git.ask_text(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]) {
            Ok(head) => head,
            Err(GitTrouble::Failed(_)) => return Err(NoRepository::NoCommits),
            Err(trouble) => return Err(trouble.into()),
        };
        let shallow = if is_shallow { git.read_lines(shallow_file) } else { HashSet::new() };
        Ok(Self { git, head, shallow })
    }

    /// Whether the clone was cut, so that older history is not there.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// The name that commits of this person carry, if git knows it.
    pub fn user_name(root: &Root) -> Option<String> {
        let name = Git::new(root.folder()).ask_text(&["config", "--get", "user.name"]).ok()?;
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
    }
}

impl Git {
    fn read_lines(&self, file: &str) -> HashSet<String> {
        let text = std::fs::read_to_string(self.folder().join(file)).unwrap_or_default();
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    #[test]
    fn what_is_no_repository_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::find(folder.path(), folder.path());
        assert_eq!(Repository::open(&root).unwrap_err(), NoRepository::NotOne);
        assert_eq!(Repository::open(&Scratch::new().root()).unwrap_err(), NoRepository::NoCommits);
    }

    #[test]
    fn a_broken_repository_inside_a_good_one_is_not_taken_for_the_good_one() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "first", &[("a.md", "a")]);
        std::fs::create_dir_all(scratch.path("inner/.git")).unwrap();
        let root = Root::find(&scratch.path("inner"), &scratch.path("inner"));
        assert_eq!(Repository::open(&root).unwrap_err(), NoRepository::NotOne);
    }

    #[test]
    fn a_shallow_clone_knows_where_it_was_cut() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "first", &[("a.md", "a")]);
        let second = scratch.commit("2026-01-02", "second", &[("a.md", "b")]);
        assert!(!Repository::open(&scratch.root()).unwrap().is_shallow());
        let clone = scratch.shallow_clone(1);
        let repository = Repository::open(&clone.root()).unwrap();
        assert_eq!(repository.shallow, HashSet::from([second.clone()]));
        assert_eq!(repository.head, second);
    }
}
