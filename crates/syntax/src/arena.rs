//! From pulldown-cmark's events to the flat arena of nodes.

use crate::html::{self, Inline, Part};
use crate::{Destination, HeadingStyle, Link, Node, NodeId, NodeKind, ReferenceDefinition, Task, TextRange};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag};
use std::borrow::Cow;

pub(crate) struct Arena {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub definitions: Vec<ReferenceDefinition>,
    pub info: Vec<(NodeId, TextRange)>,
    pub resolved: Vec<(NodeId, Box<str>)>,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

pub(crate) fn build(text: &str, front_matter: Option<TextRange>, body: usize) -> Arena {
    let source = line_feeds(text.get(body..).unwrap_or_default());
    let mut builder = Builder::new(text, &source, body);
    if let Some(range) = front_matter {
        builder.leaf(NodeKind::FrontMatter, range);
    }
    let parser = Parser::new_ext(&source, OPTIONS);
    let mut definitions: Vec<_> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| ReferenceDefinition {
            label: label.into(),
            destination: (*definition.dest).into(),
            range: TextRange::new(definition.span.start + body, definition.span.end + body),
        })
        .collect();
    definitions.sort_by_key(|definition| definition.range);
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, TextRange::new(range.start + body, range.end + body));
    }
    builder.finish(definitions)
}

/// A carriage return alone ends a line too, but the parser loses text behind some of them: it gets line feeds.
fn line_feeds(text: &str) -> Cow<'_, str> {
    let lone = |at: &usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    let mut returns = memchr::memchr_iter(b'\r', text.as_bytes()).filter(lone).peekable();
    if returns.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut copy = String::with_capacity(text.len());
    let mut from = 0;
    for at in returns {
        copy.push_str(text.get(from..at).unwrap_or_default());
        copy.push('\n');
        from = at + 1;
    }
    copy.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(copy)
}

struct Builder<'a> {
    text: &'a str,
    /// What the parser reads, and where in the text it starts.
    source: &'a str,
    offset: usize,
    nodes: Vec<Node>,
    links: Vec<Link>,
    info: Vec<(NodeId, TextRange)>,
    resolved: Vec<(NodeId, Box<str>)>,
    /// The node that holds what comes next, and those that hold it.
    holder: Open,
    outer: Vec<Open>,
    /// Whether the last node is text that the next text may continue.
    in_text: bool,
}

