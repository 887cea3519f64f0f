use super::*;
use crate::listener::Incoming;
use crate::run::Run;
use crate::testing::{self, Reply, Server};
use abide_ledger::Verdict;
use serde_json::{Value, json};
use std::sync::Mutex;

/// A theatre whose statements are written in one form each.
const SPEC: &str = r#"# Theatre

## API

All paths start with `/api`. Every call needs the header `X-Key`.

- `GET /shows` – list all shows
- `POST /shows` – make a show; ushers → 201
- `GET /shows/{id}` – read a show
- `PATCH /shows/{id}` – change a show; ushers → 200
- `DELETE /shows/{id}` – remove a show; ushers → 204. From then on it is gone: reading it gives `410`.
- `POST /tickets` – book a seat; guests → 201
- `GET /tickets/{id}` – read a ticket
- `POST /tickets/{id}/use` – let somebody in; ushers → 200
- `POST /tickets/{id}/return` – give a ticket back; guests → 200
- `GET /shows/{id}/poster` – the poster of a show. A show that is not `open` is answered with `404`. It adds one to `views`.

```
curl -d '{"title": "The Gull", "seats": 20, "kind": "play"}' http://localhost/api/shows
curl -d '{"show_id": 7}' http://localhost/api/tickets
```

## Data model

### Show
- `id`: integer, read-only
- `title`: string, required, 1 to 40 characters
- `seats`: integer, required, 1 to 500
- `kind`: enum `play` | `opera`, required
- `open`: boolean, optional, `true` by default
- `seats_left`: integer, read-only
- `views`: integer, read-only

### Ticket
- `id`: integer, read-only
- `show_id`: integer, required
- `state`: enum `booked` | `waiting` | `used` | `returned`, read-only
- `holder`: string, read-only

## Acceptance criteria

- Given a show with free seats, when a guest books it, then the response is `201`, the ticket is `booked` and `seats_left` of the show goes down by one.
- Given a show that is full, when a guest books it, then the ticket is `waiting` and `seats_left` stays 0.
- Given a guest who already has a ticket of the show, when they book it again, then the response is `409` with code `twice`.
- Given a waiting ticket, when an usher uses it, then the response is `409` with code `not_booked`.
- Given an usher, when they make a show with `seats` of 0, then the response is `422`.
- Given a show, when an usher changes its `title`, then the other fields keep their values.
- Given shows of several kinds, when a guest lists shows with `kind=opera`, then only opera shows are returned.

## Requirements

- **R-1** WHEN a ticket is used THE SYSTEM SHALL set `state` to used.
- **R-2** WHILE a show has tickets that are `booked` THE SYSTEM SHALL refuse to delete it with `409` and code `has_tickets`.
- **R-3** A waiting ticket cannot be used (`409`).
- **R-5** WHEN a ticket is used or returned THE SYSTEM SHALL NOT allow any further change of its state (`409`).
- **R-6** WHEN a booked ticket is returned THE SYSTEM SHALL book the oldest waiting ticket of the show.
- **R-7** Once a ticket has been used it MUST NOT be returned: `409`.
- **R-8** It MUST NOT be possible to book the same show twice; the second attempt returns `409`.
- **R-9** Booking a show decreases `seats_left` by 1.
- **R-10** Updating the `title` of a show leaves all other fields unchanged.
- **R-11** A ticket for an unknown show MUST be rejected with `404`.
- **R-12** When a show is full, new tickets MUST get the state `waiting`.
- **R-13** If a guest tries to delete a show, the system MUST answer `403`.
- **R-4** When a ticket is booked on a night with fog, the system shall answer 409.
"#;

fn theatre(wrong: &'static str) -> Run {
    let state: Mutex<(Vec<Value>, Vec<Value>)> = Mutex::default();
    let server = Server::start(move |request| answer(wrong, &mut state.lock().unwrap(), request));
    let role = |name: &str| format!("[targets.local.roles.{name}]\nheaders = {{ X-Key = \"{name}\" }}\n");
    let roles: String = ["usher", "guest", "guest_b"].iter().map(|name| role(name)).collect();
    let config = format!("[targets.local]\nurl = \"{}\"\n{roles}", server.url());
    testing::run_markdown(&[&PROBE], SPEC, &config)
}

