//! Units of one dimension, compared in its smallest.

/// The dimension of a unit, and how many of its smallest unit one is. Units that are not named here are a dimension each.
pub(super) fn base(unit: &str) -> (&str, f64) {
    match unit {
        "ns" => ("time", 1e-9),
        "µs" => ("time", 1e-6),
        "ms" => ("time", 1e-3),
        "s" => ("time", 1.0),
        "min" => ("time", 60.0),
        "h" => ("time", 3600.0),
        "d" => ("time", 86_400.0),
        "weeks" => ("time", 604_800.0),
        "months" => ("time", 2_629_746.0),
        "years" => ("time", 31_556_952.0),
        "bytes" => ("size", 1.0),
        "KB" => ("size", 1e3),
        "MB" => ("size", 1e6),
        "GB" => ("size", 1e9),
        "TB" => ("size", 1e12),
        "KiB" => ("size", 1024.0),
        "MiB" => ("size", 1_048_576.0),
        "GiB" => ("size", 1_073_741_824.0),
        "TiB" => ("size", 1_099_511_627_776.0),
        "rps" | "tps" | "qps" | "ops/s" | "requests" | "messages/s" | "events/s" | "rows/s" => ("rate", 1.0),
        "rpm" => ("rate", 1.0 / 60.0),
        "kbps" => ("flow", 1e3),
        "Mbps" => ("flow", 1e6),
        "Gbps" => ("flow", 1e9),
        "MB/s" => ("flow", 8e6),
        "GB/s" => ("flow", 8e9),
        "%" => ("share", 1e-2),
        "‰" => ("share", 1e-3),
        other => (other, 1.0),
    }
}

/// How strict a statistic is: what holds for all is stricter than what holds for most, or on average.
pub(super) fn strictness(statistic: &str) -> Option<f64> {
    let lower = statistic.to_lowercase();
    let share = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '.').find_map(|word| {
        let digits = word.strip_prefix('p')?;
        digits.parse::<f64>().ok().filter(|share| (1.0..100.0).contains(share))
    });
    // `p999` is `p99.9`.
    share.or(match lower.as_str() {
        "max" => Some(100.0),
        "mean" | "average" | "avg" | "median" => Some(50.0),
        _ => None,
    })
}
