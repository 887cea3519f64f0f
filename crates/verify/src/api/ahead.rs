//! How far ahead days may lie: "bookings are taken at most 90 days ahead", "up to 6 weeks in advance".

use super::Sentence;
use crate::pattern::pattern;

pattern!(
    AHEAD,
    r"\b(?:at most|up to|no more than|not more than|more than|within|no further than|not further than|a maximum of|maximum) (\d{1,4}) (days?|weeks?|months?|years?) (?:ahead|in advance|in the future|into the future|from (?:now|today)|beforehand|before)\b"
);

/// The fewest days that sentences allow; none where they speak of no such limit.
pub(super) fn days(sentences: &[Sentence]) -> Option<u64> {
    sentences
        .iter()
        .flat_map(|sentence| AHEAD.captures_iter(&sentence.plain))
        .filter_map(|found| {
            let number: u64 = found.get(1)?.as_str().parse().ok()?;
            let days = match found.get(2)?.as_str().trim_end_matches('s') {
                "week" => 7,
                "month" => 30,
                "year" => 365,
                _ => 1,
            };
            number.checked_mul(days).filter(|days| *days > 1)
        })
        .min()
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn days(said: &str) -> Option<u64> {
        let text = format!(
            "# Stays\n\n## API\n\n- `POST /stays` books a stay\n\n## Rules\n\n{said}\n\n## Settings\n\n| Variable | Default |\n|---|---|\n| `STAYS_HORIZON` | 120 |\n"
        );
        testing::facts_of_markdown(&text, "", Setup::default()).api.ahead
    }

    #[test]
    fn how_far_ahead() {
        assert_eq!(days("A stay may begin at most 90 days ahead."), Some(90));
        assert_eq!(
            days("The day must not lie in the past, and at most `STAYS_HORIZON` days ahead."),
            Some(120)
        );
        assert_eq!(
            days("Stays are booked up to 6 weeks in advance, suites up to 1 year in advance."),
            Some(42)
        );
        assert_eq!(days("A stay has up to 6 weeks."), None);
    }
}
