//! Definitions under headings that are a name in code, wherever they stand: `` #### `Item(BaseModel)` `` with a table of fields.

use super::registry::Registry;
use super::{NOT_OWN, bullets, introduced, is_data, is_name, name_of, phrase_of, tables};
use crate::grid::Grid;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// Where tables of fields are about something else than entities.
pub(super) const ELSEWHERE: &[Concept] = &[
    Concept::Endpoints,
    Concept::Request,
    Concept::Response,
    Concept::Configuration,
    Concept::EnvironmentVariables,
    Concept::CommandLine,
    Concept::Events,
    Concept::Metrics,
    Concept::Logging,
];

/// Heads of columns that hold the fields of something.
pub(super) const FIELDS: &[&str] = &[
    "field",
    "column",
    "attribute",
    "property",
    "member",
    "campo",
    "feld",
    "champ",
    "フィールド",
    "字段",
    "필드",
    "поле",
];
pub(super) const TYPES: &[&str] = &["type", "data type", "tipo", "typ", "型", "类型", "타입", "тип"];

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        introduced::read(context, id, items, registry);
        if is_data(context, id)
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        let Some((name, base)) = heading(context, id) else {
            of_fields(context, id, items, registry);
            continue;
        };
        if base.contains("Enum") {
            enumeration(context, id, name, items, registry);
            continue;
        }
        for grid in context.grids_of(id) {
            // A name such as `PrintJob` is one of a type, whatever else its table tells of the fields.
            let typed = grid.exact_column(TYPES).is_some();
            let Some(field) =
                grid.exact_column(FIELDS).filter(|at| typed || *at == 0 && text::is_compound(name))
            else {
                continue;
            };
            let name = registry.entity(items, name, id, section.title_range, 2);
            for row in grid.filled_rows() {
                for attribute in tables::attributes(grid, row, field) {
                    registry.field(items, &name, id, &attribute);
                }
            }
        }
    }
}

/// Tables of fields with their types under a heading that is the name of what code or a diagram defines, "Printer" below a class
/// diagram, or of what an operation adds, "2.3 Printer" beside `POST /printers`.
pub(super) fn of_known(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        if is_data(context, id)
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        required(context, id, items, registry);
        let fields = |grid: &&Grid| grid.exact_column(TYPES).is_some() && grid.exact_column(FIELDS).is_some();
        // Most sections have no such table, which costs less to see than to read their heading.
        if !context.grids_of(id).any(|grid| fields(&grid)) {
            continue;
        }
        let Some(name) = name_of(&section.title).or_else(|| phrase_of(&section.title)) else { continue };
        let known = registry.name(&name) == Some(name.as_str());
        if !known && !is_kept(items, &name) {
            continue;
        }
        for grid in context.grids_of(id).filter(fields) {
            let Some(field) = grid.exact_column(FIELDS) else { continue };
            let name = match known {
                true => name.clone(),
                false => registry.entity(items, &name, id, section.title_range, 2),
            };
            for row in grid.filled_rows() {
                for attribute in tables::attributes(grid, row, field) {
                    registry.field(items, &name, id, &attribute);
                }
            }
        }
    }
}

/// "Required fields" with a table of them, below a heading on a record that is known: "Tray logic".
fn required(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let document = context.document;
    let Some(section) = document.section(id) else { return };
    if context.grids_of(id).next().is_none() || !bullets::lists_fields(text::unnumbered(&section.title)) {
        return;
    }
    let above = document.section(section.parent).map_or("", |above| text::unnumbered(&above.title));
    let Some(name) = registry.longest_in(above).filter(|(at, _)| *at == 0).map(|(_, name)| name.to_owned())
    else {
        return;
    };
    for grid in context.grids_of(id) {
        let Some(field) = grid.exact_column(FIELDS).filter(|at| *at == 0) else { continue };
        for row in grid.filled_rows() {
            for attribute in tables::attributes(grid, row, field) {
                registry.field(items, &name, id, &attribute);
            }
        }
    }
}

/// Whether something can be added to a collection of what a name means: `POST /spare-parts` for a spare part.
fn is_kept(items: &Items, name: &str) -> bool {
    let meant = text::squash(&crate::singular(name));
    items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint).any(|draft| {
        let path = draft.text_field("path").unwrap_or_default().trim_end_matches('/');
        let last = path.rsplit('/').next().unwrap_or_default();
        let words: Vec<String> = last.split(['-', '_']).map(crate::singular).collect();
        draft.text_field("method") == Some("POST")
            && crate::singular(last) != last
            && words.concat().to_lowercase() == meant
    })
}

/// "Printer fields" above a table of fields with their types.
fn of_fields(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    const WORDS: &[&str] = &["fields", "attributes", "properties", "columns", "members"];
    const GENERAL: &[&str] = &[
        "required",
        "optional",
        "common",
        "request",
        "response",
        "new",
        "additional",
        "key",
        "core",
        "form",
        "input",
        "output",
        "query",
        "path",
        "header",
        "frontmatter",
        "metadata",
        "config",
        "configuration",
        "other",
        "custom",
        "standard",
        "all",
        "body",
        "payload",
        "top-level",
        "shared",
        "base",
        "log",
        "data",
        "database",
        "table",
    ];
    let typed = |grid: &&Grid| grid.exact_column(FIELDS).is_some() && grid.exact_column(TYPES).is_some();
    // Most sections have no such table, which costs less to see than to read their heading.
    if context.grids_of(id).filter(typed).count() != 1 {
        return;
    }
    let Some(section) = context.document.section(id) else { return };
    let title = text::unnumbered(&section.title);
    let Some((name, last)) = title.rsplit_once(' ') else { return };
    if !WORDS.contains(&last.to_lowercase().as_str())
        || name.split(' ').any(|word| GENERAL.contains(&word.to_lowercase().as_str()))
        || !context.outline.concepts(id).is_empty()
    {
        return;
    }
    let Some(name) = in_code(context, id, name).or_else(|| name_of(name)) else { return };
    for grid in context.grids_of(id).filter(typed) {
        let Some(field) = grid.exact_column(FIELDS) else { continue };
        let name = registry.entity(items, &name, id, section.title_range, 2);
        for row in grid.filled_rows() {
            for attribute in tables::attributes(grid, row, field) {
                registry.field(items, &name, id, &attribute);
            }
        }
    }
}

