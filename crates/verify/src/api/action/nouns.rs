//! Operations that are called as a thing: what one decides is a decision, and of what there is one at most there is no collection.

use super::super::Api;
use super::super::Operation;
use super::{ARTICLES, numbers};
use crate::words;

/// "Create a refund" where nothing but `POST /orders/{id}/refund` makes one: of what there is one at most there is no collection.
pub(super) fn making_the_one(api: &Api, spec: usize, action: &str) -> Option<usize> {
    let said = words::words(action);
    let thing: Vec<String> =
        said.iter().skip(1).filter(|word| !ARTICLES.contains(&word.as_str())).cloned().collect();
    let [thing] = thing.as_slice() else { return None };
    let makes = |operation: &Operation| {
        operation.is_of(spec)
            && operation.method == "POST"
            && !operation.path.ends_with_parameter()
            && operation.success().is_some_and(|success| success.status == 201)
            && operation
                .path
                .last_literal()
                .is_some_and(|last| words::singular(last) == words::singular(thing))
    };
    match numbers(api, &makes).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// "Read the audit trail" where one operation answers what was done.
pub(super) fn reading_the_trail(api: &Api, spec: usize, action: &str) -> Option<usize> {
    const WORDS: &[&str] = &["audit", "trail", "log", "entries", "entry", "journal", "activity", "events"];
    let said = words::words(action);
    let (verb, rest) = said.split_first()?;
    let reads = ["read", "see", "view", "list", "query", "inspect", "search", "browse", "consult"];
    let rest: Vec<&String> = rest.iter().filter(|word| !ARTICLES.contains(&word.as_str())).collect();
    let named = rest.iter().any(|word| matches!(word.as_str(), "audit" | "trail"))
        && rest.iter().all(|word| WORDS.contains(&word.as_str()));
    let trail = |operation: &Operation| operation.is_of(spec) && super::super::is_trail(operation);
    match numbers(api, &trail).as_slice() {
        [one] if named && reads.contains(&verb.as_str()) => Some(*one),
        _ => None,
    }
}

/// Whether a thing is called after what one does: a `booking` is what one books, a `rating` what one rates, a `comment` what one comments.
pub(super) fn names_deed(thing: &str, verb: &str) -> bool {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    // A decision is what one decides, a completion what one completes, a refusal what one refuses.
    let endings = ["ing", "ation", "ion", "al", "ment"];
    let ends = |ending: &&str| thing.strip_suffix(*ending).is_some_and(|rest| rest == verb || rest == stem);
    let turned = [("sion", "d"), ("sion", "t"), ("ssion", "t"), ("ution", "ve"), ("ption", "b")];
    let turns = |(ending, of): &(&str, &str)| {
        thing.strip_suffix(ending).is_some_and(|rest| {
            rest.len() >= 3 && stem.strip_suffix(of).or(verb.strip_suffix(of)) == Some(rest)
        })
    };
    verb.len() >= 3 && (thing == verb || endings.iter().any(ends) || turned.iter().any(turns))
}

#[cfg(test)]
mod tests {
    use super::names_deed;
    use crate::api::operations_of;
    use crate::testing::{self, Setup};

    #[test]
    fn things_that_are_called_after_what_one_does() {
        for (thing, verb) in [
            ("decision", "decide"),
            ("submission", "submit"),
            ("resolution", "resolve"),
            ("inspection", "inspect"),
            ("refusal", "refuse"),
            ("payment", "pay"),
            ("booking", "book"),
        ] {
            assert!(names_deed(thing, verb), "{thing} {verb}");
        }
        for (thing, verb) in [("loan", "lend"), ("vision", "view")] {
            assert!(!names_deed(thing, verb), "{thing} {verb}");
        }
    }

    #[test]
    fn what_there_is_one_of_and_what_answers_the_trail() {
        let text = "# Loans\n\n## API\n\n- `POST /loans` adds a loan, 201\n- `GET /loans/{id}` reads one\n- `POST /loans/{id}/refund` answers 201\n- `POST /loans/{id}/decision` answers 201\n- `GET /audit` answers what was done\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let of = |action: &str| {
            operations_of(&api, 0, action)
                .ok()
                .map(|all| all.iter().map(|at| api.operations[*at].title()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(of("File a refund").as_deref(), Some("POST /loans/{id}/refund"));
        assert_eq!(of("Decide a loan").as_deref(), Some("POST /loans/{id}/decision"));
        assert_eq!(of("Read the audit trail").as_deref(), Some("GET /audit"));
        assert_eq!(of("Read the trail of a mountain"), None);
    }
}
