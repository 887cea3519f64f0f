//! How a document answers to a schema: which of its sections stand for which slots.

use crate::Concept;
use crate::outline::{Heading, Outline, Words};
use crate::schema::{Schema, Slot, SlotId};
use abide_syntax::{Document, SectionId};

/// A document held against a schema.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// All matches, in the order of the document.
    pub matches: Vec<Match>,
    /// For each section of the document, the slot that it stands for.
    slot_of: Vec<Option<SlotId>>,
    /// For each slot, the first section that stands for it.
    section_of: Vec<Option<SectionId>>,
    /// The share of the template's headings that the document has, from 0 to 1.
    pub coverage: f32,
    /// The share of the template's headings that the document kept as they are, from 0 to 1.
    pub kept: f32,
    /// The share of the document's headings that the template explains, from 0 to 1.
    pub explained: f32,
}

/// One section that stands for one slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// What the template asks for.
    pub slot: SlotId,
    /// What the document has.
    pub section: SectionId,
    /// Why they belong together.
    pub how: How,
}

/// Why a section stands for a slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    /// The headings are the same, but for case, numbering, decoration and hints, or by a synonym from settings.
    Same,
    /// One of any number: "Component B" for "Component A".
    Repeated,
    /// One of the parts that may be called anything, under their common part.
    Free,
    /// The headings mean the same in the lexicon of concepts.
    Concept,
    /// The headings are alike in letters or words, from 0 to 1.
    Alike(f32),
    /// Neighbours match, and this is the only one between them in a translated document.
    Position,
}

impl How {
    /// Whether the heading itself was kept.
    pub fn is_kept(self) -> bool {
        matches!(self, How::Same | How::Repeated)
    }
}

impl Alignment {
    /// The slot that a section stands for.
    pub fn slot(&self, section: SectionId) -> Option<SlotId> {
        self.slot_of.get(section.index()).copied().flatten()
    }

    /// The first section that stands for a slot.
    pub fn section(&self, slot: SlotId) -> Option<SectionId> {
        self.section_of.get(slot.index()).copied().flatten()
    }

    /// The match of a slot's first section.
    pub fn match_of(&self, slot: SlotId) -> Option<Match> {
        self.matches.iter().copied().find(|found| found.slot == slot)
    }

    /// Whether any slot of a family has a section.
    pub fn has_family(&self, schema: &Schema, slot: SlotId) -> bool {
        let family = schema.slot(slot).and_then(|slot| slot.family).unwrap_or(slot);
        schema
            .slots()
            .any(|(id, member)| (id == family || member.family == Some(family)) && self.section(id).is_some())
    }
}

/// Finds the sections of `document` that stand for the slots of `schema`.
pub fn align(schema: &Schema, outline: &Outline, document: &Document) -> Alignment {
    let mut aligner = Aligner {
        schema,
        document,
        outline,
        matches: Vec::new(),
        slot_of: vec![None; document.sections().len()],
        section_of: vec![None; schema.slots.len()],
    };
    aligner.by_title();
    aligner.free_titles();
    aligner.by_concept();
    aligner.by_likeness();
    aligner.by_position();
    aligner.finish()
}

type Offer = (i32, SlotId, How);

fn better(known: Option<Offer>, offer: Offer) -> Option<Offer> {
    if known.is_none_or(|(score, ..)| offer.0 > score) { Some(offer) } else { known }
}

struct Aligner<'a> {
    schema: &'a Schema,
    document: &'a Document,
    outline: &'a Outline,
    matches: Vec<Match>,
    slot_of: Vec<Option<SlotId>>,
    section_of: Vec<Option<SectionId>>,
}

impl<'a> Aligner<'a> {
    fn set(&mut self, slot: SlotId, section: SectionId, how: How) {
        if let Some(place) = self.slot_of.get_mut(section.index()) {
            *place = Some(slot);
        }
        if let Some(place) = self.section_of.get_mut(slot.index())
            && place.is_none()
        {
            *place = Some(section);
        }
        self.matches.push(Match { slot, section, how });
    }

    fn is_taken(&self, slot: SlotId) -> bool {
        self.section_of.get(slot.index()).is_some_and(Option::is_some)
    }

    /// The slot of the nearest section above that has one.
    fn slot_above(&self, section: SectionId) -> Option<SlotId> {
        let mut at = self.document.section(section)?.parent;
        while at != SectionId::ROOT {
            if let Some(slot) = self.slot_of.get(at.index()).copied().flatten() {
                return Some(slot);
            }
            at = self.document.section(at)?.parent;
        }
        None
    }

    /// Whether a slot's parent is what stands above a section, families counted as one.
    fn same_parent(&self, slot: &Slot, above: Option<SlotId>) -> bool {
        let family = |id: SlotId| self.schema.slot(id).and_then(|slot| slot.family).unwrap_or(id);
        slot.parent.map(family) == above.map(family)
    }

