//! Bodies that are no JSON, of another media type, or too large.

use super::{claim, judged};
use crate::api::{Fault, Sentence, match_headers, size_in, stated};
use crate::claim::{Claim, Outcome};
use crate::http::{Call, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// A body that is no JSON.
pub(super) fn malformed(context: &ItemContext, number: usize) -> Claim {
    let title = format!("{} refuses a body that is no JSON", context.facts.api.operations[number].title());
    claim(title, move |stage| {
        let expected = stage.facts.api.refusals(number, Fault::Malformed);
        raw(stage, number, "{\"abide\": ", "application/json", &expected, "with a body that is no JSON")
    })
}

/// A body of another media type, and one that is too large, where sentences say how that is refused.
pub(super) fn headers(context: &ItemContext, number: usize, about: &[&Sentence]) -> Vec<Claim> {
    let title = context.facts.api.operations[number].title();
    let mut claims = Vec::new();
    let said = |fault: Fault| {
        about
            .iter()
            .map(|sentence| (*sentence, stated(sentence, fault)))
            .find(|(_, statuses)| !statuses.is_empty())
    };
    if let Some((_, expected)) = said(Fault::MediaType).filter(|(_, statuses)| statuses.contains(&415)) {
        claims.push(claim(format!("{title} refuses a body of another media type"), move |stage| {
            raw(stage, number, "abide=1", "text/plain", &expected, "as text/plain")
        }));
    }
    if let Some((sentence, expected)) = said(Fault::TooLarge)
        && let Some(limit) = size_in(sentence)
            .or_else(|| {
                // "Bodies have at most 64 KiB. A larger one is refused with 413."
                let bodies = about.iter().filter(|sentence| {
                    sentence.says(&["body", "bodies", "payload", "payloads", "request bodies"])
                });
                bodies.filter_map(|sentence| size_in(sentence)).next()
            })
            .map(|size| size.over - 1)
    {
        claims.push(claim(format!("{title} refuses a body of more than {limit} bytes"), move |stage| {
            let body = format!("{{\"abide\": \"{}\"}}", "x".repeat(limit));
            raw(
                stage,
                number,
                &body,
                "application/json",
                &expected,
                &format!("with a body of more than {limit} bytes"),
            )
        }));
    }
    claims
}

pub(super) fn raw(
    stage: &Stage,
    number: usize,
    body: &str,
    media_type: &str,
    expected: &[u16],
    what: &str,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let placed = crate::api::place(stage, operation)?;
    let path = operation.fill(&placed.values, target.client.base_path());
    let mut call =
        Call::new(&operation.method, path).headers(&match_headers(stage, operation, &placed.values)?);
    call.body = Some((body.to_owned(), media_type.to_owned()));
    let (exchange, role) = crate::api::call_as_allowed(stage, operation, &call)?;
    if crate::api::is_unseen(stage, &placed, role.as_deref(), exchange.answer.status) {
        let reason = "the object may be kept from whoever asks: it answered 404 Not Found";
        return Ok(Outcome::unproven(reason).resting_on(target, &exchange));
    }
    Ok(match judged(stage, &exchange, expected, None)? {
        Some(reason) => Outcome::refuted(format!("{what}, {reason}")),
        None => Outcome::proven(
            Strength::Asserted,
            format!("{what}, it answered {}", status_line(exchange.answer.status)),
        ),
    }
    .resting_on(target, &exchange))
}
