use crate::machines::{Machine, State, machines};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;

rule! {
    /// Two places tell the changes of the same states, and one has a change that the other lacks.
    ///
    /// ## Why it matters
    ///
    /// Whether a parcel that was sent may be cancelled is a rule of the business; the drawing and the table must not differ about it.
    ///
    /// ## What counts
    ///
    /// Two state diagrams or tables of changes with the same states, which agree but for one or two changes. Several diagrams that each show a part
    /// of the changes are not compared.
    ///
    /// ## How to mend it
    ///
    /// Add the change to the one place, or take it out of the other.
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
    /// ```
    ///
    /// | From | To | Trigger |
    /// |---|---|---|
    /// | New | Sent | pick up |
    /// | Sent | Delivered | hand over |
    /// | Sent | Lost | search |
    /// | New | Lost | theft |
    /// ~ the change from `New` to `Lost` stands here, but not where the changes begin on line 6
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
    /// ```
    ///
    /// | From | To | Trigger |
    /// |---|---|---|
    /// | new | sent | pick up |
    /// | sent | delivered | hand over |
    /// ````
    "conflicting-transitions", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Transition).next().is_none() {
        return;
    }
    let machines = machines(context);
    let complete: Vec<&Machine> = machines.iter().filter(|machine| machine.drawn || machine.tabled).collect();
    for (at, one) in complete.iter().enumerate() {
        for other in complete.iter().skip(at + 1) {
            compare(context, one, other, report);
        }
    }
}

fn compare(context: &Context, one: &Machine, other: &Machine, report: &mut Report) {
    const ENOUGH: usize = 3;
    let has = |machine: &Machine, key: &str| machine.states.iter().any(|state| state.key == key);
    let same =
        one.states.len() == other.states.len() && one.states.iter().all(|state| has(other, &state.key));
    if !same || one.changes.len() < ENOUGH || other.changes.len() < ENOUGH {
        return;
    }
    let (Some(start), Some(second)) = (one.states.first(), other.states.first()) else { return };
    let added = lacking(other, one);
    let missing = lacking(one, other);
    if added.len() + missing.len() > 2 {
        return;
    }
    for (machine, place, changes) in [(other, start, added), (one, second, missing)] {
        for (from, to, range) in changes {
            let line = context.document.line(place.range.start);
            let (from, to) = (name(machine, from), name(machine, to));
            report
                .at(range, format!("the change from `{from}` to `{to}` stands here, but not where the changes begin on line {line}"))
                .related(context.place(place.range), "the change is not among these")
                .help("add the change there, or take it out here");
        }
    }
}

/// The changes of a machine that another one lacks.
fn lacking<'m>(machine: &'m Machine, other: &Machine) -> Vec<(&'m str, &'m str, abide_syntax::TextRange)> {
    let known =
        |from: &str, to: &str| other.changes.iter().any(|change| change.from == from && change.to == to);
    let changes =
        machine.changes.iter().filter(|change| change.from != change.to && !known(&change.from, &change.to));
    changes.map(|change| (change.from.as_str(), change.to.as_str(), change.range)).collect()
}

fn name<'m>(machine: &'m Machine, key: &'m str) -> &'m str {
    let state: Option<&State> = machine.states.iter().find(|state| state.key == key);
    state.map_or(key, |state| state.name.as_str())
}