    fn by_title(&mut self) {
        let (schema, outline) = (self.schema, self.outline);
        let mut last = 0;
        for heading in &outline.headings {
            let above = self.slot_above(heading.section);
            let same = schema.by_title.get(&heading.digest).map_or(&[][..], Vec::as_slice);
            let mut best = None;
            for id in same {
                let Some(slot) = schema.slot(*id) else { continue };
                let taken = self.is_taken(*id);
                if taken && !slot.repeats() && !self.is_within_repeated(slot, above) {
                    continue;
                }
                let score = self.score(heading, slot, *id, above, last) + if taken { 0 } else { 8 };
                best = better(best, (score, *id, How::Same));
            }
            if best.is_none() {
                // "requirement" is itself a prefix where a colon and a name followed it.
                for digest in heading.prefix.into_iter().chain([heading.digest]) {
                    for id in schema.by_prefix.get(&digest).map_or(&[][..], Vec::as_slice) {
                        let Some(slot) = schema.slot(*id) else { continue };
                        let score = self.score(heading, slot, *id, above, last)
                            + if self.is_taken(*id) { 0 } else { 1 };
                        best = better(best, (score, *id, How::Repeated));
                    }
                }
            }
            if let Some((_, id, how)) = best {
                last = id.0;
                self.set(id, heading.section, how);
            }
        }
    }

    /// Labels within a repeated part come once for each.
    fn is_within_repeated(&self, slot: &Slot, above: Option<SlotId>) -> bool {
        let parent = slot.parent.and_then(|id| self.schema.slot(id));
        parent.is_some_and(Slot::repeats) && self.same_parent(slot, above)
    }

    fn score(&self, heading: &Heading, slot: &Slot, id: SlotId, above: Option<SlotId>, last: u32) -> i32 {
        let parent = if self.same_parent(slot, above) { 8 } else { 0 };
        let order = if id.0 >= last { 2 } else { 0 };
        let style = if heading.bold == slot.label { 1 } else { 0 };
        parent + order + style - i32::from(heading.level.abs_diff(slot.level)).min(3)
    }

    /// Sections under a part whose children may be called anything.
    fn free_titles(&mut self) {
        let (schema, outline) = (self.schema, self.outline);
        for heading in outline.headings.iter().filter(|heading| !heading.bold) {
            if self.slot_of.get(heading.section.index()).copied().flatten().is_some() {
                continue;
            }
            let above = self.slot_above(heading.section);
            let direct = self.document.section(heading.section).map(|section| section.parent);
            let Some(parent) = above
                .filter(|above| direct.is_some_and(|at| self.slot_of.get(at.index()) == Some(&Some(*above))))
            else {
                continue;
            };
            let free = schema.slots().find(|(_, slot)| {
                !slot.label
                    && (slot.any_title || slot.family.is_some())
                    && self.same_parent(slot, Some(parent))
            });
            if let Some((id, _)) = free {
                self.set(id, heading.section, How::Free);
            }
        }
    }

    fn open_slots(&self) -> impl Iterator<Item = (SlotId, &'a Slot)> {
        let open = |(id, slot): &(SlotId, &Slot)| !slot.label && !slot.any_title && !self.is_taken(*id);
        self.schema.slots().filter(open)
    }

