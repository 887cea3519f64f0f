//! What a payload has to hold.

use crate::facts::SpecFacts;
use crate::words;
use abide_model::Item;
use serde_json::Value;

/// The stated payload of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payload {
    /// Names of members that it has to hold, anywhere.
    pub names: Vec<String>,
    /// A documented example.
    pub example: Option<Value>,
}

impl Payload {
    /// Reads what is stated: names in the payload's column, or an example that names the event.
    pub fn read(spec: &SpecFacts, item: &Item, event: &str, source: &str) -> Self {
        let said = item.text_field("payload").unwrap_or_default();
        let said = said.trim_matches(['{', '}', ' ']);
        let parts: Vec<&str> =
            said.split([',', ';']).map(|part| part.trim().trim_matches(['`', '"', '.'])).collect();
        let is_name = |part: &&str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
                && !part.ends_with('.')
        };
        let coded = |part: &&str| words::code_spans(source).iter().any(|(_, code)| code == part);
        // A single word of prose is no list of names.
        let listed =
            !said.is_empty() && parts.iter().all(is_name) && (parts.len() > 1 || parts.iter().all(coded));
        let names = if listed {
            parts.into_iter().map(|part| part.rsplit('.').next().unwrap_or(part).to_owned()).collect()
        } else {
            Vec::new()
        };
        Self { names, example: example(spec.text(), event) }
    }

    /// Whether anything is stated.
    pub fn is_stated(&self) -> bool {
        !self.names.is_empty() || self.example.is_some()
    }

    /// What a delivery lacks.
    pub fn lacking(&self, body: &Value) -> Vec<String> {
        let mut lacking: Vec<String> =
            self.names.iter().filter(|name| !has(body, name)).map(|name| format!("`{name}`")).collect();
        if let Some(example) = &self.example {
            differences(example, body, "", &mut lacking);
        }
        lacking
    }
}

fn has(body: &Value, name: &str) -> bool {
    match body {
        Value::Object(members) => {
            members.iter().any(|(key, value)| words::folded(key) == words::folded(name) || has(value, name))
        }
        Value::Array(list) => list.iter().any(|value| has(value, name)),
        _ => false,
    }
}

/// The JSON block that names an event as a value.
fn example(text: &str, event: &str) -> Option<Value> {
    let mut blocks = text.split("```").skip(1).step_by(2);
    blocks.find_map(|block| {
        let (language, body) = block.split_once('\n')?;
        let json = matches!(language.trim(), "json" | "jsonc" | "");
        let value: Value = serde_json::from_str(body).ok().filter(|_| json)?;
        let named = value.as_object()?.values().any(|value| value == event);
        named.then_some(value)
    })
}

/// Members of an example that a delivery lacks, or has of another type.
fn differences(example: &Value, body: &Value, place: &str, found: &mut Vec<String>) {
    let (Value::Object(example), Value::Object(body)) = (example, body) else { return };
    for (name, value) in example {
        let at = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        match body.get(name) {
            None if !value.is_null() => found.push(format!("`{at}`")),
            Some(Value::Null) | None => {}
            Some(other) if value.is_object() != other.is_object() || value.is_array() != other.is_array() => {
                found.push(format!("`{at}` of the documented type"));
            }
            Some(other) => differences(value, other, &at, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_found_wherever_they_stand() {
        let payload = Payload { names: vec!["id".to_owned(), "tracking_code".to_owned()], example: None };
        assert!(payload.lacking(&json!({"data": {"id": 1, "trackingCode": "x"}})).is_empty());
        assert_eq!(payload.lacking(&json!({"data": {"id": 1}})), ["`tracking_code`"]);
    }

    #[test]
    fn an_example_says_what_stands_where() {
        let text = "# A\n\n```json\n{\"type\": \"order.paid\", \"data\": {\"id\": 7}}\n```\n";
        let payload = Payload { names: Vec::new(), example: example(text, "order.paid") };
        assert!(payload.lacking(&json!({"type": "order.paid", "data": {"id": 9}})).is_empty());
        assert_eq!(payload.lacking(&json!({"type": "order.paid", "id": 9})), ["`data`"]);
        assert_eq!(example(text, "order.sent"), None);
    }
}
