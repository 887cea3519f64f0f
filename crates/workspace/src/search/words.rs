//! Texts as words: what an index holds, and what somebody who searches types.

use std::ops::Range;

/// Longer words are cut: nobody types them, and some are encoded data.
const LONGEST: usize = 64;

/// Calls `with` for each word of a text: where it stands, and how it is looked up. With `parts`, what a word is put together
/// from follows it: `created` and `at` behind `createdAt`.
pub(super) fn each(text: &str, parts: bool, mut with: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::new();
    let mut say = |range: Range<usize>, with: &mut dyn FnMut(Range<usize>, &str)| {
        folded.clear();
        for c in text.get(range.clone()).unwrap_or_default().chars() {
            if folded.len() >= LONGEST {
                break;
            }
            if !is_mark(c) {
                folded.extend(c.to_lowercase());
            }
        }
        if !folded.is_empty() {
            with(range, &folded);
        }
    };
    let mut start: Option<usize> = None;
    // Where the parts of the word begin, behind its own start.
    let mut inner: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let goes_on = c.is_alphanumeric() && !is_unspaced(c) || start.is_some() && is_mark(c);
        if goes_on {
            match start {
                None => start = Some(at),
                Some(_) if before.is_lowercase() && c.is_uppercase() => inner.push(at),
                Some(_) => {}
            }
        } else if let Some(from) = start.take() {
            say(from..at, &mut with);
            if parts && !inner.is_empty() {
                let starts = [from].into_iter().chain(inner.iter().copied());
                for (from, to) in starts.zip(inner.iter().copied().chain([at])) {
                    say(from..to, &mut with);
                }
            }
            inner.clear();
        }
        if is_unspaced(c) {
            say(at..at + c.len_utf8(), &mut with);
        }
        before = c;
    }
}

/// The words of a text as they are looked up.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each(text, false, |_, word| words.push(word.to_owned()));
    words
}

/// Characters of writing that puts no space between words: each is a word.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A mark that is set on the letter before it.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each(text, true, |_, word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_letters_and_digits_in_lower_case() {
        assert_eq!(all("POST /api/v1/orders"), ["post", "api", "v1", "orders"]);
        assert_eq!(all("FR-12: X-API-Key, created_at"), ["fr", "12", "x", "api", "key", "created", "at"]);
        assert_eq!(all("Größe Ünïcode"), ["größe", "ünïcode"]);
    }

    #[test]
    fn a_name_in_humps_is_one_word_and_its_parts() {
        assert_eq!(all("createdAt"), ["createdat", "created", "at"]);
        assert_eq!(of("createdAt"), ["createdat"]);
        assert_eq!(all("HTTPServer"), ["httpserver"]);
    }

    #[test]
    fn where_no_space_parts_words_each_character_is_one() {
        assert_eq!(all("订单 id"), ["订", "单", "id"]);
    }

    proptest! {
        #[test]
        fn words_stand_where_they_say(text in "\\PC{0,60}") {
            let mut last = 0;
            each(&text, false, |range, word| {
                assert!(range.start >= last && text.get(range.clone()).is_some());
                assert!(!word.is_empty());
                last = range.end;
            });
        }
    }
}
