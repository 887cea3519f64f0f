//! Calls and commands in lists, tables and blocks that are not the interface by their heading.

use super::{line, name_in_code};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeKind, SectionId};

/// Functions that a part of the design lists, where several of its lines open with a call.
pub(super) fn listed_calls(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    let opens = |statement: &&crate::statement::Statement| {
        let code = text::code_spans(document, statement.first, statement.end).next().map(|(_, code)| code);
        code.is_some_and(|code| {
            statement.text.starts_with(code)
                && code.split_once('(').is_some_and(|(name, rest)| {
                    rest.ends_with(')') && name.starts_with(|c: char| c.is_lowercase()) && !name.contains(' ')
                })
        })
    };
    let calls: Vec<_> = context.statements(id).iter().filter(opens).collect();
    if calls.len() >= 2 {
        for call in calls {
            line(context, call, false, items);
        }
    }
}

/// A table of tools or functions whose rows open with a call, under any heading.
pub(super) fn tabled_calls(context: &Context, id: SectionId, items: &mut Items) {
    if context.outline.within(id, crate::readers::entity::NOT_OWN) {
        return;
    }
    for grid in context.grids_of(id) {
        let heads = [
            "tool",
            "function",
            "method",
            "procedure",
            "rpc",
            "call",
            "operation",
            "api",
            "signature",
            "función",
            "関数",
            "함수",
        ];
        if grid.exact_column(&heads) != Some(0) {
            continue;
        }
        let describing =
            grid.column(&["description", "purpose", "meaning", "what", "notes", "effect", "説明", "描述"]);
        let calls: Vec<_> = grid
            .filled_rows()
            .filter_map(|row| Some((row, *row.cell(Some(0))?.codes(context.document).first()?)))
            .filter(|(_, code)| {
                code.ends_with(')') && code.split_once('(').is_some_and(|(name, _)| !name.contains(' '))
            })
            .collect();
        if calls.len() >= 2 {
            for (row, code) in calls {
                name_in_code(items, id, row.range, code, row.said(describing.filter(|at| *at != 0)), false);
            }
        }
    }
}

/// Commands as a block shows their use: `tool export <file> [--json]`.
pub(super) fn usages(context: &Context, id: SectionId, items: &mut Items) {
    for fence in context
        .fences_of(id)
        .filter(|fence| fence.is(&["", "sh", "bash", "shell", "console", "text", "txt", "zsh"]))
    {
        for line in fence.lines(context.document) {
            let code = line.text.trim().trim_start_matches("$ ").trim_start_matches("Usage: ");
            let shown = code.contains([' '])
                && (code.contains(" <") || code.contains(" ["))
                && !code.starts_with('#');
            if shown {
                name_in_code(items, id, line.range.trim(context.document.text()), code, None, true);
            }
        }
    }
}

/// List entries that only label what is nested in them, and are calls all the same: "`open(path)` → a store. Takes:".
pub(super) fn calls_with_parts(context: &Context, id: SectionId) -> Vec<crate::statement::Statement> {
    let document = context.document;
    let mut found = Vec::new();
    for block in document.section_blocks(id) {
        if !matches!(document.node(block).kind, NodeKind::List { .. }) {
            continue;
        }
        for item in document.children(block) {
            let nested = document
                .children(item)
                .any(|child| matches!(document.node(child).kind, NodeKind::List { .. }));
            if nested && let Some(own) = crate::statement::own(document, id, item, false, &[], 0) {
                found.push(own);
            }
        }
    }
    found
}
