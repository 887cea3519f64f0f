//! Choices that were made, and the options they were made among.

mod alternative;

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, Section, SectionId};
use abide_template::Concept;
use alternative::{ABOUT_OPTION, alternatives, is_pro_or_con, numbered_option, option_heading};
use std::collections::HashSet;

pub(super) const READER: Reader = Reader {
    name: "decision",
    kinds: &[Kind::Decision, Kind::Alternative],
    documentation: "\
An alternative is an option that was considered: an `Option 1: …` or `Alternative 1: …` heading, a heading, bullet or row under \
alternatives; what is decided about it below its heading is its `verdict`. A decision is a choice that was made: a bullet, heading or row \
under decisions, a row of a table with a decision column, a line `Decision: …`, `Recommendation: …` or `Chosen option: …` that is not about \
one alternative. Names in code alone below such a heading are what the system decides, not the document.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    let mut seen = HashSet::new();
    for (id, section) in context.sections().skip(1) {
        let concepts = context.outline.concepts(id);
        if concepts.contains(&Concept::Alternative) && numbered_option(&section.title).is_some() {
            option_heading(context, id, section, &mut seen, items);
        } else if context.outline.holds(id, Kind::Alternative) {
            alternatives(context, id, section, &mut seen, items);
        }
        if context.outline.holds(id, Kind::Decision) {
            decisions(context, id, section, items);
        }
        lines(context, id, items);
    }
}

fn has_decision(grid: &crate::grid::Grid) -> bool {
    grid.column(heads::DECISION).is_some()
}

fn decisions(context: &Context, id: SectionId, section: &Section, items: &mut Items) {
    let concepts = context.outline.concepts(id);
    let own = concepts.contains(&Concept::Decisions);
    let before = items.drafts().len();
    // Behind "Chosen option: …, because" come its reasons.
    let chosen_here = context.paragraphs(id).any(|(node, _)| chosen(&context.text(node)).is_some());
    // "Runtime state and decisions" may list those that the system makes, by their names in code.
    let statements = context.statements(id);
    if own && !statements.is_empty() && statements.iter().all(|statement| is_bare_code(context, statement)) {
        return;
    }
    let told = own && !chosen_here && is_told(context, id);
    if own && !chosen_here && !told {
        for statement in context.statements(id) {
            let said = statement.text.as_str();
            if says_nothing(said) || is_pro_or_con(said) || is_part(said) {
                continue;
            }
            let mut draft = Draft::new(Kind::Decision, id, statement.range).text(said);
            if let Some(cut) = text::labelled(said)
                && !cut.rest.is_empty()
            {
                draft = draft.field("topic", cut.label).field("choice", cut.rest);
            }
            items.push(draft);
        }
    } else if !concepts.iter().any(|concept| ABOUT_OPTION.contains(concept))
        && context.outline.concepts(section.parent).contains(&Concept::Decisions)
        && !says_nothing(&section.title)
    {
        items.push(
            Draft::new(Kind::Decision, id, section.title_range)
                .text(section.title.as_ref())
                .field("topic", section.title.as_ref()),
        );
        return;
    }
    if own && !chosen_here && items.drafts().len() == before {
        led(context, id, items);
    }
    let tabled = rows(context, id, items);
    // "## Decision" with a paragraph: the choice itself.
    let single = concepts.contains(&Concept::Decisions) && items.drafts().len() == before && !tabled;
    if single
        && let Some((node, range)) =
            context.paragraphs(id).find(|(node, _)| !says_nothing(&context.text(*node)))
    {
        let said = context.text(node);
        // "Use one signed record:" and the record is the choice; "We will:" introduces it.
        let whole = !said.ends_with(':') || said.split_whitespace().count() > 4;
        if whole && chosen(&said).is_none() && !is_labelled_decision(&said) {
            items.push(Draft::new(Kind::Decision, id, range.trim(context.document.text())).text(said));
        }
    }
}

/// Paragraphs that each open with a decision in bold: "**D1 — One desk.** The hall is small."
fn led(context: &Context, id: SectionId, items: &mut Items) {
    let said: Vec<Statement> = context
        .led(id)
        .filter(|said| !says_nothing(&said.text) && !is_part(&said.text) && !is_labelled_decision(&said.text))
        .collect();
    if said.len() < 2 {
        return;
    }
    for statement in said {
        let (code, bare) = super::check::coded(&statement.text);
        let mut draft = Draft::new(Kind::Decision, id, statement.range).written(code).text(&statement.text);
        if let Some((topic, choice)) =
            text::labelled(bare).map(|cut| (cut.label, cut.rest)).or(bare.split_once(". "))
        {
            draft = draft.said("topic", Some(topic)).said("choice", Some(choice));
        }
        items.push(draft);
    }
}

