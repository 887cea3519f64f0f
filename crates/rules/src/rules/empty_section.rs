use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::HeadingStyle;
use abide_template::{infer, is_bare};

rule! {
    /// A section that the template asks for has a heading and nothing under it.
    ///
    /// ## Why it matters
    ///
    /// The heading promises an answer. Nothing under it may mean "none", "not yet" or "forgotten", and nobody can tell
    /// which.
    ///
    /// ## What counts
    ///
    /// Comments and bullets without text count as nothing. Sections that the template marks as optional, and those that
    /// half of the other documents of the template leave empty too, are not reported. Sections that the template does
    /// not have are the author's own.
    ///
    /// ## How to mend it
    ///
    /// Write the section, say "None" or "N/A, because …", or delete the heading if the template lets you.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What we want.
    /// ## Open Questions
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    ///    ~~~~~ nothing stands under "Goals"
    /// <!-- later -->
    ///
    /// ## Open Questions
    ///    ~~~~~~~~~~~~~~ nothing stands under "Open Questions"
    /// -
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// N/A
    /// ## Open Questions
    /// ### Storage
    /// Which bucket?
    /// ```
    "empty-section", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    for matched in &governing.alignment.matches {
        let Some(slot) = governing.schema.slot(matched.slot) else { continue };
        let Some(section) = context.document.section(matched.section) else { continue };
        if slot.label || !slot.is_required() && !slot.repeats() || section.style == HeadingStyle::Bold {
            continue;
        }
        if !is_bare(context.document, matched.section) {
            continue;
        }
        // "Problem Statement: people lose an hour a day" says it in the heading, as the template asks.
        let has_hole = !infer::placeholders_in_line(&slot.title, 0, false).is_empty();
        if has_hole && section.title.contains([':', '：']) {
            continue;
        }
        if governing.siblings.leave_empty(governing.schema, matched.slot).is_usual() {
            continue;
        }
        report
            .at_section(matched.section, format!("nothing stands under \"{}\"", section.title))
            .asked_by(governing, slot.heading, "the template asks for it here")
            .help("write the section, or say \"None\" or \"N/A, because …\"");
    }
}
