//! The values that a member may have, the likeliest first.

use crate::api::{FieldFacts, Object, Sort, has_phrase};
use crate::stage::Stage;
use crate::words;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// What names and notes stand for, with a value of each.
const USUAL: &[(&[&str], &[&str])] = &[
    (&["phone", "telephone", "mobile", "e.164"], &["+436641234567", "+15551234567"]),
    (&["currency", "iso 4217"], &["EUR", "USD"]),
    (&["country", "iso 3166"], &["AT", "US", "AUT"]),
    (&["language", "locale", "iso 639"], &["en", "en-US", "de"]),
    (&["timezone", "time zone", "tz", "iana"], &["Europe/Vienna", "UTC"]),
    (&["color", "colour"], &["#336699", "336699", "blue"]),
    (&["ip", "address"], &["192.0.2.1"]),
    (&["zip", "postcode", "postal"], &["1010", "12345"]),
    (&["time", "hh:mm", "opens", "closes"], &["09:30", "18:00", "09:30:00"]),
    (&["month", "yyyy-mm"], &["2031-03"]),
    (&["version", "semver"], &["1.0.0"]),
    (&["isbn"], &["9783161484100", "978-3-16-148410-0"]),
    (&["ean", "gtin", "barcode"], &["4006381333931"]),
    (&["iban"], &["AT611904300234573201"]),
    (&["mime", "media type", "content type"], &["text/plain", "application/pdf"]),
    (
        &["sha256", "sha-256", "checksum", "hash", "digest"],
        &["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
    (&["password", "secret", "passphrase"], &["Correct-horse-7-battery"]),
    (&["email", "e-mail", "mail"], &["sample@example.com"]),
    (&["url", "uri", "link", "website", "webhook", "callback"], &["https://example.com/sample"]),
    (&["host", "hostname", "domain"], &["sample.example.com"]),
    (&["cron", "schedule"], &["0 3 * * *"]),
    (&["base64"], &["c2FtcGxl"]),
    (&["duration", "iso 8601 duration"], &["PT30M"]),
];
/// Texts of many forms.
const PLAIN: &[&str] = &[
    "Sample text 1",
    "sample-1",
    "sample1",
    "sample",
    "SAMPLE1",
    "AB-12",
    "AB12",
    "S1",
    "abc",
    "ABC",
    "1234",
    "1",
];

/// The values that a member may have beside the one that it has.
pub(super) fn candidates(stage: &Stage, number: usize, name: &str, body: &Map<String, Value>) -> Vec<Value> {
    let now = body.get(name);
    let api = &stage.facts.api;
    let resource = api.resources.iter().find(|resource| resource.create == Some(number));
    let facts = resource.and_then(|resource| api.asked_on(resource, number, name));
    let mut values: Vec<Value> = Vec::new();
    let is_moment = facts.is_none_or(|facts| {
        matches!(facts.rule.sort, Sort::DateTime | Sort::Date)
            || matches!(facts.rule.sort, Sort::Text | Sort::Unknown) && speaks_of_time(name, &facts.notes)
    });
    if is_moment {
        values.extend(body.iter().filter(|(other, _)| *other != name).flat_map(|(_, value)| behind(value)));
    }
    let listed = facts.is_some_and(|facts| facts.rule.sort == Sort::List) || now.is_some_and(Value::is_array);
    values.extend(reference(stage, name).map(|id| if listed { json!([id]) } else { id }));
    if let Some(facts) = facts {
        values.extend(shown(facts));
        values.extend((1..=3).filter_map(|variant| facts.rule.valid(name, variant)));
        values.extend(by_sort(facts));
    }
    if is_moment {
        values.extend(moments(false));
        values.extend(moments(true));
    }
    let sort = facts.map_or(&Sort::Unknown, |facts| &facts.rule.sort);
    if listed {
        values.extend([json!(["sample"]), json!([1]), json!([])]);
    }
    if matches!(sort, Sort::Text | Sort::Unknown) && !listed {
        let notes = facts.map(|facts| facts.notes.to_lowercase()).unwrap_or_default();
        let parts = words::parts(name);
        let is_meant = |word: &&str| parts.iter().any(|part| part == word) || has_phrase(&notes, word);
        let usual = USUAL.iter().filter(|(words, _)| words.iter().any(is_meant));
        values.extend(usual.flat_map(|(_, values)| values.iter().map(|value| json!(value))));
        let fits = |text: &&&str| {
            let length = text.chars().count();
            facts.is_none_or(|facts| {
                facts.rule.shortest.is_none_or(|least| least <= length)
                    && facts.rule.longest.is_none_or(|most| length <= most)
            })
        };
        values.extend(PLAIN.iter().filter(fits).map(|text| json!(text)));
    }
    if *sort == Sort::Unknown && !listed {
        values.extend([json!(1), json!(true)]);
    }
    let mut distinct: Vec<Value> = Vec::new();
    for value in values {
        if Some(&value) != now && !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct
}

/// What the notes show in code, in quotes, or behind "e.g.".
fn shown(facts: &FieldFacts) -> Vec<Value> {
    let mut texts: Vec<String> = Vec::new();
    let notes = &facts.notes;
    for (mark, other) in [('`', '`'), ('"', '"'), ('\u{201c}', '\u{201d}')] {
        let mut rest = notes.as_str();
        while let Some((inner, behind)) = rest.split_once(mark).and_then(|(_, after)| after.split_once(other))
        {
            texts.push(inner.trim().to_owned());
            rest = behind;
        }
    }
    for lead in ["e.g.", "for example", "such as", "example:", "like"] {
        let Some((_, behind)) = notes.split_once(lead) else { continue };
        let end = behind.find([',', ';', ')']).unwrap_or(behind.len());
        let text = behind.get(..end).unwrap_or_default().trim().trim_matches(['`', '"', '\'', '.', ':', ' ']);
        texts.push(text.to_owned());
    }
    let fits = |text: &String| !text.is_empty() && text.len() <= 80;
    texts.into_iter().filter(fits).filter_map(|text| as_sort(&facts.rule.sort, text)).collect()
}

fn as_sort(sort: &Sort, text: String) -> Option<Value> {
    match sort {
        Sort::Integer => text.parse::<i64>().ok().map(|number| json!(number)),
        Sort::Number => text.parse::<f64>().ok().map(|number| json!(number)),
        Sort::Boolean => text.parse::<bool>().ok().map(|value| json!(value)),
        Sort::Choice(words) => words.contains(&text).then(|| json!(text)),
        Sort::List | Sort::Object => serde_json::from_str(&text).ok(),
        _ => Some(json!(text)),
    }
}

/// Whether a name or what is noted says that values are moments: `endsAt`, `due_date`, "ISO 8601".
fn speaks_of_time(name: &str, notes: &str) -> bool {
    const LAST: &[&str] = &[
        "at", "on", "date", "time", "day", "until", "from", "since", "start", "end", "deadline", "due",
        "expiry",
    ];
    let notes = notes.to_lowercase();
    words::parts(name).last().is_some_and(|last| LAST.contains(&last.as_str()))
        || ["iso 8601", "iso-8601", "rfc 3339", "timestamp", "date"]
            .iter()
            .any(|phrase| has_phrase(&notes, phrase))
}

/// Moments shortly behind another one, as an end is behind a beginning.
fn behind(value: &Value) -> Vec<Value> {
    const HOURS: &[i64] = &[1, 24, 24 * 7];
    let Some(text) = value.as_str() else { return Vec::new() };
    let later = |hours: &i64| -> Option<Value> {
        let wait = SignedDuration::from_hours(*hours);
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(json!(moment.checked_add(wait).ok()?.to_string()));
        }
        let date: Date = text.parse().ok()?;
        Some(json!(date.checked_add(wait).ok()?.to_string()))
    };
    HOURS.iter().filter_map(later).collect()
}

/// Moments ahead of now and behind it, as dates with or without a time.
fn moments(dates: bool) -> Vec<Value> {
    const HOURS: &[i64] = &[24, 24 * 3, 24 * 30, 1, -24, -24 * 30, 0];
    let format = if dates { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%SZ" };
    let now = Timestamp::now();
    let at = |hours: &i64| now.checked_add(SignedDuration::from_hours(*hours)).unwrap_or(now);
    HOURS.iter().map(|hours| json!(at(hours).strftime(format).to_string())).collect()
}

/// Values of a sort: bounds, moments, each of the words.
fn by_sort(facts: &FieldFacts) -> Vec<Value> {
    let rule = &facts.rule;
    match &rule.sort {
        Sort::Integer | Sort::Number => {
            let (least, most) = (rule.least.unwrap_or(1.0), rule.most.unwrap_or(100.0));
            let middle = f64::midpoint(least, most).floor();
            let values = [least.ceil(), middle, most.floor(), 0.0, 10.0, 1.5];
            let whole = |value: &f64| rule.sort == Sort::Number || value.fract() == 0.0;
            values
                .into_iter()
                .filter(whole)
                .map(|value| match value.fract() == 0.0 {
                    true => json!(value as i64),
                    false => json!(value),
                })
                .collect()
        }
        Sort::Boolean => vec![json!(true), json!(false)],
        Sort::Choice(words) => words.iter().map(|word| json!(word)).collect(),
        Sort::DateTime => moments(false),
        Sort::Date => moments(true),
        Sort::Uuid => vec![json!("0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e")],
        Sort::Object => vec![json!({})],
        _ => Vec::new(),
    }
}

/// The id of a new object that a member refers to by its name: `berth`, `berthId`, `berths`.
fn reference(stage: &Stage, name: &str) -> Option<Value> {
    let mut parts = words::parts(name);
    if parts.len() > 1
        && parts
            .last()
            .is_some_and(|last| matches!(last.as_str(), "id" | "ids" | "uuid" | "code" | "slug" | "ref"))
    {
        parts.pop();
    }
    let wanted = words::singular(&parts.join(" "));
    let last = words::singular(parts.last()?);
    let resources = &stage.facts.api.resources;
    let named =
        |wanted: &str| resources.iter().find(|resource| resource.name == wanted && resource.create.is_some());
    let resource = named(&wanted).or_else(|| named(&last))?;
    let object = Object::make(stage, resource, &|_| {}).ok()?;
    let id = object.values.last()?;
    let member = object
        .shown
        .as_object()?
        .values()
        .find(|value| value.as_str() == Some(id.as_str()) || value.to_string() == *id);
    Some(member.cloned().unwrap_or_else(|| json!(id)))
}
