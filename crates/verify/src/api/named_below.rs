//! Things that a request names and that stand below what it refers to: the `seats` of a hold are labels of seats of the show of its
//! `show_id`, so they have to be there before it.

use super::references::references;
use super::workshop::send_new;
use super::{Api, Operation, Sort, call_as_allowed, elements, unwrapped};
use crate::claim::Outcome;
use crate::http::Call;
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};

/// What a member of a request names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Below {
    /// The member of the request that refers to what they stand below.
    pub parent: String,
    /// The operation that makes one.
    pub creating: usize,
    /// The member of theirs that names them.
    pub name: String,
}

/// Members by which things are named, in requests and among their own.
const NAMES: &[&str] = &["id", "label", "number", "code", "name", "key", "ref", "slug", "sku"];

/// The operation on the collection that a member names, below what the operation makes to which another member refers.
fn child(api: &Api, member: &str, parent: &Operation) -> Option<(usize, Option<&'static str>)> {
    let parts: Vec<String> = words::parts(member).iter().map(|part| words::singular(part)).collect();
    let (last, before) = parts.split_last()?;
    let by = NAMES.iter().find(|name| *name == last).copied();
    let thing = by.map_or(Some(last), |_| before.last())?;
    let below = |operation: &Operation| {
        let collection = operation.path.last_literal().unwrap_or_default();
        let collection = words::parts(collection).last().map(|last| words::singular(last));
        operation.method == "POST"
            && !operation.path.ends_with_parameter()
            && operation.path.parameters().count() == 1
            && operation.path.segments().len() == parent.path.segments().len() + 2
            && operation.path.starts_with(&parent.path)
            && collection.as_ref() == Some(thing)
            && api.is_creation(operation)
    };
    let number = api.operations.iter().position(below)?;
    Some((number, by))
}

impl Api {
    /// What a member of the request of an operation names, where that stands below what another member refers to by one of `makers`.
    pub(super) fn named_below(
        &self,
        number: usize,
        member: &str,
        makers: &[(String, usize)],
    ) -> Option<Below> {
        let (parent, creating, by) =
            makers.iter().filter(|(parent, _)| parent != member).find_map(|(parent, maker)| {
                let (creating, by) = child(self, member, self.operations.get(*maker)?)?;
                Some((parent.clone(), creating, by))
            })?;
        let resource = self.resources.iter().find(|resource| resource.create == Some(creating))?;
        let theirs = self.members(resource);
        let has = |name: &str| theirs.iter().any(|known| known == name);
        // "a list of labels", "1 to 6 labels"
        let own = self.resources.iter().find(|resource| resource.create == Some(number));
        let facts = own.and_then(|own| self.field_of(own, member));
        let said = facts.map(|facts| facts.notes.to_lowercase()).unwrap_or_default();
        let told = said
            .split(|c: char| !c.is_alphanumeric())
            .map(words::singular)
            .find(|word| NAMES.contains(&word.as_str()) && word != "number" && has(word));
        let usual = || NAMES.iter().skip(1).find(|name| has(name)).map(|name| (*name).to_owned());
        let name = by.map(str::to_owned).filter(|by| has(by)).or(told).or_else(usual);
        Some(Below { parent, creating, name: name.unwrap_or_else(|| "id".to_owned()) })
    }

    /// Whether the members of a list of a request name things that have to be there before it.
    pub(super) fn lists_names(&self, number: usize, member: &str, others: &[&str]) -> bool {
        let makers: Vec<(String, usize)> = others
            .iter()
            .filter_map(|other| Some(((*other).to_owned(), super::references::maker(self, other)?)))
            .collect();
        self.named_below(number, member, &makers).is_some()
    }
}

/// Puts what a request names below what it refers to, where its values are still those of the documentation.
pub(super) fn put_below(stage: &Stage, number: usize, body: &mut Map<String, Value>) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let makers = references(stage, &Value::Object(body.clone()));
    if makers.is_empty() {
        return Ok(());
    }
    let documented = api.operations[number].request.as_ref().and_then(|asked| asked.json());
    let stated = |name: &str, value: &Value| documented.and_then(|asked| asked.get(name)) == Some(value);
    let plain = |value: &Value| match value {
        Value::Array(list) => list.iter().all(|one| one.is_string() || one.is_number()),
        value => value.is_string() || value.is_number(),
    };
    let candidates: Vec<(String, Below, bool)> = body
        .iter()
        .filter(|(name, value)| plain(value) && stated(name, value))
        .filter(|(name, value)| value.is_array() || !is_of_its_own(api, number, name))
        .filter_map(|(name, value)| {
            Some((name.clone(), api.named_below(number, name, &makers)?, value.is_array()))
        })
        .collect();
    for (name, below, list) in candidates {
        let id = match body.get(&below.parent) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => continue,
        };
        if let Some(value) = one_of(&stage.as_anybody(), &below, &id)? {
            body.insert(name, if list { Value::Array(vec![value]) } else { value });
        }
    }
    Ok(())
}

