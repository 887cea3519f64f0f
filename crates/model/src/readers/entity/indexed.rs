//! Indexes and constraints that are told in words: "unique index on (`shop_id`, `day`)".

use super::NOT_OWN;
use super::registry::Registry;
use crate::items::Draft;
use crate::statement::{self, Statement};
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// What stands in front of the columns, where the heading is not about indexes.
const PHRASES: &[&str] = &[
    "index on ",
    "indexes on ",
    "indices on ",
    "index (",
    "index: (",
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
    for (id, _) in context.sections().skip(1) {
        if !context.outline.within(id, DATA) || context.outline.within(id, NOT_OWN) {
            continue;
        }
        let listed = context.outline.holds(id, Kind::Index);
        if let Some(entity) = headed(context, id, registry) {
            below(context, id, entity, items);
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

/// The entity that a heading names.
fn headed<'a>(context: &Context, id: SectionId, registry: &'a Registry) -> Option<&'a str> {
    let title = context.document.section(id)?.title.trim_matches(['`', ' ', '*', ':']).to_owned();
    let bare = title.strip_prefix("Table").map(|rest| rest.trim_matches(['`', ' ', ':'])).unwrap_or(&title);
    registry.singular(bare)
}

/// Sentences below the heading of a table: "(`shelf_id`, `title`) is unique", "uses the index `idx_books_title`".
fn below(context: &Context, id: SectionId, entity: &str, items: &mut Items) {
    let document = context.document;
    let said = context
        .paragraphs(id)
        .map(|(_, range)| range)
        .chain(context.statements(id).iter().map(|one| one.range));
    for range in said {
        let source = document.slice(range);
        if !source.contains('`') {
            continue;
        }
        for sentence in crate::sentence::split(source) {
            let Some(at) = TextRange::of_slice(document.text(), sentence) else { continue };
            let at = at.trim(document.text());
            let lower = sentence.to_lowercase();
            if let Some(columns) = unique_together(sentence) {
                push(items, id, at, Some(entity), columns, true);
            } else if lower.contains("index")
                && let Some(name) = sentence.split('`').skip(1).step_by(2).find(|code| is_index_name(code))
            {
                items.push(
                    Draft::new(Kind::Index, id, at)
                        .said("entity", Some(entity))
                        .said("name", Some(name))
                        .field("unique", lower.contains("unique index")),
                );
            }
        }
    }
}

/// "(`a`, `b`) is unique", "`a` and `b` are unique together", "the pair (`a`, `b`) must be unique"
fn unique_together(sentence: &str) -> Option<Vec<String>> {
    let mut parts = sentence.split('`');
    let mut columns: Vec<String> = Vec::new();
    parts.next()?;
    while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
        let column = !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !column {
            columns.clear();
            continue;
        }
        columns.push(code.to_owned());
        let link = after.trim();
        if matches!(link, "," | "and" | ", and" | "+" | "&") {
            continue;
        }
        let behind = link.trim_start_matches(')').trim_start();
        let ends = [
            "is unique",
            "are unique",
            "must be unique",
            "are together unique",
            "together are unique",
            "are unique together",
            "is unique together",
        ];
        if columns.len() >= 2 && ends.iter().any(|end| behind.starts_with(end)) {
            return Some(columns);
        }
        columns.clear();
    }
    None
}

/// `idx_books_title`, `books_title_key`
fn is_index_name(code: &str) -> bool {
    let named = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && code.matches('_').count() >= 2;
    let starts = ["idx_", "ix_", "uq_", "uk_", "ux_", "index_", "uidx_"];
    let ends = ["_idx", "_index", "_key", "_uq", "_ix"];
    named
        && (starts.iter().any(|start| code.starts_with(start)) || ends.iter().any(|end| code.ends_with(end)))
}

fn line(context: &Context, statement: &Statement, listed: bool, items: &mut Items, registry: &Registry) {
    let lower = statement.text.to_lowercase();
    if says_nothing(&statement.text) || lower.starts_with("no ") {
        return;
    }
    let document = context.document;
    let codes: Vec<&str> =
        text::code_spans(document, statement.first, statement.end).map(|(_, code)| code).collect();
    let told = told(&lower);
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
            let own = if word { headed(context, statement.section, registry) } else { None };
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
    columns.retain(|column| !column.is_empty() && !column.contains(['=', '\'']));
    push(
        items,
        statement.section,
        statement.range,
        entity,
        columns,
        lower.contains("uni") && lower.contains("que"),
    );
}

/// Where the words stand that open an index, and where its columns begin.
fn told(lower: &str) -> Vec<(usize, usize)> {
    let mut told: Vec<(usize, usize)> = PHRASES
        .iter()
        .flat_map(|phrase| lower.match_indices(phrase).map(|(at, found)| (at, at + found.len())))
        .collect();
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

fn push(
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
    fn sentences_below_the_heading_of_a_table() {
        let text = "# T\n## Data model\n### books\n```\nid        INTEGER   primary key\nshelf_id  INTEGER   not null\ntitle     TEXT      not null\n```\nA title stands once on a shelf: (`shelf_id`, `title`) is unique. Searches use the index `idx_books_title`.\n\nOne title a shelf: `UNIQUE (shelf_id, title)`.\n";
        assert_eq!(
            shown(&[Kind::Index], text),
            [
                "9 index \"A title stands once on a shelf: (`shelf_id`, `title`) is unique.\" entity=books unique=true columns=[\"shelf_id\",\"title\"]",
                "9 index \"Searches use the index `idx_books_title`.\" entity=books name=idx_books_title unique=false",
                "11 index \"One title a shelf: `UNIQUE (shelf_id, title)`.\" entity=books unique=true columns=[\"shelf_id\",\"title\"]",
            ]
        );
    }

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
}
