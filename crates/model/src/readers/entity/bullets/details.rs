//! What is said about a field: its type, keys, default and the rest.

use crate::datatype;
use crate::shape::{self, Attribute, is_type};
use crate::text;
use abide_syntax::TextRange;

/// Whether a field is said to be required at all times: "(required)", "text, required", but not "required unless paid".
fn is_required(lower: &str) -> bool {
    const CONDITIONS: &[&str] =
        &["if", "when", "unless", "once", "except", "while", "until", "where", "provided", "whenever"];
    lower.match_indices("required").any(|(at, word)| {
        let before = lower.get(..at).unwrap_or_default().trim_end();
        let behind = lower.get(at + word.len()..).unwrap_or_default();
        let opened = before.ends_with('(');
        let begins = opened || before.is_empty() || before.ends_with([',', ')', ';']);
        let ends = behind.trim_start().is_empty() || behind.trim_start().starts_with([',', ')', ';', '(']);
        let bare = behind.trim_start_matches([' ', ',', '(']);
        let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let inside = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        begins && inside && (ends || opened) && !CONDITIONS.contains(&first)
    })
}

/// Reads the type, keys and the like from what is said about a field.
pub(super) fn with_details(name: &str, said: &str, optional: bool, range: TextRange) -> Attribute {
    let first = first_part(said);
    let first = first.split(" - ").next().unwrap_or_default();
    let first = first.split(" (").next().unwrap_or(first).trim().trim_end_matches('.');
    let upper = said.to_uppercase();
    let has = |word: &str| upper.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    // "null until it is sent" tells when it has a value.
    let empty = ["until", "unless", "before", "if", "while", "when", "as", "for", "once", "after", "by"];
    let tells = first.strip_prefix("null ").and_then(|rest| rest.split(' ').next());
    let typed = is_type(first) && !tells.is_some_and(|word| empty.contains(&word));
    let kind = typed.then(|| {
        let mut kind = first;
        for word in [
            " primary key",
            " not null",
            " unique",
            " required",
            " optional",
            " PRIMARY KEY",
            " NOT NULL",
            " UNIQUE",
            " DEFAULT",
            " default",
            " REFERENCES",
            " references",
            " CHECK",
            " PK",
            " FK",
            " →",
            " ->",
            " ≥",
            " ≤",
            " >",
            " <",
        ] {
            kind = kind.split(word).next().unwrap_or(kind);
        }
        kind.trim().to_owned()
    });
    // "id (PK)" tells no type.
    let kind = kind.filter(|kind| !matches!(kind.as_str(), "PK" | "FK" | "pk" | "fk"));
    let lower = said.to_lowercase();
    let required = if optional || has("NULLABLE") || has("OPTIONAL") {
        Some(false)
    } else if upper.contains("NOT NULL") || is_required(&lower) {
        Some(true)
    } else {
        None
    };
    // "uuid, required): the key": what stands in brackets constrains, what follows describes.
    let (inside, behind) = match closing(said) {
        Some(at) => (said.get(..at).unwrap_or_default(), said.get(at + 1..)),
        None => (said, None),
    };
    let told = behind
        .filter(|behind| behind.contains(char::is_alphanumeric))
        .unwrap_or_else(|| said.get(first.len()..).unwrap_or_default());
    let description = told.trim_start_matches(|c: char| c.is_whitespace() || "),—–-:;".contains(c));
    let description =
        if description.contains('(') { description } else { description.trim_end_matches([')', '.']) };
    let said = if said.contains('(') { said } else { said.trim_end_matches([')', '.']) };
    let mut schema = datatype::Schema::new();
    if typed {
        let named = kind.as_deref().map_or(first.len(), str::len);
        let constraints = inside.get(named..).unwrap_or_default();
        datatype::said(constraints, &mut schema);
    }
    Attribute {
        name: name.to_owned(),
        primary: has("PK") || shape::is_primary(said),
        unique: has("UNIQUE"),
        required,
        description: Some(if typed { description } else { said }.trim().to_owned())
            .filter(|text| !text.is_empty()),
        kind,
        default: default(inside),
        references: shape::referred(said),
        foreign: has("FK") || lower.contains("foreign key"),
        schema,
        range,
        constraints: None,
    }
}

/// Where the bracket closes that was opened before this text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, character)| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        (depth < 0).then_some(at)
    })
}

/// A text up to the comma, dash or bracket that ends its first part; what stands in brackets of its own belongs to it.
pub(super) fn first_part(text: &str) -> &str {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, character)| {
        depth += i32::from(*character == '(') - i32::from(*character == ')');
        depth < 0 || depth == 0 && matches!(character, ',' | '—' | '–' | ';')
    });
    text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or_default()
}

/// The value behind "default".
pub(in crate::readers::entity) fn default(text: &str) -> Option<String> {
    let at = text::find_word(&text.to_ascii_lowercase(), "default")?;
    // "`false` by default"
    if let Some(before) = text.get(..at)?.trim_end().strip_suffix(" by") {
        const NO_VALUES: &[&str] =
            &["empty", "none", "unset", "off", "on", "disabled", "enabled", "set", "sorted"];
        let value = before.rsplit([',', ':', ';', '(']).next().unwrap_or_default();
        let value = value.trim().trim_matches(['`', '"', '\'']);
        let word = !value.is_empty()
            && !value.contains(char::is_whitespace)
            && !value.starts_with(char::is_uppercase);
        return (word && !NO_VALUES.contains(&value)).then(|| value.to_owned());
    }
    let rest = text.get(at + "default".len()..)?;
    let rest = rest.strip_prefix("s to ").unwrap_or(rest).trim_start_matches([':', '=', ' ']);
    let rest = rest.strip_prefix("to ").unwrap_or(rest);
    let value = first_part(rest).trim().trim_matches(['`', '"', '\'']).trim_end_matches('.');
    (!value.is_empty() && value.split_whitespace().count() <= 2).then(|| value.to_owned())
}
