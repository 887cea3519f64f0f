//! Fields in one line, each with what is said of it in brackets: "`Hold`: `id` (integer), `state` (`new`, `done`), `note`".

use super::field::{described, is_field_name};
use crate::shape::Attribute;
use crate::text;
use abide_syntax::TextRange;

/// The fields of a line behind the name of their entity. None where a part is something else.
pub(super) fn listed(whole: &str, behind: &str, range: TextRange) -> Vec<Attribute> {
    match behind.trim_start_matches(['*', ' ']).strip_prefix([':', '：', '—', '–']) {
        Some(rest) => named(whole, rest, range),
        None => Vec::new(),
    }
}

/// The fields that a sentence lists and does nothing else, some of them with what is said of them in brackets.
pub(in crate::readers::entity) fn named(whole: &str, rest: &str, range: TextRange) -> Vec<Attribute> {
    let mut fields = Vec::new();
    let mut told = 0;
    let parts = text::parts(first_sentence(rest), &[',', ';']);
    for part in parts.into_iter().flat_map(joined) {
        let part = part.trim();
        let part = part.strip_prefix("and ").unwrap_or(part);
        let (name, about) = match part.strip_prefix('`').and_then(|inner| inner.split_once('`')) {
            Some((name, about)) => (name, about.trim()),
            None => return Vec::new(),
        };
        let (bare, typed) = match name.split_once(':') {
            Some((bare, kind)) => (bare, Some(kind.trim())),
            None => (name, None),
        };
        let optional = bare.ends_with('?');
        let bare = bare.trim_end_matches('?');
        if !is_field_name(bare) || !(about.is_empty() || about.starts_with(['(', ':']) || typed.is_some()) {
            return Vec::new();
        }
        told += usize::from(about.starts_with('('));
        let at = TextRange::of_slice(whole, name).unwrap_or(range);
        let Some(mut field) = described(bare, about, (true, true), optional, at) else {
            return Vec::new();
        };
        field.kind = typed.map(str::to_owned).or(field.kind);
        fields.push(field);
    }
    if fields.len() < 2 || told == 0 { Vec::new() } else { fields }
}

/// The two names of "`made_by` (who asked) and `made_at`".
fn joined(part: &str) -> Vec<&str> {
    let behind_name = |at: &usize| part.get(..*at).is_some_and(|before| before.ends_with(['`', ')']));
    match part.match_indices(" and `").map(|(at, _)| at).find(behind_name) {
        Some(at) => {
            vec![part.get(..at).unwrap_or_default(), part.get(at + " and ".len()..).unwrap_or_default()]
        }
        None => vec![part],
    }
}

/// A text up to the full stop that stands outside of code and brackets.
fn first_sentence(text: &str) -> &str {
    let (mut code, mut depth, mut before) = (false, 0, ' ');
    for (at, character) in text.char_indices() {
        match character {
            '`' => code = !code,
            '(' if !code => depth += 1,
            ')' if !code => depth -= 1,
            c if c.is_whitespace() && before == '.' && !code && depth == 0 => {
                return text.get(..at).unwrap_or(text).trim_end_matches('.');
            }
            _ => {}
        }
        before = character;
    }
    text.trim_end().trim_end_matches('.')
}
