//! Schema languages: Protobuf, GraphQL, Prisma.

use super::super::{Attribute, Form, Index, range_of, word};
use crate::fence::CodeLine;

pub(super) fn proto_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in
        [("message ", Form::Record), ("enum ", Form::Enumeration), ("service ", Form::Service)]
    {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `repeated string tags = 4;`
pub(super) fn proto_member(code: &str) -> Option<Attribute> {
    let (head, number) = code.split_once('=')?;
    number.trim().trim_end_matches(';').split([' ', '[']).next()?.parse::<u32>().ok()?;
    let head = head.trim();
    let at = head.rfind(char::is_whitespace)?;
    let (kind, name) = (head.get(..at)?.trim(), head.get(at..)?.trim());
    Some(Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: kind.starts_with("optional ").then_some(false),
        ..Attribute::default()
    })
}

pub(super) fn graphql_header(code: &str) -> Option<(Form, &str)> {
    let code = code.strip_prefix("extend ").unwrap_or(code);
    for (start, form) in [
        ("type ", Form::Record),
        ("input ", Form::Record),
        ("interface ", Form::Record),
        ("enum ", Form::Enumeration),
        ("union ", Form::Enumeration),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            let name = word(rest);
            let form =
                if matches!(name, "Query" | "Mutation" | "Subscription") { Form::Service } else { form };
            return Some((form, name));
        }
    }
    None
}

/// `name(arg: T): Type!`
pub(super) fn graphql_member(code: &str) -> Option<Attribute> {
    let name = word(code);
    let rest = code.get(name.len()..)?;
    if rest == "(" && !name.is_empty() {
        // The arguments follow on lines of their own.
        return Some(Attribute {
            name: name.to_owned(),
            description: Some(name.to_owned()),
            ..Attribute::default()
        });
    }
    let kind = match rest.strip_prefix('(') {
        // A directive behind the type may have brackets of its own.
        Some(arguments) => arguments.get(closing(arguments)? + 1..)?.trim_start().strip_prefix(':')?,
        None => rest.trim_start().strip_prefix(':')?,
    };
    let default = kind.split('@').next()?.split_once('=').map(|(_, value)| value.trim().to_owned());
    let kind = kind.split(['@', '=']).next()?.trim();
    (!name.is_empty() && !kind.is_empty()).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: Some(kind.ends_with('!')),
        default,
        description: rest.starts_with('(').then(|| code.to_owned()),
        ..Attribute::default()
    })
}

/// Where the bracket closes that was opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    let found = text.char_indices().find(|(_, character)| {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    found.map(|(at, _)| at)
}

pub(super) fn prisma_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in [
        ("model ", Form::Record),
        ("type ", Form::Record),
        ("enum ", Form::Enumeration),
        ("view ", Form::Record),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `@@unique([name, owner])`, `@@index([owner])`
pub(super) fn prisma_block(code: &str, entity: &str, line: &CodeLine) -> Option<Index> {
    let rest = code.strip_prefix("@@")?;
    let unique = ["unique", "id"].iter().any(|word| rest.starts_with(word));
    if !unique && !rest.starts_with("index") {
        return None;
    }
    let (_, inner) = rest.split_once('[')?;
    let column = |column: &str| column.split('(').next().unwrap_or(column).trim().to_owned();
    let columns = inner.split(']').next()?.split(',').map(column).collect();
    Some(Index { name: None, entity: entity.to_owned(), columns, unique, range: range_of(line, code) })
}

/// `id String @id @default(uuid())`
pub(super) fn prisma_member(code: &str) -> Option<Attribute> {
    if code.starts_with('@') {
        return None;
    }
    let mut parts = code.split_whitespace();
    let (name, kind) = (parts.next()?, parts.next()?);
    let default = code.split_once("@default(").map(|(_, rest)| {
        let mut depth = 1;
        rest.chars()
            .take_while(|c| {
                depth += i32::from(*c == '(') - i32::from(*c == ')');
                depth > 0
            })
            .collect()
    });
    let references = code.split_once("references: [").map(|(_, rest)| {
        format!("{}({})", kind.trim_end_matches(['?', '[', ']']), rest.split(']').next().unwrap_or_default())
    });
    let mut schema = crate::datatype::Schema::new();
    if let Some((_, length)) = code.split_once("@db.VarChar(") {
        crate::datatype::limit(&mut schema, "maxLength", length.split(')').next().unwrap_or(length));
    }
    Some(Attribute {
        name: name.to_owned(),
        schema,
        required: Some(!kind.ends_with('?') && !kind.ends_with("[]")),
        kind: Some(kind.to_owned()),
        primary: code.contains("@id"),
        unique: code.contains("@unique"),
        default,
        references,
        ..Attribute::default()
    })
}
