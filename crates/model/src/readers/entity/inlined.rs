//! Records told in one line each, wherever they are listed: "`holds`: `id` (PK), `part_id` → `parts`, `until timestamptz`",
//! and single fields by their whole name: "`Hold.until: datetime`".

use super::headed::ELSEWHERE;
use super::registry::Registry;
use super::{NOT_OWN, is_name};
use crate::shape::{self, Attribute, is_type};
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeKind, SectionId, TextRange};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, _) in context.sections().skip(1) {
        let document = context.document;
        let coded = |statement: &&Statement| document.node(statement.first).kind == NodeKind::CodeSpan;
        let mut statements = context.statements(id).iter().filter(coded).peekable();
        if statements.peek().is_none()
            || context.outline.within(id, NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        for statement in statements {
            whole(context, id, statement, items, registry);
            single(context, id, statement, items, registry);
        }
    }
}

/// A record with its columns in one line, where one of them is a key.
fn whole(
    context: &Context,
    id: SectionId,
    statement: &Statement,
    items: &mut Items,
    registry: &mut Registry,
) {
    let source = context.document.slice(statement.range);
    let Some((name, rest)) = source.strip_prefix('`').and_then(|rest| rest.split_once('`')) else { return };
    let Some(rest) = rest.trim_start_matches('*').strip_prefix([':', '：']) else { return };
    let keyed =
        ["(PK)", "(FK)", "(pk)", "primary key", "PRIMARY KEY", "(PK,"].iter().any(|mark| rest.contains(mark));
    if !keyed || !is_name(name) || name.contains('.') || registry.has_fields(name) {
        return;
    }
    let mut fields = Vec::new();
    for part in text::parts(rest.split(". ").next().unwrap_or(rest), &[',', '/', ';']) {
        let Some(inner) = part.trim_start().strip_prefix('`') else { continue };
        let Some((code, about)) = inner.split_once('`') else { continue };
        let (field, kind) =
            code.split_once([' ', ':']).map_or((code, None), |(name, kind)| (name, Some(kind.trim())));
        if !is_name(field) || kind.is_some_and(|kind| !is_type(kind)) {
            continue;
        }
        let references = ["→ `", "-> `"]
            .iter()
            .find_map(|arrow| about.split_once(arrow))
            .and_then(|(_, to)| to.split('`').next())
            .map(str::to_owned)
            .or_else(|| shape::referred(about));
        let range = TextRange::of_slice(context.document.text(), field).unwrap_or(statement.range);
        let upper = about.to_uppercase();
        fields.push(Attribute {
            name: field.to_owned(),
            kind: kind.map(str::to_owned),
            primary: upper.contains("PK") || upper.contains("PRIMARY KEY"),
            foreign: references.is_some() || upper.contains("FK"),
            unique: upper.contains("UNIQUE"),
            references,
            range,
            ..Attribute::default()
        });
    }
    if fields.len() < 2 {
        return;
    }
    let name = registry.entity(items, name, id, statement.range, 2);
    for attribute in &fields {
        registry.field(items, &name, id, attribute);
    }
}

/// `` `Hold.until: datetime` ``, and `` `holds.until`, `parts.until`: `timestamptz` ``.
fn single(
    context: &Context,
    id: SectionId,
    statement: &Statement,
    items: &mut Items,
    registry: &mut Registry,
) {
    let document = context.document;
    let mut names: Vec<(&str, &str, TextRange)> = Vec::new();
    let mut kind = None;
    let mut end = statement.range.start;
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let gap = document.slice(TextRange { start: end, end: node.range.start }).trim();
        let (whole, told) = code.split_once(": ").map_or((code, None), |(whole, told)| (whole, Some(told)));
        let dotted = whole.split_once('.').filter(|(entity, field)| {
            is_name(entity)
                && is_name(field)
                && !field.contains('.')
                && (entity.starts_with(char::is_uppercase) || entity.ends_with('s'))
        });
        match dotted {
            Some((entity, field)) if matches!(gap, "" | ",") && kind.is_none() => {
                names.push((entity, field, node.range));
                kind = told.filter(|told| is_type(told));
            }
            _ if gap.starts_with(':') && kind.is_none() && is_type(code) => {
                kind = Some(code);
                break;
            }
            _ => break,
        }
        end = node.range.end;
    }
    let Some(kind) = kind else { return };
    for (entity, field, range) in names {
        let name = registry.entity(items, entity, id, range, 0);
        let attribute =
            Attribute { name: field.to_owned(), kind: Some(kind.to_owned()), range, ..Attribute::default() };
        registry.field(items, &name, id, &attribute);
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn records_in_one_line_each() {
        let text = "# T\n## Contract\n- `holds`: `id` (PK), `part_id` → `parts`, `pages numeric(4,3)`,\n  `state` (`open`|`done`), `at`. No doubles.\n- `parts`: see above\n- `parts.weight`, `holds.weight`: `int`\n- `Job.ref: str | None` — where\n- `app.py: string` is a file\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity holds fields=[\"id\",\"part_id\",\"pages\",\"state\",\"at\",\"weight\"]",
                "3 field holds.id key=primary",
                "3 field holds.part_id key=foreign references=parts",
                "3 relation holds -> parts from=holds to=parts cardinality=N:1",
                "3 field holds.pages type=numeric(4,3)",
                "4 field holds.state",
                "4 field holds.at",
                "6 entity parts fields=[\"weight\"]",
                "6 field parts.weight type=int",
                "6 field holds.weight type=int",
                "7 entity Job fields=[\"ref\"]",
                "7 field Job.ref type=str | None required=false",
            ]
        );
    }
}
