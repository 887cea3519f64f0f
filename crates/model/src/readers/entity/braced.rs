//! Records whose fields stand in braces behind their name: "- Tray: `{kind: "tray", sheets: number, label?: string}`".

use super::registry::Registry;
use super::{NOT_OWN, is_data, is_name};
use crate::shape::Attribute;
use crate::{Context, Items};
use abide_syntax::TextRange;

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        if !context.document.slice(section.body).contains("`{")
            || !is_data(context, id)
            || context.outline.within(id, NOT_OWN)
        {
            continue;
        }
        for statement in context.statements(id) {
            let source = context.document.slice(statement.range).trim_start_matches('*');
            let Some((name, rest)) = source.split_once("`{") else { continue };
            let Some(inner) = rest.split_once("}`").map(|(inner, _)| inner) else { continue };
            let name = name.trim_end_matches(['*', ' ']);
            let name = name.strip_suffix([':', '：']).unwrap_or(name).trim_matches(['*', '`', ' ']);
            if !is_name(name) || !name.starts_with(char::is_uppercase) || registry.has_fields(name) {
                continue;
            }
            let fields = listed(inner, statement.range);
            // Without a type it may be an example.
            if !fields.iter().any(|field| field.kind.is_some()) {
                continue;
            }
            let name = registry.entity(items, name, id, statement.range, 2);
            for field in &fields {
                registry.field(items, &name, id, field);
            }
        }
    }
}

/// The members between braces, none where one of them is something else.
fn listed(inner: &str, range: TextRange) -> Vec<Attribute> {
    let mut fields = Vec::new();
    let mut depth = 0;
    let parts = inner.split(|c: char| {
        match c {
            '{' | '[' | '(' | '<' => depth += 1,
            '}' | ']' | ')' | '>' => depth -= 1,
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    for part in parts {
        let part = part.trim();
        if part.is_empty() || part.starts_with(['.', '…']) {
            continue;
        }
        let (name, kind) =
            part.split_once(':').map_or((part, None), |(name, kind)| (name.trim(), Some(kind.trim())));
        let optional = name.ends_with('?');
        let name = name.trim_end_matches('?');
        if !is_member(name) {
            return Vec::new();
        }
        fields.push(Attribute {
            name: name.to_owned(),
            kind: kind.filter(|kind| !kind.is_empty()).map(str::to_owned),
            required: optional.then_some(false),
            range,
            ..Attribute::default()
        });
    }
    fields
}

fn is_member(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn records_with_their_members_in_braces() {
        let text = "# Data Model (draft)\n## Press → Tray\n- Tray: `{kind:\"tray\", press, x:number, label?:{text?:string, size?:int}}`\n- Shown: `{\"kind\": 1}`\n## How it looks\n- Ink: `{a, b}` is an example\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity Tray fields=[\"kind\",\"press\",\"x\",\"label\"]",
                "3 field Tray.kind type=\"tray\"",
                "3 field Tray.press",
                "3 field Tray.x type=number",
                "3 field Tray.label type={text?:string, size?:int} required=false",
            ]
        );
    }
}
