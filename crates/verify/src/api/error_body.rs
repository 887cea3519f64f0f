//! What the body of an error looks like: as it is stated for all errors, and how one that came differs from it.

use super::sentence::has_phrase;
use super::{Api, Body, Sentence};
use crate::facts::SpecFacts;
use crate::http::Answer;
use crate::words;
use abide_syntax::{NodeId, NodeKind};
use serde_json::Value;

impl Api {
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
    let named = sentences.iter().find_map(named_shape);
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
            // An example says more than a sentence that names the same.
            && named.as_ref().is_none_or(|named| has_members(&value, named))
        {
            return Some(value);
        }
    }
    named
}

/// Whether an object has all members of another, at its top.
fn has_members(value: &Value, other: &Value) -> bool {
    let names = other.as_object().into_iter().flat_map(|other| other.keys());
    names.into_iter().all(|name| value.get(name).is_some())
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
    // What says which field is wrong comes with errors about fields.
    const OF_FIELDS: &[&str] =
        &["field", "fields", "param", "parameter", "property", "pointer", "issues", "violations", "invalid"];
    let Value::Object(mut members) = shape else { return shape };
    for (name, value) in &mut members {
        let is_it = |code: &str| code == name || code.rsplit('.').next() == Some(name.as_str());
        let clauses =
            |sentence: &Sentence| -> Vec<String> { sentence.text.split(';').map(str::to_owned).collect() };
        let first = |clause: &String| words::code_spans(clause).first().is_some_and(|(_, code)| is_it(code));
        let says = |clause: &str, phrases: &[&str]| {
            let plain = super::plain(clause);
            phrases.iter().any(|phrase| super::has_phrase(&plain, phrase))
        };
        let opens = |sentence: &Sentence| {
            !sentence.text.trim_start().starts_with("If ")
                && clauses(sentence).iter().any(|clause| first(clause) && says(clause, SOMETIMES))
        };
        let always = |sentence: &Sentence| {
            clauses(sentence).iter().any(|clause| {
                says(clause, &["every error", "all errors", "each error", "always"])
                    && !says(clause, SOMETIMES)
                    && words::code_spans(clause).iter().any(|(_, code)| is_it(code))
            })
        };
        let of_fields = OF_FIELDS.contains(&words::folded(name).as_str()) && !sentences.iter().any(always);
        if of_fields || sentences.iter().any(opens) {
            *value = Value::Null;
        } else if value.is_object() {
            *value = with_options(value.take(), sentences);
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
    let object = |names: &[&str]| {
        Value::Object(names.iter().map(|name| ((*name).to_owned(), Value::from(""))).collect())
    };
    match names.as_slice() {
        [outer, inner @ ..] if !inner.is_empty() && is_held(&sentence.plain, outer) => {
            Some(Value::Object(std::iter::once(((*outer).to_owned(), object(inner))).collect()))
        }
        names => (names.len() >= 2).then(|| object(names)),
    }
}

/// Whether the members that are named behind one are its own: "one member `error`, which holds a `code`".
fn is_held(plain: &str, outer: &str) -> bool {
    const ONE: &[&str] = &[
        "one member",
        "a single member",
        "single member",
        "one field",
        "one key",
        "a member",
        "an object",
        "the object",
        "under",
        "wrapped in",
        "inside",
    ];
    const HOLDS: &[&str] =
        &["which", "that", "with", "holding", "containing", "whose", "object", "holds", "contains", "having"];
    if !matches!(outer, "error") {
        return false;
    }
    let one = ONE.iter().any(|words| has_phrase(plain, &format!("{words} {outer}")));
    let behind = plain.find(&format!(" {outer} ")).or_else(|| plain.find(&format!(" {outer},")));
    let next = behind.and_then(|at| plain.get(at + outer.len() + 1..)).unwrap_or_default();
    let next = next.trim_start_matches([',', ' ', '(']);
    let next =
        ["an ", "a ", "is ", "as "].iter().fold(next, |next, word| next.strip_prefix(word).unwrap_or(next));
    one || HOLDS.iter().any(|word| next.starts_with(&format!("{word} ")))
}