/// Whether a single value is said to be one of some words or a number with bounds, which names nothing.
fn is_of_its_own(api: &Api, number: usize, name: &str) -> bool {
    let own = api.resources.iter().find(|resource| resource.create == Some(number));
    let facts = own.and_then(|own| api.field_of(own, name));
    facts.is_some_and(|facts| {
        matches!(facts.rule.sort, Sort::Choice(_) | Sort::Boolean | Sort::Date | Sort::DateTime)
            || matches!(facts.rule.sort, Sort::Integer | Sort::Number) && facts.rule.most.is_some()
    })
}

/// The name of a new thing below another; of one that is there already where no new one can be made.
fn one_of(stage: &Stage, below: &Below, parent: &str) -> Result<Option<Value>, Outcome> {
    let operation = &stage.facts.api.operations[below.creating];
    let parents = [parent.to_owned()];
    let sent = send_new(stage, below.creating, operation, &parents, 1)?;
    if sent.exchange.answer.is_success() {
        let made = sent.exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
        return Ok(made.get(&below.name).cloned());
    }
    let Some((_, listing)) = stage.facts.api.find("GET", &operation.path) else { return Ok(None) };
    let path = listing.fill(&parents, stage.target()?.client.base_path());
    let (listed, _) = call_as_allowed(stage, listing, &Call::new("GET", path))?;
    let answer = listed.answer.json().unwrap_or(Value::Null);
    Ok(elements(&answer).into_iter().find_map(|one| unwrapped(one.clone()).get(&below.name).cloned()))
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{Reply, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::{Value, json};
    use std::sync::{Arc, Mutex};

    const SPECIFICATION: &str = "# Regatta\n## Data model\n### Race\n| Field | Type | Rules |\n|---|---|---|\n\
        | id | integer | set by the service |\n| name | string | required |\n\
        ### Lane\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | set by the service |\n| label | string | required, like `A1` |\n\
        ### Start\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | set by the service |\n| race_id | integer | required |\n| lanes | list of labels | required, 1 to 6 labels |\n\
        ## API\n- `POST /races`: adds a race, 201\n- `GET /races/{id}`: one race\n\
        - `POST /races/{id}/lanes`: adds a lane, 201\n- `GET /races/{id}/lanes`: the lanes of a race\n\
        - `POST /starts`: books lanes, 201\n- `GET /starts/{id}`: one start\n";

    #[test]
    fn what_a_request_names_is_there_before_it() {
        let lanes: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let known = Arc::clone(&lanes);
        let server = shelf::serve_with(
            |_, _| {},
            move |request, _| {
                let mut lanes = known.lock().unwrap();
                let route = request.route();
                let asked = request.json();
                if let Some((race, "lanes")) =
                    route.strip_prefix("/races/").and_then(|rest| rest.split_once('/'))
                    && request.method == "POST"
                {
                    lanes.push((race.to_owned(), asked["label"].clone()));
                    let lane = json!({"id": lanes.len(), "label": asked["label"]});
                    return Some(Reply::json(201, &lane));
                }
                let race = asked["race_id"].to_string();
                let named = asked["lanes"].as_array().cloned().unwrap_or_default();
                let all = !named.is_empty()
                    && named
                        .iter()
                        .all(|label| lanes.iter().any(|lane| *lane == (race.clone(), label.clone())));
                (request.method == "POST" && route == "/starts" && !all)
                    .then(|| Reply::json(422, &json!({"error": "no such lane"})))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("contract").unwrap()], SPECIFICATION, &config);
        for id in ["POST /starts", "GET /starts/{id}"] {
            let item = run.items.iter().find(|item| item.id.ends_with(id)).unwrap();
            let claims: Vec<_> = item.evidence.iter().map(|claim| (claim.verdict, &claim.reason)).collect();
            assert!(
                !claims.is_empty() && claims.iter().all(|(verdict, _)| *verdict == Verdict::Proven),
                "{id}: {claims:?}"
            );
        }
    }
}
