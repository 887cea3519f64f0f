//! Digests of what a proof rests on.

use abide_model::Item;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A BLAKE3 digest, as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of bytes as they are.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(blake3::hash(bytes.as_ref()).to_hex().to_string())
    }

    /// The digest of what an item states: its kind, key, text and fields.
    ///
    /// Spacing does not count, nor the lines it stands on: a statement that only moved is the same statement.
    pub fn of_statement(item: &Item) -> Self {
        let fields = Value::Object(item.fields.clone());
        let parts = [item.kind.name(), &item.key, &item.text].map(normal);
        let mut text = parts.join("\n");
        write_value(&fields, &mut text);
        Self::of(text)
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A digest that was written down earlier.
    pub(crate) fn from_stored(digits: String) -> Self {
        Self(digits)
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names of fields that only say where something stands.
const PLACES: &[&str] = &["line", "range"];

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            out.push('{');
            for (key, value) in map.iter().filter(|(key, _)| !PLACES.contains(&key.as_str())) {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_value(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for value in values {
                write_value(value, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::String(text) => out.push_str(&Value::from(normal(text)).to_string()),
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(line: u32, text: &str, example: Value) -> Item {
        let fields = json!({"method": "POST", "request": {"example": example, "line": line + 2}});
        serde_json::from_value(json!({
            "id": "endpoint:POST /parcels", "kind": "endpoint", "key": "POST /parcels", "line": line,
            "range": [line * 40, line * 40 + 10], "section": ["APIs"], "text": text, "fields": fields,
        }))
        .unwrap()
    }

    #[test]
    fn a_statement_that_only_moved_or_was_wrapped_anew_is_the_same() {
        let here = item(10, "Registers a parcel.", json!({"weight": 5}));
        let there = item(90, "Registers\n  a parcel.", json!({"weight": 5}));
        assert_eq!(Digest::of_statement(&here), Digest::of_statement(&there));
    }

    #[test]
    fn another_word_or_another_documented_value_is_another_statement() {
        let one = Digest::of_statement(&item(10, "Registers a parcel.", json!({"weight": 5})));
        assert_ne!(one, Digest::of_statement(&item(10, "Registers parcels.", json!({"weight": 5}))));
        assert_ne!(one, Digest::of_statement(&item(10, "Registers a parcel.", json!({"weight": 6}))));
        assert_ne!(one, Digest::of_statement(&item(10, "Registers a parcel.", json!({"weight": "5"}))));
    }
}
