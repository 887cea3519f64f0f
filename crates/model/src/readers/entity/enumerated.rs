//! The fields of an entity in one sentence below its heading: "`id`, `box_id`, `pages` (integer, at least 1) and `made_at`. Sheets are
//! never changed."

use super::bullets::named_fields;
use super::heading_entity;
use super::registry::Registry;
use crate::{Context, Items};
use abide_syntax::SectionId;

/// So many names are the fields of something, and no remark about code.
const ENOUGH: usize = 3;

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items, registry: &mut Registry) {
    let Some(section) = context.document.section(id) else { return };
    let document = context.document;
    let opening =
        context.paragraphs(id).find(|(_, range)| document.slice(*range).trim_start().starts_with('`'));
    let Some((_, range)) = opening else { return };
    let Some(name) = heading_entity(context, id, section).filter(|name| !registry.has_fields(name)) else {
        return;
    };
    let fields = named_fields(document.text(), document.slice(range), range);
    if fields.len() >= ENOUGH {
        let name = registry.entity(items, &name, id, section.title_range, 2);
        for attribute in &fields {
            registry.field(items, &name, id, attribute);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn fields_in_a_sentence_below_their_entity() {
        let text = "# T\n## Data model\n### Sheet\nWhat a press gave.\n\n`id`, `box_id`, `pages` (integer, at least 1, required), `made_by` (who asked) and `made_at`. Sheets are never changed.\n";
        let lines = shown(READER.kinds, text);
        assert!(
            lines[0].contains("entity Sheet fields=[\"id\",\"box_id\",\"pages\",\"made_by\",\"made_at\"]"),
            "{lines:#?}"
        );
        let pages = lines.iter().find(|line| line.contains("Sheet.pages")).unwrap();
        assert!(pages.contains("type=integer") && pages.contains("required=true"), "{pages}");
    }

    #[test]
    fn sentences_with_code_are_none() {
        for said in [
            "`open` and `shut` are its states.",
            "`press`, `fold`, and then `cut` it.",
            "`id` (a number) and more.",
        ] {
            let text = format!("# T\n## Data model\n### Sheet\n{said}\n");
            assert!(!shown(READER.kinds, &text).iter().any(|line| line.contains(" field ")), "{said}");
        }
    }
}
