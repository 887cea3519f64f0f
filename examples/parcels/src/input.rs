//! A JSON body read member by member, so that every refusal names the member at fault.

use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::server::Shared;

/// Read this much past the limit, so that a client which is still sending gets the answer and not a reset.
const DRAINED_PAST_LIMIT: usize = 1 << 20;

/// The `{id}` of a path. One that no record can have is as unknown as any other.
pub struct Id(pub String);

impl FromRequestParts<Shared> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(ApiError::not_found("there is no record with this id")),
        }
    }
}

/// The members of a JSON object that a client sent; each is taken out once.
#[derive(Debug)]
pub struct Fields {
    members: Map<String, Value>,
    digest: String,
}

impl FromRequest<Shared> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, ApiError> {
        if !is_json(request.headers()) && !fault::is(Fault::MediaTypeIgnored) {
            return Err(ApiError::media_type());
        }
        let limit = match app.limits.body_bytes {
            limit if fault::is(Fault::BodyLimitLoose) => limit + 512,
            limit if fault::is(Fault::BodyLimitTight) => limit - 512,
            limit => limit,
        };
        let bytes = to_bytes(request.into_body(), limit + DRAINED_PAST_LIMIT)
            .await
            .map_err(|_| ApiError::too_large(limit))?;
        if bytes.len() > limit && !fault::is(Fault::BodyUnbounded) {
            return Err(ApiError::too_large(limit));
        }
        Self::parse(&bytes)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

impl Fields {
    fn parse(bytes: &[u8]) -> Result<Self, ApiError> {
        let digest = blake3::hash(bytes).to_string();
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(members)) => Ok(Self { members, digest }),
            Ok(_) => Err(ApiError::malformed("the body must be a JSON object")),
            Err(error) if fault::is(Fault::MalformedCrashes) => Err(ApiError::internal(error)),
            Err(error) => Err(ApiError::malformed(format!("the body is not valid JSON: {error}"))),
        }
    }

    /// A hash of the body as it was sent.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What a client says about a member that only the server decides, where a fault lets it through.
    pub fn forged(&mut self, name: &str, fault: Fault) -> Option<String> {
        if fault::is(fault) { self.members.remove(name)?.as_str().map(str::to_owned) } else { None }
    }

    /// Drops what only the server decides, so that a client may send back what it has read.
    pub fn ignoring(mut self, names: &[&str]) -> Self {
        for name in names {
            self.members.remove(*name);
        }
        self
    }

    /// A member that must be there.
    pub fn required<T>(&mut self, name: &str, read: impl Reader<T>) -> Result<T, ApiError> {
        match self.members.remove(name) {
            None => Err(ApiError::invalid(name, format!("{name} is required"))),
            Some(value) => refine(name, value, read),
        }
    }

    /// A member that may be left out, and may not be null.
    pub fn optional<T>(&mut self, name: &str, read: impl Reader<T>) -> Result<Option<T>, ApiError> {
        self.members.remove(name).map(|value| refine(name, value, read)).transpose()
    }

    /// A member that may be left out (the outer `None`) or null (the inner one).
    pub fn nullable<T>(&mut self, name: &str, read: impl Reader<T>) -> Result<Option<Option<T>>, ApiError> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(value) => refine(name, value, read).map(|value| Some(Some(value))),
        }
    }

    /// Refuses what nobody asked for: a misspelt member must not be lost in silence.
    pub fn finish(self) -> Result<(), ApiError> {
        match self.members.keys().next() {
            Some(name) if !fault::is(Fault::UnknownFieldTaken) => {
                Err(ApiError::invalid(name, format!("{name} is not a field of this request")))
            }
            _ => Ok(()),
        }
    }
}

/// Turns a value into what is meant, or says what it must be ("a whole number").
pub trait Reader<T>: FnOnce(Value) -> Result<T, String> {}
impl<T, F: FnOnce(Value) -> Result<T, String>> Reader<T> for F {}

fn refine<T>(name: &str, value: Value, read: impl Reader<T>) -> Result<T, ApiError> {
    let structured = value.is_object() || value.is_array();
    if structured && fault::is(Fault::WrongTypeCrashes) {
        return Err(ApiError::internal("a value of an unexpected type"));
    }
    read(value).map_err(|expected| ApiError::invalid(name, format!("{name} must be {expected}")))
}

