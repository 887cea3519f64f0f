//! Columns of a table of lists: which of them says what of a list.

use crate::api::sentence::{Sentence, plain};

/// Whether a column says in which order a list comes where nobody asks for one: "Without `sort`", "Default order".
pub(super) fn is_unasked(head: &str) -> bool {
    let orders = ["sort", "order"].iter().any(|word| head.contains(word));
    let unasked = ["without", "default", "unless", "no sort"].iter().any(|word| head.contains(word));
    // "Sort fields (default first)" lists what one may ask for.
    orders && unasked && !head.contains("default first")
}

/// What such a column says, as a sentence of its own.
pub(super) fn unasked(sentence: &Sentence) -> Option<Sentence> {
    let (_, cell) = sentence.cells.iter().find(|(head, _)| is_unasked(head))?;
    let text = if cell.trim().to_lowercase().starts_with("by ") {
        format!("sorted {}", cell.trim())
    } else {
        cell.trim().to_owned()
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
