//! The inverted index: for each word, the entries that have it.

use super::entry::{Entries, Entry, Place};
use crate::check::{DocumentState, Workspace};
use abide_model::Identities;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Everything that can be found in the documents of a workspace that were asked about. It speaks of the workspace that it was
/// made of: where a document changes, another is made, and what did not change is not read again.
#[derive(Debug)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
    /// All words, sorted.
    words: Vec<Box<str>>,
    /// Where the places of each word end in `places`.
    ends: Vec<u32>,
    /// Entries with the class that a word is to them, packed.
    places: Vec<Place>,
    pub(super) identities: Identities,
    /// All documents of the workspace, in their order.
    read: Vec<Read>,
}

/// A document as it was read.
#[derive(Debug)]
struct Read {
    path: Arc<str>,
    text: Arc<str>,
    /// Nothing where the document was not asked about.
    entries: Option<Arc<Entries>>,
}

impl Read {
    fn is(&self, state: &DocumentState) -> bool {
        self.path == state.file.path && self.says(state) && self.entries.is_some() == state.asked
    }

    // Whoever opens a workspace again keeps the text of a document that did not change.
    fn says(&self, state: &DocumentState) -> bool {
        Arc::ptr_eq(&self.text, &state.file.text) || self.text == state.file.text
    }
}

impl Index {
    /// Reads all documents that were asked about.
    pub fn of(workspace: &Workspace) -> Self {
        Self::again(workspace, None)
    }

    /// Whether the documents of a workspace are just those that this was made of.
    pub(crate) fn is_of(&self, workspace: &Workspace) -> bool {
        let documents = &workspace.documents;
        self.read.len() == documents.len()
            && self.read.iter().zip(documents).all(|(read, state)| read.is(state))
    }

    /// Reads the documents that are not as they were in `before`.
    pub(crate) fn again(workspace: &Workspace, before: Option<&Self>) -> Self {
        let identities = workspace.identities();
        let known: HashMap<&str, &Read> =
            before.iter().flat_map(|before| &before.read).map(|read| (&*read.path, read)).collect();
        let read: Vec<Read> = workspace
            .documents
            .par_iter()
            .map(|state| {
                let known = known.get(&*state.file.path).filter(|read| read.says(state));
                let known = known.and_then(|read| read.entries.clone());
                let entries = state.asked.then(|| known.unwrap_or_else(|| Arc::new(Entries::of(state))));
                Read { path: Arc::clone(&state.file.path), text: Arc::clone(&state.file.text), entries }
            })
            .collect();
        let found = || {
            let documents = read.iter().enumerate();
            documents.filter_map(|(number, read)| Some((number as u32, read.entries.as_deref()?)))
        };
        let mut entries = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        // By document: the number of each of its words, in their order.
        let mut numbered: Vec<Vec<u32>> = Vec::with_capacity(read.len());
        for (document, found) in found() {
            let first = entries.len() as u32;
            entries.extend(found.parts.iter().map(|(part, sort, parent)| Entry {
                document,
                part: *part,
                sort: *sort,
                parent: first + parent,
            }));
            let mut own = Vec::new();
            for (word, places) in found.words() {
                let number = *numbers.entry(word).or_insert_with(|| {
                    counts.push(0);
                    counts.len() as u32 - 1
                });
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += places.len() as u32;
                }
                own.push(number);
            }
            numbered.push(own);
        }
        let mut sorted: Vec<(&str, u32)> = numbers.into_iter().collect();
        sorted.par_sort_unstable();
        let mut next = vec![0; counts.len()];
        let mut ends = Vec::with_capacity(sorted.len());
        let mut total: u32 = 0;
        for (_, number) in &sorted {
            if let Some(start) = next.get_mut(*number as usize) {
                *start = total;
            }
            total += counts.get(*number as usize).copied().unwrap_or(0);
            ends.push(total);
        }
        let mut places = vec![Place::default(); total as usize];
        let mut first = 0;
        for ((_, found), own) in found().zip(&numbered) {
            for ((_, its), number) in found.words().zip(own) {
                let Some(at) = next.get_mut(*number as usize) else { continue };
                for own in its {
                    if let Some(place) = places.get_mut(*at as usize) {
                        *place = own.behind(first);
                    }
                    *at += 1;
                }
            }
            first += found.parts.len() as u32;
        }
        let words = sorted.into_iter().map(|(word, _)| word.into()).collect();
        Self { entries, words, ends, places, identities, read }
    }

    /// How many documents, sections and items it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All words, sorted.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }

    /// The word itself, where it is known, and all words that begin so.
    pub(super) fn beginning(&self, word: &str) -> Range<usize> {
        let start = self.words.partition_point(|known| &**known < word);
        let rest = self.words.get(start..).unwrap_or_default();
        start..start + rest.partition_point(|known| known.starts_with(word))
    }

    /// Whether a word is exactly known; it stands first among those that begin so.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.words.binary_search_by(|known| (**known).cmp(word)).is_ok()
    }

    /// How long a word is, in bytes.
    pub(super) fn length(&self, word: usize) -> usize {
        self.words.get(word).map_or(0, |word| word.len())
    }

    /// Where a word stands.
    pub(super) fn places(&self, word: usize) -> &[Place] {
        let start = word.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(word).copied().unwrap_or(start);
        self.places.get(start as usize..end as usize).unwrap_or_default()
    }
}
