//! Objective checks that the work is done.

mod program;
mod session;
mod told;

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;
use program::{Programs, SHELLS, is_preparation};
use std::cell::OnceCell;

pub(super) const READER: Reader = Reader {
    name: "check",
    kinds: &[Kind::Check],
    documentation: "\
One objective check: a bullet, a numbered line or a row under verifications, acceptance criteria, success criteria, definition of \
done or a test plan, and a line with a box where no heading says what the boxes are. It is `done` where its box is ticked or it \
carries a tick. `command` is an inline code span that can be run: a program with its arguments, such as `make test` or \
`LOG=1 tool build`; a single word counts where the document runs that program elsewhere. In a block that shows a terminal (`$ tool list`, then what it prints), \
each command with its output is a check, too: `output` is what it prints, `before` are the commands of the block that show none, `earlier` \
those of the blocks above. So is an entry of a command line that opens with a command and says what it prints or how it ends.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    let programs = OnceCell::new();
    let programs = || programs.get_or_init(|| Programs::of(context));
    session::sessions(context, items);
    told::commands(context, items, &programs);
    for statement in context.adopted(Kind::Check).filter(|statement| is_check(statement)) {
        push(context, items, programs(), statement);
    }
    for (id, section) in context.sections() {
        let holds = (context.outline.holds(id, Kind::Check) || validates_by_tests(context, id))
            && !super::task::tells_progress(context, id);
        if !holds {
            // Where no heading says what a list is, boxes say it.
            let other = context.outline.kinds(id).iter().any(|kind| BOXED.contains(kind));
            let later = context.outline.within(id, &[Concept::FutureWork]);
            if other
                || later
                || super::task::tells_progress(context, id)
                || !context.marked(Mark::Box, context.body(id))
            {
                continue;
            }
        }
        // The steps of one test case are none.
        if super::scenario::tried::is_case(context, id, section) {
            continue;
        }
        for statement in context.statements(id) {
            if is_check(statement) && (holds || statement.boxed && !text::is_work_number(&statement.text)) {
                push(context, items, programs(), statement);
            }
        }
        if holds {
            rows(context, items, programs(), id);
            if context.statements(id).is_empty() {
                commands(context, items, programs(), id);
            }
        }
    }
}

/// Whether a section on validation lists tests, as at least half of its lines say, and not the rules for what is entered.
fn validates_by_tests(context: &Context, id: SectionId) -> bool {
    const WORDS: &[&str] =
        &["test", "tests", "tested", "prueba", "pruebas", "essai", "essais", "teste", "testes"];
    if !context.outline.concepts(id).contains(&Concept::Validation) || !context.outline.kinds(id).is_empty() {
        return false;
    }
    let statements = context.statements(id);
    let told = |statement: &&Statement| {
        let lower = statement.text.to_lowercase();
        WORDS.iter().any(|word| text::find_word(&lower, word).is_some()) || lower.contains("テスト")
    };
    !statements.is_empty() && statements.iter().filter(told).count() * 2 >= statements.len()
}

/// Whether a statement is a check where checks are listed.
fn is_check(statement: &Statement) -> bool {
    !says_nothing(&statement.text) && !is_story_or_scenario(statement)
}

/// Kinds whose statements may have boxes of their own.
const BOXED: &[Kind] = &[
    Kind::Requirement,
    Kind::Task,
    Kind::Question,
    Kind::Risk,
    Kind::Goal,
    Kind::NonGoal,
    Kind::Rollout,
    Kind::Story,
    Kind::Scenario,
    Kind::Milestone,
    Kind::Decision,
    Kind::Dependency,
    Kind::Flow,
];

fn push(context: &Context, items: &mut Items, programs: &Programs, statement: &Statement) {
    let (code, bare) = coded(&statement.text);
    let mut draft = Draft::new(Kind::Check, statement.section, statement.range)
        .written(code)
        .text(&statement.text)
        .field("text", bare)
        .field("done", statement.done.unwrap_or(false));
    if let Some(command) = programs.command(context, statement.first, statement.end) {
        draft = draft.field("command", command);
    }
    if let Some(group) = statement.groups.last() {
        draft = draft.field("group", group.as_str());
    }
    items.push(draft);
}

/// `AC-1: text` has an id.
pub(super) fn coded(text: &str) -> (Option<&str>, &str) {
    match text::leading_code(text) {
        Some((code, rest)) => (Some(code), rest.trim_start_matches([':', ' ', '—', '–', '-', '.', ')'])),
        None => (None, text),
    }
}

fn is_story_or_scenario(statement: &Statement) -> bool {
    let text = statement.text.as_str();
    text::starts_with_ignoring_case(text, "as a ") && text.contains("want")
        || text::starts_with_ignoring_case(text, "given ")
            && text::find_word(text, "when").is_some()
            && text::find_word(text, "then").is_some()
        || ["GIVEN ", "WHEN ", "THEN ", "AND "].iter().any(|word| text.starts_with(word))
            && !text.contains("SHALL")
}

