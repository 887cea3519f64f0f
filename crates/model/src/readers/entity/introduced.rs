//! Entities that a sentence introduces: "A `Hold` is a frozen record:" before the list or table of its fields, and
//! "the table (`holds`) with fields `id`, `until`" in running text.

use super::headed::{ELSEWHERE, FIELDS, TYPES};
use super::registry::Registry;
use super::{NOT_OWN, field_of, is_data, is_name, overview, packed, tables};
use crate::grid::Grid;
use crate::marks::Mark;
use crate::shape::Attribute;
use crate::statement;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// Words that say that a name is a record.
const RECORDS: &[&str] = &[
    "dataclass",
    "struct",
    "record",
    "entity",
    "interface",
    "model",
    "table",
    "message",
    "schema",
    "type",
    "object",
    "fields",
    "attributes",
    "properties",
    "columns",
    "row",
    "class",
    "tabla",
    "registro",
    "tabelle",
    "datensatz",
    "modell",
    "modelo",
    "modèle",
    "entität",
    "entidad",
    "entité",
    "entidade",
    "tabela",
    "модель",
    "таблица",
    "сущность",
];
/// Words that say that a record that is known gets more.
const MORE: &[&str] =
    &["adds", "exposes", "gains", "gets", "extends", "carries", "new", "additional", "añade", "ergänzt"];

/// The record that the sentence right before a block introduces, and whether it only adds to it.
fn introduced<'a>(context: &Context<'a>, before: NodeId) -> Option<(&'a str, TextRange, bool)> {
    const LONGEST: usize = 240;
    let document = context.document;
    let paragraph = document.node(before);
    if paragraph.kind != NodeKind::Paragraph
        || paragraph.range.len() > LONGEST
        || !document.slice(paragraph.range).trim_end().ends_with([':', '：'])
    {
        return None;
    }
    let mut codes = text::code_spans(document, before, paragraph.end);
    let (Some((_, name)), None) = (codes.next(), codes.next()) else { return None };
    let line = context.text(before).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text::find_word(&line, word).is_some());
    (has(RECORDS) && is_name(name) && name.starts_with(char::is_uppercase))
        .then(|| (name, paragraph.range, has(MORE)))
}

/// What a sentence right before a list says to have parts: "A **note** has".
fn having<'a>(context: &Context<'a>, before: NodeId) -> Option<(&'a str, TextRange)> {
    const LONGEST: usize = 120;
    const HAS: &[&str] =
        &["has", "have", "holds", "carries", "contains", "consists of", "is made of", "comes with"];
    // Parts of an exchange are no records that are kept.
    const NOT_KEPT: &[&str] = &[
        "request", "response", "answer", "reply", "body", "payload", "error", "header", "headers", "query",
        "page", "call", "service", "system", "client", "server", "we", "it",
    ];
    let document = context.document;
    let paragraph = document.node(before);
    let line = document.slice(paragraph.range).trim();
    if paragraph.kind != NodeKind::Paragraph || line.len() > LONGEST || line.contains('\n') {
        return None;
    }
    let (article, rest) = line.split_once(' ')?;
    if !["a", "an", "each", "every", "one", "where"].contains(&article.to_lowercase().as_str()) {
        return None;
    }
    let (mark, rest) = ["**", "`"].iter().find_map(|mark| Some((mark, rest.strip_prefix(mark)?)))?;
    let (name, behind) = rest.split_once(mark)?;
    let behind = behind.trim().to_lowercase();
    let has = HAS.iter().any(|verb| {
        let after = behind.strip_prefix(verb).map(|after| after.trim_end_matches([':', ',', ' ']));
        after.is_some_and(|after| !after.contains('.') && (after.is_empty() || after.starts_with(' ')))
    });
    let kept = !NOT_KEPT.contains(&name.to_lowercase().as_str());
    (has && kept && is_name(name)).then_some((name, paragraph.range))
}

