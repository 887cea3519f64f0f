//! Which tables there are, what each holds, and what points where.

use super::Dialect;
use super::column::{Column, column};
use super::index::{Index, indexes};
use super::kind::{Kind, kind};
use super::order;
use crate::data::names::{folded, squash};
use crate::data::{Data, Entity, Field};
use crate::{Artifact, Source};
use abide_model::Kind as ItemKind;
use std::collections::BTreeMap;

/// All that is written.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Each behind the ones that it points to, where they do not point at each other.
    pub tables: Vec<Table<'a>>,
    pub indexes: Vec<Index<'a>>,
}

/// One table.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub name: &'a str,
    pub columns: Vec<Column<'a>>,
    pub primary: Vec<&'a str>,
    /// Columns that are unique together.
    pub unique: Vec<Vec<&'a str>>,
    pub foreign: Vec<Foreign<'a>>,
}

/// A column that points at another table.
#[derive(Clone, Debug)]
pub(super) struct Foreign<'a> {
    pub column: &'a str,
    pub table: String,
    pub target: String,
    /// `ON DELETE CASCADE`
    pub actions: String,
    /// Whether the table that it points to is created later.
    pub late: bool,
}

impl<'a> Plan<'a> {
    pub fn new(
        source: &'a Source<'a>,
        data: &'a Data<'a>,
        dialect: Dialect,
        artifact: &mut Artifact,
    ) -> Self {
        let entities = tables(data, artifact);
        let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut unique: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
        for entity in &entities {
            let primary = entity.fields.iter().filter(|field| field.is_primary()).map(|field| field.name);
            keys.insert(entity.name, primary.collect());
        }
        // Keys of several columns are stated as indexes.
        for (_, item) in source.items(ItemKind::Index) {
            let Some(entity) = item.text_field("entity").and_then(|name| data.entity(name)) else { continue };
            let Some(columns) = super::index::columns(entity, item) else { continue };
            let opens = item.text.trim_start_matches(['-', '*', '|', '`', ' ']).to_uppercase();
            if opens.starts_with("PRIMARY KEY") {
                keys.entry(entity.name).or_default().clone_from(&columns);
            } else if super::index::is_constraint(&opens) {
                unique.entry(entity.name).or_default().push(columns);
            }
        }
        let mut tables = Vec::new();
        for entity in &entities {
            let primary = keys.get(entity.name).cloned().unwrap_or_default();
            let mut table = Table {
                name: entity.name,
                columns: Vec::new(),
                primary: Vec::new(),
                unique: Vec::new(),
                foreign: Vec::new(),
            };
            let mut taken: Vec<String> = Vec::new();
            for field in &entity.fields {
                // Names of columns differ in more than case.
                if taken.contains(&field.name.to_lowercase()) {
                    artifact.omit(field.document, field.item, "another column has its name in another case");
                    continue;
                }
                taken.push(field.name.to_lowercase());
                let target = target(data, &entities, &keys, entity, field, artifact);
                if matches!(target, Target::Elsewhere) {
                    continue;
                }
                let pointed = match &target {
                    Target::Column(entity, field) => pointed_kind(data, entity, field, dialect),
                    _ => None,
                };
                let Some(mut column) = column(data, entity, field, pointed.clone(), dialect, artifact) else {
                    continue;
                };
                column.required |= primary.contains(&field.name);
                if let Target::Column(to, at) = target {
                    let same =
                        pointed.map(|kind| kind.family) == column.kind.as_ref().map(|kind| kind.family);
                    let column_of = |name: &str| to.fields.iter().any(|known| known.name == name);
                    if same && column_of(at.name) {
                        table.foreign.push(Foreign {
                            column: field.name,
                            table: to.name.to_owned(),
                            target: at.name.to_owned(),
                            actions: actions(field),
                            late: false,
                        });
                    } else {
                        artifact.omit(
                            field.document,
                            field.item,
                            format!("its type is not that of `{}.{}`", to.name, at.name),
                        );
                    }
                }
                table.columns.push(column);
            }
            let has = |name: &&str| table.columns.iter().any(|column| column.name == *name);
            if primary.iter().all(&has) {
                table.primary = primary;
            }
            for columns in unique.remove(entity.name).unwrap_or_default() {
                if columns.iter().all(&has) && !table.unique.contains(&columns) && columns != table.primary {
                    table.unique.push(columns);
                }
            }
            if table.columns.is_empty() {
                artifact.omit(entity.document, entity.item, "no column of it is known");
            } else {
                tables.push(table);
            }
        }
        // What points at a table or column that is not there points nowhere.
        let there: Vec<(String, Vec<String>)> = tables
            .iter()
            .map(|table| {
                (table.name.to_owned(), table.columns.iter().map(|column| column.name.to_owned()).collect())
            })
            .collect();
        for table in &mut tables {
            table.foreign.retain(|foreign| {
                there
                    .iter()
                    .any(|(name, columns)| *name == foreign.table && columns.contains(&foreign.target))
            });
        }
        let tables = order::by_dependency(tables);
        let indexes = indexes(source, data, &tables, artifact);
        for (document, item) in &data.strays {
            artifact.omit(document, item, "it belongs to a table that is not described");
        }
        Self { tables, indexes }
    }
}

