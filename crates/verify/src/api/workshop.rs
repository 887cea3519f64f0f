//! Objects made through the API itself, so that every claim has its own to work on.

use super::actor::call_as_allowed;
use super::vary::vary_members;
use super::{Echo, Operation, PathTemplate, Segment};
use crate::claim::Outcome;
use crate::http::{Answer, Call, Exchange};
use crate::stage::Stage;
use crate::words;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How deep one object may need another.
const DEEPEST: usize = 4;
/// How often a creation that clashes is tried with other values.
const VARIATIONS: usize = 5;

/// Makes objects, and remembers what must differ between them.
#[derive(Debug)]
pub struct Workshop {
    seed: u64,
    next: AtomicU64,
    clashing: Mutex<HashMap<usize, Vec<String>>>,
    made: Mutex<Vec<(String, Vec<(String, String)>)>>,
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
    /// What names it in paths, for a parameter of a given name.
    answer: Answer,
    /// As whom it was made.
    pub role: Option<String>,
    /// The call that made it.
    pub exchange: Exchange,
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
        Self { seed, next: AtomicU64::new(1), clashing: Mutex::default(), made: Mutex::default() }
    }

    /// A number that no other object of the run has.
    pub fn number(&self, ours: bool) -> u64 {
        // What earlier runs left in a system that lasts is avoided as well.
        let offset = if ours { 0 } else { 1000 + (self.seed % 90_000) * 10 };
        offset + self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn clashing(&self, operation: usize) -> Option<Vec<String>> {
        self.clashing.lock().unwrap_or_else(PoisonError::into_inner).get(&operation).cloned()
    }

    fn clashes(&self, operation: usize, members: Vec<String>) {
        self.clashing.lock().unwrap_or_else(PoisonError::into_inner).insert(operation, members);
    }

    fn remember(&self, path: String, headers: Vec<(String, String)>) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push((path, headers));
    }

    /// Deletes what was made, the latest first, where the API documents how; for systems that outlive the run.
    pub fn clean_up(&self, stage: &Stage) {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        for (path, headers) in made.into_iter().rev() {
            // What cannot be deleted stays: a run does not fail for it.
            let _ = stage.call(&Call::new("DELETE", path).headers(&headers));
        }
    }
}

/// Finds or makes an object for each parameter of an operation's path.
pub fn place(stage: &Stage, operation: &Operation) -> Result<Placed, Outcome> {
    place_path(stage, &operation.path, operation.is_safe(), 0)
}

fn place_path(stage: &Stage, path: &PathTemplate, read_only: bool, depth: usize) -> Result<Placed, Outcome> {
    let mut placed = Placed { values: Vec::new(), item_path: path.prefix(0), object: None, made: None };
    for (at, name) in path.parameters() {
        let collection = path.prefix(at);
        let (value, object, made) = match creator(stage, &collection) {
            Some((number, creating)) => {
                let made = make(stage, number, creating, &placed.values, depth + 1)?;
                let value = identity(name, &collection, &made).ok_or_else(|| {
                    Outcome::unproven(format!(
                        "the answer of {} has nothing for {{{name}}}",
                        made.exchange.title()
                    ))
                    .showing(made.exchange.sent(), made.exchange.seen())
                })?;
                (value, Some(made.object.clone()), Some(made))
            }
            None => {
                let (value, object) = existing(stage, &collection, name, &placed.values, read_only)?;
                (value, object, None)
            }
        };
        placed.values.push(value);
        placed.item_path = path.prefix(at + 1);
        if let Some(made) = &made {
            note_for_clean_up(stage, &placed, made)?;
        }
        (placed.object, placed.made) = (object, made);
    }
    Ok(placed)
}

