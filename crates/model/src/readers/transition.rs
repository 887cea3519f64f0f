//! Changes of state.

mod spoken;

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
a heading about states. A chain `a → b → c` gives each of its steps. Words that a field named state or status is said to have are changes \
wherever arrows stand between them, and in sentences such as \"an open one becomes `done` or `gone`\". Where a machine starts and ends is not a change. `machine` is the heading, `endpoint` the operation that a column names, \
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
            "current status",
            "from status",
            "von",
            "aktuell",
            "origen",
            "estado actual",
            "变更前",
            "変更前",
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
            "next status",
            "to status",
            "new status",
            "nach",
            "destino",
            "estado siguiente",
            "变更后",
            "変更後",
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
        let (Some(from), Some(to)) = (from, to) else {
            chains(context, grid, items);
            continue;
        };
        // "From" and "to" may be ends of something else.
        if context.outline.within(grid.section, &[Concept::Relationships, Concept::Migration]) {
            continue;
        }
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
                push_change(context, grid.section, row.range, change, items);
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
    let machines = spoken::machines(items);
    if !machines.is_empty() {
        spoken::chains(context, &machines, items);
        spoken::drawings(context, &machines, items);
        spoken::sentences(context, &machines, items);
    }
}

/// Whether a section on a lifecycle or a status lists changes and nothing else, so that its lines are no steps.
pub(super) fn lists_changes(context: &Context, id: SectionId) -> bool {
    let title = context.document.section(id).map_or("", |section| section.title.as_ref());
    // All of the words start with one of these.
    let likely = |four: &[u8]| four.eq_ignore_ascii_case(b"stat") || four.eq_ignore_ascii_case(b"life");
    let about = ["lifecycle", "life cycle", "status", "statuses", "state", "states"];
    if !title.as_bytes().windows(4).any(likely)
        || !about.iter().any(|word| crate::text::find_word(title, word).is_some())
    {
        return false;
    }
    let statements = context.statements(id);
    !statements.is_empty() && statements.iter().all(|statement| is_chain(&statement.text))
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
#[derive(Clone, Copy, Default)]
struct Change<'a> {
    from: &'a str,
    to: &'a str,
    trigger: Option<&'a str>,
    operation: Option<&'a str>,
    initial: Option<&'a str>,
}

fn push(
    context: &Context,
    section: SectionId,
    range: TextRange,
    from: &str,
    to: &str,
    trigger: Option<&str>,
    items: &mut Items,
) {
    push_change(context, section, range, Change { from, to, trigger, ..Change::default() }, items);
}

fn push_change(context: &Context, section: SectionId, range: TextRange, change: Change, items: &mut Items) {
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
    if line.trim_start().starts_with("note ") || line.trim_start().starts_with("%%") {
        return;
    }
    let Some((from, rest)) = line.split_once('>') else { return };
    // `-->`, `->`, and PlantUML's `-right->`, `-[#red]->`.
    let Some(from) = from.strip_suffix('-') else { return };
    let from = from.trim_end_matches(['-', '.']);
    let from = match from.rsplit_once(" -") {
        Some((before, direction)) if !direction.contains(' ') => before,
        _ => from,
    };
    let (to, trigger) = match rest.split_once(':') {
        Some((to, trigger)) => (to, Some(trigger.trim())),
        None => (rest, None),
    };
    let change = Change { from, to, trigger, operation: None, initial };
    push_change(context, section, range.trim(context.document.text()), change, items);
}

/// A table with the changes of each row in one cell: `open → done → gone`, or the states that may follow.
fn chains(context: &Context, grid: &crate::grid::Grid, items: &mut Items) {
    let Some(column) = grid.heads.iter().position(|head| {
        [
            "transition",
            "next states",
            "can go to",
            "allowed next",
            "transiciones",
            "übergänge",
            "遷移",
            "转换",
            "переход",
        ]
        .iter()
        .any(|word| head.contains(word))
            || head.contains('→') && head.contains("to")
    }) else {
        return;
    };
    let state = grid.heads.first().is_some_and(|head| {
        [
            "state",
            "status",
            "from",
            "current",
            "estado",
            "zustand",
            "状態",
            "状态",
            "상태",
            "состояние",
            "статус",
            "stage",
            "phase",
        ]
        .iter()
        .any(|word| head.contains(word))
    });
    let trigger =
        grid.column(&["trigger", "event", "action", "condition", "when", "guard"]).filter(|at| *at != column);
    for row in grid.filled_rows() {
        let Some(cell) = row.said(Some(column)) else { continue };
        let bare = cell.trim_start_matches(['→', ' ']);
        if bare.contains(['→', '⇒']) || bare.contains("->") {
            let before = items.drafts().len();
            for part in bare.split([';', ',']) {
                chain(context, grid.section, part, row.range, items);
            }
            if let Some(said) = row.said(trigger) {
                for draft in items.drafts_from(before) {
                    draft.fields.entry("trigger").or_insert_with(|| said.into());
                }
            }
        } else if state
            && column > 0
            && let Some(from) = row.said(Some(0))
        {
            let ends = ["none", "terminal", "n/a", "final", "ninguna", "keine"];
            for to in bare.split([',', '/', '|', ';']).flat_map(|part| part.split(" or ")) {
                let to = to.trim().trim_start_matches("or ").trim();
                let lower = to.to_lowercase();
                let short = to.split_whitespace().count() <= 2;
                if short && !ends.iter().any(|end| lower.starts_with(end)) && !lower.starts_with('(') {
                    push(context, grid.section, row.range, from, to, row.said(trigger), items);
                }
            }
        }
    }
}

