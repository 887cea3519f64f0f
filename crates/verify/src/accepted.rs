//! Requests that make objects, as the running system accepts them: where the specification shows no request, one is made up of
//! what it says about the fields, and what the system refuses about that is tried otherwise. Nothing is judged here; a request
//! that is shown is left as it is.

mod candidates;
mod named;
mod offered;

use crate::api::{
    Api, Creation, Operation, PathTemplate, Placed, Resource, addressed, call_as_allowed, extra_headers,
    find_home_state, in_some_state, may_differ, place_home, references, referred_in_some_state, set_apart,
    stored, unwrapped, with_references_of,
};
use crate::facts::Facts;
use crate::http::{Call, Exchange};
use crate::stage::{Shared, Stage};
use crate::target::Target;
use candidates::candidates;
use named::{named, said_of};
use offered::offered;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What to send from now on, by the title of its operation: a request that was taken, or else what was made up for it without the
/// members that the system calls unknown.
pub type Accepted = BTreeMap<String, Value>;

/// So many requests are spent on one operation.
const MOST: usize = 40;

/// What is known of the requests so far.
#[derive(Debug, Default)]
pub struct Search {
    /// The requests that were found.
    pub accepted: Accepted,
    settled: BTreeSet<String>,
}

impl Search {
    /// Looks for the next request that the system accepts, or that it at least knows all members of; whether one was found. What is known of the interface then has
    /// to be read again, for other objects may stand below these.
    pub fn next(&mut self, facts: &Facts, shared: &Shared, target: &Target) -> bool {
        let stage = Stage::new(facts, shared, Some(target));
        for number in waiting(&facts.api) {
            let operation = &facts.api.operations[number];
            if self.settled.contains(&operation.title()) {
                continue;
            }
            let Ok(placed) = place_home(&stage, operation) else { continue };
            self.settled.insert(operation.title());
            let parents = in_sight(&stage, number, placed);
            let found = Trial { stage: &stage, operation, number, parents }.search();
            if let Some(body) = found {
                self.accepted.insert(operation.title(), body);
                return true;
            }
        }
        // What a request refers to may have to be made in a way that nothing but a refusal tells.
        for number in facts.api.resources.iter().filter_map(|resource| resource.create) {
            let operation = &facts.api.operations[number];
            let body = operation.request.as_ref().and_then(|body| body.json());
            let refers = body.is_some_and(|body| may_differ(&stage, &references(&stage, body)));
            if refers && self.settled.insert(format!("what {} refers to", operation.title())) {
                find_home_state(&stage, number).ok();
            }
        }
        false
    }
}

/// What something is made below, in a state in which a request is looked at: a draft may be none to others.
fn in_sight(stage: &Stage, number: usize, placed: Placed) -> Vec<String> {
    let operation = &stage.facts.api.operations[number];
    let asked = |parents: &[String]| -> bool {
        let trial = Trial { stage, operation, number, parents: parents.to_vec() };
        let body = operation
            .request
            .as_ref()
            .and_then(|body| body.json())
            .and_then(|body| body.as_object().cloned());
        let exchange = trial.send(&body.unwrap_or_default());
        exchange.is_some_and(|exchange| !matches!(exchange.answer.status, 403 | 404 | 409))
    };
    if placed.values.is_empty() || asked(&placed.values) {
        return placed.values;
    }
    let found = in_some_state(stage, operation, &mut |parents| Ok(asked(&parents.values)));
    match found {
        Ok(Some((_, found))) => found.values,
        _ => placed.values,
    }
}

/// The operations that make objects of a request that nothing shows, those first that stand below no others.
fn waiting(api: &Api) -> Vec<usize> {
    let creations = api.resources.iter().filter_map(|resource| resource.create);
    let mut waiting: Vec<usize> = creations
        .filter(|number| {
            let operation = &api.operations[*number];
            operation.made_up || operation.request.is_none() && !members(api, *number).is_empty()
        })
        .collect();
    waiting.sort_by_key(|number| (depth(&api.operations[*number].path), *number));
    waiting.dedup();
    waiting
}

fn depth(path: &PathTemplate) -> usize {
    path.parameters().count()
}