/// A node that is still open.
#[derive(Clone, Copy)]
struct Open {
    id: NodeId,
    /// Where its next child may start.
    from: u32,
    /// Where its children end at the latest.
    end: u32,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, source: &'a str, offset: usize) -> Self {
        let range = TextRange::new(0, text.len());
        // Real specs have a node in about 32 bytes; a little more room saves copying the arena.
        let mut nodes = Vec::with_capacity(text.len() / 24 + 8);
        nodes.push(Node { kind: NodeKind::Document, range, parent: NodeId::ROOT, end: NodeId(1) });
        Self {
            text,
            source,
            offset,
            nodes,
            links: Vec::new(),
            info: Vec::new(),
            resolved: Vec::new(),
            holder: Open { id: NodeId::ROOT, from: 0, end: range.end },
            outer: Vec::new(),
            in_text: false,
        }
    }

    fn event(&mut self, event: Event<'a>, range: TextRange) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(),
            Event::Code(_) => self.leaf(NodeKind::CodeSpan, range),
            Event::Html(_) => {}
            Event::InlineHtml(html) => {
                let comment = html.starts_with("<!--");
                self.leaf(if comment { NodeKind::Comment } else { NodeKind::InlineHtml }, range);
            }
            Event::FootnoteReference(_) => self.leaf(NodeKind::FootnoteReference, range),
            Event::Rule => self.leaf(NodeKind::ThematicBreak, range),
            Event::TaskListMarker(done) => self.task(done),
            Event::SoftBreak | Event::HardBreak | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: TextRange) {
        match tag {
            Tag::Paragraph => self.open(NodeKind::Paragraph, range),
            Tag::Heading { level, .. } => self.open(self.heading(level, range), range),
            Tag::BlockQuote(_) => self.open(NodeKind::Quote, range),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.open(NodeKind::Code { fenced: false }, range),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.open(NodeKind::Code { fenced: true }, range);
                if !info.is_empty() {
                    self.fence_info(range);
                }
            }
            Tag::HtmlBlock => {
                self.open(NodeKind::Html, range);
                self.html(range);
            }
            Tag::List(start) => self.open(NodeKind::List { ordered: start.is_some() }, range),
            Tag::Item => self.open(NodeKind::Item { task: Task::None }, range),
            Tag::FootnoteDefinition(_) => self.open(NodeKind::FootnoteDefinition, range),
            Tag::Table(_) => self.open(NodeKind::Table, range),
            Tag::TableHead => self.open(NodeKind::TableHead, range),
            Tag::TableRow => self.open(NodeKind::TableRow, range),
            Tag::TableCell if range.is_empty() => self.open(NodeKind::TableCell, self.behind_row()),
            Tag::TableCell => self.open(NodeKind::TableCell, range),
            Tag::Emphasis => self.open(NodeKind::Emphasis, range),
            Tag::Strong => self.open(NodeKind::Strong, range),
            Tag::Strikethrough => self.open(NodeKind::Strikethrough, range),
            Tag::Link { dest_url, .. } => self.link(NodeKind::Link, dest_url, range),
            Tag::Image { dest_url, .. } => self.link(NodeKind::Image, dest_url, range),
            // Not switched on by OPTIONS; kept as plain containers should that change.
            Tag::Superscript | Tag::Subscript => self.open(NodeKind::Emphasis, range),
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.open(NodeKind::Paragraph, range),
        }
    }

    fn heading(&self, level: HeadingLevel, range: TextRange) -> NodeKind {
        // An underlined title may start with a number sign too, but not with a space behind it.
        let source = range.slice(self.text).trim_start();
        let title = source.trim_start_matches('#');
        let signs = source.len() - title.len();
        let atx = signs > 0 && (title.is_empty() || title.starts_with([' ', '\t', '\n', '\r']));
        NodeKind::Heading {
            level: level as u8,
            style: if atx { HeadingStyle::Atx } else { HeadingStyle::Setext },
        }
    }

    // The parser puts the cells that a row lacks behind its line break.
    fn behind_row(&self) -> TextRange {
        let row = self.nodes.get(self.holder.id.index()).map_or(TextRange::default(), |row| row.range);
        TextRange::empty(row.trim(self.text).end())
    }

    fn link(&mut self, kind: NodeKind, destination: CowStr<'a>, range: TextRange) {
        let node = NodeId(self.nodes.len() as u32);
        self.open(kind, range);
        let written = match destination {
            CowStr::Borrowed(part) => TextRange::of_slice(self.source, part),
            _ => None,
        };
        let destination = match written {
            Some(range) => {
                Destination::Source(TextRange::new(range.start() + self.offset, range.end() + self.offset))
            }
            None => Destination::Resolved(destination.into_string().into_boxed_str()),
        };
        self.links.push(Link { node, destination });
    }

    // The info string stands behind the opening fence; its event text may have escapes resolved.
    fn fence_info(&mut self, range: TextRange) {
        let Some(line) = range.slice(self.text).lines().next() else { return };
        let after = line.trim_start().trim_start_matches(['`', '~']);
        if let Some(range) = TextRange::of_slice(self.text, after).map(|range| range.trim(self.text))
            && !range.is_empty()
        {
            self.info.push((self.holder.id, range));
        }
    }

    fn task(&mut self, done: bool) {
        let task = if done { Task::Done } else { Task::Open };
        // In a tight list the marker comes inside the item, in a loose one before its paragraph: both are open.
        let open = std::iter::once(&self.holder).chain(self.outer.iter().rev());
        for id in open.map(|open| open.id) {
            if let Some(node) = self.nodes.get_mut(id.index())
                && matches!(node.kind, NodeKind::Item { .. })
            {
                node.kind = NodeKind::Item { task };
                return;
            }
        }
    }

    fn text(&mut self, text: &str, range: TextRange) {
        if text.is_empty() {
            return;
        }
        // Entities, and the spaces that are left of a tab in code, read otherwise than they are written.
        let written = range.slice(self.text);
        let entity = written.as_bytes().first() == Some(&b'&');
        if text.len() != written.len() || (entity && text != written) {
            self.resolved.push((NodeId(self.nodes.len() as u32), text.into()));
            self.leaf(NodeKind::Text, range);
            return;
        }
        // pulldown-cmark cuts text at every character that might have been a mark; join what touches.
        if self.in_text
            && self.holder.from == range.start
            && let Some(last) = self.nodes.last_mut()
        {
            last.range.end = range.end.clamp(range.start, self.holder.end);
            self.holder.from = last.range.end;
            return;
        }
        self.leaf(NodeKind::Text, range);
        self.in_text = true;
    }

    /// Adds a node as the next child of the holder. Ranges nest and do not overlap, whatever the parser says.
    fn push(&mut self, kind: NodeKind, range: TextRange) -> Open {
        let Open { id: parent, from, end: bound } = self.holder;
        let start = range.start.max(from).min(bound);
        let end = range.end.clamp(start, bound);
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, range: TextRange { start, end }, parent, end: NodeId(id.0 + 1) });
        self.in_text = false;
        Open { id, from: start, end }
    }

    fn open(&mut self, kind: NodeKind, range: TextRange) {
        let opened = self.push(kind, range);
        self.outer.push(std::mem::replace(&mut self.holder, opened));
    }

    fn leaf(&mut self, kind: NodeKind, range: TextRange) {
        self.holder.from = self.push(kind, range).end;
    }

    fn end(&mut self) {
        let Some(outer) = self.outer.pop() else { return };
        let closed = std::mem::replace(&mut self.holder, outer);
        self.holder.from = closed.end;
        self.in_text = false;
        let next = NodeId(self.nodes.len() as u32);
        if let Some(node) = self.nodes.get_mut(closed.id.index()) {
            node.end = next;
        }
    }

    /// Comments and headings within a block of HTML.
    fn html(&mut self, range: TextRange) {
        let source = range.slice(self.text);
        let from = |part: TextRange| TextRange::new(range.start() + part.start(), range.start() + part.end());
        for part in html::Parts::new(source) {
            match part {
                Part::Comment(comment) => self.leaf(NodeKind::Comment, from(comment)),
                Part::Heading { level, whole, title } => {
                    self.open(NodeKind::Heading { level, style: HeadingStyle::Html }, from(whole));
                    for inline in html::inlines(title.slice(source)) {
                        let (kind, part) = match inline {
                            Inline::Text(part) => (NodeKind::Text, part),
                            Inline::Tag(part) => (NodeKind::InlineHtml, part),
                            Inline::Comment(part) => (NodeKind::Comment, part),
                        };
                        let start = title.start() + part.start();
                        self.leaf(kind, from(TextRange::new(start, start + part.len())));
                    }
                    self.end();
                }
            }
        }
    }

    fn finish(mut self, definitions: Vec<ReferenceDefinition>) -> Arena {
        while !self.outer.is_empty() {
            self.end();
        }
        let end = NodeId(self.nodes.len() as u32);
        if let Some(root) = self.nodes.first_mut() {
            root.end = end;
        }
        let Self { nodes, links, info, resolved, .. } = self;
        Arena { nodes, links, definitions, info, resolved }
    }
}
