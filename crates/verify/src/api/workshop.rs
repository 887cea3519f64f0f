//! Objects made through the API itself, so that every claim has its own to work on.

use super::actor::call_as_allowed;
use super::bond::Bonds;
use super::company::Companies;
use super::gathered::Gatherings;
use super::home_state::{self, HomeStates, find_home_state};
pub use super::identity::identity as identity_of;
use super::identity::{elements, identity, member_for, unwrapped};
use super::key_made::People;
use super::known::{self, Known, Parameter};
use super::made_with::MadeWith;
use super::others::{Rather, as_another};
use super::path::Segment;
use super::retire::Left;
use super::state_member::StateMembers;
use super::{Echo, Operation, PathTemplate};
use crate::claim::Outcome;
use crate::http::{Answer, Call, Exchange};
use crate::stage::Stage;
use crate::words;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

mod sending;

pub(super) use sending::new_call;
pub use sending::{Sent, addressed, extra_headers, new_body, new_body_below, send_body, send_new};

/// How deep one object may need another.
const DEEPEST: usize = 4;

/// Makes objects, and remembers what must differ between them.
#[derive(Debug)]
pub struct Workshop {
    seed: u64,
    next: AtomicU64,
    clashing: Mutex<HashMap<usize, Vec<String>>>,
    used: Mutex<HashSet<usize>>,
    made: Mutex<Vec<Call>>,
    /// As whom objects were made, by what names them.
    makers: Mutex<HashMap<String, String>>,
    pub(super) state_members: StateMembers,
    pub(super) known: Known,
    pub(super) people: People,
    /// What claims left behind.
    pub left: Left,
    /// The states that something needs before something else can be made.
    pub home_states: HomeStates,
    pub(super) companies: Companies,
    pub(super) made_with: MadeWith,
    pub(super) gatherings: Gatherings,
    pub(super) bonds: Bonds,
    pub(super) rather: Rather,
    /// Operations whose objects take up room, whatever the refusal of the next one says: a guest waits once at a time.
    narrow: Mutex<HashSet<usize>>,
    /// How many of the names that it could give to new objects an operation refused.
    refused: Mutex<HashMap<usize, usize>>,
}

/// An object that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The documented request.
    pub documented: Value,
    /// The request that was sent.
    pub sent: Value,
    /// The object as it was answered.
    pub object: Value,
    /// The answer as a whole.
    pub answer: Answer,
    /// As whom it was made.
    pub role: Option<String>,
    /// The call that made it.
    pub exchange: Exchange,
    /// The name that the request gave it by its path.
    pub key: Option<String>,
}

/// The values of a path's parameters, with the objects that they name.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The values, from left to right.
    pub values: Vec<String>,
    /// The path of the innermost object.
    pub item_path: PathTemplate,
    /// The innermost object as it is now, where it is known.
    pub object: Option<Value>,
    /// How the innermost object was made; none where it was found.
    pub made: Option<Made>,
}

