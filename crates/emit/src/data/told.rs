//! What a description says of a field in the words that people have for formats: `uuid, set by the server`.

use serde_json::{Map, Value, json};

/// The words of JSON Schema that a description says. A part between commas counts as a whole: `the e-mail address of the sender` may
/// be held in any way.
pub(crate) fn read(description: &str) -> Map<String, Value> {
    let mut told = Map::new();
    for part in description.split([',', ';', '.']) {
        let part = part.trim().trim_matches('`').to_lowercase();
        let (word, value) = match part.as_str() {
            "uuid" | "a uuid" => ("format", json!("uuid")),
            "date-time" | "iso 8601 date-time" => ("format", json!("date-time")),
            "e-mail address" | "email address" | "an e-mail address" | "an email address" => {
                ("format", json!("email"))
            }
            "whole number" | "a whole number" => ("type", json!("integer")),
            "read-only" | "read only" | "readonly" => ("readOnly", json!(true)),
            _ if ["set", "assigned", "generated", "given"].iter().any(|verb| {
                part.strip_prefix(verb)
                    .is_some_and(|rest| matches!(rest.trim(), "by the server" | "by the service"))
            }) =>
            {
                ("readOnly", json!(true))
            }
            _ => continue,
        };
        told.entry(word).or_insert(value);
    }
    told
}

/// Adds what a description says to the schema of a type that it is about: a format to a text, wholeness to a number.
pub(crate) fn add(description: &str, schema: &mut Map<String, Value>) {
    for (word, value) in read(description) {
        let kind = schema.get("type").and_then(Value::as_str);
        let fits = match word.as_str() {
            "format" => kind == Some("string") && !schema.contains_key("format"),
            "type" => kind == Some("number"),
            _ => true,
        };
        if fits {
            schema.insert(word, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_parts_count() {
        let told = |kind: &str, description: &str| {
            let mut schema = Map::from_iter([("type".to_owned(), kind.into())]);
            add(description, &mut schema);
            Value::Object(schema)
        };
        assert_eq!(
            told("string", "uuid, set by the server"),
            json!({"type": "string", "format": "uuid", "readOnly": true})
        );
        assert_eq!(told("string", "e-mail address, at most 254 characters")["format"], "email");
        assert_eq!(told("number", "whole number, 1 to 9"), json!({"type": "integer"}));
        assert_eq!(told("string", "whole number"), json!({"type": "string"}));
        assert_eq!(told("string", "the e-mail address of whoever set it by hand"), json!({"type": "string"}));
        assert_eq!(told("string", "id of the parcel; not a uuid"), json!({"type": "string"}));
    }
}
