//! Values for parameters of paths that name what the interface itself does not make: as `abide.toml` gives them, or as
//! examples show them, where something answers to them.

use super::{Operation, PathTemplate, call_as_allowed};
use crate::http::Call;
use crate::stage::Stage;
use crate::words;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Examples that are tried.
const MOST: usize = 4;

/// What examples were found to hold, by the path up to the parameter.
pub type Known = Mutex<HashMap<String, Option<String>>>;

/// A parameter by its names.
#[derive(Debug)]
pub struct Parameter<'a> {
    /// As the path has it.
    pub name: &'a str,
    /// With the thing that it names, folded: `userid` of `/users/{id}`.
    full: String,
}

impl<'a> Parameter<'a> {
    /// The parameter that stands at a place of a path.
    pub fn new(path: &'a PathTemplate, at: usize) -> Self {
        let name = path.parameters().find(|(place, _)| *place == at).map_or("", |(_, name)| name);
        let thing = path.prefix(at).last_literal().map(words::singular).unwrap_or_default();
        let (own, thing) = (words::folded(name), words::folded(&thing));
        let full = if own.starts_with(&thing) { own } else { thing + &own };
        Self { name, full }
    }
}

/// The value that `abide.toml` gives for a parameter.
pub fn given(stage: &Stage, parameter: &Parameter) -> Option<String> {
    let given = &stage.target().ok()?.parameters;
    let named = |name: &str| {
        given.iter().find(|(known, _)| words::folded(known) == name).map(|(_, value)| value.clone())
    };
    named(&parameter.full).or_else(|| named(&words::folded(parameter.name)))
}

/// A value that an example has in a member of the parameter's name, and that some operation that reads answers to.
pub fn shown(
    stage: &Stage,
    path: &PathTemplate,
    at: usize,
    parameter: &Parameter,
    values: &[String],
) -> Option<String> {
    let path = &path.prefix(at + 1);
    let known = &stage.shared.workshop.known;
    let key = format!("{path} {values:?}");
    if let Some(found) = known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return found.clone();
    }
    let found = candidates(stage, parameter).into_iter().find(|value| answers(stage, path, values, value));
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
    found
}

fn candidates(stage: &Stage, parameter: &Parameter) -> Vec<String> {
    let mut found = Vec::new();
    for operation in &stage.facts.api.operations {
        let request = operation.request.iter();
        let answers = operation.responses.iter().filter_map(|response| response.example.as_ref());
        for body in request.chain(answers).filter_map(|body| body.json()) {
            collect(body, &parameter.full, &mut found);
        }
    }
    found.truncate(MOST);
    found
}

fn collect(value: &Value, name: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                let scalar = match value {
                    Value::String(text) if !text.is_empty() => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                };
                match scalar {
                    Some(scalar) if words::folded(member) == name => {
                        if !found.contains(&scalar) {
                            found.push(scalar);
                        }
                    }
                    _ => collect(value, name, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, name, found)),
        _ => {}
    }
}

/// Whether an operation that reads, and needs nothing else, finds something by a value.
fn answers(stage: &Stage, path: &PathTemplate, values: &[String], value: &str) -> bool {
    let Ok(target) = stage.target() else { return false };
    let below = |operation: &&Operation| {
        operation.method == "GET"
            && operation.path.starts_with(path)
            && operation.path.parameters().count() == path.parameters().count()
    };
    let values: Vec<String> = values.iter().cloned().chain([value.to_owned()]).collect();
    stage.facts.api.operations.iter().filter(below).any(|operation| {
        let call = Call::new("GET", operation.fill(&values, target.client.base_path()));
        call_as_allowed(stage, operation, &call).is_ok_and(|(exchange, _)| exchange.answer.is_success())
    })
}

#[cfg(test)]
mod tests {
    use crate::probes::probe;
    use crate::testing::{Reply, Server, run_markdown};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPEC: &str = "# Shops\n\n## API\n\n### GET /shops/{shop_id}/menu\n\nNo key.\n\n**Response (200):**\n\n```json\n{\"shop_id\": 12, \"dishes\": []}\n```\n";

    fn menu(parameters: &str, there: &'static str) -> Verdict {
        let server = Server::start(move |request| match request.route() == format!("/shops/{there}/menu") {
            true => Reply::json(200, &json!({"shop_id": 1, "dishes": []})),
            false => Reply::json(404, &json!({})),
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n{parameters}\n", server.url());
        run_markdown(&[probe("contract").unwrap()], SPEC, &config).items.remove(0).verdict
    }

    #[test]
    fn what_an_example_names_is_used_where_something_answers_to_it() {
        assert_eq!(menu("", "12"), Verdict::Proven);
        assert_eq!(menu("", "7"), Verdict::Unproven);
    }

    #[test]
    fn the_configuration_may_give_a_value() {
        assert_eq!(menu("parameters = { shop_id = \"7\" }", "7"), Verdict::Proven);
    }
}
