use crate::cover::{Spoken, is_covered, stand_in};
use crate::rule::rule;
use crate::{Context, Governing, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{SectionId, TextRange};
use abide_template::{Concept, Lifecycle, Slot, SlotId, concepts_of_heading, lines, normalise};
use std::cell::OnceCell;

rule! {
    /// The template asks for a section that the document does not have.
    ///
    /// ## Why it matters
    ///
    /// A section that the template asks for and the document lacks is a question that nobody answered: what is out of
    /// scope, who may do what, how to go back. Readers and tools cannot tell "nothing to say" from "forgotten".
    ///
    /// ## What is expected
    ///
    /// The other documents of the template decide. Where at least four others exist, a section is expected if 80% of
    /// them have it. With fewer, every section that the template does not mark as optional is. A section counts as
    /// there under another number, emoji, case or language, as a bold line, or as a labelled bullet or row of the part
    /// that should hold it; and so does one that another heading names besides ("Drawbacks / Alternatives"), whose own
    /// parts are there, or whose place says "N/A". Where a heading of the document's own stands in its place, it may be the
    /// section under another name, so that the finding is only worth knowing; so it is of an appendix, glossary or list of
    /// references that only the template asks for. Children of a missing section are not reported. In a document that is
    /// out of force, what is missing is only worth knowing.
    ///
    /// ## How to mend it
    ///
    /// Write the section; "None" or "N/A, because …" is an answer. If the template asks too much, mark the section as
    /// optional there, or relax it in `abide.toml`: `[template.NAME] optional = ["Heading"]`. The unsafe fix puts the
    /// template's own text in place, to be filled in.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What we want.
    /// ## Non-Goals
    /// What we leave out.
    /// ## Screens (if applicable)
    /// What people see.
    /// ```
    ///
    /// ```document
    /// # Export
    ///   ~~~~~~ the section "Non-Goals" is missing
    /// ## 1. 🎯 Goals
    /// Everything as CSV.
    /// ```
    ///
    /// The part that should hold a section may say it in a form of its own:
    ///
    /// ```template
    /// # Spec Name
    /// ## Overview
    /// ### Purpose
    /// Why?
    /// ### Scope
    /// What?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Overview
    /// - **Purpose**: people want their data.
    /// - **Scope**: orders only.
    /// ```
    ///
    /// Others that do without a section make it optional:
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ## Risks
    /// Which?
    /// ```
    ///
    /// ```siblings
    /// # One
    /// ## Goals
    /// A
    /// =====
    /// # Two
    /// ## Goals
    /// B
    /// =====
    /// # Three
    /// ## Goals
    /// C
    /// =====
    /// # Four
    /// ## Goals
    /// D
    /// ## Risks
    /// E
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// Everything as CSV.
    /// ```
    "missing-section", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let (schema, alignment) = (governing.schema, governing.alignment);
    let closed = context.lifecycle().is_some_and(Lifecycle::is_closed);
    let severity = if closed { Severity::Info } else { Severity::Error };
    let spoken = OnceCell::new();
    let read = || Spoken::new(context, governing);
    for (id, slot) in schema.slots() {
        if slot.label || slot.any_title || alignment.section(id).is_some() || !slot.is_required() {
            continue;
        }
        if slot.family.is_some_and(|family| family != id) || alignment.has_family(schema, id) {
            continue;
        }
        let parent = match slot.parent {
            None => SectionId::ROOT,
            Some(parent) => match holder(governing, parent) {
                Some(section) => section,
                None => continue,
            },
        };
        let share = governing.siblings.have_section(schema, id, governing.written);
        if share.tells() && !share.is_expected()
            || said_otherwise(context, parent, slot)
            || is_covered(context, governing, spoken.get_or_init(read), (id, slot), parent)
        {
            continue;
        }
        let other = stand_in(context, governing, id, slot).and_then(|other| context.document.section(other));
        let mild = other.is_some() || !share.tells() && is_back_matter(slot);
        let mut finding = report
            .at_section(parent, format!("the section \"{}\" is missing", slot.title))
            .at_most(if mild { Severity::Info } else { severity })
            .asked_by(governing, slot.heading, "the template asks for it here");
        finding = if let Some(other) = other {
            finding.help(format!("if \"{}\" is that section, name it as a synonym in abide.toml", other.title))
        } else if share.tells() {
            let what = format!("{} have it", share.in_words());
            finding.help(format!("write it, if only \"None\": {what}"))
        } else {
            finding.help("write it, if only \"None\", or mark it as optional in the template")
        };
        if let Some(fix) = insertion(context, governing, id, slot, parent) {
            finding.fix(fix);
        }
    }
}

/// Whether a section stands behind the text itself, so that a document may well have nothing to put there.
fn is_back_matter(slot: &Slot) -> bool {
    const BACK: &[Concept] =
        &[Concept::Appendix, Concept::Glossary, Concept::References, Concept::RelatedSpecs, Concept::ChangeLog];
    let concepts = concepts_of_heading(&slot.title);
    concepts.iter().any(|concept| BACK.contains(concept))
}

/// The section that holds what the template puts under `slot`.
fn holder(governing: &Governing, slot: SlotId) -> Option<SectionId> {
    let (schema, alignment) = (governing.schema, governing.alignment);
    alignment.section(slot).or_else(|| {
        let family = schema.slot(slot)?.family?;
        schema
            .slots()
            .filter(|(id, member)| *id == family || member.family == Some(family))
            .find_map(|(id, _)| alignment.section(id))
    })
}

/// Whether the part that should hold a section says the same as a labelled line or cell.
fn said_otherwise(context: &Context, parent: SectionId, slot: &Slot) -> bool {
    let document = context.document;
    let range = match document.section(parent) {
        Some(section) if parent == SectionId::ROOT => {
            let title = context.outline.title.and_then(|title| document.section(title));
            section.body.cover(title.map_or(section.body, |title| title.body))
        }
        Some(section) => section.range,
        None => return false,
    };
    let first = slot.key.chars().next();
    lines::lines(document.text(), range).any(|line| {
        // A label is short, and what it labels follows it.
        let label = line.text.trim_start_matches(|mark: char| !mark.is_alphanumeric());
        // Most lines begin with another letter; numbers and accents are left to the full comparison.
        let begins = label.chars().next();
        if begins.is_some_and(|begin| begin.is_ascii_alphabetic() && first.is_some_and(|first| first.is_ascii_alphabetic() && !first.eq_ignore_ascii_case(&begin))) {
            return false;
        }
        let end = label.find([':', '：', '*', '|', '—']).unwrap_or(label.len());
        let labelled = end < label.len() || line.cell;
        labelled && end <= slot.title.len() + 24 && label.get(..end).is_some_and(|label| normalise(label) == slot.key)
    })
}

/// The template's own section, to be filled in, put where the template has it.
fn insertion(context: &Context, governing: &Governing, id: SlotId, slot: &Slot, parent: SectionId) -> Option<Fix> {
    let document = context.document;
    let template = governing.template.text();
    let before = (0..id.0).rev().map(SlotId).find_map(|at| {
        let other = governing.schema.slot(at)?;
        let section = governing.alignment.section(at)?;
        (other.parent == slot.parent && !other.label).then_some(section)
    });
    let at = match before.or(Some(parent)).and_then(|section| document.section(section)) {
        Some(section) if before.is_some() => section.range.end,
        Some(section) if parent != SectionId::ROOT => section.body.end,
        _ => context.outline.title.and_then(|title| document.section(title))?.body.end,
    };
    let level = document.section(parent).filter(|_| parent != SectionId::ROOT).map(|section| section.level);
    let level = match (level, slot.parent.and_then(|parent| governing.schema.slot(parent))) {
        (Some(level), Some(above)) => level + slot.level.saturating_sub(above.level).max(1),
        _ => slot.level,
    };
    let body = TextRange { start: slot.body.start, end: slot.body.end }.slice(template).trim();
    let (above, below) = document.text().split_at_checked(at as usize)?;
    let last = above.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let gap = match last {
        Some(last) if last.is_empty() || last.ends_with('\n') => "",
        Some(_) => "\n",
        None if above.is_empty() => "",
        None => "\n\n",
    };
    let end = if below.is_empty() { "\n" } else { "\n\n" };
    let marks = "#".repeat(usize::from(level.clamp(1, 6)));
    let body = if body.is_empty() { String::new() } else { format!("\n\n{body}") };
    let text = format!("{gap}{marks} {}{body}{end}", slot.title);
    let title = format!("add the template's section \"{}\", to be filled in", slot.title);
    Some(Fix::not_safe(title, vec![Edit::insert(at as usize, text)]))
}
