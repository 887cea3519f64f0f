//! Full-text search over an open workspace: its documents, their sections and their items.
//!
//! All words of a query are looked for, the last as the beginning of a word. A word may stand in an item itself or in the
//! headings over it. What is found is ranked by where its words stand (an id before a heading before a sentence), by how rare
//! they are and by how much of the text they are; equals stand in the order of paths and lines.

mod entry;
mod excerpt;
mod index;
mod rank;
mod words;

#[cfg(test)]
mod tests;

pub use index::Index;

use crate::check::Workspace;
use abide_model::Kind;
use entry::{Part, shown};
use excerpt::{Wanted, excerpt};
use rank::{MOST_WORDS, Ranked};
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;
use std::str::FromStr;

/// The version of the document; it rises when a consumer could break.
const VERSION: u32 = 1;

/// What to look for.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// Words, in any order; the last may be the beginning of one, unless a space follows it.
    pub words: &'a str,
    /// Only these; none means everything.
    pub only: &'a [Sort],
    /// How many hits to give.
    pub limit: usize,
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A document.
    Document,
    /// A section.
    Section,
    /// An item of a kind.
    Item(Kind),
}

impl Sort {
    /// All of them by name.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        ["document", "section"].into_iter().chain(Kind::ALL.iter().map(|kind| kind.name()))
    }

    /// Its name in output and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Document => "document",
            Sort::Section => "section",
            Sort::Item(kind) => kind.name(),
        }
    }
}

impl FromStr for Sort {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "document" => Ok(Sort::Document),
            "section" => Ok(Sort::Section),
            name => name.parse().map(Sort::Item),
        }
    }
}

/// What `abide search --format json` writes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide search")]
pub struct Found {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The words that were looked for.
    pub words: Vec<String>,
    /// Those of them that no document has.
    pub unknown: Vec<String>,
    /// How many of them each hit has, itself or in the headings over it; fewer than all where nothing has all.
    pub matched: u32,
    /// How many hits there are in all.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hit {
    /// The path of its document, relative to the repository.
    pub path: String,
    /// The 1-based line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// `document`, `section`, or the kind of an item.
    pub kind: &'static str,
    /// What an item is called within the workspace; null for documents and sections.
    pub id: Option<String>,
    /// The titles of the sections that hold it, outermost first.
    pub section: Vec<String>,
    /// A piece of its text.
    pub excerpt: String,
    /// Where the words stand in `excerpt`: bytes of UTF-8, from and one past the last.
    pub marks: Vec<[usize; 2]>,
}

impl Hit {
    /// The excerpt in pieces, each with whether it is one of the words.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |from: usize, to: usize, marked| {
            if let Some(piece) = self.excerpt.get(from..to).filter(|piece| !piece.is_empty()) {
                pieces.push((piece, marked));
            }
        };
        for [start, end] in self.marks.iter().copied() {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
        push(at, self.excerpt.len(), false);
        pieces
    }
}

/// Of so many hits the order is looked at closely.
const CLOSELY: usize = 128;

impl Index {
    /// What the documents say about these words. `workspace` is the one that the index was made of.
    pub fn search(&self, workspace: &Workspace, query: &Query) -> Found {
        let mut words = words::of(query.words);
        words.truncate(MOST_WORDS);
        let last = words.len().saturating_sub(1);
        let typing = query.words.chars().next_back().is_some_and(|c| !c.is_whitespace());
        // What no document has as a whole word may be the beginning of one.
        let open =
            words.iter().enumerate().map(|(at, word)| at == last && typing || !self.knows(word)).collect();
        let wanted = Wanted { words, open };
        let unknown = wanted.words.iter().filter(|word| self.beginning(word).is_empty()).cloned().collect();
        let found = rank::ranked(self, &wanted, query.only);
        let matched = found.first().map_or(0, |ranked| ranked.words);
        let total = found.len();
        let mut close: Vec<(u32, Ranked)> = rank::best(found, query.limit.max(CLOSELY))
            .into_iter()
            .map(|ranked| (ranked.score.saturating_add(self.bonus(workspace, &ranked, &wanted)), ranked))
            .collect();
        close.sort_by_key(|(score, ranked)| (Reverse(*score), ranked.entry));
        close.truncate(query.limit);
        let hits = close.iter().filter_map(|(_, ranked)| self.hit(workspace, ranked, &wanted)).collect();
        Found { version: VERSION, words: wanted.words, unknown, matched, total, hits }
    }

    /// The known word that is nearest to one that is not.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let near = self.words().filter(|known| known.len().abs_diff(word.len()) <= 2 && known.len() > 2);
        crate::closest(word, near)
    }

    /// What a close look adds to the score of an entry: it is called just so, or says little else.
    fn bonus(&self, workspace: &Workspace, ranked: &Ranked, wanted: &Wanted) -> u32 {
        let entry = self.entries.get(ranked.entry as usize);
        let state = entry.and_then(|entry| workspace.documents.get(entry.document as usize));
        let (Some(entry), Some(state)) = (entry, state) else { return 0 };
        let called = |name: &str| words::of(name) == wanted.words;
        let (exact, share) = match entry.part {
            Part::Document => {
                (state.spec().title.as_deref().is_some_and(called) || called(&state.file.path), 0)
            }
            Part::Section(id) => {
                (state.document.section(id).is_some_and(|section| called(&section.title)), 0)
            }
            Part::Item(number) => match state.spec().items.get(number as usize) {
                Some(item) => (called(&item.id) || called(&item.key), excerpt(&item.text, wanted).2),
                None => (false, 0),
            },
        };
        (ranked.score / 64).saturating_mul(share) + if exact { ranked.score } else { 0 }
    }

    /// An entry as a hit.
    fn hit(&self, workspace: &Workspace, ranked: &Ranked, wanted: &Wanted) -> Option<Hit> {
        let entry = self.entries.get(ranked.entry as usize)?;
        let state = workspace.documents.get(entry.document as usize)?;
        let (line, text) = shown(state, entry.part);
        let (excerpt, marks, _) = excerpt(&text, wanted);
        let path = state.file.path.to_string();
        let (id, section) = match entry.part {
            Part::Document => (None, Vec::new()),
            Part::Section(id) => {
                let mut titles = state.document.section_path(id);
                titles.pop();
                (None, titles)
            }
            Part::Item(number) => {
                let item = state.spec().items.get(number as usize)?;
                (Some(self.identities.id(&path, &item.id)), item.section.clone())
            }
        };
        let marks = marks.into_iter().map(|mark| [mark.start, mark.end]).collect();
        Some(Hit { path, line, kind: entry.sort.name(), id, section, excerpt, marks })
    }
}

/// The JSON Schema of the document of `abide search --format json`.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Found>().to_value()
}
