//! Settings that a paragraph or a heading of their own defines.

use super::{describe, is_key, line};
use crate::statement;
use crate::text::{self, is_upper_snake};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId};
use abide_template::Concept;

pub(super) fn read(context: &Context, items: &mut Items) {
    for (id, section) in context.sections_of(Kind::Setting) {
        if context.outline.concepts(id).contains(&Concept::CommandLine) {
            continue;
        }
        paragraphs(context, id, items);
        if context.outline.holds(section.parent, Kind::Setting) {
            heading(context, id, items);
        }
    }
}

/// `` `LOG_LEVEL` `` on a line of its own and `: how much to say` below it, or both in one line.
fn paragraphs(context: &Context, id: SectionId, items: &mut Items) {
    for (node, range) in context.paragraphs(id) {
        let document = context.document;
        let Some(told) = statement::opened(document, id, node, &[NodeKind::CodeSpan, NodeKind::Strong])
        else {
            continue;
        };
        let source = range.slice(document.text());
        let Some((named, behind)) =
            source.trim_start_matches('*').strip_prefix('`').and_then(|rest| rest.split_once('`'))
        else {
            continue;
        };
        let behind = behind.trim_start_matches(['*', ' ']);
        let definition = behind.trim_start().starts_with([':', '：']);
        let surely = named.starts_with("--") || is_upper_snake(named) && named.contains('_');
        if definition || surely && behind.starts_with(['—', '–', '-', '(', '\n']) {
            line(context, &told, items);
        }
    }
}

/// A heading below configuration that is the name of one setting: "### `LOG_LEVEL`".
fn heading(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    let Some(section) = document.section(id) else { return };
    let title = document.slice(section.title_range).trim();
    let coded = title.starts_with('`');
    let Some(name) = title.trim_start_matches('`').split(['`', ' ', '(']).next().map(str::trim) else {
        return;
    };
    let behind =
        title.trim_start_matches('`').get(name.len()..).unwrap_or_default().trim_start_matches(['`', ' ']);
    let named = name.starts_with("--")
        || is_upper_snake(name) && name.contains('_')
        || coded && name.contains(['_', '-', '.']) && !text::is_file(name);
    let alone = behind.is_empty() || behind.starts_with('(') && behind.ends_with(')');
    // What lists keys of its own is a group of them.
    let groups = context.grids_of(id).next().is_some() || name.starts_with('[');
    if !named || !alone || groups || !is_key(name) {
        return;
    }
    let Some((node, _)) = context.paragraphs(id).next() else { return };
    let Some(mut told) =
        statement::opened(document, id, node, &[document.node(abide_syntax::NodeId(node.0 + 1)).kind])
    else {
        return;
    };
    told.range = section.title_range;
    let description = if behind.is_empty() { told.text.clone() } else { format!("{behind} {}", told.text) };
    describe(items, &told, name, &[], &description);
}
