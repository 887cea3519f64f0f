//! Which findings show two statements that cannot both hold.

use abide_diagnostics::Diagnostic;

/// Rules that hold one statement against another, beside those whose names say so.
const RULES: &[&str] = &[
    "duplicate-endpoint",
    "duplicate-requirement",
    "goal-is-non-goal",
    "task-against-phase",
    "unfit-default",
    "unfit-example",
    "version-differs-from-change-log",
];

/// Whether a finding is a contradiction.
pub fn is_contradiction(finding: &Diagnostic) -> bool {
    finding.rule.starts_with("conflicting-") || RULES.contains(&finding.rule)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rules_are_there() {
        for name in super::RULES {
            assert!(abide_rules::rule(name).is_some(), "{name}");
        }
    }
}
