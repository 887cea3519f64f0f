//! The schema that an example shows: entities where it is one, else the types of its values.

use super::{Schemas, words};
use crate::data::Entity;
use serde_json::{Map, Value, json};

/// How deep examples are looked into.
const DEEPEST: u8 = 24;

/// Entities that an example is likely of, the likeliest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints<'e, 'd> {
    pub entities: Vec<&'e Entity<'d>>,
}

impl<'d> Schemas<'d> {
    /// The schema of an example. It says of each value what it is, and nothing of what else may be there.
    pub fn infer(&self, value: &Value, hints: &Hints) -> Value {
        without_lone_nulls(self.infer_within(value, hints, DEEPEST))
    }

    /// The same, where null stands for a value that another example shows.
    pub fn infer_part(&self, value: &Value) -> Value {
        self.infer_within(value, &Hints::default(), DEEPEST)
    }

    fn infer_within(&self, value: &Value, hints: &Hints, depth: u8) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return json!({}) };
        match value {
            Value::Null => json!({"type": "null"}),
            Value::Bool(_) => json!({"type": "boolean"}),
            Value::Number(number) if number.is_f64() => json!({"type": "number"}),
            Value::Number(_) => json!({"type": "integer"}),
            Value::String(text) => match format(text) {
                Some(format) => json!({"type": "string", "format": format}),
                None => json!({"type": "string"}),
            },
            Value::Array(elements) => {
                let mut items: Option<Value> = None;
                for element in elements {
                    let one = self.infer_within(element, hints, depth);
                    items = Some(match items {
                        Some(known) => united(known, one),
                        None => one,
                    });
                }
                match items {
                    Some(items) if items != json!({}) => json!({"type": "array", "items": items}),
                    _ => json!({"type": "array"}),
                }
            }
            Value::Object(object) => {
                let record = self.record_of(value, hints).and_then(|entity| self.reference(entity.name));
                record.unwrap_or_else(|| self.object(object, hints, depth))
            }
        }
    }

    /// The entity that an object is: it has what the entity requires, and nothing that the entity has not.
    pub fn record_of<'s>(&'s self, value: &Value, hints: &Hints<'s, 'd>) -> Option<&'s Entity<'d>> {
        let object = value.as_object().filter(|object| !object.is_empty())?;
        let fits = |entity: &&Entity| {
            let names = object.keys().all(|key| entity.fields.iter().any(|field| field.name == key));
            let enough = object.len() * 3 >= entity.fields.len() * 2;
            let definition = || self.reference(entity.name);
            names && enough && definition().is_some_and(|definition| self.fits(value, &definition))
        };
        // Of those that fit, the one of which the least is missing: a table may have columns that no answer shows.
        let missing = |entity: &&Entity| entity.fields.len().saturating_sub(object.len());
        let hinted = hints.entities.iter().copied().filter(fits).min_by_key(missing);
        let others = || {
            let large = |entity: &&Entity| entity.fields.len() >= 3 && fits(entity);
            self.data
                .entities
                .iter()
                .filter(large)
                .min_by_key(|entity| (entity.fields.len(), entity.is_table()))
        };
        hinted.or_else(others)
    }

    /// An object of its own; members that a likely entity has are described as there.
    fn object(&self, object: &Map<String, Value>, hints: &Hints, depth: u8) -> Value {
        let holds = |entity: &&&Entity| {
            object.len() <= entity.fields.len() && object.keys().all(|key| entity.field(key).is_some())
        };
        let entity = hints.entities.iter().find(holds);
        let mut properties = Map::new();
        for (name, value) in object {
            let known = entity
                .and_then(|entity| self.property_of(entity.name, entity.field(name)?.name).cloned())
                .filter(|schema| self.fits(value, schema));
            let inner = || {
                // `"order": {…}` is likely an order.
                let mut hints = hints.clone();
                if let Some(entity) = self.data.entity_of_word(name) {
                    hints.entities.insert(0, entity);
                }
                self.infer_within(value, &hints, depth)
            };
            properties.insert(name.clone(), known.unwrap_or_else(inner));
        }
        if properties.is_empty() {
            json!({"type": "object"})
        } else {
            json!({"type": "object", "properties": properties})
        }
    }
}

