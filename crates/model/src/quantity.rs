//! Numbers with a bound and a unit: "p95 < 200 ms", "at least 1,000 rps", "99.9 % uptime", "under 2 seconds".

use crate::text::find_word;
use std::cell::OnceCell;

/// How a value is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`, under, below.
    Less,
    /// `≤`, at most, within, up to.
    AtMost,
    /// `>`, over, above.
    Greater,
    /// `≥`, at least, a plus sign behind the number.
    AtLeast,
    /// No bound: the value itself.
    Equal,
}

impl Comparison {
    /// The sign used in fields.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "=",
        }
    }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// The unit as written, where there is one.
    pub unit: Option<String>,
}

/// A bounded quantity found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// How it is bounded.
    pub comparison: Comparison,
    /// By what.
    pub quantity: Quantity,
    /// What is measured about the values: p95, mean, max.
    pub statistic: Option<String>,
    /// The bytes of the text from the comparison to the unit.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Units, longer spellings first.
const UNITS: &[&str] = &[
    "requests per second",
    "requests/second",
    "requests per minute",
    "requests/minute",
    "requests/sec",
    "transactions per second",
    "concurrent users",
    "messages per second",
    "events per second",
    "requests/s",
    "requests",
    "req/sec",
    "req/s",
    "req/min",
    "ops/sec",
    "ops/s",
    "msg/s",
    "events/s",
    "events/sec",
    "rows/s",
    "rps",
    "tps",
    "qps",
    "rpm",
    "milliseconds",
    "millisecond",
    "microseconds",
    "nanoseconds",
    "seconds",
    "second",
    "minutes",
    "minute",
    "hours",
    "hour",
    "days",
    "day",
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "msec",
    "secs",
    "sec",
    "mins",
    "min",
    "hrs",
    "hr",
    "ms",
    "µs",
    "us",
    "ns",
    "s",
    "m",
    "h",
    "d",
    "percent",
    "%",
    "‰",
    "bytes",
    "kib",
    "mib",
    "gib",
    "tib",
    "kb",
    "mb",
    "gb",
    "tb",
    "mbps",
    "gbps",
    "mb/s",
    "gb/s",
    "kbps",
    "users",
    "connections",
    "items",
    "records",
    "rows",
    "files",
    "lines",
    "entries",
    "errors",
    "retries",
    "attempts",
    "points",
    "stars",
    "fps",
    "px",
    "x",
    "cpu",
    "cores",
    "usd",
    "eur",
    "clicks",
    "steps",
    "ミリ秒",
    "秒",
    "分",
    "時間",
    "件",
    "毫秒",
    "小时",
    "分钟",
    "초",
    "분",
];

/// A character more than the longest unit has: the one behind it tells whether the word ends.
const LONGEST_UNIT: usize = 24;

/// Words and signs that bound the number behind them.
const BEFORE: &[(&str, Comparison)] = &[
    ("no more than", Comparison::AtMost),
    ("not more than", Comparison::AtMost),
    ("no less than", Comparison::AtLeast),
    ("not exceed", Comparison::AtMost),
    ("less than", Comparison::Less),
    ("fewer than", Comparison::Less),
    ("lower than", Comparison::Less),
    ("faster than", Comparison::Less),
    ("more than", Comparison::Greater),
    ("greater than", Comparison::Greater),
    ("higher than", Comparison::Greater),
    ("at most", Comparison::AtMost),
    ("at least", Comparison::AtLeast),
    ("up to", Comparison::AtMost),
    ("within", Comparison::AtMost),
    ("maximum", Comparison::AtMost),
    ("minimum", Comparison::AtLeast),
    ("max", Comparison::AtMost),
    ("min", Comparison::AtLeast),
    ("under", Comparison::Less),
    ("below", Comparison::Less),
    ("over", Comparison::Greater),
    ("above", Comparison::Greater),
    ("exceeds", Comparison::Greater),
    ("minimum of", Comparison::AtLeast),
    ("maximum of", Comparison::AtMost),
];

