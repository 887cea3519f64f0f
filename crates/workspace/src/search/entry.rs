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

/// Where each word of a document stands: the entries that have it, ascending, each with its best class.
pub(super) type Words = Vec<(Box<str>, Vec<(u32, Class)>)>;

/// The entries of one document, numbered from 0 (the document).
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// By entry: what it is, of which sort, and the entry that holds it.
    pub parts: Vec<(Part, Sort, u32)>,
    words: HashMap<Box<str>, Vec<(u32, Class)>>,
}

impl Entries {
    /// Reads a document.
    pub fn of(state: &DocumentState) -> Self {
        let mut entries = Self::default();
        let (document, spec) = (&state.document, state.spec());
        entries.push(Part::Document, Sort::Document, 0);
        entries.add(0, Class::Path, &state.file.path);
        entries.add(0, Class::Title, spec.title.as_deref().unwrap_or_default());
        // The section that the title heads is the document.
        let title = document.sections().iter().position(|section| section.level == 1);
        let mut of_section = Vec::with_capacity(document.sections().len());
        for (number, section) in document.sections().iter().enumerate() {
            let id = SectionId(number as u32);
            let entry = if id == SectionId::ROOT || Some(number) == title {
                0
            } else {
                let parent = of_section.get(section.parent.index()).copied().unwrap_or(0);
                let entry = entries.push(Part::Section(id), Sort::Section, parent);
                entries.add(entry, Class::Title, &section.title);
                entry
            };
            of_section.push(entry);
            entries.add(entry, Class::Body, document.slice(section.body));
        }
        for (number, item) in spec.items.iter().enumerate() {
            let section = document.section_at(item.range.start);
            let parent = of_section.get(section.index()).copied().unwrap_or(0);
            let entry = entries.push(Part::Item(number as u32), Sort::Item(item.kind), parent);
            // An id that is derived says nothing of its own.
            let derived = item.id.strip_prefix(item.kind.name()).is_some_and(|rest| rest.starts_with(':'));
            if derived {
                entries.add(entry, Class::Body, item.kind.name());
            } else {
                entries.add(entry, Class::Id, &item.id);
            }
            entries.add(entry, Class::Key, &item.key);
            entries.add(entry, Class::Text, &item.text);
        }
        entries
    }

    /// Its words, in their order.
    pub fn words(&mut self) -> Words {
        let mut words: Words = std::mem::take(&mut self.words).into_iter().collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        words
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
