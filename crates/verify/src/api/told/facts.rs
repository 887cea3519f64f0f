//! What is known of members that are told: their kind, what they have to be, and what they are where they are not sent.

use super::super::rule::{Rule, Sort};
use super::super::{FieldFacts, fields, format, has_phrase, plain};
use super::Told;
use serde_json::{Map, Value};

/// What is known of members: as they are told, and of what kind they are as the request and the answer show it.
pub(super) fn facts(
    entity: &str,
    told: Vec<Told>,
    sent: Option<&Map<String, Value>>,
    shown: Option<&Map<String, Value>>,
) -> Vec<(String, FieldFacts)> {
    let mut names: Vec<String> = told.iter().map(|told| told.name.clone()).collect();
    let examples = sent.into_iter().chain(shown).flat_map(|object| object.keys().cloned());
    for name in examples {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let known =
        |name: &str| sent.and_then(|sent| sent.get(name)).or_else(|| shown.and_then(|shown| shown.get(name)));
    let fields = names.iter().filter_map(|name| {
        let told = told.iter().find(|told| told.name == *name);
        let notes = told.map(|told| told.notes.join("; ")).unwrap_or_default();
        let mut rule = rule(name, told.map_or("", |told| told.kind.as_str()), &notes, known(name))?;
        // What only answers show is of the kind that they show.
        let shown_alone = sent.is_none_or(|sent| !sent.contains_key(name)) && rule.sort == Sort::Text;
        if let (true, Some(Value::String(text))) = (shown_alone, known(name))
            && format::is_date_time(text)
        {
            rule.sort = Sort::DateTime;
        }
        // Where no request is shown, what only an answer has is the system's.
        rule.owned |= sent.is_none() && told.is_none();
        let needed = told.and_then(|told| told.needed);
        let default = told.and_then(|told| told.default.clone()).or_else(|| fields::noted_default(&notes));
        let optional = needed.map(|needed| !needed).or(default.is_some().then_some(true));
        Some((name.clone(), FieldFacts::told(entity, rule, optional, default, notes)))
    });
    fields.collect()
}

/// The rule of a member, with its kind by what is said, else by what an example shows.
pub(super) fn rule(name: &str, kind: &str, notes: &str, example: Option<&Value>) -> Option<Rule> {
    let read = |kind: &str| Rule::read(kind, notes, &|_| None);
    let first = read(kind);
    if first.sort != Sort::Unknown {
        return Some(first);
    }
    let plain = plain(notes);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(&plain, phrase));
    // What stands in for a value that is not sent is said behind the values.
    let values = fields::without_default(notes).trim_end_matches(['.', ',', ' ']).replace(", ;", ";");
    let words = fields::words_in_code(&values, name);
    let said = if words.is_some() {
        "string"
    } else if has(&["integer", "whole number", "an integer", "integers"]) || numbers(notes) {
        "integer"
    } else if has(&["true or false", "boolean", "a flag", "true if", "true when"]) {
        "boolean"
    } else if has(&["list of", "array of", "a list", "an array"]) || matches!(example, Some(Value::Array(_)))
    {
        "array"
    } else if has(&["characters", "letters", "chars", "text", "a string"])
        && !matches!(example, Some(Value::Number(_)))
    {
        "string"
    } else if has(&["a number", "decimal"]) {
        "number"
    } else {
        match example {
            Some(Value::String(_)) => "string",
            Some(Value::Number(number)) if number.is_i64() || number.is_u64() => "integer",
            Some(Value::Number(_)) => "number",
            Some(Value::Bool(_)) => "boolean",
            Some(Value::Array(_)) => "array",
            Some(Value::Object(_)) => "object",
            _ => return None,
        }
    };
    let mut rule = read(said);
    if let Some(words) = words.filter(|_| matches!(rule.sort, Sort::Text | Sort::Unknown)) {
        rule.sort = Sort::Choice(words);
    }
    Some(rule)
}

/// Whether notes list whole numbers as the values.
fn numbers(notes: &str) -> bool {
    let among = Rule::read("number", notes, &|_| None).among;
    !among.is_empty() && among.iter().all(|number| number.fract() == 0.0)
}
