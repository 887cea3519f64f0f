//! Objects in the condition under which a request is refused.

use super::super::cause::{Standing, reference_to};
use super::super::workshop::{Placed, extra_headers};
use super::super::{
    Object, Operation, Resource, bring_into, call_as_allowed, call_on, create, create_below, match_headers,
    new_body_below, place, place_below, send, unwrapped,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange};
use crate::stage::Stage;
use serde_json::{Value, json};

fn resource<'a>(stage: &'a Stage, at: usize) -> Result<&'a Resource, Outcome> {
    stage.facts.api.resources.get(at).ok_or_else(|| Outcome::unproven("no such resource"))
}

/// The value by which another object refers to one.
fn id_of(object: &Object) -> Option<Value> {
    let text = object.values.last()?;
    let own = object.shown.get("id").filter(|id| id.is_number() && id.to_string() == *text);
    Some(own.cloned().unwrap_or_else(|| json!(text)))
}

/// The request for an object to which another one belongs.
pub fn with_child(
    stage: &Stage,
    operation: &Operation,
    at: usize,
    standing: &Standing,
) -> Result<Exchange, Outcome> {
    let api = &stage.facts.api;
    let child = resource(stage, at)?;
    let creating =
        child.create.ok_or_else(|| Outcome::unproven("nothing documented makes what belongs to it"))?;
    let own = api.resource_at(operation).ok_or_else(|| Outcome::unproven("its path names no object"))?;
    let object = Object::make(stage, own, &|_| {})?;
    let reference = reference_to(&api.operations[creating], own);
    let id = id_of(&object);
    let below = api.item_path(own).is_some_and(|item| api.operations[creating].path.starts_with(item));
    let parents = if below { object.values.clone() } else { Vec::new() };
    let made = create_below(stage, creating, parents, &[], &|body| {
        if let (Some(name), Some(id)) = (&reference, &id) {
            body.insert(name.clone(), id.clone());
        }
    })?;
    let refused = made.exchange.clone();
    if !refused.answer.is_success() {
        let reason = format!(
            "{}, which makes what belongs to it, answered {}",
            refused.title(),
            refused.answer.status
        );
        return Err(Outcome::unproven(reason).showing(refused.sent(), refused.seen()));
    }
    if *standing != Standing::Any {
        let shown = refused.answer.json().map(unwrapped).unwrap_or(Value::Null);
        let is = api.states.of_object(&shown).map(|(_, now)| now.to_owned());
        let edges = api.states.edges().iter();
        let next = match standing {
            Standing::In(state) => is.filter(|now| now != state).map(|_| state.clone()),
            Standing::NotIn(state) if is.as_ref().is_none_or(|now| now == state) => {
                let mut next = edges.filter(|edge| edge.from == *state && edge.to != *state);
                let other = || Outcome::unproven(format!("nothing states what follows {state}"));
                Some(next.next().ok_or_else(other)?.to.clone())
            }
            Standing::NotIn(_) | Standing::Any => None,
        };
        if let Some(state) = next {
            let values = made.object(stage, child)?.values;
            let item = api
                .item_path(child)
                .cloned()
                .ok_or_else(|| Outcome::unproven("it is not read on its own"))?;
            let mut placed = Placed { values, item_path: item, object: Some(shown), made: None };
            bring_into(stage, &mut placed, &state)?;
        }
    }
    let placed = object.placed(&operation.path, Some(object.shown.clone()));
    Ok(send(stage, operation, &placed)?.exchange)
}

/// The request for an object whose member has a value: its own object, one above it, or one that it refers to.
pub fn flagged(
    stage: &Stage,
    number: usize,
    at: usize,
    name: &str,
    value: bool,
) -> Result<Exchange, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let resource = resource(stage, at)?;
    let (object, below) = with_flag(stage, number, resource, name, value)?;
    let item = api.item_path(resource).ok_or_else(|| Outcome::unproven("it is not read on its own"))?;
    if operation.path.starts_with(item) {
        if api.is_creation(operation) {
            return create_below(stage, number, below.values, &[], &|_| {}).map(|made| made.exchange);
        }
        let own = operation.path.parameters().count() == object.values.len();
        let placed = if own { object.placed(item, Some(object.shown.clone())) } else { below };
        return Ok(send(stage, operation, &placed)?.exchange);
    }
    let reference =
        reference_to(operation, resource).ok_or_else(|| Outcome::unproven("it refers to no such object"))?;
    let id = id_of(&object).ok_or_else(|| Outcome::unproven("the object has no id"))?;
    create(stage, number, &[], &|body| {
        body.insert(reference.clone(), id.clone());
    })
    .map(|made| made.exchange)
}

