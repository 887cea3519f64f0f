//! A promise that is not there any more.

use super::force::{is_permissive, rank, strong};
use super::{Concern, OBLIGATIONS, Pair, Surviving, evidence};
use crate::unit::Unit;
use abide_model::Kind;
use serde_json::Value;

pub(super) const CONCERN: Concern = Concern {
    name: "removal",
    summary: "a requirement, a check, a target, a scenario, an error path or a denial is gone",
    changed,
};

fn changed(_: &Pair, _: &mut Vec<String>) {}

/// Why a version without this statement promises less.
pub(super) fn removed(unit: &Unit, others: &Surviving) -> Option<String> {
    let what = what(unit)?;
    // What another statement says as well, or says now, is not lost.
    if let Some(other) = others.saying(unit) {
        let as_binding = rank(other).unwrap_or(3) >= rank(unit).unwrap_or(2);
        // Tests of two operations may have the same words.
        let place = |unit: &Unit| (unit.heading().to_owned(), unit.said("group").map(str::to_owned));
        let is_another = unit.is_any(&[Kind::Check, Kind::Scenario])
            && other.words == unit.words
            && place(other) != place(unit);
        let promises = other.is_any(OBLIGATIONS)
            || unit.kind == other.kind
            || other.kind.is_none() && strong(&other.words) > 0;
        if as_binding && promises && !is_another {
            return None;
        }
    }
    Some(format!("{what} is gone"))
}

/// What is lost with a statement; nothing where it promised nothing.
fn what(unit: &Unit) -> Option<String> {
    let kind = match unit.kind {
        // What is only allowed may be left out.
        Some(Kind::Requirement) if rank(unit) == Some(1) && is_permissive(&unit.words) => return None,
        Some(Kind::Requirement) => "the requirement",
        Some(Kind::Check) => "the check",
        Some(Kind::Target) => "the target",
        Some(Kind::Scenario) => "the scenario",
        Some(Kind::Exception) => "what happens at",
        Some(Kind::Index) if unit.holds("unique") => "the constraint",
        Some(Kind::Permission) => return denial(unit),
        Some(Kind::Meta)
            if evidence::vouches(unit.key)
                && unit.said("value").is_some_and(|value| !value.trim().is_empty()) =>
        {
            return Some(format!("`{}: {}`", unit.key, unit.said("value").unwrap_or_default()));
        }
        None if strong(&unit.words) > 0 || unit.words.has("only") => "the sentence",
        _ => return None,
    };
    Some(format!("{kind} {}", unit.name()))
}

/// A cell that said no, or under a condition.
fn denial(unit: &Unit) -> Option<String> {
    let (role, action) = (unit.said("role")?, unit.said("action")?);
    let denies = unit.field("allow") == Some(&Value::Bool(false));
    denies.then(|| format!("that `{role}` may not {action}"))
}

#[cfg(test)]
mod tests {
    use crate::testing::weakened;

    fn spec(requirements: &str, checks: &str) -> String {
        format!("# S\n\n## Requirements\n\n{requirements}\n\n## Acceptance Criteria\n\n{checks}\n")
    }

    #[test]
    fn a_requirement_or_a_check_is_gone() {
        let before = spec(
            "- FR-1: Each order is stored.\n- FR-2: Labels carry a code.",
            "- A label can be scanned.\n- `make test` passes",
        );
        assert_eq!(
            weakened(&before, &spec("- FR-1: Each order is stored.", "- `make test` passes")),
            [
                "removal: the requirement `FR-2` is gone",
                "removal: the check \"A label can be scanned.\" is gone"
            ]
        );
    }

    #[test]
    fn what_another_statement_says_now_is_not_gone() {
        let before = spec(
            "- FR-1: The service MUST store each order.\n- FR-2: The service MUST log each order.",
            "- It works.",
        );
        let merged = spec("- FR-1: The service MUST store and log each order.", "- It works.");
        assert_eq!(weakened(&before, &merged), [""; 0]);
        let moved = spec(
            "- FR-2: The service MUST log each order.",
            "- It works.\n- The service MUST store each order.",
        );
        assert_eq!(weakened(&before, &moved), [""; 0]);
    }

    #[test]
    fn a_sentence_that_no_reader_took_for_an_item() {
        let before = "# S\n\n## Security\n\nPasswords are never written to a log. The desk is oak.\n";
        let after = "# S\n\n## Security\n\nThe desk is oak.\n";
        assert_eq!(
            weakened(before, after),
            ["removal: the sentence \"Passwords are never written to a log.\" is gone"]
        );
        assert_eq!(
            weakened(before, "# S\n\n## Security\n\nPasswords are never written to a log.\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_list_that_was_numbered_anew_lost_only_what_is_gone() {
        let before =
            spec("1. Orders are stored.\n2. Labels are printed.\n3. Parcels are weighed.", "- It works.");
        let after = spec("1. Orders are stored.\n2. Parcels are weighed.", "- It works.");
        assert_eq!(weakened(&before, &after), ["removal: the requirement \"Labels are printed.\" is gone"]);
    }
}
