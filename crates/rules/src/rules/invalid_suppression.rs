use crate::rule::rule;
use crate::suppression::Suppression;
use crate::{Context, RULES, Report};
use abide_diagnostics::Severity;

rule! {
    /// A comment that should suppress findings names no rule, an unknown rule, or no reason.
    ///
    /// ## Why it matters
    ///
    /// A suppression without a reason cannot be judged later, and one with a misspelt rule does nothing.
    ///
    /// ## How to mend it
    ///
    /// Write `<!-- abide: ignore RULE because REASON -->`. Right under a heading it speaks of that section, at the end of
    /// a line of that line, before a block of that block; `ignore-document` speaks of the whole document.
    ///
    /// ## Examples
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
    /// <!-- abide: ignore empty-section -->
    ///                    ~~~ this suppression gives no reason
    /// <!-- abide: ignore empty-sektion because later -->
    ///                    ~~~ there is no rule called `empty-sektion`
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// <!-- abide: ignore empty-section because they come with the next version -->
    /// ```
    "invalid-suppression", default: Some(Severity::Warning), since: "0.1.0"
}

// Suppressions are judged once all other rules have run.
fn check(_: &Context, _: &mut Report) {}

pub(crate) fn judge(suppression: &Suppression, report: &mut Report) {
    let form = "write `<!-- abide: ignore RULE because REASON -->`, or `ignore-document` for all of the document";
    if suppression.rules.is_empty() {
        report.at(suppression.range, "this suppression names no rule").help(form);
        return;
    }
    for name in &suppression.rules {
        if !RULES.iter().any(|rule| rule.name == name) {
            let near = RULES.iter().min_by_key(|rule| strsim::damerau_levenshtein(rule.name, name));
            let near = near.filter(|rule| strsim::damerau_levenshtein(rule.name, name) <= 3);
            let help = near.map_or(form.to_owned(), |rule| format!("did you mean `{}`?", rule.name));
            report.at(suppression.range, format!("there is no rule called `{name}`")).help(help);
        }
    }
    if suppression.reason.is_none() {
        report.at(suppression.range, "this suppression gives no reason").help(form);
    }
}
