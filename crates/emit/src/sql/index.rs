//! Indexes.

use super::plan::Table;
use crate::data::names::squash;
use crate::data::{Data, Entity};
use crate::{Artifact, Source};
use abide_model::{Item, Kind};
use serde_json::Value;
use std::collections::BTreeSet;

/// One index.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub name: String,
    pub table: &'a str,
    pub columns: Vec<&'a str>,
    pub unique: bool,
}

/// The indexes that are stated, apart from keys and constraints.
pub(super) fn indexes<'a>(
    source: &'a Source<'a>,
    data: &'a Data<'a>,
    tables: &[Table<'a>],
    artifact: &mut Artifact,
) -> Vec<Index<'a>> {
    let mut taken: BTreeSet<String> = tables.iter().map(|table| table.name.to_lowercase()).collect();
    let mut found: Vec<Index> = Vec::new();
    for (document, item) in source.items(Kind::Index) {
        let entity = item.text_field("entity").and_then(|name| data.entity(name));
        let table = entity.and_then(|entity| tables.iter().find(|table| table.name == entity.name));
        let (Some(entity), Some(table)) = (entity, table) else {
            let name = item.text_field("entity").unwrap_or_default();
            artifact.omit(document, item, format!("its table `{name}` is not described"));
            continue;
        };
        let columns = columns(entity, item).filter(|columns| {
            columns.iter().all(|name| table.columns.iter().any(|column| column.name == *name))
        });
        let Some(columns) = columns else {
            artifact.omit(document, item, format!("`{}` has not all of its columns", table.name));
            continue;
        };
        let opens = item.text.trim_start_matches(['-', '*', '|', '`', ' ']).to_uppercase();
        let unique = item.fields.get("unique") == Some(&Value::Bool(true));
        if opens.starts_with("PRIMARY KEY") || is_constraint(&opens) {
            continue;
        }
        if found
            .iter()
            .any(|known| known.table == table.name && known.columns == columns && known.unique == unique)
        {
            continue;
        }
        let derived = format!("{}_{}_idx", table.name, columns.join("_"));
        let first = item.text_field("name").map_or(derived, str::to_owned);
        let mut name = first.clone();
        let mut count = 1;
        while !taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{first}_{count}");
        }
        found.push(Index { name, table: table.name, columns, unique });
    }
    found
}

/// Whether it is stated as a constraint of its table: `UNIQUE (a, b)`.
pub(super) fn is_constraint(upper: &str) -> bool {
    let rest = upper
        .strip_prefix("CONSTRAINT ")
        .and_then(|rest| rest.split_once(' '))
        .map_or(upper, |(_, rest)| rest);
    rest.strip_prefix("UNIQUE").is_some_and(|rest| rest.trim_start().starts_with('('))
}

/// Its columns, as the fields are spelled; none where one of them is no field.
pub(super) fn columns<'a>(entity: &Entity<'a>, item: &Item) -> Option<Vec<&'a str>> {
    let written = item.fields.get("columns")?.as_array()?;
    let mut found = Vec::new();
    for column in written {
        let bare = column.as_str()?.trim().trim_matches(['`', '"']);
        let word = bare.split_whitespace().next()?;
        let field = entity.fields.iter().find(|field| field.name == word);
        let field =
            field.or_else(|| entity.fields.iter().find(|field| squash(field.name) == squash(word)))?;
        // A column counts once.
        if found.contains(&field.name) {
            return None;
        }
        found.push(field.name);
    }
    (!found.is_empty()).then_some(found)
}
