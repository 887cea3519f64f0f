//! Records in no language in particular, and DBML.

use super::super::{Attribute, Form, word};
use super::typescript::colon_member;
use super::{Manner, Syntax};

/// `Order = {` or `Order {` with `name: type` lines: a record in no language in particular.
pub(in crate::shape) const LOOSE: Syntax = Syntax {
    header: loose_header,
    member: loose_member,
    operations: &[],
    bare_operations: false,
    comments: &["//", "#"],
    manner: Manner::Loose,
};

/// Whether a line opens a record in no language in particular.
pub(in crate::shape) fn is_loose_header(line: &str) -> bool {
    loose_header(line.trim()).is_some()
}

#[rustfmt::skip]
fn loose_header(code: &str) -> Option<(Form, &str)> {
    // DBML says what it is.
    let code = code.strip_prefix("Table ").or_else(|| code.strip_prefix("table ")).unwrap_or(code);
    let name = word(code);
    let rest = code.get(name.len()..)?.trim_start();
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    // `Response: { "id": 1 }` below an operation shows what is sent, and names nothing.
    const SHOWN: &[&str] = &[
        "Response", "Request", "Body", "Payload", "Headers", "Header", "Query", "Params", "Parameters", "Input", "Output", "Returns",
        "Result", "Example", "Error", "Errors", "Success", "Data", "Respuesta", "Petición", "Réponse", "Requête", "Antwort", "Anfrage",
    ];
    let shown = SHOWN.contains(&name) && code.get(name.len()..)?.trim_start().starts_with(':');
    let named = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase) && !shown;
    // `order_lines {` and no more.
    let table = name.contains('_')
        && name.starts_with(char::is_lowercase)
        && rest == "{"
        && !code.contains(['=', ':']);
    (named && rest.starts_with('{') || table).then_some((Form::Record, name))
}

/// `name: type`, `name type`, `name`.
fn loose_member(code: &str) -> Option<Attribute> {
    if code.contains(':') {
        return colon_member(code);
    }
    let code = code.trim_end_matches(['}', ' ', ',']);
    let name = word(code);
    let listed = code.get(name.len()..)?.trim_start().starts_with("[]");
    let bare = if listed { code } else { code.split(['[', '(']).next().unwrap_or(code).trim() };
    let kind = bare.get(name.len()..)?.trim();
    let named = name.len() > 1 && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    // `owner *User`, `items []Item`
    let own = kind.trim_start_matches(['*', '&', '[', ']', ' ']);
    let own = own.starts_with(char::is_uppercase)
        && own.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let typed = kind.is_empty() || own || crate::shape::is_type(kind) && kind.split_whitespace().count() <= 3;
    (named && typed && !code.contains('=')).then(|| Attribute {
        name: name.to_owned(),
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
        primary: ["[pk", "[primary key", ", pk"].iter().any(|mark| code.contains(mark)),
        unique: code.contains("unique"),
        required: code.contains("not null").then_some(true),
        ..Attribute::default()
    })
}
