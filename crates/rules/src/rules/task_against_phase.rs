use crate::plan;
use crate::rule::rule;
use crate::stages::Stage;
use crate::{Context, Report};
use abide_diagnostics::Severity;

rule! {
    /// The tasks of a phase contradict how far the phase is said to be.
    ///
    /// ## Why it matters
    ///
    /// A phase that is "not started" with ticked tasks, or "done" with open ones, tells two stories of the same work. Whoever plans
    /// from it takes the wrong one.
    ///
    /// ## What counts
    ///
    /// The status in the heading of a phase, in a line "Status: …" below it, and in a table or list of phases and milestones. Tasks
    /// count where they have a box, and open ones that are optional or put off do not. Two places that say different things about one phase are reported as well.
    ///
    /// ## How to mend it
    ///
    /// Tick what is done, untick what is not, or correct the status of the phase.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Implementation Plan
    /// ### Phase 1: Model ✅ Completed
    /// - [x] Add the table
    /// - [ ] Add the index
    ///       ~~~~~~~~~~~~~ "Phase 1: Model" is said to be "Completed", and this task is open
    /// ### Phase 2: Wire
    /// **Status**: Not started
    ///
    /// - [x] Wire the door
    ///       ~~~~~~~~~~~~~ "Phase 2: Wire" is said to be "Not started", and this task is done
    /// - [ ] Wire the window
    /// ```
    ///
    /// ```document
    /// # Exportación
    ///
    /// ## Cronograma
    /// | Fase | Estado |
    /// |---|---|
    /// | Fase 1 | Completado |
    /// | Fase 2 | Pendiente |
    ///            ~~~~~~~~~ "Fase 2: Conectar" is said to be "Pendiente" here and "Completado" on line 12
    ///
    /// ## Plan de implementación
    /// ### Fase 1: Modelo
    /// - [x] Crear la tabla
    /// ### Fase 2: Conectar (Completado)
    /// - [x] Conectar la puerta
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Implementation Plan
    /// ### Phase 1: Model (Done)
    /// - [x] Add the table
    /// ### Phase 2: Wire (In progress)
    /// - [x] Wire the door
    /// - [ ] Wire the window
    /// ### Phase 3: Polish (Planned)
    /// - [ ] Polish the door
    /// ```
    "task-against-phase", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    for phase in plan::phases(context) {
        if let Some((one, other)) = differing(&phase) {
            let line = context.document.line(other.place.start);
            report
                .at(one.place, format!("\"{}\" is said to be \"{}\" here and \"{}\" on line {line}", phase.name, one.words, other.words))
                .related(context.place(other.place), format!("said to be \"{}\"", other.words))
                .help("make both places say the same");
            continue;
        }
        let Some(said) = phase.said.first() else { continue };
        let contrary: Vec<_> = match said.stage {
            Stage::NotStarted => phase.tasks.iter().filter(|task| task.done).collect(),
            Stage::Done => phase.tasks.iter().filter(|task| !task.done && !plan::is_put_off(context, task.item)).collect(),
            Stage::Started => Vec::new(),
        };
        let Some((first, more)) = contrary.split_first() else { continue };
        let how = if first.done { "done" } else { "open" };
        let tasks = match more.len() {
            0 => format!("this task is {how}"),
            more => format!("this and {more} more of its tasks are {how}"),
        };
        report
            .at(first.item.range, format!("\"{}\" is said to be \"{}\", and {tasks}", phase.name, said.words))
            .related(context.place(said.place), format!("the phase is said to be \"{}\"", said.words))
            .help("correct the status of the phase, or the boxes of its tasks");
    }
}

/// Two statements about a phase that exclude each other.
fn differing<'a>(phase: &'a plan::Phase) -> Option<(&'a plan::Said, &'a plan::Said)> {
    let (first, others) = phase.said.split_first()?;
    let other = others.iter().find(|other| other.stage != first.stage)?;
    // The earlier of the two in the document comes first.
    Some(if first.place.start <= other.place.start { (first, other) } else { (other, first) })
}
