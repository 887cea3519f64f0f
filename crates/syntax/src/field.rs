//! Metadata fields: front matter, and `Status: X` in its many spellings near the top of the body.

use crate::{Document, NodeId, NodeKind, SectionId, Table, Task, TextRange};

/// One metadata field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The bytes of its name, without marks and colon.
    pub name: TextRange,
    /// The bytes of its value, trimmed; may be empty.
    pub value: TextRange,
    /// How it is written.
    pub source: FieldSource,
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldSource {
    /// An entry of the front matter.
    FrontMatter,
    /// A line of its own: `Status: X` or `**Status**: X`.
    Line,
    /// A list item: `- Status: X`.
    Item,
    /// A line of a quote: `> Status: X`.
    Quote,
    /// A row of a table with two columns.
    Row,
}

impl Field {
    /// The name as written, without marks.
    pub fn name<'a>(&self, text: &'a str) -> &'a str {
        self.name.slice(text)
    }

    /// The whole field.
    pub fn range(&self) -> TextRange {
        self.name.cover(self.value)
    }
}

pub(crate) fn build(document: &Document) -> Vec<Field> {
    let text = document.text();
    let mut fields = Vec::new();
    if let Some(front) = document.front_matter() {
        let entry = |entry: &crate::front_matter::Entry| Field {
            name: entry.name.trim(text),
            value: entry.value,
            source: FieldSource::FrontMatter,
        };
        fields.extend(front.entries.iter().map(entry));
    }
    for block in top_blocks(document) {
        let node = document.node(block);
        match node.kind {
            NodeKind::Paragraph => paragraph(document, block, FieldSource::Line, &mut fields),
            NodeKind::List { ordered: false } => list(document, block, &mut fields),
            NodeKind::Quote => {
                for child in document.children(block) {
                    match document.node(child).kind {
                        NodeKind::Paragraph => paragraph(document, child, FieldSource::Quote, &mut fields),
                        NodeKind::List { ordered: false } => list(document, child, &mut fields),
                        _ => {}
                    }
                }
            }
            NodeKind::Table => table(document, block, &mut fields),
            _ => {}
        }
    }
    fields
}

/// The blocks before the second heading: what stands above any heading, and under the title.
fn top_blocks(document: &Document) -> Vec<NodeId> {
    const ENOUGH: usize = 24;
    let mut blocks: Vec<_> = document.section_blocks(SectionId::ROOT).take(ENOUGH).collect();
    if document.section(SectionId(1)).is_some_and(|section| section.level == 1) {
        blocks.extend(document.section_blocks(SectionId(1)).take(ENOUGH));
    }
    blocks
}

fn paragraph(document: &Document, id: NodeId, source: FieldSource, fields: &mut Vec<Field>) {
    let text = document.text();
    let range = document.node(id).range;
    // A field is short; a long paragraph is prose.
    if range.len() > 4000 {
        return;
    }
    let from = fields.len();
    for line in range.slice(text).lines() {
        let quote =
            if source == FieldSource::Quote { line.trim_start_matches(['>', ' ', '\t']) } else { line };
        let line = quote.trim().trim_end_matches('\\').trim_end();
        if line.is_empty() {
            continue;
        }
        match split(text, line) {
            Some((name, value)) => fields.push(Field { name, value, source }),
            // A value may run on over several lines; one line of plain prose before any field means prose.
            None if fields.len() > from && is_marked(text, fields.last()) => {
                if let (Some(field), Some(more)) = (fields.last_mut(), TextRange::of_slice(text, line)) {
                    field.value = field.value.cover(more);
                }
            }
            None => {
                fields.truncate(from);
                return;
            }
        }
    }
}

// `**Name**: …` is a field beyond doubt, so that a line that follows continues it.
fn is_marked(text: &str, field: Option<&Field>) -> bool {
    field.is_some_and(|field| {
        let before = TextRange { start: 0, end: field.name.start }.slice(text);
        before.ends_with(['*', '_'])
    })
}

fn list(document: &Document, id: NodeId, fields: &mut Vec<Field>) {
    let text = document.text();
    // Numbered items are steps, and a task is still to be done: neither is metadata.
    let plain = |item: &NodeId| document.node(*item).kind == NodeKind::Item { task: Task::None };
    for item in document.children(id).filter(plain) {
        let mut children = document.children(item);
        let Some(first) = children.next() else { continue };
        let node = document.node(first);
        let end = if node.kind == NodeKind::Paragraph {
            node.range.end
        } else {
            // In a tight list the text stands in the item itself, up to the first nested block.
            let nested = document.children(item).find(|child| !document.node(*child).kind.is_inline());
            nested.map_or(document.node(item).range.end, |child| document.node(child).range.start)
        };
        let start = node.range.start;
        let line = TextRange { start, end }.slice(text);
        // Emphasis marks stand before the text that they mark, which is where the first child starts.
        if let Some((name, value)) = split(text, line.trim()) {
            fields.push(Field { name, value, source: FieldSource::Item });
        }
    }
}

