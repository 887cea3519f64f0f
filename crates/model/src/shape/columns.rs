//! Blocks in columns: `field_name      Type        what it is`.

use super::{Attribute, Shape, range_of};
use crate::fence::CodeLine;

/// The attributes of a block, where most of its lines are a name and a type with white space between them.
pub(super) fn read(lines: &[CodeLine]) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut others = 0;
    for line in lines {
        let text = line.text.trim_end();
        let bare = text.trim_start();
        if bare.is_empty() || bare.starts_with(['#', '-', '/', '─', '=', '|']) {
            continue;
        }
        match attribute(bare) {
            Some(mut attribute) => {
                attribute.range = range_of(line, bare);
                attributes.push(attribute);
            }
            // What goes on further in than the names continues the line above.
            None if text.len() - bare.len() > 4 && !attributes.is_empty() => {}
            None => others += 1,
        }
    }
    // Among typed columns, a type of the document's own is one: "status   JobStatus   NEW | DONE".
    if attributes.len() >= 2 && others > 0 {
        others = 0;
        for line in lines {
            let bare = line.text.trim();
            let known = |attribute: &Attribute| attribute.range == range_of(line, bare);
            if bare.is_empty()
                || bare.starts_with(['#', '-', '/', '─', '=', '|'])
                || attributes.iter().any(known)
                || line.text.starts_with("     ")
                || constraint(bare).is_some()
            {
                continue;
            }
            match own_type(bare) {
                Some(mut attribute) => {
                    attribute.range = range_of(line, bare);
                    attributes.push(attribute);
                }
                None => others += 1,
            }
        }
        attributes.sort_by_key(|attribute| attribute.range.start);
    }
    if attributes.len() >= 2 && others * 3 <= attributes.len() { attributes } else { Vec::new() }
}

/// Records by indentation: a name, and below it, further in, `name: type` or `name   type`.
pub(super) fn records(lines: &[CodeLine]) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut margin = 0;
    for line in lines {
        let (text, comment) = super::uncommented(line.text, &["#", "//"]);
        let bare = text.trim();
        if bare.is_empty() {
            continue;
        }
        let indent = text.len() - text.trim_start().len();
        let name = bare.trim_end_matches(':');
        let opens = name.starts_with(char::is_uppercase)
            && name.chars().any(char::is_lowercase)
            && super::word(name) == name;
        if opens && shapes.last().is_none_or(|_| indent <= margin) {
            margin = indent;
            shapes.push(Shape { name: name.to_owned(), range: range_of(line, bare), ..Shape::default() });
        } else if let Some(shape) = shapes.last_mut()
            && indent > margin
        {
            let bare = bare.trim_start_matches(['-', '+', '*', ' ']);
            // One line that is no field makes this another kind of text.
            let Some(mut attribute) = attribute(bare) else { return Vec::new() };
            attribute.range = range_of(line, bare);
            attribute.description = attribute.description.or_else(|| comment.map(str::to_owned));
            shape.attributes.push(attribute);
        } else {
            return Vec::new();
        }
    }
    if shapes.iter().all(|shape| shape.attributes.len() >= 2) { shapes } else { Vec::new() }
}

/// `letters {`, then a name on each line, perhaps with a type, and `}`: a record whose remarks tell it from a selection.
pub(super) fn bracketed(lines: &[CodeLine]) -> Vec<Shape> {
    const SELECTIONS: &[&str] = &["query", "mutation", "subscription", "fragment"];
    let mut shapes: Vec<Shape> = Vec::new();
    let mut open = false;
    let mut told = false;
    for line in lines {
        let (code, comment) = super::uncommented(line.text, &["//", "#", "--"]);
        let bare = code.trim().trim_end_matches([',', ';']);
        if bare.is_empty() {
            continue;
        }
        let name = super::word(bare);
        let behind = bare.get(name.len()..).unwrap_or_default().trim();
        let lower = name.starts_with(|c: char| c.is_ascii_lowercase());
        match (open, behind) {
            (false, "{" | "= {") if lower && !SELECTIONS.contains(&name) => {
                open = true;
                shapes.push(Shape { name: name.to_owned(), range: range_of(line, bare), ..Shape::default() });
            }
            (true, "") if bare == "}" => open = false,
            (true, kind)
                if !name.is_empty() && (kind.is_empty() || is_type(kind.trim_start_matches([':', ' ']))) =>
            {
                let kind = kind.trim_start_matches([':', ' ']);
                told |= comment.is_some() || !kind.is_empty();
                if let Some(shape) = shapes.last_mut() {
                    shape.attributes.push(Attribute {
                        name: name.to_owned(),
                        kind: (!kind.is_empty()).then(|| kind.to_owned()),
                        description: comment.map(str::to_owned),
                        range: range_of(line, bare),
                        ..Attribute::default()
                    });
                }
            }
            (true, "}") if name.is_empty() => open = false,
            _ => return Vec::new(),
        }
    }
    let whole = !open && told && shapes.iter().all(|shape| shape.attributes.len() >= 2);
    if whole { shapes } else { Vec::new() }
}

