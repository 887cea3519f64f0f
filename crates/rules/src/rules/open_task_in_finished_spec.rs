use crate::plan::{self, boxed, is_put_off};
use crate::rule::rule;
use crate::stages::Stage;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use abide_template::Lifecycle;
use std::collections::HashSet;

rule! {
    /// A document that is said to be implemented or final has open tasks or checks beside ticked ones.
    ///
    /// ## Why it matters
    ///
    /// Either something is missing that nobody will look for any more, or the boxes tell less than was done.
    ///
    /// ## What counts
    ///
    /// Tasks and checks with a box, where at least one of their kind is ticked: who ticks none does not use the boxes. What is optional or
    /// put off does not count. The open ones of a document are one finding, at the first of them.
    ///
    /// ## How to mend it
    ///
    /// Tick what is done, move the rest to future work, or set the status back.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Tasks
    /// - [x] Write the file
    /// - [ ] Check the file
    ///       ~~~~~~~~~~~~~~ this document is implemented, and this task is open
    ///
    /// ## Acceptance Criteria
    /// - [ ] The file opens
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Tasks
    /// - [x] Write the file
    /// - [ ] Compress the file (deferred)
    ///
    /// ## Acceptance Criteria
    /// - [ ] The file opens
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: In progress
    ///
    /// ## Tasks
    /// - [x] Write the file
    /// - [ ] Check the file
    /// ```
    "open-task-in-finished-spec", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(stage) = context.lifecycle().filter(|stage| matches!(stage, Lifecycle::Implemented | Lifecycle::Final)) else {
        return;
    };
    // Those of a phase that is said to be done contradict the phase.
    let phases = plan::phases(context);
    let done = phases.iter().filter(|phase| phase.said.first().is_some_and(|said| said.stage == Stage::Done));
    let told: HashSet<TextRange> = done.flat_map(|phase| phase.tasks.iter().map(|task| task.item.range)).collect();
    for (kind, name) in [(Kind::Task, "task"), (Kind::Check, "check")] {
        let boxes: Vec<(&Item, bool)> =
            context.items(kind).filter_map(|item| Some((item, boxed(context, item)?))).collect();
        if boxes.iter().all(|(_, done)| !done) {
            continue;
        }
        let open = boxes.iter().filter(|(item, done)| !done && !told.contains(&item.range) && !is_put_off(context, item));
        let open: Vec<&Item> = open.map(|(item, _)| *item).collect();
        let Some((first, more)) = open.split_first() else { continue };
        let which = match more.len() {
            0 => format!("this {name} is open"),
            more => format!("this and {more} more of its {name}s are open"),
        };
        let finding = report
            .at(first.range, format!("this document is {stage}, and {which}"))
            .help("tick what is done, move the rest to future work, or set the status back");
        if let Some(status) = context.document.field("status") {
            finding.related(context.place(status.value), format!("the document is {stage}"));
        }
    }
}
