//! Operations that an OpenAPI snippet describes.

use super::exchange::respond;
use super::finder::Finder;
use super::operation::{METHODS, Operation};
use super::parameters;
use crate::Kind;
use crate::shape::Described;
use abide_syntax::{SectionId, TextRange};
use serde_json::{Map, Value, json};

impl Finder<'_, '_, '_, '_> {
    /// Reads the descriptions in code blocks.
    pub(super) fn described(&mut self) {
        let context = self.context;
        for (fence, definitions) in context.definitions() {
            if !definitions.described.is_empty() && self.is_own(fence.section) {
                for described in &definitions.described {
                    self.one(described, fence.section);
                }
            }
        }
    }

    fn one(&mut self, described: &Described, section: SectionId) {
        let Some(method) = METHODS.iter().find(|method| **method == described.method) else { return };
        let operation =
            Operation { methods: vec![method], path: &described.path, query: "", rest: "", start: 0 };
        let description = described.description.as_deref().unwrap_or_default();
        self.add(&operation, section, described.range, 2, TextRange::default(), description);
        let key = format!("{method} {}", described.path);
        for parameter in &described.parameters {
            parameters::push(self.items, &key, parameter);
        }
        for (status, description, example) in &described.responses {
            let extra = example.as_ref().map(|example| {
                Map::from_iter([
                    ("example".to_owned(), json!(example)),
                    ("content_type".to_owned(), json!("application/json")),
                ])
            });
            respond(self.items, &key, Some(*status), description.as_deref().unwrap_or_default(), extra);
        }
        let Some(draft) = self.items.find_mut(Kind::Endpoint, &key) else { return };
        let mut request = Map::new();
        if let Some(example) = &described.request {
            request.insert("example".to_owned(), json!(example));
        }
        if let Some(schema) = &described.request_schema {
            request.insert("schema".to_owned(), Value::Object(schema.clone()));
        }
        if !request.is_empty() {
            draft.fields.entry("request").or_insert(Value::Object(request));
        }
        if let Some(schemes) = &described.security {
            let auth = if schemes.is_empty() { "none".to_owned() } else { schemes.join(", ") };
            draft.fields.entry("auth").or_insert(json!(auth));
        }
    }
}
