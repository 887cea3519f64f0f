//! Tables, indexes and relations as a whole.

use super::documented::{self, Said};
use crate::claim::Outcome;
use crate::database::{Access, ForeignKey, OnDelete, Table, is_of_a_tool, name_key};
use crate::facts::SpecFacts;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::{Item, Kind};
use serde_json::Value;

fn showing(outcome: Outcome, access: &Access, table: Option<&Table>, seen: String) -> Outcome {
    let outcome = outcome.showing(format!("read the schema of {}", access.name), seen);
    match table {
        Some(table) => outcome.repeated_by(access.repeat(&table.name)),
        None => outcome.repeated_by(access.repeat("")),
    }
}

fn all(access: &Access) -> String {
    let names: Vec<&str> = access.schema.tables.iter().map(|table| table.name.as_str()).collect();
    format!("tables: {}", names.join(", "))
}

/// Whether the table of an entity is there.
pub fn table(stage: &Stage, entity: &str, fields: &[String], said: Said) -> Outcome {
    let access = match stage.database() {
        Ok(access) => access,
        Err(outcome) => return outcome,
    };
    let Some(table) = access.schema.table_of(entity) else {
        let outcome = match said {
            Said::Nothing => Outcome::unproven(format!(
                "no table of {} is called {entity}; it may be a type of the interface alone",
                access.name
            )),
            _ if access.schema.tables.is_empty() => Outcome::unproven(format!(
                "{} has no table at all; see `database` and `migrate`",
                access.name
            )),
            // Another database than the one that is described has none of its tables.
            _ if !any_described(stage, access) => Outcome::unproven(format!(
                "{} has none of the documented tables; it may be another database",
                access.name
            )),
            _ => Outcome::refuted(format!("{} has no table {entity}", access.name)),
        };
        return showing(outcome, access, None, all(access));
    };
    let stated = |column: &str| {
        fields.iter().any(|field| {
            let (field, column) = (words::folded(field), words::folded(column));
            field == column || format!("{field}id") == column
        })
    };
    let others: Vec<&str> =
        table.columns.iter().map(|column| column.name.as_str()).filter(|column| !stated(column)).collect();
    let mut reason = format!(
        "the {} {} with {} columns",
        if table.view { "view" } else { "table" },
        table.name,
        table.columns.len()
    );
    if !others.is_empty() && !fields.is_empty() {
        reason.push_str(&format!("; not documented: {}", others.join(", ")));
    }
    showing(Outcome::proven(Strength::Asserted, reason), access, Some(table), table.summary())
}

fn any_described(stage: &Stage, access: &Access) -> bool {
    let entities = stage.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Entity));
    let mut entities = entities;
    entities.any(|item| access.schema.table_of(&item.key).is_some())
}

/// Which tables no document mentions.
pub fn undocumented(stage: &Stage) -> Outcome {
    let access = match stage.database() {
        Ok(access) => access,
        Err(outcome) => return outcome,
    };
    let mut known: Vec<&str> = Vec::new();
    for spec in &stage.facts.specs {
        let entities = spec
            .of_kind(Kind::Entity)
            .filter(|item| documented::entity(stage.facts, spec, &item.key).is_some());
        known.extend(
            entities.filter_map(|item| access.schema.table_of(&item.key)).map(|table| table.name.as_str()),
        );
    }
    let mentioned = |table: &str| stage.facts.specs.iter().any(|spec| spec.text().contains(table));
    let others: Vec<&str> = access
        .schema
        .tables
        .iter()
        .map(|table| table.name.as_str())
        .filter(|name| !known.contains(name) && !is_of_a_tool(name) && !mentioned(name))
        .collect();
    let outcome = if others.is_empty() {
        Outcome::proven(Strength::Asserted, "every table is documented")
    } else {
        Outcome::unproven(format!("no document states {}", others.join(", ")))
    };
    showing(outcome, access, None, all(access))
}

/// An index as stated.
#[derive(Clone, Debug)]
pub struct StatedIndex {
    entity: String,
    name: Option<String>,
    columns: Vec<String>,
    unique: bool,
    primary: bool,
    /// Whether it is only said to hold for some records: the code may keep that without an index.
    told: bool,
}

