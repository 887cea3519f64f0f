//! Entities in lists: a bullet with its fields, or a list of fields under the entity's heading.

use super::registry::Registry;
use super::{heading_entity, is_name, name_of, tables};
use crate::shape::{Attribute, is_type};
use crate::statement::{self, Statement};
use crate::text::{self, labelled};
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

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

/// Labels that introduce a list of fields.
const LISTING: &[&str] = &[
    "fields",
    "attributes",
    "columns",
    "properties",
    "keyfields",
    "keyattributes",
    "members",
    "campos",
    "atributos",
    "champs",
    "felder",
    "attribute",
    "フィールド",
    "属性",
    "カラム",
    "필드",
    "속성",
    "字段",
    "поля",
    "requiredfields",
    "optionalfields",
    "corefields",
];

/// Fields listed on one line: "`order`: `id`, `total`", "Fields: `a`, `b`", "Order: … Attributes: id, total".
fn listed_fields(context: &Context, statement: &Statement, nested: bool) -> Vec<Attribute> {
    let document = context.document;
    let cut = labelled(&statement.text);
    let label = cut.as_ref().map(|cut| text::squash(cut.label)).unwrap_or_default();
    let mut codes: Vec<(TextRange, &str)> = text::code_spans(document, statement.first, statement.end)
        .map(|(node, code)| (node.range, code))
        .collect();
    if LISTING.contains(&label.as_str()) {
        if codes.is_empty() {
            let rest = cut.map_or("", |cut| cut.rest);
            return tables::words(rest).into_iter().map(|name| plain(&name, statement.range)).collect();
        }
        return codes.into_iter().filter_map(|(range, code)| coded(code, range)).collect();
    }
    if nested {
        return Vec::new();
    }
    // The name, then code after code with nothing but commas between.
    let starts_with_code = codes.first().is_some_and(|(range, _)| {
        document
            .slice(TextRange { start: statement.range.start, end: range.start })
            .split_whitespace()
            .count()
            <= 3
    });
    if starts_with_code || matches!(document.node(statement.first).kind, NodeKind::Strong) {
        if starts_with_code && codes.len() > 1 {
            codes.remove(0);
        } else if starts_with_code {
            return Vec::new();
        }
        let joined = codes.windows(2).all(|pair| match pair {
            [(before, _), (after, _)] => {
                let gap = document.slice(TextRange { start: before.end, end: after.start });
                let bare = gap.trim().trim_start_matches(['*', ')']).trim();
                matches!(bare, "," | ";" | "/" | "and" | ", and" | "+")
                    || gap.len() < 40 && gap.contains(',') && gap.contains(['(', ')'])
            }
            _ => true,
        });
        if codes.len() >= 2 && joined {
            return codes.into_iter().filter_map(|(range, code)| coded(code, range)).collect();
        }
    }
    // "… Attributes: id, total."
    let lower = statement.text.to_lowercase();
    for phrase in ["attributes: ", "fields: ", "key attributes: ", "columns: ", "properties: "] {
        if let Some(at) = lower.find(phrase)
            && lower.len() == statement.text.len()
            && let Some(rest) = statement.text.get(at + phrase.len()..)
        {
            let sentence = rest.split(". ").next().unwrap_or(rest);
            return tables::words(sentence).into_iter().map(|name| plain(&name, statement.range)).collect();
        }
    }
    Vec::new()
}

fn plain(name: &str, range: TextRange) -> Attribute {
    Attribute { name: name.to_owned(), range, ..Attribute::default() }
}

/// A field in code, perhaps with its type: `id: uuid`, `name?`.
fn coded(code: &str, range: TextRange) -> Option<Attribute> {
    let (name, kind) =
        code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind.trim().to_owned())));
    let name = name.trim();
    let optional = name.ends_with('?');
    let name = name.trim_end_matches(['?', '[', ']']);
    (is_field_name(name)).then(|| Attribute {
        name: name.to_owned(),
        kind,
        required: optional.then_some(false),
        range,
        ..Attribute::default()
    })
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '@')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@'))
}

/// Labels about an entity as a whole.
const NOT_FIELDS: &[&str] = &[
    "type",
    "key",
    "value",
    "values",
    "rawformat",
    "format",
    "purpose",
    "description",
    "note",
    "notes",
    "relationships",
    "relations",
    "constraints",
    "indexes",
    "index",
    "invariants",
    "invariant",
    "example",
    "examples",
    "states",
    "storage",
    "storedin",
    "usage",
    "source",
    "rule",
    "rules",
    "fields",
    "lifecycle",
    "validation",
    "primarykey",
    "unique",
    "uniqueness",
    "represents",
    "ownership",
    "path",
];

