//! How an object is brought into another state.

use super::actor::call_as_allowed;
use super::below::until_filled;
use super::workshop::{Placed, extra_headers};
use super::{Operation, match_headers, operation_in};
use crate::claim::Outcome;
use crate::http::{Call, Exchange};
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// Brings an object into a state, by the operations that the specification documents.
pub fn bring_into(stage: &Stage, placed: &mut Placed, wanted: &str) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let lost = |what: String| Outcome::unproven(what);
    for _ in 0..12 {
        let object = placed.object.clone().unwrap_or(Value::Null);
        let Some((_, state)) = api.states.of_object(&object) else {
            return Err(lost(format!(
                "the state of the object is not known, so it cannot be brought into {wanted}"
            )));
        };
        if state == wanted {
            return Ok(());
        }
        let Some(next) =
            api.states.way(state, wanted).and_then(|way| way.first().map(|next| (*next).to_owned()))
        else {
            return Err(lost(format!("no stated change of state leads from {state} to {wanted}")));
        };
        let state = state.to_owned();
        step(stage, placed, &state, &next)?;
    }
    Err(lost(format!("the object did not come into {wanted}")))
}

/// A change of state that was tried.
#[derive(Clone, Debug)]
pub struct Move {
    /// The call.
    pub exchange: Exchange,
    /// Whether it is beyond doubt that this operation makes the change.
    pub certain: bool,
    /// The state afterwards, where the object can be read.
    pub state: Option<String>,
}

/// Makes one change of state.
fn step(stage: &Stage, placed: &mut Placed, from: &str, to: &str) -> Result<(), Outcome> {
    let moves = change(stage, placed, from, to)?;
    if moves.iter().any(|tried| tried.exchange.answer.is_success()) {
        return Ok(());
    }
    let tried: Vec<_> = moves
        .iter()
        .map(|tried| format!("{} answered {}", tried.exchange.title(), tried.exchange.answer.status))
        .collect();
    let tried =
        if tried.is_empty() { "no documented operation does that".to_owned() } else { tried.join(", ") };
    Err(Outcome::unproven(format!("the object could not be brought from {from} to {to}: {tried}")))
}

/// Tries the operations that may change an object's state so, the likeliest first, up to the first that succeeds.
pub fn change(stage: &Stage, placed: &mut Placed, from: &str, to: &str) -> Result<Vec<Move>, Outcome> {
    let mut moves = Vec::new();
    for mover in movers(stage, placed, Some(from), to) {
        let mut first = carry_out(stage, placed, &mover, to)?;
        // There may be room for only so many at a time.
        if matches!(first.0.answer.status, 409 | 422) && super::make_room(stage, mover.operation) {
            first = carry_out(stage, placed, &mover, to)?;
        }
        let (exchange, state) = until_filled(stage, placed, first, &|tried| &tried.0, &mut |placed| {
            carry_out(stage, placed, &mover, to)
        })?;
        let done = exchange.answer.is_success();
        super::note_crowded(&exchange.answer);
        moves.push(Move { exchange, certain: mover.certain, state });
        if done {
            break;
        }
    }
    Ok(moves)
}

/// Sends what should bring an object into a state; the state afterwards is read where it can be.
pub fn carry_out(
    stage: &Stage,
    placed: &mut Placed,
    mover: &Mover,
    to: &str,
) -> Result<(Exchange, Option<String>), Outcome> {
    let api = &stage.facts.api;
    let operation = mover.operation;
    let body = match &mover.member {
        Some(member) => {
            let version = operation.request.as_ref().and_then(|body| body.json()).cloned();
            let mut body = version.filter(Value::is_object).unwrap_or_else(|| serde_json::json!({}));
            if let Some(members) = body.as_object_mut() {
                members.retain(|_, value| !super::state_member::is_open(value));
            }
            // Of a change that was made up, the state alone is certain.
            if let Some(members) =
                body.as_object_mut().filter(|_| operation.made_up && operation.method == "PATCH")
            {
                members.retain(|name, _| super::is_one_of(name, super::VERSIONS));
            }
            body[member] = Value::from(to);
            Some(body)
        }
        None => {
            operation.request.as_ref().and_then(|body| body.json()).map(|body| with_state(stage, body, to))
        }
    };
    let mut body = body.map(|body| placed.current(&body));
    let now = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1));
    super::state_needs::complete(stage, operation, (now, to), &mut body);
    let path = operation.fill(&placed.values, stage.target()?.client.base_path());
    let mut call = Call::new(&operation.method, path).headers(&extra_headers(stage, operation));
    call = call.headers(&match_headers(stage, operation, &placed.values)?);
    // Frameworks that read JSON refuse a call without a body before they look at it.
    call = call.json(&body.unwrap_or_else(|| serde_json::json!({})));
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    let answered = exchange.answer.json().map(super::identity::unwrapped);
    let answered = answered.filter(|object| api.states.of_object(object).is_some());
    if exchange.answer.is_success() {
        super::note_moved(stage, operation, placed);
        match answered {
            Some(object) => placed.object = Some(object),
            None => placed.refresh(stage)?,
        }
    }
    let state = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    Ok((exchange, state))
}

