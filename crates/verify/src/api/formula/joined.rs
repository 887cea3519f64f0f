//! Text that is put together: "`/` followed by the slug", "the code, a dash and the number".

use super::{Formula, Scope};
use crate::api::rule::Sort;
use crate::words;

/// Words that say nothing by themselves.
const GLUE: &[&str] =
    &["the", "its", "a", "an", "of", "value", "computed", "as", "always", "is", "equals", "text"];

/// The parts of "X followed by Y"; none where one of them is neither a member nor a text as it stands.
pub(super) fn read(clause: &str, scope: &Scope) -> Option<Formula> {
    let parts: Vec<&str> = clause.split(" followed by ").collect();
    if parts.len() < 2 {
        return None;
    }
    let parts: Option<Vec<Formula>> = parts.into_iter().map(|part| of_part(part, scope)).collect();
    let parts = parts?;
    let varies = |part: &Formula| matches!(part, Formula::Member(_) | Formula::Part(..));
    parts.iter().any(varies).then_some(Formula::Joined(parts))
}

fn of_part(part: &str, scope: &Scope) -> Option<Formula> {
    let bare = part.trim().trim_end_matches('.');
    if let Some(part) = super::text::part(bare, scope) {
        return Some(part);
    }
    let bare = bare.strip_prefix("is ").unwrap_or(bare);
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
            members: vec![("slug".to_owned(), Sort::Text), ("number".to_owned(), Sort::Integer)],
            ..Scope::default()
        };
        let object = json!({"slug": "tea", "number": 7});
        let of = |said: &str| read(said, &scope).and_then(|formula| formula.of(&object));
        assert_eq!(of("/ followed by the slug"), Some(json!("/tea")));
        assert_eq!(of("`/r/` followed by its slug"), Some(json!("/r/tea")));
        assert_eq!(of("slug followed by \"-\" followed by the number"), Some(json!("tea-7")));
        assert_eq!(of("the slug followed by whatever fits"), None);
        assert_eq!(of("/ followed by nothing"), None);
    }
}
