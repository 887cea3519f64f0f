//! Commits, and what each did to the files that matter.

use serde::{Deserialize, Serialize};

use super::command::{Git, GitTrouble};

/// A commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Commit {
    pub id: String,
    /// When it was written, in seconds.
    pub written: i64,
    /// When it came into this history: later than `written` if it was rebased or applied by someone else.
    pub landed: i64,
}

/// What a commit did to a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Change {
    /// Index of the commit.
    pub commit: u32,
    pub kind: ChangeKind,
    pub path: String,
    /// The name of the content afterwards.
    pub blob: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChangeKind {
    Added,
    Modified,
    /// Under this name before.
    RenamedFrom(String),
}

/// The commits of `range`, the newest first, at most `limit`.
pub(super) fn commits(git: &Git, range: &str, limit: usize) -> Result<Vec<Commit>, GitTrouble> {
    let limit = format!("--max-count={limit}");
    let output = git.ask(&["rev-list", &limit, "--format=%at %ct", "--end-of-options", range, "--"], None)?;
    let text = String::from_utf8_lossy(&output);
    let mut lines = text.lines();
    let mut commits = Vec::new();
    while let (Some(head), Some(dates)) = (lines.next(), lines.next()) {
        let mut dates = dates.split(' ').map(|seconds| seconds.parse().unwrap_or(0));
        let (author, committer) = (dates.next().unwrap_or(0), dates.next().unwrap_or(0));
        commits.push(Commit {
            id: head.trim_start_matches("commit ").to_owned(),
            written: author.min(committer),
            landed: committer,
        });
    }
    Ok(commits)
}

/// What the commits did to files with these pathspecs; a merge counts where it differs from all its parents.
pub(super) fn changes(
    git: &Git,
    commits: &[Commit],
    pathspecs: &[String],
) -> Result<Vec<Change>, GitTrouble> {
    let input: String = commits.iter().flat_map(|commit| [commit.id.as_str(), "\n"]).collect();
    // A clone without old contents can tell only renames that left the content as it was.
    let is_partial = git.ask(&["config", "--get-regexp", r"^remote\..*\.promisor$"], None).is_ok();
    let renames = if is_partial { "-M100%" } else { "-M" };
    let mut arguments = vec!["diff-tree", "--stdin", "--root", "-r", "-c", "--raw", "--no-abbrev", "-z"];
    arguments.extend(["-l500", renames, "--"]);
    arguments.extend(pathspecs.iter().map(String::as_str));
    let output = git.ask(&arguments, Some(input.into_bytes()))?;
    Ok(parse(&output, commits))
}

// With `-z`: a commit's name, then for each file `:MODES BLOBS STATUS`, its path, and for a rename the new path.
fn parse(output: &[u8], commits: &[Commit]) -> Vec<Change> {
    let mut tokens = output.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let Some(header) = token.strip_prefix(':') else {
            // Commits without a change that matters are left out, so the next one may be further on.
            let ahead = commits.get(at..).unwrap_or_default().iter().position(|commit| commit.id == *token);
            at += ahead.unwrap_or(0);
            continue;
        };
        let Some(path) = tokens.next() else { break };
        let parents = 1 + header.chars().take_while(|c| *c == ':').count();
        let fields: Vec<&str> = header.trim_start_matches(':').split(' ').collect();
        let mode = fields.get(parents).copied().unwrap_or_default();
        let blob = fields.get(2 * parents + 1).copied().unwrap_or_default();
        let status = fields.last().copied().unwrap_or_default();
        let (kind, path) = if parents == 1 && status.starts_with(['R', 'C']) {
            let Some(new) = tokens.next() else { break };
            let kind = if status.starts_with('R') {
                ChangeKind::RenamedFrom(path.into_owned())
            } else {
                ChangeKind::Added
            };
            (kind, new)
        } else if status.contains('D') {
            continue;
        } else if status.chars().all(|letter| letter == 'A') {
            (ChangeKind::Added, path)
        } else {
            (ChangeKind::Modified, path)
        };
        // Links and submodules are no texts.
        if mode.starts_with("100") {
            changes.push(Change { commit: at as u32, kind, path: path.into_owned(), blob: blob.to_owned() });
        }
    }
    changes
}