impl Workshop {
    /// An empty workshop.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(1),
            clashing: Mutex::default(),
            used: Mutex::default(),
            made: Mutex::default(),
            makers: Mutex::default(),
            state_members: StateMembers::default(),
            known: Known::default(),
            people: People::default(),
            left: Left::default(),
            home_states: HomeStates::default(),
            companies: Companies::default(),
            made_with: MadeWith::default(),
            gatherings: Gatherings::default(),
            bonds: Bonds::default(),
            rather: Rather::default(),
            refused: Mutex::default(),
            narrow: Mutex::default(),
        }
    }

    /// A number that no other object of the run has.
    pub fn number(&self, ours: bool) -> u64 {
        // What earlier runs left in a system that lasts is avoided as well.
        let offset = if ours { 0 } else { 1000 + (self.seed % 90_000) * 10 };
        offset + self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn clashing(&self, operation: usize) -> Option<Vec<String>> {
        self.clashing.lock().unwrap_or_else(PoisonError::into_inner).get(&operation).cloned()
    }

    /// Whether an operation made something in this run before; from now on it did.
    fn used(&self, operation: usize) -> bool {
        !self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(operation)
    }

    /// Whether what an operation makes is known to take up room.
    pub(super) fn is_narrow(&self, operation: usize) -> bool {
        self.narrow.lock().unwrap_or_else(PoisonError::into_inner).contains(&operation)
    }

    fn takes_room(&self, operation: usize) {
        self.narrow.lock().unwrap_or_else(PoisonError::into_inner).insert(operation);
    }

    /// How many of the names for what an operation makes were refused before one was taken.
    pub(super) fn refused_names(&self, operation: usize) -> usize {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get(&operation).copied().unwrap_or_default()
    }

    fn takes_name(&self, operation: usize, refused: usize) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(operation).or_default() += refused;
    }

    fn clashes(&self, operation: usize, members: Vec<String>) {
        self.clashing.lock().unwrap_or_else(PoisonError::into_inner).insert(operation, members);
    }

    fn remember(&self, deletion: Call) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(deletion);
    }

    /// Remembers as whom an object was made: what belongs to somebody may be nothing to others.
    pub fn note_maker(&self, collection: &PathTemplate, id: &str, role: Option<&str>) {
        // Short ids name objects of several collections.
        const SHORTEST: usize = 6;
        let Some(role) = role else { return };
        let mut makers = self.makers.lock().unwrap_or_else(PoisonError::into_inner);
        if id.len() >= SHORTEST {
            makers.insert(id.to_owned(), role.to_owned());
        }
        if let Some(last) = collection.last_literal() {
            makers.insert(format!("{last}/{id}"), role.to_owned());
        }
    }

    /// As whom an object was made.
    pub fn maker(&self, collection: &PathTemplate, id: &str) -> Option<String> {
        let name = format!("{}/{id}", collection.last_literal().unwrap_or_default());
        self.makers.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned()
    }

    /// As whom the objects were made that a call names, in its path or its body.
    pub fn makers(&self, call: &Call) -> Vec<String> {
        let makers = self.makers.lock().unwrap_or_else(PoisonError::into_inner);
        let body = call.body.as_ref().map_or("", |(body, _)| body.as_str());
        let parts = call.path.split(['/', '?', '&', '=']).chain(body.split('"'));
        let route: Vec<&str> = call.path.split(['/', '?']).collect();
        let placed = route.windows(2).filter_map(|pair| makers.get(&pair.join("/")).cloned());
        parts.filter_map(|part| makers.get(part).cloned()).chain(placed).collect()
    }

    /// Deletes what was made, the latest first, where the API documents how; for systems that outlive the run.
    pub fn clean_up(&self, stage: &Stage) {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        for deletion in made.into_iter().rev() {
            // What cannot be deleted stays: a run does not fail for it.
            let _ = stage.call(&deletion);
        }
    }
}

/// Finds or makes an object for each parameter of an operation's path.
pub fn place(stage: &Stage, operation: &Operation) -> Result<Placed, Outcome> {
    let mut placed = place_path(stage, &operation.path, operation.is_safe(), 0)?;
    // What is listed or made below an object may need it in a state.
    let below = |other: &&Operation| other.method == "POST" && other.path.same(&operation.path);
    if !operation.path.ends_with_parameter()
        && let Some(creating) = stage.facts.api.operations.iter().find(below)
    {
        home_state::settle(stage, creating, &mut placed)?;
    }
    Ok(placed)
}

/// The same for the path below which an operation makes objects.
pub fn place_home(stage: &Stage, operation: &Operation) -> Result<Placed, Outcome> {
    let mut placed = place_path(stage, &operation.home(), operation.is_safe(), 0)?;
    home_state::settle(stage, operation, &mut placed)?;
    Ok(placed)
}

/// The same below an object that is there already, whose values a path begins with.
pub fn place_below(stage: &Stage, path: &PathTemplate, values: &[String]) -> Result<Placed, Outcome> {
    place_after(stage, path, values, false, 0)
}

fn place_path(stage: &Stage, path: &PathTemplate, read_only: bool, depth: usize) -> Result<Placed, Outcome> {
    place_after(stage, path, &[], read_only, depth)
}

fn place_after(
    stage: &Stage,
    path: &PathTemplate,
    given: &[String],
    read_only: bool,
    depth: usize,
) -> Result<Placed, Outcome> {
    let above = given.len().checked_sub(1).and_then(|last| path.parameters().nth(last));
    let item_path = path.prefix(above.map_or(0, |(at, _)| at + 1));
    let mut placed = Placed { values: given.to_vec(), item_path, object: None, made: None };
    for (at, name) in path.parameters().skip(given.len()) {
        let collection = path.prefix(at);
        // What stands right behind an object, as in `/doors/{id}/{verb}`, is no object of that collection.
        let behind = at.checked_sub(1).and_then(|before| path.segments().get(before));
        let creating = match behind {
            Some(Segment::Parameter { .. }) => None,
            _ => creator(stage, &collection).or_else(|| namesake(stage, name)),
        };
        let (value, object, made) = match creating {
            Some((number, creating)) => {
                let made = make(stage, number, creating, &placed.values, depth + 1)?;
                let value = identity(name, &collection, &made).ok_or_else(|| {
                    Outcome::unproven(format!(
                        "the answer of {} has nothing for {{{name}}}",
                        made.exchange.title()
                    ))
                    .showing(made.exchange.sent(), made.exchange.seen())
                })?;
                stage.shared.workshop.note_maker(&collection, &value, made.role.as_deref());
                (value, Some(made.object.clone()), Some(made))
            }
            None => {
                let (value, object) = existing(stage, path, at, &placed.values, read_only)?;
                (value, object, None)
            }
        };
        placed.values.push(value);
        placed.item_path = path.prefix(at + 1);
        if made.is_some() {
            note_for_clean_up(stage, &placed)?;
        }
        (placed.object, placed.made) = (object, made);
    }
    Ok(placed)
}

