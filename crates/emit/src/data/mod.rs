//! The data model of the specifications: entities with their fields, as the emitters of data want them.

mod default;
mod field;
mod form;
pub(crate) mod names;
pub(crate) mod told;

pub(crate) use default::{Default, default};
pub(crate) use field::Field;
pub(crate) use form::Form;

use crate::{Source, SourceDocument};
use abide_model::{Item, Kind};
use names::{folded, squash};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A record, table, type or enumeration.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    pub document: &'a SourceDocument<'a>,
    pub item: &'a Item,
    pub name: &'a str,
    /// In the order of the specification.
    pub fields: Vec<Field<'a>>,
    /// The values of an enumeration.
    pub values: Vec<&'a str>,
    pub form: Form,
}

impl Entity<'_> {
    /// Whether it is known what it holds.
    pub fn is_described(&self) -> bool {
        !self.fields.is_empty() || !self.values.is_empty()
    }

    /// Whether it only lists values.
    pub fn is_enumeration(&self) -> bool {
        self.fields.is_empty() && !self.values.is_empty()
    }

    /// Whether it is stated as a table, or with keys as only tables have.
    pub fn is_table(&self) -> bool {
        self.form == Form::Table || self.fields.iter().any(|field| field.item.fields.contains_key("key"))
    }

    /// The field of a name in any spelling.
    pub fn field(&self, name: &str) -> Option<&Field<'_>> {
        let exact = self.fields.iter().find(|field| field.name == name);
        exact.or_else(|| self.fields.iter().find(|field| squash(field.name) == squash(name)))
    }
}

/// All entities of a source.
#[derive(Clone, Debug, std::default::Default)]
pub(crate) struct Data<'a> {
    pub entities: Vec<Entity<'a>>,
    /// Fields of entities that are described in none of the documents.
    pub strays: Vec<(&'a SourceDocument<'a>, &'a Item)>,
    by_name: HashMap<String, usize>,
}

impl<'a> Data<'a> {
    /// The entities of the documents; one that several documents describe is one, and each of its fields is as the first says.
    pub fn read(source: &'a Source<'a>) -> Self {
        let mut data = Data::default();
        for document in &source.documents {
            for item in document.spec.of_kind(Kind::Entity) {
                data.add(document, item);
            }
        }
        for document in &source.documents {
            for item in document.spec.of_kind(Kind::Field) {
                let holder = data.holder(&item.key);
                let Some((at, name)) = holder else {
                    data.strays.push((document, item));
                    continue;
                };
                if let Some(entity) = data.entities.get_mut(at)
                    && !entity.fields.iter().any(|known| known.name == name)
                {
                    entity.fields.push(Field { document, item, name });
                }
            }
        }
        for entity in &mut data.entities {
            entity.form = Form::of(entity);
        }
        data
    }

    fn add(&mut self, document: &'a SourceDocument<'a>, item: &'a Item) {
        let values = item.fields.get("values").and_then(|values| values.as_array());
        let values: Vec<&str> = values.into_iter().flatten().filter_map(|value| value.as_str()).collect();
        let at = *self.by_name.entry(squash(&item.key)).or_insert(self.entities.len());
        match self.entities.get_mut(at) {
            Some(known) if known.values.is_empty() => known.values = values,
            Some(_) => {}
            None => {
                let name = item.key.as_str();
                let form = Form::default();
                self.entities.push(Entity { document, item, name, fields: Vec::new(), values, form });
            }
        }
    }

    /// The entity of a field's key, and the field's name: `Order.total`, where an entity's own name may hold a dot.
    fn holder(&self, key: &'a str) -> Option<(usize, &'a str)> {
        key.match_indices('.').find_map(|(at, _)| {
            let (entity, name) = (key.get(..at)?, key.get(at + 1..)?);
            (!name.is_empty()).then(|| Some((*self.by_name.get(&squash(entity))?, name)))?
        })
    }

    /// What is known of a field's type; a type that is an entity by its name in any case is a reference.
    pub fn raw_schema(&self, field: &Field) -> Map<String, Value> {
        if let Some(schema) = field.schema() {
            return schema.clone();
        }
        let written = field.written().unwrap_or_default().trim().trim_matches('`');
        let (name, list) = written.strip_suffix("[]").map_or((written, false), |name| (name, true));
        let Some(entity) = self.entity(name.trim_end_matches(['?', '!'])) else { return Map::new() };
        let reference = json!({"$ref": entity.name});
        let schema = if list { json!({"type": "array", "items": reference}) } else { reference };
        schema.as_object().cloned().unwrap_or_default()
    }

    /// What is known of a field's type, with the values of an enumeration in place of its name.
    pub fn schema(&self, field: &Field) -> Map<String, Value> {
        let schema = self.raw_schema(field);
        let entity = schema.get("$ref").and_then(Value::as_str).and_then(|name| self.entity(name));
        match entity {
            Some(entity) if entity.is_enumeration() => {
                json!({"type": "string", "enum": entity.values}).as_object().cloned().unwrap_or_default()
            }
            // A record within a record.
            Some(entity) if entity.is_described() => {
                json!({"type": "object"}).as_object().cloned().unwrap_or_default()
            }
            _ => schema,
        }
    }

    /// The entity of a name in any spelling.
    pub fn entity(&self, name: &str) -> Option<&Entity<'a>> {
        self.entities.get(*self.by_name.get(&squash(name))?)
    }

    /// All entities of a name in any spelling and number. A record that is told as a type and as a table of the database is shown
    /// by an interface as the type says: that comes first.
    pub fn entities_of_word(&self, word: &str) -> Vec<&Entity<'a>> {
        let (exact, one) = (squash(word), folded(word));
        let mut found: Vec<&Entity> = self
            .entities
            .iter()
            .filter(|entity| folded(entity.name) == one || squash(entity.name) == exact)
            .collect();
        found.sort_by_key(|entity| (entity.is_table(), squash(entity.name) != exact));
        found
    }

    /// The entity of a name in any spelling, in the singular or in the plural.
    pub fn entity_of_word(&self, word: &str) -> Option<&Entity<'a>> {
        self.entity(word).or_else(|| {
            let one = folded(word);
            self.entities.iter().find(|entity| folded(entity.name) == one)
        })
    }
}
