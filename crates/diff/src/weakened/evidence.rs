//! What a check runs, who vouched for a statement, and where that is written down.

use super::{Concern, Pair};
use crate::unit::Unit;
use abide_model::Kind;

pub(super) const CONCERN: Concern = Concern {
    name: "evidence",
    summary: "the command of a check is gone or cannot fail any more; who vouched, or where the evidence is, was emptied",
    changed,
};

/// Labels in front of evidence.
const LABELS: &[&str] = &[
    "evidence",
    "verified by",
    "verified in",
    "attested by",
    "approved by",
    "reviewed by",
    "signed off by",
    "proof",
    "test",
    "tests",
    "verification",
    "evidencia",
    "nachweis",
    "preuve",
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    let (before, after) = (pair.before, pair.after);
    if before.is(Kind::Check) && after.is(Kind::Check) {
        command(before, after, found);
    }
    if before.is(Kind::Meta) && after.is(Kind::Meta) && vouches(before.key) {
        let value = |unit: &Unit| unit.said("value").unwrap_or_default().trim().to_owned();
        let empty = |value: &str| {
            value.is_empty()
                || matches!(
                    value.to_lowercase().as_str(),
                    "tbd" | "none" | "n/a" | "-" | "no" | "false" | "pending" | "[]" | "null"
                )
        };
        let (old, new) = (value(before), value(after));
        if !empty(&old) && empty(&new) {
            found.push(format!("`{}` is empty; it was `{old}`", before.key));
        }
        return;
    }
    if let Some((label, value)) = labelled(before.told())
        && labelled(after.told()).is_none_or(|(_, value)| value.trim().is_empty())
    {
        found.push(format!("`{label}: {}` is gone", value.trim()));
    }
}

/// Whether a field of a document says who answers for it.
pub(super) fn vouches(key: &str) -> bool {
    const WORDS: &[&str] =
        &["evidence", "attest", "approv", "review", "verified", "verification", "sign", "tested"];
    WORDS.iter().any(|word| key.to_lowercase().contains(word))
}

fn command(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let (Some(old), new) = (before.said("command"), after.said("command")) else { return };
    match new {
        None if !after.text.contains(old) => found.push(format!("the command `{old}` is gone")),
        Some(new) if cannot_fail(new) && !cannot_fail(old) => found.push(format!("`{new}` cannot fail")),
        Some(new) if skips(new) && !skips(old) => {
            found.push(format!("`{new}` leaves something out, where it was `{old}`"))
        }
        _ => {}
    }
}

fn cannot_fail(command: &str) -> bool {
    let bare = command.trim();
    let first = bare.split_whitespace().next().unwrap_or_default();
    matches!(bare, "true" | ":" | "exit 0")
        || first == "echo" && !bare.contains(['|', '&', ';'])
        || bare.ends_with("|| true")
        || bare.ends_with("; true")
        || bare.ends_with("|| :")
        || bare.contains("|| exit 0")
}

fn skips(command: &str) -> bool {
    const SKIPS: &[&str] = &[
        "--no-run",
        "--collect-only",
        "--dry-run",
        "--skip",
        "--ignore",
        "--passWithNoTests",
        "--exit-zero",
        "--exclude",
        "-k not",
        "--deselect",
        "--continue-on-error",
        "-DskipTests",
    ];
    SKIPS.iter().any(|skip| command.contains(skip))
}

/// "Evidence: the run of 5 May" within a statement.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    LABELS.iter().find_map(|label| {
        let at = lower.find(&format!("{label}:"))?;
        let standing = at == 0 || lower.get(..at)?.ends_with([' ', '(', '[', '—', '-']);
        // What stands in front is the statement.
        let value = text.get(at + label.len() + 1..)?;
        let end = value.find([')', ']', ';']).unwrap_or(value.len());
        let value = value.get(..end)?;
        (standing && at > 0 && !value.trim().is_empty())
            .then(|| (text.get(at..at + label.len()).unwrap_or(label), value))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::weakened;

    fn check(text: &str) -> String {
        format!("# S\n\n## Acceptance Criteria\n\n- {text}\n- Labels carry a code.\n")
    }

    #[test]
    fn commands_that_are_gone_or_cannot_fail() {
        let told = |before: &str, after: &str| weakened(&check(before), &check(after));
        assert_eq!(
            told("All tests pass: `cargo test`", "All tests pass"),
            ["evidence: the command `cargo test` is gone"]
        );
        assert_eq!(
            told("All tests pass: `make test`", "All tests pass: `make test || true`"),
            ["evidence: `make test || true` cannot fail"]
        );
        assert_eq!(told("All tests pass: `cargo test`", "All tests pass: `cargo nextest run`"), [""; 0]);
    }

    #[test]
    fn who_vouched_and_where_it_is_written_down() {
        let told = |before: &str, after: &str| weakened(&check(before), &check(after));
        assert_eq!(
            told("Backups can be restored (evidence: drill of 5 May)", "Backups can be restored"),
            ["evidence: `evidence: drill of 5 May` is gone"]
        );
        let meta = |value: &str| format!("---\napproved_by: {value}\n---\n# S\n");
        assert_eq!(
            weakened(&meta("Ada"), &meta("pending")),
            ["evidence: `approved_by` is empty; it was `Ada`"]
        );
        assert_eq!(weakened(&meta("Ada"), &meta("TBD")), ["removal: `approved_by: Ada` is gone"]);
    }
}