    fn open_headings(&self) -> Vec<&'a Heading> {
        let open = self.outline.headings.iter();
        open.filter(|heading| self.slot_of.get(heading.section.index()).copied().flatten().is_none())
            .collect()
    }

    /// Whether a heading may stand for a slot by its place: under the same part, or about as deep.
    fn fits(&self, heading: &Heading, slot: &Slot) -> bool {
        let above = self.slot_above(heading.section);
        if self.same_parent(slot, above) {
            return true;
        }
        // Where the part above was left out, its children may stand one level up.
        let parent_open = slot.parent.is_some_and(|parent| !self.is_taken(parent));
        parent_open && heading.level.abs_diff(slot.level) <= 1
    }

    fn by_concept(&mut self) {
        let slots: Vec<(SlotId, &Slot, &[Concept])> = self
            .open_slots()
            .filter(|(_, slot)| !slot.concepts.is_empty())
            .map(|(id, slot)| (id, slot, slot.concepts.as_slice()))
            .collect();
        if slots.is_empty() {
            return;
        }
        let headings: Vec<(&Heading, &[Concept])> = self
            .open_headings()
            .into_iter()
            .filter(|heading| slots.iter().any(|(_, slot, _)| self.fits(heading, slot)))
            .map(|heading| (heading, heading.concepts(self.document)))
            .filter(|(_, concepts)| !concepts.is_empty())
            .collect();
        for (heading, concepts) in &headings {
            let shares = |slot: &[Concept]| slot.iter().any(|concept| concepts.contains(concept));
            let mut candidates = slots
                .iter()
                .filter(|(id, slot, about)| shares(about) && !self.is_taken(*id) && self.fits(heading, slot));
            // Two candidates on either side would be a guess.
            let (Some((id, slot, about)), None) = (candidates.next(), candidates.next()) else { continue };
            let rivals = headings.iter().filter(|(rival, theirs)| {
                theirs.iter().any(|concept| about.contains(concept)) && self.fits(rival, slot)
            });
            if rivals.count() == 1 {
                self.set(*id, heading.section, How::Concept);
            }
        }
    }

    fn by_likeness(&mut self) {
        const ENOUGH: f32 = 0.5;
        let mut pairs = Vec::new();
        let mut open = self.open_slots().peekable();
        if open.peek().is_none() {
            return;
        }
        let headings = self.open_headings().into_iter().filter(|heading| !heading.bold);
        let headings: Vec<(&Heading, Words)> =
            headings.map(|heading| (heading, Words::new(&heading.key))).collect();
        for (id, slot) in open {
            let words = Words::new(&slot.key);
            for (heading, theirs) in &headings {
                let likeness = words.likeness(theirs);
                if likeness >= ENOUGH && self.fits(heading, slot) {
                    pairs.push((likeness, id, heading.section));
                }
            }
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (likeness, id, section) in pairs {
            let free = self.slot_of.get(section.index()).copied().flatten().is_none();
            if free && !self.is_taken(id) {
                self.set(id, section, How::Alike(likeness));
            }
        }
    }

    /// In a translated document, the only heading between two that match stands for the only slot between theirs.
    fn by_position(&mut self) {
        let headings = self.open_headings();
        let foreign = headings.iter().filter(|heading| heading.is_foreign()).count();
        if foreign == 0 {
            return;
        }
        for (id, slot) in self.open_slots().collect::<Vec<_>>() {
            let before = (0..id.0).rev().map(SlotId).find(|at| self.peer(slot, *at) && self.is_taken(*at));
            let after = (id.0 + 1..self.schema.slots.len() as u32)
                .map(SlotId)
                .find(|at| self.peer(slot, *at) && self.is_taken(*at));
            let open_between = self.open_slots().filter(|(other, peer)| {
                peer.parent == slot.parent
                    && before.is_none_or(|before| *other > before)
                    && after.is_none_or(|after| *other < after)
            });
            if open_between.count() != 1 || (before.is_none() && after.is_none()) {
                continue;
            }
            let section =
                |at: Option<SlotId>| at.and_then(|at| self.section_of.get(at.index()).copied().flatten());
            let (from, to) = (section(before), section(after));
            let mut between = headings.iter().filter(|heading| {
                heading.is_foreign()
                    && self.slot_of.get(heading.section.index()).copied().flatten().is_none()
                    && self.same_parent(slot, self.slot_above(heading.section))
                    && heading.level == slot.level
                    && from.is_none_or(|from| heading.section > from)
                    && to.is_none_or(|to| heading.section < to)
            });
            if let (Some(heading), None) = (between.next(), between.next()) {
                let section = heading.section;
                self.set(id, section, How::Position);
            }
        }
    }

    fn peer(&self, slot: &Slot, other: SlotId) -> bool {
        self.schema.slot(other).is_some_and(|other| other.parent == slot.parent && !other.label)
    }

    fn finish(mut self) -> Alignment {
        self.matches.sort_by_key(|found| found.section);
        let total = self.schema.heading_count();
        let was_kept = |id: SlotId| {
            let family = |slot: SlotId| self.schema.slot(slot).and_then(|slot| slot.family).unwrap_or(slot);
            self.matches.iter().any(|found| found.how.is_kept() && family(found.slot) == family(id))
        };
        let kept = self.schema.slots().filter(|(id, slot)| slot.counts(*id) && was_kept(*id)).count();
        let kept = kept as f32 / total.max(1) as f32;
        let found = self
            .schema
            .slots()
            .filter(|(id, slot)| slot.counts(*id) && (self.is_taken(*id) || self.family_taken(*id)));
        let coverage = if total == 0 { 0.0 } else { found.count() as f32 / total as f32 };
        let headings = self.outline.headings.iter().filter(|heading| !heading.bold);
        let explained =
            headings.filter(|heading| self.slot_of.get(heading.section.index()).copied().flatten().is_some());
        let explained = explained.count() as f32 / self.outline.heading_count().max(1) as f32;
        Alignment {
            matches: self.matches,
            slot_of: self.slot_of,
            section_of: self.section_of,
            coverage,
            kept,
            explained,
        }
    }

    fn family_taken(&self, first: SlotId) -> bool {
        self.schema.slots().any(|(id, slot)| slot.family == Some(first) && self.is_taken(id))
    }
}
