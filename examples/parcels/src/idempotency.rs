//! Creating at most once: a request repeated with its `Idempotency-Key` gets its first answer again.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

use crate::access::Role;
use crate::database::{hours_ago, now};
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::server::Shared;

const HEADER: &str = "Idempotency-Key";
const KEY_LENGTH_MOST: usize = 128;

/// The key that came with a request, if one did.
pub struct IdempotencyKey(Option<String>);

impl FromRequestParts<Shared> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let visible = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
        match value.to_str().ok().filter(|text| (1..=KEY_LENGTH_MOST).contains(&text.len())).filter(visible) {
            Some(key) => Ok(Self(Some(key.to_owned()))),
            None => {
                let message = format!("{HEADER} must be 1 to {KEY_LENGTH_MOST} visible ASCII characters");
                Err(ApiError::parameter(HEADER, message))
            }
        }
    }
}

/// What makes two requests the same one.
pub struct Claim {
    key: Option<String>,
    role: Role,
    endpoint: &'static str,
    digest: String,
    hours: i64,
}

/// What a creation came to.
pub struct Outcome {
    pub record: Value,
    /// The record was made by an earlier request.
    pub replayed: bool,
}

impl IdempotencyKey {
    /// Binds the key to its caller, endpoint and body.
    pub fn claim(self, role: Role, endpoint: &'static str, digest: &str, hours: i64) -> Claim {
        Claim { key: self.0, role, endpoint, digest: digest.to_owned(), hours }
    }
}

impl Claim {
    /// Creates, unless the same request has been answered before; both in the caller's transaction.
    pub fn once(
        &self,
        transaction: &Transaction<'_>,
        create: impl FnOnce() -> Result<Value, ApiError>,
    ) -> Result<Outcome, ApiError> {
        let Some(key) = self.key.as_deref().filter(|_| !fault::is(Fault::IdempotencyIgnored)) else {
            return Ok(Outcome { record: create()?, replayed: false });
        };
        let forget = "DELETE FROM idempotency_keys WHERE created_at < ?1";
        transaction.execute(forget, params![hours_ago(self.hours)])?;

        let find =
            "SELECT digest, response FROM idempotency_keys WHERE role = ?1 AND endpoint = ?2 AND key = ?3";
        let known = transaction
            .query_row(find, params![self.role.name(), self.endpoint, key], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        if let Some((digest, response)) = known {
            if digest != self.digest && !fault::is(Fault::KeyWithOtherBody) {
                let message = "this key was used with another body";
                return Err(ApiError::conflict_on(HEADER, "idempotency_mismatch", message));
            }
            let record = serde_json::from_str(&response).map_err(ApiError::internal)?;
            return Ok(Outcome { record, replayed: true });
        }

        let record = create()?;
        let keep = "INSERT INTO idempotency_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let row = params![self.role.name(), self.endpoint, key, self.digest, record.to_string(), now()];
        transaction.execute(keep, row)?;
        Ok(Outcome { record, replayed: false })
    }
}
