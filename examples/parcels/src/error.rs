//! What goes wrong, and the one shape in which a client is told.

use std::fmt::Display;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::fault::{self, Fault};

/// An answer that says no.
#[derive(Debug)]
pub struct ApiError {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
    /// The member, parameter or header at fault, where it is one.
    pub field: Option<String>,
    /// The seconds after which it may be tried again.
    pub retry_after: Option<u64>,
}

/// What really happened behind a 500, kept with the response for the log alone.
#[derive(Clone)]
pub struct Cause(pub String);

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), field: None, retry_after: None }
    }

    fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_json", message)
    }

    pub fn parameter(name: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_parameter", message).about(name)
    }

    pub fn unauthenticated() -> Self {
        let message = "this endpoint needs a valid key in the header X-API-Key";
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", message)
    }

    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub fn method_not_allowed() -> Self {
        let message = "this path does not take this method";
        if fault::is(Fault::MethodNotFound) {
            return Self::not_found(message);
        }
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
    }

    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    pub fn conflict_on(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::conflict(code, message).about(field)
    }

    pub fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", message)
    }

    pub fn too_many(seconds: u64) -> Self {
        let message = format!("this key has asked too often; ask again in {seconds} seconds");
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message);
        Self { retry_after: Some(seconds).filter(|_| !fault::is(Fault::RateSilent)), ..error }
    }

    pub fn media_type() -> Self {
        let message = "the body must be sent as application/json";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message)
    }

    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", message).about(field)
    }

    /// The message of a 500 is its cause: it goes to the log, never to the client.
    pub fn internal(cause: impl Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", cause.to_string())
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let hidden = self.status == StatusCode::INTERNAL_SERVER_ERROR;
        let message = if hidden { "the service failed; try again later" } else { self.message.as_str() };
        let inner = json!({ "code": self.code, "message": message, "field": self.field });
        let body = if fault::is(Fault::ErrorShape) { inner } else { json!({ "error": inner }) };
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("ApiKey realm=\"parcels\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if hidden {
            response.extensions_mut().insert(Cause(self.message));
        }
        response
    }
}
