//! Documented references, replaced by references to objects that are there.

use super::Api;
use super::bond::{bond_of, tells_others};
use super::home_state::{referred, settle_referred};
use super::made_with::referred_as_needed;
use super::workshop::make;
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};

/// The body with fresh objects in place of documented ids: `depot_id` gets the id of a new depot.
pub fn with_references(stage: &Stage, body: &Value, depth: usize) -> Value {
    replace_references(stage, None, body, depth, IDS)
}

/// The same in the request of an operation that makes something: what it refers to is in the state that it needs.
pub fn with_references_of(stage: &Stage, number: usize, body: &Value, depth: usize) -> Value {
    let mut body = replace_references(stage, Some(number), body, depth, IDS);
    super::gathered::gather_for(stage, number, &mut body);
    body
}

/// The members of a request that refer to something, each with the operation that makes it.
pub fn references(stage: &Stage, body: &Value) -> Vec<(String, usize)> {
    let members = body.as_object().into_iter().flatten();
    let plain = members.filter(|(_, value)| value.is_string() || value.is_number());
    plain.filter_map(|(name, _)| Some((name.clone(), maker(&stage.facts.api, name)?))).collect()
}

/// The operation that makes what a member refers to by its id.
pub(super) fn maker(api: &Api, name: &str) -> Option<usize> {
    maker_by(api, name, IDS).map(|(number, _)| number)
}

/// Endings of members that hold ids.
const IDS: &[&str] = &["id", "uuid", "ids"];

/// The same for what is referred to by a code or a name: `depot_code` gets the code of a new depot.
pub fn with_references_by_name(stage: &Stage, body: &Value, depth: usize) -> Value {
    replace_references(
        stage,
        None,
        body,
        depth,
        &["code", "slug", "name", "key", "number", "ref", "username", "email"],
    )
}

fn replace_references(
    stage: &Stage,
    by: Option<usize>,
    body: &Value,
    depth: usize,
    endings: &[&str],
) -> Value {
    let mut body = body.clone();
    match &mut body {
        Value::Object(members) => {
            // What belongs together is not each made anew: the appointment that is made has a patient already.
            let mut told = Map::new();
            let mut names: Vec<String> = members.keys().cloned().collect();
            names.sort_by_key(|name| !tells_others(&stage.facts.api, name, members));
            for name in &names {
                let Some(value) = members.get_mut(name) else { continue };
                match value {
                    Value::Object(_) => *value = replace_references(stage, by, value, depth, endings),
                    Value::Array(list) if list.iter().any(Value::is_object) => {
                        *value = replace_references(stage, by, value, depth, endings)
                    }
                    Value::Null | Value::Bool(_) => {}
                    Value::String(_) | Value::Number(_) if told.contains_key(name) => {
                        *value = told.get(name).cloned().unwrap_or_default();
                    }
                    _ => {
                        if let Some(reference) = reference(stage, by, name, endings, depth) {
                            for (other, value) in bond_of(stage, name, &reference) {
                                told.entry(other).or_insert(value);
                            }
                            *value = if value.is_array() { Value::Array(vec![reference]) } else { reference };
                        }
                    }
                }
            }
        }
        Value::Array(list) => {
            for value in list {
                *value = replace_references(stage, by, value, depth, endings);
            }
        }
        _ => {}
    }
    body
}

/// The operation that makes what a member refers to by its ending.
fn maker_by(api: &Api, name: &str, endings: &[&str]) -> Option<(usize, String)> {
    let mut parts = words::parts(name);
    let ending = parts.pop().filter(|ending| endings.contains(&ending.as_str()))?;
    let wanted = parts.last().map(|part| words::singular(part))?;
    let mut creators = api.operations.iter().enumerate();
    let (number, _) = creators.find(|(_, operation)| {
        operation.method == "POST"
            && !operation.path.ends_with_parameter()
            && operation.path.parameters().next().is_none()
            && operation.path.last_literal().is_some_and(|last| {
                words::singular(words::parts(last).last().map_or("", String::as_str)) == wanted
            })
    })?;
    Some((number, ending))
}

/// What a new object of another collection is referred to by.
fn reference(stage: &Stage, by: Option<usize>, name: &str, endings: &[&str], depth: usize) -> Option<Value> {
    let (number, ending) = maker_by(&stage.facts.api, name, endings)?;
    let member = if ending == "ids" { "id" } else { ending.as_str() };
    let creating = &stage.facts.api.operations[number];
    if let Some(by) = by.filter(|by| stage.shared.workshop.home_states.referred(*by, name).is_some()) {
        let mut placed = referred(stage, number, depth + 1).ok()?;
        settle_referred(stage, by, name, &mut placed).ok()?;
        return placed.object?.get(member).cloned();
    }
    if let Some(by) = by
        && let Some(found) = referred_as_needed(stage, by, name, number)
    {
        return Some(found);
    }
    let made = make(stage, number, creating, &[], depth + 1).ok()?;
    let value = made.object.get(member).or_else(|| made.object.get(name)).cloned();
    if let Some(id) = value.as_ref().and_then(Value::as_str) {
        stage.shared.workshop.note_maker(&creating.path, id, made.role.as_deref());
    }
    value
}
