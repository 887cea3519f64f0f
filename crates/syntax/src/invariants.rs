//! What holds of every document, whatever its text; the property tests and the fuzz target check it.

use crate::{Anchors, Destination, Document, LineColumn, NodeId, NodeKind, SectionId, Table, TextRange};

type Checked = Result<(), String>;

/// Says what is wrong with a document's structure; `Ok` for every document, or there is a bug here.
#[doc(hidden)]
pub fn check_invariants(document: &Document) -> Checked {
    nodes(document)?;
    kinds(document)?;
    cover(document)?;
    sections(document)?;
    lists_beside(document)?;
    front_matter(document)?;
    positions(document)?;
    answers(document)
}

/// What may be spent on questions whose answers are long: as much as the document is large. Deeply nested parts are all
/// asked about a little, not each about everything below it.
struct Purse(usize);

impl Purse {
    fn of(document: &Document) -> Self {
        Self(document.text().len())
    }

    /// Whether a question of that cost may be asked; each one that comes up adds a little.
    fn affords(&mut self, cost: usize) -> bool {
        const EACH: usize = 256;
        let filled = self.0.saturating_add(EACH);
        self.0 = filled.checked_sub(cost).unwrap_or(filled);
        cost <= filled
    }
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(what()) }
}

fn on_boundaries(document: &Document, range: TextRange, what: &str) -> Checked {
    let text = document.text();
    let fits = range.start <= range.end && text.get(range.start()..range.end()).is_some();
    ensure(fits, || format!("{what} {range:?} is not a range of characters"))
}

/// Parents stand before children and hold them; siblings are ordered and disjoint; `end` closes each subtree.
fn nodes(document: &Document) -> Checked {
    let nodes = document.nodes();
    let root = document.node(NodeId::ROOT);
    ensure(root.kind == NodeKind::Document, || "the first node is not the document".into())?;
    ensure(root.range == TextRange::new(0, document.text().len()), || "the root is not the source".into())?;
    ensure(root.end.index() == nodes.len(), || "the root does not hold all nodes".into())?;
    // The open ancestors: where each subtree ends, and where its last child ended.
    let mut open: Vec<(NodeId, NodeId, u32)> = vec![(NodeId::ROOT, root.end, 0)];
    for (at, node) in nodes.iter().enumerate().skip(1) {
        let id = NodeId(at as u32);
        let what = || format!("node {at} {node:?}");
        on_boundaries(document, node.range, "node")?;
        while open.last().is_some_and(|(_, end, _)| *end <= id) {
            open.pop();
        }
        let Some((parent, end, last)) = open.last_mut() else {
            return Err(format!("{} stands outside the root", what()));
        };
        ensure(node.parent == *parent, || format!("{} is not a child of {parent:?}", what()))?;
        ensure(id < node.end && node.end <= *end, || format!("{} ends outside its parent", what()))?;
        let holder = document.node(*parent).range;
        ensure(holder.contains(node.range), || format!("{} leaves its parent {holder:?}", what()))?;
        ensure(*last <= node.range.start, || format!("{} overlaps what stands before it", what()))?;
        *last = node.range.end;
        open.push((id, node.end, node.range.start));
    }
    Ok(())
}

/// Items stand in lists, cells in rows, rows in tables; leaves hold nothing.
fn kinds(document: &Document) -> Checked {
    for (at, node) in document.nodes().iter().enumerate().skip(1) {
        use NodeKind::*;
        let id = NodeId(at as u32);
        let parent = document.node(node.parent).kind;
        let holds = match node.kind {
            Document => false,
            Item { .. } => matches!(parent, List { .. }),
            TableHead | TableRow => parent == Table,
            TableCell => matches!(parent, TableHead | TableRow),
            Heading { level, .. } => (1..=6).contains(&level),
            _ => !matches!(parent, List { .. } | Table | TableHead | TableRow),
        };
        ensure(holds, || format!("node {at} {node:?} stands in {parent:?}"))?;
        let leaf = matches!(
            node.kind,
            Text | CodeSpan | Comment | ThematicBreak | FrontMatter | InlineHtml | FootnoteReference
        );
        ensure(!leaf || node.end.0 == id.0 + 1, || format!("leaf {at} {node:?} has children"))?;
    }
    Ok(())
}

/// Outside the top blocks stands nothing but white space, a byte order mark and link reference definitions.
fn cover(document: &Document) -> Checked {
    let text = document.text();
    let mut last = 0;
    let ends = document.children(NodeId::ROOT).map(|id| document.node(id).range);
    for range in ends.chain([TextRange::empty(text.len())]) {
        let gap = TextRange { start: last, end: range.start };
        let left = gap.slice(text).trim_start_matches('\u{FEFF}').trim();
        let definition = left.starts_with('[') && left.contains("]:");
        ensure(left.is_empty() || definition, || format!("no node holds {left:?} at {gap:?}"))?;
        last = range.end;
    }
    Ok(())
}