/// The operation that makes objects of a collection.
fn creator<'a>(stage: &'a Stage, collection: &PathTemplate) -> Option<(usize, &'a Operation)> {
    let api = &stage.facts.api;
    let makes = |operation: &Operation| {
        operation.method == "POST" && operation.responses.iter().all(|response| response.status != 0) && {
            let body = operation.request.as_ref().is_none_or(|body| body.json().is_some());
            body && (operation.success().is_some() || operation.responses.is_empty())
        }
    };
    if let Some(found) = api.find("POST", collection).filter(|(_, operation)| makes(operation)) {
        return Some(found);
    }
    // Objects of one collection may be made below another: `POST /depots/{id}/parcels` makes `/parcels/{id}`.
    let name = collection.last_literal()?;
    let mut others = api.operations.iter().enumerate();
    others.find(|(_, operation)| {
        makes(operation)
            && !operation.path.ends_with_parameter()
            && operation.path.last_literal() == Some(name)
    })
}

/// Makes an object; a creation that clashes with what is there is tried again with other values.
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
    let target = stage.target()?;
    let parents = creating.path.parameters().count();
    let values = if parents <= values.len() {
        values[..parents].to_vec()
    } else {
        place_path(stage, &creating.path, false, depth)?.values
    };
    let path = creating.fill(&values, target.client.base_path());
    let documented = creating.request.as_ref().and_then(|body| body.json()).cloned();
    let mut body = documented.clone().map(|body| with_references(stage, &body, depth));
    let workshop = &stage.shared.workshop;
    let unvaried = body.clone();
    if let (Some(plain), Some(members)) = (&unvaried, workshop.clashing(number)) {
        body = Some(vary_members(plain, &members, workshop.number(target.is_our_own())));
    }
    let mut referred = false;
    for _ in 0..=VARIATIONS {
        let mut call = Call::new(&creating.method, path.as_str()).headers(&extra_headers(stage, creating));
        if let Some(body) = &body {
            call = call.json(body);
        }
        let (exchange, role) = call_as_allowed(stage, creating, &call)?;
        if exchange.answer.is_success() {
            let object = exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
            let (documented, sent) = (documented.unwrap_or(Value::Null), body.unwrap_or(Value::Null));
            return Ok(Made { documented, sent, object, answer: exchange.answer.clone(), role, exchange });
        }
        let clash = exchange.answer.status == 409 || says_taken(&exchange.answer);
        if let (true, Some(plain)) = (clash, &unvaried) {
            let members = clashing_members(stage, plain, body.as_ref().unwrap_or(plain), &exchange.answer);
            workshop.clashes(number, members.clone());
            body = Some(vary_members(plain, &members, workshop.number(target.is_our_own())));
        } else if let (false, Some(plain), 400 | 404 | 422) = (referred, &unvaried, exchange.answer.status) {
            referred = true;
            let with = with_references_by_name(stage, plain, depth);
            if with == *plain {
                return Err(failed(creating, &exchange));
            }
            body = Some(with);
        } else {
            return Err(failed(creating, &exchange));
        }
    }
    Err(Outcome::unproven(format!("{} clashes with what is there, whatever is sent", creating.title())))
}

fn failed(creating: &Operation, exchange: &Exchange) -> Outcome {
    let status = crate::http::status_line(exchange.answer.status);
    Outcome::unproven(format!("{}, which makes what this needs, answered {status}", creating.title()))
        .showing(exchange.sent(), exchange.seen())
}

/// Headers that an operation asks for besides the key.
pub fn extra_headers(stage: &Stage, operation: &Operation) -> Vec<(String, String)> {
    let prose = operation.prose.to_lowercase();
    let asked = prose.contains("idempotency-key") && !prose.contains("optional");
    let number = stage.shared.workshop.next.fetch_add(u64::from(asked), Ordering::Relaxed);
    let key = format!("abide-{}-{number}", stage.shared.seed);
    asked.then(|| ("Idempotency-Key".to_owned(), key)).into_iter().collect()
}

fn says_taken(answer: &Answer) -> bool {
    let text = answer.text().to_lowercase();
    matches!(answer.status, 400 | 422)
        && ["already", "duplicate", "taken", "not unique", "must be unique", "exists"]
            .iter()
            .any(|word| text.contains(word))
        && !text.contains("not exist")
}

