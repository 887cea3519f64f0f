//! What lines about security promise to callers.

use super::level::capital_level;
use crate::Context;
use crate::statement::Statement;
use crate::text::{self, find_word};

/// Whether a line about security says what a caller can see: a header of answers, a status, a secret that never shows.
pub(super) fn promises(context: &Context, statement: &Statement) -> bool {
    let text = statement.text.as_str();
    // Threats and what is done about them are risks; duties in capitals are read as sentences.
    let label = text::labelled(text).map(|cut| text::squash(cut.label));
    let weighs = label.is_some_and(|label| {
        ["threat", "risk", "mitigation", "attack", "note"].iter().any(|word| label.starts_with(word))
    });
    if weighs || capital_level(text).is_some() || text.split_whitespace().count() < 3 {
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
