//! Collections of objects, with the operations that make, list, read, change and delete them.

use super::sentence::has_phrase;
use super::{Api, FieldBook, FieldFacts, Operation, PathTemplate, elements, unwrapped};
use crate::words;
use serde_json::Value;

/// A collection of objects.
#[derive(Clone, Debug)]
pub struct Resource {
    /// What one of its objects is called: `parcel`, `line item`.
    pub name: String,
    /// The path of the collection.
    pub collection: PathTemplate,
    /// The operation that makes an object.
    pub create: Option<usize>,
    /// The operation that lists objects.
    pub list: Option<usize>,
    /// The operation that reads one.
    pub read: Option<usize>,
    /// The operations that change one.
    pub updates: Vec<usize>,
    /// The operation that deletes one.
    pub delete: Option<usize>,
    /// The path that names one, where only what is done to it is documented: `/visits/{id}` of `POST /visits/{id}/cancel`.
    pub acted_on: Option<PathTemplate>,
    /// The entity that describes its objects.
    pub entity: Option<String>,
    /// The entity that describes what is sent to make one, where there is one of its own.
    pub input: Option<String>,
    /// Whether its entity is one that sentences and tables about its operations tell of.
    pub told: bool,
}

impl Resource {
    /// Whether an operation is one of its own.
    pub fn has(&self, number: usize) -> bool {
        let own = [self.create, self.list, self.read, self.delete];
        own.contains(&Some(number)) || self.updates.contains(&number)
    }

    /// Whether one of its operations is as wanted.
    pub fn has_any(&self, wanted: impl Fn(usize) -> bool) -> bool {
        let own = [self.create, self.list, self.read, self.delete];
        own.into_iter().flatten().chain(self.updates.iter().copied()).any(wanted)
    }

    /// Whether a text in lower case speaks of its objects.
    pub fn is_named_in(&self, plain: &str) -> bool {
        let plural = plural(&self.name);
        let forms =
            [self.name.clone(), plural.clone(), self.name.replace(' ', "_"), plural.replace(' ', "_")];
        let dashed = [self.name.replace(' ', "-"), plural.replace(' ', "-")];
        forms.iter().chain(&dashed).any(|form| has_phrase(plain, form))
    }

    /// What several of its objects are called.
    pub fn plural(&self) -> String {
        plural(&self.name)
    }
}

/// `parcels` of `parcel`, `entries` of `entry`.
fn plural(name: &str) -> String {
    if let Some(stem) = name.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        return format!("{stem}ies");
    }
    if name.ends_with(['s', 'x', 'z']) || name.ends_with("ch") || name.ends_with("sh") {
        return format!("{name}es");
    }
    format!("{name}s")
}

/// The resources of an interface.
pub fn resources(operations: &[Operation], fields: &FieldBook) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    for operation in operations {
        let path = &operation.path;
        let length = path.segments().len();
        let collection = if path.ends_with_parameter() {
            path.prefix(length.saturating_sub(1))
        } else if is_collection(operation, operations) || makes_entity(operation, fields) {
            path.clone()
        } else {
            continue;
        };
        if collection.last_literal().is_none() || collection.ends_with_parameter() {
            continue;
        }
        if !resources.iter().any(|known| known.collection.same(&collection)) {
            resources.push(resource(collection, operations, fields));
        }
    }
    // What is made below another object and listed on its own is one collection, and no other besides.
    let on_its_own: Vec<usize> = resources
        .iter()
        .filter(|known| known.read.is_none())
        .filter(|known| known.list.is_some())
        .filter_map(|known| known.create)
        .collect();
    resources.retain(|known| {
        let own = known.list.or(known.read).or(known.delete).or(known.updates.first().copied());
        own.is_some() || !known.create.is_some_and(|create| on_its_own.contains(&create))
    });
    resources
}