/// A name as the text of a section, or of the one above it, writes it in code: "capability" may be `capabilities` there.
fn in_code(context: &Context, id: SectionId, name: &str) -> Option<String> {
    const LOOKED_AT: usize = 12;
    let document = context.document;
    let meant = crate::singular(&text::squash(name));
    let parent = document.section(id)?.parent;
    [id, parent].into_iter().filter(|section| *section != SectionId::ROOT).find_map(|section| {
        context.paragraphs(section).take(LOOKED_AT).find_map(|(node, _)| {
            text::code_spans(document, node, document.node(node).end)
                .map(|(_, code)| code)
                .find(|code| is_name(code) && crate::singular(&text::squash(code)) == meant)
                .map(str::to_owned)
        })
    })
}

/// The name in code that a heading is, and what stands in brackets behind it.
fn heading<'a>(context: &Context<'a>, id: SectionId) -> Option<(&'a str, &'a str)> {
    let document = context.document;
    let section = document.section(id)?;
    let mut parts = document.children(section.heading);
    let first = document.node(parts.next()?);
    // "`Printer` (frozen)": what stands in brackets behind the name qualifies.
    let behind = document.slice(TextRange { start: first.range.end, end: section.title_range.end }).trim();
    let alone = behind.is_empty() || behind.starts_with('(') && behind.ends_with(')');
    if first.kind != NodeKind::CodeSpan || !alone {
        return None;
    }
    let code = text::code_span(document.slice(first.range));
    let (name, base) = match code.split_once('(') {
        Some((name, base)) => (name, base.strip_suffix(')')?),
        None => (code, ""),
    };
    (is_name(name) && name.starts_with(char::is_uppercase) && !name.contains('.')).then_some((name, base))
}

/// The values of an enumeration: names in code in a line, or the first column of a table.
fn enumeration(context: &Context, id: SectionId, name: &str, items: &mut Items, registry: &mut Registry) {
    let Some(section) = context.document.section(id) else { return };
    let mut values: Vec<String> = Vec::new();
    for (node, _) in context.paragraphs(id) {
        let end = context.document.node(node).end;
        values.extend(text::code_spans(context.document, node, end).map(|(_, code)| code.to_owned()));
    }
    for grid in context.grids_of(id) {
        values.extend(grid.filled_rows().filter_map(|row| row.said(Some(0)).map(str::to_owned)));
    }
    values.retain(|value| is_name(value));
    if values.is_empty() {
        return;
    }
    let name = registry.entity(items, name, id, section.title_range, 2);
    if let Some(draft) = items.find_mut(Kind::Entity, &name) {
        draft.fields.entry("values").or_insert_with(|| values.into());
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn a_type_with_a_remark_and_a_table_without_types() {
        let text = "# T\n## Core Types\n### `PrintJob` (frozen)\n| Field | Where from |\n|---|---|\n| `id` | the queue |\n| `pages` | the file |\n### `print_all() -> int`\n| Field | Use |\n|---|---|\n| `x` | none |\n";
        assert_eq!(
            shown(READER.kinds, text),
            ["3 entity PrintJob fields=[\"id\",\"pages\"]", "6 field PrintJob.id", "7 field PrintJob.pages"]
        );
    }
    #[test]
    fn a_heading_that_names_a_class_of_a_diagram() {
        let text = "# T\n## Diagrams\n```mermaid\nclassDiagram\n  class Press { +pages : int }\n```\n**Press**\n\n| Field | Type | Rules |\n|---|---|---|\n| `pages` | integer | 1 to 5 |\n| `ink` | text | required |\n\n**Shelf**\n\n| Field | Type |\n|---|---|\n| `x` | int |\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "5 entity Press fields=[\"pages\",\"ink\"]",
                "5 field Press.pages type=int constraints=1 to 5",
                "12 field Press.ink type=text constraints=required",
            ]
        );
    }
    #[test]
    fn a_heading_that_ends_in_fields() {
        let text = "# T\n## Presses\nEach press has a `features` block.\n### Feature fields\n| Field | Type |\n|---|---|\n| `duplex` | boolean |\n### Ink Jet fields\n| Field | Type |\n|---|---|\n| `tanks` | int |\n### Required fields\n| Field | Type |\n|---|---|\n| `x` | int |\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "4 entity features fields=[\"duplex\"]",
                "7 field features.duplex type=boolean",
                "8 entity Ink Jet fields=[\"tanks\"]",
                "11 field Ink Jet.tanks type=int",
            ]
        );
    }
    #[test]
    fn a_heading_that_names_what_an_operation_adds() {
        let text = "# T\n## 2. Domain\n### 2.3 Spare part\n| Field | Type | Notes |\n|---|---|---|\n| `tag` | string | 2 to 4 letters |\n### 2.4 Colour\n| Field | Type |\n|---|---|\n| `x` | int |\n## 3. Interface\n### 3.1 `POST /spare-parts`\nAdds one.\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity Spare part fields=[\"tag\"]",
                "6 field Spare part.tag type=string description=2 to 4 letters"
            ]
        );
    }
}
