//! What is told of a column beside its type: what deletions do, indexes, and rules that checks keep.

use super::column::Aspect::{self, Held, Open, Wrong};
use super::documented::{Said, Stated};
use super::told::{Rule, Told, told};
use crate::database::{Access, Column, OnDelete, Table, bounds, name_key};
use crate::words;

/// What the deletion of the row that a column points to does.
pub fn on_delete(access: &Access, table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    let wanted = stated.told.on_delete?;
    let key = table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()])?;
    if key.on_delete == wanted {
        return Some(Held(format!("a deletion of {} {}", key.table, wanted.words())));
    }
    let text = format!(
        "stated that a deletion of {} {}, and it {}",
        key.table,
        wanted.words(),
        key.on_delete.words()
    );
    // In words it may be the code that does it; where the database does so for all the others, it is to do so here.
    let alike = |wanted: bool| {
        stated
            .beside
            .iter()
            .filter(|other| {
                let key = access.schema.table_of(&other.entity).and_then(|table| {
                    let column = table.column(&other.name)?;
                    table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()])
                });
                other.on_delete.zip(key).is_some_and(|(rule, key)| (key.on_delete == rule) == wanted)
            })
            .count()
    };
    let sure = !stated.told.in_words || alike(true) > 0 && alike(false) == 0;
    Some(if stated.said == Said::Nothing || !sure { Open(text) } else { Wrong(text) })
}

/// Whether an index begins with the column.
pub fn indexed(table: &Table, column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    if !stated.told.indexed {
        return None;
    }
    let first = |columns: &[String]| columns.first() == Some(&column.name);
    if first(&table.primary_key) || table.indexes.iter().any(|index| first(&index.columns)) {
        return Some(Held("indexed".to_owned()));
    }
    let text = "stated as indexed, and no index begins with it".to_owned();
    Some(if own { Wrong(text) } else { Open(text) })
}

/// Whether the column is unique together with the one that is named.
pub fn unique_within(table: &Table, column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    let within = stated.told.unique_within.as_deref()?;
    let other = table.columns.iter().filter(|other| other.name != column.name).find(|other| {
        let named = words::parts(&other.name).first().map(|part| words::singular(part));
        let points = table.foreign_keys.iter().any(|key| {
            key.columns == [other.name.clone()]
                && name_key(&key.table).last().map(String::as_str) == Some(within)
        });
        named.as_deref() == Some(within) || points
    })?;
    // Alone it is unique everywhere, and so there as well.
    let both = |columns: &[String]| {
        columns.contains(&column.name)
            && columns.iter().all(|name| *name == column.name || *name == other.name)
    };
    if both(&table.primary_key) || table.indexes.iter().any(|index| index.unique && both(&index.columns)) {
        return Some(Held(format!("unique together with {}", other.name)));
    }
    let wider = |columns: &[String]| columns.contains(&column.name) && columns.contains(&other.name);
    if wider(&table.primary_key) || table.indexes.iter().any(|index| index.unique && wider(&index.columns)) {
        return Some(Open(format!("stated as unique within {within}, and is so only together with more")));
    }
    let text =
        format!("stated as unique within {within}, and nothing makes it unique together with {}", other.name);
    Some(if own { Wrong(text) } else { Open(text) })
}

/// Whether a check keeps a rule. The code may keep it as well; where the database keeps all the others of the document, it is to keep this one.
pub fn rule(access: &Access, table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    let rule = stated.told.rule?;
    let written = match rule {
        Rule::NotZero => "never zero".to_owned(),
        Rule::Least { itself: true } => "never negative".to_owned(),
        Rule::Least { itself: false } => "positive".to_owned(),
        Rule::Length(length) => format!("of {length} characters"),
    };
    if keeps(table, column, rule) {
        return Some(Held(format!("checked to be {written}")));
    }
    if table.checks_of(&column.name).next().is_some() {
        return None;
    }
    let (kept, lost) = others(access, stated);
    let text = format!("stated to be {written}, and no check keeps it");
    match stated.said != Said::Nothing && kept >= 3 && lost == 0 {
        true => Some(Wrong(format!("{text}, while checks keep the {kept} other rules of the document"))),
        false => Some(Open(format!("{text}; the code may"))),
    }
}

/// Whether one of the checks of a column keeps a rule.
fn keeps(table: &Table, column: &Column, rule: Rule) -> bool {
    table.checks_of(&column.name).any(|check| {
        let bare: String =
            check.to_lowercase().chars().filter(|c| !c.is_whitespace() && !"()\"`[]".contains(*c)).collect();
        match rule {
            Rule::NotZero => {
                bare.contains("<>0")
                    || bare.contains("!=0")
                    || least(check, &column.name)
                        .is_some_and(|(least, itself)| least > 0.0 || least == 0.0 && !itself)
            }
            Rule::Least { itself } => least(check, &column.name).is_some_and(|(least, own)| match itself {
                true => least >= 0.0 || (least > -1.0 && !own),
                false => least > 0.0 || least == 0.0 && !own,
            }),
            Rule::Length(length) => bare.contains("len") && bare.contains(&format!("={length}")),
        }
    })
}

fn least(check: &str, column: &str) -> Option<(f64, bool)> {
    bounds(check, column)?.least
}

/// How many other rules and lists of values that are told of columns the database keeps, and how many it does not.
fn others(access: &Access, stated: &Stated) -> (usize, usize) {
    let (mut kept, mut lost) = (0, 0);
    for other in stated.beside.iter().filter(|other| other.rule.is_some() || !other.values.is_empty()) {
        let Some(table) = access.schema.table_of(&other.entity) else { continue };
        let Some(column) = table.column(&other.name) else { continue };
        let values = &other.values;
        let held = match other.rule {
            Some(rule) => keeps(table, column, rule),
            None => {
                !values.is_empty()
                    && (!column.values.is_empty() || table.checks_of(&column.name).next().is_some())
            }
        };
        if held {
            kept += 1;
        } else {
            lost += 1;
        }
    }
    (kept, lost)
}

/// What a document tells of another column.
#[derive(Clone, Debug)]
pub struct Beside {
    entity: String,
    name: String,
    rule: Option<Rule>,
    values: Vec<String>,
    on_delete: Option<OnDelete>,
}

/// Reads what is told of the columns of a document: entity, name, what is described, what is written.
pub fn beside<'a>(fields: impl Iterator<Item = (&'a str, &'a str, &'a str, &'a str)>) -> Vec<Beside> {
    fields
        .filter_map(|(entity, name, described, written)| {
            let Told { rule, values, on_delete, .. } = told(described, written);
            let says = rule.is_some() || !values.is_empty() || on_delete.is_some();
            says.then(|| Beside { entity: entity.to_owned(), name: name.to_owned(), rule, values, on_delete })
        })
        .collect()
}
