//! Requests of deeds (`POST /letters/{id}/burn`) with one member that is wrong or missing.

use super::claim;
use crate::api::{Body, call_on, place_for};
use crate::claim::{Claim, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// One thing that is wrong about a request.
#[derive(Clone)]
struct Wrong {
    what: String,
    name: String,
    value: Option<Value>,
}

/// What a deed that has a request of its own refuses, as far as its members are described.
pub(super) fn of_deed(context: &ItemContext, number: usize) -> Option<Claim> {
    let api = &context.facts.api;
    let operation = &api.operations[number];
    let acts = operation.path.parameters().next().is_some()
        && !operation.path.ends_with_parameter()
        && !operation.is_safe()
        && !api.is_creation(operation);
    let asks = operation.asks.as_ref().filter(|_| acts && api.resource_of(number).is_none())?;
    let body = operation.request.as_ref().and_then(Body::json)?.as_object()?.clone();
    let mut wrongs = Vec::new();
    for (name, facts) in api.fields.of_entity(asks) {
        if facts.optional == Some(false) && facts.default.is_none() {
            wrongs.push(Wrong { what: format!("without `{name}`"), name: name.to_owned(), value: None });
        }
        for (value, what) in facts.rule.invalid() {
            wrongs.push(Wrong {
                what: format!("`{name}` {what}"),
                name: name.to_owned(),
                value: Some(value),
            });
        }
    }
    if wrongs.is_empty() {
        return None;
    }
    let title = format!("{} refuses requests with one thing wrong", operation.title());
    Some(claim(title, move |stage| each(stage, number, &body, &wrongs)))
}

fn each(
    stage: &Stage,
    number: usize,
    body: &Map<String, Value>,
    wrongs: &[Wrong],
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut last: Option<Exchange> = None;
    for wrong in wrongs {
        let placed = place_for(stage, number)?;
        let mut sent = body.clone();
        match &wrong.value {
            Some(value) => sent.insert(wrong.name.clone(), value.clone()),
            None => sent.shift_remove(&wrong.name),
        };
        let exchange = call_on(stage, number, &placed.values, Some(&Value::Object(sent)), &[])?;
        let status = exchange.answer.status;
        let answered = format!("{}: it answered {}", wrong.what, status_line(status));
        match status {
            429 => return Err(Outcome::inconclusive(answered)),
            400 | 422 => last = Some(exchange),
            200..=299 | 500..=599 => return Ok(Outcome::refuted(answered).resting_on(target, &exchange)),
            // What else is wrong with the object or the caller is no answer to this.
            _ => return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen())),
        }
    }
    match last {
        Some(exchange) => {
            let reason = format!("{} requests with one thing wrong were refused", wrongs.len());
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
        }
        None => Err(Outcome::unproven("nothing was tried")),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    #[test]
    fn deeds_whose_requests_are_described() {
        for (said, expected) in [
            ("It takes `reason` (required, 3 to 40 characters).", true),
            ("Body: `reason`, required, 3 to 40 characters.", true),
            ("Expects `mark` (required: `good` or `bad`).", true),
            ("It has no body.", false),
        ] {
            let text = format!(
                "# Letters\n\n## API\n\n- `POST /letters` adds a letter\n- `GET /letters/{{id}}` reads one\n\n### POST /letters/{{id}}/burn\n\n{said}\n"
            );
            let facts = std::sync::Arc::new(testing::facts_of_markdown(&text, "", Setup::default()));
            let spec = &facts.specs[0];
            let item = spec.items.iter().find(|item| item.key.ends_with("/burn")).unwrap();
            let context = crate::probe::ItemContext { facts: &facts, number: 0, spec, item };
            assert_eq!(super::of_deed(&context, 2).is_some(), expected, "{said}");
        }
    }
}
