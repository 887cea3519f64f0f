//! The items of one document.

use crate::{Context, Item, Items, Kind, Mention, Outline, READERS};
use abide_syntax::Document;

/// What one document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Its path, relative to the repository, as given.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its items, in source order.
    pub items: Vec<Item>,
    /// Further places that say one of the items.
    pub mentions: Vec<Mention>,
    /// What its sections are about.
    pub outline: Outline,
    /// A bit for each kind that an item is of.
    kinds: u64,
}

impl Spec {
    /// Reads everything that a document says.
    pub fn read(path: &str, document: &Document) -> Spec {
        let context = Context::new(document);
        let mut items = Items::new(document);
        for reader in READERS {
            (reader.read)(&context, &mut items);
        }
        let (items, mentions) = items.finish();
        let title = document.title().map(|title| title.into_owned());
        let kinds = items.iter().fold(0, |kinds, item| kinds | bit(item.kind));
        Spec { path: path.to_owned(), title, items, mentions, outline: context.outline, kinds }
    }

    /// Whether something of a kind was read.
    pub fn has(&self, kind: Kind) -> bool {
        self.kinds & bit(kind) != 0
    }

    /// The items of a kind, in source order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        // Most documents say nothing of most kinds.
        let items = if self.has(kind) { self.items.as_slice() } else { &[] };
        items.iter().filter(move |item| item.kind == kind)
    }

    /// The item with an id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}

fn bit(kind: Kind) -> u64 {
    1 << kind as u32
}
