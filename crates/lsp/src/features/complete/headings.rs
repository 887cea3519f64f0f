//! The sections that the template still asks for.

use super::{At, Offer, Offers};
use abide_template::{Presence, SlotId};
use gen_lsp_types::CompletionItemKind;

/// Behind `#` at the start of a line, the headings that the document lacks: the next one first.
pub fn offers(at: &At) -> Offers {
    let marks = at.before.len() - at.before.trim_start_matches('#').len();
    if marks == 0 || marks > 6 || at.before.contains('`') {
        return None;
    }
    let spot = at.spot;
    let governed = spot.state.governed.as_ref()?;
    let library = &spot.live.workspace().project(spot.state)?.library;
    let version = library.templates.get(governed.template)?.versions.get(governed.version)?;
    let schema = library.set.schema(version.schema)?;
    let missing = |id: SlotId| governed.alignment.section(id).is_none();
    let asked = schema.slots().filter(|(id, slot)| missing(*id) && !slot.label && !slot.any_title);
    let mut asked: Vec<_> = asked.map(|(_, slot)| slot).collect();
    // What the template writes at this level comes first, and what it asks for before what it allows.
    asked.sort_by_key(|slot| (slot.level as usize != marks, !slot.is_required()));
    let offers = asked.into_iter().map(|slot| {
        let body = version.document.slice(slot.body).trim();
        let detail = match &slot.presence {
            Presence::Required => "asked for by the template",
            Presence::Optional(_) => "optional",
        };
        Offer {
            text: Some(format!("{} {}", "#".repeat(slot.level.clamp(1, 6) as usize), slot.title)),
            documentation: (!body.is_empty()).then(|| body.to_owned()),
            // Editors match what was typed, marks and all, against the label.
            label: format!("{} {}", "#".repeat(slot.level.clamp(1, 6) as usize), slot.title),
            kind: CompletionItemKind::Struct,
            detail: Some(detail.to_owned()),
        }
    });
    let offers: Vec<Offer> = offers.collect();
    (!offers.is_empty()).then(|| (at.last(at.before.len()), offers))
}
