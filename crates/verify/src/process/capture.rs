//! Output that is kept within a limit: its beginning and its end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait for the end of output whose writer is gone: something else may hold the pipe open.
const PATIENCE: Duration = Duration::from_millis(500);

/// Collects what a process writes; every copy is the same collection.
#[derive(Clone, Debug)]
pub struct Capture(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    /// Half of the limit is for the beginning, half for the end: one says what it was, the other how it went.
    half: usize,
    beginning: Vec<u8>,
    end: VecDeque<u8>,
    left_out: u64,
    complete: bool,
}

impl Capture {
    /// Keeps up to `limit` bytes.
    pub fn new(limit: usize) -> Self {
        let half = (limit / 2).max(1);
        let kept = Kept { half, beginning: Vec::new(), end: VecDeque::new(), left_out: 0, complete: false };
        Self(Arc::new(Mutex::new(kept)))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what was read.
    pub fn add(&self, bytes: &[u8]) {
        let mut kept = self.kept();
        let room = kept.half.saturating_sub(kept.beginning.len()).min(bytes.len());
        let (first, rest) = bytes.split_at(room);
        kept.beginning.extend_from_slice(first);
        kept.end.extend(rest);
        let excess = kept.end.len().saturating_sub(kept.half);
        kept.end.drain(..excess);
        kept.left_out += excess as u64;
    }

    /// Notes that nothing more will come.
    pub fn end(&self) {
        self.kept().complete = true;
    }

    /// Waits a little for everything that was written to have been read.
    pub fn wait_for_end(&self) {
        let started = Instant::now();
        while !self.kept().complete && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// What was kept, saying how much is left out in the middle.
    pub fn text(&self) -> String {
        let kept = self.kept();
        let mut bytes = kept.beginning.clone();
        if kept.left_out > 0 {
            bytes.extend_from_slice(format!("\n[… {} bytes left out …]\n", kept.left_out).as_bytes());
        }
        let (front, back) = kept.end.as_slices();
        bytes.extend_from_slice(front);
        bytes.extend_from_slice(back);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_output_is_kept_whole() {
        let capture = Capture::new(10);
        capture.add(b"abcd");
        capture.add(b"efgh");
        assert_eq!(capture.text(), "abcdefgh");
    }

    #[test]
    fn of_long_output_the_beginning_and_the_end_are_kept() {
        let capture = Capture::new(8);
        for byte in b'a'..=b'z' {
            capture.add(&[byte]);
        }
        assert_eq!(capture.text(), "abcd\n[… 18 bytes left out …]\nwxyz");
    }

    #[test]
    fn a_character_cut_in_two_does_no_harm() {
        let capture = Capture::new(2);
        capture.add("äöü".as_bytes());
        assert!(capture.text().contains("bytes left out"));
    }
}
