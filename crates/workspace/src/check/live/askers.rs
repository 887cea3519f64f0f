//! Whose findings rest on what: the other way round from [`Asked`], so that an edit costs what it touches.

use super::super::asked::Asked;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Documents by what was asked while they were checked.
#[derive(Debug, Default)]
pub(super) struct Askers {
    documents: HashMap<usize, BTreeSet<usize>>,
    cited: HashMap<usize, BTreeSet<usize>>,
    anchors: HashMap<Arc<str>, BTreeSet<usize>>,
    others: BTreeSet<usize>,
}

impl Askers {
    /// A document was checked again: what it rests on is another thing now.
    pub(super) fn replace(&mut self, number: usize, before: &Asked, now: &Asked) {
        exchange(&mut self.documents, number, &before.documents, &now.documents);
        exchange(&mut self.cited, number, &before.cited, &now.cited);
        for path in before.anchors.difference(&now.anchors) {
            if let Some(askers) = self.anchors.get_mut(path) {
                askers.remove(&number);
            }
        }
        for path in now.anchors.difference(&before.anchors) {
            self.anchors.entry(Arc::clone(path)).or_default().insert(number);
        }
        if now.others {
            self.others.insert(number);
        } else {
            self.others.remove(&number);
        }
    }

    /// Those that rest on what a document tells others.
    pub(super) fn of_document(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        self.documents.get(&number).into_iter().flatten().copied()
    }

    /// Those whose findings point into a document.
    pub(super) fn citing(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        self.cited.get(&number).into_iter().flatten().copied()
    }

    /// Those that rest on the anchors of a file.
    pub(super) fn of_anchors(&self, path: &str) -> impl Iterator<Item = usize> + '_ {
        self.anchors.get(path).into_iter().flatten().copied()
    }

    /// Those that asked about other documents at all.
    pub(super) fn of_others(&self) -> impl Iterator<Item = usize> + '_ {
        self.others.iter().copied()
    }
}

fn exchange(
    known: &mut HashMap<usize, BTreeSet<usize>>,
    number: usize,
    before: &BTreeSet<usize>,
    now: &BTreeSet<usize>,
) {
    for other in before.difference(now) {
        if let Some(askers) = known.get_mut(other) {
            askers.remove(&number);
        }
    }
    for other in now.difference(before) {
        known.entry(*other).or_default().insert(number);
    }
}
