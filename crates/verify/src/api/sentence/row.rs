//! What a row of a table of lists is about: the one that its first cell names, and nothing else that it mentions.

use super::super::{Operation, Resource};
use super::{Scope, has_phrase, plain};

/// Heads of a column that says of which collection a row speaks.
const SUBJECTS: &[&str] =
    &["list", "lists", "listing", "collection", "collections", "list endpoint", "resource", "resources"];
/// Cells that mean each of them.
const ALL: &[&str] = &["all", "any", "every", "each", "other", "others", "default", "common", "general"];

/// What a row is about by its first cell; none where the table is none of lists, or the row is about all of them.
pub(super) fn subject(
    cells: &[(String, String)],
    operations: &[Operation],
    resources: &[Resource],
) -> Option<Scope> {
    let (head, cell) = cells.first()?;
    if cells.len() < 2 || !SUBJECTS.contains(&head.trim_end_matches(['(', ')', ':']).trim()) {
        return None;
    }
    let said = plain(cell);
    let said = said.trim();
    if said.is_empty() || said.contains('/') || ALL.iter().any(|word| has_phrase(said, word)) {
        return None;
    }
    let named: Vec<usize> = (0..resources.len()).filter(|at| resources[*at].is_named_in(said)).collect();
    if !named.is_empty() {
        return Some(Scope::Resources(named));
    }
    // What is listed and is no collection of objects, or stands nowhere: the row is about no other list.
    let lists = operations.iter().enumerate().filter(|(_, operation)| {
        operation.method == "GET" && operation.path.last_literal().is_some_and(|last| has_phrase(said, last))
    });
    Some(Scope::Operations(lists.map(|(at, _)| at).collect()))
}