/// Sections stand in order, nest by level, and their headings and bodies tile the document.
fn sections(document: &Document) -> Checked {
    let sections = document.sections();
    let whole = TextRange::new(0, document.text().len());
    let root = sections.first().ok_or("no root section")?;
    ensure(root.range == whole && root.level == 0, || "the root section is not the document".into())?;
    let mut last = root;
    for (at, section) in sections.iter().enumerate().skip(1) {
        let what = || format!("section {at} {section:?}");
        for range in [section.range, section.body, section.title_range] {
            on_boundaries(document, range, "section")?;
        }
        let parent = document.section(section.parent).ok_or("a section without parent")?;
        ensure(section.parent.index() < at, || format!("{} stands before its parent", what()))?;
        ensure(parent.level < section.level, || format!("{} is not below its parent", what()))?;
        ensure(parent.range.contains(section.range), || format!("{} leaves its parent", what()))?;
        ensure(section.range.contains(section.body), || format!("{} does not hold its body", what()))?;
        ensure(section.range.contains(section.title_range), || format!("{} lost its title", what()))?;
        ensure(last.body.end == section.range.start, || format!("a gap before {}", what()))?;
        ensure(last.end == section.heading, || format!("nodes missing before {}", what()))?;
        let inside = document.section_at(section.range.start);
        ensure(inside == SectionId(at as u32), || format!("{} does not hold its own start", what()))?;
        last = section;
    }
    ensure(last.body.end == whole.end, || "the last section ends before the document".into())?;
    ensure(last.end == document.node(NodeId::ROOT).end, || "the last section lost nodes".into())
}

/// Links, definitions and info strings are sorted, so that they are found, and belong to nodes of their kind.
fn lists_beside(document: &Document) -> Checked {
    let links = document.links();
    ensure(links.is_sorted_by(|a, b| a.node < b.node), || "links out of order".into())?;
    for link in links {
        let kind = document.node(link.node).kind;
        ensure(matches!(kind, NodeKind::Link | NodeKind::Image), || format!("{link:?} is a {kind:?}"))?;
        ensure(document.link(link.node).is_some(), || format!("{link:?} is not found"))?;
        if let Destination::Source(range) = link.destination {
            on_boundaries(document, range, "destination")?;
        }
    }
    let definitions = document.reference_definitions();
    ensure(definitions.is_sorted_by_key(|it| it.range), || "definitions out of order".into())?;
    for definition in definitions {
        on_boundaries(document, definition.range, "definition")?;
    }
    for (at, node) in document.nodes().iter().enumerate() {
        if let Some((info, range)) = document.code_info(NodeId(at as u32)) {
            on_boundaries(document, range, "info string")?;
            ensure(node.kind == NodeKind::Code { fenced: true }, || format!("{info:?} is on {node:?}"))?;
            ensure(node.range.contains(range), || format!("{info:?} stands outside {node:?}"))?;
            ensure(!info.contains('\n') && info == info.trim(), || format!("{info:?} is not one line"))?;
        }
    }
    Ok(())
}

fn front_matter(document: &Document) -> Checked {
    for field in document.fields() {
        on_boundaries(document, field.name, "field name")?;
        on_boundaries(document, field.value, "field value")?;
    }
    let Some(front) = document.front_matter() else { return Ok(()) };
    on_boundaries(document, front.range, "front matter")?;
    ensure(front.range.contains(front.content), || "front matter leaves its delimiters".into())?;
    for entry in &front.entries {
        for range in [entry.name, entry.value] {
            on_boundaries(document, range, "entry")?;
            ensure(front.content.contains(range), || format!("{entry:?} leaves the front matter"))?;
        }
    }
    if let Some(problem) = &front.problem {
        on_boundaries(document, problem.range, "front matter problem")?;
        ensure(front.content.contains(problem.range), || format!("{problem:?} leaves the front matter"))?;
    }
    Ok(())
}

/// Line and column lead back to the byte.
fn positions(document: &Document) -> Checked {
    let (lines, text) = (document.lines(), document.text());
    // A byte order mark has no column of its own.
    let first = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let ends = document.nodes().iter().flat_map(|node| [node.range.start, node.range.end]);
    let mut last = LineColumn { line: 1, column: 1 };
    let mut last_offset = first;
    let mut purse = Purse::of(document);
    for offset in ends.chain([text.len() as u32]).map(|offset| offset.max(first)) {
        // A column is counted from the start of its line, there and back.
        let column = offset.saturating_sub(lines.line_start(lines.line(offset)));
        if !purse.affords(2 * column as usize) {
            continue;
        }
        let position = lines.line_column(text, offset);
        let back = lines.offset(text, position);
        ensure(back == Some(offset), || format!("{offset} is {position:?}, which is {back:?}"))?;
        ensure((offset < last_offset) == (position < last), || format!("{position:?} is out of order"))?;
        (last, last_offset) = (position, offset);
    }
    Ok(())
}

/// Everything that a document can be asked; none of it may panic.
fn answers(document: &Document) -> Checked {
    let mut purse = Purse::of(document);
    for (at, node) in document.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        if purse.affords(node.range.len() + node.end.index().saturating_sub(at)) {
            document.plain_text(id);
        }
        document.code_text(id);
        document.code_language(id);
        document.section_at(node.range.end);
        let Some(table) = Table::new(document, id) else { continue };
        ensure(table.columns().len() == table.head().map_or(0, |head| table.cells(head).count()), || {
            format!("columns lost in {node:?}")
        })?;
        for row in table.head().into_iter().chain(table.rows()) {
            table.written_cells(row);
            for cell in table.cells(row) {
                on_boundaries(document, table.cell_range(cell), "cell")?;
            }
        }
    }
    for (at, section) in document.sections().iter().enumerate() {
        if purse.affords(
            section.title.len() + document.section(section.parent).map_or(0, |above| above.title.len()),
        ) {
            document.section_path(SectionId(at as u32));
        }
    }
    document.title();
    let anchors = Anchors::new(document);
    for link in document.links() {
        anchors.contains(document.destination(link));
    }
    Ok(())
}