/// The texts of contents, in the order asked; `None` for one that this clone lacks or that is no UTF-8.
pub(super) fn texts(git: &Git, blobs: &[&str]) -> Result<Vec<Option<String>>, GitTrouble> {
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let input: String = blobs.iter().flat_map(|blob| [blob, "\n"]).collect();
    let output = git.ask(&["cat-file", "--batch"], Some(input.into_bytes()))?;
    let mut rest = output.as_slice();
    let text = |_: &&str| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let header = String::from_utf8_lossy(rest.get(..end)?).into_owned();
        rest = rest.get(end + 1..)?;
        // `ID blob SIZE`, or `ID missing`.
        let size: usize = header.rsplit(' ').next()?.parse().ok()?;
        let bytes = rest.get(..size)?.to_vec();
        rest = rest.get(size + 1..)?;
        String::from_utf8(bytes).ok()
    };
    Ok(blobs.iter().map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    fn read(scratch: &Scratch, pathspecs: &[&str]) -> Vec<(String, ChangeKind)> {
        let git = Git::new(scratch.root().folder());
        let commits = commits(&git, "HEAD", 100).unwrap();
        let pathspecs: Vec<String> = pathspecs.iter().map(|spec| (*spec).to_owned()).collect();
        let changes = changes(&git, &commits, &pathspecs).unwrap();
        changes.into_iter().map(|change| (change.path, change.kind)).collect()
    }

    #[test]
    fn additions_edits_and_renames_are_read_the_newest_first() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "add", &[("ü a.md", "one\ntwo\nthree\n"), ("x.rs", "")]);
        scratch.commit("2026-01-02", "nothing", &[]);
        scratch.commit("2026-01-03", "edit", &[("ü a.md", "one\ntwo\nfour\n")]);
        std::fs::remove_file(scratch.path("ü a.md")).unwrap();
        scratch.commit("2026-01-04", "move", &[("docs/b.md", "one\ntwo\nfour\n")]);
        let (old, new) = ("ü a.md".to_owned(), "docs/b.md".to_owned());
        let expected = [
            (new, ChangeKind::RenamedFrom(old.clone())),
            (old.clone(), ChangeKind::Modified),
            (old, ChangeKind::Added),
        ];
        assert_eq!(read(&scratch, &[":(icase)*.md"]), expected);
    }

    #[test]
    fn a_merge_counts_only_for_what_it_brings_itself() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "main", &[("a.md", "a")]);
        scratch.git("2026-01-02", &["checkout", "--quiet", "-b", "side"]);
        scratch.commit("2026-01-02", "side", &[("side.md", "s")]);
        scratch.git("2026-01-03", &["checkout", "--quiet", "main"]);
        scratch.commit("2026-01-03", "more", &[("b.md", "b")]);
        scratch.git("2026-01-04", &["merge", "--quiet", "--no-commit", "side"]);
        scratch.commit("2026-01-04", "merge", &[("only-in-the-merge.md", "m")]);
        let mut paths: Vec<String> = read(&scratch, &["*.md"]).into_iter().map(|(path, _)| path).collect();
        paths.sort();
        assert_eq!(paths, ["a.md", "b.md", "only-in-the-merge.md", "side.md"]);
    }

    #[test]
    fn contents_are_read_in_one_go_and_a_missing_one_is_none() {
        let scratch = Scratch::new();
        scratch.commit("2026-01-01", "add", &[("a.md", "# A\n\n"), ("b.md", "")]);
        let git = Git::new(scratch.root().folder());
        let a = scratch.git("2026-01-01", &["rev-parse", "HEAD:a.md"]);
        let b = scratch.git("2026-01-01", &["rev-parse", "HEAD:b.md"]);
        let gone = "0123456789012345678901234567890123456789";
        let texts = texts(&git, &[&a, gone, &b]).unwrap();
        assert_eq!(texts, [Some("# A\n\n".to_owned()), None, Some(String::new())]);
    }
}
