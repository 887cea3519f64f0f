use crate::needs::needs;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Place, Severity};
use abide_template::Lifecycle;
use std::sync::Arc;

rule! {
    /// A document that is said to be implemented or final needs one that is not.
    ///
    /// ## Why it matters
    ///
    /// One of the two statuses is wrong: what is built cannot rest on what is still a draft, or was given up.
    ///
    /// ## What counts
    ///
    /// What a document says that it needs: `requires:` and "Depends on:" in its metadata, and specifications in its section on
    /// dependencies, by link, file, title or id. The other document must say how far it is.
    ///
    /// ## How to mend it
    ///
    /// Correct the status that is wrong, or take back the need that is none.
    ///
    /// ## Examples
    ///
    /// ```other path: specs/parcels.md
    /// # Parcels
    /// Status: Draft
    /// ```
    ///
    /// ```other path: specs/stock.md
    /// # Stock
    /// Status: Implemented
    /// ```
    ///
    /// ```document
    /// # Export
    /// Status: Implemented
    ///
    /// Depends on: [Parcels](parcels.md), [Stock](stock.md)
    ///              ~~~~~~~ this document is implemented, and needs specs/parcels.md, which is draft
    /// ```
    ///
    /// ```document
    /// # Export
    /// Status: In progress
    ///
    /// ## Dependencies
    /// - [Parcels](parcels.md)
    /// - [Stock](stock.md)
    /// ```
    "needs-unfinished-spec", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(own) = context.lifecycle().filter(|stage| stage.is_finished()) else { return };
    for need in needs(context.others, context.path, context.wants()) {
        if context.is_kept(need.place) {
            continue;
        }
        let Some(stage) = need.other.lifecycle().filter(|stage| is_unfinished(*stage)) else { continue };
        let path = need.other.path;
        let title = need.other.outline.title.and_then(|title| need.other.document.section(title));
        let status = need.other.document.field("status").map(|field| field.value);
        // What was moved elsewhere goes on there.
        let words = status.map_or("", |status| need.other.document.slice(status)).to_lowercase();
        if words.contains("moved") {
            continue;
        }
        let place = status.or(title.map(|title| title.title_range)).unwrap_or_default();
        report
            .at(need.place, format!("this document is {own}, and needs {path}, which is {stage}"))
            .related(Place::new(Arc::clone(path), place), format!("this document is {stage}"))
            .help("correct the status that is wrong, or take back the need that is none");
    }
}

fn is_unfinished(stage: Lifecycle) -> bool {
    use Lifecycle::*;
    matches!(stage, Draft | Proposed | InReview | Accepted | InProgress | Deferred | Rejected | Withdrawn)
}
