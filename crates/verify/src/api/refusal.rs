//! How refusals are stated: which status for which sort of fault, and what the body of an error looks like.

use super::{Api, Body, Operation, Sentence};
use serde_json::Value;

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A value is missing, of a wrong type or out of bounds.
    Invalid,
    /// The body is no JSON.
    Malformed,
    /// The body is sent as something else than JSON.
    MediaType,
    /// The body is too large.
    TooLarge,
    /// It names an object that is not there.
    UnknownId,
    /// There is nothing at its path.
    UnknownPath,
    /// The path does not take its method.
    Method,
    /// A value is taken.
    Taken,
    /// It is meant for an older version of the object.
    Stale,
    /// Its idempotency key was used with another body.
    OtherBody,
    /// It does not show who sends it.
    NoKey,
    /// Whoever sends it may not.
    Denied,
}

impl Fault {
    fn statuses(self) -> &'static [u16] {
        match self {
            Fault::Invalid => &[400, 422],
            Fault::Malformed => &[400, 422],
            Fault::MediaType => &[415, 400],
            Fault::TooLarge => &[413],
            Fault::UnknownId => &[404, 410],
            Fault::UnknownPath => &[404],
            Fault::Method => &[405],
            Fault::Taken => &[409, 400, 422],
            Fault::Stale => &[409, 412],
            Fault::OtherBody => &[409, 422, 400],
            Fault::NoKey => &[401],
            Fault::Denied => &[403, 404],
        }
    }

    pub(super) fn words(self) -> &'static [&'static str] {
        match self {
            Fault::Invalid => &[
                "validation",
                "invalid field",
                "invalid fields",
                "invalid input",
                "invalid values",
                "invalid value",
                "is missing",
                "missing field",
                "missing fields",
                "wrong type",
                "out of range",
                "required field",
                "required fields",
                "unprocessable",
                "validation_failed",
                "validation error",
                "validation errors",
                "fails validation",
                "invalid data",
                "invalid body",
                "invalid request body",
                "missing or invalid",
                "missing required",
                "not valid",
                "breaks a rule",
                "breaks the rules",
                "breaks its rules",
                "breaks a constraint",
                "violates a rule",
                "violates the rules",
                "violates a constraint",
                "violates its rules",
                "invalid_field",
                "invalid_fields",
                "invalid_input",
                "invalid_value",
                "invalid_values",
                "out of bounds",
                "bad value",
                "bad values",
            ],
            Fault::Malformed => &[
                "malformed",
                "not valid json",
                "invalid json",
                "not json",
                "not a json object",
                "unparseable",
                "unparsable",
                "not parseable",
                "broken json",
                "bad json",
                "no json",
                "syntax",
            ],
            Fault::MediaType => &[
                "content type",
                "content-type",
                "media type",
                "application/json",
                "unsupported_media_type",
                "unsupported media",
                "415",
            ],
            Fault::TooLarge => &[
                "too large",
                "larger than",
                "exceeds",
                "payload_too_large",
                "body size",
                "body limit",
                "oversized",
                "bigger than",
                "413",
            ],
            Fault::UnknownId => &[
                "unknown id",
                "unknown ids",
                "not found",
                "does not exist",
                "do not exist",
                "no such",
                "not_found",
                "doesn't exist",
                "nonexistent",
                "non-existent",
                "unknown resource",
                "missing resource",
                "unknown objects",
                "unknown object",
                "unknown record",
                "unknown records",
                "is unknown",
                "nothing with this id",
                "nothing with that id",
            ],
            Fault::UnknownPath => &[
                "unknown path",
                "unknown paths",
                "unknown route",
                "unknown routes",
                "unknown url",
                "unknown urls",
                "unknown endpoint",
                "unknown endpoints",
                "no route",
                "undefined route",
                "undefined routes",
                "unmatched",
            ],
            Fault::Method => &["method", "methods", "method_not_allowed"],
            Fault::Taken => &[
                "duplicate",
                "duplicates",
                "already",
                "taken",
                "second",
                "same",
                "unique",
                "twice",
                "in use",
                "exists",
                "given again",
                "used again",
                "assigned again",
                "reused",
            ],
            Fault::Stale => &[
                "version",
                "versions",
                "stale",
                "if-match",
                "etag",
                "outdated",
                "revision",
                "optimistic",
                "precondition",
                "conflict",
                "concurrent",
            ],
            Fault::NoKey => &[
                "key",
                "keys",
                "token",
                "tokens",
                "credentials",
                "unauthenticated",
                "unauthorized",
                "unauthorised",
                "authentication",
                "not logged in",
                "not signed in",
                "api key",
            ],
            Fault::Denied => &[
                "role",
                "roles",
                "may not",
                "forbidden",
                "not allowed",
                "permission",
                "permissions",
                "insufficient",
                "not permitted",
            ],
            Fault::OtherBody => &[
                "another body",
                "different body",
                "other body",
                "different payload",
                "another payload",
                "different request",
                "different content",
                "other payload",
                "another request",
            ],
        }
    }
}

