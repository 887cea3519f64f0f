//! Statements about where new things are: "every 201 carries a `Location` header with the path of what was made".

use super::stated::{Header, place_of_made};
use crate::api::perform;
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
        let wrong = header.lacking(&exchange.answer).or_else(|| of_another(&exchange));
        if let Some(wrong) = wrong {
            let answered =
                format!("{} answered {}; {wrong}", exchange.title(), status_line(exchange.answer.status));
            return Ok(Outcome::refuted(answered).resting_on(target, &exchange));
        }
        made.push(exchange.title());
        seen = Some(exchange);
    }
    let Some(exchange) = seen else {
        return Err(last.unwrap_or_else(|| Outcome::unproven("nothing could be made")));
    };
    let reason =
        format!("the header `Location` of the new object is in the answer 201 of {}", made.join(", "));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

/// How the place is not that of what the answer shows: the id of the new object is not in it.
fn of_another(exchange: &Exchange) -> Option<String> {
    let found = exchange.answer.header("location")?;
    let id = match exchange.answer.json()?.get("id")? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let named = found.split(['/', '?', '=', '#']).any(|part| part == id);
    // What is called by something else than its id may be found by that.
    let by_number = id.bytes().all(|byte| byte.is_ascii_digit()) || id.len() >= 16;
    (!named
        && by_number
        && found.rsplit('/').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())))
    .then(|| format!("its `Location` is `{found}`, and the id of the new object is `{id}`"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPEC: &str = "# Yard\n\n## API\n\n### POST /loads\n\nRequest:\n\n```json\n{\"name\": \"A\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"A\"}\n```\n\n### GET /loads/{id}\n\nReads one. 200.\n\n## Conventions\n\nEvery 201 carries a `Location` header with the path of the new object, e.g. `/loads/7`.\n";

    fn verdict(place: Option<&'static str>) -> Verdict {
        let server = Server::start(move |request| match (request.method.as_str(), place) {
            ("POST", Some(place)) => {
                Reply::json(201, &json!({"id": 3, "name": "A"})).header("Location", place)
            }
            ("POST", None) => Reply::json(201, &json!({"id": 3, "name": "A"})),
            _ => Reply::json(404, &json!({})),
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[crate::probes::probe("contract").unwrap()], SPEC, &config);
        let told = run.items.iter().find(|item| item.id.starts_with("statement:")).unwrap();
        told.verdict
    }

    #[test]
    fn where_what_was_made_is_has_to_be_told() {
        assert_eq!(verdict(Some("/loads/3")), Verdict::Proven);
        assert_eq!(verdict(None), Verdict::Refuted);
        assert_eq!(verdict(Some("/loads/4")), Verdict::Refuted);
    }
}