/// Whether a table holds the fields of a record that the sentence before it introduces.
pub(in crate::readers) fn is_introduced(context: &Context, grid: &Grid) -> bool {
    grid.exact_column(FIELDS).is_some()
        && grid.exact_column(TYPES).is_some()
        && context.before(grid.node).and_then(|before| introduced(context, before)).is_some()
}

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    if context.outline.within(id, NOT_OWN) {
        return;
    }
    if !is_data(context, id) {
        for grid in context.grids_of(id).filter(|grid| is_introduced(context, grid)) {
            let told = context.before(grid.node).and_then(|before| introduced(context, before));
            let (Some((name, range, _)), Some(field)) = (told, grid.exact_column(FIELDS)) else { continue };
            let name = registry.entity(items, name, id, range, 2);
            for row in grid.filled_rows() {
                for attribute in tables::attributes(grid, row, field) {
                    registry.field(items, &name, id, &attribute);
                }
            }
        }
    }
    let elsewhere = context.outline.within(id, ELSEWHERE);
    let document = context.document;
    let blocks: Vec<NodeId> = document.section_blocks(id).collect();
    for pair in blocks.windows(2) {
        let [before, list] = pair else { continue };
        if !matches!(document.node(*list).kind, NodeKind::List { .. }) {
            continue;
        }
        let had = || having(context, *before).map(|(name, range)| (name, range, false));
        let told = introduced(context, *before).or_else(had);
        if told.is_none()
            && is_data(context, id)
            && let Some((name, range)) = packed::titled(context, *before)
            && !registry.has_fields(&name)
            && let Some((fields, lines)) = packed::fields(context, id, *list)
        {
            let name = registry.entity(items, &name, id, range, 2);
            fields.iter().for_each(|attribute| registry.field(items, &name, id, attribute));
            packed::indexes(context, id, &lines, &name, items);
        }
        let Some((name, range, more)) = told else { continue };
        // "Where `Profile` has:" among the settings says what one of them is made of.
        let told =
            name.starts_with(char::is_uppercase) && document.slice(range).trim_start().starts_with("Where `");
        if registry.has_fields(name) && !more || elsewhere && !told && !(more && registry.has_fields(name)) {
            continue;
        }
        let mut count = 0;
        let mut fields = Vec::new();
        for item in document.children(*list) {
            count += 1;
            let own = statement::own(document, id, item, false, &[], 0);
            // A field is named in code at the start of its line.
            let own = own.filter(|own| document.slice(own.range).trim_start_matches('*').starts_with('`'));
            fields.extend(own.and_then(|own| field_of(context, &own)));
        }
        if fields.len() < count
            && let Some((fields, lines)) = packed::fields(context, id, *list)
        {
            let name = registry.entity(items, name, id, range, if more { 1 } else { 2 });
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
            packed::indexes(context, id, &lines, &name, items);
            continue;
        }
        if count >= 2 && fields.len() == count {
            let name = registry.entity(items, name, id, range, if more { 1 } else { 2 });
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
    }
}

/// "… in a table (`holds`) with fields `id`, `until` and `note`", anywhere in running text.
pub(super) fn in_text(context: &Context, items: &mut Items, registry: &mut Registry) {
    const PHRASES: &[&str] =
        &[" fields ", " columns ", " attributes ", " fields: ", " columns: ", " campos ", " columnas "];
    const NEAR: usize = 24;
    let text = context.document.text();
    for at in context.places(Mark::Fields).iter().map(|at| *at as usize) {
        // "fields: " is marked by its last blank, for names may follow that are not in code.
        let at = at + usize::from(text.as_bytes().get(at) == Some(&b' '));
        let (Some(before), Some(behind)) = (text.get(..at), text.get(at..)) else { continue };
        if !PHRASES.iter().any(|phrase| before.ends_with(phrase)) {
            continue;
        }
        let line = before.rsplit('\n').next().unwrap_or_default();
        let Some((lead, rest)) = line.rsplit_once('`') else { continue };
        let Some(name) = lead.rsplit('`').next().filter(|_| lead.contains('`')) else { continue };
        // "`Job` struct in `press/job.go` with fields: …" names the file in between.
        let name = match name.contains('/') {
            true => match line.split('`').collect::<Vec<_>>().as_slice() {
                [_, name, between, ..] if RECORDS.iter().any(|word| between.trim().starts_with(word)) => {
                    *name
                }
                _ => continue,
            },
            false => name,
        };
        let joins = ["with", "has", "have", "contains", "stores", "holds", "includes", "con", "tiene"];
        let joined = rest.len() <= NEAR
            && joins.iter().any(|word| text::find_word(&rest.to_lowercase(), word).is_some());
        let named = is_name(name) && (text::is_compound(name) || name.starts_with(char::is_uppercase));
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let inside =
            context.fences().iter().any(|fence| fence.range.start <= start && start < fence.range.end);
        let section = context.document.section_at(start);
        if !joined
            || !named
            || inside
            || context.outline.within(section, NOT_OWN)
            || registry.has_fields(name)
        {
            continue;
        }
        let mut fields = listed(behind, at);
        // "with fields: Id, Size (`A4` | `A3`)": names in words, behind a colon.
        if fields.is_empty() && before.ends_with(": ") {
            let said = behind.split(['\n', ';']).next().unwrap_or_default().trim_end_matches('.');
            let range = TextRange::new(at, at + said.len());
            let names = overview::words(said).into_iter().filter(|name| is_name(name) && !name.contains('.'));
            fields = names.map(|name| Attribute { name, range, ..Attribute::default() }).collect();
        }
        if fields.len() < 2 {
            continue;
        }
        let range = TextRange::new(at - line.len(), at + behind.find('\n').unwrap_or(behind.len()));
        let name = registry.entity(items, name, section, range.trim(text), 1);
        for attribute in &fields {
            registry.field(items, &name, section, attribute);
        }
    }
}

