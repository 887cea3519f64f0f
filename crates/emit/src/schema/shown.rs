//! Examples of entities that a specification shows in the bodies of its operations.

use super::{Hints, Schemas, read_example};
use crate::Source;
use abide_model::{Item, Kind};
use serde_json::{Map, Value};

impl Schemas<'_> {
    /// The first example of each entity, by the key of its definition.
    pub fn examples(&self, source: &Source) -> Map<String, Value> {
        let mut found = Map::new();
        let bodies = source.items(Kind::Endpoint).flat_map(|(_, item)| bodies(item));
        for body in bodies.filter_map(read_example) {
            self.collect(&body, &mut found, 24);
        }
        found
    }

    fn collect(&self, value: &Value, found: &mut Map<String, Value>, depth: u8) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(elements) => elements.iter().for_each(|one| self.collect(one, found, depth)),
            Value::Object(object) => {
                let reference = self.infer(value, &Hints::default());
                let to = reference.get("$ref").and_then(Value::as_str);
                if let Some((key, _)) = to.and_then(|to| self.key_of(to))
                    && !found.contains_key(key)
                {
                    found.insert(key.to_owned(), value.clone());
                }
                object.values().for_each(|inner| self.collect(inner, found, depth));
            }
            _ => {}
        }
    }
}

/// The examples of an operation's bodies, as written: that of the request first.
fn bodies(item: &Item) -> impl Iterator<Item = &str> {
    let request = item.fields.get("request");
    let responses = item.fields.get("responses").and_then(Value::as_array);
    request
        .into_iter()
        .chain(responses.into_iter().flatten())
        .filter_map(|body| body.get("example")?.as_str())
}
