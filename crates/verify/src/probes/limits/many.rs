//! A request that can be sent many times, for each of some operations.

use super::Meant;
use crate::api::{
    Operation, call_as_allowed, extra_headers, new_body, place, place_home, send_new, vary_members,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange, status_line};
use crate::load::Shot;
use crate::stage::Stage;
use bytes::Bytes;
use serde_json::Value;

/// Requests that are answered with success each time, to be sent in turn; `count` of them where each makes something of its own.
pub fn shots(stage: &Stage, meant: &Meant, count: usize) -> Result<Vec<Shot>, Outcome> {
    let mut columns = Vec::new();
    for number in &meant.operations {
        columns.push(of(stage, *number, count / meant.operations.len().max(1) + 1)?);
    }
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    // One of each in turn.
    Ok((0..longest)
        .flat_map(|at| columns.iter().filter_map(move |shots| shots.get(at % shots.len().max(1)).cloned()))
        .collect())
}

fn of(stage: &Stage, number: usize, count: usize) -> Result<Vec<Shot>, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    if api.is_creation(operation) {
        return creations(stage, number, operation, count);
    }
    let target = stage.target()?;
    let placed = place(stage, operation)?;
    let path = operation.fill(&placed.values, target.client.base_path());
    let body = operation.request.as_ref().and_then(|body| body.json()).map(|body| placed.current(body));
    let call = operation.call(path, body.as_ref());
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    succeeded(operation, &exchange)?;
    // What succeeds once and is refused then changes something, and cannot be sent many times.
    let again = resend(stage, &exchange)?;
    if !again.answer.is_success() {
        let reason = format!(
            "{} cannot be sent many times: the second time it answered {}",
            operation.title(),
            status_line(again.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(again.sent(), again.seen()));
    }
    Ok(vec![shot(&exchange)])
}

/// Requests that make objects: alike, but for what must differ between them.
fn creations(
    stage: &Stage,
    number: usize,
    operation: &Operation,
    count: usize,
) -> Result<Vec<Shot>, Outcome> {
    let target = stage.target()?;
    let parents = place_home(stage, operation)?.values;
    // The first may show what clashes; the second is made with that in mind.
    for _ in 0..2 {
        let sent = send_new(stage, number, operation, &parents, 1)?;
        succeeded(operation, &sent.exchange)?;
    }
    let sent = send_new(stage, number, operation, &parents, 1)?;
    succeeded(operation, &sent.exchange)?;
    let (plain, _) = new_body(stage, number, operation, 1)?;
    let (Some(plain), Value::Object(last)) = (plain, &sent.sent) else {
        return Ok(vec![shot(&sent.exchange)]);
    };
    // References are those of the request that was taken.
    let mut body = sent.sent.clone();
    let differing: Vec<String> = last
        .iter()
        .filter(|(name, value)| plain.get(*name) != Some(*value))
        .map(|(name, _)| name.clone())
        .collect();
    let unique: Vec<String> = differing
        .iter()
        .filter(|name| operation.request.as_ref().and_then(|body| body.json()?.get(*name)) != last.get(*name))
        .filter(|name| !crate::words::parts(name).iter().any(|part| part == "id"))
        .cloned()
        .collect();
    let ours = target.is_our_own();
    let asks = extra_headers(stage, operation);
    let mut shots = Vec::with_capacity(count);
    for _ in 0..count {
        if !unique.is_empty() {
            let documented =
                operation.request.as_ref().and_then(|body| body.json()).cloned().unwrap_or_default();
            let varied =
                vary_members(&documented, &unique, stage.shared.workshop.number(ours), stage.facts.api.ahead);
            if let (Some(members), Some(varied)) = (body.as_object_mut(), varied.as_object()) {
                for name in &unique {
                    if let Some(value) = varied.get(name) {
                        members.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        let mut next = shot(&sent.exchange);
        next.body = Bytes::from(body.to_string());
        if !asks.is_empty() {
            let fresh = extra_headers(stage, operation);
            next.headers.retain(|(name, _)| !fresh.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
            next.headers.extend(fresh);
        }
        shots.push(next);
        if unique.is_empty() && asks.is_empty() {
            break;
        }
    }
    Ok(shots)
}

fn succeeded(operation: &Operation, exchange: &Exchange) -> Result<(), Outcome> {
    if exchange.answer.is_success() {
        return Ok(());
    }
    let reason = format!(
        "{} answered {} before there was any load",
        operation.title(),
        status_line(exchange.answer.status)
    );
    Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()))
}

/// Sends a request as it was sent before.
pub fn resend(stage: &Stage, exchange: &Exchange) -> Result<Exchange, Outcome> {
    let base = stage.target()?.client.base_path();
    let path = exchange.path.strip_prefix(base).unwrap_or(&exchange.path);
    let mut call = Call::new(&exchange.method, path);
    let (media, rest): (Vec<_>, Vec<_>) =
        exchange.headers.iter().cloned().partition(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    call.headers = rest;
    call.body = exchange.body.clone().map(|body| {
        (body, media.into_iter().next().map_or_else(|| "application/json".to_owned(), |(_, value)| value))
    });
    stage.call(&call)
}

/// The request of an exchange.
pub fn shot(exchange: &Exchange) -> Shot {
    Shot {
        method: exchange.method.clone(),
        path: exchange.path.clone(),
        headers: exchange.headers.clone(),
        body: exchange.body.clone().map(Bytes::from).unwrap_or_default(),
    }
}
