//! A small parcel service for tests, which can be made wrong in one way at a time, and what its specification would state.

use super::items::{ItemDraft, item};
use super::{Reply, Server};
use crate::listener::Incoming;
use serde_json::{Map, Value, json};
use std::sync::Mutex;

const ADMIN: &str = "key-of-the-admin";
const CLERK: &str = "key-of-the-clerk";

#[derive(Default)]
struct Store {
    depots: Vec<Map<String, Value>>,
    parcels: Vec<Map<String, Value>>,
    next: u64,
}

struct Service {
    wrong: &'static str,
    store: Mutex<Store>,
}

/// Starts the service with one thing wrong about it; the empty text is nothing.
pub fn service(wrong: &'static str) -> Server {
    let service = Service { wrong, store: Mutex::default() };
    Server::start(move |request| service.answer(request))
}

/// The configuration of a target that runs at that server.
pub fn config(server: &Server) -> String {
    format!(
        "[targets.local]\nurl = \"{}\"\nroles.admin.headers = {{ X-API-Key = \"{ADMIN}\" }}\nroles.clerk.headers = {{ X-API-Key = \"{CLERK}\" }}\n",
        server.url()
    )
}

fn error(status: u16, code: &str, field: Option<&str>) -> Reply {
    Reply::json(status, &json!({"error": {"code": code, "message": format!("{code} it is"), "field": field}}))
}

