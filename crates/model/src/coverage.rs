//! How much of a document was understood: the blocks that no item says, each with the reason as far as one can be told.
//!
//! A block is a paragraph, the own words of a list item, a row of a table, a code block, HTML with text in it, or front
//! matter. It is *read* if an item or another mention of one stands in it or covers it, if its words are a field of an
//! item of its section, if it is nested in a list item that is read, or if it is a paragraph right under a heading that is
//! an item. Headings, heads of tables, comments and rules state nothing by nature, and neither do labels that only group a
//! list, what says nothing ("N/A"), what is unfilled, and what a template wrote: these are not counted at all.

use crate::text::{labelled, one_line, says_nothing, squash};
use crate::{Kind, Outline, Spec, statement};
use abide_syntax::{Document, Node, NodeId, NodeKind, SectionId, TextRange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;

/// How much of a document was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// How many blocks there are that may state something.
    pub blocks: usize,
    /// Those that no item says, in source order.
    pub unread: Vec<Unread>,
}

/// A block that no reader understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// What kind of block it is.
    pub block: Block,
    /// Why it was not understood.
    pub why: Why,
    /// The kinds of items that statements in its section are, where its headings say so.
    pub expected: Vec<Kind>,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its bytes: from, and one past the last.
    #[serde(with = "crate::item::range")]
    #[schemars(with = "[u32; 2]")]
    pub range: TextRange,
    /// The titles of the sections that hold it, outermost first.
    pub section: Vec<String>,
    /// Its first words.
    pub text: String,
}

macro_rules! names {
    ($(#[$about:meta])* $type:ident { $($variant:ident $name:literal $summary:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $(#[doc = $summary] $variant,)* }

        impl $type {
            /// All, in the order of the documentation.
            pub const ALL: &[$type] = &[$($type::$variant,)*];

            /// The name used in output.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// What it means, in a line.
            pub fn summary(self) -> &'static str {
                match self { $($type::$variant => $summary,)* }
            }
        }
    };
}

names! {
    /// A kind of block.
    Block {
        Paragraph "paragraph" "A paragraph",
        ListItem "list_item" "A list item, without what is nested in it",
        TableRow "table_row" "A row of a table",
        Code "code" "A code block",
        Html "html" "HTML with text in it",
        FrontMatter "front_matter" "The front matter",
    }
}

names! {
    /// Why a block was not understood.
    Why {
        Form "form" "its headings say what is stated here, but it is not written in a way that a reader knows",
        Untyped "untyped" "neither its headings nor its own words say what kind of statement it is",
        Code "code" "code in which nothing is defined that a reader knows",
        Context "context" "its section tells about the document or the world around the system",
        Introduction "introduction" "it ends with a colon, and leads over to what follows",
        Picture "picture" "a picture, which is not looked into",
        Html "html" "text in HTML, which is not looked into",
    }
}

impl Coverage {
    /// Finds the blocks that none of the items of `spec` says. `guidance` are the parts that a template wrote, in order.
    pub fn of(document: &Document, spec: &Spec, guidance: &[TextRange]) -> Self {
        let mut walk = Walk {
            document,
            read: Ranges::new(spec.items.iter().map(|item| item.range).chain(mentions(spec))),
            stated: stated_headings(document, spec),
            said: said(document, spec),
            guidance: Ranges::new(guidance.iter().copied()),
            outline: &spec.outline,
            items: Vec::new(),
            coverage: Coverage::default(),
        };
        let mut at = 1;
        while let Some(node) = document.nodes().get(at) {
            at = walk.node(NodeId(at as u32), *node).max(at + 1);
        }
        walk.coverage
    }
}

fn mentions(spec: &Spec) -> impl Iterator<Item = TextRange> {
    spec.mentions.iter().map(|mention| mention.range)
}

/// For each section, whether its heading is itself a statement.
fn stated_headings(document: &Document, spec: &Spec) -> Vec<bool> {
    let statements = spec.items.iter().filter(|item| item.kind != Kind::Meta).map(|item| item.range);
    let statements = Ranges::new(statements.chain(mentions(spec)));
    document.sections().iter().map(|section| statements.any_in(section.title_range)).collect()
}

