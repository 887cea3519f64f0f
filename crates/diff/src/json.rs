//! The document of `abide diff --format json`. The types are the published schema.

use crate::{Change, DocumentChange};
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the document; it rises when a consumer could break.
pub const VERSION: u32 = 1;

/// What `abide diff --format json` writes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide diff")]
pub struct Report {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The commit that the documents are compared with.
    pub since: String,
    /// Documents that came, went or were renamed, ordered by path.
    pub documents: Vec<DocumentChange>,
    /// The changes: breaking ones first, then weakened ones, then the others by place.
    pub changes: Vec<Change>,
    /// How many there are of each.
    pub summary: Summary,
}

/// How many changes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Statements that came.
    pub added: usize,
    /// Statements that went.
    pub removed: usize,
    /// Statements that say something else.
    pub changed: usize,
    /// Statements that say the same elsewhere.
    pub moved: usize,
    /// Changes that break who uses the system.
    pub breaking: usize,
    /// Statements that promise less.
    pub weakened: usize,
}

impl Summary {
    /// What changed, in words: "3 added, 1 removed". Nothing where no statement did.
    pub fn in_words(&self) -> Option<String> {
        let parts = [
            ("added", self.added),
            ("removed", self.removed),
            ("changed", self.changed),
            ("moved", self.moved),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, number)| *number > 0)
            .map(|(word, number)| format!("{number} {word}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl<'a> FromIterator<&'a Change> for Summary {
    fn from_iter<I: IntoIterator<Item = &'a Change>>(changes: I) -> Self {
        use crate::What::*;
        let mut summary = Self::default();
        for change in changes {
            *match change.what {
                Added => &mut summary.added,
                Removed => &mut summary.removed,
                Changed => &mut summary.changed,
                Moved => &mut summary.moved,
            } += 1;
            summary.breaking += usize::from(!change.breaking.is_empty());
            summary.weakened += usize::from(!change.weakened.is_empty());
        }
        summary
    }
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Report>().to_value()
}
