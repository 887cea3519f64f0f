//! Entities in lists: a bullet with its fields, or a list of fields under the entity's heading.

mod bracketed;
mod choice;
mod details;
pub(super) mod field;
mod inline;
mod keyed;
mod led;
mod told;
mod worded;

use super::registry::Registry;
use super::{heading_entity, is_name, name_of, phrase_of};
use crate::shape::{self, Attribute};
use crate::statement::{self, Statement};
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{Node, NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
pub(super) use bracketed::named as named_fields;
pub(super) use details::default as default_in;
pub(super) use field::fields_of;
use field::{field, listed_fields};
use std::collections::HashSet;

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let Some(section) = context.document.section(id) else { return };
    let document = context.document;
    let lists: Vec<NodeId> = document
        .section_blocks(id)
        .filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }))
        .collect();
    if lists.is_empty() {
        return;
    }
    let entries: Vec<(NodeId, NodeId, Statement)> = lists
        .iter()
        .flat_map(|list| document.children(*list).map(|item| (*list, item)))
        .filter_map(|(list, item)| Some((list, item, statement::own(document, id, item, false, &[], 0)?)))
        .collect();
    // Under the heading of an entity, bullets are its fields.
    let phrase = || phrase_of(&section.title).filter(|name| registry.has_fields(name));
    if let Some(name) = heading_entity(context, id, section).or_else(phrase) {
        let statements: Vec<&Statement> = entries.iter().map(|(.., statement)| statement).collect();
        let mut fields = fields_of(context, &statements);
        if fields.is_empty() && lists.iter().all(|list| text::lists_identifiers(document.source(*list))) {
            fields = statements.iter().map(|entry| field::plain(&entry.text, entry.range)).collect();
        }
        // Beside a table of its fields, entries that open with names tell of more of them.
        if fields.len() * 2 < entries.len() && registry.has_fields(&name) {
            for list in &lists {
                let told = entries.iter().filter(|(of, ..)| of == list).map(|(.., statement)| statement);
                let told: Vec<Vec<Attribute>> = told.map(|entry| told::or_plainly(context, entry)).collect();
                if told.len() > 1 && told.iter().all(|fields| !fields.is_empty()) {
                    told.iter().flatten().for_each(|attribute| registry.field(items, &name, id, attribute));
                }
            }
            return;
        }
        if !fields.is_empty() && (fields.len() * 2 >= entries.len() || fields.len() > entries.len()) {
            let name = registry.entity(items, &name, id, section.title_range, 2);
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
        return;
    }
    let of_entities = context.outline.concepts(id).contains(&Concept::Entities)
        || lists_enumerations(&section.title)
        || lists_tables(&section.title);
    let of_data = of_entities || context.outline.concepts(id).contains(&Concept::DataModel);
    if !of_data && context.outline.within(id, &[Concept::Persistence, Concept::Indexes]) {
        return;
    }
    // A line that names an entity may stand before the list of its fields.
    let led: HashSet<NodeId> =
        lists.iter().copied().filter(|list| led::read(context, id, *list, items, registry)).collect();
    let told: Vec<&Statement> = entries.iter().map(|(.., statement)| statement).collect();
    let listing = of_data && worded::is_list_of_records(context, &told);
    let mut others: Vec<&Statement> = Vec::new();
    let mut keyed = 0;
    for (list, item, statement) in &entries {
        // Beside the code of a table, a name of one of its columns tells of that column.
        let column = || matches!(naming(context, statement), Some((Naming::Code(code), _)) if is_member(context, id, code));
        if led.contains(list) || column() {
            continue;
        }
        // "INDEX(day, slot)" tells of the columns of a table.
        if shape::constraint(&statement.text).is_some() {
            continue;
        }
        let of_entities = of_entities || led::announces_tables(context, *list);
        match entity(context, id, *item, statement, (of_entities, of_data, listing), items, registry) {
            Some(name) => keyed += usize::from(registry.has_fields(&name)),
            None => others.push(statement),
        }
    }
    // Beside records with their fields, a name in bold is one whose fields are not told: "**Desk**, **Tray**: where things lie".
    if of_data && keyed > 1 && keyed >= others.len() {
        for statement in others {
            for name in bold_names(context, statement) {
                registry.entity(items, &name, id, statement.range, 1);
            }
        }
    }
}

/// Whether a record that the code of a section defines has a member of this name.
fn is_member(context: &Context, id: SectionId, name: &str) -> bool {
    context.fences_of(id).next().is_some()
        && context
            .definitions()
            .iter()
            .filter(|(fence, _)| fence.section == id)
            .flat_map(|(_, definitions)| &definitions.shapes)
            .any(|shape| shape.attributes.iter().any(|attribute| attribute.name == name))
}

