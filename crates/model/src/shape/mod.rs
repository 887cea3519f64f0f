//! Shapes: what code in a document defines, read line by line. Snippets in specifications are seldom complete, so nothing
//! here asks for a program that compiles.

mod braces;
mod calls;
mod columns;
mod described;
#[rustfmt::skip]
mod language;
mod mermaid;
#[rustfmt::skip]
mod openslo;
mod plantuml;
mod python;
mod referred;
mod sql;

pub(crate) use columns::{constraint, is_type};
pub(crate) use described::{Described, Parameter};
use language::Language;
pub(crate) use language::plainly;
pub(crate) use openslo::objectives;
pub(crate) use plantuml::Aside;
pub(crate) use referred::{is_primary, referred};

use crate::datatype::Schema;
use crate::fence::{CodeLine, Fence};
use abide_syntax::{Document, TextRange};

/// A type, table or message that code defines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shape {
    pub name: String,
    pub form: Form,
    pub range: TextRange,
    pub attributes: Vec<Attribute>,
    /// The values of an enumeration.
    pub values: Vec<String>,
    pub operations: Vec<Operation>,
}

/// What kind of definition it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// A record: struct, interface, message, table.
    #[default]
    Record,
    /// An enumeration.
    Enumeration,
    /// A class: a record where it has attributes and no operations of its own.
    Class,
    /// Operations only: interface, trait, service, contract.
    Service,
    /// Columns added to a table that is defined elsewhere.
    Addition,
}

/// One attribute of a shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attribute {
    pub name: String,
    pub kind: Option<String>,
    pub required: Option<bool>,
    pub primary: bool,
    pub unique: bool,
    /// Whether it points to another record, even where that one is not named.
    pub foreign: bool,
    pub default: Option<String>,
    pub references: Option<String>,
    /// What is said about its values besides the type, in the words of JSON Schema.
    pub schema: Schema,
    pub description: Option<String>,
    /// What a column of rules or constraints says, as written.
    pub constraints: Option<String>,
    pub range: TextRange,
}

/// One operation of a shape, or a function on its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Operation {
    pub name: String,
    pub signature: String,
    pub range: TextRange,
    /// What it is: a call, or an event that is emitted.
    pub event: bool,
    /// Whether its body follows.
    pub has_body: bool,
}

/// An index or a constraint on several columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    pub name: Option<String>,
    pub entity: String,
    pub columns: Vec<String>,
    pub unique: bool,
    pub range: TextRange,
}

/// One shape relates to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Link {
    pub from: String,
    pub to: String,
    pub cardinality: Option<String>,
    pub label: Option<String>,
    pub range: TextRange,
}

/// All that a code block defines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Definitions {
    pub shapes: Vec<Shape>,
    pub indexes: Vec<Index>,
    pub links: Vec<Link>,
    /// Functions outside any shape.
    pub operations: Vec<Operation>,
    /// HTTP operations that a description of an interface holds.
    pub described: Vec<Described>,
}

/// Reads a code block by its language; where it names none, by what it looks like.
pub(crate) fn read(document: &Document, fence: &Fence, lines: &[CodeLine]) -> Definitions {
    match fence.language.as_str() {
        "typescript" | "ts" | "tsx" | "javascript" | "js" | "jsx" => braces::typescript(lines),
        "rust" | "rs" => braces::read(lines, &braces::RUST),
        "go" | "golang" => braces::read(lines, &braces::GO),
        "java" => braces::read(lines, &braces::JAVA),
        "csharp" | "cs" | "c#" => braces::read(lines, &braces::JAVA),
        "kotlin" | "kt" | "swift" | "scala" | "dart" => braces::read(lines, &braces::KOTLIN),
        "proto" | "protobuf" | "proto3" => braces::read(lines, &braces::PROTO),
        "graphql" | "gql" => braces::read(lines, &braces::GRAPHQL),
        "prisma" => braces::read(lines, &braces::PRISMA),
        "solidity" | "sol" => braces::read(lines, &braces::SOLIDITY),
        "php" => calls::or(lines, braces::read(lines, &braces::PHP)),
        "c" | "cpp" | "c++" | "h" | "hpp" | "cc" => braces::read(lines, &braces::C),
        "dbml" => braces::read(lines, &braces::LOOSE),
        "elixir" | "ex" | "exs" | "ruby" | "rb" => calls::read(lines),
        "json" | "jsonc" | "json5" | "yaml" | "yml" | "openapi" | "jsonschema" => {
            described::read(document, fence, lines)
        }
        "python" | "py" => python::read(lines),
        "sql" | "postgresql" | "postgres" | "sqlite" | "mysql" | "psql" | "plpgsql" | "ddl" | "pgsql" => {
            sql::read(document.text(), lines)
        }
        "plantuml" | "puml" | "uml" => plantuml::read(lines),
        "mermaid" => mermaid::read(lines),
        "" | "text" | "txt" | "plaintext" => untold(document, fence, lines),
        _ => Definitions::default(),
    }
}

