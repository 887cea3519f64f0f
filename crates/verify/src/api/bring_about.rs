//! Calls that bring a documented error about, each by its cause.

mod condition;

use super::{
    Access, Cause, Operation, Placed, body_for, bring_into, call_as_allowed, elements, member_for,
    new_body_below, perform, place, send, unknown_like, unwrapped, wrong_keys,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange};
use crate::stage::Stage;
use serde_json::Value;

/// Makes the call that a cause describes.
pub fn bring_about(stage: &Stage, number: usize, cause: &Cause) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    match cause {
        Cause::Again => return again(stage, number),
        Cause::Deleted => return deleted(stage, operation),
        Cause::InState(state) => return in_state(stage, operation, state),
        Cause::Named(value) => return named(stage, operation, value),
        Cause::WithChild(at, state) => return condition::with_child(stage, operation, *at, state),
        Cause::Flag(at, name, value) => return condition::flagged(stage, number, *at, name, *value),
        Cause::Above(at, name, least) => return condition::above(stage, operation, *at, name, *least),
        Cause::NoHeader(name) => return condition::without_header(stage, number, name),
        _ => {}
    }
    let mut placed = place(stage, operation)?;
    match cause {
        Cause::UnknownId | Cause::BadId => {
            // What a client names itself need not be there; what it stands below has to.
            let above = operation.home().parameters().count();
            let at = if operation.keyed { above } else { placed.values.len() };
            let Some(value) = at.checked_sub(1).and_then(|at| placed.values.get_mut(at)) else {
                return Err(Outcome::unproven("its path has no id"));
            };
            *value = if *cause == Cause::UnknownId {
                unknown_like(value, stage.shared.seed)
            } else {
                "no-valid-id".to_owned()
            };
        }
        _ => {}
    }
    // A value that is taken must not be the reason for another error than the one that is sought.
    let mut body = match stage.facts.api.is_creation(operation) {
        true => new_body_below(stage, number, &placed.values)?,
        false => body_for(stage, operation, &placed),
    };
    match cause {
        Cause::Without(name) => {
            body.as_mut().and_then(Value::as_object_mut).and_then(|body| body.shift_remove(name));
        }
        Cause::With(name, value) => set(&mut body, name, value.clone()),
        Cause::WrongType(name) => {
            let present = body.as_ref().and_then(|body| body.get(name)).cloned().unwrap_or(Value::Null);
            set(&mut body, name, other_type(&present));
        }
        Cause::StaleVersion => stale(&mut body)?,
        _ => {}
    }
    let path = operation.fill(&placed.values, target.client.base_path());
    let mut call = match cause {
        Cause::Query(query) => Call::new(&operation.method, format!("{path}?{query}")),
        _ => operation.call(path, body.as_ref()),
    };
    match cause {
        Cause::Malformed => call.body = Some(("{\"abide\": ".to_owned(), "application/json".to_owned())),
        Cause::MediaType => call.body = call.body.map(|(body, _)| (body, "text/plain".to_owned())),
        _ => {}
    }
    match cause {
        Cause::NoKey => stage.call(&call),
        Cause::WrongKey => match wrong_keys(target, &operation.prose).into_iter().next() {
            Some(headers) => stage.call(&call.headers(&headers)),
            None => Err(Outcome::blocked(
                "neither abide.toml nor the specification says in which header a key is sent",
            )),
        },
        Cause::As(name) => match target.role(name).filter(|role| role.lacking.is_none()) {
            Some(role) => stage.call(&call.headers(&role.headers)),
            None => Err(Outcome::blocked(format!("abide.toml does not say how to act as {name}"))),
        },
        Cause::Denied => denied(stage, operation, &call),
        _ => call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange),
    }
}

/// Calls as each role that may not, until one is refused otherwise than it should be, or the last.
fn denied(stage: &Stage, operation: &Operation, call: &Call) -> Result<Exchange, Outcome> {
    let target = stage.target()?;
    let allowed = match &operation.access {
        Access::Key(roles) => roles.as_slice(),
        Access::Public | Access::Unknown => &[],
    };
    let is = |list: &[String], name: &str| list.iter().any(|known| crate::words::names(known, name));
    let may_not = |name: &str| is(&operation.denied, name) || (!allowed.is_empty() && !is(allowed, name));
    let mut last = None;
    for role in target.roles.iter().filter(|role| role.lacking.is_none() && may_not(&role.name)) {
        let exchange = stage.call(&call.clone().headers(&role.headers))?;
        let refused = exchange.answer.status == 403;
        last = Some(exchange);
        if !refused {
            break;
        }
    }
    last.ok_or_else(|| Outcome::blocked("no role of abide.toml is known to be denied it"))
}

/// The same request twice, to the same object.
fn again(stage: &Stage, number: usize) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let first = perform(stage, number)?;
    if !first.exchange.answer.is_success() {
        return Err(Outcome::unproven(format!(
            "already the first request was answered with {}",
            first.exchange.answer.status
        )));
    }
    repeat_exactly(stage, operation, &first.exchange)
}

