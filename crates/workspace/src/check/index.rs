//! Where things are said in a workspace: documents by their names, and what they state by key and by id.

use super::state::DocumentState;
use abide_model::{Item, Kind, Spec};
use abide_rules::Names;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The numbers of the documents that say a thing, in order.
type Postings = HashMap<Box<str>, Vec<usize>>;

/// Each part is built at the first question about it, and kept up to date by edits from then on.
#[derive(Debug)]
pub(super) struct Index {
    names: OnceLock<Names>,
    /// By kind, the documents that state an item of a key.
    keys: Vec<OnceLock<Postings>>,
    /// The documents that have an item of an id.
    ids: OnceLock<Postings>,
}

impl Default for Index {
    fn default() -> Self {
        let keys = Kind::ALL.iter().map(|_| OnceLock::new()).collect();
        Self { names: OnceLock::new(), keys, ids: OnceLock::new() }
    }
}

impl Index {
    /// The documents by what names them.
    pub(super) fn names(&self, states: &[DocumentState]) -> &Names {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            for (number, state) in states.iter().enumerate() {
                names.add(number, &state.file.path, &state.document);
            }
            names
        })
    }

    /// The documents that state an item of that kind and key.
    pub(super) fn stating(&self, states: &[DocumentState], kind: Kind, key: &str) -> &[usize] {
        let Some(of_kind) = self.keys.get(kind as usize) else { return &[] };
        let postings = of_kind.get_or_init(|| build(states, |spec| keys(spec, kind)));
        postings.get(key).map_or(&[], Vec::as_slice)
    }

    /// The documents that have an item of that id.
    pub(super) fn having(&self, states: &[DocumentState], id: &str) -> &[usize] {
        let postings = self.ids.get_or_init(|| build(states, |spec| Box::new(ids(spec))));
        postings.get(id).map_or(&[], Vec::as_slice)
    }

    /// All keys of a kind.
    pub(super) fn keys_of(&self, states: &[DocumentState], kind: Kind) -> Vec<&str> {
        let Some(of_kind) = self.keys.get(kind as usize) else { return Vec::new() };
        let postings = of_kind.get_or_init(|| build(states, |spec| keys(spec, kind)));
        let said = postings.iter().filter(|(_, numbers)| !numbers.is_empty());
        let mut found: Vec<&str> = said.map(|(key, _)| &**key).collect();
        found.sort_unstable();
        found
    }

    /// Takes out what a document says, before it changes.
    pub(super) fn forget(&mut self, number: usize, state: &DocumentState) {
        if let Some(names) = self.names.get_mut() {
            names.remove(number, &state.file.path, &state.document);
        }
        self.each(state, |postings, key| {
            if let Some(known) = postings.get_mut(key) {
                known.retain(|other| *other != number);
            }
        });
    }

    /// Puts in what a document says, after it has changed.
    pub(super) fn learn(&mut self, number: usize, state: &DocumentState) {
        if let Some(names) = self.names.get_mut() {
            names.add(number, &state.file.path, &state.document);
        }
        self.each(state, |postings, key| {
            let known = postings.entry(key.into()).or_default();
            if let Err(place) = known.binary_search(&number) {
                known.insert(place, number);
            }
        });
    }

    /// What stands in the parts that were built, of what a document states.
    fn each(&mut self, state: &DocumentState, mut change: impl FnMut(&mut Postings, &str)) {
        for kind in Kind::ALL {
            if let Some(postings) = self.keys.get_mut(*kind as usize).and_then(OnceLock::get_mut) {
                keys(state.spec(), *kind).for_each(|key| change(postings, key));
            }
        }
        if let Some(postings) = self.ids.get_mut() {
            ids(state.spec()).for_each(|id| change(postings, id));
        }
    }
}

fn keys(spec: &Spec, kind: Kind) -> Box<dyn Iterator<Item = &str> + '_> {
    Box::new(spec.of_kind(kind).map(|item| item.key.as_str()).filter(|key| !key.is_empty()))
}

fn ids(spec: &Spec) -> impl Iterator<Item = &str> {
    spec.items.iter().map(|item: &Item| item.id.as_str())
}

fn build<'a>(
    states: &'a [DocumentState],
    said: impl Fn(&'a Spec) -> Box<dyn Iterator<Item = &'a str> + 'a>,
) -> Postings {
    let mut postings = Postings::new();
    for (number, state) in states.iter().enumerate() {
        for key in said(state.spec()) {
            let known = postings.entry(key.into()).or_default();
            if known.last() != Some(&number) {
                known.push(number);
            }
        }
    }
    postings
}