/// The record whose members stand in these lines, in the way of TypeScript.
pub(crate) fn members(lines: &[CodeLine]) -> Definitions {
    braces::typescript(lines)
}

/// A block without a language: SQL and mermaid give themselves away in their first words.
fn untold(document: &Document, fence: &Fence, lines: &[CodeLine]) -> Definitions {
    let first =
        lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty() && !line.starts_with("--"));
    let Some(first) = first else { return Definitions::default() };
    if crate::text::starts_with_ignoring_case(first, "create ")
        || crate::text::starts_with_ignoring_case(first, "alter table")
    {
        return sql::read(document.text(), lines);
    }
    if ["classDiagram", "erDiagram"].iter().any(|word| first.starts_with(word)) {
        return mermaid::read(lines);
    }
    if first.starts_with("type ") && first.contains(" struct ") {
        return braces::read(lines, &braces::GO);
    }
    if ["interface ", "export interface ", "export type "].iter().any(|word| first.starts_with(word)) {
        return braces::typescript(lines);
    }
    match plainly(lines) {
        Some(Language::Rust) => return braces::read(lines, &braces::RUST),
        Some(Language::Go) => return braces::read(lines, &braces::GO),
        Some(Language::TypeScript) => return braces::typescript(lines),
        Some(Language::Python) => return python::read(lines),
        None => {}
    }
    if first.starts_with("message ") && first.ends_with('{') {
        return braces::read(lines, &braces::PROTO);
    }
    if first.starts_with("@startuml") {
        return plantuml::read(lines);
    }
    if first.starts_with(['{', '"']) || first.starts_with("openapi:") || first.starts_with("components:") {
        return described::read(document, fence, lines);
    }
    if lines.iter().any(|line| braces::is_loose_header(line.text)) {
        let mut found = braces::read(lines, &braces::LOOSE);
        found.shapes.retain(|shape| !shape.attributes.is_empty());
        return found;
    }
    let operations = braces::signatures(lines);
    if !operations.is_empty() {
        return Definitions { operations, ..Definitions::default() };
    }
    let bracketed = columns::bracketed(lines);
    let shapes = if bracketed.is_empty() { columns::records(lines) } else { bracketed };
    Definitions { shapes, ..Definitions::default() }
}

/// The attributes of a block written in columns: `name   type   what it is`.
pub(crate) fn columns(lines: &[CodeLine]) -> Vec<Attribute> {
    columns::read(lines)
}

/// The part of a line's bytes that holds `part`, a slice of its text.
pub(crate) fn range_of(line: &CodeLine, part: &str) -> TextRange {
    TextRange::of_slice(line.text, part).map_or(line.range, |inner| {
        TextRange::new(line.range.start() + inner.start(), line.range.start() + inner.end())
    })
}

