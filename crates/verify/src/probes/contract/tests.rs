use super::PROBE;
use crate::run::Run;
use crate::testing::{self, ItemDraft, Reply, Server, item, service};
use abide_ledger::Verdict;
use serde_json::json;

fn run(wrong: &'static str) -> Run {
    let server = service::service(wrong);
    testing::run_items(&[&PROBE], &service::statements(), &service::config(&server))
}

/// The refuted endpoints, each with the claim that refutes it and why.
fn refuted(run: &Run) -> Vec<String> {
    let claims = run.items.iter().flat_map(|item| &item.evidence);
    claims
        .filter(|claim| claim.verdict == Verdict::Refuted)
        .map(|claim| format!("{}: {}", claim.claim.replace(" as documented", ""), claim.reason))
        .collect()
}

#[test]
fn the_correct_service_is_proven_in_every_documented_answer() {
    let run = run("");
    let open: Vec<_> =
        run.items.iter().filter(|item| item.kind == "endpoint" && item.verdict != Verdict::Proven).collect();
    assert!(open.is_empty(), "{open:#?}");
    assert_eq!(run.exit_code(), 0);
}

#[test]
fn each_fault_refutes_the_statement_that_it_breaks() {
    for (wrong, expected) in [
        (
            "create-status",
            "POST /depots answers 201 Created: it answered 200 OK to admin, documented as 201 Created",
        ),
        (
            "field-renamed",
            "POST /parcels answers 201 Created: `grams` is missing; there is `id`, `depot_id`, `recipient`, `weight`, `status`, `created_at`",
        ),
        (
            "bad-date",
            "POST /parcels answers 201 Created: `created_at` is \"today\", which is no date with a time",
        ),
        (
            "leaks",
            "POST /parcels answers 201 Created: `internal_margin` is there, which the specification mentions nowhere",
        ),
        (
            "lost-on-read",
            "GET /parcels/{id} answers 200 OK: `recipient` is \"somebody\", sent as \"Mara Lindqvist\"",
        ),
        (
            "label-forgets",
            "GET /parcels/{id}/label answers 200 OK: the text lacks \"Mara Lindqvist\", the `recipient` that was sent",
        ),
        ("update-lost", "PATCH /depots/{id} answers 200 OK: `city` is \"Vienna\", sent as \"Graz\""),
        ("health-body", "GET /health answers 200 OK: `status` is \"up\", documented as \"ok\""),
        (
            "missing-is-ok",
            "GET /depots/{id} answers 404 Not Found: with an unknown id, it answered 200 OK, documented as 404 Not Found",
        ),
        (
            "error-shape",
            "GET /depots/{id} answers 404 Not Found: with an unknown id, it answered 404 Not Found; `error` is missing; there is `code`, `message`, `field`",
        ),
        (
            "duplicate-code",
            "POST /depots answers 409 Conflict: sent once more, it answered 201 Created, documented as 409 Conflict",
        ),
        (
            "stale-version",
            "PATCH /depots/{id} answers 409 Conflict: sent once more, it answered 200 OK, documented as 409 Conflict",
        ),
        (
            "anything-goes",
            "POST /parcels answers 422 Unprocessable Entity: with `grams` 0, it answered 201 Created, documented as 422 Unprocessable Entity",
        ),
        (
            "any-transition",
            "POST /parcels/{id}/status answers 409 Conflict: sent once more, it answered 200 OK, documented as 409 Conflict",
        ),
        (
            "deletes-sent",
            "DELETE /parcels/{id} answers 409 Conflict: for an object that is sent, it answered 204 No Content, documented as 409 Conflict",
        ),
        (
            "clerk-opens-depots",
            "POST /depots answers 403 Forbidden: as clerk, it answered 201 Created, documented as 403 Forbidden",
        ),
        (
            "open-endpoint",
            "GET /parcels answers 401 Unauthorized: without a key, it answered 200 OK, documented as 401 Unauthorized",
        ),
    ] {
        let refuted = refuted(&run(wrong));
        assert!(refuted.iter().any(|claim| claim == expected), "{wrong}: {refuted:#?}");
    }
}

#[test]
fn a_fault_refutes_nothing_that_it_does_not_break() {
    for wrong in [
        "label-forgets",
        "health-body",
        "duplicate-code",
        "stale-version",
        "deletes-sent",
        "clerk-opens-depots",
        "update-lost",
    ] {
        let run = run(wrong);
        let refuted = run.items.iter().filter(|item| item.verdict == Verdict::Refuted).count();
        assert_eq!(refuted, 1, "{wrong}: {:#?}", self::refuted(&run));
    }
}

