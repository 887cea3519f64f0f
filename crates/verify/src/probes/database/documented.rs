//! What documents say of tables and columns.

use super::rules::{Beside, beside};
use super::told::{Told, told};
use crate::database::{family, is_sql_type, name_key};
use crate::facts::{Facts, SpecFacts};
use crate::words;
use abide_model::{Item, Kind};
use serde_json::Value;

/// How plainly a document says that an entity is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum Said {
    /// It does not.
    Nothing,
    /// In words.
    Words,
    /// In SQL, or in types that only SQL has.
    Sql,
}

/// An entity with its fields.
pub struct Entity<'a> {
    /// Its fields.
    pub fields: Vec<&'a Item>,
    /// How plainly it is a table.
    pub said: Said,
}

/// The entity of that name in a document; none where it is plainly something else than a stored record.
pub fn entity<'a>(facts: &Facts, spec: &'a SpecFacts, name: &str) -> Option<Entity<'a>> {
    let item = spec.of_kind(Kind::Entity).find(|item| item.key == name)?;
    let fields = fields_of(spec, name);
    let said = said(spec, item, &fields);
    if said == Said::Nothing && (fields.is_empty() || is_a_message(name) || is_said_elsewhere(facts, name)) {
        return None;
    }
    Some(Entity { fields, said })
}

/// Whether an entity is the first table of its document.
pub fn is_first_table(spec: &SpecFacts, name: &str) -> bool {
    let mut entities = spec.of_kind(Kind::Entity);
    let first = entities.find(|item| said(spec, item, &fields_of(spec, &item.key)) != Said::Nothing);
    first.is_some_and(|first| first.key == name)
}

fn fields_of<'a>(spec: &'a SpecFacts, entity: &str) -> Vec<&'a Item> {
    let of_entity = |item: &&Item| item.key.rsplit_once('.').is_some_and(|(owner, _)| owner == entity);
    spec.of_kind(Kind::Field).filter(of_entity).collect()
}

/// `parcels.note` is `note`.
pub fn field_name(field: &Item) -> &str {
    field.key.rsplit_once('.').map_or(field.key.as_str(), |(_, name)| name)
}

/// The definition of a model that a database is made from, where an entity is one: `model Book { … @@map("books") }`.
fn mapped<'a>(spec: &'a SpecFacts, entity: &Item) -> Option<&'a str> {
    let text = spec.text();
    let start = text.get(..entity.range.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..)?;
    let named = rest.trim_start().strip_prefix("model ")?.trim_start();
    let block = rest.get(..rest.find("\n}").or_else(|| rest.find('}'))?)?;
    (named.starts_with(entity.key.as_str()) && block.contains('@')).then_some(block)
}

/// What is between the quotes of `@@map("books")`.
fn map_of(source: &str, mark: &str) -> Option<String> {
    let (before, rest) = source.split_once(mark)?;
    // `@@map(` holds `@map(`.
    let rest = rest.trim_start().strip_prefix('"')?;
    (mark.starts_with("@@") || !before.ends_with('@'))
        .then(|| rest.split('"').next().unwrap_or_default().to_owned())
}

/// The name of the table that an entity is kept in, as the document says it.
pub fn stored(spec: &SpecFacts, entity: &str) -> String {
    let item = spec.of_kind(Kind::Entity).find(|item| item.key == entity);
    let named = item.and_then(|item| map_of(mapped(spec, item)?, "@@map("));
    named.unwrap_or_else(|| entity.to_owned())
}

