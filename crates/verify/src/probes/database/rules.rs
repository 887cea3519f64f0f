//! What is told of a column beside its type: what deletions do, indexes, and rules that checks keep.

use super::column::Aspect::{self, Held, Open, Wrong};
use super::documented::{Said, Stated};
use super::told::{Rule, told};
use crate::database::{Access, Column, Table, bounds, name_key};
use crate::words;

/// What the deletion of the row that a column points to does.
pub fn on_delete(table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
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
    Some(if stated.said == Said::Nothing { Open(text) } else { Wrong(text) })
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
    let both = |columns: &[String]| {
        columns.len() == 2 && columns.contains(&column.name) && columns.contains(&other.name)
    };
    if both(&table.primary_key) || table.indexes.iter().any(|index| index.unique && both(&index.columns)) {
        return Some(Held(format!("unique together with {}", other.name)));
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
    for (entity, name, rule, values) in &stated.beside {
        let Some(table) = access.schema.table_of(entity) else { continue };
        let Some(column) = table.column(name) else { continue };
        let held = match rule {
            Some(rule) => keeps(table, column, *rule),
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

/// What a document tells of its other columns that a check could keep: entity, name, rule, values.
pub type Beside = Vec<(String, String, Option<Rule>, Vec<String>)>;

/// Reads what is told of the columns of a document, but for one.
pub fn beside<'a>(fields: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Beside {
    fields
        .filter_map(|(entity, name, described)| {
            let told = told(described, "");
            let says = told.rule.is_some() || !told.values.is_empty();
            says.then(|| (entity.to_owned(), name.to_owned(), told.rule, told.values))
        })
        .collect()
}
