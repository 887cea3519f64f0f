//! One finding, whatever found it.

use std::cmp::Ordering;
use std::sync::Arc;

use abide_syntax::TextRange;

use crate::{Fix, Severity};

/// A range of text in a document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// Repository-relative, with `/` separators.
    pub path: Arc<str>,
    /// Where in the document.
    pub range: TextRange,
}

impl Place {
    /// A range of the document at `path`.
    pub fn new(path: impl Into<Arc<str>>, range: impl Into<TextRange>) -> Self {
        Self { path: path.into(), range: range.into() }
    }

    /// This place with a text that says what it has to do with a finding.
    pub fn related(self, message: impl Into<String>) -> Related {
        Related { path: self.path, range: self.range, message: message.into() }
    }
}

/// A second place that helps to understand a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Repository-relative, with `/` separators.
    pub path: Arc<str>,
    /// Where in the document; the empty range at 0 means the document as a whole.
    pub range: TextRange,
    /// What this place has to do with the finding.
    pub message: String,
}

/// One finding: what is wrong, where, and what to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// How bad it is, as configured.
    pub severity: Severity,
    /// The document, repository-relative, with `/` separators.
    pub path: Arc<str>,
    /// Where in the document; the empty range at 0 means the document as a whole.
    pub range: TextRange,
    /// What is wrong, in one sentence, with no full stop.
    pub message: String,
    /// A short text under the excerpt.
    pub label: Option<String>,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What to do next.
    pub help: Option<String>,
    /// The headings above the finding, outermost first; part of its fingerprint.
    pub section: Vec<String>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding at a range of a document.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        path: impl Into<Arc<str>>,
        range: impl Into<TextRange>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            path: path.into(),
            range: range.into(),
            message: message.into(),
            label: None,
            related: Vec::new(),
            help: None,
            section: Vec::new(),
            fix: None,
        }
    }

    /// A finding about a document as a whole.
    pub fn whole_document(
        rule: &'static str,
        severity: Severity,
        path: impl Into<Arc<str>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(rule, severity, path, TextRange::default(), message)
    }

    /// Sets the short text under the excerpt.
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that matters.
    pub fn with_related(mut self, related: Related) -> Self {
        self.related.push(related);
        self
    }

    /// Says what to do next.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the headings above the finding, outermost first.
    pub fn with_section(mut self, section: Vec<String>) -> Self {
        self.section = section;
        self
    }

    /// Adds the edits that mend it.
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Whether the finding points at a place in the document, rather than at the document as a whole.
    pub fn has_position(&self) -> bool {
        self.range != TextRange::default()
    }

    /// The place the finding points at.
    pub fn place(&self) -> Place {
        Place { path: Arc::clone(&self.path), range: self.range }
    }

    /// The order of every output: by path, then start, then rule; the rest only breaks ties.
    pub fn report_order(&self, other: &Self) -> Ordering {
        fn key(diagnostic: &Diagnostic) -> (&str, u32, &str, u32, &str) {
            let range = diagnostic.range;
            (&diagnostic.path, range.start, diagnostic.rule, range.end, &diagnostic.message)
        }
        key(self).cmp(&key(other))
    }
}