/// Text of so many characters, without control characters, and not only spaces.
pub fn text(length: RangeInclusive<usize>) -> impl Reader<String> {
    let length = match fault::is(Fault::LengthTight) {
        true => *length.start()..=*length.end() - length.end() / 4,
        false => length,
    };
    let expected = format!("text of {} to {} characters", length.start(), length.end());
    let fits = move |text: &str| {
        let visible = !text.trim().is_empty() && !text.chars().any(char::is_control);
        let count = text.chars().count();
        visible && (length.contains(&count) || count > *length.end() && fault::is(Fault::LengthUnbounded))
    };
    matching(fits, expected)
}

/// Text that a test accepts.
pub fn matching(accepts: impl FnOnce(&str) -> bool, expected: String) -> impl Reader<String> {
    move |value| match value {
        Value::String(text) if accepts(&text) => Ok(text),
        _ => Err(expected),
    }
}

/// A whole number within bounds.
pub fn integer(range: RangeInclusive<i64>) -> impl Reader<i64> {
    move |value| match value.as_i64() {
        Some(number) if range.contains(&number) => Ok(number),
        Some(number) if number > *range.end() && fault::is(Fault::WeightUnbounded) => Ok(number),
        _ => Err(format!("a whole number from {} to {}", range.start(), range.end())),
    }
}

/// `true` or `false`.
pub fn boolean(value: Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "true or false".to_owned())
}

/// One of a closed set of words.
pub fn word<T: FromStr>(known: &'static str) -> impl Reader<T> {
    move |value| value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| format!("one of {known}"))
}

/// An e-mail address, as far as its form can tell.
pub fn email() -> impl Reader<String> {
    let accepts = |text: &str| {
        let plain = text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        fault::is(Fault::EmailUnchecked)
            || plain
                && text.split_once('@').is_some_and(|(user, host)| {
                    let labels = host.split('.').all(|label| !label.is_empty());
                    !user.is_empty() && !host.contains('@') && host.contains('.') && labels
                })
    };
    matching(accepts, "an e-mail address of at most 254 characters".to_owned())
}

/// A country by its two capital letters.
pub fn country() -> impl Reader<String> {
    let accepts = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    matching(accepts, "a country code of two capital letters".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        Fields::parse(value.to_string().as_bytes()).unwrap()
    }

    fn refusal<T>(outcome: Result<T, ApiError>) -> String {
        outcome.err().unwrap().message
    }

    #[test]
    fn a_body_is_an_object() {
        assert_eq!(Fields::parse(b"[]").unwrap_err().message, "the body must be a JSON object");
        assert_eq!(Fields::parse(b"{").unwrap_err().code, "malformed_json");
    }

    #[test]
    fn a_refusal_names_the_member_and_what_it_must_be() {
        let mut body = fields(json!({ "name": "", "size": 7, "on": "yes" }));
        assert_eq!(refusal(body.required("name", text(1..=5))), "name must be text of 1 to 5 characters");
        assert_eq!(refusal(body.required("size", integer(1..=6))), "size must be a whole number from 1 to 6");
        assert_eq!(refusal(body.required("on", boolean)), "on must be true or false");
        assert_eq!(refusal(body.required("gone", boolean)), "gone is required");
    }

    #[test]
    fn left_out_null_and_given_are_three_things() {
        let mut body = fields(json!({ "none": null, "some": 3 }));
        assert_eq!(body.nullable("left", integer(1..=9)).unwrap(), None);
        assert_eq!(body.nullable("none", integer(1..=9)).unwrap(), Some(None));
        assert_eq!(body.nullable("some", integer(1..=9)).unwrap(), Some(Some(3)));
        assert!(fields(json!({ "some": null })).optional("some", boolean).is_err());
    }

    #[test]
    fn server_owned_members_are_dropped_and_unknown_ones_refused() {
        let body = fields(json!({ "id": 1, "nmae": "x" })).ignoring(&["id"]);
        assert_eq!(refusal(body.finish()), "nmae is not a field of this request");
        assert!(fields(json!({ "id": 1 })).ignoring(&["id"]).finish().is_ok());
    }

    #[test]
    fn formats_are_judged_by_their_form() {
        for good in ["mara@example.com", "a.b@c.d.org"] {
            assert!(email()(json!(good)).is_ok(), "{good}");
        }
        for bad in ["mara", "@example.com", "mara@example", "mara@.com", "m a@example.com", "a@b@c.d"] {
            assert!(email()(json!(bad)).is_err(), "{bad}");
        }
        assert!(country()(json!("AT")).is_ok());
        assert!(country()(json!("at")).is_err());
        assert!(text(1..=4)(json!("  ")).is_err());
        assert!(text(1..=4)(json!("a\nb")).is_err());
        assert!(text(1..=4)(json!("über")).is_ok());
    }
}