/// The members of a body that have to differ: those that the answer speaks of, else those that are or look unique.
fn clashing_members(stage: &Stage, documented: &Value, sent: &Value, answer: &Answer) -> Vec<String> {
    let text = answer.text();
    let members = || documented.as_object().into_iter().flatten();
    let spoken = |name: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("`{name}`"));
    let value_spoken = |name: &str| {
        sent.get(name).and_then(Value::as_str).is_some_and(|value| value.len() >= 3 && text.contains(value))
    };
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !stage.facts.api.states.knows(text));
    let choose = |fits: &dyn Fn(&str, &Value) -> bool| -> Vec<String> {
        members().filter(|(name, value)| fits(name, value)).map(|(name, _)| name.clone()).collect()
    };
    let unique = |name: &str| stage.facts.api.fields.is_unique(name);
    let likely = [
        "code",
        "email",
        "slug",
        "username",
        "login",
        "name",
        "title",
        "sku",
        "number",
        "key",
        "isbn",
        "reference",
        "handle",
    ];
    let looks = |name: &str| words::parts(name).last().is_some_and(|last| likely.contains(&last.as_str()));
    let choices = [
        choose(&|name, _| spoken(name) && unique(name)),
        choose(&|name, value| is_text(value) && (spoken(name) || value_spoken(name))),
        choose(&|name, _| unique(name)),
        choose(&|name, value| is_text(value) && looks(name)),
        choose(&|_, value| is_text(value)),
    ];
    choices.into_iter().find(|members| !members.is_empty()).unwrap_or_default()
}

/// The body with fresh objects in place of documented ids: `depot_id` gets the id of a new depot.
pub fn with_references(stage: &Stage, body: &Value, depth: usize) -> Value {
    replace_references(stage, body, depth, &["id", "uuid", "ids"])
}

fn with_references_by_name(stage: &Stage, body: &Value, depth: usize) -> Value {
    replace_references(
        stage,
        body,
        depth,
        &["code", "slug", "name", "key", "number", "ref", "username", "email"],
    )
}

fn replace_references(stage: &Stage, body: &Value, depth: usize, endings: &[&str]) -> Value {
    let mut body = body.clone();
    match &mut body {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::Object(_) => *value = replace_references(stage, value, depth, endings),
                    Value::Array(list) if list.iter().any(Value::is_object) => {
                        *value = replace_references(stage, value, depth, endings)
                    }
                    Value::Null | Value::Bool(_) => {}
                    _ => {
                        if let Some(reference) = reference(stage, name, endings, depth) {
                            *value = if value.is_array() { Value::Array(vec![reference]) } else { reference };
                        }
                    }
                }
            }
        }
        Value::Array(list) => {
            for value in list {
                *value = replace_references(stage, value, depth, endings);
            }
        }
        _ => {}
    }
    body
}

/// What a new object of another collection is referred to by.
fn reference(stage: &Stage, name: &str, endings: &[&str], depth: usize) -> Option<Value> {
    let mut parts = words::parts(name);
    let ending = parts.pop().filter(|ending| endings.contains(&ending.as_str()))?;
    let wanted = parts.last().map(|part| words::singular(part))?;
    let mut creators = stage.facts.api.operations.iter().enumerate();
    let (number, creating) = creators.find(|(_, operation)| {
        operation.method == "POST"
            && !operation.path.ends_with_parameter()
            && operation.path.parameters().next().is_none()
            && operation.path.last_literal().is_some_and(|last| {
                words::singular(words::parts(last).last().map_or("", String::as_str)) == wanted
            })
    })?;
    let made = make(stage, number, creating, &[], depth + 1).ok()?;
    let member = if ending == "ids" { "id" } else { ending.as_str() };
    made.object.get(member).or_else(|| made.object.get(name)).cloned()
}

