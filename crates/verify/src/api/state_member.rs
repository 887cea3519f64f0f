//! The member by which `POST /orders/{id}/status` takes the new state, where no request of it is shown: found by trial.

use super::workshop::extra_headers;
use super::{Api, Operation, Placed, Resource, call_as_allowed, match_headers, place, unwrapped};
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What interfaces call it, beside the name of the field that holds the state and the last part of the path.
const USUAL: &[&str] = &["to", "status", "state", "new_status", "newStatus", "target", "to_status", "next"];

/// What was found out of one operation: nothing so far, no member, or this one.
type Found = Arc<Mutex<Option<Option<String>>>>;

/// What was found out, by the number of the operation.
#[derive(Debug, Default)]
pub struct StateMembers(Mutex<HashMap<usize, Found>>);

/// Whether an operation sets the state of the object in its path, as its name says.
pub fn sets_state(api: &Api, operation: &Operation) -> bool {
    let acts = operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
    let shown = operation.request.as_ref().and_then(super::Body::json).and_then(Value::as_object);
    acts && !api.states.edges().is_empty()
        && matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH")
        && shown.is_none_or(|shown| shown.values().all(is_open))
        && is_of_states(operation)
}

/// Whether an operation is called after the state of what it acts on.
pub(super) fn is_of_states(operation: &Operation) -> bool {
    let named = operation.path.last_literal().map(words::folded).unwrap_or_default();
    ["status", "state", "transition", "transitions", "states", "stage", "phase"].contains(&named.as_str())
}

/// Whether a shown value stands for whatever one sends: `"..."`, `"<state>"`.
pub(super) fn is_open(value: &Value) -> bool {
    let Some(text) = value.as_str().map(str::trim) else { return false };
    let dots = !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '…'));
    dots || text.starts_with('<') && text.ends_with('>')
}

/// The member that takes the state: the first one with which a stated change of a new object is made.
pub fn state_member(stage: &Stage, number: usize) -> Option<String> {
    let (api, operation) = (&stage.facts.api, &stage.facts.api.operations[number]);
    if let Some(shown) = shown_member(api, operation) {
        return Some(shown);
    }
    let members = &stage.shared.workshop.state_members.0;
    let own = members.lock().unwrap_or_else(PoisonError::into_inner).entry(number).or_default().clone();
    // Others wait, so that it is found out once; what another operation takes may have to be found out for it.
    let mut known = own.lock().unwrap_or_else(PoisonError::into_inner);
    if known.is_none() {
        // Without an object nothing was found out.
        let mut placed = place(stage, operation).ok()?;
        *known = Some(try_members(stage, operation, &mut placed));
    }
    known.clone().flatten()
}

/// The one operation that sets the state of a resource's objects to whichever is sent, with the member that takes it.
pub fn state_setter(api: &Api, resource: &Resource) -> Option<(usize, String)> {
    let item = api.item_path(resource)?;
    let (field, _) = api.states_of(resource)?;
    let sets = |operation: &Operation| {
        let on_it = operation.path.starts_with(item)
            && operation.path.parameters().count() == item.parameters().count();
        if !on_it
            || operation.is_safe()
            || operation.method == "DELETE"
            || !is_of_states(operation) && operation.made_up
        {
            return None;
        }
        shown_member(api, operation).or_else(|| is_of_states(operation).then(|| field.clone()))
    };
    let all = api.operations.iter().enumerate();
    let mut setters = all.filter_map(|(number, operation)| Some((number, sets(operation)?)));
    setters.next().filter(|_| setters.next().is_none())
}

/// The member of a shown request that is called as what holds the states of the objects.
fn shown_member(api: &Api, operation: &Operation) -> Option<String> {
    let shown = operation.request.as_ref().and_then(super::Body::json).and_then(Value::as_object)?;
    let resource = api.resource_at(operation)?;
    let holds = |name: &&String| {
        let words = api.field_of(resource, name).map(|facts| &facts.rule.sort);
        matches!(words, Some(super::Sort::Choice(words)) if words.len() > 1 && words.iter().all(|word| api.states.knows(word)))
    };
    shown.keys().find(holds).cloned()
}

fn try_members(stage: &Stage, operation: &Operation, placed: &mut Placed) -> Option<String> {
    let api = &stage.facts.api;
    if state_of(api, placed).is_none() {
        placed.refresh(stage).ok()?;
    }
    let (field, from) = state_of(api, placed)?;
    let to = api.states.edges().iter().find(|edge| edge.from == from).map(|edge| edge.to.clone())?;
    // A member that the request is shown to have comes first.
    let shown = operation.request.as_ref().and_then(super::Body::json).and_then(Value::as_object);
    let mut candidates: Vec<String> = shown.into_iter().flat_map(Map::keys).cloned().collect();
    candidates.push(field);
    candidates.extend(operation.path.last_literal().map(str::to_owned));
    candidates.extend(USUAL.iter().map(|name| (*name).to_owned()));
    let mut tried: Vec<String> = Vec::new();
    for candidate in candidates {
        if tried.contains(&candidate) {
            continue;
        }
        let body = Value::Object(Map::from_iter([(candidate.clone(), Value::from(to.as_str()))]));
        let path = operation.fill(&placed.values, stage.target().ok()?.client.base_path());
        let call =
            operation.call(path, Some(&placed.current(&body))).headers(&extra_headers(stage, operation));
        let call = call.headers(&match_headers(stage, operation, &placed.values).ok()?);
        let (exchange, _) = call_as_allowed(stage, operation, &call).ok()?;
        if exchange.answer.is_success() {
            let answered = exchange.answer.json().map(unwrapped);
            match answered.filter(|object| api.states.of_object(object).is_some()) {
                Some(object) => placed.object = Some(object),
                None => placed.refresh(stage).ok()?,
            }
            return (state_of(api, placed)?.1 == to).then_some(candidate);
        }
        tried.push(candidate);
    }
    None
}

/// The field that holds an object's state, and the state.
fn state_of(api: &Api, placed: &Placed) -> Option<(String, String)> {
    let (field, state) = api.states.of_object(placed.object.as_ref()?)?;
    Some((field.to_owned(), state.to_owned()))
}

/// What brings an object into the next stated state by such an operation; none where that is not known.
pub fn next_state(stage: &Stage, operation: &Operation, placed: &Placed) -> Option<Value> {
    let api = &stage.facts.api;
    if !sets_state(api, operation) {
        return None;
    }
    let number = api.find(&operation.method, &operation.path)?.0;
    let member = state_member(stage, number)?;
    let (_, from) = state_of(api, placed)?;
    let to = api.states.edges().iter().find(|edge| edge.from == from).map(|edge| edge.to.clone())?;
    Some(Value::Object(Map::from_iter([(member, Value::from(to))])))
}
