//! Whether a document says elsewhere what a section of the template would hold.

use crate::{Context, Governing};
use abide_syntax::SectionId;
use abide_template::{Concept, How, Slot, SlotId, concepts_of_heading, is_bare, normalise};

/// Concepts of which authors write one where a template asks for another.
const KIN: &[&[Concept]] = &[
    &[Concept::Motivation, Concept::ProblemStatement, Concept::Background],
    &[Concept::Drawbacks, Concept::Risks, Concept::Limitations],
];

/// Whether a slot without a section of its own is answered all the same: its parts are there, another heading speaks of it
/// too, or the part that should hold it says that there is nothing.
pub(crate) fn is_covered(
    context: &Context,
    governing: &Governing,
    id: SlotId,
    slot: &Slot,
    parent: SectionId,
) -> bool {
    let below = |(_, other): &(SlotId, &Slot)| other.parent == Some(id) && !other.label && !other.repeats();
    let mut parts = governing.schema.slots().filter(below);
    if parts.any(|(part, _)| governing.alignment.match_of(part).is_some_and(|found| found.how == How::Same)) {
        return true;
    }
    let under = parent != SectionId::ROOT && Some(parent) != context.outline.title;
    // "Endpoint 1: …" is a sample: whatever stands in the part that asks for endpoints are endpoints.
    under && (slot.repeats() && !is_bare(context.document, parent) || says_nothing(context, parent))
        || context.outline.headings.iter().any(|heading| {
            let title = context.document.section(heading.section).map_or("", |section| &section.title);
            !heading.bold && speaks_of(title, slot, governing.alignment.slot(heading.section).is_some())
        })
}

/// The heading of the document's own that stands where a missing section would: it may be the section under another name.
/// Only where a single expected section is missing there; of several, nobody could tell which it is.
pub(crate) fn stand_in(
    context: &Context,
    governing: &Governing,
    id: SlotId,
    slot: &Slot,
) -> Option<SectionId> {
    let (schema, alignment) = (governing.schema, governing.alignment);
    let peers = || schema.slots().filter(|(_, peer)| peer.parent == slot.parent && !peer.label);
    let here = |peer: &(SlotId, &Slot)| Some((peer.0, alignment.section(peer.0)?));
    let before = peers().filter(|(peer, _)| *peer < id).filter_map(|peer| here(&peer)).last();
    let after = peers().filter(|(peer, _)| *peer > id).find_map(|peer| here(&peer));
    let ((before, from), (after, to)) = (before?, after?);
    let inside = |peer: SlotId| peer > before && peer < after;
    let open = peers().filter(|(peer, asked)| {
        let share = governing.siblings.have_section(schema, *peer, governing.written);
        inside(*peer) && asked.is_required() && (!share.tells() || share.is_expected())
    });
    if open.count() != 1 {
        return None;
    }
    let level = context.document.section(from)?.level;
    // A heading that the lexicon knows is something else.
    let mut between = context.outline.headings.iter().filter(|heading| {
        let place = !heading.bold && heading.level == level && from < heading.section && heading.section < to;
        place && alignment.slot(heading.section).is_none() && heading.concepts(context.document).is_empty()
    });
    between.next().map(|heading| heading.section)
}

/// Whether a heading names what a slot asks for among other things, or by another name.
fn speaks_of(title: &str, slot: &Slot, taken: bool) -> bool {
    let (parts, asked) = (parts_of(title), parts_of(&slot.title));
    // A heading that is another slot's counts only for what it names besides.
    if taken && parts.len() < 2 {
        return false;
    }
    let about: Vec<Concept> = asked.iter().flat_map(|part| concepts_of_heading(part)).collect();
    parts.iter().any(|part| {
        let key = normalise(part);
        let concepts = concepts_of_heading(part);
        !key.is_empty() && asked.iter().any(|asked| normalise(asked) == key)
            || concepts.iter().any(|concept| about.contains(concept))
            || !taken
                && KIN.iter().any(|kin| {
                    let among = |concepts: &[Concept]| concepts.iter().any(|concept| kin.contains(concept));
                    among(&concepts) && among(&about)
                })
    })
}

/// The things that a heading names: "Drawbacks / Alternatives", "Rationale and alternatives", "NFR1: Performance".
pub(crate) fn parts_of(title: &str) -> Vec<&str> {
    let words =
        [" and ", " And ", " AND ", " & ", "&", " y ", " et ", " und ", " e ", "と", "及び", "和", "и "];
    let mut parts = vec![title];
    for separator in words.into_iter().chain(["/", ",", "、", "，", "・", ": ", "："]) {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// "N/A", "None", "Not applicable: …" and nothing else of its own.
fn says_nothing(context: &Context, section: SectionId) -> bool {
    const NOTHING: &[&str] = &[
        "n/a",
        "none",
        "not applicable",
        "no aplica",
        "nicht zutreffend",
        "sans objet",
        "なし",
        "該当なし",
        "无",
        "없음",
        "нет",
    ];
    let document = context.document;
    let mut blocks = document.section_blocks(section);
    let first = blocks.next().map(|block| document.plain_text(block).to_lowercase());
    first.is_some_and(|first| NOTHING.iter().any(|nothing| first.starts_with(nothing)))
}
