//! What sentences say about all answers, or about those of one operation: headers, and the member that wraps the result.

use crate::api::{Body, Operation, Scope, Sentence};
use crate::http::Answer;
use crate::stage::Stage;
use serde_json::Value;

/// How an answer of success differs from what sentences say about it.
pub fn lacking(
    stage: &Stage,
    number: usize,
    operation: &Operation,
    answer: &Answer,
    report: bool,
) -> Option<String> {
    let api = &stage.facts.api;
    for sentence in api.about(number) {
        if let Some(header) = header(sentence, operation, answer.status)
            && answer.header(header).is_none()
        {
            return Some(format!(
                "it has no `{header}` header, which the specification says that it carries"
            ));
        }
        if let Some(member) = envelope(sentence).filter(|_| !report)
            && let Some(Value::Object(members)) = answer.json()
            && !members.contains_key(&member)
        {
            let there: Vec<String> = members.keys().take(8).map(|name| format!("`{name}`")).collect();
            return Some(format!(
                "`{member}` is missing, in which all results are; there is {}",
                there.join(", ")
            ));
        }
    }
    None
}

/// A header that a sentence says to be in the answer.
fn header<'s>(sentence: &'s Sentence, operation: &Operation, status: u16) -> Option<&'s str> {
    const KNOWN: &[&str] = &["location", "etag", "last-modified", "link"];
    let name = sentence.codes().into_iter().find(|code| {
        let lower = code.to_lowercase();
        KNOWN.contains(&lower.as_str()) || lower.starts_with("x-") && !code.contains([':', ' ', '='])
    })?;
    // Headers of requests, and what comes only sometimes; the header's own name says nothing.
    let rest = sentence.plain.replace(&name.to_lowercase(), " ");
    if [
        "if",
        "when",
        "may",
        "optional",
        "optionally",
        "send",
        "sends",
        "client",
        "clients",
        "requires",
        "needs",
        "need",
        "must send",
        "request",
        "requests",
        "accepts",
        "unless",
        "missing",
        "without",
    ]
    .iter()
    .any(|word| crate::api::has_phrase(&rest, word))
    {
        return None;
    }
    let every = sentence.says(&[
        "every response",
        "all responses",
        "each response",
        "every answer",
        "all answers",
        "each answer",
        "responses carry",
        "responses include",
        "responses have",
    ]) && match &sentence.scope {
        Scope::General => true,
        // All but some.
        Scope::Operations(numbers) => numbers.len() > 2,
        Scope::Resources(_) => false,
    };
    let own = matches!(&sentence.scope, Scope::Operations(numbers) if numbers.len() == 1)
        && sentence.cells.is_empty()
        && ["returns", "answers", "responds", "201", "the response", "the answer"]
            .iter()
            .any(|start| sentence.plain.trim_start().starts_with(start))
        && (!name.eq_ignore_ascii_case("location") || status == 201 && operation.method == "POST");
    // "The answer is 201 with the door and a `Location` header", beside the example of a door.
    let made = name.eq_ignore_ascii_case("location")
        && status == 201
        && operation.method == "POST"
        && sentence.cells.is_empty()
        && sentence.says(&["201", "created", "creation"])
        && match &sentence.scope {
            Scope::Resources(named) => named.len() == 1,
            Scope::General => sentence.says(&[
                "creations",
                "creation endpoints",
                "create endpoints",
                "every creation",
                "each creation",
                "creating something",
                "creating an object",
                "creating a resource",
                "successful creation",
                "successful creations",
                "new resource",
                "the new object",
                "post requests",
                "every post",
                "each post",
            ]),
            Scope::Operations(_) => false,
        };
    (every || own || made).then_some(name)
}

/// The member in which a sentence says that all results are: ``successful answers have the form `{"data": …}` ``.
fn envelope(sentence: &Sentence) -> Option<String> {
    let about = sentence.scope == Scope::General
        && sentence.says(&[
            "successful responses",
            "successful answers",
            "success responses",
            "all responses",
            "every response",
            "responses are wrapped",
            "all successful responses",
            "each response",
            "response envelope",
            "successful responses wrap",
            "every successful response",
            "every successful answer",
        ])
        && !sentence.says(&["error", "errors", "except", "but", "may", "unless"]);
    if !about {
        return None;
    }
    let codes = sentence.codes();
    // "wrap the resource in `data`"
    if sentence.says(&["wrap", "wraps", "wrapped", "under the key", "in the member"])
        && let [one] = codes.as_slice()
        && one.chars().all(|c| c.is_alphanumeric() || c == '_')
    {
        return Some((*one).to_owned());
    }
    let code = codes.into_iter().find(|code| code.trim_start().starts_with('{'))?;
    let Some(Body::Json(value) | Body::Shortened(value)) = Body::read(&Value::from(code)) else {
        return None;
    };
    let members = value.as_object()?;
    let holder = |name: &&String| {
        ["data", "result", "results", "payload", "response", "body"].contains(&name.as_str())
    };
    let only =
        members.keys().next().filter(|_| members.len() == 1).or_else(|| members.keys().find(holder))?;
    Some(only.clone())
}
