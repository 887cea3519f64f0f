//! Indexes and constraints that are told in words: "unique index on (`shop_id`, `day`)".

use super::NOT_OWN;
use super::below;
use super::registry::Registry;
use crate::items::Draft;
use crate::marks::Mark;
use crate::shape;
use crate::statement::{self, Statement};
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What stands in front of the columns, where the heading is not about indexes.
const PHRASES: &[&str] = &[
    "index on ",
    "indexes on ",
    "indices on ",
    "index (",
    "index: (",
    "index: ",
    "unique (",
    "unique: (",
    "unique on ",
    "unique constraint on ",
    "uniqueness on ",
    "índice en ",
    "índice sobre ",
    "índice único en ",
    "index auf ",
    "index über ",
    "index sur ",
    "índice em ",
    "índice único sobre ",
    "índice único em ",
    "clave única sobre ",
    "restricción única sobre ",
    "index unique sur ",
    "eindeutiger index auf ",
];

/// A longer paragraph tells about indexes.
const LONGEST: usize = 160;

pub(super) fn read(context: &Context, items: &mut Items, registry: &Registry) {
    const DATA: &[Concept] = &[
        Concept::DataModel,
        Concept::Entities,
        Concept::Persistence,
        Concept::Indexes,
        Concept::Relationships,
    ];
    let constrained = context.has(Mark::Unique);
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, NOT_OWN) {
            continue;
        }
        if !context.outline.within(id, DATA) {
            if constrained {
                constraints(context, id, items, registry);
            }
            continue;
        }
        let listed = context.outline.holds(id, Kind::Index);
        if let Some(entity) = below::headed(context, id, registry) {
            below::read(context, id, entity, items);
        }
        for statement in context.statements(id) {
            line(context, statement, listed, items, registry);
        }
        // A paragraph of its own may say it as well.
        for (node, range) in context.paragraphs(id) {
            if range.len() <= LONGEST
                && let Some(told) =
                    statement::opened(context.document, id, node, &[NodeKind::Text, NodeKind::Strong])
            {
                line(context, &told, false, items, registry);
            }
        }
    }
}

/// "Keyed by `(shop, day)` with a UNIQUE constraint", "`desks.code`: text with an index UNIQUE": outside of the data model, in
/// sentences that name the columns in code.
fn constraints(context: &Context, id: SectionId, items: &mut Items, registry: &Registry) {
    const WORDS: &[&str] =
        &["constraint", "index", "índice", "restricción", "restrição", "contrainte", "einschränkung", "制約"];
    const BESIDE: &[Kind] = &[Kind::Component, Kind::Endpoint, Kind::Rpc, Kind::Entity, Kind::Event];
    let document = context.document;
    if !context.outline.kinds(id).iter().all(|kind| BESIDE.contains(kind))
        || !context.marked(Mark::Unique, context.body(id))
    {
        return;
    }
    let entries = context.statements(id).iter().map(|statement| statement.range);
    let paragraphs = context.paragraphs(id).map(|(_, range)| range);
    let ranges: Vec<TextRange> = entries.chain(paragraphs).collect();
    for range in ranges {
        for sentence in crate::sentence::split(document.slice(range)) {
            let lower = sentence.to_lowercase();
            if !sentence.contains("UNIQUE") || !WORDS.iter().any(|word| lower.contains(word)) {
                continue;
            }
            let Some(range) = TextRange::of_slice(document.text(), sentence) else { continue };
            for code in sentence.split('`').skip(1).step_by(2) {
                let inner = code.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
                let (entity, columns) = match (inner, code.split_once('.')) {
                    (Some(inner), _) if inner.contains(',') => (None, inner),
                    (None, Some((entity, column))) if registry.singular(entity).is_some() => {
                        (registry.singular(entity), column)
                    }
                    _ => continue,
                };
                let columns: Vec<String> =
                    columns.split(',').map(|column| column.trim().to_owned()).collect();
                if columns.iter().all(|column| super::is_name(column)) {
                    push(items, id, range, entity, columns, true);
                }
            }
        }
    }
}