fn said(spec: &SpecFacts, entity: &Item, fields: &[&Item]) -> Said {
    if mapped(spec, entity).is_some() {
        return Said::Sql;
    }
    let source = spec.slice(entity).to_lowercase();
    // Types in capitals that other languages have, too, say nothing.
    let sql = |kind: &str| {
        let bare = kind.split('(').next().unwrap_or(kind).trim();
        is_sql_type(kind)
            && !matches!(bare.to_lowercase().as_str(), "uuid" | "json" | "url")
            && !matches!(bare, "char" | "blob" | "Blob" | "Char")
    };
    if source.contains("create table") || fields.iter().any(|field| field.text_field("type").is_some_and(sql))
    {
        return Said::Sql;
    }
    let values =
        entity.fields.get("values").and_then(Value::as_array).is_some_and(|values| !values.is_empty());
    if values && fields.is_empty() {
        return Said::Nothing;
    }
    // A type of a program is none, even below the heading of a table.
    let code = [
        "interface",
        "type",
        "class",
        "struct",
        "enum",
        "message",
        "record",
        "export",
        "public",
        "pub",
        "data",
        "model",
    ];
    let first_word = source.split_whitespace().next().unwrap_or_default();
    if code.contains(&first_word) {
        return Said::Nothing;
    }
    let tables = ["table", "tables", "tabla", "tablas", "tabelle", "tabellen"];
    let title = entity.section.last().map(|title| words::words(title)).unwrap_or_default();
    let has = |known: &[&str]| title.iter().any(|word| known.contains(&word.as_str()));
    let names_it =
        entity.section.last().is_some_and(|title| words::names(title, &name_key(&entity.key).join(" ")));
    let in_title = names_it && has(&tables)
        || has(&["schema"]) && has(&["database", "db", "sql", "postgres", "postgresql", "sqlite"]);
    // A bullet or caption: "`orders` table: …".
    let first_line = source.lines().next().unwrap_or_default();
    let in_words = words::words(first_line).iter().take(6).any(|word| tables.contains(&word.as_str()));
    if in_title || in_words { Said::Words } else { Said::Nothing }
}

/// Names that requests, answers and other messages have.
fn is_a_message(name: &str) -> bool {
    let last = words::parts(name).pop().unwrap_or_default();
    [
        "request", "response", "dto", "input", "output", "payload", "params", "props", "error", "result",
        "view", "summary", "filter", "query", "command", "body", "config", "options", "state", "message",
        "list", "page", "settings",
    ]
    .contains(&last.as_str())
}

/// Whether some document states a table of that name as such: this one is then the same thing on another layer.
fn is_said_elsewhere(facts: &Facts, name: &str) -> bool {
    let key = name_key(name);
    let others = facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Entity).map(move |item| (spec, item)));
    let mut same = others.filter(|(_, item)| item.key != name && name_key(&item.key) == key);
    same.any(|(spec, item)| said(spec, item, &fields_of(spec, &item.key)) != Said::Nothing)
}

/// What a document says of a column.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The entity.
    pub entity: String,
    /// The field.
    pub name: String,
    /// How plainly the entity is a table.
    pub said: Said,
    /// Whether it is written as a database is made from it: `CREATE TABLE`, or a model.
    pub definition: bool,
    /// Whether any field of the entity is stated as key, reference or unique.
    pub keyed: bool,
    /// Its type, as written.
    pub kind: Option<String>,
    /// Whether it has to have a value.
    pub required: Option<bool>,
    /// Whether it is the key, or a part of it.
    pub primary: bool,
    /// Whether it is stated as unique.
    pub unique: bool,
    /// Its default, as written.
    pub default: Option<String>,
    /// What it points to.
    pub references: Option<String>,
    /// The only values that it may have.
    pub values: Vec<String>,
    /// Its bounds, with whether they are themselves allowed.
    pub least: Option<(f64, bool)>,
    /// The most that it may be.
    pub most: Option<(f64, bool)>,
    /// Whether it is a list, or another record.
    pub composite: bool,
    /// Whether it is said not to be stored as such.
    pub derived: bool,
    /// Whether its constraint is written in SQL.
    pub check: bool,
    /// What the words beside it say.
    pub told: Told,
    /// The columns that a relation stands for: `fields: [shelfId]`.
    pub through: Vec<String>,
    /// What is told of the other columns of the document, where something is told of this one.
    pub beside: Vec<Beside>,
}