/// An operation that may change an object's state.
#[derive(Clone, Debug)]
pub struct Mover<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Whether it is beyond doubt that it makes the change.
    pub certain: bool,
    /// The member of its body that takes the state, where the documented request does not show it.
    pub member: Option<String>,
}

/// The operations on an object that may bring it into a state, the likeliest first.
pub fn movers<'a>(stage: &'a Stage, placed: &Placed, from: Option<&str>, to: &str) -> Vec<Mover<'a>> {
    let api = &stage.facts.api;
    let named: Vec<_> = api.states.words(from, to).into_iter().filter_map(operation_in).collect();
    let member = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.0.to_owned()));
    let mut scored: Vec<(u8, Mover)> = Vec::new();
    for (number, operation) in api.operations.iter().enumerate() {
        let on_object = operation.path.starts_with(&placed.item_path)
            && operation.path.parameters().count() == placed.values.len();
        if !on_object || operation.is_safe() || operation.method == "DELETE" {
            continue;
        }
        if super::state_member::sets_state(api, operation)
            && !has_own_operation(api, placed, to)
            && let Some(member) = super::state_member::state_member(stage, number)
        {
            scored.push((4, Mover { operation, certain: true, member: Some(member) }));
            continue;
        }
        let is_named = named.iter().any(|(method, path)| {
            *method == operation.method && (operation.path.same(path) || operation.path.ends_with(path))
        });
        let example = operation.success().and_then(|response| response.example.as_ref()?.json().cloned());
        let answers = example.map(super::identity::unwrapped);
        let answers =
            answers.is_some_and(|object| api.states.of_object(&object).is_some_and(|(_, state)| state == to));
        let sends = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .is_some_and(|body| sends_state(stage, body));
        let verb = operation.path.last_literal().unwrap_or_default();
        // `cancel` brings about `cancelled`.
        let named_after = words::brings(verb, to) && !operation.path.ends_with_parameter();
        // `cancel` is the stated trigger of changes into `cancelled`.
        let is_trigger = !operation.path.ends_with_parameter()
            && api
                .states
                .words(None, to)
                .iter()
                .any(|said| words::words(said).contains(&verb.to_lowercase()));
        // "marks a confirmed order as done"
        let marks =
            !operation.path.ends_with_parameter() && api.state_by_verb(operation).as_deref() == Some(to);
        let takes = member.as_ref().filter(|member| {
            operation.path.ends_with_parameter() && !sends && words::names(&operation.prose, member)
        });
        let score = match (is_named, sends, answers, named_after) {
            (true, ..) => 5,
            (_, true, true, _) => 4,
            (_, true, ..) => 3,
            (.., true) if is_trigger => 3,
            _ if marks => 3,
            (_, _, true, _) | (.., true) if !operation.path.ends_with_parameter() => 2,
            // What has to come with the state is told: so it is asked for there.
            _ if takes.is_some() && super::state_needs::tells(api, operation, to) => 3,
            _ if takes.is_some() => 1,
            _ => continue,
        };
        let member = if score == 1 || (takes.is_some() && !sends && score == 3) || (is_named && !sends) {
            takes.cloned()
        } else {
            None
        };
        scored.push((score, Mover { operation, certain: score >= 3, member }));
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // An operation that only mentions the state is no way there where another one certainly is.
    if scored.iter().any(|(_, mover)| mover.certain) {
        scored.retain(|(score, _)| *score > 1);
    }
    scored.into_iter().map(|(_, mover)| mover).collect()
}

/// Whether another operation on the object is named after a state: `cancel` brings about `cancelled`.
fn has_own_operation(api: &super::Api, placed: &Placed, to: &str) -> bool {
    api.operations.iter().any(|operation| {
        let verb = operation.path.last_literal().unwrap_or_default();
        let on_object =
            operation.path.starts_with(&placed.item_path) && !operation.path.ends_with_parameter();
        on_object && !operation.is_safe() && words::brings(verb, to)
    })
}

fn sends_state(stage: &Stage, body: &Value) -> bool {
    body.as_object().is_some_and(|body| {
        body.values().filter_map(Value::as_str).any(|value| stage.facts.api.states.knows(value))
    })
}

/// A documented body with another state in the place of its own.
fn with_state(stage: &Stage, body: &Value, state: &str) -> Value {
    let mut body = body.clone();
    for value in body.as_object_mut().into_iter().flat_map(|body| body.values_mut()) {
        if value.as_str().is_some_and(|text| stage.facts.api.states.knows(text)) {
            *value = Value::from(state);
        }
    }
    body
}