/// The columns that a line says to be unique together or to have an index: "UNIQUE (desk, day)", "INDEX(day)".
pub(crate) fn constraint(text: &str) -> Option<(Vec<String>, bool)> {
    const OPENINGS: &[(&str, bool)] = &[
        ("UNIQUE INDEX", true),
        ("UNIQUE KEY", true),
        ("UNIQUE", true),
        ("unique", true),
        ("INDEX", false),
        ("PRIMARY KEY", true),
    ];
    let text = text.trim_start_matches('`');
    let (rest, unique) = OPENINGS
        .iter()
        .find_map(|(opening, unique)| Some((text.strip_prefix(opening)?.trim_start(), *unique)))?;
    let (inner, _) = rest.strip_prefix('(')?.split_once(')')?;
    let names: Vec<String> =
        inner.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let named =
        |name: &String| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | ' '));
    let enough = names.len() > usize::from(text.starts_with("PRIMARY"));
    (enough && names.iter().all(named)).then_some((names, unique))
}

/// A name with a type that the document names itself, or with one single blank before its type.
fn own_type(text: &str) -> Option<Attribute> {
    let end = text.find(char::is_whitespace)?;
    let name = text.get(..end)?;
    let rest = text.get(end..)?.trim_start();
    let kind = rest.split(char::is_whitespace).next()?.trim_end_matches('?');
    let told = rest.get(kind.len()..)?.trim_start_matches('?').trim();
    let word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let named = word(name) && name.len() >= 2 && name.starts_with(|c: char| c.is_lowercase() || c == '_');
    let typed = word(kind) && kind.starts_with(char::is_uppercase) && kind.chars().any(char::is_lowercase);
    let columned = wide_gap(text).is_some();
    (named && typed && columned).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: told.contains("NOT NULL").then_some(true),
        unique: told.contains("UNIQUE"),
        references: super::referred(told),
        description: (!told.is_empty()).then(|| told.to_owned()),
        ..Attribute::default()
    })
}

fn attribute(text: &str) -> Option<Attribute> {
    let end = text.find(char::is_whitespace)?;
    let name = text.get(..end)?.trim_end_matches([':', ',']);
    let rest = text.get(end..)?;
    let gap = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let kind_end = wide_gap(rest).unwrap_or(rest.len());
    let kind = rest.get(..kind_end)?.trim();
    let description = rest.get(kind_end..)?.trim().trim_start_matches(['-', '—', '–', '/', '#', ' ']);
    let colon = text.get(..end)?.ends_with(':');
    let named = name.len() >= 2
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '?')
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    // A wide gap makes a column; a single space only between a name and a type.
    let columned = gap >= 2 || colon;
    (named && columned && is_type(kind)).then(|| {
        let upper = kind.to_uppercase();
        Attribute {
            name: name.trim_end_matches('?').to_owned(),
            kind: Some(kind.to_owned()),
            primary: upper.contains("PRIMARY KEY")
                || upper.split_whitespace().any(|word| word == "PK")
                || description.starts_with("PK")
                || description.starts_with("Primary key"),
            unique: upper.contains("UNIQUE") || description.to_lowercase().starts_with("unique"),
            required: if name.ends_with('?') || upper.contains("NULLABLE") {
                Some(false)
            } else if upper.contains("NOT NULL") {
                Some(true)
            } else {
                None
            },
            references: super::referred(description).or_else(|| super::referred(kind)),
            foreign: [kind, description]
                .iter()
                .any(|said| said.split(|c: char| !c.is_alphanumeric()).any(|word| word == "FK")),
            description: (!description.is_empty()).then(|| description.to_owned()),
            ..Attribute::default()
        }
    })
}

