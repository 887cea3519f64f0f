//! Two things that must not be at the same time: "two bookings of one room never overlap".

mod times;
mod told;

use crate::api::{Api, Object, Sentence, create_below, found_no_room, is_crowded};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Map, Value};
use times::Times;
pub use times::{Course, span};
use told::{Apart, read};

/// The claims of a sentence, each with the operation that makes such things.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    let apart = told::with_others(api, read(api, sentence)?);
    let resource = &api.resources[apart.resource];
    let create = resource.create?;
    let claim = Claim::new(told::title(resource, &apart), Needs::Target, move |stage| {
        attempt(stage, &apart).unwrap_or_else(|outcome| outcome)
    });
    Some((create, claim))
}

fn attempt(stage: &Stage, apart: &Apart) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let resource = &api.resources[apart.resource];
    let number = resource.create.unwrap_or_default();
    let first = Object::make(stage, resource, &|_| {})?;
    let lost = || Outcome::unproven("the request shows no span of time to move");
    let times = Times::of(&first.sent, &first.shown, &apart.course).ok_or_else(lost)?;
    let parents = first.values.get(..first.values.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let send_at = |moved: (String, String)| -> Result<Exchange, Outcome> {
        let body: Map<String, Value> = first.sent.as_object().cloned().unwrap_or_default();
        let exchange = create_below(stage, number, parents.clone(), &[], &|new| {
            // What must not be shared by another rule is another one's, so that this rule alone is in the way.
            let fresh = std::mem::replace(new, body.clone());
            new.extend(fresh.into_iter().filter(|(name, _)| apart.others.contains(name)));
            apart.course.put(new, &moved);
        })?
        .exchange;
        match exchange.answer.status {
            429 => Err(Outcome::inconclusive("the target limits how often it may be called")),
            _ if is_crowded(&exchange.answer) && found_no_room() => {
                Err(Outcome::unproven("there are as many as there may be")
                    .showing(exchange.sent(), exchange.seen()))
            }
            _ => Ok(exchange),
        }
    };
    let mut refused: Vec<Exchange> = Vec::new();
    for (sign, how) in [(-1, "that begins before it and ends within it"), (1, "that begins within it")] {
        let exchange = send_at(times.within(sign).ok_or_else(lost)?)?;
        if exchange.answer.is_success() {
            let reason = format!("one {how} was answered with {}", status_line(exchange.answer.status));
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        refused.push(exchange);
    }
    // The last day of one is no first day of another.
    let whole = match (apart.whole_days, times) {
        (true, Times::Days(start, end)) => {
            let days = (end - start).get_days();
            let mut shared = Vec::new();
            for (by, how) in [(days, "that begins on its last day"), (-days, "that ends on its first day")] {
                let exchange = send_at(times.by_days(by).ok_or_else(lost)?)?;
                if exchange.answer.is_success() {
                    let reason =
                        format!("one {how} was answered with {}", status_line(exchange.answer.status));
                    return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
                }
                shared.push(exchange);
            }
            shared
        }
        _ => Vec::new(),
    };
    // Only where another time is taken, the refusals are about the overlap.
    let behind = |lengths: i32| send_at(times.beyond(lengths).ok_or_else(lost)?);
    let mut free = behind(if apart.touch { 1 } else { 2 })?;
    if !(apart.touch || free.answer.is_success()) {
        // The hours of one day may not have room for both.
        free = send_at(times.by_days(7).ok_or_else(lost)?)?;
    }
    let [early, late] = refused.as_slice() else { return Err(lost()) };
    let status = early.answer.status;
    let answered = format!("what overlaps was answered with {}", status_line(status));
    if !free.answer.is_success() {
        let other = status_line(free.answer.status);
        let certain = apart.touch && matches!(free.answer.status, 409) && behind(2)?.answer.is_success();
        let outcome = match certain {
            true => Outcome::refuted(format!("one that begins when it ends was answered with {other}")),
            false => Outcome::unproven(format!("{answered}, and what does not overlap with {other}")),
        };
        return Ok(outcome.resting_on(target, &free));
    }
    if status != late.answer.status || !(400..500).contains(&status) || matches!(status, 401 | 403 | 404) {
        return Err(
            Outcome::unproven(format!("{answered}, and why is not certain")).resting_on(target, early)
        );
    }
    if !apart.statuses.is_empty() && !apart.statuses.contains(&status) {
        let stated: Vec<String> = apart.statuses.iter().map(u16::to_string).collect();
        return Ok(Outcome::refuted(format!("{answered}, stated as {}", stated.join(" or ")))
            .resting_on(target, early));
    }
    let touching = if apart.touch { "what begins when it ends" } else { "what is at another time" };
    let differs = whole.iter().find(|exchange| exchange.answer.status != status);
    if let Some(differs) = differs {
        let reason = format!("{answered}, and what shares a day with {}", status_line(differs.answer.status));
        return Err(Outcome::unproven(reason).resting_on(target, differs));
    }
    let days = if whole.is_empty() { "" } else { ", also on its first and its last day, which both count" };
    let reason = format!("{answered}, before and behind{days}, and {touching} with success");
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, early))
}

#[cfg(test)]
mod tests;
