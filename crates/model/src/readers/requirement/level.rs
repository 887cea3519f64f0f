//! How binding a sentence is.

use crate::text::{self, find_word};

/// Requirement keywords; the longer ones first.
const KEYWORDS: &[(&str, &str)] = &[
    ("MUST NOT", "must_not"),
    ("SHALL NOT", "must_not"),
    ("SHOULD NOT", "should_not"),
    ("MUST", "must"),
    ("SHALL", "must"),
    ("SHOULD", "should"),
    ("MAY", "may"),
];

/// The level of the first keyword in capitals.
pub(super) fn capital_level(sentence: &str) -> Option<&'static str> {
    let bytes = sentence.as_bytes();
    let mut best: Option<(usize, usize, &'static str)> = None;
    for (word, level) in KEYWORDS {
        let mut from = 0;
        while let Some(found) = sentence.get(from..).and_then(|rest| rest.find(word)) {
            let at = from + found;
            let word_byte =
                |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            let quoted = at
                .checked_sub(1)
                .and_then(|at| bytes.get(at))
                .is_some_and(|byte| matches!(byte, b'"' | b'\''));
            let within = at > 0 && word_byte(at - 1) || word_byte(at + word.len());
            if !within && !quoted {
                if best.is_none_or(|(start, length, _)| at < start || (at == start && word.len() > length)) {
                    best = Some((at, word.len(), level));
                }
                break;
            }
            from = at + word.len();
        }
    }
    best.map(|(_, _, level)| level)
}

/// The level of a sentence in a requirements section, whatever the case of the keyword.
pub(super) fn level(sentence: &str) -> Option<&'static str> {
    if let Some(level) = capital_level(sentence) {
        return Some(level);
    }
    let words = [
        ("must not", "must_not"),
        ("shall not", "must_not"),
        ("should not", "should_not"),
        ("shouldn't", "should_not"),
        ("may not", "must_not"),
        ("must", "must"),
        ("shall", "must"),
        ("should", "should"),
        ("may", "may"),
    ];
    words
        .iter()
        .filter_map(|(word, level)| {
            find_word(sentence, word).map(|at| (at, std::cmp::Reverse(word.len()), *level))
        })
        .min()
        .map(|(_, _, level)| level)
}

pub(super) fn strict_level(sentence: &str) -> Option<&'static str> {
    level(sentence).filter(|level| level.starts_with("must"))
}

/// "The key words "MUST" … are to be interpreted as described in RFC 2119."
pub(super) fn is_about_keywords(sentence: &str) -> bool {
    sentence.contains("RFC 2119")
        || sentence.contains("RFC2119")
        || sentence.contains("key words")
        || sentence.contains("keywords \"")
        || sentence.contains("BCP 14")
        || KEYWORDS.iter().filter(|(word, _)| sentence.contains(word)).count() > 4
}

/// "When …, the system shall …": a trigger or state in front, and a duty.
pub(super) fn conditional(sentence: &str) -> bool {
    let bare = sentence.trim_start_matches(|c: char| !c.is_alphabetic());
    let starts = ["when ", "while ", "if ", "where ", "whenever ", "the system ", "upon "];
    // "The desk shall …" where the duty comes soon.
    const SOON: usize = 60;
    let duty = find_word(bare, "shall");
    starts.iter().any(|word| text::starts_with_ignoring_case(bare, word)) && duty.is_some()
        || text::starts_with_ignoring_case(bare, "the ") && duty.is_some_and(|at| at < SOON)
}
