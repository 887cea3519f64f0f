//! How refusals are stated: which status for which sort of fault, and what the body of an error looks like.

use super::{Api, Body, Operation, Sentence};
use crate::facts::SpecFacts;
use crate::http::Answer;
use abide_syntax::{NodeId, NodeKind};
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
    let numbers = speaking.flat_map(|part| part.split(|c: char| !c.is_ascii_digit()));
    let statuses = numbers.filter(|part| part.len() == 3).filter_map(|part| part.parse().ok());
    statuses.filter(|status| (400..500).contains(status)).collect()
}

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
            ])
    {
        return Vec::new();
    }
    if fault == Fault::OtherBody && !sentence.plain.contains("idempotency") {
        return Vec::new();
    }
    let of_fault = |mut statuses: Vec<u16>| {
        statuses.retain(|status| fault.statuses().contains(status));
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

    /// How the body of an error differs from the stated one; nothing where none is stated.
    pub fn misshapen(&self, answer: &Answer) -> Option<String> {
        if let (Some(stated), Some(sent)) = (&self.error_media, answer.header("content-type"))
            && !sent.to_lowercase().starts_with(stated.as_str())
        {
            return Some(format!("its content type is {sent}, stated as {stated}"));
        }
        let shape = self.error_shape.as_ref()?;
        let Some(actual) = answer.json() else { return Some("the body is not JSON".to_owned()) };
        self.lacks(shape, &actual, &mut Vec::new())
    }

    fn lacks(&self, shape: &Value, actual: &Value, path: &mut Vec<String>) -> Option<String> {
        let (Value::Object(shape), Value::Object(actual)) = (shape, actual) else { return None };
        for (name, value) in shape {
            // Below the top, names of fields stand for whichever field is at fault.
            if value.is_null() || !path.is_empty() && !self.fields.of(name).is_empty() {
                continue;
            }
            path.push(name.clone());
            match actual.get(name) {
                None if path.len() == 1 || value.is_string() || value.is_number() => {
                    let there: Vec<String> = actual.keys().take(8).map(|name| format!("`{name}`")).collect();
                    return Some(format!("`{}` is missing; there is {}", path.join("."), there.join(", ")));
                }
                None => {}
                // A code of its own is no object with a code, and one error is no list of them.
                Some(found) if is_other_kind(value, found) => {
                    return Some(format!(
                        "`{}` is {}, stated as {}",
                        path.join("."),
                        kind(found),
                        kind(value)
                    ));
                }
                Some(found) => {
                    if let Some(lacking) = self.lacks(value, found, path) {
                        return Some(lacking);
                    }
                }
            }
            path.pop();
        }
        None
    }
}

fn is_other_kind(stated: &Value, found: &Value) -> bool {
    matches!(
        (stated, found),
        (Value::Object(_), Value::String(_) | Value::Array(_))
            | (Value::Array(_), Value::Object(_) | Value::String(_))
            | (Value::String(_), Value::Object(_) | Value::Array(_))
    )
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::String(_) => "text",
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Null => "null",
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
        fault != Fault::Invalid
            || plain.trim().is_empty()
            || Fault::Invalid.words().iter().any(|phrase| super::has_phrase(&plain, phrase))
    };
    let statuses = operation.responses.iter().filter(|response| general(response));
    statuses.map(|response| response.status).filter(|status| fault.statuses().contains(status)).collect()
}

/// The body that a specification gives for all errors: in a section about errors, or in a sentence about them.
pub fn error_shape(spec: &SpecFacts, sentences: &[Sentence]) -> Option<Value> {
    let looks = |value: &Value| {
        let members = value.as_object()?;
        let known = [
            "error",
            "errors",
            "message",
            "code",
            "detail",
            "title",
            "type",
            "status",
            "reason",
            "error_code",
        ];
        members.keys().any(|name| known.contains(&name.to_lowercase().as_str())).then_some(())
    };
    for sentence in sentences {
        if !sentence.says(&["error", "errors", "failure", "failures"]) {
            continue;
        }
        let found = sentence.codes().into_iter().filter(|code| code.starts_with('{'));
        for code in found {
            if let Some(Body::Json(value) | Body::Shortened(value)) = Body::read(&Value::from(code))
                && looks(&value).is_some()
            {
                return Some(value);
            }
        }
    }
    if let Some(shape) = sentences.iter().find_map(named_shape) {
        return Some(shape);
    }
    let document = spec.document();
    for (id, node) in document.descendants(NodeId::ROOT) {
        if !matches!(node.kind, NodeKind::Code { .. }) {
            continue;
        }
        let titles = document.section_path(document.section_at(node.range.start));
        let about = titles.last().is_some_and(|title| {
            let title = title.to_lowercase();
            title.contains("error") && !title.contains('/') && !title.contains("response (")
        });
        if about
            && let Some(Body::Json(value) | Body::Shortened(value)) =
                Body::read(&Value::from(document.code_text(id).as_ref()))
            && looks(&value).is_some()
        {
            return Some(value);
        }
    }
    None
}

/// Opens those members of the body of errors of which a sentence says that they are not always there.
pub fn with_options(shape: Value, sentences: &[Sentence]) -> Value {
    const SOMETIMES: &[&str] = &[
        "only",
        "optional",
        "optionally",
        "if",
        "when",
        "may",
        "omitted",
        "absent",
        "unless",
        "missing for",
        "not for",
        "for validation",
    ];
    let Value::Object(mut members) = shape else { return shape };
    for (name, value) in &mut members {
        let opens = |sentence: &Sentence| {
            let first = sentence.codes().first() == Some(&name.as_str())
                && !sentence.text.trim_start().starts_with("If ");
            first && sentence.says(SOMETIMES)
        };
        if sentences.iter().any(opens) {
            *value = Value::Null;
        }
    }
    Value::Object(members)
}

/// The media type of problem documents, where the specification says that errors are such.
pub fn error_media(sentences: &[Sentence]) -> Option<String> {
    const PROBLEM: &str = "application/problem+json";
    let says = |sentence: &Sentence| {
        sentence.scope == super::Scope::General
            && sentence.plain.contains(PROBLEM)
            && sentence.says(&["error", "errors", "problem", "problems"])
            && !sentence.says(&["may", "accept", "optional"])
    };
    sentences.iter().any(says).then(|| PROBLEM.to_owned())
}

/// The members of ``errors have the form of a problem document with `type`, `title` and `status` ``.
fn named_shape(sentence: &Sentence) -> Option<Value> {
    const MEMBERS: &[&str] =
        &["error", "message", "code", "detail", "title", "type", "status", "error_code", "errorCode"];
    let general = sentence.scope == super::Scope::General && sentence.cells.is_empty();
    let about = sentence.plain.trim_start().starts_with("error")
        || sentence.says(&[
            "all errors",
            "every error",
            "error responses",
            "errors are",
            "errors have",
            "error bodies",
        ]);
    let open = sentence.says(&["may", "optional", "optionally", "either", "or", "validation"]);
    if !general
        || !about
        || open
        || !sentence.says(&["with", "have", "contain", "include", "carry", "has", "contains", "includes"])
    {
        return None;
    }
    let names: Vec<&str> = sentence.codes().into_iter().filter(|code| MEMBERS.contains(code)).collect();
    let shape = names.iter().map(|name| ((*name).to_owned(), Value::from("")));
    (names.len() >= 2).then(|| Value::Object(shape.collect()))
}
