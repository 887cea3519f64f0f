//! Columns of a table of lists: which of them says what of a list.

use crate::api::sentence::{Sentence, plain};

/// Whether a column says by its name in which order a list comes where nobody asks for one: "Without `sort`", "Default order".
pub(super) fn is_unasked(head: &str) -> bool {
    let orders = ["sort", "order"].iter().any(|word| head.contains(word));
    let unasked = ["without", "default", "unless", "no sort"].iter().any(|word| head.contains(word));
    // "Sort fields (default first)" lists what one may ask for.
    orders && unasked && !head.contains("default first")
}

/// Whether a column is one of the order, in a table that is one of lists: elsewhere an "Order" is one of things.
pub(super) fn is_order(sentence: &Sentence, head: &str) -> bool {
    const HEADS: &[&str] = &["order", "ordering", "sort order", "sorted by", "sorted"];
    const LISTS: &[&str] =
        &["list", "lists", "collection", "endpoint", "call", "operation", "resource", "path"];
    let of_lists = sentence.cells.first().is_some_and(|(head, _)| LISTS.contains(&head.trim()));
    HEADS.contains(&head.trim()) && (of_lists || has_filters(sentence))
}

/// Whether a row has a column of filters: what stands there is nothing to sort by.
pub(super) fn has_filters(sentence: &Sentence) -> bool {
    sentence.cells.iter().any(|(head, _)| head.contains("filter"))
}

/// What the column of the order says, as a sentence of its own, without what one may ask for.
pub(super) fn unasked(sentence: &Sentence) -> Option<Sentence> {
    let (_, cell) = sentence.cells.iter().find(|(head, _)| is_unasked(head) || is_order(sentence, head))?;
    let ends = [", or as ", " or as ", ", unless ", " unless ", "; ", ", or by "];
    let end = ends.iter().filter_map(|word| cell.find(word)).min().unwrap_or(cell.len());
    let said = cell.get(..end).unwrap_or_default().trim();
    let text = if said.to_lowercase().starts_with("by ") {
        format!("sorted {said}")
    } else if said.starts_with('`') {
        format!("sorted by {said}")
    } else {
        said.to_owned()
    };
    let plain = plain(&text);
    (!text.is_empty()).then(|| Sentence { text, plain, cells: Vec::new(), ..sentence.clone() })
}

/// The part of a cell that speaks of one of the parameters that it lists: "`q` (part of the name)" of "`q` (part of the name), `state`".
pub(super) fn part_about<'a>(sentence: &'a Sentence, parameter: &str) -> Option<&'a str> {
    let coded = format!("`{parameter}`");
    let (_, cell) = sentence.cells.iter().find(|(_, cell)| cell.contains(&coded))?;
    let start = cell.find(&coded)?;
    let behind = cell.get(start..)?;
    let mut open = 0i32;
    let end = behind.char_indices().find_map(|(at, c)| {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open <= 0 && matches!(c, ',' | ';') && at > 0).then_some(at)
    });
    behind.get(..end.unwrap_or(behind.len()))
}
