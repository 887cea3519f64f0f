//! Operations that a sentence says the system has.

use super::{name_in_code, push};
use crate::marks::Mark;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};

/// "The CLI SHALL provide a `tool export <file>` command", "support a `--json` flag".
pub(super) fn provided(context: &Context, id: SectionId, items: &mut Items) {
    const VERBS: &[&str] = &[
        "provide",
        "provides",
        "support",
        "supports",
        "accept",
        "accepts",
        "expose",
        "exposes",
        "add",
        "adds",
        "offer",
        "offers",
        "introduce",
        "introduces",
        "require",
        "requires",
        "allow",
        "allows",
        "honor",
        "honors",
        "recognize",
        "recognizes",
    ];
    let document = context.document;
    if !context.marked(Mark::Command, context.body(id)) {
        return;
    }
    let paragraphs = context.paragraphs(id).map(|(node, range)| (node, document.node(node).end, range));
    // Entries tell of what others do as well: "WHEN a user provides the `--json` flag".
    let entries = context.statements(id).iter().filter(|one| context.marked(Mark::Duty, one.range));
    let entries = entries.map(|one| (one.first, one.end, one.range));
    for (node, end, range) in paragraphs.chain(entries) {
        let source = range.slice(document.text());
        let mut marks = memchr::memchr_iter(b'`', source.as_bytes()).filter_map(|at| source.get(at + 1..));
        if !marks.any(|behind| KINDS.iter().chain(CALLS).chain(&[THAT]).any(|kind| behind.starts_with(kind)))
        {
            continue;
        }
        // What a function of another system offers is told, not required.
        let duty = context.marked(Mark::Duty, range);
        let mut from = range.start;
        for (span, code) in text::code_spans(document, node, end) {
            let after = document.slice(TextRange { start: span.range.end, end: range.end });
            let before = document.slice(TextRange { start: from, end: span.range.start });
            from = span.range.end;
            let called = duty && CALLS.iter().any(|word| after.starts_with(word)) && is_function(code);
            let doing = duty && after.starts_with(THAT) && is_command(code);
            let named = KINDS.iter().any(|word| after.starts_with(word)) || called || doing;
            let last: Vec<&str> = before.split_whitespace().rev().take(3).collect();
            let verb = last.iter().any(|word| VERBS.contains(&word.to_lowercase().as_str()));
            let range = range.trim(document.text());
            if called && verb && !code.contains('(') {
                push(items, id, range, code, None);
            } else if named && verb {
                name_in_code(items, id, range, code, None, true);
            }
        }
    }
}

/// What a name in code is said to be, where commands and their options are told of.
const KINDS: &[&str] = &[" command", " flag", " subcommand", " option"];
/// And where functions are.
const CALLS: &[&str] = &[" function", " method"];

/// Where it is said what a command does: "SHALL provide `press tray open` that opens one".
const THAT: &str = " that ";

/// A program with one of its commands, and what that takes: `press tray open <ID>`.
fn is_command(code: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut words = code.split(' ');
    words.next().is_some_and(word) && words.next().is_some_and(word)
}

/// A function's name, with or without its parameters: `renderAll`, `render_all(page)`.
fn is_function(code: &str) -> bool {
    let name = code.split('(').next().unwrap_or(code);
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && text::is_compound(name)
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}
