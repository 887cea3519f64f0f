use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::TextRange;
use abide_template::{FieldShape, infer};

rule! {
    /// A choice that the template offers was left as it stands.
    ///
    /// ## Why it matters
    ///
    /// `Status: Proposed | Implemented` says nothing about this document; readers and tools take the first word or none.
    ///
    /// ## How to mend it
    ///
    /// Keep one of the values. There is no automatic fix: only the author knows which.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    ///
    /// Status: Proposed | Implemented
    ///
    /// ## Risks
    ///
    /// | Risk | Impact |
    /// |---|---|
    /// | [what may go wrong] | High/Medium/Low |
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Proposed | Implemented
    ///         ~~~~~~~~~~~~~~~~~~~~~~ none of Proposed, Implemented was picked
    ///
    /// ## Risks
    ///
    /// | Risk | Impact |
    /// |---|---|
    /// | Slow disk | High/Medium/Low |
    ///               ~~~~~~~~~~~~~~~ none of High, Medium, Low was picked
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented (2026-01-02)
    ///
    /// ## Risks
    ///
    /// | Risk | Impact |
    /// |---|---|
    /// | Slow disk | High |
    /// ```
    "unpicked-choice", default: Some(Severity::Error), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let text = context.document.text();
    let message = |values: &[String]| format!("none of {} was picked", values.join(", "));
    let mut seen: Vec<TextRange> = Vec::new();
    for field in context.document.fields() {
        let name = field.name(text);
        let slot = governing.schema.fields.iter().find(|slot| slot.name.eq_ignore_ascii_case(name));
        if let Some(slot) = slot
            && let FieldShape::Choice(values) = &slot.shape
            && same(field.value.slice(text), &slot.value)
        {
            seen.push(field.value);
            report
                .at(field.value, message(values))
                .asked_by(governing, slot.value_range, "the template offers them here")
                .help("keep one of the values");
        }
    }
    let unfilled = context.unfilled();
    for line in governing.kept {
        let Some(known) = governing.schema.lines.by_digest(line.digest) else { continue };
        let in_unfilled = unfilled.iter().any(|(section, _)| {
            context.document.section(*section).is_some_and(|section| section.range.contains(line.range))
        });
        if !known.choice || in_unfilled || seen.iter().any(|range| range.overlaps(line.range)) {
            continue;
        }
        let Some(values) = infer::choice_values(context.slice(line.range)) else { continue };
        if !governing.siblings.keep_line(line.digest).is_usual() {
            report
                .at(line.range, message(&values))
                .asked_by(governing, known.range, "the template offers them here")
                .help("keep one of the values");
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().trim_matches(['"', '\'', '`']).split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}
