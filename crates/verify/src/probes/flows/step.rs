//! What a step says: who acts, which endpoints are called, and what comes of it.

use crate::api::{Api, PathTemplate, operation_in, same_role};
use crate::words;
use abide_model::Item;

/// One step of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The id of its item.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The role that acts.
    pub actor: Option<String>,
    /// The endpoints that it names, by number, in order.
    pub operations: Vec<usize>,
    /// The state that its object is in afterwards.
    pub state: Option<String>,
    /// The status that it states.
    pub status: Option<u16>,
    /// How many elements the list has that it reads.
    pub count: Option<usize>,
    /// Whether it depends on something that it only describes.
    pub conditional: bool,
}

const NUMBERS: &[&str] =
    &["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const CONDITIONS: &[&str] = &[
    "if",
    "when",
    "unless",
    "without",
    "invalid",
    "wrong",
    "expired",
    "missing",
    "again",
    "twice",
    "unknown",
    "otherwise",
    "optionally",
    "optional",
    "same",
    "stale",
    "malformed",
    "empty",
    "instead",
    "fails",
    "except",
    "never",
];

impl Step {
    /// Reads a step; who acted in the last one acts where it names nobody.
    pub fn read(api: &Api, item: &Item, source: &str, last: Option<String>) -> Self {
        let said = words::words(source);
        let operations = operations(api, source);
        let outside = without_paths(source);
        let states: Vec<String> = words::code_spans(source)
            .into_iter()
            .map(|(_, code)| code.to_owned())
            .filter(|code| api.states.knows(code))
            .collect();
        let actor = api
            .roles
            .iter()
            .filter(|role| !role.chars().any(|c| c.is_ascii_digit()))
            .filter_map(|role| Some((position(&outside, role)?, role)))
            .min()
            .map(|(_, role)| role.clone())
            .or_else(|| base_role(api, &outside))
            .or(last.filter(|last| may_go_on(api, last, &operations)));
        Self {
            id: item.id.clone(),
            text: item.text.clone(),
            actor,
            count: count(api, &said, &operations),
            status: status(&outside),
            conditional: words::words(&outside).iter().any(|word| CONDITIONS.contains(&word.as_str())),
            state: if states.len() == 1 { states.into_iter().next() } else { None },
            operations,
        }
    }

    /// Whether nothing that it says can be done through the API.
    pub fn is_beyond_us(&self) -> bool {
        self.operations.is_empty() && self.state.is_none()
    }
}

/// Whether who acted before may be meant here as well: not where the specification denies them what is done.
fn may_go_on(api: &Api, last: &str, operations: &[usize]) -> bool {
    let denied = |number: &usize| api.operations[*number].denied.iter().any(|role| same_role(role, last));
    !operations.iter().any(denied)
}

/// The operations that a text names, in order.
pub fn operations(api: &Api, text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((method, path)) = operation_in(rest) {
        if let Some(number) = operation_at(api, &method, &path) {
            found.push(number);
        }
        let Some(at) = rest.find(&method) else { break };
        rest = rest.get(at + method.len()..).unwrap_or_default();
    }
    found
}

fn operation_at(api: &Api, method: &str, path: &PathTemplate) -> Option<usize> {
    let exact = api.find(method, path).map(|(number, _)| number);
    exact.or_else(|| {
        let mut all = api.operations.iter().enumerate();
        all.find(|(_, operation)| operation.method == method && operation.path.ends_with(path))
            .map(|(number, _)| number)
    })
}

/// A text without the paths that it names, so that `/users` names no role.
fn without_paths(text: &str) -> String {
    text.split_whitespace()
        .filter(|word| !word.trim_start_matches(['`', '(']).starts_with('/'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where a text first names a role.
fn position(text: &str, role: &str) -> Option<usize> {
    let names = words::words(role).len().max(1);
    let said = words::words(text);
    said.windows(names).position(|window| same_role(&window.join(" "), role))
}

/// `customer`, where the keys of `abide.toml` are those of `customer_a` and `customer_b`.
fn base_role(api: &Api, text: &str) -> Option<String> {
    let said = words::words(text);
    let known = |word: &String| {
        let singular = words::singular(word);
        api.roles.iter().any(|role| {
            let parts = words::parts(role);
            parts.len() > 1
                && parts.first() == Some(&singular)
                && parts.get(1).is_some_and(|second| second.len() <= 2)
        })
    };
    said.iter().find(|word| known(word)).map(|word| words::singular(word))
}

/// The only number in a text that is a status.
pub fn status(text: &str) -> Option<u16> {
    let numbers = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 3);
    let mut statuses: Vec<u16> =
        numbers.filter_map(|word| word.parse().ok()).filter(|code| (200..600).contains(code)).collect();
    statuses.dedup();
    match statuses.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// "reads four events" with `GET …/events`
fn count(api: &Api, said: &[String], operations: &[usize]) -> Option<usize> {
    let operation = api.operations.get(*operations.last()?)?;
    if operation.method != "GET" || operation.path.ends_with_parameter() {
        return None;
    }
    let noun = words::singular(operation.path.last_literal()?);
    said.windows(2).find_map(|pair| {
        let number = NUMBERS.iter().position(|word| *word == pair[0]).or_else(|| pair[0].parse().ok())?;
        (words::singular(&pair[1]) == noun).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};

    #[test]
    fn what_a_step_says() {
        let items = [
            item("endpoint", "POST /api/orders"),
            item("endpoint", "GET /api/orders/{id}/events"),
            item("transition", "new -> paid"),
            item("permission", "clerk | create orders"),
            item("step", "one"),
        ];
        let facts = testing::facts_with("a.md", &items, "", Setup::default());
        let stated = facts.specs[0].items.last().unwrap();
        let read = |text: &str| Step::read(&facts.api, stated, text, Some("guest".to_owned()));
        let step = read("The clerk opens it with `POST /orders`; it is `new` and the answer is 201.");
        assert_eq!((step.actor.as_deref(), step.operations.as_slice()), (Some("clerk"), [0].as_slice()));
        assert_eq!((step.state.as_deref(), step.status, step.conditional), (Some("new"), Some(201), false));
        let step = read("They read two events with `GET /api/orders/{id}/events`");
        assert_eq!((step.actor.as_deref(), step.count, step.status), (Some("guest"), Some(2), None));
        assert!(read("The bank sends a letter").is_beyond_us());
        assert!(read("`POST /orders` without a key answers 401").conditional);
    }
}
