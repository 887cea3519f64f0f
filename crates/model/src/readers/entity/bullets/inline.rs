//! Fields within the line that names their entity: `Point { x, y }`, `Point(x: int, y=0)`, "Point (x, y)".

use super::field::is_field_name;
use crate::shape::Attribute;
use abide_syntax::TextRange;

/// The entity in a piece of code, and its fields.
pub(super) fn in_code(code: &str, range: TextRange) -> Option<(&str, Vec<Attribute>)> {
    let at = code.find(['(', '{'])?;
    let name = code.get(..at)?.trim_end();
    let inner = code.get(at + 1..)?.trim_end().strip_suffix([')', '}'])?;
    // A type is named in capitals; a function is not.
    let named = name.starts_with(char::is_uppercase)
        && name.chars().any(char::is_lowercase)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let fields = listed(inner, range);
    (named && !fields.is_empty()).then_some((name, fields))
}

/// The fields of a list with commas: each a name, perhaps with a type and a default. None where one is something else.
pub(super) fn listed(text: &str, range: TextRange) -> Vec<Attribute> {
    let mut fields = Vec::new();
    for part in text.split([',', ';', '、']) {
        let part = part.trim().trim_matches('`');
        if part.is_empty() || part.starts_with(['.', '…']) {
            continue;
        }
        let (bare, default) = match part.split_once('=') {
            Some((bare, default)) => (bare.trim(), Some(default.trim().to_owned())),
            None => (part, None),
        };
        let (name, kind) = match bare.split_once(':') {
            Some((name, kind)) => (name.trim(), Some(kind.trim().to_owned())),
            None => (bare, None),
        };
        let optional = name.ends_with('?');
        let name = name.trim_end_matches('?');
        if !is_field_name(name) {
            return Vec::new();
        }
        fields.push(Attribute {
            name: name.to_owned(),
            kind: kind.filter(|kind| !kind.is_empty()),
            default,
            required: optional.then_some(false),
            range,
            ..Attribute::default()
        });
    }
    // One word in brackets is a remark.
    if fields.len() < 2 && !fields.iter().any(|field| field.kind.is_some()) { Vec::new() } else { fields }
}

/// The values listed behind the name of an enumeration.
pub(super) fn values(text: &str) -> Vec<String> {
    let bare = text.trim_start_matches([':', '(', '—', '–', '-', ' ', '*']).replace('`', "");
    let bare = bare.split(" — ").next().unwrap_or(&bare).trim_end_matches([')', '.', ' ']);
    let parts: Vec<&str> =
        bare.split([',', '|', '/', '、']).map(|part| part.trim().trim_matches(['"', '\''])).collect();
    let word = |part: &&str| !part.is_empty() && part.split_whitespace().count() == 1;
    if parts.len() > 1 && parts.iter().all(word) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}
