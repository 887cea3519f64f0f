//! HTTP operations as OpenAPI describes them.

mod body;
mod errors;
mod parameters;
mod path;
mod security;
mod tags;
#[cfg(test)]
mod tests;

pub(crate) use body::{request, responses};
pub(crate) use errors::Errors;
pub(crate) use parameters::parameters;
pub(crate) use path::Template;
pub(crate) use security::Security;
pub(crate) use tags::Tags;

use crate::data::names::folded;
use crate::data::{Data, Entity};
use crate::{Artifact, Source, SourceDocument};
use abide_model::{Item, Kind};
use std::collections::HashMap;

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'a> {
    pub document: &'a SourceDocument<'a>,
    pub item: &'a Item,
    /// In capital letters.
    pub method: &'a str,
    pub path: Template,
    /// What stands before the path of each operation.
    pub base: Option<&'a str>,
}

impl<'a> Operation<'a> {
    /// The operations of a source, each once: calls that only show an operation with values in its path are left out.
    pub fn all(source: &'a Source<'a>, artifact: &mut Artifact) -> Vec<Self> {
        let mut found: Vec<Operation> = Vec::new();
        for document in &source.documents {
            for item in document.spec.of_kind(Kind::Endpoint) {
                let (Some(method), Some(path)) = (item.text_field("method"), item.text_field("path")) else {
                    continue;
                };
                let base = item.text_field("base_path").filter(|base| base.starts_with('/'));
                let path = Template::read(path);
                found.push(Operation { document, item, method, path, base });
            }
        }
        let mut known: HashMap<(&str, String), usize> = HashMap::new();
        for (at, operation) in found.iter().enumerate() {
            known.entry((operation.method, operation.shape())).or_insert(at);
        }
        let mut kept = Vec::with_capacity(found.len());
        for (at, operation) in found.iter().enumerate() {
            if known.get(&(operation.method, operation.shape())) != Some(&at) {
                let path = &operation.path.text;
                artifact.omit(
                    operation.document,
                    operation.item,
                    format!("`{} {path}` is already stated with another name in its path", operation.method),
                );
                continue;
            }
            let called = operation.path.called().into_iter().find_map(|shape| {
                let shape = format!("{}{shape}", operation.base.unwrap_or_default());
                found.get(*known.get(&(operation.method, shape))?)
            });
            match called {
                Some(other) => {
                    let reason = format!("a call of `{} {}`", other.method, other.path.text);
                    artifact.omit(operation.document, operation.item, reason);
                }
                None => kept.push(operation.clone()),
            }
        }
        kept
    }

    /// Its path without the names of its parameters.
    fn shape(&self) -> String {
        format!("{}{}", self.base.unwrap_or_default(), self.path.shape())
    }

    /// The entities that its bodies are likely of, by the words of its path, the last first.
    pub fn entities<'e, 'd>(&self, data: &'e Data<'d>) -> Vec<&'e Entity<'d>> {
        let words: Vec<&str> = self.path.words().collect();
        let mut found: Vec<&Entity> = Vec::new();
        for (at, word) in words.iter().enumerate().rev() {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            // `/parcels/{id}/events` is about parcel events.
            let joined = before.map(|before| format!("{}{}", folded(before), folded(word)));
            let entities = joined.iter().flat_map(|joined| data.entities_of_word(joined));
            for entity in entities.chain(data.entities_of_word(word)) {
                if !entity.is_enumeration() && !found.iter().any(|known| known.name == entity.name) {
                    found.push(entity);
                }
            }
        }
        found
    }
}
