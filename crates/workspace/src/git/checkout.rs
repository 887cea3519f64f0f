//! The files of a revision in a folder of their own, so that everything that reads a folder can read the past.

use std::io::Write as _;
use std::path::Path;

use tempfile::TempDir;

use super::changed::ChangedError;
use super::command::{Git, GitTrouble};
use super::repository::{NoRepository, Repository};
use crate::files::Root;

/// A revision, laid out in a temporary folder: a repository whose history ends with it. What is no document, configuration or list of
/// ignored files is there by name only, without its contents.
#[derive(Debug)]
pub struct Checkout {
    folder: TempDir,
    /// The commit.
    pub commit: String,
    /// What it is, for people: "`main` (3f2a1c9)".
    pub since: String,
    /// When the first commit after it was made; none where there is none yet.
    pub work_began: Option<jiff::Timestamp>,
}

impl Checkout {
    /// Lays out the point where this branch left `revision`.
    pub fn new(root: &Root, revision: &str) -> Result<Self, ChangedError> {
        let repository = Repository::open(root).map_err(ChangedError::NoRepository)?;
        let (commit, since) = repository.base(revision)?;
        let folder = tempfile::tempdir().map_err(|error| trouble(GitTrouble::NotRun(error.to_string())))?;
        lay_out(&repository, &commit, folder.path()).map_err(trouble)?;
        let work_began = work_began(&repository, &commit).map_err(trouble)?;
        Ok(Self { folder, commit, since, work_began })
    }

    /// Where the files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn work_began(repository: &Repository, commit: &str) -> Result<Option<jiff::Timestamp>, GitTrouble> {
    let range = format!("{commit}..{}", repository.head);
    let times = repository.git.ask_text(&["log", "--format=%ct", &range, "--"])?;
    let first = times.lines().filter_map(|line| line.trim().parse::<i64>().ok()).min();
    Ok(first.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()))
}

fn trouble(trouble: GitTrouble) -> ChangedError {
    ChangedError::NoRepository(NoRepository::Trouble(trouble))
}

/// A file of a tree.
struct Entry<'a> {
    mode: &'a str,
    object: &'a str,
    path: &'a str,
}

fn lay_out(repository: &Repository, commit: &str, folder: &Path) -> Result<(), GitTrouble> {
    let listed = repository.git.ask(&["ls-tree", "-r", "-z", "--full-tree", commit], None)?;
    let listed = String::from_utf8_lossy(&listed);
    let entries: Vec<Entry> = listed.split('\0').filter_map(entry).collect();
    let (read, named): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.mode.starts_with("100") && is_read(entry.path));
    for entry in named {
        // A link leads wherever it leads today, and a submodule is a folder.
        match entry.mode {
            "160000" => make_folder(folder, entry.path)?,
            _ => write(folder, entry.path, b"")?,
        }
    }
    let wanted: String = read.iter().map(|entry| format!("{}\n", entry.object)).collect();
    let contents = repository.git.ask(&["cat-file", "--batch"], Some(wanted.into_bytes()))?;
    let mut rest = contents.as_slice();
    for entry in read {
        let Some(contents) = next(&mut rest) else {
            return Err(GitTrouble::Failed(format!(
                "the contents of `{}` are not in this clone",
                entry.path
            )));
        };
        write(folder, entry.path, contents)?;
    }
    history(repository, commit, folder)
}

/// `100644 blob 1c2f…\tspecs/a.md`
fn entry(line: &str) -> Option<Entry<'_>> {
    let (head, path) = line.split_once('\t')?;
    let mut head = head.split(' ');
    let mode = head.next()?;
    let object = head.nth(1)?;
    // No tree that git made has such a path; one that somebody else made may.
    let safe =
        path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.eq_ignore_ascii_case(".git"));
    (safe && !path.contains('\\')).then_some(Entry { mode, object, path })
}

/// Whether the contents of a file matter: documents, configurations, and what says which files count.
fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(name, ".gitignore" | ".ignore" | "abide.toml")
        || extension == "toml"
        || matches!(
            extension.to_ascii_lowercase().as_str(),
            "md" | "markdown" | "mdx" | "mdc" | "mkd" | "txt"
        )
}

