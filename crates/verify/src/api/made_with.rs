//! With what something has to be made before something else may refer to it: only a machine that needs no training can be booked by
//! whoever has none, only an event that is open to guests by a guest.

use super::references::with_references_of;
use super::rule::Sort;
use super::workshop::{place_home, send_body};
use super::{Resource, create, unwrapped};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For each operation that makes something, and each member of its request that refers to something: what that is made with.
#[derive(Debug, Default)]
pub struct MadeWith(Mutex<HashMap<usize, Needed>>);

/// The member that refers, and what is given in the request of what it refers to.
#[derive(Clone, Debug)]
struct Needed {
    member: String,
    name: String,
    value: Value,
}

impl MadeWith {
    fn get(&self, number: usize) -> Option<Needed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    fn keep(&self, number: usize, needed: Needed) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, needed);
    }

    /// Whether something was found for an operation.
    pub(super) fn is_known(&self, number: usize) -> bool {
        self.get(number).is_some()
    }
}

/// So many ways of making what is referred to are tried.
const MOST: usize = 6;

/// What else may be given where something is made: switches the other way round, and the other words of those that there are.
fn variants(stage: &Stage, creating: usize) -> Vec<(String, Value)> {
    let api = &stage.facts.api;
    let Some(resource) = of(stage, creating) else { return Vec::new() };
    let Some(entity) = resource.input.as_ref().or(resource.entity.as_ref()) else { return Vec::new() };
    let sent = api.operations[creating].request.as_ref().and_then(|body| body.json());
    let (mut switches, mut words) = (Vec::new(), Vec::new());
    for (name, facts) in api.fields.of_entity(entity) {
        if facts.rule.owned || api.is_owned(resource, name) {
            continue;
        }
        let sent = sent.and_then(|sent| sent.get(name));
        match &facts.rule.sort {
            Sort::Boolean => {
                let usual = sent
                    .and_then(Value::as_bool)
                    .or_else(|| facts.default.as_ref()?.trim_matches(['`', '"']).parse().ok());
                let values = usual.map_or(vec![false, true], |usual| vec![!usual]);
                switches.extend(values.into_iter().map(|value| (name.to_owned(), json!(value))));
            }
            // What tells how far it is comes of what is done to it.
            Sort::Choice(choices) if !choices.iter().any(|choice| api.states.knows(choice)) => {
                let default = facts.default.as_deref().map(|text| text.trim_matches(['`', '"']));
                let usual = sent.and_then(Value::as_str).or(default);
                let others = choices.iter().filter(|choice| Some(choice.as_str()) != usual);
                words.extend(others.map(|choice| (name.to_owned(), json!(choice))));
            }
            _ => {}
        }
    }
    switches.extend(words);
    switches.truncate(MOST);
    switches
}

fn of<'s>(stage: &'s Stage, creating: usize) -> Option<&'s Resource> {
    stage.facts.api.resources.iter().find(|resource| resource.create == Some(creating))
}

/// Whether what one of some members refers to can be made in another way.
pub fn may_differ(stage: &Stage, members: &[(String, usize)]) -> bool {
    members.iter().any(|(_, creating)| !variants(stage, *creating).is_empty())
}

