//! A documented error, brought about by its cause.

use super::cause::{Cause, causes};
use super::success::{body_for, listed, perform, send};
use crate::api::{
    Access, Body, Documented, Expectation, Operation, Placed, bring_into, call_as_allowed, compare, elements,
    member_for, new_body, place, unknown_like, unwrapped, wrong_keys,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// Brings a documented error about, and holds the answer against the documented one.
pub fn attempt(stage: &Stage, number: usize, at: usize) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let documented = &operation.responses[at];
    let target = stage.target()?;
    let causes = causes(api, operation, documented);
    if causes.list.is_empty() {
        return Err(Outcome::unproven(format!(
            "what brings {} about is neither stated nor evident",
            status_line(documented.status)
        )));
    }
    let mut tried = Vec::new();
    let mut reasons = Vec::new();
    let (mut misshapen, mut certain) = (None, None);
    for cause in &causes.list {
        let exchange = match bring_about(stage, number, cause) {
            Ok(exchange) => exchange,
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => {
                reasons.push(format!("{}: {}", cause.said(), outcome.reason));
                continue;
            }
        };
        let answered = format!("{}, it answered {}", cause.said(), status_line(exchange.answer.status));
        if exchange.answer.status == 429 {
            return Err(Outcome::inconclusive(format!(
                "{answered}: the target limits how often it may be called"
            )));
        }
        if exchange.answer.status != documented.status {
            if certain.is_none()
                && (causes.stated || is_certain(stage, operation, cause, documented, &exchange))
            {
                let reason = format!("{answered}, documented as {}", status_line(documented.status));
                certain = Some(Outcome::refuted(reason).resting_on(target, &exchange));
            }
            tried.push(format!("{} ({})", cause.said(), exchange.answer.status));
            continue;
        }
        let clear = causes.stated || matches!(cause, Cause::NoKey | Cause::UnknownId);
        let mismatches = mismatches(stage, documented, &exchange, clear);
        if mismatches.is_empty() {
            let with = if documented.example.is_some() { " with a body as documented" } else { "" };
            return Ok(Outcome::proven(Strength::Asserted, format!("{answered}{with}"))
                .resting_on(target, &exchange));
        }
        tried.push(format!("{} ({})", cause.said(), exchange.answer.status));
        misshapen.get_or_insert_with(|| {
            Outcome::refuted(format!("{answered}; {}", listed(&mismatches))).resting_on(target, &exchange)
        });
    }
    if let Some(outcome) = misshapen.or(certain) {
        return Ok(outcome);
    }
    let status = status_line(documented.status);
    Err(Outcome::unproven(match (tried.is_empty(), reasons.first()) {
        (true, Some(reason)) => format!("{status} could not be brought about: {reason}"),
        _ => format!("nothing that was tried brought {status} about: {}", listed(&tried)),
    }))
}

/// Whether a guessed cause leaves no doubt that the documented error has to come.
fn is_certain(
    stage: &Stage,
    operation: &Operation,
    cause: &Cause,
    documented: &Documented,
    exchange: &Exchange,
) -> bool {
    let api = &stage.facts.api;
    let answer = &exchange.answer;
    match cause {
        Cause::NoKey => operation.access.needs_key(),
        // Some systems refuse what they do not know before they look for it.
        Cause::UnknownId => answer.is_success() || answer.status >= 500,
        Cause::Without(name) => {
            let said =
                documented.example.as_ref().and_then(Body::json).map(Value::to_string).unwrap_or_default();
            let stated =
                said.contains(&format!("{name} is required")) || said.contains(&format!("{name}: required"));
            (answer.is_success() || answer.status >= 500)
                && (stated
                    || (operation.method == "POST"
                        && api.fields.is_always_there(name)
                        && !api.fields.may_be_absent(name)
                        && !has_default(stage, name)))
        }
        Cause::Malformed => answer.is_success() || answer.status >= 500,
        Cause::Again => {
            let members = super::cause::members(operation);
            answer.is_success()
                && api.is_creation(operation)
                && members.iter().any(|name| api.fields.is_unique(name))
        }
        _ => false,
    }
}

fn has_default(stage: &Stage, name: &str) -> bool {
    stage.facts.api.fields.of(name).iter().any(|facts| facts.default.is_some())
}

fn mismatches(stage: &Stage, documented: &Documented, exchange: &Exchange, clear: bool) -> Vec<String> {
    let Some(example) = &documented.example else { return Vec::new() };
    let api = &stage.facts.api;
    let expected = Expectation {
        fields: &api.fields,
        mentions: &|name| api.mentions(name),
        echoes: &[],
        error: true,
        exact_words: false,
    };
    let mut mismatches = compare(example, &exchange.answer, &expected).mismatches;
    if let (true, true, Some(documented), Some(actual)) =
        (mismatches.is_empty(), clear, example.json(), exchange.answer.json())
    {
        compare_codes(documented, &actual, &mut mismatches);
    }
    mismatches
}

/// Codes that programs read have to be the documented ones.
fn compare_codes(documented: &Value, actual: &Value, mismatches: &mut Vec<String>) {
    const CODES: &[&str] = &["code", "error", "errorcode", "type", "reason"];
    for (name, value) in documented.as_object().into_iter().flatten() {
        let Some(found) = actual.get(name) else { continue };
        match (value, found) {
            (Value::Object(_), Value::Object(_)) => compare_codes(value, found, mismatches),
            (Value::String(value), Value::String(found))
                if CODES.contains(&crate::words::folded(name).as_str())
                    && is_code(value)
                    && value != found =>
            {
                mismatches.push(format!("`{name}` is {found:?}, documented as {value:?}"));
            }
            _ => {}
        }
    }
}

/// `not_found`, `NOT_FOUND`, `parcel.unknown`: no sentence.
fn is_code(text: &str) -> bool {
    text.len() >= 3
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// Makes the call that a cause describes.
fn bring_about(stage: &Stage, number: usize, cause: &Cause) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    match cause {
        Cause::Again => return again(stage, number),
        Cause::InState(state) => return in_state(stage, operation, state),
        Cause::Named(value) => return named(stage, operation, value),
        _ => {}
    }
    let mut placed = place(stage, operation)?;
    match cause {
        Cause::UnknownId | Cause::BadId => {
            let Some(value) = placed.values.last_mut() else {
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
        true => new_body(stage, number, operation, 0)?.1,
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

/// The request for an object that was brought into a state.
fn in_state(stage: &Stage, operation: &Operation, state: &str) -> Result<Exchange, Outcome> {
    let mut placed = place(stage, operation)?;
    if placed.values.is_empty() {
        return Err(Outcome::unproven("it is about no object that could be in a state"));
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
