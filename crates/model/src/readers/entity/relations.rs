//! Relations in words: "`Order` has many `Item`", "`file -> endpoint`".

mod lined;
mod told;
mod tongues;

use super::registry::Registry;
use crate::grid::{Grid, Row};
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// Verbs that relate, with what they say about numbers.
const VERBS: &[(&str, &str)] = &[
    ("has many", "1:N"),
    ("have many", "1:N"),
    ("has one", "1:1"),
    ("has zero or more", "1:N"),
    ("has zero or one", "1:1"),
    ("has at most one", "1:1"),
    ("has at least one", "1:N"),
    ("has multiple", "1:N"),
    ("can have many", "1:N"),
    ("can have multiple", "1:N"),
    ("may have many", "1:N"),
    ("consists of", "1:N"),
    ("is composed of", "1:N"),
    ("includes", "1:N"),
    ("resolves to", ""),
    ("feeds", ""),
    ("is assigned to", "N:1"),
    ("is related to", ""),
    ("has a", "1:1"),
    ("has an", "1:1"),
    ("has", ""),
    ("belongs to many", "N:M"),
    ("belongs to", "N:1"),
    ("owns a single", "1:1"),
    ("owns many", "1:N"),
    ("owns", ""),
    ("contains many", "1:N"),
    ("contains one or more", "1:N"),
    ("contains", "1:N"),
    ("references", "N:1"),
    ("refers to", "N:1"),
    ("points to", "N:1"),
    ("is linked to", ""),
    ("links to", ""),
    ("is associated with", ""),
    ("is part of", "N:1"),
    ("composes", "1:N"),
    ("aggregates", "1:N"),
    ("extends", ""),
    ("implements", ""),
    ("holds", "1:N"),
    ("collects", "1:N"),
    ("is owned by", "N:1"),
    ("is created by", "N:1"),
    ("is derived from", ""),
    ("depends on", ""),
    ("uses", ""),
    ("produces", ""),
    ("emits", ""),
    ("maps to", ""),
    ("is consumed by", ""),
    ("consumes", ""),
    ("tiene muchos", "1:N"),
    ("pertenece a", "N:1"),
];

pub(super) fn read(context: &Context, items: &mut Items, registry: &Registry) {
    for (id, _) in context.sections_of(Kind::Relation) {
        for statement in context.statements(id) {
            let before = items.drafts().len();
            line(context, statement, items, registry);
            if items.drafts().len() == before {
                both(context, statement, items, registry);
            }
        }
        for grid in context.grids_of(id) {
            table(grid, items, registry);
        }
    }
    for grid in context.grids() {
        let Some(told) = grid.exact_column(tongues::RELATING).filter(|_| !registry.is_empty()) else {
            continue;
        };
        for row in grid.filled_rows() {
            related(grid, row, told, items, registry);
        }
    }
    told::read(context, items, registry);
    lined::read(context, items, registry);
    // An arrow in code between two known entities, wherever it stands in a list.
    for (id, section) in context.sections() {
        if !context.marked(Mark::Arrow, section.body) {
            continue;
        }
        for statement in context.statements(id) {
            if !context.marked(Mark::Arrow, statement.range) {
                continue;
            }
            for (node, code) in text::code_spans(context.document, statement.first, statement.end) {
                let Some((from, to)) = code.split_once("->").or_else(|| code.split_once('→')) else {
                    continue;
                };
                let (from, to) = (from.trim(), to.trim());
                let known = registry.name(from).is_some() || registry.name(to).is_some();
                if (known || context.outline.holds(id, Kind::Relation)) && is_entity(from) && is_entity(to) {
                    push(items, statement, node.range, from, to, "", registry);
                }
            }
        }
    }
}

/// A table with the ends of a relation in two columns, or the relation itself in one.
fn table(grid: &Grid, items: &mut Items, registry: &Registry) {
    let from = grid.exact_column(&[
        "from", "source", "parent", "entity a", "entity 1", "entity", "left", "subject", "de", "origen",
        "von",
    ]);
    let to = grid.exact_column(&[
        "to",
        "target",
        "child",
        "entity b",
        "entity 2",
        "related entity",
        "right",
        "object",
        "a",
        "destino",
        "nach",
        "related to",
    ]);
    let whole = grid.exact_column(&[
        "relationship",
        "relation",
        "association",
        "edge",
        "relación",
        "beziehung",
        "関係",
        "关系",
    ]);
    let numbers =
        grid.column(&["cardinality", "multiplicity", "type", "kind", "cardinalidad", "kardinalität", "基数"]);
    for row in grid.filled_rows() {
        let cardinality = row.said(numbers).unwrap_or_default();
        if let (Some(from), Some(to)) = (row.said(from), row.said(to)) {
            if is_entity(from) && is_entity(to) {
                push_at(items, grid.section, row.range, from, to, cardinality, registry);
            }
        } else if let Some(said) = row.said(whole)
            && let Some((from, to)) = said.split_once('→').or_else(|| said.split_once("->"))
            && is_entity(from.trim())
            && is_entity(to.trim())
        {
            push_at(items, grid.section, row.range, from.trim(), to.trim(), cardinality, registry);
        }
    }
}

