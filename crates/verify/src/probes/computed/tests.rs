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
