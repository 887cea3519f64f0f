use super::*;
use crate::run::Run;
use crate::testing::{self, desk, service};
use abide_ledger::Verdict;

fn desk_with(wrong: &'static str) -> Run {
    let server = desk::desk(wrong);
    testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server))
}

fn of(run: &Run, verdict: Verdict) -> Vec<&str> {
    let kept = run.items.iter().filter(|item| item.verdict == verdict);
    kept.map(|item| if item.kind == "transition" { item.id.as_str() } else { item.text.as_str() }).collect()
}

#[test]
fn stated_changes_are_possible_and_others_are_not() {
    let run = desk_with("");
    assert_eq!(of(&run, Verdict::Refuted), [""; 0], "{:#?}", run.items);
    assert_eq!(
        of(&run, Verdict::Proven),
        [
            "A ticket starts as open.",
            "transition:open -> pending",
            "transition:pending -> open",
            "transition:pending -> solved",
            "transition:open -> solved",
            "transition:solved -> closed",
            "Any other change of status is rejected with 422.",
        ],
        "{:#?}",
        run.items.iter().filter(|item| item.kind == "transition").collect::<Vec<_>>()
    );
}

#[test]
fn each_wrong_change_is_refuted() {
    for (wrong, expected) in [
        ("never-closed", "transition:solved -> closed"),
        ("status-not-kept", "transition:open -> pending"),
        ("any-status", "transition:open -> pending"),
        ("wrong-status", "transition:open -> pending"),
        ("starts-pending", "A ticket starts as open."),
    ] {
        let run = desk_with(wrong);
        let refuted = of(&run, Verdict::Refuted);
        assert!(
            refuted.contains(&expected),
            "{wrong}: {refuted:?} {:#?}",
            run.items.iter().map(|item| (&item.id, &item.reason)).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_change_that_the_specification_nowhere_excludes_refutes_nothing() {
    let spec = desk::SPEC.replace("Any other change of status is rejected with 422.", "");
    let server = desk::desk("any-status");
    let run = testing::run_markdown(&[&PROBE], &spec, &desk::config(&server));
    assert_eq!(of(&run, Verdict::Refuted), [""; 0]);
    let item = run.items.iter().find(|item| item.id == "transition:open -> pending").unwrap();
    assert!(item.reason.contains("the specification does not say that it is refused"), "{}", item.reason);
}

#[test]
fn changes_by_an_operation_that_takes_the_state() {
    let mut items = service::statements();
    items.push(testing::item("requirement", "Every other change of state is refused with 409"));
    let run = |wrong| testing::run_items(&[&PROBE], &items, &service::config(&service::service(wrong)));
    let correct = run("");
    assert_eq!(of(&correct, Verdict::Refuted), [""; 0]);
    assert_eq!(of(&correct, Verdict::Proven).len(), 3, "{:#?}", correct.items);
    assert_eq!(
        of(&run("any-transition"), Verdict::Refuted),
        ["Every other change of state is refused with 409"]
    );
}

#[test]
fn two_kinds_of_objects_may_have_their_states_below_one_heading() {
    let text = "\
# Post

## Entities

### Letter

| Field | Type |
|---|---|
| `id` | integer |
| `state` | `open`, `sealed` or `sent` |

### Round

| Field | Type |
|---|---|
| `id` | integer |
| `state` | `planned`, `under_way` or `done` |

## How the states change

- `open` → `sealed`
- `sealed` → `sent`

Rounds:

- `planned` → `under_way`
- `under_way` → `done`

## API

- `POST /letters` writes a letter → 201
- `GET /letters/{id}` reads it
- `POST /rounds` plans a round → 201
- `GET /rounds/{id}` reads it
";
    let api = testing::facts_of_markdown(text, "", testing::Setup::default()).api;
    let of = |from: &str| {
        let edge = api.states.edges().iter().find(|edge| edge.from == from).unwrap();
        let machine = machine(&api, edge).unwrap();
        (machine.item.to_string(), machine.states)
    };
    let words = |states: [&str; 3]| states.map(str::to_owned).to_vec();
    assert_eq!(of("sealed"), ("/letters/{id}".to_owned(), words(["sealed", "sent", "open"])));
    assert_eq!(of("planned"), ("/rounds/{id}".to_owned(), words(["planned", "under_way", "done"])));
}

#[test]
fn kinds_below_one_heading_are_told_by_the_deeds_of_their_own_changes() {
    let text = "\
# Post

## How the states change

- `open` → `sealed` (seal)
- `sealed` → `sent` (send)

Rounds:

- `planned` → `under_way` (start)
- `under_way` → `done` (finish)

## API

- `POST /letters` writes a letter → 201
- `GET /letters/{id}` reads it
- `POST /letters/{id}/seal` seals it
- `POST /letters/{id}/send` sends it
- `POST /rounds` plans a round → 201
- `GET /rounds/{id}` reads it
- `POST /rounds/{id}/start` starts it
- `POST /rounds/{id}/finish` ends it
";
    let api = testing::facts_of_markdown(text, "", testing::Setup::default()).api;
    let of = |from: &str| {
        let edge = api.states.edges().iter().find(|edge| edge.from == from).unwrap();
        machine(&api, edge).map(|machine| machine.item.to_string())
    };
    assert_eq!(of("sealed"), Ok("/letters/{id}".to_owned()));
    assert_eq!(of("planned"), Ok("/rounds/{id}".to_owned()));
}

#[test]
fn a_chain_that_is_stated_backwards_is_one_machine() {
    let changes: String = (0..60).rev().map(|at| format!("- `s{at}` → `s{}`\n", at + 1)).collect();
    let text = format!("# Post\n\n## States\n\n{changes}");
    let api = testing::facts_of_markdown(&text, "", testing::Setup::default()).api;
    let edge = api.states.edges().first().unwrap();
    assert_eq!(connected(&api, edge).len(), 61);
}

const LOADS: &str = "\
# Yard

## Data Model

### Load

| Field | Type | Rules |
|---|---|---|
| `id` | integer | |
| `name` | string | required, 1 to 40 characters |
| `gross` | integer or null | 1 to 900 |
| `code` | string or null | 2 to 20 characters |

The service adds what nobody can send:

- `status`, which is `fresh` at first.
- `made_at`, the moment of the request.

## API

### POST /loads

Request: `{\"name\": \"Gravel\"}`. 201.

### GET /loads/{id}

One load.

### PATCH /loads/{id}

Moves a load to another `status`; each needs its own fields.

| `status` | fields that must come with it |
|---|---|
| `weighed` | `gross` |
| `sent` | `code` |

```json
{\"status\": \"weighed\", \"gross\": 40}
```

Any other change of status is refused with 409.

## The life of a load

```mermaid
stateDiagram-v2
  [*] --> fresh
  fresh --> weighed
  weighed --> sent
```
";

fn loads(wrong: &'static str, spec: &str) -> Run {
    let server = testing::shelf::serve_with(
        |load, _| {
            load.entry("status").or_insert(serde_json::json!("fresh"));
        },
        move |request, load| {
            let (load, body) = (load.filter(|_| request.method == "PATCH")?, request.json());
            let needed = [("fresh", "weighed", "gross"), ("weighed", "sent", "code")];
            let now = load["status"].as_str()?.to_owned();
            let to = body["status"].as_str()?.to_owned();
            let way = needed.iter().find(|(from, into, _)| *from == now && *into == to);
            let Some((_, _, member)) = way.filter(|(_, into, _)| wrong != *into) else {
                return Some(testing::Reply::json(409, &serde_json::json!({"error": "wrong status"})));
            };
            if body.as_object().is_none_or(|body| body.len() != 2 || body.get(*member).is_none()) {
                return Some(testing::Reply::json(422, &serde_json::json!({"error": "fields"})));
            }
            load.insert("status".to_owned(), serde_json::json!(to));
            load.insert((*member).to_owned(), body[*member].clone());
            Some(testing::Reply::json(200, &serde_json::Value::Object(load.clone())))
        },
    );
    testing::run_markdown(&[&PROBE], spec, &format!("[targets.local]\nurl = \"{}\"\n", server.url()))
}

#[test]
fn what_has_to_come_with_a_state_is_sent_with_it() {
    let shown = "```json\n{\"status\": \"weighed\", \"gross\": 40}\n```\n";
    assert!(LOADS.contains(shown));
    for spec in [LOADS.to_owned(), LOADS.replace(shown, "")] {
        let right = loads("", &spec);
        assert_eq!(of(&right, Verdict::Refuted), [""; 0], "{:#?}", right.items);
        let proven = of(&right, Verdict::Proven);
        for way in ["transition:fresh -> weighed", "transition:weighed -> sent"] {
            assert!(proven.contains(&way), "{way}: {:#?}", right.items);
        }
        let wrong = loads("sent", &spec);
        let refuted = of(&wrong, Verdict::Refuted);
        assert!(refuted.contains(&"transition:weighed -> sent"), "{:#?}", wrong.items);
    }
}
