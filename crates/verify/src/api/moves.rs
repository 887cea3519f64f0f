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
    if super::settled::settle_balance(stage, placed, from, to)? {
        return Ok(());
    }
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
        // What is owed may have to be paid before.
        if first.0.answer.status == 409 && super::settled::pay_off(stage, placed)? {
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
    let body = match (&mover.part, &mover.member) {
        _ if mover.event.is_some() => {
            let shown = operation.request.as_ref().and_then(|body| body.json()).cloned();
            let mut body = shown.filter(Value::is_object).unwrap_or_else(|| serde_json::json!({}));
            if let Some((member, event)) = &mover.event {
                body[member] = Value::from(event.as_str());
            }
            Some(body)
        }
        (Some(inner), _) => {
            let shown = operation.request.as_ref().and_then(|body| body.json()).cloned();
            let mut body = shown.filter(Value::is_object).unwrap_or_else(|| serde_json::json!({}));
            body[&inner.member] = Value::from(inner.value.as_str());
            Some(body)
        }
        (None, Some(member)) => {
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
        (None, None) => operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .map(|body| with_state(stage, operation, body, to)),
    };
    let mut body = body.map(|body| placed.current(&body));
    let now = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1));
    super::state_needs::complete(stage, operation, (now, to), &mut body);
    let values = match &mover.part {
        Some(inner) => vec![inner.id.clone()],
        None => placed.values.clone(),
    };
    let path = operation.fill(&values, stage.target()?.client.base_path());
    let mut call = Call::new(&operation.method, path).headers(&extra_headers(stage, operation));
    call = call.headers(&match_headers(stage, operation, &values)?);
    // Frameworks that read JSON refuse a call without a body before they look at it.
    call = call.json(&body.unwrap_or_else(|| serde_json::json!({})));
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    let answered = exchange.answer.json().map(super::identity::unwrapped);
    // What a part of it is like says nothing of the whole.
    let answered = answered.filter(|object| mover.part.is_none() && api.states.of_object(object).is_some());
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
    /// What it is done to, where that is a part of the object, with what its request says: `/appeals/{id}/resolution`, "upheld".
    pub part: Option<Part>,
    /// The member of its request that names an event, and the one that brings the change about.
    pub event: Option<(String, String)>,
}

/// A part of an object that has operations of its own, and what the request of one of them says.
#[derive(Clone, Debug)]
pub struct Part {
    id: String,
    member: String,
    value: String,
}

/// The operations on an object that may bring it into a state, the likeliest first.
pub fn movers<'a>(stage: &'a Stage, placed: &Placed, from: Option<&str>, to: &str) -> Vec<Mover<'a>> {
    let api = &stage.facts.api;
    let named: Vec<_> = api.states.words(from, to).into_iter().filter_map(operation_in).collect();
    let member = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.0.to_owned()));
    let mut scored: Vec<(u8, Mover)> = Vec::new();
    scored.extend(
        from.into_iter().flat_map(|from| inner_movers(api, placed, from, to)).map(|mover| (3, mover)),
    );
    for (number, operation) in api.operations.iter().enumerate() {
        let on_object = operation.path.starts_with(&placed.item_path)
            && operation.path.parameters().count() == placed.values.len();
        if !on_object || operation.is_safe() || operation.method == "DELETE" {
            continue;
        }
        let events = events(api, operation, from, to);
        if !events.is_empty() {
            let by = |event| Mover { operation, certain: true, member: None, part: None, event: Some(event) };
            scored.extend(events.into_iter().map(|event| (5, by(event))));
            continue;
        }
        if super::state_member::sets_state(api, operation)
            && !has_own_operation(api, placed, to)
            && let Some(member) = super::state_member::state_member(stage, number)
        {
            scored
                .push((4, Mover { operation, certain: true, member: Some(member), part: None, event: None }));
            continue;
        }
        // "appeal upheld" and "decision granted" lead to the same state by operations of their own.
        let verb = operation.path.last_literal().unwrap_or_default().to_lowercase();
        let triggers = |own: bool| {
            let into = api.states.edges().iter().filter(|edge| edge.to == to && !edge.trigger.is_empty());
            into.filter(|edge| (Some(edge.from.as_str()) == from) == own)
                .map(|edge| words::words(&edge.trigger))
                .collect::<Vec<_>>()
        };
        let own = triggers(true);
        let speaks = |said: &Vec<String>| said.contains(&verb);
        if from.is_some() && !own.is_empty() && !own.iter().any(speaks) && triggers(false).iter().any(speaks)
        {
            continue;
        }
        let is_named = named.iter().any(|(method, path)| {
            *method == operation.method && (operation.path.same(path) || operation.path.ends_with(path))
        });
        let example = operation.success().and_then(|response| response.example.as_ref()?.json().cloned());
        let answers = example.map(super::identity::unwrapped);
        // What is made below an object is another one, which may have states of its own.
        let listed = |other: &Operation| other.method == "GET" && other.path.same(&operation.path);
        let makes = api.is_creation(operation) && api.operations.iter().any(listed);
        let answers = !makes
            && answers
                .is_some_and(|object| api.states.of_object(&object).is_some_and(|(_, state)| state == to));
        let sends = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .is_some_and(|body| sends_state(stage, operation, body, to));
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
        // "appeal" is all that brings what is refused into what is under appeal, as far as is told.
        let alone = from.is_some_and(|from| {
            api.states.edges().iter().any(|edge| {
                edge.from == from && edge.to == to && words::words(&edge.trigger) == [verb.to_lowercase()]
            })
        });
        // "marks a confirmed order as done"
        let marks = !makes
            && !operation.path.ends_with_parameter()
            && api.state_by_verb(operation).as_deref() == Some(to);
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
            _ if alone && !operation.path.ends_with_parameter() => 2,
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
        scored.push((score, Mover { operation, certain: score >= 3, member, part: None, event: None }));
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // An operation that only mentions the state is no way there where another one certainly is.
    if scored.iter().any(|(_, mover)| mover.certain) {
        scored.retain(|(score, _)| *score > 1);
    }
    scored.into_iter().map(|(_, mover)| mover).collect()
}

