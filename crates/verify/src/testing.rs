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

/// The words that start this test binary as a system under test; it takes its settings from the variables
/// `SYSTEM_PORT`, `SYSTEM_SAYS` and `SYSTEM_SHOWS`.
pub fn system_words() -> String {
    let program = std::env::current_exe().unwrap();
    serde_json::json!([program, "--ignored", "--exact", "testing::system_under_test", "--nocapture"])
        .to_string()
}

#[test]
#[ignore = "is the system that other tests start"]
fn system_under_test() {
    let Ok(port) = std::env::var("SYSTEM_PORT") else { return };
    let shows = std::env::var("SYSTEM_SHOWS").unwrap_or_default();
    let listener = Listener::on_port(port.parse().unwrap(), move |_| Reply::text(200, &shows)).unwrap();
    eprintln!("{}", std::env::var("SYSTEM_SAYS").unwrap_or_default());
    std::thread::sleep(std::time::Duration::from_secs(60));
    drop(listener);
}