fn line(context: &Context, statement: &Statement, listed: bool, items: &mut Items, registry: &Registry) {
    let lower = statement.text.to_lowercase();
    if says_nothing(&statement.text) || lower.starts_with("no ") {
        return;
    }
    let document = context.document;
    let codes: Vec<&str> =
        text::code_spans(document, statement.first, statement.end).map(|(_, code)| code).collect();
    // "INDEX(day, slot)" is of the table that the lines above tell of.
    if codes.is_empty()
        && let Some((columns, unique)) = shape::constraint(&statement.text)
    {
        let own = below::headed(context, statement.section, registry).map(str::to_owned);
        let own = own.or_else(|| above(items, statement));
        return push(items, statement.section, statement.range, own.as_deref(), columns, unique);
    }
    let told = told(&lower);
    if codes.is_empty()
        && let [(_, end)] = told.as_slice()
        && let Some(columns) = bracketed(statement.text.get(*end..).unwrap_or_default())
    {
        let unique = lower.contains("uni") && lower.contains("que");
        let own = below::headed(context, statement.section, registry);
        return push(items, statement.section, statement.range, own, columns, unique);
    }
    // Below a heading about indexes, a line with a name in code is one.
    if codes.is_empty() || told.is_empty() && !listed {
        return;
    }
    if told.len() > 1 {
        return several(&lower, &told, &codes, statement, items, registry);
    }
    let told = told.first().map(|(_, end)| *end);
    let behind = told.and_then(|at| lower.get(at..)).unwrap_or(&lower);
    let mut entity = None;
    let mut columns = Vec::new();
    for code in codes {
        let named = code.to_lowercase();
        if let Some((table, inner)) = code.split_once('(') {
            // `orders (state, day)`
            // `UNIQUE (state, day)` is of the table that the heading names.
            let word = ["unique", "index", "key", "unique key", "unique index", "primary key", "constraint"]
                .contains(&table.trim().to_lowercase().as_str());
            let own = if word { below::headed(context, statement.section, registry) } else { None };
            entity = registry
                .singular(table.trim())
                .or(entity)
                .or(own)
                .or(Some(table.trim()).filter(|table| !table.is_empty() && !word));
            columns.extend(inner.trim_end_matches(')').split(',').map(|column| column.trim().to_owned()));
        } else if let Some(table) = registry.singular(code) {
            entity = Some(table);
        } else if told.is_none() || behind.contains(&named) {
            columns.extend(code.split(',').map(|column| column.trim().trim_matches(['(', ')']).to_owned()));
        }
    }
    // The name of an index is no column.
    let named = |column: &str| ["idx_", "ix_", "uq_", "uniq_"].iter().any(|start| column.starts_with(start));
    columns.retain(|column| !column.is_empty() && !column.contains(['=', '\'']) && !named(column));
    // "`code` UNIQUE (`YYYY-MM`)" tells how it is written.
    let written = |column: &String| column.contains('-') && !column.contains(char::is_lowercase);
    if columns.len() == 1 && columns.iter().all(written) {
        return;
    }
    push(
        items,
        statement.section,
        statement.range,
        entity,
        columns,
        lower.contains("uni") && lower.contains("que"),
    );
}

/// The entity that stands last above a line of the same section.
fn above(items: &Items, statement: &Statement) -> Option<String> {
    let before = items.drafts().iter().filter(|draft| {
        draft.kind == Kind::Entity
            && draft.section == statement.section
            && draft.range.start < statement.range.start
    });
    before.max_by_key(|draft| draft.range.start).map(|draft| draft.key.clone())
}

/// The columns in "(desk_no, day)", or behind the bracket that the phrase ended with.
fn bracketed(text: &str) -> Option<Vec<String>> {
    let (inner, _) = text.trim_start().trim_start_matches('(').split_once(')')?;
    let columns: Vec<String> = inner.split(',').map(|column| column.trim().to_owned()).collect();
    columns.iter().all(|column| super::is_name(column)).then_some(columns)
}

