//! Real repositories for tests, with fixed authors and dates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::Root;

/// A repository in a temporary folder.
pub struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    pub fn new() -> Self {
        let scratch = Self { folder: tempfile::tempdir().unwrap() };
        scratch.git("2026-01-01", &["init", "--quiet", "--initial-branch=main"]);
        scratch
    }

    pub fn root(&self) -> Root {
        Root::find(self.folder.path(), self.folder.path())
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes the files, commits everything on `date`, and gives the commit.
    pub fn commit(&self, date: &str, message: &str, files: &[(&str, &str)]) -> String {
        for (path, text) in files {
            self.write(path, text);
        }
        self.git(date, &["add", "--all"]);
        self.git(date, &["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(date, &["rev-parse", "HEAD"])
    }

    /// Runs git as the same person at noon of `date`.
    pub fn git(&self, date: &str, arguments: &[&str]) -> String {
        git(self.folder.path(), date, arguments)
    }

    pub fn shallow_clone(&self, depth: usize) -> Self {
        self.clone_with(&[&format!("--depth={depth}")])
    }

    pub fn clone_with(&self, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = format!("file://{}", self.folder.path().display());
        git(folder.path(), "2026-01-01", &[&["clone", "--quiet"], options, &[&source, "."]].concat());
        Self { folder }
    }
}

fn git(folder: &Path, date: &str, arguments: &[&str]) -> String {
    let moment = format!("{date}T12:00:00Z");
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"])
        .args(arguments);
    for (name, value) in [
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ("GIT_CONFIG_GLOBAL", ""),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_DATE", &moment),
        ("GIT_COMMITTER_DATE", &moment),
    ] {
        command.env(name, value);
    }
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