/// Every bounded or measured quantity of a text.
pub fn bounds(text: &str) -> Vec<Bound> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let measured = OnceCell::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let (value, end) = number(text, at);
        // `p95`, `v2`, `FR-1`, `2.0.1`: not a quantity.
        let glued = at
            .checked_sub(1)
            .and_then(|at| bytes.get(at))
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'#'));
        let coded = at >= 2
            && bytes.get(at - 1) == Some(&b'-')
            && bytes.get(at - 2).is_some_and(u8::is_ascii_alphabetic);
        if let Some(value) = value
            && !glued
            && !coded
        {
            let bound = bound(text, at, end, value);
            found.extend(
                bound.map(|bound| Bound {
                    statistic: measured.get_or_init(|| statistic(text)).clone(),
                    ..bound
                }),
            );
        }
        at = end.max(at + 1);
    }
    found
}

/// The number at `at`, thousands separators taken out, and where it ends.
fn number(text: &str, at: usize) -> (Option<f64>, usize) {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut digits = String::new();
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'0'..=b'9' => digits.push(char::from(*byte)),
            b'.' if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => digits.push('.'),
            // `1,000` but not `1, 2` nor `1,5`.
            b',' | b'_'
                if (1..=3).all(|more| bytes.get(end + more).is_some_and(u8::is_ascii_digit))
                    && !bytes.get(end + 4).is_some_and(u8::is_ascii_digit) => {}
            _ => break,
        }
        end += 1;
    }
    (digits.parse().ok(), end)
}

fn bound(text: &str, at: usize, end: usize, value: f64) -> Option<Bound> {
    let before = text.get(..at)?;
    let after = text.get(end..)?;
    // `10k`, `1M`: a scale before the unit.
    let (value, end) = match after.chars().next() {
        Some('k' | 'K')
            if !after.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric())) =>
        {
            (value * 1000.0, end + 1)
        }
        Some('M') if !after.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric())) => {
            (value * 1_000_000.0, end + 1)
        }
        _ => (value, end),
    };
    let after = text.get(end..)?;
    let plus = after.starts_with('+')
        || after.trim_start().starts_with("or more")
        || after.trim_start().starts_with("or better");
    let rest = after.trim_start_matches('+');
    // A range: its upper end bounds.
    let (value, rest) = match rest.trim_start().strip_prefix(['-', '–']) {
        Some(upper) if upper.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            let start = text.len() - upper.trim_start().len();
            let (upper, end) = number(text, start);
            (upper.unwrap_or(value), text.get(end..)?)
        }
        _ => (value, rest),
    };
    let unit = unit(rest);
    let unit_end =
        unit.map_or(text.len() - rest.len(), |unit| text.len() - rest.trim_start().len() + unit.len());
    let behind = text.get(unit_end..).unwrap_or_default().trim_start();
    let (comparison, start) = match compared(before) {
        Some((comparison, start)) => (comparison, start),
        None if plus
            || unit.is_some()
                && (behind.starts_with("or more")
                    || behind.starts_with('+')
                    || behind.starts_with("or higher")) =>
        {
            (Comparison::AtLeast, at)
        }
        None if behind.starts_with("or less")
            || behind.starts_with("or fewer")
            || behind.starts_with("max")
            || behind.starts_with("or lower") =>
        {
            (Comparison::AtMost, at)
        }
        None => (Comparison::Equal, at),
    };
    let quantity = Quantity { value, unit: unit.map(str::to_owned) };
    Some(Bound { comparison, quantity, statistic: None, start, end: unit_end })
}

fn unit(rest: &str) -> Option<&str> {
    let bare = rest.trim_start();
    if rest.len() - bare.len() > 1 {
        return None;
    }
    let lower: String = bare.chars().take(LONGEST_UNIT).flat_map(char::to_lowercase).collect();
    let unit = UNITS.iter().find(|unit| {
        lower.strip_prefix(**unit).is_some_and(|after| {
            unit.ends_with(['%', '‰'])
                || !unit.is_ascii()
                || !after.starts_with(|c: char| c.is_alphanumeric())
        })
    })?;
    bare.get(..unit.len())
}

