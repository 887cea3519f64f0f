//! The data model: entities, their fields, relations and indexes.

mod below;
mod blocks;
mod braced;
mod bullets;
mod captioned;
mod code;
mod described;
mod dictionary;
mod dotted;
mod enumerated;
mod exchanged;
mod headed;
mod indexed;
mod indexes;
mod inlined;
mod introduced;
mod labelled;
mod members;
mod overview;
mod owned;
mod packed;
#[rustfmt::skip]
mod partial;
mod qualified;
mod registry;
mod relations;
mod running;
mod tables;
mod typed;

use super::Reader;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{Section, SectionId};
use abide_template::Concept;
pub(super) use bullets::field_of;
pub(super) use introduced::is_introduced;
use registry::Registry;
pub(super) use registry::schema as schema_of;
pub(super) use tables::{is_table_of_fields, plain_attribute as attribute_of};

pub(super) const READER: Reader = Reader {
    name: "entity",
    kinds: &[Kind::Entity, Kind::Field, Kind::Relation, Kind::Index],
    documentation: "\
The data model. An entity is a record, table, type or message: a bullet with its fields, a heading with fields in a table, bullets or \
columns, the list below \"Table: orders\", \"`POST /orders` with:\", \"Where `Order` has:\" or \"the order has:\", lines such as `Order.total`, a name with its fields in brackets or behind a colon (\"**Order** (`id` PK, note?)\", \
\"Fields: id · total\"), a name in code under a heading about tables, a heading of a data dictionary (\"Sales — `order`\", \"`order.total`\"), or code (TypeScript, Python, SQL, Go, Rust, Java, Kotlin, C#, Protobuf, GraphQL, Prisma, Solidity, mermaid class and er diagrams). \
A field is keyed `Entity.field`; `type` is as written, `schema` is the same as JSON Schema whatever language it was written in (`type`, `format`, `enum`, `minimum`, \
`maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `minLength`, `maxLength`, `minItems`, `maxItems`, `pattern`, `items`, and `$ref` with the name of \
another entity); `required`, `key` (primary, foreign), `unique`, `default` and `references` stand beside it, `constraints` is what a column of rules says. An enumeration has its `values`, as they go \
over the wire; a list in words wins over code that repeats it in another spelling. A relation comes from a foreign key, a \
diagram, or a line under relationships (\"`Order` has many `Item`\"). An index is a CREATE INDEX, a constraint on several columns, a row of a table \
with indexes and their columns, a line under indexes, or one on the data such as \"unique index on (`a`, `b`)\". Code in \
examples, tests and rejected alternatives defines nothing.",
    read,
};

/// Where definitions are not the system's own.
pub(in crate::readers) const NOT_OWN: &[Concept] = &[
    Concept::Examples,
    Concept::Usage,
    Concept::Alternatives,
    Concept::Alternative,
    Concept::PriorArt,
    Concept::TestPlan,
    Concept::Verifications,
    Concept::UserInterface,
    Concept::Drawbacks,
    Concept::Motivation,
    Concept::Background,
    Concept::CurrentState,
    Concept::Adoption,
    Concept::FutureWork,
    Concept::Faq,
    Concept::Rationale,
    Concept::OutOfScope,
    Concept::NonGoals,
];

fn read(context: &Context, items: &mut Items) {
    let mut registry = Registry::default();
    let sections: Vec<SectionId> =
        context.sections().skip(1).map(|(id, _)| id).filter(|id| is_data(context, *id)).collect();
    headed::read(context, items, &mut registry);
    for id in &sections {
        tables::read(context, *id, items, &mut registry);
        bullets::read(context, *id, items, &mut registry);
        enumerated::read(context, *id, items, &mut registry);
        running::read(context, *id, items, &mut registry);
        indexes::read(context, *id, items, &registry);
    }
    for grid in context.grids().iter().filter(|grid| !is_data(context, grid.section)) {
        if context.outline.within(grid.section, NOT_OWN) {
            continue;
        }
        tables::with_owners(grid, items, &mut registry);
        if overview::is_certain(context, grid) {
            overview::entities(context, grid, items, &mut registry);
        }
    }
    dictionary::read(context, items, &mut registry);
    dotted::read(context, items, &mut registry);
    members::read(context, items, &mut registry);
    inlined::read(context, items, &mut registry);
    braced::read(context, items, &mut registry);
    qualified::read(context, items, &mut registry);
    exchanged::read(context, items, &mut registry);
    code::read(context, items, &mut registry);
    captioned::read(context, items, &mut registry);
    headed::of_known(context, items, &mut registry);
    typed::read(context, items, &mut registry);
    introduced::in_text(context, items, &mut registry);
    introduced::required(context, items, &mut registry);
    introduced::added(context, items, &mut registry);
    labelled::read(context, items, &mut registry);
    described::read(context, items, &mut registry);
    owned::read(context, items, &mut registry);
    for id in &sections {
        blocks::columns(context, *id, items, &mut registry);
    }
    relations::read(context, items, &registry);
    indexed::read(context, items, &registry);
    registry.finish(items);
}

