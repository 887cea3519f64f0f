//! What a search can find in a document: the document itself, its sections and its items, each with its words.

use super::{Sort, words};
use crate::check::DocumentState;
use abide_syntax::{SectionId, TextRange};
use std::collections::HashMap;

/// What a word of an entry is to it; a lower one weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// The id that the document writes.
    Id = 0,
    /// What makes it the same as another: `POST /orders`.
    Key = 1,
    /// A heading, or the title of a document.
    Title = 2,
    /// A folder or file in a document's path.
    Path = 3,
    /// A word of a statement.
    Text = 4,
    /// A word somewhere in a section.
    Body = 5,
}

impl Class {
    pub(super) const ALL: [Class; 6] =
        [Class::Id, Class::Key, Class::Title, Class::Path, Class::Text, Class::Body];

    /// What a word of that class weighs.
    pub(super) fn weight(self) -> u32 {
        match self {
            Class::Id => 12,
            Class::Key => 9,
            Class::Title => 7,
            Class::Path => 4,
            Class::Text => 4,
            Class::Body => 2,
        }
    }
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Document,
    Section(SectionId),
    Item(u32),
}

/// One thing that can be found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The place of its document in the workspace.
    pub document: u32,
    /// What it is.
    pub part: Part,
    /// What sort of thing that is.
    pub sort: Sort,
    /// The entry that holds it; a document holds itself.
    pub parent: u32,
}

/// An entry, and what a word is to it: the number of the entry in the upper bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place(u32);

const CLASS_BITS: u32 = 3;

impl Place {
    pub fn new(entry: u32, class: Class) -> Self {
        Self(entry << CLASS_BITS | class as u32)
    }

    pub fn entry(self) -> u32 {
        self.0 >> CLASS_BITS
    }

    pub fn class(self) -> Class {
        let number = self.0 & ((1 << CLASS_BITS) - 1);
        Class::ALL.get(number as usize).copied().unwrap_or(Class::Body)
    }

    /// The same in a list where the entries of its document begin later.
    pub fn behind(self, first: u32) -> Self {
        Self(self.0 + (first << CLASS_BITS))
    }
}

/// The entries of one document, numbered from 0 (the document), and where each of its words stands.
#[derive(Debug)]
pub(super) struct Entries {
    /// By entry: what it is, of which sort, and the entry that holds it.
    pub parts: Box<[(Part, Sort, u32)]>,
    /// The words in their order, one behind the other.
    letters: Box<str>,
    /// By word: where it ends in `letters`, and where its places end.
    ends: Box<[(u32, u32)]>,
    /// By word: the entries that have it, ascending, each with its best class.
    places: Box<[Place]>,
}

impl Entries {
    /// Reads a document.
    pub fn of(state: &DocumentState) -> Self {
        let mut reading = Reading::default();
        let (document, spec) = (&state.document, state.spec());
        reading.push(Part::Document, Sort::Document, 0);
        reading.add(0, Class::Path, &state.file.path);
        reading.add(0, Class::Title, spec.title.as_deref().unwrap_or_default());
        // The section that the title heads is the document.
        let title = document.sections().iter().position(|section| section.level == 1);
        let mut of_section = Vec::with_capacity(document.sections().len());
        for (number, section) in document.sections().iter().enumerate() {
            let id = SectionId(number as u32);
            let entry = if id == SectionId::ROOT || Some(number) == title {
                0
            } else {
                let parent = of_section.get(section.parent.index()).copied().unwrap_or(0);
                let entry = reading.push(Part::Section(id), Sort::Section, parent);
                reading.add(entry, Class::Title, &section.title);
                entry
            };
            of_section.push(entry);
            reading.add(entry, Class::Body, document.slice(section.body));
        }
        for (number, item) in spec.items.iter().enumerate() {
            let section = document.section_at(item.range.start);
            let parent = of_section.get(section.index()).copied().unwrap_or(0);
            let entry = reading.push(Part::Item(number as u32), Sort::Item(item.kind), parent);
            // An id that is derived says nothing of its own.
            let derived = item.id.strip_prefix(item.kind.name()).is_some_and(|rest| rest.starts_with(':'));
            if derived {
                reading.add(entry, Class::Body, item.kind.name());
            } else {
                reading.add(entry, Class::Id, &item.id);
            }
            reading.add(entry, Class::Key, &item.key);
            reading.add(entry, Class::Text, &item.text);
        }
        reading.finish()
    }

