//! One column against what is stated of it.

use super::documented::{Said, Stated};
use super::rules;
use crate::claim::Outcome;
use crate::database::{self, Access, Bounds, Column, DefaultValue, Engine, Table, TypeDifference, name_key};
use crate::source::whole_words;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;

/// What looking at one aspect of a column gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Aspect {
    /// It is as stated.
    Held(String),
    /// It is not.
    Wrong(String),
    /// Nothing settles it.
    Open(String),
}

use Aspect::{Held, Open, Wrong};

/// Looks at a column.
pub fn look(stage: &Stage, stated: &Stated) -> Outcome {
    let access = match stage.database() {
        Ok(access) => access,
        Err(outcome) => return outcome,
    };
    let Some(table) = access.schema.table_of(&stated.entity) else {
        let reason = match stated.said {
            Said::Nothing => format!(
                "no table of {} is called {}; it may be a type of the interface alone",
                access.name, stated.entity
            ),
            _ => format!("{} has no table {}", access.name, stated.entity),
        };
        return Outcome::unproven(reason);
    };
    let sent = format!("read the definition of {}.{} in {}", table.name, stated.name, access.name);
    let showing = |outcome: Outcome, seen: String| {
        outcome.showing(sent.as_str(), seen).repeated_by(access.repeat(&table.name))
    };
    let Some(column) = find(table, stated) else {
        return showing(missing(table, stated), table.summary());
    };
    let aspects = hold(access, table, column, stated);
    let told = |wanted: fn(&Aspect) -> Option<&str>| {
        aspects.iter().filter_map(wanted).collect::<Vec<_>>().join("; ")
    };
    let wrong = told(|aspect| if let Wrong(text) = aspect { Some(text) } else { None });
    let open = told(|aspect| if let Open(text) = aspect { Some(text) } else { None });
    let held = told(|aspect| if let Held(text) = aspect { Some(text) } else { None });
    let called = if column.name == stated.name { String::new() } else { format!(" as {}", column.name) };
    let outcome = if !wrong.is_empty() {
        Outcome::refuted(format!("{}.{}{called}: {wrong}", table.name, stated.name))
    } else if !open.is_empty() {
        Outcome::unproven(format!("{}.{}{called}: {open}", table.name, stated.name))
    } else if held.is_empty() {
        Outcome::proven(Strength::Asserted, format!("{} has the column{called}", table.name))
    } else {
        Outcome::proven(Strength::Asserted, format!("{} has the column{called}: {held}", table.name))
    };
    showing(outcome, table.shown(column))
}

fn find<'a>(table: &'a Table, stated: &Stated) -> Option<&'a Column> {
    table.column(&stated.name).or_else(|| {
        let linked = stated.composite || stated.references.is_some();
        if let [only] = stated.through.as_slice()
            && let Some(column) = table.column(only)
        {
            return Some(column);
        }
        if linked { table.column(&format!("{}_id", stated.name)) } else { None }
    })
}

fn missing(table: &Table, stated: &Stated) -> Outcome {
    let none = format!("the table {} has no column {}", table.name, stated.name);
    if stated.composite {
        return Outcome::unproven(format!("{none}; a list or another record may be kept elsewhere"));
    }
    if stated.derived || stated.said == Said::Nothing {
        return Outcome::unproven(format!("{none}; it may be derived, or kept elsewhere"));
    }
    Outcome::refuted(none)
}

fn hold(access: &Access, table: &Table, column: &Column, stated: &Stated) -> Vec<Aspect> {
    // A record that is spelled like the table, with keys, is the table's own description.
    let own =
        stated.said != Said::Nothing || (stated.keyed && name_key(&stated.entity) == name_key(&table.name));
    let mut aspects = Vec::new();
    aspects.extend(kind(access.schema.engine, column, stated, own));
    if table.view {
        return aspects;
    }
    aspects.extend(nullability(table, column, stated));
    aspects.extend(default(column, stated, own));
    aspects.extend(primary(table, column, stated, own));
    aspects.extend(unique(table, column, stated, own));
    aspects.extend(reference(table, column, stated));
    aspects.extend(rules::on_delete(access, table, column, stated));
    aspects.extend(rules::indexed(table, column, stated, own));
    aspects.extend(rules::unique_within(table, column, stated, own));
    if own {
        aspects.extend(rules::rule(access, table, column, stated));
    }
    if own {
        aspects.extend(values(table, column, stated));
        aspects.extend(limits(table, column, stated));
    }
    aspects
}

fn kind(engine: Engine, column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    let written = stated.kind.as_deref()?;
    if stated.composite
        || !stated.values.is_empty() && stated.values != stated.told.values
        || column.name != stated.name && stated.references.is_some()
    {
        return None;
    }
    let differs = format!("stated as {written}, and is {}", column.kind);
    match database::compare(written, &column.kind, engine) {
        // A fraction has no room in a whole number, whatever an engine makes of it.
        TypeDifference::None if stated.said == Said::Sql && is_float(written) && is_whole(&column.kind) => {
            Some(Wrong(differs))
        }
        TypeDifference::None => Some(Held(format!("of type {}", column.kind))),
        TypeDifference::Unknown => None,
        _ if own => Some(Wrong(differs)),
        _ => Some(Open(differs)),
    }
}