/// Whether a section opens with a sentence that is the decision, so that what is listed below it are its parts.
fn is_told(context: &Context, id: SectionId) -> bool {
    const LEAST: usize = 5;
    let document = context.document;
    let title = document.section(id).map_or("", |section| section.title.as_ref()).to_lowercase();
    // Below "Decisions" stand several.
    if ["decisions", "decisiones", "entscheidungen", "décisions", "decisões"]
        .iter()
        .any(|many| title.contains(many))
    {
        return false;
    }
    let mut blocks = document.section_blocks(id);
    let Some(first) = blocks.next().filter(|first| document.node(*first).kind == NodeKind::Paragraph) else {
        return false;
    };
    let said = context.text(first);
    let introduces = said.ends_with([':', '：'])
        && blocks.next().is_some_and(|next| matches!(document.node(next).kind, NodeKind::List { .. }));
    !introduces
        && said.split_whitespace().count() >= LEAST
        && text::labelled(&said).is_none_or(|cut| cut.rest.is_empty())
}

/// A name in code and nothing else: one of the decisions that the system makes.
fn is_bare_code(context: &Context, statement: &Statement) -> bool {
    let mut codes = text::code_spans(context.document, statement.first, statement.end);
    codes.next().is_some_and(|(node, _)| node.range == statement.range)
}

/// A line about a decision, not one.
fn is_part(text: &str) -> bool {
    text::labelled(text).is_some_and(|cut| {
        matches!(
            squash(cut.label).as_str(),
            "rationale"
                | "reason"
                | "because"
                | "status"
                | "date"
                | "consequences"
                | "why"
                | "impact"
                | "alternatives"
                | "context"
                | "owner"
        )
    })
}

fn rows(context: &Context, id: SectionId, items: &mut Items) -> bool {
    let mut found = false;
    for grid in context.grids_of(id) {
        found |= table(context, grid, items);
    }
    found
}

fn table(context: &Context, grid: &crate::grid::Grid, items: &mut Items) -> bool {
    let holds = context.outline.holds(grid.section, Kind::Decision);
    let topic = grid.column(heads::TOPIC);
    let Some(choice) = grid
        .column(heads::DECISION)
        .or_else(|| holds.then(|| usize::from(grid.heads.len() > 1 && topic == Some(0))))
    else {
        return false;
    };
    let rationale = grid.column(heads::RATIONALE);
    for row in grid.filled_rows() {
        let Some(said) = row.said(Some(choice)) else { continue };
        if says_nothing(said) {
            continue;
        }
        let topic = topic.filter(|at| *at != choice).or_else(|| (choice != 0).then_some(0));
        items.push(
            Draft::new(Kind::Decision, grid.section, row.range)
                .text(said)
                .said("topic", row.said(topic))
                .field("choice", said)
                .said("rationale", row.said(rationale)),
        );
    }
    true
}

/// `Decision: …`, `Recommendation: …`, `Chosen option: …` outside a single option.
fn lines(context: &Context, id: SectionId, items: &mut Items) {
    // Tables with a decision column under headings such as "Approaches".
    if context.outline.holds(id, Kind::Alternative) {
        for grid in context.grids_of(id).filter(|grid| has_decision(grid)) {
            table(context, grid, items);
        }
    }
    if !context.marked(Mark::Choice, context.body(id)) {
        return;
    }
    // "Decision: …" below the heading of one decision says which it is.
    let own = context.document.section(id).map(|section| section.title_range);
    let headed = items.drafts().iter().rev().take_while(|draft| draft.section == id);
    let is_own = |draft: &Draft| draft.kind == Kind::Decision && Some(draft.range) == own;
    if headed.into_iter().any(is_own) {
        return;
    }
    let about_option = context.outline.within(id, &[Concept::Alternative]);
    let questions = context.outline.holds(id, Kind::Question);
    for (_, range) in context.paragraphs(id) {
        if range.len() > 2000 || !context.marked(Mark::Choice, range) {
            continue;
        }
        for (line, range) in context.lines(range) {
            if let Some(rest) = chosen(&line) {
                items.push(Draft::new(Kind::Decision, id, range).text(&line).said("choice", Some(rest)));
            } else if is_labelled_decision(&line)
                && let Some(cut) = text::labelled(&line)
                && !cut.rest.is_empty()
                && !says_nothing(cut.rest)
            {
                let recommends = squash(cut.label).starts_with("recommend");
                if (about_option && !recommends) || questions {
                    continue;
                }
                items.push(Draft::new(Kind::Decision, id, range).text(&line).field("choice", cut.rest));
            }
        }
    }
}

fn is_labelled_decision(line: &str) -> bool {
    text::labelled(line).is_some_and(|cut| {
        matches!(
            squash(cut.label).as_str(),
            "decision"
                | "recommendation"
                | "recommendedapproach"
                | "chosenapproach"
                | "chosensolution"
                | "decisión"
                | "entscheidung"
                | "finaldecision"
                | "designdecision"
                | "keydecision"
                | "keydesigndecision"
                | "technicaldecision"
                | "architecturedecision"
                | "decisióndediseño"
                | "decisiónclave"
                | "decisióndediseñoclave"
                | "decisióntécnica"
                | "decisióndearquitectura"
                | "décisiontechnique"
                | "decisãotécnica"
                | "recommended"
                | "decisão"
                | "décision"
                | "決定"
                | "결정"
                | "决定"
                | "решение"
        )
    })
}