/// Tables of test cases and of criteria.
fn rows(context: &Context, items: &mut Items, programs: &Programs, section: SectionId) {
    for grid in context.grids_of(section) {
        let statement = grid.column(heads::CRITERION);
        let id = grid.exact_column(heads::ID);
        let state = grid.column(heads::STATUS);
        let expected = grid.column(heads::EXPECTED);
        // A table of data is no list of checks.
        if statement.is_none() && expected.is_none() {
            continue;
        }
        for row in grid.filled_rows() {
            let column = statement.or_else(|| (0..grid.heads.len()).find(|at| Some(*at) != id));
            let Some(said) = row.said(column) else { continue };
            let (tick, bare) = text::ticked(said);
            let done = text::ticked(row.text(state)).0.or(tick).or_else(|| {
                let state = row.text(state).to_lowercase();
                (!state.is_empty()).then(|| {
                    ["done", "pass", "passed", "yes", "complete", "completed", "x"].contains(&state.as_str())
                })
            });
            let written = row.said(id).filter(|id| text::leading_code(id).is_some());
            let mut draft = Draft::new(Kind::Check, section, row.range)
                .written(written)
                .field("text", bare)
                .field("done", done.unwrap_or(false))
                .said("expected", row.said(expected));
            draft = draft.text(bare);
            if let Some(command) = programs.command(context, row.node, context.document.node(row.node).end) {
                draft = draft.field("command", command);
            }
            items.push(draft);
        }
    }
}

/// A verification section that is only a block of commands: each line is a check.
fn commands(context: &Context, items: &mut Items, programs: &Programs, section: SectionId) {
    if !context.outline.concepts(section).contains(&Concept::Verifications) {
        return;
    }
    for fence in context.fences_of(section) {
        if !fence.is(SHELLS) {
            continue;
        }
        let mut open = false;
        for line in fence.lines(context.document) {
            let command = line.text.trim().trim_start_matches("$ ").trim_end_matches('\\').trim();
            let continues = std::mem::replace(&mut open, line.text.trim_end().ends_with('\\'));
            if continues || is_preparation(command) {
                continue;
            }
            if command.is_empty() || command.starts_with('#') || !programs.is_command(command) {
                continue;
            }
            let command = command.split(" #").next().unwrap_or(command).trim();
            items.push(
                Draft::new(Kind::Check, section, line.range)
                    .field("text", command)
                    .field("done", false)
                    .field("command", command),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        what_a_feature_is_accepted_by,
        "# T\n## Core features\n- **Queue:** keeps jobs in order.\n  - Acceptance: twenty jobs come out as they went in.\n  - Ink is black.\n- Paper\n",
        ["4 check \"Acceptance: twenty jobs come out as they went in.\" done=false"]
    );
    reader_test!(
        boxes_ticks_and_commands,
        "# T\n## Acceptance Criteria\n- [x] All tests pass (`npm test`)\n- [ ] `user_id` is hidden\n- Docs are updated ✅\n- **AC-2**: `tool run --fast` prints one line\n",
        [
            "3 check \"All tests pass (npm test)\" done=true command=npm test",
            "4 check \"user_id is hidden\" done=false",
            "5 check \"Docs are updated\" done=true",
            "6 check \"AC-2: tool run --fast prints one line\" id=AC-2 text=tool run --fast prints one line done=false command=tool run --fast",
        ]
    );
    reader_test!(
        a_program_of_the_document_is_a_command_by_itself,
        "# T\n## Verifications\n- `tool build` makes one file\n- `tool check` is quiet\n- `tool` alone prints help\n- `other` is a word\n",
        [
            "3 check \"tool build makes one file\" done=false command=tool build",
            "4 check \"tool check is quiet\" done=false command=tool check",
            "5 check \"tool alone prints help\" done=false command=tool",
            "6 check \"other is a word\" done=false",
        ]
    );
    reader_test!(
        labels_group_and_nested_bullets_belong,
        "# T\n## Test Plan\n- API:\n  - 401 without key\n  - 200 with key\n- Export works\n  - also for large files\n",
        [
            "4 check \"401 without key\" done=false group=API",
            "5 check \"200 with key\" done=false group=API",
            "6 check \"Export works\" done=false",
        ]
    );
    reader_test!(
        a_table_of_test_cases,
        "# T\n## Test Cases\n| ID | Case | Expected |\n|---|---|---|\n| T-1 | wrong key | 401 |\n| [ID] | [case] | [result] |\n",
        ["5 check \"wrong key\" id=T-1 done=false expected=401"]
    );
    reader_test!(
        other_sections_hold_no_checks,
        "# T\n## Goals\n- be fast\n## Verifications\nN/A\n- None.\n- [describe a check]\n## Compliance\n- [x] audited\n- open\n",
        ["9 check \"audited\" done=true"]
    );
    reader_test!(
        lists_that_a_label_gives_to_checks,
        "# T\nStory ID: 3\n\nAcceptance criteria:\n- It is listed\n\nNotes:\n- Keep it short\n## Risks\n<details>\n<summary><b>Acceptance criteria</b></summary>\n\n1. It is printed\n\n</details>\n\n- it may jam\n## 1. Model\n- [ ] 1.1 Add the column\n",
        ["5 check \"It is listed\" done=false", "13 check \"It is printed\" done=false",]
    );
    reader_test!(
        validation_by_tests_and_of_what_is_entered,
        "# T\n## Validation\n- **Sorting test.** Lists come out sorted\n- **Colours stay.** A test prints twice\n- Empty lists print nothing\n## Form\n### Validation\n- The name has three letters\n- The test page is free\n- Ink is black\n",
        [
            "3 check \"Sorting test. Lists come out sorted\" done=false",
            "4 check \"Colours stay. A test prints twice\" done=false",
            "5 check \"Empty lists print nothing\" done=false",
        ]
    );
    reader_test!(
        tests_that_are_required,
        "# T\n## Validation\nRequired tests:\n- the list is sorted\n- an empty list prints nothing\n",
        ["4 check \"the list is sorted\" done=false", "5 check \"an empty list prints nothing\" done=false"]
    );
}
