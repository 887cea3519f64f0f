//! API keys: read from the environment, kept as hashes, compared in constant time.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::access::{Action, Role};
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::server::Shared;

const KEY_LENGTH_LEAST: usize = 16;

/// The hash of each role's key; a role without a key does not exist for this process.
pub struct KeyRing(Vec<(blake3::Hash, Role)>);

impl KeyRing {
    /// Reads the key of every role; admin must have one, and no two may be alike.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut keys: Vec<(blake3::Hash, Role)> = Vec::new();
        for role in Role::ALL {
            let name = role.key_variable();
            let Some(key) = lookup(name) else {
                if role == Role::Admin && !fault::is(Fault::KeyOptional) {
                    return Err(format!("{name} is not set; it must be the key of the role admin"));
                }
                continue;
            };
            if key.len() < KEY_LENGTH_LEAST {
                return Err(format!(
                    "{name} is too short; it must have at least {KEY_LENGTH_LEAST} characters"
                ));
            }
            let hash = blake3::hash(key.as_bytes());
            if let Some((_, other)) = keys.iter().find(|(known, _)| *known == hash) {
                return Err(format!("{name} is also the key of the role {}; each must differ", other.name()));
            }
            keys.push((hash, role));
        }
        Ok(Self(keys))
    }

    /// The role of the key in `X-API-Key`. Every key is looked at, so that time tells nothing.
    pub fn role_of(&self, headers: &HeaderMap) -> Option<Role> {
        let sent = blake3::hash(headers.get("x-api-key")?.as_bytes());
        let mut found = None;
        for (hash, role) in &self.0 {
            if *hash == sent {
                found = Some(*role);
            }
        }
        if found.is_none() && fault::is(Fault::AnyKey) {
            found = Some(Role::Auditor);
        }
        found
    }
}

/// The role of a key that stands where none counts; only faults look there.
fn elsewhere(keys: &KeyRing, request: &mut Request) -> Option<Role> {
    let text = if fault::is(Fault::KeyInQuery) {
        let (path, query) = request
            .uri()
            .to_string()
            .split_once('?')
            .map(|(path, query)| (path.to_owned(), query.to_owned()))?;
        *request.uri_mut() = path.parse().ok()?;
        query.split('&').find_map(|part| part.strip_prefix("api_key="))?.to_owned()
    } else if fault::is(Fault::KeyAsBearer) {
        request.headers().get("authorization")?.to_str().ok()?.strip_prefix("Bearer ")?.to_owned()
    } else {
        return None;
    };
    let mut headers = HeaderMap::new();
    headers.insert("x-api-key", text.parse().ok()?);
    keys.role_of(&headers)
}

/// Stands before every endpoint that needs a key: 401 without one, 403 for a role that may not.
pub async fn guard(
    State((app, action)): State<(Shared, Action)>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let role = match app.keys.role_of(request.headers()).or_else(|| elsewhere(&app.keys, &mut request)) {
        Some(role) => role,
        None if fault::is(Fault::QuotesOpen) && action == Action::QuotePrice => Role::Clerk,
        None if fault::is(Fault::StrangerForbidden) => {
            return Err(ApiError::forbidden("a key is needed".to_owned()));
        }
        None if fault::is(Fault::OpenEndpoint) && action == Action::ReadParcels => Role::Auditor,
        None => return Err(ApiError::unauthenticated()),
    };
    if !role.may(action) {
        if fault::is(Fault::DenialHidden) {
            return Err(ApiError::not_found("there is nothing at this path"));
        }
        if fault::is(Fault::DenialUnauthenticated) {
            return Err(ApiError::unauthenticated());
        }
        if fault::is(Fault::DenialDoes) {
            request.extensions_mut().insert(role);
            next.run(request).await;
        }
        return Err(ApiError::forbidden(format!("the role {} may not do this", role.name())));
    }
    request.extensions_mut().insert(role);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(role);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(variables: &[(&str, &str)]) -> Result<KeyRing, String> {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        KeyRing::read(&|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_key_tells_the_role_and_only_in_its_header() {
        let ring = ring(&[
            ("PARCELS_ADMIN_KEY", "key-of-the-admin-1"),
            ("PARCELS_COURIER_KEY", "key-of-the-courier"),
        ])
        .unwrap();
        let role = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            ring.role_of(&headers)
        };
        assert_eq!(role("x-api-key", "key-of-the-admin-1"), Some(Role::Admin));
        assert_eq!(role("x-api-key", "key-of-the-courier"), Some(Role::Courier));
        assert_eq!(role("x-api-key", "key-of-the-admin-"), None);
        assert_eq!(role("authorization", "key-of-the-admin-1"), None);
        assert_eq!(ring.role_of(&HeaderMap::new()), None);
    }

    #[test]
    fn a_missing_short_or_shared_key_is_refused() {
        let refused = |variables: &[(&str, &str)]| ring(variables).err().unwrap();
        assert!(refused(&[]).starts_with("PARCELS_ADMIN_KEY is not set"));
        assert!(refused(&[("PARCELS_ADMIN_KEY", "short")]).contains("at least 16 characters"));
        let shared = "the-very-same-key-1";
        let twice = refused(&[("PARCELS_ADMIN_KEY", shared), ("PARCELS_CLERK_KEY", shared)]);
        assert_eq!(twice, "PARCELS_CLERK_KEY is also the key of the role admin; each must differ");
    }
}
