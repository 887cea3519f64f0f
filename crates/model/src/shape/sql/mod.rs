//! SQL: CREATE TABLE, CREATE TYPE … AS ENUM, CREATE INDEX, ALTER TABLE … ADD, in the dialects that documents mix. Snippets
//! leave out, abbreviate and forget, so this reads tokens and asks for no whole grammar.

mod member;
mod token;

use super::{Definitions, Form, Index, Shape};
use crate::fence::CodeLine;
use abide_syntax::TextRange;
use member::{brackets, span};
use token::{Token, tokens};

pub(super) fn read(text: &str, lines: &[CodeLine]) -> Definitions {
    let (tokens, comments) = tokens(lines);
    let mut reader = Reader { text, comments: &comments, found: Definitions::default() };
    let mut start = 0;
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        // A statement at the start of a line begins, even where the one before was never closed.
        let begins = token.opens && token.is_any(&["create", "alter"]) && at > start;
        if begins || token.mark(";") && depth <= 0 {
            reader.statement(tokens.get(start..at).unwrap_or_default());
            start = at + usize::from(!begins);
            depth = 0;
        }
        depth += i32::from(token.mark("(")) - i32::from(token.mark(")"));
    }
    reader.statement(tokens.get(start..).unwrap_or_default());
    reader.found
}

/// What was found so far.
pub(super) struct Reader<'a, 'c> {
    text: &'a str,
    comments: &'c [Option<&'a str>],
    found: Definitions,
}

