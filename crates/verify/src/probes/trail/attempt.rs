//! A deed, and the trail after it.

use super::told::Entry;
use crate::api::{Walk, walk};
use crate::claim::Outcome;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;
use std::time::Duration;

/// How often the trail is looked at, and how long it may take to be written between.
const LOOKS: usize = 3;
const WAIT: Duration = Duration::from_millis(400);

/// A deed leaves its entry.
pub fn is_left(stage: &Stage, list: usize, entry: &Entry, others: &[String]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let done = entry.trigger.bring_about(stage)?;
    let title = done.exchange.title();
    let id = done.id.ok_or_else(|| Outcome::unproven(format!("{title} names no object")))?;
    // What is made below another object may be told of that one; short ids name objects of several collections.
    const SHORTEST: usize = 6;
    let above = done
        .exchange
        .path
        .split(['/', '?'])
        .filter(|part| part.len() >= SHORTEST && part.contains(|c: char| c.is_ascii_digit()));
    let ids: Vec<String> = std::iter::once(id.clone()).chain(above.map(str::to_owned)).collect();
    let is_about = |one: &Value| ids.iter().any(|id| has(one, id));
    let filtered = action_filter(stage, list).map(|name| format!("{name}={}", entry.name));
    for look in 0..LOOKS {
        if look > 0 {
            std::thread::sleep(WAIT);
        }
        // Through a filter it is found sooner; that it is not there, only the whole list shows.
        for query in filtered.iter().map(String::as_str).chain([""]) {
            let found = read(stage, list, query)?;
            if let Some(shown) = found.elements.iter().find(|one| has(one, &entry.name) && is_about(one)) {
                let reason = format!("after {title}, the trail has an entry `{}` about it", entry.name);
                let outcome = Outcome::proven(Strength::Asserted, reason);
                let Some(page) = found.last() else { return Err(outcome) };
                return Ok(outcome.showing(page.sent(), shown.to_string()));
            }
        }
    }
    // A trail that can be asked about one object is read to its end in a few pages, and as long as it grows.
    let narrowed = match subject_filter(stage, list) {
        Some(name) => Some(read(stage, list, &format!("{name}={id}"))?),
        None => None,
    };
    let narrowed = narrowed.filter(|found| !found.elements.is_empty() && found.elements.iter().all(is_about));
    let found = match narrowed {
        Some(found) => found,
        None => read(stage, list, "")?,
    };
    let page = found.last().ok_or_else(|| Outcome::unproven("the trail has no page"))?;
    let reason = format!("after {title}, the trail has no entry `{}` about {id}", entry.name);
    let thing = entry.name.split(['.', ':']).next().unwrap_or_default();
    let of_same = |name: &&String| **name != entry.name && name.split(['.', ':']).next() == Some(thing);
    let about = found
        .elements
        .iter()
        .find_map(|one| others.iter().filter(of_same).find(|name| has(one, name) && is_about(one)));
    // What an entry is about may be told in another way.
    let told = found.elements.iter().any(|one| has(one, &entry.name));
    let kept =
        others.iter().filter(|name| **name != entry.name && found.elements.iter().any(|one| has(one, name)));
    let outcome = match (found.complete, about, kept.count()) {
        (true, Some(other), _) => Outcome::refuted(format!("{reason}, and has `{other}` about it")),
        (true, None, 2..) if !told => Outcome::refuted(format!("{reason}, and has entries of other actions")),
        _ => return Err(Outcome::unproven(reason).showing(page.sent(), page.seen())),
    };
    Ok(outcome.resting_on(target, page))
}

/// The trail, as somebody who may read it.
pub fn read(stage: &Stage, list: usize, query: &str) -> Result<Walk, Outcome> {
    let api = &stage.facts.api;
    let facts = api.list(list);
    let size = facts.most.as_ref().map(|most| most.fact.number.min(100));
    walk(&stage.as_anybody(), &api.operations[list], &facts, &[], query, size, &mut |_| Ok(()))
}

/// The parameter that asks for the entries of one action, where one is documented.
fn action_filter(stage: &Stage, list: usize) -> Option<String> {
    let facts = stage.facts.api.list(list);
    let mut names = facts.filters.into_iter().map(|filter| filter.fact.parameter);
    names.find(|name| ["action", "event", "type", "kind"].contains(&name.as_str()))
}

/// The parameter that asks for the entries about one object, where one is documented.
pub fn subject_filter(stage: &Stage, list: usize) -> Option<String> {
    const SUBJECTS: &[&str] = &[
        "subject_id",
        "object_id",
        "entity_id",
        "resource_id",
        "target_id",
        "record_id",
        "row_id",
        "subject",
    ];
    let facts = stage.facts.api.list(list);
    let mut names = facts.filters.into_iter().map(|filter| filter.fact.parameter);
    names.find(|name| SUBJECTS.contains(&name.as_str()))
}

/// Whether one of an entry's values is a text or a number, at its top or one level below.
fn has(entry: &Value, wanted: &str) -> bool {
    let is = |value: &Value| match value {
        Value::String(text) => text == wanted,
        Value::Number(number) => number.to_string() == wanted,
        _ => false,
    };
    let members = entry.as_object().into_iter().flatten().map(|(_, value)| value);
    members.clone().any(is) || members.filter_map(Value::as_object).flatten().any(|(_, value)| is(value))
}
