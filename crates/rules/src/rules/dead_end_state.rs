use crate::machines::Machine;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;

rule! {
    /// A state of a drawing has no way out, and is not marked as an end.
    ///
    /// ## Why it matters
    ///
    /// What gets there stays there, although the drawing tells of other states that they are the last ones.
    ///
    /// ## What counts
    ///
    /// A state diagram in which at least two ends are marked with `--> [*]`. Diagrams with states within states are left alone.
    ///
    /// ## How to mend it
    ///
    /// Add the change that leads on, or mark the state as an end.
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
    ///   Sent --> Lost
    ///   New --> Held
    ///   ~ nothing leads on from `Held`, and it is not marked as an end
    ///   Delivered --> [*]
    ///   Lost --> [*]
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## States
    /// ```mermaid
    /// stateDiagram-v2
    ///   [*] --> New
    ///   New --> Sent
    ///   Sent --> Delivered
    ///   Sent --> Lost
    /// ```
    /// ````
    "dead-end-state", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Transition).next().is_none() {
        return;
    }
    for machine in context.machines() {
        judge(context, machine, report);
    }
}

fn judge(context: &Context, machine: &Machine, report: &mut Report) {
    // One marked end may be the last step of a flow; two say that ends are marked.
    const ENOUGH: usize = 2;
    if !machine.drawn || machine.ends.len() < ENOUGH {
        return;
    }
    let leads_on = |key: &str| machine.changes.iter().any(|change| change.from == key && change.to != key);
    let dead: Vec<_> = machine
        .states
        .iter()
        .filter(|state| !machine.ends.contains(&state.key) && !leads_on(&state.key))
        .collect();
    if dead.len() > 1 {
        return;
    }
    for state in dead {
        let Some(end) = machine.states.iter().find(|state| machine.ends.contains(&state.key)) else { return };
        report
            .at(
                state.range,
                format!("nothing leads on from `{}`, and it is not marked as an end", state.name),
            )
            .related(context.place(end.range), format!("`{}` is marked as an end", end.name))
            .help(format!("add the change that leads on, or `{} --> [*]`", state.name));
    }
}
