//! The states that objects go through, and how an object is brought into one.

use super::actor::call_as_allowed;
use super::workshop::Placed;
use super::{Operation, operation_in};
use crate::claim::Outcome;
use crate::http::Call;
use crate::stage::Stage;
use abide_model::{Item, Kind};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// The stated changes of state.
#[derive(Debug, Default)]
pub struct States {
    edges: Vec<Edge>,
}

#[derive(Debug)]
struct Edge {
    from: String,
    to: String,
    /// What is said about how it happens.
    words: String,
}

impl States {
    /// Collects the changes of state among items.
    pub fn read<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let mut edges = Vec::new();
        for item in items.filter(|item| item.kind == Kind::Transition) {
            let Some((from, to)) = item.key.split_once("->") else { continue };
            let bare = |name: &str| name.trim().trim_matches(['`', '*', '"']).to_owned();
            let (from, to) = (bare(from), bare(to));
            if from.is_empty() || to.is_empty() || from.contains("[*]") || to.contains("[*]") {
                continue;
            }
            let trigger = item.text_field("trigger").unwrap_or_default();
            edges.push(Edge { from, to, words: format!("{trigger} {}", item.text) });
        }
        Self { edges }
    }

    /// Whether a text is the name of a state.
    pub fn knows(&self, state: &str) -> bool {
        self.edges.iter().any(|edge| edge.from == state || edge.to == state)
    }

    /// The names of all states, in the order of the documents.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.edges.iter().flat_map(|edge| [&edge.from, &edge.to]) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The states that may come right before one.
    pub fn before<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a str> {
        self.edges.iter().filter(move |edge| edge.to == state).map(|edge| edge.from.as_str())
    }

    /// The member of an object that holds its state, with the state.
    pub fn of_object<'a>(&self, object: &'a Value) -> Option<(&'a str, &'a str)> {
        let mut members =
            object.as_object()?.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
        members.find(|(_, value)| self.knows(value))
    }

    /// The shortest way from one state to another: the states to go through, without the first.
    pub fn way(&self, from: &str, to: &str) -> Option<Vec<&str>> {
        let mut came_from: HashMap<&str, &str> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(state) = queue.pop_front() {
            if state == to {
                let mut way = Vec::new();
                let mut at = self
                    .edges
                    .iter()
                    .flat_map(|edge| [&edge.from, &edge.to])
                    .find(|name| *name == to)?
                    .as_str();
                while at != from {
                    way.push(at);
                    at = came_from.get(at)?;
                }
                way.reverse();
                return Some(way);
            }
            for edge in self.edges.iter().filter(|edge| edge.from == state) {
                if edge.to != from && !came_from.contains_key(edge.to.as_str()) {
                    came_from.insert(&edge.to, &edge.from);
                    queue.push_back(&edge.to);
                }
            }
        }
        None
    }

    fn words(&self, from: &str, to: &str) -> Vec<&str> {
        let edges = self.edges.iter().filter(|edge| edge.from == from && edge.to == to);
        edges.map(|edge| edge.words.as_str()).collect()
    }
}

/// Brings an object into a state, by the operations that the specification documents.
pub fn bring_into(stage: &Stage, placed: &mut Placed, wanted: &str) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let lost = |what: String| Outcome::unproven(what);
    for _ in 0..12 {
        let object = placed.object.clone().unwrap_or(Value::Null);
        let Some((_, state)) = api.states.of_object(&object) else {
            return Err(lost(format!(
                "the state of the object is not known, so it cannot be brought into {wanted}"
            )));
        };
        if state == wanted {
            return Ok(());
        }
        let Some(next) =
            api.states.way(state, wanted).and_then(|way| way.first().map(|next| (*next).to_owned()))
        else {
            return Err(lost(format!("no stated change of state leads from {state} to {wanted}")));
        };
        let state = state.to_owned();
        step(stage, placed, &state, &next)?;
    }
    Err(lost(format!("the object did not come into {wanted}")))
}

