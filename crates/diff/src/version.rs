//! A version of a document, and of a whole workspace, as it is compared.

use abide_model::Spec;
use abide_syntax::{Document, TextRange};

/// One document at one time.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// Its path, relative to the repository.
    pub path: &'a str,
    /// The document.
    pub document: &'a Document,
    /// What it states.
    pub spec: &'a Spec,
    /// The findings that its comments suppress.
    pub suppressed: &'a [Suppressed],
    /// What a template wrote of it, in source order: no statement of its own.
    pub guidance: &'a [TextRange],
}

/// A comment that suppresses findings of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The rule.
    pub rule: String,
    /// The comment.
    pub range: TextRange,
}

/// All documents at one time, and how much each rule counted.
#[derive(Clone, Debug, Default)]
pub struct Snapshot<'a> {
    /// The documents, ordered by path.
    pub documents: Vec<Version<'a>>,
    /// The rules that `abide.toml` sets, each with its level.
    pub levels: Vec<RuleLevel>,
}

/// How much a rule counts below a configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleLevel {
    /// The path of the `abide.toml`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Its level; greater counts more, 0 is off.
    pub rank: u8,
    /// The name of the level.
    pub name: String,
}
