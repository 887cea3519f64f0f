//! Languages with braces: TypeScript, Rust, Go, Java, C#, Kotlin, Swift, Protobuf, GraphQL, Prisma, Solidity.

mod java;
mod operation;
mod rust_go;
mod schema;
mod solidity;
mod typescript;

use super::{Attribute, Definitions, Form, Shape, nesting, range_of, uncommented, word};
use crate::fence::CodeLine;
use java::{java_header, java_member, kotlin_header, kotlin_member};
use operation::operation;
use rust_go::{go_header, go_member, rust_header};
use schema::{graphql_header, graphql_member, prisma_header, prisma_member, proto_header, proto_member};
use solidity::{solidity_header, solidity_member};
use typescript::{colon_member, typescript_header, union_values};

/// What differs between the languages.
pub(super) struct Syntax {
    /// Reads the line that opens a definition: its form, its name, and the text behind the opening bracket.
    header: fn(&str) -> Option<(Form, &str)>,
    /// Reads one member of a record.
    member: fn(&str) -> Option<Attribute>,
    /// The words that start an operation, each with whether it is an event.
    operations: &'static [(&'static str, bool)],
    /// Whether a name with parentheses is an operation without any word before it.
    bare_operations: bool,
    comments: &'static [&'static str],
}

pub(super) const TYPESCRIPT: Syntax = Syntax {
    header: typescript_header,
    member: colon_member,
    operations: &[("function ", false), ("async function ", false)],
    bare_operations: true,
    comments: &["//", "/*"],
};

pub(super) const RUST: Syntax = Syntax {
    header: rust_header,
    member: colon_member,
    operations: &[("fn ", false), ("async fn ", false)],
    bare_operations: false,
    comments: &["//"],
};

pub(super) const GO: Syntax = Syntax {
    header: go_header,
    member: go_member,
    operations: &[("func ", false)],
    bare_operations: true,
    comments: &["//"],
};

pub(super) const JAVA: Syntax = Syntax {
    header: java_header,
    member: java_member,
    operations: &[],
    bare_operations: true,
    comments: &["//", "/*"],
};

pub(super) const KOTLIN: Syntax = Syntax {
    header: kotlin_header,
    member: kotlin_member,
    operations: &[("fun ", false), ("suspend fun ", false), ("func ", false), ("def ", false)],
    bare_operations: false,
    comments: &["//", "/*"],
};

pub(super) const PROTO: Syntax = Syntax {
    header: proto_header,
    member: proto_member,
    operations: &[("rpc ", false)],
    bare_operations: false,
    comments: &["//"],
};

pub(super) const GRAPHQL: Syntax = Syntax {
    header: graphql_header,
    member: graphql_member,
    operations: &[],
    bare_operations: false,
    comments: &["#"],
};

pub(super) const PRISMA: Syntax = Syntax {
    header: prisma_header,
    member: prisma_member,
    operations: &[],
    bare_operations: false,
    comments: &["//"],
};

pub(super) const SOLIDITY: Syntax = Syntax {
    header: solidity_header,
    member: solidity_member,
    operations: &[("function ", false), ("event ", true)],
    bare_operations: false,
    comments: &["//", "/*"],
};

/// `Order = {` or `Order {` with `name: type` lines: a record in no language in particular.
pub(super) const LOOSE: Syntax = Syntax {
    header: loose_header,
    member: colon_member,
    operations: &[],
    bare_operations: false,
    comments: &["//", "#"],
};

/// Whether a line opens a record in no language in particular.
pub(super) fn is_loose_header(line: &str) -> bool {
    loose_header(line.trim()).is_some()
}

fn loose_header(code: &str) -> Option<(Form, &str)> {
    let name = word(code);
    let rest = code.get(name.len()..)?.trim_start();
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    let named = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase);
    (named && rest.starts_with('{')).then_some((Form::Record, name))
}

/// One definition that is still open.
struct Open {
    shape: Shape,
    /// The depth of its members.
    depth: i32,
}

