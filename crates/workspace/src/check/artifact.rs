//! Artifacts from the documents of a workspace.

use super::open::Workspace;
use super::state::DocumentState;
use abide_emit::{Artifact, Emitter, Source, SourceDocument};
use abide_model::{Item, Spec};
use abide_template::{Contribution, is_kept};

impl Workspace {
    /// The artifact that these documents state together. What a document only kept of its template is not stated.
    pub fn emit(&self, emitter: &Emitter, states: &[&DocumentState]) -> Artifact {
        let specs: Vec<Spec> = states.iter().map(|state| self.stated(state)).collect();
        let document = |(state, spec)| {
            let state: &&DocumentState = state;
            SourceDocument { spec, text: &state.file.text }
        };
        (emitter.emit)(&Source { documents: states.iter().zip(&specs).map(document).collect() })
    }

    fn stated(&self, state: &DocumentState) -> Spec {
        let mut spec = state.spec().clone();
        let governed =
            state.governed.as_ref().and_then(|governed| Some((governed, self.schema(state, governed)?)));
        if let Some((governed, schema)) = governed {
            let own = Contribution::new(schema, &governed.alignment, &state.outline, &state.document);
            let kept = |item: &Item| is_kept(&own.kept, &state.document, item.range);
            spec.items.retain(|item| !kept(item));
        }
        spec
    }
}
