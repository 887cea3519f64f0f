//! What a statement says about speed, load and limits.

use super::words::{ELSEWHERE, LIMITED, SPEED};
use crate::hedge;
use crate::load::Statistic;
use crate::words;
use abide_model::{Bound, Comparison, bounds};
use regex::Regex;
use std::sync::LazyLock;
use std::time::Duration;

/// Something that only many requests show.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated {
    /// Answers come within a time.
    Latency {
        /// What is measured about them; none where the statement does not say.
        statistic: Option<Statistic>,
        /// In microseconds.
        bound: f64,
        /// At so many requests a second.
        rate: Option<f64>,
    },
    /// At least so many requests a second are answered.
    Throughput(f64),
    /// At most this share of the requests fails.
    Failures {
        /// The share.
        most: f64,
        /// Whether it is meant over hours or days.
        long: bool,
    },
    /// So many callers are served at once.
    Crowd(usize),
    /// So many requests within a time, and more are refused.
    Rate(Rate),
}

/// A limit of how often somebody may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// So many requests.
    pub count: usize,
    /// Within so long.
    pub window: Duration,
    /// Whether each key, user or client has a budget of its own.
    pub each_key: bool,
}

static OF_ALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{1,2}(?:\.\d+)?)\s*%\s+of\b"));

static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(\d[\d,_]*)\s*(?:api\s+|http\s+|failed\s+|login\s+|write\s+|read\s+)?(?:requests?|calls?|reqs?|attempts?|logins?|writes|reads|operations|ops|hits|tries)?\s*(?:per\s+(?:api\s+)?(?:key|user|client|ip|token|account|caller|consumer)\s*)?(?:(?:per|/|a|an|each|every|in|within|in any)\s*)(\d+)?[\s-]*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("{error}"))
}

/// What a statement says, where it is in words of its own (`measured` is false) or a row or line of measured targets.
pub fn read(text: &str, measured: bool) -> Vec<Stated> {
    let plain = crate::api::plain(text);
    // "need not answer within", "do not get 429", "in production": nothing that this target has to do.
    let released =
        ["need not", "needs not", "not have to", "in production", "no guarantee", "not guaranteed"];
    let denied = plain.contains("429") && !crate::api::Sentence::statuses_of(&plain).contains(&429);
    if denied
        || released.iter().any(|word| crate::api::has_phrase(&plain, word))
        || hedge::is_no_statement(&plain)
    {
        return Vec::new();
    }
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| crate::api::has_phrase(&plain, phrase));
    if let Some(rate) = rate(&plain, says(LIMITED)) {
        return vec![Stated::Rate(rate)];
    }
    if says(LIMITED) {
        return Vec::new();
    }
    let found = bounds(&plain);
    let unit = |bound: &Bound| bound.quantity.unit.clone().unwrap_or_default();
    let upper = |bound: &Bound| {
        matches!(bound.comparison, Comparison::Less | Comparison::AtMost)
            || measured && bound.comparison == Comparison::Equal
    };
    let mut stated = Vec::new();
    if says(&["error rate", "failure rate", "error ratio", "failed requests", "5xx", "errors"])
        && let Some(bound) =
            found.iter().find(|bound| unit(bound) == "%" && upper(bound) && bound.quantity.value <= 20.0)
    {
        let long = found.iter().any(|bound| matches!(unit(bound).as_str(), "h" | "d" | "weeks" | "months"))
            || says(&["month", "monthly", "day", "daily", "week", "weekly", "per day", "rolling", "hour"]);
        stated.push(Stated::Failures { most: bound.quantity.value / 100.0, long });
        return stated;
    }
    let latency = found.iter().find_map(|bound| {
        let micros = micros(bound.quantity.value, &unit(bound))?;
        (upper(bound) && (50.0..=60_000_000.0).contains(&micros)).then_some(micros)
    });
    if let Some(bound) = latency.filter(|_| says(SPEED) && !says(ELSEWHERE)) {
        let rate = found.iter().find_map(requests_a_second);
        stated.push(Stated::Latency { statistic: statistic(&plain, &found), bound, rate });
        return stated;
    }
    if latency.is_some() {
        return stated;
    }
    let promised = found.iter().any(|bound| {
        requests_a_second(bound).is_some()
            && matches!(bound.comparison, Comparison::Greater | Comparison::AtLeast)
    });
    let serves = measured && (promised || says(&["throughput", "request rate", "capacity"]))
        || says(&["handle", "handles", "sustain", "sustains", "support", "supports", "serve", "serves"])
        || says(&["process", "processes", "throughput", "answer", "answers", "withstand", "cope"]);
    let rates = found.iter().filter(|bound| bound.comparison != Comparison::Less);
    if let Some(rate) = rates.filter_map(requests_a_second).next().filter(|_| serves && !says(ELSEWHERE)) {
        stated.push(Stated::Throughput(rate));
    }
    let callers = found.iter().find(|bound| {
        let unit = unit(bound);
        let behind = plain.get(bound.end..).unwrap_or_default().trim_start();
        let before = plain.get(..bound.start).unwrap_or_default();
        let told = unit == "concurrent users"
            || ["concurrent", "simultaneous", "parallel"].iter().any(|word| behind.starts_with(word))
            || measured && ["concurrent", "simultaneous"].iter().any(|word| before.contains(word));
        told && bound.comparison != Comparison::Less && bound.quantity.value >= 2.0
    });
    let told = |bound: &&Bound| {
        let behind = plain.get(bound.start..).unwrap_or_default();
        measured
            || serves
                && ["users", "connections", "requests", "clients", "callers", "sessions"]
                    .iter()
                    .any(|word| behind.contains(word))
    };
    if let Some(bound) = callers.filter(told).filter(|_| {
        !says(&[
            "websocket",
            "job",
            "jobs",
            "worker",
            "workers",
            "upload",
            "uploads",
            "lock",
            "thread",
            "threads",
        ])
    }) {
        stated.push(Stated::Crowd(bound.quantity.value as usize));
    }
    stated
}

