//! The members that a text lists, each with what is said about it: "`grade` (required: `good` or `bad`) and `note`".

use super::super::{has_phrase, plain};
use crate::pattern::pattern;
use crate::words;

// "and nothing else", "and no other field"
pattern!(
    NOTHING_ELSE,
    r"(?i),?\s*(?:and|but)\s+(?:nothing else|nothing more|no others?(?: fields?| members?)?)\b.*$"
);
// "both are required"
pattern!(
    ALL_NEEDED,
    r"(?i)^\s*(?:both|all(?: of them| three| four| five)?|each|they) (?:is|are) (?:required|mandatory|needed)\b"
);
// `{ "reason": string, "until"?: date }`
pattern!(TYPED, r#""?([A-Za-z_]\w*)"?(\?)?\s*:\s*([A-Za-z]\w*)"#);

/// The members of an object that is written as a type: `{ "reason": string }`.
fn members_of_type(code: &str) -> Vec<(String, String)> {
    let of = |found: regex::Captures| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str()).to_owned();
        let needed = if part(2).is_empty() { "required" } else { "optional" };
        (part(1), format!("{needed}; {}", part(3)))
    };
    TYPED.captures_iter(code).map(of).collect()
}

/// The members that a text lists, each with what is said about it.
pub(in crate::api) fn members_in(text: &str) -> Vec<(String, String)> {
    if let Some((_, code)) = words::code_spans(text).first()
        && code.starts_with('{')
    {
        return members_of_type(code);
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for part in apart(text) {
        let spans: Vec<_> = words::code_spans(part)
            .into_iter()
            .filter(|(range, _)| depth(part.get(..range.start).unwrap_or_default()) == 0)
            .collect();
        let Some((first, _)) = spans.first() else { continue };
        // Behind a colon, or behind "one of", stand the values of the one member that was named.
        let behind = plain(part.get(first.end..).unwrap_or_default());
        let valued = behind.trim_start().starts_with([':', '=', '(', '–', '—']) && !behind.contains("), ")
            || has_phrase(&behind, "one of")
            || has_phrase(&behind, "either");
        let counted = if valued && !behind.contains(") and ") { 1 } else { spans.len() };
        for (at, (range, code)) in spans.iter().take(counted).enumerate() {
            let end = spans.get(at + 1).filter(|_| counted > 1).map_or(part.len(), |(next, _)| next.start);
            let notes = part.get(range.end..end).unwrap_or_default();
            let notes = notes.trim();
            // "and nothing else" tells of others.
            let notes = NOTHING_ELSE.find(notes).map_or(notes, |rest| &notes[..rest.start()]).trim();
            let notes = notes.strip_suffix(" and").unwrap_or(if notes == "and" { "" } else { notes });
            let notes = notes.trim_matches([',', ':', ' ', '.']);
            let (name, optional) = match code.strip_suffix('?') {
                Some(name) => (name, true),
                None => (*code, false),
            };
            if !is_member(name) {
                return Vec::new();
            }
            let notes = unwrapped(notes);
            found.push((name.to_owned(), if optional { format!("optional; {notes}") } else { notes }));
        }
    }
    if apart(text).iter().any(|part| ALL_NEEDED.is_match(part)) {
        for (_, notes) in found.iter_mut().filter(|(_, notes)| !has_phrase(&plain(notes), "required")) {
            *notes = format!("required; {notes}").trim_end_matches("; ").to_owned();
        }
    }
    found
}

/// The parts between semicolons that stand in no brackets.
fn apart(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut open) = (0, 0i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            ';' if open <= 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

fn depth(text: &str) -> usize {
    text.matches('(').count().saturating_sub(text.matches(')').count())
}

/// Notes without the brackets around them.
fn unwrapped(notes: &str) -> String {
    match notes.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, behind)) => {
            format!("{inside}; {}", behind.trim_matches([',', ' '])).trim_end_matches("; ").to_owned()
        }
        None => notes.to_owned(),
    }
}

pub(super) fn is_member(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.chars().all(|c| c.is_ascii_uppercase())
}
