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
    ("NO DEBE", "must_not"),
    ("NÃO DEVE", "must_not"),
    ("NE DOIT PAS", "must_not"),
    ("DARF NICHT", "must_not"),
    ("DEBERÍA", "should"),
    ("DEVERIA", "should"),
    ("DEBERÁN", "must"),
    ("DEBERÁ", "must"),
    ("DEBEN", "must"),
    ("DEBE", "must"),
    ("DEVERÁ", "must"),
    ("DEVEM", "must"),
    ("DEVE", "must"),
    ("DOIVENT", "must"),
    ("DOIT", "must"),
    ("MUSS", "must"),
    ("MÜSSEN", "must"),
    ("ДОЛЖЕН", "must"),
    ("ДОЛЖНА", "must"),
    ("ДОЛЖНО", "must"),
    ("ДОЛЖНЫ", "must"),
];

/// How many of them are English.
const ENGLISH: usize = 7;

/// The level of the first keyword in capitals.
pub(super) fn capital_level(sentence: &str) -> Option<&'static str> {
    let (english, others) = KEYWORDS.split_at_checked(ENGLISH)?;
    // Few documents mix languages, and most are English.
    first_keyword(sentence, english).or_else(|| first_keyword(sentence, others))
}

fn first_keyword(sentence: &str, keywords: &[(&str, &'static str)]) -> Option<&'static str> {
    let bytes = sentence.as_bytes();
    let mut best: Option<(usize, usize, &'static str)> = None;
    for (word, level) in keywords {
        let mut from = 0;
        while let Some(found) = sentence.get(from..).and_then(|rest| rest.find(word)) {
            let at = from + found;
            let word_byte = |at: usize| {
                bytes
                    .get(at)
                    .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
            };
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
        ("no debe", "must_not"),
        ("não deve", "must_not"),
        ("darf nicht", "must_not"),
        ("debe", "must"),
        ("deben", "must"),
        ("deberá", "must"),
        ("debería", "should"),
        ("deve", "must"),
        ("devem", "must"),
        ("deverá", "must"),
        ("deveria", "should"),
        ("doit", "must"),
        ("doivent", "must"),
        ("devrait", "should"),
        ("muss", "must"),
        ("müssen", "must"),
        ("soll", "should"),
        ("sollte", "should"),
        ("kann", "may"),
        ("puede", "may"),
        ("pode", "may"),
        ("peut", "may"),
        ("не должен", "must_not"),
        ("должен", "must"),
        ("должна", "must"),
        ("должно", "must"),
        ("должны", "must"),
        ("必须", "must"),
        ("必須", "must"),
        ("不得", "must_not"),
        ("应当", "must"),
        ("なければならない", "must"),
        ("すること", "must"),
        ("べき", "should"),
        ("해야", "must"),
        ("하여야", "must"),
        ("이어야", "must"),
    ];
    words
        .iter()
        .filter_map(|(word, level)| {
            let at = if word.is_ascii() { find_word(sentence, word) } else { sentence.find(word) };
            at.map(|at| (at, std::cmp::Reverse(word.len()), *level))
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
        || KEYWORDS.iter().take(ENGLISH).filter(|(word, _)| sentence.contains(word)).count() > 4
}

/// "The desk shall …": a duty of something named, which counts where requirements stand.
pub(super) fn plain_duty(sentence: &str) -> bool {
    const SOON: usize = 60;
    let bare = sentence.trim_start_matches(|c: char| !c.is_alphabetic());
    text::starts_with_ignoring_case(bare, "the ") && find_word(bare, "shall").is_some_and(|at| at < SOON)
}

/// "When …, the system shall …": a trigger or state in front, and a duty.
pub(super) fn conditional(sentence: &str) -> bool {
    let bare = sentence.trim_start_matches(|c: char| !c.is_alphabetic());
    let starts = ["when ", "while ", "if ", "where ", "whenever ", "the system ", "upon "];
    starts.iter().any(|word| text::starts_with_ignoring_case(bare, word))
        && find_word(bare, "shall").is_some()
}
