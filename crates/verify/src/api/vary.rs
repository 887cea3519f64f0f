//! Other values of the same form: for what has to be unique, and for what must not exist.

use super::format::{is_date, is_date_time, is_uuid};
use super::{Api, Resource, Sort};
use crate::words;
use serde_json::{Map, Value};

/// The `number`-th other text of the same form: digits stay digits, letters stay letters, and a number that begins with no zero goes
/// on doing so.
pub fn vary_text(text: &str, number: u64) -> String {
    if let Some((local, domain)) = text.split_once('@')
        && domain.contains('.')
    {
        return format!("{local}.{number}@{domain}");
    }
    let mut characters: Vec<char> = text.chars().collect();
    let mut carry = number;
    let leads: Vec<bool> = (0..characters.len())
        .map(|at| at == 0 || characters.get(at - 1).is_none_or(|before| !before.is_ascii_digit()))
        .collect();
    for (character, leads) in characters.iter_mut().zip(leads).rev() {
        let (first, count) = match character {
            '1'..='9' if leads => ('1', 9),
            '0'..='9' => ('0', 10),
            'a'..='z' => ('a', 26),
            'A'..='Z' => ('A', 26),
            _ => continue,
        };
        let value = u64::from(u32::from(*character) - u32::from(first)) + carry;
        carry = value / count;
        *character = char::from_u32(u32::from(first) + (value % count) as u32).unwrap_or(first);
        if carry == 0 {
            break;
        }
    }
    let varied: String = characters.into_iter().collect();
    if varied == text { format!("{text}-{number}") } else { varied }
}

/// Sets a request apart from the one that is documented: other texts of the same form, and days before, so that no two share what they must
/// not share.
pub fn set_apart(api: &Api, resource: &Resource, body: &mut Map<String, Value>, number: u64) {
    for (name, value) in body.iter_mut() {
        let Some(text) = value.as_str().map(str::to_owned) else { continue };
        let rule = api.asked_of(resource, name).map(|facts| &facts.rule);
        let chosen = rule.is_some_and(|rule| matches!(rule.sort, Sort::Choice(_)));
        if chosen
            || is_uuid(&text)
            || is_date_time(&text)
            || words::parts(name).last().is_some_and(|last| last == "id")
        {
            continue;
        }
        let other = match text.parse::<jiff::civil::Date>() {
            Ok(day) => {
                let days = jiff::Span::new().try_days(i64::try_from(number % 500).unwrap_or_default());
                days.and_then(|days| day.checked_sub(days)).map(|day| day.to_string()).unwrap_or(text)
            }
            Err(_) => vary_text(&text, number),
        };
        let other = Value::from(other);
        if rule.is_none_or(|rule| rule.broken_by(&other).is_none()) {
            *value = other;
        }
    }
}

/// A value of the same form that nothing has: for an id that must not be known.
pub fn unknown_like(example: &str, seed: u64) -> String {
    if is_uuid(example) {
        let digest = blake3::hash(format!("unknown {seed} {example}").as_bytes()).to_hex();
        let hex = digest.as_str();
        // Version and variant stay, so that nothing but its being unknown can be wrong with it.
        let (version, variant) = (&example[14..15], &example[19..20]);
        return format!(
            "{}-{}-{version}{}-{variant}{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[13..16],
            &hex[17..20],
            &hex[20..32]
        );
    }
    if !example.is_empty() && example.bytes().all(|byte| byte.is_ascii_digit()) {
        return "2000000011".to_owned();
    }
    if example.is_empty() { "no-such-thing".to_owned() } else { vary_text(example, 7_654_321 + seed % 1000) }
}

/// So many days at most a day is moved that is written far ahead, and one that is near: what is soon may be asked for only so far
/// ahead.
const FAR: u64 = 5000;
const NEAR: u64 = 300;

/// By how many days the days of a body are moved, all of them alike: what ends so long after it begins still does.
fn days_for(body: &Value, members: &[String], number: u64, ahead: Option<u64>) -> i64 {
    let today = jiff::Zoned::now().date();
    let of_members = body.as_object().into_iter().flatten().filter(|(name, _)| members.contains(name));
    let days = of_members.filter_map(|(_, value)| day_of(value.as_str()?));
    let from_today = days.map(|day| day.since(today).map_or(0, |span| i64::from(span.get_days()))).max();
    let from_today = from_today.unwrap_or_default();
    let most = match ahead {
        Some(ahead) => ahead.saturating_sub(from_today.unsigned_abs()).max(1),
        None if (0..=62).contains(&from_today) => NEAR,
        None => FAR,
    };
    i64::try_from(spread(number, most)).unwrap_or_default()
}

