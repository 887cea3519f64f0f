//! What entities and fields are known, in any spelling.

use crate::datatype;
use crate::items::Draft;
use crate::shape::Attribute;
use crate::text::{self, squash};
use crate::{Items, Kind};
use abide_syntax::{SectionId, TextRange};
use foldhash::HashMap;

/// The entities of a document, by their name without regard to spelling.
#[derive(Debug, Default)]
pub(super) struct Registry {
    entities: HashMap<String, Known>,
    /// The fields that refer to another entity: the entity, the field, what it refers to, where.
    references: Vec<(String, String, String, SectionId, TextRange)>,
}

#[derive(Debug, Default)]
struct Known {
    name: String,
    /// The names of its fields, in their order.
    fields: Vec<String>,
    /// Where each folded spelling of a field stands among them.
    spellings: HashMap<String, usize>,
}

impl Registry {
    /// Adds an entity, or finds it under the name it first had.
    pub fn entity(
        &mut self,
        items: &mut Items,
        name: &str,
        section: SectionId,
        range: TextRange,
        rank: u8,
    ) -> String {
        let known = self
            .entities
            .entry(squash(name))
            .or_insert_with(|| Known { name: name.to_owned(), ..Known::default() });
        let name = known.name.clone();
        items.push(Draft::new(Kind::Entity, section, range).key(&name).text(&name).rank(rank));
        name
    }

    /// Whether no entity is known.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Whether an entity is known.
    pub fn name(&self, name: &str) -> Option<&str> {
        self.entities.get(&squash(name)).map(|known| known.name.as_str())
    }

    /// The entity that a name means, which may stand in the plural.
    pub fn singular(&self, name: &str) -> Option<&str> {
        self.name(name).or_else(|| {
            let one = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
            let one = one.or_else(|| name.strip_suffix("ses").map(|stem| format!("{stem}s")));
            self.name(&one.unwrap_or_else(|| name.strip_suffix('s').unwrap_or(name).to_owned())).or_else(
                || {
                    // Plurals of other languages: "Belege", "Karten", "Felder", "Ordenes".
                    let ends = ["es", "e", "n", "en", "er"];
                    ends.iter().find_map(|end| self.name(name.strip_suffix(end)?))
                },
            )
        })
    }

    /// The longest name of an entity that stands in a text, and where.
    pub fn longest_in(&self, text: &str) -> Option<(usize, &str)> {
        let found = self.entities.values().filter_map(|known| {
            let name = known.name.as_str();
            let at = if name.is_ascii() { text::find_word(text, name) } else { text.find(name) };
            at.map(|at| (at, name))
        });
        found.max_by_key(|(at, name)| (name.len(), std::cmp::Reverse(*at)))
    }

    /// Whether an entity has fields.
    pub fn has_fields(&self, name: &str) -> bool {
        self.entities.get(&squash(name)).is_some_and(|known| !known.fields.is_empty())
    }

    /// Adds a field to an entity; one that is known in another spelling only learns more.
    pub fn field(&mut self, items: &mut Items, entity: &str, section: SectionId, attribute: &Attribute) {
        let name = attribute.name.trim();
        if name.is_empty() || text::is_placeholder(name) {
            return;
        }
        let known = self
            .entities
            .entry(squash(entity))
            .or_insert_with(|| Known { name: entity.to_owned(), ..Known::default() });
        let at = *known.spellings.entry(squash(name)).or_insert(known.fields.len());
        if at == known.fields.len() {
            known.fields.push(name.to_owned());
        }
        let name = known.fields.get(at).map_or(name, String::as_str);
        let mut draft = Draft::new(Kind::Field, section, attribute.range)
            .key(format!("{}.{name}", known.name))
            .said("type", attribute.kind.as_deref());
        let absent = attribute.kind.as_deref().is_some_and(|kind| {
            let kind = kind.trim();
            kind.ends_with('?')
                || kind.ends_with("| null")
                || kind.ends_with("| None")
                || kind.ends_with(" or null")
                || kind.starts_with("Option<")
        });
        if let Some(required) = attribute.required.or(absent.then_some(false)) {
            draft = draft.field("required", required);
        }
        if attribute.primary {
            draft = draft.field("key", "primary");
        } else if attribute.references.is_some() || attribute.foreign {
            draft = draft.field("key", "foreign");
        }
        let mut told = attribute.description.iter().chain(&attribute.constraints);
        if attribute.unique && !told.any(|said| super::partial::is_within(said)) {
            draft = draft.field("unique", true);
        }
        if let Some(target) = &attribute.references {
            let entry = (known.name.clone(), name.to_owned(), target.clone(), section, attribute.range);
            self.references.push(entry);
        }
        let schema = schema(attribute);
        if !schema.is_empty() {
            draft = draft.field("schema", schema);
        }
        items.push(
            draft
                .said("default", attribute.default.as_deref())
                .said("references", attribute.references.as_deref())
                .said("description", attribute.description.as_deref())
                .said("constraints", attribute.constraints.as_deref()),
        );
    }

