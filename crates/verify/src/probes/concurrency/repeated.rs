//! A creation that is repeated with its idempotency key makes one object.

use super::{AT_ONCE, at_once, claim};
use crate::api::{Creation, Object, Resource, Scope, Sentence, create_below, place, same_value};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// The header of an idempotency key that a sentence names.
pub(super) fn key_header(sentence: &Sentence) -> Option<String> {
    let named = sentence.codes().into_iter().map(|code| code.split([':', ' ']).next().unwrap_or_default());
    // What an answer says about a repetition (`Idempotency-Replayed`) is no key.
    let told = ["replay", "status", "hit", "original", "cached", "result"];
    let named = named
        .filter(|code| {
            let lower = code.to_lowercase();
            lower.contains("idempotency")
                && code.contains('-')
                && !told.iter().any(|word| lower.contains(word))
        })
        .map(str::to_owned)
        .next();
    // What is not looked at changes nothing.
    if sentence.says(&[
        "ignored",
        "ignores",
        "not supported",
        "not needed",
        "no idempotency-key",
        "has no effect",
    ]) {
        return None;
    }
    named.or_else(|| sentence.says(&["idempotency-key"]).then(|| "Idempotency-Key".to_owned()))
}

/// Whether an operation takes idempotency keys: where some sentence says which ones do, only those.
pub(super) fn takes_keys(context: &ItemContext, number: usize) -> bool {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let speaking = || {
        api.sentences
            .iter()
            .filter(|sentence| operation.is_of(sentence.spec) && key_header(sentence).is_some())
    };
    let narrow = |sentence: &&Sentence| sentence.scope != Scope::General;
    let any = speaking().any(|sentence| narrow(&sentence));
    speaking()
        .filter(|sentence| !any || narrow(sentence))
        .any(|sentence| sentence.concerns(&api.resources, operation, number))
}

/// Sends the same creation with a key of its own.
fn with_key(
    stage: &Stage,
    number: usize,
    parents: &[String],
    header: &str,
    key: &str,
    body: &Map<String, Value>,
) -> Result<Creation, Outcome> {
    let headers = [(header.to_owned(), key.to_owned())];
    create_below(stage, number, parents.to_vec(), &headers, &|members| *members = body.clone())
}

/// Whether a sentence says that a known key is refused, whatever the body is.
fn refuses_repetition(sentence: &Sentence) -> bool {
    let refused = sentence.affirms(&["refused", "rejected", "refuses", "rejects", "conflict"])
        || !sentence.error_statuses().is_empty();
    let other = sentence.says(&["different", "another", "differs", "other", "changed", "without", "missing"]);
    key_header(sentence).is_some() && refused && !other
}

fn fresh_key(stage: &Stage) -> String {
    format!("abide-{}-{}", stage.shared.seed, stage.shared.workshop.number(false))
}

/// A body that a creation accepts, and the objects it is below.
pub(super) fn accepted(
    stage: &Stage,
    resource: &Resource,
    number: usize,
) -> Result<(Vec<String>, Map<String, Value>), Outcome> {
    // Made once, so that what clashes is known.
    Object::make(stage, resource, &|_| {})?;
    let operation = &stage.facts.api.operations[number];
    let parents = place(stage, operation)?.values;
    let body = crate::api::new_body_below(stage, number, &parents)?;
    let body = body.and_then(|body| body.as_object().cloned()).unwrap_or_default();
    Ok((parents, body))
}

pub(super) fn idempotent(context: &ItemContext, resource: &Resource, number: usize, header: String) -> Claim {
    let title =
        format!("{} with the same `{header}` makes one object", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        let first = with_key(stage, number, &parents, &header, &key, &body)?;
        let made = first.object(stage, resource)?;
        let second = with_key(stage, number, &parents, &header, &key, &body)?;
        let exchange = second.exchange.clone();
        if !exchange.answer.is_success() {
            let reason = format!(
                "the same request with the same key was answered with {}",
                status_line(exchange.answer.status)
            );
            // A repetition that is said to be refused is no fault; one that has to make no second object is answered as the first.
            let refuses = stage.facts.api.about(number).any(refuses_repetition);
            return if exchange.answer.status >= 500
                || !refuses && matches!(exchange.answer.status, 400 | 409 | 422)
            {
                Ok(Outcome::refuted(reason).resting_on(target, &exchange))
            } else {
                Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()))
            };
        }
        let again = second.object(stage, resource)?;
        if again.values.last() != made.values.last() {
            let reason = "the same request with the same key made a second object";
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        let several: Vec<Creation> =
            at_once(AT_ONCE, || with_key(stage, number, &parents, &header, &key, &body))
                .into_iter()
                .collect::<Result<_, _>>()?;
        let mut ids = Vec::new();
        for one in several.into_iter().filter(|one| one.exchange.answer.is_success()) {
            let exchange = one.exchange.clone();
            let id = one.object(stage, resource)?.values.last().cloned();
            if ids.first().is_some_and(|first| *first != id) {
                let reason =
                    format!("{AT_ONCE} equal requests with the same key at once made more than one object");
                return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
            }
            ids.push(id);
        }
        Ok(Outcome::proven(
            Strength::Asserted,
            format!(
                "repeated with the same key, it answered {} with the same object",
                status_line(exchange.answer.status)
            ),
        )
        .resting_on(target, &exchange))
    })
}

pub(super) fn other_body(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    header: String,
    expected: Vec<u16>,
) -> Claim {
    let title = format!(
        "{} refuses a known `{header}` with another body",
        context.facts.api.operations[number].title()
    );
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        with_key(stage, number, &parents, &header, &key, &body)?.object(stage, resource)?;
        let (_, mut other) = accepted(stage, resource, number)?;
        if other == body {
            let api = &stage.facts.api;
            let changed = other.iter_mut().find_map(|(name, value)| {
                let facts = api.field_of(resource, name);
                let fresh = facts
                    .and_then(|facts| facts.rule.valid(name, 5))
                    .filter(|fresh| !same_value(fresh, value));
                fresh.map(|fresh| *value = fresh)
            });
            if changed.is_none() {
                return Err(Outcome::unproven("no other body of the same form is known"));
            }
        }
        let second = with_key(stage, number, &parents, &header, &key, &other)?;
        let status = second.exchange.answer.status;
        let answered = format!("a known key with another body was answered with {}", status_line(status));
        let outcome = if expected.contains(&status) {
            Outcome::proven(Strength::Asserted, answered)
        } else {
            Outcome::refuted(answered)
        };
        Ok(outcome.resting_on(target, &second.exchange))
    })
}