fn is_float(written: &str) -> bool {
    let bare = written.trim_matches('`').trim_end_matches('?').to_lowercase();
    matches!(bare.as_str(), "float" | "real" | "double" | "double precision" | "float8" | "float4")
}

fn is_whole(kind: &str) -> bool {
    database::family(kind) == Some(database::Family::Integer)
}

fn nullability(table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    let key = table.primary_key.contains(&column.name);
    if stated.said == Said::Nothing || key {
        return None;
    }
    match (stated.required?, column.nullable) {
        (true, false) => Some(Held("never null".to_owned())),
        (true, true) => Some(Wrong("stated as required, and takes null".to_owned())),
        (false, true) => Some(Held("may be null".to_owned())),
        // Where the document writes the column as a database does, a default that it does not write is no excuse.
        (false, false)
            if column.default.is_some()
                && !column.generated
                && stated.default.is_none()
                && stated.definition
                && stated.told.required.is_none() =>
        {
            Some(Wrong("stated as optional, and does not take null".to_owned()))
        }
        // With a default it may be left out.
        (false, false) if column.default.is_some() || column.generated || stated.default.is_some() => None,
        (false, false) => Some(Wrong("stated as optional, and does not take null".to_owned())),
    }
}

fn default(column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    let written = stated.default.as_deref()?;
    if matches!(written.trim().to_lowercase().as_str(), "" | "none" | "-" | "–" | "—" | "n/a" | "required")
    {
        return None;
    }
    let wanted = DefaultValue::read(written);
    let actual = column.default.as_deref().map_or(DefaultValue::Null, DefaultValue::read);
    if wanted.same(&actual) {
        return Some(Held(format!("default {written}")));
    }
    let literal = |default: &DefaultValue| matches!(default, DefaultValue::Literal(_));
    match (&wanted, &actual) {
        (DefaultValue::Literal(_), DefaultValue::Null) => Some(match stated.said {
            Said::Sql => Wrong(format!("its default is stated as {written}, and it has none")),
            _ => Open(format!(
                "its default is stated as {written}, and the database has none; the code may give it"
            )),
        }),
        (DefaultValue::Literal(_) | DefaultValue::Null, actual) if literal(actual) => {
            let shown = column.default.as_deref().unwrap_or("none");
            let text = format!("its default is stated as {written}, and is {shown}");
            Some(if own { Wrong(text) } else { Open(text) })
        }
        (DefaultValue::Now | DefaultValue::Identifier, DefaultValue::Null)
            if !column.generated && !stated.primary =>
        {
            Some(Open(format!(
                "its default is stated as {written}, and the database has none; the code may give it"
            )))
        }
        _ => None,
    }
}

fn primary(table: &Table, column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    if !stated.primary {
        return None;
    }
    let key = &table.primary_key;
    if key.contains(&column.name) {
        return Some(Held(if key.len() == 1 {
            "primary key".to_owned()
        } else {
            format!("primary key, with {}", others(key, column))
        }));
    }
    // A table without any key may come from a tool that has none.
    if key.is_empty() && unique_index(table, column).is_some() {
        return Some(Open("stated as primary key, and is unique without being one".to_owned()));
    }
    let shown =
        if key.is_empty() { "there is none".to_owned() } else { format!("that is {}", key.join(", ")) };
    let text = format!("stated as primary key, and {shown}");
    Some(if own { Wrong(text) } else { Open(text) })
}

fn others(key: &[String], column: &Column) -> String {
    key.iter().filter(|name| **name != column.name).cloned().collect::<Vec<_>>().join(", ")
}

fn unique_index<'a>(table: &'a Table, column: &Column) -> Option<&'a database::Index> {
    // `lower(email)` keeps apart what differs in more than its case.
    let alone = |index: &&database::Index| {
        let [only] = index.columns.as_slice() else { return false };
        whole_words(only, &column.name).next().is_some()
    };
    table.indexes.iter().filter(|index| index.unique).find(alone)
}

fn unique(table: &Table, column: &Column, stated: &Stated, own: bool) -> Option<Aspect> {
    if !stated.unique {
        return None;
    }
    if table.primary_key == [column.name.clone()] {
        return Some(Held("unique".to_owned()));
    }
    if let Some(index) = unique_index(table, column) {
        return Some(Held(if index.partial {
            "unique among some rows".to_owned()
        } else {
            "unique".to_owned()
        }));
    }
    let composite = table.indexes.iter().find(|index| index.unique && index.columns.contains(&column.name));
    if let Some(index) = composite {
        return Some(Open(format!(
            "stated as unique, and is so only together with others: {}",
            index.columns.join(", ")
        )));
    }
    if table.primary_key.contains(&column.name) {
        return Some(Open(format!(
            "stated as unique, and is so only as part of the key {}",
            table.primary_key.join(", ")
        )));
    }
    let text = "stated as unique, and nothing in the database makes it so".to_owned();
    Some(if own { Wrong(text) } else { Open(text) })
}

