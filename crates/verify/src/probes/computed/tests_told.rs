//! What running text tells of computed values, held against services that keep to it and others that do not.

use super::PROBE;
use crate::testing::{self, shelf};
use abide_ledger::Verdict;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::Mutex;

const TRIPS: &str = "# Trips

## Data model

### Boat

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | |
| name | string | yes | 1 to 40 characters |
| rate_cents | integer | yes | 101 to 900 |

### Trip

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | |
| boat_id | integer | yes | an existing boat |
| hours | integer | yes | 1 to 12 |
| pace | `calm` or `fast` | no | default `calm` |
| price_cents | integer | server | |
| toll_cents | integer | server | |
| code | string | server | |

## Endpoints

### POST /boats

```json
{\"name\": \"Gull\", \"rate_cents\": 301}
```

Returns 201 with the boat.

### GET /boats/{id}

Returns the boat.

### POST /trips

```json
{\"boat_id\": 1, \"hours\": 2}
```

Returns 201 with the trip.

### GET /trips/{id}

Returns the trip.

## Prices

The price is `hours` times the boat's `rate_cents`. From 4 hours on, 20 % are taken off the whole price.

For fast trips the toll is one and a half times that, rounded down to the cent.

`code` is `TR-` and the id of the trip, filled with zeros to four digits.
";

/// The statements that are refuted of a service in which something is wrong, by how they begin.
fn refuted(wrong: &'static str) -> Vec<String> {
    let rates: Mutex<HashMap<u64, i64>> = Mutex::default();
    let server = shelf::serve(move |body: &mut Map<String, Value>, _| {
        let id = body["id"].as_u64().unwrap_or_default();
        if let Some(rate) = body.get("rate_cents").and_then(Value::as_i64) {
            rates.lock().unwrap().insert(id, rate);
            return;
        }
        let hours = body["hours"].as_i64().unwrap_or_default();
        let boat = body["boat_id"].as_u64().unwrap_or_default();
        let rate = rates.lock().unwrap().get(&boat).copied().unwrap_or(301);
        let full = hours * if wrong == "rate" { 301 } else { rate };
        let from = if wrong == "border" { 5 } else { 4 };
        body.insert("price_cents".to_owned(), json!(if hours >= from { full * 8 / 10 } else { full }));
        let fast = body.get("pace") == Some(&json!("fast"));
        let toll = 35 * hours;
        let dear = if wrong == "toll" { (toll * 3 + 1) / 2 } else { toll * 3 / 2 };
        body.insert("toll_cents".to_owned(), json!(if fast { dear } else { toll }));
        let name = if wrong == "renamed" { "label" } else { "code" };
        let code = if wrong == "digits" { format!("TR-{id:05}") } else { format!("TR-{id:04}") };
        body.insert(name.to_owned(), json!(code));
    });
    let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    let run = testing::run_markdown(&[&PROBE], TRIPS, &config);
    let told: Vec<_> = run.items.iter().filter(|item| item.id.starts_with("statement:")).collect();
    let tried = told.iter().filter(|item| !item.evidence.is_empty());
    let shown: Vec<String> =
        tried.map(|item| format!("{} {:?} {}", item.text, item.verdict, item.reason)).collect();
    assert_eq!(shown.len(), 4, "{shown:#?}");
    let refuted = told.iter().filter(|item| item.verdict == Verdict::Refuted);
    if wrong.is_empty() {
        assert!(
            told.iter().all(|item| item.evidence.is_empty() || item.verdict == Verdict::Proven),
            "{shown:#?}"
        );
    }
    refuted.map(|item| item.text.chars().take(9).collect()).collect()
}

#[test]
fn what_is_told_of_amounts_is_calculated() {
    assert_eq!(refuted(""), [""; 0]);
    assert_eq!(refuted("rate"), ["The price", "From 4 ho"]);
    assert_eq!(refuted("border"), ["The price", "From 4 ho"]);
    assert_eq!(refuted("toll"), ["For fast "]);
    assert_eq!(refuted("digits"), ["`code` is"]);
    assert_eq!(refuted("renamed"), ["`code` is"]);
}
