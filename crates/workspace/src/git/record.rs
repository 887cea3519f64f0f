//! The part of a repository's history that matters here, kept between runs and brought up to date.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::command::{Git, GitTrouble};
use super::events::{Change, ChangeKind, Commit, changes, commits, texts};
use super::repository::Repository;
use crate::cache::Cache;

/// Older commits are not read: a limit that does not depend on the machine, unlike one of time.
pub(super) const MAXIMUM_COMMITS: usize = 100_000;

/// In a longer history only the top folders that hold documents are looked into: reading all others takes 15 times
/// as long, and the only loss is that a document which came from another top folder seems as young as that move.
const WIDE_COMMITS: usize = 20_000;

const NAME: &str = "git-history";

/// The files that are asked about, as shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub templates: &'a [&'a str],
    pub documents: &'a [&'a str],
}

/// Who added and renamed documents when, and every version of the templates.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// The newest commit that was read.
    pub head: String,
    /// How many commits were read.
    pub walked: usize,
    /// The newest first, only those with a change that is kept.
    pub commits: Vec<Commit>,
    pub changes: Vec<Change>,
    /// The contents of the templates; `None` where this clone lacks one.
    pub texts: BTreeMap<String, Option<String>>,
}

impl Record {
    /// The record of a repository, from `cache` as far as that holds.
    pub fn read(repository: &Repository, asked: Asked<'_>, cache: &Cache) -> Result<Self, GitTrouble> {
        let key = key(repository, asked);
        let kept: Option<Self> = cache.get(NAME, &key).and_then(|body| serde_json::from_slice(&body).ok());
        if let Some(record) = &kept
            && record.head == repository.head
        {
            return Ok(record.clone());
        }
        let record = Self::up_to_date(repository, asked, kept)?;
        // What a partial clone lacks now it may have later.
        let is_whole = record.texts.values().all(Option::is_some);
        if is_whole && let Ok(body) = serde_json::to_vec(&record) {
            cache.put(NAME, &key, &body);
        }
        Ok(record)
    }

    /// Whether older commits were left out.
    pub fn is_cut(&self) -> bool {
        self.walked >= MAXIMUM_COMMITS
    }

    fn up_to_date(repository: &Repository, asked: Asked<'_>, kept: Option<Self>) -> Result<Self, GitTrouble> {
        let git = &repository.git;
        if let Some(kept) = kept
            && git.ask(&["merge-base", "--is-ancestor", &kept.head, &repository.head], None).is_ok()
        {
            let newer = commits(git, &format!("{}..{}", kept.head, repository.head), MAXIMUM_COMMITS)?;
            let walked = newer.len() + kept.walked;
            // Past a limit a run without the cache would read other things than this one did.
            let within_limit = is_wide(walked) == is_wide(kept.walked) && walked < MAXIMUM_COMMITS;
            let known = former_names(&kept.changes, asked.templates);
            let merged = Self::of(git, newer, walked, asked)?.after(kept, &repository.head);
            // Edits under a former name that only now became one were left out before.
            if within_limit && former_names(&merged.changes, asked.templates) == known {
                return merged.complete(git, asked.templates);
            }
        }
        let commits = commits(git, &repository.head, MAXIMUM_COMMITS)?;
        let walked = commits.len();
        let record = Self::of(git, commits, walked, asked)?;
        Self { head: repository.head.clone(), ..record }.complete(git, asked.templates)
    }

    fn of(git: &Git, commits: Vec<Commit>, walked: usize, asked: Asked<'_>) -> Result<Self, GitTrouble> {
        let pathspecs = pathspecs(asked, is_wide(walked));
        let changes = if commits.is_empty() { Vec::new() } else { changes(git, &commits, &pathspecs)? };
        Ok(Self { walked, commits, changes, ..Self::default() })
    }

    // Every commit of `self` is younger than those of `older`.
    fn after(mut self, older: Self, head: &str) -> Self {
        let shift = self.commits.len() as u32;
        self.changes.extend(
            older.changes.into_iter().map(|change| Change { commit: change.commit + shift, ..change }),
        );
        self.commits.extend(older.commits);
        self.texts = older.texts;
        self.head = head.to_owned();
        self
    }

