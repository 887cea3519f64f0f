//! The built-in receiver of webhooks: what the target posts to `{events}`.

use crate::listener::{Incoming, Listener, Reply};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Deliveries that are kept at most.
const KEPT: usize = 10_000;

/// Records what is delivered to it.
#[derive(Debug)]
pub struct Receiver {
    listener: Listener,
    deliveries: Arc<Mutex<Vec<Incoming>>>,
    refusing: Arc<AtomicBool>,
}

/// Refuses deliveries until it is dropped.
#[derive(Debug)]
pub struct Refusing<'a>(&'a AtomicBool);

impl Drop for Refusing<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Receiver {
    /// Starts listening.
    pub fn start() -> std::io::Result<Self> {
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&deliveries);
        let refusing = Arc::new(AtomicBool::new(false));
        let refuses = Arc::clone(&refusing);
        let listener = Listener::start(move |request| {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < KEPT {
                kept.push(request);
            }
            Reply::empty(if refuses.load(Ordering::SeqCst) { 500 } else { 204 })
        })?;
        Ok(Self { listener, deliveries, refusing })
    }

    /// Answers deliveries with 500 from now on, until what is given back is dropped. They are recorded all the same.
    pub fn refuse(&self) -> Refusing<'_> {
        self.refusing.store(true, Ordering::SeqCst);
        Refusing(&self.refusing)
    }

    /// What `{events}` stands for.
    pub fn url(&self) -> String {
        format!("{}/events", self.listener.url())
    }

    /// What was delivered so far, in the order it came.
    pub fn deliveries(&self) -> Vec<Incoming> {
        self.deliveries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Call, Client};
    use crate::limits::{Deadline, Limits, Stop};
    use std::time::Duration;

    #[test]
    fn every_delivery_is_recorded_as_it_came() {
        let receiver = Receiver::start().unwrap();
        let client = Client::new(&receiver.url(), Limits::default(), Stop::new()).unwrap();
        let call = Call::new("POST", "parcel").json(&serde_json::json!({"type": "parcel.created"}));
        let answer = client.send(&call, Deadline::after(Duration::from_secs(5))).unwrap().answer;
        assert_eq!(answer.status, 204);
        let deliveries = receiver.deliveries();
        assert_eq!(deliveries.len(), 1);
        assert_eq!(deliveries[0].path, "/events/parcel");
        assert_eq!(deliveries[0].body, br#"{"type":"parcel.created"}"#);
    }
}
