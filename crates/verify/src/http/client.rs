//! The HTTP client: one origin, no redirects, no proxy, with limits on everything.

use super::exchange::{Answer, Exchange};
use crate::limits::{Deadline, Limits, Stop};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

/// Calls one origin.
#[derive(Clone, Debug)]
pub struct Client {
    inner: reqwest::blocking::Client,
    base: Url,
    limits: Limits,
    stop: Stop,
    // Every copy knows what all of them were shown.
    shown: Arc<Mutex<BTreeMap<String, String>>>,
    // How many calls in a row waited in vain.
    silence: Arc<AtomicUsize>,
}

/// Calls in a row without an answer after which the next ones are given little time.
const DOUBT: usize = 4;
/// The time that they are given.
const LITTLE: Duration = Duration::from_secs(1);
/// Calls in a row without an answer after which the target is taken for dead, and is called no more.
const DEAD: usize = 12;

/// A call to make.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The method.
    pub method: String,
    /// The path with its query, from the root of the target's address.
    pub path: String,
    /// Headers, besides those of the body.
    pub headers: Vec<(String, String)>,
    /// The body with its media type.
    pub body: Option<(String, String)>,
}

impl Call {
    /// A call without headers and body.
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self { method: method.to_owned(), path: path.into(), ..Self::default() }
    }

    /// With these headers as well.
    pub fn headers(mut self, headers: &[(String, String)]) -> Self {
        self.headers.extend_from_slice(headers);
        self
    }

    /// With a JSON body.
    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = Some((body.to_string(), "application/json".to_owned()));
        self
    }
}

/// A call that brought no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CallError {
    /// The path does not lead to the target.
    #[error("`{0}` leads elsewhere than to the target; only the target is called")]
    Elsewhere(String),
    /// The method, a header or the address is not valid.
    #[error("`{0}` cannot be sent")]
    Invalid(String),
    /// Nothing came back.
    #[error("{0}")]
    NoAnswer(String),
    /// No time was left.
    #[error("no answer within {:?}", .0)]
    TooSlow(Duration),
    /// The target did not answer for so many calls that no further one is made.
    #[error("the target gave no answer to {0} calls in a row, and is called no more in this run")]
    Silent(usize),
    /// The run was stopped.
    #[error("the run was stopped")]
    Stopped,
}

