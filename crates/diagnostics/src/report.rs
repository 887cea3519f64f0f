//! Everything one run has to say, ready to be rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use abide_syntax::LineColumn;

use crate::{Applicability, Diagnostic, Severity, Source};

/// Something said once that is not a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The document that it is about, if it is about one.
    pub path: Option<Arc<str>>,
    /// One sentence, with no full stop.
    pub message: String,
}

impl Note {
    /// A note about the run.
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: None, message: message.into() }
    }

    /// A note about one document.
    pub fn about(path: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self { path: Some(path.into()), message: message.into() }
    }
}

/// What an output format needs to know of a rule.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// Kebab-case name.
    pub name: &'static str,
    /// One sentence.
    pub summary: String,
    /// Gives the whole page of the rule of a name, in Markdown; most formats never ask.
    pub page: fn(&'static str) -> String,
    /// The severity it has where nothing is configured.
    pub severity: Severity,
    /// Where the page is published.
    pub docs_url: Option<String>,
}

/// What was looked at, whether or not something was found in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Every document that was checked.
    pub documents: Vec<Arc<str>>,
    /// How many of them a template governs.
    pub governed: usize,
    /// Findings that were mended in this run and are no longer in the report.
    pub fixed: usize,
    /// Findings that a baseline or a suppression keeps out of the report.
    pub suppressed: usize,
}

/// Everything one run has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, in any order: every format sorts them.
    pub diagnostics: Vec<Diagnostic>,
    /// The documents that findings point into, by path.
    pub sources: BTreeMap<Arc<str>, Source>,
    /// What is said once.
    pub notes: Vec<Note>,
    /// What could not be read, each about its path: nothing is known of these files.
    pub unread: Vec<Note>,
    /// The rules that ran.
    pub rules: Vec<RuleInfo>,
    /// What was looked at.
    pub checked: Checked,
    /// The version of Abide.
    pub tool_version: String,
}

impl Report {
    /// Adds a document that findings may point into.
    pub fn add_source(&mut self, source: Source) {
        self.sources.insert(Arc::clone(&source.path), source);
    }

    /// Puts the findings into the order of every output.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(Diagnostic::report_order);
    }

    /// The indexes of the findings, in the order of every output.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut indexes: Vec<usize> = (0..self.diagnostics.len()).collect();
        indexes.sort_by(|one, other| match (self.diagnostics.get(*one), self.diagnostics.get(*other)) {
            (Some(one), Some(other)) => one.report_order(other),
            _ => one.cmp(other),
        });
        indexes
    }

    /// The findings, in the order of every output.
    pub fn sorted(&self) -> impl Iterator<Item = &Diagnostic> {
        self.order().into_iter().filter_map(|index| self.diagnostics.get(index))
    }

    /// Line and column of a byte; the first position where the document's text is unknown.
    pub fn line_column(&self, path: &str, offset: u32) -> LineColumn {
        match self.sources.get(path) {
            Some(source) => source.line_column(offset),
            None => LineColumn { line: 1, column: 1 },
        }
    }

    /// The counts that close every output.
    pub fn summary(&self) -> Summary {
        let with_severity =
            |severity| self.diagnostics.iter().filter(|found| found.severity == severity).count();
        let fixable = |applicability| {
            let fixes = self.diagnostics.iter().filter_map(|found| found.fix.as_ref());
            fixes.filter(|fix| fix.applicability == applicability).count()
        };
        let affected: BTreeSet<&str> = self.diagnostics.iter().map(|found| &*found.path).collect();
        Summary {
            documents: self.checked.documents.len(),
            governed: self.checked.governed,
            unread: self.unread.len(),
            affected: affected.len(),
            errors: with_severity(Severity::Error),
            warnings: with_severity(Severity::Warning),
            infos: with_severity(Severity::Info),
            fixable: fixable(Applicability::Safe),
            unsafe_fixable: fixable(Applicability::Unsafe),
            fixed: self.checked.fixed,
            suppressed: self.checked.suppressed,
        }
    }
}

/// The counts that close every output.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, schemars::JsonSchema)]
pub struct Summary {
    /// Documents that were checked.
    pub documents: usize,
    /// Documents among them that a template governs.
    pub governed: usize,
    /// Files and folders that could not be read.
    pub unread: usize,
    /// Files with at least one finding.
    pub affected: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are infos.
    pub infos: usize,
    /// Findings that a safe fix mends.
    pub fixable: usize,
    /// Findings that only an unsafe fix mends.
    pub unsafe_fixable: usize,
    /// Findings that were mended in this run.
    pub fixed: usize,
    /// Findings that a baseline or a suppression keeps out of the report.
    pub suppressed: usize,
}

