//! Tables: columns and cells.

use crate::{Document, NodeId, NodeKind, TextRange};
use std::borrow::Cow;

/// A view of one table.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    document: &'a Document,
    id: NodeId,
}

impl<'a> Table<'a> {
    /// The table at `id`, if there is one.
    pub fn new(document: &'a Document, id: NodeId) -> Option<Self> {
        (document.node(id).kind == NodeKind::Table).then_some(Self { document, id })
    }

    /// The table's node.
    pub fn node(self) -> NodeId {
        self.id
    }

    /// The head row.
    pub fn head(self) -> Option<NodeId> {
        self.document.children(self.id).find(|row| self.document.node(*row).kind == NodeKind::TableHead)
    }

    /// The rows below the head.
    pub fn rows(self) -> impl Iterator<Item = NodeId> + 'a {
        let document = self.document;
        document.children(self.id).filter(move |row| document.node(*row).kind == NodeKind::TableRow)
    }

    /// The cells of a row.
    pub fn cells(self, row: NodeId) -> impl Iterator<Item = NodeId> + 'a {
        self.document.children(row)
    }

    /// The readable text of the head's cells.
    pub fn columns(self) -> Vec<Cow<'a, str>> {
        let document = self.document;
        self.head()
            .into_iter()
            .flat_map(|head| document.children(head))
            .map(|cell| document.plain_text(cell))
            .collect()
    }

    /// The number of cells written in a row. The parser pads short rows and drops cells of long ones;
    /// this counts the unescaped pipes of the source, as a reader of the raw text would.
    pub fn written_cells(self, row: NodeId) -> usize {
        let line = self.document.source(row).trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let line = match line.strip_suffix('|') {
            Some(inner) if !inner.ends_with('\\') => inner,
            _ => line,
        };
        let mut count = 1;
        let mut escaped = false;
        for byte in line.bytes() {
            match byte {
                b'\\' => escaped = !escaped,
                b'|' if !escaped => count += 1,
                _ => escaped = false,
            }
        }
        count
    }

    /// The source of a cell, trimmed.
    pub fn cell_range(self, cell: NodeId) -> TextRange {
        self.document.node(cell).range.trim(self.document.text())
    }
}
