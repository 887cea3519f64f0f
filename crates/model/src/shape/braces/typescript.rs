//! TypeScript, and what its neighbours share: `name: type` members.

use super::super::{Attribute, Form, word};
use super::modifiers;

/// The members of a union: values in quotes, or names where `named`.
pub(super) fn union_values(union: &str, named: bool) -> Vec<String> {
    let quoted = |part: &str| {
        let bare = part.trim().trim_end_matches(';').trim();
        let inner = bare.trim_matches(['"', '\'', '`']);
        let name = named && !inner.is_empty() && word(inner) == inner;
        (inner.len() + 2 == bare.len() || name).then(|| inner.to_owned())
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
    if ["z.enum(", "z.nativeEnum(", "pgEnum("].iter().any(|call| definition.starts_with(call)) {
        return Some((Form::Enumeration, name.strip_suffix("Schema").unwrap_or(name)));
    }
    let table =
        ["pgTable(", "sqliteTable(", "mysqlTable(", "defineTable(", "new Schema(", "new mongoose.Schema("]
            .iter()
            .any(|call| definition.starts_with(call));
    table.then(|| (Form::Record, name.strip_suffix("Schema").unwrap_or(name)))
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
    let described = described(kind);
    let chained = kind.starts_with("z.") || kind.contains("().");
    let nullable = kind.contains("| null")
        || kind.contains("| undefined")
        || kind.starts_with("Option<")
        || chained && (kind.contains(".optional()") || kind.contains(".nullable()"));
    let built = |call: &str| kind.contains(call);
    let mut schema = crate::datatype::Schema::new();
    if described.is_some() {
        crate::datatype::said(kind, &mut schema);
    }
    Some(Attribute {
        name: name.to_owned(),
        schema,
        required: if optional || nullable {
            Some(false)
        } else if chained && built(".notNull()") || described.is_some() && built("required: true") {
            Some(true)
        } else {
            None
        },
        primary: built(".primaryKey("),
        unique: built(".unique(") || described.is_some() && built("unique: true"),
        references: kind
            .split_once("references(() => ")
            .map(|(_, rest)| rest.split([')', ',']).next().unwrap_or_default().to_owned()),
        kind: Some(described.unwrap_or(kind).to_owned()),
        default: default.or_else(|| built_default(kind)),
        ..Attribute::default()
    })
}

/// The type in `{ type: String, required: true }`.
fn described(kind: &str) -> Option<&str> {
    let inner = kind.strip_prefix('{')?.trim_start().strip_prefix("type:")?;
    Some(inner.split([',', '}']).next().unwrap_or(inner).trim()).filter(|kind| !kind.is_empty())
}

/// What `.default(5)` or `default: 5` within a type say.
fn built_default(kind: &str) -> Option<String> {
    let value = match kind.split_once(".default(") {
        Some((_, rest)) => rest.split(')').next()?,
        None => kind.strip_prefix('{')?.split_once(" default:")?.1.split([',', '}']).next()?,
    };
    Some(value.trim().trim_matches(['\'', '"']).to_owned()).filter(|value| !value.is_empty())
}
