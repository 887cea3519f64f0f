//! Lines made comparable, so that what a document still shares with its template is found without a diff.

use crate::lexicon::Fnv;
use crate::schema::SlotId;
use abide_syntax::{Document, TextRange};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// One line, or one cell of a table row, without its list marker and box.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// What is left of it.
    pub text: &'a str,
    /// Its bytes in the file.
    pub range: TextRange,
    /// Whether it is a cell.
    pub cell: bool,
    /// Whether a box in front of it is ticked.
    pub ticked: bool,
}

/// What is known of a template's line.
#[derive(Clone, Debug)]
pub struct TemplateLine {
    /// The section that it stands in.
    pub slot: Option<SlotId>,
    /// Where it stands.
    pub range: TextRange,
    /// Whether it holds a placeholder that no author would leave.
    pub telling: bool,
    /// Whether it is a choice to make.
    pub choice: bool,
    /// Whether it is a cell of a table.
    pub cell: bool,
}

/// A template's lines by digest.
#[derive(Clone, Debug, Default)]
pub struct TemplateLines {
    lines: HashMap<u64, TemplateLine, BuildHasherDefault<Fnv>>,
    lengths: LengthSet,
}

/// Lengths that occur, so that most lines of a document are ruled out before they are hashed.
#[derive(Clone, Debug, Default)]
struct LengthSet([u64; 16]);

impl LengthSet {
    fn insert(&mut self, length: usize) {
        let bit = length.min(1023);
        if let Some(word) = self.0.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    fn contains(&self, length: usize) -> bool {
        let bit = length.min(1023);
        self.0.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
    }
}

impl TemplateLines {
    /// Adds a line; the first of equal lines stays, and is telling if any of them is.
    pub fn insert(&mut self, text: &str, line: TemplateLine) {
        self.lengths.insert(text.len());
        let known = self.lines.entry(digest(text)).or_insert_with(|| line.clone());
        known.telling |= line.telling;
        known.choice |= line.choice;
    }

    /// The template's line that equals `text`, with its digest.
    pub fn get(&self, text: &str) -> Option<(u64, &TemplateLine)> {
        if !self.lengths.contains(text.len()) {
            return None;
        }
        let digest = digest(text);
        self.lines.get(&digest).map(|line| (digest, line))
    }

    /// The line of a digest.
    pub fn by_digest(&self, digest: u64) -> Option<&TemplateLine> {
        self.lines.get(&digest)
    }

    /// Whether the template has no line at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// A digest of a text: FNV-1a over eight bytes at a time, which is enough to tell a template's lines apart.
pub fn digest(text: &str) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let mut hash = 0xCBF2_9CE4_8422_2325 ^ text.len() as u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(PRIME);
        hash ^= hash >> 29;
    }
    for byte in chunks.remainder() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    hash ^ hash >> 32
}

/// Hands on each comparable line of a document, in order: as [`lines`] of its whole text.
pub fn each_line<'a>(document: &'a Document, mut take: impl FnMut(Line<'a>)) {
    let text = document.text();
    let starts = document.lines().starts();
    let ends = starts.iter().skip(1).map(|end| *end as usize).chain([text.len()]);
    for (start, end) in starts.iter().map(|start| *start as usize).zip(ends) {
        match LineParts::new(text.get(start..end).unwrap_or_default(), start) {
            LineParts::None => {}
            LineParts::One(line) => line.into_iter().for_each(&mut take),
            cells => cells.for_each(&mut take),
        }
    }
}

/// The comparable lines of a range of source: blank lines, fences, rules and table delimiters are left out,
/// table rows come as cells.
pub fn lines(text: &str, range: TextRange) -> impl Iterator<Item = Line<'_>> {
    let source = range.slice(text);
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1).chain([source.len()]);
    let whole = ends.map(move |end| {
        let start = std::mem::replace(&mut from, end);
        (source.get(start..end).unwrap_or_default(), range.start() + start)
    });
    whole.flat_map(|(line, at)| LineParts::new(line, at))
}

enum LineParts<'a> {
    None,
    One(Option<Line<'a>>),
    Cells { rest: &'a str, at: usize },
}

impl<'a> LineParts<'a> {
    fn new(line: &'a str, offset: usize) -> Self {
        let ended = line.strip_suffix('\n').unwrap_or(line);
        if ended.is_empty() {
            return Self::None;
        }
        if let Some(marker) = plain_marker(ended.as_bytes()) {
            let text = ended.get(marker..).unwrap_or_default();
            let range = TextRange::new(offset + marker, offset + ended.len());
            return Self::One(Some(Line { text, range, cell: false, ticked: false }));
        }
        let trimmed = trimmed(line);
        let Some(first) = trimmed.bytes().next() else { return Self::None };
        let at = offset + TextRange::of_slice(line, trimmed).map_or(0, TextRange::start);
        match first {
            b'|' if trimmed.len() > 1 => {
                let inner = trimmed.trim_start_matches('|');
                let at = at + (trimmed.len() - inner.len());
                if inner.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
                    return Self::None;
                }
                return Self::Cells { rest: inner.trim_end_matches('|'), at };
            }
            b'`' | b'~' if trimmed.starts_with("```") || trimmed.starts_with("~~~") => return Self::None,
            // A link definition shows nothing.
            b'[' if is_definition(trimmed) => return Self::None,
            b'-' | b'*' | b'_' if trimmed.len() >= 3 && trimmed.bytes().all(|byte| byte == first) => {
                return Self::None;
            }
            _ => {}
        }
        let (text, ticked) = behind_marker(trimmed);
        if text.is_empty() {
            return Self::None;
        }
        let start = at + (trimmed.len() - text.len());
        let range = TextRange::new(start, start + text.len());
        Self::One(Some(Line { text, range, cell: false, ticked }))
    }
}

