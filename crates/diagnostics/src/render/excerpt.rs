//! The lines around ranges, cut so that no document makes an excerpt large or slow.

use std::ops::Range;

use abide_syntax::TextRange;

use crate::Source;

/// Lines with more characters than this are cut around the range.
const LONGEST_LINE: usize = 200;
/// How much of a cut line is kept before the range.
const CONTEXT_BEFORE: usize = 60;
/// Ranges this many lines apart do not share an excerpt, and a longer range is shown by its first line.
const MOST_LINES: u32 = 200;

/// A piece of a document, with the ranges to mark moved along.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// 1-based number of the first line.
    pub first_line: u32,
    /// The lines, long ones cut.
    pub text: String,
    /// The ranges asked for, as positions in `text`.
    pub spans: Vec<Range<usize>>,
    /// Column of the first range in the document, where the cut moved it away from the column in `text`.
    pub column: Option<Moved>,
}

/// A column that a cut moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Moved {
    /// 1-based line, which cutting does not change.
    pub line: u32,
    /// 1-based column in the document.
    pub real: u32,
    /// 1-based column in the excerpt.
    pub shown: u32,
}

/// Whether the two ranges are near enough for one excerpt, and neither would be lost in a cut line.
pub(super) fn together(source: &Source, one: TextRange, other: TextRange) -> bool {
    let (one, other) = (shown(source, one), shown(source, other));
    let (first, last) = source.line_span(one.cover(other));
    last - first < MOST_LINES && !touches_long_line(source, one) && !touches_long_line(source, other)
}

/// The lines that `ranges` touch, and those between them; all of `ranges` must be `together`.
pub(super) fn excerpt(source: &Source, ranges: &[TextRange]) -> Excerpt {
    let ranges: Vec<TextRange> = ranges.iter().map(|range| shown(source, *range)).collect();
    let first_range = ranges.first().copied().unwrap_or_default();
    let whole = ranges.iter().fold(first_range, |whole, range| whole.cover(*range));
    let (first_line, last_line) = source.line_span(whole);

    let mut text = String::new();
    let mut lines = Vec::new();
    for number in first_line..=last_line {
        let range = source.lines().line_range(&source.text, number);
        if number > first_line {
            text.push('\n');
        }
        lines.push(push_line(&mut text, &source.text, range, first_range));
    }
    let spans = ranges.iter().map(|range| moved(&lines, range.start())..moved(&lines, range.end())).collect();
    let column = moved_column(source, first_range, &lines, &text);
    Excerpt { first_line, text, spans, column }
}

// A line of the excerpt: which bytes of the document it holds, and where they stand in the excerpt.
struct Line {
    kept: Range<usize>,
    at: usize,
    line_at: usize,
    cut_before: bool,
}

fn push_line(text: &mut String, document: &str, line: TextRange, focus: TextRange) -> Line {
    let line_at = text.len();
    let kept = window(document, line, focus);
    let cut_before = kept.start > line.start();
    if cut_before {
        text.push_str("...");
    }
    let at = text.len();
    // A carriage return of its own would move the cursor; it counts as one character either way.
    text.push_str(&document.get(kept.clone()).unwrap_or_default().replace('\r', " "));
    if kept.end < line.end() {
        text.push_str("...");
    }
    Line { kept, at, line_at, cut_before }
}

// The part of a line to keep: all of it, or `LONGEST_LINE` characters around `focus`.
fn window(document: &str, line: TextRange, focus: TextRange) -> Range<usize> {
    let slice = line.slice(document);
    if !is_long(slice) {
        return line.into();
    }
    let focus = focus.start().clamp(line.start(), line.end()) - line.start();
    let (before, after) = slice.split_at(crate::source::floor(slice, focus));
    let start = match before.char_indices().rev().nth(CONTEXT_BEFORE - 1) {
        Some((index, _)) => index,
        None => 0,
    };
    let rest = LONGEST_LINE - before.get(start..).unwrap_or_default().chars().count();
    let end = after.char_indices().nth(rest).map_or(slice.len(), |(index, _)| before.len() + index);
    line.start() + start..line.start() + end
}