/// "`PrintJob` SHALL include:" as a list entry, with its fields nested in it.
pub(super) fn required(context: &Context, items: &mut Items, registry: &mut Registry) {
    const VERBS: &[&str] =
        &["include", "includes", "contain", "contains", "have", "has", "require", "requires", "carry"];
    let document = context.document;
    for (id, _) in context.sections().skip(1) {
        let mut rest = context.statements(id);
        if context.outline.within(id, NOT_OWN) {
            continue;
        }
        while let Some(first) = rest.first() {
            let group = first.groups.last().filter(|_| first.depth > 0);
            let same = |statement: &&statement::Statement| statement.groups == first.groups;
            let (list, others) = rest.split_at(rest.iter().take_while(same).count().max(1));
            rest = others;
            let Some(group) = group else { continue };
            let words: Vec<&str> = group.split_whitespace().collect();
            let Some((verb, before)) = words.split_last() else { continue };
            let modal = |word: &&&str| matches!(**word, "SHALL" | "MUST" | "must" | "shall" | "will");
            let Some(name) = before.iter().rev().find(|word| !modal(word)) else { continue };
            let named = is_name(name) && name.starts_with(char::is_uppercase) && text::is_compound(name);
            let coded = |statement: &statement::Statement| document.slice(statement.range).starts_with('`');
            if !VERBS.contains(verb) || !named || list.len() < 2 || !list.iter().all(coded) {
                continue;
            }
            let fields: Vec<Attribute> =
                list.iter().filter_map(|statement| field_of(context, statement)).collect();
            if fields.is_empty() {
                continue;
            }
            let name = registry.entity(items, name, id, first.range, 1);
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
    }
}

/// "`pages: int = 1` field on `PrintJob`", "adds `pages: int` to the `PrintJob` model": a field of a type, told in one line.
pub(super) fn added(context: &Context, items: &mut Items, registry: &mut Registry) {
    const JOINS: &[&str] = &[
        "field on",
        "field of",
        "field in",
        "field to",
        "column on",
        "column to",
        "column in",
        "attribute on",
        "attribute of",
    ];
    let document = context.document;
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, NOT_OWN)
            || context.outline.within(id, &[Concept::ChangeLog, Concept::Tasks])
        {
            continue;
        }
        for statement in context.statements(id) {
            let mut codes = text::code_spans(document, statement.first, statement.end);
            let (Some((first, field)), Some((second, name))) = (codes.next(), codes.next()) else { continue };
            let gap =
                document.slice(TextRange { start: first.range.end, end: second.range.start }).to_lowercase();
            let lead = document.slice(TextRange { start: statement.range.start, end: first.range.start });
            let gap = gap.trim().trim_end_matches(" the");
            let Some((field, kind)) = field.split_once(':') else { continue };
            let (kind, default) = kind
                .split_once('=')
                .map_or((kind, None), |(kind, value)| (kind, Some(value.trim().to_owned())));
            let named = is_name(name) && name.starts_with(char::is_uppercase) && text::is_compound(name);
            if lead.split_whitespace().count() > 2
                || !JOINS.contains(&gap)
                || !named
                || !is_name(field.trim())
            {
                continue;
            }
            let attribute = Attribute {
                name: field.trim().to_owned(),
                kind: Some(kind.trim().to_owned()),
                default,
                range: statement.range,
                ..Attribute::default()
            };
            let name = registry.entity(items, name, id, statement.range, 1);
            registry.field(items, &name, id, &attribute);
        }
    }
}

