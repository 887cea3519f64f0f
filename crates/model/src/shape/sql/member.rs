//! What stands between the brackets of a CREATE TABLE, and behind ADD: columns and constraints.

use super::token::{Form, Token};
use super::{Reader, listed, name, partner};
use crate::datatype;
use crate::shape::{Attribute, Index, Link, Shape};
use abide_syntax::TextRange;

/// Words that end the type of a column.
const CONSTRAINTS: &[&str] = &[
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "generated",
    "collate",
    "auto_increment",
    "autoincrement",
    "on",
    "comment",
    "identity",
    "key",
    "encode",
    "foreign",
    "as",
];

impl<'a> Reader<'a, '_> {
    /// Splits the text between brackets into members, and reads each.
    pub(super) fn members(&mut self, shape: &mut Shape, tokens: &[Token<'a>]) {
        let (mut depth, mut start) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            match token.text {
                "(" if token.form == Form::Mark => depth += 1,
                ")" if token.form == Form::Mark => depth -= 1,
                "," if token.form == Form::Mark && depth == 0 => {
                    self.member(shape, tokens.get(start..at).unwrap_or_default());
                    start = at + 1;
                }
                // A comma was forgotten: a name and a type open the line.
                _ if depth == 0
                    && token.opens
                    && at > start
                    && token.is_name()
                    && !token.is_any(CONSTRAINTS)
                    && tokens.get(at + 1).is_some_and(is_type) =>
                {
                    self.member(shape, tokens.get(start..at).unwrap_or_default());
                    start = at;
                }
                _ => {}
            }
        }
        self.member(shape, tokens.get(start..).unwrap_or_default());
    }

    /// One column or constraint.
    pub(super) fn member(&mut self, shape: &mut Shape, tokens: &[Token<'a>]) {
        let Some(range) = span(tokens) else { return };
        let mut rest = tokens;
        if let Some((first, behind)) = tokens.split_first()
            && first.is("constraint")
        {
            // The name may be left out.
            let named = behind.first().is_some_and(|token| {
                !token.is_any(&["primary", "unique", "foreign", "check", "key", "index", "exclude"])
            });
            rest = behind.get(usize::from(named)..).unwrap_or_default();
        }
        if self.constraint(shape, rest, range) {
            return;
        }
        if let Some(attribute) = self.column(tokens, range) {
            if let Some(references) = &attribute.references {
                self.found.links.push(Link {
                    from: shape.name.clone(),
                    to: references.split('(').next().unwrap_or_default().to_owned(),
                    cardinality: Some("N:1".to_owned()),
                    label: Some(attribute.name.clone()),
                    range,
                });
            }
            shape.attributes.push(attribute);
        }
    }

    /// Reads a constraint on the table; false where this is a column.
    fn constraint(&mut self, shape: &mut Shape, tokens: &[Token<'a>], range: TextRange) -> bool {
        let Some(first) = tokens.first() else { return true };
        let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
        if first.is("foreign") && is(1, "key") {
            let columns = brackets(tokens).map(|inner| listed(self.text, inner)).unwrap_or_default();
            let column = columns.into_iter().next().unwrap_or_default();
            if let Some(at) = tokens.iter().position(|token| token.is("references")) {
                let target = self.reference(tokens.get(at + 1..).unwrap_or_default());
                if let Some(attribute) =
                    shape.attributes.iter_mut().find(|attribute| attribute.name == column)
                {
                    attribute.references = Some(target.clone());
                }
                self.found.links.push(Link {
                    from: shape.name.clone(),
                    to: target.split('(').next().unwrap_or_default().to_owned(),
                    cardinality: Some("N:1".to_owned()),
                    label: Some(column).filter(|column| !column.is_empty()),
                    range,
                });
            }
            return true;
        }
        if first.is("check") && tokens.get(1).is_some_and(|token| token.mark("(")) {
            let inner = brackets(tokens).unwrap_or_default();
            let about = inner.iter().find(|token| {
                token.is_name() && shape.attributes.iter().any(|attribute| attribute.name == token.text)
            });
            let name = about.map(|token| token.text).unwrap_or_default();
            let written = self.source(inner);
            if let Some(attribute) = shape.attributes.iter_mut().find(|attribute| attribute.name == name) {
                datatype::said(&written, &mut attribute.schema);
            }
            return true;
        }
        if first.is_any(&["exclude", "like", "period"])
            && tokens.len() > 1
            && !tokens.get(1).is_some_and(is_type)
        {
            return true;
        }
        let primary = first.is("primary") && is(1, "key");
        let unique = first.is("unique");
        let mut at = match first.text.to_ascii_lowercase().as_str() {
            "primary" if primary => 2,
            "unique" if unique => 1 + usize::from(is(1, "key") || is(1, "index")),
            "index" | "key" if first.form == Form::Word => 1,
            "fulltext" | "spatial" if is(1, "key") || is(1, "index") => 2,
            _ => return false,
        };
        // A name may stand before the columns; a type there makes it a column called `key` or `index`.
        let mut named = None;
        while let Some(token) = tokens.get(at).filter(|token| !token.mark("(")) {
            if token.form == Form::Word && is_type(token) || !token.is_name() {
                return false;
            }
            named = named.or(Some(token.text));
            at += 1;
        }
        let Some(inner) = tokens.get(at..).and_then(brackets) else { return false };
        let columns = listed(self.text, inner);
        if let [column] = columns.as_slice()
            && let Some(attribute) = shape.attributes.iter_mut().find(|attribute| attribute.name == *column)
        {
            attribute.primary |= primary;
            attribute.unique |= unique;
            if primary {
                return true;
            }
        }
        self.found.indexes.push(Index {
            name: named.map(str::to_owned),
            entity: shape.name.clone(),
            columns,
            unique: unique || primary,
            range,
        });
        true
    }

    /// `name TYPE NOT NULL DEFAULT x REFERENCES t(c)`
    fn column(&self, tokens: &[Token<'a>], range: TextRange) -> Option<Attribute> {
        let (first, rest) = tokens.split_first()?;
        if !first.is_name() || rest.is_empty() && first.form != Form::Quoted {
            return None;
        }
        let end = rest.iter().position(|token| token.is_any(CONSTRAINTS)).unwrap_or(rest.len());
        let written = rest.get(..end).unwrap_or_default();
        let words = written.iter().filter(|token| {
            token.form == Form::Word && !token.text.starts_with(|c: char| c.is_ascii_digit())
        });
        if words.count() > 6 || written.first().is_some_and(|token| token.form == Form::Mark) {
            return None;
        }
        let kind = self.source(written);
        let mut attribute = Attribute {
            name: first.text.to_owned(),
            kind: Some(kind).filter(|kind| !kind.is_empty()),
            range,
            ..Attribute::default()
        };
        let mut required = None;
        let mut at = end;
        while let Some(token) = rest.get(at) {
            let behind = rest.get(at + 1..).unwrap_or_default();
            let next = |word: &str| behind.first().is_some_and(|token| token.is(word));
            at += 1;
            if token.is("not") && next("null") {
                required = Some(true);
                at += 1;
            } else if token.is("primary") {
                attribute.primary = true;
            } else if token.is("unique") {
                attribute.unique = true;
            } else if token.is("references") {
                attribute.references = Some(self.reference(behind));
            } else if token.is("check") {
                let inner = brackets(behind).unwrap_or_default();
                datatype::said(&self.source(inner), &mut attribute.schema);
                at += inner.len() + 2;
            } else if token.is("comment") {
                attribute.description =
                    behind.iter().find(|token| token.form == Form::Text).map(|token| token.text.to_owned());
                at += 1;
            } else if token.is("default") {
                let (value, length) = self.default(behind);
                attribute.default = value;
                at += length;
            } else if token.is("generated") || token.is("on") {
                // `GENERATED ALWAYS AS (…)`, `ON DELETE SET NULL` say nothing about the column itself.
                while rest.get(at).is_some_and(|token| {
                    !token.is_any(&["not", "default", "primary", "unique", "references", "check", "comment"])
                }) {
                    at += 1;
                }
            }
        }
        attribute.required = required.or(if attribute.primary { None } else { Some(false) });
        if attribute.description.is_none() {
            attribute.description = self.comments.get(first.line).copied().flatten().map(str::to_owned);
        }
        Some(attribute)
    }

    /// The value behind DEFAULT, and how many tokens it takes.
    fn default(&self, tokens: &[Token<'a>]) -> (Option<String>, usize) {
        let mut depth = 0;
        let mut end = 0;
        while let Some(token) = tokens.get(end) {
            if token.mark("(") {
                depth += 1;
            } else if token.mark(")") {
                depth -= 1;
            } else if depth == 0
                && end > 0
                && (token.is_any(CONSTRAINTS) || token.is("after") || token.is("first"))
            {
                break;
            }
            end += 1;
        }
        let value = tokens.get(..end).unwrap_or_default();
        let written = match value.first() {
            // `'{}'::jsonb` is cast.
            Some(first) if first.form == Form::Text => first.text.to_owned(),
            _ => self.source(value),
        };
        (Some(written).filter(|written| !written.is_empty()), end)
    }

    /// `route(id)` out of `"route"("id") ON DELETE …`.
    pub(super) fn reference(&self, tokens: &[Token<'a>]) -> String {
        let (table, used) = name(tokens);
        let rest = tokens.get(used..).unwrap_or_default();
        match brackets(rest).filter(|_| rest.first().is_some_and(|token| token.mark("("))) {
            Some(inner) => format!("{table}({})", listed(self.text, inner).join(", ")),
            None => table.to_owned(),
        }
    }
}

fn is_type(token: &Token) -> bool {
    token.form == Form::Word
        && (crate::shape::is_type(token.text)
            || !datatype::schema(token.text).is_empty() && !datatype::schema(token.text).contains_key("$ref"))
}

/// What stands in the first round brackets.
pub(super) fn brackets<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let open = tokens.iter().position(|token| token.mark("("))?;
    let close = partner(tokens, open);
    tokens.get(open + 1..close)
}

/// The bytes from the first to the last token.
pub(super) fn span(tokens: &[Token]) -> Option<TextRange> {
    Some(TextRange { start: tokens.first()?.range.start, end: tokens.last()?.range.end })
}