/// Where two or more spaces or a tab stand.
fn wide_gap(text: &str) -> Option<usize> {
    [text.find("  "), text.find('\t')].into_iter().flatten().min()
}

/// Words that types are made of; one of them makes a column a type.
pub(crate) fn is_type(text: &str) -> bool {
    const TYPES: &[&str] = &[
        "string",
        "str",
        "text",
        "varchar",
        "char",
        "int",
        "integer",
        "bigint",
        "smallint",
        "serial",
        "bigserial",
        "number",
        "float",
        "double",
        "decimal",
        "numeric",
        "real",
        "bool",
        "boolean",
        "uuid",
        "date",
        "datetime",
        "timestamp",
        "timestamptz",
        "time",
        "json",
        "jsonb",
        "object",
        "array",
        "list",
        "enum",
        "map",
        "dict",
        "bytes",
        "bytea",
        "blob",
        "uint",
        "u8",
        "u16",
        "u32",
        "u64",
        "i8",
        "i16",
        "i32",
        "i64",
        "f32",
        "f64",
        "usize",
        "fk",
        "pk",
        "ref",
        "id",
        "objectid",
        "url",
        "email",
        "any",
        "record",
        "set",
        "optional",
        "option",
        "vec",
        "interval",
        "duration",
        "money",
        "long",
        "short",
        "byte",
        "address",
        "uint256",
        "uint64",
        "bytes32",
        "symbol",
        "null",
        "inet",
        "cuid",
        "ulid",
        "nanoid",
        "point",
        "geometry",
        "vector",
        "tsvector",
        "binary",
        "varbinary",
        "mediumtext",
        "tinyint",
    ];
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    // Of "enum a | b | c" each bar stands between two words.
    let words = text.split_whitespace().filter(|word| *word != "|").count();
    let bracketed = text.ends_with("[]") || is_generic(text) || text.contains(" | ");
    let listed = first == "enum" && text.split(" | ").skip(1).all(|word| !word.trim().contains(' '));
    (words <= 8 || listed && words <= 24)
        && (TYPES.contains(&first) || bracketed && words <= 6 || text.starts_with("ENUM"))
}

/// Whether angle brackets hold the parameters of a type: `Map<K, V>[]`, not `a_<name>_<kind>`.
fn is_generic(text: &str) -> bool {
    let Some(open) = text.find('<') else { return false };
    let Some(close) = text.rfind('>') else { return false };
    let name = text.get(..open).unwrap_or_default();
    let behind = text.get(close + 1..).unwrap_or_default();
    name.ends_with(|c: char| c.is_alphanumeric())
        && !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(text: &str) -> Vec<Option<String>> {
        attributes(text).into_iter().map(|attribute| attribute.references).collect()
    }

    fn shown(text: &str) -> Vec<String> {
        let show = |attribute: Attribute| {
            format!(
                "{}: {} {}",
                attribute.name,
                attribute.kind.unwrap_or_default(),
                attribute.description.unwrap_or_default()
            )
        };
        attributes(text).into_iter().map(show).collect()
    }

    fn attributes(text: &str) -> Vec<Attribute> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.lines() {
            lines.push(CodeLine {
                range: abide_syntax::TextRange::new(start, start + line.len()),
                text: line,
            });
            start += line.len() + 1;
        }
        read(&lines)
    }

    #[test]
    fn columns() {
        assert_eq!(
            shown(
                "id              UUID PRIMARY KEY   the key\nname            string         what it is called\nstate           enum(a, b)     where it stands\n                               (see below)\n"
            ),
            [
                "id: UUID PRIMARY KEY the key",
                "name: string what it is called",
                "state: enum(a, b) where it stands"
            ]
        );
        assert_eq!(
            references(
                "id         uuid   PK\nshop_id    uuid   FK → Shop\ndesk       uuid   FK -> desks.id, may be empty\n"
            ),
            [None, Some("Shop".to_owned()), Some("desks.id".to_owned())]
        );
        assert_eq!(shown("GET /x    list\nPOST /x   add\n"), [""; 0]);
        assert_eq!(shown("user.created   when made\nuser.gone   when gone\n"), [""; 0]);
        assert_eq!(shown("some words here\nand more\n"), [""; 0]);
    }
}
