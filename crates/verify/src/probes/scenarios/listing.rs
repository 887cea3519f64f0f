//! Scenes about a list: its parameters, and what it may show.

use super::judge::names;
use super::play::wrong_status;
use super::scene::{Scene, Sent};
use super::then::Then;
use crate::api::{Object, Sort, call_as_allowed, elements, same_value, walk};
use crate::claim::Outcome;
use crate::http::{Call, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Value, json};

/// Asks for a list as a scene says, and looks at what it shows.
pub fn list(stage: &Stage, scene: &Scene, resource: usize) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let operation = &api.operations[scene.number];
    let resource = &api.resources[resource];
    // So that there is something to show, and something to leave out.
    for then in &scene.then.all {
        let Then::Only(name, value) = then else { continue };
        let Some(Sort::Choice(words)) = api.field_of(resource, name).map(|facts| facts.rule.sort.clone())
        else {
            continue;
        };
        let mut made = 0;
        for word in words {
            made += usize::from(
                Object::make(stage, resource, &|body| {
                    body.insert(name.clone(), json!(word));
                })
                .is_ok_and(|object| {
                    object.shown.get(name) == Some(&json!(word)) && (json!(word) == *value || made < 2)
                }),
            );
        }
        if made < 2 {
            return Err(Outcome::unproven(format!("no objects that differ in `{name}` could be made")));
        }
    }
    let hidden = hidden(stage, scene, resource)?;
    let mut query: Vec<String> = Vec::new();
    for (name, sent) in &scene.with {
        match sent {
            Sent::Value(Value::String(text)) => query.push(format!("{name}={}", crate::api::encoded(text))),
            Sent::Value(value) => query.push(format!("{name}={value}")),
            Sent::Nothing => {}
            Sent::Other => return Err(Outcome::unproven("which value is asked for is not said")),
        }
    }
    let mut path = operation.fill(&[], target.client.base_path());
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let (exchange, _) = call_as_allowed(stage, operation, &Call::new("GET", path))?;
    if let Some(reason) = wrong_status(stage, scene, &exchange)? {
        return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
    }
    let body = exchange.answer.json().unwrap_or(Value::Null);
    let mut told = vec![format!("it answered {}", status_line(exchange.answer.status))];
    for then in &scene.then.all {
        let reason = match then {
            Then::Code(code) if !names(&body, code) => {
                format!("it answered {} without the code {code}", status_line(exchange.answer.status))
            }
            Then::Only(name, value) => {
                let shown = elements(&body);
                let other = shown
                    .iter()
                    .find_map(|element| element.get(name).filter(|shown| !same_value(shown, value)));
                match (other, shown.is_empty()) {
                    (Some(other), _) => {
                        format!("it shows an object whose `{name}` is {other}, stated is {value} alone")
                    }
                    (None, true) => "it shows nothing, although there is something".to_owned(),
                    (None, false) => {
                        told.push(format!("all of {} objects have `{name}` {value}", shown.len()));
                        continue;
                    }
                }
            }
            Then::Without(name, state) => {
                // What is hidden may stand on any page.
                let all = walk(
                    stage,
                    operation,
                    &api.list(scene.number),
                    &[],
                    &query.join("&"),
                    None,
                    &mut |_| Ok(()),
                )?;
                if !all.complete || all.elements.is_empty() {
                    return Err(Outcome::unproven("the list could not be read to its end"));
                }
                let shown = all.elements;
                let wrong =
                    shown.iter().find(|element| element.get(name).and_then(Value::as_str) == Some(state));
                match wrong {
                    Some(_) => format!("it shows an object whose `{name}` is {state}"),
                    None if hidden == 0 => {
                        return Err(Outcome::unproven(format!("no object that is {state} could be made")));
                    }
                    None => {
                        told.push(format!("none of {} objects is {state}", shown.len()));
                        continue;
                    }
                }
            }
            Then::Status(_) | Then::Refused | Then::Code(_) => continue,
            _ => return Err(Outcome::unproven("what has to come of it is not looked at in a list")),
        };
        return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
    }
    let told = told.join("; ");
    let outcome = match scene.then.left.is_empty() {
        true => Outcome::proven(Strength::Asserted, told),
        false => Outcome::unproven(format!("{told}; not tried: {}", scene.then.left.join("; "))),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// Makes objects that are not to be listed; how many there are.
fn hidden(stage: &Stage, scene: &Scene, resource: &crate::api::Resource) -> Result<usize, Outcome> {
    let api = &stage.facts.api;
    let mut made = 0;
    for then in &scene.then.all {
        let (Then::Without(name, state), Some(item)) = (then, api.item_path(resource)) else { continue };
        let object = Object::make(stage, resource, &|_| {})?;
        let now = object.now(stage, resource)?.0;
        let is = now.get(name).and_then(Value::as_str) == Some(state);
        let mut at = object.placed(item, Some(now));
        if is || crate::api::bring_into(stage, &mut at, state).is_ok() {
            made += 1;
        }
    }
    Ok(made)
}
