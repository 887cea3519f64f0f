//! Numbers with a bound and a unit: "p95 < 200 ms", "at least 1,000 rps", "99.9 % uptime", "under 2 seconds".

mod number;
mod statistic;
#[rustfmt::skip]
mod words;

pub use statistic::statistic;
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
    /// The unit in one spelling, where there is one: `s` for "seconds" and "秒".
    pub unit: Option<String>,
}

/// A bounded quantity found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// How it is bounded.
    pub comparison: Comparison,
    /// By what.
    pub quantity: Quantity,
    /// The lower end, where the text gives a range; the quantity is its upper end.
    pub from: Option<f64>,
    /// What is measured about the values: p95, mean, max.
    pub statistic: Option<String>,
    /// The bytes of the text from the comparison to the unit.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

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
        let (value, end) = number::number(text, at);
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

fn bound(text: &str, at: usize, end: usize, value: f64) -> Option<Bound> {
    let before = text.get(..at)?;
    let after = text.get(end..)?;
    // `10k`, `1M`: a scale before the unit.
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    let scale = match after.chars().next() {
        Some('k' | 'K') if after.get(1..).is_some_and(ends) => 1000.0,
        Some('M') if after.get(1..).is_some_and(ends) => 1_000_000.0,
        _ => 1.0,
    };
    let end = if scale > 1.0 { end + 1 } else { end };
    let value = value * scale;
    let plus = text.get(end..)?.starts_with('+');
    let end = if plus { end + 1 } else { end };
    let (value, from, end, spanned) = match upper_end(text, before, end) {
        Some((upper, end, spanned)) => (upper, Some(value), end, spanned),
        None => (value, None, end, None),
    };
    let rest = text.get(end..)?;
    let unit = words::unit(rest);
    let unit_end = match unit {
        Some((written, _)) => reach(rest, written).map_or(end, |length| end + length),
        None => end,
    };
    let behind = text.get(unit_end..).unwrap_or_default();
    let (comparison, start, end) = if let Some(start) = spanned {
        (Comparison::AtMost, start, unit_end)
    } else if let Some((comparison, length)) = words::compared_behind(behind) {
        (comparison, at, unit_end + length)
    } else if let Some((comparison, start)) = words::compared(before) {
        (comparison, start, unit_end)
    } else if plus || unit.is_some() && behind.starts_with('+') {
        (Comparison::AtLeast, at, unit_end)
    } else {
        (Comparison::Equal, at, unit_end)
    };
    let quantity = Quantity { value, unit: unit.map(|(_, unit)| unit.to_owned()) };
    Some(Bound { comparison, quantity, from, statistic: None, start, end })
}

/// The upper end of a range, where one follows, and where the word stands that says that both ends bound: "2–5 s",
/// "between 5 and 10".
fn upper_end(text: &str, before: &str, end: usize) -> Option<(f64, usize, Option<usize>)> {
    const BETWEEN: &[&str] = &["between", "entre", "zwischen", "от", "介于"];
    const JOINS: &[&str] = &["and", "to", "y", "a", "et", "à", "und", "bis", "e", "до", "и", "到", "至"];
    // The lower end may carry the unit as well: "between 5 ms and 10 ms".
    let rest = text.get(end..)?;
    let unit = words::unit(rest).and_then(|(written, _)| reach(rest, written)).unwrap_or(0);
    let behind = rest.get(unit..)?.trim_start();
    if let Some(upper) = behind.strip_prefix(['-', '–', '~', '～', '〜']) {
        let upper = upper.trim_start();
        let start = text.len() - upper.len();
        let (value, end) = number::number(text, start);
        return upper.starts_with(|c: char| c.is_ascii_digit()).then_some((value?, end, None));
    }
    let before = before.trim_end();
    let opened = BETWEEN.iter().find_map(|word| {
        let at = before.len().checked_sub(word.len())?;
        before.get(at..)?.eq_ignore_ascii_case(word).then_some(at)
    })?;
    let join = JOINS.iter().find_map(|join| behind.strip_prefix(join))?;
    let upper = join.trim_start();
    let start = text.len() - upper.len();
    let (value, end) = number::number(text, start);
    upper.starts_with(|c: char| c.is_ascii_digit()).then_some((value?, end, Some(opened)))
}

/// How far a part of a text reaches from its start.
fn reach(text: &str, part: &str) -> Option<usize> {
    Some(text.find(part)? + part.len())
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
            ("under 2 seconds on average", "< 2 s mean"),
            ("no more than 5 MB", "<= 5 MB"),
            ("at most 5 megabytes", "<= 5 MB"),
            ("90%+ of users", ">= 90 %"),
            ("takes 2-5 s", "= 5 s"),
            ("up to 10k requests/s", "<= 10000 rps"),
            ("99th percentile within 1s", "= 99  p99"),
            ("a minimum of 3 retries", ">= 3 retries"),
            ("between 5 and 10 minutes", "<= 10 min"),
            ("between 1 ms and 3 ms", "<= 3 ms"),
            ("grows from 1 ms to 3 ms", "= 1 ms"),
            ("must not exceed 1 000 requests", "<= 1000 requests"),
            ("mehr als 1.000 Anfragen", "> 1000 requests"),
            ("1_000_000 rows or fewer", "<= 1000000 rows"),
            ("mindestens 99,5 %", ">= 99.5 %"),
            ("menos de 300 ms", "< 300 ms"),
            ("au plus 2 secondes", "<= 2 s"),
            ("no máximo 2 horas", "<= 2 h"),
            ("не более 200 мс", "<= 200 ms"),
            ("200ms以内", "<= 200 ms"),
            ("99.9% 以上", ">= 99.9 %"),
            ("3秒未満", "< 3 s"),
            ("200ms 이하", "<= 200 ms"),
            ("小于 5 秒", "< 5 s"),
            ("不低于 95%", ">= 95 %"),
            ("1.5 s or less", "<= 1.5 s"),
        ] {
            assert_eq!(shown(text).first().map(String::as_str), Some(expected), "{text}");
        }
        assert_eq!(shown("FR-12 in v2 for p99 of 1.2.3"), [""; 0]);
    }
}
