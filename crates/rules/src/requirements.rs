//! Requirements and the ids by which other statements name them.

use crate::Context;
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use std::collections::{BTreeMap, BTreeSet};

/// The requirements of a document that carry an id of their own.
pub(crate) struct Identified<'a> {
    pub by_id: BTreeMap<&'a str, &'a Item>,
    /// The letters of the ids, with what joins them to the number: `FR-`.
    pub prefixes: BTreeSet<&'a str>,
}

impl<'a> Identified<'a> {
    /// Reads them.
    pub fn new(context: &'a Context<'a>) -> Self {
        let mut by_id = BTreeMap::new();
        for item in context.items(Kind::Requirement) {
            if let Some(id) =
                item.text_field("id").filter(|id| id.ends_with(|letter: char| letter.is_ascii_digit()))
            {
                by_id.entry(id).or_insert(item);
            }
        }
        let prefixes = by_id
            .keys()
            .map(|id| id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.'))
            .filter(|prefix| prefix.len() >= 2)
            .collect();
        Self { by_id, prefixes }
    }

    /// The ids that a text names, with their places in it: those of requirements, and those that look so. A range of ids,
    /// FR-1 to FR-3, names all of them.
    pub fn named<'t>(&self, text: &'t str) -> Vec<(&'t str, TextRange)> {
        let mut found: Vec<(&str, TextRange)> = Vec::new();
        for prefix in &self.prefixes {
            for (at, _) in text.match_indices(prefix) {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                if before.is_some_and(|letter| {
                    letter.is_alphanumeric() || matches!(letter, '-' | '_' | '/' | '#' | '.')
                }) {
                    continue;
                }
                let rest = text.get(at + prefix.len()..).unwrap_or_default();
                let digits = rest
                    .find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
                    .unwrap_or(rest.len());
                let number = rest.get(..digits).unwrap_or_default().trim_end_matches('.');
                let behind = rest.get(number.len()..).and_then(|rest| rest.chars().next());
                if number.is_empty()
                    || behind.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '/'))
                {
                    continue;
                }
                let range = TextRange::new(at, at + prefix.len() + number.len());
                found.push((range.slice(text), range));
            }
        }
        found.sort_by_key(|(_, range)| range.start);
        found
    }

    /// The ids that a text names, those between the ends of a range included.
    pub fn meant(&self, text: &str) -> BTreeSet<&'a str> {
        let named = self.named(text);
        let mut meant: BTreeSet<&'a str> = BTreeSet::new();
        for (at, (id, range)) in named.iter().enumerate() {
            meant.extend(self.by_id.keys().find(|known| *known == id));
            let Some((to, end)) = named.get(at + 1) else { continue };
            let gap = text.get(range.end()..end.start()).unwrap_or_default().trim();
            if !matches!(gap, "-" | "–" | "—" | "to" | ".." | "..." | "…" | "through" | "〜" | "~") {
                continue;
            }
            let number = |id: &str| {
                id.rsplit(|letter: char| !letter.is_ascii_digit())
                    .next()
                    .and_then(|digits| digits.parse::<u32>().ok())
            };
            if let (Some(from), Some(to)) = (number(id), number(to)) {
                meant.extend(
                    self.by_id
                        .keys()
                        .filter(|known| number(known).is_some_and(|number| (from..=to).contains(&number))),
                );
            }
        }
        meant
    }
}