/// Makes one change of state.
fn step(stage: &Stage, placed: &mut Placed, from: &str, to: &str) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let target = stage.target()?;
    let mut tried = Vec::new();
    for operation in movers(stage, placed, from, to) {
        let body =
            operation.request.as_ref().and_then(|body| body.json()).map(|body| with_state(stage, body, to));
        let body = body.map(|body| placed.current(&body));
        let path = operation.fill(&placed.values, target.client.base_path());
        let mut call = Call::new(&operation.method, path);
        if let Some(body) = &body {
            call = call.json(body);
        }
        let (exchange, _) = call_as_allowed(stage, operation, &call)?;
        if exchange.answer.is_success() {
            let moved = exchange.answer.json().map(super::identity::unwrapped);
            match moved.filter(|object| api.states.of_object(object).is_some()) {
                Some(object) => placed.object = Some(object),
                None => placed.refresh(stage)?,
            }
            return Ok(());
        }
        tried.push(format!("{} answered {}", exchange.title(), exchange.answer.status));
    }
    let tried =
        if tried.is_empty() { "no documented operation does that".to_owned() } else { tried.join(", ") };
    Err(Outcome::unproven(format!("the object could not be brought from {from} to {to}: {tried}")))
}

/// The operations on an object that may change its state so, the likeliest first.
fn movers<'a>(stage: &'a Stage, placed: &Placed, from: &str, to: &str) -> Vec<&'a Operation> {
    let api = &stage.facts.api;
    let named: Vec<_> = api.states.words(from, to).into_iter().filter_map(operation_in).collect();
    let mut scored: Vec<(u8, &Operation)> = Vec::new();
    for operation in &api.operations {
        let on_object = operation.path.starts_with(&placed.item_path)
            && operation.path.parameters().count() == placed.values.len();
        if !on_object || operation.is_safe() || operation.method == "DELETE" {
            continue;
        }
        let is_named =
            named.iter().any(|(method, path)| *method == operation.method && operation.path.same(path));
        let example = operation.success().and_then(|response| response.example.as_ref()?.json().cloned());
        let answers = example.map(super::identity::unwrapped);
        let answers =
            answers.is_some_and(|object| api.states.of_object(&object).is_some_and(|(_, state)| state == to));
        let sends = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .is_some_and(|body| sends_state(stage, body));
        let verb = operation.path.last_literal().unwrap_or_default();
        // `cancel` brings about `cancelled`.
        let stem: String = verb.chars().take(5).collect();
        let named_after = stem.len() >= 4 && to.starts_with(&stem);
        let score = match (is_named, sends, answers, named_after) {
            (true, ..) => 4,
            (_, true, true, _) => 3,
            (_, true, ..) => 2,
            (_, _, true, _) | (.., true) => 1,
            _ => continue,
        };
        scored.push((score, operation));
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, operation)| operation).collect()
}

fn sends_state(stage: &Stage, body: &Value) -> bool {
    body.as_object().is_some_and(|body| {
        body.values().filter_map(Value::as_str).any(|value| stage.facts.api.states.knows(value))
    })
}

/// A documented body with another state in the place of its own.
fn with_state(stage: &Stage, body: &Value, state: &str) -> Value {
    let mut body = body.clone();
    for value in body.as_object_mut().into_iter().flat_map(|body| body.values_mut()) {
        if value.as_str().is_some_and(|text| stage.facts.api.states.knows(text)) {
            *value = Value::from(state);
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ItemDraft, item};

    fn states() -> States {
        let keys =
            ["new -> paid", "paid -> sent", "paid -> refunded", "sent -> done", "[*] -> new", "done -> [*]"];
        let items = keys.map(|key| item("transition", key)).map(ItemDraft::into_item);
        States::read(items.iter())
    }

    #[test]
    fn the_shortest_way_leads_through_stated_changes_only() {
        let states = states();
        assert_eq!(states.way("new", "done"), Some(vec!["paid", "sent", "done"]));
        assert_eq!(states.way("new", "new"), Some(vec![]));
        assert_eq!(states.way("refunded", "done"), None);
        assert!(states.knows("refunded") && !states.knows("[*]"));
    }

    #[test]
    fn the_state_of_an_object_is_found_by_its_value() {
        let object = serde_json::json!({"id": "1", "phase": "sent"});
        assert_eq!(states().of_object(&object), Some(("phase", "sent")));
    }
}
