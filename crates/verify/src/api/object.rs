//! One object of a resource, made for a claim, with what one does to it.

use super::home_state::{self, find_home_state};
use super::named_below::put_below;
use super::others::as_another;
use super::sentence::Sentence;
use super::workshop::{addressed, extra_headers, identity_of, new_call, note_for_clean_up, place_home};
use super::{
    Made, Operation, PathTemplate, Placed, Resource, call_as_allowed, changing, make, new_body_below,
    unwrapped,
};
use crate::claim::Outcome;
use crate::http::{Call, Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value};

/// An object that was made through the API.
#[derive(Clone, Debug)]
pub struct Object {
    /// The values of the path that names it.
    pub values: Vec<String>,
    /// What it was made of.
    pub sent: Value,
    /// What the answer showed of it.
    pub shown: Value,
    /// The call that made it.
    pub exchange: Exchange,
}

/// A creation that may have been refused.
pub struct Creation {
    /// The values of the path of the collection.
    pub parents: Vec<String>,
    /// The body that was sent.
    pub sent: Value,
    /// The call.
    pub exchange: Exchange,
    /// As whom.
    pub role: Option<String>,
    /// The name that the request gave by its path.
    pub key: Option<String>,
}

/// Sends the request that makes an object, with a change to its body.
pub fn create(
    stage: &Stage,
    number: usize,
    headers: &[(String, String)],
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Creation, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let parents = place_home(stage, operation)?.values;
    create_below(stage, number, parents, headers, change)
}

/// The same below objects that are there already.
pub fn create_below(
    stage: &Stage,
    number: usize,
    parents: Vec<String>,
    headers: &[(String, String)],
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Creation, Outcome> {
    let first = create_once(stage, number, parents, headers, change)?;
    let operation = &stage.facts.api.operations[number];
    let answer = &first.exchange.answer;
    let crowded =
        super::is_crowded(answer) || answer.status == 409 && stage.shared.workshop.is_narrow(number);
    let mut last = first;
    for _ in 0..2 {
        let refused = !last.exchange.answer.is_success();
        if !crowded || !refused || !super::make_room(stage, operation) {
            break;
        }
        last = create_once(stage, number, last.parents, headers, change)?;
    }
    super::note_crowded(&last.exchange.answer);
    if crowded && last.exchange.answer.status == 409 {
        super::note_no_room();
    }
    Ok(last)
}

fn create_once(
    stage: &Stage,
    number: usize,
    parents: Vec<String>,
    headers: &[(String, String)],
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Creation, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let body = new_body_below(stage, number, &parents)?;
    let mut sent = body.unwrap_or_else(|| Value::Object(Map::new()));
    if let Some(members) = sent.as_object_mut() {
        change(members);
        put_below(stage, number, members)?;
    }
    let (path, key) = addressed(stage, number, operation, &parents, (0, 0))?;
    let own = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("idempotency-key"));
    let extra = if own { Vec::new() } else { extra_headers(stage, operation) };
    let call = new_call(operation, path, Some(&sent)).headers(headers).headers(&extra);
    let (exchange, role) = call_as_allowed(stage, operation, &call)?;
    let creation = Creation { parents, sent, exchange, role, key };
    if creation.exchange.answer.is_success() {
        super::note_created(stage, number, &creation.parents, &creation.made());
    }
    Ok(creation)
}

impl Creation {
    /// What it made, as it was answered.
    fn made(&self) -> Made {
        Made {
            documented: self.sent.clone(),
            sent: self.sent.clone(),
            object: self.exchange.answer.json().map(unwrapped).unwrap_or(Value::Null),
            answer: self.exchange.answer.clone(),
            role: self.role.clone(),
            exchange: self.exchange.clone(),
            key: self.key.clone(),
        }
    }

    /// The object that it made.
    pub fn object(self, stage: &Stage, resource: &Resource) -> Result<Object, Outcome> {
        let operation = &stage.facts.api.operations[resource.create.unwrap_or_default()];
        if !self.exchange.answer.is_success() {
            let status = status_line(self.exchange.answer.status);
            return Err(Outcome::unproven(format!(
                "{}, which makes what this needs, answered {status}",
                operation.title()
            ))
            .showing(self.exchange.sent(), self.exchange.seen()));
        }
        let made = self.made();
        let shown = made.object.clone();
        let item = stage.facts.api.item_path(resource);
        let name = item.and_then(|path| path.parameters().last()).map_or("id", |(_, name)| name);
        let Some(id) = identity_of(name, &resource.collection, &made) else {
            return Err(Outcome::unproven(format!(
                "the answer of {} names no object",
                self.exchange.title()
            ))
            .showing(self.exchange.sent(), self.exchange.seen()));
        };
        stage.shared.workshop.note_maker(&resource.collection, &id, made.role.as_deref());
        let mut values = self.parents;
        // What is made below another object may be found on its own.
        let above = item.map_or(resource.collection.parameters().count(), |path| {
            path.parameters().count().saturating_sub(1)
        });
        values.truncate(above);
        values.push(id);
        let object = Object { values, sent: self.sent, shown, exchange: self.exchange };
        if let Some(path) = item {
            note_for_clean_up(stage, &object.placed(path, Some(object.shown.clone())))?;
        }
        Ok(object)
    }
}