// Where a byte of the document stands in the excerpt; one that was cut stands at the cut.
fn moved(lines: &[Line], offset: usize) -> usize {
    let index = lines.partition_point(|line| line.kept.start <= offset).saturating_sub(1);
    lines
        .get(index)
        .map_or(0, |line| line.at + (offset.clamp(line.kept.start, line.kept.end) - line.kept.start))
}

fn moved_column(source: &Source, range: TextRange, lines: &[Line], text: &str) -> Option<Moved> {
    let index = lines.partition_point(|line| line.kept.start <= range.start()).saturating_sub(1);
    let line = lines.get(index).filter(|line| line.cut_before)?;
    let real = source.line_column(range.start);
    let before = text.get(line.line_at..moved(lines, range.start()))?;
    let shown = u32::try_from(before.chars().count()).ok()? + 1;
    Some(Moved { line: real.line, real: real.column, shown })
}

// The part of a range that an excerpt marks: without white space at its end, and at most so many lines.
fn shown(source: &Source, range: TextRange) -> TextRange {
    let range = source.fit(range);
    let trimmed = range.slice(&source.text).trim_end();
    let range = TextRange::new(range.start(), range.start() + trimmed.len());
    let (first, last) = source.line_span(range);
    if last - first < MOST_LINES {
        return range;
    }
    let line = source.lines().line_range(&source.text, first);
    TextRange::new(range.start(), line.end())
}

fn touches_long_line(source: &Source, range: TextRange) -> bool {
    let (first, last) = source.line_span(range);
    (first..=last).any(|line| is_long(source.lines().line_range(&source.text, line).slice(&source.text)))
}

fn is_long(line: &str) -> bool {
    line.len() > LONGEST_LINE && line.chars().nth(LONGEST_LINE).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_range_and_remembers_the_column() {
        let text = format!("{}NEEDLE{}", "é".repeat(500), "x".repeat(1_000_000));
        let source = Source::new("a.md", text);
        let excerpt = excerpt(&source, &[TextRange::new(1000, 1006)]);
        assert_eq!(excerpt.text.chars().count(), LONGEST_LINE + 2 * "...".len());
        assert_eq!(&excerpt.text[excerpt.spans[0].clone()], "NEEDLE");
        assert_eq!(excerpt.column, Some(Moved { line: 1, real: 501, shown: 64 }));
    }

    #[test]
    fn a_short_line_is_kept_as_it_is() {
        let source = Source::new("a.md", "one\r\ntwo three\r\nfour\r\n");
        let excerpt = excerpt(&source, &[TextRange::new(9, 14), TextRange::new(16, 20)]);
        assert_eq!((excerpt.first_line, excerpt.text.as_str()), (2, "two three\nfour"));
        assert_eq!(excerpt.spans, [4..9, 10..14]);
        assert_eq!(excerpt.column, None);
    }

    #[test]
    fn a_range_of_very_many_lines_is_shown_by_its_first() {
        let source = Source::new("a.md", "line\n".repeat(5000));
        let excerpt = excerpt(&source, &[TextRange::new(2, 25_000)]);
        assert_eq!((excerpt.text.as_str(), excerpt.spans[0].clone()), ("line", 2..4));
    }

    #[test]
    fn ranges_far_apart_or_on_a_long_line_do_not_share_an_excerpt() {
        let source = Source::new("a.md", format!("{}{}", "line\n".repeat(1000), "x".repeat(300)));
        assert!(together(&source, TextRange::new(0, 4), TextRange::new(50, 54)));
        assert!(!together(&source, TextRange::new(0, 4), TextRange::new(4990, 4994)));
        assert!(!together(&source, TextRange::new(4990, 4994), TextRange::new(5000, 5003)));
    }
}
