use super::PROBE;
use crate::testing::{self, shelf};
use abide_ledger::Verdict;
use serde_json::{Map, Value, json};

const BASKETS: &str = r#"# Baskets

## Data model

### Basket

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | set by the server |
| lines | array | yes | what is in it |
| shipping | integer | yes | 0 to 50 |
| limit | integer | no | 1 to 900, default 100 |
| total | integer | server | computed: the sum of the lines' `price`, plus `shipping` |
| above | boolean | server | computed: true if `shipping` is greater than `limit` |

## Endpoints

### POST /baskets

```json
{"lines": [{"name": "leek", "price": 3}, {"name": "cheese", "price": 9}], "shipping": 5, "limit": 40}
```

Returns 201 with the basket.

### GET /baskets/{id}

Returns the basket.

## Rules

- `total` is the sum of the lines' `price` plus `shipping`.
"#;

fn baskets(wrong: &'static str) -> testing::Server {
    shelf::serve(move |body: &mut Map<String, Value>, _| {
        let price = |line: &Value| line["price"].as_i64().unwrap_or_default();
        let lines: i64 = body["lines"].as_array().into_iter().flatten().map(price).sum();
        let shipping = body["shipping"].as_i64().unwrap_or_default();
        let limit = body.get("limit").and_then(Value::as_i64).unwrap_or(100);
        body.insert("total".to_owned(), json!(if wrong == "total" { lines } else { lines + shipping }));
        let above = if wrong == "border" { shipping >= limit } else { shipping > limit };
        body.insert("above".to_owned(), json!(above));
    })
}

fn refuted(wrong: &'static str) -> Vec<String> {
    let server = baskets(wrong);
    let run =
        testing::run_markdown(&[&PROBE], BASKETS, &format!("[targets.local]\nurl = \"{}\"\n", server.url()));
    let open =
        run.items.iter().flat_map(|item| &item.evidence).filter(|claim| claim.verdict == Verdict::Unproven);
    assert_eq!(open.map(|claim| claim.reason.clone()).collect::<Vec<_>>(), [""; 0]);
    let refuted = run.items.iter().filter(|item| item.verdict == Verdict::Refuted);
    refuted.map(|item| item.id.clone()).collect()
}

#[test]
fn a_value_that_does_not_follow_is_refuted() {
    assert_eq!(refuted(""), [""; 0]);
    let total = refuted("total");
    assert!(total.len() == 2 && total.contains(&"field:Basket.total".to_owned()), "{total:?}");
    assert_eq!(refuted("border"), ["field:Basket.above"]);
}

const TEAMS: &str = r#"# Teams

## Data model

### Team

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | set by the server |
| title | string | yes | |
| open_count | integer | server | number of its tasks that are open |

### Task

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | set by the server |
| team_id | integer | yes | the team |
| status | string | server | `open` or `done` |

## Endpoints

### POST /teams

```json
{"title": "Ferry"}
```

### GET /teams/{id}

### POST /tasks

```json
{"team_id": 1}
```

### GET /tasks/{id}

### POST /tasks/{id}/finish

## States

| From | To | Trigger |
|---|---|---|
| open | done | `POST /tasks/{id}/finish` |
"#;

/// What a way to keep teams and their tasks leads to, as verdict and reason.
fn counted(how: &'static str) -> (Verdict, String) {
    // How many teams there are; the team of each task, and whether it is open.
    let store: std::sync::Mutex<(u64, Vec<(u64, bool)>)> = std::sync::Mutex::default();
    let server = testing::Server::start(move |request| {
        let mut store = store.lock().unwrap();
        let (teams, tasks) = &mut *store;
        let route = request.route().to_owned();
        let parts: Vec<&str> = route.trim_matches('/').split('/').collect();
        let number = |at: usize| parts.get(at).and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
        let task = |tasks: &[(u64, bool)], id: u64| {
            let (team, open) = tasks[id as usize - 1];
            json!({"id": id, "team_id": team, "status": if open { "open" } else { "done" }})
        };
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["teams"]) => {
                *teams += 1;
                if how == "opens one" {
                    tasks.push((*teams, true));
                }
                testing::Reply::json(201, &json!({"id": *teams, "title": "Ferry"}))
            }
            ("GET", ["teams", _]) => {
                let counts =
                    |(team, open): &&(u64, bool)| *team == number(1) && (*open || how == "counts all");
                let shown = tasks.iter().filter(counts).count();
                testing::Reply::json(200, &json!({"id": number(1), "title": "Ferry", "open_count": shown}))
            }
            ("POST", ["tasks"]) => {
                if how == "one open" {
                    tasks.iter_mut().for_each(|(_, open)| *open = false);
                }
                tasks.push((request.json()["team_id"].as_u64().unwrap_or_default(), true));
                let id = tasks.len() as u64;
                let bare = json!({"id": id});
                testing::Reply::json(201, &if how == "bare" { bare } else { task(tasks, id) })
            }
            ("GET", ["tasks", _]) => testing::Reply::json(200, &task(tasks, number(1))),
            ("POST", ["tasks", _, "finish"]) => {
                tasks[number(1) as usize - 1].1 = false;
                testing::Reply::json(200, &task(tasks, number(1)))
            }
            _ => testing::Reply::json(404, &json!({"error": "not found"})),
        }
    });
    let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    let run = testing::run_markdown(&[&PROBE], TEAMS, &config);
    let item = run.items.iter().find(|item| item.id == "field:Team.open_count").unwrap();
    (item.verdict, item.reason.clone())
}

#[test]
fn what_belongs_to_an_object_is_counted_as_it_is_at_that_time() {
    for how in ["", "bare", "opens one", "one open"] {
        let (verdict, reason) = counted(how);
        assert_eq!(verdict, Verdict::Proven, "{how}: {reason}");
    }
    assert_eq!(counted("counts all").0, Verdict::Refuted);
}