    /// Writes the names of its fields into each entity, and what its fields refer to as relations.
    pub fn finish(self, items: &mut Items) {
        for (from, field, target, section, range) in &self.references {
            let named = target.split(['(', '.']).next().unwrap_or(target);
            let whole = target.contains(['(', '.']);
            // `part_id` can only mean a row of `parts`, described or not.
            let called = || squash(field.trim_end_matches("_id").trim_end_matches("Id"));
            let told = || whole || called().ends_with(&squash(&crate::singular(named)));
            let Some(to) = self.singular(named).or_else(|| told().then_some(named)) else { continue };
            items.push(
                Draft::new(Kind::Relation, *section, *range)
                    .key(format!("{from} -> {to}"))
                    .field("from", from.as_str())
                    .field("to", to)
                    .field("cardinality", "N:1")
                    .field("label", field.as_str()),
            );
        }
        for known in self.entities.into_values() {
            if let Some(draft) = items.find_mut(Kind::Entity, &known.name) {
                draft.fields.insert("fields".to_owned(), known.fields.into());
            }
        }
    }
}

/// Whether a name tells when something was done, or what is said of it shows a day with a time.
fn is_moment(attribute: &Attribute) -> bool {
    const DONE: &[&str] = &["paid", "sent", "made", "begun", "left", "lost", "found", "sold", "read", "seen"];
    let name = attribute.name.as_str();
    let deed = name.strip_suffix("_at").or_else(|| name.strip_suffix("At")).unwrap_or_default();
    let done = deed.ends_with("ed") || DONE.iter().any(|done| deed.ends_with(done));
    let shown = |text: &Option<String>| {
        text.iter().flat_map(|text| text.split(|c: char| c.is_whitespace() || "`,;()".contains(c))).any(
            |word| {
                word.get(10..11) == Some("T")
                    && word.get(..10).is_some_and(|day| day.chars().all(|c| c.is_ascii_digit() || c == '-'))
            },
        )
    };
    done || shown(&attribute.constraints) || shown(&attribute.description)
}

/// What type, constraints and description of a field say, as JSON Schema.
pub(in crate::readers) fn schema(attribute: &Attribute) -> datatype::Schema {
    let mut schema = attribute.kind.as_deref().map(datatype::schema).unwrap_or_default();
    for (name, value) in &attribute.schema {
        schema.insert(name.clone(), value.clone());
    }
    if let Some(description) = &attribute.description {
        datatype::said(description, &mut schema);
    }
    // "Enum" in one column, the values in another.
    let enumeration = attribute.kind.as_deref().is_some_and(|kind| {
        matches!(
            kind.trim_end_matches('?').to_lowercase().as_str(),
            "enum" | "enumeration" | "choice" | "literal"
        )
    });
    if enumeration && !schema.contains_key("enum") {
        let values = attribute.description.as_deref().and_then(|text| {
            let list = text.split(['.', '(', ';']).next().unwrap_or(text);
            datatype::enumeration(&format!("enum({})", list.trim()))
        });
        if let Some(values) =
            values.filter(|values| values.len() > 1 && values.iter().all(|value| !value.contains(' ')))
        {
            schema.insert("enum".to_owned(), values.into());
        }
    }
    // The "time" at which something happened is a moment, and so is what is shown with its day.
    if schema.get("format").is_some_and(|format| format == "time") && is_moment(attribute) {
        schema.insert("format".to_owned(), "date-time".into());
    }
    // On texts and lists, a bound is one on their length.
    let lengths = match schema.get("type").and_then(serde_json::Value::as_str) {
        Some("string") => Some(("minLength", "maxLength")),
        Some("array") => Some(("minItems", "maxItems")),
        _ => None,
    };
    if let Some((least, most)) = lengths {
        for (name, length) in [("minimum", least), ("maximum", most)] {
            if let Some(bound) = schema.shift_remove(name) {
                schema.entry(length).or_insert(bound);
            }
        }
    }
    schema
}
