//! PlantUML class and entity diagrams.

use super::mermaid::{class_link, class_member};
use super::{Definitions, Form, Shape, range_of};
use crate::fence::CodeLine;
use std::collections::HashMap;

/// Words that open a definition.
const OPENINGS: &[(&str, Form)] = &[
    ("abstract class ", Form::Class),
    ("class ", Form::Class),
    ("entity ", Form::Class),
    ("struct ", Form::Class),
    ("interface ", Form::Service),
    ("enum ", Form::Enumeration),
    ("object ", Form::Class),
    ("table(", Form::Class),
];

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    // Names that stand for others: `entity "Garage" as g`.
    let mut aliases: HashMap<String, String> = HashMap::new();
    let defines = lines.iter().any(|line| {
        let text = line.text.trim();
        text.ends_with('{') && OPENINGS.iter().any(|(word, _)| text.starts_with(word))
            || text.starts_with("class ")
            || text.starts_with("enum ")
    });
    if !defines {
        return found;
    }
    let mut open: Option<Shape> = None;
    let mut aside = Aside::None;
    for line in lines {
        let text = line.text.trim();
        if aside.holds(text) {
            continue;
        }
        if text.is_empty() || text.starts_with(['\'', '@', '!']) {
            continue;
        }
        if let Some(shape) = &mut open {
            if text.starts_with('}') {
                found.shapes.extend(open.take());
            } else if !is_separator(text) {
                member(shape, line, text);
            }
            continue;
        }
        let opening = OPENINGS.iter().find_map(|(word, form)| Some((text.strip_prefix(word)?, *form)));
        if let Some((rest, form)) = opening {
            let (name, alias) = names(rest);
            if name.is_empty() {
                continue;
            }
            if let Some(alias) = alias {
                aliases.insert(alias, name.clone());
            }
            let shape = Shape { name, form, range: range_of(line, text), ..Shape::default() };
            if text.ends_with('{') {
                open = Some(shape)
            } else {
                found.shapes.push(shape)
            }
            continue;
        }
        if let Some(mut link) = class_link(line, text) {
            let known = |name: &mut String| {
                if let Some(full) = aliases.get(name.as_str()) {
                    name.clone_from(full);
                }
            };
            known(&mut link.from);
            known(&mut link.to);
            found.links.push(link);
        }
    }
    found.shapes.extend(open);
    found
}

/// Lines that draw nothing: a note, a legend, the parameters of a skin.
pub(crate) enum Aside {
    /// None is open.
    None,
    /// One that a line of its own ends.
    Until(&'static str),
}

impl Aside {
    /// Whether a line is, opens or ends one.
    pub(crate) fn holds(&mut self, text: &str) -> bool {
        if let Self::Until(end) = self {
            if text.starts_with(*end) {
                *self = Self::None;
            }
            return true;
        }
        let first = text.split_whitespace().next().unwrap_or_default();
        let end = match first {
            "note" | "hnote" | "rnote" if !text.contains(':') && !text.contains('"') => "end",
            "legend" | "header" | "footer" if text.split_whitespace().count() <= 2 => "end",
            "skinparam" if text.ends_with('{') => "}",
            "<style>" => "</style>",
            "note" | "hnote" | "rnote" => return true,
            // A state may be called by such a word.
            _ => {
                const ALONE: &[&str] = &["skinparam", "hide", "show", "left", "title"];
                return ALONE.contains(&first) && !text.contains("->");
            }
        };
        *self = Self::Until(end);
        true
    }
}

/// The name of a definition, and the name that stands for it.
fn names(rest: &str) -> (String, Option<String>) {
    let bare = rest.trim_end_matches('{').split("<<").next().unwrap_or(rest).trim();
    let clean = |name: &str| {
        let name = name.trim().trim_matches('"');
        name.split(['<', '(']).next().unwrap_or(name).trim().to_owned()
    };
    let bare = bare.split(" extends ").next().unwrap_or(bare).split(" implements ").next().unwrap_or(bare);
    match bare.split_once(" as ") {
        Some((name, alias)) if name.contains('"') || !alias.contains('"') => {
            (clean(name), Some(clean(alias)))
        }
        Some((alias, name)) => (clean(name), Some(clean(alias))),
        None => (clean(bare), None),
    }
}

fn is_separator(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '.' | '=' | '_' | ' '))
        || text.starts_with("..")
        || text.starts_with("--")
}

/// `* id : uuid <<PK>>`, `+String name`, `{field} total`.
fn member(shape: &mut Shape, line: &CodeLine, text: &str) {
    let mandatory = text.starts_with('*');
    let bare = text.trim_start_matches(['*', ' ']);
    let bare = bare.strip_prefix("{field}").or_else(|| bare.strip_prefix("{method}")).unwrap_or(bare);
    let (bare, mark) = bare.split_once("<<").unwrap_or((bare, ""));
    let before = shape.attributes.len();
    class_member(shape, line, bare.trim());
    if let Some(attribute) = shape.attributes.get_mut(before) {
        let mark = mark.to_uppercase();
        attribute.primary = mark.contains("PK") || mark.contains("PRIMARY");
        attribute.unique = mark.contains("UNIQUE") || mark.contains("UK");
        attribute.required = mandatory.then_some(true);
    }
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn classes_entities_and_links() {
        assert_eq!(
            shown(
                "```plantuml\n@startuml\nclass Car {\n  +String name\n  -wheels : int\n  +drive(): void\n}\nenum Fuel {\n  GAS\n}\nentity \"Garage\" as g {\n  * id : uuid <<PK>>\n  --\n  name : text\n}\nCar \"1\" -- \"4\" Wheel\ng ||--o{ Car\n@enduml\n```\n"
            ),
            [
                "3 Class Car",
                "4   .name: String",
                "5   .wheels: int",
                "6   drive() drive(): void",
                "8 Enumeration Fuel GAS",
                "11 Class Garage",
                "12   .id: uuid required primary",
                "14   .name: text",
                "16 Car -> Wheel 1:4",
                "17 Garage -> Car ||--o{",
            ]
        );
    }

    #[test]
    fn a_sequence_defines_nothing() {
        assert_eq!(shown("```plantuml\n@startuml\nactor A\nA -> B : call\n@enduml\n```\n"), [""; 0]);
    }
}
