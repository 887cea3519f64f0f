//! What a deed takes in its body, where it makes and changes no object of its own: values beyond what is said of them.

use super::{claim, judged};
use crate::api::{Body, Fault, Sort, call_on, place};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// The claim of an operation of no resource whose members are told.
pub(super) fn values(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let entity = operation.asks.clone().filter(|_| operation.deed_told)?;
    let mut wrongs: Vec<(String, Value, String)> = Vec::new();
    for (name, facts) in api.fields.of_entity(&entity) {
        if matches!(facts.rule.sort, Sort::Unknown | Sort::Text) && facts.is_bare() {
            continue;
        }
        wrongs.extend(facts.rule.invalid().into_iter().map(|(value, what)| (name.to_owned(), value, what)));
    }
    if wrongs.is_empty() {
        return None;
    }
    let title = format!("{} refuses values beyond what is stated", operation.title());
    Some(claim(title, move |stage| attempt(stage, number, &wrongs)))
}

fn attempt(stage: &Stage, number: usize, wrongs: &[(String, Value, String)]) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let operation = &api.operations[number];
    let asked = operation
        .request
        .as_ref()
        .and_then(Body::json)
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    // Each on an object of its own: a deed that was done may not be done again.
    let send = |body: Map<String, Value>| {
        let values = place(stage, operation)?.values;
        call_on(stage, number, &values, Some(&Value::Object(body)), &[])
    };
    let right = send(asked.clone())?;
    if !right.answer.is_success() {
        let reason = format!(
            "already the request with nothing wrong was answered with {}",
            status_line(right.answer.status)
        );
        return Err(Outcome::unproven(reason).showing(right.sent(), right.seen()));
    }
    let expected = api.refusals(number, Fault::Invalid);
    let mut last = right;
    for (name, value, what) in wrongs {
        let mut body = asked.clone();
        body.insert(name.clone(), value.clone());
        let exchange = send(body)?;
        if exchange.answer.status == 409 && !expected.contains(&409) {
            let reason =
                format!("`{name}` {what}: it answered {}, which may be for its state", status_line(409));
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
        if let Some(reason) = judged(stage, &exchange, &expected, Some((number, Fault::Invalid)))? {
            return Ok(Outcome::refuted(format!("`{name}` {what}: {reason}")).resting_on(target, &exchange));
        }
        last = exchange;
    }
    let reason = format!("{} requests with one thing wrong were refused", wrongs.len());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &last))
}
