//! What lines about security promise to callers.

use super::level::capital_level;
use crate::Context;
use crate::statement::Statement;
use crate::text::{self, find_word};

/// Whether a line about security says what a caller can see: a header of answers, a status, a secret that never shows.
pub(super) fn promises(context: &Context, statement: &Statement) -> bool {
    let text = statement.text.as_str();
    // Threats and what is done about them are risks; duties in capitals are read as sentences.
    if weighs(text) || capital_level(text).is_some() || text.split_whitespace().count() < 3 {
        return false;
    }
    let is_header = |code: &str| {
        let name = code.split(':').next().unwrap_or(code).trim();
        name.contains('-')
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && name.split('-').all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let mut codes = text::code_spans(context.document, statement.first, statement.end);
    let header = codes.any(|(_, code)| is_header(code));
    let mut numbers = text.split(|c: char| !c.is_alphanumeric());
    let status = numbers
        .any(|word| word.len() == 3 && word.starts_with('4') && word.bytes().all(|b| b.is_ascii_digit()));
    let any = |words: &[&str]| words.iter().any(|word| find_word(text, word).is_some());
    let secret =
        any(&["token", "tokens", "key", "keys", "password", "passwords", "secret", "secrets", "credentials"])
            && any(&["never", "not", "no"]);
    header || status || secret
}

/// Whether a line weighs what may happen: a threat, a risk and what is done about it.
fn weighs(text: &str) -> bool {
    let label = text::labelled(text).map(|cut| text::squash(cut.label));
    label.is_some_and(|label| {
        ["threat", "risk", "mitigation", "attack", "note"].iter().any(|word| label.starts_with(word))
    })
}

/// Whether a line about an interface says in a sentence what callers get: a status with what brings it about, a header of all
/// answers, what lists do, what is never shown.
pub(super) fn answers(context: &Context, statement: &Statement) -> bool {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    const GIVES: &[&str] = &[
        "gives", "give", "answers", "answered", "returns", "gets", "get", "refused", "rejected", "responds",
        "yields", "fails", "is", "are",
    ];
    const SHOWN: &[&str] = &[
        "never returned",
        "never shown",
        "not returned",
        "not shown",
        "left out",
        "is shown to",
        "is only shown",
    ];
    const LISTS: &[&str] = &["sorted", "filtered", "listed", "a list", "lists", "page", "pages", "paged"];
    const ALL: &[&str] = &["every", "each", "all", "any"];
    const ANSWERS: &[&str] = &["answer", "answers", "response", "responses", "error", "errors"];
    let text = statement.text.as_str();
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let named = || text.split_whitespace().any(|word| METHODS.contains(&word)) && text.contains(" /");
    if text.split_whitespace().nth(4).is_none()
        || weighs(text)
        || named()
        || first.parse::<u16>().is_ok()
        || capital_level(text).is_some()
        || text.ends_with(':')
    {
        return false;
    }
    let lower = text.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| find_word(&lower, word).is_some());
    let coded = text::code_spans(context.document, statement.first, statement.end).next().is_some();
    let mut numbers = text.split(|c: char| !c.is_alphanumeric());
    let status = numbers
        .any(|word| word.len() == 3 && word.starts_with('4') && word.bytes().all(|b| b.is_ascii_digit()));
    let sweeping = || {
        ALL.iter()
            .filter(|all| lower.contains(**all))
            .any(|all| ANSWERS.iter().any(|answer| find_word(&lower, &format!("{all} {answer}")).is_some()))
    };
    status && any(GIVES)
        || coded
            && (SHOWN.iter().any(|phrase| lower.contains(phrase))
                || any(LISTS)
                    && any(&[
                        "sorted", "filtered", "listed", "answers", "answer", "counts", "total", "may be",
                    ]))
        || coded && sweeping()
}
