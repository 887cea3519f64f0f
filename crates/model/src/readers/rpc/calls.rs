//! Calls and commands in lists, tables and blocks that are not the interface by their heading.

use super::lines::line;
use super::name_in_code;
use crate::fence::Fence;
use crate::grid::Grid;
use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};

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

/// "Use case | Endpoint | CLI command": the commands of a table about something else.
pub(super) fn commands_beside(id: SectionId, grid: &Grid, context: &Context, items: &mut Items) {
    let column = grid.heads.iter().position(|head| {
        head.split_whitespace().count() <= 4 && (head.as_str() == "cli" || head.ends_with("cli command"))
    });
    let Some(column) = column.filter(|column| *column > 0) else { return };
    for row in grid.filled_rows() {
        let codes = row.cell(Some(column)).map(|cell| cell.codes(context.document)).unwrap_or_default();
        if let [code] = codes.as_slice() {
            name_in_code(items, id, row.range, code, None, true);
        }
    }
}

/// A column of actions or functions below a heading that says so, each row with the name of one: "`createOrder`".
pub(super) fn named_actions(context: &Context, id: SectionId, grid: &Grid, items: &mut Items) {
    const HEADS: &[&str] = &[
        "action",
        "server action",
        "function",
        "method",
        "handler",
        "mutation",
        "query",
        "関数",
        "アクション",
        "函数",
        "함수",
        "función",
    ];
    const TOLD: &[&str] =
        &["action", "function", "関数", "アクション", "函数", "함수", "funcion", "mutation"];
    let Some(column) = grid.exact_column(HEADS) else { return };
    let title = |id: SectionId| {
        context.document.section(id).map_or_else(String::new, |section| section.title.to_lowercase())
    };
    let above =
        context.document.section(id).map(|section| section.parent).filter(|above| *above != SectionId::ROOT);
    let said = |title: &str| TOLD.iter().any(|word| title.contains(word));
    if !said(&title(id)) && !above.is_some_and(|above| said(&title(above))) {
        return;
    }
    let describing = grid.column(&[
        "description",
        "purpose",
        "meaning",
        "what",
        "notes",
        "effect",
        "説明",
        "概要",
        "描述",
        "설명",
    ]);
    let named: Vec<_> = grid
        .filled_rows()
        .filter_map(|row| match row.cell(Some(column))?.codes(context.document).as_slice() {
            [code] => Some((row, *code)),
            _ => None,
        })
        .filter(|(_, code)| {
            text::is_compound(code)
                && code.starts_with(|c: char| c.is_ascii_lowercase())
                && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
        .collect();
    if named.len() != grid.filled_rows().count() {
        return;
    }
    for (row, code) in named {
        items.push(
            Draft::new(Kind::Rpc, id, row.range)
                .key(code)
                .said("description", row.said(describing.filter(|at| *at != column))),
        );
    }
}

/// Commands as a block shows their use: `tool export <file> [--json]`.
pub(super) fn usages(context: &Context, id: SectionId, items: &mut Items) {
    for fence in context
        .fences_of(id)
        .filter(|fence| fence.is(&["", "sh", "bash", "shell", "console", "text", "txt", "zsh"]))
    {
        help(context, id, fence, items);
        super::usage::listed(context, id, fence, items);
        let mut called: Vec<(String, TextRange)> = Vec::new();
        for (code, range) in commands(context, fence) {
            let code = code.trim_start_matches("Usage: ");
            let prompted = code.starts_with("$ ");
            let code = code.trim_start_matches("$ ");
            let shown = code.contains([' '])
                && (code.contains(" <") || code.contains(" ["))
                && !code.starts_with('#');
            if shown {
                synopsis(context, items, id, range, code);
                name_in_code(items, id, range, code, None, true);
            } else if prompted {
                called.push((code.to_owned(), range));
            }
        }
        shown_calls(id, &called, items);
    }
}

/// "tool [OPTIONS] [FILE...]": the program that a document is about, where it has nothing but options and arguments.
fn synopsis(context: &Context, items: &mut Items, id: SectionId, range: TextRange, code: &str) {
    let Some((name, rest)) = code.split_once(' ') else { return };
    let plain = name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let titled = context.sections().skip(1).take(1).any(|(_, section)| {
        section.title.split([' ', ':', '`', '(']).any(|word| word.eq_ignore_ascii_case(name))
    });
    let open =
        rest.split_whitespace().all(|word| word.starts_with(['[', '<']) || word.ends_with([']', '>', '…']));
    if plain && titled && open {
        super::push(items, id, range, name, Some(code));
    }
}

/// The commands of a block, each on one line whatever it is broken into.
fn commands(context: &Context, fence: &Fence) -> Vec<(String, TextRange)> {
    let mut found: Vec<(String, TextRange)> = Vec::new();
    let mut open = false;
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        let goes_on = bare.ends_with('\\');
        let bare = bare.trim_end_matches('\\').trim_end();
        match found.last_mut().filter(|_| open) {
            Some((whole, _)) => {
                whole.push(' ');
                whole.push_str(bare);
            }
            None => found.push((bare.to_owned(), line.range.trim(context.document.text()))),
        }
        open = goes_on;
    }
    found
}

/// "$ tool serve --port 80", "$ tool drain": what the calls of one program have behind its name are its commands.
fn shown_calls(id: SectionId, called: &[(String, TextRange)], items: &mut Items) {
    let program = |call: &str| call.split_whitespace().next().map(str::to_owned).unwrap_or_default();
    for (call, range) in called {
        let tool = program(call);
        let others = called.iter().filter(|(other, _)| program(other) == tool).count();
        let Some(command) = call.split_whitespace().nth(1) else { continue };
        let plain = |word: &str| {
            word.len() > 1
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
        };
        let known = [
            "cd", "curl", "docker", "git", "npm", "cargo", "pip", "make", "export", "sudo", "cat", "echo",
            "brew", "apt",
        ];
        if others > 1
            && plain(&tool)
            && plain(command)
            && !command.starts_with('-')
            && !known.contains(&tool.as_str())
        {
            name_in_code(items, id, *range, &format!("{tool} {command}"), None, true);
        }
    }
}

/// The text that a program prints about itself: `Usage: tool [OPTIONS] <COMMAND>`, then its commands and options.
fn help(context: &Context, id: SectionId, fence: &Fence, items: &mut Items) {
    let document = context.document;
    let lines = fence.lines(document);
    let usage = lines.iter().find_map(|line| {
        let bare = line.text.trim();
        bare.strip_prefix("Usage:")
            .or_else(|| bare.strip_prefix("usage:"))
            .or_else(|| bare.strip_prefix("USAGE:"))
    });
    let Some(tool) = usage.and_then(|usage| usage.split_whitespace().next()) else { return };
    let mut commands = None;
    for line in &lines {
        let bare = line.text.trim();
        let indented = line.text.starts_with([' ', '\t']);
        if bare.is_empty() {
            continue;
        }
        if !indented {
            let head = bare.to_lowercase();
            commands = match bare.ends_with(':') {
                true if head.contains("command") => Some(true),
                true if head.contains("option") || head.contains("flag") => Some(false),
                _ => None,
            };
            continue;
        }
        let (name, about) = bare.split_once("  ").map_or((bare, ""), |(name, about)| (name, about.trim()));
        let range = line.range.trim(document.text());
        let about = Some(about).filter(|about| !about.is_empty());
        match commands {
            Some(true) if !name.starts_with('-') => {
                let name = name.split([' ', ',']).next().unwrap_or(name);
                if name != "help" {
                    name_in_code(items, id, range, &format!("{tool} {name}"), about, true);
                }
            }
            Some(false) => {
                let long = name.split([',', ' ']).find(|part| part.starts_with("--"));
                if let Some(flag) = long.filter(|flag| !matches!(*flag, "--help" | "--version")) {
                    name_in_code(items, id, range, flag, about, true);
                }
            }
            _ => {}
        }
    }
}

/// "`load_all(path)` reads every file", "`load_all(path)`: …": a line of a paragraph that opens with a call and says what
/// it does.
pub(super) fn told_calls(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    for (node, range) in context.paragraphs(id) {
        // Lines without code are not worth a look.
        if text::code_spans(document, node, document.node(node).end).next().is_none() {
            continue;
        }
        for line in range.slice(document.text()).lines() {
            let Some((code, behind)) = line.trim().strip_prefix('`').and_then(|rest| rest.split_once('`'))
            else {
                continue;
            };
            let Some((name, inner)) = code.strip_suffix(')').and_then(|code| code.split_once('(')) else {
                continue;
            };
            let word =
                behind.strip_prefix(' ').and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
            let verb = word.len() > 3
                && word != "becomes"
                && word.ends_with('s')
                && word.chars().all(|c| c.is_ascii_lowercase());
            // "`load_all(path)`: reads every file"
            // "`load_all(path)` is strict:" above the list of what it does
            let defined = behind.starts_with([':', '：'])
                || behind.starts_with(" — ")
                || behind.starts_with(" – ")
                || behind.starts_with(" is ") && !behind.contains("defined") && behind.ends_with(':');
            let named = (name.contains('_') || text::is_compound(name))
                && !name.starts_with(['_', '.'])
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
            if (verb || defined)
                && named
                && !inner.contains('`')
                && let Some(range) = TextRange::of_slice(document.text(), line.trim())
            {
                let about = behind.trim_start_matches(|c: char| ":：—– ".contains(c)).trim();
                name_in_code(items, id, range, code, Some(about), false);
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
