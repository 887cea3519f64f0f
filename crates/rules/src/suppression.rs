//! Comments that suppress findings: `<!-- abide: ignore RULE because REASON -->`.
//!
//! Right under a heading, such a comment speaks of that section; at the end of a line, of that line; before a block, of
//! that block; `ignore-document` speaks of the whole document.

use crate::rules::{invalid_suppression, unused_suppression};
use crate::{Context, Outcome, Report};
use abide_diagnostics::Diagnostic;
use abide_syntax::{Document, NodeId, NodeKind, SectionId, TextRange};

/// One comment that suppresses findings.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The comment.
    pub range: TextRange,
    /// The rules that it names.
    pub rules: Vec<String>,
    /// Why, as given.
    pub reason: Option<String>,
    /// What it speaks of.
    pub scope: TextRange,
}

/// An order in a comment to suppress findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressionComment {
    /// The comment.
    pub range: TextRange,
    /// The rules that it names.
    pub rules: Vec<String>,
    /// Why, as given; without a reason, nothing is suppressed.
    pub reason: Option<String>,
    /// Whether it speaks of the whole document.
    pub whole: bool,
    node: NodeId,
}

/// The comments of a document that order to suppress findings.
pub fn suppression_comments(document: &Document) -> Vec<SuppressionComment> {
    if memchr::memmem::find(document.text().as_bytes(), b"abide:").is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        if node.kind != NodeKind::Comment {
            continue;
        }
        let source = document.slice(node.range);
        let inner = source.trim_start_matches("<!--").trim_end_matches("-->").trim();
        let Some(order) = inner.strip_prefix("abide:").map(str::trim) else { continue };
        // Another order, `ignore-file`, names no rule, which is said.
        let (whole, rest) = match order.split_once(char::is_whitespace) {
            Some(("ignore-document", rest)) => (true, rest),
            Some(("ignore", rest)) => (false, rest),
            _ => (false, ""),
        };
        let split = rest.split_once(" because ").or_else(|| Some(("", rest.strip_prefix("because ")?)));
        let (names, reason) = match split {
            Some((names, reason)) => (names, Some(reason.trim()).filter(|reason| !reason.is_empty())),
            None => (rest, None),
        };
        let rules = names.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty());
        found.push(SuppressionComment {
            range: node.range,
            rules: rules.map(str::to_owned).collect(),
            reason: reason.map(str::to_owned),
            whole,
            node: NodeId(at as u32),
        });
    }
    found
}

/// All suppressions of a document.
pub fn read(context: &Context) -> Vec<Suppression> {
    let document = context.document;
    let comments = suppression_comments(document).into_iter();
    let read = comments.map(|comment| {
        let scope = if comment.whole {
            TextRange::new(0, document.text().len())
        } else {
            scope(context, comment.node, comment.range)
        };
        Suppression { range: comment.range, rules: comment.rules, reason: comment.reason, scope }
    });
    read.collect()
}

fn scope(context: &Context, comment: NodeId, range: TextRange) -> TextRange {
    let document = context.document;
    let line = document.lines().line_range(document.text(), document.line(range.start));
    let before = TextRange { start: line.start, end: range.start };
    if !document.slice(before).trim().is_empty() {
        return line;
    }
    let section = document.section_at(range.start);
    let own = document.section(section);
    let block = document.node(comment).parent;
    let block = if document.node(block).kind == NodeKind::Html { block } else { comment };
    let first = document.section_blocks(section).next();
    // Under the title, the comment speaks of what concerns the document's top; elsewhere of the whole section.
    if section != SectionId::ROOT
        && first == Some(block)
        && let Some(own) = own
    {
        let end = if Some(section) == context.outline.title { own.body.end } else { own.range.end };
        return TextRange { start: own.range.start, end };
    }
    let next = document.node(block).end;
    let end = if next.index() < document.nodes().len() { document.node(next).range.end } else { range.end };
    TextRange { start: range.start, end: end.max(range.end) }
}

pub(crate) fn apply(context: &Context, findings: Vec<Diagnostic>) -> Outcome {
    let suppressions = read(context);
    if suppressions.is_empty() {
        return Outcome { diagnostics: findings, suppressed: 0 };
    }
    let mut used = vec![Vec::new(); suppressions.len()];
    let before = findings.len();
    let mut kept: Vec<Diagnostic> = findings
        .into_iter()
        .filter(|finding| {
            let mut suppressed = false;
            for (suppression, used) in suppressions.iter().zip(&mut used) {
                let inside = suppression.scope.start <= finding.range.start
                    && finding.range.start <= suppression.scope.end;
                if inside
                    && suppression.reason.is_some()
                    && suppression.rules.iter().any(|name| name == finding.rule)
                {
                    used.push(finding.rule);
                    suppressed = true;
                }
            }
            !suppressed
        })
        .collect();
    let suppressed = before - kept.len();
    for (suppression, used) in suppressions.iter().zip(&used) {
        for rule in [&invalid_suppression::RULE, &unused_suppression::RULE] {
            if let Some(severity) = context.settings.severity(rule) {
                let mut report = Report::new(context, rule, severity, &mut kept);
                if rule.name == invalid_suppression::RULE.name {
                    invalid_suppression::judge(suppression, &mut report);
                } else {
                    unused_suppression::judge(context, suppression, used, &mut report);
                }
            }
        }
    }
    Outcome { diagnostics: kept, suppressed }
}
