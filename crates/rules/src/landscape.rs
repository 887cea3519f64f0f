//! What a rule may ask about the other documents of a workspace.

use crate::links::joined;
use crate::needs::{Asks, Want};
use abide_model::{Item, Kind, Spec};
use abide_syntax::Document;
use abide_template::{Lifecycle, Outline};
use std::sync::Arc;

/// Another document.
#[derive(Clone, Copy)]
pub struct Other<'a> {
    /// Repository-relative, with `/` separators.
    pub path: &'a Arc<str>,
    /// The document.
    pub document: &'a Document,
    /// Its headings.
    pub outline: &'a Outline,
    /// What it states.
    pub spec: &'a Spec,
    /// What it says that it needs.
    pub wants: &'a [Want],
}

impl Other<'_> {
    /// How far it says that it has come.
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        crate::context::lifecycle(self.document, self.outline)
    }
}

/// All that rules ask of another document, but for places: as long as it is the same, findings that do not point into that document
/// stay as they are. A rule that asks for more adds it here.
#[derive(Debug, PartialEq)]
pub struct Told {
    wants: Vec<Asks>,
    lifecycle: Option<Lifecycle>,
    status: Option<String>,
    settings: Vec<(String, Option<String>)>,
}

impl Told {
    /// What a document tells others.
    pub fn by(other: &Other) -> Self {
        let status = other.document.field("status").map(|field| other.document.slice(field.value).to_owned());
        let default = |item: &Item| item.text_field("default").map(str::to_owned);
        let settings = other.spec.of_kind(Kind::Setting).map(|item| (item.key.clone(), default(item)));
        Self {
            wants: other.wants.iter().map(|want| want.asks().clone()).collect(),
            lifecycle: other.lifecycle(),
            status,
            settings: settings.collect(),
        }
    }
}

/// The other documents of a workspace. They are read when asked about.
pub trait Landscape: Sync {
    /// The one document that a name in the document at `from` means: a path as in a link, a file's name with or without its
    /// extension, a title, or the id that a document carries. Nothing where two would do.
    fn meant(&self, from: &str, name: &str) -> Option<Other<'_>>;

    /// The items of other documents of this kind and key, in the order of their paths.
    fn stating(&self, from: &str, kind: Kind, key: &str) -> Vec<(Other<'_>, &Item)>;
}

/// No other documents.
pub struct Alone;

impl Landscape for Alone {
    fn meant(&self, _: &str, _: &str) -> Option<Other<'_>> {
        None
    }

    fn stating(&self, _: &str, _: Kind, _: &str) -> Vec<(Other<'_>, &Item)> {
        Vec::new()
    }
}

/// Finds documents by what names them, and items by key. Both indexes are cheap to build from what is already read.
#[derive(Debug, Default)]
pub struct Names {
    by_name: foldhash::HashMap<String, Vec<usize>>,
}

impl Names {
    /// Adds the document with that number.
    pub fn add(&mut self, number: usize, path: &str, document: &Document) {
        for name in Self::of(path, document) {
            let known = self.by_name.entry(name).or_default();
            if known.last() != Some(&number) {
                known.push(number);
            }
        }
    }

    /// Takes out a document that was added as it is here.
    pub fn remove(&mut self, number: usize, path: &str, document: &Document) {
        for name in Self::of(path, document) {
            if let Some(known) = self.by_name.get_mut(&name) {
                known.retain(|other| *other != number);
            }
        }
    }

    /// All that names a document.
    pub fn of(path: &str, document: &Document) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |name: String| {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        };
        let file = path.rsplit('/').next().unwrap_or(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        add(folded(path));
        add(folded(file));
        add(folded(stem));
        // `0007-orders.md` and `2026-01-31-orders.md` are called "orders".
        add(folded(
            stem.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-' || letter == '_'),
        ));
        // `specs/orders/spec.md` is called by its folder.
        const EVERY_FOLDER: &[&str] = &["spec", "readme", "index", "design", "requirements", "prd"];
        if EVERY_FOLDER.contains(&folded(stem).as_str())
            && let Some(folder) = path.rsplit('/').nth(1)
        {
            add(folded(folder));
            add(folded(folder.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-')));
        }
        if let Some(title) = document.title() {
            add(folded(&title));
        }
        const IDS: &[&str] = &["id", "number", "eip", "rfc", "spec", "adr", "key", "slug", "name"];
        let text = document.text();
        for field in document.fields() {
            if IDS.contains(&field.name(text).to_lowercase().as_str()) {
                add(folded(field.value.slice(text)));
            }
        }
        names
    }

    /// The one document that a name means, from the document at `from`.
    pub fn find(&self, from: &str, name: &str) -> Option<usize> {
        let name = name.split(['#', '?']).next().unwrap_or(name).trim();
        if name.contains('/') || name.ends_with(".md") {
            let relative = joined(from, name).and_then(|path| self.one(&folded(&path)));
            if relative.is_some() || name.starts_with('.') {
                return relative;
            }
        }
        self.one(&folded(name.trim_start_matches('/')))
    }

    fn one(&self, name: &str) -> Option<usize> {
        match self.by_name.get(name)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Letters and digits, in lower case, words joined by one space; `/` and `.` stay, as they tell paths apart.
fn folded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.trim_matches(['"', '\'', '`', ' ']).chars() {
        // Most letters need no look into the tables of Unicode.
        if letter.is_ascii_alphanumeric() {
            text.push(letter.to_ascii_lowercase());
            continue;
        }
        if letter.is_alphanumeric() || letter == '/' || letter == '.' {
            text.extend(letter.to_lowercase());
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_found_by_all_that_names_it_and_by_nothing_that_two_share() {
        let mut names = Names::default();
        let document = |text: &str| Document::parse(text);
        names.add(0, "specs/0007-orders.md", &document("---\nid: SPEC-7\n---\n# Taking orders\n"));
        names.add(1, "specs/returns/spec.md", &document("# Returns\n"));
        names.add(2, "specs/stock/spec.md", &document("# Stock\n"));
        let find = |name| names.find("specs/stock/spec.md", name);
        for name in [
            "../0007-orders.md",
            "../0007-orders.md#goals",
            "0007-orders",
            "orders",
            "`Taking Orders`",
            "SPEC-7",
            "spec-7",
        ] {
            assert_eq!(find(name), Some(0), "{name}");
        }
        assert_eq!(find("returns"), Some(1));
        assert_eq!(find("specs/returns/spec.md"), Some(1));
        assert_eq!(find("spec"), None, "two documents have that name");
        assert_eq!(find("./orders.md"), None, "no such file stands there");
        assert_eq!(find("payments"), None);
    }
}
