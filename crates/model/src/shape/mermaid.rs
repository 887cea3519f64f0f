//! Mermaid class and entity-relationship diagrams.

use super::{Attribute, Definitions, Form, Link, Operation, Shape, range_of, word};
use crate::fence::CodeLine;
use std::collections::HashMap;

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut lines_left = lines.iter().filter(|line| {
        let text = line.text.trim();
        !text.is_empty() && !text.starts_with("%%") && !text.starts_with("title") && text != "---"
    });
    let Some(first) = lines_left.next() else { return Definitions::default() };
    let first = first.text.trim();
    let rest: Vec<&CodeLine> = lines_left.collect();
    if first.starts_with("classDiagram") {
        classes(&rest)
    } else if first.starts_with("erDiagram") {
        entities(&rest)
    } else {
        Definitions::default()
    }
}

fn classes(lines: &[&CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut open: Option<Shape> = None;
    for line in lines {
        let text = line.text.trim();
        if let Some(shape) = &mut open {
            if text.starts_with('}') {
                found.shapes.extend(open.take());
                continue;
            }
            class_member(shape, line, text.trim_end_matches('}'));
            if text.ends_with('}') && !text.contains('{') {
                found.shapes.extend(open.take());
            }
            continue;
        }
        if let Some(rest) = text.strip_prefix("class ") {
            let rest = rest.trim_start();
            // A name may stand in backticks, and a label behind it.
            let name = match rest.strip_prefix('`') {
                Some(quoted) => quoted.split('`').next().unwrap_or(quoted),
                None => word(rest),
            };
            let mut shape = Shape {
                name: name.to_owned(),
                form: Form::Class,
                range: range_of(line, text),
                ..Shape::default()
            };
            match rest.split_once('{') {
                Some((_, inner)) if inner.contains('}') => {
                    for member in members_in_line(inner.trim_end_matches(['}', ' '])) {
                        class_member(&mut shape, line, member);
                    }
                    found.shapes.push(shape);
                }
                Some((_, inner)) => {
                    class_member(&mut shape, line, inner);
                    open = Some(shape);
                }
                None => found.shapes.push(shape),
            }
            continue;
        }
        if let Some(link) = class_link(line, text) {
            found.links.push(link);
            continue;
        }
        // `Class : +member`
        if let Some((name, member)) = text.split_once(':') {
            let name = name.trim();
            if !name.is_empty() && word(name) == name {
                match found.shapes.iter_mut().find(|shape| shape.name == name) {
                    Some(shape) => class_member(shape, line, member),
                    None => {
                        let mut shape = Shape {
                            name: name.to_owned(),
                            form: Form::Class,
                            range: range_of(line, text),
                            ..Shape::default()
                        };
                        class_member(&mut shape, line, member);
                        found.shapes.push(shape);
                    }
                }
            }
        }
    }
    found.shapes.extend(open);
    found
}

/// The members of a class that stands in one line: `+id : string +note : string`.
fn members_in_line(text: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().skip(1) {
        let opens = text.get(..at).is_some_and(|before| before.ends_with([' ', ';']))
            && text.get(at..).is_some_and(|rest| {
                rest.starts_with(['+', '-', '#', '~']) && rest.chars().nth(1).is_some_and(char::is_alphabetic)
            });
        if opens {
            members.extend(text.get(start..at));
            start = at;
        }
    }
    members.extend(text.get(start..));
    members
}

/// `+name: type`, `+type name`, `+call(args) type`, `<<enumeration>>`.
pub(super) fn class_member(shape: &mut Shape, line: &CodeLine, text: &str) {
    let text = text.trim();
    if text.starts_with("<<") {
        if text.to_lowercase().contains("enum") {
            shape.form = Form::Enumeration;
        } else if text.to_lowercase().contains("interface") || text.to_lowercase().contains("service") {
            shape.form = Form::Service;
        }
        return;
    }
    let bare = text.trim_start_matches(['+', '-', '#', '~', ' ']).trim_end_matches(['$', '*', ' ', ';']);
    if bare.is_empty() {
        return;
    }
    if shape.form == Form::Enumeration {
        shape.values.push(word(bare).to_owned());
        return;
    }
    // `nodes (three of them)` has a remark, `run(x)` has parameters.
    if bare.find('(').is_some_and(|at| {
        !bare.get(..at).unwrap_or_default().ends_with(' ') || bare.ends_with(')') && bare.contains("()")
    }) {
        let name = word(bare);
        if !name.is_empty() {
            shape.operations.push(Operation {
                name: name.to_owned(),
                signature: bare.to_owned(),
                range: range_of(line, text),
                event: false,
                has_body: false,
            });
        }
        return;
    }
    let bare = if bare.contains(" (") { bare.split(" (").next().unwrap_or(bare) } else { bare };
    let (name, kind) = match bare.split_once(':') {
        Some((name, kind)) => (name.trim(), Some(kind.trim())),
        None => match bare.rsplit_once(char::is_whitespace) {
            Some((kind, name)) => (name.trim(), Some(kind.trim())),
            None => (bare, None),
        },
    };
    let end =
        name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '-'))).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().trim_end_matches('-');
    if !name.is_empty() {
        shape.attributes.push(Attribute {
            name: name.to_owned(),
            kind: kind.map(str::to_owned),
            range: range_of(line, text),
            ..Attribute::default()
        });
    }
}

