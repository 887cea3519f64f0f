//! What makes a finding the same finding after the document was edited elsewhere.

use abide_diagnostics::{Diagnostic, Report, names};
use serde::{Deserialize, Serialize};

// Enough to know a place by; what follows may be edited without making the finding a new one.
const LONGEST_TEXT: usize = 120;

/// A finding that is known, as often as it is known. Lines are no part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The document, as shown.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The headings above it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// The text it is at, with white space folded, and cut.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What the message names and the text does not hold: the section that is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// How many findings are alike in all this.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: usize,
}

impl Entry {
    /// The entry of one finding of `report`.
    pub(super) fn of(report: &Report, finding: &Diagnostic) -> Self {
        let text = place(report, finding);
        let about =
            names(&finding.message).into_iter().filter(|part| !text.contains(part.as_str())).collect();
        Self {
            path: finding.path.to_string(),
            rule: finding.rule.to_owned(),
            section: finding.section.iter().map(|heading| fold(heading)).collect(),
            text: cut(&text),
            about,
            count: 1,
        }
    }

    /// The same but for the path: what it would be if the document had only been moved.
    pub(super) fn anywhere(&self) -> Self {
        Self { path: String::new(), ..self.clone() }
    }
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

fn place(report: &Report, finding: &Diagnostic) -> String {
    let Some(source) = report.sources.get(&finding.path).filter(|_| finding.has_position()) else {
        return String::new();
    };
    let range = source.fit(finding.range);
    if !range.is_empty() {
        return fold(range.slice(&source.text));
    }
    // A point between two characters is known by its line.
    let (line, _) = source.line_span(range);
    fold(source.lines().line_range(&source.text, line).slice(&source.text))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect::<String>().trim_end().to_owned()
}
