use super::PROBE;
use crate::run::Run;
use crate::testing::{self, Reply, shelf, tasks};
use abide_ledger::Verdict;
use serde_json::{Value, json};

fn refuted(run: &Run) -> Vec<String> {
    let claims = run.items.iter().flat_map(|item| &item.evidence);
    let refuted = claims.filter(|claim| claim.verdict == Verdict::Refuted);
    refuted.map(|claim| format!("{}: {}", claim.claim, claim.reason)).collect()
}

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(
        &PROBE,
        8,
        &[
            ("delete-keeps", "endpoint:DELETE /tasks/:id"),
            ("delete-keeps", "FR-005"),
            ("deleted-listed", "FR-005"),
            ("state-from-client", "field:Task.state"),
            ("id-from-client", "endpoint:POST /tasks"),
            ("forgets-assignee", "endpoint:POST /tasks"),
            ("loses-title", "endpoint:PUT /tasks/:id"),
            ("put-merges", "endpoint:PUT /tasks/:id"),
            ("revision-stands", "FR-007"),
            ("time-stands", "endpoint:PUT /tasks/:id"),
            ("birth-moves", "endpoint:PUT /tasks/:id"),
            ("shows-password", "field:Member.password"),
            ("id-as-text", "field:Task.id"),
        ],
    );
}

#[test]
fn where_deleting_is_soft_and_nothing_hides_the_object_nothing_is_claimed() {
    let server = tasks::service("delete-keeps");
    let text = tasks::SPECIFICATION.replace(
        "Deleting a task is soft, but a deleted task MUST be hidden: it is not found by its id and no longer listed.",
        "Deleting a task MUST be soft: the row is marked as deleted.",
    );
    let run = testing::run_markdown(&[&PROBE], &text, &tasks::config(&server));
    let claims = run.items.iter().flat_map(|item| &item.evidence);
    assert_eq!(claims.filter(|claim| claim.claim.contains("deleted")).count(), 0);
}

const RACKS: &str = r#"# Racks

## Data model

### Rack

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | set by the server |
| name | string | yes | 1 to 40 characters |
| places | integer | no | 1 to 90, default 10 |
| note | string | no | nullable |
| stock | integer | server | set by the server |

### Move

| Field | Type | Required | Notes |
|---|---|---|---|
| id | integer | server | set by the server |
| kind | string | yes | one of `put`, `take` |
| amount | integer | yes | 1 to 99 |

## Endpoints

### POST /racks

```json
{"name": "Upper", "places": 4, "note": "by the door"}
```

Returns 201 with the rack.

### GET /racks/{id}

Returns the rack.

### PUT /racks/{id}

Replaces the rack.

```json
{"name": "Upper", "places": 4, "note": "by the door"}
```

Returns 200 with the rack.

### POST /racks/{id}/moves

```json
{"kind": "put", "amount": 2}
```

Returns 201 with the move. Taking more than there is gives 409.

### GET /racks/{id}/moves

Lists the moves.

### DELETE /racks/{id}

| Status | When |
|---|---|
| 204 | it is gone |

## Flow

1. `POST /racks/{id}/moves` with kind `put` raises the stock of the rack by the amount.
2. `POST /racks/{id}/moves` with kind `take` lowers the stock of the rack by the amount.
"#;

fn racks(wrong: &'static str) -> Run {
    let server = shelf::serve_with(
        |object, event| {
            if event == shelf::Event::Made && object.contains_key("name") {
                object.insert("stock".to_owned(), json!(0));
                object.entry("places").or_insert(json!(10));
                object.entry("note").or_insert(Value::Null);
            }
        },
        move |request, shelf| {
            let body = request.json();
            let shelf = shelf?;
            if request.method == "PUT" && wrong != "merges" {
                shelf.insert("places".to_owned(), json!(10));
                shelf.insert("note".to_owned(), Value::Null);
            }
            if request.method == "POST" && request.route().ends_with("/moves") {
                let (by, stock) = (body["amount"].as_i64()?, shelf["stock"].as_i64()?);
                let after = if body["kind"] == "take" { stock - by } else { stock + by };
                if after < 0 && wrong != "overdraws" {
                    return Some(Reply::json(409, &json!({"error": "not enough"})));
                }
                if wrong != "stands" {
                    shelf.insert("stock".to_owned(), json!(after));
                }
            }
            None
        },
    );
    testing::run_markdown(&[&PROBE], RACKS, &format!("[targets.local]\nurl = \"{}\"\n", server.url()))
}

