//! Statements: list items, told apart from the labels that only group them.

#[rustfmt::skip]
mod lettered;

use crate::html;
use crate::text;
use crate::topic::{label_topic, own_topic, summary_topic, topic_named};
use abide_syntax::{Document, NodeId, NodeKind, SectionId, Task, TextRange};
use abide_template::Concept;

/// One statement of a list.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The list item.
    pub node: NodeId,
    /// The section that holds it.
    pub section: SectionId,
    /// Its first own node.
    pub first: NodeId,
    /// One past its last own node: nested blocks come after it.
    pub end: NodeId,
    /// Its own words, without nested lists.
    pub range: TextRange,
    /// With everything nested in it.
    pub whole: TextRange,
    /// Its own words as readable text, without ticks.
    pub text: String,
    /// The box in front of it, or a tick.
    pub done: Option<bool>,
    /// Whether there is a box in front of it.
    pub boxed: bool,
    /// Whether it stands in a numbered list.
    pub ordered: bool,
    /// The labels that group it, outermost first: `API` in `- API:` with nested statements.
    pub groups: Vec<String>,
    /// How deep it is nested, 0 at the top.
    pub depth: u32,
    /// What it is about by the nearest label that names a topic: `Acceptance criteria:` above its list.
    pub topic: Option<Concept>,
}

/// Reads all statements of the lists among `blocks`. A label that only groups nested statements is not one itself; with
/// `sentences`, a whole sentence that ends in a colon is a statement, and what is nested in it tells the rest.
pub(crate) fn of_blocks(
    document: &Document,
    section: SectionId,
    blocks: impl Iterator<Item = NodeId>,
    sentences: bool,
) -> Vec<Statement> {
    let mut found = Vec::new();
    quoted(document, section, blocks, sentences, 0, &mut found);
    found
}

fn quoted(
    document: &Document,
    section: SectionId,
    blocks: impl Iterator<Item = NodeId>,
    sentences: bool,
    depth: u32,
    found: &mut Vec<Statement>,
) {
    // A label in a paragraph holds for the list behind it, a summary until its details end.
    let (mut label, mut summary) = (None, None);
    for block in blocks {
        let introduced = label.take().or(summary);
        match document.node(block).kind {
            NodeKind::List { ordered } => {
                let mut holders = Holders { groups: Vec::new(), topics: vec![introduced], sentences };
                list(document, section, block, ordered, &mut holders, found);
            }
            NodeKind::Html => {
                let source = document.source(block);
                summary =
                    if source.contains("</details>") { None } else { summary_topic(source).or(summary) };
                if source.contains("<li") || source.contains("<dt") {
                    written_in_html(document, section, block, introduced, found);
                }
            }
            NodeKind::Quote if depth < DEEPEST => {
                let inner: Vec<_> = document.children(block).collect();
                quoted(document, section, inner.into_iter(), sentences, depth + 1, found);
            }
            NodeKind::Paragraph => {
                label = label_topic(document.source(block));
                bullets_in_paragraph(document, section, block, found);
            }
            _ => {}
        }
    }
}

const DEEPEST: u32 = 12;

/// The labels above a list, and what each is about; the first stands in front of the whole list.
struct Holders {
    groups: Vec<String>,
    topics: Vec<Option<Concept>>,
    /// Whether whole sentences are statements, though they end in a colon.
    sentences: bool,
}

