//! Sections: a heading with what stands under it.

use crate::{Document, HeadingStyle, NodeId, NodeKind, TextRange};

/// The place of a section in its document's list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SectionId(pub u32);

impl SectionId {
    /// The part before any heading, which holds all sections.
    pub const ROOT: SectionId = SectionId(0);

    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A heading and what stands under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// The heading or bold line; the document for the root.
    pub heading: NodeId,
    /// 0 for the root, 1 to 6 for headings; a bold line is one deeper than the heading above it, at most 7.
    pub level: u8,
    /// How the heading is written.
    pub style: HeadingStyle,
    /// The heading as readable text, without marks, closing `#` and a bold line's colon.
    pub title: Box<str>,
    /// The bytes of the heading's text.
    pub title_range: TextRange,
    /// The section that holds this one.
    pub parent: SectionId,
    /// From the heading to the end of the last subsection.
    pub range: TextRange,
    /// From behind the heading to the next heading of any level.
    pub body: TextRange,
    /// The first node behind the heading.
    pub first: NodeId,
    /// One past the last node of the section's own body.
    pub end: NodeId,
}

pub(crate) fn build(document: &Document) -> Vec<Section> {
    let length = document.text().len();
    let whole = TextRange::new(0, length);
    let mut sections = vec![Section {
        heading: NodeId::ROOT,
        level: 0,
        style: HeadingStyle::Atx,
        title: "".into(),
        title_range: TextRange::empty(0),
        parent: SectionId::ROOT,
        range: whole,
        body: whole,
        first: NodeId(1),
        end: NodeId(document.nodes().len() as u32),
    }];
    // The sections that are still open, outermost first.
    let mut open = vec![SectionId::ROOT];
    let mut real_level = 0;
    for id in document.children(NodeId::ROOT) {
        let node = document.node(id);
        match node.kind {
            NodeKind::Heading { level, style } => {
                real_level = level;
                push(document, &mut sections, &mut open, id, level, style);
            }
            NodeKind::Paragraph if bold_line(document, id) => {
                let level = (real_level + 1).min(7);
                push(document, &mut sections, &mut open, id, level, HeadingStyle::Bold);
            }
            NodeKind::Html => {
                for child in document.children(id) {
                    if let NodeKind::Heading { level, style } = document.node(child).kind {
                        real_level = level;
                        push(document, &mut sections, &mut open, child, level, style);
                    }
                }
            }
            _ => {}
        }
    }
    sections
}

fn push(
    document: &Document,
    sections: &mut Vec<Section>,
    open: &mut Vec<SectionId>,
    heading: NodeId,
    level: u8,
    style: HeadingStyle,
) {
    let node = document.node(heading);
    if let Some(last) = sections.last_mut() {
        last.body.end = node.range.start.max(last.body.start);
        last.end = heading;
    }
    while let Some(id) = open.last().copied()
        && let Some(section) = sections.get_mut(id.index())
        && section.level >= level
    {
        section.range.end = node.range.start;
        open.pop();
    }
    let parent = open.last().copied().unwrap_or(SectionId::ROOT);
    let end = sections.first().map_or(node.range.end, |root| root.range.end);
    let text = document.plain_text(heading);
    let title = match style {
        HeadingStyle::Bold => text.trim_end_matches([':', '：']).trim_end(),
        _ => text.trim(),
    };
    open.push(SectionId(sections.len() as u32));
    sections.push(Section {
        heading,
        level,
        style,
        title: title.into(),
        title_range: title_range(document, heading),
        parent,
        range: TextRange { start: node.range.start, end },
        body: TextRange { start: node.range.end, end },
        first: node.end,
        end: document.node(NodeId::ROOT).end,
    });
}

fn title_range(document: &Document, heading: NodeId) -> TextRange {
    let node = document.node(heading);
    let mut children = document.children(heading);
    let Some(first) = children.next() else { return node.range.trim(document.text()) };
    let last = children.last().unwrap_or(first);
    document.node(first).range.cover(document.node(last).range).trim(document.text())
}

/// Whether a paragraph is one bold line that labels what follows: `**Title**`, `**Title:**`, `**Title**:`.
fn bold_line(document: &Document, id: NodeId) -> bool {
    const LONGEST_LABEL: usize = 120;
    let node = document.node(id);
    if node.range.len() > LONGEST_LABEL + 8 {
        return false;
    }
    let source = document.source(id).trim();
    if !(source.starts_with("**") || source.starts_with("__")) || source.contains('\n') {
        return false;
    }
    let mut children = document.children(id);
    let Some(strong) = children.next() else { return false };
    if document.node(strong).kind != NodeKind::Strong {
        return false;
    }
    let rest: String = children.map(|child| document.source(child)).collect();
    let label = document.plain_text(strong);
    // A bold sentence is emphasis, not a label.
    matches!(rest.trim(), "" | ":" | "：") && !label.is_empty() && !label.ends_with(['.', '!', '。', ','])
}