/// The members that a client may give.
fn members(api: &Api, number: usize) -> Vec<String> {
    let Some(resource) = api.resources.iter().find(|resource| resource.create == Some(number)) else {
        return Vec::new();
    };
    let Some(entity) = resource.input.as_ref().or(resource.entity.as_ref()) else { return Vec::new() };
    let fields = api.fields.of_entity(entity);
    let takes = &api.operations[number].takes;
    let free = fields.filter(|(name, facts)| !api.is_owned(resource, name) && !facts.rule.owned);
    let free = free.filter(|(name, _)| takes.is_empty() || takes.iter().any(|taken| taken == name));
    free.map(|(name, _)| name.to_owned()).collect()
}

/// Whether a refusal says that a member should not be there at all.
fn says_unwanted(said: &Value) -> bool {
    const UNWANTED: &[&str] = &[
        "unknown field",
        "unknown member",
        "unknown property",
        "unexpected",
        "not allowed",
        "unrecognized",
        "unrecognised",
        "additional propert",
        "read-only",
        "read only",
        "readonly",
        "read_only",
        "cannot be set",
        "may not be set",
        "must not be set",
        "not permitted",
        "extra field",
        "extra_forbidden",
        "unknown key",
        "set by the server",
        "not known",
        "is unknown",
        "not recognised",
        "not recognized",
        "not expected",
        "no such field",
        "not a field",
        "not a member",
        "not a property",
        "not be given here",
        "not settable",
    ];
    let text = said.to_string().to_lowercase();
    UNWANTED.iter().any(|phrase| text.contains(phrase))
}

/// The values of a member: how many it was given, and those that are left.
struct Values {
    given: usize,
    left: VecDeque<Value>,
    /// Whether a refusal offered values that are among these.
    offered: bool,
}

/// The search for the request of one operation.
struct Trial<'s, 'f> {
    stage: &'s Stage<'f>,
    operation: &'f Operation,
    number: usize,
    parents: Vec<String>,
}

impl Trial<'_, '_> {
    /// A request that is taken; else, never taken as it is, what was made up without the members that the system says it does not know.
    fn search(&self) -> Option<Value> {
        let mut unknown = BTreeSet::new();
        let found = self.taken(&mut unknown);
        found.or_else(|| {
            let first = self.operation.request.as_ref()?.json()?.as_object()?;
            let mut less = first.clone();
            less.retain(|name, _| !unknown.contains(name));
            (less.len() < first.len()).then_some(Value::Object(less))
        })
    }

    fn taken(&self, unknown: &mut BTreeSet<String>) -> Option<Value> {
        let api = &self.stage.facts.api;
        let first = self.operation.request.as_ref().and_then(|body| body.json()).cloned();
        let mut body = first.clone().and_then(|body| body.as_object().cloned()).unwrap_or_default();
        let members = members(api, self.number);
        self.find_referred_state(&Value::Object(body.clone()));
        let mut tried: BTreeMap<String, Values> = BTreeMap::new();
        for _ in 0..MOST {
            let exchange = self.send(&body)?;
            if exchange.answer.is_success() {
                let found = Value::Object(self.filled(self.without_given(body, &exchange)));
                return (Some(&found) != first.as_ref()).then_some(found);
            }
            if !matches!(exchange.answer.status, 400 | 404 | 409 | 422) {
                return None;
            }
            let spoken: Vec<String> =
                members.iter().chain(body.keys().filter(|name| !members.contains(name))).cloned().collect();
            let mut changed = false;
            let said = exchange.answer.json().unwrap_or_else(|| json!(exchange.answer.text()));
            let blamed = named(&said, &spoken);
            for name in blamed.clone() {
                // What a refusal of several members says without naming one of them is said of any.
                let own = said_of(&said, &name).or_else(|| (blamed.len() == 1).then_some(&said));
                let unwanted = own.is_some_and(says_unwanted);
                let values = self.values(&mut tried, &name, &body);
                if let Some(own) = own.filter(|_| !unwanted && !values.offered) {
                    let instead = offered(own);
                    values.offered = !instead.is_empty();
                    instead.into_iter().rev().for_each(|value| values.left.push_front(value));
                }
                changed |= match unwanted && body.contains_key(&name) {
                    // Should it be asked for after all, its next value is given.
                    true => {
                        self.values(&mut tried, &name, &body);
                        unknown.insert(name.clone());
                        body.remove(&name).is_some()
                    }
                    false => self.change(&mut body, &name, &mut tried),
                };
            }
            // Where nothing is named, what was left out is given, and then each member another value.
            if !changed {
                let lacking =
                    members.iter().filter(|name| !body.contains_key(*name)).cloned().collect::<Vec<_>>();
                for name in &lacking {
                    changed |= !tried.contains_key(name) && self.change(&mut body, name, &mut tried);
                }
            }
            if !changed {
                let next =
                    spoken.iter().min_by_key(|name| tried.get(*name).map_or(0, |values| values.given))?;
                changed = self.change(&mut body, next, &mut tried);
            }
            if !changed {
                return None;
            }
        }
        None
    }

