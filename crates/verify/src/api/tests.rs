use super::*;
use crate::testing::{ItemDraft, Setup, facts_with, item};
use serde_json::json;

const CONFIG: &str = r#"
    [targets.local]
    url = "http://127.0.0.1:1"
    roles.admin.headers = { X-API-Key = "admin-key" }
    roles.clerk.headers = { X-API-Key = "clerk-key" }
"#;

fn api(items: &[ItemDraft]) -> Api {
    facts_with("specs/a.md", items, CONFIG, Setup::default()).api
}

#[test]
fn an_operation_is_read_with_its_base_its_examples_and_its_roles() {
    let items = [item("endpoint", "POST /orders")
        .field("base_path", "/api/v1")
        .field("auth", "X-API-Key; roles: clerk")
        .request(json!({"name": "A"}))
        .response(201, json!({"id": 1}), "Created")
        .response(400, json!(null), "Bad Request")];
    let api = api(&items);
    let operation = &api.operations[0];
    assert_eq!(operation.title(), "POST /api/v1/orders");
    assert_eq!(operation.access, Access::Key(vec!["clerk".into()]));
    assert_eq!(operation.request, Some(Body::Json(json!({"name": "A"}))));
    assert_eq!(operation.success().map(|success| success.status), Some(201));
    assert_eq!(operation.responses[1].example, None);
}

#[test]
fn a_matrix_that_names_operations_says_who_may_and_who_may_not() {
    let items = [
        item("endpoint", "DELETE /orders/{id}"),
        item("permission", "admin | Delete an order DELETE /orders/{id}"),
        item("permission", "Clerks | Delete an order DELETE /orders/{id}").field("allow", false),
    ];
    let operation = &api(&items).operations[0];
    assert_eq!(operation.access, Access::Key(vec!["admin".into()]));
    assert_eq!(operation.denied, ["clerk"]);
}

#[test]
fn a_status_is_read_however_it_is_written_down() {
    let responses = json!([{"status": "404 Not Found"}, {"status": 204}, {"status": "default"}]);
    let items = [item("endpoint", "GET /a").field("responses", responses)];
    let statuses: Vec<u16> =
        api(&items).operations[0].responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [404, 204]);
}

#[test]
fn the_words_above_an_example_belong_to_it() {
    let text = "GET /a\n\n**Error (409 Conflict):** the same\nrequest once more\n\n```json\n{}\n```\n";
    let fields = json!({"responses": [{"status": 409, "example": "{}", "line": 7}]});
    let item = json!({"id": "endpoint:GET /a", "kind": "endpoint", "key": "GET /a", "line": 1, "range": [0, 6], "section": [], "text": "", "fields": fields});
    let input = crate::SpecInput {
        path: "a.md".into(),
        text: text.into(),
        items: vec![serde_json::from_value(item).unwrap()],
    };
    let project = facts_with("b.md", &[], CONFIG, Setup::default()).project;
    let facts = crate::Facts::new(vec![input], project, |_| false);
    assert_eq!(
        facts.api.operations[0].responses[0].words,
        "**Error (409 Conflict):** the same request once more"
    );
}

#[test]
fn what_makes_objects_is_told_from_what_acts_on_them() {
    let items = ["POST /orders", "GET /orders/{id}", "POST /orders/{id}/cancel", "POST /quotes"]
        .map(|key| item("endpoint", key));
    let api = api(&items);
    let makes: Vec<bool> = api.operations.iter().map(|operation| api.is_creation(operation)).collect();
    assert_eq!(makes, [true, false, false, false]);
}

#[test]
fn a_member_is_mentioned_in_any_style() {
    let api = api(&[item("check", "the `created_at` of an order never changes")]);
    assert!(api.mentions("createdAt") && api.mentions("order"));
    assert!(!api.mentions("deleted_at"));
}

#[test]
fn operations_in_prose() {
    let found = |text| operation_in(text).map(|(method, path)| format!("{method} {path}"));
    assert_eq!(found("calls `GET /orders/{id}`, then").as_deref(), Some("GET /orders/{id}"));
    assert_eq!(found("GET it done"), None);
    assert_eq!(found("nothing here"), None);
}

