//! Links and citations.

use super::Reader;
use crate::grid::Grid;
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

pub(super) const READER: Reader = Reader {
    name: "reference",
    kinds: &[Kind::Reference],
    documentation: "\
A link or citation under references, links or related specifications: one per bullet, row or line. `target` is the link's destination, a \
path or address in code or text, else the words.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    // "See also:" above a list.
    for statement in context.adopted(Kind::Reference).filter(|statement| !says_nothing(&statement.text)) {
        let target = target(context, statement.first, statement.end);
        push(items, statement.section, statement.range, &statement.text, target.as_deref());
    }
    for (id, section) in context.sections() {
        if !context.outline.holds(id, Kind::Reference) && !lists_links(context, id, &section.title) {
            continue;
        }
        let terms = context.outline.holds(id, Kind::Term);
        for statement in context.statements(id) {
            // An entry of a change log that stands here all the same.
            let dated = statement.text.len() > 10
                && statement.text.bytes().take(10).all(|byte| byte.is_ascii_digit() || byte == b'-');
            if dated || says_nothing(&statement.text) {
                continue;
            }
            let target = target(context, statement.first, statement.end);
            // Under "Glossary / References" only what points somewhere is a reference.
            let linked = target.is_some() && !is_definition(context, statement.first);
            // "Sources" may be what data comes from.
            if terms && !linked || target.is_none() && is_of_sources(&section.title) {
                continue;
            }
            push(items, id, statement.range, &statement.text, target.as_deref());
        }
        for grid in context.grids_of(id).filter(|grid| !is_of_variables(context, grid)) {
            for row in grid.filled_rows() {
                let node = context.document.node(row.node);
                let text = row
                    .cells
                    .iter()
                    .map(|cell| cell.text.as_str())
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(" — ");
                push(items, id, row.range, &text, target(context, row.node, node.end).as_deref());
            }
        }
        for (node, _) in context.paragraphs(id) {
            links_of_paragraph(context, id, node, items);
        }
    }
}

/// Whether a table is of variables and where they come from: "`PRESS_HOST`" under "Sources and precedence".
fn is_of_variables(context: &Context, grid: &Grid) -> bool {
    let mut cells = grid.filled_rows().filter_map(|row| row.cells.first()).peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            cell.codes(context.document)
                .first()
                .is_some_and(|code| text::is_upper_snake(code) && code.contains('_'))
        })
}

fn is_of_sources(title: &str) -> bool {
    ["sources", "datasources", "fuentes", "quellen", "fontes"]
        .contains(&text::squash(text::unnumbered(title)).as_str())
}

/// "Resources" may be the things of an interface; where every line starts with a link, they are links.
fn lists_links(context: &Context, id: SectionId, title: &str) -> bool {
    let last = title.split_whitespace().last().unwrap_or_default();
    let statements = if last.eq_ignore_ascii_case("resources") { context.statements(id) } else { &[] };
    let linked = |statement: &Statement| {
        matches!(context.document.node(statement.first).kind, NodeKind::Link | NodeKind::Strong)
            && (statement.first.index()..statement.end.index())
                .any(|at| context.document.nodes().get(at).is_some_and(|node| node.kind == NodeKind::Link))
    };
    !statements.is_empty() && statements.iter().all(linked)
}

/// In a glossary, a bullet that starts with a bold term is its definition, whatever it links to.
fn is_definition(context: &Context, first: NodeId) -> bool {
    matches!(context.document.node(first).kind, NodeKind::Strong | NodeKind::Emphasis)
}

fn push(items: &mut Items, section: SectionId, range: TextRange, text: &str, target: Option<&str>) {
    let (_, said) = text::ticked(text);
    if target.is_some_and(|target| matches!(target, "link" | "url" | "#")) {
        return;
    }
    items
        .push(Draft::new(Kind::Reference, section, range).text(text).field("target", target.unwrap_or(said)));
}

/// Where a line points: its first link, address, or path in code.
fn target(context: &Context, first: NodeId, end: NodeId) -> Option<String> {
    let document = context.document;
    for at in first.index()..end.index() {
        let id = NodeId(at as u32);
        let node = document.node(id);
        match node.kind {
            NodeKind::Link | NodeKind::Image => {
                if let Some(link) = document.link(id) {
                    return Some(link.to_owned());
                }
            }
            NodeKind::Text => {
                if let Some(address) = address(document.slice(node.range)) {
                    return Some(address.to_owned());
                }
            }
            NodeKind::CodeSpan => {
                let code = text::code_span(document.slice(node.range));
                if (code.contains('/') || code.contains('.')) && !code.contains(' ') {
                    return Some(code.to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// A bare address in text, or a wiki link.
fn address(text: &str) -> Option<&str> {
    if let Some(at) = text.find("http") {
        let rest = text.get(at..)?;
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"' | '、' | '。'))
            .unwrap_or(rest.len());
        let address = rest.get(..end)?.trim_end_matches(['.', ',', ';']);
        if address.contains("://") {
            return Some(address);
        }
    }
    let open = text.find("[[")?;
    let rest = text.get(open + 2..)?;
    rest.get(..rest.find("]]")?)
}

/// Lines of a paragraph that are links.
fn links_of_paragraph(context: &Context, section: SectionId, id: NodeId, items: &mut Items) {
    let document = context.document;
    let end = document.node(id).end;
    let mut seen: Vec<u32> = Vec::new();
    for at in id.index() + 1..end.index() {
        let inner = NodeId(at as u32);
        let node = document.node(inner);
        let found = match node.kind {
            NodeKind::Link => document.link(inner).map(str::to_owned),
            NodeKind::Text if !matches!(document.node(node.parent).kind, NodeKind::Link) => {
                address(document.slice(node.range)).map(str::to_owned)
            }
            _ => None,
        };
        let Some(found) = found else { continue };
        let line = document.line(node.range.start);
        if seen.contains(&line) {
            continue;
        }
        seen.push(line);
        let range = document.lines().line_range(document.text(), line).trim(document.text());
        let text = text::one_line(&range.slice(document.text()).replace("**", "").replace('`', ""));
        push(items, section, range, &text, Some(&found));
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        links_paths_and_words,
        "# T\n## References\n- Related: [001](001.md)\n- Code: `pkg/a.go:12`\n- The Big Book\n- [Related Spec](link)\n- N/A\n\nhttps://example.org/x and more\n",
        [
            "3 reference \"Related: 001\" target=001.md",
            "4 reference \"Code: pkg/a.go:12\" target=pkg/a.go:12",
            "5 reference \"The Big Book\"",
            "9 reference \"https://example.org/x and more\" target=https://example.org/x",
        ]
    );
    reader_test!(
        resources_that_are_links,
        "# T\n## Resources\n- [Rules](https://example.org/rules)\n## API resources\n- Orders\n",
        ["3 reference \"Rules\" target=https://example.org/rules"]
    );
    reader_test!(
        sources_that_point_nowhere_are_none,
        "# T\n## Sources\n- **Post office**: lists of streets\n- [Rules](https://rules.test)\n",
        ["4 reference \"Rules\" target=https://rules.test"]
    );

    reader_test!(
        where_variables_come_from_is_no_reference_and_what_one_may_read_is,
        "# T\n## Sources and precedence\n| Variable | Field |\n|---|---|\n| `PRESS_HOST` | `Press.Host` |\n## Suggested reading\n- [Presses](p.md)\n",
        ["7 reference \"Presses\" target=p.md"]
    );
}
