//! Sentences that are easily misread: what they deny, leave open, tell of other times or of others claims nothing.

use crate::plan::Plan;
use crate::testing::{self, Setup};
use std::collections::BTreeSet;
use std::sync::Arc;

const DESK: &str = "# Desk

## Data model

### Room

| Field | Type | Notes |
|---|---|---|
| id | integer | set by the server |
| name | string | required, 1 to 60 characters |
| floor | integer | 0 to 40 |
| status | enum(open, locked) | starts as open |
| visits | integer | set by the server |
| locked_at | datetime | set by the server |

### Stay

| Field | Type | Notes |
|---|---|---|
| id | integer | set by the server |
| room_id | integer | required |
| starts_on | date | required |
| ends_on | date | required |

## API

All endpoints need the header `X-Key`; without it `401`.

- `POST /rooms` adds a room. `201` with the room.
- `GET /rooms` lists rooms. `200`.
- `GET /rooms/{id}` reads one. `200`.
- `PATCH /rooms/{id}` changes one. `200`.
- `DELETE /rooms/{id}` removes one. `204`.
- `POST /rooms/{id}/lock` locks a room. `200`. BESIDE
- `POST /stays` adds a stay with `room_id`, `starts_on` and `ends_on`. `201`.
- `GET /stays/{id}` reads one. `200`.

## Status transitions

| From | To |
|---|---|
| open | locked |

## Requirements

- STATED
";

const ROLES: &str = "[targets.local.roles.clerk]\nheaders = { X-Key = \"1\" }\n[targets.local.roles.head]\nheaders = { X-Key = \"2\" }\n[targets.local.roles.clerk_b]\nheaders = { X-Key = \"3\" }\n";

/// The titles of what is claimed where sentences stand beside the locking of a room and among the requirements.
fn claims(beside: &str, stated: &str) -> BTreeSet<String> {
    let text = DESK.replace("BESIDE", beside).replace("STATED", stated);
    let facts = Arc::new(testing::facts_of_markdown(&text, ROLES, Setup::default()));
    let plan = Plan::of(&facts, super::PROBES, &[]).unwrap();
    let claims = plan.items.into_iter().flat_map(|item| item.claims);
    claims.filter(|(_, claim)| claim.is_tried()).map(|(_, claim)| claim.title).collect()
}

#[test]
fn requirements_that_state_nothing_to_try() {
    let before = claims("", "Rooms are nice.");
    for said in [
        // Rights.
        "A clerk may want to delete rooms.",
        "Heads may delete rooms in a later version.",
        "A clerk can see who may delete rooms.",
        "Deleting rooms requires a head who is awake.",
        "A room is for clerks.",
        "A clerk who once deleted a room that was locked gets a reminder.",
        "A clerk who dreams of deleting rooms gets 403.",
        "The system does not let a clerk delete rooms by night.",
        // Values and how many there may be.
        "Stays whose `ends_on` is after `starts_on` are green.",
        "`ends_on` may be after `starts_on`.",
        "A room has at most 3 stays on one page; more get 409.",
        "A room should have at most 3 stays, but more are not refused with 409.",
        "Names of rooms need not be unique.",
        "Unknown members may be refused.",
        "Bodies over 1 MB may get 413 by the proxy.",
        // Lists.
        "Rooms are not sorted by `name`.",
        "Rooms used to be listed newest first.",
        "The log lines of a room are returned newest first.",
        "Rooms are sorted by `name` in the app.",
        "`GET /rooms` does not take `floor` to filter.",
        // Refusals.
        "Requests without a key do not get 401.",
        "Locking a locked room may answer 409.",
        "Locking a locked room never answers 409.",
        "Given a locked room, when a clerk locks it, then it may answer 409.",
        "A room that has stays can be deleted; it does not answer 409.",
        "A room that has stays cannot be deleted by mistake.",
        "A locked room cannot be locked again in the app.",
        // What becomes of deleted objects.
        "Deleted rooms are not gone; they can be read for a week.",
        // Versions, keys, headers.
        "`If-Match` is optional.",
        "An `Idempotency-Key` is ignored.",
        "Not every response has `X-Trace`.",
        // Speed and limits.
        "`GET /rooms` need not answer within 200 ms.",
        "More than 100 requests per minute do not get 429.",
        "In production at most 100 requests per minute are allowed; more get 429.",
    ] {
        let new: Vec<String> = claims("", said).difference(&before).cloned().collect();
        assert!(new.is_empty(), "{said}: {new:#?}");
    }
}

#[test]
fn descriptions_that_bring_nothing_about() {
    let before = claims("", "Rooms are nice.");
    for said in [
        "It does not raise `visits` by one.",
        "A nightly run raises `visits` by one.",
        "The client sets `locked_at` itself.",
        "Nothing sets `locked_at` but this.",
        "Unlike opening, which sets `locked_at`, this changes nothing.",
        "It keeps the former clerk in `name`.",
        "`locked_at` is set, if it was not.",
    ] {
        let new: Vec<String> = claims(said, "Rooms are nice.").difference(&before).cloned().collect();
        assert!(new.is_empty(), "{said}: {new:#?}");
    }
}

#[test]
fn the_same_said_plainly_is_tried() {
    let before = claims("", "Rooms are nice.");
    for said in [
        "Only heads may delete rooms.",
        "`ends_on` is after `starts_on`.",
        "Names of rooms are unique.",
        "Rooms are sorted by `name`.",
        "Locking a locked room answers 409.",
        "A room that has stays cannot be deleted; it answers 409.",
        "A stale `If-Match` is refused with 412.",
        "Every response has `X-Trace`.",
        "At most 100 requests per minute are allowed; more get 429.",
    ] {
        assert!(claims("", said).difference(&before).next().is_some(), "{said}");
    }
    assert!(claims("It raises `visits` by one.", "Rooms are nice.").difference(&before).next().is_some());
}
