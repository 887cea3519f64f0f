//! Documents that describe one system together, read as one: a table of the operations in one, what is said about them in others,
//! the data model in a third.
//!
//! What is joined is a copy, behind one another as chapters of a book are; verdicts and evidence keep to the documents.

use crate::facts::SpecInput;
use abide_model::{Item, Kind};
use abide_syntax::{Document, TextRange};
use serde_json::Value;
use std::collections::HashSet;

/// The longest text that is read as one, in bytes: what one system's documents have, and not a whole archive.
const LONGEST: usize = 1 << 20;

/// Documents as one specification.
#[derive(Debug)]
pub struct Joined {
    /// That specification.
    pub input: SpecInput,
    /// The documents, in their order.
    pub parts: Vec<Part>,
    /// Whether it tells of what was, of what may come, or of what was given up.
    pub apart: bool,
}

/// A document within what it is joined with.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its number.
    pub document: usize,
    /// Where its text begins.
    pub start: usize,
    /// The number of its first item.
    pub first_item: usize,
}

/// Joins all documents that are not to be kept apart.
pub fn join(documents: &[SpecInput], apart: &[bool]) -> Vec<Joined> {
    let mut book = Book::default();
    let mut found = Vec::new();
    let is_apart = |(number, input): (usize, &SpecInput)| {
        apart.get(number).copied().unwrap_or(false) || is_of_another_time(&input.path)
    };
    let apart: Vec<bool> = documents.iter().enumerate().map(is_apart).collect();
    let together = || documents.iter().zip(&apart).filter(|(_, apart)| !**apart);
    let length: usize = together().map(|(document, _)| document.text.len()).sum();
    let companions = together().count();
    for ((number, input), apart) in documents.iter().enumerate().zip(apart.iter().copied()) {
        if apart || companions < 2 || length > LONGEST || !ends_by_itself(&input.text) {
            let part = Part { document: number, start: 0, first_item: 0 };
            found.push(Joined { input: widened(input.clone()), parts: vec![part], apart });
        } else {
            book.add(number, input);
        }
    }
    if !book.parts.is_empty() {
        let input = SpecInput { path: book.path, text: book.text.into(), items: book.items };
        found.push(Joined { input: widened(input), parts: book.parts, apart: false });
    }
    found.sort_by_key(|joined| joined.parts.first().map(|part| part.document));
    found
}

/// Whether a path says that a document tells of what was, or of what may come.
fn is_of_another_time(path: &str) -> bool {
    is_archived(path) || lies_in(path, &["changes", "proposals"])
}

/// Whether a path says that a document tells of what was.
pub fn is_archived(path: &str) -> bool {
    lies_in(path, &["archive", "archived", "old", "deprecated", "history"])
}

fn lies_in(path: &str, folders: &[&str]) -> bool {
    path.split('/').rev().skip(1).any(|folder| folders.contains(&folder.to_lowercase().as_str()))
}

/// Whether what is written behind a text is not taken for a part of it: no block of code or comment of it is left open.
fn ends_by_itself(text: &str) -> bool {
    const MARK: &str = "What follows";
    let document = Document::parse(format!("{text}\n\n# {MARK}\n"));
    let last =
        document.section_at(u32::try_from(document.text().len().saturating_sub(2)).unwrap_or(u32::MAX));
    document.section_path(last) == [MARK]
}

/// Documents behind one another.
#[derive(Default)]
struct Book {
    path: String,
    text: String,
    lines: usize,
    items: Vec<Item>,
    taken: HashSet<String>,
    parts: Vec<Part>,
}

impl Book {
    /// Puts a document behind those that are there.
    fn add(&mut self, number: usize, input: &SpecInput) {
        let own = without_front_matter(&input.text);
        let before = match self.parts.is_empty() {
            true => String::new(),
            false if own.trim_start().starts_with("# ") => "\n\n".to_owned(),
            false => format!("\n\n# {}\n\n", title(&input.path)),
        };
        if self.parts.is_empty() {
            self.path.clone_from(&input.path);
        }
        self.write(&before);
        let (start, lines, first_item) = (self.text.len(), self.lines, self.items.len());
        self.write(&own);
        for item in &input.items {
            let mut item = moved(item, start, lines);
            if !self.taken.insert(item.id.clone()) {
                item.id = abide_model::qualified(&input.path, &item.id);
                self.taken.insert(item.id.clone());
            }
            self.items.push(item);
        }
        self.parts.push(Part { document: number, start, first_item });
    }

    fn write(&mut self, text: &str) {
        self.lines += text.matches('\n').count();
        self.text.push_str(text);
    }
}

/// A text whose front matter is blanks, of the same length.
fn without_front_matter(text: &str) -> String {
    let rest = ["---\n", "---\r\n", "+++\n"].iter().find_map(|mark| text.strip_prefix(mark));
    let end = rest.and_then(|rest| {
        let from = text.len() - rest.len();
        let marks = ["\n---\n", "\n---\r\n", "\n+++\n"];
        marks.iter().filter_map(|mark| Some(from + rest.find(mark)? + mark.len())).min()
    });
    let Some((front, body)) = end.and_then(|end| text.split_at_checked(end)) else {
        return text.to_owned();
    };
    let blank: String = front
        .chars()
        .flat_map(|c| {
            let blank = if matches!(c, '\n' | '\r') { c } else { ' ' };
            std::iter::repeat_n(blank, c.len_utf8())
        })
        .collect();
    blank + body
}