/// One field: "`id`: UUID, primary key", "`id` (uuid)", "name: string". `trusted` where the list is known to be of fields.
fn field(context: &Context, statement: &Statement, trusted: bool) -> Option<Attribute> {
    let (naming, end) = naming(context, statement)?;
    let document = context.document;
    let (name, marked) = match naming {
        Naming::Code(code) => (code.to_owned(), true),
        Naming::Bold(bold) => (bold, true),
        Naming::Word(word) => (word.to_owned(), false),
    };
    // `id: uuid` in code holds both.
    if let Some((inner, kind)) = name.split_once(':')
        && is_field_name(inner.trim_end_matches('?'))
    {
        return Some(Attribute {
            name: inner.trim_end_matches('?').to_owned(),
            kind: Some(kind.trim().to_owned()),
            required: inner.ends_with('?').then_some(false),
            range: statement.range,
            ..Attribute::default()
        });
    }
    let optional = name.ends_with('?');
    let name = name.trim_end_matches('?');
    if !is_field_name(name) || NOT_FIELDS.contains(&text::squash(name).as_str()) && !(trusted && marked) {
        return None;
    }
    let rest = document.slice(TextRange { start: end, end: statement.range.end }).replace('`', "");
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    let separated = rest.starts_with([':', '(', '—', '–', '-', '：']);
    if !separated && !rest.is_empty() {
        // "id UUID primary key"
        let first = rest.split([',', '—', '(']).next().unwrap_or_default();
        if marked && is_type(first) || trusted && is_type(first) && first.split_whitespace().count() <= 4 {
            return Some(with_details(name, rest, optional, statement.range));
        }
        return None;
    }
    if rest.is_empty() {
        return (marked && trusted).then(|| plain(name, statement.range));
    }
    let inner = rest.trim_start_matches([':', '(', '—', '–', '-', '：', ' ']);
    let typed = is_type(
        inner
            .split([',', ')', '—', '–', ';', '.'])
            .next()
            .unwrap_or_default()
            .split(" - ")
            .next()
            .unwrap_or_default(),
    );
    let compound = text::is_compound(name);
    (typed || marked && (trusted || compound || name.starts_with(char::is_lowercase)))
        .then(|| with_details(name, inner, optional, statement.range))
}

/// Reads the type, keys and the like from what is said about a field.
fn with_details(name: &str, said: &str, optional: bool, range: TextRange) -> Attribute {
    let first = said
        .split([',', ')', '—', '–', ';'])
        .next()
        .unwrap_or_default()
        .split(" - ")
        .next()
        .unwrap_or_default();
    let first = first.split(" (").next().unwrap_or(first).trim().trim_end_matches('.');
    let upper = said.to_uppercase();
    let has = |word: &str| upper.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    let typed = is_type(first);
    let kind = typed.then(|| {
        let mut kind = first;
        for word in [
            " primary key",
            " not null",
            " unique",
            " required",
            " optional",
            " PRIMARY KEY",
            " NOT NULL",
            " UNIQUE",
        ] {
            kind = kind.split(word).next().unwrap_or(kind);
        }
        kind.trim().to_owned()
    });
    let lower = said.to_lowercase();
    let required = if optional || has("NULLABLE") || has("OPTIONAL") {
        Some(false)
    } else if upper.contains("NOT NULL")
        || lower.contains("(required")
        || lower.split([',', ')', ';']).any(|part| part.trim() == "required")
    {
        Some(true)
    } else {
        None
    };
    let description = said
        .get(first.len()..)
        .unwrap_or_default()
        .trim_start_matches(|c: char| c.is_whitespace() || "),—–-:;".contains(c));
    let description =
        if description.contains('(') { description } else { description.trim_end_matches([')', '.']) };
    Attribute {
        name: name.to_owned(),
        primary: has("PK") || upper.contains("PRIMARY KEY"),
        unique: has("UNIQUE"),
        required,
        description: Some(if typed { description } else { said }.trim().to_owned())
            .filter(|text| !text.is_empty()),
        kind,
        range,
        ..Attribute::default()
    }
}
