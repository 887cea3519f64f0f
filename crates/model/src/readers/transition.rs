//! Changes of state.

use super::Reader;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "transition",
    kinds: &[Kind::Transition],
    documentation: "\
One change of state: `A --> B : trigger` in a state diagram, a row of a table with from and to, a line such as `draft → published` under \
a heading about states. A chain `a → b → c` gives each of its steps. Where a machine starts and ends is not a change. `machine` is the heading, `endpoint` the operation that a column names, \
`initial` the state in which the machine starts.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    let document = context.document;
    const LANGUAGES: &[&str] = &["mermaid", "plantuml", "puml", "uml", "", "text", "txt", "ascii"];
    for fence in context.fences().iter().filter(|fence| fence.is(LANGUAGES)) {
        let source = fence.range.slice(document.text());
        let about = context.outline.within(fence.section, &[Concept::States]);
        let mermaid = source.contains("stateDiagram");
        let plantuml = source.contains("@startuml")
            && source.contains("-->")
            && (source.contains("[*]") || source.contains("state "));
        if mermaid || plantuml {
            let initial = fence.lines(document).iter().find_map(|line| {
                let (from, to) = line.text.split_once("-->").or_else(|| line.text.split_once("->"))?;
                (from.trim() == "[*]").then(|| to.split(':').next().unwrap_or_default().trim().to_owned())
            });
            for line in fence.lines(document) {
                diagram_line(context, fence.section, (line.text, line.range), initial.as_deref(), items);
            }
        } else if about && fence.is(&["", "text", "txt", "ascii"]) && !source.contains(['┌', '│', '|', '+'])
        {
            for line in fence.lines(document) {
                chain(context, fence.section, line.text, line.range.trim(document.text()), items);
            }
        }
    }
    for grid in context.grids() {
        let from = grid.exact_column(&[
            "from",
            "from state",
            "current state",
            "current",
            "source",
            "state",
            "desde",
            "de",
            "遷移元",
            "当前状态",
            "из",
        ]);
        let to = grid.exact_column(&[
            "to",
            "to state",
            "next state",
            "next",
            "target",
            "target state",
            "new state",
            "hasta",
            "a",
            "遷移先",
            "下一状态",
            "в",
        ]);
        let (Some(from), Some(to)) = (from, to) else { continue };
        let held = context.outline.holds(grid.section, Kind::Transition)
            || context.outline.within(
                grid.section,
                &[Concept::States, Concept::DataModel, Concept::Workflows, Concept::Design],
            );
        let named = grid.heads.iter().any(|head| {
            ["trigger", "event", "guard", "condition", "action", "when"].contains(&head.as_str())
        });
        if !(held || named) {
            continue;
        }
        let trigger = grid.column(&[
            "trigger",
            "event",
            "action",
            "condition",
            "guard",
            "when",
            "on",
            "by",
            "evento",
            "トリガー",
            "触发",
            "событие",
        ]);
        let endpoint = grid.column(&["endpoint", "api", "operation", "route", "call", "request", "via"]);
        let endpoint = endpoint.filter(|at| *at != from && *at != to);
        for row in grid.filled_rows() {
            let (Some(before), Some(after)) = (row.said(Some(from)), row.said(Some(to))) else { continue };
            let operation = row.said(endpoint).filter(|said| said.contains('/'));
            for to in after.split([',', '/']) {
                let change =
                    Change { from: before, to, trigger: row.said(trigger), operation, initial: None };
                push(context, grid.section, row.range, change, items);
            }
        }
    }
    for (id, _) in context.sections() {
        if !context.outline.within(id, &[Concept::States]) && !lists_changes(context, id) {
            continue;
        }
        for statement in context.statements(id) {
            chain(context, id, &statement.text, statement.range, items);
        }
        for (node, range) in context.paragraphs(id) {
            if range.len() < 300 {
                chain(context, id, &context.text(node), range.trim(document.text()), items);
            }
        }
    }
}

/// Whether a section on a lifecycle or a status lists changes and nothing else, so that its lines are no steps.
pub(super) fn lists_changes(context: &Context, id: SectionId) -> bool {
    let title = context.document.section(id).map(|section| section.title.to_lowercase()).unwrap_or_default();
    let about = ["lifecycle", "life cycle", "status", "statuses", "state", "states"];
    let statements = context.statements(id);
    about.iter().any(|word| crate::text::find_word(&title, word).is_some())
        && !statements.is_empty()
        && statements.iter().all(|statement| is_chain(&statement.text))
}

/// `draft → review → done`: words of states, with arrows between them.
fn is_chain(line: &str) -> bool {
    let line = line.split([':', '(']).next().unwrap_or_default();
    ["→", "-->", "->", "⇒"].into_iter().any(|arrow| {
        let states: Vec<&str> = line.split(arrow).map(str::trim).collect();
        states.len() >= 2
            && states.iter().all(|state| !state.is_empty() && state.split_whitespace().count() <= 2)
    })
}