fn is_collection(operation: &Operation, operations: &[Operation]) -> bool {
    let item = |other: &Operation| {
        other.path.ends_with_parameter()
            && other.path.prefix(other.path.segments().len() - 1).same(&operation.path)
    };
    let lists = || {
        let example = operation.success().and_then(|success| success.example.as_ref()?.json());
        operation.method == "GET"
            && example.is_some_and(|example| elements(example).iter().any(|element| element.is_object()))
    };
    // What is listed and added to at one path is a collection, even where nothing reads a single object.
    let both = || {
        let other = if operation.method == "GET" { "POST" } else { "GET" };
        matches!(operation.method.as_str(), "GET" | "POST")
            && operation.path.last_literal().is_some_and(|last| words::singular(last) != last.to_lowercase())
            && operations.iter().any(|known| known.method == other && known.path.same(&operation.path))
    };
    let has_objects = || operation.method == "GET" && has_deeds(&operation.path, operations);
    operations.iter().any(item) || lists() || both() || has_objects() || is_trail(operation)
}

/// What has something below its objects has objects: `GET /visits` beside `POST /visits/{id}/result`.
fn has_deeds(collection: &PathTemplate, operations: &[Operation]) -> bool {
    collection.last_literal().is_some_and(|last| words::singular(last) != last.to_lowercase())
        && acted_on(collection, operations).is_some()
}

/// The path that names one object of a collection below which something stands.
fn acted_on(collection: &PathTemplate, operations: &[Operation]) -> Option<PathTemplate> {
    let length = collection.segments().len() + 1;
    let below = |operation: &&Operation| {
        operation.path.segments().len() > length
            && operation.path.starts_with(collection)
            && operation.path.prefix(length).ends_with_parameter()
    };
    operations.iter().find(below).map(|operation| operation.path.prefix(length))
}

/// Whether an operation answers what was done, entry by entry: nothing but a list goes by such a name.
pub fn is_trail(operation: &Operation) -> bool {
    const TRAILS: &[&str] = &[
        "audit",
        "audits",
        "auditlog",
        "auditlogs",
        "audittrail",
        "auditevents",
        "auditentries",
        "journal",
        "trail",
        "activitylog",
    ];
    // "Read the audit trail" says it where the path is called otherwise.
    const TOLD: &[&str] = &["the audit trail", "the audit log", "the journal", "the activity log"];
    let plain = operation.summary.to_lowercase();
    let told = || {
        ["read ", "reads ", "list ", "lists "].iter().any(|verb| {
            TOLD.iter().any(|trail| plain.trim().trim_end_matches('.') == format!("{verb}{trail}"))
        })
    };
    operation.method == "GET"
        && operation.path.parameters().next().is_none()
        && (operation.path.last_literal().is_some_and(|last| TRAILS.contains(&words::folded(last).as_str()))
            || told())
}

/// Whether an operation makes what an entity describes, though nothing reads it: `POST /handovers` makes a Handover.
fn makes_entity(operation: &Operation, fields: &FieldBook) -> bool {
    let Some(last) = operation.path.last_literal() else { return false };
    let (single, plural) = (words::singular(last), last.to_lowercase());
    operation.method == "POST"
        && single != plural
        && fields.entities().any(|entity| words::folded(entity) == words::folded(&single))
}

