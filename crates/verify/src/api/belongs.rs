//! Objects that belong to another one: they stand below its path, or refer to it.

use super::{Api, Creation, Object, Resource, create_below, place, reference_to};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::{Map, Value, json};

/// How a new object says for which other it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// By the path.
    Below,
    /// By a member of the request.
    Reference(String),
}

impl Link {
    /// How an object of one resource says that it belongs to one of another, where it does.
    pub fn between(api: &Api, one: &Resource, of: &Resource) -> Option<Self> {
        let operation = &api.operations[one.create?];
        let below = || api.item_path(of).is_some_and(|item| operation.path.starts_with(item));
        let apart = !one.collection.same(&of.collection);
        let member = reference_to(operation, of).map(Self::Reference);
        member.or_else(|| below().then_some(Self::Below)).filter(|_| apart)
    }
}

impl Api {
    /// The one sort of things that can be made and is as wanted; what is made below one path and read at another is one sort.
    pub fn one_made(&self, wanted: impl Fn(usize, &Resource) -> bool) -> Option<usize> {
        let all = self.resources.iter().enumerate();
        let mut fitting = all.filter(|(at, resource)| resource.create.is_some() && wanted(*at, resource));
        let (first, found) = fitting.next()?;
        fitting.all(|(_, other)| other.create == found.create).then_some(first)
    }

    /// Whether objects of one resource belong to one of another.
    pub fn holds(&self, one: usize, of: usize) -> bool {
        let (one, of) = (&self.resources[one], &self.resources[of]);
        of.create.is_some() && Link::between(self, one, of).is_some()
    }
}

impl Object {
    /// The value by which another object refers to it.
    pub fn id(&self) -> Value {
        let text = self.values.last().cloned().unwrap_or_default();
        let own = self.shown.get("id").filter(|id| id.is_number() && id.to_string() == text);
        own.cloned().unwrap_or_else(|| json!(text))
    }
}

/// Sends what makes a new object for one that is there.
pub fn make_for(
    stage: &Stage,
    number: usize,
    link: &Link,
    object: &Object,
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Creation, Outcome> {
    let (parents, reference) = match link {
        Link::Below => (object.values.clone(), None),
        Link::Reference(member) => (place(stage, &stage.facts.api.operations[number])?.values, Some(member)),
    };
    let id = object.id();
    create_below(stage, number, parents, &[], &|body| {
        if let Some(member) = reference {
            body.insert(member.clone(), id.clone());
        }
        change(body);
    })
}

/// Sends what makes an object of the first resource that belongs to an object of the second.
pub fn make_one_of(
    stage: &Stage,
    one: &Resource,
    of: &Resource,
    object: &Object,
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Creation, Outcome> {
    let number = one.create.ok_or_else(|| Outcome::unproven("nothing documented makes one"))?;
    let apart = || Outcome::unproven("nothing documented makes what belongs to it");
    make_for(stage, number, &Link::between(&stage.facts.api, one, of).ok_or_else(apart)?, object, change)
}
