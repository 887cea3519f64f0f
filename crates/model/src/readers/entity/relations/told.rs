//! Relations that the description of an entity tells: "**Invoice**: … Belongs to Order. Has many Lines."

use super::push;
use crate::readers::entity::registry::Registry;
use crate::text;
use crate::{Context, Items};
use abide_template::Concept;

/// Words behind which other entities are named, with what they say about numbers.
const VERBS: &[(&str, &str)] = &[
    ("has many", "1:N"),
    ("have many", "1:N"),
    ("has multiple", "1:N"),
    ("has one or more", "1:N"),
    ("has zero or more", "1:N"),
    ("can have many", "1:N"),
    ("can have multiple", "1:N"),
    ("has one", "1:1"),
    ("contains many", "1:N"),
    ("contains multiple", "1:N"),
    ("contains one or more", "1:N"),
    ("belongs to", "N:1"),
    ("belonging to", "N:1"),
    ("references", "N:1"),
    ("refers to", "N:1"),
    ("links to", "N:1"),
    ("link to", "N:1"),
    ("linked to", "N:1"),
    ("is part of", "N:1"),
    ("owned by", "N:1"),
    ("associated with", ""),
    ("related to", ""),
    ("assigned to", "N:1"),
    ("created by", "N:1"),
];

pub(super) fn read(context: &Context, items: &mut Items, registry: &Registry) {
    for (id, _) in context.sections() {
        if !context.outline.concepts(id).contains(&Concept::Entities) {
            continue;
        }
        for statement in context.statements(id) {
            let Some(cut) = text::labelled(&statement.text) else { continue };
            let Some(from) = registry.name(cut.label.split(" (").next().unwrap_or(cut.label)) else {
                continue;
            };
            for clause in cut.rest.split(['.', ';']) {
                let lower = clause.to_ascii_lowercase();
                for (verb, cardinality) in VERBS {
                    let Some(at) = text::find_word(&lower, verb) else { continue };
                    let named = clause.get(at + verb.len()..).unwrap_or_default();
                    for to in entities(named, registry) {
                        if to != from {
                            push(items, statement, statement.range, from, to, cardinality, registry);
                        }
                    }
                    break;
                }
            }
        }
    }
}

/// The known entities that are named in a text, one or many of them.
fn entities<'r>(text: &str, registry: &'r Registry) -> Vec<&'r str> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() && at < 16 {
        let longest = (1..=3).rev().find_map(|length| {
            let part = words.get(at..at + length)?;
            if !part.first()?.starts_with(char::is_uppercase) {
                return None;
            }
            Some((registry.singular(&part.join(" "))?, length))
        });
        match longest {
            Some((name, length)) => {
                if !found.contains(&name) {
                    found.push(name);
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}
