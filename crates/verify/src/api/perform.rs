//! A documented request, sent to objects of its own.

use super::below::until_filled;
use super::home_state::{self, find_home_state};
use super::workshop::{extra_headers, place_home, send_new};
use super::{
    Body, Echo, Operation, Placed, bring_into, call_as_allowed, is_uuid, match_headers, place, unwrapped,
    with_references,
};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;

/// A documented request that was sent.
#[derive(Clone)]
pub struct Performed {
    /// The call.
    pub exchange: Exchange,
    /// As whom.
    pub role: Option<String>,
    /// The objects of its path.
    pub placed: Placed,
    /// What has to come back.
    pub echoes: Vec<Echo>,
    /// Members of the request that refer to something that nothing documented makes.
    pub dangling: Vec<String>,
    /// Whether the object may have to be in a state into which it was not brought.
    pub unprepared: bool,
}

/// Sends the documented request on objects of its own.
pub fn perform(stage: &Stage, number: usize) -> Result<Performed, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let mut placed = if operation.keyed { place_home(stage, operation)? } else { place(stage, operation)? };
    if api.is_creation(operation) {
        let mut sent = send_new(stage, number, operation, &placed.values, 0)?;
        let turned_away = stage.acting.as_ref().is_some_and(|acting| acting.on == Some(number))
            && sent.exchange.answer.status == 403;
        if !turned_away
            && home_state::may_need_state(sent.exchange.answer.status)
            && find_home_state(stage, number)?
        {
            placed = place_home(stage, operation)?;
            sent = send_new(stage, number, operation, &placed.values, 0)?;
        }
        let mut echoes = Echo::of(&sent.documented, &sent.sent);
        echoes.extend(given_by_the_system(stage, operation, &sent.documented, &sent.sent));
        let dangling = dangling(&sent.documented, &sent.sent);
        return Ok(Performed {
            exchange: sent.exchange,
            role: sent.role,
            placed,
            echoes,
            dangling,
            unprepared: false,
        });
    }
    let first = send_with_room(stage, operation, &placed)?;
    // Where no status is documented, any success will do.
    let wanted = operation.success().map(|success| success.status);
    let succeeds = |performed: &Performed| {
        let answer = &performed.exchange.answer;
        wanted.map_or(answer.is_success(), |status| answer.status == status)
    };
    if is_unseen(stage, &placed, first.role.as_deref(), first.exchange.answer.status) {
        if let Some(seen) = brought_into_sight(stage, operation)? {
            return Ok(seen);
        }
        return Ok(Performed { placed, unprepared: true, ..first });
    }
    let turned_away = stage.acting.as_ref().is_some_and(|acting| acting.on == Some(number))
        && first.exchange.answer.status == 403;
    if succeeds(&first)
        || turned_away
        || operation.is_safe()
        || !matches!(first.exchange.answer.status, 400 | 403 | 409 | 412 | 422)
    {
        return Ok(Performed { placed, ..first });
    }
    let mut first = first;
    if !operation.path.ends_with_parameter() {
        let again = filled(stage, operation, &mut placed, first.clone())?;
        if succeeds(&again) {
            return Ok(Performed { placed, ..again });
        }
        first = again;
    }
    // The object may have to be in a state that is stated to be the only one.
    if let Some(kept) = in_kept_state(stage, number)? {
        let again = send(stage, operation, &kept)?;
        return Ok(Performed { placed: kept, ..again });
    }
    // What it undoes may have to be done first.
    if let Some(deed) = super::deed_before::deed_before(api, number, first.exchange.answer.status) {
        let done = send(stage, &api.operations[deed], &placed)?;
        if done.exchange.answer.is_success() {
            let again = send(stage, operation, &placed)?;
            return Ok(Performed { placed, ..again });
        }
    }
    // The object may have to be in another state first.
    let Some(state) = wanted_state(stage, operation) else {
        // A deed that a new object refuses may be about a state that nothing tells how to reach.
        let status = first.exchange.answer.status;
        let acts = !operation.path.ends_with_parameter();
        let on_object = operation.path.parameters().next().is_some();
        let unprepared = acts && (!api.states.edges().is_empty() || on_object && status == 409);
        return Ok(Performed { placed, unprepared, ..first });
    };
    let mut prepared = false;
    for before in api.states.before(&state) {
        placed = place(stage, operation)?;
        match bring_into(stage, &mut placed, before) {
            Ok(()) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        }
        prepared = true;
        let again = send_filled(stage, operation, &mut placed)?;
        if succeeds(&again) {
            return Ok(Performed { placed, ..again });
        }
    }
    Ok(Performed { unprepared: !prepared, ..first })
}

/// Whether an object is not there for somebody who did not make it, where objects are said to be kept from some.
pub fn is_unseen(stage: &Stage, placed: &Placed, role: Option<&str>, status: u16) -> bool {
    let others = placed.made.as_ref().is_some_and(|made| made.role.as_deref() != role);
    status == 404 && others && stage.facts.api.hides_objects()
}

