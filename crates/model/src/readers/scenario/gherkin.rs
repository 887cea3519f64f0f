//! Scenarios in code blocks.

use super::clause::{Clause, Clauses, clause};
use super::{push, scenario_title};
use crate::fence::Fence;
use crate::items::Draft;
use crate::spoken;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

/// Gherkin in a block.
pub(super) fn read(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        let gherkin = fence.is(&["gherkin", "feature", "cucumber"])
            || fence.is(&["", "text"]) && fence.range.slice(context.document.text()).contains("Scenario:");
        if !gherkin {
            if spoken::is_plain(fence) && expected(context, fence.section) {
                plain(context, fence, items);
            }
            continue;
        }
        let mut open: Option<(TextRange, String, Clauses)> = None;
        let mut finish = |open: &mut Option<(TextRange, String, Clauses)>| {
            if let Some((range, title, clauses)) = open.take() {
                let draft =
                    Draft::new(Kind::Scenario, fence.section, range).text(&title).said("title", Some(&title));
                items.push(clauses.write(draft));
            }
        };
        for line in fence.lines(context.document) {
            let bare = line.text.trim();
            if let Some(title) = scenario_title(bare) {
                finish(&mut open);
                open = Some((line.range.trim(context.document.text()), title.to_owned(), Clauses::default()));
            } else if let Some((_, _, clauses)) = &mut open
                && let Some((clause, rest)) = clause(bare)
            {
                clauses.add(clause, rest);
            }
        }
        finish(&mut open);
    }
}

/// Whether scenarios may stand in a plain block of a section.
fn expected(context: &Context, section: SectionId) -> bool {
    const KINDS: &[Kind] = &[Kind::Scenario, Kind::Check, Kind::Story, Kind::Requirement];
    context.outline.kinds(section).iter().any(|kind| KINDS.contains(kind))
}

/// Clauses on lines of a plain block, each group with its title in front, a blank line between groups.
fn plain(context: &Context, fence: &Fence, items: &mut Items) {
    let mut title: Option<(TextRange, String)> = None;
    let mut open: Option<(TextRange, Clauses)> = None;
    let mut finish = |title: &mut Option<(TextRange, String)>, open: &mut Option<(TextRange, Clauses)>| {
        let title = title.take();
        let Some((range, clauses)) = open.take().filter(|(_, clauses)| clauses.is_whole()) else { return };
        let first = clauses.given.first().or(clauses.when.first()).cloned().unwrap_or_default();
        let (start, text) = title.map_or((range.start, first), |(range, text)| (range.start, text));
        push(items, fence.section, TextRange { start, end: range.end }, &text, clauses);
    };
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        let range = line.range.trim(context.document.text());
        if bare.is_empty() {
            if open.is_some() {
                finish(&mut title, &mut open);
            }
        } else if let Some((clause, rest)) = clause(bare) {
            let (whole, clauses) = open.get_or_insert_with(|| (range, Clauses::default()));
            whole.end = range.end;
            clauses.add(clause, rest);
        } else if let Some((whole, clauses)) = &mut open {
            // A long clause goes on.
            whole.end = range.end;
            let last = clauses.last.unwrap_or(Clause::Then);
            clauses.add(last, bare);
        } else {
            title = Some((range, bare.trim_end_matches(':').to_owned()));
        }
    }
    finish(&mut title, &mut open);
}
