//! JSON Schema of entities and of examples: what JSON Schema, OpenAPI and AsyncAPI share.

mod example;
mod fit;
mod infer;
mod shown;
mod words;

pub(crate) use example::read as read_example;
pub(crate) use infer::{Hints, united, without_lone_nulls};

use crate::Artifact;
use crate::data::names::{Keys, squash};
use crate::data::{Data, Default, Entity, Field, default, told};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The schemas of the entities of a source, where a document keeps them.
#[derive(Debug)]
pub(crate) struct Schemas<'d> {
    pub data: &'d Data<'d>,
    /// What stands before the key of a definition in a reference.
    pointer: &'static str,
    /// The key of each described entity, by its squashed name.
    keys: HashMap<String, String>,
    /// The definitions themselves, by their keys, in the order of the specification.
    definitions: Map<String, Value>,
}

impl<'d> Schemas<'d> {
    /// The schemas of all described entities; what could not be said is reported.
    pub fn new(data: &'d Data<'d>, pointer: &'static str, artifact: &mut Artifact) -> Self {
        let mut schemas = Self { data, pointer, keys: HashMap::new(), definitions: Map::new() };
        let mut taken = Keys::default();
        for entity in &data.entities {
            if entity.is_described() {
                schemas.keys.insert(squash(entity.name), taken.key(entity.name, "Entity"));
            } else {
                artifact.omit(entity.document, entity.item, "no field of it is stated");
            }
        }
        for entity in data.entities.iter().filter(|entity| entity.is_described()) {
            let definition = schemas.definition(entity, artifact);
            if let Some(key) = schemas.keys.get(&squash(entity.name)) {
                schemas.definitions.insert(key.clone(), definition);
            }
        }
        for (document, item) in &data.strays {
            artifact.omit(document, item, "it belongs to an entity that is not described");
        }
        schemas
    }

    /// The definitions by their keys.
    pub fn definitions(&self) -> &Map<String, Value> {
        &self.definitions
    }

    /// The definitions that these values refer to, and those that they refer to in turn.
    pub fn definitions_for(&self, values: &[&Value]) -> Map<String, Value> {
        let mut wanted: Vec<&str> = Vec::new();
        let mut open: Vec<&Value> = values.to_vec();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let key = members.get("$ref").and_then(Value::as_str).and_then(|to| self.key_of(to));
                    if let Some((key, definition)) = key
                        && !wanted.contains(&key)
                    {
                        wanted.push(key);
                        open.push(definition);
                    }
                    open.extend(members.values());
                }
                Value::Array(elements) => open.extend(elements),
                _ => {}
            }
        }
        let is_wanted = |key: &&String| wanted.contains(&key.as_str());
        self.definitions
            .iter()
            .filter(|(key, _)| is_wanted(key))
            .map(|(key, definition)| (key.clone(), definition.clone()))
            .collect()
    }

    fn key_of(&self, reference: &str) -> Option<(&str, &Value)> {
        let key = reference.strip_prefix(self.pointer)?;
        self.definitions.get_key_value(key).map(|(key, definition)| (key.as_str(), definition))
    }

    /// A reference to an entity; none where its fields are not stated.
    pub fn reference(&self, name: &str) -> Option<Value> {
        let key = self.keys.get(&squash(name))?;
        Some(json!({ "$ref": format!("{}{key}", self.pointer) }))
    }

    /// The schema of a field of an entity.
    pub fn property_of(&self, entity: &str, field: &str) -> Option<&Value> {
        self.definitions.get(self.keys.get(&squash(entity))?)?.get("properties")?.get(field)
    }

    /// A schema that the specification itself states; none where nothing of it is known.
    pub fn stated(&self, schema: &Map<String, Value>) -> Option<Value> {
        let read = words::read(schema, self, &mut Vec::new());
        (!read.is_empty()).then(|| read.into())
    }

    /// The definition of an entity.
    fn definition(&self, entity: &Entity, artifact: &mut Artifact) -> Value {
        let mut schema = Map::new();
        let key = self.keys.get(&squash(entity.name));
        if key.is_some_and(|key| key != entity.name) {
            schema.insert("title".to_owned(), entity.name.into());
        }
        if entity.is_enumeration() {
            let whole: Option<Vec<i64>> = entity.values.iter().map(|value| value.parse().ok()).collect();
            schema.insert("type".to_owned(), if whole.is_some() { "integer" } else { "string" }.into());
            let mut values: Vec<Value> = Vec::new();
            for value in entity.values.iter() {
                let value = value
                    .parse::<i64>()
                    .ok()
                    .filter(|_| whole.is_some())
                    .map_or(Value::from(*value), Value::from);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            schema.insert("enum".to_owned(), values.into());
            return schema.into();
        }
        schema.insert("type".to_owned(), "object".into());
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in &entity.fields {
            properties.insert(field.name.to_owned(), self.property(entity, field, artifact));
            if field.is_required(entity) {
                required.push(field.name);
            }
        }
        schema.insert("properties".to_owned(), properties.into());
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        schema.into()
    }

    /// The schema of a field.
    fn property(&self, entity: &Entity, field: &Field, artifact: &mut Artifact) -> Value {
        let mut unknown = Vec::new();
        let mut read = words::read(&self.data.raw_schema(field), self, &mut unknown);
        if let Some(name) = unknown.first() {
            artifact.omit(field.document, field.item, format!("its type `{name}` is not described"));
        } else if !read.contains_key("type") && !read.contains_key("$ref") && !words::combines(&read) {
            let reason = match field.written() {
                Some(written) => format!("what its type `{}` allows is not known", shortened(written)),
                None => "no type of it is stated".to_owned(),
            };
            artifact.omit(field.document, field.item, reason);
        }
        told::add(field.description().unwrap_or_default(), &mut read);
        let mut schema = if field.is_nullable(entity) { words::or_null(read.clone()) } else { read.clone() };
        if let Some(written) = field.default() {
            match default(written, &self.resolved(&read)) {
                Default::Value(value) => {
                    schema.insert("default".to_owned(), value);
                }
                Default::Other(written) => {
                    artifact.omit(
                        field.document,
                        field.item,
                        format!("its default `{}` is no value", shortened(&written)),
                    );
                }
            }
        }
        if let Some(description) = field.description() {
            schema.insert("description".to_owned(), description.into());
        }
        schema.into()
    }

    /// The schema that a reference leads to: of an enumeration, its values.
    fn resolved(&self, schema: &Map<String, Value>) -> Map<String, Value> {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let key = reference.and_then(|to| to.strip_prefix(self.pointer));
        let entity = key.and_then(|key| {
            self.data
                .entities
                .iter()
                .find(|entity| self.keys.get(&squash(entity.name)).is_some_and(|known| known == key))
        });
        match entity.filter(|entity| entity.is_enumeration()) {
            Some(entity) => {
                json!({"type": "string", "enum": entity.values}).as_object().cloned().unwrap_or_default()
            }
            None => schema.clone(),
        }
    }
}

/// A written text, cut where it is long.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "");
    if line.chars().count() <= 60 {
        line
    } else {
        format!("{}…", line.chars().take(59).collect::<String>())
    }
}

/// A document of JSON as text.
pub(crate) fn written(document: &Value) -> String {
    format!("{document:#}\n")
}
