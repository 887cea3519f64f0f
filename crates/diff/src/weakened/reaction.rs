//! What happens when something is wrong became milder: it failed, and only warns now.

use super::{Concern, Pair};

pub(super) const CONCERN: Concern = Concern {
    name: "reaction",
    summary: "where something failed, was refused or enforced, it is only warned of, logged or let through",
    changed,
};

/// Words for a reaction that stops what is wrong.
const STOPS: &[&str] = &[
    "fail",
    "fails",
    "failed",
    "reject",
    "rejects",
    "rejected",
    "refuse",
    "refuses",
    "refused",
    "deny",
    "denies",
    "denied",
    "block",
    "blocks",
    "blocked",
    "abort",
    "aborts",
    "aborted",
    "stop",
    "stops",
    "error",
    "errors",
    "enforce",
    "enforces",
    "enforced",
    "forbid",
    "forbids",
    "prevent",
    "prevents",
    "prevented",
    "terminate",
    "terminates",
    "raise",
    "raises",
    "throw",
    "throws",
    "lock",
    "locks",
    "locked",
    "revoke",
    "revokes",
    "revoked",
];

/// Words for a reaction that lets it pass.
const PASSES: &[&str] = &[
    "warn",
    "warns",
    "warned",
    "warning",
    "log",
    "logs",
    "logged",
    "notify",
    "notifies",
    "notified",
    "ignore",
    "ignores",
    "ignored",
    "skip",
    "skips",
    "skipped",
    "accept",
    "accepts",
    "accepted",
    "allow",
    "allows",
    "allowed",
    "tolerate",
    "tolerates",
    "tolerated",
    "permit",
    "permits",
    "permitted",
    "recommend",
    "recommends",
    "encourage",
    "encourages",
    "suggest",
    "suggests",
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.binds() || pair.old.alike(&pair.new) < 0.6 {
        return;
    }
    let (lost, came) = (pair.old.without(&pair.new), pair.new.without(&pair.old));
    let stop = lost.iter().find(|word| STOPS.contains(word));
    let pass = came.iter().find(|word| PASSES.contains(word));
    if let (Some(stop), Some(pass)) = (stop, pass)
        // "fails with a warning" and "is not accepted" stop as before.
        && !came.iter().any(|word| STOPS.contains(word))
        && !came.iter().any(|word| matches!(*word, "not" | "no" | "never" | "cannot"))
    {
        found.push(format!("`{stop}` became `{pass}`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::edits;

    #[test]
    fn a_milder_reaction() {
        edits(&[
            (
                "A build MUST fail when a label is missing.",
                "A build MUST warn when a label is missing.",
                &["reaction: `fail` became `warn`"],
            ),
            ("A build MUST warn when a label is missing.", "A build MUST fail when a label is missing.", &[]),
            ("Unknown codes are rejected.", "Unknown codes are not accepted.", &[]),
        ]);
    }
}