fn micros(value: f64, unit: &str) -> Option<f64> {
    Some(match unit {
        "µs" => value,
        "ms" => value * 1e3,
        "s" => value * 1e6,
        _ => return None,
    })
}

fn requests_a_second(bound: &Bound) -> Option<f64> {
    let value = bound.quantity.value;
    match bound.quantity.unit.as_deref()? {
        "rps" | "qps" | "tps" | "ops/s" => Some(value),
        "rpm" => Some(value / 60.0),
        _ => None,
    }
    .filter(|rate| *rate > 0.0)
}

/// `p95`, "95% of all", "on average", "every".
fn statistic(plain: &str, found: &[Bound]) -> Option<Statistic> {
    if let Some(share) = OF_ALL.captures(plain).and_then(|found| found[1].parse::<f64>().ok()) {
        return Some(Statistic::Quantile((share * 1e7).round() / 1e9));
    }
    let named = found.iter().find_map(|bound| bound.statistic.clone());
    match named.as_deref() {
        Some("mean") => return Some(Statistic::Mean),
        Some("max") => return Some(Statistic::Maximum),
        Some(percentile) => {
            let digits = percentile.trim_start_matches('p');
            // `p999` is three nines.
            let value = match digits.parse::<f64>().ok()? {
                value if value >= 100.0 => value / 10f64.powi(digits.len() as i32),
                value => (value * 1e7).round() / 1e9,
            };
            return Some(Statistic::Quantile(value)).filter(|_| value > 0.0 && value < 1.0);
        }
        None => {}
    }
    let all = [
        "every request",
        "all requests",
        "no request",
        "any request",
        "maximum",
        "worst case",
        "worst-case",
        "never longer",
        "always",
    ];
    all.iter().any(|phrase| crate::api::has_phrase(plain, phrase)).then_some(Statistic::Maximum)
}