/// Where the words stand that open an index, and where its columns begin.
fn told(lower: &str) -> Vec<(usize, usize)> {
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(PHRASES).ok());
    let Some(search) = SEARCH.as_ref() else { return Vec::new() };
    let mut told: Vec<(usize, usize)> =
        search.find_overlapping_iter(lower).map(|found| (found.start(), found.end())).collect();
    told.sort_unstable();
    // "unique index on (" holds "index on (" as well.
    told.dedup_by(|later, earlier| later.0 < earlier.1 || later.1 == earlier.1);
    told
}

/// "Unique on (`room`, `day`), index on (`day`)": each with the columns up to the next one.
fn several(
    lower: &str,
    told: &[(usize, usize)],
    codes: &[&str],
    statement: &Statement,
    items: &mut Items,
    registry: &Registry,
) {
    let entity = codes.iter().find_map(|code| registry.singular(code));
    for (at, (start, end)) in told.iter().enumerate() {
        let next = told.get(at + 1).map_or(lower.len(), |(next, _)| *next);
        let columns = lower.get(*end..next).unwrap_or_default();
        let columns = columns.split_once(')').map_or(columns, |(inner, _)| inner);
        let named = |name: &str| codes.iter().find(|code| code.eq_ignore_ascii_case(name)).copied();
        let columns: Vec<String> = columns
            .split(',')
            .map(|column| column.trim_matches(|c: char| !(c.is_alphanumeric() || c == '_')))
            .filter(|column| !column.is_empty() && !column.contains(' '))
            .map(|column| named(column).unwrap_or(column).to_owned())
            .collect();
        let before = lower.get(start.saturating_sub(8)..*end).unwrap_or_default();
        let unique = before.contains("uni") && before.contains("que");
        if !columns.is_empty() {
            push(items, statement.section, statement.range, entity, columns, unique);
        }
    }
}

pub(super) fn push(
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    entity: Option<&str>,
    columns: Vec<String>,
    unique: bool,
) {
    let mut draft = Draft::new(Kind::Index, section, range).said("entity", entity).field("unique", unique);
    if !columns.is_empty() {
        draft = draft.field("columns", columns);
    }
    items.push(draft);
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn lines_in_words() {
        let text = "# T\n## Data model\n- `desk`: `id`, `room`\n- Storage: table `desk`, unique index on (`room`, `id`)\n- An index card is no index.\n- `desk` is unique on (`room`, `id`) while open, index on `id`\n### Indexes\n- `desk (room)` for the list\n- None\n";
        assert_eq!(
            shown(&[Kind::Index], text),
            [
                "4 index \"Storage: table `desk`, unique index on (`room`, `id`)\" entity=desk unique=true columns=[\"room\",\"id\"]",
                "6 index \"`desk` is unique on (`room`, `id`) while open, index on `id`\" entity=desk unique=true columns=[\"room\",\"id\"]",
                "6 index \"`desk` is unique on (`room`, `id`) while open, index on `id`\" entity=desk unique=false columns=[\"id\"]",
                "8 index \"`desk (room)` for the list\" entity=desk unique=false columns=[\"room\"]",
            ]
        );
    }
    #[test]
    fn constraints_that_sentences_tell() {
        let text = "# T\n## Store\nDesks are kept by `(room, number)` with a UNIQUE constraint. The word UNIQUE and `(a, b)`.\n## Contract\n- `desks.code`, `lamps.code`: `text`, with a UNIQUE index (`desks_code`). See `desks.room`.\n";
        assert_eq!(
            shown(&[Kind::Index], text),
            [
                "3 index \"Desks are kept by `(room, number)` with a UNIQUE constraint.\" unique=true columns=[\"room\",\"number\"]",
                "5 index \"`desks.code`, `lamps.code`: `text`, with a UNIQUE index (`desks_code`).\" entity=desks unique=true columns=[\"code\"]",
                "5 index \"`desks.code`, `lamps.code`: `text`, with a UNIQUE index (`desks_code`).\" entity=lamps unique=true columns=[\"code\"]",
            ]
        );
    }
}