#[test]
fn a_replacement_replaces_and_an_amount_is_added() {
    let right = racks("");
    assert_eq!(refuted(&right), [""; 0]);
    let claims: Vec<String> =
        right.items.iter().flat_map(|item| &item.evidence).map(|claim| claim.claim.clone()).collect();
    assert!(
        claims.iter().any(|claim| claim.contains("raises the `stock` of its rack by `amount`")),
        "{claims:#?}"
    );
    for (wrong, expected) in [
        ("merges", "the replacement leaves `places` out, and it is still 4"),
        ("stands", "with `amount` 3, `stock` went from 0 to 0, stated is 3"),
        ("overdraws", "with `amount` 1 of 0, it answered 201 Created"),
    ] {
        let found = refuted(&racks(wrong));
        assert!(found.iter().any(|claim| claim.contains(expected)), "{wrong}: {found:#?}");
    }
}

/// What is claimed of the time of the last change of a project, by a service that moves it or does not.
fn time_of_change(rule: &str, moves: bool) -> Vec<Verdict> {
    let text = format!(
        "# Projects\n\n## Data model\n\n### Project\n\n| Field | Type | Notes |\n|---|---|---|\n| id | integer | set by the server |\n| title | string | required |\n| updated_at | integer | set by the server |\n\n## API\n\n### POST /projects\n\n```json\n{{\"title\": \"Bridge\"}}\n```\n\n### GET /projects/{{id}}\n\n### PATCH /projects/{{id}}\n\n```json\n{{\"title\": \"Tower\"}}\n```\n\n## Requirements\n\n- {rule}\n"
    );
    let clock = std::sync::atomic::AtomicU64::new(1);
    let server = shelf::serve(move |body, event| {
        let now = clock.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if moves || event == shelf::Event::Made {
            body.insert("updated_at".to_owned(), json!(now));
        }
    });
    let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    let run = testing::run_markdown(&[&PROBE], &text, &config);
    let claims = run.items.iter().flat_map(|item| &item.evidence);
    claims.filter(|claim| claim.claim.contains("moves its `updated_at`")).map(|claim| claim.verdict).collect()
}

#[test]
fn a_change_moves_the_time_that_is_said_to_move() {
    for rule in [
        "Changing a project moves its `updated_at`.",
        "Each change of a project moves its `updated_at` forward and leaves the `id` as it was.",
        "`updated_at` is renewed by every change of a project.",
        "Each change to a project moves its `updated_at` forward, while the `id` stays.",
        "`updated_at` equals `created_at` at first and moves forward with every change to the project.",
        "`updated_at` shall move forward with each change of a project.",
        "Each change to a project also moves its `updated_at`; `created_at` never moves.",
        "Every `PATCH` of a project that carries at least one field moves `updated_at` forward.",
    ] {
        assert_eq!(time_of_change(rule, true), [Verdict::Proven], "{rule}");
    }
    assert_eq!(time_of_change("Changing a project moves its `updated_at`.", false), [Verdict::Refuted]);
    for rule in [
        "`updated_at` is updated by the nightly job; changing a project does not touch it.",
        "A change of the title of a project moves `updated_at`, any other leaves it.",
        "Each change to a project may move its `updated_at`.",
        "A change of a project never moves its `updated_at`.",
        "Changing a project moves its `updated_at` if the title is another one.",
    ] {
        assert_eq!(time_of_change(rule, true), [], "{rule}");
    }
}
