//! How many findings each rule has.

use std::collections::BTreeMap;

use crate::{Applicability, Report};

/// The findings of one rule, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct RuleCount {
    /// The rule's name.
    pub rule: &'static str,
    /// All of its findings.
    pub count: usize,
    /// Those that a safe fix mends.
    pub fixable: usize,
}

/// The findings of each rule that has any, the most first, then by name.
pub fn statistics(report: &Report) -> Vec<RuleCount> {
    let mut rules: BTreeMap<&'static str, RuleCount> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let rule = diagnostic.rule;
        let entry = rules.entry(rule).or_insert(RuleCount { rule, count: 0, fixable: 0 });
        let safe = diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
        entry.count += 1;
        entry.fixable += usize::from(safe);
    }
    let mut counts: Vec<RuleCount> = rules.into_values().collect();
    counts.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    counts
}

/// The same as a table for people, with a total where there are several rules.
pub fn statistics_table(report: &Report) -> String {
    let counts = statistics(report);
    if counts.is_empty() {
        return format!("{}\n", report.summary().sentence());
    }
    let mut table = format!("{:>8}  {:>8}  rule\n", "findings", "fixable");
    for RuleCount { rule, count, fixable } in &counts {
        table.push_str(&format!("{count:>8}  {fixable:>8}  {rule}\n"));
    }
    if counts.len() > 1 {
        let count: usize = counts.iter().map(|entry| entry.count).sum();
        let fixable: usize = counts.iter().map(|entry| entry.fixable).sum();
        table.push_str(&format!("{count:>8}  {fixable:>8}  (all)\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diagnostic, Edit, Fix, Severity};

    #[test]
    fn the_rule_with_the_most_findings_comes_first() {
        let finding = |rule| Diagnostic::whole_document(rule, Severity::Error, "a.md", "message");
        let fix = Fix::safe("fix", vec![Edit::insert(0, "x")]);
        let report = Report {
            diagnostics: vec![finding("b"), finding("c").with_fix(fix), finding("c"), finding("a")],
            ..Report::default()
        };
        insta::assert_snapshot!(statistics_table(&report), @r"
        findings   fixable  rule
               2         1  c
               1         0  a
               1         0  b
               4         1  (all)
        ");
    }
}