/// The operation that makes the objects that parameters of this name stand for elsewhere: `{slug}` of `/{slug}` is that of
/// `/links/{slug}`.
fn namesake<'a>(stage: &'a Stage, name: &str) -> Option<(usize, &'a Operation)> {
    if matches!(words::folded(name).as_str(), "id" | "uuid" | "key" | "name") {
        return None;
    }
    let items = stage.facts.api.operations.iter().filter(|operation| operation.path.ends_with_parameter());
    let mut found = items.filter_map(|item| {
        let (at, last) = item.path.parameters().last()?;
        (last == name).then(|| creator(stage, &item.path.prefix(at)))?
    });
    let first = found.next()?;
    found.all(|(number, _)| number == first.0).then_some(first)
}

/// The operation that makes objects of a collection.
pub fn creator<'a>(stage: &'a Stage, collection: &PathTemplate) -> Option<(usize, &'a Operation)> {
    let api = &stage.facts.api;
    let makes = |operation: &Operation| {
        operation.method == "POST" && operation.responses.iter().all(|response| response.status != 0) && {
            let body = operation.request.as_ref().is_none_or(|body| body.json().is_some());
            let shown = operation.responses.iter().any(|response| response.example.is_some());
            body && (operation.success().is_some() || !shown)
        }
    };
    if let Some(found) = api.find("POST", collection).filter(|(_, operation)| makes(operation)) {
        return Some(found);
    }
    if let Some(found) = api.keyed_in(collection) {
        return Some(found);
    }
    // Objects of one collection may be made below another: `POST /depots/{id}/parcels` makes `/parcels/{id}`.
    let name = collection.last_literal()?;
    let mut others = api
        .operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| makes(operation) && !operation.path.ends_with_parameter());
    if let Some(found) = others.clone().find(|(_, operation)| operation.path.last_literal() == Some(name)) {
        return Some(found);
    }
    // Of what there is one at most: `POST /orders/{id}/refund` makes `/refunds/{id}`.
    let single = words::singular(name);
    let one = |operation: &Operation| {
        let last = operation.path.last_literal().unwrap_or_default();
        operation.success().is_some_and(|success| success.status == 201)
            && single != name
            && last.eq_ignore_ascii_case(&single)
    };
    let found = others.find(|(_, operation)| one(operation))?;
    others.all(|(_, operation)| !one(operation)).then_some(found)
}

/// Makes an object.
pub fn make(
    stage: &Stage,
    number: usize,
    creating: &Operation,
    values: &[String],
    depth: usize,
) -> Result<Made, Outcome> {
    if depth > DEEPEST {
        return Err(Outcome::unproven(format!("{} needs objects that need each other", creating.title())));
    }
    let home = creating.home();
    let placed = |depth: usize| -> Result<Vec<String>, Outcome> {
        let mut placed = place_path(stage, &home, false, depth)?;
        home_state::settle(stage, creating, &mut placed)?;
        Ok(placed.values)
    };
    let given = values.get(..home.parameters().count()).map(<[String]>::to_vec);
    let own = given.is_none() || home.parameters().next().is_none();
    let values = match given {
        Some(values) => values,
        None => placed(depth)?,
    };
    let mut sent = send_new(stage, number, creating, &values, depth)?;
    if own && home_state::may_need_state(sent.exchange.answer.status) && find_home_state(stage, number)? {
        sent = send_new(stage, number, creating, &placed(depth)?, depth)?;
    }
    if !sent.exchange.answer.is_success() {
        let tried = (&sent.exchange, sent.role.as_deref());
        let by_another = as_another(stage, (number, creating), tried, &mut |stage| {
            let sent = send_new(stage, number, creating, &values, depth)?;
            Ok(sent.exchange.answer.is_success().then(|| sent.made()))
        })?;
        return by_another.ok_or_else(|| failed(creating, &sent.exchange));
    }
    Ok(sent.made())
}

