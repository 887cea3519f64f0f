//! The values of settings in the place of their names.

use super::has_phrase;
use crate::project::Project;
use abide_model::{Item, Kind};

/// A setting whose value is a number.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// The value that it has on the target.
    pub value: String,
    /// The value that it has unless it is set.
    pub default: Option<String>,
}

/// The unit of time that the name of a setting ends with, where its value is a number.
fn unit_of(name: &str, value: &str) -> Option<&'static str> {
    const UNITS: &[&str] = &["seconds", "minutes", "hours", "days", "weeks"];
    value.parse::<u64>().ok()?;
    let last = name.rsplit(['_', '-', '.']).next()?.to_lowercase();
    UNITS.iter().find(|unit| **unit == last).copied()
}

/// Whether what stands behind the name of a share goes on with what it is of: "`TAX_PERCENT` of the net", "`SAVING_PERCENT` is taken off".
fn is_share_of(text: &str, name: &str) -> bool {
    const BEHIND: &[&str] = &["of ", "off ", "is taken off", "are taken off"];
    let behind = text.split_once(name).map_or("", |(_, behind)| behind).trim_start_matches(['`', ' ']);
    BEHIND.iter().any(|words| behind.starts_with(words))
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
pub fn values<'a>(items: impl Iterator<Item = &'a Item>, project: &Project) -> Vec<Setting> {
    let given = &project.resolved.environment;
    let number = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    let read = |item: &Item| {
        let default = item.text_field("default");
        let default =
            default.map(|text| text.trim().trim_matches(['`', '"', '\'']).to_owned()).filter(number);
        let value = given.get(&item.key).cloned().or_else(|| default.clone()).filter(number)?;
        Some(Setting { name: item.key.clone(), value, default })
    };
    let mut settings: Vec<Setting> =
        items.filter(|item| item.kind == Kind::Setting && item.key.len() >= 4).filter_map(read).collect();
    settings.sort_by_key(|setting| std::cmp::Reverse(setting.name.len()));
    settings
}

/// A text with the values of settings in place of their names.
pub fn resolved(text: &str, settings: &[Setting]) -> String {
    settings.iter().fold(text.to_owned(), |text, Setting { name, value, default }| {
        match has_phrase(&text, name) {
            true => {
                let default = default.as_ref().filter(|default| *default != value);
                let text =
                    default.and_then(|default| named_behind(&text, name, (default, value))).unwrap_or(text);
                match unit_of(name, value) {
                    // "plus `HOLD_HOURS`" is plus so many hours; where the unit stands behind it, the number alone is missing.
                    Some(unit) => in_units(&text, name, value, unit),
                    None if name.ends_with("_PERCENT") && is_share_of(&text, name) => {
                        let share = format!("{value} percent");
                        text.replace(&format!("`{name}`"), &share).replace(name.as_str(), &share)
                    }
                    None => text.replace(name.as_str(), value),
                }
            }
            false => text,
        }
    })
}

/// A text whose number is the default of the setting that stands behind it in brackets, with the value in its place: "at most 5 of them
/// (`SHOP_LIMIT`)".
fn named_behind(text: &str, name: &str, (default, value): (&str, &str)) -> Option<String> {
    let at = text.find(&format!("(`{name}`")).or_else(|| text.find(&format!("({name}")))?;
    let before = text.get(..at)?;
    let clause = before.rfind(['.', ';', '(']).map_or(0, |end| end + 1);
    let mut places = before.get(clause..)?.match_indices(default).map(|(found, _)| clause + found);
    let whole = |found: &usize| {
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-');
        let behind = before.get(found + default.len()..).unwrap_or_default();
        !before.get(..*found).is_some_and(|start| start.ends_with(digit)) && !behind.starts_with(digit)
    };
    let found = places.next().filter(whole).filter(|_| places.next().is_none())?;
    Some(format!("{}{value}{}", before.get(..found)?, text.get(found + default.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::{Setting, resolved};

    #[test]
    fn a_setting_brings_its_unit_along() {
        let set = |name: &str, value: &str, default: &str| Setting {
            name: name.to_owned(),
            value: value.to_owned(),
            default: Some(default.to_owned()),
        };
        let settings = [
            set("SHOP_HOLD_HOURS", "48", "48"),
            set("SHOP_LIMIT", "3", "5"),
            set("SHOP_TAX_PERCENT", "7", "7"),
        ];
        for (text, expected) in [
            ("`due` is `made` plus `SHOP_HOLD_HOURS`.", "`due` is `made` plus 48 hours."),
            ("at most `SHOP_HOLD_HOURS` hours later", "at most `48` hours later"),
            ("plus the hours of `SHOP_HOLD_HOURS`", "plus the hours of `48`"),
            ("after SHOP_HOLD_HOURS it is over", "after 48 hours it is over"),
            ("`tax` is `SHOP_TAX_PERCENT` of the net", "`tax` is 7 percent of the net"),
            ("from 3 on, `SHOP_TAX_PERCENT` is taken off", "from 3 on, 7 percent is taken off"),
            ("`SHOP_TAX_PERCENT` percent of the net", "`7` percent of the net"),
            ("`SHOP_LIMIT` of them", "`3` of them"),
            ("at most 5 of them (`SHOP_LIMIT`)", "at most 3 of them (`3`)"),
            ("5 of 5 of them (`SHOP_LIMIT`)", "5 of 5 of them (`3`)"),
            ("at most 15 of them (`SHOP_LIMIT`)", "at most 15 of them (`3`)"),
        ] {
            assert_eq!(resolved(text, &settings), expected);
        }
    }
}
