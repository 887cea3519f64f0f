//! The words of JSON Schema: those that may stand in an artifact, with references led to its definitions.

use super::Schemas;
use serde_json::{Map, Value, json};

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];

/// How deep a schema may stand within others.
const DEEPEST: u8 = 12;

/// A schema as the model gives it, for a document; names that no entity has are collected.
pub(super) fn read(schema: &Map<String, Value>, schemas: &Schemas, unknown: &mut Vec<String>) -> Map<String, Value> {
    within(schema, schemas, unknown, DEEPEST)
}

fn within(schema: &Map<String, Value>, schemas: &Schemas, unknown: &mut Vec<String>, depth: u8) -> Map<String, Value> {
    let mut read = Map::new();
    if depth == 0 {
        return read;
    }
    let mut inner = |value: &Value| match value {
        Value::Object(schema) => Some(Value::Object(within(schema, schemas, unknown, depth - 1))),
        Value::Bool(_) => Some(value.clone()),
        _ => None,
    };
    for (word, value) in schema {
        let kept = match (word.as_str(), value) {
            ("$ref", Value::String(name)) => {
                let name = name.rsplit('/').next().unwrap_or(name);
                match schemas.reference(name) {
                    Some(Value::Object(reference)) => reference.get("$ref").cloned(),
                    _ => {
                        // The closure above holds the list.
                        let _ = inner(&Value::Null);
                        read.insert("\u{0}".to_owned(), name.into());
                        None
                    }
                }
            }
            ("type", Value::String(name)) => TYPES.contains(&name.as_str()).then(|| value.clone()),
            ("type", Value::Array(names)) => names
                .iter()
                .all(|name| name.as_str().is_some_and(|name| TYPES.contains(&name)))
                .then(|| value.clone()),
            ("items" | "additionalProperties" | "not" | "contains" | "propertyNames", _) => inner(value),
            ("properties" | "patternProperties", Value::Object(properties)) => Some(
                properties.iter().filter_map(|(name, value)| Some((name.clone(), inner(value)?))).collect(),
            ),
            ("oneOf" | "anyOf" | "allOf" | "prefixItems", Value::Array(schemas)) if !schemas.is_empty() => {
                Some(schemas.iter().filter_map(&mut inner).collect())
            }
            ("enum", Value::Array(values)) if !values.is_empty() => {
                let mut once: Vec<Value> = Vec::new();
                for value in values {
                    if !once.contains(value) {
                        once.push(value.clone());
                    }
                }
                Some(once.into())
            }
            ("minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties", _) => {
                value.is_u64().then(|| value.clone())
            }
            ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum", _) => value.is_number().then(|| value.clone()),
            ("multipleOf", Value::Number(number)) => {
                number.as_f64().is_some_and(|number| number > 0.0).then(|| value.clone())
            }
            ("required", Value::Array(names)) => names.iter().all(Value::is_string).then(|| value.clone()),
            ("format" | "pattern" | "description" | "title", Value::String(_)) => Some(value.clone()),
            ("uniqueItems" | "readOnly" | "writeOnly" | "deprecated", Value::Bool(_)) => Some(value.clone()),
            ("const" | "default", _) => Some(value.clone()),
            _ => None,
        };
        if let Some(kept) = kept {
            read.insert(word.clone(), kept);
        }
    }
    if let Some(Value::String(name)) = read.shift_remove("\u{0}") {
        unknown.push(name);
    }
    read
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
