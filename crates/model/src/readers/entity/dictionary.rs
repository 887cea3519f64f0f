//! Headings of a data dictionary that name a table or one of its columns: "Printing — `print_job`", "`print_job.pages`".

use super::registry::Registry;
use super::{is_data, is_name};
use crate::shape::Attribute;
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeKind, SectionId};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1).filter(|(id, _)| is_data(context, *id)) {
        let Some((before, code)) = in_code(context, id) else { continue };
        let field = |name: &str| Attribute {
            name: name.to_owned(),
            range: section.title_range,
            ..Attribute::default()
        };
        // "`print_job.pages`"
        if let Some((entity, column)) = code.split_once('.').filter(|_| before.is_empty())
            && [entity, column].iter().all(|name| is_identifier(name))
        {
            let entity = registry.entity(items, entity, id, section.title_range, 1);
            registry.field(items, &entity, id, &field(column));
            continue;
        }
        if !is_identifier(code) {
            continue;
        }
        if before.ends_with(['—', '–', '-', ':']) {
            registry.entity(items, code, id, section.title_range, 1);
        } else if before.is_empty()
            && let Some(entity) = entity_above(context, section.parent, registry)
        {
            // "`state` (`print_state`)" below "Printing — `print_job`"
            registry.field(items, &entity, id, &field(code));
        }
    }
}

/// The table that a heading names behind a dash.
fn entity_above(context: &Context, parent: SectionId, registry: &Registry) -> Option<String> {
    let (before, code) = in_code(context, parent)?;
    let known = before.ends_with(['—', '–', '-', ':']).then(|| registry.name(code)).flatten()?;
    Some(known.to_owned())
}

/// The first code in a heading, and what stands before it; none where more than a remark in brackets follows.
fn in_code<'a>(context: &Context<'a>, id: SectionId) -> Option<(&'a str, &'a str)> {
    let document = context.document;
    let section = document.section(id)?;
    let first =
        document.children(section.heading).find(|node| document.node(*node).kind == NodeKind::CodeSpan)?;
    let range = document.node(first).range;
    let source = document.text();
    let before = source.get(section.title_range.start as usize..range.start as usize)?.trim();
    let behind = source.get(range.end as usize..section.title_range.end as usize)?.trim();
    let alone = behind.is_empty() || behind.starts_with('(') && behind.ends_with(')');
    alone.then(|| (before, text::code_span(document.slice(range))))
}

/// A name with an underscore, as tables and columns have it; a single word may be anything.
fn is_identifier(name: &str) -> bool {
    is_name(name) && !name.contains('.') && name.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn tables_and_columns_in_headings() {
        let text = "# Data dictionary\n## Printing — `print_job`\nOne for each job.\n### `state` (`print_state`)\nNew, then done.\n### `tray.pages`\nHow many lie there.\n### Sign convention\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "2 entity print_job fields=[\"state\"]",
                "4 field print_job.state",
                "6 entity tray fields=[\"pages\"]",
                "6 field tray.pages",
            ]
        );
    }
}