    /// A request that is taken, with something in the store that would be empty, where that is taken as well.
    fn filled(&self, body: Map<String, Value>) -> Map<String, Value> {
        let api = &self.stage.facts.api;
        let Some(own) = api.resources.iter().find(|resource| resource.create == Some(self.number)) else {
            return body;
        };
        let entity = own.input.as_ref().or(own.entity.as_ref());
        let fields = entity.into_iter().flat_map(|entity| api.fields.of_entity(entity));
        let filled: Map<String, Value> = fields
            .filter(|(name, _)| !body.contains_key(*name))
            .filter_map(|(name, facts)| Some((name.to_owned(), stored(name, facts)?)))
            .collect();
        if filled.is_empty() {
            return body;
        }
        let mut fuller = body.clone();
        fuller.extend(filled);
        // What no two objects share is another one this time.
        let mut second = fuller.clone();
        set_apart(api, own, &mut second, 3);
        match self.send(&second).is_some_and(|exchange| exchange.answer.is_success()) {
            true => fuller,
            false => body,
        }
    }

    /// Looks for the state that what the request refers to has to be in, where it is refused for what a new one is: in one in which
    /// it is taken, or refused for something else.
    fn find_referred_state(&self, body: &Value) {
        let states = &self.stage.shared.workshop.home_states;
        let of = |exchange: &Exchange| (exchange.answer.status, exchange.answer.json().unwrap_or_default());
        for (member, creating) in references(self.stage, body) {
            let Some(first) = self.send_as_is(with_references_of(self.stage, self.number, body, 0)) else {
                return;
            };
            let (status, said) = of(&first);
            let about = |status: u16, said: &Value| {
                status == 409 || named(said, std::slice::from_ref(&member)).contains(&member)
            };
            if first.answer.is_success()
                || !matches!(status, 400 | 403 | 404 | 409 | 422)
                || !about(status, &said)
            {
                continue;
            }
            let found = referred_in_some_state(self.stage, creating, &mut |id| {
                let mut body = with_references_of(self.stage, self.number, body, 0);
                body[member.as_str()] = id;
                let exchange = self.send_as_is(body);
                Ok(exchange.is_some_and(|exchange| {
                    let (status, said) = of(&exchange);
                    exchange.answer.is_success() || matches!(status, 400 | 422) && !about(status, &said)
                }))
            });
            if let Ok(Some(state)) = found {
                states.keep_referred(self.number, member, state);
            }
        }
    }

    fn resource(&self) -> Option<&Resource> {
        self.stage.facts.api.resources.iter().find(|resource| resource.create == Some(self.number))
    }

    /// The request without members of which the specification says nothing, and the system shows another value than was sent: it gives
    /// them by itself, where it takes the request without them.
    fn without_given(&self, body: Map<String, Value>, exchange: &Exchange) -> Map<String, Value> {
        let api = &self.stage.facts.api;
        let shown = exchange.answer.json().map(unwrapped).unwrap_or_default();
        let sent: Value =
            exchange.body.as_deref().and_then(|sent| serde_json::from_str(sent).ok()).unwrap_or_default();
        let resource = self.resource();
        let given = |name: &String| {
            let facts = resource.and_then(|resource| api.asked_on(resource, self.number, name));
            let silent = facts.is_none_or(|facts| facts.is_bare());
            silent && shown.is_object() && !sent[name].is_null() && shown.get(name) != sent.get(name)
        };
        let mut less = body.clone();
        less.retain(|name, _| !given(name));
        let taken =
            less.len() < body.len() && self.send(&less).is_some_and(|again| again.answer.is_success());
        if taken { less } else { body }
    }

