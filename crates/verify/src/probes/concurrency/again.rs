//! A value that was given once is not given again, even after what had it was deleted.

use super::claim;
use crate::api::{Object, Resource, Sentence, call_on, create_below, match_headers};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use abide_ledger::Strength;

/// Whether a sentence says that a value stays taken when its object is deleted.
pub(super) fn stays_taken(sentence: &Sentence) -> bool {
    let gone = sentence.says(&["deleted", "deletion", "removed", "removal", "deleting", "delete"]);
    let again = sentence.says(&[
        "again",
        "reused",
        "re-used",
        "reuse",
        "stays taken",
        "remains taken",
        "stay taken",
        "remain taken",
    ]);
    let never = sentence.says(&[
        "must not",
        "may not",
        "cannot",
        "can not",
        "never",
        "is not",
        "are not",
        "shall not",
        "stays taken",
        "remains taken",
        "stay taken",
        "remain taken",
        "even after",
        "even if",
    ]);
    let freed = sentence.says(&[
        "may be used again",
        "can be used again",
        "may be reused",
        "can be reused",
        "becomes free",
        "is free again",
    ]);
    gone && again && never && !freed
}

/// The same value once more, after the object that had it was deleted.
pub(super) fn given_again(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    name: String,
    expected: Vec<u16>,
) -> Option<Claim> {
    let delete = resource.delete?;
    let title = format!(
        "{} gives no `{name}` again that a deleted object had",
        context.facts.api.operations[number].title()
    );
    Some(claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let operation = &stage.facts.api.operations[delete];
        let first = Object::make(stage, resource, &|_| {})?;
        let Some(value) = first.sent.get(&name).cloned() else {
            return Err(Outcome::unproven(format!("the request has no `{name}`")));
        };
        let headers = match_headers(stage, operation, &first.values)?;
        let deleted = call_on(stage, delete, &first.values, None, &headers)?;
        if !deleted.answer.is_success() {
            let reason = format!("{} answered {}", deleted.title(), status_line(deleted.answer.status));
            return Err(Outcome::unproven(reason).showing(deleted.sent(), deleted.seen()));
        }
        let parents = first.values[..first.values.len() - 1].to_vec();
        let second = create_below(stage, number, parents, &[], &|body| {
            body.insert(name.clone(), value.clone());
        })?
        .exchange;
        let status = second.answer.status;
        let answered = format!(
            "after its object was deleted, the `{name}` {value} was answered with {}",
            status_line(status)
        );
        let outcome = match status {
            200..=299 => Outcome::refuted(answered),
            400 | 409 | 410 | 422 if expected.is_empty() || expected.contains(&status) => {
                Outcome::proven(Strength::Asserted, answered)
            }
            409 => Outcome::refuted(answered),
            _ => Outcome::unproven(answered),
        };
        Ok(outcome.resting_on(target, &second))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_given_again() {
        let says = |text: &str| stays_taken(&Sentence::general(text));
        assert!(says("A code MUST NOT be given again, even after its shelf was deleted."));
        assert!(says("Codes are never reused, not even those of deleted shelves."));
        assert!(says("The code of a removed shelf stays taken."));
        assert!(!says("After its shelf was deleted a code may be used again."));
        assert!(!says("A code must not be given twice."));
    }
}
