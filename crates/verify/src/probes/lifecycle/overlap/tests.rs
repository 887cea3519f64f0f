use crate::probes;
use crate::testing::{Reply, Setup, facts_of_markdown, run_markdown, shelf};
use abide_ledger::Verdict;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const SPECIFICATION: &str = "# Rooms\n\n## Data Model\n\n### Room\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| name | string | required |\n\n### Booking\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| room_id | integer | required |\n| starts_at | datetime | required |\n| ends_at | datetime | required |\n\n## API\n\n- `POST /rooms`: adds a room, 201\n- `GET /rooms/{id}`: one room\n- `POST /bookings`: adds a booking, 201\n\n```http\nPOST /bookings\n\n{\"room_id\": 1, \"starts_at\": \"2031-05-02T09:00:00Z\", \"ends_at\": \"2031-05-02T11:00:00Z\"}\n```\n\n- `GET /bookings/{id}`: one booking\n\n## Rules\n\nThe system MUST refuse what collides: two bookings of one room never overlap. One may begin at the minute in which the other ends. An overlapping booking is answered with 409.\n";

#[test]
fn what_holds_for_some_of_them_only_is_not_tried_on_new_ones() {
    let read = |said: &str| {
        let text = SPECIFICATION
            .replace("The system MUST refuse what collides: two bookings of one room never overlap.", said);
        let api = facts_of_markdown(&text, "", Setup::default()).api;
        api.sentences.iter().find_map(|sentence| super::told::read(&api, sentence)).is_some()
    };
    assert!(read("Two bookings of one room never overlap."));
    assert!(read("No two bookings of one room overlap."));
    assert!(read("A room has no two bookings that overlap."));
    assert!(read(
        "If a booking overlaps another booking of the same room that is not void, the answer is 409."
    ));
    assert!(read("The system must not let two bookings of one room overlap."));
    assert!(read("A room never has two bookings that overlap."));
    assert!(read("A room cannot be used by two bookings at once: 409."));
    assert!(read("No room is ever given to two bookings at the same time."));
    for said in [
        "Two confirmed bookings of one room never overlap.",
        "Two bookings of one room that are confirmed or paid must not share a day.",
        "Two bookings may overlap.",
        "Two rooms never overlap.",
        "If a booking overlaps another booking of the same room, a bell rings.",
        "If a booking overlaps another party of the same room, the answer is 409.",
        "A room may be used by two bookings at once.",
        "A room cannot be used by two parties at once.",
        "A room cannot be used by two bookings at once while it is shut.",
        "Two bookings of one room never overlap. Only bookings that are paid count.",
    ] {
        assert!(!read(said), "{said}");
    }
}

/// What becomes of the rule where the system refuses what this finds in the way, with this status.
fn verdict(clashes: fn(&Value, &Value) -> bool, status: u16) -> Verdict {
    let bookings: Arc<Mutex<Vec<Value>>> = Arc::default();
    let made = Arc::clone(&bookings);
    let server = shelf::serve_with(
        move |object, _| {
            if object.contains_key("starts_at") {
                made.lock().unwrap().push(json!(object));
            }
        },
        move |request, _| {
            let asked = request.json();
            let taken = |other: &Value| other["room_id"] == asked["room_id"] && clashes(other, &asked);
            let books = request.method == "POST" && request.route() == "/bookings";
            (books && bookings.lock().unwrap().iter().any(taken))
                .then(|| Reply::json(status, &json!({"error": "taken"})))
        },
    );
    let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
    let run = run_markdown(&[probes::probe("lifecycle").unwrap()], SPECIFICATION, &config);
    let rule = run.items.iter().find(|item| item.id.starts_with("requirement")).unwrap();
    let mut own = rule.evidence.iter().filter(|claim| claim.claim.contains("overlap"));
    own.next().unwrap().verdict
}

fn text<'a>(one: &'a Value, name: &str) -> &'a str {
    one[name].as_str().unwrap()
}

#[test]
fn what_overlaps_is_refused_and_what_follows_is_not() {
    let overlap = |one: &Value, other: &Value| {
        text(one, "starts_at") < text(other, "ends_at") && text(other, "starts_at") < text(one, "ends_at")
    };
    assert_eq!(verdict(overlap, 409), Verdict::Proven);
    assert_eq!(verdict(overlap, 422), Verdict::Refuted);
    assert_eq!(verdict(|_, _| false, 409), Verdict::Refuted);
    let within = |one: &Value, other: &Value| {
        text(one, "starts_at") <= text(other, "starts_at") && text(other, "starts_at") < text(one, "ends_at")
    };
    assert_eq!(verdict(within, 409), Verdict::Refuted, "what begins before it is let through");
    let touching = |one: &Value, other: &Value| {
        text(one, "starts_at") <= text(other, "ends_at") && text(other, "starts_at") <= text(one, "ends_at")
    };
    assert_eq!(verdict(touching, 409), Verdict::Refuted, "one may begin when the other ends");
    assert_eq!(verdict(|_, _| true, 409), Verdict::Unproven, "nothing else is taken either");
}

#[test]
fn what_another_rule_is_about_does_not_stand_in_the_way() {
    let rules = "- A room cannot be used by two bookings at once: 409.\n- A guest cannot be in two bookings at once: 409.\n";
    let text = SPECIFICATION
        .replace(
            "| room_id | integer | required |\n",
            "| room_id | integer | required |\n| guest | string | required |\n",
        )
        .replace("\"room_id\": 1,", "\"room_id\": 1, \"guest\": \"ada\",");
    let (head, _) = text.split_once("The system MUST").unwrap();
    let api = facts_of_markdown(&format!("{head}{rules}"), "", Setup::default()).api;
    let all = api.sentences.iter().filter_map(|sentence| super::told::read(&api, sentence));
    let told = all.map(|apart| super::told::with_others(&api, apart));
    let told: Vec<_> = told.map(|apart| (apart.shared.unwrap(), apart.others)).collect();
    let both =
        [("room_id".to_owned(), vec!["guest".to_owned()]), ("guest".to_owned(), vec!["room_id".to_owned()])];
    assert_eq!(told, both);
}