/// Whether a `>` closes a name in angle brackets.
fn is_placeholder(before: &str) -> bool {
    let name = |c: &char| !matches!(c, '<' | '>');
    before.trim_end_matches('>').chars().rev().take(80).find(|c| !name(c)) == Some('<')
}

/// The comparison that ends right before the number, and where it starts.
fn compared(before: &str) -> Option<(Comparison, usize)> {
    let bare = before.trim_end_matches([' ', '`', '~', '≈', '$', '€', '*', '\u{a0}']);
    for (sign, comparison) in [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("≤", Comparison::AtMost),
        ("≥", Comparison::AtLeast),
        ("=<", Comparison::AtMost),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("＜", Comparison::Less),
        ("＞", Comparison::Greater),
    ] {
        if bare.ends_with(sign) {
            // `->` is an arrow, `<name>` a placeholder.
            let arrow = bare.ends_with("->") || bare.ends_with("=>");
            if sign == ">" && (arrow || is_placeholder(bare)) {
                return None;
            }
            return Some((comparison, bare.len() - sign.len()));
        }
    }
    let tail_start = bare.char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    let tail = bare.get(tail_start..)?.to_lowercase();
    let tail = tail.trim_end_matches(" of").trim_end_matches(':').trim_end_matches(" a");
    let mut best: Option<(&str, Comparison)> = None;
    for (words, comparison) in BEFORE {
        let ends = tail.ends_with(words)
            && !tail
                .get(..tail.len() - words.len())
                .is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
        if ends && best.is_none_or(|(known, _)| words.len() > known.len()) {
            best = Some((words, *comparison));
        }
    }
    best.map(|(words, comparison)| (comparison, bare.len().saturating_sub(words.len())))
}

/// `p95`, `median`, `average`, anywhere in a text.
pub fn statistic(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let bytes = lower.as_bytes();
    for (at, _) in lower.match_indices('p') {
        let word = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let digits: String =
            lower.get(at + 1..)?.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let digits = digits.trim_end_matches('.');
        let next = bytes.get(at + 1 + digits.len());
        if !word && digits.len() >= 2 && digits.len() <= 5 && !next.is_some_and(u8::is_ascii_alphanumeric) {
            return Some(format!("p{digits}"));
        }
    }
    for (suffix, length) in [("th percentile", 2), ("st percentile", 2)] {
        if let Some(at) = lower.find(suffix) {
            let digits = lower.get(at.checked_sub(length)?..at)?;
            if digits.chars().all(|c| c.is_ascii_digit()) {
                return Some(format!("p{digits}"));
            }
        }
    }
    for (word, name) in
        [("median", "p50"), ("average", "mean"), ("mean", "mean"), ("avg", "mean"), ("worst case", "max")]
    {
        if find_word(&lower, word).is_some() {
            return Some(name.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        bounds(text)
            .into_iter()
            .map(|bound| {
                let unit = bound.quantity.unit.unwrap_or_default();
                format!(
                    "{} {} {} {}",
                    bound.comparison.sign(),
                    bound.quantity.value,
                    unit,
                    bound.statistic.unwrap_or_default()
                )
                .trim_end()
                .to_owned()
            })
            .collect()
    }

    #[test]
    fn quantities_in_their_spellings() {
        for (text, expected) in [
            ("p95 < 200 ms", "< 200 ms p95"),
            ("at least 1,000 rps", ">= 1000 rps"),
            ("≥ 99.9 % uptime", ">= 99.9 %"),
            ("under 2 seconds on average", "< 2 seconds mean"),
            ("no more than 5 MB", "<= 5 MB"),
            ("90%+ of users", ">= 90 %"),
            ("takes 2-5 s", "= 5 s"),
            ("up to 10k requests/s", "<= 10000 requests/s"),
            ("99th percentile within 1s", "= 99  p99"),
            ("a minimum of 3 retries", ">= 3 retries"),
        ] {
            assert_eq!(shown(text).first().map(String::as_str), Some(expected), "{text}");
        }
        assert_eq!(shown("FR-12 in v2 for p99"), [""; 0]);
    }
}
