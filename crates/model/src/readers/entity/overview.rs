//! Tables with an entity in each row, and lists of the names of fields.

use super::registry::Registry;
use super::tables::ENTITY;
use super::{is_name, name_of};
use crate::grid::Grid;
use crate::shape::{self, Attribute};
use crate::text;
use crate::{Context, Items};

/// A table with one entity in each row.
pub(super) fn entities(context: &Context, grid: &Grid, items: &mut Items, registry: &mut Registry) {
    let Some(column) = grid.exact_column(ENTITY).filter(|column| *column == 0) else { return };
    let listing = grid.column(&[
        "fields",
        "attributes",
        "columns",
        "properties",
        "key fields",
        "key attributes",
        "campos",
        "フィールド",
        "字段",
    ]);
    let describing = grid.column(&[
        "description",
        "purpose",
        "notes",
        "contents",
        "what it holds",
        "meaning",
        "descripción",
        "contenido",
        "inhalt",
        "beschreibung",
        "説明",
        "内容",
        "概要",
        "用途",
        "描述",
        "说明",
        "설명",
        "내용",
        "описание",
    ]);
    if listing.is_none() && describing.is_none() {
        return;
    }
    for row in grid.filled_rows() {
        let Some(name) = row.said(Some(column)).and_then(name_of) else { continue };
        let name = registry.entity(items, &name, grid.section, row.range, 1);
        let Some(cell) = row.cell(listing) else { continue };
        let codes = cell.codes(context.document);
        let fields: Vec<String> =
            if codes.is_empty() { words(&cell.text) } else { codes.into_iter().map(str::to_owned).collect() };
        for field in fields {
            let attribute = Attribute { name: field, range: row.range, ..Attribute::default() };
            registry.field(items, &name, grid.section, &attribute);
        }
    }
}

/// A list of names with commas between them.
pub(super) fn words(text: &str) -> Vec<String> {
    // What stands in brackets, in quotes or behind a colon tells about a name.
    let bare = |part: &'_ str| -> String {
        let part = part.trim().trim_end_matches('.').trim_start_matches("and ").trim();
        part.split(['(', '"', '“', ':', '=']).next().unwrap_or(part).trim().to_owned()
    };
    let parts: Vec<String> = text::parts(text, &[',', ';', '、']).into_iter().map(bare).collect();
    // "size integer" is a name and its type where most parts are so, else "annotation text" is a name.
    let of_type = |part: &&String| part.split_once(' ').is_some_and(|(_, kind)| shape::is_type(kind.trim()));
    let typed = parts.iter().filter(of_type).count() * 2 >= parts.len();
    let name = |part: &String| {
        let (first, behind) = part.split_once(' ').unwrap_or((part, ""));
        let kind = behind.is_empty() || typed && shape::is_type(behind);
        let phrase = !kind
            && part.split(' ').count() <= 4
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/'));
        let alone = behind.is_empty() || shape::is_type(behind) || part.split(' ').count() <= 4;
        if phrase { Some(part.clone()) } else { (alone && is_name(first)).then(|| first.to_owned()) }
    };
    let worded = parts.iter().filter(|part| part.split_whitespace().count() > 3).count();
    if parts.len() < 2 || worded * 2 > parts.len() {
        Vec::new()
    } else {
        parts.iter().filter_map(name).collect()
    }
}