impl Stated {
    /// What a document says of a field; none where its entity is plainly no stored record.
    pub fn of(facts: &Facts, spec: &SpecFacts, item: &Item) -> Option<Self> {
        let (owner, name) = item.key.rsplit_once('.')?;
        let entity = entity(facts, spec, owner)?;
        let keyed = |field: &&Item| {
            ["key", "references", "unique"].iter().any(|name| field.fields.contains_key(*name))
        };
        let schema = item.fields.get("schema");
        let number = |name: &str| schema?.get(name)?.as_f64();
        let reference = schema.and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        let mut values = texts(schema.and_then(|schema| schema.get("enum")));
        let mut composite = schema.and_then(|schema| schema.get("type")).is_some_and(|kind| kind == "array");
        if let Some(reference) = reference {
            let named = facts
                .specs
                .iter()
                .flat_map(|spec| spec.of_kind(Kind::Entity))
                .find(|entity| entity.key == reference);
            values = texts(named.and_then(|named| named.fields.get("values")));
            composite |= values.is_empty();
        }
        let source = spec.slice(item).to_lowercase();
        let words = words::words(&source);
        let derived = ["computed", "derived", "calculated", "virtual", "transient", "aggregated"];
        let text = |name: &str| item.text_field(name).map(str::to_owned);
        let written = spec.slice(item);
        let told = told(described(spec, item), written);
        let beside = match told.rule.is_some() || told.in_words {
            true => {
                beside(spec.of_kind(Kind::Field).filter(|other| other.id != item.id).filter_map(|other| {
                    let (owner, name) = other.key.rsplit_once('.')?;
                    Some((owner, name, described(spec, other), spec.slice(other)))
                }))
            }
            false => Vec::new(),
        };
        if values.is_empty() && !composite && told.values.iter().any(|value| value.parse::<f64>().is_err()) {
            values.clone_from(&told.values);
        }
        let owner_item = spec.of_kind(Kind::Entity).find(|item| item.key == owner);
        let model = owner_item.and_then(|item| mapped(spec, item)).is_some();
        let column = if model { map_of(written, "@map(") } else { None };
        let through = written.split_once("fields: [").and_then(|(_, rest)| rest.split_once(']'));
        let through = through.filter(|_| model).map_or_else(Vec::new, |(names, _)| {
            names.split(',').map(|name| name.trim().to_owned()).collect()
        });
        Some(Self {
            entity: stored(spec, owner),
            name: column.unwrap_or_else(|| name.to_owned()),
            said: entity.said,
            definition: model
                || owner_item.is_some_and(|item| spec.slice(item).to_lowercase().contains("create table")),
            keyed: entity.fields.iter().any(keyed),
            kind: text("type"),
            required: item.fields.get("required").and_then(Value::as_bool).or(told.required),
            primary: item.text_field("key") == Some("primary") || told.primary,
            unique: item.fields.get("unique").and_then(Value::as_bool) == Some(true) || told.unique,
            default: text("default")
                .or_else(|| {
                    item.fields.get("default").filter(|value| !value.is_null()).map(ToString::to_string)
                })
                .or_else(|| told.default.clone()),
            references: text("references").map(|target| match target.split_once('(') {
                // `Shelf(id)` is what the model is called.
                Some((owner, rest)) => format!("{}({rest}", stored(spec, owner)),
                None => target,
            }),
            values,
            least: number("minimum")
                .map(|least| (least, true))
                .or_else(|| number("exclusiveMinimum").map(|least| (least, false))),
            most: number("maximum")
                .map(|most| (most, true))
                .or_else(|| number("exclusiveMaximum").map(|most| (most, false))),
            composite,
            derived: words.iter().any(|word| derived.contains(&word.as_str()))
                || source.contains("not stored"),
            check: words.iter().any(|word| word == "check") && spec.slice(item).contains("CHECK"),
            told,
            through,
            beside,
        })
    }

    /// Whether it is kept as a number.
    pub fn is_whole(&self) -> bool {
        self.kind.as_deref().and_then(family) == Some(crate::database::Family::Integer)
    }
}

/// What is said of a field besides its name and type; in a table, the last cell with its marks.
fn described<'a>(spec: &'a SpecFacts, item: &'a Item) -> &'a str {
    let written = spec.slice(item);
    match written.trim_start().starts_with('|') {
        true => written.trim().trim_matches('|').rsplit('|').next().unwrap_or_default(),
        false => item.text_field("description").unwrap_or_default(),
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let values = value.and_then(Value::as_array).into_iter().flatten();
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}