#[test]
fn a_refuted_statement_shows_the_call_and_how_to_repeat_it() {
    let run = run("update-lost");
    let claim = run
        .items
        .iter()
        .flat_map(|item| &item.evidence)
        .find(|claim| claim.verdict == Verdict::Refuted)
        .unwrap();
    assert!(claim.sent.starts_with("PATCH /depots/0000"), "{}", claim.sent);
    assert!(
        claim.sent.ends_with(
            "X-API-Key: $ADMIN_X_API_KEY\ncontent-type: application/json\n\n{\"version\":1,\"city\":\"Graz\"}"
        ),
        "{}",
        claim.sent
    );
    assert!(claim.seen.starts_with("200 OK\n"), "{}", claim.seen);
    let repeat = claim.repeat.as_deref().unwrap();
    assert!(repeat.starts_with("curl -i -X PATCH -H \"X-API-Key: $ADMIN_X_API_KEY\" -H 'content-type: application/json' --data-raw '{\"version\":1,\"city\":\"Graz\"}' http://127.0.0.1:"), "{repeat}");
}

fn verdicts(items: &[ItemDraft], server: &Server) -> Vec<(Verdict, String)> {
    let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    let run = testing::run_items(&[&PROBE], items, &config);
    run.items.into_iter().map(|item| (item.verdict, item.reason)).collect()
}