fn text<'a>(record: &'a Map<String, Value>, name: &str) -> &'a str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl Service {
    fn is(&self, wrong: &str) -> bool {
        self.wrong == wrong
    }

    fn answer(&self, request: &Incoming) -> Reply {
        let route = request.route().to_owned();
        let parts: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).collect();
        if parts == ["health"] {
            return Reply::json(
                200,
                &json!({"status": if self.is("health-body") { "up" } else { "ok" }, "version": "1.0"}),
            );
        }
        let key = request.header("x-api-key");
        let open = self.is("open-endpoint") && route == "/parcels" && request.method == "GET";
        let known = matches!(key, Some(ADMIN | CLERK)) || (self.is("any-key") && key.is_some());
        if !open && !known {
            return if self.is("forbids-strangers") {
                error(403, "forbidden", None)
            } else {
                error(401, "unauthenticated", None)
            };
        }
        if parts.first() == Some(&"depots")
            && request.method != "GET"
            && key != Some(ADMIN)
            && !self.is("clerk-opens-depots")
        {
            return error(403, "forbidden", None);
        }
        let body = match request.json() {
            Value::Object(body) => body,
            _ if matches!(request.method.as_str(), "POST" | "PATCH") => {
                return if self.is("malformed-crashes") {
                    Reply::text(500, "oops")
                } else {
                    error(400, "malformed_json", None)
                };
            }
            _ => Map::new(),
        };
        let mut store = self.store.lock().unwrap();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["depots"]) => self.open_depot(&mut store, body),
            ("GET", ["depots"]) => list(request, &store.depots),
            ("GET", ["depots", id]) => self.read(&store.depots, id),
            ("PATCH", ["depots", id]) => self.change_depot(&mut store, id, &body),
            ("POST", ["parcels"]) => self.register(&mut store, body),
            ("GET", ["parcels"]) => list(request, &store.parcels),
            ("GET", ["parcels", id]) => self.read(&store.parcels, id),
            ("POST", ["parcels", id, "status"]) => self.move_on(&mut store, id, &body),
            ("DELETE", ["parcels", id]) => self.delete(&mut store, id),
            ("GET", ["parcels", id, "label"]) => match find(&store.parcels, id) {
                Some(at) if self.is("label-forgets") => {
                    Reply::text(200, &format!("To: somebody\n{}", text(&store.parcels[at], "status")))
                }
                Some(at) => Reply::text(200, &format!("To: {}", text(&store.parcels[at], "recipient"))),
                None => error(404, "not_found", None),
            },
            _ => error(404, "not_found", None),
        }
    }

    fn open_depot(&self, store: &mut Store, body: Map<String, Value>) -> Reply {
        let code = text(&body, "code").to_owned();
        if code.is_empty() {
            return error(422, "validation_failed", Some("code"));
        }
        if store.depots.iter().any(|depot| text(depot, "code") == code) && !self.is("duplicate-code") {
            return error(409, "duplicate_code", Some("code"));
        }
        let depot = self.record(
            store,
            &[
                ("code", json!(code)),
                ("city", body.get("city").cloned().unwrap_or(json!(null))),
                ("version", json!(1)),
            ],
        );
        store.depots.push(depot.clone());
        Reply::json(if self.is("create-status") { 200 } else { 201 }, &Value::Object(depot))
    }

    fn change_depot(&self, store: &mut Store, id: &str, body: &Map<String, Value>) -> Reply {
        let Some(at) = find(&store.depots, id) else { return error(404, "not_found", None) };
        let depot = &mut store.depots[at];
        if depot["version"] != body["version"] && !self.is("stale-version") {
            return error(409, "version_conflict", Some("version"));
        }
        if let Some(city) = body.get("city").filter(|_| !self.is("update-lost")) {
            depot.insert("city".into(), city.clone());
        }
        let version = depot["version"].as_u64().unwrap() + 1;
        depot.insert("version".into(), json!(version));
        Reply::json(200, &Value::Object(depot.clone()))
    }

    fn register(&self, store: &mut Store, body: Map<String, Value>) -> Reply {
        if find(&store.depots, text(&body, "depot_id")).is_none() {
            return error(404, "no_such_depot", Some("depot_id"));
        }
        let grams = body.get("grams").and_then(Value::as_i64).unwrap_or_default();
        if (grams <= 0 || text(&body, "recipient").is_empty()) && !self.is("anything-goes") {
            return error(422, "validation_failed", Some(if grams <= 0 { "grams" } else { "recipient" }));
        }
        let parcel = self.record(
            store,
            &[
                ("depot_id", body["depot_id"].clone()),
                ("recipient", json!(text(&body, "recipient"))),
                (if self.is("field-renamed") { "weight" } else { "grams" }, json!(grams)),
                ("status", json!("new")),
            ],
        );
        store.parcels.push(parcel.clone());
        let mut shown = parcel;
        if self.is("leaks") {
            shown.insert("internal_margin".into(), json!(3));
        }
        Reply::json(201, &Value::Object(shown))
    }

    fn read(&self, records: &[Map<String, Value>], id: &str) -> Reply {
        match find(records, id) {
            Some(at) => {
                let mut record = records[at].clone();
                if self.is("lost-on-read") && record.contains_key("recipient") {
                    record.insert("recipient".into(), json!("somebody"));
                }
                Reply::json(200, &Value::Object(record))
            }
            None if self.is("missing-is-ok") => Reply::json(200, &json!({})),
            None if self.is("error-shape") => {
                Reply::json(404, &json!({"code": "not_found", "message": "", "field": null}))
            }
            None => error(404, "not_found", None),
        }
    }

    fn move_on(&self, store: &mut Store, id: &str, body: &Map<String, Value>) -> Reply {
        let Some(at) = find(&store.parcels, id) else { return error(404, "not_found", None) };
        let parcel = &mut store.parcels[at];
        let legal = matches!((text(parcel, "status"), text(body, "to")), ("new", "sent") | ("sent", "done"));
        if !legal && !self.is("any-transition") {
            return error(409, "illegal_transition", None);
        }
        parcel.insert("status".into(), body["to"].clone());
        Reply::json(200, &Value::Object(parcel.clone()))
    }

    fn delete(&self, store: &mut Store, id: &str) -> Reply {
        let Some(at) = find(&store.parcels, id) else { return error(404, "not_found", None) };
        if text(&store.parcels[at], "status") == "sent" && !self.is("deletes-sent") {
            return error(409, "on_the_road", None);
        }
        store.parcels.remove(at);
        Reply::empty(204)
    }

    fn record(&self, store: &mut Store, members: &[(&str, Value)]) -> Map<String, Value> {
        store.next += 1;
        let id = format!("00000000-0000-4000-8000-{:012}", store.next);
        let mut record = Map::from_iter([("id".to_owned(), json!(id))]);
        record.extend(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        record.insert(
            "created_at".into(),
            json!(if self.is("bad-date") { "today" } else { "2026-10-12T08:15:00Z" }),
        );
        record
    }
}

