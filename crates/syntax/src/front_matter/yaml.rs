//! YAML front matter, read from the parser's events: aliases are never expanded, nothing is ever built.

use super::{Entry, FrontMatterProblem, Value, unquoted};
use crate::TextRange;
use granit_parser::{Event, Parser, ScalarStyle};

pub(super) fn entries(text: &str, content: TextRange) -> Result<Vec<Entry>, FrontMatterProblem> {
    match plain_entries(text, content) {
        Some(entries) => Ok(entries),
        None => parsed_entries(text, content),
    }
}

/// The entries of a mapping; of anything else, none.
fn parsed_entries(text: &str, content: TextRange) -> Result<Vec<Entry>, FrontMatterProblem> {
    let source = content.slice(text);
    let offset = content.start();
    let mut reader = Reader::default();
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(source.len());
            let at = (0..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
            FrontMatterProblem { message: error.info(), range: TextRange::empty(offset + at) }
        })?;
        let range = span.byte_range().map_or(TextRange::empty(offset), |range| {
            TextRange::new(offset + range.start, offset + range.end)
        });
        match event {
            Event::MappingStart(..) if reader.depth == 0 => reader.depth = 1,
            Event::MappingStart(..) => reader.open(range, Value::Nested),
            // The root is a list: no metadata.
            Event::SequenceStart(..) if reader.depth == 0 => return Ok(Vec::new()),
            Event::SequenceStart(..) => reader.open(range, Value::List(Vec::new())),
            Event::MappingEnd | Event::SequenceEnd => reader.close(text, range),
            Event::Scalar(value, style, ..) => {
                let empty = style == ScalarStyle::Plain && matches!(&*value, "" | "~" | "null");
                reader.scalar(text, range, value.into_owned(), empty);
            }
            Event::Alias(..) => reader.alias(text, range),
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(reader.entries)
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    /// How many collections are open; 1 is the mapping of the entries.
    depth: usize,
    /// The key whose value comes next.
    key: Option<TextRange>,
    /// The collection at depth 2.
    open: Option<(TextRange, Value)>,
}

impl Reader {
    fn open(&mut self, range: TextRange, data: Value) {
        match &mut self.open {
            Some((_, outer)) => *outer = Value::Nested,
            None => self.open = Some((range, data)),
        }
        self.depth += 1;
    }

    fn close(&mut self, text: &str, range: TextRange) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth != 1 {
            // A flow collection within a list ends with its bracket.
            if let Some((whole, _)) = &mut self.open
                && text.get(range.start()..).is_some_and(|rest| rest.starts_with([']', '}']))
            {
                *whole = whole.cover(range);
            }
            return;
        }
        let Some((mut value, data)) = self.open.take() else { return };
        // A flow collection ends with its bracket; a block collection's end mark lies behind it.
        if matches!(text.get(value.start()..value.start() + 1), Some("[" | "{")) {
            value = value.cover(range);
        }
        self.node(text, value.trim(text), data);
    }

    fn scalar(&mut self, text: &str, range: TextRange, value: String, empty: bool) {
        match &mut self.open {
            Some((whole, data)) => {
                *whole = whole.cover(range);
                if let Value::List(items) = data {
                    items.push(value);
                }
            }
            None => {
                let range = if range.is_empty() { self.behind_colon(text, range) } else { range.trim(text) };
                self.node(text, range, if empty { Value::Empty } else { Value::Scalar(value) });
            }
        }
    }

    fn alias(&mut self, text: &str, range: TextRange) {
        match &mut self.open {
            Some((whole, data)) => {
                *whole = whole.cover(range);
                *data = Value::Nested;
            }
            None => self.node(text, range.trim(text), Value::Nested),
        }
    }

    /// The parser puts an empty value in front of the colon of its key.
    fn behind_colon(&self, text: &str, range: TextRange) -> TextRange {
        let start = self.key.map_or(range.start(), TextRange::end);
        let rest = text.get(start..).unwrap_or_default();
        let colon = rest.trim_start_matches(['"', '\'', ' ']).strip_prefix(':');
        TextRange::empty(colon.map_or(range.start(), |after| text.len() - after.len()))
    }

    /// A key or a value of the mapping, whichever is due.
    fn node(&mut self, text: &str, range: TextRange, data: Value) {
        if self.depth != 1 {
            return;
        }
        match self.key.take() {
            None => self.key = Some(unquoted(text, range)),
            Some(name) => self.entries.push(Entry { name, value: range, data }),
        }
    }
}

/// The entries where every line is `key: value` with a value that any YAML parser takes as it stands: most
/// front matter is so, and this costs a tenth. `None` leaves it to the parser.
fn plain_entries(text: &str, content: TextRange) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    for line in content.slice(text).lines() {
        if line.is_empty() || line.starts_with('#') && line.chars().all(is_plain) {
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let value = match value.strip_prefix(' ') {
            Some(value) => value.trim_matches(' '),
            None if value.is_empty() => "",
            None => return None,
        };
        let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.bytes().all(word) {
            return None;
        }
        let data = match value {
            "" | "null" => Value::Empty,
            value => Value::Scalar(plain_scalar(value)?.to_owned()),
        };
        let name = TextRange::of_slice(text, name)?;
        // An empty value has no place of its own.
        let value = if value.is_empty() { None } else { TextRange::of_slice(text, value) };
        entries.push(Entry { name, value: value.unwrap_or(TextRange::empty(name.end() + 1)), data });
    }
    (!entries.is_empty()).then_some(entries)
}

fn plain_scalar(value: &str) -> Option<&str> {
    if let Some(inner) = value.strip_prefix('"') {
        let inner = inner.strip_suffix('"')?;
        return inner.chars().all(|it| is_plain(it) && !matches!(it, '"' | '\\')).then_some(inner);
    }
    let plain = value.starts_with(|first: char| first.is_alphanumeric() || first == '/')
        && !value.ends_with(':')
        && !value.contains(": ")
        && !value.contains(" #")
        && value.chars().all(is_plain);
    plain.then_some(value)
}

fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~') || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(4000), ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_reads_what_the_parser_reads(text in "((key|a_b-1|é|null|1):?[ ]{0,2}([a1.\"'~#:/,é\\[{<@*&!|>-]{0,4}|null|x #y|\"a b\"|http://a|---|b: c)[ ]{0,2}(\n|\r\n|\n\n|\n# c\n|\n - )){1,4}") {
            let content = TextRange::new(0, text.len());
            if let Some(entries) = plain_entries(&text, content) {
                prop_assert_eq!(Ok(entries), parsed_entries(&text, content));
            }
        }
    }

    #[test]
    fn common_front_matter_takes_the_short_way() {
        let text = "eip: 7\ntitle: \"A: b\"\nauthor: Ada (@ada), Bo <bo@example.org>\nlink: https://example.org\nend:\n";
        assert_eq!(plain_entries(text, TextRange::new(0, text.len())).map(|entries| entries.len()), Some(5));
    }
}
