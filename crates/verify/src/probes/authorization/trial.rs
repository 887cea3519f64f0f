//! Calls as somebody who may, and as somebody who may not.

use crate::api::{
    Access, Api, Caller, Denial, Fault, Operation, Placed, call_as_allowed, is_allowed, perform, place,
    place_for, references, same_role, send, unwrapped,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;

/// Whether what an operation works on may be somebody's own: not where the specification speaks of owners of other things alone.
fn may_be_owned(stage: &Stage, number: usize) -> bool {
    const OWN: &[&str] = &[
        "own",
        "owns",
        "owned",
        "owner",
        "owners",
        "owner's",
        "theirs",
        "someone else's",
        "somebody else's",
        "anyone else's",
        "else's",
        "creator",
        "author",
    ];
    let api = &stage.facts.api;
    let resource = api.resource_at(&api.operations[number]).or_else(|| api.resource_of(number));
    let Some(resource) = resource else { return true };
    let same = |other: &crate::api::Resource| other.collection.same(&resource.collection);
    let about = |sentence: &crate::api::Sentence| match &sentence.scope {
        crate::api::Scope::General => None,
        crate::api::Scope::Operations(of) => Some(of.iter().any(|at| {
            *at == number || resource.has(*at) || api.resource_at(&api.operations[*at]).is_some_and(same)
        })),
        crate::api::Scope::Resources(of) => Some(of.iter().any(|at| same(&api.resources[*at]))),
    };
    let anothers = |sentence: &crate::api::Sentence| {
        api.roles.iter().any(|role| sentence.plain.contains(&format!("another {}", role.to_lowercase())))
    };
    let speaking = api
        .sentences
        .iter()
        .filter(|sentence| sentence.says(OWN) || anothers(sentence) || is_somebodys(api, &sentence.plain));
    let of: Vec<Option<bool>> = speaking.map(about).collect();
    // What is said in general is said of those things that are somebody's own.
    of.contains(&Some(true)) || !of.contains(&Some(false))
}

/// Whether a text in lower case says that something belongs to somebody: "belongs to a clerk", and not "belongs to a room".
fn is_somebodys(api: &Api, plain: &str) -> bool {
    const WHO: &[&str] = &[
        "user", "users", "caller", "callers", "account", "person", "them", "you", "me", "someone",
        "somebody", "another", "others", "anyone", "whoever", "who", "one", "key", "customer", "member",
        "tenant",
    ];
    let behind = plain.match_indices("belong").filter_map(|(at, _)| {
        let rest = plain.get(at..)?.split_once(" to ")?.1;
        Some(words::words(rest).into_iter().take(3).collect::<Vec<String>>())
    });
    let somebody =
        |word: &String| WHO.contains(&word.as_str()) || api.roles.iter().any(|role| same_role(role, word));
    behind.into_iter().any(|words| words.iter().any(somebody))
}

/// Whether all that a request refers to was made by the caller.
fn refers_to_own(stage: &Stage, exchange: &Exchange, caller: &Caller) -> bool {
    let body: Value = serde_json::from_str(exchange.body.as_deref().unwrap_or_default()).unwrap_or_default();
    references(stage, &body).into_iter().all(|(name, creating)| {
        let id = body.get(&name).map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let collection = &stage.facts.api.operations[creating].path;
        stage.shared.workshop.maker(collection, &id.unwrap_or_default()) == caller.role
    })
}

/// Calls an operation as somebody who may.
pub fn allowed(stage: &Stage, caller: &Caller, number: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let acting = stage.acting_as(caller.role.as_deref(), Some(number));
    let performed = perform(&acting, number)?;
    let exchange = &performed.exchange;
    let own = performed.placed.made.as_ref().is_none_or(|made| made.role == caller.role)
        && refers_to_own(stage, exchange, caller);
    let status = exchange.answer.status;
    let answered = format!("as {}, it answered {}", caller.name, status_line(status));
    let may_be_anothers = !own && stage.facts.api.denial.owners && may_be_owned(stage, number);
    let outcome = match status {
        200..=299 => Outcome::proven(Strength::Asserted, answered),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 if caller.role.is_some() && !key_works(stage, caller)? => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        401 | 403 if may_be_anothers => Outcome::unproven(format!(
            "{answered}; {} could not make the object, and the specification speaks of owners",
            caller.name
        )),
        // Some may do it to what another made, and not to their own.
        403 if performed.placed.made.is_some() => match on_anothers(stage, caller, number)? {
            Some(200..=299) => {
                let reason = format!("as {}, it works on what another made", caller.name);
                Outcome::proven(Strength::Asserted, reason)
            }
            Some(other) => Outcome::unproven(format!(
                "{answered} on what {} made, and {} on what another made",
                caller.name,
                status_line(other)
            )),
            None => Outcome::refuted(format!("{answered}, and the specification allows it")),
        },
        401 | 403 => Outcome::refuted(format!("{answered}, and the specification allows it")),
        404 if !may_be_anothers && works_for_another(stage, caller, number)? => {
            Outcome::refuted(format!("{answered}, and to another role that may, it answered with success"))
        }
        _ => Outcome::unproven(format!("{answered}, which neither turns away nor does what was asked")),
    };
    Ok(outcome.resting_on(target, exchange))
}

/// Calls an operation as somebody who may not, and sees that nothing changed.
pub fn denied(stage: &Stage, caller: &Caller, number: usize, refusal: Denial) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let target = stage.target()?;
    let acting = stage.acting_as(caller.role.as_deref(), Some(number));
    let (exchange, placed, before) = if api.is_creation(operation) || operation.is_safe() {
        let performed = perform(&acting, number)?;
        (performed.exchange, performed.placed, None)
    } else {
        let placed = place(&acting, operation)?;
        let before = read_again(stage, &placed)?;
        let sent = send(&acting, operation, &placed)?;
        match sent.exchange.answer.status {
            400 | 409 | 412 | 422 => {
                let performed = perform(&acting, number)?;
                (performed.exchange, performed.placed, None)
            }
            _ => (sent.exchange, placed, before),
        }
    };
    let status = exchange.answer.status;
    let answered = format!("as {}, it answered {}", caller.name, status_line(status));
    let keyless = caller.role.is_none();
    let stated = if refusal.strict && !keyless { ", documented as 403" } else { ", which is no refusal" };
    let outcome = match status {
        200..=299 => Outcome::refuted(format!("{answered}, and the specification denies it")),
        403 => Outcome::proven(Strength::Asserted, answered.as_str()),
        401 if keyless => Outcome::proven(Strength::Asserted, answered.as_str()),
        401 if !key_works(stage, caller)? => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        401 if refusal.strict => Outcome::refuted(format!("{answered}{stated}")),
        401 => Outcome::proven(Strength::Asserted, answered.as_str()),
        // That there is nothing at the path at all would be answered so as well.
        404 if refusal.hides && works_for_another(stage, caller, number)? => {
            Outcome::proven(Strength::Asserted, answered.as_str())
        }
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        400..=599 if refusal.strict && !keyless && works_for_another(stage, caller, number)? => {
            Outcome::refuted(format!("{answered}{stated}"))
        }
        404 if works_for_another(stage, caller, number)? => {
            Outcome::proven(Strength::Asserted, answered.as_str())
        }
        _ => Outcome::unproven(format!(
            "{answered}, and it is not certain that this turns {} away",
            caller.name
        )),
    };
    if let Some(wrong) = api.wrong_code(Some(number), Fault::Denied, &exchange.answer)
        && outcome.is_proven()
        && status == 403
    {
        return Ok(Outcome::refuted(format!("{answered}; {wrong}")).resting_on(target, &exchange));
    }
    if let (true, Some(before)) = (outcome.is_proven(), before) {
        if let Some(change) = changed(&before, read_again(stage, &placed)?.as_ref()) {
            let reason = format!("{answered}, and {change}");
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        let reason = format!("{answered}, and the object is as it was");
        return Ok(Outcome { reason, ..outcome }.resting_on(target, &exchange));
    }
    Ok(outcome.resting_on(target, &exchange))
}

/// Whether the key of a role is known to the target: an operation that is not open to everybody does not answer 401.
pub fn key_works(stage: &Stage, caller: &Caller) -> Result<bool, Outcome> {
    let Some(role) = caller.role.as_deref().and_then(|name| stage.target().ok()?.role(name)) else {
        return Ok(true);
    };
    let operations = stage.facts.api.operations.iter().filter(|operation| {
        operation.method == "GET"
            && operation.path.parameters().next().is_none()
            && operation.access != Access::Public
            && !crate::api::is_open_by_convention(&operation.path)
    });
    for operation in operations.take(5) {
        let path = operation.fill(&[], stage.target()?.client.base_path());
        if stage.call(&Call::new("GET", path).headers(&role.headers))?.answer.status != 401 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the documented request succeeds for another who may.
fn works_for_another(stage: &Stage, caller: &Caller, number: usize) -> Result<bool, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let others = target.roles.iter().filter(|role| {
        role.lacking.is_none()
            && Some(&role.name) != caller.role.as_ref()
            && is_allowed(operation, &role.name)
    });
    for role in others.take(3) {
        let acting = stage.acting_as(Some(&role.name), Some(number));
        match perform(&acting, number) {
            Ok(performed) if performed.exchange.answer.is_success() => return Ok(true),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(false)
}

/// What a caller who is refused on an object of their own is answered on one that somebody else made, where that turns nobody away.
fn on_anothers(stage: &Stage, caller: &Caller, number: usize) -> Result<Option<u16>, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let others = stage.target()?.roles.iter();
    let others = others.filter(|role| role.lacking.is_none() && Some(&role.name) != caller.role.as_ref());
    let mut answered = None;
    for role in others {
        let Ok(placed) = place_for(&stage.acting_as(Some(&role.name), None), number) else { continue };
        let made = placed.made.as_ref().and_then(|made| made.role.as_deref());
        if made.is_none() || made == caller.role.as_deref() {
            continue;
        }
        let acting = stage.acting_as(caller.role.as_deref(), Some(number));
        let status = send(&acting, operation, &placed)?.exchange.answer.status;
        match status {
            200..=299 => return Ok(Some(status)),
            // What is another's may be hidden, or be kept from them as well.
            401 | 403 | 404 => {}
            _ => answered = Some(status),
        }
    }
    Ok(answered)
}

/// The object as it is now, with the status of reading it; nothing where it cannot be read.
fn read_again(stage: &Stage, placed: &Placed) -> Result<Option<(u16, Value)>, Outcome> {
    let Some((_, reading)) = stage.facts.api.find("GET", &placed.item_path) else { return Ok(None) };
    if placed.values.is_empty() {
        return Ok(None);
    }
    let (exchange, _) = read(stage, reading, placed)?;
    Ok(Some((exchange.answer.status, exchange.answer.json().map(unwrapped).unwrap_or(Value::Null))))
}

/// Reads an object as whoever made it, or as anybody else who may.
fn read(stage: &Stage, reading: &Operation, placed: &Placed) -> Result<(Exchange, Option<String>), Outcome> {
    let path = reading.fill(&placed.values, stage.target()?.client.base_path());
    let maker = placed.made.as_ref().and_then(|made| made.role.as_deref());
    call_as_allowed(&stage.acting_as(maker, None), reading, &Call::new("GET", path))
}

/// What changed about an object that was readable; times that move by themselves do not count.
fn changed(before: &(u16, Value), after: Option<&(u16, Value)>) -> Option<String> {
    let after = after.filter(|_| (200..300).contains(&before.0))?;
    if !(200..300).contains(&after.0) {
        return Some(format!("reading the object answers {} afterwards", status_line(after.0)));
    }
    let members = before.1.as_object()?;
    let differs = members.iter().find(|(name, value)| !moves(name) && after.1.get(*name) != Some(value));
    differs.map(|(name, _)| format!("`{name}` of the object is another afterwards"))
}

fn moves(name: &str) -> bool {
    let parts = words::parts(name);
    let last = parts.last().map(String::as_str).unwrap_or_default();
    ["at", "time", "timestamp", "date", "views", "seen", "count", "etag"].contains(&last)
}
