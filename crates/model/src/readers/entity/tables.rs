//! Entities in tables: a table of fields under the entity's heading, a table of entities.

use super::bullets::default_in;
use super::headed::FIELDS;
use super::overview::entities;
use super::registry::Registry;
use super::{first_of_two, heading_entity, is_name, phrase_of};
use crate::grid::{Grid, Row};
use crate::shape::{self, Attribute};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};

const FIELD: &[&str] = &[
    "field",
    "column",
    "attribute",
    "property",
    "field name",
    "column name",
    "name",
    "member",
    "key",
    "campo",
    "columna",
    "atributo",
    "champ",
    "colonne",
    "feld",
    "spalte",
    "フィールド",
    "キー",
    "名前",
    "名称",
    "키",
    "이름",
    "カラム",
    "項目",
    "プロパティ",
    "필드",
    "컬럼",
    "字段",
    "列",
    "属性",
    "字段名",
    "字段名称",
    "列名",
    "項目名",
    "フィールド名",
    "カラム名",
    "필드명",
    "컬럼명",
    "속성명",
    "항목",
    "feldname",
    "attribut",
    "поле",
    "колонка",
];
const TYPE: &[&str] = &[
    "type",
    "data type",
    "sql type",
    "datatype",
    "format",
    "tipo",
    "typ",
    "型",
    "타입",
    "类型",
    "тип",
    "equivalent",
];
pub(super) const ENTITY: &[&str] = &[
    "entity",
    "table",
    "model",
    "collection",
    "type",
    "object",
    "resource",
    "entidad",
    "tabla",
    "entité",
    "entität",
    "tabelle",
    "entidade",
    "tabela",
    "エンティティ",
    "テーブル",
    "엔티티",
    "테이블",
    "实体",
    "表",
    "сущность",
    "таблица",
    "relation",
    "relation name",
];

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let Some(section) = context.document.section(id) else { return };
    for grid in context.grids_of(id) {
        let field = own_field(grid).or_else(|| grid.exact_column(FIELD));
        let kind = type_column(grid).filter(|kind| Some(*kind) != field);
        let owner = grid.exact_column(ENTITY).filter(|owner| Some(*owner) != kind && Some(*owner) != field);
        match (field, kind, owner) {
            (Some(field), Some(_), Some(owner)) => rows_with_owner(grid, owner, field, items, registry),
            (Some(field), _, None) if has_owners(grid, field) => {
                rows_with_owner_in_name(grid, field, items, registry);
            }
            (Some(field), typed, None) if typed.is_some() || is_of_fields(context, id, grid) => {
                // The line before a table may name another entity than the heading.
                let captioned = caption(context, grid);
                let heading = || Some((heading_entity(context, id, section)?, section.title_range));
                let named = match captioned {
                    Some((name, range, true)) => Some((name, range)),
                    Some((name, range, false)) => heading().or(Some((name, range))),
                    None => heading(),
                };
                let phrase = || Some((phrase_of(&section.title)?, section.title_range));
                let alone = context.grids_of(id).count() == 1;
                let first = || Some((first_of_two(&section.title).filter(|_| alone)?, section.title_range));
                let named = named.or_else(|| first().or_else(phrase).filter(|_| typed.is_some()));
                let named = named.or_else(|| Some((made(context, items)?, section.title_range)));
                let Some((name, range)) = named else { continue };
                let name = registry.entity(items, &name, id, range, 2);
                for row in grid.filled_rows() {
                    for attribute in attributes(grid, row, field) {
                        registry.field(items, &name, id, &attribute);
                    }
                }
            }
            (None, ..) if enumeration(context, id, grid, items, registry) => {}
            _ => entities(context, grid, items, registry),
        }
    }
}

/// A table of the values of what its heading names: "Value | Meaning" below "`JobStatus`".
fn enumeration(
    context: &Context,
    id: SectionId,
    grid: &Grid,
    items: &mut Items,
    registry: &mut Registry,
) -> bool {
    const VALUES: &[&str] = &[
        "value",
        "values",
        "enum value",
        "member",
        "constant",
        "variant",
        "valor",
        "wert",
        "valeur",
        "値",
        "값",
        "值",
        "значение",
    ];
    let Some(section) = context.document.section(id) else { return false };
    if grid.exact_column(VALUES) != Some(0) || grid.heads.len() < 2 {
        return false;
    }
    let Some(name) = heading_entity(context, id, section).filter(|name| name.starts_with(char::is_uppercase))
    else {
        return false;
    };
    let values: Vec<String> = grid
        .filled_rows()
        .filter_map(|row| Some(row.said(Some(0))?.trim_matches(['`', '"']).to_owned()))
        .collect();
    if values.is_empty() || !values.iter().all(|value| is_name(value)) {
        return false;
    }
    let name = registry.entity(items, &name, id, section.title_range, 2);
    if let Some(draft) = items.find_mut(Kind::Entity, &name) {
        draft.fields.entry("values").or_insert_with(|| values.into());
    }
    true
}

