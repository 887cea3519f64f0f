//! What a target measures: which endpoint, which share of the answers, at which rate.

use abide_model::Item;

/// A target as load tests and alerts need it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measure<'a> {
    /// The HTTP method and path that it speaks of.
    pub endpoint: Option<(&'a str, &'a str)>,
    /// What it measures.
    pub what: What,
    /// The bound: `<` and the like.
    pub op: &'a str,
    /// The value in the unit of what is measured.
    pub value: f64,
    /// Requests per second at which it holds.
    pub rate: Option<f64>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// Seconds until the answer that this share of the requests stay below; the mean where there is no share.
    Latency(Option<f64>),
    /// Requests per second that are served.
    Throughput,
    /// The share of requests that fail, 0 to 1.
    Errors,
    /// The share of requests or time that is served, 0 to 1.
    Availability,
}

impl<'a> Measure<'a> {
    /// What a target item measures, where it is one of the things that load tests and alerts can see.
    pub(crate) fn of(item: &'a Item) -> Option<Self> {
        let metric = item.text_field("metric")?;
        let op = item.text_field("op")?;
        let value = item.fields.get("value")?.as_f64()?;
        let unit = item.text_field("unit").unwrap_or_default().to_lowercase();
        let statistic = item.text_field("statistic").unwrap_or_default();
        let lower = format!("{} {}", metric.to_lowercase(), statistic.to_lowercase());
        let seconds = match unit.as_str() {
            "ms" | "msec" | "millisecond" | "milliseconds" => Some(0.001),
            "s" | "sec" | "secs" | "second" | "seconds" => Some(1.0),
            "µs" | "us" | "microseconds" => Some(0.000_001),
            "min" | "minute" | "minutes" => Some(60.0),
            _ => None,
        };
        let is_share = matches!(unit.as_str(), "%" | "percent");
        let (what, value) = if let Some(factor) = seconds {
            (What::Latency(percentile(&lower)), value * factor)
        } else if is_share && (lower.contains("error") || lower.contains("fail")) {
            (What::Errors, value / 100.0)
        } else if is_share
            && (lower.contains("availab") || lower.contains("uptime") || lower.contains("success"))
        {
            (What::Availability, value / 100.0)
        } else if ["rps", "req/s", "requests/s", "requests per second", "requests/second", "qps", "tps"]
            .contains(&unit.as_str())
        {
            (What::Throughput, value)
        } else {
            return None;
        };
        Some(Self { endpoint: endpoint(metric), what, op, value, rate: rate(&lower) })
    }
}

/// `GET /orders/{id}` within a text.
fn endpoint(text: &str) -> Option<(&str, &str)> {
    let mut words =
        text.split_whitespace().map(|word| word.trim_matches(['`', '(', ')', ',', ':'])).peekable();
    while let Some(word) = words.next() {
        if matches!(word, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD")
            && let Some(path) = words.peek().filter(|path| path.starts_with('/'))
        {
            return Some((word, path));
        }
    }
    None
}

/// The 0.95 of "p95" and "95th percentile".
fn percentile(lower: &str) -> Option<f64> {
    if lower.contains("median") {
        return Some(0.5);
    }
    let words = lower.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    words.into_iter().find_map(|word| {
        let number = word.strip_prefix('p').or_else(|| word.strip_suffix("th"))?;
        let value: f64 = number.trim_matches('.').parse().ok()?;
        // "p999" is the 99.9th percentile.
        let value = if value >= 100.0 && number.len() == 3 { value / 10.0 } else { value };
        (value > 0.0 && value < 100.0).then_some(value / 100.0)
    })
}

/// The 100 of "at 100 rps".
fn rate(lower: &str) -> Option<f64> {
    let words: Vec<&str> =
        lower.split_whitespace().map(|word| word.trim_matches([',', ';', '(', ')', '.'])).collect();
    words.windows(2).find_map(|pair| {
        let [number, unit] = pair else { return None };
        let is_rate = ["rps", "req/s", "requests/s", "qps", "tps"].contains(unit);
        if is_rate { number.replace(',', "").parse().ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_rates() {
        for (text, share) in [
            ("p95", Some(0.95)),
            ("99th percentile", Some(0.99)),
            ("p99.9 over 5 min", Some(0.999)),
            ("p999", Some(0.999)),
            ("mean", None),
        ] {
            let found = percentile(text);
            assert!(
                found.zip(share).map_or(found == share, |(found, share)| (found - share).abs() < 1e-9),
                "{text}: {found:?}"
            );
        }
        assert_eq!(rate("p95 at 1,000 rps, 10,000 orders"), Some(1000.0));
        assert_eq!(rate("p95"), None);
        assert_eq!(endpoint("Response time of `GET /orders/{id}`"), Some(("GET", "/orders/{id}")));
    }
}
