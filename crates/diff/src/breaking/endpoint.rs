//! An operation that answers or asks differently.

use crate::renamed::without_parameters;
use crate::unit::Unit;
use crate::weakened::{is_open, responses};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let key = |unit: &Unit| without_parameters(&unit.key.to_lowercase());
    if key(before) != key(after) {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    }
    statuses(before, after, found);
    if is_open(after) == Some(false) && is_open(before) == Some(true) {
        found.push(format!(
            "it asks for `{}`; everybody might call it",
            after.said("auth").unwrap_or_default()
        ));
    }
    let (old, new) = (parameters(before), parameters(after));
    for (name, required) in &new {
        match old.get(name) {
            None if *required => found.push(format!("the parameter `{name}` is required, and is new")),
            Some(false) if *required => found.push(format!("the parameter `{name}` is required now")),
            _ => {}
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name) && !new.is_empty()) {
        found.push(format!("the parameter `{name}` is gone"));
    }
    body(before, after, found);
    answers(before, after, found);
}

fn statuses(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let (old, new) = (responses(before), responses(after));
    if new.is_empty() {
        return;
    }
    let lost: Vec<&u64> = old.difference(&new).collect();
    let came: Vec<&u64> = new.difference(&old).collect();
    for status in lost {
        let same_class = came.iter().find(|other| **other / 100 == status / 100);
        match same_class {
            Some(other) => found.push(format!("it answers {other}, where it was {status}")),
            None if *status < 400 => found.push(format!("it does not answer {status} any more")),
            None => {}
        }
    }
}

/// The parameters by name, and whether each is required.
fn parameters(unit: &Unit) -> BTreeMap<String, bool> {
    let list = unit.field("parameters").and_then(Value::as_array).into_iter().flatten();
    let named = list.filter_map(|parameter| {
        let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        // The name of a part of the path is nobody's business.
        let name = parameter.get("name")?.as_str().filter(|_| place != "path")?;
        Some((name.to_owned(), parameter.get("required").and_then(Value::as_bool) == Some(true)))
    });
    named.collect()
}

/// The members of a body, with whether each is required where a schema says so.
fn members(body: Option<&Value>) -> BTreeMap<String, bool> {
    let mut members = BTreeMap::new();
    let Some(body) = body else { return members };
    if let Some(schema) = body.get("schema").and_then(Value::as_object) {
        let required: BTreeSet<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for name in schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            members.insert(name.clone(), required.contains(name.as_str()));
        }
    }
    if members.is_empty()
        && let Some(Ok(Value::Object(example))) =
            body.get("example").and_then(Value::as_str).map(serde_json::from_str::<Value>)
    {
        members.extend(example.keys().map(|name| (name.clone(), false)));
    }
    members
}

fn body(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let (old, new) = (members(before.field("request")), members(after.field("request")));
    if old.is_empty() {
        return;
    }
    for (name, required) in new.iter().filter(|(_, required)| **required) {
        if old.get(name) != Some(required) {
            found.push(format!("the member `{name}` of the request is required now"));
        }
    }
    for name in old.keys().filter(|name| !new.is_empty() && !new.contains_key(*name)) {
        found.push(format!("the member `{name}` of the request is gone"));
    }
}

fn answers(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let by_status = |unit: &Unit| -> BTreeMap<u64, BTreeMap<String, bool>> {
        let list = unit.field("responses").and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|response| Some((response.get("status")?.as_u64()?, members(Some(response)))))
            .collect()
    };
    let new = by_status(after);
    for (status, members) in by_status(before).iter().filter(|(status, _)| **status < 400) {
        let Some(now) = new.get(status).filter(|now| !now.is_empty()) else { continue };
        for name in members.keys().filter(|name| !now.contains_key(*name)) {
            found.push(format!("the member `{name}` of the answer {status} is gone"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::breaking;

    fn operation(head: &str, rest: &str) -> String {
        format!("# S\n\n## API\n\n### {head}\n\nPlaces an order for a customer.\n\n{rest}")
    }

    #[test]
    fn an_operation_that_is_gone_renamed_or_answers_differently() {
        let before = operation("POST /orders", "Responses:\n\n- 201: created\n- 409: exists\n");
        assert_eq!(
            breaking(&before, "# S\n\n## API\n\nNone.\n"),
            ["endpoint: the operation `POST /orders` is gone"]
        );
        assert_eq!(
            breaking(&before, &operation("POST /v2/orders", "Responses:\n\n- 201: created\n- 409: exists\n")),
            ["endpoint: `POST /orders` became `POST /v2/orders`"]
        );
        assert_eq!(
            breaking(&before, &operation("POST /orders", "Responses:\n\n- 200: created\n- 409: exists\n")),
            ["endpoint: it answers 200, where it was 201"]
        );
        assert_eq!(
            breaking(
                &before,
                &operation("POST /orders", "Responses:\n\n- 201: created\n- 409: exists\n- 422: invalid\n")
            ),
            [""; 0]
        );
    }

    #[test]
    fn another_name_of_a_parameter_breaks_nobody() {
        assert_eq!(
            breaking(&operation("GET /orders/{id}", ""), &operation("GET /orders/{order_id}", "")),
            [""; 0]
        );
    }

    #[test]
    fn members_of_an_answer() {
        let answer =
            |json: &str| operation("GET /orders", &format!("Response (200):\n\n```json\n{json}\n```\n"));
        assert_eq!(
            breaking(&answer("{\"id\": 1, \"total\": 5}"), &answer("{\"id\": 1}")),
            ["endpoint: the member `total` of the answer 200 is gone"]
        );
        assert_eq!(breaking(&answer("{\"id\": 1}"), &answer("{\"id\": 2, \"total\": 5}")), [""; 0]);
    }
}