/// Names in code with nothing but commas and "and" between.
fn listed(text: &str, start: usize) -> Vec<Attribute> {
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some(inner) = text.get(at..).and_then(|rest| rest.strip_prefix('`')) {
        let Some(length) = inner.find(['`', '\n']) else { break };
        let code = inner.get(..length).unwrap_or_default();
        let (name, kind) =
            code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind.trim().to_owned())));
        if !is_name(name.trim()) {
            break;
        }
        let range = TextRange::new(start + at, start + at + length + 2);
        fields.push(Attribute { name: name.trim().to_owned(), kind, range, ..Attribute::default() });
        at += length + 2;
        let Some(rest) = text.get(at..) else { break };
        let gap = rest.find('`').and_then(|end| rest.get(..end)).unwrap_or_default();
        let word = gap.trim().trim_matches([',', ' ']);
        if gap.is_empty()
            || !(word.is_empty() && gap.contains(',') || matches!(word, "and" | "y" | "und" | "et"))
        {
            break;
        }
        at += gap.len();
    }
    fields
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn a_table_behind_a_sentence_and_fields_that_are_added() {
        let text = "# T\n## Printer Config\nEach one is a `Printer` dataclass:\n\n| Field | Type |\n|---|---|\n| `name` | `str` |\n\n## Logs\n`Printer` adds two fields:\n- `keep: bool` (default `True`) — keeps\n- `days: int` — how long\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity Printer fields=[\"name\",\"keep\",\"days\"]",
                "7 field Printer.name type=str",
                "11 field Printer.keep type=bool",
                "12 field Printer.days type=int",
            ]
        );
    }

    #[test]
    fn what_a_part_of_the_settings_is_made_of() {
        let text = "# T\n## Config\n- `trays: map[string]Tray`\n\nWhere `Tray` has:\n\n- `size: string` (required)\n- `wide: bool` (optional)\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "5 entity Tray fields=[\"size\",\"wide\"]",
                "7 field Tray.size type=string",
                "8 field Tray.wide type=bool",
            ]
        );
    }

    #[test]
    fn fields_that_a_list_entry_requires() {
        let text = "# T\n## Requirements\n- **THEN** `PrintJob` SHALL include:\n  - `id`: its number\n  - `pages`: how many\n- The sheet includes:\n  - `a`: one\n  - `b`: two\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "4 entity PrintJob fields=[\"id\",\"pages\"]",
                "4 field PrintJob.id description=its number",
                "5 field PrintJob.pages description=how many"
            ]
        );
    }

    #[test]
    fn a_field_on_a_type() {
        let text = "# T\n## Extension\n- `pages: int = 1` field on `PrintJob` model\n- `x: int` is a field on `other`\n## Change log\n- `old: int` field on `PrintJob`\n";
        assert_eq!(
            shown(READER.kinds, text),
            ["3 entity PrintJob fields=[\"pages\"]", "3 field PrintJob.pages type=int default=1"]
        );
    }

    #[test]
    fn fields_in_words_behind_a_colon() {
        let text = "# T\n## Deliverables\n1. `PrintJob` struct in `press/job.go` with fields: Id, Size (`A4` | `A3`), Error (string, empty on success)\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity PrintJob fields=[\"Id\",\"Size\",\"Error\"]",
                "3 field PrintJob.Id",
                "3 field PrintJob.Size",
                "3 field PrintJob.Error",
            ]
        );
    }

    #[test]
    fn fields_in_running_text() {
        let text = "# T\n## Design\n- Jobs go to a table (`print_jobs`) with fields `id`, `pages`, and `at`.\n- The form with fields `a`, `b` is shown.\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity print_jobs fields=[\"id\",\"pages\",\"at\"]",
                "3 field print_jobs.id",
                "3 field print_jobs.pages",
                "3 field print_jobs.at",
            ]
        );
    }
}