fn list(
    document: &Document,
    section: SectionId,
    list_id: NodeId,
    ordered: bool,
    holders: &mut Holders,
    found: &mut Vec<Statement>,
) {
    let depth = holders.topics.len().saturating_sub(1) as u32;
    if depth > DEEPEST {
        return;
    }
    for item in document.children(list_id) {
        let Some(mut statement) = own(document, section, item, ordered, &holders.groups, depth) else {
            continue;
        };
        statement.topic = holders.topics.iter().rev().find_map(|topic| *topic);
        let nested: Vec<NodeId> = document.children(item).filter(|child| is_list(document, *child)).collect();
        let label = is_label(&statement, document, &nested)
            .filter(|_| !(holders.sentences && tells(&statement.text)));
        if let Some(label) = label {
            holders.topics.push(topic_named(&label));
            holders.groups.push(label);
            for inner in nested {
                if let NodeKind::List { ordered } = document.node(inner).kind {
                    list(document, section, inner, ordered, holders, found);
                }
            }
            holders.groups.pop();
            holders.topics.pop();
            continue;
        }
        let later = if ordered { lettered::cut(document, &mut statement) } else { Vec::new() };
        let feature = !statement.boxed && !statement.ordered;
        found.push(statement);
        found.extend(later);
        if feature {
            accepted(document, section, &nested, depth + 1, found);
        }
        // Boxes below a box are tasks or checks of their own.
        for inner in nested {
            let boxed = document.children(inner).any(|child| {
                matches!(document.node(child).kind, NodeKind::Item { task: Task::Open | Task::Done })
            });
            if let NodeKind::List { ordered } = document.node(inner).kind
                && boxed
            {
                holders.topics.push(None);
                list(document, section, inner, ordered, holders, found);
                holders.topics.pop();
            }
        }
    }
}

/// "Acceptance: …" nested in the entry of a feature is a statement of its own.
fn accepted(
    document: &Document,
    section: SectionId,
    lists: &[NodeId],
    depth: u32,
    found: &mut Vec<Statement>,
) {
    // A label ends in a colon, of which this is the first byte.
    let may_be = |item: &NodeId| {
        own_words(document, *item)
            .is_some_and(|words| memchr::memchr2(b':', 0xEF, document.slice(words).as_bytes()).is_some())
    };
    for item in lists.iter().flat_map(|list| document.children(*list)).filter(may_be) {
        let labelled = |item: &Statement| own_topic(&item.text) == Some(Concept::AcceptanceCriteria);
        found.extend(own(document, section, item, false, &[], depth).filter(labelled));
    }
}

fn is_list(document: &Document, id: NodeId) -> bool {
    matches!(document.node(id).kind, NodeKind::List { .. })
}

/// The bytes of a list item's own words.
pub(crate) fn own_words(document: &Document, item: NodeId) -> Option<TextRange> {
    let (first, end) = own_nodes(document, item)?;
    let last = document.nodes().get(first.index()..end.index())?.iter().map(|node| node.range.end).max()?;
    Some(TextRange { start: document.node(first).range.start, end: last }.trim(document.text()))
}

/// Whether the readable text of a source may end in a colon, by a glance at its bytes.
pub(crate) fn may_end_in_colon(source: &str) -> bool {
    memchr::memrchr(b':', source.as_bytes()).is_some_and(|at| {
        let behind = source.as_bytes().get(at + 1..).unwrap_or_default();
        // What stands behind it may be marks, or where a link leads.
        !behind.iter().any(u8::is_ascii_alphanumeric)
            || memchr::memchr2(b'[', b'<', source.as_bytes()).is_some()
    })
}

/// The first own node of a list item, and one past the last: up to the first nested block.
fn own_nodes(document: &Document, item: NodeId) -> Option<(NodeId, NodeId)> {
    let mut children = document.children(item).peekable();
    let first = *children.peek()?;
    if document.node(first).kind == NodeKind::Paragraph {
        Some((NodeId(first.0 + 1), document.node(first).end))
    } else if document.node(first).kind.is_inline() {
        let block = children.find(|child| !document.node(*child).kind.is_inline());
        Some((first, block.unwrap_or(document.node(item).end)))
    } else {
        None
    }
}

/// The label of a list item that only groups the list nested in it.
pub(crate) fn label_of(document: &Document, item: NodeId) -> Option<String> {
    let nested: Vec<NodeId> = document.children(item).filter(|child| is_list(document, *child)).collect();
    let statement = own(document, SectionId::ROOT, item, false, &[], 0)?;
    is_label(&statement, document, &nested)
}

