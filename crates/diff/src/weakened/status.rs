//! More answers will do, or one that refuses is not promised any more.

use super::{Concern, Pair};
use crate::unit::Unit;
use abide_model::Kind;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) const CONCERN: Concern = Concern {
    name: "status",
    summary: "a statement accepts more statuses, or an operation does not name an error any more",
    changed,
};

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if pair.before.is(Kind::Endpoint) && pair.after.is(Kind::Endpoint) {
        let (old, new) = (responses(pair.before), responses(pair.after));
        // An operation that names no answer at all is told by its other changes; a new code of the same kind takes its place.
        for status in old.difference(&new).filter(|status| **status >= 400 && !new.is_empty()) {
            let replaced = new.difference(&old).any(|other| other / 100 == status / 100);
            if !replaced {
                found.push(format!("it does not say any more when it answers {status}"));
            }
        }
        return;
    }
    if !pair.binds() {
        return;
    }
    let said = |unit: &Unit| format!("{} {}", unit.told(), unit.said("then").unwrap_or_default());
    let (before, after) = (said(pair.before), said(pair.after));
    let (old, new) = (statuses(&before), statuses(&after));
    let more: Vec<&String> = new.difference(&old).collect();
    let narrower =
        |wide: &&String| wide.ends_with("xx") && old.iter().any(|one| one.get(..1) == wide.get(..1));
    let refusal = |status: &&String| status.starts_with(['4', '5']);
    if let Some(lost) = old.difference(&new).find(refusal)
        && let Some(now) = more.iter().find(|status| !refusal(status))
        && old.iter().all(|status| refusal(&status))
        && new.iter().all(|status| !refusal(&status))
    {
        found.push(format!("{lost} became {now}: what was refused is let through"));
    } else if let Some(wide) = more.iter().copied().find(|wide| narrower(wide)) {
        let one = old.iter().find(|one| one.get(..1) == wide.get(..1)).map_or("", String::as_str);
        found.push(format!("any {wide} will do, where it was {one}"));
    } else if !old.is_empty() && old.is_subset(&new) && !more.is_empty() && is_choice(&after, &more) {
        let more: Vec<&str> = more.iter().map(|one| one.as_str()).collect();
        found.push(format!("{} will do as well now", more.join(", ")));
    }
}

/// The statuses of an operation's answers.
pub(crate) fn responses(unit: &Unit) -> BTreeSet<u64> {
    let responses = unit.field("responses").and_then(Value::as_array);
    responses.into_iter().flatten().filter_map(|response| response.get("status")?.as_u64()).collect()
}

/// The statuses of HTTP that a text names: `409`, `4xx`.
fn statuses(text: &str) -> BTreeSet<String> {
    // A number with a unit or without a word about answers is something else.
    const CUES: &[&str] = &[
        "answer", "status", "return", "respond", "response", "http", "code", "refuse", "reject", "fail",
        "with", "gets", "responde", "antwort", "devuelve",
    ];
    let lower = text.to_lowercase();
    if !CUES.iter().any(|cue| lower.contains(cue)) {
        return BTreeSet::new();
    }
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '.');
    let words: Vec<&str> = words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()).collect();
    let unit = |word: Option<&&str>| {
        word.is_some_and(|word| {
            matches!(
                *word,
                "ms" | "s"
                    | "mb"
                    | "kb"
                    | "users"
                    | "characters"
                    | "bytes"
                    | "items"
                    | "requests"
                    | "rps"
                    | "days"
                    | "minutes"
                    | "seconds"
            )
        })
    };
    let is_status = |word: &str| {
        word.len() == 3
            && word.starts_with(['1', '2', '3', '4', '5'])
            && (word.ends_with("xx")
                || word.chars().all(|letter| letter.is_ascii_digit())
                    && word.get(1..2).is_some_and(|digit| "0125".contains(digit)))
    };
    let found = words.iter().enumerate().filter(|(at, word)| is_status(word) && !unit(words.get(at + 1)));
    found.map(|(_, word)| (*word).to_owned()).collect()
}

/// Whether the new statuses are one more choice.
fn is_choice(after: &str, more: &[&String]) -> bool {
    let lower = after.to_lowercase();
    lower.contains(" or ")
        || lower.contains('/')
        || more
            .iter()
            .any(|status| lower.contains(&format!(", {status}")) || lower.contains(&format!("o {status}")))
}

#[cfg(test)]
mod tests {
    use crate::testing::{edits, weakened};

    #[test]
    fn more_answers_will_do() {
        edits(&[
            (
                "A second payment is answered with 409.",
                "A second payment is answered with 409 or 400.",
                &["status: 400 will do as well now"],
            ),
            (
                "A second payment is answered with 409.",
                "A second payment is answered with 4xx.",
                &["status: any 4xx will do, where it was 409"],
            ),
            ("A second payment is answered with 409 or 400.", "A second payment is answered with 409.", &[]),
        ]);
    }

    #[test]
    fn a_refusal_that_became_a_success() {
        edits(&[
            (
                "An order that is unknown is answered with 404.",
                "An order that is unknown is answered with 204.",
                &["status: 404 became 204: what was refused is let through"],
            ),
            (
                "An order that is unknown is answered with 404.",
                "An order that is unknown is answered with 410.",
                &[],
            ),
            (
                "An order is answered with 201, a second one with 409.",
                "An order is answered with 200, a second one with 409.",
                &[],
            ),
        ]);
        let fenced = |line: &str| {
            format!(
                "# S\n\n## Requirements\n\n- FR-1: An unknown order is answered with:\n\n  ```http\n  {line}\n  ```\n\n- FR-2: Labels carry a code.\n"
            )
        };
        assert_eq!(
            weakened(&fenced("HTTP/1.1 404 Not Found"), &fenced("HTTP/1.1 204 No Content")),
            ["status: 404 became 204: what was refused is let through"]
        );
        assert_eq!(
            weakened(&fenced("409 Conflict"), &fenced("200 OK")),
            ["status: 409 became 200: what was refused is let through"]
        );
        assert_eq!(
            weakened(&fenced("HTTP/1.1 404 Not Found"), &fenced("HTTP/1.1 404 Unknown order")),
            [""; 0]
        );
    }

    #[test]
    fn an_error_that_an_operation_does_not_name_any_more() {
        let operation = |errors: &str| {
            format!("# S\n\n## API\n\n### POST /orders\n\nResponses:\n\n- 201: created\n{errors}")
        };
        assert_eq!(
            weakened(&operation("- 403: not allowed\n"), &operation("")),
            ["status: it does not say any more when it answers 403"]
        );
        assert_eq!(weakened(&operation(""), &operation("- 403: not allowed\n")), [""; 0]);
    }
}
