use super::*;
use crate::testing::{Setup, facts_with, item, service};
use serde_json::json;

fn cause_of(endpoint: &str, status: u16, words: &str) -> Causes {
    let mut items = service::statements();
    items.retain(|item| !format!("{item:?}").contains(&format!("\"{endpoint}\"")));
    let method_and_body = item("endpoint", endpoint)
        .field("auth", "X-API-Key")
        .request(json!({"version": 1, "grams": 5, "recipient": "Mara"}));
    items.push(method_and_body.response(200, json!({"id": 1}), "OK").response(
        status,
        json!({"error": {"field": "grams"}}),
        words,
    ));
    let setup = "[targets.local]\nurl = \"http://127.0.0.1:1\"\nroles.admin.headers = { K = \"aaaa\" }\nroles.clerk.headers = { K = \"bbbb\" }\n";
    let facts = facts_with("s.md", &items, setup, Setup::default());
    let operation = facts.api.operations.last().unwrap();
    causes(&facts.api, operation, operation.responses.last().unwrap())
}

fn stated(words: &str) -> Option<Cause> {
    let status = if words.contains("key") || words.contains("token") {
        401
    } else if words.contains("clerk") {
        403
    } else {
        409
    };
    let causes = cause_of("PATCH /parcels/{id}", status, words);
    causes.stated.then(|| causes.list[0].clone())
}

#[test]
fn who_asks_for_what_is_anothers_is_not_turned_away_from_their_own() {
    let causes = cause_of(
        "GET /parcels/{id}",
        404,
        "404 if there is none; also for a clerk who asks for somebody else's",
    );
    assert!(!causes.list.contains(&Cause::As("clerk".into())), "{causes:?}");
}

#[test]
fn stated_causes() {
    for (words, cause) in [
        ("without a key", Cause::NoKey),
        ("with an invalid token", Cause::WrongKey),
        ("**Error Response (403 Forbidden):** as a clerk", Cause::As("clerk".into())),
        ("**Error Response (409 Conflict):** the same request once more", Cause::Again),
        ("for a parcel that is `sent`", Cause::InState("sent".into())),
        ("the parcel is already `done`", Cause::InState("done".into())),
        ("for a `grams` of 0", Cause::With("grams".into(), json!(0))),
        ("`grams` is -5", Cause::With("grams".into(), json!(-5))),
        ("`recipient` is empty", Cause::With("recipient".into(), json!(""))),
        ("without `recipient`", Cause::Without("recipient".into())),
        ("`recipient` is missing", Cause::Without("recipient".into())),
        ("for `PATCH /parcels/{id}?force=maybe`", Cause::Query("force=maybe".into())),
        ("malformed JSON", Cause::Malformed),
        ("stale version", Cause::StaleVersion),
        ("for the parcel `HUB-1`", Cause::Named("HUB-1".into())),
    ] {
        assert_eq!(stated(words), Some(cause), "{words}");
    }
}

#[test]
fn words_that_state_no_cause() {
    for words in [
        "Conflict",
        "**Error (409 Conflict):**",
        "`recipient` is too long",
        "see [errors](#errors)",
        "when the moon is full",
    ] {
        assert_eq!(stated(words), None, "{words}");
    }
}

#[test]
fn usual_causes_begin_with_the_clearest() {
    assert_eq!(cause_of("PATCH /parcels/{id}", 404, "Not Found").list, [Cause::UnknownId]);
    assert_eq!(cause_of("PATCH /parcels/{id}", 403, "Forbidden").list, [Cause::Denied]);
    assert_eq!(cause_of("PATCH /parcels/{id}", 418, "Teapot").list, []);
    let first = &cause_of("PATCH /parcels/{id}", 422, "Unprocessable").list[0];
    assert_eq!(*first, Cause::With("grams".into(), json!("")), "the example names the member at fault");
}
