//! Counters in the text format of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::fault::{self, Fault};
use crate::server::Shared;
use crate::status::Status;

/// Upper bounds of the duration histogram, in seconds.
const BOUNDS: [f64; 6] = [0.005, 0.01, 0.05, 0.1, 0.5, 1.0];

/// What has been counted since the process started.
#[derive(Default)]
pub struct Metrics(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    requests: BTreeMap<(String, String, u16), u64>,
    within: [u64; BOUNDS.len()],
    seconds: f64,
    answered: u64,
    registered: u64,
    changes: BTreeMap<&'static str, u64>,
}

impl Metrics {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request was answered; `route` is the pattern, so that ids do not each make a series.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut counts = self.counts();
        *counts.requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        let seconds = took.as_secs_f64();
        for (bound, count) in BOUNDS.iter().zip(&mut counts.within) {
            *count += u64::from(seconds <= *bound);
        }
        counts.seconds += seconds;
        counts.answered += 1;
    }

    pub fn parcel_registered(&self) {
        self.counts().registered += 1;
    }

    pub fn status_changed(&self, to: Status) {
        *self.counts().changes.entry(to.name()).or_default() += 1;
    }

    fn text(&self) -> String {
        let counts = self.counts();
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = counts.write(&mut out);
        out
    }
}

impl Counts {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "# HELP parcels_http_requests_total Requests answered.")?;
        writeln!(out, "# TYPE parcels_http_requests_total counter")?;
        for ((method, route, status), count) in &self.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            writeln!(out, "parcels_http_requests_total{{{labels}}} {count}")?;
        }
        writeln!(out, "# HELP parcels_http_request_duration_seconds Time from request to answer.")?;
        writeln!(out, "# TYPE parcels_http_request_duration_seconds histogram")?;
        for (bound, count) in BOUNDS.iter().zip(&self.within) {
            writeln!(out, "parcels_http_request_duration_seconds_bucket{{le=\"{bound}\"}} {count}")?;
        }
        writeln!(out, "parcels_http_request_duration_seconds_bucket{{le=\"+Inf\"}} {}", self.answered)?;
        writeln!(out, "parcels_http_request_duration_seconds_sum {}", self.seconds)?;
        writeln!(out, "parcels_http_request_duration_seconds_count {}", self.answered)?;
        if !fault::is(Fault::MetricGone) {
            writeln!(out, "# HELP parcels_registered_total Parcels registered.")?;
            writeln!(out, "# TYPE parcels_registered_total counter")?;
            writeln!(out, "parcels_registered_total {}", self.registered)?;
        }
        writeln!(out, "# HELP parcels_status_changes_total Changes of state, by the new state.")?;
        writeln!(out, "# TYPE parcels_status_changes_total counter")?;
        for status in Status::ALL {
            let count = self.changes.get(status.name()).copied().unwrap_or_default();
            writeln!(out, "parcels_status_changes_total{{to=\"{}\"}} {count}", status.name())?;
        }
        Ok(())
    }
}

/// `GET /metrics`
pub async fn read(State(app): State<Shared>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.request("GET", "/health", 200, Duration::from_millis(20));
        metrics.parcel_registered();
        metrics.status_changed(Status::InTransit);
        let text = metrics.text();
        for line in [
            "parcels_http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"} 1",
            "parcels_http_request_duration_seconds_bucket{le=\"0.01\"} 0",
            "parcels_http_request_duration_seconds_bucket{le=\"0.05\"} 1",
            "parcels_http_request_duration_seconds_count 1",
            "parcels_registered_total 1",
            "parcels_status_changes_total{to=\"in_transit\"} 1",
            "parcels_status_changes_total{to=\"delivered\"} 0",
        ] {
            assert!(text.lines().any(|known| known == line), "{line}\n{text}");
        }
    }
}
