//! A condition or an exception that takes something out of a promise, and one that fell away from a permission.

use super::force::is_permissive;
use super::{Concern, Pair};
use crate::words::Words;

pub(super) const CONCERN: Concern = Concern {
    name: "condition",
    summary: "an exception or a condition came to an obligation, or fell away from a permission",
    changed,
};

const EXCEPTIONS: &[&str] = &[
    "except",
    "unless",
    "excluding",
    "excepting",
    "apart from",
    "other than",
    "with the exception",
    "but not",
    "exempt",
    "exempted",
    "aside from",
    "salvo",
    "excepto",
    "außer",
    "sauf",
    "exceto",
    "кроме",
    "除",
];

const CONDITIONS: &[&str] = &[
    "only if",
    "only when",
    "only for",
    "only where",
    "if",
    "when",
    "provided",
    "as long as",
    "in case",
    "on request",
    "upon request",
    "on demand",
    "by request",
    "while",
    "until",
    "si",
    "cuando",
    "wenn",
    "falls",
    "lorsque",
    "quando",
    "если",
];

/// Words that restrict what somebody may do, beside conditions and exceptions.
const RESTRICTIONS: &[&str] = &[
    "own",
    "their own",
    "assigned",
    "after approval",
    "with approval",
    "read-only",
    "within",
    "after",
    "before",
];

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.binds() || pair.before.words == pair.after.words {
        return;
    }
    if is_permissive(&pair.old) && is_permissive(&pair.new) {
        lost(pair, found);
        return;
    }
    if is_permissive(&pair.old) {
        return;
    }
    let kept = pair.old.within(&pair.new) >= 0.75;
    if let Some(word) = more(pair, EXCEPTIONS).filter(|_| kept) {
        found.push(format!("`{word}` takes something out of it"));
        return;
    }
    let bare = pair.old.any(CONDITIONS).is_none();
    if let Some(word) = pair.new.any(CONDITIONS).filter(|_| bare && pair.old.within(&pair.new) >= 0.8) {
        found.push(format!("it holds only under a condition now: `{word}`"));
    }
}

/// Whether an obligation lost an exception or a condition, so that it holds more often.
pub(super) fn is_stricter(pair: &Pair) -> bool {
    let count =
        |words: &Words| EXCEPTIONS.iter().chain(CONDITIONS).filter(|phrase| words.has(phrase)).count();
    count(&pair.old) > count(&pair.new)
}

/// A phrase that stands in the new words more often than in the old ones, where no other stood in its place.
fn more<'p>(pair: &Pair, phrases: &[&'p str]) -> Option<&'p str> {
    let count = |words: &Words| phrases.iter().filter(|phrase| words.has(phrase)).count();
    (count(&pair.new) > count(&pair.old))
        .then(|| phrases.iter().copied().find(|phrase| pair.new.has(phrase) && !pair.old.has(phrase)))?
}

/// A permission that holds without its condition.
fn lost(pair: &Pair, found: &mut Vec<String>) {
    if pair.new.within(&pair.old) < 0.85 {
        return;
    }
    let restrictions = EXCEPTIONS.iter().chain(CONDITIONS).chain(RESTRICTIONS);
    if let Some(word) = restrictions.copied().find(|word| pair.old.has(word) && !pair.new.has(word)) {
        let none = pair.new.any(EXCEPTIONS).is_none() && pair.new.any(CONDITIONS).is_none();
        if none {
            found.push(format!("the permission holds without its condition now: `{word}` is gone"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::edits;

    #[test]
    fn a_condition_narrows_a_promise_and_frees_a_permission() {
        edits(&[
            (
                "Every call MUST be logged.",
                "Every call MUST be logged, except health checks.",
                &["condition: `except` takes something out of it"],
            ),
            (
                "The service MUST send a receipt.",
                "The service MUST send a receipt if the customer asks for one.",
                &["condition: it holds only under a condition now: `if`"],
            ),
            (
                "A clerk may cancel a parcel if it is registered.",
                "A clerk may cancel a parcel.",
                &["condition: the permission holds without its condition now: `if` is gone"],
            ),
            ("A clerk may cancel a parcel.", "A clerk may cancel a parcel if it is registered.", &[]),
            ("Every call MUST be logged, except health checks.", "Every call MUST be logged.", &[]),
            ("On failure the service MUST retry.", "When it fails, the service MUST retry.", &[]),
            ("If a call fails, the service MUST retry.", "When a call fails, the service MUST retry.", &[]),
        ]);
    }
}