pub(super) fn read(lines: &[CodeLine], syntax: &Syntax) -> Definitions {
    let brackets = |byte| match byte {
        b'{' | b'(' => 1,
        b'}' | b')' => -1,
        _ => 0,
    };
    let mut found = Definitions::default();
    let mut stack: Vec<Open> = Vec::new();
    let mut depth = 0;
    let mut in_comment = false;
    for line in lines {
        let trimmed = line.text.trim();
        if in_comment || trimmed.starts_with("/*") {
            in_comment = !trimmed.contains("*/");
            continue;
        }
        let (code, comment) = uncommented(line.text, syntax.comments);
        let code = code.trim();
        if code.is_empty()
            || code.starts_with(['@', '*'])
            || (code.starts_with("#[") || code.starts_with("#!"))
        {
            continue;
        }
        let change = nesting(code, brackets);
        let member_depth = stack.last().map(|open| open.depth);
        if let Some((form, name)) = (syntax.header)(code).filter(|(_, name)| !name.is_empty())
            && (stack.is_empty() || form != Form::Class || member_depth == Some(depth))
        {
            let shape =
                Shape { name: name.to_owned(), form, range: range_of(line, code), ..Shape::default() };
            let opens = code.find(['{', '(']);
            match opens {
                Some(at) if change > 0 => {
                    stack.push(Open { shape, depth: depth + change });
                    // Members may stand behind the bracket: `record P(int x,`.
                    inline(&mut stack, syntax, line, inner(code, at));
                }
                Some(at) => {
                    // The whole definition on one line.
                    let mut open = vec![Open { shape, depth: depth + 1 }];
                    inline(&mut open, syntax, line, inner(code, at));
                    found.shapes.extend(open.pop().map(|open| open.shape));
                }
                None => {
                    let mut shape = shape;
                    if let Some((_, union)) = code.split_once('=') {
                        shape.values = union_values(union);
                    }
                    if form == Form::Enumeration || form == Form::Record && code.ends_with(';') {
                        found.shapes.push(shape);
                    } else {
                        // The bracket follows on the next line.
                        stack.push(Open { shape, depth: depth + 1 });
                    }
                }
            }
            depth += change;
            close(&mut stack, &mut found, depth, opens.is_none() && change == 0);
            continue;
        }
        if let Some(open) = stack.last_mut()
            && depth == open.depth
            && !code.starts_with(['}', ')', '{'])
        {
            member(&mut open.shape, syntax, line, code, comment);
        } else if let Some(union) = code.strip_prefix('|')
            && stack.is_empty()
            && let Some(last) = found.shapes.last_mut()
            && last.form == Form::Enumeration
        {
            last.values.extend(union_values(union));
        } else if stack.is_empty() && depth == 0 {
            found.operations.extend(operation(code, syntax, line));
        }
        depth += change;
        close(&mut stack, &mut found, depth, false);
    }
    while let Some(open) = stack.pop() {
        found.shapes.push(open.shape);
    }
    found.shapes.sort_by_key(|shape| shape.range.start);
    found
}

fn close(stack: &mut Vec<Open>, found: &mut Definitions, depth: i32, waits: bool) {
    while !waits && stack.last().is_some_and(|open| depth < open.depth) {
        found.shapes.extend(stack.pop().map(|open| open.shape));
    }
}

/// What stands behind the bracket at `at`, up to its partner or the end of the line.
fn inner(code: &str, at: usize) -> &str {
    let rest = code.get(at + 1..).unwrap_or_default();
    let mut depth = 1;
    let end = rest.char_indices().find(|(_, character)| {
        depth += match character {
            '{' | '(' => 1,
            '}' | ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    rest.get(..end.map_or(rest.len(), |(at, _)| at)).unwrap_or_default()
}

/// Members that stand on the same line, with commas or semicolons between them.
fn inline(stack: &mut [Open], syntax: &Syntax, line: &CodeLine, text: &str) {
    let Some(open) = stack.last_mut() else { return };
    for part in split_members(text) {
        if !part.trim().is_empty() {
            member(&mut open.shape, syntax, line, part.trim(), None);
        }
    }
}

/// Splits at commas and semicolons outside brackets.
fn split_members(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' | ';' if depth <= 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn member(shape: &mut Shape, syntax: &Syntax, line: &CodeLine, code: &str, comment: Option<&str>) {
    match shape.form {
        Form::Enumeration => {
            for part in split_members(code) {
                let bare = part.trim().trim_start_matches("case ").trim_matches(['"', '\'', ' ']);
                let name = word(bare);
                if !name.is_empty() && !matches!(name, "fn" | "public" | "private" | "option" | "reserved") {
                    shape.values.push(name.to_owned());
                }
            }
        }
        _ => {
            if let Some(operation) = operation(code, syntax, line) {
                shape.operations.push(operation);
                return;
            }
            // Several on one line: `id: string; name: string`.
            let parts = if code.contains("; ") { split_members(code) } else { vec![code] };
            for part in parts {
                if let Some(mut attribute) = (syntax.member)(part.trim().trim_end_matches([',', ';']).trim())
                {
                    attribute.range = range_of(line, code);
                    if attribute.description.is_none() {
                        attribute.description = comment.map(str::to_owned);
                    }
                    shape.attributes.push(attribute);
                }
            }
        }
    }
}

/// Without the words that only say who may see it.
fn modifiers(code: &str) -> &str {
    let mut rest = code.trim_start();
    loop {
        let first = word(rest);
        let shorter = match first {
            "export" | "public" | "private" | "protected" | "internal" | "static" | "abstract" | "final"
            | "readonly" | "declare" | "default" | "override" | "sealed" | "open" | "partial" | "virtual"
            | "async" | "data" | "external" | "unsafe" | "virtual_" | "required" | "mut" | "lateinit"
            | "late" => rest.get(first.len()..),
            "pub" => rest.get(3..).map(|rest| {
                if rest.starts_with('(') { rest.split_once(')').map_or(rest, |(_, rest)| rest) } else { rest }
            }),
            _ => None,
        };
        match shorter {
            Some(shorter) if shorter.starts_with(char::is_whitespace) => rest = shorter.trim_start(),
            _ => return rest,
        }
    }
}

#[cfg(test)]
mod tests;