    // Leaves out what nobody will ask for, and reads the contents of the templates.
    fn complete(mut self, git: &Git, templates: &[&str]) -> Result<Self, GitTrouble> {
        let names = former_names(&self.changes, templates);
        self.changes
            .retain(|change| change.kind != ChangeKind::Modified || names.contains(change.path.as_str()));
        self.forget_idle_commits();
        let of_templates = self.changes.iter().filter(|change| names.contains(change.path.as_str()));
        let blobs: HashSet<&str> = of_templates.map(|change| change.blob.as_str()).collect();
        let mut wanted: Vec<&str> =
            blobs.iter().copied().filter(|blob| !self.texts.contains_key(*blob)).collect();
        wanted.sort_unstable();
        let read = texts(git, &wanted)?;
        let read: Vec<_> = wanted.into_iter().map(str::to_owned).zip(read).collect();
        self.texts.extend(read);
        Ok(self)
    }

    fn forget_idle_commits(&mut self) {
        let used: HashSet<u32> = self.changes.iter().map(|change| change.commit).collect();
        let mut places = HashMap::new();
        let mut kept = Vec::new();
        for (at, commit) in std::mem::take(&mut self.commits).into_iter().enumerate() {
            if used.contains(&(at as u32)) {
                places.insert(at as u32, kept.len() as u32);
                kept.push(commit);
            }
        }
        self.commits = kept;
        for change in &mut self.changes {
            change.commit = places.get(&change.commit).copied().unwrap_or(change.commit);
        }
    }
}