/// What the one collection of a document holds to which something can be added, or the one of those that its title names: a table of
/// fields below a heading that names nothing is about that.
fn made(context: &Context, items: &Items) -> Option<String> {
    let collections = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint && draft.text_field("method") == Some("POST"));
    let mut names: Vec<String> = Vec::new();
    for path in collections.filter_map(|draft| draft.text_field("path")) {
        let path = path.trim_end_matches('/');
        let item = format!("{path}/{{");
        let has_items = items.drafts().iter().any(|draft| {
            draft.kind == Kind::Endpoint
                && draft
                    .text_field("path")
                    .is_some_and(|other| other.starts_with(&item) || other.starts_with(&format!("{path}/:")))
        });
        let word = path.rsplit('/').next().unwrap_or_default();
        let plural = crate::singular(word) != word;
        let name: String = word.split(['-', '_']).map(|part| capitalized(&crate::singular(part))).collect();
        if has_items && plural && is_name(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    let mut titles = context.document.sections().iter().map(|section| section.title.to_lowercase());
    let title = titles.find(|title| !title.is_empty()).unwrap_or_default();
    if names.len() > 1 {
        names.retain(|name| {
            title
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| crate::singular(word) == name.to_lowercase())
        });
    }
    names.pop().filter(|_| names.is_empty())
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// "App field | Column | Type": what the first column says that a field is called here, beside its name elsewhere.
fn own_field(grid: &Grid) -> Option<usize> {
    let (kind, last) = grid.heads.first()?.rsplit_once(' ')?;
    let whose = !matches!(kind, "linked" | "related" | "referenced" | "foreign" | "parent" | "required");
    (whose && matches!(last, "field" | "attribute" | "property")).then_some(0)
}

/// The column of types. In "Type | Field | Type" the first names the record, the last what the field holds.
fn type_column(grid: &Grid) -> Option<usize> {
    let last = grid.heads.iter().rposition(|head| head == "type");
    last.filter(|at| grid.exact_column(&["type"]) != Some(*at)).or_else(|| grid.column(TYPE))
}

/// Whether a table lists fields, though it tells no types: below a name in code, with a first column of fields, or below any name where
/// all of that column is names of fields.
fn is_of_fields(context: &Context, id: SectionId, grid: &Grid) -> bool {
    if grid.exact_column(FIELDS) != Some(0) {
        return false;
    }
    let coded = |written: &str| written.trim_start().starts_with('`');
    let headed = context
        .document
        .section(id)
        .is_some_and(|section| coded(context.document.slice(section.title_range)));
    let names = |cell: &str| {
        cell.split(',').all(|name| is_name(name.trim().trim_matches(['`', '*']).trim_end_matches('?')))
    };
    headed
        || grid.filled_rows().next().is_some()
            && grid.filled_rows().all(|row| row.said(Some(0)).is_some_and(names))
}

/// Whether the names of a table of fields say whose they are: "`Sheet.pages`".
fn has_owners(grid: &Grid, field: usize) -> bool {
    const ENOUGH: usize = 3;
    let named: Vec<bool> = grid
        .filled_rows()
        .filter_map(|row| row.said(Some(field)))
        .map(|name| owner_and_name(name).is_some())
        .collect();
    named.len() >= ENOUGH && named.iter().all(|dotted| *dotted)
}

/// "`Sheet.pages`" in its two parts.
fn owner_and_name(name: &str) -> Option<(&str, &str)> {
    let (owner, name) = name.trim_matches(['`', '*', ' ']).split_once('.')?;
    let named =
        is_name(owner) && owner.starts_with(char::is_uppercase) && is_name(name) && !name.contains('.');
    named.then_some((owner, name))
}

/// Tables elsewhere whose names say whose fields they are.
pub(super) fn with_owners(grid: &Grid, items: &mut Items, registry: &mut Registry) {
    let field = own_field(grid).or_else(|| grid.exact_column(FIELD));
    if let Some(field) = field.filter(|field| has_owners(grid, *field)) {
        rows_with_owner_in_name(grid, field, items, registry);
    }
}

/// The fields of such a table.
fn rows_with_owner_in_name(grid: &Grid, field: usize, items: &mut Items, registry: &mut Registry) {
    for row in grid.filled_rows() {
        for attribute in attributes(grid, row, field) {
            let Some((owner, name)) = owner_and_name(&attribute.name) else { continue };
            let owner = registry.entity(items, owner, grid.section, row.range, 1);
            let attribute = Attribute { name: name.to_owned(), ..attribute.clone() };
            registry.field(items, &owner, grid.section, &attribute);
        }
    }
}

/// Whether a table lists fields with their types, wherever it stands.
pub(in crate::readers) fn is_table_of_fields(grid: &Grid) -> bool {
    const NAMES: &[&str] =
        &["field", "attribute", "property", "column", "field name", "campo", "feld", "champ", "字段", "필드"];
    let typed = grid.exact_column(&["type", "data type", "datatype", "tipo", "typ", "类型", "타입"]);
    grid.exact_column(NAMES) == Some(0) && (typed.is_some_and(|typed| typed > 0) || has_owners(grid, 0))
}

/// A table with the entity, the field and the type in each row.
fn rows_with_owner(grid: &Grid, owner: usize, field: usize, items: &mut Items, registry: &mut Registry) {
    let mut current = String::new();
    for row in grid.filled_rows() {
        if let Some(name) = row.said(Some(owner)) {
            name.trim_matches('`').clone_into(&mut current);
        }
        if current.is_empty() {
            continue;
        }
        let name = registry.entity(items, &current, grid.section, row.range, 1);
        for attribute in attributes(grid, row, field) {
            registry.field(items, &name, grid.section, &attribute);
        }
    }
}

/// The fields of a row, which may name several that are alike: "`made_at`, `moved_at`".
pub(super) fn attributes(grid: &Grid, row: &Row, field: usize) -> Vec<Attribute> {
    let Some(one) = plain_attribute(grid, row, field) else { return Vec::new() };
    let joined = one.name.replace(" and ", ",").replace(" & ", ",").replace(" / ", ",");
    let names: Vec<&str> = joined.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let plain = |name: &&str| is_name(name.trim_end_matches('?')) && !name.contains('.');
    if names.len() < 2 || !names.iter().all(plain) {
        return vec![one];
    }
    // "number, enum" are the types of the two, in their order; what is another list of types is of none for certain.
    let kinds: Vec<&str> = one.kind.as_deref().unwrap_or_default().split(',').map(str::trim).collect();
    let kind = |at: usize| match kinds.as_slice() {
        [_] => one.kind.clone(),
        several
            if several.len() == names.len()
                && !one.kind.as_deref().is_some_and(|kind| kind.contains('(')) =>
        {
            several.get(at).map(|kind| (*kind).to_owned())
        }
        _ => None,
    };
    let last = names.len() - 1;
    // The mark behind the last name was taken for one of them all.
    let marked = row.said(Some(field)).is_some_and(|cell| cell.ends_with('?'));
    let attribute = |(at, name): (usize, &&str)| {
        let own = one.required.filter(|_| at == last || !marked);
        let required = if name.ends_with('?') { Some(false) } else { own };
        let name = name.trim_end_matches('?').to_owned();
        Attribute { name, kind: kind(at), required, ..one.clone() }
    };
    names.iter().enumerate().map(attribute).collect()
}

pub(in crate::readers) fn plain_attribute(grid: &Grid, row: &Row, field: usize) -> Option<Attribute> {
    let other = |names: &[&str]| grid.column(names).filter(|column| *column != field);
    let kind = type_column(grid).filter(|kind| *kind != field);
    let name = row.said(Some(field))?;
    let optional_mark = name.ends_with('?');
    let name = name.trim_end_matches(['*', '?', ' ']).split(" (").next()?.trim();
    if name.split(',').any(|name| name.split_whitespace().count() > 3) {
        return None;
    }
    let demand = row.text(other(&[
        "required",
        "mandatory",
        "not null",
        "requerido",
        "obligatorio",
        "requis",
        "pflicht",
        "必須",
        "필수",
        "必填",
        "обязательно",
        "needed",
        "needed?",
    ]));
    let required = yes(demand);
    let nullable = yes(row.text(other(&["nullable", "null", "optional", "null?", "任意"])));
    let ruled = other(&[
        "constraints",
        "constraint",
        "key",
        "attributes",
        "modifiers",
        "rules",
        "rule",
        "validation",
        "validations",
        "limits",
        "restrictions",
        "requirements",
        "restricciones",
        "制約",
        "约束",
        "bounds",
        "allowed values",
        "valid values",
        "allowed",
        "range",
    ]);
    let constraints = row.text(ruled);
    let about = row.text(other(&[
        "description",
        "notes",
        "purpose",
        "meaning",
        "comment",
        "comments",
        "remarks",
        "remark",
        "details",
        "detail",
        "explanation",
        "descripción",
        "beschreibung",
        "説明",
        "設명",
        "설명",
        "描述",
        "说明",
        "описание",
    ]));
    let kind = row.said(kind);
    let defaults = other(&[
        "default",
        "default value",
        "デフォルト",
        "默认值",
        "기본값",
        "valor por defecto",
        "standardwert",
        "défaut",
    ]);
    let all = format!("{} | {} | {}", constraints, kind.unwrap_or_default(), about);
    let upper = all.to_uppercase();
    let has = |word: &str| upper.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    let mut schema = crate::datatype::Schema::new();
    crate::datatype::said(constraints, &mut schema);
    // "Read-only" in the column of what is required says more than yes or no.
    let more = if required.is_none() { demand.trim() } else { "" };
    // "None, required" in the column of defaults says that there is none, and "set by the service" who gives it.
    let default = row.text(defaults.filter(|column| Some(*column) != ruled)).trim();
    let parts: Vec<String> = default.split([',', ';']).map(|part| part.trim().to_lowercase()).collect();
    let required_there = parts.iter().any(|part| part == "required");
    let given = ["set by ", "given by ", "assigned by ", "computed", "generated"]
        .iter()
        .any(|start| default.to_lowercase().starts_with(start));
    let no_default = required_there || given;
    let constraints = [constraints.trim(), more, if given { default } else { "" }]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    Some(Attribute {
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
        required: if optional_mark || nullable == Some(true) {
            Some(false)
        } else if nullable == Some(false) {
            Some(true)
        } else {
            required.or_else(|| (required_there || upper.contains("NOT NULL")).then_some(true))
        },
        primary: has("PK") || shape::is_primary(&all),
        unique: upper.split(" | ").take(2).any(|part| part.contains("UNIQUE")),
        // "Bounds and default" says both: what is the default is told in words there.
        default: row
            .said(defaults.filter(|column| Some(*column) != ruled))
            .filter(|value| {
                !no_default && !matches!(value.to_lowercase().as_str(), "required" | "none" | "n/a")
            })
            .map(|value| value.to_owned())
            .or_else(|| default_in(row.text(defaults.filter(|column| Some(*column) == ruled)))),
        references: shape::referred(&all)
            .or_else(|| row.said(other(&["references", "foreign key", "fk"])).map(str::to_owned)),
        description: (!about.trim().is_empty()).then(|| about.trim().to_owned()),
        constraints: (!constraints.is_empty() && constraints != about).then_some(constraints),
        range: row.range,
        schema,
        foreign: has("FK"),
    })
}

fn yes(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "required" | "✅" | "✓" | "✔" | "x" | "sí" | "si" | "oui" | "ja" | "sim"
        | "○" | "是" | "예" | "да" => Some(true),
        "no" | "n" | "false" | "optional" | "❌" | "✗" | "-" | "–" | "—" | "non" | "nein" | "não" | "×"
        | "否" | "нет" => Some(false),
        _ => None,
    }
}

