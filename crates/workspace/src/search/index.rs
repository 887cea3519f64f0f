//! The inverted index: for each word, the entries that have it.

use super::entry::{Class, Entries, Entry, Words};
use crate::check::Workspace;
use abide_model::Identities;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Everything that can be found in the documents of a workspace that were asked about. It speaks of the workspace that it was
/// made of: where a document changes, it is made anew.
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
}

/// An entry, and what a word is to it: the number of the entry in the upper bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place(u32);

const CLASS_BITS: u32 = 3;

impl Place {
    fn new(entry: u32, class: Class) -> Self {
        Self(entry << CLASS_BITS | class as u32)
    }

    pub fn entry(self) -> u32 {
        self.0 >> CLASS_BITS
    }

    pub fn class(self) -> Class {
        let number = self.0 & ((1 << CLASS_BITS) - 1);
        Class::ALL.get(number as usize).copied().unwrap_or(Class::Body)
    }
}

impl Index {
    /// Reads all documents that were asked about.
    pub fn of(workspace: &Workspace) -> Self {
        let identities = workspace.identities();
        let read: Vec<(u32, Entries, Words)> = workspace
            .documents
            .par_iter()
            .enumerate()
            .filter(|(_, state)| state.asked)
            .map(|(number, state)| {
                let mut entries = Entries::of(state);
                let words = entries.words();
                (number as u32, entries, words)
            })
            .collect();
        let mut entries = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        // By document: the number of each of its words, in their order.
        let mut numbered: Vec<Vec<u32>> = Vec::with_capacity(read.len());
        for (document, found, words) in &read {
            let first = entries.len() as u32;
            entries.extend(found.parts.iter().map(|(part, sort, parent)| Entry {
                document: *document,
                part: *part,
                sort: *sort,
                parent: first + parent,
            }));
            let mut own = Vec::with_capacity(words.len());
            for (word, places) in words {
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
        for ((_, found, words), own) in read.iter().zip(&numbered) {
            for ((_, its), number) in words.iter().zip(own) {
                let Some(at) = next.get_mut(*number as usize) else { continue };
                for (entry, class) in its {
                    if let Some(place) = places.get_mut(*at as usize) {
                        *place = Place::new(first + entry, *class);
                    }
                    *at += 1;
                }
            }
            first += found.parts.len() as u32;
        }
        let words = sorted.into_iter().map(|(word, _)| word.into()).collect();
        Self { entries, words, ends, places, identities }
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
