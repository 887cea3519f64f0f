//! C and its kin, and PHP: the type stands before the name.

use super::super::{Attribute, Form, word};
use super::modifiers;

/// The name of a record that gets its name behind its closing bracket.
pub(super) const NAMED_LATER: &str = "typedef";

pub(super) fn c_header(code: &str) -> Option<(Form, &str)> {
    let (later, bare) = match code.strip_prefix("typedef ") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, code),
    };
    for (start, form) in [
        ("struct", Form::Record),
        ("union", Form::Record),
        ("enum class", Form::Enumeration),
        ("enum", Form::Enumeration),
        ("class", Form::Class),
    ] {
        let Some(rest) = bare.strip_prefix(start) else { continue };
        let name = word(rest.trim_start());
        let behind = rest.trim_start().get(name.len()..)?.trim_start();
        // `struct Node *next;` is a member.
        if !(behind.is_empty() || behind.starts_with(['{', ':']))
            || !rest.starts_with([' ', '{']) && !rest.is_empty()
        {
            return None;
        }
        let name = if later && name.is_empty() { NAMED_LATER } else { name };
        return (!name.is_empty()).then_some((form, name));
    }
    None
}

/// `char name[32];`, `struct Node *next;`
pub(super) fn c_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code).split('=').next()?.trim();
    let (bare, length) = match bare.split_once('[') {
        Some((bare, length)) => (bare.trim(), Some(length.trim_end_matches(']'))),
        None => (bare, None),
    };
    let at = bare.rfind([' ', '*', '&'])?;
    let name = bare.get(at + 1..)?;
    let kind = bare.get(..=at)?.trim();
    let named =
        !name.is_empty() && word(name) == name && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let keyword =
        matches!(word(kind), "return" | "using" | "typedef" | "template" | "friend" | "public" | "private");
    let plain = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || "_<>:,*& ".contains(c));
    (named && plain && !keyword).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(match length {
            Some(length) => format!("{kind}[{length}]"),
            None => kind.to_owned(),
        }),
        ..Attribute::default()
    })
}

pub(super) fn php_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    for (start, form) in [
        ("class ", Form::Class),
        ("enum ", Form::Enumeration),
        ("interface ", Form::Service),
        ("trait ", Form::Service),
    ] {
        if let Some(rest) = bare.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `private ?int $quantity = null`
pub(super) fn php_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    // What is not declared with a word before it is a statement.
    if bare.len() == code.len() {
        return None;
    }
    let (kind, rest) = bare.split_once('$')?;
    let name = word(rest);
    let kind = kind.trim();
    let plain = kind.chars().all(|c| c.is_alphanumeric() || "_?|\\ ".contains(c));
    let default = rest.split_once('=').map(|(_, value)| value.trim().to_owned());
    (!name.is_empty() && plain).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.trim_start_matches('?').to_owned()).filter(|kind| !kind.is_empty()),
        required: (kind.starts_with('?') || kind.contains("null")).then_some(false),
        default,
        ..Attribute::default()
    })
}