/// "From `open` to `closed` when paid".
fn from_to(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) -> bool {
    let rest = ["From ", "from ", "Von ", "De ", "Desde "].iter().find_map(|start| line.strip_prefix(start));
    let Some(rest) = rest else { return false };
    let Some((from, rest)) = [" to ", " nach ", " a ", " à "].iter().find_map(|word| rest.split_once(word))
    else {
        return false;
    };
    let end = [" when ", " on ", " if ", " after ", " once ", " wenn ", " cuando ", ": ", ", ", " ("]
        .iter()
        .filter_map(|word| Some((rest.find(word)?, word.len())))
        .min();
    let (to, trigger) = match end {
        Some((at, length)) => (rest.get(..at).unwrap_or_default(), rest.get(at + length..)),
        None => (rest, None),
    };
    let states = [from, to].iter().all(|state| state.split_whitespace().count() <= 2);
    if states {
        let trigger = trigger.map(|said| said.trim_end_matches(['.', ')']));
        push(context, section, range, from, to, trigger, items);
    }
    states
}

/// `draft → review → done`, `draft → published (on approval)`, `draft -> published: approve`
fn chain(context: &Context, section: SectionId, line: &str, range: TextRange, items: &mut Items) {
    let arrow = ["→", "-->", "->", "⇒", "=>"].into_iter().find(|arrow| line.contains(arrow));
    let Some(arrow) = arrow else {
        from_to(context, section, line, range, items);
        return;
    };
    let (line, remark) = match line.split_once(" (") {
        Some((line, remark)) if line.contains(arrow) && !remark.contains(arrow) => {
            (line, Some(remark.trim_end_matches([')', '.'])))
        }
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
    // States are words, not sentences; several may stand with bars between.
    let words =
        |state: &str| state.split(['|', '/']).map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    if states.len() < 2 || states.iter().any(|state| state.is_empty() || words(state) > 3) {
        return;
    }
    for pair in states.windows(2) {
        if let [from, to] = pair {
            let bare = |state: &str| state.trim_matches(['(', ')', '[', ']', '{', '}']).to_owned();
            let (from, to) = (bare(from), bare(to));
            // More than a few on both sides are no states.
            for from in from.split(['/', ',', '|']).take(8) {
                for to in to.split(['/', ',', '|']).take(8) {
                    push(context, section, range, from, to, told.or(remark), items);
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
        changes_among_the_words_of_a_field_stand_anywhere,
        "# T\n## Data\n### Door\n| Field | Type | Notes |\n|---|---|---|\n| id | integer | |\n| state | enum | `shut`, `open` or `gone`; set by the server |\n\nThe doors:\n\n- shut → open\n- open → gone\n- wait → see\n",
        [
            "11 transition shut -> open from=shut to=open machine=Door",
            "12 transition open -> gone from=open to=gone machine=Door",
        ]
    );

    reader_test!(
        changes_in_running_text,
        "# T\n## Data\n### Door\n- `id` (integer)\n- `state`: `shut`, `open` or `gone`\n\nA door starts as `shut`. From there it can become `open`. An open one becomes `gone` or `shut`; a gone one never becomes open.\n",
        [
            "7 transition shut -> open from=shut to=open machine=Door",
            "7 transition open -> gone from=open to=gone machine=Door",
            "7 transition open -> shut from=open to=shut machine=Door",
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
    reader_test!(
        rows_with_chains_or_with_the_states_that_may_follow,
        "# T\n## Status Transitions\n| Type | Valid transitions |\n|---|---|\n| task | open → run → done |\n| note | none |\n## Moves\n| State | Allowed transitions |\n|---|---|\n| `new` | `paid`, `gone` |\n| gone | none (terminal) |\n",
        [
            "5 transition open -> run from=open to=run machine=Status Transitions",
            "5 transition run -> done from=run to=done machine=Status Transitions",
            "10 transition new -> paid from=new to=paid machine=Moves",
            "10 transition new -> gone from=new to=gone machine=Moves",
        ]
    );
    reader_test!(
        words_and_branches,
        "# T\n## States\n- From `open` to `shut` when paid\n- wait → (run | stop) → done\n\n```plantuml\n@startuml\n[*] -> A\nA -right-> B : go\nnote right of A : x --> y\n@enduml\n```\n",
        [
            "3 transition open -> shut from=open to=shut machine=States trigger=paid",
            "4 transition wait -> run from=wait to=run machine=States",
            "4 transition wait -> stop from=wait to=stop machine=States",
            "4 transition run -> done from=run to=done machine=States",
            "4 transition stop -> done from=stop to=done machine=States",
            "9 transition A -> B from=A to=B machine=States trigger=go initial=A",
        ]
    );
}