/// The request for an object that was brought on by a stated change, so that others see it as well.
fn brought_into_sight(stage: &Stage, operation: &Operation) -> Result<Option<Performed>, Outcome> {
    let states = &stage.facts.api.states;
    let mut placed = place(stage, operation)?;
    if placed.object.as_ref().is_none_or(|object| states.of_object(object).is_none()) {
        placed.refresh(stage)?;
    }
    for _ in 0..3 {
        let object = placed.object.clone().unwrap_or(Value::Null);
        let Some((_, now)) = states.of_object(&object) else { return Ok(None) };
        let Some(next) = states.edges().iter().find(|edge| edge.from == now).map(|edge| edge.to.clone())
        else {
            return Ok(None);
        };
        match bring_into(stage, &mut placed, &next) {
            Ok(()) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => return Ok(None),
        }
        let again = send_filled(stage, operation, &mut placed)?;
        if again.exchange.answer.status != 404 {
            // What else it may need, nobody knows.
            return Ok(Some(Performed { unprepared: true, ..again }));
        }
    }
    Ok(None)
}

/// Sends the documented request to an object; where it is refused, again with more below the object.
pub fn send_filled(stage: &Stage, operation: &Operation, placed: &mut Placed) -> Result<Performed, Outcome> {
    let first = send_with_room(stage, operation, placed)?;
    match operation.path.ends_with_parameter() || operation.is_safe() {
        true => Ok(first),
        false => filled(stage, operation, placed, first),
    }
}

fn filled(
    stage: &Stage,
    operation: &Operation,
    placed: &mut Placed,
    first: Performed,
) -> Result<Performed, Outcome> {
    until_filled(stage, placed, first, &|performed| &performed.exchange, &mut |placed| {
        send(stage, operation, placed)
    })
}

/// The same where what earlier claims left may take up the room.
fn send_with_room(stage: &Stage, operation: &Operation, placed: &Placed) -> Result<Performed, Outcome> {
    let first = send(stage, operation, placed)?;
    match matches!(first.exchange.answer.status, 409 | 422) && super::make_room(stage, operation) {
        true => send(stage, operation, placed),
        false => Ok(first),
    }
}