/// "100 requests per minute per key", where the statement says that it limits.
fn rate(plain: &str, limited: bool) -> Option<Rate> {
    let found = LIMIT.captures(plain)?;
    let whole = found.get(0)?;
    let limited = limited
        || ["requests", "calls", "attempts", "logins"].iter().any(|what| whole.as_str().contains(what))
            && [
                "at most",
                "no more than",
                "maximum of",
                "max",
                "may send",
                "may make",
                "must not exceed",
                "cannot exceed",
                "not more than",
            ]
            .iter()
            .any(|phrase| crate::api::has_phrase(plain.get(..whole.start()).unwrap_or_default(), phrase));
    if !limited {
        return None;
    }
    let count: usize = found[1].replace([',', '_'], "").parse().ok()?;
    let times: u64 = found.get(2).map_or(Some(1), |times| times.as_str().parse().ok())?;
    let unit = match found[3].chars().next()? {
        's' => 1,
        'm' => 60,
        _ => 3600,
    };
    let words = words::words(plain);
    let per: Vec<&str> = words
        .iter()
        .zip(words.iter().skip(1))
        .filter(|(first, _)| {
            matches!(first.as_str(), "per" | "each" | "every" | "by" | "a" | "an" | "one" | "api")
        })
        .map(|(_, second)| second.as_str())
        .collect();
    let each_key = ["key", "user", "token", "account", "caller", "consumer", "client", "apikey"]
        .iter()
        .any(|who| per.contains(who));
    (count > 0 && times > 0).then(|| Rate { count, window: Duration::from_secs(unit * times), each_key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Statistic::{Maximum, Mean, Quantile};

    fn latency(statistic: Option<Statistic>, bound: f64, rate: Option<f64>) -> Vec<Stated> {
        vec![Stated::Latency { statistic, bound: bound * 1000.0, rate }]
    }

    #[test]
    fn latencies_with_what_is_measured_and_under_which_load() {
        for (text, expected) in [
            (
                "Response time of `GET /orders`: < 50 ms; p95 at 100 rps, 10,000 parcels",
                latency(Some(Quantile(0.95)), 50.0, Some(100.0)),
            ),
            (
                "95% of reads of a parcel are answered in less than 50 ms at 100 requests per second",
                latency(Some(Quantile(0.95)), 50.0, Some(100.0)),
            ),
            ("The API MUST respond within 2 seconds", latency(None, 2000.0, None)),
            ("Average latency of the API below 120 ms", latency(Some(Mean), 120.0, None)),
            ("p99.9 under 1 s for all requests", latency(Some(Quantile(0.999)), 1000.0, None)),
            ("Every request is answered within 500 ms", latency(Some(Maximum), 500.0, None)),
        ] {
            assert_eq!(read(text, true), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_about_answers_says_nothing() {
        for text in [
            "Page load time under 2 s",
            "Startup takes less than 3 seconds",
            "Webhooks are delivered within 5 seconds",
            "Sessions expire within 30 minutes",
            "Support tickets are answered within 4 hours",
            "The list has at most 100 items",
            "Uptime of 99.9%",
            "Backups are kept for 30 days",
            "A courier may carry at most 20 parcels per hour",
        ] {
            assert_eq!(read(text, false), [], "{text}");
        }
    }

    #[test]
    fn throughput_failures_and_callers_at_once() {
        assert_eq!(
            read("Throughput of `GET /health`: > 200 rps; Average over 10 s", true),
            [Stated::Throughput(200.0)]
        );
        assert_eq!(
            read("The service SHALL handle at least 1,000 requests per second", false),
            [Stated::Throughput(1000.0)]
        );
        assert_eq!(
            read("Error rate: < 0.1%; Answers with 5xx over 24 h", true),
            [Stated::Failures { most: 0.001, long: true }]
        );
        assert_eq!(read("The service must support 50 concurrent users", false), [Stated::Crowd(50)]);
        assert_eq!(read("Handles 200 simultaneous connections", false), [Stated::Crowd(200)]);
    }

    #[test]
    fn limits_of_how_often_somebody_may_call() {
        let rate = |count, seconds, each_key| {
            vec![Stated::Rate(Rate { count, window: Duration::from_secs(seconds), each_key })]
        };
        for (text, expected) in [
            ("Each API key is limited to 100 requests per minute; more answer 429", rate(100, 60, true)),
            ("Rate limit: 5 login attempts per 15 minutes per IP", rate(5, 900, false)),
            ("Requests are throttled at 10/s", rate(10, 1, false)),
            ("Clients may make at most 1,000 requests per hour", rate(1000, 3600, false)),
            (
                "The API MUST answer 429 with `Retry-After` after 20 requests within 10 seconds per key",
                rate(20, 10, true),
            ),
        ] {
            assert_eq!(read(text, false), expected, "{text}");
        }
        assert_eq!(read("100 requests per second on a working day", true), []);
    }
}
