//! The shape that the errors of all operations share.

use super::Operation;
use super::body::stated;
use crate::schema::{Schemas, read_example, united, without_lone_nulls};
use serde_json::{Value, json};

/// What is known of the bodies of errors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Errors {
    /// The key of its own definition, and the definition; none where an entity of the specification is the shape.
    pub definition: Option<(String, Value)>,
    /// A reference to the shape.
    pub reference: Option<Value>,
}

impl Errors {
    /// The shape, where at least two errors are shown, in different operations, and all have the same.
    pub fn read(operations: &[Operation], schemas: &Schemas) -> Self {
        let mut shared: Option<(Value, Vec<String>)> = None;
        let mut showing = 0;
        for operation in operations {
            let mut shows = false;
            for response in stated(operation) {
                let is_error = response.status.is_some_and(|status| status >= 400);
                let Some(value) = response.example.filter(|_| is_error).and_then(read_example) else {
                    continue;
                };
                let names = names(&value, "");
                let schema = schemas.infer_part(&value);
                shared = match shared {
                    None => Some((schema, names)),
                    Some((known, same)) if same == names => Some((united(known, schema), same)),
                    // Shapes that differ are shared by none.
                    Some(_) => return Self::default(),
                };
                shows = true;
            }
            showing += usize::from(shows);
        }
        let Some((schema, _)) = shared.filter(|_| showing > 1) else { return Self::default() };
        let schema = without_lone_nulls(schema);
        if schema.get("$ref").is_some() {
            return Self { definition: None, reference: Some(schema) };
        }
        let free = ["Error", "ErrorResponse", "ErrorBody"]
            .into_iter()
            .find(|key| !schemas.definitions().contains_key(*key));
        let Some(key) = free else { return Self::default() };
        let reference = json!({ "$ref": format!("#/components/schemas/{key}") });
        Self { definition: Some((key.to_owned(), schema)), reference: Some(reference) }
    }
}

/// The names in a value, with those that hold them.
fn names(value: &Value, path: &str) -> Vec<String> {
    let Value::Object(object) = value else { return Vec::new() };
    let mut found: Vec<String> = object
        .iter()
        .flat_map(|(name, inner)| {
            let own = format!("{path}.{name}");
            // What an error tells in its details differs from one to the next.
            let within = if path.is_empty() { names(inner, &own) } else { Vec::new() };
            std::iter::once(own).chain(within)
        })
        .collect();
    found.sort();
    found
}
