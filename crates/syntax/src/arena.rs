//! From pulldown-cmark's events to the flat arena of nodes.

use crate::{Destination, HeadingStyle, Link, Node, NodeId, NodeKind, ReferenceDefinition, Task, TextRange};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag};

pub(crate) struct Arena {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub definitions: Vec<ReferenceDefinition>,
    pub info: Vec<(NodeId, TextRange)>,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

pub(crate) fn build(text: &str, front_matter: Option<TextRange>, body: usize) -> Arena {
    let mut builder = Builder::new(text);
    if let Some(range) = front_matter {
        builder.leaf(NodeKind::FrontMatter, range);
    }
    builder.offset = body;
    let parser = Parser::new_ext(text.get(body..).unwrap_or_default(), OPTIONS);
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
    while builder.open.len() > 1 {
        builder.end();
    }
    builder.finish(definitions)
}

struct Builder<'a> {
    text: &'a str,
    offset: usize,
    nodes: Vec<Node>,
    links: Vec<Link>,
    info: Vec<(NodeId, TextRange)>,
    /// Nodes that are still open, and the end of their last child.
    open: Vec<(NodeId, u32)>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        let root = Node {
            kind: NodeKind::Document,
            range: TextRange::new(0, text.len()),
            parent: NodeId::ROOT,
            end: NodeId(1),
        };
        // About one node in 24 bytes of real specs.
        let mut nodes = Vec::with_capacity(text.len() / 24 + 8);
        nodes.push(root);
        Self { text, offset: 0, nodes, links: Vec::new(), info: Vec::new(), open: vec![(NodeId::ROOT, 0)] }
    }

    fn event(&mut self, event: Event<'a>, range: TextRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(),
            Event::Text(_) => self.text(range),
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
        let kind = match &tag {
            Tag::Paragraph => NodeKind::Paragraph,
            Tag::Heading { level, .. } => self.heading(*level, range),
            Tag::BlockQuote(_) => NodeKind::Quote,
            Tag::CodeBlock(kind) => NodeKind::Code { fenced: matches!(kind, CodeBlockKind::Fenced(_)) },
            Tag::HtmlBlock => NodeKind::Html,
            Tag::List(start) => NodeKind::List { ordered: start.is_some() },
            Tag::Item => NodeKind::Item { task: Task::None },
            Tag::FootnoteDefinition(_) => NodeKind::FootnoteDefinition,
            Tag::Table(_) => NodeKind::Table,
            Tag::TableHead => NodeKind::TableHead,
            Tag::TableRow => NodeKind::TableRow,
            Tag::TableCell => NodeKind::TableCell,
            Tag::Emphasis => NodeKind::Emphasis,
            Tag::Strong => NodeKind::Strong,
            Tag::Strikethrough => NodeKind::Strikethrough,
            Tag::Link { .. } => NodeKind::Link,
            Tag::Image { .. } => NodeKind::Image,
            // Not switched on by OPTIONS; kept as plain containers should that change.
            Tag::Superscript | Tag::Subscript => NodeKind::Emphasis,
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => NodeKind::Paragraph,
        };
        let id = self.open(kind, range);
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let destination = self.destination(dest_url);
                self.links.push(Link { node: id, destination });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                if let Some(range) = self.fence_info(range, &info) {
                    self.info.push((id, range));
                }
            }
            Tag::HtmlBlock => self.html(range),
            _ => {}
        }
    }

    fn heading(&self, level: HeadingLevel, range: TextRange) -> NodeKind {
        let level = match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        };
        let atx = range.slice(self.text).trim_start().starts_with('#');
        NodeKind::Heading { level, style: if atx { HeadingStyle::Atx } else { HeadingStyle::Setext } }
    }

    fn destination(&self, destination: CowStr<'a>) -> Destination {
        if let CowStr::Borrowed(part) = destination
            && let Some(range) = TextRange::of_slice(self.text, part)
        {
            return Destination::Source(range);
        }
        Destination::Resolved(destination.into_string().into_boxed_str())
    }

    // The info string stands behind the opening fence; its event text may have escapes resolved.
    fn fence_info(&self, range: TextRange, info: &str) -> Option<TextRange> {
        if info.is_empty() {
            return None;
        }
        let line = range.slice(self.text).lines().next()?;
        let after = line.trim_start().trim_start_matches(['`', '~']);
        let range = TextRange::of_slice(self.text, after)?.trim(self.text);
        (!range.is_empty()).then_some(range)
    }

    fn task(&mut self, done: bool) {
        let task = if done { Task::Done } else { Task::Open };
        // In a tight list the marker comes inside the item, in a loose one before its paragraph: both are open.
        for (id, _) in self.open.iter().rev() {
            if let Some(node) = self.nodes.get_mut(id.index())
                && matches!(node.kind, NodeKind::Item { .. })
            {
                node.kind = NodeKind::Item { task };
                return;
            }
        }
    }

    fn text(&mut self, range: TextRange) {
        // pulldown-cmark cuts text at every character that might have been a mark; join what touches.
        let parent = self.open.last().map_or(NodeId::ROOT, |(id, _)| *id);
        if let Some(last) = self.nodes.last_mut()
            && last.kind == NodeKind::Text
            && last.parent == parent
            && last.range.end == range.start
        {
            last.range.end = range.end;
            if let Some((_, end)) = self.open.last_mut() {
                *end = range.end;
            }
            return;
        }
        self.leaf(NodeKind::Text, range);
    }

    fn open(&mut self, kind: NodeKind, range: TextRange) -> NodeId {
        let (parent, from) = self.open.last().copied().unwrap_or((NodeId::ROOT, 0));
        let bound = self.nodes.get(parent.index()).map_or(range, |node| node.range);
        // Ranges nest and do not overlap, whatever the parser says.
        let start = range.start.max(bound.start).max(from).min(bound.end);
        let end = range.end.clamp(start, bound.end);
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, range: TextRange { start, end }, parent, end: NodeId(id.0 + 1) });
        self.open.push((id, start));
        id
    }

    fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some((id, _)) = self.open.pop() else { return };
        let next = NodeId(self.nodes.len() as u32);
        let mut end = 0;
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.end = next;
            end = node.range.end;
        }
        if let Some((_, last)) = self.open.last_mut() {
            *last = end.max(*last);
        }
    }

    fn leaf(&mut self, kind: NodeKind, range: TextRange) {
        self.open(kind, range);
        self.end();
    }

    /// Comments and headings within a block of HTML.
    fn html(&mut self, range: TextRange) {
        let source = range.slice(self.text);
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', source.as_bytes().get(at..).unwrap_or_default()) {
            let start = at + found;
            let rest = source.get(start..).unwrap_or_default();
            if rest.starts_with("<!--") {
                let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
                let from = range.start() + start;
                self.leaf(NodeKind::Comment, TextRange::new(from, from + length).trim(self.text));
                at = start + length;
            } else if let Some((level, inner, length)) = html_heading(rest) {
                let from = range.start() + start;
                let style = HeadingStyle::Html;
                self.open(NodeKind::Heading { level, style }, TextRange::new(from, from + length));
                let title = TextRange::new(from + inner.start(), from + inner.end()).trim(self.text);
                self.leaf(NodeKind::Text, title);
                self.end();
                at = start + length;
            } else {
                at = start + 1;
            }
        }
    }

    fn finish(mut self, definitions: Vec<ReferenceDefinition>) -> Arena {
        let end = NodeId(self.nodes.len() as u32);
        if let Some(root) = self.nodes.first_mut() {
            root.end = end;
        }
        Arena { nodes: self.nodes, links: self.links, definitions, info: self.info }
    }
}

/// `<h2 id="x">Title</h2>` at the start of `html`: its level, the range of the title, and the whole length.
fn html_heading(html: &str) -> Option<(u8, TextRange, usize)> {
    let bytes = html.as_bytes();
    if !matches!(bytes.get(1), Some(b'h' | b'H')) {
        return None;
    }
    let level = bytes.get(2).filter(|digit| (b'1'..=b'6').contains(digit))? - b'0';
    if !matches!(bytes.get(3), Some(b'>' | b' ' | b'\t')) {
        return None;
    }
    let open = memchr::memchr(b'>', bytes)? + 1;
    // A heading is a line or a few: looking further would be quadratic on hostile input.
    let window = html.get(open..)?;
    let mut limit = window.len().min(1000);
    while !window.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = window.get(..limit)?;
    let close = window.find("</h").or_else(|| window.find("</H"))?;
    let end = window.get(close..)?.find('>')? + close + 1;
    Some((level, TextRange::new(open, open + close), open + end))
}
