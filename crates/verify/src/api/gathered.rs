//! What has to be there before something can be made that gathers others: a bill for a customer needs approved hours of that very
//! customer, on a day of its period.

use super::format::is_date;
use super::home_state::{find_home_state, settle_referred};
use super::references::references;
use super::workshop::{place_home, send_body};
use super::{Placed, Resource, bring_into, create, has_phrase, plain};
use crate::claim::Outcome;
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For each operation that makes something: what it gathers.
#[derive(Debug, Default)]
pub struct Gatherings(Mutex<HashMap<usize, Gathering>>);

/// Objects that something is made from, which belong to what its request refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Gathering {
    /// The member of the request that refers, and what makes that to which it refers.
    member: String,
    owner: usize,
    /// From there down to what is gathered: what makes each, and the member by which it refers to the one before.
    chain: Vec<(usize, String)>,
    /// The state that it is brought into.
    state: String,
}

impl Gatherings {
    fn get(&self, number: usize) -> Option<Gathering> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    fn keep(&self, number: usize, gathering: Gathering) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, gathering);
    }

    /// Whether something was found for an operation.
    pub(super) fn is_known(&self, number: usize) -> bool {
        self.get(number).is_some()
    }
}

/// How far what is gathered may be from what the request refers to, and how many ways are tried.
const FARTHEST: usize = 3;
const MOST: usize = 3;

