//! What stands at a place of a document: what hover, definition, references and rename are about.

use crate::occurrences::{self, word_at};
use crate::world::Spot;
use abide_model::{Item, Kind};
use abide_rules::Pointer;
use abide_syntax::{Anchors, SectionId, TextRange};
use std::sync::Arc;

/// What stands at a place.
#[derive(Clone, Debug)]
pub enum Subject {
    /// An id that some item of the workspace has written to it.
    Id {
        /// The id.
        id: String,
        /// Where it stands.
        range: TextRange,
    },
    /// The name of something that the workspace describes: an entity, a setting, an endpoint …
    Name {
        /// What it is.
        kind: Kind,
        /// Its name, as items are keyed.
        key: String,
        /// Where it stands.
        range: TextRange,
    },
    /// A link into the repository.
    Link {
        /// As the document writes it.
        pointer: Pointer,
        /// Whether the place is in its fragment.
        in_fragment: bool,
    },
    /// The heading of a section.
    Heading {
        /// The section.
        section: SectionId,
        /// The heading's text.
        range: TextRange,
    },
}

/// Kinds whose keys are names that other statements use.
const NAMED: &[Kind] = &[Kind::Entity, Kind::Setting, Kind::Event, Kind::Rpc, Kind::Component, Kind::Term];

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Subject {
    /// What stands at a byte.
    pub fn at(spot: &Spot, offset: u32) -> Option<Self> {
        let within = |range: TextRange| range.start <= offset && offset <= range.end;
        if let Some(pointer) =
            abide_rules::pointers(spot.document()).into_iter().find(|pointer| within(pointer.range))
        {
            let fragment = pointer.fragment.as_ref().and_then(|(_, range)| *range);
            return Some(Self::Link { in_fragment: fragment.is_some_and(within), pointer });
        }
        if let Some(found) = id_at(spot, offset).or_else(|| endpoint_at(spot, offset)) {
            return Some(found);
        }
        let section = spot.document().section_at(offset);
        let heading = spot.document().section(section).filter(|_| section != SectionId::ROOT);
        if let Some(heading) = heading.filter(|heading| within(heading.title_range)) {
            return Some(Self::Heading { section, range: heading.title_range });
        }
        name_at(spot, offset)
    }

    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Id { range, .. } | Self::Name { range, .. } | Self::Heading { range, .. } => *range,
            Self::Link { pointer, .. } => pointer.range,
        }
    }

    /// The items that are meant, each with the document that states it: those of this document, else those of all others.
    pub fn items<'a>(&self, spot: &Spot<'a>) -> Vec<(Spot<'a>, &'a Item)> {
        let numbers = match self {
            Self::Id { id, .. } => spot.live.having(id),
            Self::Name { kind, key, .. } => spot.live.stating(*kind, key),
            Self::Link { .. } | Self::Heading { .. } => return Vec::new(),
        };
        let is_meant = |item: &Item| match self {
            Self::Id { id, .. } => item.id == *id,
            Self::Name { kind, key, .. } => item.kind == *kind && item.key == *key,
            Self::Link { .. } | Self::Heading { .. } => false,
        };
        let own = numbers.contains(&spot.number);
        let numbers = numbers.iter().filter(|number| !own || **number == spot.number);
        let documents = numbers.filter_map(|number| spot.other(*number));
        documents
            .flat_map(|other| other.state.spec().items.iter().map(move |item| (other, item)))
            .filter(|(_, item)| is_meant(item))
            .collect()
    }
}

/// The end of a link: a document of the workspace, and the section that its fragment leads to.
pub fn target<'a>(spot: &Spot<'a>, pointer: &Pointer) -> Option<(Spot<'a>, Option<SectionId>)> {
    let other = end(spot, pointer)?;
    let fragment = pointer.fragment.as_ref();
    let section =
        fragment.and_then(|(fragment, _)| section_of(&other, &Anchors::new(other.document()), fragment));
    Some((other, section))
}

