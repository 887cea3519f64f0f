//! SQL: CREATE TABLE, CREATE TYPE … AS ENUM, CREATE INDEX, ALTER TABLE … ADD.

use super::{Attribute, Definitions, Form, Index, Link, Shape, nesting, range_of, uncommented};
use crate::fence::CodeLine;
use crate::text::{find_word, starts_with_ignoring_case};

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut open: Option<Shape> = None;
    let mut depth = 0;
    for line in lines {
        let (code, comment) = uncommented(line.text, &["--"]);
        let code = code.trim();
        if code.is_empty() {
            continue;
        }
        if depth == 0 {
            if let Some(rest) = after_words(code, &["create", "table"])
                .or_else(|| after_words(code, &["create", "temporary", "table"]))
                .or_else(|| after_words(code, &["create", "unlogged", "table"]))
            {
                let rest = after_words(rest, &["if", "not", "exists"]).unwrap_or(rest);
                let name = name(rest);
                // A partition is a part of a table that is defined elsewhere.
                if find_word(rest, "partition of").is_some()
                    || find_word(rest, "partition").is_some_and(|at| at <= name.len() + 3)
                {
                    continue;
                }
                let mut shape = Shape {
                    name: name.to_owned(),
                    form: Form::Record,
                    range: range_of(line, code),
                    ..Shape::default()
                };
                if let Some(at) = rest.find('(') {
                    let inner = rest.get(at + 1..).unwrap_or_default();
                    depth += nesting(code, parentheses);
                    if depth <= 0 {
                        depth = 0;
                        let end = inner.rfind(')').unwrap_or(inner.len());
                        members(&mut shape, &mut found, line, inner.get(..end).unwrap_or_default(), comment);
                        found.shapes.push(shape);
                        continue;
                    }
                    members(&mut shape, &mut found, line, inner, comment);
                }
                found.shapes.extend(open.take());
                open = Some(shape);
                continue;
            }
            if let Some(rest) = after_words(code, &["create", "type"]) {
                let values = code.split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
                found.shapes.push(Shape {
                    name: name(rest).to_owned(),
                    form: Form::Enumeration,
                    range: range_of(line, code),
                    values,
                    ..Shape::default()
                });
                depth = 0;
                continue;
            }
            index(code, line, &mut found);
            alteration(code, line, &mut found, comment);
            if open.is_some() && code.starts_with('(') {
                depth = nesting(code, parentheses);
            }
            continue;
        }
        let change = nesting(code, parentheses);
        let ends = depth + change <= 0;
        if let Some(shape) = &mut open {
            let inner = if ends {
                code.get(..code.rfind(')').unwrap_or(code.len())).unwrap_or_default()
            } else {
                code
            };
            if depth == 1 {
                members(shape, &mut found, line, inner, comment);
            }
        }
        depth += change;
        if depth <= 0 {
            depth = 0;
            found.shapes.extend(open.take());
        }
    }
    found.shapes.extend(open);
    // An enumeration whose values follow on lines of their own is found without them.
    found
}

fn parentheses(byte: u8) -> i32 {
    match byte {
        b'(' => 1,
        b')' => -1,
        _ => 0,
    }
}

/// The rest of a text behind these words, whatever their case.
fn after_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let mut rest = text.trim_start();
    for word in words {
        if !starts_with_ignoring_case(rest, word) {
            return None;
        }
        rest = rest.get(word.len()..)?;
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return None;
        }
        rest = rest.trim_start();
    }
    Some(rest)
}

/// A name without quotes and without its schema.
fn name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`' | '[' | ']' | '$' | '-')))
        .unwrap_or(text.len());
    let whole = text.get(..end).unwrap_or_default();
    let last = whole.rsplit('.').next().unwrap_or(whole);
    last.trim_matches(['"', '`', '[', ']'])
}

