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
        Spec { path: path.to_owned(), title, items, mentions, outline: context.outline }
    }

    /// The items of a kind, in source order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The item with an id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}
