//! The model as JSON. The types are the published schema.

use crate::{Coverage, Item, Unread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the document; it rises when a consumer could break.
pub const VERSION: u32 = 1;

/// What `abide model --format json` writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Abide model")]
pub struct Model {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The documents that were asked about, ordered by path.
    pub documents: Vec<ModelDocument>,
}

/// One document with its statements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModelDocument {
    /// Relative to the repository, with `/` separators.
    pub path: String,
    /// Its title; null where it has none.
    pub title: Option<String>,
    /// The template that governs it; null where none does.
    pub template: Option<TemplateUse>,
    /// How much of it was understood.
    pub blocks: Blocks,
    /// Its statements, in source order: all, or those that were asked for.
    pub items: Vec<ModelItem>,
    /// With `--unread`: the blocks that no reader understood, in source order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Vec<Unread>>,
}

/// How a document uses a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateUse {
    /// The name of the template.
    pub name: String,
    /// The share of the template's headings that the document has.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub coverage: f64,
}

/// How many blocks of a document were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blocks {
    /// Paragraphs, list items, table rows, code blocks and the like that may state something.
    pub all: usize,
    /// Those of them that no reader understood.
    pub unread: usize,
}

/// One statement, as it is known within the workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModelItem {
    /// The statement. Its `id` is unique within the workspace: `path#id` where several documents have it.
    #[serde(flatten)]
    pub item: Item,
    /// Other places of the document that say the same item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Place>,
}

/// Another place that says an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its bytes: from, and one past the last.
    pub range: [u32; 2],
    /// What that place says, in the fields of the item's kind.
    pub fields: Map<String, Value>,
}

impl From<&Coverage> for Blocks {
    fn from(coverage: &Coverage) -> Self {
        Self { all: coverage.blocks, unread: coverage.unread.len() }
    }
}

impl Model {
    /// These documents, in the present version of the format.
    pub fn new(documents: Vec<ModelDocument>) -> Self {
        Self { version: VERSION, documents }
    }

    /// Indented JSON with a line break at the end.
    pub fn render(&self) -> String {
        // The types hold only strings, numbers and lists, which serde_json always writes.
        serde_json::to_string_pretty(self)
            .map_or_else(|error| format!("The JSON could not be written: {error}\n"), |json| json + "\n")
    }
}

/// The JSON Schema of the document of `abide model --format json`.
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Model>().to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn every_kind_is_in_the_schema_with_what_it_is() {
        let schema = schema();
        let kinds = schema["$defs"]["Kind"]["oneOf"].as_array().unwrap();
        for kind in Kind::ALL {
            let found = kinds.iter().find(|entry| entry["const"] == kind.name()).unwrap();
            assert_eq!(found["description"], kind.summary());
        }
    }
}
