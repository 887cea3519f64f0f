//! The work to be done, and its phases.

mod milestone;

use super::Reader;
use super::check::coded;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{Section, SectionId};
use abide_template::{Concept, Lifecycle};
use milestone::{is_timeline, phase_heading, phase_name, timeline};

pub(super) const READER: Reader = Reader {
    name: "task",
    kinds: &[Kind::Task, Kind::Milestone],
    documentation: "\
A task is a bullet, numbered line, box or row of an implementation plan or task list, or a box below \"Implementation status\"; its phase is the heading or label that holds it. A \
milestone is a `Phase N: …` heading with a date or a status, or a row or line of a timeline with a name and a date or a status.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for statement in context.adopted(Kind::Task) {
        if !says_nothing(&statement.text) && !is_detail(&statement.text) {
            items.push(
                Draft::new(Kind::Task, statement.section, statement.range)
                    .text(&statement.text)
                    .field("done", statement.done.unwrap_or(false)),
            );
        }
    }
    for (id, section) in context.sections() {
        if context.outline.holds(id, Kind::Task) {
            tasks(context, id, items);
        } else if (context.outline.within(id, &[Concept::FutureWork]) || tells_progress(context, id))
            && context.marked(Mark::Box, context.body(id))
        {
            // The boxes of a backlog are work, and so are those that tell what is done of it.
            for statement in context.statements(id).iter().filter(|statement| statement.boxed) {
                let (code, _) = coded(&statement.text);
                items.push(
                    Draft::new(Kind::Task, id, statement.range)
                        .written(code)
                        .text(&statement.text)
                        .field("done", statement.done.unwrap_or(false)),
                );
            }
        } else if context.marked(Mark::Box, context.body(id)) {
            numbered(context, id, section, items);
        }
        if id == SectionId::ROOT {
            continue;
        }
        if context.outline.concepts(id).contains(&Concept::Phase) {
            phase_heading(context, id, section, items);
        }
        if context.outline.holds(id, Kind::Milestone) || context.outline.holds(id, Kind::Task) {
            timeline(context, id, items);
        }
    }
}

/// Whether the boxes of a section tell how far the work has come: below "Implementation status".
pub(super) fn tells_progress(context: &Context, id: SectionId) -> bool {
    let Some(holder) = context.outline.nearest(id, &[Concept::Status]) else { return false };
    // "Status" alone may be that of the document.
    let named = context.document.section(holder).is_some_and(|section| section.title.trim().contains(' '));
    (named || holder != id) && context.statements(id).iter().any(|statement| statement.boxed)
}

fn tasks(context: &Context, id: SectionId, items: &mut Items) {
    let phase = context
        .outline
        .nearest(id, &[Concept::Phase])
        .and_then(|phase| context.document.section(phase))
        .map(|section| phase_name(&section.title).0);
    // "Implementation" may tell how it is, and "Phase 2" of a design what it does: only boxes and numbers make tasks there.
    let title = context.document.section(id).map_or("", |section| section.title.as_ref());
    let designed = context.outline.within(id, &[Concept::Design])
        && !context.outline.within(id, &[Concept::ImplementationPlan, Concept::Tasks, Concept::Timeline]);
    // In a document that is a plan as a whole, other headings than phases hold remarks as well.
    let plan = [Concept::Phase, Concept::Tasks, Concept::ImplementationPlan];
    let remarks =
        context.outline.nearest(id, &plan).is_none_or(|holder| holder != id && is_title(context, holder));
    let strict = designed || remarks || abide_template::normalise(title) == "implementation";
    // Where the work has boxes, lines without one are remarks about it.
    let boxes = context.statements(id).iter().any(|statement| statement.boxed);
    for statement in context.statements(id) {
        let text = statement.text.as_str();
        if boxes && !statement.boxed {
            continue;
        }
        if strict && !statement.boxed && (designed || remarks || !statement.ordered) {
            continue;
        }
        if says_nothing(text) || is_detail(text) || statement.ordered && explains(context, statement) {
            continue;
        }
        let (code, _) = coded(text);
        let phase = phase.clone().or_else(|| statement.groups.last().cloned());
        items.push(
            Draft::new(Kind::Task, id, statement.range)
                .written(code)
                .text(text)
                .field("done", statement.done.unwrap_or(false))
                .said("phase", phase.as_deref()),
        );
    }
    for grid in context.grids_of(id) {
        let Some(column) = grid.column(heads::TASK) else {
            continue;
        };
        if is_timeline(grid) {
            continue;
        }
        let state = grid.column(heads::STATUS);
        let number = grid.column(heads::ID);
        for row in grid.filled_rows() {
            let Some(said) = row.said(Some(column)) else { continue };
            let done = text::ticked(row.text(state))
                .0
                .unwrap_or_else(|| Lifecycle::of_status(row.text(state)) == Some(Lifecycle::Implemented));
            let written =
                row.said(number.filter(|at| *at != column)).filter(|id| text::leading_code(id).is_some());
            items.push(
                Draft::new(Kind::Task, id, row.range)
                    .written(written)
                    .text(said)
                    .field("done", done)
                    .said("phase", phase.as_deref()),
            );
        }
    }
}

/// Boxes that are numbered as pieces of work are, under any heading: `- [ ] 1.2 Write the loader`.
fn numbered(context: &Context, id: SectionId, section: &Section, items: &mut Items) {
    const OTHERS: &[Kind] = &[Kind::Check, Kind::Requirement, Kind::Question, Kind::Scenario, Kind::Story];
    if context.outline.kinds(id).iter().any(|kind| OTHERS.contains(kind)) {
        return;
    }
    for statement in context.statements(id) {
        if statement.boxed && text::is_work_number(&statement.text) && !says_nothing(&statement.text) {
            items.push(
                Draft::new(Kind::Task, id, statement.range)
                    .text(&statement.text)
                    .field("done", statement.done.unwrap_or(false))
                    .said("phase", Some(text::unnumbered(&section.title))),
            );
        }
    }
}