#[test]
fn what_only_reads_takes_its_documented_request_as_a_query() {
    let items = [
        item("endpoint", "GET /orders").request(json!({"q": "a b", "page": 2, "tags": ["x"]})),
        item("endpoint", "POST /login").field("request", json!({"example": "user=ada&password=x"})),
    ];
    let api = api(&items);
    let (read, login) = (&api.operations[0], &api.operations[1]);
    let body = read.request.as_ref().and_then(Body::json);
    let call = read.call("/orders".into(), body);
    assert_eq!((call.path.as_str(), call.body), ("/orders?q=a%20b&page=2", None));
    let form = login.call("/login".into(), None).body;
    assert_eq!(form, Some(("user=ada&password=x".into(), "application/x-www-form-urlencoded".into())));
}

#[test]
fn objects_that_some_do_not_see_in_many_wordings() {
    let hides = |said: &str| {
        let text = format!("# Garage\n\n## API\n\n- `GET /cars/{{id}}`: reads a car\n\n## Rules\n\n{said}\n");
        crate::testing::facts_of_markdown(&text, "", Setup::default()).api.hides_objects()
    };
    for said in [
        "A parked car is visible to its driver; for everybody else it answers 404.",
        "For another driver's car the answer is 404.",
        "Drivers see their own cars; of any others they get a 404 Not Found.",
        "404 is answered for an unknown or invisible car.",
    ] {
        assert!(hides(said), "{said}");
    }
    for said in ["An unknown car is answered with 404.", "Cars are visible on the map."] {
        assert!(!hides(said), "{said}");
    }
}

#[test]
fn documents_of_one_workspace_speak_of_one_system() {
    let facts = crate::testing::facts_of_documents(&[
        (
            "garage/api.md",
            "# API\n\nBase path: `/api/v1`\n\n### POST /cars\n\nRequest:\n\n```json\n{\"plate\": \"X-1\"}\n```\n\nResponse `201`.\n\n### GET /cars/{id}\n\nReads a car.\n",
        ),
        (
            "garage/parking/spec.md",
            "# Parking\n\n## Rules\n\n`POST /cars` SHALL answer 409 for a plate that is taken.\n",
        ),
        ("garage/requirements.md", "# Requirements\n\n- A car that is unknown is answered with 404.\n"),
        ("notes.md", "# Notes\n\nNothing.\n"),
    ]);
    let api = &facts.api;
    let titles: Vec<String> = api.operations.iter().map(super::Operation::title).collect();
    assert_eq!(titles, ["POST /api/v1/cars", "GET /api/v1/cars/{id}"]);
    let making = &api.operations[0];
    assert!(making.request.is_some());
    // What names it speaks of it, and so does what names nothing and lies beside it.
    assert_eq!(making.parts.len(), 2);
    let said: Vec<&str> = api.about(0).map(|sentence| sentence.text.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("a plate that is taken")), "{said:?}");
    let read: Vec<&str> = api.about(1).map(|sentence| sentence.text.as_str()).collect();
    assert!(read.iter().any(|said| said.contains("unknown")), "{read:?}");
}

#[test]
fn a_document_that_only_names_an_operation_speaks_of_all_that_is_documented_beside_it() {
    let design = "# Design\n\n| Method | Path | Success | Purpose |\n|---|---|---|---|\n| POST | `/v1/kites` | 201 | Make a kite |\n| GET | `/v1/kites/{id}` | 200 | Read a kite |\n";
    let wishes = "# Requirements\n\n1. WHEN `POST /kites` is sent twice THEN the system SHALL answer 201\n";
    let console = "# Console\n\n## Commands\n\n### `kites list [--torn]`\n\nLists the kites.\n";
    let api = crate::testing::facts_of_documents(&[
        ("specs/kites/requirements.md", wishes),
        ("specs/kites/design.md", design),
        ("specs/vision.md", "# Vision\n\nIt shall be fun.\n"),
        ("specs/console.md", console),
    ])
    .api;
    // They are read as one.
    let of = |spec: usize| api.operations.iter().filter(|operation| operation.is_of(spec)).count();
    assert_eq!((api.operations.len(), of(0)), (2, 2));
}