/// What a document without a title is called: by its file, or by its folder where all files are called alike.
fn title(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    match stem.to_lowercase().as_str() {
        "spec" | "readme" | "index" | "requirements" | "design" => parts.next().unwrap_or(stem),
        _ => stem,
    }
}

/// An item as it stands so many bytes and lines further down.
fn moved(item: &Item, bytes: usize, lines: usize) -> Item {
    let mut item = item.clone();
    item.range = shifted(item.range, bytes);
    item.line += u32::try_from(lines).unwrap_or_default();
    for value in item.fields.values_mut() {
        move_lines(value, lines);
    }
    item
}

fn shifted(range: TextRange, bytes: usize) -> TextRange {
    TextRange::new(range.start as usize + bytes, range.end as usize + bytes)
}

/// Examples know the line that they stand in.
fn move_lines(value: &mut Value, lines: usize) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| move_lines(value, lines)),
        Value::Object(members) if members.contains_key("example") => {
            let line = members.get("line").and_then(Value::as_u64);
            if let Some(line) = line {
                members.insert("line".to_owned(), Value::from(line + lines as u64));
            }
        }
        _ => {}
    }
}

/// The kinds of statements at which what belongs to a heading ends.
pub const STATEMENTS: &[Kind] = &[
    Kind::Requirement,
    Kind::Scenario,
    Kind::Story,
    Kind::Check,
    Kind::Step,
    Kind::Flow,
    Kind::Transition,
    Kind::Exception,
];

/// Items that are headings stand for what is said right below them, up to the next statement.
fn widened(mut input: SpecInput) -> SpecInput {
    const HEADED: &[Kind] = &[Kind::Requirement, Kind::Scenario];
    if !input.items.iter().any(|item| HEADED.contains(&item.kind)) {
        return input;
    }
    let document = Document::parse(input.text.clone());
    let starts: Vec<u32> = input
        .items
        .iter()
        .filter(|item| STATEMENTS.contains(&item.kind) && !item.is_told())
        .map(|item| item.range.start)
        .collect();
    for item in input.items.iter_mut().filter(|item| HEADED.contains(&item.kind)) {
        let Some(section) = document.section(document.section_at(item.range.start)) else { continue };
        // A line in bold is part of its statement, and no heading of it.
        let headed = section.level > 0
            && section.title_range == item.range
            && document.text().get(section.range.start as usize..).is_some_and(|text| text.starts_with('#'));
        if headed {
            let next = starts.iter().copied().filter(|start| *start > item.range.start).min();
            let end = next.unwrap_or(u32::MAX).min(section.body.end() as u32);
            item.range = TextRange::new(item.range.start as usize, end.max(item.range.end) as usize);
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn joined(documents: &[(&str, &str)]) -> Vec<Joined> {
        let inputs: Vec<SpecInput> = documents.iter().map(|(path, text)| testing::read(path, text)).collect();
        join(&inputs, &vec![false; inputs.len()])
    }

    #[test]
    fn documents_of_one_system_are_read_as_one() {
        let all = joined(&[
            ("docs/api.md", "---\nowner: kiln\n---\n# Kiln API\n\n- `POST /kilns` adds a kiln. `201`\n"),
            ("docs/rules/spec.md", "## Kilns\n\n- `POST /kilns`: `name` is at most 40 characters long.\n"),
        ]);
        assert_eq!(all.len(), 1);
        let Joined { input, parts, .. } = &all[0];
        assert_eq!(parts.iter().map(|part| part.document).collect::<Vec<_>>(), [0, 1]);
        assert!(input.text.contains("\n# rules\n\n## Kilns"), "{}", input.text);
        assert!(!input.text.contains("owner"), "{}", input.text);
        let endpoints: Vec<&Item> = input.items.iter().filter(|item| item.kind == Kind::Endpoint).collect();
        assert_eq!(endpoints.len(), 2);
        assert_ne!(endpoints[0].id, endpoints[1].id);
        for item in endpoints {
            let text = &input.text[item.range.start as usize..item.range.end as usize];
            assert!(text.contains("/kilns"), "{text}");
            let line = input.text.lines().nth(item.line as usize - 1).unwrap();
            assert!(line.contains("/kilns"), "{line}");
        }
    }

    #[test]
    fn what_was_or_may_come_is_kept_apart() {
        let now = "# Kilns\n\n- `GET /kilns` lists kilns.\n";
        let apart = |path: &str, text: &str| joined(&[("specs/kilns.md", now), (path, text)]).len();
        assert_eq!(apart("specs/api.md", now), 1);
        assert_eq!(apart("changes/hotter/spec.md", now), 2);
        assert_eq!(apart("specs/archive/2024-kilns.md", now), 2);
        // A block that is left open would swallow what follows.
        assert_eq!(apart("specs/api.md", "# A\n\n```json\n{}\n"), 2);
    }

    #[test]
    fn a_heading_stands_for_what_is_said_below_it() {
        let text = "# Kilns\n\n## Requirements\n\n### Requirement: Names\nKilns SHALL have names.\n\n- `name` is at \
                    most 40 characters.\n\n#### Scenario: Long\n- **WHEN** a longer one is sent\n- **THEN** it answers 422\n";
        let input = &joined(&[("specs/kilns.md", text)])[0].input;
        let of = |kind: Kind| {
            let item = input.items.iter().find(|item| item.kind == kind).unwrap();
            &input.text[item.range.start as usize..item.range.end as usize]
        };
        assert!(of(Kind::Requirement).ends_with("40 characters.\n\n"), "{}", of(Kind::Requirement));
        assert!(of(Kind::Scenario).contains("answers 422"));
    }
}
