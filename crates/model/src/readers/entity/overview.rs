//! Tables with an entity in each row, and lists of the names of fields.

use super::registry::Registry;
use super::tables::ENTITY;
use super::{is_name, name_of};
use crate::grid::Grid;
use crate::shape::{self, Attribute};
use crate::text;
use crate::{Context, Items};
use abide_syntax::TextRange;

/// Heads of columns that hold the foreign keys of an entity.
const REFERRING: &[&str] = &[
    "fk",
    "fks",
    "foreign key",
    "foreign keys",
    "references",
    "clave foránea",
    "claves foráneas",
    "chave estrangeira",
    "chaves estrangeiras",
    "clé étrangère",
    "clés étrangères",
    "fremdschlüssel",
    "外部キー",
    "外键",
    "외래 키",
    "внешний ключ",
];

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
    // "Entity | Table | FK" tells where each is kept and what it refers to.
    let referring = grid.exact_column(REFERRING);
    let kept =
        grid.heads.iter().skip(1).any(|head| ENTITY.contains(&head.as_str()) || head.ends_with(" table"));
    if listing.is_none() && describing.is_none() && !(kept && referring.is_some()) {
        return;
    }
    let listing = listing.or(referring);
    let keys: Vec<usize> = (1..grid.heads.len()).filter(|column| Some(*column) != listing).collect();
    for row in grid.filled_rows() {
        let Some(name) = row.said(Some(column)).and_then(name_of) else { continue };
        let name = registry.entity(items, &name, grid.section, row.range, 1);
        let Some(cell) = row.cell(listing) else { continue };
        let codes = cell.codes(context.document);
        let columns: Vec<Attribute> =
            codes.iter().filter_map(|code| column_in_code(code, row.range)).collect();
        if columns.len() > 1 && columns.len() == codes.len() {
            let told: Vec<&str> = keys.iter().filter_map(|column| row.said(Some(*column))).collect();
            for mut attribute in columns {
                told.iter().for_each(|told| key_of(told, &mut attribute));
                registry.field(items, &name, grid.section, &attribute);
            }
            continue;
        }
        let fields: Vec<String> =
            if codes.is_empty() { words(&cell.text) } else { codes.into_iter().map(str::to_owned).collect() };
        let one = cell.text.trim();
        let fields = match fields.is_empty() && listing == referring && super::is_name(one) {
            true => vec![one.to_owned()],
            false => fields,
        };
        for field in fields {
            let foreign = listing == referring;
            let attribute = Attribute { name: field, range: row.range, foreign, ..Attribute::default() };
            registry.field(items, &name, grid.section, &attribute);
        }
    }
}

/// Whether most rows list columns with their types in code behind the name of a table: such a table is one of entities,
/// whatever its heading tells.
pub(super) fn is_certain(context: &Context, grid: &Grid) -> bool {
    let listing = grid.exact_column(&[
        "columns",
        "fields",
        "attributes",
        "columnas",
        "spalten",
        "colonnes",
        "カラム",
        "字段",
        "列",
    ]);
    let (Some(0), Some(listing)) = (grid.exact_column(ENTITY), listing) else { return false };
    let lists = |row: &&crate::grid::Row| {
        row.cell(Some(listing)).is_some_and(|cell| {
            let codes = cell.codes(context.document);
            codes.len() > 1 && codes.iter().all(|code| column_in_code(code, row.range).is_some())
        })
    };
    let rows = grid.filled_rows().count();
    rows > 0 && grid.filled_rows().filter(lists).count() * 2 >= rows
}

/// A column with its type and marks in one piece of code: `user_id INT NN DEFAULT 1`.
fn column_in_code(code: &str, range: TextRange) -> Option<Attribute> {
    let (name, rest) = code.split_once(' ')?;
    let kind = rest.split(' ').next()?;
    let bare = kind.split('(').next().unwrap_or(kind);
    let typed = bare.len() > 2 && bare.chars().all(|c| c.is_ascii_uppercase()) || shape::is_type(bare);
    if !is_name(name) || !typed {
        return None;
    }
    let words: Vec<&str> = rest.split(' ').skip(1).collect();
    let joined = words.join(" ");
    let required = words.contains(&"NN") || joined.contains("NOT NULL");
    let default = words.iter().position(|word| *word == "DEFAULT").and_then(|at| words.get(at + 1));
    Some(Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: if required { Some(true) } else { words.contains(&"NULL").then_some(false) },
        default: default.map(|value| value.trim_matches('\'').to_owned()),
        unique: words.contains(&"UQ") || words.contains(&"UNIQUE"),
        range,
        ..Attribute::default()
    })
}

/// What a cell on keys says of a column: "PK id; FK (tray_id,kind) to Tray; UQ code".
fn key_of(told: &str, attribute: &mut Attribute) {
    for part in told.split(';').map(str::trim) {
        let Some((mark, rest)) = part.split_once(' ') else { continue };
        let (columns, target) =
            rest.split_once(" to ").map_or((rest, None), |(columns, to)| (columns, Some(to)));
        let alone = columns.trim() == attribute.name;
        let first = columns.trim().strip_prefix('(').and_then(|inner| inner.split(',').next());
        match mark {
            "PK" if alone => attribute.primary = true,
            "UQ" if alone => attribute.unique = true,
            "FK" if alone || first.is_some_and(|first| first.trim() == attribute.name) => {
                attribute.foreign = true;
                attribute.references =
                    target.map(str::trim).filter(|target| is_name(target)).map(str::to_owned);
            }
            _ => {}
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

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn relations_with_their_columns_in_code() {
        let text = "# Data dictionary\n## Users and trays\n| Relation | Columns | Keys |\n|---|---|---|\n| `Job` | `job_id INT NN`; `tray_id INT NULL`; `state ENUM NN DEFAULT 'new'` | PK `job_id`; FK `tray_id` to `Tray` |\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field, Kind::Relation], text),
            [
                "5 entity Job fields=[\"job_id\",\"tray_id\",\"state\"]",
                "5 field Job.job_id type=INT required=true key=primary",
                "5 field Job.tray_id type=INT required=false key=foreign references=Tray",
                "5 field Job.state type=ENUM required=true default=new",
                "5 relation Job -> Tray from=Job to=Tray cardinality=N:1 label=tray_id",
            ]
        );
    }
}