/// The day that a text names.
fn day_of(text: &str) -> Option<jiff::civil::Date> {
    if is_date_time(text) {
        let moment = text.parse::<jiff::Timestamp>().ok()?;
        return Some(moment.to_zoned(jiff::tz::TimeZone::UTC).date());
    }
    is_date(text).then(|| text.parse().ok())?
}

/// A body whose days lie no further ahead than they may: all of them are moved alike, so that what ends so long after it begins still
/// does.
pub fn brought_near(body: &Value, ahead: u64) -> Value {
    let today = jiff::Zoned::now().date();
    let from_today = |text: &str| {
        day_of(text).and_then(|day| day.since(today).ok()).map(|span| i64::from(span.get_days()))
    };
    let days = body.as_object().into_iter().flatten().filter_map(|(_, value)| from_today(value.as_str()?));
    let Ok(ahead) = i64::try_from(ahead) else { return body.clone() };
    let Some(last) = days.max().filter(|last| *last > ahead) else { return body.clone() };
    let back = last - ahead / 2;
    let mut body = body.clone();
    for (_, value) in body.as_object_mut().into_iter().flatten() {
        let Value::String(text) = value else { continue };
        if is_date_time(text) {
            *text = moved(text, -back);
        } else if let Some(day) = text.parse::<jiff::civil::Date>().ok().filter(|_| is_date(text)) {
            let nearer = day.checked_sub(jiff::Span::new().days(back));
            *text = nearer.map_or_else(|_| text.clone(), |day| day.to_string());
        }
    }
    body
}

/// A place among so many for each number: those of numbers that follow each other lie more than a week apart, so that what takes
/// several days does not overlap what was made just before. No place comes twice before all were taken.
fn spread(number: u64, places: u64) -> u64 {
    let step = [11, 13, 17, 1].into_iter().find(|step| !places.is_multiple_of(*step)).unwrap_or(1);
    (number % places) * step % places
}

/// The same moment so many days later.
fn moved(text: &str, days: i64) -> String {
    let later = text
        .parse::<jiff::Timestamp>()
        .ok()
        .and_then(|moment| moment.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok());
    later.map_or_else(|| text.to_owned(), |later| later.to_string())
}

/// Another day, so many days further away from today: what is past stays past, and what is to come stays to come.
fn other_day(text: &str, days: i64) -> String {
    let today = jiff::Zoned::now().date();
    let Ok(day) = text.parse::<jiff::civil::Date>() else { return text.to_owned() };
    let span = jiff::Span::new().days(if day <= today { -days } else { days });
    day.checked_add(span).map_or_else(|_| text.to_owned(), |day| day.to_string())
}

/// `09:15`
fn is_time_of_day(text: &str) -> bool {
    text.len() == 5
        && text.is_ascii()
        && text.as_bytes().get(2) == Some(&b':')
        && text.parse::<jiff::civil::Time>().is_ok()
}

/// The same minute of another hour.
fn other_hour(text: &str, number: u64) -> String {
    let hours = i64::try_from(number % 24).unwrap_or_default();
    let time =
        text.parse::<jiff::civil::Time>().map(|time| time.wrapping_add(jiff::Span::new().hours(hours)));
    time.map_or_else(|_| text.to_owned(), |time| time.strftime("%H:%M").to_string())
}

