//! Statements about the headers of all answers: "responses carry `X-Content-Type-Options: nosniff`".

use super::stated::{Header, headers_of_all};
use crate::api::{Operation, perform};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// Operations that are called for a header.
const MOST: usize = 5;

/// The claims of a statement's sentences.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        let headers = headers_of_all(sentence);
        let reads = |operation: &Operation| operation.is_safe() && operation.is_of(context.number);
        let all = api.operations.iter().enumerate().filter(|(_, operation)| reads(operation));
        let concerned: Vec<usize> = all
            .filter(|(number, operation)| sentence.concerns(&api.resources, operation, *number))
            .map(|(number, _)| number)
            .take(MOST)
            .collect();
        for header in headers.into_iter().filter(|_| !concerned.is_empty()) {
            let title = format!("answers carry {}", header.said());
            let concerned = concerned.clone();
            claims.push(Claim::new(title, Needs::Target, move |stage| {
                attempt(stage, &concerned, &header).unwrap_or_else(|outcome| outcome)
            }));
        }
    }
    claims
}

fn attempt(stage: &Stage, numbers: &[usize], header: &Header) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut seen: Option<Exchange> = None;
    let mut count = 0;
    for number in numbers {
        let exchange = match perform(stage, *number) {
            Ok(performed) => performed.exchange,
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        };
        if exchange.answer.status == 429 {
            return Err(Outcome::inconclusive("the target limits how often it may be called"));
        }
        if let Some(wrong) = header.lacking(&exchange.answer) {
            let answered =
                format!("{} answered {}; {wrong}", exchange.title(), status_line(exchange.answer.status));
            return Ok(Outcome::refuted(answered).resting_on(target, &exchange));
        }
        count += 1;
        seen = Some(exchange);
    }
    let Some(exchange) = seen else { return Err(Outcome::unproven("nothing could be called")) };
    let reason = format!("{count} of {count} answers that were looked at carry {}", header.said());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}
