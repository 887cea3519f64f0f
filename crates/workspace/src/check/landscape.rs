//! What rules may ask about the other documents.

use super::asked::Asked;
use super::index::Index;
use super::state::DocumentState;
use abide_model::{Item, Kind};
use abide_rules::{Landscape, Other};
use std::sync::Mutex;

/// The documents of a workspace, as rules see them.
pub(super) struct Documents<'a> {
    states: &'a [DocumentState],
    index: &'a Index,
    /// What was asked, where somebody wants to know.
    asked: Option<&'a Mutex<Asked>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(
        states: &'a [DocumentState],
        index: &'a Index,
        asked: Option<&'a Mutex<Asked>>,
    ) -> Self {
        Self { states, index, asked }
    }

    fn other(&self, number: usize) -> Option<Other<'_>> {
        Some(self.states.get(number)?.as_other())
    }

    fn note(&self, numbers: &[usize]) {
        if let Some(mut asked) = self.asked.and_then(|asked| asked.lock().ok()) {
            asked.others = true;
            asked.documents.extend(numbers);
        }
    }
}

impl Landscape for Documents<'_> {
    fn meant(&self, from: &str, name: &str) -> Option<Other<'_>> {
        let found = self.index.names(self.states).find(from, name);
        self.note(found.as_slice());
        self.other(found?)
    }

    fn stating(&self, from: &str, kind: Kind, key: &str) -> Vec<(Other<'_>, &Item)> {
        let found = self.index.stating(self.states, kind, key);
        self.note(found);
        let others = found.iter().filter_map(|number| self.states.get(*number).zip(self.other(*number)));
        others
            .filter(|(_, other)| &**other.path != from)
            .flat_map(|(state, other)| {
                state.spec().of_kind(kind).filter(|item| item.key == key).map(move |item| (other, item))
            })
            .collect()
    }
}