/// `A "1" --> "*" B : label`
pub(super) fn class_link(line: &CodeLine, text: &str) -> Option<Link> {
    let (relation, label) = match text.split_once(" : ") {
        Some((relation, label)) => (relation, Some(label.trim().to_owned())),
        None => (text, None),
    };
    let arrow = relation.split_whitespace().find(|part| {
        part.len() >= 2
            && (part.contains("--") || part.contains(".."))
            && part.chars().all(|c| "-.<>|*o(){}#".contains(c))
    })?;
    let (from, to) = relation.split_once(arrow)?;
    let name = |side: &str| {
        let bare: String = side.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        word(bare.trim()).to_owned()
    };
    let many = |side: &str| side.split('"').nth(1).map(str::to_owned);
    let cardinality = match (many(from), many(to)) {
        (Some(from), Some(to)) => Some(format!("{from}:{to}")),
        (None, Some(to)) => Some(to),
        (Some(from), None) => Some(from),
        (None, None) => Some(arrow.to_owned()),
    };
    let (from, to) = (name(from), name(to));
    // Inheritance points from the special to the general: `Base <|-- Special`.
    let (from, to) = if arrow.starts_with('<') { (to, from) } else { (from, to) };
    (!from.is_empty() && !to.is_empty()).then(|| Link {
        from,
        to,
        cardinality,
        label,
        range: range_of(line, text),
    })
}

fn entities(lines: &[&CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut aliases: HashMap<String, String> = HashMap::new();
    let mut open: Option<Shape> = None;
    for line in lines {
        let text = line.text.trim();
        if let Some(shape) = &mut open {
            if text.starts_with('}') {
                found.shapes.extend(open.take());
                continue;
            }
            let mut words = text.split_whitespace();
            if let (Some(kind), Some(name)) = (words.next(), words.next()) {
                let rest = text.split_once(name).map_or("", |(_, rest)| rest);
                shape.attributes.push(Attribute {
                    name: name.to_owned(),
                    kind: Some(kind.to_owned()),
                    primary: rest.contains("PK"),
                    unique: rest.contains("UK"),
                    foreign: rest.split('"').next().is_some_and(|marks| marks.contains("FK")),
                    description: rest.split('"').nth(1).map(str::to_owned),
                    range: range_of(line, text),
                    ..Attribute::default()
                });
            }
            continue;
        }
        if let Some(name) = text.strip_suffix('{') {
            // `p["Person"]` is shown as Person.
            let name = match name.split_once('[') {
                Some((short, label)) => {
                    let label = label.trim().trim_end_matches(']').trim_matches('"');
                    aliases.insert(short.trim().to_owned(), label.to_owned());
                    label
                }
                None => name.trim().trim_matches('"'),
            };
            open = Some(Shape {
                name: name.to_owned(),
                form: Form::Record,
                range: range_of(line, text),
                ..Shape::default()
            });
            continue;
        }
        let mark = text.split_whitespace().find(|part| {
            (part.contains("--") || part.contains("..")) && part.chars().all(|c| "|o{}-.".contains(c))
        });
        if let Some(mark) = mark
            && let Some((from, to)) = text.split_once(mark)
        {
            let (to, label) = to
                .split_once(':')
                .map_or((to, None), |(to, label)| (to, Some(label.trim().trim_matches('"').to_owned())));
            let (from, to) =
                (from.trim().trim_matches('"').to_owned(), to.trim().trim_matches('"').to_owned());
            found.links.push(Link {
                from,
                to,
                cardinality: Some(crow_feet(mark)),
                label,
                range: range_of(line, text),
            });
        }
    }
    found.shapes.extend(open);
    for link in &mut found.links {
        for name in [&mut link.from, &mut link.to] {
            if let Some(label) = aliases.get(name.as_str()) {
                name.clone_from(label);
            }
        }
    }
    found
}

/// `||--o{` is one to many.
fn crow_feet(mark: &str) -> String {
    let middle = mark.find(['-', '.']).unwrap_or(mark.len());
    let many = |side: &str| if side.contains(['{', '}']) { "N" } else { "1" };
    let left = many(mark.get(..middle).unwrap_or_default());
    let right = many(mark.get(middle..).unwrap_or_default());
    format!("{left}:{right}")
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn a_class_diagram() {
        assert_eq!(
            shown(
                "```mermaid\nclassDiagram\n  class Net {\n    +redeem(Invite inv)\n    -used[id]: bool\n    +String name\n  }\n  Net o--> Invite : verifies\n  Order \"1\" --> \"*\" Item\n```\n"
            ),
            [
                "3 Class Net",
                "5   .used: bool",
                "6   .name: String",
                "4   redeem() redeem(Invite inv)",
                "8 Net -> Invite o-->",
                "9 Order -> Item 1:*"
            ]
        );
    }

    #[test]
    fn an_entity_diagram() {
        assert_eq!(
            shown(
                "```mermaid\nerDiagram\n  CUSTOMER ||--o{ ORDER : places\n  ORDER {\n    int id PK\n    string note \"free text\"\n  }\n```\n"
            ),
            [
                "4 Record ORDER",
                "5   .id: int primary",
                "6   .note: string #free text",
                "3 CUSTOMER -> ORDER 1:N"
            ]
        );
    }
}