impl Object {
    /// Makes an object of a resource as documented, with a change to the request.
    pub fn make(
        stage: &Stage,
        resource: &Resource,
        change: &dyn Fn(&mut Map<String, Value>),
    ) -> Result<Object, Outcome> {
        let Some(number) = resource.create else {
            return Err(Outcome::unproven(format!(
                "no operation that makes a {} is documented",
                resource.name
            )));
        };
        let first = create(stage, number, &[], change)?;
        if first.exchange.answer.is_success() {
            return first.object(stage, resource);
        }
        let made_by = (number, &stage.facts.api.operations[number]);
        let tried = (&first.exchange, first.role.as_deref());
        let by_another = as_another(stage, made_by, tried, &mut |stage| {
            let creation = create(stage, number, &[], change)?;
            Ok(creation.exchange.answer.is_success().then_some(creation))
        })?;
        if let Some(creation) = by_another {
            return creation.object(stage, resource);
        }
        // What clashes or refers to nothing is found out by the way in which all objects are made.
        let operation = &stage.facts.api.operations[number];
        if home_state::may_need_state(first.exchange.answer.status) && find_home_state(stage, number)? {
            return create(stage, number, &[], change)?.object(stage, resource);
        }
        make(stage, number, operation, &first.parents, 0)?;
        create_below(stage, number, first.parents, &[], change)?.object(stage, resource)
    }

    /// Reads it.
    pub fn read(&self, stage: &Stage, resource: &Resource) -> Result<Exchange, Outcome> {
        let Some(number) = resource.read else {
            return Err(Outcome::unproven(format!(
                "no operation that reads a {} is documented",
                resource.name
            )));
        };
        call_on(stage, number, &self.values, None, &[])
    }

    /// The object as the innermost one of a path, as it is now where that is known.
    pub fn placed(&self, path: &PathTemplate, now: Option<Value>) -> Placed {
        Placed { values: self.values.clone(), item_path: path.clone(), object: now, made: None }
    }

    /// The body of a documented change of the object as it is now.
    pub fn change(&self, stage: &Stage, number: usize, now: Value) -> Result<Value, Outcome> {
        let operation = &stage.facts.api.operations[number];
        changing(stage, operation, &self.placed(&operation.path, Some(now)))
    }

    /// What reading it shows.
    pub fn now(&self, stage: &Stage, resource: &Resource) -> Result<(Value, Exchange), Outcome> {
        // Where nothing reads it on its own, the answer to its creation shows it.
        if resource.read.is_none() && self.shown.is_object() {
            return Ok((self.shown.clone(), self.exchange.clone()));
        }
        let exchange = self.read(stage, resource)?;
        if !exchange.answer.is_success() {
            let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
        Ok((exchange.answer.json().map(unwrapped).unwrap_or(Value::Null), exchange))
    }
}

impl Object {
    /// What reading it shows, or else what the list of such objects shows of it.
    pub fn as_listed(&self, stage: &Stage, resource: &Resource) -> Result<(Value, Exchange), Outcome> {
        let api = &stage.facts.api;
        let list = resource.list.filter(|list| api.operations[*list].path.parameters().next().is_none());
        let Some(list) = list.filter(|_| resource.read.is_none()) else { return self.now(stage, resource) };
        let facts = api.list(list);
        let size = facts.most.as_ref().map_or(50, |most| most.fact.number).min(100);
        let found = super::walk(stage, &api.operations[list], &facts, &[], "", Some(size), &mut |_| Ok(()))?;
        let own = self.values.last();
        let shown = found.elements.iter().find(|one| api.id_in(&resource.collection, one).as_ref() == own);
        match (shown, found.pages.last()) {
            (Some(shown), Some(page)) => Ok((shown.clone(), page.clone())),
            _ => Err(Outcome::unproven(format!("the list of each {} does not show it", resource.name))),
        }
    }
}

/// Calls an operation on an object, as somebody who may.
pub fn call_on(
    stage: &Stage,
    number: usize,
    values: &[String],
    body: Option<&Value>,
    headers: &[(String, String)],
) -> Result<Exchange, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let path = operation.fill(values, stage.target()?.client.base_path());
    let mut call = Call::new(&operation.method, path).headers(headers);
    if let Some(body) = body {
        call = call.json(body);
    }
    call_as_allowed(stage, operation, &call).map(|(exchange, _)| exchange)
}

/// The header that says which version of an object a change is meant for, where the specification asks for one.
pub fn match_headers(
    stage: &Stage,
    operation: &Operation,
    values: &[String],
) -> Result<Vec<(String, String)>, Outcome> {
    let api = &stage.facts.api;
    let Some(number) = api.operations.iter().position(|known| std::ptr::eq(known, operation)) else {
        return Ok(Vec::new());
    };
    let Some(resource) = api.resource_of(number) else { return Ok(Vec::new()) };
    let asked =
        resource.updates.contains(&number) && api.about(number).any(|sentence| sentence.says(&["if-match"]));
    let (true, Some(read)) = (asked, resource.read) else { return Ok(Vec::new()) };
    let exchange = call_on(stage, read, values, None, &[])?;
    let tag = exchange.answer.header("etag").map(str::to_owned);
    Ok(tag.map(|tag| ("If-Match".to_owned(), tag)).into_iter().collect())
}

