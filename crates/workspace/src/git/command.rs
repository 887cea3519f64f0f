//! Runs `git`: without the network, without hooks, and never longer than it may.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{io, thread};

use crate::files::plain;

/// How long one call may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// How much one call may say: more is no answer to any question asked here.
const OUTPUT_LIMIT: u64 = 1 << 30;

/// Why `git` gave no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GitTrouble {
    /// There is no such program.
    #[error("git is not installed")]
    NotInstalled,
    /// The program could not be run: the system's words.
    #[error("git could not be run ({0})")]
    NotRun(String),
    /// It took too long.
    #[error("git took longer than {} s", .0.as_secs())]
    TooLong(Duration),
    /// It said more than can be read.
    #[error("git gave more than {} MiB", OUTPUT_LIMIT >> 20)]
    TooMuch,
    /// It ended with an error: its first line.
    #[error("git says: {0}")]
    Failed(String),
}

/// The `git` program, asked about one repository.
#[derive(Clone, Debug)]
pub struct Git {
    program: PathBuf,
    folder: PathBuf,
    time_limit: Duration,
}

// Variables that a hook gets from git, and that point at another repository than the folder's own.
const FOREIGN: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
];

// Settings of a person that would change what is read, or run something.
const SETTINGS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=",
    "core.quotePath=false",
    "core.useReplaceRefs=false",
    "diff.relative=false",
    "diff.suppressBlankEmpty=false",
    "log.showSignature=false",
    "submodule.recurse=false",
];

impl Git {
    /// `git` in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { program: "git".into(), folder: folder.to_owned(), time_limit: TIME_LIMIT }
    }

    #[cfg(test)]
    pub(crate) fn with(self, program: &str, time_limit: Duration) -> Self {
        Self { program: program.into(), time_limit, ..self }
    }

    /// What `git ARGUMENTS` writes, given `input`.
    pub fn ask(&self, arguments: &[&str], input: Option<Vec<u8>>) -> Result<Vec<u8>, GitTrouble> {
        let child = self.command(arguments, input.is_some()).spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if self.folder.is_dir() => GitTrouble::NotInstalled,
            _ => GitTrouble::NotRun(plain(&error)),
        })?;
        let output = self.wait(child, input)?;
        if output.stdout.len() as u64 > OUTPUT_LIMIT {
            return Err(GitTrouble::TooMuch);
        }
        if output.success { Ok(output.stdout) } else { Err(GitTrouble::Failed(first_line(&output.stderr))) }
    }

    /// The folder that it is asked in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same as text, without white space at the end.
    pub fn ask_text(&self, arguments: &[&str]) -> Result<String, GitTrouble> {
        let output = self.ask(arguments, None)?;
        Ok(String::from_utf8_lossy(&output).trim_end().to_owned())
    }

    fn command(&self, arguments: &[&str], has_input: bool) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).arg("--no-pager");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(arguments);
        for variable in FOREIGN {
            command.env_remove(variable);
        }
        command
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            // A partial clone would fetch what it lacks.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .stdin(if has_input { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn wait(&self, mut child: Child, input: Option<Vec<u8>>) -> Result<Output, GitTrouble> {
        let (sender, receiver) = mpsc::channel();
        let stdout = child.stdout.take();
        let stderr = child.stderr.take();
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
            // It may end before it has read everything; its answer tells then.
            thread::spawn(move || stdin.write_all(&input));
        }
        thread::spawn(move || {
            let errors = thread::spawn(move || read(stderr, 1 << 16));
            let stdout = read(stdout, OUTPUT_LIMIT + 1);
            let stderr = errors.join().unwrap_or_default();
            // Nobody listens any more if it took too long.
            let _ = sender.send((stdout, stderr));
        });
        match receiver.recv_timeout(self.time_limit) {
            Ok((stdout, stderr)) => {
                if stdout.len() as u64 > OUTPUT_LIMIT {
                    // It would wait for ever for someone to read the rest.
                    let _ = child.kill();
                }
                let status = child.wait().map_err(|error| GitTrouble::NotRun(plain(&error)))?;
                Ok(Output { stdout, stderr, success: status.success() })
            }
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(GitTrouble::TooLong(self.time_limit))
            }
        }
    }
}

struct Output {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    success: bool,
}

fn read(from: Option<impl Read>, limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What was read before an error is kept: the exit status says whether it is all.
        let _ = from.take(limit).read_to_end(&mut bytes);
    }
    bytes
}

fn first_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("nothing, but it failed");
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_a_slow_one_and_a_failing_one_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let git = Git::new(folder.path());
        let missing = git.clone().with("no-such-git-program", TIME_LIMIT);
        assert_eq!(missing.ask(&["status"], None), Err(GitTrouble::NotInstalled));
        let failing = git.ask(&["no-such-command"], None).unwrap_err().to_string();
        assert_eq!(failing, "git says: git: 'no-such-command' is not a git command. See 'git --help'.");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("slow");
        std::fs::write(&program, "#!/bin/sh\nexec sleep 30\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let limit = Duration::from_millis(50);
        let slow = Git::new(folder.path()).with(&program.to_string_lossy(), limit);
        let started = std::time::Instant::now();
        assert_eq!(slow.ask(&["log"], None), Err(GitTrouble::TooLong(limit)));
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
