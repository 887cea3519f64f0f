//! Why an error comes: as the words beside its example say, or as its status means.

mod condition;

pub use condition::{conditions, reference_among, reference_to};

use crate::api::{Api, Documented, Operation, Segment};
use crate::words;
use serde_json::Value;

/// The state of an object that belongs to another one.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// As it was made.
    Any,
    /// In this one.
    In(String),
    /// In any but this one.
    NotIn(String),
}

/// One way to bring an error about.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// A call without any key.
    NoKey,
    /// A call with a key that nobody gave out.
    WrongKey,
    /// A call as this role.
    As(String),
    /// A call as a role that may not.
    Denied,
    /// An id of the same form that nothing has.
    UnknownId,
    /// An id of another form.
    BadId,
    /// The request without this member.
    Without(String),
    /// The request with this member at this value.
    With(String, Value),
    /// The request with this member of another type.
    WrongType(String),
    /// The path with this query.
    Query(String),
    /// The same request once more.
    Again,
    /// The request for an object that was deleted.
    Deleted,
    /// The request for an object to which nothing was done yet.
    AsItIs,
    /// The request for an object in this state.
    InState(String),
    /// The request for the object that has this value.
    Named(String),
    /// A body that is no JSON.
    Malformed,
    /// A body of another media type.
    MediaType,
    /// A version that is not the present one.
    StaleVersion,
    /// The request without a header that it has to have.
    NoHeader(String),
    /// The request for an object to which one of another resource belongs, in a state.
    WithChild(usize, Standing),
    /// The request for an object of a resource whose number is above this one.
    Above(usize, String, i64),
    /// The request for an object of a resource whose member has this value.
    Flag(usize, String, bool),
}

/// The causes to try for an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Causes {
    /// In the order in which they are tried.
    pub list: Vec<Cause>,
    /// Whether the specification says it, so that it is no guess.
    pub stated: bool,
    /// Whether each of them has to bring the error about, and not just one.
    pub all: bool,
}

/// The causes of a documented error.
pub fn causes(api: &Api, operation: &Operation, documented: &Documented) -> Causes {
    if let Some(cause) = stated(api, operation, documented) {
        return Causes { list: vec![cause], stated: true, all: true };
    }
    let list = conditions(api, operation, documented.status, &documented.words);
    if !list.is_empty() {
        return Causes { list, stated: true, all: true };
    }
    Causes { list: usual(api, operation, documented), stated: false, all: false }
}

/// The cause that the words beside an example state.
fn stated(api: &Api, operation: &Operation, documented: &Documented) -> Option<Cause> {
    let text = documented.words.as_str();
    let lower = text.to_lowercase();
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let codes: Vec<&str> = words::code_spans(text).into_iter().map(|(_, code)| code).collect();
    if let Some(query) = codes.iter().find_map(|code| query_of(operation, code)) {
        return Some(Cause::Query(query));
    }
    if has(&[
        "without a key",
        "without key",
        "no key",
        "missing key",
        "without a token",
        "no token",
        "missing token",
        "without authentication",
        "unauthenticated",
        "without an api key",
        "without api key",
        "no api key",
        "not logged in",
        "no authorization header",
        "missing authorization",
    ]) && documented.status == 401
    {
        return Some(Cause::NoKey);
    }
    if has(&[
        "wrong key",
        "invalid key",
        "unknown key",
        "invalid token",
        "expired token",
        "wrong token",
        "invalid api key",
        "bad key",
    ]) && documented.status == 401
    {
        return Some(Cause::WrongKey);
    }
    // "404, also for a porter who asks for somebody else's" turns nobody away from what is their own.
    let of_anothers = has(&[
        "somebody else",
        "someone else",
        "anybody else",
        "anyone else",
        "another ",
        "other people",
        "not their own",
        "not his own",
        "not her own",
        "not own",
        "of others",
        "who does not own",
        "not the owner",
    ]);
    if matches!(documented.status, 401 | 403 | 404)
        && !of_anothers
        && let Some(role) = api.roles.iter().find(|role| as_role(&lower, role))
    {
        return Some(Cause::As(role.clone()));
    }
    if has(&[
        "same request once more",
        "same request again",
        "same request twice",
        "repeated request",
        "sent twice",
        "second time",
        "called again",
        "same call again",
        "done twice",
    ]) {
        return Some(Cause::Again);
    }
    if let Some(state) = codes.iter().find(|code| api.states.knows(code))
        && has(&[
            "that is",
            "which is",
            "is already",
            "in state",
            "in the state",
            "in status",
            "with status",
            "when",
            "while",
            "for a",
            "for an",
        ])
    {
        return Some(Cause::InState((*state).to_owned()));
    }
    if matches!(documented.status, 404 | 410)
        && operation.path.ends_with_parameter()
        && operation.method != "DELETE"
        && has(&[
            "was deleted",
            "is deleted",
            "been deleted",
            "were deleted",
            "was removed",
            "is removed",
            "been removed",
            "deleted object",
            "soft-deleted",
            "already deleted",
        ])
        && !lower.contains(" or ")
    {
        return Some(Cause::Deleted);
    }
    if has(&[
        "malformed json",
        "invalid json",
        "not json",
        "no json",
        "malformed body",
        "unparsable",
        "unparseable",
    ]) {
        return Some(Cause::Malformed);
    }
    if has(&[
        "stale version",
        "old version",
        "outdated version",
        "wrong version",
        "version is not the current",
        "version mismatch",
    ]) {
        return Some(Cause::StaleVersion);
    }
    let members = members(operation);
    if let Some(name) = codes.iter().find(|code| members.iter().any(|member| member == *code)) {
        return member_cause(&lower, text, name);
    }
    if documented.status == 404
        && has(&["unknown id", "no such", "does not exist", "doesn't exist", "not found", "unknown"])
        && !lower.contains("when")
    {
        return None;
    }
    let for_the = has(&["for the", "on the", "of the"]);
    let value = codes.iter().find(|code| !code.contains(' ') && !code.starts_with('/'));
    value
        .filter(|_| for_the && operation.path.ends_with_parameter())
        .map(|value| Cause::Named((*value).to_owned()))
}

