//! A change by a version from before is refused.

use super::{at_once, claim};
use crate::api::{Object, Resource, VERSIONS, call_on, is_one_of, match_headers};
use crate::claim::{Claim, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use abide_ledger::Strength;
use serde_json::Value;

pub(super) fn stale(context: &ItemContext, resource: &Resource, number: usize, expected: Vec<u16>) -> Claim {
    let title =
        format!("{} refuses a change of an older version", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let operation = &stage.facts.api.operations[number];
        let object = Object::make(stage, resource, &|_| {})?;
        let prepared = || -> Result<(Value, Vec<(String, String)>), Outcome> {
            let (before, _) = object.now(stage, resource)?;
            let body = object.change(stage, number, before)?;
            Ok((body, match_headers(stage, operation, &object.values)?))
        };
        let (body, headers) = prepared()?;
        let tells = body.as_object().is_some_and(|body| body.keys().any(|name| is_one_of(name, VERSIONS)))
            || !headers.is_empty();
        if !tells {
            return Err(Outcome::unproven("neither the request nor the answer of a reading has a version"));
        }
        let send = |body: &Value, headers: &[(String, String)]| {
            call_on(stage, number, &object.values, Some(body), headers)
        };
        let first = send(&body, &headers)?;
        if !first.answer.is_success() {
            let reason = format!(
                "already the change of the present version was answered with {}",
                status_line(first.answer.status)
            );
            return Err(Outcome::unproven(reason).showing(first.sent(), first.seen()));
        }
        let (between, _) = object.now(stage, resource)?;
        let second = send(&body, &headers)?;
        let status = second.answer.status;
        let answered =
            format!("a second change of the same version was answered with {}", status_line(status));
        let right =
            if expected.is_empty() { matches!(status, 409 | 412) } else { expected.contains(&status) };
        if !right {
            return if second.answer.is_success() || status >= 500 || !expected.is_empty() {
                Ok(Outcome::refuted(answered).resting_on(target, &second))
            } else {
                Err(Outcome::unproven(answered).showing(second.sent(), second.seen()))
            };
        }
        let (after, reading) = object.now(stage, resource)?;
        if after != between {
            return Ok(Outcome::refuted(format!("{answered}, and changed the object nevertheless"))
                .resting_on(target, &reading));
        }
        // The same at once: one is first, the other too late.
        let (body, headers) = prepared()?;
        let both: Vec<Exchange> =
            at_once(2, || send(&body, &headers)).into_iter().collect::<Result<_, _>>()?;
        let done = both.iter().filter(|exchange| exchange.answer.is_success()).count();
        if done > 1 {
            let reason = "of two changes of the same version at once, both succeeded";
            return Ok(Outcome::refuted(reason).resting_on(target, &both[1]));
        }
        Ok(Outcome::proven(
            Strength::Asserted,
            format!("{answered} and changed nothing; of two at once, {done} succeeded"),
        )
        .resting_on(target, &second))
    })
}
