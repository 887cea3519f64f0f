//! Positions: byte ranges, and lines and columns on demand.

use std::ops::Range;

/// A half-open range of bytes in one document, always on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// A range from `start` to `end`; an `end` before `start` gives the empty range at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = clamp(start);
        Self { start, end: clamp(end).max(start) }
    }

    /// The empty range at `offset`.
    pub fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// First byte, as an index.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte, as an index.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies within this range.
    pub fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies within this range.
    pub fn contains_offset(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two ranges share a byte.
    pub fn overlaps(self, other: TextRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text of this range, or the empty string where the range does not fit `text`.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// This range without the white space at both ends of its text.
    pub fn trim(self, text: &str) -> Self {
        let slice = self.slice(text);
        // Mostly there is none, or it is ASCII.
        let bytes = slice.as_bytes();
        let before = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let bare = bytes.get(before..).unwrap_or_default();
        let behind = bare.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if graphic(bare.first()) && graphic(bytes.get(bytes.len() - behind - 1)) {
            return Self::new(self.start() + before, self.start() + bytes.len() - behind);
        }
        let start = self.start() + (slice.len() - slice.trim_start().len());
        Self::new(start, start + slice.trim().len())
    }

    /// The range of `part`, which must be a slice of `text`; `None` where it is not.
    pub fn of_slice(text: &str, part: &str) -> Option<Self> {
        let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        (start + part.len() <= text.len()).then(|| Self::new(start, start + part.len()))
    }
}

// Documents are at most 64 MiB, so this never loses anything; it only keeps the conversion total.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl From<Range<usize>> for TextRange {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<TextRange> for Range<usize> {
    fn from(range: TextRange) -> Self {
        range.start()..range.end()
    }
}

impl std::fmt::Debug for TextRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A position for people: both numbers start at 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters (Unicode scalar values).
    pub column: u32,
}

/// Where each line of a text starts; answers line and column by binary search.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters stand before each [`LineIndex::BLOCK`] bytes, where some line is longer than that.
    counts: Vec<u32>,
}

impl LineIndex {
    // Columns in a line of a megabyte must not cost a megabyte each.
    const BLOCK: usize = 1024;

    /// Indexes `text`. A line ends at `\n`; the `\r` of `\r\n` belongs to the line that it ends.
    pub fn new(text: &str) -> Self {
        // To count first costs less than to grow.
        let lines = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut starts = Vec::with_capacity(lines.clone().count() + 1);
        starts.push(0);
        let (mut start, mut longest) = (0, 0);
        for at in lines {
            longest = longest.max(at + 1 - start);
            start = at + 1;
            starts.push(clamp(start));
        }
        let mut counts = Vec::new();
        if longest.max(text.len() - start) > Self::BLOCK {
            let mut before = 0;
            for block in text.as_bytes().chunks(Self::BLOCK) {
                counts.push(before);
                before += clamp(characters(block));
            }
        }
        Self { starts, counts }
    }

    /// Where each line begins.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The number of lines; a text that ends with a line break has an empty last line.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based line that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        clamp(self.starts.partition_point(|start| *start <= offset)).max(1)
    }

    /// Line and column of `offset` in `text`, which must be the text that was indexed. A byte order mark is
    /// not counted; an offset within a character gives the place behind that character.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.visible_start(text, line);
        let end = (offset as usize).min(text.len());
        LineColumn { line, column: clamp(self.characters_between(text, start, end)).saturating_add(1) }
    }

    /// The byte at a line and column of `text`, which must be the text that was indexed. The place behind the
    /// last character counts; a place outside the text or behind its line gives `None`.
    pub fn offset(&self, text: &str, position: LineColumn) -> Option<u32> {
        let index = (position.line as usize).checked_sub(1)?;
        self.starts.get(index)?;
        let start = self.visible_start(text, position.line);
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let mut wanted = (position.column as usize).checked_sub(1)?;
        let mut from = start;
        // Whole blocks first, then characters.
        if wanted > Self::BLOCK && !self.counts.is_empty() {
            let before = self.characters_between(text, 0, start);
            let reached = self.counts.partition_point(|count| *count as usize <= before + wanted);
            let block = reached.saturating_sub(1) * Self::BLOCK;
            if block > start {
                wanted -= self.characters_between(text, start, block);
                from = block;
            }
        }
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let rest = text.get(from..end)?;
        let mut places = rest.char_indices().map(|(at, _)| at);
        let last = self.starts.len() == index + 1;
        let at =
            places.nth(wanted).or_else(|| (last && rest.chars().count() == wanted).then_some(rest.len()))?;
        Some(clamp(from + at))
    }

    fn visible_start(&self, text: &str, line: u32) -> usize {
        let start = self.line_start(line) as usize;
        if start == 0 && text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { start }
    }

    fn characters_between(&self, text: &str, start: usize, end: usize) -> usize {
        let count = |from: usize, to: usize| characters(text.as_bytes().get(from..to).unwrap_or_default());
        if end.saturating_sub(start) <= Self::BLOCK {
            return count(start, end);
        }
        let before = |at: usize| {
            let block = at / Self::BLOCK;
            self.counts.get(block).map(|known| *known as usize + count(block * Self::BLOCK, at))
        };
        match (before(start), before(end)) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => count(start, end),
        }
    }

    /// The first byte of a 1-based line; past the last line, the start of the last.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len().saturating_sub(1));
        self.starts.get(index).copied().unwrap_or(0)
    }

    /// The range of a 1-based line in `text`, without its line break.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let start = self.line_start(line) as usize;
        let end = self.starts.get(line.max(1) as usize).map_or(text.len(), |next| *next as usize);
        let slice = text.get(start..end).unwrap_or_default();
        TextRange::new(start, start + slice.trim_end_matches(['\n', '\r']).len())
    }
}

/// Every character has one byte that is not a continuation.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_and_a_line_keeps_its_carriage_return() {
        let text = "añb\r\n→x\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 3), LineColumn { line: 1, column: 3 });
        assert_eq!(index.line_column(text, 9), LineColumn { line: 2, column: 2 });
        assert_eq!(index.line_range(text, 1).slice(text), "añb");
        assert_eq!(index.line_count(), 3);
        assert_eq!(index.line_range(text, 3).slice(text), "");
    }

    #[test]
    fn columns_in_a_long_line_are_counted_from_blocks_and_lead_back() {
        let text = format!("\u{FEFF}short\n{}\nend", "aé→👍".repeat(5000));
        let index = LineIndex::new(&text);
        let plain = |offset: usize| {
            let before = text[3..offset.max(3)].rsplit('\n').next().unwrap_or_default();
            before.chars().count() as u32 + 1
        };
        for (offset, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
            let position = index.line_column(&text, offset as u32);
            assert_eq!(position.column, plain(offset), "at {offset}");
            assert_eq!(index.offset(&text, position), Some(offset as u32));
        }
        assert_eq!(index.offset(&text, LineColumn { line: 3, column: 5 }), None);
        assert_eq!(index.offset(&text, LineColumn { line: 1, column: 7 }), None);
        assert_eq!(index.offset(&text, LineColumn { line: 4, column: 1 }), None);
        assert_eq!(index.offset(&text, LineColumn { line: 0, column: 0 }), None);
    }

    #[test]
    fn a_slice_knows_its_range() {
        let text = "one two";
        assert_eq!(TextRange::of_slice(text, &text[4..]), Some(TextRange::new(4, 7)));
        assert_eq!(TextRange::of_slice(text, "elsewhere but long"), None);
    }
}