impl Client {
    /// A client for the target at `base`.
    pub fn new(base: &str, limits: Limits, stop: Stop) -> Result<Self, CallError> {
        // The provider is that of the whole process; whoever comes second finds it in place.
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let base = Url::parse(base).map_err(|_| CallError::Invalid(base.to_owned()))?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(CallError::Invalid(base.to_string()));
        }
        let inner = reqwest::blocking::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(limits.request.min(Duration::from_secs(5)))
            .timeout(limits.request)
            .user_agent(concat!("abide/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| CallError::NoAnswer(root_cause(&error)))?;
        Ok(Self { inner, base, limits, stop, shown: Arc::default(), silence: Arc::default() })
    }

    /// The address of the target, without a closing slash.
    pub fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Calls again whatever gave no answer before: it may not have been ready.
    pub fn forget_silence(&self) {
        self.silence.store(0, Ordering::SeqCst);
    }

    /// The path of the target's address, without a closing slash: `/v1` of `http://host/v1/`.
    pub fn base_path(&self) -> &str {
        self.base.path().trim_end_matches('/')
    }

    /// Host and port of the target.
    pub fn address(&self) -> (String, u16) {
        let host = self.base.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        (host, self.base.port_or_known_default().unwrap_or_default())
    }

    /// Makes a call. Whatever the target answers is an answer, also a redirect; it is not followed.
    pub fn send(&self, call: &Call, deadline: Deadline) -> Result<Exchange, CallError> {
        if self.stop.asked() {
            return Err(CallError::Stopped);
        }
        let mut limit = deadline.left().min(self.limits.request);
        if limit.is_zero() {
            return Err(CallError::TooSlow(self.limits.claim));
        }
        let silence = self.silence.load(Ordering::SeqCst);
        if silence >= DEAD {
            return Err(CallError::Silent(silence));
        }
        if silence >= DOUBT {
            limit = limit.min(LITTLE);
        }
        let url = self.locate(&call.path)?;
        let method = Method::from_bytes(call.method.as_bytes())
            .map_err(|_| CallError::Invalid(call.method.clone()))?;
        let mut headers = HeaderMap::new();
        for (name, value) in &call.headers {
            let parsed = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
            let (name, value) = parsed.ok_or_else(|| CallError::Invalid(format!("the header {name}")))?;
            headers.append(name, value);
        }
        let mut request = self.inner.request(method, url.clone()).headers(headers).timeout(limit);
        let mut sent_headers = call.headers.clone();
        if let Some((body, media_type)) = &call.body {
            request = request.header("content-type", media_type).body(body.clone());
            sent_headers.push(("content-type".to_owned(), media_type.clone()));
        }
        let started = Instant::now();
        let response = request.send().map_err(|error| self.failure(&error, limit))?;
        self.silence.store(0, Ordering::SeqCst);
        let answer = self.read(response, Deadline::after(limit.saturating_sub(started.elapsed())))?;
        self.note(call, &answer);
        Ok(Exchange {
            method: call.method.clone(),
            path: url
                .query()
                .map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())),
            base: url.origin().ascii_serialization(),
            headers: sent_headers,
            body: call.body.as_ref().map(|(body, _)| body.clone()),
            answer,
            duration: started.elapsed(),
        })
    }

    /// Remembers the names of all members of an answer, each with the call that showed it first.
    fn note(&self, call: &Call, answer: &Answer) {
        let Some(body) = answer.json() else { return };
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = vec![&body];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(list) => open.extend(list),
                Value::Object(members) => {
                    for (name, value) in members {
                        let name = crate::words::folded(name);
                        shown.entry(name).or_insert_with(|| format!("{} {}", call.method, call.path));
                        open.push(value);
                    }
                }
                _ => {}
            }
        }
    }

    /// The call whose answer showed a member of that name first, in any style.
    pub fn shown(&self, name: &str) -> Option<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.get(&crate::words::folded(name)).cloned()
    }

    /// How many names of members were shown.
    pub fn count_shown(&self) -> usize {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The address of a path of the target; anything that would lead to another origin is refused.
    fn locate(&self, path: &str) -> Result<Url, CallError> {
        let elsewhere = || CallError::Elsewhere(path.to_owned());
        let path = path.trim();
        if path.contains("://") && !path.starts_with('/') {
            return Err(elsewhere());
        }
        let joined = format!("{}/{}", self.base(), path.trim_start_matches('/'));
        let url = Url::parse(&joined).map_err(|_| CallError::Invalid(path.to_owned()))?;
        let same = url.origin() == self.base.origin() && url.username() == self.base.username();
        if same { Ok(url) } else { Err(elsewhere()) }
    }

    fn failure(&self, error: &reqwest::Error, limit: Duration) -> CallError {
        if self.stop.asked() {
            CallError::Stopped
        } else if error.is_timeout() {
            self.silence.fetch_add(1, Ordering::SeqCst);
            CallError::TooSlow(limit)
        } else {
            CallError::NoAnswer(root_cause(error))
        }
    }

    fn read(&self, response: reqwest::blocking::Response, deadline: Deadline) -> Result<Answer, CallError> {
        let status = response.status().as_u16();
        let as_text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), as_text(value))).collect();
        let mut answer = Answer { status, headers, body: Vec::new(), length: 0, cut: false };
        let mut response = response;
        let mut buffer = vec![0; 64 << 10];
        loop {
            if self.stop.asked() {
                return Err(CallError::Stopped);
            }
            if deadline.passed() {
                return Err(CallError::TooSlow(self.limits.request));
            }
            let count = match response.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                    return Err(CallError::TooSlow(self.limits.request));
                }
                Err(error) => {
                    return Err(CallError::NoAnswer(format!("the answer broke off: {}", root_cause(&error))));
                }
            };
            let room = self.limits.body_kept.saturating_sub(answer.body.len()).min(count);
            answer.body.extend_from_slice(&buffer[..room]);
            answer.length += count as u64;
            if answer.length > self.limits.body_read as u64 {
                answer.cut = true;
                break;
            }
        }
        answer.cut |= answer.length > answer.body.len() as u64;
        Ok(answer)
    }
}

/// The innermost cause: "connection refused" says more than "error sending request".
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests;
