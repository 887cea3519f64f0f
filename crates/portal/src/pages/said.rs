//! What a statement says, in words that need no table or list around them.

use abide_model::{Item, Kind};
use serde_json::Value;

/// A statement as it reads by itself: a row of a table without its bars, a permission as a sentence.
pub fn said(item: &Item) -> String {
    let field = |name| item.text_field(name);
    match item.kind {
        Kind::Permission => {
            let (Some(role), Some(action)) = (field("role"), field("action")) else {
                return plain(&item.text);
            };
            let may = match item.fields.get("allow") {
                Some(Value::Bool(true)) => "may",
                Some(Value::Bool(false)) => "may not",
                _ => "may, on a condition",
            };
            format!("{role} {may}: {}", plain(action))
        }
        Kind::Field if item.text.trim_start().starts_with('|') => match field("type") {
            Some(of) => format!("{}: {}", item.key, plain(of)),
            None => plain(&item.text),
        },
        _ => plain(&item.text),
    }
}

/// A text without the marks of tables and code.
fn plain(text: &str) -> String {
    let text = text.trim();
    let Some(row) = text.strip_prefix('|') else { return text.replace('`', "") };
    let cells = row.trim_end_matches('|').split('|').map(|cell| cell.replace('`', "").trim().to_owned());
    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_a_table_reads_without_its_bars() {
        assert_eq!(plain("| `code` | TEXT | | unique |"), "code · TEXT · unique");
        assert_eq!(plain("The key `X` must be set."), "The key X must be set.");
    }
}
