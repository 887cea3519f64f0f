//! How binding a sentence is.

use crate::text::{self, find_word};
use aho_corasick::AhoCorasick;
use std::cmp::Reverse;
use std::sync::LazyLock;

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
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(KEYWORDS.iter().map(|(word, _)| word)).ok());
    let bytes = sentence.as_bytes();
    let word_byte = |at: usize| {
        bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    let found = SEARCH.as_ref()?.find_overlapping_iter(sentence).filter_map(|found| {
        let (_, level) = KEYWORDS.get(found.pattern().as_usize())?;
        let before = found.start().checked_sub(1);
        let quoted = before.and_then(|at| bytes.get(at)).is_some_and(|byte| matches!(byte, b'"' | b'\''));
        let within = before.is_some_and(word_byte) || word_byte(found.end());
        // Few documents mix languages, and most are English.
        let other = found.pattern().as_usize() >= ENGLISH;
        (!within && !quoted).then_some((other, found.start(), Reverse(found.len()), *level))
    });
    found.min().map(|(.., level)| level)
}

/// The level of a sentence in a requirements section, whatever the case of the keyword.
pub(super) fn level(sentence: &str) -> Option<&'static str> {
    capital_level(sentence).or_else(|| spoken_level(sentence))
}

/// The level of the first keyword in any case.
fn spoken_level(sentence: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
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
        ("deberán", "must"),
        ("debería", "should"),
        ("deve", "must"),
        ("devem", "must"),
        ("deverá", "must"),
        ("deverão", "must"),
        ("deveria", "should"),
        ("doit", "must"),
        ("doivent", "must"),
        ("devra", "must"),
        ("devront", "must"),
        ("devrait", "should"),
        ("muss", "must"),
        ("müssen", "must"),
        ("soll", "should"),
        ("sollen", "should"),
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
    const GERMAN: &[&str] = &["muss", "soll", "kann"];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = WORDS.iter().map(|(word, _)| word);
        AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
    });
    let bytes = sentence.as_bytes();
    let word_byte =
        |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let found = SEARCH.as_ref()?.find_overlapping_iter(sentence).filter_map(|found| {
        let (word, level) = WORDS.get(found.pattern().as_usize())?;
        // Words of other scripts and with accents count within longer ones, as they are written.
        let stands = if word.is_ascii() {
            // "Muss-Anforderungen", "Soll-, Kann-": a part of a noun.
            let joined = bytes.get(found.end()) == Some(&b'-') && GERMAN.contains(word);
            !found.start().checked_sub(1).is_some_and(word_byte) && !word_byte(found.end()) && !joined
        } else {
            sentence.get(found.range()) == Some(*word)
        };
        stands.then_some((found.start(), Reverse(found.len()), *level))
    });
    found.min().map(|(.., level)| level)
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
