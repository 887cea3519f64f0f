//! A name that a client chooses: the first request for it makes the object, and the next one finds it there.

use crate::api::{Object, call_on, extra_headers, match_headers};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// What is claimed of a request that answers otherwise where its object is there already.
pub fn of_operation(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let (first, next) = api.first_and_next(number)?;
    let title = format!(
        "{} answers {first} to the first request for a name and {next} to the next",
        api.operations[number].title()
    );
    let attempt = move |stage: &Stage| attempt(stage, number, first, next).unwrap_or_else(|outcome| outcome);
    Some(Claim::new(title, Needs::Target, attempt).minor())
}

fn attempt(stage: &Stage, number: usize, first: u16, next: u16) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let resource =
        api.resource_of(number).ok_or_else(|| Outcome::unproven("nothing is known of its objects"))?;
    // Whatever name the system takes.
    let object = Object::make(stage, resource, &|_| {})?;
    let made = &object.exchange;
    if made.answer.status != first {
        let reason =
            format!("the first request for a name was answered with {}", status_line(made.answer.status));
        return Ok(Outcome::refuted(reason).resting_on(target, made));
    }
    let mut headers = match_headers(stage, &api.operations[number], &object.values)?;
    headers.extend(extra_headers(stage, &api.operations[number]));
    let again = call_on(stage, number, &object.values, Some(&object.sent), &headers)?;
    let status = again.answer.status;
    let answered = format!("the same request once more was answered with {}", status_line(status));
    let outcome = match status {
        status if status == next => Outcome::proven(Strength::Asserted, answered),
        200..=299 | 500..=599 | 409 | 404 => Outcome::refuted(answered),
        _ => return Err(Outcome::unproven(answered).showing(again.sent(), again.seen())),
    };
    Ok(outcome.resting_on(target, &again))
}