/// A line without the comment behind it, and the comment.
pub(crate) fn uncommented<'a>(text: &'a str, marks: &[&str]) -> (&'a str, Option<&'a str>) {
    let mut best: Option<(usize, &str)> = None;
    for mark in marks {
        // Most lines have no comment behind them.
        if memchr::memchr(mark.bytes().next().unwrap_or_default(), text.as_bytes()).is_none() {
            continue;
        }
        let mut from = 0;
        let (mut double, mut single) = (false, false);
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(mark)) {
            let at = from + found;
            for byte in text.as_bytes().get(from..at).unwrap_or_default() {
                double ^= *byte == b'"';
                single ^= *byte == b'\'';
            }
            if !double && !single && !text.get(..at).unwrap_or_default().ends_with(':') {
                if best.is_none_or(|(known, _)| at < known) {
                    best = Some((at, mark));
                }
                break;
            }
            from = at + mark.len();
        }
    }
    match best {
        Some((at, mark)) => {
            let comment = text.get(at + mark.len()..).unwrap_or_default();
            let comment = comment.trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '*' | '<'));
            (text.get(..at).unwrap_or_default(), (!comment.is_empty()).then_some(comment))
        }
        None => (text, None),
    }
}

/// The word at the start of a text: letters, digits, `_`, `$`.
pub(crate) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// How much deeper a line ends than it starts, in these brackets.
pub(crate) fn nesting(text: &str, weigh: impl Fn(u8) -> i32) -> i32 {
    let mut depth = 0;
    let mut quote: Option<u8> = None;
    let mut before = b' ';
    let mut paired = None;
    for byte in text.bytes() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'`') => quote = Some(byte),
            // An apostrophe within a word, or a lifetime, opens no string.
            None if byte == b'\'' && !before.is_ascii_alphanumeric() && before.is_ascii() => {
                let paired = *paired.get_or_insert_with(|| {
                    !text.contains("<'")
                        && !text.contains("&'")
                        && text.matches('\'').count().is_multiple_of(2)
                });
                quote = paired.then_some(byte);
            }
            None => depth += weigh(byte),
        }
        before = byte;
    }
    depth
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a block defines, one line each.
    pub(crate) fn shown(block: &str) -> Vec<String> {
        let document = Document::parse(block);
        let (id, _) = document
            .nodes()
            .iter()
            .enumerate()
            .find(|(_, node)| matches!(node.kind, abide_syntax::NodeKind::Code { .. }))
            .expect("a code block");
        let fence = Fence::new(&document, abide_syntax::SectionId::ROOT, abide_syntax::NodeId(id as u32))
            .expect("a fence");
        let found = read(&document, &fence, &fence.lines(&document));
        let mut lines = Vec::new();
        for shape in &found.shapes {
            let line = document.line(shape.range.start);
            lines.push(
                format!("{line} {:?} {} {}", shape.form, shape.name, shape.values.join("|"))
                    .trim_end()
                    .to_owned(),
            );
            for attribute in &shape.attributes {
                let mut shown = format!(
                    "{}   .{}: {}",
                    document.line(attribute.range.start),
                    attribute.name,
                    attribute.kind.as_deref().unwrap_or("?")
                );
                for (mark, is) in [
                    (" required", attribute.required == Some(true)),
                    (" optional", attribute.required == Some(false)),
                    (" primary", attribute.primary),
                    (" unique", attribute.unique),
                ] {
                    if is {
                        shown.push_str(mark);
                    }
                }
                for (mark, value) in [
                    (" =", &attribute.default),
                    (" ->", &attribute.references),
                    (" #", &attribute.description),
                ] {
                    if let Some(value) = value {
                        shown.push_str(&format!("{mark}{value}"));
                    }
                }
                lines.push(shown);
            }
            lines.extend(shape.operations.iter().map(|operation| {
                format!(
                    "{}   {}() {}",
                    document.line(operation.range.start),
                    operation.name,
                    operation.signature
                )
            }));
        }
        lines.extend(found.indexes.iter().map(|index| {
            format!(
                "{} index {}({}) {}",
                document.line(index.range.start),
                index.entity,
                index.columns.join(","),
                index.unique
            )
        }));
        lines.extend(found.links.iter().map(|link| {
            format!(
                "{} {} -> {} {}",
                document.line(link.range.start),
                link.from,
                link.to,
                link.cardinality.as_deref().unwrap_or("?")
            )
        }));
        lines.extend(found.operations.iter().map(|operation| {
            format!("{} {}() {}", document.line(operation.range.start), operation.name, operation.signature)
        }));
        lines
    }
}
