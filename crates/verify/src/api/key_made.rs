//! Names for new objects where clients choose them: of the stated form, and another one for each.

use super::keyed::{Key, Named};
use super::{Object, Operation, Sort, call_as_allowed, is_second, member_for, unwrapped, vary_text};
use crate::claim::Outcome;
use crate::http::Call;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// Who holds the keys, as far as the system tells: each role with the name that it goes by. None before anybody asked.
pub type People = Mutex<Option<Vec<(String, String)>>>;

/// Names that most systems take, where neither a form is stated nor an example given.
const USUAL: &[&str] = &["samplekey", "sample-key", "SAMPLE_KEY", "Sample1", "sample.key", "10001"];

/// A name for a new object that an operation makes; `attempt` counts the names that were refused before.
pub fn fresh(stage: &Stage, number: usize, depth: usize, attempt: usize) -> Result<String, Outcome> {
    let api = &stage.facts.api;
    let Some(key) = api.key_of(number) else { return Err(Outcome::unproven("its path has no name")) };
    let attempt = attempt + stage.shared.workshop.refused_names(number);
    match key.named {
        Named::AsOne(at) if attempt == 0 && depth < 4 => {
            let resource = &api.resources[at];
            match resource.create {
                Some(_) => {
                    let object = Object::make(stage, resource, &|_| {})?;
                    object
                        .values
                        .last()
                        .cloned()
                        .ok_or_else(|| Outcome::unproven("what it names has no name"))
                }
                None => listed(stage, resource),
            }
        }
        Named::AsPerson => {
            let people = people(stage)?;
            let named = people.get(attempt).map(|(_, name)| name.clone());
            named.or_else(|| free(stage, key, attempt)).ok_or_else(unknown_form)
        }
        Named::AsOne(_) | Named::Freely => free(stage, key, attempt).ok_or_else(unknown_form),
    }
}

fn unknown_form() -> Outcome {
    Outcome::unproven("no name of the stated form is known")
}

/// A name of the stated form that nothing has.
fn free(stage: &Stage, key: &Key, attempt: usize) -> Option<String> {
    let ours = stage.target().is_ok_and(|target| target.is_our_own());
    let number = stage.shared.workshop.number(ours);
    if let Sort::Choice(words) = &key.rule.sort {
        return words.get((number as usize) % words.len().max(1)).cloned();
    }
    let formed = key.rule.form.as_ref().and_then(|form| form.text(number));
    let shown = key.example.iter().map(|example| another(example, number));
    let usual = USUAL.iter().map(|text| another(text, number));
    let mut fits: Vec<String> = shown
        .chain(formed)
        .chain(usual)
        .map(|text| sized(text, key))
        .filter(|text| key.rule.allows_text(text))
        .collect();
    fits.dedup();
    fits.into_iter().nth(attempt)
}

/// Another text of the same form; a short one is made long enough for many.
fn another(text: &str, number: u64) -> String {
    const ENOUGH: usize = 5;
    let (stem, end) = match text.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && end.len() <= 5 => (stem, Some(end)),
        _ => (text, None),
    };
    let mut stem = stem.to_owned();
    let last = stem.chars().rev().find(|c| c.is_ascii_alphanumeric());
    let mut count = stem.chars().filter(|c| c.is_ascii_alphanumeric()).count();
    while let (true, Some(last)) = (count < ENOUGH, last) {
        stem.push(last);
        count += 1;
    }
    let varied = vary_text(&stem, number);
    end.map_or(varied.clone(), |end| format!("{varied}.{end}"))
}

/// A text within the stated lengths; what tells it apart stands at its end.
fn sized(text: String, key: &Key) -> String {
    let count = text.chars().count();
    if let Some(longest) = key.rule.longest.filter(|longest| *longest > 0 && count > *longest) {
        return text.chars().skip(count - longest).collect();
    }
    let Some(shortest) = key.rule.shortest.filter(|shortest| count < *shortest && *shortest <= 200) else {
        return text;
    };
    let first = text.chars().find(char::is_ascii_alphanumeric).unwrap_or('a');
    let lead: String = std::iter::repeat_n(first, shortest - count).collect();
    lead + &text
}

/// The name of an object that is there already.
fn listed(stage: &Stage, resource: &super::Resource) -> Result<String, Outcome> {
    let api = &stage.facts.api;
    let none = || Outcome::unproven(format!("no {} is known", resource.name));
    let list = resource
        .list
        .filter(|list| api.operations[*list].path.parameters().next().is_none())
        .ok_or_else(none)?;
    let operation = &api.operations[list];
    let path = operation.fill(&[], stage.target()?.client.base_path());
    let (exchange, _) = call_as_allowed(stage, operation, &Call::new("GET", path))?;
    let answer = exchange.answer.json().unwrap_or(Value::Null);
    let found = super::elements(&answer).into_iter().find_map(|one| api.id_in(&resource.collection, one));
    found.ok_or_else(none)
}

/// Who holds the keys, second holders first and those who may do everything last.
fn people(stage: &Stage) -> Result<Vec<(String, String)>, Outcome> {
    let known = &stage.shared.workshop.people;
    if let Some(found) = known.lock().unwrap_or_else(PoisonError::into_inner).clone() {
        return Ok(found);
    }
    let target = stage.target()?;
    let mut roles: Vec<&crate::secrets::Role> =
        target.roles.iter().filter(|role| role.lacking.is_none()).collect();
    let second = |name: &str| target.roles.iter().any(|other| is_second(name, &other.name));
    roles.sort_by_key(|role| (super::actor::is_mighty(&role.name), !second(&role.name)));
    let tells = stage.facts.api.operations.iter().filter(|operation| tells_who(operation));
    let mut found: Vec<(String, String)> = Vec::new();
    for operation in tells.take(2) {
        let path = operation.fill(&[], target.client.base_path());
        for role in &roles {
            let exchange = stage.call(&Call::new("GET", path.clone()).headers(&role.headers))?;
            let object = exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
            if let Some(name) = name_in(&object).filter(|_| exchange.answer.is_success()) {
                found.push((role.name.clone(), name));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    *known.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
    Ok(found)
}

/// Whether an operation tells a caller who they are: `/whoami`, `/me`.
fn tells_who(operation: &Operation) -> bool {
    const NAMES: &[&str] =
        &["whoami", "me", "self", "profile", "account", "session", "user", "identity", "myself"];
    operation.method == "GET"
        && operation.path.parameters().next().is_none()
        && operation.path.last_literal().is_some_and(|last| NAMES.contains(&words::folded(last).as_str()))
}

/// The name that somebody goes by.
fn name_in(object: &Value) -> Option<String> {
    const NAMES: &[&str] = &["user", "username", "login", "handle", "name", "id", "email"];
    let members = object.as_object()?;
    NAMES.iter().find_map(|wanted| {
        let (_, value) = members.iter().find(|(name, _)| words::folded(name) == *wanted)?;
        match value {
            Value::Object(_) => name_in(value),
            value => member_for("user", &super::PathTemplate::read("/users"), value),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_same_form_that_stay_apart() {
        for (text, number, other) in [
            ("SHOP_KEY", 3, "SHOP_KFB"),
            ("a", 30, "aaabe"),
            ("logo.png", 2, "logoq.png"),
            ("theme-dark", 1, "theme-darl"),
        ] {
            assert_eq!(another(text, number), other, "{text}");
        }
        let many: std::collections::HashSet<String> = (1..3000).map(|number| another("k", number)).collect();
        assert_eq!(many.len(), 2999);
    }
}