/// A body with these members varied; of days that may lie only so many days `ahead`, within those.
pub fn vary_members(body: &Value, members: &[String], number: u64, ahead: Option<u64>) -> Value {
    let days = days_for(body, members, number, ahead);
    let mut body = body.clone();
    for (name, value) in body.as_object_mut().into_iter().flatten() {
        if !members.contains(name) {
            continue;
        }
        match value {
            Value::String(text) if is_uuid(text) => *text = unknown_like(text, number),
            Value::String(text) if is_date_time(text) => *text = moved(text, days),
            Value::String(text) if is_date(text) => *text = other_day(text, days),
            Value::String(text) if is_time_of_day(text) => *text = other_hour(text, number),
            Value::String(text) => *text = vary_text(text, number),
            Value::Number(known) => {
                if let Some(known) = known.as_u64() {
                    *value = Value::from(known + number);
                }
            }
            _ => {}
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_form() {
        assert_eq!(vary_text("A9", 1), "B1");
        assert_eq!(vary_text("A1", 8), "A9");
        assert_eq!(vary_text("QX-09", 1), "QX-10");
        let texts: std::collections::HashSet<String> =
            (0..200).map(|number| vary_text("C7", number)).collect();
        assert!(texts.len() >= 199, "each number gives another text");
    }

    #[test]
    fn moments_move_by_days() {
        let body = serde_json::json!({"from": "2031-05-04T09:00:00Z", "note": "x"});
        let varied = vary_members(&body, &["from".to_owned()], 3, None);
        assert_eq!(varied, serde_json::json!({"from": "2031-06-06T09:00:00Z", "note": "x"}));
    }

    #[test]
    fn days_that_lie_too_far_ahead_are_brought_near() {
        let near =
            brought_near(&serde_json::json!({"on": "2190-03-30", "until": "2190-04-02", "note": "x"}), 30);
        let day = |name: &str| near[name].as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
        let today = jiff::Zoned::now().date();
        assert_eq!(day("until").since(day("on")).unwrap().get_days(), 3);
        assert_eq!(day("until").since(today).unwrap().get_days(), 15);
        let soon = serde_json::json!({"on": today.to_string()});
        assert_eq!(brought_near(&soon, 30), soon);
    }

    #[test]
    fn days_stay_days_on_their_side_of_today() {
        let body = serde_json::json!({"on": "2020-03-30", "until": "2190-12-30"});
        let varied = vary_members(&body, &["on".to_owned(), "until".to_owned()], 40, None);
        assert_eq!(varied, serde_json::json!({"on": "2019-01-15", "until": "2192-03-14"}));
    }

    #[test]
    fn what_ends_later_ends_as_much_later() {
        let day = |days: i64| {
            jiff::Zoned::now().date().checked_add(jiff::Span::new().days(days)).unwrap().to_string()
        };
        let body = serde_json::json!({"from": day(20), "to": day(26)});
        for number in 0..400 {
            let varied = vary_members(&body, &["from".to_owned(), "to".to_owned()], number, Some(365));
            let at = |name: &str| varied[name].as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
            assert_eq!(at("to").since(at("from")).unwrap().get_days(), 6, "{number}");
        }
    }

    #[test]
    fn days_are_spread() {
        for places in [1, 2, 10, 300, 365, 5000] {
            let mut taken: Vec<u64> = (0..places).map(|number| spread(number, places)).collect();
            let far = |at: usize| (1..4).all(|next| taken[at].abs_diff(taken[at + next]) > 7);
            assert!(places < 300 || (0..20).all(far), "{places}");
            taken.sort_unstable();
            taken.dedup();
            assert_eq!(taken.len() as u64, places);
        }
    }

    #[test]
    fn days_that_are_near_stay_within_what_may_be_asked_for() {
        let today = jiff::Zoned::now().date();
        let soon = today.checked_add(jiff::Span::new().days(1)).unwrap();
        for (number, ahead, most) in [(899, None, 301), (899, Some(90), 90), (42, Some(90), 43)] {
            let body = serde_json::json!({"on": soon.to_string()});
            let varied = vary_members(&body, &["on".to_owned()], number, ahead);
            let day: jiff::civil::Date = varied["on"].as_str().unwrap().parse().unwrap();
            assert!(day.since(today).unwrap().get_days() <= most, "{number} {ahead:?}: {day}");
        }
    }

    #[test]
    fn times_of_the_day_stay_such() {
        let body = serde_json::json!({"starts": "23:45"});
        assert_eq!(
            vary_members(&body, &["starts".to_owned()], 26, None),
            serde_json::json!({"starts": "01:45"})
        );
    }

    #[test]
    fn other_texts_keep_their_form() {
        for (text, number, varied) in [
            ("VIE-1", 1, "VIE-2"),
            ("VIE-9", 1, "VIF-1"),
            ("ada@example.com", 3, "ada.3@example.com"),
            ("Vienna South", 2, "Vienna Soutj"),
            ("!", 4, "!-4"),
            ("HUB-1", 260, "HVD-9"),
        ] {
            assert_eq!(vary_text(text, number), varied, "{text}");
        }
    }

    #[test]
    fn no_two_numbers_give_the_same_text() {
        let varied: std::collections::HashSet<_> =
            (1..2000).map(|number| vary_text("AB-12", number)).collect();
        assert_eq!(varied.len(), 1999);
    }

    #[test]
    fn unknown_values_are_of_the_same_form() {
        let example = "0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e";
        let unknown = unknown_like(example, 1);
        assert!(is_uuid(&unknown) && unknown != example);
        assert_eq!((&unknown[14..15], &unknown[19..20]), ("7", "b"));
        assert_eq!(unknown_like("17", 1), "2000000011");
        assert_ne!(unknown_like("PX7K2M", 1), "PX7K2M");
    }
}
