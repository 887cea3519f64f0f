//! `--watch`: a report now, and one after each change.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A running command that is ended with the test.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watching {
    fn start(scratch: &Scratch) -> Self {
        let mut command = scratch.abide(&["check", "--watch", "--output-format", "concise"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The sentence that closes the next report; `meanwhile` is done again and again until it is there.
    fn next(&self, mut meanwhile: impl FnMut()) -> String {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            match self.lines.recv_timeout(Duration::from_millis(400)) {
                Ok(line) if line.starts_with("Found") || line.starts_with("No findings") => return line,
                Ok(_) => {}
                // The folder may not have been watched yet when the last change was made.
                Err(_) => meanwhile(),
            }
        }
        panic!("there was no report within half a minute");
    }
}

#[test]
fn a_change_gives_another_report() {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/fines.md", BAD)]);
    let watching = Watching::start(&scratch);
    assert_eq!(watching.next(|| {}), "Found 1 error and 1 warning in 1 document (1 fixable with `--fix`).");
    scratch.write("specs/fines.md", GOOD);
    assert_eq!(watching.next(|| scratch.write("specs/fines.md", GOOD)), "No findings in 1 document.");
}
