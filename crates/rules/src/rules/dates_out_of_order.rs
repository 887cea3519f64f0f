use crate::calendar::{self, Span};
use crate::fields::{CREATED, Name, UPDATED};
use crate::stages::number_of;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use std::collections::HashMap;

rule! {
    /// A milestone comes before the one that it follows, ends before it begins, or a document was updated before it was created.
    ///
    /// ## Why it matters
    ///
    /// One of the two dates is wrong, and plans, releases and reminders are made from it.
    ///
    /// ## What counts
    ///
    /// Phases that are numbered follow their numbers; milestones without numbers the order in which most of one table or
    /// list stand, three or more of them. Days, months, quarters, and numbered weeks and sprints are understood; two spans that overlap are in order. A
    /// date that is struck out, moved by an arrow, or that can be read in two ways (`01/02/2026`) is not judged.
    ///
    /// ## How to mend it
    ///
    /// Correct the date that is wrong, or number the phases as they really come.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Export
    ///
    /// - Created: 2026-02-01
    /// - Last updated: 2026-01-15
    ///                 ~~~~~~~~~~ updated 2026-01-15, before it was created on 2026-02-01
    ///
    /// ## Timeline
    /// | Milestone | Date |
    /// |---|---|
    /// | Alpha | 2026-03-01 |
    /// | Beta | 2026-05-01 |
    /// | Launch | 2026-04-15 |
    ///            ~~~~~~~~~~ "Launch" is on 2026-04-15, before "Beta" on 2026-05-01
    ///
    /// ## Implementation Plan
    /// ### Phase 1: Model (Q2 2026)
    /// - Add the table
    /// ### Phase 2: Wire (Q1 2026)
    ///                    ~~~~~~~ "Phase 2: Wire" is on Q1 2026, before "Phase 1: Model" on Q2 2026
    /// - Wire it
    /// ````
    ///
    /// ````document
    /// # Export
    ///
    /// - Created: 2026-01-01
    /// - Last updated: 2026-01-15
    ///
    /// ## Timeline
    /// | Milestone | Date |
    /// |---|---|
    /// | Design | Week 1-2 |
    /// | Build | Week 2-5 |
    /// | Launch | Week 6 |
    /// | Retrospective | TBD |
    /// ````
    "dates-out-of-order", default: Some(Severity::Warning), since: "0.1.0"
}

/// A milestone that says when.
struct Dated<'a> {
    item: &'a Item,
    span: Span,
    written: &'a str,
    place: TextRange,
    number: Option<u32>,
}

fn check(context: &Context, report: &mut Report) {
    metadata(context, report);
    let mut groups: Vec<Vec<Dated>> = Vec::new();
    let mut by_section: HashMap<&[String], usize> = HashMap::new();
    for item in context.items(Kind::Milestone) {
        let Some(dated) = dated(context, item) else { continue };
        if dated.span.is_inverted() {
            report
                .at(dated.place, format!("{} ends before it begins", quoted(dated.written)))
                .help("correct one of the two dates");
            continue;
        }
        let at = *by_section.entry(group_of(item)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(dated),
            None => groups.push(vec![dated]),
        }
    }
    for mut group in groups {
        // A numbered group is judged by its numbers, however it stands.
        let numbers: Vec<u32> = group.iter().filter_map(|dated| dated.number).collect();
        let numbered = numbers.len() == group.len() && unique(&numbers);
        if numbered {
            group.sort_by_key(|dated| dated.number);
        }
        for (earlier, later) in breaks(&group, numbered) {
            report
                .at(
                    later.place,
                    format!(
                        "\"{}\" is on {}, before \"{}\" on {}",
                        later.item.key, later.written, earlier.item.key, earlier.written
                    ),
                )
                .related(context.place(earlier.place), format!("\"{}\" is on {}", earlier.item.key, earlier.written))
                .help("correct the date that is wrong, or the order");
        }
    }
}

/// "Created" and "Last updated" of the document itself.
fn metadata(context: &Context, report: &mut Report) {
    let find = |name: &Name| {
        let field = name.find(context).filter(|field| !context.is_kept(field.range()))?;
        Some((field.value, calendar::day(context.slice(field.value))?))
    };
    let Some((created, first)) = find(&CREATED) else { return };
    let Some((updated, last)) = find(&UPDATED) else { return };
    if last.is_before(first) {
        let (created_on, updated_on) = (context.slice(created).trim(), context.slice(updated).trim());
        report
            .at(updated, format!("updated {updated_on}, before it was created on {created_on}"))
            .related(context.place(created), format!("created on {created_on}"))
            .help("correct the date that is wrong");
    }
}

fn dated<'a>(context: &Context, item: &'a Item) -> Option<Dated<'a>> {
    let written = item.text_field("date")?;
    let span = calendar::span(written)?;
    let source = context.slice(item.range);
    let place = source.find(written).map(|at| {
        let start = item.range.start() + at;
        TextRange::new(start, start + written.len())
    });
    let number = number_of(&item.key).or_else(|| item.key.trim().parse().ok());
    Some(Dated { item, span, written, place: place.unwrap_or(item.range), number })
}

/// Milestones that stand together: those of one table or list, and headings below one heading.
fn group_of(item: &Item) -> &[String] {
    match item.section.split_last() {
        Some((title, above)) if *title == item.text => above,
        _ => item.section.as_slice(),
    }
}

fn unique(numbers: &[u32]) -> bool {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len() == numbers.len()
}

/// The milestones that come before the one that they follow, each with that one.
fn breaks<'a>(group: &'a [Dated], numbered: bool) -> Vec<(&'a Dated<'a>, &'a Dated<'a>)> {
    let pairs = group.iter().zip(group.iter().skip(1));
    let down: Vec<_> = pairs.clone().filter(|(one, other)| other.span.is_before(one.span)).collect();
    let up = pairs.filter(|(one, other)| one.span.is_before(other.span)).count();
    // Without numbers, a list may be sorted the other way round or by something else.
    let odd = numbered || (group.len() > 2 && !down.is_empty() && up >= down.len() && down.len() <= (group.len() / 3).max(1));
    if odd { down } else { Vec::new() }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