/// ``for a `weight` of 0``, ``without `name` ``, `` `size` is -1 ``
fn member_cause(lower: &str, text: &str, name: &str) -> Option<Cause> {
    let span = format!("`{name}`");
    let at = text.find(&span)?;
    let (before, after) = (lower.get(..at)?.trim_end(), text.get(at + span.len()..)?.trim_start());
    let left_out =
        ["without", "missing", "without the", "missing the", "without a", "lacks", "lacking", "no"];
    let after_lower = after.to_lowercase();
    if left_out.iter().any(|word| before.ends_with(word))
        || ["is missing", "is left out", "is omitted", "missing", "is absent", "is required"]
            .iter()
            .any(|words| after_lower.starts_with(words))
    {
        return Some(Cause::Without(name.to_owned()));
    }
    let said = ["of ", "= ", "=", "is ", "set to ", "being ", ": "]
        .iter()
        .find_map(|word| after_lower.starts_with(word).then(|| after.get(word.len()..)).flatten())?;
    let said = said.trim_start().trim_start_matches(['`', '"']);
    let value = said.split(['`', '"', ',', ';', ')', ' ']).next()?.trim_end_matches('.');
    if value.is_empty() {
        return None;
    }
    let value = match value {
        "null" => Value::Null,
        "empty" => Value::from(""),
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    };
    // `is too long` names no value.
    let is_prose = value.as_str().is_some_and(|text| {
        [
            "too", "not", "invalid", "negative", "longer", "a", "an", "the", "out", "already", "unknown",
            "more", "less",
        ]
        .contains(&text)
    });
    (!is_prose).then(|| Cause::With(name.to_owned(), value))
}

fn as_role(lower: &str, role: &str) -> bool {
    let role = role.to_lowercase();
    [
        "as a ",
        "as an ",
        "as the ",
        "as ",
        "by a ",
        "by an ",
        "for a ",
        "for an ",
        "for the role ",
        "with the key of a ",
        "with the key of an ",
        "role ",
        "key of the ",
    ]
    .iter()
    .any(|start| {
        lower.match_indices(&format!("{start}{role}")).any(|(at, found)| {
            let end = at + found.len();
            let rest = lower.get(end..).unwrap_or_default();
            !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && (at == 0 || !lower[..at].ends_with(char::is_alphanumeric))
        })
    })
}

/// The query of ``for `GET /x?page=0` ``, where it is this operation.
fn query_of(operation: &Operation, code: &str) -> Option<String> {
    let address = code.strip_prefix(&format!("{} ", operation.method)).unwrap_or(code).trim();
    let (path, query) = address.split_once('?')?;
    let template = crate::api::PathTemplate::read(path);
    let same = operation.path.same(&template) || operation.path.to_string().ends_with(&template.to_string());
    (same && !query.is_empty()).then(|| query.to_owned())
}

