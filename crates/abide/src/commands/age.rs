//! How long ago something was, and when something said as "7d" was.

use anyhow::{Result, anyhow};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// `3 minutes ago`
pub fn ago(seconds: i64) -> String {
    let steps = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let step = steps.iter().find(|(length, _)| seconds >= *length);
    match step {
        Some((length, noun)) => {
            let number = usize::try_from(seconds / length).unwrap_or(usize::MAX);
            format!("{} ago", super::count(number, noun))
        }
        None => "just now".to_owned(),
    }
}

/// How long before `now` a time was that stands in a report.
pub fn since(at: &str, now: Timestamp) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| ago(now.as_second() - at.as_second()))
}

/// `2026-11-21 10:00:02`, of a time in a report.
pub fn minute(at: &str) -> String {
    at.parse::<Timestamp>()
        .map_or_else(|_| at.to_owned(), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// When `7d`, `2026-11-01` or `2026-11-01T10:00:00Z` was.
pub fn point(text: &str, now: Timestamp) -> Result<Timestamp> {
    let wrong = || {
        anyhow!(
            "`{text}` is neither a duration nor a date; write `7d`, `12h`, `2026-11-01` or a time with its zone"
        )
    };
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Ok(date) = text.parse::<Date>() {
        return Ok(date.to_zoned(TimeZone::system()).map_err(|_| wrong())?.timestamp());
    }
    let span: Span = text.parse().map_err(|_| wrong())?;
    let at = now.to_zoned(TimeZone::UTC).checked_sub(span.abs()).map_err(|_| wrong())?;
    Ok(at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_in_one_unit() {
        let said = [0, 59, 60, 7_300, 86_400, 200_000].map(ago);
        assert_eq!(said, ["just now", "just now", "1 minute ago", "2 hours ago", "1 day ago", "2 days ago"]);
    }

    #[test]
    fn a_point_in_time_is_a_duration_ago_or_a_date() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let at = |text| point(text, now).map(|at| at.to_string());
        assert_eq!(at("7d").unwrap(), "2026-11-14T10:00:00Z");
        assert_eq!(at("12h").unwrap(), "2026-11-20T22:00:00Z");
        assert_eq!(at("2026-11-01T08:00:00Z").unwrap(), "2026-11-01T08:00:00Z");
        assert!(at("2026-11-01").unwrap().starts_with("2026-1"));
        assert!(at("soon").is_err());
    }
}
