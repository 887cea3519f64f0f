//! Languages with braces: TypeScript, Rust, Go, Java, C#, Kotlin, Swift, PHP, C, Protobuf, GraphQL, Prisma, Solidity.

mod annotation;
mod c;
mod java;
mod loose;
mod operation;
mod rust_go;
mod schema;
mod solidity;
mod typescript;
mod unions;

use super::{Attribute, Definitions, Form, Shape, nesting, range_of, uncommented, word};
use crate::fence::CodeLine;
use c::{NAMED_LATER, c_header, c_member, php_header, php_member};
use java::{java_header, java_member, kotlin_header, kotlin_member};
pub(super) use loose::{LOOSE, is_loose_header};
use operation::operation;
pub(super) use operation::signatures;
use rust_go::{go_enumerations, go_header, go_member, go_names, rust_header};
use schema::{
    graphql_header, graphql_member, prisma_block, prisma_header, prisma_member, proto_header, proto_member,
};
use solidity::{solidity_header, solidity_member};
use typescript::{colon_member, typescript_header, union_values};
pub(super) use unions::read as typescript;

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
    /// What is particular about it.
    manner: Manner,
}

/// How a language differs from the others in its brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Members stand one bracket deep, in round or curly ones.
    Plain,
    /// Members stand in curly brackets only.
    Curly,
    /// As the plain ones, and names may stand in one line with nothing but commas between.
    Loose,
    /// Members may stand deeper: `oneof`, promoted parameters.
    Deep,
    /// A record within a record is an attribute.
    Flat,
}

const TYPESCRIPT: Syntax = Syntax {
    header: typescript_header,
    member: colon_member,
    operations: &[("function ", false), ("async function ", false)],
    bare_operations: true,
    comments: &["//", "/*"],
    manner: Manner::Plain,
};

pub(super) const RUST: Syntax = Syntax {
    header: rust_header,
    member: colon_member,
    operations: &[("fn ", false), ("async fn ", false)],
    bare_operations: false,
    comments: &["//"],
    manner: Manner::Plain,
};

pub(super) const GO: Syntax = Syntax {
    header: go_header,
    member: go_member,
    operations: &[("func ", false)],
    bare_operations: true,
    comments: &["//"],
    manner: Manner::Flat,
};

pub(super) const JAVA: Syntax = Syntax {
    header: java_header,
    member: java_member,
    operations: &[],
    bare_operations: true,
    comments: &["//", "/*"],
    manner: Manner::Plain,
};

pub(super) const KOTLIN: Syntax = Syntax {
    header: kotlin_header,
    member: kotlin_member,
    operations: &[("fun ", false), ("suspend fun ", false), ("func ", false), ("def ", false)],
    bare_operations: false,
    comments: &["//", "/*"],
    manner: Manner::Plain,
};

pub(super) const PROTO: Syntax = Syntax {
    header: proto_header,
    member: proto_member,
    operations: &[("rpc ", false)],
    bare_operations: false,
    comments: &["//"],
    manner: Manner::Deep,
};

pub(super) const GRAPHQL: Syntax = Syntax {
    header: graphql_header,
    member: graphql_member,
    operations: &[],
    bare_operations: false,
    comments: &["#"],
    manner: Manner::Curly,
};

pub(super) const PRISMA: Syntax = Syntax {
    header: prisma_header,
    member: prisma_member,
    operations: &[],
    bare_operations: false,
    comments: &["//"],
    manner: Manner::Curly,
};

pub(super) const SOLIDITY: Syntax = Syntax {
    header: solidity_header,
    member: solidity_member,
    operations: &[("function ", false), ("event ", true)],
    bare_operations: false,
    comments: &["//", "/*"],
    manner: Manner::Curly,
};

pub(super) const PHP: Syntax = Syntax {
    header: php_header,
    member: php_member,
    operations: &[("function ", false)],
    bare_operations: false,
    comments: &["//", "/*"],
    manner: Manner::Deep,
};