/// What the fields of the items of each section say, piece by piece: a reader may join what stands on several lines.
fn said(document: &Document, spec: &Spec) -> HashSet<(SectionId, String)> {
    fn add(said: &mut HashSet<(SectionId, String)>, section: SectionId, value: &Value) {
        match value {
            Value::String(text) => said.extend(pieces(text).map(|piece| (section, piece))),
            Value::Array(values) => values.iter().for_each(|value| add(said, section, value)),
            _ => {}
        }
    }
    let mut said = HashSet::new();
    for item in &spec.items {
        let section = document.section_at(item.range.start);
        item.fields.values().for_each(|value| add(&mut said, section, value));
    }
    said
}

fn pieces(text: &str) -> impl Iterator<Item = String> {
    text.split([';', '\n']).map(squash).filter(|piece| !piece.is_empty())
}

struct Walk<'a> {
    document: &'a Document,
    read: Ranges,
    stated: Vec<bool>,
    said: HashSet<(SectionId, String)>,
    guidance: Ranges,
    outline: &'a Outline,
    /// The list items that hold what comes next: where each ends, and whether it is read.
    items: Vec<(NodeId, bool)>,
    coverage: Coverage,
}

impl Walk<'_> {
    /// Looks at a node, and says where to go on.
    fn node(&mut self, id: NodeId, node: Node) -> usize {
        while self.items.last().is_some_and(|(end, _)| *end <= id) {
            self.items.pop();
        }
        let nested_in_read = self.items.iter().any(|(_, read)| *read);
        let behind = node.end.index();
        match node.kind {
            NodeKind::Paragraph => {
                let section = self.document.section_at(node.range.start);
                let is_heading = self.document.section(section).is_some_and(|section| section.heading == id);
                let stated = self.items.is_empty() && self.stated.get(section.index()) == Some(&true);
                // The first paragraph of a list item are its own words.
                let holder = self.document.node(node.parent).kind;
                let own = matches!(holder, NodeKind::Item { .. }) && id.0 == node.parent.0 + 1;
                if !is_heading && !own && !nested_in_read {
                    self.block(Block::Paragraph, id, node.range, stated);
                }
                behind
            }
            NodeKind::Item { .. } => {
                self.item(id, node, nested_in_read);
                id.index() + 1
            }
            NodeKind::TableRow => {
                self.block(Block::TableRow, id, node.range, false);
                behind
            }
            NodeKind::Code { .. } => {
                self.block(Block::Code, id, node.range, false);
                behind
            }
            NodeKind::Html => {
                self.block(Block::Html, id, node.range, false);
                behind
            }
            NodeKind::FrontMatter => {
                self.block(Block::FrontMatter, id, node.range, false);
                behind
            }
            NodeKind::Heading { .. } | NodeKind::TableHead | NodeKind::Comment => behind,
            _ => id.index() + 1,
        }
    }

    /// The own words of a list item; what is nested in it comes later by itself.
    fn item(&mut self, id: NodeId, node: Node, nested_in_read: bool) {
        let own = statement::own_words(self.document, id);
        let read = match own {
            Some(range) if !nested_in_read => {
                let label = statement::label_of(self.document, id).is_some();
                let read = self.read.any_in(range);
                if read || !label {
                    self.block(Block::ListItem, id, range, false);
                }
                // Statements in a list that a label groups are statements of their own.
                read && !label
            }
            _ => nested_in_read,
        };
        self.items.push((node.end, read));
    }

    fn block(&mut self, block: Block, id: NodeId, range: TextRange, stated: bool) {
        let range = range.trim(self.document.text());
        if stated || self.read.any_in(range) {
            self.coverage.blocks += 1;
        } else if let Some(text) = self.words(block, id, range) {
            self.coverage.blocks += 1;
            let section = self.document.section_at(range.start);
            if self.is_said(section, range) {
                return;
            }
            let (why, expected) = self.why(block, id, section);
            self.coverage.unread.push(Unread {
                block,
                why,
                expected,
                line: self.document.line(range.start),
                range,
                section: self.document.section_path(section),
                text,
            });
        }
    }

    /// Whether the words of a block, with or without the label or key word in front, are in the fields of its section's items.
    fn is_said(&self, section: SectionId, range: TextRange) -> bool {
        let text = self.document.slice(range).trim_start_matches(['*', '_', ' ']);
        let behind_word = text.split_once(char::is_whitespace).map(|(_, rest)| rest);
        let behind_label = labelled(text).map(|labelled| labelled.rest);
        let all_said = |text: &str| {
            let mut pieces = pieces(text).peekable();
            pieces.peek().is_some() && pieces.all(|piece| self.said.contains(&(section, piece)))
        };
        [Some(text), behind_word, behind_label].into_iter().flatten().any(all_said)
    }

    /// The first words of a block; none where it says nothing of its own.
    fn words(&self, block: Block, id: NodeId, range: TextRange) -> Option<String> {
        let text = match block {
            Block::Html => outside_tags(self.document.slice(range)),
            Block::Code => self.document.code_text(id).into_owned(),
            Block::Paragraph => self.document.plain_text(id).into_owned(),
            Block::FrontMatter => self.document.slice(range).trim_matches(['-', '+']).to_owned(),
            Block::ListItem | Block::TableRow => self.document.slice(range).to_owned(),
        };
        let line = one_line(&text);
        let empty = match block {
            Block::TableRow => line.split('|').all(says_nothing),
            _ => says_nothing(&line),
        };
        (!empty && !self.is_guidance(range)).then(|| first_words(&line))
    }

    /// Whether nothing is left of a block without what a template wrote.
    fn is_guidance(&self, range: TextRange) -> bool {
        let mut from = range.start;
        let says = |from: u32, to: u32| {
            TextRange { start: from, end: to.max(from) }
                .slice(self.document.text())
                .contains(char::is_alphanumeric)
        };
        let mut any = false;
        for part in self.guidance.within(range) {
            if says(from, part.start) {
                return false;
            }
            (from, any) = (from.max(part.end), true);
        }
        any && !says(from, range.end)
    }

    fn why(&self, block: Block, id: NodeId, section: SectionId) -> (Why, Vec<Kind>) {
        let document = self.document;
        let outline = self.outline;
        let expected = if block == Block::FrontMatter { &[Kind::Meta] } else { outline.kinds(section) };
        let ends = || document.source(id).trim_end().trim_end_matches(['*', '_']).ends_with([':', '：']);
        let why = match block {
            Block::Code => Why::Code,
            Block::Html => Why::Html,
            Block::Paragraph if is_picture(document, id) => Why::Picture,
            Block::Paragraph if ends() => Why::Introduction,
            _ if !expected.is_empty() => Why::Form,
            _ if outline.is_context(section) => Why::Context,
            _ => Why::Untyped,
        };
        (why, expected.to_vec())
    }
}

