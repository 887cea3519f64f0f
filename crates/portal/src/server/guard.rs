//! Who is answered, and what every answer says about itself.

use crate::address::Page;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::fmt::Write;
use subtle::ConstantTimeEq;

/// The cookie that keeps a token which came in an address.
const COOKIE: &str = "abide_portal";

/// Who is answered.
#[derive(Clone, Debug)]
pub enum Access {
    /// Whoever is on this machine, and asks for it by one of its own names.
    ThisMachine,
    /// Whoever has the token.
    Token(Token),
}

/// What lets somebody in. It is not shown when the value is printed for debugging.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// The least that a chosen token must have.
    pub const SHORTEST: usize = 16;

    /// A token that somebody chose; none where it is too short to keep anybody out, or cannot stand in an address.
    pub fn chosen(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        (text.len() >= Self::SHORTEST && plain).then(|| Self(text.to_owned()))
    }

    /// A token that nobody can guess.
    pub fn random() -> Option<Self> {
        let mut bytes = [0u8; 24];
        getrandom::fill(&mut bytes).ok()?;
        let mut text = String::new();
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Some(Self(text))
    }

    /// The token itself.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether somebody has it, in a time that does not tell how much of it was right.
    fn is(&self, given: &str) -> bool {
        let digest = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
        digest(given).ct_eq(&digest(&self.0)).into()
    }
}

/// Refuses whom the portal is not for, and puts its policy on every answer.
pub async fn guard(State(access): State<Access>, request: Request, next: Next) -> Response {
    let mut response = match admit(&access, &request) {
        Admission::Admitted => next.run(request).await,
        Admission::Enter(cookie, to) => {
            let headers = [(header::LOCATION, to), (header::SET_COOKIE, cookie)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Admission::Refused(status, said) => (status, said).into_response(),
    };
    protect(response.headers_mut());
    response
}

enum Admission {
    Admitted,
    /// The token came in the address: it moves to a cookie, and out of sight.
    Enter(String, String),
    Refused(StatusCode, &'static str),
}

fn admit(access: &Access, request: &Request) -> Admission {
    match access {
        Access::ThisMachine if is_own_name(request.headers()) => Admission::Admitted,
        Access::ThisMachine => Admission::Refused(
            StatusCode::MISDIRECTED_REQUEST,
            "This portal answers to 127.0.0.1, [::1] and localhost only.\n",
        ),
        Access::Token(token) => {
            if cookie(request.headers())
                .or_else(|| bearer(request.headers()))
                .is_some_and(|given| token.is(given))
            {
                return Admission::Admitted;
            }
            let query = request.uri().query().unwrap_or_default();
            let given = query.split('&').find_map(|pair| pair.strip_prefix("token="));
            if given.is_some_and(|given| token.is(given)) {
                let cookie = format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path=/", token.text());
                let address = request.uri().path().trim_start_matches('/');
                // Only addresses of pages are led to, so that nobody is led away.
                let page = Page::parse(address).map_or_else(String::new, |page| page.address());
                return Admission::Enter(cookie, format!("/{page}"));
            }
            Admission::Refused(
                StatusCode::UNAUTHORIZED,
                "This portal asks for a token: open the address that `abide serve` printed.\n",
            )
        }
    }
}

/// A page elsewhere can have its name resolve to this machine; what it asks for then names it, and not us.
fn is_own_name(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "[::1]", "localhost"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Nothing but the portal's own files runs or loads, and no other page looks into it.
fn protect(headers: &mut HeaderMap) {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                          base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What is no page has a stricter one.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_fits_an_address() {
        assert!(Token::chosen("short").is_none());
        assert!(Token::chosen("long enough but with spaces").is_none());
        assert!(Token::chosen("0123456789abcdef").is_some());
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_ne!(one.text(), other.text());
        assert!(one.is(one.text()) && !one.is(other.text()) && !one.is(""));
        assert_eq!(format!("{one:?}"), "Token(…)");
    }

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        let host = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(name).unwrap());
            is_own_name(&headers)
        };
        for own in ["127.0.0.1:7340", "localhost:1", "LOCALHOST", "[::1]:7340", "[::1]"] {
            assert!(host(own), "{own}");
        }
        for other in
            ["rebind.example:7340", "127.0.0.1.example.com", "localhost.example.com:80", "0.0.0.0:7340", ""]
        {
            assert!(!host(other), "{other}");
        }
        assert!(!is_own_name(&HeaderMap::new()));
    }
}
