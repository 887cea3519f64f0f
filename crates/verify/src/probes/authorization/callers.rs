//! What belongs to whoever calls: "the caller's notes", "those booked by the current user", "claims that the caller made".

use crate::api::has_phrase;
use regex::Regex;
use std::sync::LazyLock;

/// Whoever calls.
const WHO: &str = r"the (?:caller|(?:current|authenticated|signed-in|logged-in|requesting|calling) user)";

// "the caller's own notes", "the user's own notes"
static POSSESSIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b(?:{WHO}['’]s|the user['’]s own) ((?:[\w-]+ ?){{1,3}})")));

// "notes of the caller", "notes that belong to the caller", "notes made by the caller"
static BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"((?:[\w-]+ ){{1,5}}?)(of|by|to) {WHO}\b")));

// "notes that the caller made", "notes the caller has made"
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"([\w-]+) (?:that |which )?{WHO} (?:(?:has|had|have|last|just|already|once|first) )*(\w+)"
    ))
});

/// What one does with what others may have made: knowing it, saying it, being allowed to, deciding on it.
static NOT_MAKING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:reads?|sees?|saw|seen|knows?|known|knew|sends?|sent|gives?|gave|given|names?|named|states?|stated",
        r"|asks?|asked|wants?|wanted|chooses?|chose|chosen|expects?|expected|gets?|got|receives?|received",
        r"|requests?|requested|supplie[sd]|supply|pass(?:es|ed)?|provides?|provided|specifie[sd]|specify|looks?|looked",
        r"|fetche[sd]|fetch|loads?|loaded|searche[sd]|search|filters?|filtered|selects?|selected|is|was|are|were",
        r"|approve[sd]?|decide[sd]?|reviews?|reviewed|handle[sd]?|close[sd]?|rejects?|rejected|follows?|followed|likes?|liked",
        r"|may|might|can|could|must|will|would|should|shall|does|did|do|cannot|needs?|needed|visible|available|allowed|shown)$"
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// Whether a part of a sentence speaks of things, told by their names, that belong to whoever calls. The version that the
/// caller has read and the language of the caller are nothing that somebody made.
pub fn is_the_callers(part: &str, is_thing: impl Fn(&str) -> bool) -> bool {
    let thing = |words: &str| {
        let stands_for = ["those", "ones", "rows", "items", "records", "entries", "objects", "everything"];
        is_thing(words) || stands_for.iter().any(|word| has_phrase(words, word))
    };
    let last = |words: &str, count: usize| {
        let words: Vec<&str> = words.split_whitespace().collect();
        words.get(words.len().saturating_sub(count)..).unwrap_or_default().join(" ")
    };
    let possessive = POSSESSIVE.captures_iter(part).any(|found| thing(&found[1]));
    let behind = BEHIND.captures_iter(part).any(|found| {
        let before = found[1].trim();
        let deed = last(before, 1);
        match &found[2] {
            "of" => thing(&deed),
            // What is sent to somebody need not be theirs.
            "to" => deed.starts_with("belong") && thing(&last(before, 4)),
            _ => !NOT_MAKING.is_match(&deed) && thing(&last(before, 4)),
        }
    });
    let relative =
        RELATIVE.captures_iter(part).any(|found| thing(&found[1]) && !NOT_MAKING.is_match(&found[2]));
    possessive || behind || relative
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_theirs(part: &str) -> bool {
        is_the_callers(part, |words| has_phrase(words, "note") || has_phrase(words, "notes"))
    }

    #[test]
    fn what_the_caller_made_is_theirs() {
        for part in [
            "it lists the notes that the caller made",
            "it lists the notes the caller has made",
            "the caller's notes",
            "the current user's own open notes",
            "returns the notes of the caller",
            "lists notes that belong to the authenticated user",
            "lists notes written by the signed-in user",
            "only those of the caller are returned",
        ] {
            assert!(is_theirs(part), "{part}");
        }
    }

    #[test]
    fn what_the_caller_knows_says_or_is_is_not_what_they_own() {
        for part in [
            "a patch may send the version that the caller has read",
            "lists the notes in the language of the caller",
            "lists the notes in the caller's time zone",
            "returns the notes that the caller may see",
            "returns the notes that the caller asked for",
            "returns notes selected by the caller",
            "returns notes visible to the caller",
            "the notes are returned to the caller",
            "returns notes reviewed by the caller",
            "returns the version that the caller last read",
        ] {
            assert!(!is_theirs(part), "{part}");
        }
    }
}