/// Finds with what that has to be made to which a member of the request of an operation refers, where it is refused for the usual;
/// tells whether something was found.
pub(super) fn find_made_with(
    stage: &Stage,
    number: usize,
    members: &[(String, usize)],
) -> Result<bool, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let Some(body) = operation.request.as_ref().and_then(|body| body.json()).filter(|body| body.is_object())
    else {
        return Ok(false);
    };
    for (member, creating) in members {
        for (name, value) in variants(stage, *creating) {
            let Some(id) = made(stage, *creating, member, &name, &value) else { continue };
            let home = place_home(stage, operation)?.values;
            let mut body = with_references_of(stage, number, body, 0);
            body[member.as_str()] = id;
            super::bond::agree(stage, &mut body, member);
            if send_body(stage, number, operation, &home, &body)?.answer.is_success() {
                let needed = Needed { member: member.clone(), name, value };
                stage.shared.workshop.made_with.keep(number, needed);
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// A new object for a member of the request of an operation, made with what was found for it; none where nothing was.
pub(super) fn referred_as_needed(stage: &Stage, by: usize, member: &str, creating: usize) -> Option<Value> {
    let needed = stage.shared.workshop.made_with.get(by).filter(|needed| needed.member == member)?;
    made(stage, creating, member, &needed.name, &needed.value)
}

/// A new object for a member of the request of an operation, made with a value of its own beside what was found to be needed.
pub fn referred_with(
    stage: &Stage,
    by: usize,
    member: &str,
    creating: usize,
    (name, value): (&str, &Value),
) -> Option<Value> {
    let needed = stage.shared.workshop.made_with.get(by).filter(|needed| needed.member == member);
    make(stage, creating, member, &|body| {
        body.extend(needed.iter().map(|needed| (needed.name.clone(), needed.value.clone())));
        body.insert(name.to_owned(), value.clone());
    })
}

/// New objects to which a member may refer, each made in another way than usual.
pub(super) fn made_otherwise<'s>(
    stage: &'s Stage,
    creating: usize,
    member: &'s str,
) -> impl Iterator<Item = Value> + 's {
    variants(stage, creating)
        .into_iter()
        .filter_map(move |(name, value)| made(stage, creating, member, &name, &value))
}

/// Makes an object with a member of its own; what it is referred to by.
fn made(stage: &Stage, creating: usize, member: &str, name: &str, value: &Value) -> Option<Value> {
    make(stage, creating, member, &|body| {
        body.insert(name.to_owned(), value.clone());
    })
}

fn make(
    stage: &Stage,
    creating: usize,
    member: &str,
    change: &dyn Fn(&mut Map<String, Value>),
) -> Option<Value> {
    // What it refers to in turn may need one of it.
    let stage = &stage.searching(creating)?;
    let creation = create(stage, creating, &[], change).ok()?;
    if !creation.exchange.answer.is_success() {
        return None;
    }
    let object = creation.exchange.answer.json().map(unwrapped)?;
    let ending = crate::words::parts(member).pop().unwrap_or_default();
    let id = object.get(if ending == "ids" { "id" } else { ending.as_str() })?.clone();
    if let Some(id) = id.as_str() {
        let path = &stage.facts.api.operations[creating].path;
        stage.shared.workshop.note_maker(path, id, creation.role.as_deref());
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{Reply, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::collections::HashSet;
    use std::sync::{Arc, Mutex};

    const SPECIFICATION: &str = "# Workshop\n## Data model\n### Machine\n| Field | Type | Rules |\n|---|---|---|\n\
        | id | integer | |\n| name | string | required |\n| taught | boolean | `true` if not given |\n\
        ### Booking\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| machine_id | integer | required |\n\
        ## API\n- `POST /machines`: adds a machine, 201\n- `GET /machines/{id}`: one machine\n\
        - `POST /bookings`: adds a booking, 201\n- `GET /bookings/{id}`: one booking\n";

    #[test]
    fn what_is_referred_to_is_made_in_the_way_that_lets_something_else_be_made() {
        let free: Arc<Mutex<HashSet<u64>>> = Arc::default();
        let made = Arc::clone(&free);
        let server = shelf::serve_with(
            move |object, _| {
                if object.get("taught") == Some(&json!(false)) {
                    made.lock().unwrap().extend(object["id"].as_u64());
                }
            },
            move |request, _| {
                let taken = |id: u64| free.lock().unwrap().contains(&id);
                let booked = request.method == "POST" && request.route() == "/bookings";
                let untaught = booked && !request.json()["machine_id"].as_u64().is_some_and(taken);
                untaught.then(|| Reply::json(409, &json!({"error": "nobody has taught you"})))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("contract").unwrap()], SPECIFICATION, &config);
        let of = |id: &str| run.items.iter().find(|item| item.id.ends_with(id)).unwrap();
        for id in ["POST /bookings", "GET /bookings/{id}"] {
            let claims: Vec<_> = of(id).evidence.iter().map(|claim| (claim.verdict, &claim.reason)).collect();
            assert!(
                !claims.is_empty() && claims.iter().all(|(verdict, _)| *verdict == Verdict::Proven),
                "{id}: {claims:?}"
            );
        }
    }
}
