//! Text that is put together: "`/` followed by the slug", "the code, a dash and the number".

use super::phrase::number_in_words;
use super::{Formula, Scope};
use crate::api::object::{BORN, is_one_of};
use crate::api::rule::Sort;
use crate::pattern::pattern;
use crate::words;

// "filled with zeros to six digits", "zero-padded to 4 places"
pattern!(
    PADDED,
    r"(?i),?\s*(?:and )?(?:which is |it is )?(?:(?:left-)?(?:filled|padded)(?: up)? with (?:leading )?zero(?:e?s)? to|zero-padded to|with leading zero(?:e?s)? to) ([\w-]+) (?:digits|places|characters)$"
);
// "the year in which it was made"
pattern!(
    YEAR,
    r"(?i)^the year (?:of (?:its |the )?(?:creation|making)|(?:in which|when) (?:it|the \w+) (?:was|is) (?:made|created))$"
);

/// Words that say nothing by themselves.
const GLUE: &[&str] =
    &["the", "its", "a", "an", "of", "value", "computed", "as", "always", "is", "equals", "text"];

/// The parts of "X followed by Y", or of "`X-` and the id, filled with zeros to six digits"; none where one of them is neither a
/// member nor a text as it stands.
pub(super) fn read(clause: &str, scope: &Scope) -> Option<Formula> {
    let clause = clause.trim().trim_end_matches('.');
    let padded = PADDED.captures(clause);
    let width = match &padded {
        Some(found) => Some(number_in_words(&found.get(1)?.as_str().to_lowercase())? as usize),
        None => None,
    };
    let clause = padded
        .map_or(clause, |found| clause.get(..found.get(0).map_or(0, |all| all.start())).unwrap_or(clause));
    let mut parts: Vec<&str> = clause.split(" followed by ").collect();
    let listed = parts.len() < 2;
    if listed {
        parts = clause
            .split(", and ")
            .flat_map(|part| part.split(", "))
            .flat_map(|part| part.split(" and "))
            .collect();
    }
    if parts.len() < 2 {
        return None;
    }
    let parts: Option<Vec<Formula>> = parts.into_iter().map(|part| of_part(part, scope)).collect();
    let mut parts = parts?;
    if let Some(width) = width {
        const WIDEST: usize = 20;
        let last = parts.pop()?;
        let Formula::Member(name) = last else { return None };
        parts.push(Formula::Padded(name, (1..=WIDEST).contains(&width).then_some(width)?));
    }
    // What is listed is put together only where a text stands among it.
    let varies =
        |part: &Formula| matches!(part, Formula::Member(_) | Formula::Part(..) | Formula::Padded(..));
    let literal = |part: &Formula| matches!(part, Formula::Literal(_));
    (parts.iter().any(varies) && (!listed || parts.first().is_some_and(literal)))
        .then_some(Formula::Joined(parts))
}

fn of_part(part: &str, scope: &Scope) -> Option<Formula> {
    const MARKS: &[(&str, &str)] =
        &[("hyphen", "-"), ("dash", "-"), ("slash", "/"), ("colon", ":"), ("underscore", "_"), ("dot", ".")];
    let bare = part.trim().trim_end_matches('.');
    if let Some(part) = super::text::part(bare, scope) {
        return Some(part);
    }
    let mark = bare.strip_prefix("a ").or_else(|| bare.strip_prefix("an "));
    if let Some((_, mark)) = mark.and_then(|word| MARKS.iter().find(|(name, _)| *name == word)) {
        return Some(Formula::Literal((*mark).to_owned()));
    }
    if YEAR.is_match(bare) {
        let (born, _) = scope.members.iter().find(|(name, _)| is_one_of(name, BORN))?;
        return Some(Formula::Part(born.clone(), 4, true));
    }
    let bare = bare.strip_prefix("is ").unwrap_or(bare);
    // "the id of the donation": its own, where it is one.
    let own = || {
        let (name, owner) = bare.split_once(" of the ")?;
        let is_own = !scope.name.is_empty() && words::folded(owner) == words::folded(&scope.name);
        is_own.then_some(name)
    };
    let bare = own().unwrap_or(bare);
    let quoted = bare.strip_prefix(['"', '`', '\'']).and_then(|rest| rest.strip_suffix(['"', '`', '\'']));
    // `/`, `/r/`, `INV-`: nothing but a text has such a form.
    let literal = |text: &str| {
        !text.contains(char::is_whitespace)
            && text.chars().any(|c| c.is_ascii_punctuation() && c != '_')
            && text.chars().all(|c| c.is_ascii_graphic())
    };
    let member = |text: &str| {
        let said: Vec<String> = words::words(&text.replace('_', " "))
            .into_iter()
            .filter(|word| !GLUE.contains(&word.as_str()))
            .collect();
        let said = said.concat();
        let found = scope.members.iter().find(|(name, _)| !said.is_empty() && words::folded(name) == said)?;
        matches!(found.1, Sort::Text | Sort::Integer | Sort::Choice(_) | Sort::Unknown | Sort::Uuid)
            .then(|| Formula::Member(found.0.clone()))
    };
    match quoted {
        Some(text) => member(text).or_else(|| Some(Formula::Literal(text.to_owned()))),
        None if literal(bare) => Some(Formula::Literal(bare.to_owned())),
        None => member(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_and_members_one_after_the_other() {
        let scope = Scope {
            name: "tea".to_owned(),
            members: vec![("slug".to_owned(), Sort::Text), ("number".to_owned(), Sort::Integer)],
            ..Scope::default()
        };
        let object = json!({"slug": "tea", "number": 7});
        let of = |said: &str| read(said, &scope).and_then(|formula| formula.of(&object));
        assert_eq!(of("/ followed by the slug"), Some(json!("/tea")));
        assert_eq!(of("`/r/` followed by its slug"), Some(json!("/r/tea")));
        assert_eq!(of("slug followed by \"-\" followed by the number"), Some(json!("tea-7")));
        assert_eq!(of("`T-` and the number, filled with zeros to five digits"), Some(json!("T-00007")));
        assert_eq!(of("`T`, a slash, and its number, zero-padded to 3 places"), Some(json!("T/007")));
        assert_eq!(of("`T-` and the number of the tea"), Some(json!("T-7")));
        assert_eq!(of("`T-` and the number of the cup"), None, "which is another thing");
        assert_eq!(of("the slug and the number"), None, "nothing says that they are put together");
        assert_eq!(of("the slug followed by whatever fits"), None);
        assert_eq!(of("/ followed by nothing"), None);
    }
}
