//! A document: one text, and everything else as ranges into it.

use crate::{
    Field, FrontMatter, LineIndex, Node, NodeId, NodeKind, Section, SectionId, TextRange, arena, field,
    front_matter, section,
};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A parsed Markdown document.
#[derive(Clone, Debug)]
pub struct Document {
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
    pub(crate) nodes: Vec<Node>,
    links: Vec<Link>,
    definitions: Vec<ReferenceDefinition>,
    info: Vec<(NodeId, TextRange)>,
    /// Text that reads otherwise than it is written: entities.
    resolved: Vec<(NodeId, Box<str>)>,
    front_matter: Option<FrontMatter>,
    sections: Vec<Section>,
    fields: Vec<Field>,
}

/// Where a link or image points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link or image node.
    pub node: NodeId,
    /// Its destination.
    pub destination: Destination,
}

/// A link's destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// As written in the source.
    Source(TextRange),
    /// With escapes resolved, so that the source says it otherwise.
    Resolved(Box<str>),
}

/// `[label]: destination`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceDefinition {
    /// The label, as written.
    pub label: Box<str>,
    /// The destination.
    pub destination: Box<str>,
    /// The whole definition.
    pub range: TextRange,
}

impl Document {
    /// Reads `text`. This cannot fail; what is odd in the text shows in the tree.
    pub fn parse(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let front_matter = front_matter::read(&text);
        let body = front_matter.as_ref().map_or_else(|| byte_order_mark(&text), |front| front.range.end());
        let arena = arena::build(&text, front_matter.as_ref().map(|front| front.range), body);
        let mut document = Self {
            text,
            lines: OnceLock::new(),
            nodes: arena.nodes,
            links: arena.links,
            definitions: arena.definitions,
            info: arena.info,
            resolved: arena.resolved,
            front_matter,
            sections: Vec::new(),
            fields: Vec::new(),
        };
        document.sections = section::build(&document);
        document.fields = field::build(&document);
        document
    }

