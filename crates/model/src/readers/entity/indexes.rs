//! Indexes in tables: one a row, with its columns.

use super::heading_entity;
use super::registry::Registry;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;

const INDEX: &[&str] =
    &["index", "index name", "indexes", "índice", "indice", "インデックス", "索引", "인덱스", "индекс"];
const COLUMNS: &[&str] = &[
    "columns",
    "column",
    "fields",
    "field",
    "keys",
    "on",
    "columnas",
    "colonnes",
    "spalten",
    "カラム",
    "列",
    "컬럼",
    "столбцы",
];
const OWNER: &[&str] =
    &["table", "entity", "collection", "model", "tabla", "tabelle", "テーブル", "表", "테이블"];

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &Registry) {
    let Some(section) = context.document.section(id) else { return };
    for grid in context.grids_of(id) {
        let (Some(index), Some(columns)) = (grid.exact_column(INDEX), grid.exact_column(COLUMNS)) else {
            continue;
        };
        let (owner, unique) =
            (grid.exact_column(OWNER), grid.column(&["unique", "uniqueness", "type", "kind"]));
        for row in grid.filled_rows() {
            let named = row.said(owner).map(|name| name.trim_matches('`').to_owned());
            let Some(entity) = named.or_else(|| heading_entity(context, id, section)) else { continue };
            let Some(cell) = row.cell(Some(columns)) else { continue };
            let codes = cell.codes(context.document);
            let parts = |text: &str| -> Vec<String> {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                parts.map(str::to_owned).collect()
            };
            let listed = match codes.as_slice() {
                [] => parts(&cell.text),
                [one] => parts(one),
                several => several.iter().map(|code| (*code).to_owned()).collect(),
            };
            if listed.is_empty() {
                continue;
            }
            let said = row.text(unique).to_lowercase();
            let only = said.contains("unique")
                || matches!(said.trim(), "yes" | "y" | "true" | "✅" | "✓" | "✔" | "x");
            let entity = registry.name(&entity).map_or(entity.clone(), str::to_owned);
            items.push(
                Draft::new(Kind::Index, id, row.range)
                    .field("entity", entity)
                    .field("columns", listed)
                    .field("unique", only)
                    .said("name", row.said(Some(index)).map(|name| name.trim_matches('`'))),
            );
        }
    }
}