fn chosen(line: &str) -> Option<&str> {
    let cut = text::labelled(line)?;
    (squash(cut.label) == "chosenoption").then_some(cut.rest)
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        what_the_system_decides_is_no_decision,
        "# T\n## State and decisions\n`next(state)` returns the state and one decision:\n\n- `print`\n- `stop`\n",
        []
    );
    reader_test!(
        options_and_a_recommendation,
        "# T\n## Database Operations\n### Option 1: Two queries\n**Decision**: too slow\n### Option 2: One query\n**Pros**: fast\n\n**Recommendation**: Start with Option 2.\n## Alternatives Considered\n### Alternative 1: [Name]\n### A file\nSmall.\n#### Pros\n- small\n",
        [
            "3 alternative \"Option 1: Two queries\" name=Two queries verdict=too slow",
            "5 alternative \"Option 2: One query\" name=One query",
            "8 decision \"Recommendation: Start with Option 2.\" choice=Start with Option 2.",
            "11 alternative \"A file\"",
        ]
    );
    reader_test!(
        an_architecture_decision_record,
        "# T\n## Considered Options\n* A queue\n* A table\n## Decision Outcome\nChosen option: \"A queue\", because it is simple.\n### Consequences\n* Good, because\n## Pros and Cons of the Options\n### A queue\n* Good, because\n",
        [
            "3 alternative \"A queue\"",
            "4 alternative \"A table\"",
            "6 decision \"Chosen option: \"A queue\", because it is simple.\" choice=\"A queue\", because it is simple.",
        ]
    );
    reader_test!(
        a_decision_and_its_parts,
        "# T\n## Decision\nKeep each letter in one signed record:\n\n```json\n{}\n```\n\n- **Order:** as it came\n## Decision\nWe will:\n- print twice\n",
        ["3 decision \"Keep each letter in one signed record:\"", "12 decision \"print twice\""]
    );
    reader_test!(
        tables_and_lists,
        "# T\n## Approaches & Trade-offs\n| Approach | Decision | Rationale |\n|---|---|---|\n| Storage | S3 | cheap |\n## Design Decisions\n- Language: Rust\n- N/A\n### Use one binary\nBecause.\n## Alternatives\n| Option | Why not |\n|---|---|\n| Java | slow |\n",
        [
            "5 decision \"S3\" topic=Storage rationale=cheap",
            "7 decision \"Language: Rust\" topic=Language choice=Rust",
            "9 decision \"Use one binary\"",
            "14 alternative \"Java\" verdict=slow",
        ]
    );
    reader_test!(
        alternatives_in_prose_and_options_named_like_topics,
        "# T\n## Alternatives\nOne alternative is to do nothing. It costs nothing.\n\nWe could use a file. It breaks.\n\nAll of them were read.\n### Do not add links\nSmaller.\n",
        [
            "3 alternative \"One alternative is to do nothing. It costs nothing.\" name=One alternative is to do nothing.",
            "5 alternative \"We could use a file. It breaks.\" name=We could use a file.",
            "8 alternative \"Do not add links\"",
        ]
    );
    reader_test!(
        choices_behind_longer_labels,
        "# T\n## Architecture\n**Key design decision**: one press for all, it is\nalready there.\n\n**Decisión de diseño**: una sola prensa.\n\nDesign details: none.\n## Decisiones de seguridad / datos\n- Los originales no salen del taller.\n",
        [
            "3 decision \"Key design decision: one press for all, it is\" choice=one press for all, it is",
            "6 decision \"Decisión de diseño: una sola prensa.\" choice=una sola prensa.",
            "10 decision \"Los originales no salen del taller.\"",
        ]
    );
    reader_test!(
        records_within_a_design,
        "# T\n## Key decisions\n### ADR-1: Keep an index\n**Context**: one node.\n**Decision**: in memory.\n",
        ["3 decision \"ADR-1: Keep an index\""]
    );
    reader_test!(
        lists_behind_a_line_that_says_alternatives,
        "# T\n## Alternatives\n### Another place\nContext: it stands in the hall.\n\nAlternatives:\n- In the cellar\n  - (+) cool\n- In the yard\n### Do nothing\nCosts nothing.\n",
        ["7 alternative \"In the cellar\"", "9 alternative \"In the yard\"", "10 alternative \"Do nothing\"",]
    );

    reader_test!(
        one_short_paragraph_is_the_one_alternative_there_was,
        "# T\n## Alternatives\nKeep to the present way of printing by hand.\n## Prior art and alternatives\nOther presses print by hand, as is told.\n## Alternatives\nThere are none that we know of or heard of.\n",
        ["3 alternative \"Keep to the present way of printing by hand.\""]
    );
}
