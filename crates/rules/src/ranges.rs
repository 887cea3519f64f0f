//! Ranges that are kept in order, to ask quickly whether one of them is touched.

use abide_syntax::{Document, NodeKind, TextRange};

/// Ranges that do not overlap, in the order of the source.
pub(crate) struct Ranges(Vec<TextRange>);

impl Ranges {
    /// The nodes of some kinds; of nested ones the outermost.
    pub(crate) fn of(document: &Document, wanted: impl Fn(NodeKind) -> bool) -> Self {
        let mut ranges: Vec<TextRange> = Vec::new();
        for node in document.nodes().iter().filter(|node| wanted(node.kind)) {
            if ranges.last().is_none_or(|last| last.end <= node.range.start) {
                ranges.push(node.range);
            }
        }
        Self(ranges)
    }

    /// Whether one of them shares a byte with `range`.
    pub(crate) fn touch(&self, range: TextRange) -> bool {
        let next = self.0.partition_point(|known| known.end <= range.start);
        self.0.get(next).is_some_and(|known| known.overlaps(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_code_and_what_does_not() {
        let text = "a `b` c\n\n```\nd\n```\ne";
        let document = Document::parse(text);
        let code = Ranges::of(&document, |kind| matches!(kind, NodeKind::Code { .. } | NodeKind::CodeSpan));
        let touched: String = text
            .char_indices()
            .filter(|(at, letter)| letter.is_alphabetic() && code.touch(TextRange::new(*at, at + 1)))
            .map(|(_, letter)| letter)
            .collect();
        assert_eq!(touched, "bd");
    }
}