impl StatedIndex {
    /// Reads an item; none where it does not say which columns of what.
    pub fn of(spec: &SpecFacts, item: &Item) -> Option<Self> {
        let columns = item.fields.get("columns").and_then(Value::as_array);
        let columns: Vec<String> =
            columns.into_iter().flatten().filter_map(Value::as_str).map(column_name).collect();
        let entity = documented::stored(spec, item.text_field("entity")?);
        let (name, text) = (item.text_field("name").map(str::to_owned), item.text.to_lowercase());
        let unique = item.fields.get("unique").and_then(Value::as_bool) == Some(true);
        (!columns.is_empty() || name.is_some()).then(|| Self {
            entity,
            name,
            columns,
            unique,
            primary: text.contains("primary key"),
            told: item.fields.contains_key("where")
                && !["index", "constraint"].iter().any(|word| text.contains(word)),
        })
    }

    /// What it is, in words.
    pub fn shown(&self) -> String {
        let sort = match (self.primary, self.unique) {
            (true, _) => "a primary key",
            (false, true) => "a unique index",
            (false, false) => "an index",
        };
        match (&self.name, self.columns.is_empty()) {
            (Some(name), true) => format!("{sort} {name} on {}", self.entity),
            _ => format!("{sort} on {} ({})", self.entity, self.columns.join(", ")),
        }
    }
}

/// `"sku" DESC NULLS LAST` is `sku`.
fn column_name(written: &str) -> String {
    let bare = written.trim().trim_matches(['`', '"']);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let order =
        |word: &&str| matches!(word.to_lowercase().as_str(), "asc" | "desc" | "nulls" | "first" | "last");
    let end = words.iter().position(order).filter(|at| *at > 0).unwrap_or(words.len());
    words[..end].join(" ").trim_matches(['`', '"']).to_owned()
}

/// Whether an index has the stated columns.
pub fn index(stage: &Stage, stated: &StatedIndex) -> Outcome {
    let access = match stage.database() {
        Ok(access) => access,
        Err(outcome) => return outcome,
    };
    let Some(table) = access.schema.table_of(&stated.entity) else {
        return Outcome::unproven(format!("{} has no table {}", access.name, stated.entity));
    };
    let seen: Vec<String> = std::iter::once(format!("primary key ({})", table.primary_key.join(", ")))
        .chain(table.indexes.iter().map(crate::database::Index::shown))
        .collect();
    let done = |outcome: Outcome| showing(outcome, access, Some(table), seen.join("\n"));
    if let (Some(name), true) = (&stated.name, stated.columns.is_empty()) {
        let mut all = access.schema.tables.iter().flat_map(|table| &table.indexes);
        // `stripe_api_key` is called as indexes are.
        if let Some(table) = access.schema.tables.iter().find(|table| table.column(name).is_some()) {
            return done(Outcome::unproven(format!("{name} is a column of {}", table.name)));
        }
        return done(match all.find(|index| index.name.eq_ignore_ascii_case(name)) {
            Some(index) => Outcome::proven(Strength::Asserted, index.shown()),
            None => Outcome::refuted(format!(
                "no index is called {name}; {} has {}",
                table.name,
                match table.indexes.len() {
                    0 => "none".to_owned(),
                    count => format!("{count}"),
                }
            )),
        });
    }
    let folded = |columns: &[String]| {
        columns.iter().map(|column| words::folded(&column_name(column))).collect::<Vec<_>>()
    };
    let wanted = folded(&stated.columns);
    let sorted = |mut columns: Vec<String>| {
        columns.sort();
        columns
    };
    let key = folded(&table.primary_key);
    let as_key = if stated.unique || stated.primary {
        sorted(key.clone()) == sorted(wanted.clone())
    } else {
        key.starts_with(&wanted)
    };
    if as_key && !key.is_empty() {
        return done(Outcome::proven(Strength::Asserted, "the primary key has these columns"));
    }
    if stated.primary {
        return done(Outcome::refuted(format!(
            "the primary key of {} is ({})",
            table.name,
            table.primary_key.join(", ")
        )));
    }
    let fits = |index: &&crate::database::Index| {
        let columns = folded(&index.columns);
        if stated.unique {
            index.unique && sorted(columns) == sorted(wanted.clone())
        } else {
            columns.starts_with(&wanted)
        }
    };
    let mut found: Vec<_> = table.indexes.iter().filter(fits).collect();
    found.sort_by_key(|index| index.columns.len());
    if let Some(index) = found.first() {
        return done(Outcome::proven(Strength::Asserted, index.shown()));
    }
    let unknown = stated.columns.iter().find(|column| column.contains('(') || table.column(column).is_none());
    if let Some(column) = unknown {
        let reason = format!("no index of {} has these columns, and {column} is no column of it", table.name);
        return done(Outcome::unproven(reason));
    }
    if stated.told {
        return done(Outcome::unproven(format!(
            "{} has no unique index on ({}); what keeps it for some records may be in the code",
            table.name,
            stated.columns.join(", ")
        )));
    }
    let named = stated
        .name
        .as_ref()
        .and_then(|name| table.indexes.iter().find(|index| index.name.eq_ignore_ascii_case(name)));
    done(Outcome::refuted(match named {
        Some(index) if folded(&index.columns) == wanted => format!("{} is not unique", index.name),
        Some(index) => format!("{} has other columns: {}", index.name, index.columns.join(", ")),
        None => format!(
            "{} has no {} on ({})",
            table.name,
            if stated.unique { "unique index" } else { "index" },
            stated.columns.join(", ")
        ),
    }))
}