pub(super) const C: Syntax = Syntax {
    header: c_header,
    member: c_member,
    operations: &[],
    bare_operations: true,
    comments: &["//", "/*"],
    manner: Manner::Curly,
};

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
    let mut annotations = String::new();
    // How many brackets of an annotation are still open.
    let mut unclosed = 0;
    for line in lines {
        let trimmed = line.text.trim();
        if in_comment || trimmed.starts_with("/*") {
            in_comment = !trimmed.contains("*/");
            continue;
        }
        let (code, comment) = uncommented(line.text, syntax.comments);
        if unclosed > 0 {
            unclosed += nesting(code, brackets);
            annotations.push_str(code);
            continue;
        }
        let (annotation, code) = annotation::split(code.trim());
        annotations.push_str(annotation);
        unclosed = nesting(annotation, brackets).max(0);
        if code.is_empty() || code.starts_with('*') || (code.starts_with("#[") || code.starts_with("#!")) {
            continue;
        }
        // `}).refine(…, {` closes a definition before it opens something else.
        let closing = code
            .bytes()
            .take_while(|byte| matches!(byte, b'}' | b')' | b']'))
            .filter(|byte| *byte != b']')
            .count();
        let left = depth - i32::try_from(closing).unwrap_or(i32::MAX);
        if closing > 0 && stack.last().is_some_and(|open| left < open.depth && open.shape.name != NAMED_LATER)
        {
            close(&mut stack, &mut found, left, false);
        }
        let said = std::mem::take(&mut annotations);
        let change = nesting(code, brackets);
        let member_depth = stack.last().map(|open| open.depth);
        if let Some((form, name)) = (syntax.header)(code).filter(|(_, name)| !name.is_empty())
            && (stack.is_empty() || form != Form::Class || member_depth == Some(depth))
            && (stack.is_empty() || syntax.manner != Manner::Flat)
        {
            let shape =
                Shape { name: name.to_owned(), form, range: range_of(line, code), ..Shape::default() };
            let opens = if syntax.manner == Manner::Curly { code.find('{') } else { code.find(['{', '(']) };
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
                    if form == Form::Enumeration
                        && let Some(shape) = found.shapes.last_mut()
                        && shape.values.is_empty()
                    {
                        shape.values = listed_values(code);
                    }
                }
                None => {
                    let mut shape = shape;
                    if let Some((_, union)) = code.split_once('=') {
                        shape.values = union_values(union, syntax.manner == Manner::Curly);
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
            && (depth == open.depth || depth > open.depth && syntax.manner == Manner::Deep)
            && !code.starts_with(['}', ')', '{'])
        {
            member(&mut open.shape, syntax, line, code, &said, comment);
            if let Some(index) = prisma_block(code, &open.shape.name, line) {
                found.indexes.push(index);
            }
        } else if let Some(union) = code.strip_prefix('|')
            && stack.is_empty()
            && let Some(last) = found.shapes.last_mut()
            && last.form == Form::Enumeration
        {
            last.values.extend(union_values(union, syntax.manner == Manner::Curly));
        } else if stack.is_empty() && depth == 0 {
            found.operations.extend(operation(code, syntax, line));
        }
        depth += change;
        if let Some(open) = stack.last_mut()
            && depth < open.depth
            && open.shape.name == NAMED_LATER
            && let Some(name) = code.strip_prefix('}').map(|rest| word(rest.trim_start()))
        {
            name.clone_into(&mut open.shape.name);
        }
        close(&mut stack, &mut found, depth, false);
    }
    while let Some(open) = stack.pop() {
        found.shapes.push(open.shape);
    }
    if syntax.manner == Manner::Flat {
        found.shapes.extend(go_enumerations(lines));
    }
    found.shapes.retain(|shape| !shape.name.is_empty() && shape.name != NAMED_LATER);
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
            let (said, part) = annotation::split(part.trim());
            member(&mut open.shape, syntax, line, part, said, None);
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

fn member(
    shape: &mut Shape,
    syntax: &Syntax,
    line: &CodeLine,
    code: &str,
    said: &str,
    comment: Option<&str>,
) {
    match shape.form {
        Form::Enumeration => {
            for part in split_members(code) {
                // Several languages may give a name another value on the wire.
                let value = part.split_once('=').map_or("", |(_, value)| quoted(value));
                let bare = part.trim().trim_start_matches("case ").trim_matches(['"', '\'', ' ']);
                let name = if value.is_empty() { word(bare) } else { value };
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
            let listed = syntax.manner == Manner::Loose && lists_names(code);
            let parts = if listed || code.contains("; ") { split_members(code) } else { vec![code] };
            for part in parts {
                if let Some(mut attribute) = (syntax.member)(part.trim().trim_end_matches([',', ';']).trim())
                {
                    attribute.range = range_of(line, code);
                    annotation::apply(said, &mut attribute);
                    if attribute.description.is_none() {
                        attribute.description = comment.map(str::to_owned);
                    }
                    let others = if syntax.manner == Manner::Flat { go_names(code) } else { Vec::new() };
                    let others: Vec<Attribute> = others
                        .into_iter()
                        .map(|name| Attribute { name: name.to_owned(), ..attribute.clone() })
                        .collect();
                    shape.attributes.push(attribute);
                    shape.attributes.extend(others);
                }
            }
        }
    }
}

/// `Priority, Owner *User, Labels,`: names with commas between, some with a type.
fn lists_names(code: &str) -> bool {
    let bare = code.trim_end_matches(['}', ' ', ',']);
    let name = |part: &str| {
        let words = part.split_whitespace().count();
        (1..=2).contains(&words)
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '*' | '[' | ']' | '?' | ' ' | '.'))
    };
    bare.contains(',') && bare.split(',').all(name)
}

/// The values in quotes within a text.
fn listed_values(code: &str) -> Vec<String> {
    let inner = code.split_once('[').map_or("", |(_, inner)| inner);
    inner.split(['\'', '"']).skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands in quotes and nothing else.
fn quoted(text: &str) -> &str {
    let bare = text.trim().trim_end_matches([';', ',']);
    bare.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\''])).unwrap_or_default()
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
