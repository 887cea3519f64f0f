//! The values of settings in the place of their names.

use super::has_phrase;
use crate::project::Project;
use abide_model::{Item, Kind};

/// The unit of time that the name of a setting ends with, where its value is a number.
fn unit_of(name: &str, value: &str) -> Option<&'static str> {
    const UNITS: &[&str] = &["seconds", "minutes", "hours", "days", "weeks"];
    value.parse::<u64>().ok()?;
    let last = name.rsplit(['_', '-', '.']).next()?.to_lowercase();
    UNITS.iter().find(|unit| **unit == last).copied()
}

/// A text with the value of a setting in the place of its name, and its unit where none stands beside it.
fn in_units(text: &str, name: &str, value: &str, unit: &str) -> String {
    const UNITS: &[&str] = &["second", "minute", "hour", "day", "week"];
    let mut written = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, behind) = rest.split_at(at);
        let behind = behind.get(name.len()..).unwrap_or_default();
        let next = behind.trim_start_matches(['`', ' ', '-']).to_lowercase();
        let last = before.trim_end_matches(['`', ' ']).to_lowercase();
        // "the days of `HOLD_DAYS`"
        let ahead = || {
            UNITS
                .iter()
                .any(|unit| last.ends_with(&format!("{unit}s of")) || last.ends_with(&format!("{unit}s in")))
        };
        let told = UNITS.iter().any(|unit| next.starts_with(unit)) || ahead();
        if told {
            written.push_str(before);
            written.push_str(value);
            rest = behind;
            continue;
        }
        let ticked = before.ends_with('`') && behind.starts_with('`');
        written.push_str(if ticked { before.trim_end_matches('`') } else { before });
        written.push_str(&format!("{value} {unit}"));
        rest = if ticked { behind.trim_start_matches('`') } else { behind };
    }
    written.push_str(rest);
    written
}

/// The settings with the values that they have on the target, the longest names first.
pub fn values<'a>(items: impl Iterator<Item = &'a Item>, project: &Project) -> Vec<(String, String)> {
    let given = &project.resolved.environment;
    let value = |item: &Item| {
        let default =
            item.text_field("default").map(|text| text.trim().trim_matches(['`', '"', '\'']).to_owned());
        given
            .get(&item.key)
            .cloned()
            .or(default)
            .filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty())
    };
    let mut settings: Vec<(String, String)> = items
        .filter(|item| item.kind == Kind::Setting && item.key.len() >= 4)
        .filter_map(|item| Some((item.key.clone(), value(item)?)))
        .collect();
    settings.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    settings
}

/// A text with the values of settings in place of their names.
pub fn resolved(text: &str, settings: &[(String, String)]) -> String {
    settings.iter().fold(text.to_owned(), |text, (name, value)| match has_phrase(&text, name) {
        true => match unit_of(name, value) {
            // "plus `HOLD_HOURS`" is plus so many hours; where the unit stands behind it, the number alone is missing.
            Some(unit) => in_units(&text, name, value, unit),
            None => text.replace(name.as_str(), value),
        },
        false => text,
    })
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_setting_brings_its_unit_along() {
        let settings =
            [("SHOP_HOLD_HOURS".to_owned(), "48".to_owned()), ("SHOP_LIMIT".to_owned(), "3".to_owned())];
        for (text, expected) in [
            ("`due` is `made` plus `SHOP_HOLD_HOURS`.", "`due` is `made` plus 48 hours."),
            ("at most `SHOP_HOLD_HOURS` hours later", "at most `48` hours later"),
            ("plus the hours of `SHOP_HOLD_HOURS`", "plus the hours of `48`"),
            ("after SHOP_HOLD_HOURS it is over", "after 48 hours it is over"),
            ("`SHOP_LIMIT` of them", "`3` of them"),
        ] {
            assert_eq!(resolved(text, &settings), expected);
        }
    }
}
