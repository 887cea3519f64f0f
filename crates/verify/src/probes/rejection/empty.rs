//! Requests that change nothing: "an empty body is refused with 422", "at least one field is required, else 400".

use super::{claim, raw::raw};
use crate::api::{Scope, Sentence, has_phrase};
use crate::claim::Claim;
use crate::hedge;
use crate::probe::ItemContext;

/// The claim about an empty object that a sentence says an operation to refuse.
pub(super) fn of_sentence(context: &ItemContext, number: usize, sentence: &Sentence) -> Option<Claim> {
    let own = matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]);
    let expected = refused(&sentence.plain);
    if !own || expected.is_empty() || context.facts.api.operations[number].is_safe() {
        return None;
    }
    let title = format!("{} refuses an empty object", context.facts.api.operations[number].title());
    Some(claim(title, move |stage| {
        raw(stage, number, "{}", "application/json", &expected, "with an empty object")
    }))
}

/// The statuses with which a sentence says a body without members to be refused; none where it does not say so.
fn refused(plain: &str) -> Vec<u16> {
    const EMPTY: &[&str] = &[
        "empty object",
        "empty patch",
        "empty json object",
        "empty update",
        "empty change",
        "no fields",
        "no field",
        "no members",
        "no changes",
        "without any field",
        "without any fields",
        "without fields",
        "without members",
        "at least one field",
        "at least one member",
        "at least one of the fields",
        "nothing to change",
    ];
    // Of these, no bytes at all may be meant.
    const BODIES: &[&str] = &["empty body", "empty request", "empty request body"];
    const OPEN: &[&str] = &[
        "may be",
        "can be",
        "is allowed",
        "are allowed",
        "is accepted",
        "is fine",
        "or",
        "unless",
        "not",
        "never",
        "when",
        "if",
        "while",
    ];
    let clauses = plain.split(". ").flat_map(|part| part.split(';'));
    let says = |clause: &str, words: &[&str]| words.iter().any(|word| has_phrase(clause, word));
    let clause = clauses.into_iter().find(|clause| {
        let meant = says(clause, EMPTY) || clause.contains("{}") && says(clause, BODIES);
        meant && !says(clause, OPEN) && !hedge::is_unenforced(clause)
    });
    let mut found = Sentence::statuses_of(clause.unwrap_or_default());
    found.retain(|status| matches!(status, 400 | 409 | 422));
    if found.len() == 1 { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_an_empty_body_is_said_to_be_refused() {
        for (text, expected) in [
            ("an empty body {} is refused with 422 empty_change.", vec![422]),
            ("a patch without any fields answers 400; an unknown one 422", vec![400]),
            ("at least one field is required (422)", vec![422]),
            ("the body is an object. an empty object gives 400", vec![400]),
            ("an empty body is allowed and answers 200", vec![]),
            ("an empty object is not refused with 422", vec![]),
            ("when it is closed, an empty object gives 409", vec![]),
            ("an empty body gives 400", vec![]),
            ("a missing or empty body is refused with 400", vec![]),
            ("a body of more than 422 bytes is refused", vec![]),
        ] {
            assert_eq!(refused(text), expected, "{text}");
        }
    }
}
