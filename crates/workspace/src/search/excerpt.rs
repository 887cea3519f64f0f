//! The part of a text that shows why it was found.

use super::words;
use std::ops::Range;

/// As many bytes of a text as are shown, about.
const LENGTH: usize = 200;
/// How much is shown before the first word that was found.
const BEFORE: usize = 40;

/// What somebody looks for, as the words of an index.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub words: Vec<String>,
    /// Which of them are the beginning of a word.
    pub open: Vec<bool>,
}

impl Wanted {
    /// Which of the wanted words a word is.
    pub fn meets(&self, word: &str) -> Option<usize> {
        let open = |at: usize| self.open.get(at).copied().unwrap_or(false);
        let exact = self.words.iter().position(|wanted| wanted == word);
        exact.or_else(|| {
            self.words
                .iter()
                .enumerate()
                .position(|(at, wanted)| open(at) && word.starts_with(wanted.as_str()))
        })
    }
}

/// A piece of `text` around what was found in it, where the found words stand in that piece, and how many of the wanted
/// words there are to 64 words of the text.
pub(super) fn excerpt(text: &str, wanted: &Wanted) -> (String, Vec<Range<usize>>, u32) {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut all, mut met): (usize, u32) = (0, 0);
    words::each(text, true, |range, word| {
        all += 1;
        let meets = wanted.meets(word);
        met |= meets.and_then(|at| 1u32.checked_shl(at as u32)).unwrap_or(0);
        if meets.is_some() && found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    });
    let share = (64 * met.count_ones() as usize / all.max(1)) as u32;
    if text.len() <= LENGTH {
        return (text.to_owned(), found, share);
    }
    let first = found.first().map_or(0, |range| range.start);
    let start = if first + BEFORE < LENGTH { 0 } else { word_start(text, first - BEFORE) };
    let end = word_end(text, (start + LENGTH).min(text.len()));
    let (lead, trail) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let piece = text.get(start..end).unwrap_or_default();
    let shift = |at: usize| at - start + lead.len();
    let marks = found.iter().filter(|range| range.start >= start && range.end <= end);
    let marks = marks.map(|range| shift(range.start)..shift(range.end)).collect();
    (format!("{lead}{piece}{trail}"), marks, share)
}

/// The start of the word at or behind a byte.
fn word_start(text: &str, at: usize) -> usize {
    let from = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let rest = text.get(from..).unwrap_or_default();
    let near = rest.char_indices().take(BEFORE / 2);
    near.filter(|(_, c)| *c == ' ').map(|(offset, _)| from + offset + 1).next().unwrap_or(from)
}

/// The end of the word at or before a byte.
fn word_end(text: &str, at: usize) -> usize {
    if at == text.len() {
        return at;
    }
    let to = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let piece = text.get(..to).unwrap_or_default();
    match piece.rfind(' ') {
        Some(space) if to - space < BEFORE => space,
        _ => to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wanted(words: &[&str]) -> Wanted {
        let open = (0..words.len()).map(|at| at + 1 == words.len()).collect();
        Wanted { words: words.iter().map(|word| (*word).to_owned()).collect(), open }
    }

    fn marked(text: &str, words: &[&str]) -> String {
        let (mut text, marks, _) = excerpt(text, &wanted(words));
        for mark in marks.into_iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    }

    #[test]
    fn a_short_text_is_shown_whole_with_its_words_marked() {
        assert_eq!(marked("Refuse a parcel over 30 kg", &["parcel", "kg"]), "Refuse a [parcel] over 30 [kg]");
        assert_eq!(marked("Each createdAt is UTC", &["created"]), "Each [createdAt] is UTC");
    }

    #[test]
    fn of_a_long_text_the_part_around_the_first_word_is_shown() {
        let text = format!("{} the weight of a parcel {}", "before ".repeat(60), "after ".repeat(60));
        let shown = marked(&text, &["weight", "par"]);
        assert!(shown.starts_with("…before ") && shown.ends_with("after…"), "{shown}");
        assert!(shown.contains("the [weight] of a [parcel] after"), "{shown}");
    }

    proptest! {
        #[test]
        fn marks_stand_on_words(text in "\\PC{0,400}", word in "[a-z]{1,3}") {
            let (shown, marks, _) = excerpt(&text, &wanted(&[&word]));
            prop_assert!(shown.len() <= LENGTH + 2 * "…".len() || text.len() <= LENGTH);
            for mark in marks {
                prop_assert!(shown.get(mark).is_some());
            }
        }
    }
}
