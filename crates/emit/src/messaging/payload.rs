//! What goes with an event.

use crate::data::names::squash;
use crate::schema::{Hints, Schemas, read_example};
use abide_model::{Item, type_schema};
use serde_json::{Map, Value, json};

/// The payload of a message: its schema, and its example where one is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload {
    pub schema: Option<Value>,
    pub example: Option<Value>,
}

/// The payload of an event: an entity that is named, an example that is shown, a list of names; else the entity of its name.
pub(crate) fn payload(item: &Item, schemas: &Schemas) -> Payload {
    let written = item.text_field("payload").unwrap_or_default().trim();
    if let Some(value) = read_example(written).filter(|value| value.is_object() || value.is_array()) {
        let schema = schemas.infer(&value, &Hints::default());
        return Payload { schema: Some(schema), example: Some(value) };
    }
    let bare = written.trim_matches(['`', '.', ' ']);
    let named = schemas.reference(bare).filter(|_| !bare.is_empty());
    let own = || schemas.reference(&item.key).filter(|_| !squash(&item.key).is_empty());
    Payload { schema: named.or_else(|| members(bare, schemas)).or_else(own), example: None }
}

/// `{ id: string, total: number }`, `id, total`, `id (uuid), total`: an object with these members.
fn members(written: &str, schemas: &Schemas) -> Option<Value> {
    // The signature of an event that code emits names types, and members behind them or not at all.
    let bare = written.strip_prefix('{').map_or(written, |rest| rest.trim_end_matches('}')).trim();
    let mut properties = Map::new();
    let parts = split(bare);
    for part in &parts {
        let part = part.trim().trim_matches('`');
        let (name, kind) = match part.split_once(':').or_else(|| part.split_once('(')) {
            Some((name, kind)) => (name.trim(), kind.trim().trim_end_matches(')')),
            None => (part, ""),
        };
        let name = name.trim_matches(['`', '"', '\'', ' ']);
        let optional = name.strip_suffix('?').unwrap_or(name);
        let plain = optional.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && optional.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if !plain {
            return None;
        }
        let schema = schemas.stated(&type_schema(kind)).unwrap_or_else(|| json!({}));
        properties.insert(optional.to_owned(), schema);
    }
    // One word alone may be any word.
    let told = parts.len() > 1 || written.starts_with('{') && !properties.is_empty();
    told.then(|| json!({"type": "object", "properties": properties}))
}

/// The parts between commas that stand in no bracket.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '{' | '[' | '<' => depth += 1,
            ')' | '}' | ']' | '>' => depth -= 1,
            ',' | ';' | '、' if depth <= 0 => {
                parts.extend(text.get(start..at));
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}
