//! TOML front matter, read with its ranges.

use super::{Entry, FrontMatterProblem, Value, unquoted};
use crate::TextRange;
use toml_edit::Item;

// toml_edit takes quadratic time for a key of many dots.
const MAXIMUM_SIZE: usize = 1 << 20;

/// The top-level entries; more than a megabyte is refused. A table has no value of its own.
pub(super) fn entries(text: &str, content: TextRange) -> Result<Vec<Entry>, FrontMatterProblem> {
    let source = content.slice(text);
    let offset = content.start();
    let shift = |range: std::ops::Range<usize>| TextRange::new(offset + range.start, offset + range.end);
    if source.len() > MAXIMUM_SIZE {
        let message = "larger than one megabyte".to_owned();
        return Err(FrontMatterProblem { message, range: TextRange::empty(offset) });
    }
    let table = toml_edit::Document::parse(source).map_err(|error| FrontMatterProblem {
        message: error.message().to_owned(),
        range: error.span().map_or(TextRange::empty(offset), shift),
    })?;
    let mut entries = Vec::new();
    for (name, item) in table.iter() {
        let name = table.key(name).and_then(|key| key.span()).map_or(TextRange::empty(offset), shift);
        let value = match item {
            Item::Value(_) => item.span().map_or(TextRange::empty(name.end()), shift).trim(text),
            _ => TextRange::empty(name.end()),
        };
        entries.push(Entry { name: unquoted(text, name), value, data: data(item) });
    }
    entries.sort_by_key(|entry| entry.name);
    Ok(entries)
}

fn data(item: &Item) -> Value {
    let Item::Value(value) = item else { return Value::Nested };
    match value {
        toml_edit::Value::InlineTable(_) => Value::Nested,
        toml_edit::Value::Array(items) => {
            let deep = items.iter().any(|item| item.is_array() || item.is_inline_table());
            if deep { Value::Nested } else { Value::List(items.iter().map(scalar).collect()) }
        }
        value => Value::Scalar(scalar(value)),
    }
}

fn scalar(value: &toml_edit::Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string().trim().to_owned(),
    }
}