impl<'a> Iterator for LineParts<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        match self {
            Self::None => None,
            Self::One(line) => line.take(),
            Self::Cells { rest, at } => loop {
                if rest.is_empty() {
                    return None;
                }
                let end = cell_end(rest);
                let cell = rest.get(..end).unwrap_or_default();
                let start = *at;
                let next = (end + 1).min(rest.len());
                *rest = rest.get(next..).unwrap_or_default();
                *at += next;
                let text = trimmed(cell);
                if !text.is_empty() {
                    let start = start + TextRange::of_slice(cell, text).map_or(0, TextRange::start);
                    let range = TextRange::new(start, start + text.len());
                    return Some(Line { text, range, cell: true, ticked: false });
                }
            },
        }
    }
}

/// How many bytes of a marker stand before the text of most lines: those that begin with a letter or a bullet and end with a
/// mark of ASCII, so that nothing stands around their text.
fn plain_marker(line: &[u8]) -> Option<usize> {
    if !line.last()?.is_ascii_graphic() {
        return None;
    }
    match line {
        [b'-' | b'*' | b'+', b' ', first, ..] => (first.is_ascii_graphic() && *first != b'[').then_some(2),
        [first, ..] => (first.is_ascii_alphabetic() || *first == b'#').then_some(0),
        [] => None,
    }
}

fn is_definition(line: &str) -> bool {
    let mut brackets = memchr::memchr_iter(b']', line.as_bytes());
    let end = brackets.find(|at| line.as_bytes().get(at + 1) == Some(&b':'));
    let closed = end.is_some_and(|at| !line.get(..at).is_some_and(|label| label.contains("](")));
    closed && !line.starts_with("[ ]") && !line.starts_with("[^")
}

fn cell_end(row: &str) -> usize {
    let mut from = 0;
    while let Some(found) = row.as_bytes().get(from..).and_then(|rest| memchr::memchr2(b'|', b'\\', rest)) {
        let at = from + found;
        if row.as_bytes().get(at) == Some(&b'|') {
            return at;
        }
        // What stands behind the backslash ends nothing.
        from = at + 2;
    }
    row.len()
}

/// A text without white space around it; mostly that is ASCII, and told byte by byte.
fn trimmed(text: &str) -> &str {
    let bare = text.trim_ascii();
    match (bare.bytes().next(), bare.bytes().next_back()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => bare,
        _ => bare.trim(),
    }
}

/// A line without its quote mark, list marker and task box, and whether the box is ticked.
pub fn without_marker(line: &str) -> (&str, bool) {
    behind_marker(line.trim())
}

/// The same of a line without white space around it.
fn behind_marker(line: &str) -> (&str, bool) {
    let mut rest = line;
    while let Some(quoted) = rest.strip_prefix('>') {
        rest = quoted.trim_start();
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits)
        && let Some(after) = rest.get(digits..).and_then(|after| after.strip_prefix(['.', ')']))
        && (after.is_empty() || after.starts_with(' '))
    {
        rest = after.trim_start();
    } else if matches!(rest.as_bytes().first(), Some(b'-' | b'*' | b'+' | 0xE2))
        && let Some(after) = rest.strip_prefix(['-', '*', '+', '•'])
        && (after.is_empty() || after.starts_with([' ', '\t']))
    {
        rest = after.trim_start();
    }
    if rest.as_bytes().first() != Some(&b'[') {
        return (rest, false);
    }
    for (mark, ticked) in [("[ ]", false), ("[x]", true), ("[X]", true)] {
        if let Some(after) = rest.strip_prefix(mark) {
            return (after.trim_start(), ticked);
        }
    }
    (rest, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_compared_without_its_marker_and_a_row_by_its_cells() {
        let text = "- [x] Done it\n\n```\n1. [state]\n---\n| a | b \\| c | |\n|---|:-:|--|\n> quoted\n";
        let shown: Vec<_> = lines(text, TextRange::new(0, text.len()))
            .map(|line| {
                assert_eq!(line.range.slice(text), line.text);
                format!(
                    "{}{}{}",
                    line.text,
                    if line.ticked { " ticked" } else { "" },
                    if line.cell { " cell" } else { "" }
                )
            })
            .collect();
        assert_eq!(shown, ["Done it ticked", "[state]", "a cell", "b \\| c cell", "quoted"]);
    }
}
