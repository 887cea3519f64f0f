use crate::cover::parts_of;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_template::{How, normalise};

rule! {
    /// A heading looks like one of the template's that the document lacks.
    ///
    /// ## Why it matters
    ///
    /// People find a section, and tools read it, by its heading. A heading that is almost the template's is often a
    /// typing mistake or an old name.
    ///
    /// ## What counts
    ///
    /// The words or letters of the two headings are alike, and their places fit. Where only a few letters differ, it is a
    /// warning; where words do, it is only worth knowing. Headings that mean the same in Abide's lexicon are understood and
    /// not reported, and neither is one that differs by a plural or names several things ("Drawbacks / Alternatives"), nor
    /// a new name that two or more other documents use as well: that is a convention.
    ///
    /// ## How to mend it
    ///
    /// Use the template's heading, or tell Abide about the other name in `abide.toml`:
    /// `[template.NAME] synonyms = { "Template heading" = ["Other name"] }`. The unsafe fix renames the heading.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Value Proposition
    /// How does it help?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Value Propositoin
    ///    ~~~~~~~~~~~~~~~~~ did you mean the template's "Value Proposition"?
    /// It saves an hour a day.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## VALUE PROPOSITION 💡
    /// It saves an hour a day.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Value Propositions and Costs
    /// It saves an hour a day.
    /// ```
    "likely-rename", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    for matched in &governing.alignment.matches {
        let How::Alike(_) = matched.how else { continue };
        let Some(slot) = governing.schema.slot(matched.slot) else { continue };
        let Some(section) = context.document.section(matched.section) else { continue };
        let heading = context.outline.headings.iter().find(|heading| heading.section == matched.section);
        if heading.is_some_and(|heading| governing.siblings.have_heading(heading.digest).some >= 2) {
            continue;
        }
        // "Component A" may be called anything, and who names two things in one heading means to.
        let several = parts_of(&section.title).len() > parts_of(&slot.title).len();
        let key = normalise(&section.title);
        if slot.repeats() || several || is_plural(&key, &slot.key) {
            continue;
        }
        let mistyped = strsim::damerau_levenshtein(&key, &slot.key) <= 2;
        let rename = Edit::replace(section.title_range, slot.title.clone());
        report
            .at(section.title_range, format!("did you mean the template's \"{}\"?", slot.title))
            .at_most(if mistyped { Severity::Error } else { Severity::Info })
            .asked_by(governing, slot.heading, "the template's heading")
            .help("use the template's heading, or name the other one as a synonym in abide.toml")
            .fix(Fix::not_safe(format!("rename the heading to \"{}\"", slot.title), vec![rename]));
    }
}

/// Whether two headings are the same but for the plural of a word.
fn is_plural(one: &str, other: &str) -> bool {
    let singular = |text: &str| -> Vec<String> {
        text.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect()
    };
    singular(one) == singular(other)
}