/// The statuses that a sentence names in the same breath as one of some words: "422 with another body, 400 without".
pub fn stated_beside(sentence: &Sentence, words: &[&str]) -> Vec<u16> {
    let parts = sentence.plain.split([',', ';', '(', ')']).flat_map(|part| part.split(" and "));
    let speaking = parts.filter(|part| words.iter().any(|word| super::has_phrase(part, word)));
    speaking.flat_map(super::sentence::statuses_in).collect()
}

/// What says for certain that a value is taken: 400 and 422 refuse much else.
const TAKEN: &[&str] = &[
    "duplicate",
    "duplicates",
    "taken",
    "unique",
    "twice",
    "exists",
    "given again",
    "used again",
    "assigned again",
    "reused",
    "already used",
    "already in use",
];

/// Whether a sentence says how a sort of fault is refused; the statuses it names.
pub fn stated(sentence: &Sentence, fault: Fault) -> Vec<u16> {
    if !sentence.says(fault.words())
        || fault == Fault::Invalid
            && sentence.says(&[
                "query parameter",
                "header is",
                "api key",
                "token",
                "key is missing",
                "credentials",
                // Without a body there is nothing in it that could be invalid.
                "body is missing",
                "missing body",
                "no body",
            ])
        || sentence.of_query && !matches!(fault, Fault::UnknownId | Fault::NoKey | Fault::Denied)
    {
        return Vec::new();
    }
    // What stands before the system may refuse what the system takes.
    if fault == Fault::TooLarge && sentence.says(&["proxy", "gateway", "load balancer", "may", "might"]) {
        return Vec::new();
    }
    if fault == Fault::OtherBody && !sentence.plain.contains("idempotency") {
        return Vec::new();
    }
    // "an appointment of the same owner, else 422" tells of no value that is taken.
    let taken = fault != Fault::Taken || sentence.says(TAKEN);
    let of_fault = |mut statuses: Vec<u16>| {
        statuses.retain(|status| fault.statuses().contains(status) && (taken || *status == 409));
        statuses
    };
    // Where a sentence speaks of several faults, what stands beside each is meant.
    let several = sentence.error_statuses().len() > 1;
    let beside = match fault {
        Fault::OtherBody | Fault::Stale => of_fault(stated_beside(sentence, fault.words())),
        Fault::Malformed | Fault::MediaType if several => of_fault(stated_beside(sentence, fault.words())),
        _ => Vec::new(),
    };
    if beside.is_empty() { of_fault(sentence.error_statuses()) } else { beside }
}

impl Api {
    /// The statuses that are stated for a sort of fault of an operation's request: by sentences, else by its own answers.
    pub fn refusals(&self, number: usize, fault: Fault) -> Vec<u16> {
        let Some(operation) = self.operations.get(number) else { return Vec::new() };
        let of = |sentence: &Sentence| stated(sentence, fault);
        let mut said: Vec<u16> = self.about(number).flat_map(of).collect();
        let documented = documented(operation, fault);
        // What stands in the general table holds unless the operation says otherwise itself.
        if said.is_empty() || !documented.is_empty() && !said.iter().any(|status| documented.contains(status))
        {
            said.extend(documented);
        }
        said.sort_unstable();
        said.dedup();
        said
    }
}

/// The statuses that an operation's own answers give for a sort of fault, where what stands beside them does not narrow them to something else.
fn documented(operation: &Operation, fault: Fault) -> Vec<u16> {
    if matches!(fault, Fault::Malformed | Fault::MediaType) {
        return Vec::new();
    }
    let general = |response: &super::Documented| {
        // What the body of an error says is said about when it comes as well.
        let shown = response.example.as_ref().and_then(Body::json).map(Value::to_string).unwrap_or_default();
        let plain = format!("{} {}", super::sentence::plain(&response.words), shown.to_lowercase());
        let speaks = || fault.words().iter().any(|phrase| super::has_phrase(&plain, phrase));
        match fault {
            Fault::Invalid => plain.trim().is_empty() || speaks(),
            // 400 and 422 refuse much else: who means a value that is taken says so.
            Fault::Taken | Fault::OtherBody => !matches!(response.status, 400 | 422) || speaks(),
            _ => true,
        }
    };
    let statuses = operation.responses.iter().filter(|response| general(response));
    statuses.map(|response| response.status).filter(|status| fault.statuses().contains(status)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_something_else_is_no_refusal_of_what_is_taken() {
        let taken = |text: &str| stated(&Sentence::general(text), Fault::Taken);
        assert_eq!(taken("A second crate of the same code is refused with 409."), [409]);
        assert_eq!(taken("A code that is taken is refused with 422."), [422]);
        assert_eq!(taken("The id of a crate of the same owner, else 422."), [0_u16; 0]);
    }
}
