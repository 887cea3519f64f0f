//! The words of JSON Schema: those that may stand in an artifact, with references led to its definitions.

use super::Schemas;
use serde_json::{Map, Value, json};

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];

/// How deep a schema may stand within others.
const DEEPEST: u8 = 12;

/// A schema as the model gives it, for a document; names that no entity has are collected.
pub(super) fn read(
    schema: &Map<String, Value>,
    schemas: &Schemas,
    unknown: &mut Vec<String>,
) -> Map<String, Value> {
    within(schema, schemas, unknown, DEEPEST)
}

fn within(
    schema: &Map<String, Value>,
    schemas: &Schemas,
    unknown: &mut Vec<String>,
    depth: u8,
) -> Map<String, Value> {
    let mut read = Map::new();
    for (word, value) in schema {
        if let Some(kept) = kept(word, value, schemas, unknown, depth) {
            read.insert(word.clone(), kept);
        }
    }
    read
}

/// What a schema within another says; a whole schema may also be true or false.
fn inner(value: &Value, schemas: &Schemas, unknown: &mut Vec<String>, depth: u8) -> Option<Value> {
    match value {
        Value::Object(schema) => Some(Value::Object(within(schema, schemas, unknown, depth.checked_sub(1)?))),
        Value::Bool(_) => Some(value.clone()),
        _ => None,
    }
}

/// The value of a word as it may stand in an artifact; none where the word is not one of JSON Schema, or its value is wrong.
fn kept(word: &str, value: &Value, schemas: &Schemas, unknown: &mut Vec<String>, depth: u8) -> Option<Value> {
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    let valid = match (word, value) {
        ("$ref", Value::String(name)) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            let Some(reference) = schemas.reference(name) else {
                unknown.push(name.to_owned());
                return None;
            };
            return reference.get("$ref").cloned();
        }
        ("items" | "additionalProperties" | "not" | "contains" | "propertyNames", _) => {
            return inner(value, schemas, unknown, depth);
        }
        ("properties" | "patternProperties", Value::Object(properties)) => {
            let property = |(name, value): (&String, &Value)| {
                Some((name.clone(), inner(value, schemas, unknown, depth)?))
            };
            return Some(properties.iter().filter_map(property).collect());
        }
        ("oneOf" | "anyOf" | "allOf" | "prefixItems", Value::Array(alternatives)) => {
            let read: Vec<Value> =
                alternatives.iter().filter_map(|value| inner(value, schemas, unknown, depth)).collect();
            return (!read.is_empty()).then(|| read.into());
        }
        ("enum", Value::Array(values)) => {
            let mut once: Vec<Value> = Vec::new();
            for value in values {
                if !once.contains(value) {
                    once.push(value.clone());
                }
            }
            return (!once.is_empty()).then(|| once.into());
        }
        ("type", Value::Array(names)) => names.iter().all(is_type),
        ("type", _) => is_type(value),
        ("minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties", _) => {
            value.is_u64()
        }
        ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum", _) => value.is_number(),
        ("multipleOf", _) => value.as_f64().is_some_and(|number| number > 0.0),
        ("required", Value::Array(names)) => names.iter().all(Value::is_string),
        ("format" | "pattern" | "description" | "title", _) => value.is_string(),
        ("uniqueItems" | "readOnly" | "writeOnly" | "deprecated", _) => value.is_boolean(),
        ("const" | "default", _) => true,
        _ => false,
    };
    valid.then(|| value.clone())
}

/// Whether a schema is put together from others.
pub(super) fn combines(schema: &Map<String, Value>) -> bool {
    ["oneOf", "anyOf", "allOf", "enum", "const"].iter().any(|word| schema.contains_key(*word))
}

/// The same, or null.
pub(super) fn or_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    match schema.get("type").cloned() {
        Some(Value::String(name)) if name != "null" => {
            schema.insert("type".to_owned(), json!([name, "null"]));
            if let Some(Value::Array(values)) = schema.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
            schema
        }
        None if !schema.is_empty() => {
            let either = json!([schema, {"type": "null"}]);
            Map::from_iter([("anyOf".to_owned(), either)])
        }
        _ => schema,
    }
}
