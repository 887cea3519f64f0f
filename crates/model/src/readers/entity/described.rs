//! Headings right below "Entities" that name one each, with nothing but words on it: "### Tray", "A tray holds sheets."

use super::registry::Registry;
use super::{NOT_OWN, heading_entity, phrase_of};
use crate::{Context, Items};
use abide_syntax::{Section, SectionId};
use abide_template::Concept;

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (holder, _) in context.sections().skip(1) {
        let outline = &context.outline;
        if !outline.concepts(holder).contains(&Concept::Entities) || outline.within(holder, NOT_OWN) {
            continue;
        }
        let below: Vec<(SectionId, &Section, Option<String>)> = context
            .sections()
            .filter(|(_, section)| section.parent == holder)
            .map(|(id, section)| (id, section, name(context, id, section)))
            .collect();
        // Among topics, a word is a topic as well.
        if below.iter().filter(|(.., name)| name.is_some()).count() * 2 <= below.len() {
            continue;
        }
        for (id, section, name) in below {
            let Some(name) = name.filter(|name| registry.name(name).is_none()) else { continue };
            if context.paragraphs(id).next().is_some() || !context.statements(id).is_empty() {
                registry.entity(items, &name, id, section.title_range, 1);
            }
        }
    }
}

/// The name that a heading is, if it stands for no part of a document.
fn name(context: &Context, id: SectionId, section: &Section) -> Option<String> {
    let named = heading_entity(context, id, section).filter(|name| name.starts_with(char::is_uppercase));
    named.or_else(|| phrase_of(&section.title).filter(|_| context.outline.concepts(id).is_empty()))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn names_below_entities() {
        let text = "# T\n## Entities\n### Tray\nA tray holds sheets.\n### PressGuard\n- An entity which stops the press.\n### Overview\nThese are all.\n## Entities\n### Naming rules\nShort.\n### Checks\nMany.\n";
        assert_eq!(
            shown(&[Kind::Entity], text),
            ["3 entity Tray fields=[]", "5 entity PressGuard fields=[]"]
        );
    }
}