fn reference(table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    let target = stated.references.as_deref()?;
    let bare = target.trim_matches(['`', '"', ' ']).trim_end_matches(')').replace('(', ".");
    let mut parts = bare.rsplitn(2, '.');
    let last = parts.next().unwrap_or_default().to_owned();
    let (wanted, wanted_column) = match parts.next() {
        Some(owner) => (owner.to_owned(), Some(last)),
        None => (last, None),
    };
    let mut keys = table.foreign_keys.iter().filter(|key| key.columns.contains(&column.name)).peekable();
    if keys.peek().is_none() {
        let text = format!("stated to refer to {target}, and has no foreign key");
        return Some(if stated.said == Said::Sql {
            Wrong(text)
        } else {
            Open(format!("{text}; the code may keep it"))
        });
    }
    let shown: Vec<String> = keys.clone().map(database::ForeignKey::shown).collect();
    let fits = |key: &database::ForeignKey| {
        let (one, two) = (name_key(&wanted), name_key(&key.table));
        let named = one == two || two.ends_with(&one) || one.ends_with(&two);
        let same = |wanted: &String| {
            let at = key.columns.iter().position(|name| *name == column.name);
            at.and_then(|at| key.targets.get(at))
                .is_none_or(|target| words::folded(target) == words::folded(wanted))
        };
        named && wanted_column.as_ref().is_none_or(same)
    };
    if keys.any(fits) {
        return Some(Held(format!("refers to {target}")));
    }
    let text = format!("stated to refer to {target}, and is {}", shown.join(", "));
    Some(if stated.said == Said::Nothing { Open(text) } else { Wrong(text) })
}

fn values(table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    if stated.values.is_empty() {
        return None;
    }
    let known = if column.values.is_empty() {
        let alone =
            |check: &&str| !check.to_lowercase().contains(" or ") || check.to_lowercase().contains(" in ");
        table.checks_of(&column.name).filter(alone).flat_map(database::literals).collect::<Vec<_>>()
    } else {
        column.values.clone()
    };
    if known.is_empty() {
        let text = "its values are stated in a CHECK, and the database has none".to_owned();
        return (stated.check && stated.said == Said::Sql).then_some(Wrong(text));
    }
    let same = |one: &str, two: &str| words::folded(one) == words::folded(two);
    let lacking: Vec<&str> = stated
        .values
        .iter()
        .filter(|value| !known.iter().any(|known| same(known, value)))
        .map(String::as_str)
        .collect();
    let further: Vec<&str> = known
        .iter()
        .filter(|known| !stated.values.iter().any(|value| same(known, value)))
        .map(String::as_str)
        .collect();
    // "one of" leaves no room for others; a list of examples does.
    if lacking.is_empty() && !further.is_empty() && !stated.told.values.is_empty() {
        let text = format!(
            "stated to take only {}, and the database takes {} as well",
            stated.values.join(", "),
            further.join(", ")
        );
        return Some(Wrong(text));
    }
    if lacking.is_empty() {
        return Some(Held(format!("takes {}", known.join(", "))));
    }
    Some(Wrong(format!(
        "stated to take {}, and the database takes only {}",
        lacking.join(", "),
        known.join(", ")
    )))
}

fn limits(table: &Table, column: &Column, stated: &Stated) -> Option<Aspect> {
    if stated.least.is_none() && stated.most.is_none() {
        return None;
    }
    let mut found = Bounds::default();
    for bounds in table.checks_of(&column.name).filter_map(|check| database::bounds(check, &column.name)) {
        found.least = bounds.least.or(found.least);
        found.most = bounds.most.or(found.most);
    }
    let unreadable =
        table.checks_of(&column.name).any(|check| database::bounds(check, &column.name).is_none());
    if found == Bounds::default() && !unreadable && stated.check && stated.said == Said::Sql {
        return Some(Wrong("its bounds are stated in a CHECK, and the database has none".to_owned()));
    }
    let whole = stated.is_whole();
    let least =
        |(value, itself): (f64, bool)| if whole && !itself { (value + 1.0, true) } else { (value, itself) };
    let most =
        |(value, itself): (f64, bool)| if whole && !itself { (value - 1.0, true) } else { (value, itself) };
    let differs = |stated: Option<(f64, bool)>, found: Option<(f64, bool)>| matches!((stated, found), (Some(stated), Some(found)) if stated != found);
    let wrong = differs(stated.least.map(least), found.least.map(least))
        || differs(stated.most.map(most), found.most.map(most));
    let shown = || table.checks_of(&column.name).collect::<Vec<_>>().join("; ");
    if wrong && stated.said == Said::Sql {
        return Some(Wrong(format!("its stated bounds are others than those of its check: {}", shown())));
    }
    (found != Bounds::default() && !wrong).then(|| Held(format!("checked: {}", shown())))
}