/// Finds what an operation gathers, where it makes nothing without it; tells whether something was found.
pub(super) fn find_gathered(
    stage: &Stage,
    number: usize,
    members: &[(String, usize)],
) -> Result<bool, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let Some(body) = operation.request.as_ref().and_then(|body| body.json()) else { return Ok(false) };
    for gathering in candidates(stage, number, members).into_iter().take(MOST) {
        let mut body = body.clone();
        let Some(members) = body.as_object_mut() else { return Ok(false) };
        match gather(stage, &gathering, members, 1) {
            Ok(_) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        }
        let home = place_home(stage, operation)?.values;
        if send_body(stage, number, operation, &home, &body)?.answer.is_success() {
            stage.shared.workshop.gatherings.keep(number, gathering);
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes what was found to be gathered, and lets a request be about it.
pub(super) fn gather_for(stage: &Stage, number: usize, body: &mut Value) {
    if let Some(gathering) = stage.shared.workshop.gatherings.get(number)
        && let Some(members) = body.as_object_mut()
    {
        // Without it the request is refused, which tells why.
        let _ = gather(&stage.as_anybody(), &gathering, members, 1);
    }
}

/// A request together with the objects that it gathers.
pub type Together = (Map<String, Value>, Vec<Placed>);

/// What a request is about that gathers so many objects, with these objects; none where it is not known to gather any.
pub fn gathered(stage: &Stage, number: usize, count: usize) -> Result<Option<Together>, Outcome> {
    let Some(gathering) = stage.shared.workshop.gatherings.get(number) else { return Ok(None) };
    let operation = &stage.facts.api.operations[number];
    let asked = operation.request.as_ref().and_then(|body| body.json()?.as_object().cloned());
    let Some(mut body) = asked else { return Ok(None) };
    let objects = gather(&stage.as_anybody(), &gathering, &mut body, count)?;
    Ok(Some((body, objects)))
}

/// What is said to be gathered in a state: "a draft from approved entries", "takes in every approved, billable entry".
fn candidates(stage: &Stage, number: usize, members: &[(String, usize)]) -> Vec<Gathering> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let own = api.resources.iter().find(|resource| resource.create == Some(number));
    let about = api.sentences.iter().filter(|sentence| {
        sentence.concerns(&api.resources, operation, number)
            || own.is_some_and(|own| own.is_named_in(&sentence.plain))
    });
    let mut said: Vec<String> = vec![plain(&operation.summary), plain(&operation.prose)];
    said.extend(about.map(|sentence| sentence.plain.clone()));
    let mut found = Vec::new();
    for resource in &api.resources {
        let Some(create) = resource.create.filter(|create| *create != number) else { continue };
        let states = api.states_of(resource).map(|(_, states)| states).unwrap_or_default();
        let near = |state: &String| said.iter().filter_map(|said| distance(said, state, resource)).min();
        let stated = states.into_iter().filter_map(|state| Some((near(&state)?, state))).min();
        let Some((_, state)) = stated else { continue };
        for (member, owner) in members {
            if let Some(chain) = chain(stage, *owner, create) {
                found.push(Gathering { member: member.clone(), owner: *owner, chain, state: state.clone() });
            }
        }
    }
    found
}

/// How many words stand between a state and the things that a text says to be in it: "approved entries", "every approved, billable
/// entry". None where it does not say so.
fn distance(said: &str, state: &str, resource: &Resource) -> Option<usize> {
    const BETWEEN: usize = 2;
    // "makes a draft from approved entries" is about no entries that are drafts.
    const ENDING: &[&str] =
        &["from", "of", "to", "in", "with", "for", "the", "a", "an", "is", "are", "that", "by"];
    let state = state.to_lowercase().replace(['_', '-'], " ");
    if !has_phrase(said, &state) {
        return None;
    }
    let near = |at: usize| {
        let behind = said.get(at + state.len()..).unwrap_or_default();
        let words: Vec<&str> = behind.split_whitespace().take(BETWEEN + 1).collect();
        (0..words.len())
            .take_while(|at| *at == 0 || words.get(at - 1).is_some_and(|word| !ENDING.contains(word)))
            .find(|at| words.get(*at).is_some_and(|word| resource.is_named_in(word)))
    };
    said.match_indices(&state).filter_map(|(at, _)| near(at)).min()
}

/// The references that lead from what one operation makes up to what another does, from there down.
fn chain(stage: &Stage, owner: usize, gathered: usize) -> Option<Vec<(usize, String)>> {
    let mut ways: Vec<Vec<(usize, String)>> = vec![Vec::new()];
    for _ in 0..FARTHEST {
        let mut longer = Vec::new();
        for way in ways {
            let last = way.last().map_or(gathered, |(number, _)| *number);
            let body = stage.facts.api.operations[last].request.as_ref().and_then(|body| body.json());
            for (member, maker) in body.map(|body| references(stage, body)).unwrap_or_default() {
                let mut next = way.clone();
                next.push((maker, member));
                if maker == owner {
                    return Some(downwards(gathered, &next));
                }
                if maker != gathered && !way.iter().any(|(known, _)| *known == maker) {
                    longer.push(next);
                }
            }
        }
        ways = longer;
    }
    None
}

/// A way up, turned round: of "an entry has a project by `project_id`, a project a client by `client_id`", first how a project refers to its client.
fn downwards(gathered: usize, up: &[(usize, String)]) -> Vec<(usize, String)> {
    let makers = std::iter::once(gathered).chain(up.iter().map(|(maker, _)| *maker));
    let mut down: Vec<(usize, String)> =
        makers.zip(up).map(|(maker, (_, member))| (maker, member.clone())).collect();
    down.reverse();
    down
}

fn gather(
    stage: &Stage,
    gathering: &Gathering,
    body: &mut Map<String, Value>,
    count: usize,
) -> Result<Vec<Placed>, Outcome> {
    let api = &stage.facts.api;
    let mut above = made(stage, gathering.owner, None)?;
    let owner = reference(&above)?;
    let mut objects = Vec::new();
    for (at, (number, member)) in gathering.chain.iter().enumerate() {
        // What something is made for may have to be in a state.
        if at > 0 {
            find_home_state(stage, *number)?;
            settle_referred(stage, *number, member, &mut above)?;
        }
        let id = reference(&above)?;
        let of_one = Some((member, id));
        // Each is brought along before the next is made: two may not be at the same time.
        for _ in 1..if at + 1 == gathering.chain.len() { count } else { 1 } {
            let mut one = made(stage, *number, of_one.clone())?;
            bring_into(stage, &mut one, &gathering.state)?;
            objects.push(one);
        }
        above = made(stage, *number, of_one)?;
    }
    bring_into(stage, &mut above, &gathering.state)?;
    body.insert(gathering.member.clone(), owner);
    let object = above.object.as_ref().and_then(Value::as_object);
    let sent =
        gathering.chain.last().and_then(|(number, _)| api.operations[*number].request.as_ref()?.json());
    let day = object.into_iter().flatten().find(|(name, value)| {
        value.as_str().is_some_and(is_date) && sent.is_some_and(|sent| sent.get(name.as_str()).is_some())
    });
    // What is made of others says by the same name what they have: the `season` of a payout is that of its deliveries.
    for (name, value) in body.iter_mut().filter(|(name, _)| **name != gathering.member) {
        let shown = object.and_then(|object| object.get(name));
        if let Some(shown) = shown.filter(|shown| value.is_number() && shown.is_number()) {
            *value = shown.clone();
        }
    }
    if let Some((_, day)) = day {
        for (name, value) in body.iter_mut() {
            let ends = words::parts(name).iter().any(|part| {
                ["from", "to", "start", "end", "starts", "ends", "since", "until", "through", "begin"]
                    .contains(&part.as_str())
            });
            if ends && value.as_str().is_some_and(is_date) {
                *value = day.clone();
            }
        }
    }
    objects.push(above);
    Ok(objects)
}

/// A new object, which refers to another.
fn made(stage: &Stage, number: usize, refers: Option<(&String, Value)>) -> Result<Placed, Outcome> {
    let api = &stage.facts.api;
    let unknown = || Outcome::unproven("what it gathers cannot be made");
    let resource =
        api.resources.iter().find(|resource| resource.create == Some(number)).ok_or_else(unknown)?;
    let item = api.item_path(resource).ok_or_else(unknown)?;
    let made = create(stage, number, &[], &|body| {
        if let Some((member, id)) = &refers {
            body.insert((*member).clone(), id.clone());
        }
    })?;
    let object = made.object(stage, resource)?;
    Ok(object.placed(item, Some(object.shown.clone())))
}

/// The value by which another object refers to one.
fn reference(placed: &Placed) -> Result<Value, Outcome> {
    let shown = placed.object.as_ref().and_then(|object| object.get("id").cloned());
    shown
        .or_else(|| placed.values.last().map(|id| Value::from(id.as_str())))
        .ok_or_else(|| Outcome::unproven("what it gathers is not shown"))
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{Reply, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::{Value, json};
    use std::sync::{Arc, Mutex};

    const SPECIFICATION: &str = "# Hours\n## Data model\n### Guest\n| Field | Type | Rules |\n|---|---|---|\n\
        | id | integer | |\n| name | string | required |\n\
        ### Stay\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| guest_id | integer | required |\n| slept_on | date | required |\n| status | enum(open, approved) | set by the server |\n\
        ### Bill\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| guest_id | integer | required |\n| period_from | date | required |\n| period_to | date | required |\n\
        ## States of stays\n- `open` → `approved`: `POST /stays/{id}/approve`\n\
        ## API\n- `POST /guests`: adds a guest, 201\n- `GET /guests/{id}`: one guest\n\
        - `POST /stays`: adds a stay, 201\n- `GET /stays/{id}`: one stay\n- `POST /stays/{id}/approve`: approves it, 200\n\
        - `POST /bills`: makes a bill from approved stays, 201\n- `GET /bills/{id}`: one bill\n";

    #[test]
    fn what_something_is_made_from_is_there_before_it() {
        let stays: Arc<Mutex<Vec<Value>>> = Arc::default();
        let approved = Arc::clone(&stays);
        let server = shelf::serve_with(
            |object, _| {
                if object.contains_key("slept_on") {
                    object.insert("status".to_owned(), json!("open"));
                }
            },
            move |request, object| {
                let mut stays = approved.lock().unwrap();
                if request.route().ends_with("/approve") {
                    let stay = object?;
                    stay.insert("status".to_owned(), json!("approved"));
                    stays.push(json!(stay));
                    return Some(Reply::json(200, &json!(stay)));
                }
                let bill = request.method == "POST" && request.route() == "/bills";
                let asked = request.json();
                let covers = |stay: &Value| {
                    stay["guest_id"] == asked["guest_id"]
                        && asked["period_from"].as_str() <= stay["slept_on"].as_str()
                        && stay["slept_on"].as_str() <= asked["period_to"].as_str()
                };
                (bill && !stays.iter().any(covers))
                    .then(|| Reply::json(422, &json!({"error": "nothing to bill"})))
            },
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("contract").unwrap()], SPECIFICATION, &config);
        for id in ["POST /bills", "GET /bills/{id}"] {
            let item = run.items.iter().find(|item| item.id.ends_with(id)).unwrap();
            let claims: Vec<_> = item.evidence.iter().map(|claim| (claim.verdict, &claim.reason)).collect();
            assert!(
                !claims.is_empty() && claims.iter().all(|(verdict, _)| *verdict == Verdict::Proven),
                "{id}: {claims:?}"
            );
        }
    }
}