/// The names in bold, with commas between, that open an entry and are told about behind a colon or a dash.
fn bold_names(context: &Context, statement: &Statement) -> Vec<String> {
    let document = context.document;
    let mut names = Vec::new();
    let mut at = statement.range.start;
    for node in (statement.first.0..statement.end.0).map(NodeId) {
        let Node { kind: NodeKind::Strong, range, end, .. } = document.node(node) else { continue };
        let gap = document.slice(TextRange { start: at, end: range.start });
        if !gap.trim().trim_matches(['*', ',']).is_empty() {
            break;
        }
        let bold = text::plain(document, node, end);
        let bold = bold.trim_end_matches([':', '：', ' ']);
        let own =
            is_name(bold) && bold.starts_with(char::is_uppercase) && bold.chars().any(char::is_lowercase);
        if !own {
            return Vec::new();
        }
        names.push(bold.to_owned());
        at = range.end;
    }
    let behind = document.slice(TextRange { start: at, end: statement.range.end });
    let told = behind.trim_start_matches(['*', ' ']);
    let separated = told.is_empty()
        || told.starts_with([':', '—', '–', '-', '：'])
        || document.slice(TextRange { start: statement.range.start, end: at }).contains([':', '：']);
    if separated { names } else { Vec::new() }
}

/// A field that a list entry describes, where the list is known to be of fields.
pub(in crate::readers) fn field_of(context: &Context, statement: &Statement) -> Option<Attribute> {
    field(context, statement, true)
}

/// Whether a label introduces a list of fields.
pub(super) fn lists_fields(label: &str) -> bool {
    field::LISTING.contains(&text::squash(label).as_str())
}

/// How a bullet names what it is about.
enum Naming<'a> {
    /// In code.
    Code(&'a str),
    /// In bold.
    Bold(String),
    /// As a plain word.
    Word(&'a str),
}

fn naming<'a>(context: &Context<'a>, statement: &'a Statement) -> Option<(Naming<'a>, u32)> {
    let document = context.document;
    let first = document.node(statement.first);
    match first.kind {
        NodeKind::CodeSpan => {
            Some((Naming::Code(text::code_span(document.slice(first.range))), first.range.end))
        }
        NodeKind::Strong => {
            let plain = text::plain(document, statement.first, first.end);
            let mut inner = text::code_spans(document, statement.first, first.end);
            if let Some((_, code)) = inner.next()
                && plain.trim_end_matches(':') == code
            {
                return Some((Naming::Code(code), first.range.end));
            }
            Some((Naming::Bold(plain.trim_end_matches([':', ' ', '：']).to_owned()), first.range.end))
        }
        NodeKind::Text => {
            let source = document.slice(statement.range);
            // "Junction table `orders`: …" names what is in code.
            if let Some((node, code)) = text::code_spans(document, statement.first, statement.end).next() {
                let before = document
                    .slice(TextRange { start: statement.range.start, end: node.range.start })
                    .to_lowercase();
                let kind = [
                    "table",
                    "entity",
                    "model",
                    "collection",
                    "record",
                    "type",
                    "struct",
                    "document",
                    "object",
                ];
                let words = before.split_whitespace().count();
                if words <= 3 && before.split_whitespace().last().is_some_and(|last| kind.contains(&last)) {
                    return Some((Naming::Code(code), node.range.end));
                }
            }
            let end = source.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(source.len());
            // `note?: string` may be left out.
            let end =
                if source.get(end..).is_some_and(|rest| rest.starts_with("?:")) { end + 1 } else { end };
            let word = source.get(..end)?;
            Some((Naming::Word(word), statement.range.start + u32::try_from(end).unwrap_or(0)))
        }
        _ => None,
    }
}

