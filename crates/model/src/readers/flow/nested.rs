//! Steps with details nested below them, and steps that are the lines of a block.

use super::acting::acts;
use crate::Context;
use crate::statement::{self, Statement};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// The numbered steps that say in a sentence of their own what the entries nested below them tell more of: "The press checks
/// three things:". One word or two, as in "Backend:", only name who does what is nested.
pub(super) fn sentences_with_details(
    context: &Context,
    id: SectionId,
    statements: &[Statement],
) -> Vec<(NodeId, Statement)> {
    const WORDS: usize = 4;
    let document = context.document;
    let mut found: Vec<(NodeId, Statement)> = Vec::new();
    for statement in statements.iter().filter(|statement| statement.depth > 0) {
        let item = document.node(document.node(statement.node).parent).parent;
        let list = document.node(item).parent;
        let ordered = document.node(list).kind == NodeKind::List { ordered: true };
        let sentence = statement.groups.last().is_some_and(|group| group.split_whitespace().count() >= WORDS);
        // What acts itself is a step.
        let nested = || statements.iter().filter(|other| is_below(context, other, item));
        let acts = |other: &&Statement| {
            document.node(other.first).kind != NodeKind::CodeSpan && acts(context, other)
        };
        let acting = || nested().filter(acts).count() * 2 >= nested().count();
        if ordered
            && sentence
            && !found.iter().any(|(known, _)| *known == item)
            && !acting()
            && let Some(holder) = statement::own(document, id, item, true, &[], 0)
        {
            found.push((item, holder));
        }
    }
    found
}

pub(super) fn is_below(context: &Context, statement: &Statement, item: NodeId) -> bool {
    let document = context.document;
    statement.depth > 0 && document.node(document.node(statement.node).parent).parent == item
}

/// The lines of a block that tell who sends what to whom, one after the other: "Desk → HELLO(1)", "Press -> Desk: ready".
pub(super) fn exchanged(context: &Context, id: SectionId) -> Vec<(TextRange, String, Option<String>)> {
    const LEAST: usize = 3;
    let document = context.document;
    for fence in context.fences_of(id).filter(|fence| fence.is(&["", "text", "txt", "plaintext"])) {
        let lines: Vec<_> =
            fence.lines(document).into_iter().filter(|line| !line.text.trim().is_empty()).collect();
        // Words at the margin, and nothing that is drawn.
        let plain = lines.iter().all(|line| {
            line.text.starts_with(char::is_alphabetic)
                && !line.text.contains(|c: char| {
                    ('\u{2500}'..='\u{25ff}').contains(&c) || matches!(c, '|' | '+' | '↓')
                })
        });
        let sends = |text: &str| {
            let sender = text.split_once(" → ").or_else(|| text.split_once(" -> ")).map(|(sender, _)| sender);
            sender.is_some_and(|sender| sender.split(' ').count() <= 2)
        };
        let sending = lines.iter().filter(|line| sends(line.text)).count();
        if plain && lines.len() >= LEAST && sending * 3 >= lines.len() * 2 {
            let step = |line: &crate::fence::CodeLine| {
                let said = line.text.split(['←', '#']).next().unwrap_or(line.text).trim();
                (line.range.trim(document.text()), said.to_owned(), None)
            };
            return lines.iter().map(step).collect();
        }
    }
    Vec::new()
}