/// A list item by its own words, up to the first nested block.
pub(crate) fn own(
    document: &Document,
    section: SectionId,
    item: NodeId,
    ordered: bool,
    groups: &[String],
    depth: u32,
) -> Option<Statement> {
    let node = document.node(item);
    let NodeKind::Item { task } = node.kind else { return None };
    let (first, end) = own_nodes(document, item)?;
    let range = own_words(document, item)?;
    let plain = text::plain(document, first, end);
    let (tick, bare) = text::ticked(&plain);
    let (loose, bare) = loose_box(bare);
    let done = match task {
        Task::Done => Some(true),
        Task::Open => Some(false),
        Task::None => loose.or(tick),
    };
    Some(Statement {
        node: item,
        section,
        first,
        end,
        range,
        whole: node.range.trim(document.text()),
        text: bare.trim().to_owned(),
        done,
        boxed: task != Task::None || loose.is_some(),
        ordered,
        groups: groups.to_vec(),
        depth,
        topic: None,
    })
}

/// A paragraph read as if it were the entry of a list.
pub(crate) fn of_paragraph(document: &Document, section: SectionId, paragraph: NodeId) -> Statement {
    let node = document.node(paragraph);
    let first = NodeId(paragraph.0 + 1);
    let range = node.range.trim(document.text());
    Statement {
        node: paragraph,
        section,
        first,
        end: node.end,
        range,
        whole: range,
        text: text::plain(document, first, node.end).trim().to_owned(),
        done: None,
        boxed: false,
        ordered: false,
        groups: Vec::new(),
        depth: 0,
        topic: None,
    }
}

/// Up to so many words behind an id are its title.
const FEW: usize = 4;