/// The templates with all names that they ever had.
pub(super) fn former_names(changes: &[Change], templates: &[&str]) -> HashSet<String> {
    let mut names: HashSet<String> = templates.iter().map(|path| (*path).to_owned()).collect();
    loop {
        let before = names.len();
        for change in changes {
            if let ChangeKind::RenamedFrom(old) = &change.kind
                && names.contains(&change.path)
            {
                names.insert(old.clone());
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

fn is_wide(walked: usize) -> bool {
    walked < WIDE_COMMITS
}

fn pathspecs(asked: Asked<'_>, wide: bool) -> Vec<String> {
    let templates = asked.templates.iter().map(|path| format!(":(literal){path}"));
    if wide {
        let documents = ["*.md", "*.markdown"].map(|pattern| format!(":(icase){pattern}"));
        return documents.into_iter().chain(templates).collect();
    }
    let folders = top_folders(asked).into_iter().map(|folder| match folder {
        "" => ":(glob)*.*".to_owned(),
        folder => format!(":(literal){folder}"),
    });
    folders.chain(templates).collect()
}

fn top_folders<'a>(asked: Asked<'a>) -> BTreeSet<&'a str> {
    let paths = asked.documents.iter().chain(asked.templates);
    paths.map(|path| path.split_once('/').map_or("", |(top, _)| top)).collect()
}

// Everything that the record depends on besides the head, which it names itself.
fn key(repository: &Repository, asked: Asked<'_>) -> String {
    let mut shallow: Vec<&str> = repository.shallow.iter().map(String::as_str).collect();
    shallow.sort_unstable();
    let mut templates = asked.templates.to_vec();
    templates.sort_unstable();
    let folders: Vec<&str> = top_folders(asked).into_iter().collect();
    let lists = [shallow, templates, folders].map(|list| list.join("\0"));
    format!("1\0{MAXIMUM_COMMITS}\0{WIDE_COMMITS}\0{}", lists.join("\0\0"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    fn read(scratch: &Scratch, cache: &Cache) -> Record {
        let repository = Repository::open(&scratch.root()).unwrap();
        let asked = Asked { templates: &["template.md"], documents: &["1.md"] };
        Record::read(&repository, asked, cache).unwrap()
    }

    // A history with edits, a rename of the template, a side branch, and a merge.
    fn grow(scratch: &Scratch, step: usize) {
        let day = format!("2026-01-{:02}", step + 1);
        match step {
            0 => {
                scratch.commit(&day, "start", &[("old.md", "# A\n\n## B\n\nC\n"), ("1.md", "x")]);
            }
            1 => {
                scratch.commit(&day, "edit", &[("old.md", "# A\n\n## B\n\nD\n"), ("src.rs", "")]);
            }
            2 => {
                std::fs::rename(scratch.path("old.md"), scratch.path("template.md")).unwrap();
                scratch.commit(&day, "rename", &[("2.md", "y"), ("1.md", "edited")]);
            }
            3 => {
                scratch.git(&day, &["checkout", "--quiet", "-b", "side"]);
                scratch.commit(&day, "side", &[("3.md", "z")]);
                scratch.git(&day, &["checkout", "--quiet", "main"]);
            }
            4 => {
                scratch.commit(&day, "edit", &[("template.md", "# A\n\n## B\n\nE\n")]);
            }
            _ => {
                scratch.git(&day, &["merge", "--quiet", "--no-edit", "side"]);
            }
        }
    }

    #[test]
    fn a_record_brought_up_to_date_equals_one_read_anew() {
        let scratch = Scratch::new();
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::below(folder.path(), &scratch.root());
        for step in 0..6 {
            grow(&scratch, step);
            let warm = read(&scratch, &cache);
            let mut cold = read(&scratch, &Cache::none());
            // Walks of two ranges may order commits of branches otherwise; nothing depends on that order.
            let sorted = |record: &Record| {
                let mut changes: Vec<_> = record
                    .changes
                    .iter()
                    .map(|change| {
                        (
                            record.commits[change.commit as usize].clone(),
                            change.kind.clone(),
                            change.path.clone(),
                        )
                    })
                    .collect();
                changes.sort_by(|one, other| (&one.0.id, &one.2).cmp(&(&other.0.id, &other.2)));
                changes
            };
            assert_eq!(sorted(&warm), sorted(&cold), "step {step}");
            cold.texts.retain(|blob, _| !warm.texts.contains_key(blob));
            assert!(cold.texts.is_empty(), "step {step}");
            assert_eq!((&warm.head, warm.walked), (&cold.head, cold.walked));
            assert_eq!(read(&scratch, &cache), warm, "nothing is read twice");
        }
    }

    #[test]
    fn a_rewritten_history_is_read_anew() {
        let scratch = Scratch::new();
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::below(folder.path(), &scratch.root());
        grow(&scratch, 0);
        scratch.commit("2026-01-02", "mistake", &[("mistake.md", "")]);
        assert_eq!(read(&scratch, &cache).changes.len(), 3);
        scratch.git("2026-01-03", &["reset", "--quiet", "--hard", "HEAD~1"]);
        scratch.commit("2026-01-03", "other", &[("2.md", "y")]);
        let paths: HashSet<String> =
            read(&scratch, &cache).changes.into_iter().map(|change| change.path).collect();
        assert_eq!(paths, ["1.md", "2.md", "old.md"].map(str::to_owned).into());
    }

    #[test]
    fn a_long_history_is_looked_into_where_documents_are() {
        let asked =
            Asked { templates: &["specs/t.md"], documents: &["specs/a.md", "README.md", "docs/x/b.md"] };
        let expected = [":(glob)*.*", ":(literal)docs", ":(literal)specs", ":(literal)specs/t.md"];
        assert_eq!(pathspecs(asked, false), expected);
        let scratch = Scratch::new();
        let files = [("README.md", "r"), ("docs/x/b.md", "b"), ("src/c.md", "c"), ("specs/t.md", "t")];
        scratch.commit("2026-01-01", "all", &files);
        let git = Git::new(scratch.root().folder());
        let commits = commits(&git, "HEAD", 9).unwrap();
        let paths = |wide| -> Vec<String> {
            let changes = changes(&git, &commits, &pathspecs(asked, wide)).unwrap();
            changes.into_iter().map(|change| change.path).collect()
        };
        assert_eq!(paths(false), ["README.md", "docs/x/b.md", "specs/t.md"]);
        assert_eq!(paths(true), ["README.md", "docs/x/b.md", "specs/t.md", "src/c.md"]);
    }

    #[test]
    fn only_the_contents_of_templates_are_kept() {
        let scratch = Scratch::new();
        (0..5).for_each(|step| grow(&scratch, step));
        let record = read(&scratch, &Cache::none());
        assert_eq!(record.texts.len(), 3);
        assert!(
            record.changes.iter().all(|change| change.path != "1.md" || change.kind == ChangeKind::Added)
        );
    }
}
