use crate::rule::rule;
use crate::{Context, Governing, Report};
use abide_diagnostics::Severity;
use abide_syntax::{HeadingStyle, SectionId};
use abide_template::{How, Slot, SlotId};

rule! {
    /// A section stands somewhere else than in the template.
    ///
    /// ## Why it matters
    ///
    /// People who know the template look for a section where it always is. Nothing is lost, so this is only worth knowing.
    ///
    /// ## What counts
    ///
    /// A heading of the template that stands under another of its headings, or before or behind its neighbours. Of
    /// several that could have moved, the fewest are named, and at most three in a document. Parts that repeat and bold
    /// lines may stand anywhere.
    ///
    /// ## How to mend it
    ///
    /// Move the section, or leave it.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Overview
    /// ### Goals
    /// What?
    /// ### Scope
    /// How far?
    /// ## Risks
    /// Which?
    /// ## Rollout
    /// How?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Rollout
    ///    ~~~~~~~ "Rollout" stands before "Overview", in the template behind "Risks"
    /// Slowly.
    /// ## Overview
    /// ### Goals
    /// Everything as CSV.
    /// ## Risks
    /// Slow disks.
    /// ### Scope
    ///     ~~~~~ "Scope" stands under "Risks", in the template under "Overview"
    /// Orders.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Background
    /// ## Overview
    /// ### Goals
    /// Everything as CSV.
    /// ### Scope
    /// Orders.
    /// ## Rollout
    /// Slowly.
    /// ```
    "heading-in-wrong-place", default: Some(Severity::Info), since: "0.1.0"
}

/// So many are named; more of them mean that the document has an order of its own.
const MOST: usize = 3;

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let judged: Vec<_> = judged(context, governing).collect();
    let mut found = under_another(context, governing, &judged);
    let moved: Vec<SectionId> = found.iter().map(|(section, _)| *section).collect();
    found.extend(out_of_order(context, &judged, &moved));
    found.sort();
    for (section, message) in found.into_iter().take(MOST) {
        let slot = governing.alignment.slot(section).and_then(|slot| governing.schema.slot(slot));
        let finding = report.at_section(section, message).help("move the section, or leave it");
        if let Some(slot) = slot {
            finding.asked_by(governing, slot.heading, "the template has it here");
        }
    }
}

/// Whether the place of a slot means something.
fn is_fixed(governing: &Governing, id: SlotId, slot: &Slot) -> bool {
    let mut same = governing.schema.slots().filter(|(other, known)| *other != id && known.key == slot.key);
    let mut above = slot.parent;
    while let Some(parent) = above.and_then(|id| governing.schema.slot(id)) {
        if parent.repeats() {
            return false;
        }
        above = parent.parent;
    }
    !slot.label && !slot.repeats() && same.next().is_none()
}

type Judged<'a> = (SlotId, &'a Slot, SectionId);

/// The matches whose place can be judged: kept headings, each slot once.
fn judged<'a>(context: &'a Context, governing: &'a Governing) -> impl Iterator<Item = Judged<'a>> {
    governing.alignment.matches.iter().filter_map(|matched| {
        let slot = governing.schema.slot(matched.slot)?;
        let section = context.document.section(matched.section)?;
        let kept = matched.how == How::Same && section.style != HeadingStyle::Bold;
        let first = governing.alignment.section(matched.slot) == Some(matched.section);
        (kept && first && is_fixed(governing, matched.slot, slot)).then_some((matched.slot, slot, matched.section))
    })
}

fn under_another(context: &Context, governing: &Governing, judged: &[Judged]) -> Vec<(SectionId, String)> {
    let mut found = Vec::new();
    for (_, slot, section) in judged.iter().copied() {
        let Some(parent) = slot.parent else { continue };
        let (Some(asked), Some(above)) = (governing.schema.slot(parent), slot_above(context, governing, section)) else {
            continue;
        };
        if above == parent || governing.alignment.section(parent).is_none() {
            continue;
        }
        let Some(other) = governing.schema.slot(above).filter(|other| !other.label) else { continue };
        let title = title(context, section);
        found.push((section, format!("\"{title}\" stands under \"{}\", in the template under \"{}\"", other.title, asked.title)));
    }
    found
}

/// The slot of the nearest section above that has one.
fn slot_above(context: &Context, governing: &Governing, section: SectionId) -> Option<SlotId> {
    let mut at = context.document.section(section)?.parent;
    while at != SectionId::ROOT {
        if let Some(slot) = governing.alignment.slot(at) {
            return Some(slot);
        }
        at = context.document.section(at)?.parent;
    }
    None
}

fn out_of_order(context: &Context, judged: &[Judged], moved: &[SectionId]) -> Vec<(SectionId, String)> {
    let mut found = Vec::new();
    let mut parents: Vec<Option<SlotId>> = judged.iter().map(|(_, slot, _)| slot.parent).collect();
    parents.sort();
    parents.dedup();
    for parent in parents {
        let peers: Vec<(SlotId, SectionId)> = judged
            .iter()
            .filter(|(_, slot, section)| slot.parent == parent && !moved.contains(section))
            .map(|(id, _, section)| (*id, *section))
            .collect();
        let kept = longest_rise(&peers);
        for (at, (id, section)) in peers.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
            // The neighbours in the document and in the template among those that stand right.
            let next = kept.iter().find(|other| **other > at);
            let last = kept.iter().rev().find(|other| **other < at);
            let before = kept.iter().rev().find(|other| peers.get(**other).is_some_and(|(other, _)| other < id));
            let after = kept.iter().find(|other| peers.get(**other).is_some_and(|(other, _)| other > id));
            let (is_before, neighbour) = match (next, last) {
                (Some(next), _) => (true, *next),
                (None, Some(last)) => (false, *last),
                _ => continue,
            };
            let (asked_before, asked) = match (before, after) {
                (Some(before), _) => (false, *before),
                (None, Some(after)) => (true, *after),
                _ => continue,
            };
            let side = |before: bool| if before { "before" } else { "behind" };
            let name = |at: usize| peers.get(at).map(|(_, section)| title(context, *section)).unwrap_or_default();
            let there = if neighbour == asked { "it".to_owned() } else { format!("\"{}\"", name(asked)) };
            let here = format!("{} \"{}\"", side(is_before), name(neighbour));
            let there = format!("{} {there}", side(asked_before));
            let title = title(context, *section);
            found.push((*section, format!("\"{title}\" stands {here}, in the template {there}")));
        }
    }
    found
}

fn title(context: &Context, section: SectionId) -> String {
    context.document.section(section).map(|section| section.title.to_string()).unwrap_or_default()
}

/// The places of the longest run of slots that are in the template's order.
fn longest_rise(peers: &[(SlotId, SectionId)]) -> Vec<usize> {
    // For each place, the length of the longest run that ends there, and the place before it.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(peers.len());
    for (at, (slot, _)) in peers.iter().enumerate() {
        let before = peers.iter().zip(&runs).take(at).enumerate().filter(|(_, ((other, _), _))| other < slot);
        let best = before.max_by_key(|(_, (_, (length, _)))| *length).map(|(place, (_, (length, _)))| (*length, place));
        runs.push(best.map_or((1, None), |(length, place)| (length + 1, Some(place))));
    }
    let mut kept = Vec::new();
    let mut at = (0..runs.len()).max_by_key(|at| runs.get(*at).map_or(0, |(length, _)| *length));
    while let Some(place) = at {
        kept.push(place);
        at = runs.get(place).and_then(|(_, before)| *before);
    }
    kept.reverse();
    kept
}
