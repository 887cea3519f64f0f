//! A setting that must be given, or means something else.

use crate::unit::Unit;
use crate::values::shown;

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    if before.key != after.key {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    }
    if !before.holds("required") && after.holds("required") && after.field("default").is_none() {
        found.push("it must be set now".to_owned());
    }
    if let (Some(was), Some(is)) = (before.field("default"), after.field("default"))
        && was != is
    {
        found.push(format!("its default was `{}` and is `{}`", shown(was), shown(is)));
    }
}

/// A new setting that must be given.
pub(super) fn added(unit: &Unit) -> Option<String> {
    (unit.holds("required") && unit.field("default").is_none())
        .then(|| format!("the setting {} must be set, and is new", unit.name()))
}

#[cfg(test)]
mod tests {
    use crate::testing::breaking;

    #[test]
    fn settings_that_must_be_given_or_mean_something_else() {
        let table = |row: &str| {
            format!(
                "# S\n\n## Configuration\n\n| Variable | Default | Required | Description |\n|---|---|---|---|\n| `HOST` | localhost | no | The host |\n{row}\n"
            )
        };
        let before = table("| `PORT` | 8080 | no | Where it listens |");
        assert_eq!(
            breaking(&before, &table("| `PORT` | 9090 | no | Where it listens |")),
            ["setting: its default was `8080` and is `9090`"]
        );
        assert_eq!(breaking(&before, &table("")), ["setting: the setting `PORT` is gone"]);
        let more =
            table("| `PORT` | 8080 | no | Where it listens |\n| `KEY` | | yes | The key of the partner |");
        assert_eq!(breaking(&before, &more), ["setting: the setting `KEY` must be set, and is new"]);
    }
}
