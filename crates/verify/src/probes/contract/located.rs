//! Statements about where new things are: "every 201 carries a `Location` header with the path of what was made".

use super::stated::{Header, place_of_made};
use crate::api::{Api, perform, unwrapped};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// Operations that are called for a statement.
const MOST: usize = 6;

/// The claims of a statement's sentences.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        let made = api.resources.iter().filter_map(|resource| resource.create);
        let told = made.filter_map(|number| Some((number, place_of_made(api, sentence, number)?)));
        let mut told: Vec<(usize, Header)> = told.collect();
        told.dedup_by_key(|(number, _)| *number);
        if let Some((_, header)) = told.first().cloned() {
            let numbers: Vec<usize> = told.into_iter().map(|(number, _)| number).take(MOST).collect();
            let names: Vec<String> = numbers.iter().map(|number| api.operations[*number].title()).collect();
            let title = format!("what {} makes is told with its path in `Location`", names.join(", "));
            claims.push(Claim::new(title, Needs::Target, move |stage| {
                attempt(stage, &numbers, &header).unwrap_or_else(|outcome| outcome)
            }));
        }
    }
    claims
}

fn attempt(stage: &Stage, numbers: &[usize], header: &Header) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut seen: Option<Exchange> = None;
    let (mut made, mut last) = (Vec::new(), None);
    for number in numbers {
        let exchange = match perform(stage, *number) {
            Ok(performed) => performed.exchange,
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => {
                last = Some(outcome);
                continue;
            }
        };
        if exchange.answer.status != 201 {
            continue;
        }
        let own = is_its_own(&stage.facts.api, *number, &exchange);
        let place = exchange.answer.header("location").unwrap_or_default();
        let wrong = header.lacking(&exchange.answer).or_else(|| {
            (own == Some(false))
                .then(|| format!("its `Location` is `{place}`, which is that of another object"))
        });
        let answered = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        if let Some(wrong) = wrong {
            return Ok(Outcome::refuted(format!("{answered}; {wrong}")).resting_on(target, &exchange));
        }
        if own.is_none() {
            let reason = format!("{answered}; whether its `Location`, `{place}`, is its path is not certain");
            return Ok(Outcome::unproven(reason).resting_on(target, &exchange));
        }
        made.push(exchange.title());
        seen = Some(exchange);
    }
    let Some(exchange) = seen else {
        return Err(last.unwrap_or_else(|| Outcome::unproven("nothing could be made")));
    };
    // What could not be made says nothing of where it is.
    if made.len() < numbers.len() {
        let reason =
            format!("{} of {} operations made something, each with its path", made.len(), numbers.len());
        return Ok(Outcome::unproven(reason).resting_on(target, &exchange));
    }
    let reason =
        format!("the header `Location` of the new object is in the answer 201 of {}", made.join(", "));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

/// Whether a place is that of what the answer shows; nothing where that cannot be told.
fn is_its_own(api: &Api, number: usize, exchange: &Exchange) -> Option<bool> {
    let resource = api.resource_of(number)?;
    let path = api.item_path(resource).unwrap_or(&resource.collection);
    let place = exchange.answer.header("location")?.split(['?', '#']).next()?;
    let mut parts = place.trim_end_matches('/').rsplit('/');
    let (last, above) = (parts.next()?, parts.next()?);
    let object = exchange.answer.json().map(unwrapped)?;
    let written = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let id = object.get("id").and_then(written);
    if id.as_deref().is_some_and(|id| id != last && last.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(false);
    }
    let mut values = object.as_object()?.values().filter_map(written);
    (path.last_literal() == Some(above) && values.any(|value| value == last)).then_some(true)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPEC: &str = "# Yard\n\n## API\n\n### POST /loads\n\nRequest:\n\n```json\n{\"name\": \"A\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"A\"}\n```\n\n### GET /loads/{id}\n\nReads one. 200.\n\n## Conventions\n\nEvery 201 carries a `Location` header with the path of the new object, e.g. `/loads/7`.\n";

    fn verdict(place: Option<&'static str>) -> Verdict {
        verdict_of(SPEC, place)
    }

    fn verdict_of(spec: &str, place: Option<&'static str>) -> Verdict {
        let server = Server::start(move |request| match (request.method.as_str(), place) {
            ("POST", _) if request.route() != "/loads" => Reply::json(409, &json!({})),
            ("POST", Some(place)) => {
                Reply::json(201, &json!({"id": 3, "name": "A"})).header("Location", place)
            }
            ("POST", None) => Reply::json(201, &json!({"id": 3, "name": "A"})),
            _ => Reply::json(404, &json!({})),
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[crate::probes::probe("contract").unwrap()], spec, &config);
        let told = run.items.iter().find(|item| item.id.starts_with("statement:")).unwrap();
        told.verdict
    }

    #[test]
    fn where_what_was_made_is_has_to_be_told() {
        assert_eq!(verdict(Some("/loads/3")), Verdict::Proven);
        assert_eq!(verdict(None), Verdict::Refuted);
        assert_eq!(verdict(Some("/loads/4")), Verdict::Refuted);
        assert_eq!(verdict(Some("/things/3")), Verdict::Unproven);
        let crates = "### POST /crates\n\nRequest:\n\n```json\n{\"name\": \"B\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"B\"}\n```\n\n### GET /crates/{id}\n\nReads one. 200.\n\n## Conventions";
        let with_crates = SPEC.replace("## Conventions", crates);
        assert_eq!(verdict_of(&with_crates, Some("/loads/3")), Verdict::Unproven);
    }

    #[test]
    fn what_is_named_in_a_clause_of_its_own_is_told_apart() {
        let crates = "### POST /crates\n\nPacks one. 201.\n\n## Conventions\n\nA 201 for a load carries a `Location` header with the path of the new object; crates cannot be read one by one, so they have none.\n";
        let text = SPEC.split("## Conventions").next().unwrap().to_owned() + crates;
        let api = testing::facts_of_markdown(&text, "", testing::Setup::default()).api;
        let last = api.sentences.last().unwrap();
        let at = |path: &str| api.find("POST", &crate::api::PathTemplate::read(path)).unwrap().0;
        assert!(super::place_of_made(&api, last, at("/loads")).is_some());
        assert!(super::place_of_made(&api, last, at("/crates")).is_none());
    }
}
