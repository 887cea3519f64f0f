use crate::machines::{Machine, enumerations};
use crate::rule::rule;
use crate::spelling::{listed, nearly, squash};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::TextRange;

rule! {
    /// A change of state leads to or from a state that is none of the record's.
    ///
    /// ## Why it matters
    ///
    /// The database refuses the state, or the type does not have it: the change can never happen as it is drawn.
    ///
    /// ## What counts
    ///
    /// The document names the values of a field or an enumeration one by one, and a drawing, a table or a list of changes is about most
    /// of them. A state that is not among them is reported, and so is a value that no change ever leads to or from.
    ///
    /// ## How to mend it
    ///
    /// Name the state among the values, or correct the change.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `state` | enum(new, sent, delivered) |
    ///
    /// ## States
    /// ```mermaid
    /// stateDiagram-v2
    ///   [*] --> New
    ///   New --> Sent
    ///   Sent --> Delivered
    ///   Sent --> Lost
    ///   ~ `Lost` is none of the values of `Parcel.state`: `new`, `sent` and `delivered`
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Data model
    /// ### Parcel
    /// | Field | Type |
    /// |---|---|
    /// | `id` | uuid |
    /// | `state` | enum(new, on_its_way, delivered) |
    ///
    /// ## States
    /// - new → on its way
    /// - on its way → delivered
    /// ````
    "unknown-state", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Transition).next().is_none() {
        return;
    }
    let records = context.records();
    let enumerations = enumerations(records);
    if enumerations.is_empty() {
        return;
    }
    for machine in context.machines() {
        // The enumeration that shares most with the machine; of equals, the first.
        let shared = |values: &[String]| values.iter().filter(|value| knows(machine, value)).count();
        let Some((place, name, values)) =
            enumerations.iter().rev().max_by_key(|(_, _, values)| shared(values))
        else {
            continue;
        };
        let common = shared(values);
        let least = machine.states.len().min(values.len());
        if common < 2 || common * 3 < least * 2 {
            continue;
        }
        compare(context, machine, *place, name, values, report);
    }
}

fn knows(machine: &Machine, value: &str) -> bool {
    let key = squash(value);
    machine.states.iter().any(|state| state.key == key)
}

fn compare(
    context: &Context,
    machine: &Machine,
    place: TextRange,
    name: &str,
    values: &[String],
    report: &mut Report,
) {
    let keys: Vec<String> = values.iter().map(|value| squash(value)).collect();
    let strangers: Vec<_> =
        machine.states.iter().filter(|state| !keys.contains(&state.key) && is_state(&state.key)).collect();
    // Many strangers: it is another machine.
    if strangers.len() > 2 {
        return;
    }
    if let Some(first) = strangers.first() {
        let near = values.iter().find(|value| strangers.len() == 1 && nearly(value, &first.name));
        let names: Vec<&str> = strangers.iter().map(|state| state.name.as_str()).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let message = format!("{} {are} none of the values of `{name}`: {}", listed(&names), listed(values));
        let finding =
            report.at(first.range, message).related(context.place(place), "the values are named here");
        match near {
            Some(near) => {
                let finding = finding.help(format!("did you mean `{near}`?"));
                if let Some(word) = crate::places::word_in(context, first.range, &first.name) {
                    finding.fix(Fix::not_safe(
                        format!("use `{near}`"),
                        vec![Edit::replace(word, near.as_str())],
                    ));
                }
            }
            None => {
                finding.help("name it among the values, or correct the change");
            }
        }
    }
    let unused: Vec<&String> = values.iter().filter(|value| !knows(machine, value)).collect();
    let complete = machine.drawn || machine.tabled || machine.changes.len() >= 3;
    if strangers.is_empty()
        && unused.len() == 1
        && complete
        && values.len() >= 3
        && let Some(first) = machine.states.first()
        && let Some(value) = unused.first()
    {
        report
            .at(place, format!("no change of state leads to `{value}` of `{name}`, or from it"))
            .related(context.place(first.range), "the changes stand here")
            .help("add the change that leads there, or drop the value");
    }
}

/// Words that mean a state of any name.
fn is_state(key: &str) -> bool {
    !matches!(
        key,
        "" | "any"
            | "all"
            | "start"
            | "end"
            | "initial"
            | "none"
            | "new"
            | "deleted"
            | "anystate"
            | "created"
            | "cualquiera"
            | "null"
            | "nil"
            | "removed"
            | "nonexistent"
            | "exit"
            | "begin"
            | "terminal"
            | "inicio"
            | "fin"
    )
}