/// Brings an object into a state from which an operation leads on, where it needs one and is in none; tells whether it is in one.
pub fn ready(stage: &Stage, number: usize, placed: &mut Placed) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let kept = api.kept_to_states(number);
    let before: Vec<String> = match wanted_state(stage, &api.operations[number]) {
        _ if !kept.is_empty() => kept,
        Some(state) => api.states.before(&state).map(str::to_owned).collect(),
        None => return Ok(true),
    };
    let object = placed.object.clone().unwrap_or(Value::Null);
    let now = api.states.of_object(&object).map(|(_, now)| now.to_owned());
    if before.is_empty() || now.is_some_and(|now| before.contains(&now)) {
        return Ok(true);
    }
    for state in before {
        match bring_into(stage, placed, &state) {
            Ok(()) => return Ok(true),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    Ok(false)
}

/// An object for an operation, in a state from which the operation leads on where it needs one.
pub fn place_for(stage: &Stage, number: usize) -> Result<Placed, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    if let Some(kept) = in_kept_state(stage, number)? {
        return Ok(kept);
    }
    let placed = place(stage, operation)?;
    let Some(state) = wanted_state(stage, operation) else { return Ok(placed) };
    for before in api.states.before(&state) {
        let mut prepared = place(stage, operation)?;
        match bring_into(stage, &mut prepared, before) {
            Ok(()) => return Ok(prepared),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    Ok(placed)
}

/// An object in a state in which alone the operation is stated to be possible, where objects can be brought there.
fn in_kept_state(stage: &Stage, number: usize) -> Result<Option<Placed>, Outcome> {
    let api = &stage.facts.api;
    for state in api.kept_to_states(number) {
        let mut placed = place(stage, &api.operations[number])?;
        match bring_into(stage, &mut placed, &state) {
            Ok(()) => return Ok(Some(placed)),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// The state that a documented request brings its object into.
fn wanted_state(stage: &Stage, operation: &Operation) -> Option<String> {
    let api = &stage.facts.api;
    let sent = operation.request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let sent =
        sent.and_then(|body| body.values().filter_map(Value::as_str).find(|value| api.states.knows(value)));
    let answered =
        operation.success().and_then(|success| success.example.as_ref()?.json().cloned()).map(unwrapped);
    let answered =
        answered.as_ref().and_then(|object| api.states.of_object(object)).map(|(_, state)| state.to_owned());
    let acts = operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
    sent.map(str::to_owned)
        .or(answered)
        .or_else(|| named_state(stage, operation))
        .or_else(|| api.state_by_verb(operation).filter(|_| acts))
}

/// The state that an operation brings about by its name, where the stated changes speak of it: `ship` of "packed → shipped, by ship".
fn named_state(stage: &Stage, operation: &Operation) -> Option<String> {
    let last = operation.path.last_literal()?.to_lowercase();
    let verb = operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter();
    let named =
        |edge: &&super::Edge| words::words(&edge.words).contains(&last) || words::brings(&last, &edge.to);
    let mut states = stage.facts.api.states.edges().iter().filter(named).map(|edge| &edge.to);
    let first = states.next().filter(|_| verb)?;
    states.all(|other| other == first).then(|| first.clone())
}

/// Sends the documented request to an object as it is now.
pub fn send(stage: &Stage, operation: &Operation, placed: &Placed) -> Result<Performed, Outcome> {
    let target = stage.target()?;
    let documented = operation.request.as_ref().and_then(Body::json).cloned().unwrap_or(Value::Null);
    let sent = match super::state_member::next_state(stage, operation, placed) {
        Some(next) => placed.current(&next),
        None => changing(stage, operation, placed)?,
    };
    let path = operation.fill(&placed.values, target.client.base_path());
    let body = Some(&sent).filter(|body| !body.is_null());
    let call = operation.call(path, body).headers(&extra_headers(stage, operation));
    let call = call.headers(&match_headers(stage, operation, &placed.values)?);
    let (exchange, role) = call_as_allowed(stage, operation, &call)?;
    if exchange.answer.is_success() {
        super::note_moved(stage, operation, placed);
    }
    let mut echoes = Echo::of(&documented, &sent);
    echoes.extend(placed.echoes());
    let dangling = dangling(&documented, &sent);
    Ok(Performed { exchange, role, placed: placed.clone(), echoes, dangling, unprepared: false })
}

/// The documented body of a change for an object as it is now; what must be unique is not what another object of this run has.
pub fn changing(stage: &Stage, operation: &Operation, placed: &Placed) -> Result<Value, Outcome> {
    let documented = operation.request.as_ref().and_then(Body::json).cloned().unwrap_or(Value::Null);
    let sent = placed.current(&with_references(stage, &documented, 0));
    let names = sent.as_object().into_iter().flatten().map(|(name, _)| name.clone());
    // What clashed when such objects were made does so when they are changed.
    let resources = stage.facts.api.resources.iter();
    let updates = |update: &usize| std::ptr::eq(&stage.facts.api.operations[*update], operation);
    let create = resources.filter(|one| one.updates.iter().any(updates)).find_map(|one| one.create);
    let clashing = create.and_then(|create| stage.shared.workshop.clashing(create)).unwrap_or_default();
    let unique: Vec<String> = names
        .filter(|name| {
            stage.facts.api.fields.is_unique(name) || clashing.contains(name) && sent[name].is_string()
        })
        .collect();
    if !matches!(operation.method.as_str(), "PUT" | "PATCH") || unique.is_empty() {
        return Ok(sent);
    }
    let ours = stage.target()?.is_our_own();
    Ok(super::vary_members(&sent, &unique, stage.shared.workshop.number(ours), stage.facts.api.ahead))
}

/// Members that hold a documented id as it stands: nothing says that there is such an object.
fn dangling(documented: &Value, sent: &Value) -> Vec<String> {
    let members = documented.as_object().into_iter().flatten();
    let refers = |name: &str, value: &Value| {
        let ends = crate::words::parts(name)
            .last()
            .is_some_and(|last| last == "id" || last == "ids" || last == "uuid");
        (ends || value.as_str().is_some_and(is_uuid)) && sent.get(name) == Some(value)
    };
    members
        .filter(|(name, value)| !value.is_null() && refers(name, value))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Values that the system gives to a new object by itself, where the specification says which: defaults and the first state.
fn given_by_the_system(stage: &Stage, operation: &Operation, documented: &Value, sent: &Value) -> Vec<Echo> {
    let api = &stage.facts.api;
    let example =
        operation.success().and_then(|success| success.example.as_ref()?.json().cloned()).map(unwrapped);
    let Some(Value::Object(example)) = example else { return Vec::new() };
    // An example that answers another request shows a state that came about otherwise.
    let answers = documented.as_object().is_none_or(|documented| {
        documented.iter().all(|(name, sent)| example.get(name).is_none_or(|shown| shown == sent))
    });
    let unsent = example.into_iter().filter(|(name, _)| sent.get(name).is_none());
    let known = unsent.filter(|(name, value)| {
        let is_default =
            api.fields.of(name).iter().any(|facts| facts.default.as_deref() == Some(plain(value).as_str()));
        is_default || answers && value.as_str().is_some_and(|text| api.states.knows(text))
    });
    known
        .map(|(name, value)| Echo { path: vec![name], documented: value.clone(), sent: value, given: true })
        .collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The documented body of a request, for an object as it is now.
pub fn body_for(stage: &Stage, operation: &Operation, placed: &Placed) -> Option<Value> {
    let body = operation.request.as_ref().and_then(Body::json)?;
    Some(placed.current(&with_references(stage, body, 0)))
}
