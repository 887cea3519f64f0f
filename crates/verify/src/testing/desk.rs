//! A help desk for tests, which can be made wrong in one way at a time, with its specification as people write one: bearer tokens, roles in rows,
//! what is another's answers 404, a status that PATCH changes, webhooks for those who subscribe.

use super::{Reply, Server};
use crate::http::{Call, Client};
use crate::limits::{Deadline, Limits, Stop};
use crate::listener::Incoming;
use serde_json::{Map, Value, json};
use std::sync::Mutex;
use std::time::Duration;

/// What the specification of the help desk says.
pub const SPEC: &str = r#"# Help desk API

## Authentication

Every endpoint except `GET /ping` needs `Authorization: Bearer <token>`. A missing or unknown token answers 401.

## Permissions

| Role | List tickets | Read a ticket | Create a ticket | Update a ticket | Delete a ticket | `POST /webhooks` |
|------|---|---|---|---|---|---|
| lead | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
| agent | ✓ | ✓ | – | ✓ | – | – |
| customer | own only | own only | ✓ | – | – | – |

A ticket that belongs to somebody else answers 404, as if it did not exist. Everything else that a role lacks permission for answers 403.

## Requirements

- Customers MUST NOT delete tickets.
- Only leads may delete tickets.
- Requests without the needed permission are refused with 403.
- A ticket starts as `open`.

## Endpoints

### GET /ping

Auth: none

Response (200):

```json
{"pong": true}
```

### POST /tickets

Request:

```json
{"subject": "The printer is on fire", "priority": "high"}
```

Response (201):

```json
{"ticket": {"id": 17, "subject": "The printer is on fire", "priority": "high", "status": "open"}}
```

### GET /tickets

Response (200):

```json
{"tickets": [{"id": 17, "subject": "The printer is on fire", "priority": "high", "status": "open"}]}
```

### GET /tickets/{ticketId}

Response (200):

```json
{"ticket": {"id": 17, "subject": "The printer is on fire", "priority": "high", "status": "open"}}
```

### PATCH /tickets/{ticketId}

Request:

```json
{"status": "pending"}
```

Response (200):

```json
{"ticket": {"id": 17, "subject": "The printer is on fire", "priority": "high", "status": "pending"}}
```

### DELETE /tickets/{ticketId}

Response (204): nothing.

### POST /webhooks

Subscribes to events.

Request:

```json
{"url": "https://example.com/hook", "secret": "a-shared-secret"}
```

Response (201):

```json
{"id": 1, "url": "https://example.com/hook"}
```

## Ticket lifecycle

- open → pending
- pending → open
- pending → solved
- open → solved
- solved → closed

Any other change of status is rejected with 422.

## Workflow: a ticket is solved

1. A customer opens a ticket with `POST /tickets`. It is `open`.
2. An agent sets it to `pending` with `PATCH /tickets/{ticketId}`.
3. The agent sets it to `solved`.
4. Deleting it as an agent with `DELETE /tickets/{ticketId}` answers 403.

## Webhooks

| Event | Payload | When |
|---|---|---|
| `ticket.created` | `id`, `subject`, `status` | a ticket is created with `POST /tickets` |
| `ticket.solved` | `id`, `status` | the status of a ticket becomes `solved` |

Deliveries are POSTs of `{"event": "ticket.created", "data": {…}}`. The header `X-Desk-Signature` holds the hex HMAC-SHA256 of the body with the
subscription's `secret`.
"#;

/// The configuration of a target that runs at that server.
pub fn config(server: &Server) -> String {
    let mut text = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    for (role, token) in TOKENS {
        text.push_str(&format!("roles.{role}.headers = {{ Authorization = \"Bearer {token}\" }}\n"));
    }
    text
}

const TOKENS: &[(&str, &str)] = &[
    ("lead", "token-of-the-lead"),
    ("agent", "token-of-the-agent"),
    ("customer_a", "token-of-customer-a"),
    ("customer_b", "token-of-customer-b"),
];

#[derive(Default)]
struct Store {
    tickets: Vec<Map<String, Value>>,
    subscriptions: Vec<(String, String, Vec<Value>)>,
    next: u64,
}

/// Starts the help desk with one thing wrong about it; the empty text is nothing.
pub fn desk(wrong: &'static str) -> Server {
    let store = Mutex::new(Store::default());
    Server::start(move |request| Desk { wrong, store: &store }.answer(request))
}

struct Desk<'a> {
    wrong: &'static str,
    store: &'a Mutex<Store>,
}

const CHANGES: &[(&str, &str)] = &[
    ("open", "pending"),
    ("pending", "open"),
    ("pending", "solved"),
    ("open", "solved"),
    ("solved", "closed"),
];

fn error(status: u16) -> Reply {
    Reply::json(status, &json!({"error": status}))
}

fn shown(ticket: &Map<String, Value>) -> Value {
    let mut ticket = ticket.clone();
    ticket.remove("owner");
    Value::Object(ticket)
}

