use super::*;
use crate::testing::{self, Setup};

fn listed(text: &str) -> Vec<String> {
    members_in(text).into_iter().map(|(name, notes)| format!("{name}: {notes}")).collect()
}

#[test]
fn members_in_cells_and_sentences() {
    assert_eq!(listed("`why`, required, 3 to 80 characters"), ["why: required, 3 to 80 characters"]);
    assert_eq!(
        listed("`hours`, required, 0.5 to 40; `mark`, required, one of the marks of a visit"),
        ["hours: required, 0.5 to 40", "mark: required, one of the marks of a visit"]
    );
    assert_eq!(
        listed("`mark` (required: `good` or `bad`) and `note` (required, 1 to 50 characters)"),
        ["mark: required: `good` or `bad`", "note: required, 1 to 50 characters"]
    );
    assert_eq!(listed("`name` and `email?`"), ["name: ", "email: optional; "]);
    assert_eq!(listed("`mark`: `good` or `bad`"), ["mark: `good` or `bad`"]);
    assert!(listed("the name of the `POST /x`").is_empty());
}

#[test]
fn a_request_is_made_of_what_a_sentence_lists() {
    for said in [
        "It takes `mark` (required: `good` or `bad`) and `note` (required, 5 to 50 characters), and answers 201 with `id`.",
        "Body: `mark`, one of `good` or `bad`; `note`, 5 to 50 characters.",
        "- *Send*: `mark` (`good` or `bad`) and `note` (text of 5 to 50 characters).\n- *Get*: 201 with the visit.",
        "Expects `mark` (`good` or `bad`) and `note` (text of 5 to 50 characters).",
        "Body {\"mark\": \"good\" | \"bad\", \"note\": 5 to 50 characters}; 201 with the visit.",
        "Body: {\"mark\": \"good\", \"note\": \"quite good\"}.",
    ] {
        let text = format!(
            "# Visits\n\n## API\n\n### POST /visits\n\n{said}\n\n### GET /visits/{{id}}\n\nReads one.\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let body = api.operations[0].request.as_ref().and_then(|body| body.json()).cloned().unwrap();
        assert!(body["note"].as_str().is_some_and(|note| note.len() >= 5), "{said}: {body}");
        assert!(body["mark"] == "good" || body["mark"] == "bad", "{said}: {body}");
    }
}

#[test]
fn what_some_may_also_send_is_not_what_is_asked_for() {
    let text = "\
# Visits

## Data model

### Visit

| Field | Type | Rules |
|---|---|---|
| `id` | uuid | set by the server |
| `note` | string | required, 5 to 50 characters |
| `state` | string | `open` or `shut`, default `open` |

## API

### POST /visits

Takes `note`; 201 with the visit.

### PATCH /visits/{id}

Changes any of `note` and `state`, and answers 200 with the visit.

A warden may also send `{\"state\": \"shut\"}`.
";
    let api = testing::facts_of_markdown(text, "", Setup::default()).api;
    let patch = api.operations.iter().find(|operation| operation.method == "PATCH").unwrap();
    let body = patch.request.as_ref().and_then(|body| body.json());
    assert!(body.is_none_or(|body| body.get("note").is_some()), "{body:?}");
}

#[test]
fn a_row_and_a_step_write_the_body_in_braces() {
    let text = "# Loans\n\n## Data model\n\n### Loan\n\n| Field | Type |\n|---|---|\n| id | integer |\n| part_id | string |\n| grade | integer |\n\n## API\n\n| Call | What it does | Success |\n|---|---|---|\n| `POST /loans` | lends a part, body `{\"part_id\": …}` | 201 |\n| `GET /loans/{id}` | one loan | 200 |\n| `POST /loans/{id}/close` | enter the grade | 200 |\n\n## Flow\n\n1. The porter closes it with `POST /loans/{id}/close` and `{\"grade\": 3}`.\n";
    let api = testing::facts_of_markdown(text, "", Setup::default()).api;
    let body = |title: &str| {
        let operation = api.operations.iter().find(|operation| operation.title() == title).unwrap();
        operation.request.as_ref().and_then(|body| body.json()).cloned().unwrap_or_default()
    };
    assert_eq!(
        body("POST /loans").as_object().map(|body| body.keys().cloned().collect()),
        Some(vec!["part_id".to_owned()])
    );
    assert_eq!(body("POST /loans/{id}/close"), serde_json::json!({"grade": 3}));
}

/// What is sent to an operation that grades a visit, by a row of a table or a sentence about it.
fn graded(rows: &str, said: &str) -> Option<Value> {
    let text = format!(
        "# Visits\n\n## API\n\n{rows}\n\n- `POST /visits/{{id}}/grade` grades one\n- `GET /visits/{{id}}` reads one\n\n## Notes\n\n{said}\n"
    );
    let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
    let operation = api.operations.iter().find(|operation| operation.path.last_literal() == Some("grade"));
    operation.unwrap().request.as_ref().and_then(|body| body.json()).cloned()
}

#[test]
fn what_comes_back_is_not_sent() {
    let row = |head: &str, cell: &str| {
        graded(
            &format!(
                "| Call | Does | {head} |\n|---|---|---|\n| `POST /visits/{{id}}/grade` | grades one | {cell} |"
            ),
            "",
        )
    };
    let shown = "the body `{\"mark\": \"good\", \"state\": \"open\"}`";
    assert_eq!(row("Details", shown).unwrap()["mark"], "good");
    for (head, cell) in [
        ("Answer", shown.to_owned()),
        ("On success", shown.to_owned()),
        ("Results", shown.to_owned()),
        ("Details", format!("200, {shown}")),
    ] {
        assert_eq!(row(head, &cell), None, "{head}: {cell}");
    }
}

#[test]
fn what_is_refused_is_not_sent() {
    let said = |text: &str| graded("", text);
    assert_eq!(
        said("A clerk ends it by `POST /visits/{id}/grade` with `{\"mark\": 9}`.").unwrap()["mark"],
        9
    );
    for text in [
        "`POST /visits/{id}/grade` with `{\"mark\": 9}` is refused with 422: a mark is 1 to 5.",
        "`POST /visits/{id}/grade` with `{\"mark\": 9}` is never accepted: 422.",
        "`POST /visits/{id}/grade` with the body `{\"mark\": 9}` is rejected.",
        "After `POST /visits/{id}/grade`, `PUT /visits/{id}/mark` with `{\"mark\": 9}` is sent.",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
}

#[test]
fn what_stands_for_whatever_one_sends_is_no_example() {
    for value in ["…", "...", "<the mark>"] {
        let said = format!("`POST /visits/{{id}}/grade` takes the body `{{\"mark\": \"{value}\"}}`.");
        let body = graded("", &said);
        assert!(body.is_none_or(|body| body["mark"] != value), "{value}");
        let row = format!(
            "| Call | Does |\n|---|---|\n| `POST /visits/{{id}}/grade` | grades one, body `{{\"mark\": \"{value}\"}}` |"
        );
        assert!(graded(&row, "").is_none_or(|body| body["mark"] != value), "{value}");
    }
}

#[test]
fn what_a_new_thing_takes_is_told_of_it_by_name() {
    let text = "\
# Berths

## Data model

### Berth

| Field | Type | Rules |
|---|---|---|
| `id` | uuid | set by the service |
| `pier` | string | 1 to 9 characters |
| `length` | integer | 1 to 40 |
| `note` | string | up to 80 characters |

## API

| Call | What it does |
|---|---|
| `POST /berths` | let a berth |
| `GET /berths/{id}` | one berth |

SAID
";
    for (said, needed) in [
        ("A berth takes `pier` and `length`.", None),
        ("Adding a berth takes `pier` and `length`.", None),
        ("To let a berth, send `pier` and `length`.", None),
        ("To let a berth, send `pier` and `length`, both required, and `note` if wanted.", Some("note")),
        ("To let a berth, send `pier`, required, and `length` if it is not the usual one.", Some("length")),
    ] {
        let api = testing::facts_of_markdown(&text.replace("SAID", said), "", Setup::default()).api;
        let operation = &api.operations[0];
        assert_eq!(operation.takes.get(..2), Some(&["pier".to_owned(), "length".to_owned()][..]), "{said}");
        let body = operation.request.as_ref().and_then(|body| body.json()).cloned().unwrap();
        assert!(body.get("note").is_none() || said.contains("note"), "{said}: {body}");
        if let Some(name) = needed {
            assert_eq!(api.fields.field("Berth", name).and_then(|facts| facts.optional), Some(true));
        }
    }
}

#[test]
fn members_behind_what_is_done() {
    let text = "# Sheets\n\n## API\n\n| Method and path | Does | Success |\n|---|---|---|\n| `POST /sheets` | open a sheet | 201 |\n| `POST /sheets/{id}/lines` | add a line: `part_code`, `count` | 201 |\n| `POST /sheets/{id}/close` | close it: `409` | 200 |\n\n## Data\n\n### Line\n\n| Field | Type |\n|---|---|\n| `part_code` | string |\n| `count` | integer |\n| `note` | string or null |\n";
    let api = testing::facts_of_markdown(text, "", Setup::default()).api;
    let sent = |last: &str| {
        let operation = api.operations.iter().find(|operation| operation.path.last_literal() == Some(last));
        operation.unwrap().request.as_ref().and_then(|body| body.json()).cloned()
    };
    let lines = sent("lines").unwrap();
    assert!(
        lines["part_code"].is_string() && lines["count"].is_number() && lines.get("note").is_none(),
        "{lines}"
    );
    assert_eq!(sent("close"), None);
}
