//! Tables as grids: columns found by what their heads mean.

use crate::html;
use crate::text;
use abide_syntax::{Document, NodeId, NodeKind, SectionId, Table, TextRange};
use std::cell::OnceCell;

/// A table with its cells at hand.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    document: &'a Document,
    /// The table.
    pub node: NodeId,
    /// The section that holds it.
    pub section: SectionId,
    /// The heads as readable text, lower case.
    pub heads: Vec<String>,
    /// The heads as written.
    pub titles: Vec<String>,
    rows: OnceCell<Vec<Row>>,
}

/// One row of a [`Grid`].
#[derive(Clone, Debug)]
pub struct Row {
    /// The row.
    pub node: NodeId,
    /// Its bytes.
    pub range: TextRange,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// One cell of a [`Grid`].
#[derive(Clone, Debug)]
pub struct Cell {
    /// The cell.
    pub node: NodeId,
    /// Its bytes.
    pub range: TextRange,
    /// Its readable text.
    pub text: String,
    /// Whether it holds inline code: `[env]` in code is a name, not a placeholder.
    pub coded: bool,
}

impl Cell {
    fn is_placeholder(&self) -> bool {
        !self.coded && text::is_placeholder(&self.text)
    }

    /// The code spans in the cell.
    pub fn codes<'a>(&self, document: &'a Document) -> Vec<&'a str> {
        if document.node(self.node).kind == NodeKind::Html {
            return html::codes(document.slice(self.range));
        }
        let end = document.node(self.node).end;
        text::code_spans(document, self.node, end).map(|(_, text)| text).collect()
    }
}

impl Row {
    /// The text of a column, empty where there is none.
    pub fn text(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", |cell| cell.text.as_str())
    }

    /// The text of a column, where it says something.
    pub fn said(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.cell(column)?;
        let text = cell.text.trim();
        (!text.is_empty() && !matches!(text, "-" | "–" | "—") && !cell.is_placeholder()).then_some(text)
    }

    /// A cell.
    pub fn cell(&self, column: Option<usize>) -> Option<&Cell> {
        self.cells.get(column?)
    }

    /// Whether the row is empty or a template's sample.
    pub fn is_unfilled(&self) -> bool {
        let mut said = 0;
        let mut placeholders = 0;
        for cell in &self.cells {
            if cell.is_placeholder() || !cell.text.is_ascii() && cell.text.contains('⟦') {
                placeholders += 1;
            } else if cell.text.chars().any(char::is_alphanumeric) {
                said += 1;
            }
        }
        said == 0
            || (placeholders > 0 && placeholders >= said)
            || self.cells.first().is_some_and(Cell::is_placeholder)
    }
}

impl<'a> Grid<'a> {
    /// Reads the head of a table; its rows are read when they are asked for.
    pub(crate) fn new(document: &'a Document, section: SectionId, id: NodeId) -> Option<Self> {
        let table = Table::new(document, id)?;
        let titles: Vec<String> = table.columns().into_iter().map(|title| text::one_line(&title)).collect();
        let heads = titles.iter().map(|title| title.to_lowercase()).collect();
        Some(Self { document, node: id, section, heads, titles, rows: OnceCell::new() })
    }

    /// Reads a table that is written in HTML, where its first row is of heads; with the byte at which it ends.
    pub(crate) fn html(document: &'a Document, section: SectionId, id: NodeId) -> Option<(Self, usize)> {
        let (source, start) = html::table(document, id)?;
        let end = start + source.len();
        let mut rows = html::rows(source, start).into_iter();
        let head = rows.next().filter(|row| row.head)?;
        let titles: Vec<String> = head.cells.into_iter().map(|(_, title)| title).collect();
        let heads = titles.iter().map(|title| title.to_lowercase()).collect();
        let cell = |(range, text): (TextRange, String)| {
            let coded = !html::codes(document.slice(range)).is_empty();
            Cell { node: id, range, text, coded }
        };
        let row = |row: html::HtmlRow| Row {
            node: id,
            range: row.range,
            cells: row.cells.into_iter().map(cell).collect(),
        };
        let rows = OnceCell::from(rows.map(row).collect::<Vec<Row>>());
        Some((Self { document, node: id, section, heads, titles, rows }, end))
    }

    /// The rows below the head.
    pub fn rows(&self) -> &[Row] {
        self.rows.get_or_init(|| {
            let document = self.document;
            let Some(table) = Table::new(document, self.node) else { return Vec::new() };
            let cell = |node: NodeId| {
                let end = document.node(node).end;
                let coded = text::code_spans(document, node, end).next().is_some();
                let text = text::plain(document, NodeId(node.0 + 1), end);
                Cell { node, range: table.cell_range(node), text, coded }
            };
            let row = |node: NodeId| Row {
                node,
                range: document.node(node).range.trim(document.text()),
                cells: table.cells(node).map(cell).collect(),
            };
            table.rows().map(row).collect()
        })
    }

    /// The first column whose head is one of these words, tried in their order: as the whole head, then within it.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let whole = |name: &&str| self.heads.iter().position(|head| head == name);
        names.iter().find_map(whole).or_else(|| {
            names.iter().find_map(|name| {
                self.heads.iter().position(|head| {
                    // Most heads are one short word.
                    head.len() > name.len()
                        && if name.is_ascii() {
                            text::find_word(head, name).is_some()
                        } else {
                            head.contains(name)
                        }
                })
            })
        })
    }

    /// As [`Grid::column`], for whole heads only.
    pub fn exact_column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.heads.iter().position(|head| head == name))
    }

    /// The rows that say something.
    pub fn filled_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows().iter().filter(|row| !row.is_unfilled())
    }
}

/// Whether a node is a table.
pub(crate) fn is_table(document: &Document, id: NodeId) -> bool {
    document.node(id).kind == NodeKind::Table
}
