//! When documents were written, and which versions of a template were in force since.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::events::{Change, ChangeKind};
use super::record::{Asked, MAXIMUM_COMMITS, Record, former_names};
use super::repository::{NoRepository, Repository};
use crate::cache::Cache;
use crate::files::Root;

/// What git says of templates and documents. It is never an error: what could not be seen is said by [`History::note`].
#[derive(Clone, Debug)]
pub struct History {
    completeness: Completeness,
    added: HashMap<String, Origin>,
    versions: HashMap<String, Vec<Version>>,
    lacks_contents: bool,
}

/// How much of the history could be seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// All of it.
    Complete,
    /// The clone is shallow: what is older than its oldest commits is not there.
    Shallow,
    /// Only the newest commits were read: so many.
    Cut(usize),
    /// Nothing, and why.
    None(NoRepository),
    /// Nobody asked: there is no template whose versions matter.
    NotAsked,
}

/// A version of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The commit that brought it.
    pub commit: String,
    /// When it came into this history.
    pub date: Timestamp,
    /// The whole text.
    pub text: Arc<str>,
}

/// When a document was first written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Creation {
    /// Then, by its first commit, under whatever name.
    At(Timestamp),
    /// It is in no commit yet.
    Uncommitted,
    /// The history does not say: it is cut, or there is none.
    Unknown,
}

#[derive(Clone, Debug, Default)]
struct Origin {
    // The earliest commit that added the file, if that is certain.
    written: Option<i64>,
    // It was there when the clone was cut.
    before: bool,
    // Former names, with when the file got its next one.
    renamed_from: Vec<(String, i64)>,
}

impl History {
    /// Reads the history of the repository at `root`, for templates and documents at these shown paths.
    pub fn read(root: &Root, templates: &[&str], documents: &[&str], cache: &Cache) -> Self {
        let read = Repository::open(root).and_then(|repository| {
            let record = Record::read(&repository, Asked { templates, documents }, cache)?;
            Ok(Self::of(&repository, &record, templates))
        });
        read.unwrap_or_else(Self::none)
    }

    /// No history, and why.
    pub fn none(why: NoRepository) -> Self {
        Self::empty(Completeness::None(why))
    }

    /// No history, because no template of the repository needs one.
    pub fn not_asked() -> Self {
        Self::empty(Completeness::NotAsked)
    }

    fn empty(completeness: Completeness) -> Self {
        Self { completeness, added: HashMap::new(), versions: HashMap::new(), lacks_contents: false }
    }

    /// How much of the history could be seen.
    pub fn completeness(&self) -> &Completeness {
        &self.completeness
    }

    /// What could not be seen, in one sentence with no full stop; `None` if nothing is missing.
    pub fn note(&self) -> Option<String> {
        let unknown = "documents are compared with today's templates and those versions that are known";
        match &self.completeness {
            Completeness::Complete if self.lacks_contents => Some(format!(
                "this partial clone lacks old contents: {unknown}; a clone without `--filter` has all of them"
            )),
            Completeness::Complete | Completeness::NotAsked => None,
            Completeness::Shallow => {
                Some(format!("this clone is shallow: {unknown}; `git fetch --unshallow` gets the rest"))
            }
            Completeness::Cut(commits) => {
                Some(format!("only the newest {commits} commits were read: {unknown}"))
            }
            Completeness::None(why) => {
                Some(format!("documents are compared with today's templates, because {why}"))
            }
        }
    }

    /// When the document at a shown path was first written.
    pub fn created(&self, path: &str) -> Creation {
        if !self.added.contains_key(path) {
            return match self.completeness {
                Completeness::Complete | Completeness::Shallow => Creation::Uncommitted,
                Completeness::Cut(_) | Completeness::None(_) | Completeness::NotAsked => Creation::Unknown,
            };
        }
        let mut earliest: Option<i64> = None;
        let mut seen = HashSet::from([path]);
        let mut waiting = vec![path];
        while let Some(path) = waiting.pop() {
            let Some(origin) = self.added.get(path) else { continue };
            if origin.before {
                return Creation::Unknown;
            }
            let renamed = origin.renamed_from.iter().map(|(_, date)| *date).min();
            let here = origin.written.into_iter().chain(renamed).min();
            earliest = earliest.into_iter().chain(here).min();
            for (old, _) in &origin.renamed_from {
                if seen.insert(old) {
                    waiting.push(old);
                }
            }
        }
        match earliest.and_then(|seconds| Timestamp::from_second(seconds).ok()) {
            Some(date) => Creation::At(date),
            None => Creation::Unknown,
        }
    }

