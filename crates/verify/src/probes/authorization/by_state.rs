//! What is in some state is kept from some, who neither read nor list it, and shown to others: "hide draft articles from readers",
//! `read drafts: editors`.

use crate::api::{Object, Resource, bring_into, call_on, caller, is_allowed, walk};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// What the sentences within a stretch of a specification claim.
pub fn claims(context: &ItemContext, start: u32, end: u32) -> Vec<Claim> {
    let api = &context.facts.api;
    let within = api.within(context.number, start, end);
    let seeing = within.flat_map(|(_, sentence)| api.seeing_in(sentence));
    let both = seeing.flat_map(|seeing| {
        let resource = &api.resources[seeing.resource];
        let hidden = seeing.hidden_from.iter().map(|role| of(resource, &seeing.states, role, false));
        hidden
            .chain(seeing.seen_by.iter().map(|role| of(resource, &seeing.states, role, true)))
            .collect::<Vec<_>>()
    });
    both.collect()
}

/// What a right to read things in some states claims: "read drafts", "view articles other than drafts".
pub fn of_action(context: &ItemContext, action: &str, names: &[String], may: bool) -> Vec<Claim> {
    const READS: &[&str] =
        &["read ", "reads ", "see ", "sees ", "view ", "views ", "look at ", "open ", "browse "];
    let api = &context.facts.api;
    let lower = action.trim().to_lowercase();
    let Some(things) = READS.iter().find_map(|verb| lower.strip_prefix(verb)) else { return Vec::new() };
    let Some((at, states)) = api.things(things) else { return Vec::new() };
    names.iter().map(|role| of(&api.resources[at], &states, role, may)).collect()
}

fn of(resource: &Resource, states: &[String], role: &str, may: bool) -> Claim {
    let title = match may {
        true => format!("{role} sees a {} that is {}", resource.name, states.join(" or ")),
        false => format!("a {} that is {} is kept from {role}", resource.name, states.join(" or ")),
    };
    let (resource, states, role) = (resource.clone(), states.to_vec(), role.to_owned());
    Claim::new(title, Needs::Target, move |stage| {
        each(stage, &resource, &states, &role, may).unwrap_or_else(|outcome| outcome)
    })
}

/// Tries each state into which an object can be brought.
fn each(
    stage: &Stage,
    resource: &Resource,
    states: &[String],
    role: &str,
    may: bool,
) -> Result<Outcome, Outcome> {
    let (mut last, mut lacking) = (None, None);
    for state in states {
        let outcome = match one(stage, resource, state, role, may) {
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => {
                lacking = Some(outcome);
                continue;
            }
            Ok(outcome) => outcome,
        };
        if !outcome.is_proven() {
            return Ok(outcome);
        }
        last = Some(outcome);
    }
    last.or(lacking).ok_or_else(|| Outcome::unproven("no state is named"))
}

fn one(stage: &Stage, resource: &Resource, state: &str, role: &str, may: bool) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let caller = caller(target, role)?;
    let anybody = stage.as_anybody();
    let object = Object::make(&anybody, resource, &|_| {})?;
    let item = stage.facts.api.item_path(resource).ok_or_else(|| Outcome::unproven("nothing reads it"))?;
    let mut placed = object.placed(item, Some(object.now(&anybody, resource)?.0));
    bring_into(&anybody, &mut placed, state)?;
    let Some(read) = resource.read else { return Err(Outcome::unproven("nothing reads it")) };
    let acting = stage.acting_as(caller.role.as_deref(), Some(read));
    let exchange = call_on(&acting, read, &object.values, None, &[])?;
    let status = exchange.answer.status;
    let answered =
        format!("of a {} that is {state}, {role} was answered {}", resource.name, status_line(status));
    let told = |reason: String| Outcome::refuted(reason).resting_on(target, &exchange);
    match (may, status) {
        (_, 429) => return Err(Outcome::inconclusive(answered)),
        (true, 200..=299) | (false, 403 | 404) => {}
        (false, 200..=299) => {
            return Ok(told(format!("{answered}, and the specification keeps it from them")));
        }
        // Something of their own may be meant, where things belong to somebody.
        (true, 403 | 404) if !belongs(stage, resource, role) => {
            return Ok(told(format!("{answered}, and the specification shows it to them")));
        }
        _ => return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen())),
    }
    let list = match may {
        true => None,
        false => listed(&anybody, stage, resource, &object, caller.role.as_deref())?,
    };
    match list {
        Some((true, list)) => {
            let reason = format!("the list that {role} gets names a {} that is {state}", resource.name);
            Ok(Outcome::refuted(reason).resting_on(target, &list))
        }
        Some((false, _)) => {
            let answered = format!("{answered}, and their list does not name it");
            Ok(Outcome::proven(Strength::Asserted, answered).resting_on(target, &exchange))
        }
        None => Ok(Outcome::proven(Strength::Asserted, answered).resting_on(target, &exchange)),
    }
}

/// Whether such things are kept to whoever made them, or may be those of the role itself.
fn belongs(stage: &Stage, resource: &Resource, role: &str) -> bool {
    let api = &stage.facts.api;
    let kept =
        |number: usize| api.operations[number].owner.is_some() || !api.operations[number].narrow.is_empty();
    let makes = |number: usize| is_allowed(&api.operations[number], role);
    resource.has_any(kept) || resource.create.is_some_and(makes)
}

/// Whether somebody's list names an object that others find in it; nothing where they do not, or where it is not theirs to list.
fn listed(
    anybody: &Stage,
    stage: &Stage,
    resource: &Resource,
    object: &Object,
    role: Option<&str>,
) -> Result<Option<(bool, Exchange)>, Outcome> {
    let api = &stage.facts.api;
    let Some(number) = resource.list else { return Ok(None) };
    let operation = &api.operations[number];
    let count = operation.path.parameters().count();
    let (Some(parents), Some(id)) = (object.values.get(..count), object.values.last()) else {
        return Ok(None);
    };
    let facts = api.list(number);
    let size = facts.most.as_ref().map(|most| most.fact.number.min(100));
    let names = |stage: &Stage| -> Result<Option<(bool, Exchange)>, Outcome> {
        let found = match walk(stage, operation, &facts, parents, "", size, &mut |_| Ok(())) {
            Ok(found) => found,
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => return Ok(None),
        };
        let is = |element: &Value| api.id_in(&operation.path, element).as_ref() == Some(id);
        Ok(found.last().map(|last| (found.elements.iter().any(is), last.clone())))
    };
    if !matches!(names(anybody)?, Some((true, _))) {
        return Ok(None);
    }
    names(&stage.acting_as(role, Some(number)))
}