/// Splits column definitions at commas outside brackets.
fn members(shape: &mut Shape, found: &mut Definitions, line: &CodeLine, text: &str, comment: Option<&str>) {
    let (mut depth, mut start) = (0, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    for part in parts {
        let part = part.trim();
        if !part.is_empty() {
            member(shape, found, line, part, comment);
        }
    }
}

fn member(shape: &mut Shape, found: &mut Definitions, line: &CodeLine, code: &str, comment: Option<&str>) {
    let constraint = after_words(code, &["constraint"])
        .map(|rest| rest.get(name(rest).len()..).unwrap_or_default().trim_start_matches(['"', '`', ' ']))
        .unwrap_or(code);
    if let Some(rest) = after_words(constraint, &["foreign", "key"]) {
        let column = listed(rest).into_iter().next().unwrap_or_default();
        if let Some(at) = find_word(rest, "references") {
            let target = rest.get(at + "references".len()..).unwrap_or_default();
            if let Some(attribute) = shape.attributes.iter_mut().find(|attribute| attribute.name == column) {
                attribute.references = Some(reference(target));
            }
            found.links.push(Link {
                from: shape.name.clone(),
                to: name(target).to_owned(),
                cardinality: Some("N:1".to_owned()),
                label: Some(column),
                range: range_of(line, code),
            });
        }
        return;
    }
    for (words, unique) in [
        (&["primary", "key"][..], true),
        (&["unique"][..], true),
        (&["index"][..], false),
        (&["key"][..], false),
        (&["unique", "index"][..], true),
        (&["unique", "key"][..], true),
    ] {
        if let Some(rest) = after_words(constraint, words)
            && (rest.starts_with('(')
                || words.first() == Some(&"index")
                || words.len() == 2 && words.first() == Some(&"unique"))
        {
            let columns = listed(rest);
            if let [column] = columns.as_slice()
                && let Some(attribute) =
                    shape.attributes.iter_mut().find(|attribute| attribute.name == *column)
            {
                attribute.primary |= words.first() == Some(&"primary");
                attribute.unique |= unique && words.first() == Some(&"unique");
                if words.first() == Some(&"primary") {
                    return;
                }
            }
            found.indexes.push(Index {
                name: None,
                entity: shape.name.clone(),
                columns,
                unique,
                range: range_of(line, code),
            });
            return;
        }
    }
    if after_words(constraint, &["check"]).is_some()
        || after_words(constraint, &["exclude"]).is_some()
        || after_words(constraint, &["like"]).is_some()
    {
        return;
    }
    if let Some(attribute) = column(code, comment) {
        let mut attribute = attribute;
        attribute.range = range_of(line, code);
        if let Some(references) = &attribute.references {
            let to = references.split('(').next().unwrap_or_default().to_owned();
            found.links.push(Link {
                from: shape.name.clone(),
                to,
                cardinality: Some("N:1".to_owned()),
                label: Some(attribute.name.clone()),
                range: attribute.range,
            });
        }
        shape.attributes.push(attribute);
    }
}

/// `name TYPE NOT NULL DEFAULT x REFERENCES t(c)`
fn column(code: &str, comment: Option<&str>) -> Option<Attribute> {
    let column = name(code);
    let quoted = code.trim_start().starts_with(['"', '`', '[']);
    let rest = code.trim_start().get(column.len() + if quoted { 2 } else { 0 }..)?.trim();
    if column.is_empty()
        || !column.starts_with(|c: char| c.is_alphabetic() || c == '_')
        || rest.is_empty() && !quoted
    {
        return None;
    }
    let words = [
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
    ];
    let end = words.iter().filter_map(|word| find_word(rest, word)).min().unwrap_or(rest.len());
    let kind = rest.get(..end)?.trim().trim_end_matches(',').trim();
    if kind.split_whitespace().count() > 4 {
        return None;
    }
    let has = |words: &[&str]| {
        let mut at = 0;
        while let Some(found) =
            rest.get(at..).and_then(|rest| find_word(rest, words.first().copied().unwrap_or_default()))
        {
            if after_words(rest.get(at + found..).unwrap_or_default(), words).is_some() {
                return true;
            }
            at += found + 1;
        }
        false
    };
    let primary = has(&["primary", "key"]);
    let required = if has(&["not", "null"]) {
        Some(true)
    } else if primary {
        None
    } else {
        Some(false)
    };
    let default = find_word(rest, "default").and_then(|at| {
        let value = rest.get(at + "default".len()..)?.trim();
        let mut depth = 0;
        let mut quote = false;
        let end = value.char_indices().find(|(_, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '\'' => quote = !quote,
                _ => {}
            }
            !quote && depth == 0 && c.is_whitespace()
        });
        let value = value.get(..end.map_or(value.len(), |(at, _)| at))?.trim_matches([',', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    });
    let references = find_word(rest, "references")
        .map(|at| reference(rest.get(at + "references".len()..).unwrap_or_default()));
    Some(Attribute {
        name: column.to_owned(),
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
        required,
        primary,
        unique: has(&["unique"]),
        default,
        references,
        description: comment.map(str::to_owned),
        ..Attribute::default()
    })
}

/// `route(id)` out of `"route"(id) ON DELETE …`.
fn reference(text: &str) -> String {
    let table = name(text);
    let rest = text.trim_start();
    match rest.find('(').and_then(|open| Some((open, rest.get(open..)?.find(')')? + open))) {
        Some((open, end)) if rest.get(..open).is_some_and(|before| before.len() <= table.len() + 24) => {
            let inner = rest.get(open + 1..end).unwrap_or_default().trim().trim_matches(['"', '`']);
            format!("{table}({inner})")
        }
        _ => table.to_owned(),
    }
}

/// The columns in the first brackets.
fn listed(text: &str) -> Vec<String> {
    let Some(open) = text.find('(') else { return Vec::new() };
    let inner = text.get(open + 1..).unwrap_or_default();
    let mut depth = 1;
    let end = inner.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0
    });
    let inner = inner.get(..end.map_or(inner.len(), |(at, _)| at)).unwrap_or_default();
    let column = |part: &str| {
        let part = part.trim();
        // An expression stays as it is; a direction goes.
        if part.contains('(') { part.to_owned() } else { name(part).to_owned() }
    };
    inner.split(',').map(column).filter(|column| !column.is_empty()).collect()
}

