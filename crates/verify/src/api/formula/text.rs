//! What follows from the characters of a text: how many there are, and which ones stand first and last.

use super::{Formula, Scope};
use crate::pattern::pattern;
use crate::words;

// "the number of characters of the value", "length of `value` in characters"
pattern!(
    LENGTH,
    r"(?i)^(?:is |=|:)?\s*(?:the |its )?(?:(?:number|count) of (?:unicode )?characters (?:of|in)|(?:character|char) count of|length (?:in characters )?of) (?:the |its )?`?([\w ]+?)`?(?:,? in characters| in characters)?\.?$"
);
// "the last two characters of the value"
pattern!(
    PART,
    r"(?i)^(?:the |its )?(first|last) (\w+) (?:characters?|digits|letters) of (?:the |its )?`?([\w ]+?)`?$"
);
// "For values shorter than 8 characters it is only `****`"
pattern!(
    SHORT,
    r"(?i)^(?:for (?:an? |the )?([\w ]+?)|(?:if|when|where) (?:the |its )?`?([\w ]+?)`? (?:is|are|has|have)) (shorter than|fewer than|less than) (\d+)(?: characters?)?,? (?:it|this|that) is (?:only |just |simply )?`([^`]{0,40})`\.?$"
);

/// The member that words name.
fn member(said: &str, scope: &Scope) -> Option<String> {
    let wanted = words::folded(said);
    let one = words::folded(&words::singular(said));
    let known = |name: &str| words::folded(name) == wanted || words::folded(name) == one;
    scope.members.iter().find(|(name, _)| known(name)).map(|(name, _)| name.clone())
}

/// How many characters a text has.
pub(super) fn length(clause: &str, scope: &Scope) -> Option<Formula> {
    let found = LENGTH.captures(clause.trim())?;
    member(found.get(1)?.as_str(), scope).map(Formula::Length)
}

/// The first or the last characters of a text.
pub(super) fn part(said: &str, scope: &Scope) -> Option<Formula> {
    const NUMBERS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    let found = PART.captures(said.trim())?;
    let count = found.get(2)?.as_str().to_lowercase();
    let count = count.parse().ok().or_else(|| NUMBERS.iter().position(|word| *word == count))?;
    let name = member(found.get(3)?.as_str(), scope)?;
    Some(Formula::Part(name, count, found.get(1)?.as_str().eq_ignore_ascii_case("first")))
}

/// A formula with another text where something is short.
pub(super) fn short(said: &str, scope: &Scope) -> Option<Formula> {
    let clauses: Vec<&str> = said
        .split(';')
        .flat_map(|part| part.split(". "))
        .map(|clause| clause.trim().trim_end_matches('.'))
        .collect();
    let (at, found) =
        clauses.iter().enumerate().find_map(|(at, clause)| Some((at, SHORT.captures(clause)?)))?;
    let name = member(found.get(1).or(found.get(2))?.as_str(), scope)?;
    let least = found.get(4)?.as_str().parse().ok()?;
    let rest: Vec<&str> =
        clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, clause)| *clause).collect();
    let formula = Formula::read(&rest.join("; "), scope)?;
    Some(Formula::Short(name, least, found.get(5)?.as_str().to_owned(), Box::new(formula)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Sort;
    use serde_json::json;

    #[test]
    fn what_follows_from_the_characters_of_a_text() {
        let scope = Scope { members: vec![("phrase".to_owned(), Sort::Text)], ..Scope::default() };
        let object = json!({"phrase": "open sesame"});
        for (said, value) in [
            ("is the number of characters of the phrase.", json!(11.0)),
            ("character count of `phrase`", json!(11.0)),
            ("the length of the phrase in characters", json!(11.0)),
            ("is `##` followed by the last three characters of the phrase", json!("##ame")),
            ("the first 4 characters of the phrase followed by `..`", json!("open..")),
            (
                "is `##` followed by the last two characters of the phrase; For phrases shorter than 20 characters it is only `##`.",
                json!("##"),
            ),
        ] {
            let formula = Formula::read(said, &scope).unwrap_or_else(|| panic!("{said}"));
            assert_eq!(formula.of(&object), Some(value), "{said}");
        }
        assert_eq!(Formula::read("the number of characters that fit", &scope), None);
    }
}
