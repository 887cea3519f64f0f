//! The headings of a document, made comparable once for all templates.

use crate::heading::normalise;
use crate::infer::sections::{enumerated, title_section};
use crate::lexicon::concepts_of_heading;
use crate::lines::digest;
use crate::{Concept, heading};
use abide_syntax::{Document, HeadingStyle, SectionId};
use std::sync::OnceLock;

/// One heading of a document.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its section.
    pub section: SectionId,
    /// The title, normalised.
    pub key: String,
    /// The digest of the key.
    pub digest: u64,
    /// The digest of the key without its number, where it has one.
    pub prefix: Option<u64>,
    /// 1 to 6.
    pub level: u8,
    /// Whether it is a bold line.
    pub bold: bool,
    /// What it is about, looked up when it is asked for.
    concepts: OnceLock<Vec<Concept>>,
}

/// The headings of a document, without its title.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In source order.
    pub headings: Vec<Heading>,
    /// The section that is the document's title.
    pub title: Option<SectionId>,
}

impl Outline {
    /// Reads the headings of a document.
    pub fn new(document: &Document) -> Self {
        let title = title_section(document);
        let mut headings = Vec::with_capacity(document.sections().len());
        for (at, section) in document.sections().iter().enumerate().skip(1) {
            if Some(at) == title {
                continue;
            }
            let key = normalise(&section.title);
            let prefix = enumerated(&key).filter(|prefix| !prefix.is_empty()).map(digest);
            headings.push(Heading {
                section: SectionId(at as u32),
                digest: digest(&key),
                prefix,
                key,
                level: section.level,
                bold: section.style == HeadingStyle::Bold,
                concepts: OnceLock::new(),
            });
        }
        Self { headings, title: title.map(|at| SectionId(at as u32)) }
    }

    /// The number of headings that are no bold lines.
    pub fn heading_count(&self) -> usize {
        self.headings.iter().filter(|heading| !heading.bold).count()
    }
}

impl Heading {
    /// What the section is about.
    pub fn concepts(&self, document: &Document) -> &[Concept] {
        let title = || document.section(self.section).map_or("", |section| &section.title);
        self.concepts.get_or_init(|| concepts_of_heading(title()))
    }

    /// Whether most of its letters are of another script than Latin.
    pub fn is_foreign(&self) -> bool {
        if self.key.is_ascii() {
            return false;
        }
        let letters = self.key.chars().filter(|letter| letter.is_alphabetic());
        let (all, foreign) = letters
            .fold((0, 0), |(all, foreign), letter| (all + 1, foreign + usize::from(!letter.is_ascii())));
        foreign * 2 > all
    }
}

/// A normalised heading, taken apart to be compared with many others.
pub(crate) struct Words<'a> {
    key: &'a str,
    words: Vec<&'a str>,
    /// How often each letter of the Latin alphabet occurs.
    letters: [u8; 26],
    length: usize,
}

impl<'a> Words<'a> {
    /// Takes a normalised heading apart.
    pub(crate) fn new(key: &'a str) -> Self {
        let words = key.split(' ').filter(|word| !heading::is_filler(word)).map(stem).collect();
        let mut letters = [0u8; 26];
        for byte in key.bytes().filter(u8::is_ascii_lowercase) {
            if let Some(count) = letters.get_mut(usize::from(byte - b'a')) {
                *count = count.saturating_add(1);
            }
        }
        Self { key, words, letters, length: key.chars().count() }
    }

    /// How alike two headings are, from 0 to 1: shared words weigh as in the Jaccard index, a heading that holds all
    /// words of the other counts as alike, and headings of about the same length are compared letter by letter.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        if self.words.is_empty() || other.words.is_empty() {
            return 0.0;
        }
        let shared = self.words.iter().filter(|word| other.words.contains(word)).count();
        let all = self.words.len() + other.words.len() - shared;
        let overlap = shared as f32 / all as f32;
        let contained = shared > 0 && shared == self.words.len().min(other.words.len()) && all <= shared + 2;
        let overlap = if contained { overlap.max(0.6) } else { overlap };
        let letters = self.similar_letters(other);
        if letters >= ALIKE_IN_LETTERS { overlap.max(letters) } else { overlap }
    }

    /// 1 minus the edit distance by the longer length (Levenshtein), on characters; 0 where it is surely too small.
    fn similar_letters(&self, other: &Self) -> f32 {
        const LONGEST: usize = 80;
        let longer = self.length.max(other.length);
        if longer > LONGEST {
            return 0.0;
        }
        // Each edit changes the count of at most two letters.
        let pairs = self.letters.iter().zip(&other.letters);
        let apart: usize = pairs.map(|(one, other)| usize::from(one.abs_diff(*other))).sum();
        let fewest = apart.div_ceil(2).max(self.length.abs_diff(other.length));
        let bound = 1.0 - fewest as f32 / longer as f32;
        if bound < ALIKE_IN_LETTERS { 0.0 } else { similar_letters(self.key, other.key) }
    }
}

/// From this share of equal letters on, a heading is another one misspelt.
const ALIKE_IN_LETTERS: f32 = 0.8;

fn stem(word: &str) -> &str {
    let word = word.strip_suffix("ies").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    if word.len() < 2 { "s" } else { word }
}

fn similar_letters(one: &str, other: &str) -> f32 {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (column, candidate) in other.iter().enumerate() {
            let above = row.get(column + 1).copied().unwrap_or(usize::MAX - 1);
            let cost = before + usize::from(letter != candidate);
            left = cost.min(above + 1).min(left + 1);
            before = above;
            next.push(left);
        }
        row = next;
    }
    let distance = row.last().copied().unwrap_or(0);
    1.0 - distance as f32 / one.len().max(other.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn likeness(one: &str, other: &str) -> f32 {
        Words::new(one).likeness(&Words::new(other))
    }

    #[test]
    fn likeness_of_headings() {
        assert!(likeness("open questions risks", "open questions") >= 0.6);
        assert!(likeness("requirements", "requirments") >= 0.8);
        assert!(likeness("approaches and trade offs", "scope and approaches") < 0.5);
        assert!(likeness("goals", "risks") < 0.5);
        assert!(likeness("api contract", "api contracts") >= 0.8);
    }
}