impl Desk<'_> {
    fn is(&self, wrong: &str) -> bool {
        self.wrong == wrong
    }

    fn answer(&self, request: &Incoming) -> Reply {
        let route = request.route().to_owned();
        let parts: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).collect();
        if parts == ["ping"] {
            return Reply::json(200, &json!({"pong": true}));
        }
        if parts == ["openapi.json"] && self.is("backdoor") {
            return Reply::json(
                200,
                &json!({"openapi": "3.1.0", "paths": {"/tickets": {"get": {}}, "/debug/dump": {"get": {}}}}),
            );
        }
        let mut token = request
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned));
        if self.is("token-in-query") && token.is_none() {
            let query = request.path.split_once("access_token=");
            token = query.map(|(_, value)| value.split('&').next().unwrap_or_default().to_owned());
        }
        let Some((who, _)) = TOKENS.iter().find(|(_, known)| token.as_deref() == Some(known)) else {
            return error(401);
        };
        let role = who.split('_').next().unwrap_or_default();
        let may = |roles: &[&str]| roles.contains(&role);
        let mut store = self.store.lock().unwrap();
        let body = request.json();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["tickets"]) if !may(&["lead", "customer"]) && !self.is("agent-creates") => error(403),
            ("POST", ["tickets"]) if self.is("customer-locked-out") && role == "customer" => error(403),
            ("POST", ["tickets"]) => self.create(&mut store, who, &body),
            ("GET", ["tickets"]) => {
                let all = self.is("list-shows-all");
                let seen = store
                    .tickets
                    .iter()
                    .filter(|ticket| all || role != "customer" || ticket["owner"] == *who);
                Reply::json(200, &json!({"tickets": seen.map(shown).collect::<Vec<_>>()}))
            }
            (method, ["tickets", id]) => self.one(&mut store, method, id, who, &body),
            ("POST", ["webhooks"]) if !may(&["lead"]) => error(403),
            ("POST", ["webhooks"]) => {
                let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
                let asked = body["events"].as_array().cloned().unwrap_or_default();
                store.subscriptions.push((text("url"), text("secret"), asked));
                Reply::json(201, &json!({"id": store.subscriptions.len(), "url": text("url")}))
            }
            ("GET", ["debug", "dump"]) if self.is("backdoor") => Reply::json(200, &json!({})),
            _ => error(404),
        }
    }

    fn create(&self, store: &mut Store, who: &str, body: &Value) -> Reply {
        if body["subject"].as_str().is_none_or(str::is_empty) {
            return error(422);
        }
        store.next += 1;
        let status = if self.is("starts-pending") { "pending" } else { "open" };
        let ticket = json!({"id": store.next, "subject": body["subject"], "priority": body["priority"], "status": status, "owner": who});
        let Value::Object(ticket) = ticket else { unreachable!() };
        store.tickets.push(ticket.clone());
        if !self.is("no-created-event") {
            self.deliver(store, "ticket.created", &shown(&ticket));
        }
        Reply::json(201, &json!({"ticket": shown(&ticket)}))
    }

    fn one(&self, store: &mut Store, method: &str, id: &str, who: &str, body: &Value) -> Reply {
        let Some(at) = store.tickets.iter().position(|ticket| ticket["id"].as_u64() == id.parse().ok())
        else {
            return error(404);
        };
        let role = who.split('_').next().unwrap_or_default();
        let own = store.tickets[at]["owner"] == who;
        if role == "customer" && !own && !(self.is("reads-others") && method == "GET") {
            return error(404);
        }
        match method {
            "GET" => Reply::json(200, &json!({"ticket": shown(&store.tickets[at])})),
            "PATCH" if role == "customer" && !self.is("customer-updates") => error(403),
            "DELETE" if role != "lead" && !(self.is("agent-deletes") && role == "agent") => {
                if self.is("deletes-and-refuses") {
                    store.tickets.remove(at);
                }
                error(403)
            }
            "DELETE" => {
                store.tickets.remove(at);
                Reply::empty(204)
            }
            "PATCH" => {
                let from = store.tickets[at]["status"].as_str().unwrap_or_default().to_owned();
                let to = body["status"].as_str().unwrap_or(&from).to_owned();
                let known = CHANGES.contains(&(from.as_str(), to.as_str()));
                let stuck = self.is("never-closed") && to == "closed";
                if (!known && !self.is("any-status")) || stuck {
                    return error(if self.is("wrong-status") { 409 } else { 422 });
                }
                if !self.is("status-not-kept") {
                    store.tickets[at].insert("status".into(), json!(to));
                }
                let mut seen = store.tickets[at].clone();
                seen.insert("status".into(), json!(to));
                if to == "solved" {
                    let data =
                        if self.is("event-lacks-status") { json!({"id": seen["id"]}) } else { shown(&seen) };
                    self.deliver(store, "ticket.solved", &data);
                }
                Reply::json(200, &json!({"ticket": shown(&seen)}))
            }
            _ => error(405),
        }
    }

    fn deliver(&self, store: &Store, event: &str, data: &Value) {
        let body = json!({"event": event, "data": data});
        for (url, secret, asked) in store.subscriptions.iter().cloned() {
            let unasked = !asked.is_empty() && !asked.iter().any(|name| name == event);
            if unasked && !self.is("delivers-unasked") {
                continue;
            }
            let secret = if self.is("wrong-signature") { "another".to_owned() } else { secret };
            let (body, signature) =
                (body.clone(), crate::signature::hmac_sha256(secret.as_bytes(), body.to_string().as_bytes()));
            let retries = self.is("retries");
            std::thread::spawn(move || {
                let Ok(client) = Client::new(&url, Limits::default(), Stop::new()) else { return };
                let headers = [("X-Desk-Signature".to_owned(), signature)];
                let call = Call::new("POST", "").json(&body).headers(&headers);
                let answer = client.send(&call, Deadline::after(Duration::from_secs(5)));
                if retries && answer.is_ok_and(|exchange| exchange.answer.status >= 500) {
                    std::thread::sleep(Duration::from_millis(300));
                    let _ = client.send(&call, Deadline::after(Duration::from_secs(5)));
                }
            });
        }
    }
}
