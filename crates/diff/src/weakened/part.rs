//! A part of a promise that is gone: one of several things, or all of several that became one of them.

use super::condition::is_stricter;
use super::force::{is_permissive, negations};
use super::{Concern, Pair};
use crate::words::is_plain;

pub(super) const CONCERN: Concern = Concern {
    name: "part",
    summary: "one of several things that were promised is gone, or `and` became `or`",
    changed,
};

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.binds() || is_permissive(&pair.old) || is_stricter(pair) {
        return;
    }
    let (lost, came) = (pair.old.without(&pair.new), pair.new.without(&pair.old));
    if lost == ["and"] && came == ["or"] {
        found.push("`and` became `or`".to_owned());
        return;
    }
    // Words that only came or were exchanged make another sentence of it.
    if !came.is_empty() || lost.is_empty() {
        return;
    }
    let told: Vec<&str> = lost
        .iter()
        .copied()
        .filter(|word| !is_plain(word) && word.starts_with(char::is_alphabetic))
        .collect();
    // The command of a check is evidence.
    let command = pair.before.said("command").unwrap_or_default().to_lowercase();
    let is_command = !command.is_empty() && told.iter().all(|word| command.contains(word));
    if !told.is_empty() && !is_command && is_joined(pair.before.told(), &told, negations(&pair.old) > 0) {
        found.push(format!("a part is gone: `{}`", told.join(" ")));
    }
}

/// Whether these words stand in a list of things: behind or before a comma or a word that joins. What is forbidden or refused is
/// joined by "or" as well.
fn is_joined(text: &str, words: &[&str], forbids: bool) -> bool {
    const BEFORE: &[&str] = &[
        ",",
        ";",
        ":",
        "(",
        " and",
        " with",
        " plus",
        " including",
        " both",
        " well as",
        " y",
        " und",
        " et",
        " e",
        "、",
        "和",
    ];
    const BEHIND: &[&str] =
        &[",", ";", " and ", " as well as ", " plus ", " y ", " und ", " et ", "、", "和"];
    const ARTICLES: &[&str] = &[
        "a", "an", "the", "its", "their", "his", "her", "all", "every", "each", "any", "el", "la", "der",
        "die", "das", "le",
    ];
    let lower = text.to_lowercase().replace(['`', '*', '"'], "");
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let Some(start) = lower.find(first) else { return false };
    let Some(end) = lower.get(start..).and_then(|rest| rest.find(last)).map(|at| start + at + last.len())
    else {
        return false;
    };
    let mut before = lower.get(..start).unwrap_or_default().trim_end();
    while let Some(rest) =
        ARTICLES.iter().find_map(|article| before.strip_suffix(article).filter(|rest| rest.ends_with(' ')))
    {
        before = rest.trim_end();
    }
    let behind = lower.get(end..).unwrap_or_default();
    if forbids
        && (before.ends_with(" or")
            || before.ends_with(" nor")
            || behind.starts_with(" or ")
            || behind.starts_with(" nor "))
    {
        return true;
    }
    BEFORE.iter().any(|join| before.ends_with(join)) || BEHIND.iter().any(|join| behind.starts_with(join))
}

#[cfg(test)]
mod tests {
    use crate::testing::edits;

    #[test]
    fn one_of_several_things_is_gone() {
        edits(&[
            (
                "An order MUST hold a name, a street and an email.",
                "An order MUST hold a name and a street.",
                &["part: a part is gone: `email`"],
            ),
            (
                "An order MUST hold a name and an email.",
                "An order MUST hold a name or an email.",
                &["part: `and` became `or`"],
            ),
            (
                "The service writes the caller and the time to the log.",
                "The service writes the caller to the log.",
                &["part: a part is gone: `time`"],
            ),
            (
                "A label MUST NOT show a name or a street.",
                "A label MUST NOT show a name.",
                &["part: a part is gone: `street`"],
            ),
            ("An order MUST have an email or a phone number.", "An order MUST have an email.", &[]),
            ("The system must be able to store orders.", "The system must store orders.", &[]),
            ("The service should quickly store orders.", "The service should store orders.", &[]),
        ]);
    }
}