    /// The committed versions of the template at a shown path, the oldest first, no two neighbours alike.
    pub fn versions(&self, template: &str) -> &[Version] {
        self.versions.get(template).map_or(&[], Vec::as_slice)
    }

    /// The versions of a template that were in force at some time since the document was created.
    ///
    /// All of them where that time is not known; the newest alone where the document is in no commit yet. Today's
    /// text, if it is not committed, is not among them.
    pub fn versions_since_creation(&self, template: &str, document: &str) -> &[Version] {
        let versions = self.versions(template);
        let first = match self.created(document) {
            Creation::Unknown => 0,
            Creation::Uncommitted => versions.len().saturating_sub(1),
            Creation::At(date) => versions.partition_point(|version| version.date <= date).saturating_sub(1),
        };
        versions.get(first..).unwrap_or_default()
    }

    fn of(repository: &Repository, record: &Record, templates: &[&str]) -> Self {
        let completeness = if record.is_cut() {
            Completeness::Cut(MAXIMUM_COMMITS)
        } else if repository.is_shallow() {
            Completeness::Shallow
        } else {
            Completeness::Complete
        };
        let mut lacks_contents = false;
        let mut versions = HashMap::new();
        for template in templates {
            let found = versions_of(record, template, &mut lacks_contents);
            versions.insert((*template).to_owned(), found);
        }
        let added = origins(repository, record, templates);
        Self { completeness, added, versions, lacks_contents }
    }
}

fn origins(repository: &Repository, record: &Record, templates: &[&str]) -> HashMap<String, Origin> {
    let of_templates = former_names(&record.changes, templates);
    let mut origins: HashMap<String, Origin> = HashMap::new();
    for change in &record.changes {
        let Some(commit) = record.commits.get(change.commit as usize) else { continue };
        let origin = match change.kind {
            // An edit says that the file is older than what was read.
            ChangeKind::Modified => continue,
            _ => origins.entry(change.path.clone()).or_default(),
        };
        match &change.kind {
            // A template that was moved to become a document: the document begins there.
            ChangeKind::RenamedFrom(old) if !of_templates.contains(old) => {
                origin.renamed_from.push((old.clone(), commit.written));
            }
            _ => {
                origin.before |= repository.shallow.contains(&commit.id);
                origin.written = origin.written.into_iter().chain([commit.written]).min();
            }
        }
    }
    origins
}

