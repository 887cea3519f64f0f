//! The largest body: one of exactly the stated size is taken, one of a byte more is not.

use super::Meant;
use crate::api::{
    Fault, Sentence, Size, call_as_allowed, extra_headers, is_one_refused, new_body, place, size_in, stated,
};
use crate::claim::{Claim, Outcome};
use crate::http::{Call, Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// Operations that one sentence is tried on.
const MOST: usize = 2;

/// The limits of an endpoint's body.
pub fn of_endpoint(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let mut limits = api.about(number).filter(|sentence| !is_one_refused(sentence));
    let (size, statuses) = limits.find_map(limit)?;
    takes_body(context, number).then(|| claim(context, number, size, statuses))
}

/// The limits that a sentence states, on some of the operations that it is about.
pub fn of_sentence(context: &ItemContext, text: &str) -> Vec<Claim> {
    let api = &context.facts.api;
    let sentence = api.sentences.iter().find(|sentence| {
        sentence.spec == context.number
            && sentence.text == text
            && context.item.range.start < sentence.range.end
    });
    let Some((sentence, (size, statuses))) = sentence.and_then(|sentence| Some((sentence, limit(sentence)?)))
    else {
        return Vec::new();
    };
    let concerned = (0..api.operations.len())
        .filter(|number| sentence.concerns(&api.resources, &api.operations[*number], *number))
        .filter(|number| takes_body(context, *number));
    let one = is_one_refused(sentence);
    let claim = |number| match one {
        true => refused(context, number, size, statuses.clone()),
        false => claim(context, number, size, statuses.clone()),
    };
    concerned.take(MOST).map(claim).collect()
}

fn limit(sentence: &Sentence) -> Option<(Size, Vec<u16>)> {
    let statuses = stated(sentence, Fault::TooLarge);
    let size = size_in(sentence)?;
    (!statuses.is_empty()).then_some((size, statuses))
}

/// Whether an operation makes something from a JSON body.
fn takes_body(context: &ItemContext, number: usize) -> bool {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    api.is_creation(operation) && operation.request.as_ref().is_some_and(|body| body.json().is_some())
}

fn meant(context: &ItemContext, number: usize) -> Meant {
    let repeat = format!("abide verify --only {}", shell_words::quote(&context.item.id));
    Meant { operations: vec![number], text: String::new(), repeat }
}

/// A body of one size that is said to be refused.
fn refused(context: &ItemContext, number: usize, size: Size, statuses: Vec<u16>) -> Claim {
    let title = context.facts.api.operations[number].title();
    let meant = meant(context, number);
    // A KB may be 1024 bytes: the larger of what is meant.
    let length = size.over.saturating_sub(1);
    super::tried(format!("{title} refuses a body of {length} bytes"), move |stage| {
        let sent = of_length(stage, number, length)?;
        let status = sent.answer.status;
        let answered = format!("a body of {length} bytes was answered with {}", status_line(status));
        let outcome = match statuses.contains(&status) {
            true => Outcome::proven(Strength::Asserted, answered),
            false if sent.answer.is_success() => Outcome::refuted(answered),
            false => return Err(Outcome::unproven(answered).showing(sent.sent(), sent.seen())),
        };
        Ok(outcome.showing(sent.sent(), sent.seen()).repeated_by(meant.repeat.as_str()))
    })
}

fn claim(context: &ItemContext, number: usize, size: Size, statuses: Vec<u16>) -> Claim {
    let title = context.facts.api.operations[number].title();
    let meant = meant(context, number);
    super::tried(
        format!("{title} takes a body of {} bytes, and none of {}", size.taken, size.over),
        move |stage| exactly(stage, &meant, size, &statuses),
    )
}

/// Sends a new object in a body of so many bytes.
fn of_length(stage: &Stage, number: usize, length: usize) -> Result<Exchange, Outcome> {
    let target = stage.target()?;
    let operation = &stage.facts.api.operations[number];
    let parents = place(stage, operation)?.values;
    let (_, body) = new_body(stage, number, operation, 1)?;
    let mut body = body.unwrap_or_default().to_string();
    // Blanks behind it leave a JSON body what it is.
    body.push_str(&" ".repeat(length.saturating_sub(body.len())));
    let path = operation.fill(&parents, target.client.base_path());
    let mut call = Call::new(&operation.method, path).headers(&extra_headers(stage, operation));
    call.body = Some((body, "application/json".to_owned()));
    call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange)
}

fn exactly(stage: &Stage, meant: &Meant, size: Size, statuses: &[u16]) -> Result<Outcome, Outcome> {
    let number = meant.operations[0];
    let send = |length: usize| of_length(stage, number, length);
    let plain = send(0)?;
    if !plain.answer.is_success() {
        let reason = format!("already a small body was answered with {}", status_line(plain.answer.status));
        return Err(Outcome::unproven(reason).showing(plain.sent(), plain.seen()));
    }
    let taken = send(size.taken)?;
    if statuses.contains(&taken.answer.status) || taken.answer.status == 413 {
        let reason =
            format!("a body of {} bytes was refused with {}", size.taken, status_line(taken.answer.status));
        return Ok(Outcome::refuted(reason)
            .showing(taken.sent(), taken.seen())
            .repeated_by(meant.repeat.as_str()));
    }
    if !taken.answer.is_success() {
        let reason =
            format!("a body of {} bytes was answered with {}", size.taken, status_line(taken.answer.status));
        return Err(Outcome::unproven(reason).showing(taken.sent(), taken.seen()));
    }
    let over = send(size.over)?;
    let outcome = if statuses.contains(&over.answer.status) {
        Outcome::proven(
            Strength::Asserted,
            format!(
                "a body of {} bytes was taken, and one of {} refused with {}",
                size.taken,
                size.over,
                status_line(over.answer.status)
            ),
        )
    } else {
        Outcome::refuted(format!(
            "a body of {} bytes was answered with {}",
            size.over,
            status_line(over.answer.status)
        ))
    };
    Ok(outcome.showing(over.sent(), over.seen()).repeated_by(meant.repeat.as_str()))
}