/// Whether a section is about data: its statements are entities, or it tells how they are stored.
fn is_data(context: &Context, id: SectionId) -> bool {
    context.outline.holds(id, Kind::Entity)
        || context.outline.nearest(id, &[Concept::Persistence, Concept::Indexes]).is_some_and(|holder| {
            context.outline.within(holder, &[Concept::DataModel, Concept::Entities])
                || context.outline.concepts(holder).contains(&Concept::Persistence)
        })
}

/// The entity that a section's heading names: `#### New Table: orders` names orders. None where the heading names a topic.
fn heading_entity(context: &Context, id: SectionId, section: &Section) -> Option<String> {
    let named = || named_by_suffix(&section.title) || named_in_code(context, section);
    if !context.outline.concepts(id).is_empty() && !named() {
        return None;
    }
    name_of(&section.title)
}

/// "Table `orders`" names a table, whatever "table" alone may mean.
fn named_in_code(context: &Context, section: &Section) -> bool {
    let written = context.document.slice(section.title_range);
    let Some((label, code)) = written.trim().split_once(' ') else { return false };
    let code = code.trim();
    KIND_WORDS.contains(&label.to_lowercase().as_str())
        && code.len() > 2
        && code.starts_with('`')
        && code.ends_with('`')
        && !code.trim_matches('`').contains(['`', ' '])
}

/// "Order entity" names a concept of the lexicon and an entity at once.
fn named_by_suffix(title: &str) -> bool {
    let bare = without_remark(title);
    // "Order field schema" tells of the fields of an order.
    let words: Vec<&str> =
        bare.split_whitespace().filter(|word| !matches!(*word, "field" | "fields")).collect();
    let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
    let labelled = bare.split_once(':').is_some_and(|(label, rest)| {
        !rest.trim().is_empty()
            && KIND_WORDS.iter().any(|word| label.to_lowercase().split(' ').any(|part| part == *word))
    });
    labelled
        || (words.len() == 2
            && KIND_WORDS.contains(&last.as_str())
            && !GENERAL.contains(&words.first().map(|word| word.to_lowercase()).unwrap_or_default().as_str()))
}

/// Words that say what kind of definition a name is.
const KIND_WORDS: &[&str] = &[
    "table",
    "entity",
    "model",
    "type",
    "schema",
    "object",
    "record",
    "collection",
    "struct",
    "interface",
    "message",
    "class",
    "document",
    "enum",
    "dto",
    "tabla",
    "entidad",
    "テーブル",
    "エンティティ",
];
/// Parts of a message, a record or a document that have fields of their own.
const PARTS: &[&str] = &["envelope", "header", "headers", "metadata", "payload", "entry", "item"];
/// First words that make "… model" a topic.
const GENERAL: &[&str] = &[
    "data",
    "domain",
    "object",
    "core",
    "database",
    "db",
    "new",
    "modified",
    "existing",
    "key",
    "main",
    "the",
    "information",
    "type",
    "state",
    "security",
    "threat",
    "permission",
    "storage",
    "event",
    "api",
    "json",
    "response",
    "request",
    "shared",
    "base",
    "other",
    "example",
    "execution",
    "mental",
    "file",
    "memory",
    "error",
    "tool",
    "concurrency",
    "full",
    "complete",
    "whole",
    "config",
    "configuration",
];

/// The name in ASCII where the title says it in another script too: "会議室 Room".
fn in_two_scripts(title: &str) -> Option<&str> {
    // What stands in brackets qualifies.
    if title.is_ascii() || title.contains(['(', '（']) {
        return None;
    }
    let mut names = title
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|part| !part.is_empty() && !part.starts_with(|c: char| c.is_ascii_digit()));
    let (name, None) = (names.next()?, names.next()) else { return None };
    let around = title.replace(name, "");
    // Letters with accents belong to words of the same script.
    let apart = around.chars().filter(|c| c.is_alphabetic()).all(|c| u32::from(c) >= 0x370);
    let shouted = name.len() <= 4 && name.chars().all(|c| c.is_ascii_uppercase());
    (apart && !shouted && is_name(name)).then_some(name)
}

fn without_remark(title: &str) -> &str {
    title.split(" (").next().unwrap_or(title).trim()
}

/// The name in a title or label: one word, or up to three words in capitals.
fn name_of(title: &str) -> Option<String> {
    let bare =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')' || c.is_whitespace());
    if let Some(name) = in_two_scripts(bare) {
        return (!TOPICS.contains(&name.to_lowercase().as_str())).then(|| name.to_owned());
    }
    let bare = without_remark(bare);
    let bare = match bare.split_once(": ") {
        Some((label, rest)) => {
            let lower = label.to_lowercase();
            if !KIND_WORDS.iter().any(|word| lower.split(' ').any(|part| part == *word)) {
                return None;
            }
            rest.trim()
        }
        None => bare,
    };
    let mut words: Vec<&str> = bare.split_whitespace().collect();
    if words.len() > 1 && words.last().is_some_and(|word| KIND_WORDS.contains(&word.to_lowercase().as_str()))
    {
        words.pop();
        if words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "field" | "fields")) {
            words.pop();
        }
    }
    // A "message envelope" is no message.
    let part = words.last().is_some_and(|word| PARTS.contains(&word.to_lowercase().as_str()));
    if words.len() > 1
        && !part
        && words.first().is_some_and(|word| KIND_WORDS.contains(&word.to_lowercase().as_str()))
    {
        words.remove(0);
    }
    let name = words.join(" ");
    let name = name.trim_matches(['`', '*', '"', '\'']);
    match words.as_slice() {
        [_] => (is_name(name) && !TOPICS.contains(&name.to_lowercase().as_str())).then(|| name.to_owned()),
        [_, ..] if words.len() <= 3 => {
            let capital = words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric));
            capital.then(|| name.to_owned())
        }
        _ => None,
    }
}