/// Whether a list tells what code does rather than what is to be done: "This function will:" stands above it.
fn explains(context: &Context, statement: &Statement) -> bool {
    const NEAR: usize = 80;
    let document = context.document;
    let list = document.node(document.node(statement.node).parent);
    let Some(before) = document.text().get(..list.range.start()) else { return false };
    let line = before.trim_end().rsplit('\n').next().unwrap_or_default();
    let lower = line.to_lowercase();
    line.len() <= NEAR
        && lower.ends_with(':')
        && ["this ", "the "].iter().any(|start| lower.starts_with(start))
        && [" will:", " does:", " will do:"].iter().any(|end| lower.ends_with(end))
}

fn is_title(context: &Context, id: SectionId) -> bool {
    context.document.section(id).is_some_and(|section| section.level == 1)
}

/// A line about a task or phase, not one.
fn is_detail(text: &str) -> bool {
    text::labelled(text).is_some_and(|cut| {
        matches!(
            text::squash(cut.label).as_str(),
            "duration"
                | "implementationdate"
                | "date"
                | "completed"
                | "completedon"
                | "started"
                | "estimate"
                | "estimatedtime"
                | "effort"
                | "owner"
                | "status"
                | "priority"
                | "goal"
                | "dependencies"
                | "dependson"
                | "deadline"
                | "timeline"
                | "due"
                | "risk"
                | "complexity"
                | "assignee"
                | "checkpoint"
                | "purpose"
                | "note"
                | "notes"
                | "duración"
                | "estado"
                | "durée"
                | "dauer"
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        phases_with_tasks,
        "# T\n## Implementation Plan\n### Phase 1: Model ✅ Completed (2026-01-20)\n- [x] Add the table\n- **Duration**: 2 days\n### Phase 2: Wire (Week 2)\n- [ ] T001 Wire it\n### Phase 3: Polish\n- [ ] Polish\n  - [ ] the edges\n",
        [
            "3 milestone Phase 1: Model date=2026-01-20 status=Completed",
            "4 task \"Add the table\" done=true phase=Phase 1: Model",
            "6 milestone Phase 2: Wire date=Week 2",
            "7 task \"T001 Wire it\" id=T001 done=false phase=Phase 2: Wire",
            "9 task \"Polish\" done=false phase=Phase 3: Polish",
            "10 task \"the edges\" done=false phase=Phase 3: Polish",
        ]
    );
    reader_test!(
        a_timeline,
        "# T\n## Timeline\n| Milestone | Target Date | Status |\n|---|---|---|\n| Beta | 2026-03-01 | Not Started |\n| Phase 2 | YYYY-MM-DD | |\n\n- 2026-04-01: Launch\n",
        ["5 milestone Beta date=2026-03-01 status=Not Started", "8 milestone Launch date=2026-04-01"]
    );
    reader_test!(
        a_task_list_is_a_whole_document,
        "# Tasks: Export\n## Setup\n- [ ] 1.1 Make the folder\n",
        ["3 task \"1.1 Make the folder\" done=false"]
    );
    reader_test!(
        phases_and_milestones_in_other_languages,
        "# T\n## 実装計画\n### フェーズ 1: 基盤（完了）\n- [x] 認証\n## 마일스톤\n| 단계 | 기간 | 상태 |\n|---|---|---|\n| 베타 | 2026-03 | 예정 |\n## Этапы\n| Этап | Срок |\n|---|---|\n| Релиз | 01.05.2026 |\n",
        [
            "3 milestone フェーズ 1: 基盤 status=完了",
            "4 task \"認証\" done=true phase=フェーズ 1: 基盤",
            "8 milestone 베타 date=2026-03 status=예정",
            "12 milestone Релиз date=01.05.2026",
        ]
    );
    reader_test!(
        numbered_boxes_under_any_heading,
        "## 1. Model\n- [x] 1.1 Add the column\n- [ ] look at it\n## Implementation Plan\nThis function will:\n1. Read\n\nThen:\n1. Write the loader\n### Phase dependencies\n- Setup: none\n",
        [
            "2 task \"1.1 Add the column\" done=true phase=Model",
            "9 task \"Write the loader\" done=false",
            "11 task \"Setup: none\" done=false",
        ]
    );
    reader_test!(
        boxes_loose_and_left_out_and_phases_told_below,
        "# T\n## Implementation Plan\n### Phase 1: Model\n- [x] Add the table\n- [ ]* Add tests\n- [~] Add docs\n- **Status**: Completed\n- **Implementation Date**: 2026-01-19\n- **Files**:\n  - model.go\n",
        [
            "3 milestone Phase 1: Model date=2026-01-19 status=Completed",
            "4 task \"Add the table\" done=true phase=Phase 1: Model",
            "5 task \"Add tests\" done=false phase=Phase 1: Model",
            "6 task \"Add docs\" done=false phase=Phase 1: Model",
        ]
    );

    reader_test!(
        boxes_that_tell_of_progress,
        "# T\n## Implementation status\n### Done\n- [x] Trays\n### Testing\n- [ ] Ink tests\n## Status\n- [x] Approved\n",
        ["4 task \"Trays\" done=true", "6 task \"Ink tests\" done=false",]
    );
}
