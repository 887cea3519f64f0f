use crate::prose;
use crate::rule::rule;
use crate::wording::{BINDING, OPEN_ENDED};
use crate::words::phrases;
use crate::{Context, Report};
use abide_syntax::TextRange;

rule! {
    /// A requirement, check or target leaves open what belongs to it: "etc.", "and so on", "and/or".
    ///
    /// ## Why it matters
    ///
    /// Nobody can build or test what is not named. "A and/or B" is met by half of what its author had in mind.
    ///
    /// ## What counts
    ///
    /// "etc.", "and so on", "including but not limited to" and the like in several languages, and "and/or". A list of examples, behind "e.g.", "such as" or
    /// within brackets, may be open. It is off by default: many such lists are only meant as examples.
    ///
    /// ## How to mend it
    ///
    /// Name all that belongs to the list, or say what they have in common. For "and/or", say which.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST hold names, addresses, etc.
    ///                                              ~~~~ "etc." leaves open what belongs to it
    /// - FR-2: Owners and/or editors MUST be told.
    ///                ~~~~~~ "and/or" leaves open what belongs to it
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST hold all columns (names, addresses, etc.).
    /// - FR-2: Special characters such as quotes, commas etc. MUST be escaped.
    /// ```
    "open-ended-list", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const EITHER: &str = "and/or | y/o | et/ou | und/oder | e/ou | и/или";
    let text = context.document.text();
    for item in BINDING.iter().flat_map(|kind| context.items(*kind)) {
        for run in prose::texts(context.document, item.range) {
            for (range, _) in prose::phrases(context.document, run, phrases(OPEN_ENDED).chain(phrases(EITHER))) {
                let before = TextRange { start: item.range.start, end: range.start }.slice(text);
                if !item.range.contains(range) || is_example(before) {
                    continue;
                }
                // "etc." with its full stop
                let short = text.get(range.end()..).is_some_and(|rest| rest.starts_with('.')) && range.len() <= 3;
                let range = TextRange::new(range.start(), range.end() + usize::from(short));
                report
                    .at(range, format!("\"{}\" leaves open what belongs to it", context.slice(range)))
                    .help("name all that belongs to it, or say what they have in common");
            }
        }
    }
}

/// Whether what stands before is a list of examples.
fn is_example(before: &str) -> bool {
    const EXAMPLES: &str = "e.g | such as | for example | for instance | por ejemplo | p. ej | par exemple | z.b | z. b | zum beispiel | por exemplo | 例えば | 예를 들어 | 例如 | например";
    let lower = before.to_lowercase();
    let bracketed = before.matches(['(', '（']).count() > before.matches([')', '）']).count();
    bracketed || phrases(EXAMPLES).any(|example| lower.contains(example))
}