/// The next object of a batch: `ID blob LENGTH\nCONTENTS\n`.
fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(rest.get(..line)?).ok()?;
    let length: usize = head.rsplit(' ').next()?.parse().ok()?;
    let contents = rest.get(line + 1..line + 1 + length)?;
    *rest = rest.get(line + 2 + length..)?;
    Some(contents)
}

fn make_folder(folder: &Path, path: &str) -> Result<(), GitTrouble> {
    std::fs::create_dir_all(folder.join(path)).map_err(|error| GitTrouble::NotRun(error.to_string()))
}

fn write(folder: &Path, path: &str, contents: &[u8]) -> Result<(), GitTrouble> {
    if let Some((above, _)) = path.rsplit_once('/') {
        make_folder(folder, above)?;
    }
    let written = std::fs::File::create(folder.join(path)).and_then(|mut file| file.write_all(contents));
    written.map_err(|error| GitTrouble::NotRun(error.to_string()))
}

/// Makes a repository that borrows the objects of the other one, and ends with the commit.
fn history(repository: &Repository, commit: &str, folder: &Path) -> Result<(), GitTrouble> {
    let format =
        repository.git.ask_text(&["rev-parse", "--show-object-format"]).unwrap_or_else(|_| "sha1".to_owned());
    let objects =
        repository.git.ask_text(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
    let past = Git::new(folder);
    past.ask(&["init", "--quiet", "--template=", &format!("--object-format={format}")], None)?;
    write(folder, ".git/objects/info/alternates", format!("{objects}\n").as_bytes())?;
    if repository.is_shallow() {
        let mut cuts: Vec<&str> = repository.shallow.iter().map(String::as_str).collect();
        cuts.sort_unstable();
        write(folder, ".git/shallow", format!("{}\n", cuts.join("\n")).as_bytes())?;
    }
    past.ask(&["update-ref", "--no-deref", "HEAD", commit], None)?;
    // Files that are there by name only would all be taken for edited ones.
    past.ask(&["read-tree", commit], None)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Scratch;

    #[test]
    fn documents_with_their_contents_and_all_else_by_name() {
        let scratch = Scratch::new();
        scratch.commit(
            "2026-01-01",
            "1",
            &[("specs/a ü.md", "one\n"), ("src/a.rs", "code"), ("abide.toml", "specs = []\n")],
        );
        scratch.commit("2026-01-02", "2", &[("specs/a ü.md", "two\n"), ("specs/b.md", "")]);
        let checkout = Checkout::new(&scratch.root(), "HEAD~1").unwrap();
        let read = |path: &str| std::fs::read_to_string(checkout.folder().join(path)).ok();
        assert_eq!(read("specs/a ü.md").as_deref(), Some("one\n"));
        assert_eq!(read("src/a.rs").as_deref(), Some(""));
        assert_eq!(read("specs/b.md"), None);
        assert!(checkout.since.starts_with("`HEAD~1` ("), "{}", checkout.since);
        let root = Root::find(checkout.folder(), checkout.folder());
        assert_eq!(Repository::open(&root).unwrap().head, checkout.commit);
    }

    #[test]
    fn a_branch_is_compared_with_where_it_left() {
        let scratch = Scratch::new();
        let first = scratch.commit("2026-01-01", "1", &[("a.md", "one")]);
        scratch.git("2026-01-02", &["checkout", "--quiet", "-b", "side"]);
        scratch.commit("2026-01-02", "2", &[("a.md", "side")]);
        scratch.git("2026-01-03", &["checkout", "--quiet", "main"]);
        scratch.commit("2026-01-03", "3", &[("a.md", "main")]);
        scratch.git("2026-01-04", &["checkout", "--quiet", "side"]);
        assert_eq!(Checkout::new(&scratch.root(), "main").unwrap().commit, first);
        let error = Checkout::new(&scratch.root(), "nowhere").unwrap_err().to_string();
        assert!(error.contains("there is no revision `nowhere`"), "{error}");
    }

    #[test]
    fn a_path_that_leads_out_is_passed_over() {
        assert!(entry("100644 blob 1c2f\t../a.md").is_none());
        assert!(entry("100644 blob 1c2f\ta/.git/config").is_none());
        assert_eq!(entry("100644 blob 1c2f\ta/b.md").unwrap().path, "a/b.md");
    }
}
