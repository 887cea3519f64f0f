//! What the documents of a workspace state, and what of them no reader understood.

use super::open::Workspace;
use super::state::DocumentState;
use abide_model::{Coverage, Identities};
use abide_syntax::TextRange;
use abide_template::Contribution;
use rayon::prelude::*;

impl Workspace {
    /// What items are called within the workspace; this reads all of its documents.
    pub fn identities(&self) -> Identities {
        self.documents.par_iter().for_each(|state| {
            state.spec();
        });
        Identities::of(self.documents.iter().map(DocumentState::spec))
    }

    /// How much of a document was understood. What it still shares with its template is not its own statement.
    pub fn coverage(&self, state: &DocumentState) -> Coverage {
        Coverage::of(&state.document, state.spec(), &self.guidance(state))
    }

    /// What the template wrote of a document, in source order.
    pub fn guidance(&self, state: &DocumentState) -> Vec<TextRange> {
        let Some(governed) = &state.governed else { return Vec::new() };
        let Some(schema) = self.schema(state, governed) else { return Vec::new() };
        let own = Contribution::new(schema, &governed.alignment, &state.outline, &state.document);
        own.kept.iter().map(|line| line.range).collect()
    }
}