impl Summary {
    /// All findings, whatever their severity.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// The sentence that closes an output for people.
    ///
    /// A clean run says what was looked at, so that an empty match is not taken for success.
    pub fn sentence(&self) -> String {
        let mut text = if self.findings() > 0 {
            format!("Found {} in {}", self.counts(), self.scope())
        } else if self.documents > 0 {
            format!("No findings in {}", count(self.documents, "document"))
        } else {
            "No documents were checked".to_owned()
        };
        let asides = self.asides();
        if !asides.is_empty() {
            text.push_str(&format!(" ({})", asides.join(", ")));
        }
        text.push('.');
        if self.unread > 0 {
            text.push_str(&format!(" {} could not be read.", count(self.unread, "file")));
        }
        if self.governed < self.documents {
            text.push_str(&match self.governed {
                0 if self.documents == 1 => " No template governs it.".to_owned(),
                0 => " No template governs them.".to_owned(),
                1 => format!(" A template governs 1 of {}.", self.documents),
                governed => format!(" Templates govern {governed} of {}.", self.documents),
            });
        }
        text
    }

    /// The findings by severity, worst first: "3 errors and 1 warning".
    pub(crate) fn counts(&self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let parts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
        match parts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => "nothing".to_owned(),
        }
    }

    // A finding may be in a file that is no checked document, such as the settings.
    fn scope(&self) -> String {
        if self.affected < self.documents {
            format!("{} of {}", self.affected, count(self.documents, "document"))
        } else {
            count(self.affected, "document")
        }
    }

    fn asides(&self) -> Vec<String> {
        let mut asides = Vec::new();
        if self.fixable > 0 {
            asides.push(format!("{} fixable with `--fix`", self.fixable));
        }
        if self.unsafe_fixable > 0 {
            let more = if self.fixable > 0 { "more " } else { "" };
            asides.push(format!("{} {more}fixable with `--fix --unsafe-fixes`", self.unsafe_fixable));
        }
        if self.fixed > 0 {
            asides.push(format!("{} fixed", self.fixed));
        }
        if self.suppressed > 0 {
            asides.push(format!("{} suppressed", self.suppressed));
        }
        asides
    }
}

/// A number with its noun: "1 error", "2 errors".
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_run_says_what_was_looked_at() {
        let sentence = |documents, governed| Summary { documents, governed, ..Summary::default() }.sentence();
        assert_eq!(sentence(0, 0), "No documents were checked.");
        assert_eq!(sentence(1, 1), "No findings in 1 document.");
        assert_eq!(sentence(12, 0), "No findings in 12 documents. No template governs them.");
        assert_eq!(sentence(12, 10), "No findings in 12 documents. Templates govern 10 of 12.");
        assert_eq!(sentence(1, 0), "No findings in 1 document. No template governs it.");
    }

    #[test]
    fn what_could_not_be_read_is_not_passed_over() {
        let summary = Summary { documents: 1, governed: 1, unread: 2, ..Summary::default() };
        assert_eq!(summary.sentence(), "No findings in 1 document. 2 files could not be read.");
        let summary = Summary { unread: 1, ..Summary::default() };
        assert_eq!(summary.sentence(), "No documents were checked. 1 file could not be read.");
    }

    #[test]
    fn findings_are_counted_worst_first_and_fixes_are_offered() {
        let summary = Summary {
            documents: 2,
            governed: 2,
            affected: 2,
            errors: 3,
            warnings: 1,
            fixable: 1,
            ..Summary::default()
        };
        assert_eq!(
            summary.sentence(),
            "Found 3 errors and 1 warning in 2 documents (1 fixable with `--fix`)."
        );
        let summary = Summary { documents: 7, infos: 2, unsafe_fixable: 2, suppressed: 4, ..summary };
        assert_eq!(
            summary.sentence(),
            "Found 3 errors, 1 warning and 2 infos in 2 of 7 documents (1 fixable with `--fix`, \
             2 more fixable with `--fix --unsafe-fixes`, 4 suppressed). Templates govern 2 of 7."
        );
    }
}