/// Whether a paragraph is images alone.
fn is_picture(document: &Document, id: NodeId) -> bool {
    let mut pictures = 0;
    for child in document.children(id) {
        let inner = || document.children(child).all(|child| document.node(child).kind == NodeKind::Image);
        match document.node(child).kind {
            NodeKind::Image => pictures += 1,
            NodeKind::Link if inner() => pictures += 1,
            NodeKind::Text if document.source(child).trim().is_empty() => {}
            _ => return false,
        }
    }
    pictures > 0
}

/// What stands between the tags and comments of HTML.
fn outside_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(rest.get(..at).unwrap_or_default());
        text.push(' ');
        let tag = rest.get(at..).unwrap_or_default();
        let close = if tag.starts_with("<!--") { "-->" } else { ">" };
        rest = tag.find(close).and_then(|end| tag.get(end + close.len()..)).unwrap_or_default();
    }
    text + rest
}

fn first_words(line: &str) -> String {
    const MOST: usize = 160;
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line.to_owned(),
    }
}

/// Ranges in the order of their starts, with how far those up to each reach.
struct Ranges {
    ranges: Vec<TextRange>,
    reach: Vec<u32>,
}

impl Ranges {
    fn new(ranges: impl Iterator<Item = TextRange>) -> Self {
        let mut ranges: Vec<TextRange> = ranges.collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let reach = ranges.iter().scan(0, |reach, range| {
            *reach = range.end.max(*reach);
            Some(*reach)
        });
        Self { reach: reach.collect(), ranges }
    }

    /// Whether any of them shares a byte with `range`.
    fn any_in(&self, range: TextRange) -> bool {
        let before = self.ranges.partition_point(|known| known.start < range.end);
        before.checked_sub(1).and_then(|last| self.reach.get(last)).is_some_and(|reach| *reach > range.start)
    }

    /// Those that start within `range`, or reach into it from before without another between.
    fn within(&self, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
        let from = self.reach.partition_point(|reach| *reach <= range.start);
        let known = self.ranges.iter().skip(from).copied();
        known.take_while(move |known| known.start < range.end)
    }
}

#[cfg(test)]
mod tests;
