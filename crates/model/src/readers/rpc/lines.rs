//! Operations in headings, paragraphs and lists of an interface.

use super::{name_in_code, push};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{Node, NodeId, SectionId, TextRange};

/// A heading that is a signature or a command.
pub(super) fn heading(
    context: &Context,
    id: SectionId,
    heading: NodeId,
    range: TextRange,
    command_line: bool,
    items: &mut Items,
) {
    let document = context.document;
    let end = document.node(heading).end;
    let Some((node, code)) = text::code_spans(document, heading, end).next() else { return };
    let before = document.slice(TextRange { start: range.start, end: node.range.start });
    // "Explicit run (`tool run`)" names the command in brackets.
    let words = before.split_whitespace().count();
    if words <= 4 {
        name_in_code(items, id, range, code, None, command_line);
    }
}

/// A paragraph that opens with a signature in code: `**`load(path) -> Doc`**` and what it does.
pub(super) fn signature(
    context: &Context,
    id: SectionId,
    (paragraph, range): (NodeId, TextRange),
    command_line: bool,
    items: &mut Items,
) {
    let document = context.document;
    let end = document.node(paragraph).end;
    let Some((node, code)) = text::code_spans(document, paragraph, end).next() else { return };
    let before = document.slice(TextRange { start: range.start, end: node.range.start });
    let after = document.text().get(node.range.end()..).unwrap_or_default().trim_start_matches('*');
    let ends =
        after.trim_start_matches(' ').starts_with(['\n', '\r', ':', '—', '–', '-']) || after.is_empty();
    let command = command_line && code.contains(' ');
    if before.chars().all(|c| c == '*') && ends && (code.contains('(') || command) {
        name_in_code(items, id, TextRange { start: range.start, end: node.range.end }, code, None, command);
    }
}

pub(super) fn line(
    context: &Context,
    statement: &crate::statement::Statement,
    command_line: bool,
    items: &mut Items,
) {
    let document = context.document;
    let Some((node, code)) = text::code_spans(document, statement.first, statement.end).next() else {
        return;
    };
    let before = document.slice(TextRange { start: statement.range.start, end: node.range.start });
    if before.chars().any(char::is_alphanumeric) {
        return;
    }
    let after = document.slice(TextRange { start: node.range.end, end: statement.range.end });
    let rest = after.trim_start_matches(['*', '_', ' ']);
    // "`tool init` writes keys" tells about the command; "`tool init`: …" lists it.
    let listed = rest.is_empty() || rest.starts_with([':', '—', '–', '-', '(', ',', '：', '→', '`', '/']);
    let call = code.contains('(');
    // "`--json` flag on every command", "`--to <address>` repeatable (required)"
    const TOLD: &[&str] = &["flag", "option", "required", "optional", "repeatable", "may be repeated"];
    // "`tool seed` to fill the trays"
    let aims = command_line && code.contains(' ') && rest.starts_with("to ");
    let flag = code.starts_with("--") && TOLD.iter().any(|word| rest.starts_with(word));
    if listed || call || flag || aims {
        let description = statement
            .text
            .get(statement.text.find(code).map_or(0, |at| at + code.len())..)
            .unwrap_or_default();
        let several = command_line && rest.starts_with('/');
        let description = if several { "" } else { text::behind_separator(description) };
        name_in_code(items, statement.section, statement.range, code, Some(description), command_line);
        if command_line {
            further(context, statement, code, items);
        } else {
            others(context, statement, node, call, items);
        }
    }
}

/// A line that is the name of a program and nothing else, where other lines call it with more: `tool`, `tool run FILE`.
pub(super) fn bare_program(context: &Context, id: SectionId, items: &mut Items) {
    let codes: Vec<(TextRange, &str)> = context
        .statements(id)
        .iter()
        .filter_map(|statement| {
            let (_, code) = text::code_spans(context.document, statement.first, statement.end).next()?;
            statement.text.starts_with(code).then_some((statement.range, code))
        })
        .collect();
    for (range, code) in &codes {
        let named = !code.is_empty()
            && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let called = |(_, other): &(TextRange, &str)| {
            other.strip_prefix(code).is_some_and(|rest| rest.starts_with(' '))
        };
        if named && !code.starts_with('-') && codes.iter().filter(|other| called(other)).count() > 1 {
            push(items, id, *range, code, Some(code));
        }
    }
}

/// "`press tray open` / `press tray close`": further commands of the same program in the same line.
fn further(context: &Context, statement: &crate::statement::Statement, first: &str, items: &mut Items) {
    let document = context.document;
    let Some((program, _)) = first.split_once(' ') else { return };
    let mut end: Option<u32> = None;
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let gap =
            end.map_or("/", |end| document.slice(TextRange { start: end, end: node.range.start }).trim());
        let alike = code.split_once(' ').is_some_and(|(other, _)| other == program);
        if !matches!(gap, "/" | "," | "|" | "and" | "or") || !alike {
            break;
        }
        if end.is_some() {
            name_in_code(items, statement.section, node.range, code, None, true);
        }
        end = Some(node.range.end);
    }
}

/// "`pause()` / `resume()`", "`start_job` / `end_job` — a job's life": further operations in the same line.
fn others(
    context: &Context,
    statement: &crate::statement::Statement,
    first: Node,
    call: bool,
    items: &mut Items,
) {
    let document = context.document;
    // Below the heading of a type, names without brackets are its operations.
    let title = document.section(statement.section).map_or("", |section| section.title.as_ref());
    let typed = title.starts_with(char::is_uppercase) && text::is_compound(title);
    let mut names = vec![first];
    for (node, code) in text::code_spans(document, statement.first, statement.end).skip(1) {
        let end = names.last().map_or(first.range.end, |last| last.range.end);
        let gap = document.slice(TextRange { start: end, end: node.range.start });
        let alike =
            if call { code.ends_with(')') } else { typed && code.contains('_') && is_plain_name(code) };
        if gap.trim() != "/" || !alike {
            break;
        }
        names.push(node);
    }
    if names.len() < 2 {
        return;
    }
    for node in names {
        let code = text::code_span(document.slice(node.range));
        if call {
            name_in_code(items, statement.section, node.range, code, None, false);
        } else if code.contains('_') && is_plain_name(code) {
            push(items, statement.section, node.range, code, None);
        }
    }
}

/// A name of a function without anything else: `start_job`.
fn is_plain_name(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
