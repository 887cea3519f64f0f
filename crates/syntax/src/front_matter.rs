//! Front matter: YAML between `---` lines, TOML between `+++` lines.

use crate::TextRange;
use granit_parser::{Event, Parser, ScalarStyle};

/// The metadata block at the very start of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The language it is written in.
    pub kind: FrontMatterKind,
    /// With its delimiters.
    pub range: TextRange,
    /// Between its delimiters.
    pub content: TextRange,
    /// The top-level entries in source order.
    pub entries: Vec<Entry>,
    /// Why it could not be read as its language; the entries are then those that single lines gave.
    pub problem: Option<FrontMatterProblem>,
}

/// One top-level entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The bytes of the key.
    pub name: TextRange,
    /// The bytes of the value; empty where there is none.
    pub value: TextRange,
    /// The value as data.
    pub data: Value,
}

/// A value as data, as far as metadata goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value, `null` or `~`.
    Empty,
    /// Text, a number, a date or a boolean, unquoted.
    Scalar(String),
    /// A list of scalars.
    List(Vec<String>),
    /// Anything deeper.
    Nested,
}

/// The languages of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterKind {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// Why front matter could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterProblem {
    /// What the parser of the language says.
    pub message: String,
    /// Where.
    pub range: TextRange,
}

pub(crate) fn read(text: &str) -> Option<FrontMatter> {
    let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let rest = text.get(start..)?;
    let (kind, delimiters): (_, &[&str]) = if rest.starts_with("---") {
        (FrontMatterKind::Yaml, &["---", "..."])
    } else if rest.starts_with("+++") {
        (FrontMatterKind::Toml, &["+++"])
    } else {
        return None;
    };
    let mut lines = rest.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end().len() != 3 {
        return None;
    }
    let content_start = start + first.len();
    let mut at = content_start;
    for line in lines {
        if delimiters.contains(&line.trim_end()) {
            let content = TextRange::new(content_start, at);
            let range = TextRange::new(start, at + line.len());
            return entries(text, kind, content).map(|(entries, problem)| FrontMatter {
                kind,
                range,
                content,
                entries,
                problem,
            });
        }
        // A line that no metadata has: the `---` at the top was a thematic break.
        if kind == FrontMatterKind::Yaml && !metadata_line(line) {
            return None;
        }
        at += line.len();
    }
    None
}

fn metadata_line(line: &str) -> bool {
    let line = line.trim_end();
    line.is_empty() || line.starts_with([' ', '\t', '#', '-', '}', ']', '"', '\'']) || line.contains(':')
}

type Read = (Vec<Entry>, Option<FrontMatterProblem>);

fn entries(text: &str, kind: FrontMatterKind, content: TextRange) -> Option<Read> {
    let read = match kind {
        FrontMatterKind::Yaml => yaml(text, content),
        FrontMatterKind::Toml => toml(text, content),
    };
    let (entries, problem) = match read {
        Ok(entries) => (entries, None),
        Err(problem) => (by_line(text, kind, content), Some(problem)),
    };
    // `---`, some comment lines, `---` is not metadata unless it is all there is.
    (!entries.is_empty() || content.slice(text).trim().is_empty()).then_some((entries, problem))
}

fn yaml(text: &str, content: TextRange) -> Result<Vec<Entry>, FrontMatterProblem> {
    let source = content.slice(text);
    let offset = content.start();
    let mut entries = Vec::new();
    let mut depth = 0usize;
    let mut key: Option<TextRange> = None;
    let mut open: Option<(TextRange, Value)> = None;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(source.len());
            let at = (0..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
            FrontMatterProblem { message: error.to_string(), range: TextRange::empty(offset + at) }
        })?;
        let range = span.byte_range().map_or(TextRange::empty(offset), |range| {
            TextRange::new(offset + range.start, offset + range.end)
        });
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let list = matches!(event, Event::SequenceStart(..));
                if depth == 1 && key.is_some() {
                    open = Some((range, if list { Value::List(Vec::new()) } else { Value::Nested }));
                } else if let Some((_, value)) = &mut open {
                    *value = Value::Nested;
                }
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1
                    && let Some(name) = key.take()
                    && let Some((mut value, data)) = open.take()
                {
                    // A flow collection ends with its bracket; a block collection's end mark lies behind it.
                    if matches!(text.get(value.start()..value.start() + 1), Some("[" | "{")) {
                        value = value.cover(range);
                    }
                    entries.push(Entry { name, value: value.trim(text), data });
                }
            }
            Event::Scalar(value, style, ..) => {
                if depth == 1 && key.is_none() {
                    key = Some(range);
                } else if depth == 1
                    && let Some(name) = key.take()
                {
                    let empty = style == ScalarStyle::Plain && matches!(&*value, "" | "~" | "null");
                    let data = if empty { Value::Empty } else { Value::Scalar(value.into_owned()) };
                    entries.push(Entry { name, value: range.trim(text), data });
                } else if let Some((whole, data)) = &mut open {
                    *whole = whole.cover(range);
                    if let Value::List(items) = data {
                        items.push(value.into_owned());
                    }
                }
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(entries)
}

