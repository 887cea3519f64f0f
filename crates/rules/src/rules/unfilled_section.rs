use crate::rule::rule;
use crate::{Context, Governing, Report};
use abide_diagnostics::Severity;
use abide_syntax::{HeadingStyle, NodeKind, SectionId, TextRange};
use abide_template::{SlotId, lines};

rule! {
    /// A section still holds the template's own text and nothing else.
    ///
    /// ## Why it matters
    ///
    /// It looks written and says nothing. People skip it, agents take the example for the truth, and tools count it as
    /// done.
    ///
    /// ## What counts
    ///
    /// Every line, bullet and cell of the section stands in the template as it is; comments count as nothing. A line
    /// that half of the other documents of the template keep is boilerplate, not a leftover. "None", "N/A" and their
    /// like in any section are answers, and so is a ticked box.
    ///
    /// ## How to mend it
    ///
    /// Write the section, or say "None" or "N/A, because …".
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Security
    /// - How are people let in?
    /// - What is encrypted?
    /// ## Dependencies
    /// None.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Security
    ///    ~~~~~~~~ "Security" still holds only the template's text
    /// * How are people let in?
    /// * What is encrypted?
    ///
    /// ## Dependencies
    /// None.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Security
    /// - How are people let in?
    ///   By their key.
    /// ## Dependencies
    /// None.
    /// ```
    "unfilled-section", default: Some(Severity::Error), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    for (section, slot) in context.unfilled().iter().copied() {
        let Some(slot) = governing.schema.slot(slot) else { continue };
        let title = context.document.section(section).map_or("", |section| &section.title);
        report
            .at_section(section, format!("\"{title}\" still holds only the template's text"))
            .label("nothing here is this document's own")
            .asked_by(governing, slot.heading, "the template's text is here")
            .help("write the section, or say \"None\" or \"N/A, because …\"");
    }
}

/// The sections that hold nothing but the template's text, each with its slot.
pub(crate) fn unfilled(context: &Context, governing: &Governing) -> Vec<(SectionId, SlotId)> {
    let document = context.document;
    let comments: Vec<TextRange> = {
        let nodes = document.nodes().iter();
        nodes.filter(|node| node.kind == NodeKind::Comment).map(|node| node.range).collect()
    };
    let mut found = Vec::new();
    for matched in &governing.alignment.matches {
        let Some(slot) = governing.schema.slot(matched.slot) else { continue };
        let Some(section) = document.section(matched.section) else { continue };
        if slot.label || section.style == HeadingStyle::Bold || !slot.leaf {
            continue;
        }
        let body = own_body(context, matched.section);
        // Subsections of its own are more than the template has.
        if section.range.end > body.end {
            continue;
        }
        let mut leftover = false;
        let mut own = false;
        for line in lines::lines(document.text(), body) {
            if comments.iter().any(|comment| comment.overlaps(line.range)) {
                continue;
            }
            match governing.schema.lines.get(line.text) {
                _ if line.ticked => own = true,
                Some((digest, _)) if governing.siblings.keep_line(digest).is_usual() => own = true,
                Some(_) if is_answer(line.text) => own = true,
                Some(_) => leftover = true,
                None => own = true,
            }
            if own {
                break;
            }
        }
        if leftover && !own {
            found.push((matched.section, matched.slot));
        }
    }
    found
}

/// From behind a heading to the next heading that is no bold line.
fn own_body(context: &Context, id: SectionId) -> TextRange {
    let sections = context.document.sections();
    let start = context.document.section(id).map_or(0, |section| section.body.start);
    let mut end = context.document.section(id).map_or(0, |section| section.body.end);
    for next in sections.iter().skip(id.index() + 1) {
        if next.style != HeadingStyle::Bold {
            break;
        }
        end = next.body.end;
    }
    TextRange { start, end }
}

/// A line that answers, even where the template suggests the same answer.
fn is_answer(text: &str) -> bool {
    const ANSWERS: &[&str] = &[
        "none", "no ", "n/a", "not applicable", "nothing", "copyright", "the key words", "no aplica", "ninguno", "ninguna",
        "aucun", "keine", "nenhum", "なし", "無し", "该", "无", "없음", "нет",
    ];
    let lower = text.trim_start_matches(['*', '_', '(', '[']).to_lowercase();
    ANSWERS.iter().any(|answer| lower.starts_with(answer))
}
