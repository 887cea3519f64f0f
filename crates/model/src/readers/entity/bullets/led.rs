//! Lists behind a line that names what they hold: the fields of an entity, or tables.

use super::super::registry::Registry;
use super::super::{is_name, name_of};
use super::field::fields_of;
use crate::statement::{self, Statement};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};

/// A list of fields behind a line that names their entity: "**Refund**: a payment that goes back". False where it is none.
pub(super) fn read(
    context: &Context,
    id: SectionId,
    list: NodeId,
    items: &mut Items,
    registry: &mut Registry,
) -> bool {
    let document = context.document;
    let Some(before) = context.before(list) else { return false };
    let node = document.node(before);
    if node.kind != NodeKind::Paragraph || node.range.len() > 200 || context.is_heading(before) {
        return false;
    }
    let line = context.text(before);
    let named = kind_and_name(&line);
    let Some((name, rest)) = named.clone().or_else(|| leading_name(context, before)) else { return false };
    let introduces =
        line.ends_with([':', '：']) || rest.is_empty() || rest.starts_with([':', '(', '—', '–', '-']);
    if !introduces || !is_name(&name) || !name.starts_with(char::is_alphabetic) {
        return false;
    }
    let entries: Vec<Option<Statement>> =
        document.children(list).map(|item| statement::own(document, id, item, false, &[], 0)).collect();
    let count = entries.len();
    let fields = fields_of(context, &entries.iter().flatten().collect::<Vec<_>>());
    let typed = fields.iter().filter(|field| field.kind.is_some()).count();
    if fields.is_empty() || fields.len() * 2 < count || typed * 2 < fields.len() && named.is_none() {
        return false;
    }
    let name = registry.entity(items, &name, id, node.range, 2);
    for attribute in &fields {
        registry.field(items, &name, id, attribute);
    }
    true
}

/// The name in a line that says what kind of thing it names and nothing else: "Tabla: clients", "Entity: Order".
fn kind_and_name(line: &str) -> Option<(String, String)> {
    let (kind, name) = line.split_once([':', '：'])?;
    let name = name.trim().trim_end_matches([':', '：']);
    let told = KINDS.contains(&kind.trim().to_lowercase().as_str());
    (told && is_name(name)).then(|| (name.to_owned(), String::new()))
}

/// Words for a record that stand in front of its name.
const KINDS: &[&str] = &[
    "table",
    "entity",
    "model",
    "collection",
    "record",
    "tabla",
    "entidad",
    "modelo",
    "colección",
    "registro",
    "tabela",
    "entidade",
    "coleção",
    "entité",
    "modèle",
    "tabelle",
    "entität",
    "datensatz",
    "テーブル",
    "エンティティ",
    "テーブル名",
    "테이블",
    "엔티티",
    "表",
    "数据表",
    "表名",
    "实体",
    "таблица",
    "сущность",
    "коллекция",
];

/// The name in bold or code that opens a paragraph, and what follows it.
fn leading_name(context: &Context, paragraph: NodeId) -> Option<(String, String)> {
    let document = context.document;
    let first = document.children(paragraph).next()?;
    let node = document.node(first);
    let name = match node.kind {
        NodeKind::CodeSpan => text::code_span(document.slice(node.range)).to_owned(),
        NodeKind::Strong => text::plain(document, first, node.end),
        _ => return None,
    };
    let end = document.node(paragraph).range.end;
    let rest = document.slice(TextRange { start: node.range.end, end }).trim().to_owned();
    let name = name_of(name.trim_end_matches([':', ' ', '：']))?;
    Some((name, rest))
}

/// Whether the line right before a list says that it lists tables: "Use migrations for these tables:".
pub(super) fn announces_tables(context: &Context, list: NodeId) -> bool {
    const LONGEST: usize = 100;
    let Some(before) = context.before(list) else { return false };
    let node = context.document.node(before);
    if node.kind != NodeKind::Paragraph || node.range.len() > LONGEST || context.is_heading(before) {
        return false;
    }
    let line = context.text(before);
    line.trim_end().strip_suffix([':', '：']).is_some_and(super::lists_tables)
}