fn resource(collection: PathTemplate, operations: &[Operation], fields: &FieldBook) -> Resource {
    let last = collection.last_literal().unwrap_or_default();
    let mut parts = words::parts(last);
    if let Some(part) = parts.last_mut() {
        *part = words::singular(part);
    }
    let name = parts.join(" ");
    let on = |method: &str, item: bool| {
        let mut all = operations.iter().enumerate();
        let fits = |operation: &Operation| {
            let length = operation.path.segments().len();
            let path =
                if item { operation.path.prefix(length.saturating_sub(1)) } else { operation.path.clone() };
            operation.method == method
                && operation.path.ends_with_parameter() == item
                && path.same(&collection)
        };
        all.find(|(_, operation)| fits(operation)).map(|(at, _)| at)
    };
    let mut resource = Resource {
        name,
        create: on("POST", false),
        list: on("GET", false),
        read: on("GET", true),
        updates: [on("PATCH", true), on("PUT", true)].into_iter().flatten().collect(),
        delete: on("DELETE", true),
        acted_on: None,
        entity: None,
        input: None,
        told: false,
        collection,
    };
    resource.acted_on = acted_on(&resource.collection, operations);
    let has_objects = || resource.list.is_some() && has_deeds(&resource.collection, operations);
    if resource.create.is_none() && (resource.read.is_some() || has_objects()) {
        resource.create = elsewhere(&resource.collection, operations);
    }
    // What is made and listed below another object may be read on its own.
    if resource.read.is_none()
        && resource.create.is_some()
        && resource.collection.parameters().next().is_some()
    {
        let on_its_own = |operation: &Operation| {
            let outer = operation.path.prefix(operation.path.segments().len().saturating_sub(1));
            operation.method == "GET"
                && operation.path.ends_with_parameter()
                && outer.parameters().next().is_none()
                && outer.last_literal() == resource.collection.last_literal()
        };
        resource.read = operations.iter().position(on_its_own);
    }
    resource.entity = entity(&resource, operations, fields);
    let asked = |at: usize| operations.get(at)?.asks.clone();
    let described = |entity: &String| fields.of_entity(entity).next().is_some();
    resource.input = resource
        .create
        .and_then(asked)
        .filter(described)
        .or_else(|| fields.entities().find(|entity| is_input(entity, &resource.name)).map(str::to_owned));
    if resource.entity == resource.input {
        resource.input = None;
    }
    resource
}

