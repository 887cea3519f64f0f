//! Entities in lists: a bullet with its fields, or a list of fields under the entity's heading.

mod field;

use super::registry::Registry;
use super::{heading_entity, is_name, name_of};
use crate::shape::Attribute;
use crate::statement::{self, Statement};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
use field::{field, listed_fields};

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
    let entries: Vec<(NodeId, Statement)> = lists
        .iter()
        .flat_map(|list| document.children(*list))
        .filter_map(|item| Some((item, statement::own(document, id, item, false, &[], 0)?)))
        .collect();
    // Under the heading of an entity, bullets are its fields.
    if let Some(name) = heading_entity(context, id, section) {
        let fields: Vec<Attribute> =
            entries.iter().filter_map(|(_, statement)| field(context, statement, true)).collect();
        let listed: Vec<Attribute> =
            entries.iter().flat_map(|(_, statement)| listed_fields(context, statement, true)).collect();
        let fields = if listed.is_empty() { fields } else { listed };
        if !fields.is_empty() && (fields.len() * 2 >= entries.len() || fields.len() > entries.len()) {
            let name = registry.entity(items, &name, id, section.title_range, 2);
            for attribute in &fields {
                registry.field(items, &name, id, attribute);
            }
        }
        return;
    }
    let of_entities = context.outline.concepts(id).contains(&Concept::Entities);
    let of_data = of_entities || context.outline.concepts(id).contains(&Concept::DataModel);
    if !of_data && context.outline.within(id, &[Concept::Persistence, Concept::Indexes]) {
        return;
    }
    for (item, statement) in &entries {
        entity(context, id, *item, statement, of_entities, items, registry);
    }
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
            let word = source.get(..end)?;
            Some((Naming::Word(word), statement.range.start + u32::try_from(end).unwrap_or(0)))
        }
        _ => None,
    }
}

fn entity(
    context: &Context,
    id: SectionId,
    item: NodeId,
    statement: &Statement,
    of_entities: bool,
    items: &mut Items,
    registry: &mut Registry,
) {
    let document = context.document;
    let Some((naming, end)) = naming(context, statement) else { return };
    let rest = document.slice(TextRange { start: end, end: statement.range.end });
    let behind = rest.trim_start_matches(['*', '_']).trim_start();
    // A word or two may stand between the name and the colon: "`repo` descriptor: …".
    let separated = behind.is_empty()
        || behind.starts_with([':', '—', '–', '-', '(', '：', '→'])
        || behind.split_once(':').is_some_and(|(before, _)| {
            before.split_whitespace().count() <= 4 && !before.contains(['.', ','])
        });
    if !separated {
        return;
    }
    let mut fields = listed_fields(context, statement, false);
    let nested: Vec<Statement> = document
        .children(item)
        .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
        .flat_map(|list| document.children(list))
        .filter_map(|child| statement::own(document, id, child, false, &[], 0))
        .collect();
    for inner in &nested {
        let listed = listed_fields(context, inner, true);
        if listed.is_empty() {
            fields.extend(field(context, inner, false));
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
            None => return,
        },
        Naming::Word(word) if is_name(word) => {
            let alone = behind.is_empty();
            let named = word.starts_with(char::is_uppercase) || word.contains('_');
            if (alone && (!nested.is_empty() || of_entities) && named)
                || (!fields.is_empty() && named && !behind.is_empty())
            {
                word.to_owned()
            } else {
                return;
            }
        }
        _ => return,
    };
    let name = registry.entity(items, &name, id, statement.range, 3);
    for attribute in &fields {
        registry.field(items, &name, id, attribute);
    }
}
