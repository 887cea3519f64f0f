//! Front matter: YAML between `---` lines, TOML between `+++` lines.

mod toml;
mod yaml;

use crate::TextRange;

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
    /// The bytes of the key, without quotes.
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
    line.is_empty() || line.starts_with([' ', '\t', '#', '-', '?', '}', ']', '"', '\'']) || line.contains(':')
}

type Read = (Vec<Entry>, Option<FrontMatterProblem>);

fn entries(text: &str, kind: FrontMatterKind, content: TextRange) -> Option<Read> {
    let read = match kind {
        FrontMatterKind::Yaml => yaml::entries(text, content),
        FrontMatterKind::Toml => toml::entries(text, content),
    };
    let (entries, problem) = match read {
        Ok(entries) => (entries, None),
        Err(problem) => (by_line(text, kind, content), Some(problem)),
    };
    // `---`, some comment lines, `---` is not metadata unless it is all there is.
    (!entries.is_empty() || content.slice(text).trim().is_empty()).then_some((entries, problem))
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

fn unquoted(text: &str, key: TextRange) -> TextRange {
    let written = key.slice(text);
    let inside = |quote| written.strip_prefix(quote)?.strip_suffix(quote);
    match inside('"').or_else(|| inside('\'')) {
        Some(inner) => TextRange::of_slice(text, inner).unwrap_or(key),
        None => key,
    }
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
        let text = "---\n# note\ntitle: [Component Name]\nauthor: 'Ada'  # who\nreviewers:\n  - Bo\n  - [First Reviewer]\ntags:\nstatus: {proposed | accepted}\nlist:\n  - a\n  - b\n---\n# T\n";
        assert_eq!(
            shown(text),
            [
                "title=[Component Name] List([\"Component Name\"])",
                "author='Ada' Scalar(\"Ada\")",
                "reviewers=- Bo\n  - [First Reviewer] Nested",
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
