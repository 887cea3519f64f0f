//! The whole service without its socket: requests into the router, over a database in memory.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::sync::Arc;
use tower::ServiceExt;

use crate::config::Config;
use crate::database::Database;
use crate::log::{Level, Log};
use crate::metrics::Metrics;
use crate::rate::RateLimit;
use crate::server::App;
use crate::{migrations, routes};

struct Service(Router);

struct Answer {
    status: StatusCode,
    body: Value,
    headers: axum::http::HeaderMap,
}

impl Service {
    fn new() -> Self {
        let keys = |name: &str| {
            let role = name.strip_prefix("PARCELS_")?.strip_suffix("_KEY")?;
            Some(format!("key-of-the-{}", role.to_lowercase()))
        };
        let config = Config::read(&keys, None, None).unwrap();
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        migrations::apply(&mut connection).unwrap();
        Self(routes::router(Arc::new(App {
            database: Database::new(connection),
            keys: config.keys,
            quotes: RateLimit::new(config.limits.quotes_per_minute),
            limits: config.limits,
            metrics: Metrics::default(),
            log: Log(Level::Off),
        })))
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, body, headers: parts.headers }
    }

    async fn call(&self, role: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = request(role, method, path);
        let request = match body {
            None => request.body(Body::empty()),
            Some(body) => {
                request.header("content-type", "application/json").body(Body::from(body.to_string()))
            }
        };
        self.send(request.unwrap()).await
    }

    async fn register(&self) -> Value {
        let answer = self.call("clerk", "POST", "/api/v1/parcels", Some(parcel())).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }
}

fn request(role: &str, method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("x-api-key", format!("key-of-the-{role}"))
}

fn parcel() -> Value {
    json!({
        "recipient_name": "Mara Lindqvist", "address": "Hafenstrasse 12", "postal_code": "4020",
        "city": "Linz", "country": "AT", "weight_grams": 2_400,
    })
}

fn path(parcel: &Value) -> String {
    format!("/api/v1/parcels/{}", parcel["id"].as_str().unwrap())
}

#[tokio::test]
async fn every_refusal_has_one_shape() {
    let service = Service::new();
    let json = |body: &'static str| {
        request("admin", "POST", "/api/v1/quotes")
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap()
    };
    let bare = |role, method, path| request(role, method, path).body(Body::empty()).unwrap();
    let large = "x".repeat(70_000).leak();
    for (request, status, code) in [
        (bare("nobody", "GET", "/api/v1/parcels"), 401, "unauthenticated"),
        (bare("auditor", "POST", "/api/v1/parcels"), 403, "forbidden"),
        (bare("admin", "GET", "/api/v1/parcels/none"), 404, "not_found"),
        (bare("admin", "GET", "/api/v1/parcels/%FF"), 404, "not_found"),
        (bare("admin", "PATCH", "/api/v1/parcels/none"), 404, "not_found"),
        (bare("admin", "GET", "/nowhere"), 404, "not_found"),
        (bare("admin", "PUT", "/api/v1/parcels"), 405, "method_not_allowed"),
        (bare("admin", "POST", "/health"), 405, "method_not_allowed"),
        (bare("admin", "GET", "/api/v1/parcels?page=0"), 400, "invalid_parameter"),
        (bare("admin", "POST", "/api/v1/quotes"), 415, "unsupported_media_type"),
        (json("{"), 400, "malformed_json"),
        (json(large), 413, "payload_too_large"),
        (json("{}"), 422, "validation_failed"),
    ] {
        let said = format!("{} {}", request.method(), request.uri());
        let answer = service.send(request).await;
        assert_eq!(answer.status, status, "{said}");
        assert_eq!(answer.body["error"]["code"], code, "{said}");
        let error = answer.body["error"].as_object().unwrap();
        assert_eq!(error.keys().collect::<Vec<_>>(), ["code", "message", "field"], "{said}");
    }
}

#[tokio::test]
async fn a_parcel_is_registered_read_changed_and_deleted() {
    let service = Service::new();
    let mut sent = parcel();
    sent["status"] = json!("delivered");
    sent["id"] = json!("mine");
    let made = service.call("clerk", "POST", "/api/v1/parcels", Some(sent)).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["status"], "registered");
    assert_eq!(made.body["depot_code"], "HUB-1");
    let path = path(&made.body);
    assert_eq!(made.headers["location"], path.as_str());
    assert_eq!(service.call("auditor", "GET", &path, None).await.body, made.body);

    let change = json!({ "version": 1, "note": "Ring twice" });
    let changed = service.call("clerk", "PATCH", &path, Some(change.clone())).await;
    assert_eq!(
        (changed.body["version"].as_i64(), changed.body["note"].as_str()),
        (Some(2), Some("Ring twice"))
    );
    assert!(changed.body["updated_at"].as_str() > changed.body["created_at"].as_str());
    let stale = service.call("clerk", "PATCH", &path, Some(change)).await;
    assert_eq!((stale.status.as_u16(), &stale.body["error"]["code"]), (409, &json!("version_conflict")));

    assert_eq!(service.call("clerk", "DELETE", &path, None).await.status, 403);
    assert_eq!(service.call("admin", "DELETE", &path, None).await.status, 204);
    assert_eq!(service.call("admin", "GET", &path, None).await.status, 404);
    assert_eq!(service.call("admin", "GET", "/api/v1/parcels", None).await.body["total"], 0);
}

