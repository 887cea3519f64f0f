//! Trees written as nested lists.

use super::name::is_path;
use super::push;
use crate::statement;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// How deep lists may be nested.
const DEEPEST: u32 = 12;

/// Reads the nested lists of a section; false where they are not a tree of folders and files.
pub(super) fn read(context: &Context, id: SectionId, items: &mut Items) -> bool {
    let document = context.document;
    let mut found = Vec::new();
    for block in document.section_blocks(id) {
        if matches!(document.node(block).kind, NodeKind::List { .. }) {
            list(context, id, block, "", 0, &mut found);
        }
    }
    // A tree has a folder with something in it, and each of its lines is a name.
    let deep = found.iter().any(|entry| entry.depth > 0);
    if !deep || found.iter().any(|entry| entry.path.is_none()) {
        return false;
    }
    for entry in &found {
        if let Some(path) = &entry.path {
            push(items, id, entry.range, path, &entry.comment);
        }
    }
    true
}

/// "...", "{root}", "<folder>".
fn is_stand_in(written: &str) -> bool {
    let enclosed = |open, close| {
        written.strip_prefix(open).is_some_and(|rest: &str| rest.trim_end_matches('/').ends_with(close))
    };
    matches!(written, "..." | "…") || enclosed('{', '}') || enclosed('<', '>')
}

struct Entry {
    path: Option<String>,
    comment: String,
    range: TextRange,
    depth: u32,
}

fn list(context: &Context, id: SectionId, list_id: NodeId, above: &str, depth: u32, found: &mut Vec<Entry>) {
    let document = context.document;
    if depth > DEEPEST {
        return;
    }
    for item in document.children(list_id) {
        let Some(own) = statement::own(document, id, item, false, &[], depth) else { continue };
        let nested: Vec<NodeId> = document
            .children(item)
            .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
            .collect();
        let code = text::code_spans(document, own.first, own.end).next().map(|(_, code)| code);
        let written = code
            .filter(|code| own.text.starts_with(code))
            .unwrap_or_else(|| own.text.split_whitespace().next().unwrap_or_default().trim_end_matches(':'));
        let name = written.trim_start_matches("./").trim_end_matches('/');
        // What stands for the root, or for more of the same, has no name of its own.
        if is_stand_in(written) {
            for inner in nested {
                list(context, id, inner, above, depth + 1, found);
            }
            continue;
        }
        let folder = !nested.is_empty() || written.ends_with('/');
        let named = if folder { is_path(&format!("{name}/")) } else { is_path(written) };
        let comment = text::behind_separator(own.text.strip_prefix(written).unwrap_or_default());
        let path = named.then(|| format!("{above}{name}{}", if folder { "/" } else { "" }));
        let below = path.clone().unwrap_or_default();
        found.push(Entry { path, comment: comment.to_owned(), range: own.range, depth });
        for inner in nested {
            list(context, id, inner, &below, depth + 1, found);
        }
    }
}
