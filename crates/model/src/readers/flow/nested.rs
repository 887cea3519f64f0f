//! Steps with details nested below them.

use super::acting::acts;
use crate::Context;
use crate::statement::{self, Statement};
use abide_syntax::{NodeId, NodeKind, SectionId};

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