/// The name in the line before a table, "`orders` table:", and whether the line says that it is one of a table.
fn caption(context: &Context, grid: &Grid) -> Option<(String, TextRange, bool)> {
    let document = context.document;
    let block = context.before(grid.node)?;
    let node = document.node(block);
    if node.kind != NodeKind::Paragraph || node.range.len() > 160 {
        return None;
    }
    // "**Shelf** is identified by its `number`.", "**Shelf**: where books stand."
    let source = document.slice(node.range).trim_end();
    if let Some((name, behind)) = source.strip_prefix("**").and_then(|rest| rest.split_once("**"))
        && let name = name.trim_end_matches([':', '.'])
        && is_name(name)
        && name.starts_with(char::is_uppercase)
        && (behind.is_empty() || behind.starts_with([' ', ':', ',', '—', '–']))
    {
        return Some((name.to_owned(), node.range, true));
    }
    let mut codes = text::code_spans(document, block, node.end);
    let (_, code) = codes.next()?;
    // "`Shelf` (`src/shelf.rs`):" says where it stands besides.
    let placed = source.strip_prefix('`').and_then(|rest| rest.split_once('`')).is_some_and(|(_, behind)| {
        let inner =
            behind.trim_start().strip_prefix('(').and_then(|rest| rest.trim_end().strip_suffix([':', '：']));
        inner.and_then(|inner| inner.trim_end().strip_suffix(')')).is_some_and(|inner| !inner.contains(')'))
    });
    if placed && is_name(code) {
        return Some((code.to_owned(), node.range, true));
    }
    let line = context.text(block).to_lowercase();
    let sure =
        ["table", "entity", "columns", "fields", "model", "collection", "tabla", "entidad", "テーブル", "表"]
            .iter()
            .any(
                |word| {
                    if word.is_ascii() { text::find_word(&line, word).is_some() } else { line.contains(word) }
                },
            );
    // "Belongs to one shelf (`shelf_id`)." names a field of what the heading names.
    let refers = code.ends_with("_id") || code.ends_with("Id") || source.contains(&format!("(`{code}`)"));
    (codes.next().is_none() && is_name(code) && (sure || !refers))
        .then(|| (code.to_owned(), node.range, sure))
}
