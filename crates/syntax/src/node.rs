//! The kinds of nodes, and the node itself: 20 bytes of position and structure, no text.

use crate::TextRange;

/// The place of a node in its document's arena. Nodes stand in source order, a parent before its children.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The document itself.
    pub const ROOT: NodeId = NodeId(0);

    /// The place in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a heading is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum HeadingStyle {
    /// `## Title`
    Atx,
    /// A line underlined with `===` or `---`.
    Setext,
    /// `<h2>Title</h2>`
    Html,
    /// A paragraph that is one bold line: `**Title**` or `**Title:**`.
    Bold,
}

/// The box in front of a task: `[ ]` or `[x]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Task {
    /// No box.
    None,
    /// `[ ]`
    Open,
    /// `[x]`
    Done,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum NodeKind {
    /// The whole source.
    Document,
    /// YAML between `---` lines or TOML between `+++` lines, at the very start.
    FrontMatter,
    /// A heading of level 1 to 6.
    Heading { level: u8, style: HeadingStyle },
    /// A paragraph.
    Paragraph,
    /// A block quote.
    Quote,
    /// A list; its children are items.
    List { ordered: bool },
    /// A list item.
    Item { task: Task },
    /// A code block: fenced, or indented by four spaces.
    Code { fenced: bool },
    /// A block of HTML; comments and headings in it are its children.
    Html,
    /// `<!-- … -->`, as a block or within text.
    Comment,
    /// A table; its children are one head and rows.
    Table,
    /// The first row of a table.
    TableHead,
    /// A further row.
    TableRow,
    /// A cell.
    TableCell,
    /// `---`, `***` or `___` between blocks.
    ThematicBreak,
    /// `[^name]: …`
    FootnoteDefinition,
    /// A run of plain text.
    Text,
    /// `` `code` ``
    CodeSpan,
    /// `*text*`
    Emphasis,
    /// `**text**`
    Strong,
    /// `~~text~~`
    Strikethrough,
    /// A link; its destination is in [`crate::Document::link`].
    Link,
    /// An image; its destination is in [`crate::Document::link`].
    Image,
    /// One HTML tag within text.
    InlineHtml,
    /// `[^name]` within text.
    FootnoteReference,
}

impl NodeKind {
    /// Whether the node stands within a paragraph, heading or cell.
    pub fn is_inline(self) -> bool {
        use NodeKind::*;
        matches!(
            self,
            Text | CodeSpan
                | Emphasis
                | Strong
                | Strikethrough
                | Link
                | Image
                | InlineHtml
                | FootnoteReference
        )
    }
}

/// One node: its kind, its bytes, and its place in the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes.
    pub range: TextRange,
    /// The node that holds it; the document holds itself.
    pub parent: NodeId,
    /// One past its last descendant in the arena.
    pub end: NodeId,
}

// A document of a megabyte has tens of thousands of nodes.
const _: () = assert!(size_of::<Node>() == 20);
