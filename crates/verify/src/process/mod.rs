//! Child processes: each in a group of its own, drained, limited, and ended as a whole.

mod capture;

pub use capture::Capture;

use crate::limits::{Deadline, Stop};
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What is to be started.
#[derive(Clone, Copy, Debug)]
pub struct Launch<'a> {
    /// The program and its arguments.
    pub words: &'a [String],
    /// The folder to start it in; a program named by a relative path is looked for there.
    pub folder: &'a Path,
    /// The whole environment it gets.
    pub environment: &'a BTreeMap<String, String>,
    /// Bytes of its output that are kept.
    pub keep: usize,
}

/// A running process with everything it started. Dropping it ends the whole group.
#[derive(Debug)]
pub struct Process {
    child: Box<dyn ChildWrapper>,
    output: Capture,
    errors: Capture,
    exit: Option<Exit>,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with a code.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// It was ended because it took too long.
    TimedOut,
    /// It was ended because the run was.
    Stopped,
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Exit::Code(code) => write!(f, "exit code {code}"),
            Exit::Signal(signal) => write!(f, "signal {signal}"),
            Exit::TimedOut => f.write_str("no end within the time limit"),
            Exit::Stopped => f.write_str("an end with the run"),
        }
    }
}

/// A process that has ended, with what it wrote.
#[derive(Clone, Debug)]
pub struct Finished {
    /// How it ended.
    pub exit: Exit,
    /// What it wrote to standard output.
    pub output: String,
    /// What it wrote to standard error.
    pub errors: String,
    /// How long it ran.
    pub duration: Duration,
}

/// How long a group gets between being asked and being made to end.
const GRACE: Duration = Duration::from_secs(3);

impl Process {
    /// Starts a process in a group of its own.
    pub fn start(launch: Launch<'_>) -> std::io::Result<Self> {
        let [program, arguments @ ..] = launch.words else {
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "the command has no words"));
        };
        let mut command = Command::new(locate(program, launch.folder));
        command.args(arguments).current_dir(launch.folder);
        command.env_clear().envs(launch.environment);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut wrapped = CommandWrap::from(command);
        #[cfg(unix)]
        wrapped.wrap(process_wrap::std::ProcessGroup::leader());
        let mut child = wrapped.spawn()?;
        let output = Capture::new(launch.keep);
        let errors = Capture::new(launch.keep);
        if let Some(pipe) = child.stdout().take() {
            drain(pipe, &output);
        }
        if let Some(pipe) = child.stderr().take() {
            drain(pipe, &errors);
        }
        Ok(Self { child, output, errors, exit: None })
    }

    /// How it ended, if it has.
    pub fn exit(&mut self) -> Option<Exit> {
        if self.exit.is_none()
            && let Ok(Some(status)) = self.child.try_wait()
        {
            self.exit = Some(how(status));
        }
        self.exit
    }

    /// What it wrote so far: standard output, then standard error.
    pub fn written(&self) -> String {
        let (output, errors) = (self.output.text(), self.errors.text());
        let separator = if output.is_empty() || output.ends_with('\n') { "" } else { "\n" };
        format!("{output}{separator}{errors}")
    }

    /// Waits a little for the last that an ended process wrote.
    pub fn settle(&self) {
        self.output.wait_for_end();
        self.errors.wait_for_end();
    }

    /// Ends the whole group: asks first, then makes it.
    pub fn end(&mut self) {
        #[cfg(unix)]
        if self.exit().is_none() {
            const SIGTERM: i32 = 15;
            let _ = self.child.signal(SIGTERM);
            let grace = Deadline::after(GRACE);
            while self.exit().is_none() && !grace.passed() {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        self.kill();
    }

    /// Ends what is left of the group at once, also when its leader is gone already.
    fn kill(&mut self) {
        // Fails where nothing is left, which is what is wanted.
        let _ = self.child.start_kill();
        if self.exit.is_none()
            && let Ok(status) = self.child.wait()
        {
            self.exit = Some(how(status));
        }
    }

    /// Waits until it ends; ends it at the deadline, or when the run is stopped.
    pub fn finish(mut self, deadline: Deadline, stop: &Stop) -> Finished {
        let started = Instant::now();
        let mut pause = Duration::from_millis(1);
        let exit = loop {
            if let Some(exit) = self.exit() {
                break exit;
            }
            if stop.asked() {
                break Exit::Stopped;
            }
            if deadline.passed() {
                break Exit::TimedOut;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(25));
        };
        let duration = started.elapsed();
        match exit {
            // Whatever it left running in the background has no business any more.
            Exit::Code(_) | Exit::Signal(_) => self.kill(),
            Exit::TimedOut | Exit::Stopped => self.end(),
        }
        self.settle();
        Finished { exit, output: self.output.text(), errors: self.errors.text(), duration }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Also on a panic: nothing that was started may outlive the run.
        self.end();
    }
}

/// Runs a command to its end.
pub fn run(launch: Launch<'_>, limit: Duration, stop: &Stop) -> std::io::Result<Finished> {
    Ok(Process::start(launch)?.finish(Deadline::after(limit), stop))
}

/// A program named by a relative path is meant from the folder of the command, not from that of this process.
fn locate(program: &str, folder: &Path) -> PathBuf {
    let path = Path::new(program);
    if path.is_relative() && path.components().count() > 1 { folder.join(path) } else { path.to_owned() }
}

fn how(status: ExitStatus) -> Exit {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Exit::Signal(signal);
    }
    Exit::Code(status.code().unwrap_or(-1))
}

fn drain(mut pipe: impl Read + Send + 'static, capture: &Capture) {
    let capture = capture.clone();
    std::thread::spawn(move || {
        let mut buffer = [0; 8192];
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(count) => capture.add(&buffer[..count]),
            }
        }
        capture.end();
    });
}

#[cfg(test)]
mod tests;
