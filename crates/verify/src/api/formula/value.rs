//! What a formula gives for an object.

use super::Formula;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

impl Formula {
    /// The value that follows; none where something that it needs is not there.
    pub fn of(&self, object: &Value) -> Option<Value> {
        Some(match self {
            Formula::Number(number) => json!(number),
            Formula::Member(name) => object.get(name).filter(|value| !value.is_null())?.clone(),
            Formula::Of(thing, name) => {
                let of = object.get(Formula::place_of(thing))?;
                of.get(name).filter(|value| !value.is_null())?.clone()
            }
            Formula::When(test, then, otherwise) => match test.of(object)?.as_bool()? {
                true => then.of(object)?,
                false => otherwise.of(object)?,
            },
            Formula::Months(moment, count) => {
                json!(months_later(moment.of(object)?.as_str()?, count.of(object)?.as_f64()?)?)
            }
            Formula::Padded(name, width) => {
                let number = object.get(name)?.as_u64()?;
                json!(format!("{number:0width$}", width = *width))
            }
            Formula::Literal(text) => json!(text),
            Formula::Joined(parts) => {
                let texts: Option<Vec<String>> = parts
                    .iter()
                    .map(|part| match part.of(object)? {
                        Value::String(text) => Some(text),
                        Value::Number(number) => Some(number.to_string()),
                        _ => None,
                    })
                    .collect();
                json!(texts?.concat())
            }
            Formula::Length(name) => json!(object.get(name)?.as_str()?.chars().count() as f64),
            Formula::Part(name, count, from_start) => {
                let text = object.get(name)?.as_str()?;
                let all = text.chars().count();
                let skipped = if *from_start { 0 } else { all.saturating_sub(*count) };
                json!(text.chars().skip(skipped).take(*count).collect::<String>())
            }
            Formula::Short(name, least, text, other) => {
                let length = object.get(name)?.as_str()?.chars().count();
                if length < *least { json!(text) } else { other.of(object)? }
            }
            Formula::Count(list) => json!(object.get(list)?.as_array()?.len() as f64),
            Formula::Sum(list, each) => {
                let elements = object.get(list)?.as_array()?;
                let sum: Option<f64> = elements.iter().map(|element| each.of(element)?.as_f64()).sum();
                json!(sum?)
            }
            Formula::Both(one, operator, other) => {
                let (one, other) = (one.of(object)?.as_f64()?, other.of(object)?.as_f64()?);
                json!(match operator {
                    '+' => one + other,
                    '-' => one - other,
                    '*' => one * other,
                    _ if other == 0.0 => return None,
                    _ => one / other,
                })
            }
            Formula::Later(moment, count, unit) => {
                let seconds = (count.of(object)?.as_f64()? * unit) as i64;
                json!(later(moment.of(object)?.as_str()?, seconds)?)
            }
            Formula::Days(one, other, both) => {
                let day = |value: Value| value.as_str()?.get(..10)?.parse::<Date>().ok();
                let (one, other) = (day(one.of(object)?)?, day(other.of(object)?)?);
                let days = one.until(other).ok()?.get_days();
                json!(f64::from(days) + if *both { 1.0 } else { 0.0 })
            }
            Formula::Compared(one, operator, other) => {
                let (one, other) = (one.of(object)?, other.of(object)?);
                let order = match (&one, &other) {
                    (Value::String(one), Value::String(other)) => {
                        one.parse::<Timestamp>().ok()?.cmp(&other.parse::<Timestamp>().ok()?)
                    }
                    _ => one.as_f64()?.partial_cmp(&other.as_f64()?)?,
                };
                json!(match operator {
                    '<' => order.is_lt(),
                    '≤' => order.is_le(),
                    '>' => order.is_gt(),
                    '≥' => order.is_ge(),
                    _ => order.is_eq(),
                })
            }
        })
    }
}

/// A moment or a date, so many seconds later.
fn later(text: &str, seconds: i64) -> Option<String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.checked_add(SignedDuration::from_secs(seconds)).ok()?.to_string());
    }
    let date: Date = text.parse().ok()?;
    Some(date.checked_add(jiff::Span::new().try_days(seconds / 86_400).ok()?).ok()?.to_string())
}

/// A moment or a date, so many months later. Which day is meant where a month has fewer of them is not told.
fn months_later(text: &str, months: f64) -> Option<String> {
    const SHORTEST: i8 = 28;
    let span = jiff::Span::new().try_months(months as i64).ok()?;
    if let Ok(moment) = text.parse::<Timestamp>() {
        // By which clock the months of another zone go is not told.
        let moment = text.ends_with('Z').then_some(moment)?.to_zoned(jiff::tz::TimeZone::UTC);
        let later = (moment.day() <= SHORTEST).then(|| moment.checked_add(span).ok())??;
        return Some(later.timestamp().to_string());
    }
    let date: Date = text.parse().ok()?;
    (date.day() <= SHORTEST).then(|| date.checked_add(span).ok())?.map(|later| later.to_string())
}

/// Whether a value is what a formula gives: numbers but for rounding, moments but for what is below a second.
pub fn follows(shown: &Value, expected: &Value) -> bool {
    let moment = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    if let (Some(one), Some(other)) = (shown.as_f64(), expected.as_f64()) {
        // Whole amounts may have been rounded to the next one.
        let slack = if one.fract() == 0.0 { 1.0 } else { 0.011 };
        let exact = expected.as_f64().is_some_and(|number| (number - number.round()).abs() < 1e-9);
        return (one - other).abs() < if exact { 0.011 } else { slack };
    }
    if let (Some(one), Some(other)) = (moment(shown), moment(expected)) {
        return one.duration_since(other).abs() <= SignedDuration::from_secs(1);
    }
    match (shown.as_str(), expected.as_str()) {
        // A date that follows from a moment, and the other way round.
        (Some(one), Some(other)) if one.len() != other.len() => {
            one.get(..10).is_some_and(|day| other.starts_with(day))
        }
        // Money as text.
        (Some(text), None) if expected.is_number() => {
            text.parse::<f64>().is_ok_and(|number| follows(&json!(number), expected))
        }
        _ => shown == expected,
    }
}
