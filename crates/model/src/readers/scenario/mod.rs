//! Given, when, then.

mod clause;
mod gherkin;
#[rustfmt::skip]
mod labelled;
#[rustfmt::skip]
pub(super) mod tried;

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::marks::Mark;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use clause::{Clause, Clauses, clause, one_line};
use std::collections::HashSet;

pub(super) const READER: Reader = Reader {
    name: "scenario",
    kinds: &[Kind::Scenario],
    documentation: "\
A Given/When/Then block: a `Scenario: …` heading with its bullets, one line with all three, bullets or lines that follow each other, a \
`Scenario:` in a Gherkin block. `given`, `when` and `then` hold the clauses, several joined with \"; \". A test heading with setup, action \
and assertion counts too, and so does one below which a label says what is sent or done and another what is expected (\"Request:\", \"Expected \
response:\"), a test case with a number whose numbered steps end in what is verified, and an entry of quality scenarios with its stimulus and its response.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    headings(context, items);
    lists(context, items);
    gherkin::read(context, items);
    tables(context, items);
    labelled::headings(context, items);
    labelled::entries(context, items);
    tried::headings(context, items);
}

/// Rows with a column for each clause.
fn tables(context: &Context, items: &mut Items) {
    const GIVEN: &[&str] = &[
        "given",
        "precondition",
        "preconditions",
        "dado",
        "étant donné",
        "angenommen",
        "gegeben",
        "前提",
        "前提条件",
        "조건",
        "假设",
        "前置条件",
        "дано",
    ];
    const WHEN: &[&str] =
        &["when", "cuando", "quand", "lorsque", "wenn", "quando", "もし", "操作", "当", "행동", "когда"];
    const THEN: &[&str] =
        &["then", "entonces", "alors", "dann", "então", "ならば", "期待結果", "那么", "则", "결과", "тогда"];
    const TITLES: &[&str] =
        &["scenario", "case", "escenario", "scénario", "szenario", "cenário", "シナリオ", "시나리오", "场景"];
    for grid in context.grids() {
        // "Scenario | Expected result" where scenarios stand.
        if context.outline.holds(grid.section, Kind::Scenario)
            && let (Some(when), Some(then)) = (grid.exact_column(TITLES), grid.column(heads::EXPECTED))
            && when != then
        {
            for row in grid.filled_rows() {
                let (Some(name), Some(result)) = (row.said(Some(when)), row.said(Some(then))) else {
                    continue;
                };
                let mut clauses = Clauses::default();
                clauses.add(Clause::When, name);
                clauses.add(Clause::Then, result);
                items.push(clauses.write(Draft::new(Kind::Scenario, grid.section, row.range).text(name)));
            }
            continue;
        }
        let (Some(when), Some(then)) = (grid.exact_column(WHEN), grid.exact_column(THEN)) else { continue };
        let given = grid.exact_column(GIVEN);
        let title = grid.column(&[
            "scenario",
            "title",
            "name",
            "case",
            "escenario",
            "scénario",
            "szenario",
            "シナリオ",
            "场景",
        ]);
        for row in grid.filled_rows() {
            let (Some(action), Some(result)) = (row.said(Some(when)), row.said(Some(then))) else { continue };
            let mut clauses = Clauses::default();
            if let Some(state) = row.said(given) {
                clauses.add(Clause::Given, state);
            }
            clauses.add(Clause::When, action);
            clauses.add(Clause::Then, result);
            let id = row.said(grid.exact_column(heads::ID)).filter(|id| text::leading_code(id).is_some());
            let name = row.said(title);
            let draft = Draft::new(Kind::Scenario, grid.section, row.range)
                .written(id)
                .text(name.unwrap_or(action))
                .said("title", name);
            items.push(clauses.write(draft));
        }
    }
}

/// `Scenario: …` headings, and headings with setup, action and assertion below.
fn headings(context: &Context, items: &mut Items) {
    for (id, section) in context.sections().skip(1) {
        let title = section.title.as_ref();
        let named = scenario_title(title);
        if named.is_none() && !context.marked(Mark::Clause, section.body) {
            continue;
        }
        let clauses = clauses_of(context, id);
        if named.is_none() && (!clauses.is_whole() || section_holds_several(context, id)) {
            continue;
        }
        if named.is_some_and(|name| name.is_empty() || text::is_placeholder(name)) && !clauses.is_whole() {
            continue;
        }
        // A heading over one-line scenarios only names their group.
        if named.is_none()
            && context.statements(id).iter().any(|statement| one_line(&statement.text).is_some())
        {
            continue;
        }
        // A heading that is a topic ("Acceptance Criteria") is not the scenario: its lines are.
        if named.is_none() && !context.outline.concepts(id).is_empty() {
            continue;
        }
        let draft = Draft::new(Kind::Scenario, id, section.title_range)
            .text(title)
            .said("title", named.or(Some(title)));
        items.push(clauses.write(draft));
    }
}

fn scenario_title(title: &str) -> Option<&str> {
    let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    let words = [
        "Scenario Outline",
        "Scenario",
        "SCENARIO",
        "Escenario",
        "Scénario",
        "Szenario",
        "Cenário",
        "シナリオ",
        "시나리오",
        "场景",
        "Сценарий",
    ];
    let rest = words.iter().find_map(|word| bare.strip_prefix(word))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ' || c == '#');
    rest.strip_prefix([':', '：', '-', '–', '—']).map(str::trim)
}

