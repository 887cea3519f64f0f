//! An operation that asks less of its caller.

use super::{Concern, Pair};
use crate::unit::Unit;
use crate::words::{Words, is_plain};
use abide_model::Kind;

pub(super) const CONCERN: Concern = Concern {
    name: "auth",
    summary: "an operation needs no authentication any more, fewer conditions, or lets more roles in",
    changed,
};

/// Whether an operation is open to everybody: not told is not known.
pub(crate) fn is_open(unit: &Unit) -> Option<bool> {
    const OPEN: &[&str] = &[
        "none",
        "no",
        "public",
        "anonymous",
        "open",
        "unauthenticated",
        "not required",
        "no auth",
        "no authentication",
        "-",
        "n/a",
        "false",
    ];
    let said = unit.said("auth")?.trim().to_lowercase();
    Some(OPEN.contains(&said.as_str()) || said.starts_with("none") || said.starts_with("public"))
}

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.before.is(Kind::Endpoint) || !pair.after.is(Kind::Endpoint) {
        return;
    }
    let Some(old) = pair.before.said("auth").filter(|_| is_open(pair.before) == Some(false)) else { return };
    let Some(new) = pair.after.said("auth") else {
        found.push(format!("it does not say any more who may call: `{old}` is gone"));
        return;
    };
    if is_open(pair.after) == Some(true) {
        found.push(format!("everybody may call it now; it asked for `{old}`"));
        return;
    }
    let (one, other) = (Words::new(old), Words::new(new));
    let told = |words: Vec<&str>| {
        words.into_iter().filter(|word| !is_plain(word)).map(str::to_owned).collect::<Vec<_>>()
    };
    let (lost, came) = (told(one.without(&other)), told(other.without(&one)));
    if !lost.is_empty() && came.is_empty() && !is_choice(old) {
        found.push(format!("`{}` is not asked for any more", lost.join(" ")));
    } else if lost.is_empty() && !came.is_empty() && is_choice(new) {
        found.push(format!("more may call it now: `{}`", came.join(" ")));
    }
}

/// Whether one of several is enough: "admin or clerk", "admin, clerk".
fn is_choice(auth: &str) -> bool {
    let lower = auth.to_lowercase();
    let single = |part: &str| part.split_whitespace().count() == 1;
    lower.contains(" or ")
        || lower.contains(['/', '|'])
        || lower.contains(',') && lower.split(',').all(single)
}

#[cfg(test)]
mod tests {
    use crate::testing::weakened;

    fn operation(auth: &str) -> String {
        format!("# S\n\n## API\n\n### DELETE /api/v1/depots/{{id}}\n\n{auth}\n\nResponses:\n\n- 204: gone\n")
    }

    #[test]
    fn an_operation_that_asks_less_of_its_caller() {
        let told = |before: &str, after: &str| weakened(&operation(before), &operation(after));
        assert_eq!(
            told("Auth: bearer token", "Auth: none"),
            ["auth: everybody may call it now; it asked for `bearer token`"]
        );
        assert_eq!(
            told("Auth: bearer token", "It deletes a depot."),
            ["auth: it does not say any more who may call: `bearer token` is gone"]
        );
        assert_eq!(
            told("Auth: bearer token, role admin", "Auth: bearer token"),
            ["auth: `role admin` is not asked for any more"]
        );
        assert_eq!(told("Auth: admin", "Auth: admin or clerk"), ["auth: more may call it now: `clerk`"]);
        assert_eq!(told("Auth: admin or clerk", "Auth: admin"), [""; 0]);
        assert_eq!(told("Auth: none", "Auth: bearer token"), [""; 0]);
    }
}