/// A value for a parameter among objects that are there already.
fn existing(
    stage: &Stage,
    collection: &PathTemplate,
    name: &str,
    values: &[String],
    read_only: bool,
) -> Result<(String, Option<Value>), Outcome> {
    let unknown = |why: String| Outcome::unproven(format!("no value is known for {{{name}}}: {why}"));
    let Some((_, listing)) = stage.facts.api.find("GET", collection) else {
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

/// The objects of a list, whatever it is wrapped in.
pub fn elements(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(list) => list.iter().collect(),
        Value::Object(members) => {
            let list = members.values().find_map(Value::as_array).map(|list| list.iter().collect());
            list.unwrap_or_else(|| {
                members
                    .values()
                    .filter_map(Value::as_object)
                    .flat_map(|inner| inner.values().find_map(Value::as_array))
                    .flatten()
                    .collect()
            })
        }
        _ => Vec::new(),
    }
}

/// What names a made object in a path.
fn identity(name: &str, collection: &PathTemplate, made: &Made) -> Option<String> {
    let located = || {
        let location = made.answer.header("location")?;
        let last = location.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
        (!last.is_empty()).then(|| last.to_owned())
    };
    member_for(name, collection, &made.object).or_else(located).or_else(|| scalar(made.sent.get(name)?))
}

/// The member of an object that a parameter of that name means.
fn member_for(name: &str, collection: &PathTemplate, object: &Value) -> Option<String> {
    if let Some(value) = scalar(object) {
        return Some(value);
    }
    let members = object.as_object()?;
    let wanted = words::folded(name);
    let of = |fits: &dyn Fn(&str) -> bool| {
        members.iter().find(|(key, _)| fits(&words::folded(key))).and_then(|(_, value)| scalar(value))
    };
    let singular =
        collection.last_literal().map(words::singular).map(|name| words::folded(&name)).unwrap_or_default();
    of(&|key| key == wanted)
        // `parcel_id` of a path is the `id` of a parcel, and `parcel_code` its `code`.
        .or_else(|| of(&|key| !key.is_empty() && wanted == format!("{singular}{key}")))
        .or_else(|| of(&|key| wanted.ends_with("id") && key == "id"))
        .or_else(|| of(&|key| key == "id" || key == "uuid"))
        .or_else(|| of(&|key| key == format!("{singular}id")))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An object out of what it is wrapped in: `{"data": {…}}`, `{"parcel": {…}}`.
pub fn unwrapped(answer: Value) -> Value {
    let Value::Object(members) = &answer else { return answer };
    let has_id = |object: &Value| {
        object.as_object().is_some_and(|object| object.keys().any(|key| words::folded(key).ends_with("id")))
    };
    if has_id(&answer) {
        return answer;
    }
    let objects: Vec<&Value> = members.values().filter(|value| value.is_object()).collect();
    match objects.as_slice() {
        [one] if members.len() == 1 || has_id(one) => (*one).clone(),
        _ => answer,
    }
}

fn note_for_clean_up(stage: &Stage, placed: &Placed, made: &Made) -> Result<(), Outcome> {
    let target = stage.target()?;
    let Some((_, deleting)) = stage.facts.api.find("DELETE", &placed.item_path) else { return Ok(()) };
    if !target.is_our_own()
        && let Some(actor) = super::actors(target, deleting)?.into_iter().next()
    {
        let headers = actor.map(|role| role.headers.clone()).unwrap_or_default();
        stage.shared.workshop.remember(deleting.fill(&placed.values, target.client.base_path()), headers);
    }
    let _ = made;
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
        let path = reading.fill(&self.values, stage.target()?.client.base_path());
        let (exchange, _) = call_as_allowed(stage, reading, &Call::new("GET", path))?;
        if exchange.answer.is_success() {
            self.object = exchange.answer.json().map(unwrapped);
        }
        Ok(())
    }

    /// What has to come back when the object is read: what it was made with.
    pub fn echoes(&self) -> Vec<Echo> {
        self.made.as_ref().map(|made| Echo::of(&made.documented, &made.sent)).unwrap_or_default()
    }

    /// The number of the innermost parameter's segment.
    pub fn last_parameter(&self) -> Option<&Segment> {
        self.item_path.segments().last()
    }
}
