//! What statements are called in code, and which of them a name means.

use abide_model::{Kind, Spec};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashMap;

/// A statement: the place of its document, and its own in the document.
pub(super) type Statement = (usize, usize);

/// The names of all statements.
pub(super) struct Names {
    /// The statements by id: several documents may use one.
    by_id: HashMap<String, Vec<Statement>>,
    /// The documents by path.
    paths: HashMap<String, usize>,
    /// Finds ids that documents write, names made of them, and the kinds in front of other ids.
    search: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

/// What was looked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pattern {
    /// An id that a document writes.
    Written(String),
    /// The same as a part of a name in code: `fr_1`.
    Identifier(String),
    /// `requirement:`, in front of the rest of an id.
    Kind(String),
}

impl Names {
    pub(super) fn new<'a>(specs: impl Iterator<Item = &'a Spec>) -> Self {
        let mut by_id: HashMap<String, Vec<Statement>> = HashMap::new();
        let mut paths = HashMap::new();
        let mut written: Vec<String> = Vec::new();
        for (document, spec) in specs.enumerate() {
            paths.insert(spec.path.clone(), document);
            for (at, item) in spec.items.iter().enumerate() {
                let known = by_id.entry(item.id.clone()).or_default();
                if known.is_empty() && item.fields.contains_key("id") {
                    written.push(item.id.clone());
                }
                known.push((document, at));
            }
        }
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for id in written {
            if let Some(name) = identifier(&id) {
                words.push(name);
                patterns.push(Pattern::Identifier(id.clone()));
            }
            words.push(id.clone());
            patterns.push(Pattern::Written(id));
        }
        for kind in Kind::ALL {
            let word = format!("{}:", kind.name());
            words.push(word.clone());
            patterns.push(Pattern::Kind(word));
        }
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&words)
            .ok();
        Self { by_id, paths, search, patterns }
    }

    /// Everything in a text that may be a name, with its bytes.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (&'t Pattern, usize, usize)> {
        let found = self.search.iter().flat_map(move |search| search.find_overlapping_iter(text));
        found.filter_map(|found| {
            Some((self.patterns.get(found.pattern().as_usize())?, found.start(), found.end()))
        })
    }

    /// The statements of an id.
    pub(super) fn of_id(&self, id: &str) -> &[Statement] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The statement of an id in the document at a path.
    pub(super) fn in_document(&self, path: &str, id: &str) -> Option<Statement> {
        let document = self.paths.get(path)?;
        self.of_id(id).iter().copied().find(|(known, _)| known == document)
    }

    /// The longest id that a text begins with, where nothing behind it makes it longer.
    pub(super) fn leading<'t>(&self, text: &'t str) -> Option<&'t str> {
        const LONGEST: usize = 200;
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let line = text.get(..end)?.lines().next()?;
        let ends = line.char_indices().map(|(at, _)| at).skip(1).chain([line.len()]).collect::<Vec<_>>();
        ends.into_iter().rev().find_map(|end| {
            let id = line.get(..end)?;
            let whole = line
                .get(end..)?
                .chars()
                .next()
                .is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '_' | '/' | '-'));
            (whole && self.by_id.contains_key(id)).then_some(id)
        })
    }
}

/// Whether an id can be told from a word that only looks like it, with no mark in front: "FR-1" can, "A1" cannot.
pub(super) fn is_telling(id: &str) -> bool {
    let letters = id.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = id.chars().filter(char::is_ascii_digit).count();
    let parted = id.contains(['-', '_', '.', '/']);
    digits > 0 && letters >= 2 && (parted || letters + digits >= 5)
}

/// An id as a part of a name in code; none where that could be any word.
fn identifier(id: &str) -> Option<String> {
    let parted = id.contains(['-', '.', ' ']);
    let plain =
        id.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | ' ' | '_'));
    (parted && plain && is_telling(id)).then(|| id.replace(['-', '.', ' '], "_").to_ascii_lowercase())
}
