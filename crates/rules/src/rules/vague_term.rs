use crate::prose;
use crate::rule::rule;
use crate::words::phrases;
use crate::wording::{BINDING, VAGUE, is_measured};
use crate::{Context, Report};
use abide_model::Kind;

rule! {
    /// A requirement, check, target or goal uses a word that promises without a measure.
    ///
    /// ## Why it matters
    ///
    /// "Fast", "user-friendly" and "as appropriate" mean something else to everyone. No test can fail on them.
    ///
    /// ## What counts
    ///
    /// The words of a table in several languages, in statements that give no number. It is off by default: who writes for people
    /// that know the field may mean something exact by such a word.
    ///
    /// ## How to mend it
    ///
    /// Say how much, how often or under which condition.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST be user-friendly.
    ///                             ~~~~~~~~~~~~~ "user-friendly" promises without a measure
    /// - FR-2: Files SHOULD be cleaned up as appropriate.
    ///                                    ~~~~~~~~~~~~~~ "as appropriate" promises without a measure
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST start quickly, within 2 seconds.
    /// - FR-2: `fast` mode MUST be the default.
    ///
    /// ## Notes
    /// This is fast.
    /// ```
    "vague-term", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let kinds = BINDING.iter().copied().chain([Kind::Goal]);
    for item in kinds.flat_map(|kind| context.items(kind)) {
        if is_measured(item, &item.text) {
            continue;
        }
        for run in prose::texts(context.document, item.range) {
            for (range, _) in prose::phrases(context.document, run, phrases(VAGUE)) {
                if item.range.contains(range) {
                    report
                        .at(range, format!("\"{}\" promises without a measure", context.slice(range)))
                        .help("say how much, how often, or under which condition");
                }
            }
        }
    }
}
