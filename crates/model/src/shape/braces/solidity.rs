//! Solidity.

use super::super::{Attribute, Form, word};

pub(super) fn solidity_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in [
        ("struct ", Form::Record),
        ("enum ", Form::Enumeration),
        ("contract ", Form::Service),
        ("interface ", Form::Service),
        ("library ", Form::Service),
        ("abstract contract ", Form::Service),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `uint256 amount;`
pub(super) fn solidity_member(code: &str) -> Option<Attribute> {
    let bare = code.trim_end_matches(';').trim();
    let at = bare.rfind(char::is_whitespace)?;
    let (kind, name) = (bare.get(..at)?.trim(), bare.get(at..)?.trim());
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let keyword = matches!(
        word(kind),
        "return" | "emit" | "require" | "revert" | "modifier" | "error" | "using" | "import"
    );
    (named && !keyword).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        ..Attribute::default()
    })
}