fn toml(text: &str, content: TextRange) -> Result<Vec<Entry>, FrontMatterProblem> {
    let source = content.slice(text);
    let offset = content.start();
    let shift = |range: std::ops::Range<usize>| TextRange::new(offset + range.start, offset + range.end);
    let table = toml_edit::Document::parse(source).map_err(|error| FrontMatterProblem {
        message: error.message().to_owned(),
        range: error.span().map_or(TextRange::empty(offset), shift),
    })?;
    let mut entries = Vec::new();
    for (name, item) in table.iter() {
        let name_range = table.key(name).and_then(|key| key.span()).map_or(TextRange::empty(offset), shift);
        let value = item.span().map_or(TextRange::empty(name_range.end()), shift);
        let data = match item {
            toml_edit::Item::Value(toml_edit::Value::Array(items)) => {
                Value::List(items.iter().map(toml_scalar).collect())
            }
            toml_edit::Item::Value(toml_edit::Value::InlineTable(_)) => Value::Nested,
            toml_edit::Item::Value(value) => Value::Scalar(toml_scalar(value)),
            _ => Value::Nested,
        };
        entries.push(Entry { name: name_range, value: value.trim(text), data });
    }
    entries.sort_by_key(|entry| entry.name);
    Ok(entries)
}

fn toml_scalar(value: &toml_edit::Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string().trim().to_owned(),
    }
}

/// What single lines say, where the block as a whole cannot be read.
fn by_line(text: &str, kind: FrontMatterKind, content: TextRange) -> Vec<Entry> {
    let separator = if kind == FrontMatterKind::Yaml { ':' } else { '=' };
    let mut entries = Vec::new();
    for line in content.slice(text).lines() {
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        if let Some((name, value)) = line.split_once(separator)
            && let Some(name_range) = TextRange::of_slice(text, name.trim())
            && let Some(value_range) = TextRange::of_slice(text, value.trim())
        {
            let data = match value.trim() {
                "" => Value::Empty,
                value => Value::Scalar(value.trim_matches(['"', '\'']).to_owned()),
            };
            entries.push(Entry { name: name_range, value: value_range, data });
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn shown(text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let front = document.front_matter().expect("front matter");
        let entry = |entry: &Entry| {
            format!("{}={} {:?}", entry.name.slice(text), entry.value.slice(text), entry.data)
        };
        front.entries.iter().map(entry).collect()
    }

    #[test]
    fn yaml_gives_entries_with_their_bytes() {
        let text = "---\n# note\ntitle: [Component Name]\nauthor: 'Ada'  # who\nreviewers:\n  - [First Reviewer]\n  - Bo\ntags:\nstatus: {proposed | accepted}\nlist:\n  - a\n  - b\n---\n# T\n";
        assert_eq!(
            shown(text),
            [
                "title=[Component Name] List([\"Component Name\"])",
                "author='Ada' Scalar(\"Ada\")",
                "reviewers=- [First Reviewer]\n  - Bo Nested",
                "tags= Empty",
                "status={proposed | accepted} Nested",
                "list=- a\n  - b List([\"a\", \"b\"])",
            ]
        );
    }

    #[test]
    fn toml_gives_entries_with_their_bytes() {
        assert_eq!(
            shown("+++\ntitle = \"A\"\ndate = 2026-01-02\ntags = [\"x\"]\n+++\nbody\n"),
            [
                "title=\"A\" Scalar(\"A\")",
                "date=2026-01-02 Scalar(\"2026-01-02\")",
                "tags=[\"x\"] List([\"x\"])"
            ]
        );
    }

    #[test]
    fn broken_yaml_keeps_what_its_lines_say_and_where_it_broke() {
        let text = "---\ntitle: a: b: c\nstatus: Draft\n---\n";
        let document = Document::parse(text);
        let front = document.front_matter().unwrap();
        assert!(front.problem.is_some());
        assert_eq!(front.entries.len(), 2);
        assert_eq!(document.field("status").unwrap().value.slice(text), "Draft");
    }

    #[test]
    fn a_thematic_break_at_the_top_is_no_front_matter() {
        assert!(Document::parse("---\n\n# Title\n\nSome prose here\n---\n").front_matter().is_none());
        assert!(Document::parse("---\nno end: here\n").front_matter().is_none());
    }
}
