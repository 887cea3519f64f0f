//! Positions in the editor's count and bytes in ours.
//!
//! The protocol counts lines from 0, and columns in bytes, UTF-16 units or characters, as was agreed at the start.

use abide_syntax::{LineIndex, TextRange};
use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: every client knows it.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that the client offers: bytes need no counting.
    pub fn agreed(offered: &[PositionEncodingKind]) -> Self {
        let has = |kind: &PositionEncodingKind| offered.contains(kind);
        if has(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if has(&PositionEncodingKind::UTF32) && !has(&PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many columns a text takes.
    pub fn width(self, text: &str) -> u32 {
        let units: usize = match self {
            Self::Utf8 => text.len(),
            _ => text.chars().map(|letter| self.units(letter)).sum(),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

/// A text with its lines, to translate positions of.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The text.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a LineIndex,
    /// What columns count.
    pub encoding: Encoding,
}

impl Places<'_> {
    /// Where a byte is; one within a character is where that character starts.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.line(offset as u32);
        let start = self.visible_start(line).min(offset);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line: line - 1, character: self.encoding.width(before) }
    }

    /// Where a range is.
    pub fn range(&self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte at a position. Behind its line, the end of the line; behind the last line, the end of the text; within a
    /// character, where that character starts.
    pub fn offset(&self, position: Position) -> u32 {
        let line = position.line.saturating_add(1);
        if line as usize > self.lines.line_count() {
            return self.text.len() as u32;
        }
        let start = self.visible_start(line);
        let end = self.lines.line_range(self.text, line).end().max(start);
        let mut left = position.character as usize;
        for (at, letter) in self.text.get(start..end).unwrap_or_default().char_indices() {
            let units = self.encoding.units(letter);
            if units > left {
                return (start + at) as u32;
            }
            left -= units;
        }
        end as u32
    }

    /// The bytes of a range; one that is the wrong way round is empty.
    pub fn bytes(&self, range: Range) -> TextRange {
        let start = self.offset(range.start);
        TextRange { start, end: self.offset(range.end).max(start) }
    }

    // An editor does not show a byte order mark, and does not count it.
    fn visible_start(&self, line: u32) -> usize {
        let start = self.lines.line_start(line) as usize;
        if start == 0 && self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn with<T>(text: &str, encoding: Encoding, use_it: impl FnOnce(Places) -> T) -> T {
        let lines = LineIndex::new(text);
        use_it(Places { text, lines: &lines, encoding })
    }

    #[test]
    fn an_emoji_is_two_columns_in_utf_16_and_four_in_bytes() {
        let text = "見る 👍 ok\r\nnext";
        let at = text.find("ok").unwrap() as u32;
        let columns = ALL.map(|encoding| with(text, encoding, |places| places.position(at).character));
        assert_eq!(columns, [12, 6, 5]);
        for (encoding, character) in ALL.into_iter().zip(columns) {
            assert_eq!(with(text, encoding, |places| places.offset(Position { line: 0, character })), at);
        }
    }

    #[test]
    fn what_lies_outside_is_moved_to_the_nearest_place_inside() {
        with("añ👍\r\nb", Encoding::Utf16, |places| {
            let at = |line, character| places.offset(Position { line, character });
            assert_eq!(at(0, 3), 3, "the second half of the emoji is its start");
            assert_eq!(at(0, 99), 7, "the line ends before its line break");
            assert_eq!(at(1, 99), 10);
            assert_eq!(at(7, 0), 10);
        });
        with("\u{FEFF}# A", Encoding::Utf8, |places| {
            assert_eq!(places.position(3), Position { line: 0, character: 0 });
            assert_eq!(places.offset(Position { line: 0, character: 2 }), 5);
        });
    }

    #[test]
    fn bytes_are_preferred_and_utf_16_is_what_every_client_knows() {
        use PositionEncodingKind as Kind;
        assert_eq!(Encoding::agreed(&[]), Encoding::Utf16);
        assert_eq!(Encoding::agreed(&[Kind::UTF16, Kind::UTF8]), Encoding::Utf8);
        assert_eq!(Encoding::agreed(&[Kind::UTF32, Kind::UTF16]), Encoding::Utf16);
        assert_eq!(Encoding::agreed(&[Kind::UTF32]), Encoding::Utf32);
    }

    proptest! {
        #[test]
        fn every_character_has_a_position_that_leads_back(text in "[a-cé日👍👩‍🚀\r\n \u{FEFF}]{0,60}") {
            for encoding in ALL {
                with(&text, encoding, |places| {
                    for (at, letter) in text.char_indices() {
                        // A line break has no place of its own behind the line's end, nor has a mark that is not shown.
                        let hidden = matches!(letter, '\r' | '\n') || at == 0 && letter == '\u{FEFF}';
                        let position = places.position(at as u32);
                        if !hidden {
                            prop_assert_eq!(places.offset(position), at as u32);
                        }
                    }
                    Ok(())
                })?;
            }
        }

        #[test]
        fn any_position_is_a_place_in_the_text(text in "[aé👍\r\n]{0,20}", line in 0u32..30, character in 0u32..30) {
            for encoding in ALL {
                let offset = with(&text, encoding, |places| places.offset(Position { line, character }));
                prop_assert!(text.is_char_boundary(offset as usize));
            }
        }
    }
}
