//! TypeScript, and what its neighbours share: `name: type` members.

use super::super::{Attribute, Form, word};
use super::modifiers;

pub(super) fn union_values(union: &str) -> Vec<String> {
    let quoted = |part: &str| {
        let bare = part.trim().trim_end_matches(';').trim();
        let inner = bare.trim_matches(['"', '\'', '`']);
        (inner.len() + 2 == bare.len()).then(|| inner.to_owned())
    };
    union.split('|').filter_map(quoted).collect()
}

pub(super) fn typescript_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    if let Some(rest) = bare.strip_prefix("interface ") {
        return Some((Form::Record, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("enum ").or_else(|| bare.strip_prefix("const enum ")) {
        return Some((Form::Enumeration, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("class ") {
        return Some((Form::Class, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("type ") {
        let name = word(rest);
        let definition = rest.get(name.len()..)?.split_once('=')?.1.trim();
        return if definition.starts_with('{') || definition.ends_with('{') {
            Some((Form::Record, name))
        } else if definition.is_empty() || definition.starts_with(['"', '\'', '|']) {
            Some((Form::Enumeration, name))
        } else {
            None
        };
    }
    let rest = bare.strip_prefix("const ")?;
    let name = word(rest);
    let (_, definition) = rest.split_once('=')?;
    let definition = definition.trim();
    if definition.starts_with("z.object(") || definition.starts_with("z.strictObject(") {
        return Some((Form::Record, name.strip_suffix("Schema").unwrap_or(name)));
    }
    if definition.starts_with("z.enum(") {
        return None;
    }
    let table = ["pgTable(", "sqliteTable(", "mysqlTable(", "defineTable("]
        .iter()
        .any(|call| definition.starts_with(call));
    table.then_some((Form::Record, name))
}

/// `name: Type`, `name?: Type`, `pub name: Type`, `name: z.string().optional()`.
pub(super) fn colon_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    let (name, kind) = bare.split_once(':')?;
    let name = name.trim();
    let optional = name.ends_with('?');
    let name = name.trim_end_matches(['?', '!']).trim_matches(['"', '\'']);
    if name.is_empty()
        || !name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == '-')
        || kind.starts_with(':')
    {
        return None;
    }
    if matches!(name, "case" | "default" | "where" | "let") {
        return None;
    }
    let kind = kind.trim().trim_end_matches('{').trim();
    let kind = if kind.is_empty() { "object" } else { kind };
    let (kind, default) = match kind.split_once(" = ") {
        Some((kind, default)) => (kind.trim(), Some(default.trim().to_owned())),
        None => (kind, None),
    };
    let chained = kind.starts_with("z.") || kind.contains("().");
    let nullable = kind.contains("| null")
        || kind.contains("| undefined")
        || kind.starts_with("Option<")
        || chained && (kind.contains(".optional()") || kind.contains(".nullable()"));
    let built = |call: &str| kind.contains(call);
    Some(Attribute {
        name: name.to_owned(),
        required: if optional || nullable {
            Some(false)
        } else if chained && built(".notNull()") {
            Some(true)
        } else {
            None
        },
        primary: built(".primaryKey("),
        unique: built(".unique("),
        references: kind
            .split_once("references(() => ")
            .map(|(_, rest)| rest.split([')', ',']).next().unwrap_or_default().to_owned()),
        kind: Some(kind.to_owned()),
        default,
        ..Attribute::default()
    })
}
