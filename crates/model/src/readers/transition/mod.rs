//! Changes of state.

mod block;
mod chain;
mod diagram;
mod drawing;
mod drawn;
mod matrix;
mod spoken;
mod table;
mod told;

use super::Reader;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use chain::is_chain;
pub(super) use table::is_table_of_changes;

pub(super) const READER: Reader = Reader {
    name: "transition",
    kinds: &[Kind::Transition],
    documentation: "\
One change of state: `A --> B : trigger` in a state diagram, a row of a table with from and to, states in boxes with arrows between them, a line such as `draft → published` under \
a heading about states or behind a label about them (`Status lifecycle: a → b`). A chain `a → b → c` gives each of its steps; in `a → (sent) → b` the brackets hold the trigger. Words that a field named state or status is said to have are changes \
wherever arrows stand between them, and in sentences such as \"an open one becomes `done` or `gone`\". Where a machine starts and ends is not a change. `machine` is the heading or that label, \
`endpoint` the operation that a column names, \
`initial` the state in which the machine starts. In a table with events in its rows and states in its columns, each cell that names one of these states is a change, the event is its `trigger`, and \
`refused` are the states with a dash.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    diagram::read(context, items);
    table::read(context, items);
    for (id, _) in context.sections() {
        if !context.outline.within(id, &[Concept::States]) && !lists_changes(context, id) {
            continue;
        }
        let title = context.document.section(id).map_or("", |section| section.title.as_ref());
        if chain::is_forbidden(title) {
            continue;
        }
        for statement in context.statements(id) {
            chain::read(context, id, &statement.text, statement.range, items);
        }
        for (node, range) in context.paragraphs(id) {
            if range.len() >= LONGEST {
                continue;
            }
            // A change on each line, or a chain that goes on in the next.
            let lines = context.lines(range);
            let each = lines.iter().all(|(line, _)| is_chain(line));
            // "open → paid → closed", and below it what a drawing hangs on its end: "↓", "lost".
            let hung = lines.iter().skip(1).any(|(line, _)| matches!(line.trim(), "↓" | "|" | "│" | "v"));
            let first = lines.first().filter(|(line, _)| !each && hung && is_chain(line));
            if let Some((line, range)) = first {
                chain::read(context, id, line, *range, items);
            } else if each {
                for (line, range) in lines {
                    chain::read(context, id, &line, range, items);
                }
            } else {
                chain::read(context, id, &context.text(node), range.trim(context.document.text()), items);
            }
        }
    }
    block::read(context, items);
    told::read(context, items);
    told::blocks(context, items);
    drawn::titled(context, items);
    let machines = spoken::machines(items);
    if !machines.is_empty() {
        spoken::chains(context, &machines, items);
        spoken::drawings(context, &machines, items);
        drawn::read(context, &machines, items);
        spoken::sentences(context, &machines, items);
    }
}

/// A longer paragraph tells a story.
const LONGEST: usize = 300;

/// Whether a section on a lifecycle or a status lists changes and nothing else, so that its lines are no steps.
pub(super) fn lists_changes(context: &Context, id: SectionId) -> bool {
    let title = context.document.section(id).map_or("", |section| section.title.as_ref());
    if !told::is_of_states(title) {
        return false;
    }
    let statements = context.statements(id);
    if !statements.is_empty() {
        return statements.iter().all(|statement| is_chain(&statement.text));
    }
    context.paragraphs(id).next().is_some_and(|(node, range)| {
        range.len() < LONGEST && chain::clauses(&context.text(node)).next().is_some_and(is_chain)
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
    /// What names the machine, where that is not the heading.
    machine: Option<&'a str>,
    /// The states from which a table of events says that nothing follows from this one.
    refused: Option<&'a str>,
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
    let clean = |name: &str| {
        let bare = name.trim();
        // "paid, or" at the end of a line goes on in the next one.
        let bare = bare.strip_suffix(", or").or_else(|| bare.strip_suffix(", and")).unwrap_or(bare);
        bare.trim_matches(['`', '*', '"', '\'', ' ', '.', ',']).to_owned()
    };
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
    let heading = || Some(context.document.section(section)?.title.as_ref());
    let machine = change.machine.or_else(heading);
    items.push(
        Draft::new(Kind::Transition, section, range)
            .key(format!("{from} -> {to}"))
            .field("from", from.as_str())
            .field("to", to.as_str())
            .said("machine", machine)
            .said("trigger", change.trigger)
            .said("endpoint", change.operation)
            .said("initial", change.initial)
            .said("refused", change.refused),
    );
}

#[cfg(test)]
mod tests;