impl<'a> Reader<'a, '_> {
    fn statement(&mut self, tokens: &[Token<'a>]) {
        // Other statements may stand before without a mark between.
        let Some(from) = tokens.iter().position(|token| token.is_any(&["create", "alter"])) else { return };
        if from > 0 && !tokens.get(from).is_some_and(|token| token.opens) {
            return;
        }
        let tokens = tokens.get(from..).unwrap_or_default();
        let Some(range) = span(tokens) else { return };
        let (create, rest) =
            (tokens.first().is_some_and(|token| token.is("create")), tokens.get(1..).unwrap_or_default());
        let rest = skip(
            rest,
            &["or", "replace", "temporary", "temp", "unlogged", "global", "local", "external", "foreign"],
        );
        let Some(what) = rest.first() else { return };
        let behind = rest.get(1..).unwrap_or_default();
        match (create, what.text.to_ascii_lowercase().as_str()) {
            (true, "table") => self.table(behind, first_line(self.text, range)),
            (true, "type") => self.kind(behind, first_line(self.text, range)),
            (true, "index") => self.index(behind, false, range),
            (true, "unique") => self.index(behind.get(1..).unwrap_or_default(), true, range),
            (false, "table") => self.alteration(behind, first_line(self.text, range)),
            _ => {}
        }
    }

    fn table(&mut self, tokens: &[Token<'a>], range: TextRange) {
        let tokens = skip(tokens, &["if", "not", "exists"]);
        let (written, used) = name(tokens);
        let rest = tokens.get(used..).unwrap_or_default();
        // A partition is a part of a table that is defined elsewhere.
        if written.is_empty() || rest.first().is_some_and(|token| token.is_any(&["partition", "of"])) {
            return;
        }
        let mut shape = Shape { name: written.to_owned(), form: Form::Record, range, ..Shape::default() };
        if rest.first().is_some_and(|token| token.mark("(")) {
            let close = partner(rest, 0);
            self.members(&mut shape, rest.get(1..close).unwrap_or_default());
        }
        self.found.shapes.push(shape);
    }

    fn kind(&mut self, tokens: &[Token<'a>], range: TextRange) {
        let (written, used) = name(skip(tokens, &["if", "not", "exists"]));
        let rest = tokens.get(used..).unwrap_or_default();
        if written.is_empty() {
            return;
        }
        let mut shape =
            Shape { name: written.to_owned(), form: Form::Enumeration, range, ..Shape::default() };
        let inner = brackets(rest).unwrap_or_default();
        if rest.iter().any(|token| token.is("enum")) {
            shape.values = inner
                .iter()
                .filter(|token| token.form == token::Form::Text)
                .map(|token| token.text.to_owned())
                .collect();
        } else {
            shape.form = Form::Record;
            self.members(&mut shape, inner);
        }
        self.found.shapes.push(shape);
    }

    /// `CREATE UNIQUE INDEX name ON table (a, b)`
    fn index(&mut self, tokens: &[Token<'a>], unique: bool, range: TextRange) {
        let tokens = skip(tokens, &["concurrently", "if", "not", "exists"]);
        let Some(on) = tokens.iter().position(|token| token.is("on")) else { return };
        let named = tokens.get(..on).and_then(|before| before.last());
        let (table, used) = name(skip(tokens.get(on + 1..).unwrap_or_default(), &["only"]));
        let rest = tokens.get(on + 1 + used..).unwrap_or_default();
        self.found.indexes.push(Index {
            name: named.map(|token| token.text.to_owned()),
            entity: table.to_owned(),
            columns: brackets(rest).map(|inner| listed(self.text, inner)).unwrap_or_default(),
            unique,
            range,
        });
    }

    /// `ALTER TABLE t ADD COLUMN c TYPE …, ADD CONSTRAINT …`
    fn alteration(&mut self, tokens: &[Token<'a>], range: TextRange) {
        let tokens = skip(tokens, &["if", "exists", "only"]);
        let (table, used) = name(tokens);
        let mut shape = Shape { name: table.to_owned(), form: Form::Addition, range, ..Shape::default() };
        let (mut depth, mut start) = (0, used);
        let mut parts = Vec::new();
        for (at, token) in tokens.iter().enumerate().skip(used) {
            depth += i32::from(token.mark("(")) - i32::from(token.mark(")"));
            if depth == 0 && token.mark(",") {
                parts.extend(tokens.get(start..at));
                start = at + 1;
            }
        }
        parts.extend(tokens.get(start..));
        for part in parts {
            let Some((first, added)) = part.split_first() else { continue };
            if !first.is("add") {
                continue;
            }
            let added = skip(added, &["column", "if", "not", "exists"]);
            if added.first().is_some_and(|token| token.mark("(")) {
                self.members(&mut shape, brackets(added).unwrap_or_default());
            } else {
                self.member(&mut shape, added);
            }
        }
        if !shape.attributes.is_empty() {
            self.found.shapes.push(shape);
        }
    }

    /// The source of some tokens on one line.
    fn source(&self, tokens: &[Token<'a>]) -> String {
        span(tokens).map(|range| crate::text::one_line(range.slice(self.text))).unwrap_or_default()
    }
}

/// The tokens behind these words, as far as they stand there.
fn skip<'t, 'a>(tokens: &'t [Token<'a>], words: &[&str]) -> &'t [Token<'a>] {
    let count = tokens.iter().take_while(|token| token.is_any(words)).count();
    // A table may be called like one of them.
    tokens.get(count..).filter(|rest| !rest.is_empty()).unwrap_or(tokens)
}

/// A name without quotes and without its schema, and how many tokens it takes.
fn name<'a>(tokens: &[Token<'a>]) -> (&'a str, usize) {
    let mut used = 0;
    let mut last = "";
    while let Some(token) = tokens.get(used).filter(|token| token.is_name()) {
        last = token.text;
        used += 1;
        if !tokens.get(used).is_some_and(|token| token.mark(".")) {
            break;
        }
        used += 1;
    }
    (last, used)
}

/// Where the bracket that opens at `open` closes; the end where it does not.
fn partner(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        depth += i32::from(token.mark("(")) - i32::from(token.mark(")"));
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// The columns between brackets; an expression stays as it is, a direction or a length goes.
fn listed(text: &str, tokens: &[Token]) -> Vec<String> {
    let mut columns = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for at in 0..=tokens.len() {
        let token = tokens.get(at);
        let ends = token.is_none_or(|token| depth == 0 && token.mark(","));
        if let Some(token) = token {
            depth += i32::from(token.mark("(")) - i32::from(token.mark(")"));
        }
        if !ends {
            continue;
        }
        let part = tokens.get(start..at).unwrap_or_default();
        start = at + 1;
        let Some(first) = part.first() else { continue };
        let length =
            matches!(part, [_, open, number, _] if open.mark("(") && number.text.parse::<u32>().is_ok());
        let expression = part.iter().any(|token| token.mark("(")) && !length;
        if first.mark("(") {
            columns.extend(listed(text, brackets(part).unwrap_or_default()));
        } else if expression {
            columns.extend(span(part).map(|range| crate::text::one_line(range.slice(text))));
        } else {
            columns.push(first.text.to_owned());
        }
    }
    columns
}

/// The first line of a range: what a statement is found by.
fn first_line(text: &str, range: TextRange) -> TextRange {
    let length = range.slice(text).lines().next().map_or(0, str::len);
    TextRange::new(range.start(), range.start() + length)
}

#[cfg(test)]
mod tests;
