//! Documents as text, one line each node, section or field, for the examples.

use abide_syntax::{
    Anchors, Document, FieldSource, HeadingStyle, LineColumn, NodeId, NodeKind, SectionId, Task, TextRange,
    Value,
};
use std::fmt::Write;

/// The nodes: lines, kind, and the source where nothing stands below.
pub fn tree(document: &Document) -> String {
    let mut shown = String::new();
    for child in document.children(NodeId::ROOT) {
        show_node(document, child, 0, &mut shown);
    }
    shown
}

fn show_node(document: &Document, id: NodeId, depth: usize, shown: &mut String) {
    let node = document.node(id);
    let kind = match node.kind {
        NodeKind::Heading { level, style } => format!("heading {level} {}", style_name(style)),
        NodeKind::List { ordered: true } => "ordered list".into(),
        NodeKind::List { ordered: false } => "list".into(),
        NodeKind::Item { task: Task::None } => "item".into(),
        NodeKind::Item { task: Task::Open } => "item, open task".into(),
        NodeKind::Item { task: Task::Done } => "item, done task".into(),
        NodeKind::Code { fenced: true } => match (document.code_info(id), document.code_language(id)) {
            (Some((info, _)), Some(language)) => format!("fence {info:?} in {language}"),
            (info, language) => {
                assert!(info.is_none() && language.is_none());
                "fence".into()
            }
        },
        NodeKind::Code { fenced: false } => "indented code".into(),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let mut line = format!("{}{kind}", "  ".repeat(depth));
    let children: Vec<_> = document.children(id).collect();
    if let Some(destination) = document.link(id) {
        write!(line, " to {destination:?}").unwrap();
    }
    let only_text = matches!(children[..], [only] if document.node(only).kind == NodeKind::Text);
    if matches!(node.kind, NodeKind::Code { .. }) {
        write!(line, " {:?}", document.code_text(id)).unwrap();
    } else if only_text {
        write!(line, " {:?}", document.source(children[0])).unwrap();
    } else if children.is_empty() && !matches!(node.kind, NodeKind::FrontMatter | NodeKind::ThematicBreak) {
        write!(line, " {:?}", document.source(id)).unwrap();
    }
    writeln!(shown, "{:<5} {line}", lines(document, node.range)).unwrap();
    if !only_text && !matches!(node.kind, NodeKind::Code { .. }) {
        children.into_iter().for_each(|child| show_node(document, child, depth + 1, shown));
    }
}

/// The sections below the root: the lines of heading and content, title, style.
pub fn sections(document: &Document) -> String {
    let mut shown = String::new();
    for (at, section) in document.sections().iter().enumerate().skip(1) {
        let depth = document.section_path(SectionId(at as u32)).len() - 1;
        let title = document.slice(section.title_range);
        let written = if title == &*section.title { String::new() } else { format!(" from {title:?}") };
        let (lines, level, style) =
            (lines(document, section.range), section.level, style_name(section.style));
        writeln!(shown, "{lines:<5} {}{:?}{written}, {style} {level}", "  ".repeat(depth), section.title)
            .unwrap();
    }
    shown
}

/// The fields: line, name, value, how each is written.
pub fn fields(document: &Document) -> String {
    let mut shown = String::new();
    for field in document.fields() {
        let source = match field.source {
            FieldSource::FrontMatter => "front matter",
            FieldSource::Line => "line",
            FieldSource::Item => "item",
            FieldSource::Quote => "quote",
            FieldSource::Row => "row",
        };
        let (name, value) = (field.name(document.text()), document.slice(field.value));
        writeln!(shown, "{:<5} {name} = {value:?} ({source})", lines(document, field.range())).unwrap();
    }
    shown
}

/// The entries of the front matter as data, and its problem.
pub fn front_matter(document: &Document) -> String {
    let Some(front) = document.front_matter() else { return "none\n".into() };
    let mut shown = format!("{:<5} {:?}\n", lines(document, front.range), front.kind).to_lowercase();
    for entry in &front.entries {
        let data = match &entry.data {
            Value::Empty => "empty".into(),
            Value::Scalar(text) => format!("{text:?}"),
            Value::List(items) => format!("{items:?}"),
            Value::Nested => format!("nested {:?}", document.slice(entry.value)),
        };
        writeln!(shown, "{:<5} {} = {data}", lines(document, entry.name), document.slice(entry.name))
            .unwrap();
    }
    if let Some(problem) = &front.problem {
        writeln!(shown, "{:<5} problem: {}", lines(document, problem.range), problem.message).unwrap();
    }
    shown
}

/// Where each word stands, as line:column.
pub fn words(document: &Document) -> String {
    let mut shown = String::new();
    for word in document.text().split_whitespace() {
        let range = TextRange::of_slice(document.text(), word).unwrap();
        let LineColumn { line, column } = document.lines().line_column(document.text(), range.start);
        writeln!(shown, "{line}:{column} {word}").unwrap();
    }
    shown
}

/// The anchors, in alphabetical order; then the reference definitions.
pub fn anchors(document: &Document) -> String {
    let anchors = Anchors::new(document);
    let mut names: Vec<_> = anchors.iter().map(|name| format!("#{name}\n")).collect();
    names.sort();
    names.concat()
}

/// The link reference definitions.
pub fn definitions(document: &Document) -> String {
    let definitions = document.reference_definitions().iter();
    definitions
        .map(|it| format!("{:<5} {} -> {}\n", lines(document, it.range), it.label, it.destination))
        .collect()
}

fn style_name(style: HeadingStyle) -> String {
    format!("{style:?}").to_lowercase()
}

fn lines(document: &Document, range: TextRange) -> String {
    let first = document.line(range.start);
    let last = document.line(range.end.saturating_sub(1).max(range.start));
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}
