use crate::prose;
use crate::rule::rule;
use crate::words::phrases;
use crate::wording::OBLIGATIONS;
use crate::{Context, Report};
use abide_model::Kind;
use abide_syntax::TextRange;

rule! {
    /// One sentence of a requirement lays down several obligations.
    ///
    /// ## Why it matters
    ///
    /// A test that covers the sentence may cover half of it, and a link to its id does not say which half is meant.
    ///
    /// ## What counts
    ///
    /// Two or more of "must", "shall" and the like in one sentence of a requirement. It is off by default: standards write so on purpose.
    ///
    /// ## How to mend it
    ///
    /// Make a requirement of each.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST hold all rows, and the owner MUST be told.
    ///                                                      ~~~~ 2 obligations in one sentence
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: The export MUST hold all rows. The owner MUST be told.
    /// ```
    "several-obligations", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    for item in context.items(Kind::Requirement) {
        let mut sentence: Vec<TextRange> = Vec::new();
        let mut last = item.range.start;
        for run in prose::texts(context.document, item.range) {
            for (range, _) in prose::phrases(context.document, run, phrases(OBLIGATIONS)) {
                if !item.range.contains(range) {
                    continue;
                }
                if ends_sentence(context.slice(TextRange { start: last, end: range.start })) {
                    tell(report, &sentence);
                    sentence.clear();
                }
                sentence.push(range);
                last = range.end;
            }
        }
        tell(report, &sentence);
    }
}

fn ends_sentence(between: &str) -> bool {
    between.contains("\n\n") || [". ", ".\n", "! ", "? ", "; ", ".** ", "\n-", "\n  -", "。"].iter().any(|end| between.contains(end))
}

fn tell(report: &mut Report, sentence: &[TextRange]) {
    if let [_, second, ..] = sentence {
        let count = sentence.len();
        report.at(*second, format!("{count} obligations in one sentence")).help("make a requirement of each");
    }
}
