//! Whether a value fits a definition: an example that does not is no example of it.

use super::Schemas;
use serde_json::{Map, Value};

/// How deep values are looked into.
const DEEPEST: u8 = 24;

impl Schemas<'_> {
    /// Whether a value is allowed by a schema, as far as the words go that specifications say.
    pub fn fits(&self, value: &Value, schema: &Value) -> bool {
        self.fits_within(value, schema, DEEPEST)
    }

    fn fits_within(&self, value: &Value, schema: &Value, depth: u8) -> bool {
        let Value::Object(words) = schema else { return schema != &Value::Bool(false) };
        let Some(depth) = depth.checked_sub(1) else { return true };
        words.iter().all(|(word, said)| match (word.as_str(), said) {
            ("$ref", Value::String(to)) => {
                self.key_of(to).is_none_or(|(_, definition)| self.fits_within(value, definition, depth))
            }
            ("type", Value::String(name)) => is_of(value, name),
            ("type", Value::Array(names)) => {
                names.iter().filter_map(Value::as_str).any(|name| is_of(value, name))
            }
            ("enum", Value::Array(values)) => values.contains(value),
            ("const", said) => said == value,
            ("anyOf", Value::Array(schemas)) => {
                schemas.iter().any(|schema| self.fits_within(value, schema, depth))
            }
            ("oneOf", Value::Array(schemas)) => {
                schemas.iter().filter(|schema| self.fits_within(value, schema, depth)).count() == 1
            }
            ("allOf", Value::Array(schemas)) => {
                schemas.iter().all(|schema| self.fits_within(value, schema, depth))
            }
            ("items", schema) => value
                .as_array()
                .is_none_or(|elements| elements.iter().all(|one| self.fits_within(one, schema, depth))),
            ("properties", Value::Object(properties)) => value.as_object().is_none_or(|object| {
                object.iter().all(|(name, inner)| {
                    properties.get(name).is_none_or(|schema| self.fits_within(inner, schema, depth))
                })
            }),
            ("required", Value::Array(names)) => value.as_object().is_none_or(|object| {
                names.iter().filter_map(Value::as_str).all(|name| object.contains_key(name))
            }),
            _ => bounded(value, word, said),
        })
    }
}

fn bounded(value: &Value, word: &str, said: &Value) -> bool {
    let Some(bound) = said.as_f64() else { return true };
    let length = |most: bool, length: Option<usize>| {
        length.is_none_or(|length| if most { length as f64 <= bound } else { length as f64 >= bound })
    };
    let number = value.as_f64();
    match word {
        "minimum" => number.is_none_or(|number| number >= bound),
        "maximum" => number.is_none_or(|number| number <= bound),
        "exclusiveMinimum" => number.is_none_or(|number| number > bound),
        "exclusiveMaximum" => number.is_none_or(|number| number < bound),
        "minLength" | "maxLength" => {
            length(word.starts_with("max"), value.as_str().map(|text| text.chars().count()))
        }
        "minItems" | "maxItems" => length(word.starts_with("max"), value.as_array().map(Vec::len)),
        "minProperties" | "maxProperties" => length(word.starts_with("max"), value.as_object().map(Map::len)),
        _ => true,
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match (name, value) {
        ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_))
        | ("null", Value::Null) => true,
        ("integer", Value::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    }
}
