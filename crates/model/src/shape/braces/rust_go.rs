//! Rust and Go.

use super::super::{Attribute, Form, word};
use super::modifiers;

pub(super) fn rust_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    if let Some(rest) = bare.strip_prefix("struct ").or_else(|| bare.strip_prefix("union ")) {
        return Some((Form::Record, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("enum ") {
        return Some((Form::Enumeration, word(rest)));
    }
    bare.strip_prefix("trait ").map(|rest| (Form::Service, word(rest)))
}

pub(super) fn go_header(code: &str) -> Option<(Form, &str)> {
    let rest = code.strip_prefix("type ").unwrap_or(code);
    let name = word(rest);
    let after = rest.get(name.len()..)?.trim_start();
    if after.starts_with("struct") && after.contains('{') {
        return Some((Form::Record, name));
    }
    (after.starts_with("interface") && after.contains('{')).then_some((Form::Service, name))
}

/// `Name Type` with a tag behind it.
pub(super) fn go_member(code: &str) -> Option<Attribute> {
    let (bare, tag) = code.split_once('`').map_or((code, ""), |(bare, tag)| (bare.trim(), tag));
    let name = word(bare);
    let kind = bare.get(name.len()..)?.trim();
    if name.is_empty() || kind.is_empty() || !bare.get(name.len()..)?.starts_with(char::is_whitespace) {
        return None;
    }
    let optional = kind.starts_with('*') || tag.contains("omitempty");
    Some(Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: optional.then_some(false),
        ..Attribute::default()
    })
}