    /// Its words, in their order, each with its places.
    pub fn words(&self) -> impl Iterator<Item = (&str, &[Place])> {
        let mut starts = (0, 0);
        self.ends.iter().map(move |(letters, places)| {
            let (from, first) = std::mem::replace(&mut starts, (*letters as usize, *places as usize));
            let word = self.letters.get(from..*letters as usize).unwrap_or_default();
            (word, self.places.get(first..*places as usize).unwrap_or_default())
        })
    }
}

/// Entries while a document is read.
#[derive(Default)]
struct Reading {
    parts: Vec<(Part, Sort, u32)>,
    words: HashMap<Box<str>, Vec<(u32, Class)>>,
}

impl Reading {
    fn finish(self) -> Entries {
        let mut words: Vec<_> = self.words.into_iter().collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let mut letters = String::new();
        let mut ends = Vec::with_capacity(words.len());
        let mut places = Vec::new();
        for (word, its) in words {
            letters.push_str(&word);
            places.extend(its.into_iter().map(|(entry, class)| Place::new(entry, class)));
            ends.push((letters.len() as u32, places.len() as u32));
        }
        Entries {
            parts: self.parts.into(),
            letters: letters.into(),
            ends: ends.into(),
            places: places.into(),
        }
    }

    fn push(&mut self, part: Part, sort: Sort, parent: u32) -> u32 {
        self.parts.push((part, sort, parent));
        self.parts.len() as u32 - 1
    }

    fn add(&mut self, entry: u32, class: Class, text: &str) {
        words::each(text, true, |_, word| {
            let Some(places) = self.words.get_mut(word) else {
                self.words.insert(word.into(), vec![(entry, class)]);
                return;
            };
            match places.binary_search_by_key(&entry, |(entry, _)| *entry) {
                Ok(at) => {
                    if let Some((_, known)) = places.get_mut(at) {
                        *known = class.min(*known);
                    }
                }
                Err(at) => places.insert(at, (entry, class)),
            }
        });
    }
}

/// The text that an excerpt of an entry is taken from, and the line where the entry starts.
pub(super) fn shown(state: &DocumentState, part: Part) -> (u32, String) {
    let document = &state.document;
    let plain = |range: TextRange| {
        let words: Vec<&str> = document.slice(range).split_whitespace().collect();
        words.join(" ")
    };
    match part {
        Part::Document => {
            let front = document.front_matter().map_or(0, |front| front.range.end);
            let title = document.sections().iter().find(|section| section.level == 1);
            let root = document.section(SectionId::ROOT).map(|section| section.body);
            let line = title.map_or(1, |section| document.line(section.title_range.start));
            let body = title.map(|section| section.body).or(root).unwrap_or(TextRange::empty(0));
            let body = TextRange { start: body.start.max(front.min(body.end)), ..body };
            let name = state.spec().title.clone().unwrap_or_else(|| state.file.path.to_string());
            (line, joined(&name, &plain(body)))
        }
        Part::Section(id) => document.section(id).map_or((1, String::new()), |section| {
            (document.line(section.title_range.start), joined(&section.title, &plain(section.body)))
        }),
        Part::Item(number) => state
            .spec()
            .items
            .get(number as usize)
            .map_or((1, String::new()), |item| (item.line, item.text.clone())),
    }
}

fn joined(title: &str, body: &str) -> String {
    if body.is_empty() { title.to_owned() } else { format!("{title} · {body}") }
}