fn failed(creating: &Operation, exchange: &Exchange) -> Outcome {
    let status = crate::http::status_line(exchange.answer.status);
    Outcome::unproven(format!("{}, which makes what this needs, answered {status}", creating.title()))
        .showing(exchange.sent(), exchange.seen())
}

/// A value for a parameter among objects that are there already.
fn existing(
    stage: &Stage,
    path: &PathTemplate,
    at: usize,
    values: &[String],
    read_only: bool,
) -> Result<(String, Option<Value>), Outcome> {
    let collection = &path.prefix(at);
    let parameter = Parameter::new(path, at);
    if let Some(value) = known::given(stage, &parameter) {
        return Ok((value, None));
    }
    let name = parameter.name;
    let unknown = |why: String| {
        Outcome::unproven(format!(
            "no value is known for {{{name}}}: {why}; `parameters` of the target in abide.toml may give one"
        ))
    };
    let Some((_, listing)) = stage.facts.api.find("GET", collection) else {
        // In a system of our own, what an example names may be there from the start.
        let shown = known::shown(stage, path, at, &parameter, values);
        if let Some(value) =
            shown.filter(|_| read_only || stage.target().is_ok_and(|target| target.is_our_own()))
        {
            return Ok((value, None));
        }
        return Err(unknown(format!(
            "the specification documents neither POST {collection} nor GET {collection}"
        )));
    };
    let target = stage.target()?;
    if !read_only && !target.is_our_own() {
        return Err(unknown(format!(
            "the specification documents no POST {collection}, and objects that this run did not make are only read"
        )));
    }
    let path = listing.fill(values, target.client.base_path());
    let (exchange, _) = call_as_allowed(stage, listing, &Call::new("GET", path))?;
    let answer = exchange.answer.json().unwrap_or(Value::Null);
    let first = elements(&answer)
        .into_iter()
        .find_map(|object| Some((member_for(name, collection, object)?, object.clone())));
    match first {
        Some((value, object)) => Ok((value, Some(object))),
        None => {
            Err(unknown(format!("{} answered {} and names none", exchange.title(), exchange.answer.status)))
        }
    }
}

/// In a system that outlives the run, what was made is deleted at the end.
pub fn note_for_clean_up(stage: &Stage, placed: &Placed) -> Result<(), Outcome> {
    let target = stage.target()?;
    let Some((_, deleting)) = stage.facts.api.find("DELETE", &placed.item_path) else { return Ok(()) };
    if !target.is_our_own()
        && let Ok(actors) = super::actors(target, deleting)
        && let Some(actor) = actors.into_iter().next()
    {
        let headers = actor.map(|role| role.headers.as_slice()).unwrap_or_default();
        let path = deleting.fill(&placed.values, target.client.base_path());
        stage.shared.workshop.remember(Call::new("DELETE", path).headers(headers));
    }
    Ok(())
}

/// Members that say which version of an object a change is meant for.
const VERSIONS: &[&str] = &["version", "revision", "rev", "etag", "lockversion", "rowversion", "updatedat"];

impl Placed {
    /// A documented body with the object's present version in place of the documented one.
    pub fn current(&self, body: &Value) -> Value {
        let mut body = body.clone();
        if let (Some(members), Some(Value::Object(object))) = (body.as_object_mut(), &self.object) {
            for (name, value) in
                members.iter_mut().filter(|(name, _)| VERSIONS.contains(&words::folded(name).as_str()))
            {
                if let Some(present) = object.get(name).filter(|present| !present.is_null()) {
                    *value = present.clone();
                }
            }
        }
        body
    }

    /// Reads the object again, where the specification documents how.
    pub fn refresh(&mut self, stage: &Stage) -> Result<(), Outcome> {
        let Some((_, reading)) = stage.facts.api.find("GET", &self.item_path) else { return Ok(()) };
        let (exchange, object) = self.read(stage, reading)?;
        if exchange.answer.is_success() {
            self.object = object;
        }
        Ok(())
    }

    /// What an operation that reads it answers, and the object in it.
    pub fn read(&self, stage: &Stage, reading: &Operation) -> Result<(Exchange, Option<Value>), Outcome> {
        let path = reading.fill(&self.values, stage.target()?.client.base_path());
        let (exchange, _) = call_as_allowed(stage, reading, &Call::new("GET", path))?;
        let object = exchange.answer.json().map(unwrapped).filter(|_| exchange.answer.is_success());
        Ok((exchange, object))
    }

    /// What has to come back when the object is read: what it was made with.
    pub fn echoes(&self) -> Vec<Echo> {
        self.made.as_ref().map(|made| Echo::of(&made.documented, &made.sent)).unwrap_or_default()
    }
}