/// Names of members that count the changes of an object.
pub const VERSIONS: &[&str] = &["version", "revision", "rev", "lockversion", "rowversion"];
/// Names of members that hold the time of the last change.
pub const CHANGED: &[&str] = &[
    "updatedat",
    "modifiedat",
    "lastmodified",
    "updatedon",
    "modifiedon",
    "lastmodifiedat",
    "lastupdated",
    "changedat",
    "changed",
    "updated",
    "modified",
    "lastchanged",
    "changedon",
];
/// Names of members that hold the time at which an object was made.
pub const BORN: &[&str] = &[
    "createdat",
    "createdon",
    "created",
    "creationdate",
    "creationtime",
    "registeredat",
    "registeredon",
    "addedat",
    "submittedat",
    "recordedat",
    "postedat",
];

/// Whether a member's name is one of a list of folded names.
pub fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.contains(&words::folded(name).as_str())
}

/// 1 and 1.0 are the same, and so are two spellings of one moment.
pub fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::String(one), Value::String(other)) if one != other => {
            let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
            moment(one).is_some() && moment(one) == moment(other)
        }
        _ => one == other,
    }
}

/// Whether what is shown holds what was sent: an element of a list may have more members than it was given.
pub fn holds_value(shown: &Value, sent: &Value) -> bool {
    match (shown, sent) {
        (Value::Array(shown), Value::Array(sent)) => {
            shown.len() == sent.len() && shown.iter().zip(sent).all(|(shown, sent)| holds_value(shown, sent))
        }
        (Value::Object(shown), Value::Object(sent)) => {
            sent.iter().all(|(name, value)| shown.get(name).is_some_and(|shown| holds_value(shown, value)))
        }
        _ => same_value(shown, sent),
    }
}

impl super::Api {
    /// The path that names one object of a resource.
    pub fn item_path<'a>(&'a self, resource: &'a Resource) -> Option<&'a super::PathTemplate> {
        let item = resource.read.or(resource.delete).or(resource.updates.first().copied());
        match item {
            Some(item) => Some(&self.operations.get(item)?.path),
            None => resource.acted_on.as_ref(),
        }
    }

    /// The first operation of some at a path, or else below a usual base of it: `/invoices` is no `/clients/{id}/invoices`.
    pub fn at_path(
        &self,
        path: &super::PathTemplate,
        fits: impl Fn(&&super::Operation) -> bool,
    ) -> Option<usize> {
        let find = |is: &dyn Fn(&super::PathTemplate) -> bool| {
            self.operations.iter().position(|operation| fits(&operation) && is(&operation.path))
        };
        find(&|known| known.same(path)).or_else(|| find(&|known| known.is_below_base(path)))
    }

    /// What names an object of a collection in a path: its `id`, or what else the path of one is made of.
    pub fn id_in(&self, collection: &super::PathTemplate, object: &Value) -> Option<String> {
        let item = self.operations.iter().map(|operation| &operation.path).find(|path| {
            path.ends_with_parameter() && path.prefix(path.segments().len() - 1).same(collection)
        });
        let name = item.and_then(|path| path.parameters().last()).map_or("id", |(_, name)| name);
        super::member_for(name, collection, object)
    }

    /// The sentences about an operation.
    pub fn about(&self, number: usize) -> impl Iterator<Item = &Sentence> {
        let concerns = move |sentence: &&Sentence| {
            self.operations
                .get(number)
                .is_some_and(|operation| sentence.concerns(&self.resources, operation, number))
        };
        self.sentences.iter().filter(concerns)
    }

    /// The sentences within a stretch of a specification, by number.
    pub fn within(&self, spec: usize, start: u32, end: u32) -> impl Iterator<Item = (usize, &Sentence)> {
        let all = self.sentences.iter().enumerate();
        all.filter(move |(_, sentence)| {
            sentence.spec == spec && sentence.range.start < end && start < sentence.range.end
        })
    }

    /// The resources that a sentence is about.
    pub fn resources_of(&self, sentence: &Sentence) -> Vec<&Resource> {
        let has = |resource: &&Resource| {
            (0..self.operations.len()).any(|number| {
                resource.has(number) && sentence.concerns(&self.resources, &self.operations[number], number)
            })
        };
        self.resources.iter().filter(has).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_shown_of_a_list_may_say_more_than_was_sent() {
        let sent = json!([{"text": "a", "price": 1}]);
        assert!(holds_value(&json!([{"text": "a", "price": 1.0, "total": 1}]), &sent));
        assert!(!holds_value(&json!([{"text": "b", "price": 1}]), &sent));
        assert!(!holds_value(&json!([{"text": "a", "price": 1}, {"text": "a", "price": 1}]), &sent));
        assert!(!holds_value(&json!([{"text": "a"}]), &sent));
    }
}