/// An object whose member has a value, given to it, or brought about by what is done to it; with what an operation needs below it,
/// which is made before.
fn with_flag(
    stage: &Stage,
    number: usize,
    resource: &Resource,
    name: &str,
    value: bool,
) -> Result<(Object, Placed), Outcome> {
    let api = &stage.facts.api;
    let deed = &api.operations[number];
    let needed = if api.is_creation(deed) { deed.home() } else { deed.path.clone() };
    let fill = |object: &Object| -> Result<Placed, Outcome> {
        let whole = object.placed(&needed, Some(object.shown.clone()));
        let above = api.item_path(resource).is_some_and(|item| needed.starts_with(item));
        match above && needed.parameters().count() > object.values.len() {
            true => place_below(stage, &needed, &object.values),
            false => Ok(whole),
        }
    };
    let owned = api.field_of(resource, name).is_some_and(|facts| facts.rule.owned);
    let is = |shown: &Value| shown.get(name).and_then(Value::as_bool) == Some(value);
    let given = Object::make(stage, resource, &|body| {
        if !owned {
            body.insert(name.to_owned(), json!(value));
        }
    });
    let object = match given {
        Err(outcome) if outcome.inconclusive => return Err(outcome),
        // It may be none that a client gives.
        Err(_) => Object::make(stage, resource, &|_| {})?,
        Ok(object) => object,
    };
    let now = |object: &Object| -> Option<Value> { object.now(stage, resource).ok().map(|(shown, _)| shown) };
    let shows = |object: &Object| now(object).is_some_and(|shown| is(&shown));
    if is(&object.shown) || shows(&object) {
        // Where nothing can be made below such an object, it has to be made before.
        if let Ok(below) = fill(&object) {
            return Ok((object, below));
        }
    }
    let Some(item) = api.item_path(resource) else {
        return Err(Outcome::unproven("such an object cannot be read"));
    };
    // What is asked may itself bring it about: a thing that was lent is lent no more.
    let operation = &api.operations[number];
    let refers = reference_to(operation, resource);
    if let (Some(reference), Some(id)) = (refers, id_of(&object)) {
        let made = create(stage, number, &[], &|body| {
            body.insert(reference.clone(), id.clone());
        })?;
        if made.exchange.answer.is_success() && shows(&object) {
            let below = fill(&object)?;
            return Ok((object, below));
        }
    }
    // Else the operations on the object, each tried on one of its own, those that delete at last.
    let mut acts: Vec<usize> = (0..api.operations.len())
        .filter(|at| {
            let operation = &api.operations[*at];
            operation.path.starts_with(item)
                && operation.path.parameters().count() == item.parameters().count()
                && !operation.is_safe()
                && !api.is_creation(operation)
                && (*at == number || !resource.updates.contains(at))
        })
        .collect();
    acts.sort_by_key(|at| (api.operations[*at].method == "DELETE", *at == number));
    for act in acts {
        let object = Object::make(stage, resource, &|_| {})?;
        let below = fill(&object)?;
        let operation = &api.operations[act];
        let placed = object.placed(item, now(&object));
        let body = operation.request.as_ref().and_then(|body| body.json()).map(|body| placed.current(body));
        let headers = match_headers(stage, operation, &object.values)?;
        let done = call_on(stage, act, &object.values, body.as_ref(), &headers)?;
        if done.answer.is_success() && shows(&object) {
            return Ok((object, below));
        }
    }
    Err(Outcome::unproven(format!("no object could be brought to show `{name}` as {value}")))
}

/// The request for an object whose number is above another, by what is made below it.
pub fn above(
    stage: &Stage,
    operation: &Operation,
    at: usize,
    name: &str,
    least: i64,
) -> Result<Exchange, Outcome> {
    let api = &stage.facts.api;
    let resource = resource(stage, at)?;
    let object = Object::make(stage, resource, &|_| {})?;
    let item = api.item_path(resource).ok_or_else(|| Outcome::unproven("it is not read on its own"))?;
    let is = |object: &Object| -> bool {
        let now = object.now(stage, resource).ok().map(|(shown, _)| shown);
        now.and_then(|shown| shown.get(name)?.as_f64()).is_some_and(|number| number > least as f64)
    };
    let mut reached = is(&object);
    for (number, below) in api.operations.iter().enumerate() {
        let makes = below.method == "POST"
            && below.path.starts_with(item)
            && below.path.segments().len() == item.segments().len() + 1
            && below.request.is_some();
        if !reached && makes {
            create_below(stage, number, object.values.clone(), &[], &|_| {})?;
            reached = is(&object);
        }
    }
    if !reached {
        return Err(Outcome::unproven(format!("no object could be brought to a `{name}` above {least}")));
    }
    let placed = object.placed(item, Some(object.shown.clone()));
    Ok(send(stage, operation, &placed)?.exchange)
}

/// The request without a header that it has to have.
pub fn without_header(stage: &Stage, number: usize, name: &str) -> Result<Exchange, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let target = stage.target()?;
    let placed = place(stage, operation)?;
    let body = match api.is_creation(operation) {
        true => new_body_below(stage, number, &placed.values)?,
        false => super::body_for(stage, operation, &placed),
    };
    let headers: Vec<(String, String)> = extra_headers(stage, operation)
        .into_iter()
        .chain(match_headers(stage, operation, &placed.values)?)
        .filter(|(known, _)| !known.eq_ignore_ascii_case(name))
        .collect();
    let path = operation.fill(&placed.values, target.client.base_path());
    let call: Call = operation.call(path, body.as_ref()).headers(&headers);
    call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange)
}
