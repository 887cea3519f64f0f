//! A document as diagnostics need it: its path, its text, and its lines on demand.

use std::sync::{Arc, OnceLock};

use abide_syntax::{LineColumn, LineIndex, TextRange};

/// A document that diagnostics point into.
#[derive(Clone, Debug)]
pub struct Source {
    /// Repository-relative, with `/` separators on every system.
    pub path: Arc<str>,
    /// The whole text, as decoded.
    pub text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A document; its lines are indexed when first asked for.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Where each line starts.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte; an offset past the end is the end, one inside a character is its start.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = floor(&self.text, offset as usize);
        self.lines().line_column(&self.text, TextRange::empty(offset).start)
    }

    /// The first and the last 1-based line that `range` touches.
    ///
    /// A range that ends with a line break does not touch the line after it.
    pub fn line_span(&self, range: TextRange) -> (u32, u32) {
        let first = self.lines().line(range.start);
        let last = if range.is_empty() { first } else { self.lines().line(range.end - 1) };
        (first, last.max(first))
    }

    /// `range` made to fit the text: within it, and on character boundaries.
    pub fn fit(&self, range: TextRange) -> TextRange {
        let start = floor(&self.text, range.start());
        TextRange::new(start, ceil(&self.text, range.end().max(start)))
    }
}

/// The last character boundary of `text` at or before `offset`.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first character boundary of `text` at or after `offset`, or its end.
pub(crate) fn ceil(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_still_has_a_position() {
        let source = Source::new("a.md", "né\n→ x");
        assert_eq!(source.line_column(2), LineColumn { line: 1, column: 2 });
        assert_eq!(source.line_column(99), LineColumn { line: 2, column: 4 });
    }

    #[test]
    fn a_line_break_at_the_end_of_a_range_adds_no_line() {
        let source = Source::new("a.md", "one\ntwo\nthree\n");
        assert_eq!(source.line_span(TextRange::new(0, 4)), (1, 1));
        assert_eq!(source.line_span(TextRange::new(0, 5)), (1, 2));
        assert_eq!(source.line_span(TextRange::empty(4)), (2, 2));
    }

    #[test]
    fn a_range_is_fitted_to_the_text() {
        let source = Source::new("a.md", "né");
        assert_eq!(source.fit(TextRange { start: 2, end: 2 }), TextRange::new(1, 3));
        assert_eq!(source.fit(TextRange { start: 9, end: 1 }), TextRange::empty(3));
    }
}