/// The one operation that makes objects of a collection below another object: `POST /depots/{id}/parcels` makes `/parcels/{id}`.
fn elsewhere(collection: &PathTemplate, operations: &[Operation]) -> Option<usize> {
    let name = collection.last_literal()?;
    let fits = |operation: &Operation| {
        let path = &operation.path;
        let outer = path.prefix(path.segments().len().saturating_sub(1));
        operation.method == "POST"
            && !path.ends_with_parameter()
            && path.last_literal() == Some(name)
            && outer.ends_with_parameter()
            && collection.parameters().next().is_none()
    };
    let mut all = operations.iter().enumerate().filter(|(_, operation)| fits(operation));
    match (all.next(), all.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// `NewDoor`, `DoorCreate`, `CreateDoorRequest`: what is sent to make a door.
fn is_input(entity: &str, name: &str) -> bool {
    const BESIDE: &[&str] = &[
        "new", "create", "creation", "input", "in", "request", "payload", "body", "draft", "dto", "post",
        "write", "params",
    ];
    let parts = words::parts(entity);
    let rest: Vec<&String> = parts.iter().filter(|part| !BESIDE.contains(&part.as_str())).collect();
    let rest: Vec<String> = rest.into_iter().map(|part| words::singular(part)).collect();
    rest.len() < parts.len() && rest.join(" ") == name
}

/// The entity that is named as the objects are, or has the fields that their examples have.
fn entity(resource: &Resource, operations: &[Operation], fields: &FieldBook) -> Option<String> {
    let wanted = words::folded(&resource.name);
    let folded = |entity: &str| {
        let mut parts = words::parts(entity);
        if let Some(last) = parts.last_mut() {
            *last = words::singular(last);
        }
        parts.concat()
    };
    let named = |fits: &dyn Fn(&str) -> bool| fields.entities().find(|entity| fits(&folded(entity)));
    // What is shown is described by a type rather than by the table that it is kept in.
    let first = fields.entities().find(|entity| folded(entity) == wanted && !fields.is_stored(entity));
    if let Some(entity) = first {
        return Some(entity.to_owned());
    }
    let examples = [resource.read, resource.create, resource.list].into_iter().flatten();
    for example in examples.filter_map(|at| operations[at].success()?.example.as_ref()?.json().cloned()) {
        let object = match elements(&example).first() {
            Some(first) if first.is_object() && unwrapped(example.clone()) == example => (*first).clone(),
            _ => unwrapped(example),
        };
        let Some(members) = object.as_object().filter(|members| members.len() >= 3) else { continue };
        let shared =
            |entity: &&str| members.keys().filter(|name| fields.field(entity, name).is_some()).count();
        let spelled =
            |entity: &str| fields.of_entity(entity).filter(|(name, _)| members.contains_key(*name)).count();
        let best = fields.entities().enumerate().max_by_key(|(at, entity)| {
            (shared(entity), !fields.is_stored(entity), spelled(entity), std::cmp::Reverse(*at))
        });
        let best = best.map(|(_, entity)| entity);
        if let Some(best) = best.filter(|best| shared(best) * 10 >= members.len() * 7) {
            return Some(best.to_owned());
        }
    }
    if let Some(entity) = named(&|entity| entity == wanted) {
        return Some(entity.to_owned());
    }
    let related =
        |entity: &str| entity.len() >= 4 && (entity.starts_with(&wanted) || wanted.ends_with(entity));
    let related = |entity: &str| related(entity);
    let found =
        fields.entities().filter(|entity| related(&folded(entity)) && !is_input(entity, &resource.name));
    let found = found.min_by_key(|entity| fields.is_stored(entity));
    found.or_else(|| named(&related)).map(str::to_owned)
}

impl Resource {
    /// Whether an entity describes its objects, or what is sent to make one.
    pub fn is_of(&self, entity: &str) -> bool {
        self.entity.as_deref() == Some(entity) || self.input.as_deref() == Some(entity)
    }
}

impl Api {
    /// What is said about a member of what is sent to make or change an object.
    pub fn asked_of(&self, resource: &Resource, name: &str) -> Option<&FieldFacts> {
        match &resource.input {
            Some(input) => self.fields.field(input, name).or_else(|| {
                // What the request's own description leaves out is not asked for.
                self.field_of(resource, name).filter(|facts| facts.rule.owned)
            }),
            None => self.field_of(resource, name),
        }
    }

    /// The same, for what one of its operations takes, which may have a description of its own.
    pub fn asked_on(&self, resource: &Resource, number: usize, name: &str) -> Option<&FieldFacts> {
        let own = self.operations.get(number).and_then(|operation| operation.asks.as_deref());
        own.and_then(|own| self.fields.field(own, name)).or_else(|| self.asked_of(resource, name))
    }

    /// The members of a resource's objects that are true or false, with the words that speak of them: `isOpen` and `open`.
    pub fn flags(&self, resource: &Resource) -> Vec<(String, String)> {
        const SHORTEST: usize = 4;
        let flag = |name: String| {
            self.field_of(resource, &name).filter(|facts| facts.rule.sort == super::Sort::Boolean)?;
            let mut parts = words::parts(&name);
            parts.retain(|word| word != "is");
            let word = parts.join(" ");
            (word.len() >= SHORTEST).then_some((name, word))
        };
        self.members(resource).into_iter().filter_map(flag).collect()
    }

    /// The resource that an operation belongs to.
    pub fn resource_of(&self, number: usize) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.has(number))
    }

    /// The members of a resource's objects, by its examples and its entity.
    pub fn members(&self, resource: &Resource) -> Vec<String> {
        let examples = [resource.read, resource.create, resource.list].into_iter().flatten();
        let mut names: Vec<String> = Vec::new();
        for at in examples {
            let example = self.operations[at].success().and_then(|success| success.example.as_ref()?.json());
            let object = match example {
                Some(example) if resource.list == Some(at) => {
                    elements(example).first().map(|first| (*first).clone())
                }
                Some(example) => Some(unwrapped(example.clone())),
                None => None,
            };
            names.extend(object.iter().filter_map(Value::as_object).flatten().map(|(name, _)| name.clone()));
        }
        if let Some(entity) = &resource.entity {
            names.extend(self.fields.of_entity(entity).map(|(name, _)| name.to_owned()));
        }
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(words::folded(name)));
        names
    }
}