/// The members of a documented request.
pub fn members(operation: &Operation) -> Vec<String> {
    let body = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    body.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// What a status usually means, the clearest cause first.
fn usual(api: &Api, operation: &Operation, documented: &Documented) -> Vec<Cause> {
    let has_parameter =
        operation.path.segments().iter().any(|segment| matches!(segment, Segment::Parameter { .. }));
    match documented.status {
        401 => vec![Cause::NoKey, Cause::WrongKey],
        403 => vec![Cause::Denied],
        404 if has_parameter => vec![Cause::UnknownId],
        404 => references(operation),
        400 | 422 => bad_requests(api, operation, documented, has_parameter),
        409 => vec![Cause::Again, Cause::StaleVersion],
        412 => vec![Cause::StaleVersion],
        415 if operation.request.is_some() => vec![Cause::MediaType],
        _ => Vec::new(),
    }
}

fn references(operation: &Operation) -> Vec<Cause> {
    let body = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    let refers = |name: &str| {
        words::parts(name).last().is_some_and(|last| ["id", "code", "slug", "key"].contains(&last.as_str()))
    };
    let members = body.into_iter().flatten().filter(|(name, value)| refers(name) && value.is_string());
    members
        .map(|(name, value)| {
            Cause::With(
                name.clone(),
                Value::from(crate::api::unknown_like(value.as_str().unwrap_or_default(), 1)),
            )
        })
        .collect()
}

fn bad_requests(
    api: &Api,
    operation: &Operation,
    documented: &Documented,
    has_parameter: bool,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    let members = members(operation);
    let said =
        documented.example.as_ref().and_then(|body| body.json()).map(Value::to_string).unwrap_or_default();
    let spoken: Vec<&String> = members.iter().filter(|name| words::names(&said, name)).collect();
    let required = said.contains("required") || said.contains("missing") || said.contains("must be present");
    for name in &spoken {
        if required {
            causes.push(Cause::Without((*name).clone()));
        }
        causes.extend(
            [Value::from(""), Value::from(-1), Value::from(0)]
                .map(|value| Cause::With((*name).clone(), value)),
        );
        causes.push(Cause::WrongType((*name).clone()));
    }
    let known: Vec<&String> = members.iter().filter(|name| api.fields.is_always_there(name)).collect();
    causes.extend(known.into_iter().map(|name| Cause::Without(name.clone())));
    causes.extend(members.iter().map(|name| Cause::Without(name.clone())));
    causes.extend(members.iter().map(|name| Cause::WrongType(name.clone())));
    if operation.request.is_some() {
        causes.push(Cause::Malformed);
    } else {
        let prose = operation.prose.to_lowercase();
        let parameters = ["page_size", "per_page", "page", "limit", "offset", "size", "cursor"];
        for parameter in parameters.iter().filter(|name| words::names(&prose, name)) {
            causes.extend(["0", "-1", "abc"].map(|value| Cause::Query(format!("{parameter}={value}"))));
        }
        if has_parameter {
            causes.push(Cause::BadId);
        }
    }
    let mut unique: Vec<Cause> = Vec::new();
    for cause in causes {
        if !unique.contains(&cause) {
            unique.push(cause);
        }
    }
    unique.truncate(24);
    unique
}

impl Cause {
    /// What it is, in words.
    pub fn said(&self) -> String {
        match self {
            Cause::NoKey => "without a key".to_owned(),
            Cause::WrongKey => "with a wrong key".to_owned(),
            Cause::As(role) => format!("as {role}"),
            Cause::Denied => "as a role that may not".to_owned(),
            Cause::UnknownId => "with an unknown id".to_owned(),
            Cause::BadId => "with an id of no valid form".to_owned(),
            Cause::Without(name) => format!("without `{name}`"),
            Cause::With(name, value) => format!("with `{name}` {value}"),
            Cause::WrongType(name) => format!("with `{name}` of another type"),
            Cause::Query(query) => format!("with ?{query}"),
            Cause::Again => "sent once more".to_owned(),
            Cause::AsItIs => "for an object as it was made".to_owned(),
            Cause::Deleted => "for an object that was deleted".to_owned(),
            Cause::InState(state) => format!("for an object that is {state}"),
            Cause::Named(value) => format!("for {value}"),
            Cause::Malformed => "with malformed JSON".to_owned(),
            Cause::MediaType => "as text/plain".to_owned(),
            Cause::StaleVersion => "with an old version".to_owned(),
            Cause::NoHeader(name) => format!("without `{name}`"),
            Cause::WithChild(_, Standing::Any) => "for an object to which another belongs".to_owned(),
            Cause::WithChild(_, Standing::In(state)) => {
                format!("for an object to which one belongs that is {state}")
            }
            Cause::WithChild(_, Standing::NotIn(state)) => {
                format!("for an object to which one belongs that is not {state}")
            }
            Cause::Above(_, name, number) => format!("for an object whose `{name}` is above {number}"),
            Cause::Flag(_, name, value) => format!("for an object whose `{name}` is {value}"),
        }
    }
}

#[cfg(test)]
mod tests;