/// `CREATE UNIQUE INDEX name ON table (a, b)`
fn index(code: &str, line: &CodeLine, found: &mut Definitions) {
    let (rest, unique) = match after_words(code, &["create", "unique", "index"]) {
        Some(rest) => (rest, true),
        None => match after_words(code, &["create", "index"]) {
            Some(rest) => (rest, false),
            None => return,
        },
    };
    let rest = after_words(rest, &["concurrently"]).unwrap_or(rest);
    let rest = after_words(rest, &["if", "not", "exists"]).unwrap_or(rest);
    let Some(at) = find_word(rest, "on") else { return };
    let written = name(rest.get(..at).unwrap_or_default());
    let table = rest.get(at + 2..).unwrap_or_default();
    found.indexes.push(Index {
        name: (!written.is_empty()).then(|| written.to_owned()),
        entity: name(table).to_owned(),
        columns: listed(table),
        unique,
        range: range_of(line, code),
    });
}

/// `ALTER TABLE t ADD COLUMN c TYPE …`
fn alteration(code: &str, line: &CodeLine, found: &mut Definitions, comment: Option<&str>) {
    let Some(rest) = after_words(code, &["alter", "table"]) else { return };
    let rest = after_words(rest, &["if", "exists"]).unwrap_or(rest);
    let rest = after_words(rest, &["only"]).unwrap_or(rest);
    let table = name(rest);
    let Some(at) = find_word(rest, "add") else { return };
    let added = rest.get(at + 3..).unwrap_or_default().trim_start();
    let added = after_words(added, &["column"]).unwrap_or(added);
    let added = after_words(added, &["if", "not", "exists"]).unwrap_or(added);
    let mut shape = Shape {
        name: table.to_owned(),
        form: Form::Addition,
        range: range_of(line, code),
        ..Shape::default()
    };
    members(&mut shape, found, line, added.trim_end_matches(';'), comment);
    if !shape.attributes.is_empty() {
        found.shapes.push(shape);
    }
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn tables_indexes_and_alterations() {
        assert_eq!(
            shown(
                "```sql\nCREATE TABLE IF NOT EXISTS public.\"route\" (\n  \"id\" SERIAL PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE, -- shown\n  price NUMERIC(10, 2) DEFAULT 0,\n  owner_id INT NOT NULL REFERENCES users(id) ON DELETE CASCADE,\n  created_at TIMESTAMP NOT NULL DEFAULT NOW(),\n  PRIMARY KEY (id, name),\n  CHECK (price > 0)\n);\nCREATE UNIQUE INDEX idx ON route(name);\nALTER TABLE order_line ADD COLUMN \"route_id\" INT REFERENCES route(id);\nCREATE TYPE state AS ENUM ('a', 'b');\n```\n"
            ),
            [
                "2 Record route",
                "3   .id: SERIAL primary",
                "4   .name: TEXT required unique #shown",
                "5   .price: NUMERIC(10, 2) optional =0",
                "6   .owner_id: INT required ->users(id)",
                "7   .created_at: TIMESTAMP required =NOW()",
                "12 Addition order_line",
                "12   .route_id: INT optional ->route(id)",
                "13 Enumeration state a|b",
                "8 index route(id,name) true",
                "11 index route(name) true",
                "6 route -> users N:1",
                "12 order_line -> route N:1",
            ]
        );
    }

    #[test]
    fn queries_define_nothing() {
        assert_eq!(shown("```sql\nSELECT a, b FROM t WHERE x = 1;\nUPDATE t SET a = 2;\n```\n"), [""; 0]);
    }
}