/// A row that names an entity first and tells in another column to which others it relates: "belongs to Order".
fn related(grid: &Grid, row: &Row, told: usize, items: &mut Items, registry: &Registry) {
    let Some(from) = row.said(Some(0)).and_then(|name| registry.name(name)).filter(|_| told > 0) else {
        return;
    };
    let Some(said) = row.said(Some(told)) else { return };
    for part in said.split(['、', ',', ';', '。', '；', '，']) {
        let Some((at, to)) = registry.longest_in(part).filter(|(_, to)| *to != from) else { continue };
        let (before, behind) =
            (part.get(..at).unwrap_or_default(), part.get(at + to.len()..).unwrap_or_default());
        let known = verb(before).or_else(|| tongues::verb(before, behind));
        if let Some(cardinality) = known {
            push_at(items, grid.section, row.range, from, to, cardinality, registry);
        }
    }
}

fn push(
    items: &mut Items,
    statement: &Statement,
    range: TextRange,
    from: &str,
    to: &str,
    cardinality: &str,
    registry: &Registry,
) {
    push_at(items, statement.section, range, from, to, cardinality, registry);
}

fn push_at(
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    from: &str,
    to: &str,
    cardinality: &str,
    registry: &Registry,
) {
    let from = registry.singular(from).unwrap_or(from);
    let to = registry.singular(to).unwrap_or(to);
    items.push(
        Draft::new(Kind::Relation, section, range)
            .key(format!("{from} -> {to}"))
            .field("from", from)
            .field("to", to)
            .said("cardinality", Some(cardinality)),
    );
}

fn is_entity(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-'))
        && name.split_whitespace().count() <= 3
}

/// "`A` owns `B` and collects `C`": the first name relates to each name that follows a verb.
fn line(context: &Context, statement: &Statement, items: &mut Items, registry: &Registry) {
    let document = context.document;
    let codes: Vec<(TextRange, &str)> = text::code_spans(document, statement.first, statement.end)
        .map(|(node, code)| (node.range, code))
        .filter(|(_, code)| is_entity(code))
        .collect();
    if let Some(((first, from), others)) = codes.split_first()
        && document
            .slice(TextRange { start: statement.range.start, end: first.start })
            .split_whitespace()
            .count()
            <= 2
    {
        let mut before = *first;
        for (at, (range, to)) in others.iter().enumerate() {
            let gap = document.slice(TextRange { start: before.end, end: range.start });
            before = *range;
            let end = others.get(at + 1).map_or(statement.range.end, |(next, _)| next.start);
            let behind = document.slice(TextRange { start: range.end, end: end.max(range.end) });
            // "`Line.box_id` references `Box.id`": the records relate, by their fields.
            let (from, to) = match (from.split_once('.'), to.split_once('.')) {
                (Some((from, _)), Some((to, _))) => (from, to),
                _ => (*from, *to),
            };
            if to.contains('.') && !from.contains('.') || from == to {
                continue;
            }
            if let Some(cardinality) = verb(gap).or_else(|| tongues::verb(gap, behind)) {
                push(items, statement, statement.range, from, to, cardinality, registry);
            }
        }
        if !others.is_empty() {
            return;
        }
    }
    words(statement, items, registry);
}

/// Two entities in code and no verb that is known: "All `Job` entries share one `Printer`".
fn both(context: &Context, statement: &Statement, items: &mut Items, registry: &Registry) {
    let mut named: Vec<&str> = Vec::new();
    for (_, code) in text::code_spans(context.document, statement.first, statement.end) {
        match registry.name(code) {
            Some(name) if named.contains(&name) => {}
            Some(name) => named.push(name),
            None => return,
        }
    }
    if let [from, to] = named.as_slice() {
        push(items, statement, statement.range, from, to, "", registry);
    }
}

