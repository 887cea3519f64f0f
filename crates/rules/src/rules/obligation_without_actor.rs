use crate::prose;
use crate::rule::rule;
use crate::{Context, Report};
use abide_model::Kind;
use abide_syntax::TextRange;

rule! {
    /// A requirement says that something must be done, and not by whom or what.
    ///
    /// ## Why it matters
    ///
    /// "Orders must be validated" can be met by the client, the server or an operator. Each team takes it for the work of another.
    ///
    /// ## What counts
    ///
    /// English sentences with "must be", "shall be" or "should be" and a participle, without "by" behind it. It is off by default: often
    /// the section or the document says who.
    ///
    /// ## How to mend it
    ///
    /// Name who does it: "The server must validate orders".
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: Orders MUST be validated before the export.
    ///                ~~~~~~~~~~~~~~~~~ nobody is named who does this
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Requirements
    /// - FR-1: Orders MUST be validated by the server before the export.
    /// - FR-2: The name MUST be unique.
    /// ```
    "obligation-without-actor", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const MUST: &[&str] = &["must be", "shall be", "should be", "must not be", "shall not be", "should not be"];
    let text = context.document.text();
    for item in context.items(Kind::Requirement) {
        for run in prose::texts(context.document, item.range) {
            for (range, _) in prose::phrases(context.document, run, MUST.iter().copied()) {
                if !item.range.contains(range) {
                    continue;
                }
                let rest = TextRange { start: range.end, end: item.range.end }.slice(text);
                let words = rest.trim_start();
                let end = words.find(|letter: char| !letter.is_alphabetic()).unwrap_or(words.len());
                let (word, behind) = words.split_at_checked(end).unwrap_or((words, ""));
                let sentence = behind.split(['.', ';']).next().unwrap_or_default();
                if is_participle(word) && !sentence.split_whitespace().any(|word| word == "by") {
                    let whole = TextRange::new(range.start(), range.end() + (rest.len() - words.len()) + word.len());
                    report.at(whole, "nobody is named who does this").help("name who does it, before \"must\" or behind \"by\"");
                }
            }
        }
    }
}

/// An English participle, as far as its ending tells.
fn is_participle(word: &str) -> bool {
    const IRREGULAR: &[&str] = &["sent", "kept", "made", "done", "built", "shown", "written", "read", "held", "given", "taken", "chosen", "run", "found", "told", "left", "set", "put"];
    // "Must be allowed" and "must be based on" tell a state.
    const STATES: &[&str] = &["allowed", "based", "related", "limited", "needed", "required", "supported", "aligned", "red", "bed", "used", "fixed", "expected", "intended", "embed", "speed"];
    let lower = word.to_lowercase();
    let regular = lower.len() > 4 && lower.ends_with("ed");
    (regular || IRREGULAR.contains(&lower.as_str())) && !STATES.contains(&lower.as_str())
}