/// More than one "Given" or "When" group: the section holds several scenarios.
fn section_holds_several(context: &Context, id: SectionId) -> bool {
    let starts = context
        .statements(id)
        .iter()
        .filter(|statement| matches!(clause(&statement.text), Some((Clause::Given, _))))
        .count();
    starts > 1
}

fn clauses_of(context: &Context, id: SectionId) -> Clauses {
    let mut clauses = Clauses::default();
    let document = context.document;
    for block in document.section_blocks(id) {
        match document.node(block).kind {
            NodeKind::List { .. } if context.marked(Mark::Clause, document.node(block).range) => {
                for (node_id, node) in document.descendants(block) {
                    if matches!(node.kind, NodeKind::Item { .. })
                        && let Some(own) = crate::statement::own(document, id, node_id, false, &[], 0)
                    {
                        match clause(&own.text) {
                            Some((clause, rest)) => clauses.add(clause, rest),
                            None if clauses.last.is_some() => {
                                let last = clauses.last.unwrap_or(Clause::Then);
                                clauses.add(last, &own.text);
                            }
                            None => {}
                        }
                    }
                }
            }
            NodeKind::Paragraph
                if context.marked(Mark::Clause, document.node(block).range) && !context.is_heading(block) =>
            {
                for (line, _) in context.lines(document.node(block).range) {
                    if let Some((clause, rest)) = clause(&line) {
                        clauses.add(clause, rest);
                    }
                }
            }
            _ => {}
        }
    }
    clauses
}

/// One-line scenarios, and bullets that follow each other without a heading of their own.
fn lists(context: &Context, items: &mut Items) {
    let document = context.document;
    let headed: HashSet<TextRange> =
        items.drafts().iter().filter(|draft| draft.kind == Kind::Scenario).map(|draft| draft.range).collect();
    for (id, section) in context.sections() {
        if !context.marked(Mark::Clause, section.body)
            || (id != SectionId::ROOT && headed.contains(&section.title_range))
        {
            continue;
        }
        let mut open: Option<(TextRange, Clauses)> = None;
        for block in document.section_blocks(id) {
            let node = document.node(block);
            match node.kind {
                NodeKind::List { .. } => {
                    for item in document.children(block) {
                        self_or_group(context, id, item, &mut open, items);
                    }
                }
                NodeKind::Paragraph
                    if node.range.len() < 1500
                        && context.marked(Mark::Clause, node.range)
                        && !context.is_heading(block) =>
                {
                    let text = context.text(block);
                    if let Some(clauses) =
                        one_line(&text).filter(|clauses| is_meant(context, id, block, clauses))
                    {
                        flush(&mut open, id, items);
                        push(items, id, node.range.trim(document.text()), &text, clauses);
                    }
                }
                _ => {}
            }
        }
        flush(&mut open, id, items);
    }
}

/// "When …, then …" is ordinary prose; without a "Given" it is a scenario where scenarios, stories or checks stand, or where
/// its words are marked.
fn is_meant(context: &Context, id: SectionId, node: NodeId, clauses: &Clauses) -> bool {
    let expected = [Kind::Scenario, Kind::Story, Kind::Check];
    let source = context.document.source(node);
    !clauses.given.is_empty() && !clauses.when.is_empty()
        || context.outline.kinds(id).iter().any(|kind| expected.contains(kind))
        || source.contains("WHEN")
        || source.contains("**When")
}

fn self_or_group(
    context: &Context,
    id: SectionId,
    item: NodeId,
    open: &mut Option<(TextRange, Clauses)>,
    items: &mut Items,
) {
    let document = context.document;
    let Some(own) = crate::statement::own(document, id, item, false, &[], 0) else { return };
    if let Some(clauses) = one_line(&own.text).filter(|clauses| is_meant(context, id, item, clauses)) {
        if own.text.contains("SHALL") {
            return;
        }
        flush(open, id, items);
        push(items, id, own.range, &own.text, clauses);
        return;
    }
    if let Some((clause, rest)) = clause(&own.text) {
        // A new "Given", or a "When" behind a "Then", starts the next scenario.
        let ends = open.as_ref().is_some_and(|(_, clauses)| {
            !clauses.then.is_empty() && matches!(clause, Clause::Given | Clause::When)
        });
        if ends {
            flush(open, id, items);
        }
        let (_, clauses) = open.get_or_insert_with(|| (own.range, Clauses::default()));
        clauses.add(clause, rest);
        return;
    }
    flush(open, id, items);
    // Clauses nested below a title.
    let mut clauses = Clauses::default();
    for list in
        document.children(item).filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
    {
        for inner in document.children(list) {
            if let Some(inner) = crate::statement::own(document, id, inner, false, &[], 0)
                && let Some((clause, rest)) = clause(&inner.text)
            {
                clauses.add(clause, rest);
            }
        }
    }
    if clauses.is_whole() {
        push(items, id, own.range, &own.text, clauses);
    }
}

fn flush(open: &mut Option<(TextRange, Clauses)>, id: SectionId, items: &mut Items) {
    if let Some((range, clauses)) = open.take()
        && clauses.is_whole()
    {
        let text = [clauses.given.join("; "), clauses.when.join("; "), clauses.then.join("; ")].join(" → ");
        push(items, id, range, text.trim_start_matches(" → "), clauses);
    }
}

fn push(items: &mut Items, section: SectionId, range: TextRange, text: &str, clauses: Clauses) {
    items.push(clauses.write(Draft::new(Kind::Scenario, section, range).text(text)));
}

#[cfg(test)]
mod tests;