/// The events that bring a change about, each with the member of an operation's request that takes it: the shown request names one of
/// the events that stated changes have as their trigger, `{"event": "light"}`.
fn events(api: &super::Api, operation: &Operation, from: Option<&str>, to: &str) -> Vec<(String, String)> {
    let edges = api.states.edges();
    let is_event = |value: &str| edges.iter().any(|edge| edge.trigger == value);
    let shown = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    let takes = |(name, value): (&String, &Value)| {
        value.as_str().is_some_and(|value| is_event(value) && !api.states.knows(value)).then(|| name.clone())
    };
    let Some(member) = shown.into_iter().flatten().find_map(takes) else { return Vec::new() };
    let mut found: Vec<(String, String)> = Vec::new();
    let leads = edges.iter().filter(|edge| edge.to == to && from.is_none_or(|from| edge.from == from));
    for edge in leads.filter(|edge| !edge.trigger.is_empty()) {
        if !found.iter().any(|(_, event)| *event == edge.trigger) {
            found.push((member.clone(), edge.trigger.clone()));
        }
    }
    found
}

/// The operations on a part of an object that bring a change about whose trigger names the part and what the request says: "appeal
/// upheld" is `POST /appeals/{id}/resolution` with `upheld`, of an order that has its `appeal` in it.
fn inner_movers<'a>(api: &'a super::Api, placed: &Placed, from: &str, to: &str) -> Vec<Mover<'a>> {
    let edges = api.states.edges().iter().filter(|edge| edge.from == from && edge.to == to);
    let triggers: Vec<Vec<String>> = edges.map(|edge| words::words(&edge.trigger)).collect();
    let of = |operation: &'a Operation| {
        let mut parameters = operation.path.parameters();
        let (at, _) = parameters.next().filter(|_| parameters.next().is_none())?;
        let thing = words::singular(operation.path.prefix(at).last_literal()?);
        let part = placed.object.as_ref()?.get(&thing)?.as_object()?;
        let id = part.get("id").filter(|id| id.is_string() || id.is_number())?;
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let asks = operation.asks.as_deref().filter(|_| !operation.is_safe())?;
        let trigger = triggers.iter().find(|said| said.contains(&thing))?;
        let named = api.fields.of_entity(asks).find_map(|(name, facts)| match &facts.rule.sort {
            super::Sort::Choice(choices) => {
                let value = choices.iter().find(|choice| trigger.contains(&choice.to_lowercase()))?;
                Some((name.to_owned(), value.clone()))
            }
            _ => None,
        });
        let (member, value) = named?;
        let part = Some(Part { id, member, value });
        Some(Mover { operation, certain: true, member: None, part, event: None })
    };
    api.operations.iter().filter_map(of).collect()
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

/// Whether a request sends a state, and may send this one in its place.
fn sends_state(stage: &Stage, operation: &Operation, body: &Value, to: &str) -> bool {
    let api = &stage.facts.api;
    body.as_object().is_some_and(|body| {
        body.iter().any(|(name, value)| {
            value.as_str().is_some_and(|value| api.states.knows(value)) && may_be(api, operation, name, to)
        })
    })
}

/// Whether a member of a request may have a value, as far as its values are stated.
fn may_be(api: &super::Api, operation: &Operation, name: &str, value: &str) -> bool {
    let asked = operation.asks.as_deref().and_then(|asks| api.fields.field(asks, name));
    match asked.map(|facts| &facts.rule.sort) {
        Some(super::Sort::Choice(words)) => words.iter().any(|word| word == value),
        _ => true,
    }
}

/// A documented body with another state in the place of its own.
fn with_state(stage: &Stage, operation: &Operation, body: &Value, state: &str) -> Value {
    let api = &stage.facts.api;
    let mut body = body.clone();
    for (name, value) in body.as_object_mut().into_iter().flatten() {
        let is_state = value.as_str().is_some_and(|text| api.states.knows(text));
        if is_state && may_be(api, operation, name, state) {
            *value = Value::from(state);
        }
    }
    body
}
