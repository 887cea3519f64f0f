//! What belongs together: an appointment that a request refers to is that of the patient to whom the same request refers.

use super::references::maker;
use super::workshop::{Sent, new_body, send_body};
use super::{Api, Operation, note_created};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What the objects of this run refer to themselves, by the operation that made them and their id.
#[derive(Debug, Default)]
pub struct Bonds(Mutex<HashMap<(usize, String), Map<String, Value>>>);

impl Bonds {
    /// Notes what a new object refers to.
    pub(super) fn note(&self, api: &Api, number: usize, object: &Value) {
        let Some(id) = object.get("id").and_then(written) else { return };
        let refers = |name: &str, value: &Value| written(value).is_some() && maker(api, name).is_some();
        let members = object.as_object().into_iter().flatten().filter(|(name, value)| refers(name, value));
        let bond: Map<String, Value> = members.map(|(name, value)| (name.clone(), value.clone())).collect();
        if !bond.is_empty() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((number, id), bond);
        }
    }

    fn of(&self, number: usize, id: &Value) -> Option<Map<String, Value>> {
        let key = (number, written(id)?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }
}

fn written(id: &Value) -> Option<String> {
    match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// What the object refers to that a member of a request refers to.
pub(super) fn bond_of(stage: &Stage, member: &str, id: &Value) -> Map<String, Value> {
    let made_by = maker(&stage.facts.api, member);
    made_by.and_then(|number| stage.shared.workshop.bonds.of(number, id)).unwrap_or_default()
}

/// Whether the request that makes what a member refers to has another one of some members: those are told by it.
pub(super) fn tells_others(api: &Api, member: &str, members: &Map<String, Value>) -> bool {
    let made_by = maker(api, member).and_then(|number| api.operations.get(number));
    let body = made_by.and_then(|operation| operation.request.as_ref()?.json()?.as_object());
    body.is_some_and(|body| {
        body.keys().any(|name| name != member && members.contains_key(name) && maker(api, name).is_some())
    })
}

/// Has the other references of a request agree with what one of its members refers to.
pub(super) fn agree(stage: &Stage, body: &mut Value, member: &str) {
    let Some(members) = body.as_object_mut() else { return };
    let Some(id) = members.get(member).cloned() else { return };
    for (name, value) in bond_of(stage, member, &id) {
        if name != member && members.get(&name).is_some_and(|present| written(present).is_some()) {
            members.insert(name, value);
        }
    }
}

/// Has what a request refers to agree with what its object is made below: an instrument that is checked on an order is one of the
/// customer who placed the order. What does not agree is made anew.
pub(super) fn agree_with_home(
    stage: &Stage,
    creating: &Operation,
    values: &[String],
    body: &mut Value,
    depth: usize,
) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let bonds = &stage.shared.workshop.bonds;
    let home = creating.home();
    let Some(item) = home.parameters().last().map(|(at, _)| home.prefix(at + 1)) else { return Ok(()) };
    let is_home = |resource: &&super::Resource| api.item_path(resource).is_some_and(|path| path.same(&item));
    let made_by = api.resources.iter().find(is_home).and_then(|resource| resource.create);
    let id = values.get(..home.parameters().count()).and_then(<[String]>::last);
    let Some((made_by, id)) = made_by.zip(id) else { return Ok(()) };
    let Some(theirs) = bonds.of(made_by, &Value::from(id.as_str())) else { return Ok(()) };
    let Some(members) = body.as_object_mut() else { return Ok(()) };
    for (name, value) in members.iter_mut() {
        let Some(number) = maker(api, name).filter(|_| !theirs.contains_key(name)) else { continue };
        let own = bonds.of(number, value).unwrap_or_default();
        let differs = |(name, id): &(&String, &Value)| own.get(*name).is_some_and(|own| own != *id);
        let wanted: Vec<(&String, &Value)> = theirs.iter().filter(differs).collect();
        if wanted.is_empty() {
            continue;
        }
        let maker = &api.operations[number];
        let (documented, Some(mut sent)) = new_body(stage, number, maker, depth + 1)? else { continue };
        for (name, id) in wanted {
            if sent.get(name).is_some() {
                sent[name.as_str()] = id.clone();
            }
        }
        let exchange = send_body(stage, number, maker, &[], &sent)?;
        if exchange.answer.is_success() {
            let documented = documented.unwrap_or_default();
            let made = Sent { documented, sent, role: None, exchange, key: None }.made();
            note_created(stage, number, &[], &made);
            if let Some(id) = made.object.get("id") {
                *value = id.clone();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Reply, Server};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::sync::Mutex;

    const SPEC: &str = "# Ward\n\n## API\n\n### POST /patients\n\nRequest:\n\n```json\n{\"name\": \"Ada\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"Ada\"}\n```\n\n### POST /visits\n\nRequest:\n\n```json\n{\"patient_id\": 1}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"patient_id\": 1}\n```\n\n### POST /samples\n\nRequest:\n\n```json\n{\"patient_id\": 1, \"visit_id\": 1}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"patient_id\": 1, \"visit_id\": 1}\n```\n";

    #[test]
    fn a_sample_is_of_the_patient_whose_visit_it_was() {
        // The patient of each visit.
        let visits: Mutex<(u64, Vec<u64>)> = Mutex::default();
        let server = Server::start(move |request| {
            let (patients, visits) = &mut *visits.lock().unwrap();
            let body = request.json();
            let patient = body["patient_id"].as_u64().unwrap_or_default();
            match (request.method.as_str(), request.route()) {
                ("POST", "/patients") => {
                    *patients += 1;
                    Reply::json(201, &json!({"id": patients, "name": body["name"]}))
                }
                ("POST", "/visits") => {
                    visits.push(patient);
                    Reply::json(201, &json!({"id": visits.len(), "patient_id": patient}))
                }
                ("POST", "/samples") => {
                    let visit = body["visit_id"].as_u64().unwrap_or_default();
                    match visits.get((visit as usize).wrapping_sub(1)) == Some(&patient) {
                        true => Reply::json(201, &json!({"id": 1, "patient_id": patient, "visit_id": visit})),
                        false => Reply::json(422, &json!({"error": "not a visit of this patient"})),
                    }
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[crate::probes::probe("contract").unwrap()], SPEC, &config);
        let samples = run.items.iter().find(|item| item.id.contains("/samples")).unwrap();
        assert_eq!(samples.verdict, Verdict::Proven, "{}", samples.reason);
    }

    #[test]
    fn what_is_checked_on_a_job_is_of_the_owner_of_the_job() {
        const SPEC: &str = "# Bench\n\n## API\n\n### POST /owners\n\nRequest:\n\n```json\n{\"name\": \"Ada\"}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"name\": \"Ada\"}\n```\n\n### POST /jobs\n\nRequest:\n\n```json\n{\"owner_id\": 1}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"owner_id\": 1}\n```\n\n### GET /jobs/{id}\n\nResponse 200:\n\n```json\n{\"id\": 1, \"owner_id\": 1}\n```\n\n### POST /gauges\n\nRequest:\n\n```json\n{\"owner_id\": 1}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"owner_id\": 1}\n```\n\n### POST /jobs/{id}/trials\n\nRequest:\n\n```json\n{\"gauge_id\": 1}\n```\n\nResponse 201:\n\n```json\n{\"id\": 1, \"gauge_id\": 1}\n```\n";
        // How many owners there are, and whose the jobs and the gauges are.
        let kept: Mutex<(u64, Vec<u64>, Vec<u64>)> = Mutex::default();
        let server = Server::start(move |request| {
            let (owners, jobs, gauges) = &mut *kept.lock().unwrap();
            let body = request.json();
            let owner = body["owner_id"].as_u64().unwrap_or_default();
            let of = |list: &[u64], id: u64| list.get((id as usize).wrapping_sub(1)).copied();
            let route = request.route().to_owned();
            let parts: Vec<&str> = route.split('/').skip(1).collect();
            match (request.method.as_str(), parts.as_slice()) {
                ("POST", ["owners"]) => {
                    *owners += 1;
                    Reply::json(201, &json!({"id": owners, "name": body["name"]}))
                }
                ("POST", ["jobs"]) => {
                    jobs.push(owner);
                    Reply::json(201, &json!({"id": jobs.len(), "owner_id": owner}))
                }
                ("GET", ["jobs", id]) => match of(jobs, id.parse().unwrap_or_default()) {
                    Some(owner) => {
                        Reply::json(200, &json!({"id": id.parse::<u64>().unwrap(), "owner_id": owner}))
                    }
                    None => Reply::json(404, &json!({})),
                },
                ("POST", ["gauges"]) => {
                    gauges.push(owner);
                    Reply::json(201, &json!({"id": gauges.len(), "owner_id": owner}))
                }
                ("POST", ["jobs", id, "trials"]) => {
                    let gauge = body["gauge_id"].as_u64().unwrap_or_default();
                    let whose = of(jobs, id.parse().unwrap_or_default());
                    match whose.is_some() && whose == of(gauges, gauge) {
                        true => Reply::json(201, &json!({"id": 1, "gauge_id": gauge})),
                        false => Reply::json(409, &json!({"error": "a gauge of somebody else"})),
                    }
                }
                _ => Reply::json(404, &json!({})),
            }
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[crate::probes::probe("contract").unwrap()], SPEC, &config);
        let trials = run.items.iter().find(|item| item.id.contains("/trials")).unwrap();
        assert_eq!(trials.verdict, Verdict::Proven, "{}", trials.reason);
    }
}
