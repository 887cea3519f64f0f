//! The headings of a document, made comparable once for all templates.

use crate::concept::concepts_of_heading;
use crate::heading::normalise;
use crate::infer::sections::{enumerated, title_section};
use crate::lines::digest;
use crate::{Concept, heading};
use abide_syntax::{Document, HeadingStyle, SectionId};

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
    pub fn concepts(&self, document: &Document) -> Vec<Concept> {
        document.section(self.section).map_or_else(Vec::new, |section| concepts_of_heading(&section.title))
    }

    /// Whether most of its letters are of another script than Latin.
    pub fn is_foreign(&self) -> bool {
        let letters = self.key.chars().filter(|letter| letter.is_alphabetic());
        let (all, foreign) = letters
            .fold((0, 0), |(all, foreign), letter| (all + 1, foreign + usize::from(!letter.is_ascii())));
        foreign * 2 > all
    }
}

/// How alike two normalised headings are, from 0 to 1: shared words weigh as in the Jaccard index, a heading that
/// holds all words of the other counts as alike, and single words are compared letter by letter.
pub(crate) fn likeness(one: &str, other: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let kept = text.split(' ').filter(|word| !heading::is_filler(word));
        kept.map(|word| stem(word).to_owned()).collect()
    };
    let (one_words, other_words) = (words(one), words(other));
    if one_words.is_empty() || other_words.is_empty() {
        return 0.0;
    }
    let shared = one_words.iter().filter(|word| other_words.contains(word)).count();
    let all = one_words.len() + other_words.len() - shared;
    let overlap = shared as f32 / all as f32;
    let contained = shared > 0 && shared == one_words.len().min(other_words.len()) && all <= shared + 2;
    let letters = if one.len().abs_diff(other.len()) <= 3 { similar_letters(one, other) } else { 0.0 };
    let overlap = if contained { overlap.max(0.6) } else { overlap };
    if letters >= 0.8 { overlap.max(letters) } else { overlap }
}

fn stem(word: &str) -> &str {
    let word = word.strip_suffix("ies").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    if word.len() < 2 { "s" } else { word }
}

/// 1 minus the edit distance by the longer length (Levenshtein), on characters.
fn similar_letters(one: &str, other: &str) -> f32 {
    let one: Vec<char> = one.chars().take(80).collect();
    let other: Vec<char> = other.chars().take(80).collect();
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
    use super::likeness;

    #[test]
    fn likeness_of_headings() {
        assert!(likeness("open questions risks", "open questions") >= 0.6);
        assert!(likeness("requirements", "requirments") >= 0.8);
        assert!(likeness("approaches and trade offs", "scope and approaches") < 0.5);
        assert!(likeness("goals", "risks") < 0.5);
        assert!(likeness("api contract", "api contracts") >= 0.8);
    }
}
