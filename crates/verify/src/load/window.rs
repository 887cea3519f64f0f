//! What was measured, in windows of equal length.

use hdrhistogram::Histogram;
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest latency that is told apart, in microseconds.
pub(super) const LONGEST: u64 = 120_000_000;

/// The requests that were due within one stretch of time.
#[derive(Clone, Debug)]
pub struct Window {
    /// Microseconds from when a request was due to the end of its answer. A request that was never answered, or with 5xx, counts as
    /// longer than any bound.
    pub latency: Histogram<u64>,
    /// Answers that ended within this window, whenever they were asked for.
    pub completed: u64,
}

impl Window {
    pub(super) fn new() -> Self {
        // Three digits of every latency up to two minutes take a few kilobytes.
        let histogram = Histogram::new_with_bounds(1, LONGEST, 3);
        Self {
            latency: histogram.unwrap_or_else(|error| unreachable!("the bounds are constant: {error}")),
            completed: 0,
        }
    }

    pub(super) fn record(&mut self, latency: Duration, good: bool) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(LONGEST).clamp(1, LONGEST);
        self.latency.saturating_record(if good { micros } else { LONGEST });
    }
}

/// What a load showed.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The windows, without the warm-up.
    pub windows: Vec<Window>,
    /// How long each window was.
    pub window: Duration,
    /// Answers by their status, those to the warm-up too.
    pub statuses: BTreeMap<u16, u64>,
    /// Requests without an answer.
    pub broken: u64,
    /// Microseconds from when a request was due to when it was handed to a connection: what the driver itself, or the machine, was late.
    pub lag: Histogram<u64>,
}

impl Measured {
    /// All requests, with those of the warm-up.
    pub fn requests(&self) -> u64 {
        self.statuses.values().sum::<u64>() + self.broken
    }

    /// Requests that were answered with 5xx or not at all.
    pub fn failures(&self) -> u64 {
        self.statuses.iter().filter(|(status, _)| **status >= 500).map(|(_, count)| count).sum::<u64>()
            + self.broken
    }

    /// Answers of 4xx, the most frequent status with how many there are in all.
    pub fn refused(&self) -> Option<(u16, u64)> {
        let refused = || self.statuses.iter().filter(|(status, _)| (400..500).contains(*status));
        let (status, _) = refused().max_by_key(|(_, count)| **count)?;
        Some((*status, refused().map(|(_, count)| count).sum()))
    }

    /// All latencies at once.
    pub fn latency(&self) -> Histogram<u64> {
        let mut all = Window::new().latency;
        for window in &self.windows {
            // Histograms of the same bounds add up.
            let _ = all.add(&window.latency);
        }
        all
    }

    /// The distribution in a few numbers, as evidence shows it.
    pub fn shown(&self) -> String {
        let all = self.latency();
        let at = |quantile: f64| milliseconds(all.value_at_quantile(quantile) as f64);
        let statuses = self.statuses.iter().map(|(status, count)| format!("{count} × {status}"));
        let broken = (self.broken > 0).then(|| format!("{} without an answer", self.broken));
        let lag = milliseconds(self.lag.value_at_quantile(0.99) as f64);
        format!(
            "{} requests in {} windows of {:?}: p50 {}, p90 {}, p95 {}, p99 {}, max {}\nanswers: {}\nsent late by the driver: p99 {lag}",
            all.len(),
            self.windows.len(),
            self.window,
            at(0.5),
            at(0.9),
            at(0.95),
            at(0.99),
            at(1.0),
            statuses.chain(broken).collect::<Vec<_>>().join(", "),
        )
    }
}

/// `4.2 ms` of microseconds.
pub fn milliseconds(micros: f64) -> String {
    match micros {
        _ if micros >= LONGEST as f64 => "no answer".to_owned(),
        _ if micros < 1000.0 => format!("{:.2} ms", micros / 1000.0),
        _ if micros < 10_000_000.0 => format!("{:.1} ms", micros / 1000.0),
        _ => format!("{:.1} s", micros / 1_000_000.0),
    }
}
