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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleInfo {
    /// Kebab-case name.
    pub name: &'static str,
    /// One sentence.
    pub summary: String,
    /// The rule's whole page, in Markdown.
    pub help_markdown: String,
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
}
