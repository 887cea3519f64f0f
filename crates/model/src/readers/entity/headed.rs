//! Definitions under headings that are a name in code, wherever they stand: `` #### `Item(BaseModel)` `` with a table of fields.

use super::registry::Registry;
use super::{NOT_OWN, is_data, is_name, tables};
use crate::statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId};
use abide_template::Concept;

/// Where tables of fields are about something else than entities.
const ELSEWHERE: &[Concept] = &[
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
const FIELDS: &[&str] = &[
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
const TYPES: &[&str] = &["type", "data type", "tipo", "typ", "型", "类型", "타입", "тип"];

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        introduced(context, id, items, registry);
        if is_data(context, id)
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        let Some((name, base)) = heading(context, id) else { continue };
        if base.contains("Enum") {
            enumeration(context, id, name, items, registry);
            continue;
        }
        for grid in context.grids_of(id) {
            let (Some(field), Some(_)) = (grid.exact_column(FIELDS), grid.exact_column(TYPES)) else {
                continue;
            };
            let name = registry.entity(items, name, id, section.title_range, 2);
            for row in grid.filled_rows() {
                if let Some(attribute) = tables::plain_attribute(grid, row, field) {
                    registry.field(items, &name, id, &attribute);
                }
            }
        }
    }
}

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
];

/// "A `Hold` is a frozen record of one unit:" and the list of its fields, under any heading.
fn introduced(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    if context.outline.within(id, NOT_OWN) || context.outline.within(id, ELSEWHERE) {
        return;
    }
    let document = context.document;
    let blocks: Vec<NodeId> = document.section_blocks(id).collect();
    for pair in blocks.windows(2) {
        let [before, list] = pair else { continue };
        let (paragraph, list_node) = (document.node(*before), document.node(*list));
        if paragraph.kind != NodeKind::Paragraph
            || !matches!(list_node.kind, NodeKind::List { .. })
            || paragraph.range.len() > 240
            || !document.slice(paragraph.range).trim_end().ends_with(':')
        {
            continue;
        }
        let mut codes = text::code_spans(document, *before, paragraph.end);
        let (Some((_, name)), None) = (codes.next(), codes.next()) else { continue };
        let line = context.text(*before).to_lowercase();
        let told = RECORDS.iter().any(|word| text::find_word(&line, word).is_some());
        if !(told && is_name(name) && name.starts_with(char::is_uppercase) && !registry.has_fields(name)) {
            continue;
        }
        let mut count = 0;
        let mut fields = Vec::new();
        for item in document.children(*list) {
            count += 1;
            let own = statement::own(document, id, item, false, &[], 0);
            // A field is named in code at the start of its line.
            let own = own.filter(|own| document.slice(own.range).trim_start_matches('*').starts_with('`'));
            fields.extend(own.and_then(|own| super::field_of(context, &own)));
        }
        if count >= 2 && fields.len() == count {
            let name = registry.entity(items, name, id, paragraph.range, 2);
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
    }
}

/// The name in code that a heading is, and what stands in brackets behind it.
fn heading<'a>(context: &Context<'a>, id: SectionId) -> Option<(&'a str, &'a str)> {
    let document = context.document;
    let section = document.section(id)?;
    let mut parts = document.children(section.heading);
    let first = document.node(parts.next()?);
    if first.kind != NodeKind::CodeSpan || parts.next().is_some() {
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
