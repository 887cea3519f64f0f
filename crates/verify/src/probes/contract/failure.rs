//! A documented error, brought about by its cause.

use super::success::listed;
use crate::api::{
    Body, Cause, Documented, Expectation, Operation, bring_about, causes, compare, is_uuid, members,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
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
    let (mut misshapen, mut certain, mut proven) = (None, None, None);
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
            let outcome = Outcome::proven(Strength::Asserted, format!("{answered}{with}"))
                .resting_on(target, &exchange);
            if !causes.all {
                return Ok(outcome);
            }
            proven.get_or_insert(outcome);
            continue;
        }
        tried.push(format!("{} ({})", cause.said(), exchange.answer.status));
        misshapen.get_or_insert_with(|| {
            Outcome::refuted(format!("{answered}; {}", listed(&mismatches))).resting_on(target, &exchange)
        });
    }
    if let Some(outcome) = misshapen.or(certain) {
        return Ok(outcome);
    }
    if let Some(outcome) = proven {
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
        // Some systems refuse what does not have the form of an id before they look for it; one that has it is looked for.
        Cause::UnknownId => {
            let last = exchange.path.split('?').next().unwrap_or_default().rsplit('/').find(|part| {
                is_uuid(part) || !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
            });
            let formed = last.is_some() && matches!(answer.status, 400 | 422);
            answer.is_success() || answer.status >= 500 || formed || answer.status == 403
        }
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
            let members = members(operation);
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