/// Whether a foreign key is the one that a label names: `lender` is `lender_id`.
fn is_called(key: &ForeignKey, label: &str) -> bool {
    let label = words::folded(label);
    let column = key.columns.first().map(|column| words::folded(column));
    column.is_some_and(|column| column == label || column == format!("{label}id"))
}

/// What a foreign key does on deletion, where something else is stated.
fn otherwise(key: &ForeignKey, stated: OnDelete) -> Option<String> {
    let text =
        || format!("its deletion {}, and it is stated that it {}", key.on_delete.words(), stated.words());
    (key.on_delete != stated).then(text)
}

/// Whether a foreign key relates two tables, or a third table both.
pub fn relation(stage: &Stage, from: &str, to: &str, rule: Option<&(OnDelete, Option<String>)>) -> Outcome {
    let access = match stage.database() {
        Ok(access) => access,
        Err(outcome) => return outcome,
    };
    let (Some(one), Some(two)) = (access.schema.table_of(from), access.schema.table_of(to)) else {
        return Outcome::unproven(format!("{from} and {to} are not both tables of {}", access.name));
    };
    let keys = |from: &Table, to: &Table| -> Vec<ForeignKey> {
        let leads = |key: &&ForeignKey| name_key(&key.table) == name_key(&to.name);
        from.foreign_keys.iter().filter(leads).cloned().collect()
    };
    let points = |from: &Table, to: &Table| keys(from, to).into_iter().next();
    let (owner, all) = match keys(two, one) {
        all if all.is_empty() => (one, keys(one, two)),
        all => (two, all),
    };
    let label = rule.and_then(|(_, label)| label.as_deref());
    let meant = label.and_then(|label| all.iter().find(|key| is_called(key, label)));
    if let Some(key) = meant.or(all.first()) {
        let reason = format!("{} has a {}", owner.name, key.shown());
        // Of several, nobody says which one is meant.
        let sure = meant.is_some() || label.is_none() && all.len() == 1;
        let outcome = match rule.filter(|_| sure).and_then(|(rule, _)| otherwise(key, *rule)) {
            Some(wrong) => Outcome::refuted(format!("{reason}; {wrong}")),
            None => Outcome::proven(Strength::Asserted, reason),
        };
        return showing(outcome, access, Some(owner), key.shown());
    }
    let joining = access
        .schema
        .tables
        .iter()
        .find(|table| points(table, one).is_some() && points(table, two).is_some());
    if let Some(table) = joining {
        let reason = format!("{} has foreign keys to both", table.name);
        return showing(Outcome::proven(Strength::Asserted, reason), access, Some(table), table.summary());
    }
    Outcome::unproven(format!("no foreign key relates {} and {}; the code may", one.name, two.name))
}
