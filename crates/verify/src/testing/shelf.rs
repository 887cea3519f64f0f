//! A service for tests that keeps whatever is sent: collections by path, with what a test does to each object before it is kept.

use super::{Reply, Server};
use crate::listener::Incoming;
use serde_json::{Map, Value, json};
use std::sync::Mutex;

/// What is done to an object: made, or changed by a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Made,
    Changed,
}

/// Starts it; `settle` gives the values that the system gives.
pub fn serve(settle: impl Fn(&mut Map<String, Value>, Event) + Send + Sync + 'static) -> Server {
    serve_with(settle, |_, _| None)
}

/// The same, where a test answers some requests itself; it is shown the object that a path names.
pub fn serve_with(
    settle: impl Fn(&mut Map<String, Value>, Event) + Send + Sync + 'static,
    first: impl Fn(&Incoming, Option<&mut Map<String, Value>>) -> Option<Reply> + Send + Sync + 'static,
) -> Server {
    // Each object with the path of its collection; the names that no client gave are the system's own.
    let store: Mutex<Vec<(String, Map<String, Value>)>> = Mutex::default();
    let owned: Mutex<Vec<Vec<String>>> = Mutex::default();
    Server::start(move |request| {
        let mut store = store.lock().unwrap();
        let route = request.route().trim_end_matches('/').to_owned();
        let named = |store: &[(String, Map<String, Value>)], path: &str| {
            let (collection, id) = path.rsplit_once('/')?;
            store.iter().position(|(known, object)| {
                known == collection && object["id"].as_u64().map(|own| own.to_string()).as_deref() == Some(id)
            })
        };
        // `/doors/1` and `/doors/1/open` both speak of the door.
        let outer = route.rsplit_once('/').map_or("", |(outer, _)| outer);
        let spoken = named(&store, &route).or_else(|| named(&store, outer));
        if let Some(reply) = first(request, spoken.map(|at| &mut store[at].1)) {
            return reply;
        }
        let nothing = || Reply::json(404, &json!({"error": "not found"}));
        let at = named(&store, &route);
        let body = request.json().as_object().cloned();
        match (request.method.as_str(), at, body) {
            ("POST", None, Some(mut body)) => {
                let given: Vec<String> = body.keys().filter(|name| *name != "id").cloned().collect();
                body.insert("id".to_owned(), json!(store.len() + 1));
                settle(&mut body, Event::Made);
                let own = body.keys().filter(|name| !given.contains(name)).cloned().collect();
                owned.lock().unwrap().push(own);
                store.push((route, body.clone()));
                Reply::json(201, &Value::Object(body))
            }
            ("GET", Some(at), _) => Reply::json(200, &Value::Object(store[at].1.clone())),
            ("GET", None, _) if !route.ends_with(|c: char| c.is_ascii_digit()) => {
                let within = store.iter().filter(|(known, _)| *known == route);
                Reply::json(200, &within.map(|(_, object)| Value::Object(object.clone())).collect())
            }
            ("PATCH" | "PUT", Some(at), Some(mut body)) => {
                body.retain(|name, _| !owned.lock().unwrap()[at].contains(name));
                store[at].1.extend(body);
                settle(&mut store[at].1, Event::Changed);
                Reply::json(200, &Value::Object(store[at].1.clone()))
            }
            ("DELETE", Some(at), _) => {
                store[at].0 = "gone".to_owned();
                Reply::text(204, "")
            }
            (_, _, None) if request.method != "GET" => Reply::json(400, &json!({"error": "malformed"})),
            _ => nothing(),
        }
    })
}