/// The document of the workspace that a link leads to.
pub fn end<'a>(spot: &Spot<'a>, pointer: &Pointer) -> Option<Spot<'a>> {
    if pointer.path.is_empty() {
        return Some(*spot);
    }
    spot.other(spot.live.number(&file_of(spot, pointer)?)?)
}

/// The section of a document, of which these are the anchors, that a fragment leads to.
pub fn section_of(spot: &Spot, anchors: &Anchors, fragment: &str) -> Option<SectionId> {
    let heading = anchors.heading(fragment)?;
    let at = spot.document().sections().iter().position(|section| section.heading == heading)?;
    Some(SectionId(at as u32))
}

/// The innermost item that holds a byte.
pub fn item_at<'a>(spot: &Spot<'a>, offset: u32) -> Option<&'a Item> {
    let holds = |item: &&Item| item.range.start <= offset && offset <= item.range.end;
    spot.state.spec().items.iter().filter(holds).min_by_key(|item| (item.range.len(), item.range.start))
}

/// Whether the document itself gives the item its id.
pub fn is_written(item: &Item) -> bool {
    item.text_field("id") == Some(item.id.as_str())
}

/// The path of a file that a link leads to, where it is no document of the workspace.
pub fn file_of(spot: &Spot, pointer: &Pointer) -> Option<Arc<str>> {
    spot.live.surroundings().linked(spot.path(), &pointer.path).map(Arc::from)
}

fn id_at(spot: &Spot, offset: u32) -> Option<Subject> {
    let range = word_at(spot.text(), offset, |letter| "-.".contains(letter))?;
    // `FR-1.` ends a sentence, and `FR-1-based` is about FR-1.
    let word = range.slice(spot.text());
    let ends = word.char_indices().filter(|(_, letter)| "-.".contains(*letter)).map(|(at, _)| at);
    let mut lengths: Vec<usize> = ends.chain([word.len()]).collect();
    lengths.reverse();
    for length in lengths {
        let id = word.get(..length)?;
        let range = TextRange::new(range.start(), range.start() + length);
        if offset <= range.end && has_written(spot, id) {
            return Some(Subject::Id { id: id.to_owned(), range });
        }
    }
    None
}

fn has_written(spot: &Spot, id: &str) -> bool {
    let documents = spot.live.having(id).iter().filter_map(|number| spot.live.document(*number));
    documents.filter_map(|state| state.spec().item(id)).any(is_written)
}

fn name_at(spot: &Spot, offset: u32) -> Option<Subject> {
    let joined = |letter: char| "-.".contains(letter);
    let words = [word_at(spot.text(), offset, joined), word_at(spot.text(), offset, |_| false)];
    for range in words.into_iter().flatten() {
        let key = range.slice(spot.text());
        let kind = NAMED.iter().find(|kind| !spot.live.stating(**kind, key).is_empty());
        if let Some(kind) = kind {
            return Some(Subject::Name { kind: *kind, key: key.to_owned(), range });
        }
    }
    None
}

/// `POST /orders` around a byte.
fn endpoint_at(spot: &Spot, offset: u32) -> Option<Subject> {
    let document = spot.document();
    let line = document.lines().line_range(spot.text(), document.line(offset));
    let text = line.slice(spot.text());
    for method in METHODS {
        for place in occurrences::of(text, method) {
            let rest = text.get(place.end()..)?;
            let path = rest.trim_start_matches([' ', '`', '*', '|']);
            let length = path.find(|letter: char| letter.is_whitespace() || "`|,;)\"'".contains(letter));
            let path = path.get(..length.unwrap_or(path.len()))?;
            let behind = rest.find(path).unwrap_or(0);
            let range = TextRange::new(
                line.start() + place.start(),
                line.start() + place.end() + behind + path.len(),
            );
            let key = format!("{method} {path}");
            if range.start <= offset
                && offset <= range.end
                && !spot.live.stating(Kind::Endpoint, &key).is_empty()
            {
                return Some(Subject::Name { kind: Kind::Endpoint, key, range });
            }
        }
    }
    None
}