fn answer(wrong: &str, (shows, tickets): &mut (Vec<Value>, Vec<Value>), request: &Incoming) -> Reply {
    let refused = |status: u16, code: &str| Reply::json(status, &json!({"code": code}));
    let who = request.header("x-key").unwrap_or_default().to_owned();
    let (route, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let parts: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).skip(1).collect();
    let body = request.json();
    let at = parts.get(1).and_then(|id| id.parse::<usize>().ok()).unwrap_or(usize::MAX).wrapping_sub(1);
    let usher = who == "usher";
    match (request.method.as_str(), parts.as_slice()) {
        _ if who.is_empty() => refused(401, "key"),
        ("GET", ["shows"]) => {
            let kind = query.strip_prefix("kind=").filter(|_| wrong != "no-filter");
            let shown: Vec<&Value> = shows
                .iter()
                .filter(|show| !show.is_null() && kind.is_none_or(|kind| show["kind"] == kind))
                .collect();
            Reply::json(200, &json!(shown))
        }
        ("POST", ["shows"]) if usher => {
            let seats = body["seats"].as_i64().unwrap_or(0);
            if seats < 1 && wrong != "no-bounds" || body["title"].as_str().is_none_or(str::is_empty) {
                return refused(422, "invalid");
            }
            let mut show = json!({"id": shows.len() + 1, "open": true, "views": 0, "seats_left": seats});
            for name in ["title", "seats", "kind", "open"] {
                if !body[name].is_null() {
                    show[name] = body[name].clone();
                }
            }
            shows.push(show);
            Reply::json(201, &shows[shows.len() - 1])
        }
        ("POST", ["tickets"]) if !usher => {
            let at = body["show_id"].as_u64().unwrap_or(0) as usize;
            let Some(show) = shows.get_mut(at.wrapping_sub(1)) else { return refused(404, "unknown") };
            let mine = |ticket: &Value| ticket["show_id"] == json!(at) && ticket["holder"] == json!(who);
            if tickets.iter().any(mine) && wrong != "twice" {
                return refused(409, "twice");
            }
            let left = show["seats_left"].as_i64().unwrap_or(0);
            let booked = left > 0 || wrong == "overbooks";
            if booked && wrong != "seats-stand" {
                show["seats_left"] = json!(left - 1);
            }
            let state = if booked { "booked" } else { "waiting" };
            tickets.push(json!({"id": tickets.len() + 1, "show_id": at, "holder": who, "state": state}));
            Reply::json(201, &tickets[tickets.len() - 1])
        }
        ("GET", ["tickets", _]) => {
            tickets.get(at).map_or(refused(404, "unknown"), |ticket| Reply::json(200, ticket))
        }
        ("POST", ["tickets", _, "use"]) if usher => {
            let Some(ticket) = tickets.get_mut(at) else { return refused(404, "unknown") };
            if ticket["state"] != "booked" && wrong != "uses-any" {
                return refused(409, if wrong == "other-code" { "conflict" } else { "not_booked" });
            }
            if wrong != "uses-nothing" {
                ticket["state"] = json!("used");
            }
            Reply::json(200, ticket)
        }
        ("POST", ["tickets", _, "return"]) if !usher => {
            let Some(ticket) = tickets.get_mut(at) else { return refused(404, "unknown") };
            let was = ticket["state"].clone();
            if (was == "used" || was == "returned") && wrong != "never-final" {
                return refused(409, "final");
            }
            ticket["state"] = json!("returned");
            let (show, answer) = (ticket["show_id"].clone(), Reply::json(200, ticket));
            let waits = |ticket: &&mut Value| ticket["show_id"] == show && ticket["state"] == "waiting";
            if was == "booked" && wrong != "nobody-moves-up" {
                match tickets.iter_mut().find(waits) {
                    Some(next) => next["state"] = json!("booked"),
                    None => {
                        let at = show.as_u64().unwrap_or(1) as usize - 1;
                        shows[at]["seats_left"] = json!(shows[at]["seats_left"].as_i64().unwrap_or(0) + 1);
                    }
                }
            }
            answer
        }
        (_, ["shows", _, ..]) if shows.get(at).is_none() => refused(404, "unknown"),
        (_, ["shows", _, ..]) if shows[at].is_null() => {
            refused(if wrong == "forgets" { 404 } else { 410 }, "gone")
        }
        ("GET", ["shows", _]) => Reply::json(200, &shows[at]),
        ("GET", ["shows", _, "poster"]) => {
            if shows[at]["open"] == false && wrong != "shows-shut" {
                return refused(404, "shut");
            }
            if wrong != "views-stand" {
                shows[at]["views"] = json!(shows[at]["views"].as_i64().unwrap_or(0) + 1);
            }
            Reply::json(200, &json!({"poster": "…"}))
        }
        ("PATCH", ["shows", _]) if usher => {
            if wrong == "resets" {
                shows[at]["kind"] = json!("opera");
            }
            for (name, value) in body.as_object().into_iter().flatten() {
                shows[at][name] = value.clone();
            }
            Reply::json(200, &shows[at])
        }
        ("DELETE", ["shows", _]) if usher => {
            let booked = |ticket: &Value| ticket["show_id"] == json!(at + 1) && ticket["state"] == "booked";
            if tickets.iter().any(booked) && wrong != "deletes-booked" {
                return refused(409, "has_tickets");
            }
            shows[at] = Value::Null;
            Reply::empty(204)
        }
        _ => refused(403, "forbidden"),
    }
}

fn refuted(run: &Run) -> Vec<&str> {
    let all = run.items.iter().filter(|item| item.verdict == Verdict::Refuted);
    all.map(|item| item.text.as_str()).collect()
}

#[test]
fn what_is_stated_in_many_forms_holds() {
    let run = theatre("");
    assert_eq!(refuted(&run), [""; 0], "{:#?}", run.items);
    let unproven: Vec<String> = run
        .items
        .iter()
        .filter(|item| matches!(item.kind, "scenario" | "requirement") && item.verdict != Verdict::Proven)
        .map(|item| format!("{}: {}", item.text, item.reason))
        .collect();
    assert!(matches!(unproven.as_slice(), [fog] if fog.contains("fog")), "{unproven:#?}");
}

#[test]
fn what_does_not_hold_is_refuted() {
    for (wrong, statement) in [
        ("seats-stand", "free seats"),
        ("overbooks", "that is full"),
        ("twice", "already has a ticket"),
        ("uses-any", "a waiting ticket"),
        ("other-code", "a waiting ticket"),
        ("no-bounds", "seats of 0"),
        ("resets", "changes its title"),
        ("no-filter", "several kinds"),
        ("uses-nothing", "WHEN a ticket is used"),
        ("deletes-booked", "WHILE a show has tickets"),
        ("never-final", "used or returned"),
        ("nobody-moves-up", "oldest waiting"),
        ("forgets", "From then on"),
        ("shows-shut", "/poster"),
        ("views-stand", "/poster"),
    ] {
        let run = theatre(wrong);
        let found = refuted(&run);
        assert!(found.iter().any(|text| text.contains(statement)), "{wrong}: {found:#?}");
    }
}
