//! What the work is to achieve, and what it leaves out.

use super::Reader;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{HeadingStyle, SectionId, TextRange};
use abide_template::{Concept, concepts_of_heading};

pub(super) const READER: Reader = Reader {
    name: "goal",
    kinds: &[Kind::Goal, Kind::NonGoal],
    documentation: "\
A goal is one bullet, row or sentence under goals, outcomes, scope or in scope; a non-goal one under non-goals or out of scope. Within a \
list on scope, a label tells the two apart (\"In scope: …\", \"Out of scope: …\", \"Excluded:\" with nested lines). Where the section has a \
list, the sentences around it only introduce it.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    labelled(context, items);
    for (id, section) in context.sections() {
        let kinds = context.outline.kinds(id);
        let kind = if kinds.contains(&Kind::Goal) {
            Kind::Goal
        } else if kinds.contains(&Kind::NonGoal) {
            Kind::NonGoal
        } else {
            if !context.outline.within(id, super::entity::NOT_OWN) {
                told(context, id, items);
            }
            continue;
        };
        // "The press does not own:" within the scope.
        let kind = if denies(&section.title) { Kind::NonGoal } else { kind };
        if kind == Kind::Goal {
            told(context, id, items);
        }
        let mut listed = false;
        for statement in context.statements(id) {
            listed = true;
            let (own, said) = sided(&statement.text);
            if says_nothing(said) || super::story::is_story(said) {
                continue;
            }
            let group = statement.groups.iter().rev().find_map(|group| side(group));
            push(items, own.or(group).unwrap_or(kind), id, statement.range, &statement.text, statement.done);
        }
        for grid in context.grids_of(id) {
            if super::target::is_table_of_targets(grid) {
                listed = true;
                continue;
            }
            for row in grid.filled_rows() {
                listed = true;
                let first = row.cells.iter().find(|cell| cell.text.chars().any(char::is_alphabetic));
                let Some(cell) = first else { continue };
                push(items, kind, id, row.range, &cell.text, None);
            }
        }
        let stated = context
            .outline
            .concepts(id)
            .iter()
            .any(|concept| matches!(concept, Concept::Goals | Concept::NonGoals | Concept::OutOfScope));
        // Of "Overview and goals" with its list elsewhere, the paragraphs are the overview.
        let overview = context.outline.concepts(id).len() > 1
            && context.sections().any(|(_, below)| below.parent == id)
            && context.outline.concepts(id).iter().any(|concept| {
                matches!(
                    concept,
                    Concept::Overview
                        | Concept::Summary
                        | Concept::Background
                        | Concept::Purpose
                        | Concept::Motivation
                )
            });
        // A line in bold below may head the list.
        listed |= stated
            && context.sections().any(|(other, below)| {
                below.parent == id
                    && below.style == HeadingStyle::Bold
                    && !context.statements(other).is_empty()
            });
        // "**Goal**: …" tells which of several paragraphs it is, and that it is one beside a list.
        let labelled = |range: TextRange| opens_with_goal(range.slice(context.document.text()));
        let told = stated && kind == Kind::Goal && context.paragraphs(id).any(|(_, range)| labelled(range));
        if (!listed || told) && stated && !overview {
            for (_, range) in context.paragraphs(id).filter(|(_, range)| !told || labelled(*range)) {
                sentences(context, kind, id, range, items);
            }
        }
    }
}

/// Whether a paragraph starts with a label about goals in bold.
fn opens_with_goal(paragraph: &str) -> bool {
    let Some((label, behind)) = paragraph.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    let bare = label.trim_end_matches([':', '：']);
    (bare.len() < label.len() || behind.trim_start().starts_with([':', '：']))
        && concepts_of_heading(bare).contains(&Concept::Goals)
}

/// "Non-goals for the first version: colours, folding.": a paragraph that says it all in a sentence; "**In scope:** trays." and
/// "**Out of scope (for now):** ink." in lines of their own.
fn told(context: &Context, id: SectionId, items: &mut Items) {
    const OPENINGS: &[&str] = &[
        "non-goals",
        "non-goal",
        "nongoals",
        "out of scope",
        "not in scope",
        "explicitly out of scope",
        "fuera de alcance",
        "hors périmètre",
        "nicht-ziele",
        "fora do escopo",
    ];
    const WORDS: usize = 6;
    for (node, range) in context.paragraphs(id) {
        let source = range.slice(context.document.text());
        if source.starts_with("**") && bold_lines(context, id, range, items) {
            continue;
        }
        let source = source.trim_start_matches(['*', '_', ' ']);
        if !OPENINGS.iter().any(|opening| text::starts_with_ignoring_case(source, opening)) {
            continue;
        }
        let said = context.text(node);
        let Some((label, rest)) = said.split_once([':', '：']) else { continue };
        if label.split_whitespace().count() <= WORDS && rest.split_whitespace().count() > 1 {
            let range = range.trim(context.document.text());
            push(items, Kind::NonGoal, id, range, &text::one_line(&said), None);
        }
    }
}

