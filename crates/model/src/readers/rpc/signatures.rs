//! Whole signatures with their types, behind a label, at the start of an entry or alone in a heading.

use super::name_in_code;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// "**Loader:** `load(path: Path) -> Doc`": a label, then a whole signature with its types, in a paragraph or a list.
pub(super) fn labelled_signatures(context: &Context, id: SectionId, items: &mut Items) {
    const LONGEST: usize = 300;
    let document = context.document;
    let entries =
        context.statements(id).iter().map(|statement| (statement.first, statement.end, statement.range));
    let paragraphs =
        context.paragraphs(id).map(|(node, range)| (NodeId(node.0 + 1), document.node(node).end, range));
    for (first, end, range) in entries.chain(paragraphs) {
        if range.len() > LONGEST {
            continue;
        }
        let mut codes = text::code_spans(document, first, end);
        let (Some((node, code)), None) = (codes.next(), codes.next()) else { continue };
        let before = document.slice(TextRange { start: range.start, end: node.range.start });
        let label = before.trim().trim_end_matches(['*', '_']).trim_end();
        let behind = document.slice(TextRange { start: node.range.end, end: range.end });
        let alone = !behind.contains(char::is_alphanumeric);
        let labels = label.ends_with([':', '：']) || before.trim_end().ends_with([':', '：']);
        let shown = behind.trim_start_matches(['*', '_', ' ']);
        let synopsis = is_synopsis(label) && (alone || shown.starts_with(['(', ',', '.', '—']));
        if synopsis && code.contains(' ') {
            name_in_code(items, id, range.trim(document.text()), code, None, true);
        } else if alone && labels && label.split_whitespace().count() <= 4 && is_typed(code) {
            name_in_code(items, id, range.trim(document.text()), code, None, false);
        }
    }
}

/// Whether a label says that a command stands behind it: "**Synopsis:**".
fn is_synopsis(label: &str) -> bool {
    const LABELS: &[&str] = &["synopsis", "sinopsis", "sinopse", "書式", "命令格式"];
    let bare = label.trim_matches(['*', '_', ' ', ':', '：']).to_lowercase();
    LABELS.contains(&bare.as_str())
}

/// "`Press.Print(ctx, job Job) (*Sheet, error)` — prints one": entries of a list that open with a whole signature.
pub(super) fn opening_signatures(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    if [Kind::Check, Kind::Flow].iter().any(|kind| context.outline.holds(id, *kind)) {
        return;
    }
    for statement in context.statements(id).iter().filter(|statement| !statement.boxed) {
        let first = document.node(statement.first);
        if first.kind != NodeKind::CodeSpan {
            continue;
        }
        let code = text::code_span(document.slice(first.range));
        let behind = document.slice(TextRange { start: first.range.end, end: statement.range.end });
        let told =
            behind.is_empty() || [":", "：", " —", " –", " - "].iter().any(|mark| behind.starts_with(mark));
        // A dot or words run together tell a function from a type.
        let name = code.split('(').next().unwrap_or(code);
        let named = name.contains('.') || text::is_compound(name) && name.starts_with(char::is_lowercase);
        if told && named && (is_typed(code) || is_typed_behind(code)) {
            let about = behind.trim_start_matches([':', '：', '—', '–', '-', ' ']);
            name_in_code(
                items,
                id,
                statement.range,
                code,
                Some(about).filter(|about| !about.is_empty()),
                false,
            );
        }
    }
}

/// Whether a call gives the types behind its parameters and what it returns behind it: `Print(job Job) (*Sheet, error)`.
fn is_typed_behind(code: &str) -> bool {
    let Some((name, rest)) = code.split_once('(') else { return false };
    let mut depth = 1;
    let close = rest.char_indices().find(|(_, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let Some((inner, result)) = close.and_then(|(at, _)| Some((rest.get(..at)?, rest.get(at + 1..)?.trim())))
    else {
        return false;
    };
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let returned = result.starts_with('(') && result.ends_with(')')
        || result.starts_with(['*', '['])
        || matches!(result, "error" | "string" | "bool" | "int");
    named && returned && inner.split(',').any(|part| part.trim().contains(' '))
}

/// A heading that is nothing but a typed signature in code: "### `load(path: Path) -> Doc`".
pub(super) fn headed_signature(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    let Some(section) = document.section(id) else { return };
    let title = document.slice(section.title_range).trim();
    let Some(code) = title.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) else { return };
    if !code.contains('`') && code.starts_with(|c: char| c.is_lowercase()) && is_typed(code) {
        name_in_code(items, id, section.title_range, code, None, false);
    }
}

/// Whether a call gives the types of its parameters or of what it returns: `load(path: Path) -> Doc`.
fn is_typed(code: &str) -> bool {
    let Some((name, rest)) = code.split_once('(') else { return false };
    // "query lockers(near: Point!)"
    let name = name.rsplit(' ').next().unwrap_or(name);
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let Some((inner, result)) = rest.rsplit_once(')') else { return false };
    let returns = result.trim_start().starts_with("->") || result.trim_start().starts_with(':');
    named && (inner.contains(": ") || returns)
}
