use crate::rule::rule;
use crate::words::{Said, stop_reason};
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use foldhash::{HashMap, HashMapExt};

rule! {
    /// What a document sets as a goal or requires, it also leaves out.
    ///
    /// ## Why it matters
    ///
    /// Whoever builds it must guess which of the two holds. Reviews that were about the scope have been for nothing.
    ///
    /// ## What counts
    ///
    /// A goal or a requirement that says all that a non-goal says, in whatever order and form of the words: "CSV export of orders" and
    /// "Exporting orders as CSV". A non-goal that is narrower than the goal limits it and is fine, and so is one that
    /// names an exception, a later version or another specification.
    ///
    /// ## How to mend it
    ///
    /// Take one of the two out, or say in the non-goal what exactly is left out.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Goals
    /// - Exporting orders as CSV
    /// - Work offline
    ///
    /// ## Requirements
    /// - FR-1: Users MUST be able to print parcel labels.
    ///
    /// ## Non-Goals
    /// - CSV export of orders
    ///   ~~~~~~~~~~~~~~~~~~~~ left out here, and a goal on line 4: "Exporting orders as CSV"
    /// - Printing of parcel labels
    ///   ~~~~~~~~~~~~~~~~~~~~~~~~~ left out here, and required on line 8: "FR-1: Users MUST be able to print parcel labels."
    /// - Offline work on tablets
    /// ```
    ///
    /// ```document
    /// # Exportación
    ///
    /// ## Objetivos
    /// - Exportar los pedidos a CSV
    ///
    /// ## Fuera de alcance
    /// - Importar pedidos desde CSV
    /// - Exportar los pedidos a CSV en una versión futura
    /// ```
    "goal-is-non-goal", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let mut left_out = context.items(Kind::NonGoal).filter_map(|item| Some((item, Said::read(&item.text)?))).peekable();
    if left_out.peek().is_none() {
        return;
    }
    let stated: Vec<(&Item, Said)> = [Kind::Goal, Kind::Requirement, Kind::Story]
        .into_iter()
        .flat_map(|kind| context.items(kind))
        .filter(|item| !item.text_field("level").is_some_and(|level| level.ends_with("not")))
        .filter_map(|item| Some((item, Said::read(&item.text)?)))
        .collect();
    // Which statements hold a word: most non-goals share none with any.
    let mut holding: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, said)) in stated.iter().enumerate() {
        for word in said.words() {
            holding.entry(word).or_default().push(at);
        }
    }
    for (item, said) in left_out {
        if stop_reason(&item.text) {
            continue;
        }
        let rarest = said.words().map(|word| holding.get(word).map_or(&[][..], Vec::as_slice)).min_by_key(|at| at.len());
        let found = rarest.into_iter().flatten().filter_map(|at| stated.get(*at)).find(|(other, words)| {
            other.range != item.range && !words.denies && words.says_all_of(&said)
        });
        let Some((other, _)) = found else { continue };
        let what = if other.kind == Kind::Goal { "a goal" } else { "required" };
        let line = context.document.line(other.range.start);
        report
            .at(item.range, format!("left out here, and {what} on line {line}: \"{}\"", shortened(&other.text)))
            .related(context.place(other.range), format!("this is {what}"))
            .help("take one of the two out, or say what exactly is left out");
    }
}

/// A text as a message can hold it.
fn shortened(text: &str) -> String {
    const LONG: usize = 80;
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
