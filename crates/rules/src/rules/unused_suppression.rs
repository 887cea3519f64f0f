use crate::rule::rule;
use crate::suppression::Suppression;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};

rule! {
    /// A comment suppresses a rule that finds nothing there.
    ///
    /// ## Why it matters
    ///
    /// What it once hid is gone; left in place, it hides the next mistake.
    ///
    /// ## How to mend it
    ///
    /// Delete the comment. The safe fix does so.
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
    /// <!-- abide: ignore empty-section because they come later -->
    /// ~~~ nothing here breaks `empty-section`
    /// Everything as CSV.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// <!-- abide: ignore empty-section because they come later -->
    /// ```
    "unused-suppression", default: Some(Severity::Warning), since: "0.1.0"
}

// Suppressions are judged once all other rules have run.
fn check(_: &Context, _: &mut Report) {}

pub(crate) fn judge(context: &Context, suppression: &Suppression, used: &[&str], report: &mut Report) {
    if suppression.reason.is_none() {
        return;
    }
    let known = suppression.rules.iter().filter(|name| crate::rule(name).is_some());
    // A rule that is off, or that has no template to judge by, had no say.
    let judged = known.filter(|name| {
        crate::rule(name).is_some_and(|rule| context.settings.severity(rule).is_some()) && context.governing.is_some()
    });
    let unused: Vec<&str> = judged.map(String::as_str).filter(|name| !used.contains(name)).collect();
    for name in &unused {
        let finding = report
            .at(suppression.range, format!("nothing here breaks `{name}`"))
            .help("delete the comment, or the rule's name from it");
        if unused.len() == suppression.rules.len() && name == &unused[0] {
            let text = context.document.text();
            let line = context.document.lines().line_range(text, context.document.line(suppression.range.start));
            let alone = line.trim(text) == suppression.range.trim(text);
            let mut range = suppression.range;
            if alone {
                range = line;
                let after = text.get(line.end()..).unwrap_or_default();
                let newline = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with('\n')) };
                range.end += newline as u32;
            }
            finding.fix(Fix::safe("delete the comment", vec![Edit::delete(range)]));
        }
    }
}
