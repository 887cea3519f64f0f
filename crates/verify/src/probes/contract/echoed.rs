//! Headers that come back as they were sent: "if the request has an `X-Trace-Id`, it is echoed".

use crate::api::{Sentence, call_as_allowed};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Call, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;

/// The claims of a statement whose sentences say that a header is echoed.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut header: Option<String> = None;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        // "If it is sent, it is echoed" goes on about the header before.
        let start = sentence.plain.trim_start();
        let goes_on = GOES_ON.iter().any(|word| start.starts_with(word));
        header = named(sentence).or(header.filter(|_| goes_on));
        let Some(name) = header.clone().filter(|_| is_echoed(sentence)) else { continue };
        let reads = |number: &usize| {
            let operation = &api.operations[*number];
            operation.is_safe()
                && sentence.concerns(&api.resources, operation, *number)
                && operation.path.parameters().next().is_none()
        };
        let Some(number) = (0..api.operations.len()).find(reads) else { continue };
        claims.push(Claim::new(format!("a `{name}` that is sent comes back"), Needs::Target, move |stage| {
            attempt(stage, number, &name).unwrap_or_else(|outcome| outcome)
        }));
    }
    claims
}

/// A form may be stated, here or elsewhere, that only such an id has.
const VALUE: &str = "7f3a21c4-5b1e-4c8d-9a60-2e4d8b7f1c35";
/// How sentences begin that go on about the header of the one before.
const GOES_ON: &[&str] = &[
    "it ",
    "its ",
    "this ",
    "that ",
    "the header",
    "the value",
    "the same",
    "if ",
    "when ",
    "where ",
    "otherwise",
    "a request that",
    "requests that",
    "clients may",
    "a client may",
    "a caller may",
    "callers may",
];

/// The header that names a request: `X-Request-Id`.
fn named(sentence: &Sentence) -> Option<String> {
    let is_id = |code: &&str| {
        let lower = code.to_lowercase();
        lower.contains('-')
            && ["id", "trace", "correlation", "request"]
                .iter()
                .any(|part| lower.split('-').any(|own| own == *part))
            && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && code.starts_with(|c: char| c.is_ascii_uppercase())
    };
    sentence.codes().into_iter().find(is_id).map(str::to_owned)
}

fn is_echoed(sentence: &Sentence) -> bool {
    sentence.says(&[
        "echoed",
        "echoes",
        "echo",
        "sent back",
        "repeated in the answer",
        "returned unchanged",
        "comes back",
        "given back",
        "same value is returned",
        "same id is returned",
        "returned as is",
        "returned as it is",
        "returns it unchanged",
        "is reflected",
        "is repeated",
        "the same value",
        "the same id",
        "that same value",
        "that value is used",
        "uses that value",
        "carries it back",
        "passed through",
        "the one the caller sent",
        "the one that the caller sent",
        "the one the client sent",
        "the one that the client sent",
        "the one that was sent",
        "the one sent",
        "the one of the request",
    ]) && !sentence
        .says(&["not", "never", "body", "member", "field", "error", "errors", "log", "logs", "logged"])
}

fn attempt(stage: &Stage, number: usize, name: &str) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let operation = &stage.facts.api.operations[number];
    let path = operation.fill(&[], target.client.base_path());
    let call = Call::new(&operation.method, path).headers(&[(name.to_owned(), VALUE.to_owned())]);
    let (exchange, _) = call_as_allowed(stage, operation, &call)?;
    let answered = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
    let outcome = match exchange.answer.header(name) {
        _ if exchange.answer.status == 429 => {
            Outcome::inconclusive(format!("{answered}: the target limits how often it may be called"))
        }
        Some(found) if found == VALUE => {
            Outcome::proven(Strength::Asserted, format!("{answered} with the `{name}` that was sent"))
        }
        _ if !exchange.answer.is_success() => Outcome::unproven(answered),
        Some(found) => Outcome::refuted(format!("{answered} with `{name}: {found}`, and {VALUE} was sent")),
        None => Outcome::refuted(format!("{answered} without `{name}`, and {VALUE} was sent")),
    };
    Ok(outcome.resting_on(target, &exchange))
}
