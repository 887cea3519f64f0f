//! Requests for operations whose request nothing shows: made up from what the specification says about the fields.

use super::{Api, Body, FieldFacts, Resource};
use crate::words;
use serde_json::{Map, Value, json};

/// Names of fields that systems give by themselves, where nothing else is said.
const OWNED: &[&str] = &[
    "id",
    "uuid",
    "createdat",
    "updatedat",
    "createdon",
    "updatedon",
    "created",
    "updated",
    "modified",
    "modifiedat",
    "lastmodified",
    "version",
    "revision",
    "deletedat",
    "deleted",
    "etag",
    "links",
    "self",
    "url",
    "href",
    "createdby",
    "updatedby",
];

impl Api {
    /// Gives operations that change something a request where none is documented and the fields are.
    pub fn make_up_requests(&mut self) {
        for at in 0..self.resources.len() {
            let resource = self.resources[at].clone();
            let Some(create) = resource.create else { continue };
            if self.operations[create].request.is_none() {
                let Some(body) = self.made_up(&resource) else { continue };
                self.give(create, body);
            }
            let Some(made) = self.operations[create].request.as_ref().and_then(Body::json).cloned() else {
                continue;
            };
            for update in &resource.updates {
                if self.operations[*update].request.is_some() {
                    continue;
                }
                let body = match self.operations[*update].method.as_str() {
                    "PUT" => Some(made.clone()),
                    _ => self.one_change(&resource, &made),
                };
                if let Some(body) = body {
                    self.give(*update, body);
                }
            }
        }
    }

    fn give(&mut self, number: usize, body: Value) {
        let operation = &mut self.operations[number];
        (operation.request, operation.made_up) = (Some(Body::Json(body)), true);
    }

    /// Whether the system gives a field by itself: as is said, or as is usual.
    pub fn is_owned(&self, resource: &Resource, name: &str) -> bool {
        let facts = self.field_of(resource, name);
        facts.is_some_and(|facts| facts.rule.owned) || OWNED.contains(&words::folded(name).as_str())
    }

    /// What is said about a member of a resource's objects.
    pub fn field_of(&self, resource: &Resource, name: &str) -> Option<&FieldFacts> {
        match &resource.entity {
            Some(entity) => self.fields.field(entity, name),
            None => match self.fields.of(name) {
                [one] => Some(one),
                _ => None,
            },
        }
    }

    fn made_up(&self, resource: &Resource) -> Option<Value> {
        let entity = resource.entity.as_ref()?;
        let mut body = Map::new();
        for (name, facts) in self.fields.of_entity(entity) {
            let is_own_id = words::folded(name) == words::folded(&format!("{}id", resource.name));
            if self.is_owned(resource, name)
                || is_own_id
                || facts.rule.write_only && facts.optional == Some(true)
            {
                continue;
            }
            let refers = words::parts(name).last().is_some_and(|last| last == "id" || last == "ids");
            let value = if refers { Some(json!(1)) } else { facts.rule.valid(name, 1) };
            let needed = facts.optional == Some(false) && facts.default.is_none();
            match value {
                Some(value) if needed || (!refers && facts.default.is_none()) => {
                    body.insert(name.to_owned(), value);
                }
                None if needed => return None,
                _ => {}
            }
        }
        (!body.is_empty()).then_some(Value::Object(body))
    }

    fn one_change(&self, resource: &Resource, made: &Value) -> Option<Value> {
        let members = made.as_object()?;
        let free = members.iter().find_map(|(name, value)| {
            let facts = self.field_of(resource, name);
            let fixed = facts.is_some_and(|facts| facts.rule.fixed || facts.rule.write_only || facts.unique);
            let other = facts?.rule.valid(name, 2).filter(|other| other != value && !fixed)?;
            Some((name.clone(), other))
        });
        let (name, value) = free?;
        Some(Value::Object(Map::from_iter([(name, value)])))
    }
}
