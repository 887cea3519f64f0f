//! A small HTTP server for tests.

use crate::listener::{Incoming, Listener};
use serde_json::Value;
use std::sync::{Arc, Mutex};

pub use crate::listener::Reply;

/// A server whose answers a test decides; it remembers what it was asked.
pub struct Server {
    listener: Listener,
    requests: Arc<Mutex<Vec<Incoming>>>,
}

impl Server {
    pub fn start(handle: impl Fn(&Incoming) -> Reply + Send + Sync + 'static) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let listener = Listener::start(move |request| {
            seen.lock().unwrap().push(request.clone());
            handle(&request)
        });
        Self { listener: listener.unwrap(), requests }
    }

    pub fn url(&self) -> String {
        self.listener.url()
    }

    pub fn requests(&self) -> Vec<Incoming> {
        self.requests.lock().unwrap().clone()
    }
}

impl Incoming {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The path without its query.
    pub fn route(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

impl Reply {
    pub fn text(status: u16, text: &str) -> Self {
        let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        Self { status, headers, body: text.as_bytes().to_vec() }
    }

    pub fn json(status: u16, value: &Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status, headers, body: value.to_string().into_bytes() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
