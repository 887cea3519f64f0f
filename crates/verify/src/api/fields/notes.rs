//! What the notes and cells of a field say: how it begins, whether it has to be there, and who gives it.

use super::Sort;
use abide_model::Item;
use serde_json::Value;

crate::pattern::pattern!(
    FIRST_NUMBER,
    r"(?i)\b(\d+) (?:for|of|in) a (?:new|fresh) \w+|\b(?:starts (?:at|with|from)|initially|begins (?:at|with)) (\d+)\b"
);

/// `open` of `a new order is open`, where it is one of the words that the field can have.
pub(super) fn noted_first(notes: &str, sort: &Sort) -> Option<String> {
    // "0 for a new link", "starts at 1"
    if *sort == Sort::Integer {
        return FIRST_NUMBER.captures(notes).and_then(|found| {
            let number = found.get(1).or_else(|| found.get(2))?;
            Some(number.as_str().to_owned())
        });
    }
    let truths = ["true".to_owned(), "false".to_owned()];
    let known = match sort {
        Sort::Choice(known) => known.as_slice(),
        Sort::Boolean => truths.as_slice(),
        _ => return None,
    };
    let clause = notes.split(';').flat_map(|part| part.split(". ")).find(|clause| {
        let lower = clause.to_lowercase();
        let is_new = lower.contains("a new ")
            && (lower.contains(" is ") || lower.contains(" are ") || lower.contains("for a new "));
        is_new || lower.contains("starts as ") || lower.contains("starts in ") || lower.contains("initially ")
    })?;
    let said = |word: &&String| {
        clause
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .any(|part| part == word.as_str())
    };
    let mut said = known.iter().filter(said);
    // Of several words it is not certain which one is meant.
    said.next().filter(|_| said.next().is_none()).cloned()
}

/// Whether the notes open by saying that a value has to be there, or need not be.
pub(super) fn noted_need(notes: &str) -> Option<bool> {
    let parts = notes.split([';', ',']).flat_map(|part| part.split(". "));
    let mut clauses = parts.map(|clause| clause.trim().trim_end_matches('.').to_lowercase());
    clauses.find_map(|clause| match clause.as_str() {
        "required" | "mandatory" => Some(false),
        "optional" | "nullable" | "may be null" | "can be null" => Some(true),
        _ => None,
    })
}

/// `startsAt` of `must be after startsAt`; what is a word of the language is no member.
pub(super) fn noted_before(notes: &str) -> Option<String> {
    let starts = [
        "be after ",
        "be later than ",
        "is after ",
        "be greater than ",
        "later than ",
        "number greater than ",
        "larger than ",
    ];
    let (at, start) = starts.iter().find_map(|start| Some((notes.find(start)?, start)))?;
    let said = notes.get(at + start.len()..)?.trim_start_matches(['`', '"']);
    let word = said.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    let is_name = word.contains('_')
        || word.chars().skip(1).any(char::is_uppercase)
        || notes.contains(&format!("`{word}`"));
    (word.len() >= 3 && is_name).then(|| word.to_owned())
}

/// What a cell says of a value that the system gives.
const GIVEN: &[&str] = &[
    "server",
    "auto",
    "automatic",
    "generated",
    "system",
    "read-only",
    "readonly",
    "server-side",
    "service",
    "output",
    "output only",
    "set",
    "assigned",
    "computed",
    "calculated",
    "derived",
    "filled in",
];

/// Whether a cell of the row, such as that of the column "Required" or "Default", says that the system gives the value. A type may
/// have such a name, too.
pub(super) fn is_given_by_the_system(row: &str, kind: &str) -> bool {
    let cells = row.split('|').map(|cell| cell.trim().trim_matches(['`', '*', '_']).to_lowercase());
    let kind = kind.to_lowercase();
    row.contains('|') && cells.skip(1).any(|cell| cell != kind && GIVEN.contains(&cell.as_str()))
}

/// Whether what stands for a default says that the system gives the value, and is none itself.
pub(super) fn is_no_default(said: &str) -> bool {
    GIVEN.contains(&said.to_lowercase().as_str())
}

/// Whether a value may be left out or null; nothing where the item does not say.
pub(super) fn optional(item: &Item, name: &str) -> Option<bool> {
    let kind = item.text_field("type").unwrap_or_default().to_lowercase();
    let says =
        ["null", "?", "optional", "option<", "maybe", "undefined"].iter().any(|word| kind.contains(word));
    // `NOT NULL` speaks of null, too.
    let never = kind.contains("not null") || kind.contains("non-null") || kind.contains("required");
    if name.ends_with('?') || (says && !never) {
        return Some(true);
    }
    let nullable = item.fields.get("schema").and_then(|schema| schema.get("nullable"));
    if says_yes(item, "nullable") == Some(true) || nullable == Some(&Value::Bool(true)) {
        return Some(true);
    }
    match says_yes(item, "required") {
        Some(required) => Some(!required),
        None if never => Some(false),
        None => None,
    }
}

/// Whether a field of an item says yes or no.
pub(super) fn says_yes(item: &Item, field: &str) -> Option<bool> {
    match item.fields.get(field)? {
        serde_json::Value::Bool(value) => Some(*value),
        serde_json::Value::String(text) => match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "y" | "✓" | "✅" | "x" | "required" => Some(true),
            "no" | "false" | "n" | "✗" | "❌" | "" | "-" | "optional" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
