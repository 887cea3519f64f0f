//! What a row of a table of lists is about: the one that its first cell names, and nothing else that it mentions.

use super::super::{Operation, Resource, operation_in};
use super::{Scope, has_phrase, plain};

/// Heads of a column that says of which collection a row speaks.
const SUBJECTS: &[&str] =
    &["list", "lists", "listing", "collection", "collections", "list endpoint", "resource", "resources"];
/// What heads have that tell of lists.
const OF_LISTS: &[&str] =
    &["filter", "sort", "order", "search", "page", "paging", "limit", "query", "parameter", "narrow"];
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
    let of_lists = cells.iter().skip(1).any(|(head, _)| OF_LISTS.iter().any(|word| head.contains(word)));
    // A row that names an operation is about that one.
    if !of_lists || cells.iter().any(|(_, cell)| operation_in(cell).is_some()) {
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

#[cfg(test)]
mod tests {
    use crate::api::Scope;
    use crate::testing::{Setup, facts_of_markdown};

    /// What the rows of a table are about.
    fn about(table: &str) -> Vec<Scope> {
        let text = format!(
            "# Nets\n\n## API\n\n- `POST /nets` adds a net\n- `GET /nets` lists nets\n- `GET /nets/{{id}}` reads one\n- `GET /boats` lists boats\n\n## More\n\n{table}\n"
        );
        let api = facts_of_markdown(&text, "", Setup::default()).api;
        let rows = api.sentences.iter().filter(|sentence| !sentence.cells.is_empty());
        rows.map(|row| row.scope.clone()).collect()
    }

    #[test]
    fn a_row_of_a_table_of_lists_is_about_the_list_that_it_names() {
        let table = "| Resource | Filters | Order |\n|---|---|---|\n| nets | `mesh` | as boats |\n";
        assert_eq!(about(table), [Scope::Resources(vec![0])]);
    }

    #[test]
    fn a_row_of_a_table_of_operations_is_about_its_operation() {
        let table = "| Resource | Call | Query |\n|---|---|---|\n| nets | `GET /nets/{id}` | none |\n| nets | `POST /nets` | none |\n";
        assert_eq!(about(table), [Scope::Operations(vec![2]), Scope::Operations(vec![0])]);
        let table = "| Resource | Tells |\n|---|---|\n| nets | `POST /nets` alone needs a key |\n";
        assert_eq!(about(table), [Scope::Operations(vec![0])]);
    }
}
