//! Answers that stand beside an operation in brackets or at the end of a clause: "Create (201), duplicate code 409, 404 if unknown".

use super::{Api, Documented};
use crate::pattern::pattern;

pattern!(IN_BRACKETS, r"\((?:→\s*|-> ?|returns\s+|http\s+)?([2-4]\d\d)(?:\s+[a-z ]+)?\)");
pattern!(FIRST, r"^(?:→\s*|-> ?|returns?\s+|http\s+)?([2-4]\d\d)(?:\s+(.+))?$");
// places a loan: body {…}, answers 201 with the loan
pattern!(
    ANSWERS,
    r"\b(?:answers|returns|responds with|responds|replies with|replies|gives)\s+(?:with\s+)?(?:an?\s+)?(?:http\s+|status\s+)*(2\d\d)\b(?:\s+([a-z]+))?"
);
pattern!(LAST, r"^(?:→\s*)?(.+?)\s*(?:→|->|:|=>)?\s*(?:is\s+|gives\s+|returns\s+)?(4\d\d)$");

/// What stands behind the status of an answer, and not behind a number of things.
const NEXT: &[&str] =
    &["", "with", "and", "or", "on", "if", "when", "for", "created", "ok", "no", "accepted"];

/// What a number must be followed by to be a status, and not the number of something.
const CONDITIONS: &[&str] = &[
    "if ",
    "when ",
    "while ",
    "on ",
    "for ",
    "without ",
    "unless ",
    "where ",
    "once ",
    "in case ",
    "not ",
    "no ",
    "created",
    "ok",
    "conflict",
    "gone",
    "bad ",
    "forbidden",
    "unauthorized",
    "accepted",
    "unprocessable",
];

/// The statuses that a summary states, each with what is said about when.
fn stated(summary: &str) -> Vec<(u16, String)> {
    let plain = super::plain(summary);
    let mut found: Vec<(u16, String)> = Vec::new();
    let mut add = |status: &str, words: &str| {
        if let Ok(status) = status.parse()
            && !found.iter().any(|(known, _)| *known == status)
        {
            found.push((status, words.trim().to_owned()));
        }
    };
    for captures in IN_BRACKETS.captures_iter(&plain) {
        add(captures.get(1).map_or("", |number| number.as_str()), "");
    }
    if let Some(captures) = ANSWERS.captures(&plain) {
        let next = captures.get(2).map_or("", |word| word.as_str());
        if NEXT.contains(&next) {
            add(captures.get(1).map_or("", |number| number.as_str()), "");
        }
    }
    let sentences = plain.split(". ").flat_map(|sentence| sentence.split([',', ';']));
    for clause in sentences.map(|clause| clause.trim().trim_end_matches('.')) {
        if let Some(captures) = FIRST.captures(clause) {
            let words = captures.get(2).map_or("", |words| words.as_str());
            if words.is_empty() || CONDITIONS.iter().any(|word| words.starts_with(word)) {
                add(captures.get(1).map_or("", |number| number.as_str()), words);
            }
        } else if let Some(captures) = LAST.captures(clause) {
            let words = captures.get(1).map_or("", |words| words.as_str());
            // "up to 400" is a number of something.
            let counts =
                ["to", "than", "most", "least", "of", "the"].iter().any(|word| words.ends_with(word));
            let verb = clause
                .get(words.len()..)
                .is_some_and(|rest| rest.contains("gives") || rest.contains("returns"));
            if !counts && words.split_whitespace().count() <= if verb { 12 } else { 5 } {
                add(captures.get(2).map_or("", |number| number.as_str()), words);
            }
        }
    }
    found
}

impl Api {
    /// Notes the answers that stand beside operations, where nothing else tells of them.
    pub(super) fn read_answers_beside(&mut self) {
        for operation in &mut self.operations {
            for (status, words) in stated(&operation.summary) {
                let success = (200..300).contains(&status);
                let known = operation
                    .responses
                    .iter()
                    .any(|response| response.status == status || success && response.is_success());
                if !known {
                    operation.responses.push(Documented { status, example: None, words });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stated;

    fn of(summary: &str) -> Vec<(u16, String)> {
        stated(summary)
    }

    #[test]
    fn statuses_in_brackets_and_in_clauses() {
        let pair = |status, words: &str| (status, words.to_owned());
        assert_eq!(of("Create (201), duplicate code 409"), [pair(201, ""), pair(409, "duplicate code")]);
        assert_eq!(of("Read, 404 if unknown or gone"), [pair(404, "if unknown or gone")]);
        assert_eq!(
            of(
                "Place a hold: body {\"a\": 1}, answers 201 with {\"id\": 7}. A second hold of the same reader on it gives 409, an unknown title 404."
            ),
            [
                pair(201, ""),
                pair(409, "a second hold of the same reader on it"),
                pair(404, "an unknown title")
            ]
        );
        assert_eq!(
            of("Remove (→ 204 No Content); 409 while in use"),
            [pair(204, ""), pair(409, "while in use")]
        );
    }

    #[test]
    fn numbers_of_other_things() {
        for summary in [
            "Up to 400",
            "Returns 200 rooms",
            "Lists 200 rooms",
            "The 300 newest, at most 400",
            "Room 404 of the hotel",
        ] {
            assert_eq!(of(summary), [], "{summary}");
        }
    }
}