#[test]
fn a_clash_that_the_specification_does_not_foretell_is_avoided_once_it_is_seen() {
    let server = service::service("");
    let mut items = service::statements();
    items.retain(|item| !format!("{item:?}").contains("unique"));
    let run = testing::run_items(&[&PROBE], &items, &service::config(&server));
    let open: Vec<_> =
        run.items.iter().filter(|item| item.kind == "endpoint" && item.verdict != Verdict::Proven).collect();
    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn an_endpoint_that_needs_a_key_that_nobody_gave_is_blocked() {
    let server = service::service("");
    let items = [item("endpoint", "GET /parcels").field("auth", "role admin").response(
        200,
        json!({"items": []}),
        "",
    )];
    let (verdict, reason) = verdicts(&items, &server).remove(0);
    assert_eq!(verdict, Verdict::Blocked);
    assert!(reason.contains("add `[targets.local.roles.NAME]`"), "{reason}");
}

#[test]
fn what_the_specification_gives_no_way_to_make_stays_unproven() {
    let server = Server::start(|_| Reply::json(404, &json!({})));
    let items = [
        item("endpoint", "GET /orders/{id}").field("auth", "none").response(200, json!({"id": 1}), ""),
        item("endpoint", "POST /orders")
            .field("auth", "none")
            .request(json!({"customer_id": "c-1"}))
            .response(201, json!({"id": 1}), ""),
    ];
    let found = verdicts(&items, &server);
    assert_eq!(
        found[0],
        (Verdict::Unproven, "POST /orders, which makes what this needs, answered 404 Not Found".to_owned())
    );
    assert_eq!(found[1].0, Verdict::Unproven);
    assert!(found[1].1.contains("refers to something by `customer_id`"), "{}", found[1].1);
}

#[test]
fn a_list_that_stays_empty_leaves_its_elements_unproven() {
    let server = Server::start(|_| Reply::json(200, &json!({"items": []})));
    let items = [item("endpoint", "GET /orders").field("auth", "none").response(
        200,
        json!({"items": [{"id": 1}]}),
        "",
    )];
    let found = verdicts(&items, &server).remove(0);
    assert_eq!(
        found,
        (
            Verdict::Unproven,
            "it answered 200; `items` is an empty list, so nothing in it could be compared".to_owned()
        )
    );
}

#[test]
fn an_endpoint_without_documented_answers_is_only_seen_to_be_there() {
    let server =
        Server::start(|request| Reply::json(if request.path == "/a" { 200 } else { 404 }, &json!({})));
    let items = ["GET /a", "GET /b", "POST /c"].map(|key| item("endpoint", key).field("auth", "none"));
    let found = verdicts(&items, &server);
    let seen: Vec<_> = found.iter().map(|(verdict, _)| *verdict).collect();
    assert_eq!(seen, [Verdict::Proven, Verdict::Refuted, Verdict::Unproven], "{found:?}");
}

#[test]
fn a_base_path_is_put_in_front_once() {
    let server = Server::start(|request| {
        Reply::json(if request.path == "/api/v1/a" { 200 } else { 404 }, &json!({"id": 1}))
    });
    let items = ["GET /a", "GET /api/v1/a"].map(|key| {
        item("endpoint", key).field("auth", "none").field("base_path", "/api/v1").response(
            200,
            json!({"id": 1}),
            "",
        )
    });
    assert!(verdicts(&items, &server).iter().all(|(verdict, _)| *verdict == Verdict::Proven));
    let config = format!("[targets.local]\nurl = \"{}/api/v1\"\n", server.url());
    let run = testing::run_items(&[&PROBE], &items, &config);
    assert!(run.items.iter().all(|item| item.verdict == Verdict::Proven), "{:#?}", run.items);
}

#[test]
fn a_status_that_no_client_brings_about_does_not_keep_an_endpoint_unproven() {
    let server = Server::start(|_| Reply::json(200, &json!({"id": 1})));
    let items = [item("endpoint", "GET /a")
        .field("auth", "none")
        .response(200, json!({"id": 1}), "")
        .response(503, json!({"error": "x"}), "overloaded")];
    let (verdict, reason) = verdicts(&items, &server).remove(0);
    assert_eq!(verdict, Verdict::Proven);
    assert!(
        reason.ends_with(
            "not tried: GET /a answers 503 Service Unavailable as documented: no request brings it about"
        ),
        "{reason}"
    );
}

#[test]
fn garbage_and_silence_are_told_apart() {
    let server = Server::start(|request| match request.path.as_str() {
        "/a" => Reply::text(200, "\u{0}\u{1}garbage"),
        _ => Reply::json(500, &json!({"error": "broken"})),
    });
    let items = ["GET /a", "GET /b"]
        .map(|key| item("endpoint", key).field("auth", "none").response(200, json!({"id": 1}), ""));
    let found = verdicts(&items, &server);
    assert_eq!(
        found[0],
        (Verdict::Refuted, "GET /a answers 200 OK as documented: the body is not JSON".to_owned())
    );
    assert_eq!(found[1].0, Verdict::Refuted);
}

/// Another style: numbers for ids, objects below objects, everything wrapped in `data`, references by name.
fn shop(request: &crate::listener::Incoming) -> Reply {
    let body = request.json();
    let parts: Vec<&str> = request.route().split('/').filter(|part| !part.is_empty()).collect();
    let known = |id: &str| id == "7";
    match (request.method.as_str(), parts.as_slice()) {
        ("POST", ["shops"]) => Reply::json(201, &json!({"data": {"id": 7, "name": body["name"]}})),
        ("GET", ["shops", id]) if known(id) => {
            Reply::json(200, &json!({"data": {"id": 7, "name": "Corner"}}))
        }
        ("POST", ["shops", id, "orders"]) if known(id) => {
            if body["shop"] != "Corner" {
                return Reply::json(422, &json!({"message": "no such shop"}));
            }
            Reply::json(201, &json!({"data": {"orderId": 31, "shop": "Corner", "lines": body["lines"]}}))
        }
        ("GET", ["shops", id, "orders"]) if known(id) => {
            Reply::json(200, &json!([{"orderId": 31, "shop": "Corner", "lines": []}]))
        }
        ("GET", ["shops", id, "orders", "31"]) if known(id) => Reply::json(
            200,
            &json!({"data": {"orderId": 31, "shop": "Corner", "lines": [{"sku": "A-1", "count": 2}]}}),
        ),
        ("DELETE", ["shops", id, "orders", "31"]) if known(id) => Reply::empty(204),
        _ => Reply::json(404, &json!({"message": "unknown"})),
    }
}

#[test]
fn other_styles_of_interfaces_are_understood() {
    let server = Server::start(shop);
    let order = json!({"orderId": 1, "shop": "Corner", "lines": [{"sku": "A-1", "count": 2}]});
    let public = |key: &str| item("endpoint", key).field("auth", "none");
    let items = [
        public("POST /shops").request(json!({"name": "Corner"})).response(
            201,
            json!({"data": {"id": 1, "name": "Corner"}}),
            "",
        ),
        public("GET /shops/:shopId")
            .response(200, json!({"data": {"id": 1, "name": "Corner"}}), "")
            .response(404, json!({"message": "x"}), ""),
        public("POST /shops/:shopId/orders")
            .request(json!({"shop": "Corner", "lines": [{"sku": "A-1", "count": 2}]}))
            .response(201, json!({"data": order}), "")
            .response(422, json!({"message": "shop is required"}), ""),
        public("GET /shops/:shopId/orders").response(200, json!([order]), ""),
        public("GET /shops/:shopId/orders/:orderId").response(200, json!({"data": order}), "").response(
            404,
            json!({"message": "x"}),
            "",
        ),
        public("DELETE /shops/:shopId/orders/:orderId").response(204, json!(null), ""),
    ];
    let found = verdicts(&items, &server);
    assert!(found.iter().all(|(verdict, _)| *verdict == Verdict::Proven), "{found:#?}");
}

#[test]
fn the_state_in_an_example_of_a_change_is_not_the_first_one() {
    let text = "# Articles\n\n## Data model\n\n### Article\n\n| Field | Type | Rules |\n|---|---|---|\n| `id` | integer | set by the server |\n| `title` | string | required |\n| `state` | `draft`, `review` or `published` | not in the request that adds one |\n\n## API\n\n- `POST /articles` adds an article, 201\n- `GET /articles/{id}` reads one, 200\n\n### PATCH /articles/{id}\n\nRequest:\n\n```json\n{\"state\": \"published\"}\n```\n\nResponse 200:\n\n```json\n{\"id\": 1, \"title\": \"Reeds\", \"state\": \"published\"}\n```\n\n## States\n\n| From | To |\n|---|---|\n| `review` | `published` |\n";
    let server = testing::shelf::serve(|object, _| {
        object.entry("state").or_insert(json!("review"));
    });
    let run =
        testing::run_markdown(&[&PROBE], text, &format!("[targets.local]\nurl = \"{}\"\n", server.url()));
    assert_eq!(refuted(&run), [""; 0]);
    assert!(run.items.iter().any(|item| item.verdict == Verdict::Proven));
}