/// The lines of a paragraph that open with "**In scope:**" or "**Out of scope:**", with what follows in the same line.
fn bold_lines(context: &Context, id: SectionId, range: TextRange, items: &mut Items) -> bool {
    let mut found = false;
    for (line, range) in context.lines(range) {
        let source = range.slice(context.document.text());
        let Some((label, rest)) = source.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
            continue;
        };
        let bare = label.trim_end_matches([':', '：']);
        let colon = bare.len() < label.len() || rest.starts_with([':', '：']);
        // What stands in brackets qualifies the label.
        let bare = bare.split_once(['(', '（']).map_or(bare, |(before, _)| before);
        let Some(kind) =
            side(bare).filter(|_| colon && SCOPES.iter().any(|word| holds_ignoring_case(bare, word)))
        else {
            continue;
        };
        if rest.trim_start_matches([':', '：']).trim().chars().count() > 2 {
            push(items, kind, id, range.trim(context.document.text()), &text::one_line(&line), None);
            found = true;
        }
    }
    found
}

/// What a label of its own in a paragraph must name, for "In:" and "Goal:" may introduce anything.
const SCOPES: &[&str] = &[
    "scope",
    "alcance",
    "périmètre",
    "umfang",
    "escopo",
    "スコープ",
    "対象",
    "範囲",
    "범위",
    "范围",
    "рамк",
];

