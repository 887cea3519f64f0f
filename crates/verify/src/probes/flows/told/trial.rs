//! A deed that was told in words, done.

use super::{Told, Under};
use crate::api::{Cause, Performed, Placed, body_for, bring_about, caller, creator, place, place_for, send};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;

/// Brings about what a statement tells, and holds the answer against what it says to come.
pub(super) fn attempt(stage: &Stage, told: &Told, how: &str) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[told.number];
    let exchange = match &told.under {
        Under::Role(name) => {
            let role = caller(stage.target()?, name)?.role;
            let placed = place_for(stage, told.number)?;
            sent(send(&stage.acting_as(role.as_deref(), Some(told.number)), operation, &placed))?
        }
        Under::Own => on_own(stage, told.number)?,
        Under::State(state) => bring_about(stage, told.number, &Cause::InState(state.clone()))?,
        Under::Again => bring_about(stage, told.number, &Cause::Again)?,
        Under::Empty => sent(send(stage, operation, &place(stage, operation)?))?,
        Under::Without(name) => {
            let placed = place_for(stage, told.number)?;
            let mut body = body_for(stage, operation, &placed);
            let members = body.as_mut().and_then(|body| body.as_object_mut());
            if members.and_then(|members| members.shift_remove(name)).is_none() {
                return Err(Outcome::unproven(format!("the documented request has no `{name}`")));
            }
            let path = operation.fill(&placed.values, stage.target()?.client.base_path());
            crate::api::call_as_allowed(stage, operation, &operation.call(path, body.as_ref()))?.0
        }
    };
    let found = exchange.answer.status;
    let answered = format!("{how}, it answered {}", status_line(found));
    let outcome = match (found, told.status) {
        (429, _) => {
            Outcome::inconclusive(format!("{answered}: the target limits how often it may be called"))
        }
        (200..=299, None) => Outcome::proven(Strength::Asserted, answered),
        (found, Some(stated)) if found == stated => Outcome::proven(Strength::Asserted, answered),
        (200..=299, Some(stated)) => {
            Outcome::refuted(format!("{answered}, stated as {}", status_line(stated)))
        }
        (500.., _) => Outcome::refuted(answered),
        (409, None) => Outcome::refuted(format!("{answered}, and it is stated to be possible")),
        // Another refusal may have another reason, where the request says more than what is stated.
        (400 | 409 | 422, Some(stated))
            if matches!(told.under, Under::State(_) | Under::Empty)
                && operation.request.is_none()
                && !exchange.names_sent_member() =>
        {
            Outcome::refuted(format!("{answered}, stated as {}", status_line(stated)))
        }
        (400 | 422, Some(stated)) if matches!(told.under, Under::Without(_)) => {
            Outcome::refuted(format!("{answered}, stated as {}", status_line(stated)))
        }
        _ => Outcome::unproven(format!("{answered}, and why is not certain")),
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

fn sent(performed: Result<Performed, Outcome>) -> Result<Exchange, Outcome> {
    performed.map(|performed| performed.exchange)
}

/// The request of somebody who may make it, on what they made themselves.
fn on_own(stage: &Stage, number: usize) -> Result<Exchange, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let (at, _) =
        operation.path.parameters().last().ok_or_else(|| Outcome::unproven("its path names no object"))?;
    let Some((creating, create)) = creator(stage, &operation.path.prefix(at)) else {
        return Err(Outcome::unproven("no documented operation makes such an object"));
    };
    let able = crate::api::actors(stage.target()?, create)?;
    let both = crate::api::actors(stage.target()?, operation)?
        .into_iter()
        .flatten()
        .find(|role| able.iter().flatten().any(|other| other.name == role.name));
    let Some(role) = both.map(|role| role.name.clone()) else {
        return Err(Outcome::unproven("nobody is known who may make such an object and do this to it"));
    };
    let placed: Placed = place_for(&stage.acting_as(Some(&role), Some(creating)), number)?;
    if placed.made.as_ref().is_none_or(|made| made.role.as_ref() != Some(&role)) {
        return Err(Outcome::unproven(format!("{role} could not make such an object")));
    }
    sent(send(&stage.acting_as(Some(&role), Some(number)), operation, &placed))
}