#[tokio::test]
async fn what_was_read_may_be_sent_back() {
    let service = Service::new();
    let made = service.register().await;
    let same = service.call("admin", "PATCH", &path(&made), Some(made.clone())).await;
    assert_eq!((same.status.as_u16(), same.body["version"].as_i64()), (200, Some(2)));
}

#[tokio::test]
async fn a_parcel_moves_only_along_its_states_and_leaves_a_history() {
    let service = Service::new();
    let made = service.register().await;
    let path = path(&made);
    let status = format!("{path}/status");
    for (to, expected) in [
        ("delivered", 409),
        ("in_transit", 200),
        ("out_for_delivery", 200),
        ("in_transit", 200),
        ("returned", 200),
        ("in_transit", 409),
        ("cancelled", 422),
    ] {
        let answer = service.call("courier", "POST", &status, Some(json!({ "to": to }))).await;
        assert_eq!(answer.status, expected, "{to}");
    }
    let closed = service.call("admin", "PATCH", &path, Some(json!({ "version": 5 }))).await;
    assert_eq!(closed.body["error"]["code"], "parcel_closed");

    let history = service.call("auditor", "GET", &format!("{path}/events"), None).await.body;
    let states =
        history["items"].as_array().unwrap().iter().map(|event| event["to_status"].as_str().unwrap());
    let states: Vec<_> = states.collect();
    assert_eq!(states, ["registered", "in_transit", "out_for_delivery", "in_transit", "returned"]);
}

#[tokio::test]
async fn one_idempotency_key_makes_one_parcel() {
    let service = Service::new();
    let send = async |role: &str, body: Value| {
        let request = request(role, "POST", "/api/v1/parcels")
            .header("content-type", "application/json")
            .header("idempotency-key", "order-2041");
        service.send(request.body(Body::from(body.to_string())).unwrap()).await
    };
    let first = send("clerk", parcel()).await;
    let again = send("clerk", parcel()).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");

    let mut other = parcel();
    other["weight_grams"] = json!(1);
    assert_eq!(send("clerk", other).await.body["error"]["code"], "idempotency_mismatch");
    assert_ne!(send("admin", parcel()).await.body["id"], first.body["id"]);
}

#[tokio::test]
async fn pages_are_disjoint_and_complete_while_parcels_arrive() {
    let service = Service::new();
    for _ in 0..5 {
        service.register().await;
    }
    let mut seen = Vec::new();
    for page in 1..=3 {
        let path = format!("/api/v1/parcels?page_size=2&page={page}");
        let answer = service.call("clerk", "GET", &path, None).await.body;
        seen.extend(answer["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
        service.register().await;
    }
    assert_eq!(seen.len(), 6);
    seen.dedup();
    assert_eq!(seen.len(), 6);
    let largest = service.call("clerk", "GET", "/api/v1/parcels?page_size=5000", None).await.body;
    assert_eq!((largest["page_size"].as_i64(), largest["total"].as_i64()), (Some(100), Some(8)));
}

#[tokio::test]
async fn a_depot_is_unique_and_kept_while_parcels_need_it() {
    let service = Service::new();
    let vienna = json!({ "code": "VIE-1", "name": "Vienna South", "city": "Vienna" });
    let made = service.call("admin", "POST", "/api/v1/depots", Some(vienna.clone())).await;
    assert_eq!(made.status, 201);
    let twice = service.call("admin", "POST", "/api/v1/depots", Some(vienna)).await;
    assert_eq!((twice.status.as_u16(), &twice.body["error"]["field"]), (409, &json!("code")));

    let mut sent = parcel();
    sent["depot_code"] = json!("VIE-1");
    assert_eq!(service.call("clerk", "POST", "/api/v1/parcels", Some(sent.clone())).await.status, 201);
    let depot = format!("/api/v1/depots/{}", made.body["id"].as_str().unwrap());
    let used = service.call("admin", "DELETE", &depot, None).await;
    assert_eq!(used.body["error"]["code"], "depot_in_use");

    let closing = json!({ "version": 1, "active": false });
    assert_eq!(service.call("admin", "PATCH", &depot, Some(closing)).await.status, 200);
    let refused = service.call("clerk", "POST", "/api/v1/parcels", Some(sent)).await;
    assert_eq!((refused.status.as_u16(), &refused.body["error"]["field"]), (422, &json!("depot_code")));
    let active = service.call("clerk", "GET", "/api/v1/depots?active=true", None).await.body;
    assert_eq!(active["total"], 1);
}