/// One change as it is written.
#[derive(Clone, Copy)]
struct Change<'a> {
    from: &'a str,
    to: &'a str,
    trigger: Option<&'a str>,
    operation: Option<&'a str>,
    initial: Option<&'a str>,
}

fn push(context: &Context, section: SectionId, range: TextRange, change: Change, items: &mut Items) {
    let clean = |name: &str| name.trim().trim_matches(['`', '*', '"', '\'', ' ', '.']).to_owned();
    let (from, to) = (clean(change.from), clean(change.to));
    if from.is_empty()
        || to.is_empty()
        || from.contains("[*]")
        || to.contains("[*]")
        || from.len() > 40
        || to.len() > 40
    {
        return;
    }
    let machine = context.document.section(section).map(|section| section.title.to_string());
    items.push(
        Draft::new(Kind::Transition, section, range)
            .key(format!("{from} -> {to}"))
            .field("from", from.as_str())
            .field("to", to.as_str())
            .said("machine", machine.as_deref())
            .said("trigger", change.trigger)
            .said("endpoint", change.operation)
            .said("initial", change.initial),
    );
}

/// `A --> B : trigger`
fn diagram_line(
    context: &Context,
    section: SectionId,
    (line, range): (&str, TextRange),
    initial: Option<&str>,
    items: &mut Items,
) {
    let Some((from, rest)) = line.split_once("-->").or_else(|| line.split_once("->")) else { return };
    let (to, trigger) = match rest.split_once(':') {
        Some((to, trigger)) => (to, Some(trigger.trim())),
        None => (rest, None),
    };
    let change = Change { from, to, trigger, operation: None, initial };
    push(context, section, range.trim(context.document.text()), change, items);
}

/// `draft → review → done`, `draft → published (on approval)`, `draft -> published: approve`
fn chain(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) {
    let arrow = ["→", "-->", "->", "⇒", "=>"].into_iter().find(|arrow| line.contains(arrow));
    let Some(arrow) = arrow else { return };
    let (line, remark) = match line.split_once(" (") {
        Some((line, remark)) if line.contains(arrow) => (line, Some(remark.trim_end_matches([')', '.']))),
        _ => (line, None),
    };
    let (line, told) = match line.split_once(": ") {
        // "Order: draft → paid" names the machine, "draft → paid: on payment" the trigger.
        Some((label, rest)) if rest.contains(arrow) && !label.contains(arrow) => (rest, None),
        _ => match line.rsplit_once(": ") {
            Some((line, told)) if line.contains(arrow) && !told.contains(arrow) => (line, Some(told)),
            _ => (line, None),
        },
    };
    let states: Vec<&str> = line.split(arrow).map(str::trim).collect();
    // States are words, not sentences.
    if states.len() < 2 || states.iter().any(|state| state.is_empty() || state.split_whitespace().count() > 3)
    {
        return;
    }
    for pair in states.windows(2) {
        if let [from, to] = pair {
            for from in from.split(['/', ',']) {
                for to in to.split(['/', ',', '|']) {
                    let change =
                        Change { from, to, trigger: told.or(remark), operation: None, initial: None };
                    push(context, section, range, change, items);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        diagrams_tables_and_lines,
        "# T\n## State Diagram\n```mermaid\nstateDiagram-v2\n  [*] --> Valid\n  Valid --> Used : consumed\n```\n## Order states\n- `draft` → `paid` (on payment)\n- open → sent → done\n## Transitions of a job\n| From | To | Trigger |\n|---|---|---|\n| new | run | start |\n",
        [
            "6 transition Valid -> Used from=Valid to=Used machine=State Diagram trigger=consumed initial=Valid",
            "9 transition draft -> paid from=draft to=paid machine=Order states trigger=on payment",
            "10 transition open -> sent from=open to=sent machine=Order states",
            "10 transition sent -> done from=sent to=done machine=Order states",
            "14 transition new -> run from=new to=run machine=Transitions of a job trigger=start",
        ]
    );
    reader_test!(
        a_lifecycle_that_lists_changes_is_no_flow,
        "# T\n## Letter lifecycle\n- draft → sent\n- `sent` → `read` (by the receiver)\n",
        [
            "3 transition draft -> sent from=draft to=sent machine=Letter lifecycle",
            "4 transition sent -> read from=sent to=read machine=Letter lifecycle trigger=by the receiver",
        ]
    );
    reader_test!(
        a_table_that_names_the_endpoint,
        "# T\n## State transitions\n| From | To | Endpoint |\n|---|---|---|\n| `new` | `run` | `POST /jobs/{id}/start` |\n",
        ["5 transition new -> run from=new to=run machine=State transitions endpoint=POST /jobs/{id}/start"]
    );
    reader_test!(
        lines_under_states,
        "# T\n## States\n- `draft` → `paid` (on payment)\n- open → sent → done\n- The system moves on → later when all of it is done\n",
        [
            "3 transition draft -> paid from=draft to=paid machine=States trigger=on payment",
            "4 transition open -> sent from=open to=sent machine=States",
            "4 transition sent -> done from=sent to=done machine=States",
        ]
    );
}