/// First head cells of tables whose head only says that rows are fields.
const HEAD_NAMES: &[&str] = &[
    "",
    "field",
    "key",
    "property",
    "attribute",
    "item",
    "name",
    "metadata",
    "campo",
    "clave",
    "propiedad",
    "champ",
    "clé",
    "feld",
    "schlüssel",
    "項目",
    "フィールド",
    "字段",
    "项目",
    "항목",
    "필드",
    "поле",
    "параметр",
];

fn table(document: &Document, id: NodeId, fields: &mut Vec<Field>) {
    let Some(table) = Table::new(document, id) else { return };
    let text = document.text();
    let is_title = |row: &NodeId| {
        let mut cells = table
            .cells(*row)
            .map(|cell| table.cell_range(cell).slice(text).trim_matches(['*', ' ']).to_lowercase());
        cells.next().is_some_and(|cell| HEAD_NAMES.contains(&cell.as_str()))
    };
    let rows = table.head().into_iter().filter(|head| !is_title(head)).chain(table.rows());
    let mut found = Vec::new();
    for row in rows {
        let cells: Vec<_> = table.cells(row).collect();
        let [name, value] = cells.as_slice() else { return };
        let value = table.cell_range(*value);
        let name = unmarked(document.text(), table.cell_range(*name));
        if is_name(name.slice(document.text())) {
            found.push(Field { name, value, source: FieldSource::Row });
        }
    }
    fields.extend(found);
}

/// `Name: value`, `**Name**: value`, `**Name:** value`; the name must look like one.
fn split(text: &str, line: &str) -> Option<(TextRange, TextRange)> {
    let at = line.find([':', '：'])?;
    let separator = line.get(at..)?.chars().next()?;
    let mut name = line.get(..at)?;
    let mut value = line.get(at + separator.len_utf8()..)?;
    for mark in ["**", "__", "*", "_"] {
        if let Some(inner) = name.strip_prefix(mark) {
            if let Some(closed) = inner.trim_end().strip_suffix(mark) {
                name = closed;
            } else if let Some(rest) = value.trim_start().strip_prefix(mark) {
                name = inner;
                value = rest;
            } else {
                return None;
            }
            break;
        }
    }
    // `http://` and `a:b` are no fields.
    if separator == ':' && !value.is_empty() && !value.starts_with([' ', '\t', '*', '_']) {
        return None;
    }
    let name = name.trim();
    if !is_name(name) {
        return None;
    }
    let name_range = TextRange::of_slice(text, name)?;
    let value_range = TextRange::of_slice(text, value.trim())?;
    Some((name_range, value_range))
}

fn unmarked(text: &str, range: TextRange) -> TextRange {
    let inner = range.slice(text).trim_matches(['*', '_', '`', ':', '：', ' ']);
    TextRange::of_slice(text, inner).unwrap_or(range)
}

fn is_name(name: &str) -> bool {
    const LONGEST: usize = 48;
    const MOST_WORDS: usize = 5;
    !name.is_empty()
        && name.len() <= LONGEST
        && name.split_whitespace().count() <= MOST_WORDS
        && name.chars().next().is_some_and(char::is_alphabetic)
        && !name.contains(['.', ',', ';', '!', '?', '[', '<', '{', '|', '`', '。', '、', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let field = |field: &Field| format!("{}={}", field.name(text), field.value.slice(text));
        document.fields().iter().map(field).collect()
    }

    #[test]
    fn every_spelling_of_a_field() {
        assert_eq!(shown("# T\nStatus: Draft | Final\nOwner: Ada\n"), ["Status=Draft | Final", "Owner=Ada"]);
        assert_eq!(shown("# T\n\n**Status**: Draft  \n**Author:** Ada\n"), ["Status=Draft", "Author=Ada"]);
        assert_eq!(
            shown("- Status: Draft\n- **Owner:** Ada\n- _Date_: x\n"),
            ["Status=Draft", "Owner=Ada", "Date=x"]
        );
        assert_eq!(shown("# T\n> Status: Draft\n> Owner: Ada\n"), ["Status=Draft", "Owner=Ada"]);
        assert_eq!(shown("# T\n| Campo | Valor |\n|---|---|\n| **Estado** | hecho |\n"), ["Estado=hecho"]);
        assert_eq!(shown("# T\n状態： 完了\n"), ["状態=完了"]);
    }

    #[test]
    fn prose_is_no_field() {
        assert_eq!(shown("# T\nThis is prose, and: more of it.\n"), [""; 0]);
        assert_eq!(shown("# T\nSee http://example.org/a for it\n"), [""; 0]);
        assert_eq!(shown("# T\n\n## Deeper\nStatus: Draft\n"), [""; 0]);
    }
}
