//! Languages that write the type before the name, and Kotlin.

use super::super::{Attribute, Form, word};
use super::modifiers;

pub(super) fn java_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    for (start, form) in [
        ("class ", Form::Class),
        ("record ", Form::Record),
        ("struct ", Form::Record),
        ("enum ", Form::Enumeration),
        ("interface ", Form::Service),
        ("record class ", Form::Record),
    ] {
        if let Some(rest) = bare.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `private String name;`, `public string Name { get; set; }`, `UUID id` in a record's head.
pub(super) fn java_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    // What belongs to the class as a whole is no attribute of its instances.
    let before = code.get(..code.len() - bare.len()).unwrap_or_default();
    if before.split_whitespace().any(|word| word == "static") || word(bare) == "const" {
        return None;
    }
    let head = bare.split(['{', '=']).next()?.trim().trim_end_matches(';').trim();
    let at = head.rfind(char::is_whitespace)?;
    let (kind, name) = (head.get(..at)?.trim(), head.get(at..)?.trim());
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let plain = !kind.is_empty()
        && kind.chars().all(|c| c.is_alphanumeric() || "_<>[],. ?".contains(c))
        && !matches!(
            word(kind),
            "return" | "throw" | "import" | "package" | "using" | "namespace" | "new" | "else"
        );
    let default = bare.split_once(" = ").map(|(_, value)| value.trim_end_matches([';', ' ']).to_owned());
    (named && plain).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: kind.ends_with('?').then_some(false),
        default,
        ..Attribute::default()
    })
}

pub(super) fn kotlin_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    for (start, form) in [
        ("class ", Form::Class),
        ("case class ", Form::Record),
        ("struct ", Form::Record),
        ("enum class ", Form::Enumeration),
        ("enum ", Form::Enumeration),
        ("interface ", Form::Service),
        ("protocol ", Form::Service),
        ("trait ", Form::Service),
    ] {
        if let Some(rest) = bare.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `val name: Type = default`, `let name: Type`, `final String name;`.
pub(super) fn kotlin_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    let rest = ["val ", "var ", "let "].iter().find_map(|start| bare.strip_prefix(start));
    match rest.unwrap_or(bare).split_once(':') {
        Some((name, kind)) => {
            let name = name.trim();
            let (kind, default) = kind
                .split_once('=')
                .map_or((kind, None), |(kind, value)| (kind, Some(value.trim().to_owned())));
            // What follows in braces computes it.
            let kind = kind.split(" {").next().unwrap_or(kind).trim().trim_end_matches(',');
            let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            (named && !kind.is_empty()).then(|| Attribute {
                name: name.to_owned(),
                kind: Some(kind.to_owned()),
                required: kind.ends_with('?').then_some(false),
                default,
                ..Attribute::default()
            })
        }
        None => java_member(code),
    }
}
