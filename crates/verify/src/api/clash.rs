//! What to change about a request that clashes with what is there.

use super::{Sort, has_phrase};
use crate::http::Answer;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// Whether an answer says that something is taken already.
pub fn says_taken(answer: &Answer) -> bool {
    let text = answer.text().to_lowercase();
    matches!(answer.status, 400 | 422)
        && ["already", "duplicate", "taken", "not unique", "must be unique", "exists"]
            .iter()
            .any(|word| text.contains(word))
        && !text.contains("not exist")
}

/// What an answer says: its values, and the names of the members under which it speaks of fields.
fn said(answer: &Answer) -> String {
    fn collect(value: &Value, named: bool, out: &mut String) {
        match value {
            Value::String(text) => out.extend([text.as_str(), "; "]),
            Value::Array(values) => values.iter().for_each(|value| collect(value, false, out)),
            Value::Object(members) => {
                for (name, value) in members {
                    if named {
                        out.extend([name.as_str(), "; "]);
                    }
                    let fields = ["fields", "errors", "details", "invalid", "violations", "problems"];
                    collect(value, fields.contains(&name.to_lowercase().as_str()), out);
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    match answer.json() {
        Some(value) => collect(&value, false, &mut out),
        None => out.push_str(&answer.text()),
    }
    out
}

/// The members of a body that have to differ: those that the answer speaks of, else those that are or look unique.
pub fn clashing_members(stage: &Stage, documented: &Value, sent: &Value, answer: &Answer) -> Vec<String> {
    let text = said(answer);
    let lower = text.to_lowercase();
    let members = || documented.as_object().into_iter().flatten();
    let spoken = |name: &str| {
        has_phrase(&lower, &name.to_lowercase().replace('_', " ")) || has_phrase(&lower, &name.to_lowercase())
    };
    let value_spoken = |name: &str| {
        sent.get(name).and_then(Value::as_str).is_some_and(|value| value.len() >= 3 && text.contains(value))
    };
    let facts = &stage.facts.api.fields;
    let is_word = |name: &str| facts.of(name).iter().any(|facts| matches!(facts.rule.sort, Sort::Choice(_)));
    let is_moment = |value: &Value| value.as_str().is_some_and(super::format::is_date_time);
    let refers = |name: &str| {
        let parts = words::parts(name);
        parts.len() > 1 && parts.last().is_some_and(|last| matches!(last.as_str(), "id" | "ids" | "uuid"))
    };
    let free = |name: &str, value: &Value| {
        // What refers to another object is none of its own values: another one would name nothing.
        value.as_str().is_some_and(|text| !stage.facts.api.states.knows(text))
            && !is_word(name)
            && !refers(name)
    };
    let is_text = |name: &str, value: &Value| free(name, value) && !is_moment(value);
    let is_day = |value: &Value| value.as_str().is_some_and(super::format::is_date);
    let about_time = ["busy", "overlap", "slot", "booked", "reserved", "time", "day", "period"]
        .iter()
        .any(|word| text.to_lowercase().contains(word));
    let choose = |fits: &dyn Fn(&str, &Value) -> bool| -> Vec<String> {
        members().filter(|(name, value)| fits(name, value)).map(|(name, _)| name.clone()).collect()
    };
    let unique = |name: &str| stage.facts.api.fields.is_unique(name);
    let likely = [
        "code",
        "email",
        "slug",
        "username",
        "login",
        "name",
        "title",
        "sku",
        "number",
        "key",
        "isbn",
        "reference",
        "handle",
    ];
    let looks = |name: &str| words::parts(name).last().is_some_and(|last| likely.contains(&last.as_str()));
    let choices = [
        choose(&|name, _| spoken(name) && unique(name)),
        choose(&|_, value| about_time && is_moment(value)),
        // Another day is free of what stands on this one.
        choose(&|_, value| about_time && is_day(value)),
        choose(&|name, value| is_text(name, value) && (spoken(name) || value_spoken(name))),
        choose(&|name, _| unique(name)),
        choose(&|name, value| is_text(name, value) && looks(name)),
        choose(&|_, value| is_moment(value)),
        choose(&is_text),
    ];
    choices.into_iter().find(|members| !members.is_empty()).unwrap_or_default()
}