/// The entity of an entry; its name, where it is one.
fn entity(
    context: &Context,
    id: SectionId,
    item: NodeId,
    statement: &Statement,
    (of_entities, of_data, listing): (bool, bool, bool),
    items: &mut Items,
    registry: &mut Registry,
) -> Option<String> {
    let document = context.document;
    let (naming, end) = naming(context, statement)?;
    let rest = document.slice(TextRange { start: end, end: statement.range.end });
    let behind = rest.trim_start_matches(['*', '_']).trim_start();
    // A word or two may stand between the name and the colon: "`repo` descriptor: …".
    let separated = behind.is_empty()
        || behind.starts_with([':', '—', '–', '-', '(', '：', '→', '（'])
        || behind.split_once(':').is_some_and(|(before, _)| {
            before.split_whitespace().count() <= 4 && !before.contains(['.', ','])
        });
    if !separated {
        return None;
    }
    // `Point { x, y }`, `Point(x, y=0)`, "**Point** (x, y)" hold their fields in brackets.
    if let Naming::Code(code) = &naming
        && of_data
        && let Some((name, fields)) = inline::in_code(code, statement.range)
    {
        let name = registry.entity(items, name, id, statement.range, 3);
        for attribute in &fields {
            registry.field(items, &name, id, attribute);
        }
        return Some(name);
    }
    let mut fields = bracketed::listed(document.text(), behind, statement.range);
    if fields.is_empty() {
        fields = listed_fields(context, statement, false);
    }
    if let Naming::Bold(_) | Naming::Word(_) = &naming
        && fields.is_empty()
        && let Some(inner) =
            behind.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner)
    {
        fields = inline::listed(inner, statement.range);
        if fields.is_empty() {
            fields = keyed::listed(inner, statement.range);
        }
    }
    if fields.is_empty() && listing {
        fields = worded::fields(behind, statement.range);
    }
    // "`State`: `new`, `done`" under "Enums" lists values.
    let values = match context.document.section(id) {
        Some(section) if lists_enumerations(&section.title) => inline::values(behind),
        _ => Vec::new(),
    };
    if !values.is_empty() {
        fields.clear();
    }
    let nested: Vec<Statement> = document
        .children(item)
        .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
        .flat_map(|list| document.children(list))
        .filter_map(|child| statement::own(document, id, child, false, &[], 0))
        .collect();
    let columns = document
        .children(item)
        .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
        .all(|list| text::lists_identifiers(document.source(list)));
    let announced = worded::announces_fields(&statement.text) || columns && of_data;
    for inner in &nested {
        let listed = listed_fields(context, inner, true);
        if listed.is_empty() {
            // "Sending time" is a name, "sent timestamp" a name and its type.
            let worded = worded::field(inner).filter(|field| {
                announced && field.name.contains(' ') && field.name.starts_with(char::is_uppercase)
            });
            let own = worded.or_else(|| field(context, inner, announced));
            fields.extend(own.or_else(|| worded::field(inner).filter(|_| announced)));
        } else {
            fields.extend(listed);
        }
    }
    let name = match naming {
        Naming::Code(code)
            if is_name(code)
                && (of_entities
                    || !fields.is_empty()
                    || code.starts_with(char::is_uppercase)
                    || code.contains('_')) =>
        {
            code.to_owned()
        }
        Naming::Bold(bold) if of_entities || !fields.is_empty() => match name_of(&bold) {
            Some(name) => name,
            // "**Line Item**", "**Line items**"
            None if of_entities
                && bold.split_whitespace().count() <= 4
                && bold.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-' || c == '/') =>
            {
                bold
            }
            None => return None,
        },
        // "Base config: the file that …" among the entities.
        Naming::Word(_) if of_entities && worded(statement).is_some() => worded(statement)?.to_owned(),
        Naming::Word(word) if is_name(word) => {
            // "Store (interface)" says what kind of definition it is.
            let kind = behind.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let alone =
                behind.is_empty() || kind.is_some_and(|kind| super::KIND_WORDS.contains(&kind.trim()));
            let named = word.starts_with(char::is_uppercase) || word.contains('_');
            if (alone && (!nested.is_empty() || of_entities) && named)
                || (!fields.is_empty() && named && !behind.is_empty())
            {
                word.to_owned()
            } else {
                return None;
            }
        }
        _ => return None,
    };
    let name = registry.entity(items, &name, id, statement.range, 3);
    for attribute in &fields {
        registry.field(items, &name, id, attribute);
    }
    if !values.is_empty()
        && let Some(draft) = items.find_mut(Kind::Entity, &name)
    {
        draft.fields.entry("values").or_insert_with(|| values.into());
    }
    Some(name)
}

/// The label of a line in plain words, where it can name an entity.
fn worded(statement: &Statement) -> Option<&str> {
    let cut = text::labelled(&statement.text)?;
    let words = cut.label.split_whitespace().count();
    let named = (2..=3).contains(&words)
        && !cut.rest.is_empty()
        && cut.label.starts_with(char::is_uppercase)
        && cut.label.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    (named && statement.text.get(cut.label.len()..)?.starts_with([':', '：'])).then_some(cut.label)
}

/// Whether a heading is about tables: "Required tables" above their names in code.
fn lists_tables(title: &str) -> bool {
    let lower = text::unnumbered(title).to_lowercase();
    ["tables", "tablas", "tabelas", "tabellen", "テーブル", "表", "테이블", "таблицы"].iter().any(|word| {
        lower
            .split_whitespace()
            .next_back()
            .is_some_and(|last| last == *word || !word.is_ascii() && last.ends_with(word))
    })
}

/// Whether a heading is about enumerations.
fn lists_enumerations(title: &str) -> bool {
    [
        "enum",
        "enums",
        "enumerations",
        "enumeraciones",
        "énumérations",
        "aufzählungen",
        "列挙型",
        "枚举",
        "열거형",
    ]
    .contains(&text::squash(title).as_str())
}
