//! A role that may do less.

use crate::unit::Unit;
use serde_json::Value;

fn allows(unit: &Unit) -> bool {
    unit.field("allow") == Some(&Value::Bool(true))
}

fn denies(unit: &Unit) -> bool {
    unit.field("allow") == Some(&Value::Bool(false))
}

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    let (role, action) = (after.said("role").unwrap_or_default(), after.said("action").unwrap_or_default());
    if !denies(before) && denies(after) {
        found.push(format!("`{role}` may not {action} any more"));
    } else if allows(before) && !allows(after) {
        found.push(format!("`{role}` may {action} only under a condition now"));
    }
}

/// A permission that is not told any more.
pub(super) fn removed(unit: &Unit) -> Option<String> {
    let (role, action) = (unit.said("role")?, unit.said("action")?);
    (!denies(unit)).then(|| format!("that `{role}` may {action} is gone"))
}

#[cfg(test)]
mod tests {
    use crate::testing::breaking;

    #[test]
    fn a_role_that_may_do_less() {
        let matrix = |cell: &str| {
            format!(
                "# S\n\n## Permissions\n\n| Role | list parcels |\n|---|---|\n| admin | yes |\n| clerk | {cell} |\n"
            )
        };
        assert_eq!(
            breaking(&matrix("yes"), &matrix("no")),
            ["permission: `clerk` may not list parcels any more"]
        );
        assert_eq!(
            breaking(&matrix("yes"), &matrix("own only")),
            ["permission: `clerk` may list parcels only under a condition now"]
        );
        assert_eq!(breaking(&matrix("no"), &matrix("yes")), [""; 0]);
    }
}