    /// Gives a member the next value that it may have; without any left it is left out.
    fn change(
        &self,
        body: &mut Map<String, Value>,
        name: &str,
        tried: &mut BTreeMap<String, Values>,
    ) -> bool {
        let values = self.values(tried, name, body);
        values.given += 1;
        match values.left.pop_front() {
            Some(value) => {
                body.insert(name.to_owned(), value);
                true
            }
            None => body.remove(name).is_some(),
        }
    }

    /// The values of a member, looked for once: some of them are objects that are made for it.
    fn values<'t>(
        &self,
        tried: &'t mut BTreeMap<String, Values>,
        name: &str,
        body: &Map<String, Value>,
    ) -> &'t mut Values {
        tried.entry(name.to_owned()).or_insert_with(|| Values {
            given: 0,
            offered: false,
            left: candidates(self.stage, self.number, name, body).into(),
        })
    }

    fn send(&self, body: &Map<String, Value>) -> Option<Exchange> {
        let sent = with_references_of(self.stage, self.number, &json!(body), 0);
        self.send_as_is(sent)
    }

    /// Sends a request whose references are to what is there.
    fn send_as_is(&self, sent: Value) -> Option<Exchange> {
        let (path, key) = addressed(self.stage, self.number, self.operation, &self.parents, (0, 0)).ok()?;
        let call = Call::new(&self.operation.method, path)
            .headers(&extra_headers(self.stage, self.operation))
            .json(&sent);
        let (exchange, role) = call_as_allowed(self.stage, self.operation, &call).ok()?;
        if exchange.answer.is_success()
            && let Some(resource) = self.resource()
        {
            // What was made is deleted in the end, and makes room before, where the system lasts.
            let made =
                Creation { parents: self.parents.clone(), sent, exchange: exchange.clone(), role, key };
            made.object(self.stage, resource).ok();
        }
        Some(exchange)
    }
}

#[cfg(test)]
mod tests {
    use crate::probes;
    use crate::testing::{Reply, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;

    const SPECIFICATION: &str = "# Harbour\n## Data model\n### Berth\n| Field | Type | Notes |\n|---|---|---|\n\
        | id | integer | |\n| code | string | two capital letters, a hyphen, two digits |\n| length | integer | 3 to 60 |\n\
        | opens_on | string | an ISO 8601 date |\n| keeper | string | |\n\
        ## API\n- `POST /berths`: adds a berth, 201\n- `GET /berths/{id}`: one berth\n";

    /// Takes berths of the right form, and refuses members that it gives itself.
    fn harbour() -> crate::testing::Server {
        shelf::serve_with(
            |berth, _| {
                berth.insert("keeper".to_owned(), json!("Ada"));
            },
            |request, _| {
                let body = request.json();
                let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
                let wrong = |name: &str, said: &str| {
                    Some(Reply::json(
                        422,
                        &json!({"error": {"message": format!("{name} {said}"), "field": name}}),
                    ))
                };
                match request.method.as_str() {
                    "POST" if !body["keeper"].is_null() => wrong("keeper", "is an unknown field"),
                    "POST" if text("code").len() != 5 || !text("code").contains('-') => {
                        wrong("code", "is wrong")
                    }
                    "POST" if text("opens_on").len() != 10 || !text("opens_on").starts_with("20") => {
                        wrong("opens_on", "must be a date")
                    }
                    _ => None,
                }
            },
        )
    }

    #[test]
    fn a_request_that_nothing_shows_is_found_by_what_is_refused() {
        let server = harbour();
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("contract").unwrap()], SPECIFICATION, &config);
        let of = |id: &str| {
            run.items
                .iter()
                .find(|item| item.id.ends_with(id))
                .map(|item| (item.verdict, item.reason.clone()))
        };
        assert_eq!(
            of("POST /berths").map(|(verdict, _)| verdict),
            Some(Verdict::Proven),
            "{:?}",
            of("POST /berths")
        );
        assert_eq!(
            of("GET /berths/{id}").map(|(verdict, _)| verdict),
            Some(Verdict::Proven),
            "{:?}",
            of("GET /berths/{id}")
        );
        let last = server.requests().into_iter().rfind(|request| request.method == "POST").unwrap();
        assert!(last.json().get("keeper").is_none(), "{}", last.json());
    }
}
