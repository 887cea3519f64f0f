//! How long and how much: nothing that a run starts may go on for ever, or answer without end.

use crate::load::Load;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The bounds of a run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One HTTP request, with its answer.
    pub request: Duration,
    /// One claim, whatever it needs.
    pub claim: Duration,
    /// One command, where the target sets no `timeout`.
    pub command: Duration,
    /// Claims tried on the target at the same time.
    pub side_by_side: usize,
    /// Bytes of a command's or target's output that are kept.
    pub output: usize,
    /// Bytes of an answer's body that are kept.
    pub body_kept: usize,
    /// Bytes of an answer's body that are read at most.
    pub body_read: usize,
    /// How much load may be put on the target.
    pub load: Load,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(10),
            claim: Duration::from_secs(60),
            command: Duration::from_secs(600),
            side_by_side: 4,
            output: 128 << 10,
            body_kept: 1 << 20,
            body_read: 16 << 20,
            load: Load::Quick,
        }
    }
}

/// A switch that ends a run early; every copy is the same switch.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// A switch that is off.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the run to end: what it started is ended, what was not tried stays untried.
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the run was asked to end.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A point in time that something must be done by.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// So long from now.
    pub fn after(length: Duration) -> Self {
        Self(Instant::now() + length)
    }

    /// How much time is left.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether no time is left.
    pub fn passed(self) -> bool {
        self.left().is_zero()
    }
}