fn holds_ignoring_case(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

/// Lines below a label such as "Non-goals:" in a section about something else.
fn labelled(context: &Context, items: &mut Items) {
    for kind in [Kind::Goal, Kind::NonGoal] {
        for statement in context.adopted(kind) {
            if !says_nothing(&statement.text) && !super::story::is_story(&statement.text) {
                push(items, kind, statement.section, statement.range, &statement.text, statement.done);
            }
        }
    }
}

fn push(items: &mut Items, kind: Kind, section: SectionId, range: TextRange, text: &str, done: Option<bool>) {
    let mut draft = Draft::new(kind, section, range).text(text);
    if let Some(done) = done {
        draft = draft.field("done", done);
    }
    items.push(draft);
}

/// What a label says about a line.
fn side(label: &str) -> Option<Kind> {
    let lower = label.trim().to_lowercase();
    let lower = lower.trim_end_matches([':', '：']).trim_start_matches(|c: char| !c.is_alphanumeric());
    // "Not included in the first version"
    let lower = ["included in ", "includes in "].iter().fold(lower, |lower, words| {
        let end = lower.find(words).map(|at| at + words.len() - " in ".len());
        end.and_then(|end| lower.get(..end)).unwrap_or(lower)
    });
    const OUT: &[&str] = &[
        "out of scope",
        "not in scope",
        "out of bounds",
        "deliberately out",
        "excluded",
        "excludes",
        "non-goals",
        "non-goal",
        "out",
        "exclusions",
        "not included",
        "fuera de alcance",
        "hors périmètre",
        "excluye",
        "nicht im umfang",
        "fora do escopo",
        "対象外",
        "範囲外",
        "スコープ外",
        "범위 외",
        "范围外",
        "вне рамок",
        "won't have",
        "deferred",
    ];
    const IN: &[&str] = &[
        "in scope",
        "included",
        "includes",
        "goals",
        "goal",
        "in",
        "incluye",
        "en alcance",
        "dentro del alcance",
        "im umfang",
        "no escopo",
        "対象",
        "スコープ内",
        "범위 내",
        "范围内",
        "в рамках",
    ];
    if OUT.contains(&lower) {
        Some(Kind::NonGoal)
    } else if IN.contains(&lower) {
        Some(Kind::Goal)
    } else {
        None
    }
}

/// Whether a heading says what something does not do.
fn denies(title: &str) -> bool {
    const WORDS: &[&str] =
        &["does not", "do not", "doesn't", "don't", "is not", "are not", "will not", "won't"];
    let lower = title.to_lowercase();
    WORDS.iter().any(|word| text::find_word(&lower, word).is_some())
}

fn sided(text: &str) -> (Option<Kind>, &str) {
    match text::labelled(text).and_then(|cut| Some((side(cut.label)?, cut.rest))) {
        Some((kind, rest)) => (Some(kind), rest),
        None => (None, text),
    }
}

/// Each sentence of a paragraph, unless it introduces something.
fn sentences(context: &Context, kind: Kind, section: SectionId, range: TextRange, items: &mut Items) {
    let document = context.document;
    for sentence in crate::sentence::split(range.slice(document.text())) {
        let plain = text::one_line(&sentence.replace("**", "").replace('`', ""));
        if says_nothing(&plain)
            || plain.ends_with(':')
            || plain.split_whitespace().count() < 3 && plain.is_ascii()
            || plain.starts_with("<!--")
        {
            continue;
        }
        if let Some(range) = TextRange::of_slice(document.text(), sentence) {
            push(items, kind, section, range, &plain, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        what_a_version_includes,
        "# T\n## Scope\n✅ Included in V1:\n\n- trays\n\n🚫 Not included in V1:\n\n- ink\n",
        ["5 goal \"trays\"", "9 non_goal \"ink\""]
    );
    reader_test!(
        goals_and_scope,
        "# T\n## Goals\nWe want:\n- be fast\n- N/A\n## Scope\n- In scope: the parser\n- Out of scope: the printer\n- Excluded:\n  - colours\n## Non-Goals\nPrinting is left out. None.\n",
        [
            "4 goal \"be fast\"",
            "7 goal \"In scope: the parser\"",
            "8 non_goal \"Out of scope: the printer\"",
            "10 non_goal \"colours\"",
            "12 non_goal \"Printing is left out.\"",
        ]
    );
    reader_test!(
        a_table_and_another_language,
        "# T\n## Fuera de alcance\n| Qué | Por qué |\n|---|---|\n| Impresión | no ahora |\n## ゴール\n- 速くする\n",
        ["5 non_goal \"Impresión\"", "7 goal \"速くする\""]
    );
    reader_test!(
        labels_lines_with_ticks_and_outcomes,
        "# T\n## Overview\n- Goals:\n  - One queue\n- Outcome:\n  - It worked\n\nNon-goals:\n- Faxes\n## Goals\n✅ No lost jobs\n✅ Few jams\n",
        [
            "4 goal \"One queue\"",
            "9 non_goal \"Faxes\"",
            "11 goal \"No lost jobs\" done=true",
            "12 goal \"Few jams\" done=true",
        ]
    );
    reader_test!(
        a_paragraph_that_says_that_it_is_the_goal,
        "# T\n## Problem and goal\nThe press stands still at night.\n\n**Goal**: it prints while we sleep.\n",
        ["5 goal \"Goal: it prints while we sleep.\""]
    );
    reader_test!(
        goals_in_paragraphs_beside_a_list_of_something_else,
        "# T\n## Goals\n**Primary goal:** Print at night.\n\n**Secondary goal:** Save ink.\n\n**Success criteria:**\n- Twenty jobs a night\n",
        ["3 goal \"Primary goal: Print at night.\"", "5 goal \"Secondary goal: Save ink.\""]
    );
    reader_test!(
        the_overview_beside_the_goals,
        "# T\n## Overview & Goals\nThe press prints. It is fast.\n\n**Goals met:**\n- No lost jobs\n",
        ["6 goal \"No lost jobs\""]
    );
    reader_test!(
        a_line_that_says_so_itself,
        "# T\n## User Stories\n- Non-goals: to choose one copy.\n- Out of scope: faxes\n",
        ["3 non_goal \"Non-goals: to choose one copy.\""]
    );
    reader_test!(
        lists_in_html,
        "# T\n## Non-goals\n<ul>\n<li>to print <b>twice</b>\n<ul><li>nested</li></ul></li>\n<li>to scan</li>\n</ul>\n",
        ["4 non_goal \"to print twice\"", "6 non_goal \"to scan\""]
    );

    reader_test!(
        a_paragraph_that_says_what_is_left_out,
        "# T\n## 1. Goals and scope\n- One queue\n\nNon-goals for the first version: colours, folding.\n## Press\nNon-goals:\n\nOut of scope of this is nothing: see\n",
        ["3 goal \"One queue\"", "5 non_goal \"Non-goals for the first version: colours, folding.\""]
    );

    reader_test!(
        lines_in_bold_that_tell_the_scope,
        "# T\n## 1. Purpose\nThe press prints.\n\n**In scope:** trays, paper.\n**Out of scope (for now):** ink. It comes later.\n\n**In**: nothing\n",
        ["5 goal \"In scope: trays, paper.\"", "6 non_goal \"Out of scope (for now): ink. It comes later.\""]
    );

    reader_test!(
        what_something_does_not_do_below_a_line_in_bold,
        "# T\n## Scope\n**The press owns:**\n- its trays\n\n**The press does not own:**\n- the paper\n## Non-goals\nThe press is kept small. These are left out:\n\n**It will not:**\n- fold\n",
        ["4 goal \"its trays\"", "7 non_goal \"the paper\"", "12 non_goal \"fold\""]
    );
}
