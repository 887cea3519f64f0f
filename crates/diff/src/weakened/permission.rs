//! More people may do more.

use super::force::{ALLOWING, negations};
use super::{Concern, Pair, Surviving};
use crate::unit::Unit;
use abide_model::Kind;
use serde_json::Value;

pub(super) const CONCERN: Concern = Concern {
    name: "permission",
    summary: "a role may do what it might not, or only under a condition; `only` is gone; more roles are named",
    changed,
};

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if pair.before.is(Kind::Permission) && pair.after.is(Kind::Permission) {
        widened(pair, found);
        return;
    }
    if pair.binds() {
        only(pair, found);
    }
}

/// How much a cell of an access matrix allows.
fn freedom(unit: &Unit) -> Option<u8> {
    match unit.field("allow")? {
        Value::Bool(false) => Some(0),
        Value::Bool(true) => Some(2),
        _ => Some(1),
    }
}

fn widened(pair: &Pair, found: &mut Vec<String>) {
    let role = pair.after.said("role").unwrap_or_default();
    let action = pair.after.said("action").unwrap_or_default();
    match (freedom(pair.before), freedom(pair.after)) {
        (Some(0), Some(1)) => {
            found.push(format!("`{role}` might not {action}, and may under a condition now"))
        }
        (Some(0), Some(2)) => found.push(format!("`{role}` might not {action}, and may now")),
        (Some(1), Some(2)) => {
            let condition =
                pair.before.said("condition").map_or(String::new(), |condition| format!(" `{condition}`"));
            found.push(format!("`{role}` may {action} without its condition{condition} now"));
        }
        _ => {}
    }
}

/// A new cell that allows a role of before what only other roles might do.
pub(super) fn added(unit: &Unit, old: &Surviving) -> Option<String> {
    if !unit.is(Kind::Permission) || freedom(unit)? == 0 {
        return None;
    }
    let (role, action) = (unit.said("role")?, unit.said("action")?);
    let same = |other: &Unit, name: &str, value: &str| {
        other.said(name).is_some_and(|said| said.eq_ignore_ascii_case(value))
    };
    let known_role = old.of_kind(Kind::Permission).any(|other| same(other, "role", role));
    let known_action = old.of_kind(Kind::Permission).any(|other| same(other, "action", action));
    (known_role && known_action).then(|| format!("`{role}` was not allowed to {action}, and may now"))
}

/// Words that keep all others out.
const EXCLUSIVE: &[&str] =
    &["only", "exclusively", "solely", "restricted", "limited", "nobody", "no one", "none but"];

/// "Only owners can see it" without "only", or with more people behind it.
fn only(pair: &Pair, found: &mut Vec<String>) {
    // "writes only files of the version" without "only", and nothing else.
    if pair.new.without(&pair.old).is_empty()
        && let [word @ ("only" | "exclusively" | "solely")] = pair.old.without(&pair.new).as_slice()
        && pair.old.count(ALLOWING) == 0
    {
        found.push(format!("`{word}` is gone: it is not kept to that any more"));
        return;
    }
    let allows = |words: &crate::words::Words| words.count(ALLOWING) > 0;
    if !allows(&pair.old) || !allows(&pair.new) {
        return;
    }
    let (old, new) = (pair.old.any(EXCLUSIVE), pair.new.any(EXCLUSIVE));
    let still_forbids = negations(&pair.new) > negations(&pair.old);
    match (old, new) {
        (Some(word), None) if !still_forbids => {
            found.push(format!("`{word}` is gone: others are not kept out any more"))
        }
        (Some("only"), Some("only")) => {
            if let (Some(one), Some(other)) = (subject(pair.before.told()), subject(pair.after.told())) {
                let more = other.without(&one);
                let more: Vec<&str> = more.into_iter().filter(|word| !crate::words::is_plain(word)).collect();
                let all_still_there = one.without(&other).iter().all(|word| crate::words::is_plain(word));
                if all_still_there
                    && !more.is_empty()
                    && (other.has("or") || other.has("and") || pair.after.told().contains(','))
                {
                    found.push(format!("more may do it now: `{}`", more.join(" ")));
                }
            }
        }
        _ => {}
    }
}

/// Who stands between "only" and the verb that allows.
fn subject(text: &str) -> Option<crate::words::Words> {
    let lower = text.to_lowercase();
    let (_, rest) = lower.split_once("only ")?;
    let end = [" can ", " may ", " is ", " are ", " has ", " have ", " must "]
        .iter()
        .filter_map(|verb| rest.find(verb))
        .min()?;
    Some(crate::words::Words::new(rest.get(..end)?))
}

#[cfg(test)]
mod tests {
    use crate::testing::{edits, weakened};

    fn matrix(rows: &str) -> String {
        format!("# S\n\n## Permissions\n\n| Role | cancel a parcel | list parcels |\n|---|---|---|\n{rows}\n")
    }

    #[test]
    fn cells_of_an_access_matrix() {
        let before = matrix("| admin | yes | yes |\n| clerk | no | own only |");
        assert_eq!(
            weakened(&before, &matrix("| admin | yes | yes |\n| clerk | yes | yes |")),
            [
                "permission: `clerk` might not cancel a parcel, and may now",
                "permission: `clerk` may list parcels without its condition `own only` now",
            ]
        );
        assert_eq!(weakened(&before, &matrix("| admin | yes | no |\n| clerk | no | no |")), [""; 0]);
        // A new role is new, and no wider permission of an old one.
        assert_eq!(
            weakened(
                &before,
                &matrix("| admin | yes | yes |\n| clerk | no | own only |\n| owner | yes | yes |")
            ),
            [""; 0]
        );
    }

    #[test]
    fn sentences_that_keep_others_out() {
        edits(&[
            (
                "Only admins can delete a depot.",
                "Admins can delete a depot.",
                &["permission: `only` is gone: others are not kept out any more"],
            ),
            (
                "Only admins can delete a depot.",
                "Only admins and clerks can delete a depot.",
                &["permission: more may do it now: `clerks`"],
            ),
            (
                "It MUST write only known files.",
                "It MUST write known files.",
                &["permission: `only` is gone: it is not kept to that any more"],
            ),
            ("Only admins can delete a depot.", "Nobody but admins can delete a depot.", &[]),
            ("Only admins and clerks can delete a depot.", "Only admins can delete a depot.", &[]),
        ]);
    }
}