fn find(records: &[Map<String, Value>], id: &str) -> Option<usize> {
    records.iter().position(|record| text(record, "id") == id)
}

fn list(request: &Incoming, records: &[Map<String, Value>]) -> Reply {
    if request.path.contains("page=0") {
        return error(400, "invalid_parameter", Some("page"));
    }
    Reply::json(200, &json!({"items": records, "total": records.len()}))
}

/// What a specification of the service states.
pub fn statements() -> Vec<ItemDraft> {
    let depot = |code: &str, city: &str, version: u64| json!({"id": "0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5", "code": code, "city": city, "version": version, "created_at": "2026-10-12T08:15:00Z"});
    let parcel = |status: &str| json!({"id": "0199c2e0-77aa-7d12-b0c9-4f1a2b3c4d5e", "depot_id": "0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5", "recipient": "Mara Lindqvist", "grams": 2400, "status": status, "created_at": "2026-10-12T08:28:13Z"});
    let failure =
        |code: &str, field: Value| json!({"error": {"code": code, "message": "why", "field": field}});
    let admin = "X-API-Key; roles: admin";
    let both = "X-API-Key; roles: admin, clerk";
    vec![
        item("field", "Depot.code").field("type", "string").field("unique", true),
        item("transition", "new -> sent"),
        item("transition", "sent -> done"),
        item("endpoint", "GET /health").field("auth", "none").response(200, json!({"status": "ok", "version": "1.0"}), "OK"),
        item("endpoint", "POST /depots")
            .field("auth", admin)
            .request(json!({"code": "VIE-1", "city": "Vienna"}))
            .response(201, depot("VIE-1", "Vienna", 1), "Created")
            .response(403, failure("forbidden", json!(null)), "as a clerk")
            .response(409, failure("duplicate_code", json!("code")), "the same request once more"),
        item("endpoint", "GET /depots")
            .field("auth", both)
            .response(200, json!({"items": [depot("VIE-1", "Vienna", 1)], "total": 1}), "OK")
            .response(400, failure("invalid_parameter", json!("page")), "for `GET /depots?page=0`"),
        item("endpoint", "GET /depots/{id}")
            .field("auth", both)
            .response(200, depot("VIE-1", "Vienna", 1), "OK")
            .response(404, failure("not_found", json!(null)), "Not Found"),
        item("endpoint", "PATCH /depots/{id}")
            .field("auth", admin)
            .request(json!({"version": 1, "city": "Graz"}))
            .response(200, depot("VIE-1", "Graz", 2), "OK")
            .response(409, failure("version_conflict", json!("version")), "the same request once more"),
        item("endpoint", "POST /parcels")
            .field("auth", both)
            .request(json!({"depot_id": "0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5", "recipient": "Mara Lindqvist", "grams": 2400}))
            .response(201, parcel("new"), "Created")
            .response(422, failure("validation_failed", json!("grams")), "for a `grams` of 0"),
        item("endpoint", "GET /parcels")
            .field("auth", both)
            .response(200, json!({"items": [parcel("new")], "total": 1}), "OK")
            .response(401, failure("unauthenticated", json!(null)), "without a key"),
        item("endpoint", "GET /parcels/{id}").field("auth", both).response(200, parcel("new"), "OK"),
        item("endpoint", "POST /parcels/{id}/status")
            .field("auth", both)
            .request(json!({"to": "done"}))
            .response(200, parcel("done"), "OK")
            .response(409, failure("illegal_transition", json!(null)), "the same request once more"),
        item("endpoint", "DELETE /parcels/{id}")
            .field("auth", both)
            .response(204, json!(null), "No Content")
            .response(409, failure("on_the_road", json!(null)), "for a parcel that is `sent`"),
        item("endpoint", "GET /parcels/{id}/label").field("auth", both).response(200, json!("To: Mara Lindqvist"), "OK"),
    ]
}
