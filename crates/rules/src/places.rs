//! Lines and words around a place.

use crate::Context;
use abide_syntax::TextRange;

/// The line on which a range starts.
pub(crate) fn line_of<'a>(context: &'a Context, range: TextRange) -> &'a str {
    let lines = context.document.lines();
    let text = context.document.text();
    lines.line_range(text, lines.line(range.start)).slice(text).trim()
}

/// The first place of a word within a range, where nothing of another word touches it.
pub(crate) fn word_in(context: &Context, range: TextRange, word: &str) -> Option<TextRange> {
    let source = context.slice(range);
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let at = source.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = source.get(..*at).and_then(|before| before.chars().next_back());
        let after = source.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })?;
    Some(TextRange::new(range.start() + at, range.start() + at + word.len()))
}