/// A box that Markdown does not take for one: `[ ]* optional`, `[~] under way`.
fn loose_box(text: &str) -> (Option<bool>, &str) {
    let Some((mark, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return (None, text);
    };
    let done = match mark {
        "x" | "X" => true,
        " " | "~" | "-" | "/" | ">" => false,
        _ => return (None, text),
    };
    let rest = rest.strip_prefix('*').unwrap_or(rest);
    if rest.starts_with(' ') { (Some(done), rest.trim_start()) } else { (None, text) }
}

/// The label of an item that only groups the list nested in it.
fn is_label(statement: &Statement, document: &Document, nested: &[NodeId]) -> Option<String> {
    if nested.is_empty() || statement.boxed {
        return None;
    }
    let label = statement.text.trim();
    // "R-2: The map shows:" says something of its own, and what is nested details it, unless that has ids as well.
    let coded = |item: NodeId| {
        own_words(document, item).is_some_and(|words| {
            let source = document.slice(words).trim_start_matches(['*', '_', '`', '[']);
            text::leading_code(source).is_some()
        })
    };
    let told = text::leading_code(label).is_some_and(|(_, rest)| {
        let words = rest.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        words > FEW || words > 0 && !nested.iter().flat_map(|list| document.children(*list)).any(coded)
    });
    if told {
        return None;
    }
    if let Some(inner) = label.strip_suffix([':', '：']) {
        return Some(inner.trim().to_owned());
    }
    // A bold phrase and nothing else.
    let mut own = document.children(statement.node).take_while(|child| {
        let kind = document.node(*child).kind;
        kind.is_inline() || kind == NodeKind::Paragraph
    });
    let only = own.next()?;
    let only = if document.node(only).kind == NodeKind::Paragraph {
        let mut inner = document.children(only);
        let strong = inner.next()?;
        if inner.next().is_some() {
            return None;
        }
        strong
    } else {
        if own.any(|child| !document.source(child).trim().is_empty()) {
            return None;
        }
        only
    };
    let words = label.split_whitespace().count();
    (document.node(only).kind == NodeKind::Strong && words <= 8 && !label.ends_with('.'))
        .then(|| label.to_owned())
}

/// Whether a line that ends in a colon says something of its own: "The system lets clerks keep guests with these details:".
fn tells(label: &str) -> bool {
    const MANY: usize = 8;
    const LONG: usize = 24;
    let words = label.split_whitespace().count();
    let unspaced = label.chars().filter(|c| u32::from(*c) >= 0x3000).count();
    label.ends_with([':', '：']) && (words >= MANY || unspaced >= LONG)
}

/// Bullets written with characters that Markdown does not take for list marks: `• one`.
fn bullets_in_paragraph(document: &Document, section: SectionId, id: NodeId, found: &mut Vec<Statement>) {
    const BULLETS: &[char] = &['•', '◦', '▪', '●', '‣', '∙'];
    // A tick or a box in front of each line; it stays, for it tells what is done.
    const TICKS: &[char] = &['✅', '☑', '✔', '✓', '❌', '☐', '⬜', '✗', '🔲'];
    let node = document.node(id);
    let source = document.source(id);
    // None of these marks is ASCII, and most paragraphs begin with a letter.
    if source.trim_start().starts_with(|first: char| first.is_ascii()) {
        return;
    }
    let ticked = source.starts_with(TICKS) && source.lines().all(|line| line.trim_start().starts_with(TICKS));
    if !ticked && !source.trim_start().starts_with(BULLETS) {
        return;
    }
    for line in source.lines() {
        let bare = line.trim_start();
        let Some(rest) = (if ticked { Some(bare) } else { bare.strip_prefix(BULLETS) }) else { continue };
        let Some(range) = TextRange::of_slice(document.text(), rest.trim()) else { continue };
        let within = |at: usize| document.nodes().get(at).is_some_and(|node| range.overlaps(node.range));
        let first = (id.index() + 1..node.end.index()).find(|at| within(*at));
        let last = (id.index() + 1..node.end.index()).rev().find(|at| within(*at));
        let (Some(first), Some(last)) = (first, last) else { continue };
        let plain = rest.trim().replace("**", "").replace('`', "");
        let (done, bare) = text::ticked(&plain);
        found.push(Statement {
            node: id,
            section,
            first: NodeId(first as u32),
            end: NodeId(last as u32 + 1),
            range,
            whole: range,
            text: bare.to_owned(),
            done,
            boxed: false,
            ordered: false,
            groups: Vec::new(),
            depth: 0,
            topic: None,
        });
    }
}

/// The entries of lists in HTML; what is nested in an entry belongs to it.
fn written_in_html(
    document: &Document,
    section: SectionId,
    block: NodeId,
    topic: Option<Concept>,
    found: &mut Vec<Statement>,
) {
    let range = document.node(block).range;
    for (depth, range, plain) in html::entries(document.slice(range), range.start()) {
        if depth > 0 {
            continue;
        }
        let (done, bare) = text::ticked(&plain);
        let range = range.trim(document.text());
        found.push(Statement {
            node: block,
            section,
            first: block,
            end: block,
            range,
            whole: range,
            text: bare.to_owned(),
            done,
            boxed: false,
            ordered: false,
            groups: Vec::new(),
            depth,
            topic,
        });
    }
}

/// A paragraph that starts with a phrase in bold, as a statement: `**Paper jams** — jobs wait.`
pub(crate) fn led(document: &Document, section: SectionId, id: NodeId) -> Option<Statement> {
    opened(document, section, id, &[NodeKind::Strong])
}

/// A paragraph that starts with one of these, as a statement.
pub(crate) fn opened(
    document: &Document,
    section: SectionId,
    id: NodeId,
    by: &[NodeKind],
) -> Option<Statement> {
    let node = document.node(id);
    let first = NodeId(id.0 + 1);
    let opening = document.nodes().get(first.index())?;
    if node.kind != NodeKind::Paragraph
        || !by.contains(&opening.kind)
        || opening.range.start != node.range.start
    {
        return None;
    }
    let plain = text::plain(document, first, node.end);
    let (done, bare) = text::ticked(&plain);
    let range = node.range.trim(document.text());
    Some(Statement {
        node: id,
        section,
        first,
        end: node.end,
        range,
        whole: range,
        text: bare.to_owned(),
        done,
        boxed: false,
        ordered: false,
        groups: Vec::new(),
        depth: 0,
        topic: None,
    })
}