/// The entity that a heading names in the words of a sentence: "2.5 Damage report" above a table of its fields.
fn phrase_of(title: &str) -> Option<String> {
    let bare = without_remark(crate::text::unnumbered(title)).trim();
    let words: Vec<&str> = bare.split_whitespace().collect();
    // What is no word of a European language does not part its words by blanks.
    let letter = |c: char| c.is_alphabetic() && u32::from(c) < 0x250;
    let plain = |word: &&str| word.chars().all(letter) && !is_filler(word);
    let topic = |word: &&str| {
        let lower = word.to_lowercase();
        TOPICS.contains(&lower.as_str())
            || GENERAL.contains(&lower.as_str())
            || KIND_WORDS.contains(&lower.as_str())
    };
    let last = words.last()?;
    let one = crate::singular(last) == **last;
    let named = (2..=3).contains(&words.len())
        && bare.starts_with(char::is_uppercase)
        && words.iter().all(plain)
        && !words.iter().any(topic);
    (named && one).then(|| bare.to_owned())
}

/// The first of two things in a heading: "Crate and label" above one table of fields, with the label told in a sentence below.
fn first_of_two(title: &str) -> Option<String> {
    let bare = without_remark(crate::text::unnumbered(title)).trim();
    let (one, other) = [" and ", " & ", " with "].iter().find_map(|join| bare.split_once(join))?;
    let is_thing = |words: &str| {
        let lower = words.to_lowercase();
        let known = [TOPICS, GENERAL, KIND_WORDS].iter().any(|known| known.contains(&lower.as_str()));
        !known && is_name(words.trim_matches('`')) && crate::singular(&lower) == lower
    };
    (one.starts_with(char::is_uppercase) && is_thing(one) && is_thing(&other.replace('-', "")))
        .then(|| one.to_owned())
}

/// One word that can name an entity.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '<' | '>'))
        && !name.ends_with('.')
        && !is_filler(name)
}

/// Headings that name a topic of the data model, not an entity.
const TOPICS: &[&str] = &[
    "enums",
    "enum",
    "enumerations",
    "fields",
    "columns",
    "attributes",
    "properties",
    "constraints",
    "validation",
    "storage",
    "queries",
    "seed",
    "seeding",
    "migrations",
    "views",
    "triggers",
    "keys",
    "identifiers",
    "invariants",
    "lifecycle",
    "naming",
    "example",
    "sample",
    "interfaces",
    "structs",
    "classes",
    "dtos",
    "records",
    "collections",
    "documents",
    "schemas",
    "definitions",
    "details",
    "general",
    "common",
    "response",
    "request",
    "responses",
    "requests",
    "usage",
    "types",
    "purpose",
    "format",
    "errors",
];

/// First words of what tells something, and names no field.
const NOT_FIELD_WORDS: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "each",
    "every",
    "all",
    "any",
    "its",
    "their",
    "his",
    "our",
    "represents",
    "contains",
    "holds",
    "stores",
    "tracks",
    "has",
    "have",
    "with",
    "and",
    "or",
    "for",
    "from",
    "to",
    "of",
    "in",
    "on",
    "at",
    "by",
    "as",
    "one",
    "two",
    "many",
    "used",
    "un",
    "une",
    "le",
    "la",
    "les",
    "des",
    "el",
    "los",
    "las",
    "una",
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "o",
    "os",
    "um",
    "uma",
    "not",
    "no",
    "can",
    "is",
    "are",
    "which",
    "when",
    "where",
    "may",
    "must",
    "read",
    "see",
];

/// Names that stand for any name.
pub(in crate::readers) fn is_filler(name: &str) -> bool {
    let lower = name.to_lowercase();
    // One letter stands for anything, one character of Chinese is a word.
    name.is_ascii() && name.len() < 2
        || matches!(
            lower.as_str(),
            "e.g"
                | "i.e"
                | "foo"
                | "bar"
                | "baz"
                | "qux"
                | "quux"
                | "example"
                | "mystruct"
                | "myclass"
                | "mytype"
                | "entityname"
                | "datamodel"
                | "test"
                | "main"
                | "notes"
                | "overview"
                | "summary"
        )
        || lower.starts_with("foo") && lower.len() <= 5
        || lower.starts_with("myfoo")
        || text::is_placeholder(name)
}

#[cfg(test)]
mod relation_tests;
#[cfg(test)]
mod tests;
