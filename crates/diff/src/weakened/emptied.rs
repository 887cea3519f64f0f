//! A promise whose words are gone.

use super::{Concern, Pair, binds};

pub(super) const CONCERN: Concern = Concern {
    name: "emptied",
    summary: "the words of a statement were replaced by nothing, or by a placeholder",
    changed,
};

const PLACEHOLDERS: &[&str] = &[
    "tbd",
    "todo",
    "tba",
    "n/a",
    "na",
    "none",
    "to be defined",
    "to be decided",
    "to be determined",
    "later",
    "pending",
    "removed",
    "deleted",
    "obsolete",
    "deprecated",
    "wip",
    "xxx",
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if binds(pair.before) && !says_nothing(pair.before) && says_nothing(pair.after) {
        found.push("its words are gone".to_owned());
    }
}

fn says_nothing(unit: &crate::unit::Unit) -> bool {
    let text = unit.text.strip_prefix(unit.id).filter(|_| unit.named).unwrap_or(&unit.text);
    // What describes a row may be empty from the start.
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    bare.is_empty() || PLACEHOLDERS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use crate::testing::edits;

    #[test]
    fn words_that_are_gone() {
        edits(&[
            ("Each order is stored.", "TBD", &["removal: the requirement `FR-1` is gone"]),
            ("Each order is stored.", "(removed)", &["emptied: its words are gone"]),
            ("TBD", "Each order is stored.", &[]),
        ]);
    }
}
