use crate::machines::{Machine, State, machines};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;

rule! {
    /// A state of a drawing or a table of changes can never be reached.
    ///
    /// ## Why it matters
    ///
    /// Either the change that leads there is missing, or the state and all that is said about it is dead.
    ///
    /// ## What counts
    ///
    /// A state diagram that says where it starts, with `[*] -->`, or a table of at least four changes, which starts in the first state that it names.
    /// Diagrams with states within states are left alone.
    ///
    /// ## How to mend it
    ///
    /// Add the change that leads to the state, mark it as a start, or take it out.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## States
    /// ```mermaid
    /// stateDiagram-v2
    ///   [*] --> New
    ///   New --> Sent
    ///   Sent --> Delivered
    ///   Returned --> New
    ///   ~ no change leads to `Returned`
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## States
    /// ```mermaid
    /// stateDiagram-v2
    ///   [*] --> New
    ///   [*] --> Imported
    ///   New --> Sent
    ///   Imported --> Sent
    ///   Sent --> [*]
    /// ```
    /// ````
    "unreachable-state", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Transition).next().is_none() {
        return;
    }
    for machine in machines(context) {
        judge(context, &machine, report);
    }
}

/// "From the start" where other changes do lead to a state, out of states that are not reached themselves.
fn way(machine: &Machine, state: &State) -> &'static str {
    let led_to = machine.changes.iter().any(|change| change.to == state.key && change.from != state.key);
    if led_to { "from the start " } else { "" }
}

fn judge(context: &Context, machine: &Machine, report: &mut Report) {
    const ENOUGH: usize = 4;
    let drawn = machine.drawn && !machine.starts.is_empty();
    let tabled = machine.tabled && machine.changes.len() >= ENOUGH;
    if !(drawn || tabled) {
        return;
    }
    let mut reached: Vec<&str> = machine.starts.iter().map(String::as_str).collect();
    if tabled {
        reached.extend(machine.changes.first().map(|change| change.from.as_str()));
        // "any" and the like leave from everywhere.
        let general = |name: &str| {
            matches!(
                name,
                "any"
                    | "all"
                    | ""
                    | "start"
                    | "none"
                    | "initial"
                    | "anystate"
                    | "new"
                    | "null"
                    | "nonexistent"
            ) || name.starts_with("any")
        };
        if machine.states.iter().any(|state| {
            general(&state.key) || state.name.contains([',', '/', '*', '(']) || state.name.contains(" or ")
        }) {
            return;
        }
    }
    let mut at = 0;
    while let Some(state) = reached.get(at).copied() {
        for change in machine.changes.iter().filter(|change| change.from == state) {
            if !reached.contains(&change.to.as_str()) {
                reached.push(&change.to);
            }
        }
        at += 1;
    }
    let unreached: Vec<_> =
        machine.states.iter().filter(|state| !reached.contains(&state.key.as_str())).collect();
    // The first of those that lead on is where the way is missing.
    let sources = unreached.iter().filter(|state| {
        !machine.changes.iter().any(|change| change.to == state.key && change.from != state.key)
    });
    let mut sources: Vec<_> = sources.collect();
    // States that lead only to each other: the first of them stands for all.
    if sources.is_empty() {
        sources.extend(unreached.first());
    }
    if sources.len() > 2 || machine.states.len() < 3 {
        return;
    }
    let Some(first) = machine.states.first() else { return };
    for state in sources {
        report
            .at(state.range, format!("no change leads {}to `{}`", way(machine, state), state.name))
            .related(context.place(first.range), "the machine starts here")
            .help("add the change that leads there, or mark it as a start");
    }
}