/// A schema in which nothing is said to be null alone: another value is to be expected there, and not known.
pub(crate) fn without_lone_nulls(schema: Value) -> Value {
    match schema {
        Value::Object(words) if words.len() == 1 && words.get("type") == Some(&json!("null")) => json!({}),
        Value::Object(words) => {
            let within = |(word, value): (String, Value)| match word.as_str() {
                "items" => (word, without_lone_nulls(value)),
                "properties" => match value {
                    Value::Object(properties) => {
                        let each = |(name, schema): (String, Value)| (name, without_lone_nulls(schema));
                        (word, properties.into_iter().map(each).collect())
                    }
                    other => (word, other),
                },
                _ => (word, value),
            };
            words.into_iter().map(within).collect()
        }
        other => other,
    }
}

/// One schema for what either of two shows.
pub(crate) fn united(one: Value, other: Value) -> Value {
    if one == other || other == json!({}) {
        return one;
    }
    if one == json!({}) {
        return other;
    }
    let (first, second) = (without_null(&one), without_null(&other));
    if first.is_some() || second.is_some() {
        let united = united(first.unwrap_or(one), second.unwrap_or(other));
        return match united {
            Value::Object(words) if !words.is_empty() => words::or_null(words).into(),
            _ => json!({"type": "null"}),
        };
    }
    let kind = |schema: &Value| schema.get("type").and_then(Value::as_str).map(str::to_owned);
    match (kind(&one).as_deref(), kind(&other).as_deref()) {
        (Some("integer"), Some("number")) | (Some("number"), Some("integer")) => json!({"type": "number"}),
        (Some("string"), Some("string")) => json!({"type": "string"}),
        (Some("object"), Some("object")) => {
            let properties = |schema: &Value| {
                schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
            };
            let mut all = properties(&one);
            for (name, schema) in properties(&other) {
                let known = all.get(&name).cloned();
                all.insert(name, known.map_or(schema.clone(), |known| united(known, schema)));
            }
            if all.is_empty() {
                json!({"type": "object"})
            } else {
                json!({"type": "object", "properties": all})
            }
        }
        (Some("array"), Some("array")) => match (one.get("items"), other.get("items")) {
            (Some(first), Some(second)) => {
                json!({"type": "array", "items": united(first.clone(), second.clone())})
            }
            (Some(items), None) | (None, Some(items)) => json!({"type": "array", "items": items}),
            (None, None) => json!({"type": "array"}),
        },
        // Two kinds of values: nothing is said.
        _ => json!({}),
    }
}

/// The schema of what may also be null, without the null; none where null is not allowed.
fn without_null(schema: &Value) -> Option<Value> {
    match schema.get("type")? {
        Value::String(name) if name == "null" => Some(json!({})),
        Value::Array(names) => {
            let [Value::String(name), Value::String(null)] = names.as_slice() else { return None };
            (null == "null").then_some(())?;
            let mut plain = schema.as_object()?.clone();
            plain.insert("type".to_owned(), name.as_str().into());
            Some(plain.into())
        }
        _ => None,
    }
}

/// The formats that a text shows beyond doubt.
fn format(text: &str) -> Option<&'static str> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let hexadecimal = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    if groups == [8, 4, 4, 4, 12] && hexadecimal(text) {
        return Some("uuid");
    }
    if shape == "0000-00-00" {
        return Some("date");
    }
    let rest = shape.strip_prefix("0000-00-00T00:00:00")?;
    let zone = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches('0'));
    matches!(zone, "Z" | "+00:00" | "-00:00").then_some("date-time")
}
