//! What belongs to one is not another's: read, written and listed.

use super::trial::key_works;
use crate::api::{
    Caller, Made, Operation, PathTemplate, Placed, creator, holders, is_allowed, make, place, send, walk,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;

/// A caller can do something with what is their own, and not with what is another's.
pub fn own_only(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    if stage.facts.api.is_creation(operation) {
        return super::trial::allowed(stage, caller, number);
    }
    if operation.method == "GET" && !has_owned_parameter(operation) {
        return list(stage, caller, number);
    }
    let mine = own(stage, caller, number)?;
    if !mine.is_proven() {
        return Ok(mine);
    }
    let theirs = not_others(stage, caller, number)?;
    match theirs.is_proven() {
        true => Ok(Outcome { reason: format!("{}; {}", mine.reason, theirs.reason), ..theirs }),
        false => Ok(theirs),
    }
}

/// A caller can do something with what is their own.
pub fn own(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let acting = stage.acting_as(caller.role.as_deref(), Some(number));
    let mine = place(&acting, operation)?;
    owned_by(stage, &mine, caller)?;
    let (exchange, _) = perform_on(&acting, operation, &mine)?;
    let status = exchange.answer.status;
    let answered =
        format!("as {} on an object that they made, it answered {}", caller.name, status_line(status));
    match status {
        200..=299 => {}
        401 if !key_works(stage, caller)? => {
            let reason = format!("{answered}: the target does not know the key that abide.toml gives");
            return Err(Outcome::blocked(reason).resting_on(target, &exchange));
        }
        401 | 403 | 404 => {
            let reason = format!("{answered}, and the specification allows it with what is their own");
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        _ => return Err(Outcome::unproven(answered).resting_on(target, &exchange)),
    }
    Ok(Outcome::proven(Strength::Asserted, answered).resting_on(target, &exchange))
}

/// A caller cannot do something with what is another's.
pub fn not_others(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    if operation.method == "GET" && !has_owned_parameter(operation) {
        return list(stage, caller, number);
    }
    let (placed, other) = of_another(stage, caller, operation)?;
    let acting = stage.acting_as(caller.role.as_deref(), Some(number));
    let (exchange, _) = perform_on(&acting, operation, &placed)?;
    let status = exchange.answer.status;
    let answered =
        format!("as {} on an object that {other} made, it answered {}", caller.name, status_line(status));
    let outcome = match status {
        200..=299 => Outcome::refuted(format!("{answered}, and the specification keeps it from them")),
        403 | 404 => Outcome::proven(Strength::Asserted, answered),
        401 if caller.role.is_none() => Outcome::proven(Strength::Asserted, answered),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        _ => Outcome::unproven(format!(
            "{answered}, and it is not certain that this keeps the object from them"
        )),
    };
    Ok(outcome.resting_on(target, &exchange))
}

fn has_owned_parameter(operation: &Operation) -> bool {
    operation.path.parameters().next().is_some()
}

fn perform_on(
    acting: &Stage,
    operation: &Operation,
    placed: &Placed,
) -> Result<(Exchange, Option<String>), Outcome> {
    send(acting, operation, placed).map(|performed| (performed.exchange, performed.role))
}

/// A list shows a caller what is their own, and nothing that is another's.
fn list(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let target = stage.target()?;
    let unknown = |why: &str| Outcome::unproven(format!("whose is whose cannot be told: {why}"));
    let Some((creating_number, creating)) = creator(stage, &operation.path) else {
        return Err(unknown("no documented operation makes an object of this list"));
    };
    names_no_owner(stage, creating_number, creating, caller)?;
    let own = stage.acting_as(caller.role.as_deref(), Some(creating_number));
    let mine = match is_allowed(creating, &caller.name) {
        true => Some(make(&own, creating_number, creating, &[], 0)?),
        false => None,
    };
    let (theirs, other) = made_by_another(stage, caller, creating_number, creating)?;
    let acting = stage.acting_as(caller.role.as_deref(), Some(number));
    let (found, exchange) = all_of(&acting, operation, number)?;
    let id = |made: &Made| stage.facts.api.id_in(&operation.path, &made.object);
    let listed = |made: &Made| {
        let wanted = id(made)?;
        Some(
            found
                .iter()
                .any(|element| stage.facts.api.id_in(&operation.path, element).as_ref() == Some(&wanted)),
        )
    };
    let outcome = match (listed(&theirs), mine.as_ref().and_then(listed)) {
        (Some(true), _) => {
            Outcome::refuted(format!("the list that {} gets names an object that {other} made", caller.name))
        }
        (Some(false), Some(true)) => Outcome::proven(
            Strength::Asserted,
            format!("the list that {} gets names what they made, and not what {other} made", caller.name),
        ),
        _ => Outcome::unproven(
            "neither of the objects that were made stands on the page of the list that was read",
        ),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// What somebody sees in a list, on all of its pages.
fn all_of(acting: &Stage, operation: &Operation, number: usize) -> Result<(Vec<Value>, Exchange), Outcome> {
    let facts = acting.facts.api.list(number);
    let size = facts.most.as_ref().map(|most| most.fact.number.min(100));
    let found = walk(acting, operation, &facts, &[], "", size, &mut |_| Ok(()))?;
    let Some(last) = found.last() else { return Err(Outcome::unproven("the list has no page")) };
    let last = last.clone();
    Ok((found.elements, last))
}

/// What one holder of a role sees in a list is not in the list of another.
pub fn apart(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let usable = holders(target, &caller.name).into_iter().filter(|role| role.lacking.is_none());
    let names: Vec<String> = usable.map(|role| role.name.clone()).take(2).collect();
    let [one, other] = names.as_slice() else { return Err(nobody_else(caller)) };
    if let Some((creating, operation)) = creator(stage, &operation.path) {
        // Without any object, nothing is shown to anybody.
        make(stage, creating, operation, &[], 0)?;
    }
    let ids = |role: &String| -> Result<(Vec<String>, Exchange), Outcome> {
        let acting = stage.acting_as(Some(role), Some(number));
        let (found, exchange) = all_of(&acting, operation, number)?;
        let ids = found.iter().filter_map(|one| stage.facts.api.id_in(&operation.path, one));
        Ok((ids.collect(), exchange))
    };
    let (mine, _) = ids(one)?;
    let (theirs, exchange) = ids(other)?;
    let outcome = match mine.iter().find(|id| theirs.contains(id)) {
        Some(id) => Outcome::refuted(format!("the lists of {one} and {other} both name {id}")),
        None if mine.is_empty() && theirs.is_empty() => {
            Outcome::unproven(format!("neither {one} nor {other} sees anything"))
        }
        None => Outcome::proven(
            Strength::Asserted,
            format!("the lists of {one} and {other} have nothing in common"),
        ),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// Whether the innermost object of a path was made by the caller, so that it is theirs.
fn owned_by(stage: &Stage, placed: &Placed, caller: &Caller) -> Result<(), Outcome> {
    let Some(made) = &placed.made else {
        return Err(Outcome::unproven("no documented operation makes an object that is somebody's own"));
    };
    if let Some((number, creating)) = creator(stage, &collection(&placed.item_path)) {
        names_no_owner(stage, number, creating, caller)?;
    }
    if made.role != caller.role {
        let reason = format!("{} cannot make such an object, so none is known to be their own", caller.name);
        return Err(Outcome::unproven(reason));
    }
    Ok(())
}

fn collection(item: &PathTemplate) -> PathTemplate {
    item.prefix(item.segments().len().saturating_sub(1))
}

/// An object that names its owner is not simply its maker's.
fn names_no_owner(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    caller: &Caller,
) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    // Whoever may leave the name out is meant where it is not there.
    let left_out = api.names_holder(number, &caller.name);
    let owners = ["owner", "user", "customer", "author", "account", "member", "assignee", "creator"];
    let role: Vec<String> = words::parts(&caller.name).iter().map(|part| words::singular(part)).collect();
    let names = |member: &String| {
        words::parts(member).iter().any(|part| owners.contains(&part.as_str()) || role.contains(part))
            // A second one beside the owner is somebody else.
            && !words::parts(member).iter().any(|part| ["co", "second", "other", "next", "previous", "contact"].contains(&part.as_str()))
            && words::parts(member)
                .last()
                .is_some_and(|last| {
                    ["id", "email", "name", "owner", "user"].contains(&last.as_str())
                        || words::parts(member).len() == 1
                })
    };
    let body = creating.request.as_ref().and_then(|body| body.json()).and_then(|body| body.as_object());
    let person =
        creating.path.last_literal().is_some_and(|last| owners.contains(&words::singular(last).as_str()));
    // What the interface makes is a thing, and no account of somebody.
    let is_thing = |name: &String| {
        api.resources.iter().any(|resource| {
            resource.create.is_some()
                && !owners.contains(&resource.name.as_str())
                && crate::api::reference_to(creating, resource).as_ref() == Some(name)
        })
    };
    let mut members = body.into_iter().flatten().map(|(name, _)| name);
    match members.find(|name| names(name) && !is_thing(name) && Some(*name) != left_out.as_ref()) {
        Some(name) => {
            Err(Outcome::unproven(format!("whose an object is says its `{name}`, and not who made it")))
        }
        None if person => Err(Outcome::unproven("which of these is the caller's own is not known")),
        None => Ok(()),
    }
}

/// An object that somebody else made, for the path of an operation; with who that was.
fn of_another(stage: &Stage, caller: &Caller, operation: &Operation) -> Result<(Placed, String), Outcome> {
    let Some((at, _)) = operation.path.parameters().last() else {
        return Err(Outcome::unproven("its path names no object"));
    };
    let Some((number, creating)) = creator(stage, &operation.path.prefix(at)) else {
        return Err(Outcome::unproven("no documented operation makes an object that is somebody's own"));
    };
    names_no_owner(stage, number, creating, caller)?;
    let mut last = None;
    for other in others(stage, caller, number, creating)? {
        match place(&stage.acting_as(Some(&other), Some(number)), operation) {
            Ok(placed) if placed.made.as_ref().is_some_and(|made| made.role.as_ref() == Some(&other)) => {
                return Ok((placed, other));
            }
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => last = Some(outcome),
            Ok(_) => {}
        }
    }
    Err(last.unwrap_or_else(|| nobody_else(caller)))
}

fn made_by_another(
    stage: &Stage,
    caller: &Caller,
    number: usize,
    creating: &Operation,
) -> Result<(Made, String), Outcome> {
    let mut last = None;
    for other in others(stage, caller, number, creating)? {
        match make(&stage.acting_as(Some(&other), Some(number)), number, creating, &[], 0) {
            Ok(made) => return Ok((made, other)),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(outcome) => last = Some(outcome),
        }
    }
    Err(last.unwrap_or_else(|| nobody_else(caller)))
}

fn nobody_else(caller: &Caller) -> Outcome {
    Outcome::blocked(format!(
        "abide.toml knows nobody but {} who may make such an object; add a second holder of the role, as `{}_b`",
        caller.name,
        caller.role.as_deref().unwrap_or("user")
    ))
}

/// Who else may make such an object: other holders of the role first.
fn others(
    stage: &Stage,
    caller: &Caller,
    number: usize,
    creating: &Operation,
) -> Result<Vec<String>, Outcome> {
    let target = stage.target()?;
    // What somebody else makes in the name of the caller is the caller's.
    let named = stage.facts.api.names_holder(number, &caller.name).is_some();
    let usable = |name: &String| target.role(name).is_some_and(|role| role.lacking.is_none());
    let same = holders(target, &caller.name).into_iter().map(|role| role.name.clone());
    let rest = crate::api::actors(target, creating)?.into_iter().flatten().filter(|_| !named);
    let rest = rest.map(|role| role.name.clone());
    let mut names: Vec<String> = Vec::new();
    for name in same.chain(rest) {
        if Some(&name) != caller.role.as_ref() && usable(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