/// The verb that stands in a text, by what it says about numbers.
fn verb(gap: &str) -> Option<&'static str> {
    let lower = gap.to_lowercase();
    if lower.split_whitespace().count() > 12 {
        return None;
    }
    VERBS
        .iter()
        .find(|(verb, _)| {
            text::find_word(&lower, verb.split(' ').next().unwrap_or(verb)).is_some() && lower.contains(verb)
        })
        .map(|(_, cardinality)| *cardinality)
        .or_else(|| lower.contains("1:n").then_some("1:N"))
        .or_else(|| (lower.contains('→') || lower.contains("->")).then_some(""))
}

/// "Order has many Items", "Order → Item (1:N)", with names as plain words in capitals or known.
fn words(statement: &Statement, items: &mut Items, registry: &Registry) {
    let text = statement.text.trim_end_matches('.');
    if let Some((from, cardinality, to)) = numbered(text)
        && is_proper(from, registry)
        && is_proper(to, registry)
    {
        push(items, statement, statement.range, from, to, cardinality, registry);
        return;
    }
    for arrow in ["→", "->", "↔", "<->"] {
        if let Some((from, to)) = text.split_once(arrow) {
            let (to, cardinality) = to
                .split_once('(')
                .map_or((to, ""), |(to, rest)| (to, rest.split(')').next().unwrap_or_default()));
            // "User → Session: one-to-many"
            let (to, told) = to.split_once(':').unwrap_or((to, ""));
            let told = told.trim();
            let number = told.contains("-to-") || told.contains(" to ") || told.contains(':');
            let cardinality = if cardinality.is_empty() && number { told } else { cardinality };
            let to = to.split([',', ';']).next().unwrap_or(to);
            let (from, to) = (from.trim(), to.trim());
            if is_proper(from, registry) && is_proper(to, registry) {
                push(items, statement, statement.range, from, to, cardinality, registry);
            }
            return;
        }
    }
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return;
    }
    for (verb, cardinality) in VERBS {
        let marked = format!(" {verb} ");
        let Some(at) = lower.find(&marked) else { continue };
        let (Some(from), Some(rest)) = (text.get(..at), text.get(at + marked.len()..)) else { return };
        let from = ["A ", "An ", "Each ", "Every ", "The ", "One ", "one ", "each ", "a ", "an "]
            .iter()
            .find_map(|article| from.strip_prefix(article))
            .unwrap_or(from)
            .trim();
        let rest = [
            "a ",
            "an ",
            "one ",
            "many ",
            "multiple ",
            "one or more ",
            "zero or more ",
            "several ",
            "0..n ",
            "1..n ",
            "exactly one ",
            "the ",
        ]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
        // "has at most one active Run"
        let rest = ["active ", "current ", "open ", "own "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        let end = rest.find([',', ';', '(', ':', '.', '—']).unwrap_or(rest.len());
        let to = rest.get(..end).unwrap_or_default();
        let to = to
            .split(" via ")
            .next()
            .unwrap_or(to)
            .split(" through ")
            .next()
            .unwrap_or(to)
            .split(" by ")
            .next()
            .unwrap_or(to)
            .trim();
        // "has many Sheets and Trays", both of them known.
        let several: Vec<&str> = to.split(" and ").map(str::trim).collect();
        if several.len() > 1 && several.iter().all(|to| registry.singular(to).is_some()) {
            for to in several.into_iter().filter(|_| is_proper(from, registry)) {
                push(items, statement, statement.range, from, to, cardinality, registry);
            }
        } else if is_proper(from, registry) && is_proper(to, registry) {
            push(items, statement, statement.range, from, to, cardinality, registry);
        }
        return;
    }
}

/// "Order 1—N Line", "User 1:N Ticket", "Order N:1 User".
fn numbered(text: &str) -> Option<(&str, &str, &str)> {
    let mut words = text.split_whitespace();
    let (from, cardinality, to) = (words.next()?, words.next()?, words.next()?);
    let number = |side: &str| {
        !side.is_empty() && side.chars().all(|c| matches!(c, '0' | '1' | 'n' | 'N' | 'm' | 'M' | '*' | '.'))
    };
    let (left, right) = cardinality.split_once([':', '—', '–', '-', '→'])?;
    let to = to.trim_end_matches([':', ',', ';']);
    (number(left) && number(right)).then_some((from, cardinality, to))
}

/// A known entity, or a name in capitals.
fn is_proper(name: &str, registry: &Registry) -> bool {
    if registry.singular(name).is_some() {
        return true;
    }
    is_entity(name)
        && name.split_whitespace().count() <= 2
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}
