//! Orders of a canteen for tests, which can be made wrong in one way at a time: an order needs a dish below it before it is sent, nobody
//! approves their own, and scenarios say in words what is done.

use super::{Reply, Server};
use crate::listener::Incoming;
use serde_json::{Value, json};
use std::sync::Mutex;

/// What the specification of the canteen says.
pub const SPEC: &str = r#"# Canteen orders

## API

All paths start with `/api`.

- `POST /orders` – write an order; cook, steward → 201
- `GET /orders/{id}` – read
- `POST /orders/{id}/dishes` – add a dish → 201
- `GET /orders/{id}/dishes` – list
- `POST /orders/{id}/send` – draft → sent
- `POST /orders/{id}/approve` – stewards; sent → approved

```
curl -d '{"table": "by the window"}' http://localhost/api/orders
curl -d '{"name": "soup of the day"}' http://localhost/api/orders/7/dishes
```

## Data model

### Order
- `id`: integer, read-only
- `table`: string, required
- `status`: enum `draft` | `sent` | `approved`, read-only, default `draft`

### Dish
- `id`: integer, read-only
- `name`: string, required

## Permissions

| | cook | steward |
|---|---|---|
| approve orders | – | ✓ |

## Scenarios

- Given a `sent` order, when a steward approves it, then its status is `approved`.
- Given an order, when a cook tries to approve it, then the response is `403`.
"#;

/// The configuration of a target that runs at that server.
pub fn config(server: &Server) -> String {
    let role = |name: &str| format!("[targets.local.roles.{name}]\nheaders = {{ X-Key = \"{name}\" }}\n");
    format!("[targets.local]\nurl = \"{}\"\n{}{}", server.url(), role("cook"), role("steward"))
}

/// Starts the canteen with one thing wrong about it; the empty text is nothing.
pub fn canteen(wrong: &'static str) -> Server {
    let orders: Mutex<Vec<(Value, usize)>> = Mutex::default();
    Server::start(move |request| answer(wrong, &mut orders.lock().unwrap(), request))
}

fn answer(wrong: &str, orders: &mut Vec<(Value, usize)>, request: &Incoming) -> Reply {
    let refused = |status| Reply::json(status, &json!({"error": status}));
    let who = request.header("x-key").unwrap_or_default().to_owned();
    let route = request.route().to_owned();
    let parts: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).collect();
    if !["cook", "steward"].contains(&who.as_str()) {
        return refused(401);
    }
    let known = parts.get(2).and_then(|id| id.parse::<usize>().ok()).and_then(|id| id.checked_sub(1));
    let Some(order) = known.and_then(|at| orders.get_mut(at)) else {
        if (request.method.as_str(), parts.as_slice()) == ("POST", &["api", "orders"][..]) {
            let made = json!({"id": orders.len() + 1, "table": request.json()["table"], "status": "draft", "by": who});
            orders.push((made.clone(), 0));
            return Reply::json(201, &made);
        }
        return refused(404);
    };
    let (object, dishes) = order;
    match (request.method.as_str(), parts.get(3).copied()) {
        ("GET", None) => Reply::json(200, object),
        ("GET", Some("dishes")) => Reply::json(200, &json!([])),
        ("POST", Some("dishes")) => {
            *dishes += 1;
            Reply::json(201, &json!({"id": dishes, "name": request.json()["name"]}))
        }
        ("POST", Some("send")) if *dishes == 0 => refused(422),
        ("POST", Some("send")) if object["status"] != "draft" => refused(409),
        ("POST", Some("approve")) if who == "cook" && wrong != "cooks-approve" => refused(403),
        ("POST", Some("approve")) if object["by"] == who.as_str() => refused(403),
        ("POST", Some("approve")) if object["status"] != "sent" => refused(409),
        ("POST", Some(verb)) => {
            if verb == "send" || wrong != "approves-nothing" {
                object["status"] = json!(if verb == "send" { "sent" } else { "approved" });
            }
            Reply::json(200, object)
        }
        _ => refused(405),
    }
}
