//! The members of a record in a block behind a line with nothing but its name, or a heading that names it: "`PrintInput`:" and then
//! `{ pages: number }`.

use super::registry::Registry;
use super::{NOT_OWN, is_name};
use crate::fence::{CodeLine, Fence};
use crate::shape::{self, Definitions};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeKind, TextRange};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for fence in context
        .fences()
        .iter()
        .filter(|fence| fence.is(&["typescript", "ts", "", "text", "js", "javascript"]))
    {
        let lines = context.code_lines(fence);
        let opens = lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty());
        if opens != Some("{") || context.outline.within(fence.section, NOT_OWN) {
            continue;
        }
        let named = caption(context, fence).map(|(name, range)| (name.to_owned(), range));
        let Some((name, range)) =
            named.or_else(|| title(context, fence)).filter(|(name, _)| !registry.has_fields(name))
        else {
            continue;
        };
        let Definitions { shapes, .. } = members(lines, &name);
        let Some(shape) = shapes.first().filter(|shape| !shape.attributes.is_empty()) else { continue };
        let name = registry.entity(items, &name, fence.section, range, 2);
        for attribute in &shape.attributes {
            registry.field(items, &name, fence.section, attribute);
        }
    }
}

/// The name that is all that a paragraph says.
fn caption<'a>(context: &Context<'a>, fence: &Fence) -> Option<(&'a str, TextRange)> {
    let document = context.document;
    let before = context.before(fence.node)?;
    let node = document.node(before);
    if node.kind != NodeKind::Paragraph {
        return None;
    }
    let (_, code) = text::code_spans(document, before, node.end).next()?;
    let source = document.slice(node.range).trim().trim_end_matches([':', '：', '*']).trim_start_matches('*');
    let alone = source.strip_prefix('`')?.strip_suffix('`')? == code;
    (alone && is_name(code) && code.starts_with(char::is_uppercase)).then_some((code, node.range))
}

/// The name that the heading gives to the one block below it: "PrintInput schema", "Job record".
fn title(context: &Context, fence: &Fence) -> Option<(String, TextRange)> {
    let section = context.document.section(fence.section)?;
    let alone = context.fences_of(fence.section).count() == 1;
    let told = super::named_by_suffix(&section.title) || super::is_data(context, fence.section);
    let name = super::code::heading_of_schema(context, fence.section).filter(|_| alone && told)?;
    name.starts_with(char::is_uppercase).then_some((name, section.title_range))
}

/// The members, as those of a record with that name.
fn members(lines: &[CodeLine], name: &str) -> Definitions {
    let header = format!("interface {name} {{");
    let mut open = false;
    let headed: Vec<CodeLine> = lines
        .iter()
        .map(|line| {
            let first = !open && line.text.trim() == "{";
            open |= first;
            if first { CodeLine { range: line.range, text: &header } } else { *line }
        })
        .collect();
    shape::members(&headed)
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn a_block_below_a_heading_that_names_its_record() {
        let text = "# T\n## Printing\n### Sheet schema\n```typescript\n{\n  id: string;\n  ink: \"black\" | \"red\";\n}\n```\n### printSheet\n```js\n{\n  id: 4,\n}\n```\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity Sheet fields=[\"id\",\"ink\"]",
                "6 field Sheet.id type=string",
                "7 field Sheet.ink type=\"black\" | \"red\"",
            ]
        );
    }

    #[test]
    fn a_block_behind_a_name() {
        let text = "# T\n## Jobs\n`PrintInput`:\n```typescript\n{\n  pages: number   // at least 1\n  duplex?: boolean\n}\n```\nThe `Answer` is:\n```ts\n{\n  x: string\n}\n```\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 entity PrintInput fields=[\"pages\",\"duplex\"]",
                "6 field PrintInput.pages type=number description=at least 1",
                "7 field PrintInput.duplex type=boolean required=false",
            ]
        );
    }
}
