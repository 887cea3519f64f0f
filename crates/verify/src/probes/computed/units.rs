//! Of what a number is, by the name of its member: minutes, cents.

use crate::api::{Api, Resource, Sort};
use crate::words;

/// What the name of a member says that its number is of: a kind of time, a kind of money.
pub fn measure(name: &str) -> (Option<&'static str>, Option<&'static str>) {
    const TIMES: &[(&str, &[&str])] = &[
        ("second", &["second", "sec"]),
        ("minute", &["minute", "min"]),
        ("hour", &["hour", "hourly"]),
        ("day", &["day", "daily", "night", "nightly"]),
        ("week", &["week", "weekly"]),
        ("month", &["month", "monthly"]),
        ("year", &["year", "yearly", "annual"]),
    ];
    const MONEY: &[(&str, &[&str])] = &[
        ("cent", &["cent", "pence", "penny"]),
        ("euro", &["euro", "eur"]),
        ("dollar", &["dollar", "usd"]),
        ("pound", &["pound", "gbp"]),
    ];
    let parts: Vec<String> = words::parts(name).iter().map(|part| words::singular(part)).collect();
    let of = |known: &[(&'static str, &[&str])]| {
        let is = |words: &[&str]| parts.iter().any(|part| words.contains(&part.as_str()));
        known.iter().find(|(_, words)| is(words)).map(|(unit, _)| *unit)
    };
    (of(TIMES), of(MONEY))
}

/// Whether no two of several units are different ones.
pub fn agree(units: &[Option<&'static str>]) -> bool {
    let mut known = units.iter().flatten();
    known.next().is_none_or(|first| known.all(|other| other == first))
}

/// Whether a member holds a whole number of what it is said to be rounded to: "the next cent" of `price_cents`.
pub fn holds_whole(api: &Api, resource: &Resource, name: &str, unit: Option<&str>) -> bool {
    let unit = unit.map(words::singular).unwrap_or_default();
    if matches!(unit.as_str(), "number" | "integer") {
        return true;
    }
    let whole = api.field_of(resource, name).is_some_and(|facts| facts.rule.sort == Sort::Integer);
    let (time, money) = measure(name);
    whole
        && match measure(&unit) {
            (None, None) => true,
            // There is no smaller one.
            (None, Some("cent")) => money.is_none_or(|money| money == "cent"),
            of => of == (time, money),
        }
}
