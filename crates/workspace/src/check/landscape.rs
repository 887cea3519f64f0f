//! What rules may ask about the other documents.

use super::open::DocumentState;
use abide_model::{Item, Kind};
use abide_rules::{Landscape, Names, Other};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The items of a kind and key, each with the number of its document.
type ByKey<'a> = HashMap<(Kind, &'a str), Vec<(usize, &'a Item)>>;

/// The documents of a workspace, as rules see them.
pub(super) struct Documents<'a> {
    states: &'a [DocumentState],
    names: OnceLock<Names>,
    items: OnceLock<ByKey<'a>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(states: &'a [DocumentState]) -> Self {
        Self { states, names: OnceLock::new(), items: OnceLock::new() }
    }

    fn other(&self, number: usize) -> Option<Other<'_>> {
        let state = self.states.get(number)?;
        let path = &state.file.path;
        Some(Other { path, document: &state.document, outline: &state.outline, spec: state.spec() })
    }
}

impl Landscape for Documents<'_> {
    fn meant(&self, from: &str, name: &str) -> Option<Other<'_>> {
        let names = self.names.get_or_init(|| {
            let mut names = Names::default();
            for (number, state) in self.states.iter().enumerate() {
                names.add(number, &state.file.path, &state.document);
            }
            names
        });
        self.other(names.find(from, name)?)
    }

    fn stating(&self, from: &str, kind: Kind, key: &str) -> Vec<(Other<'_>, &Item)> {
        let items = self.items.get_or_init(|| {
            let mut items: HashMap<_, Vec<_>> = HashMap::new();
            for (number, state) in self.states.iter().enumerate() {
                for item in state.spec().items.iter().filter(|item| !item.key.is_empty()) {
                    items.entry((item.kind, item.key.as_str())).or_default().push((number, item));
                }
            }
            items
        });
        let found = items.get(&(kind, key)).into_iter().flatten();
        found
            .filter_map(|(number, item)| Some((self.other(*number)?, *item)))
            .filter(|(other, _)| &**other.path != from)
            .collect()
    }
}
