//! Whether a document says elsewhere what a section of the template would hold.

use crate::{Context, Governing};
use abide_syntax::SectionId;
use abide_template::{Concept, How, Slot, SlotId, concepts_of_heading, is_bare, normalise};

/// Concepts of which authors write one where a template asks for another.
const KIN: &[&[Concept]] = &[
    &[Concept::Motivation, Concept::ProblemStatement, Concept::Background],
    &[Concept::Drawbacks, Concept::Risks, Concept::Limitations],
];

/// What the headings of a document name, read once for all slots.
pub(crate) struct Spoken(Vec<Heading>);

struct Heading {
    /// Whether it stands for a slot.
    taken: bool,
    parts: Vec<Part>,
}

struct Part {
    key: String,
    concepts: Vec<Concept>,
}

impl Spoken {
    /// Reads all headings that are no bold lines.
    pub(crate) fn new(context: &Context, governing: &Governing) -> Self {
        let headings = context.outline.headings.iter().filter(|heading| !heading.bold).map(|heading| {
            let title = context.document.section(heading.section).map_or("", |section| &section.title);
            Heading { taken: governing.alignment.slot(heading.section).is_some(), parts: read(title) }
        });
        Self(headings.collect())
    }

    /// Whether a heading names what a slot asks for among other things, or by another name.
    fn names(&self, slot: &Slot) -> bool {
        let asked = read(&slot.title);
        self.0.iter().any(|heading| {
            // A heading that is another slot's counts only for what it names besides.
            let besides = !heading.taken || heading.parts.len() > 1;
            let mut pairs =
                heading.parts.iter().flat_map(|part| asked.iter().map(move |asked| (part, asked)));
            besides && pairs.any(|(part, asked)| part.is(asked) || !heading.taken && part.is_kin(asked))
        })
    }
}

impl Part {
    fn is(&self, other: &Part) -> bool {
        !self.key.is_empty() && self.key == other.key
            || self.concepts.iter().any(|concept| other.concepts.contains(concept))
    }

    fn is_kin(&self, other: &Part) -> bool {
        let among = |part: &Part, kin: &[Concept]| part.concepts.iter().any(|concept| kin.contains(concept));
        KIN.iter().any(|kin| among(self, kin) && among(other, kin))
    }
}

fn read(title: &str) -> Vec<Part> {
    let part = |part: &str| Part { key: normalise(part), concepts: concepts_of_heading(part) };
    parts_of(title).into_iter().map(part).collect()
}

/// Whether a slot without a section of its own is answered all the same: its parts are there, another heading speaks of it
/// too, or the part that should hold it says that there is nothing.
pub(crate) fn is_covered(
    context: &Context,
    governing: &Governing,
    spoken: &Spoken,
    (id, slot): (SlotId, &Slot),
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
        || spoken.names(slot)
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

fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "And" | "AND" | "y" | "et" | "und" | "e")
}

/// The things that a heading names: "Drawbacks / Alternatives", "Rationale and alternatives", "NFR1: Performance".
pub(crate) fn parts_of(title: &str) -> Vec<&str> {
    let words =
        [" and ", " And ", " AND ", " & ", "&", " y ", " et ", " und ", " e ", "と", "及び", "和", "и "];
    let mut parts = vec![title];
    let separators = words.into_iter().chain(["/", ",", "、", "，", "・", ": ", "："]);
    let ascii = title.is_ascii();
    // Most titles are one part.
    let joined = !ascii
        || title.bytes().any(|byte| matches!(byte, b'&' | b'/' | b',' | b':'))
        || title.split(' ').any(is_joint);
    // What is not ASCII does not occur in what is, and most titles are.
    let occurs = |separator: &&str| (!ascii || separator.is_ascii()) && title.contains(separator);
    for separator in separators.filter(|separator| joined && occurs(separator)) {
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
