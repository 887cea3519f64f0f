//! What becomes of an object: "given an open order, when a clerk cancels it, then its status is `cancelled`".

use crate::api::{Api, Meant, Placed, Sort, bring_into, caller, meant, place, send, unwrapped};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::Value;

/// A scenario about the state of one object.
#[derive(Clone, Debug)]
pub struct Becomes {
    meant: Meant,
    /// The state that the object has before, where one is given.
    before: Option<String>,
    /// The state that it has afterwards.
    after: String,
}

/// Reads a scenario that gives no more than an object and its state, and says which state comes of one operation on it.
pub fn read(context: &ItemContext) -> Option<Becomes> {
    let (api, item) = (&context.facts.api, context.item);
    if item.kind != Kind::Scenario {
        return None;
    }
    let field = |name: &str| item.text_field(name).unwrap_or_default();
    let (given, when, then) = (field("given"), field("when"), field("then"));
    let meant = meant(api, context.number, given, when)?;
    let operation = &api.operations[meant.number];
    if operation.path.parameters().next().is_none() || operation.is_safe() || operation.method == "DELETE" {
        return None;
    }
    let resource = api.resource_at(operation)?;
    let states: Vec<String> = api
        .members(resource)
        .iter()
        .filter(|name| matches!(words::folded(name).as_str(), "state" | "status" | "phase" | "stage"))
        .filter_map(|name| match &api.field_of(resource, name)?.rule.sort {
            Sort::Choice(words) => Some(words.clone()),
            _ => None,
        })
        .next()?;
    let named = |text: &str| -> Vec<String> {
        let said = words::words(&text.replace('_', " "));
        let is_said = |state: &&String| {
            let parts = words::words(&state.replace('_', " "));
            said.windows(parts.len().max(1)).any(|window| window == parts)
        };
        states.iter().filter(is_said).cloned().collect()
    };
    let first = then.split([';', ',']).next().unwrap_or(then);
    let (reached, before) = (named(first), named(given));
    let [after] = reached.as_slice() else { return None };
    // More than "a confirmed booking" is a condition that nothing here brings about.
    let telling = words::words(given).len().saturating_sub(before.len());
    let plain = before.len() <= 1 && telling <= 2 && !words::words(first).iter().any(|word| word == "not");
    plain.then(|| Becomes { meant, before: before.into_iter().next(), after: after.clone() })
}

impl Becomes {
    /// What is claimed.
    pub fn claim(self, api: &Api) -> Claim {
        let from = self.before.as_ref().map(|state| format!(" that is {state}")).unwrap_or_default();
        let title =
            format!("{} makes an object{from} {}", api.operations[self.meant.number].title(), self.after);
        Claim::new(title, Needs::Target, move |stage| attempt(stage, &self).unwrap_or_else(|outcome| outcome))
    }
}

fn attempt(stage: &Stage, stated: &Becomes) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let number = stated.meant.number;
    let operation = &stage.facts.api.operations[number];
    let role = match &stated.meant.role {
        Some(name) => caller(target, name)?.role,
        None => None,
    };
    let acting = match &role {
        Some(role) => stage.acting_as(Some(role), Some(number)),
        None => stage.acting_as(None, None),
    };
    let stage = if role.is_some() { &acting } else { stage };
    let mut placed = place(stage, operation)?;
    if let Some(before) = &stated.before
        && !has(&placed.object, before)
    {
        bring_into(stage, &mut placed, before)?;
        if !has(&placed.object, before) {
            return Err(Outcome::unproven(format!("no object that is {before} could be made")));
        }
    }
    let sent = send(stage, operation, &placed)?;
    let answer = &sent.exchange.answer;
    if !answer.is_success() {
        let reason =
            format!("it answered {}, so that nothing became of the object", status_line(answer.status));
        return Err(Outcome::unproven(reason).showing(sent.exchange.sent(), sent.exchange.seen()));
    }
    let shown = now(stage, &mut placed).or_else(|| answer.json().map(unwrapped));
    let outcome = match shown {
        Some(object) if has(&Some(object.clone()), &stated.after) => {
            Outcome::proven(Strength::Asserted, format!("the object is {} afterwards", stated.after))
        }
        Some(object) if object.is_object() => {
            Outcome::refuted(format!("the object is not {} afterwards: {object}", stated.after))
        }
        _ => Outcome::unproven("the object cannot be read afterwards"),
    };
    Ok(outcome.resting_on(target, &sent.exchange))
}

/// The object as reading it shows it now.
fn now(stage: &Stage, placed: &mut Placed) -> Option<Value> {
    placed.refresh(stage).ok()?;
    placed.object.clone()
}

fn has(object: &Option<Value>, state: &str) -> bool {
    let members = object.as_ref().and_then(Value::as_object).into_iter().flatten();
    members.filter_map(|(_, value)| value.as_str()).any(|value| value == state)
}