/// The entities that are tables: those that the specification calls so, or else all with fields.
fn tables<'a>(data: &'a Data<'a>, artifact: &mut Artifact) -> Vec<&'a Entity<'a>> {
    let stated = data.entities.iter().any(|entity| entity.is_table() && !entity.fields.is_empty());
    let mut found: Vec<&Entity> = Vec::new();
    for entity in &data.entities {
        let same = |other: &&Entity| other.name.to_lowercase() == entity.name.to_lowercase();
        if entity.fields.is_empty() {
            if entity.values.is_empty() {
                artifact.omit(entity.document, entity.item, "no field of it is stated");
            }
        } else if stated && !entity.is_table() {
            let one = folded(entity.name);
            let known = data.entities.iter().any(|other| other.is_table() && folded(other.name) == one);
            if !known {
                artifact.omit(
                    entity.document,
                    entity.item,
                    "the specification states tables, and it is none of them",
                );
            }
        } else if found.iter().any(same) {
            artifact.omit(entity.document, entity.item, "another table has its name in another case");
        } else {
            found.push(entity);
        }
    }
    found
}

enum Target<'e, 'a> {
    /// A column of a table.
    Column(&'e Entity<'a>, Field<'a>),
    /// Rows of another table point here: there is no column.
    Elsewhere,
    None,
}

/// What a field points to.
fn target<'e, 'a>(
    data: &'a Data<'a>,
    entities: &[&'e Entity<'a>],
    keys: &BTreeMap<&str, Vec<&str>>,
    entity: &Entity,
    field: &Field,
    artifact: &mut Artifact,
) -> Target<'e, 'a>
where
    'a: 'e,
{
    let table = |name: &str| {
        let exact = entities.iter().copied().find(|entity| squash(entity.name) == squash(name));
        let one = folded(name);
        exact.or_else(|| entities.iter().copied().find(|entity| folded(entity.name) == one))
    };
    let only_key = |to: &'e Entity<'a>| match keys.get(to.name).map(Vec::as_slice) {
        Some([key]) => to.fields.iter().find(|field| field.name == *key).copied(),
        _ => None,
    };
    if let Some(written) = field.references() {
        let mut parts =
            written.trim_end_matches(')').split(['(', '.']).map(|part| part.trim().trim_matches(['`', '"']));
        let (name, column) =
            (parts.next().unwrap_or_default(), parts.next().filter(|column| !column.is_empty()));
        // `public.users(id)` names a schema first.
        let (name, column) = match (table(name), column) {
            (None, Some(second)) if table(second).is_some() => (second, parts.next()),
            _ => (name, column),
        };
        let Some(to) = table(name) else {
            artifact.omit(
                field.document,
                field.item,
                format!("what it points to, `{}`, is not described", crate::schema::shortened(written)),
            );
            return Target::None;
        };
        let at = match column {
            Some(column) => to.fields.iter().find(|known| squash(known.name) == squash(column)).copied(),
            None => only_key(to),
        };
        let single =
            |at: &Field| at.is_unique() || keys.get(to.name).is_some_and(|key| key.as_slice() == [at.name]);
        return match at.filter(single) {
            Some(at) => Target::Column(to, at),
            None => {
                artifact.omit(
                    field.document,
                    field.item,
                    format!("`{}` has no key that it could point to", to.name),
                );
                Target::None
            }
        };
    }
    let schema = data.raw_schema(field);
    let reference = |schema: &serde_json::Map<String, serde_json::Value>| {
        schema.get("$ref").and_then(|name| name.as_str()).and_then(table)
    };
    if let Some(to) = reference(&schema) {
        return match only_key(to) {
            Some(at) => Target::Column(to, at),
            None => Target::None,
        };
    }
    let elements = schema.get("items").and_then(|items| items.as_object()).and_then(reference);
    if let Some(to) = elements.filter(|to| keys.get(to.name).is_some_and(|key| !key.is_empty())) {
        artifact.omit(
            field.document,
            field.item,
            format!("no column of `{}` holds many of `{}`", entity.name, to.name),
        );
        return Target::Elsewhere;
    }
    Target::None
}

/// The type of the column that a field points to; that of a number that counts by itself is the number's.
fn pointed_kind(data: &Data, _: &Entity, field: &Field, dialect: Dialect) -> Option<Kind> {
    let mut kind = kind(field.written().unwrap_or_default(), &data.schema(field), dialect)?;
    kind.text = match kind.text.as_str() {
        "serial" => "integer".to_owned(),
        "bigserial" => "bigint".to_owned(),
        "smallserial" => "smallint".to_owned(),
        _ => kind.text,
    };
    Some(kind)
}

/// What happens to a row when the one that it points to changes, as DDL states it.
fn actions(field: &Field) -> String {
    let upper = field.item.text.to_uppercase();
    let words: Vec<&str> =
        upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut found = String::new();
    for event in ["DELETE", "UPDATE"] {
        let at = words.windows(2).position(|pair| matches!(pair, ["ON", word] if *word == event));
        let next: Vec<&str> =
            at.map(|at| words.iter().skip(at + 2).take(2).copied().collect()).unwrap_or_default();
        let action = match next.as_slice() {
            ["CASCADE", ..] => "CASCADE",
            ["RESTRICT", ..] => "RESTRICT",
            ["SET", "NULL"] => "SET NULL",
            ["SET", "DEFAULT"] => "SET DEFAULT",
            ["NO", "ACTION"] => "NO ACTION",
            _ => continue,
        };
        found.push_str(&format!(" ON {event} {action}"));
    }
    found
}