fn repeat_exactly(stage: &Stage, operation: &Operation, first: &Exchange) -> Result<Exchange, Outcome> {
    let base = stage.target()?.client.base_path();
    let path = first.path.strip_prefix(base).unwrap_or(&first.path);
    let mut call = Call::new(&operation.method, path);
    // Its headers but for an idempotency key: that would say that it is the same request, not another one like it.
    let kept = first.headers.iter().filter(|(name, _)| {
        !name.eq_ignore_ascii_case("content-type") && !name.eq_ignore_ascii_case("idempotency-key")
    });
    call.headers = kept.cloned().collect();
    let media_type = first.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let media_type = media_type.map_or("application/json", |(_, value)| value.as_str());
    call.body = first.body.clone().map(|body| (body, media_type.to_owned()));
    stage.call(&call)
}

/// The request for an object that was made and deleted.
fn deleted(stage: &Stage, operation: &Operation) -> Result<Exchange, Outcome> {
    let placed = place(stage, operation)?;
    if placed.made.is_none() {
        return Err(Outcome::unproven("no object can be made to be deleted"));
    }
    let Some((_, deleting)) = stage.facts.api.find("DELETE", &placed.item_path) else {
        return Err(Outcome::unproven("no operation that deletes such an object is documented"));
    };
    let gone = send(stage, deleting, &placed)?.exchange;
    if !gone.answer.is_success() {
        let reason = format!("{}, which deletes it, answered {}", deleting.title(), gone.answer.status);
        return Err(Outcome::unproven(reason).showing(gone.sent(), gone.seen()));
    }
    let target = stage.target()?;
    let body = body_for(stage, operation, &placed);
    let path = operation.fill(&placed.values, target.client.base_path());
    call_as_allowed(stage, operation, &operation.call(path, body.as_ref())).map(|(exchange, _)| exchange)
}

/// The request for an object that was brought into a state.
fn in_state(stage: &Stage, operation: &Operation, state: &str) -> Result<Exchange, Outcome> {
    let mut placed = place(stage, operation)?;
    if placed.values.is_empty() {
        return Err(Outcome::unproven("it is about no object that could be in a state"));
    }
    if stage.facts.api.states.of_object(placed.object.as_ref().unwrap_or(&Value::Null)).is_none() {
        placed.refresh(stage)?;
    }
    bring_into(stage, &mut placed, state)?;
    Ok(send(stage, operation, &placed)?.exchange)
}

/// The request for the object that the documentation names by one of its values.
fn named(stage: &Stage, operation: &Operation, value: &str) -> Result<Exchange, Outcome> {
    let target = stage.target()?;
    if !operation.is_safe() && !target.is_our_own() {
        return Err(Outcome::blocked(format!(
            "{value} was not made by this run, and what others made is only read"
        )));
    }
    let Some((at, parameter)) = operation.path.parameters().last() else {
        return Err(Outcome::unproven("its path names no object"));
    };
    let collection = operation.path.prefix(at);
    let Some((_, listing)) = stage.facts.api.find("GET", &collection) else {
        return Err(Outcome::unproven(format!(
            "the specification documents no GET {collection} to find {value} in"
        )));
    };
    let mut placed = place(stage, operation)?;
    let parents = placed.values.len().saturating_sub(1);
    let path = listing.fill(&placed.values[..parents], target.client.base_path());
    let (list, _) = call_as_allowed(stage, listing, &Call::new("GET", path))?;
    let answer = list.answer.json().unwrap_or(Value::Null);
    let has_value = |object: &&Value| {
        object.as_object().is_some_and(|object| object.values().any(|member| member == value))
    };
    let Some(object) = elements(&answer).into_iter().find(has_value).cloned() else {
        return Err(Outcome::unproven(format!("{} names no {value}", list.title())));
    };
    let Some(id) = member_for(parameter, &collection, &object) else {
        return Err(Outcome::unproven(format!("{value} has nothing for {{{parameter}}}")));
    };
    placed.values[parents] = id;
    placed = Placed { object: Some(unwrapped(object)), made: None, ..placed };
    Ok(send(stage, operation, &placed)?.exchange)
}

fn set(body: &mut Option<Value>, name: &str, value: Value) {
    let body = body.get_or_insert_with(|| Value::Object(serde_json::Map::new()));
    if let Some(body) = body.as_object_mut() {
        body.insert(name.to_owned(), value);
    }
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::String(_) => serde_json::json!({"abide": true}),
        _ => Value::from("abide"),
    }
}

/// The version before the present one.
fn stale(body: &mut Option<Value>) -> Result<(), Outcome> {
    let members = body.as_mut().and_then(Value::as_object_mut);
    let versions = ["version", "revision", "rev", "lockversion", "rowversion"];
    let mut found = members
        .into_iter()
        .flatten()
        .filter(|(name, _)| versions.contains(&crate::words::folded(name).as_str()));
    match found.next() {
        Some((_, value)) => {
            *value = match value.as_i64() {
                Some(number) => Value::from(number - 1),
                None => Value::from("abide-no-version"),
            };
            Ok(())
        }
        None => Err(Outcome::unproven("the documented request has no version")),
    }
}