fn versions_of(record: &Record, template: &str, lacks_contents: &mut bool) -> Vec<Version> {
    let mut changes: Vec<&Change> = Vec::new();
    let mut seen = HashSet::from([template]);
    // A former name counts until it was given up: what stood there later is another file.
    let mut waiting = vec![(template, i64::MAX)];
    while let Some((path, until)) = waiting.pop() {
        for change in &record.changes {
            let Some(commit) = record.commits.get(change.commit as usize) else { continue };
            if change.path != path || commit.landed > until {
                continue;
            }
            changes.push(change);
            if let ChangeKind::RenamedFrom(old) = &change.kind
                && seen.insert(old)
            {
                waiting.push((old, commit.landed));
            }
        }
    }
    // Commits are listed the newest first; the date alone does not order those of one second.
    let date = |change: &Change| record.commits.get(change.commit as usize).map_or(0, |commit| commit.landed);
    changes.sort_by_key(|change| (date(change), std::cmp::Reverse(change.commit)));
    let mut versions: Vec<Version> = Vec::new();
    for change in changes {
        let Some(commit) = record.commits.get(change.commit as usize) else { continue };
        let Some(Some(text)) = record.texts.get(&change.blob) else {
            *lacks_contents = true;
            continue;
        };
        if versions.last().is_none_or(|last| *last.text != **text) {
            let date = Timestamp::from_second(commit.landed).unwrap_or_default();
            versions.push(Version { commit: commit.id.clone(), date, text: text.as_str().into() });
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    fn read(scratch: &Scratch) -> History {
        History::read(&scratch.root(), &["specs/template.md"], &["specs/a.md"], &Cache::none())
    }

    fn day(date: &str) -> Creation {
        Creation::At(format!("{date}T12:00:00Z").parse().unwrap())
    }

    fn texts(versions: &[Version]) -> Vec<&str> {
        versions.iter().map(|version| version.text.trim()).collect()
    }

    fn three_versions() -> Scratch {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "1", &[("specs/template.md", "# One\n")]);
        scratch.commit("2026-01-02", "a", &[("specs/a.md", "Alpha")]);
        scratch.commit("2026-01-03", "2", &[("specs/template.md", "# Two\n")]);
        scratch.commit("2026-01-04", "b", &[("specs/b.md", "Beta"), ("specs/a.md", "Alpha, edited")]);
        scratch.commit("2026-01-05", "3", &[("specs/template.md", "# Three\n")]);
        scratch.commit("2026-01-06", "c", &[("specs/c.md", "Gamma")]);
        scratch
    }

    #[test]
    fn a_document_answers_to_the_versions_in_force_since_it_was_written() {
        let scratch = three_versions();
        scratch.write("specs/new.md", "not committed");
        let history = read(&scratch);
        assert_eq!(history.created("specs/a.md"), day("2026-01-02"));
        let since = |document| texts(history.versions_since_creation("specs/template.md", document));
        assert_eq!(since("specs/a.md"), ["# One", "# Two", "# Three"]);
        assert_eq!(since("specs/b.md"), ["# Two", "# Three"]);
        assert_eq!(since("specs/c.md"), ["# Three"]);
        assert_eq!(history.created("specs/new.md"), Creation::Uncommitted);
        assert_eq!(since("specs/new.md"), ["# Three"]);
        assert_eq!(history.note(), None);
    }

    #[test]
    fn renames_do_not_make_a_document_younger_nor_a_template_forget() {
        let scratch = Scratch::new();
        let long = "a line\n".repeat(20);
        scratch.commit("2026-01-01", "1", &[("old-template.md", &format!("# One\n{long}"))]);
        scratch.commit("2026-01-02", "a", &[("drafts/a.md", &long)]);
        std::fs::create_dir_all(scratch.path("specs")).unwrap();
        std::fs::rename(scratch.path("old-template.md"), scratch.path("specs/template.md")).unwrap();
        std::fs::rename(scratch.path("drafts/a.md"), scratch.path("specs/a.md")).unwrap();
        scratch.commit("2026-01-03", "move", &[("specs/template.md", &format!("# Two\n{long}"))]);
        // Another file under the template's former name is no version of it.
        scratch.commit("2026-01-04", "stub", &[("old-template.md", "moved")]);
        let history = read(&scratch);
        assert_eq!(history.created("specs/a.md"), day("2026-01-02"));
        let heads: Vec<&str> =
            history.versions("specs/template.md").iter().map(|version| &version.text[..5]).collect();
        assert_eq!(heads, ["# One", "# Two"]);
    }

    #[test]
    fn a_version_that_was_taken_back_counts_again() {
        let scratch = Scratch::new();
        for (date, text) in [("2026-01-01", "A"), ("2026-01-02", "B"), ("2026-01-03", "A")] {
            scratch.commit(date, text, &[("specs/template.md", text)]);
        }
        assert_eq!(texts(read(&scratch).versions("specs/template.md")), ["A", "B", "A"]);
    }

    #[test]
    fn a_shallow_clone_says_what_it_cannot_see() {
        let clone = three_versions().shallow_clone(2);
        let history = read(&clone);
        assert_eq!(history.completeness(), &Completeness::Shallow);
        assert!(history.note().unwrap().contains("git fetch --unshallow"));
        assert_eq!(history.created("specs/a.md"), Creation::Unknown, "it was there before the cut");
        assert_eq!(history.created("specs/c.md"), day("2026-01-06"));
        assert_eq!(texts(history.versions_since_creation("specs/template.md", "specs/a.md")), ["# Three"]);
    }

    #[test]
    fn a_partial_clone_says_what_it_lacks_and_fetches_nothing() {
        let scratch = three_versions();
        scratch.git("2026-01-07", &["config", "uploadpack.allowFilter", "true"]);
        let clone = scratch.clone_with(&["--filter=blob:none"]);
        let history = read(&clone);
        assert_eq!(history.created("specs/a.md"), day("2026-01-02"), "names and dates need no contents");
        assert_eq!(texts(history.versions("specs/template.md")), ["# Three"], "what is checked out is there");
        assert!(history.note().unwrap().starts_with("this partial clone lacks old contents"));
    }

    #[test]
    fn without_history_nothing_fails_and_the_reason_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::find(folder.path(), folder.path());
        let history = History::read(&root, &["template.md"], &[], &Cache::none());
        assert_eq!(history.created("a.md"), Creation::Unknown);
        assert!(history.versions("template.md").is_empty());
        assert_eq!(
            history.note().unwrap(),
            "documents are compared with today's templates, because this is not a git repository"
        );
        let empty = read(&Scratch::new());
        assert_eq!(empty.completeness(), &Completeness::None(NoRepository::NoCommits));
    }
}