    /// The source.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source, to share.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The lines of the source, indexed at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The 1-based line of a byte.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().line(offset)
    }

    /// All nodes, in source order, a parent before its children. The first is the document itself.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// One node; an id from another document may give the root.
    #[inline]
    pub fn node(&self, id: NodeId) -> Node {
        match self.nodes.get(id.index()) {
            Some(node) => *node,
            None => Node {
                kind: NodeKind::Document,
                range: TextRange::new(0, self.text.len()),
                parent: NodeId::ROOT,
                end: NodeId(0),
            },
        }
    }

    /// The source of a node.
    pub fn source(&self, id: NodeId) -> &str {
        self.node(id).range.slice(&self.text)
    }

    /// The text of a range.
    pub fn slice(&self, range: TextRange) -> &str {
        range.slice(&self.text)
    }

    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { document: self, next: NodeId(id.0 + 1), end: self.node(id).end }
    }

    /// All nodes below `id`, in source order.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = (NodeId, Node)> + '_ {
        let start = id.index() + 1;
        let end = self.node(id).end.index().min(self.nodes.len());
        (start..end).filter_map(|at| Some((NodeId(at as u32), *self.nodes.get(at)?)))
    }

    /// The readable text below a node: marks are left out and entities resolved, so that `a **b** &amp; c` gives
    /// `a b & c`; a line break is a space.
    pub fn plain_text(&self, id: NodeId) -> Cow<'_, str> {
        let mut only = None;
        let mut joined = String::new();
        let mut last_end = None;
        for (id, node) in self.descendants(id) {
            let part = match node.kind {
                NodeKind::Text => self.text_of(id, node),
                NodeKind::CodeSpan => code_span_text(node.range.slice(&self.text)),
                NodeKind::InlineHtml if is_break(node.range.slice(&self.text)) => " ",
                _ => continue,
            };
            match (only, last_end) {
                (None, _) => only = Some(part),
                (Some(first), end) => {
                    if joined.is_empty() {
                        joined.push_str(first);
                    }
                    // A line break between two runs of text reads as a space.
                    let gap = end
                        .map_or("", |end| TextRange { start: end, end: node.range.start }.slice(&self.text));
                    if gap.contains(['\n', '\r']) && !joined.ends_with(char::is_whitespace) {
                        joined.push(' ');
                    }
                    joined.push_str(part);
                }
            }
            last_end = Some(node.range.end);
        }
        match only {
            None => Cow::Borrowed(""),
            Some(first) if joined.is_empty() => Cow::Borrowed(first.trim()),
            Some(_) => Cow::Owned(joined.trim().to_owned()),
        }
    }

    /// What a text node says.
    fn text_of(&self, id: NodeId, node: Node) -> &str {
        match self.resolved.binary_search_by_key(&id, |(node, _)| *node) {
            Ok(at) => self.resolved.get(at).map_or("", |(_, text)| text),
            Err(_) => node.range.slice(&self.text),
        }
    }

    /// The content of a code block, without its fences and without the prefix of a quote or list around it.
    pub fn code_text(&self, id: NodeId) -> Cow<'_, str> {
        let mut parts = self.children(id).map(|child| self.text_of(child, self.node(child)));
        let Some(first) = parts.next() else { return Cow::Borrowed("") };
        match parts.next() {
            None => Cow::Borrowed(first),
            Some(second) => {
                let mut joined = String::from(first);
                joined.push_str(second);
                joined.extend(parts);
                Cow::Owned(joined)
            }
        }
    }

    /// The info string of a fenced code block: `json` in "```json".
    pub fn code_info(&self, id: NodeId) -> Option<(&str, TextRange)> {
        let at = self.info.binary_search_by_key(&id, |(node, _)| *node).ok()?;
        let (_, range) = *self.info.get(at)?;
        Some((range.slice(&self.text), range))
    }

    /// The first word of a fence's info string in lower case, without attributes: `ts` in "```ts {1,3}",
    /// `python` in "```{.python .numberLines}".
    pub fn code_language(&self, id: NodeId) -> Option<String> {
        let (info, _) = self.code_info(id)?;
        let mut words = info.split([' ', '\t', ',', '{', '}', ':']).map(|word| word.trim_start_matches('.'));
        Some(words.find(|word| !word.is_empty())?.to_lowercase())
    }

    /// The destination of a link or image.
    pub fn link(&self, id: NodeId) -> Option<&str> {
        let at = self.links.binary_search_by_key(&id, |link| link.node).ok()?;
        Some(self.destination(self.links.get(at)?))
    }

    /// All links and images, in source order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The text of a destination.
    pub fn destination<'a>(&'a self, link: &'a Link) -> &'a str {
        match &link.destination {
            Destination::Source(range) => range.slice(&self.text),
            Destination::Resolved(text) => text,
        }
    }

    /// Link reference definitions, in source order.
    pub fn reference_definitions(&self) -> &[ReferenceDefinition] {
        &self.definitions
    }

    /// The front matter, if the document starts with one.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    /// All sections in source order. The first is the part before any heading and holds the others.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// One section; an id from another document may give `None`.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.index())
    }

    /// The innermost section that holds a byte.
    pub fn section_at(&self, offset: u32) -> SectionId {
        let at = self.sections.partition_point(|section| section.range.start <= offset);
        let mut id = SectionId(at.saturating_sub(1) as u32);
        while let Some(section) = self.section(id) {
            if id == SectionId::ROOT || section.range.contains_offset(offset) {
                break;
            }
            id = section.parent;
        }
        id
    }

    /// The readable titles from the outermost section down to `id`, without the root's.
    pub fn section_path(&self, id: SectionId) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = id;
        while at != SectionId::ROOT
            && let Some(section) = self.section(at)
        {
            path.push(section.title.to_string());
            at = section.parent;
        }
        path.reverse();
        path
    }

    /// The blocks of a section itself, without its heading and without its subsections.
    pub fn section_blocks(&self, id: SectionId) -> impl Iterator<Item = NodeId> + '_ {
        let (first, end) = self.section(id).map_or((0, 0), |section| (section.first.0, section.end.0));
        let mut next = NodeId(first);
        std::iter::from_fn(move || {
            while next.0 < end {
                let id = next;
                let node = self.node(id);
                next = NodeId(node.end.0.max(id.0 + 1));
                if !matches!(node.kind, NodeKind::FrontMatter) {
                    return Some(id);
                }
            }
            None
        })
    }

    /// The title: the first heading of level 1 (or `title` in the front matter), as readable text.
    pub fn title(&self) -> Option<Cow<'_, str>> {
        let heading = self.sections.iter().find(|section| section.level == 1);
        if let Some(section) = heading {
            return Some(Cow::Borrowed(&section.title));
        }
        self.field("title").map(|field| Cow::Borrowed(unquote(field.value.slice(&self.text))))
    }

    /// All metadata fields: front matter first, then those near the top of the body.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The first field of that name, without regard to case.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name(&self.text).eq_ignore_ascii_case(name))
    }
}

/// The children of a node; see [`Document::children`].
#[derive(Clone, Debug)]
pub struct Children<'a> {
    document: &'a Document,
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next = NodeId(self.document.node(id).end.0.max(id.0 + 1));
        Some(id)
    }
}

/// The text between the backticks of a code span.
pub(crate) fn code_span_text(source: &str) -> &str {
    let inner = source.trim_matches('`');
    if inner.trim().is_empty() { inner } else { inner.trim() }
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    text
}

fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}
