use crate::rule::rule;
use crate::{Context, Report};

rule! {
    /// A document that no template governs, so that its form was not checked.
    ///
    /// Such documents are said once for a whole run, in a line that is no finding. Give the rule a level to have each of
    /// them reported.
    ///
    /// ## Why it matters
    ///
    /// What is missing or unfilled can only be told from a template; without one, a document is only held against itself and the
    /// other documents. Below these shares of a template's headings, documents turned out to be
    /// something else, and findings in them would be wrong:
    ///
    /// | template | share of its headings that the document needs |
    /// |---|---|
    /// | one of the repository's, beside or above the document | 30% |
    /// | one of the repository's that stands for other folders | 70% |
    /// | a built-in one for any place | 50% |
    /// | a built-in one of a layout with places of its own | 30% there, 80% elsewhere |
    ///
    /// ## How to mend it
    ///
    /// - Nothing, if it is no specification: list the specifications as `specs` in `abide.toml`.
    /// - Name the template that it was written from, in its front matter (`template: NAME`) or in `abide.toml`
    ///   (`[template.NAME] applies_to = ["specs/*.md"]`). `abide template list` shows all names.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Minutes of the meeting
    /// ~~~ no template governs this document, so its form was not checked
    /// ## Who was there
    /// ```
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// Everything as CSV.
    /// ```
    "not-governed", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        report
            .whole("no template governs this document, so its form was not checked")
            .help("name its template in its front matter or in abide.toml, or leave it out of `specs`");
    }
}
