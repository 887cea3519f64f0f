use super::*;

/// What is left of a statement when claims in these words passed, each with why.
fn left(statement: &str, claims: &[(&str, &str)]) -> Vec<String> {
    of_endpoint(statement, None, claims)
}

fn of_endpoint(statement: &str, own: Option<&str>, claims: &[(&str, &str)]) -> Vec<String> {
    let shown = |&(claim, reason): &(&'static str, &'static str)| Shown {
        probe: "contract",
        claim,
        reason,
        sent: "",
        seen: "",
    };
    let claims: Vec<(&'static str, &'static str)> = claims
        .iter()
        .map(|(claim, reason)| (&*claim.to_string().leak(), &*reason.to_string().leak()))
        .collect();
    let asked = own.map_or(Asked::All, |own| Asked::Of(own.to_owned()));
    untried(statement, &asked, &claims.iter().map(shown).collect::<Vec<_>>())
}

const UNKNOWN: (&str, &str) =
    ("GET /boats/{id} does not find an unknown id", "with an unknown id, it answered 404 Not Found");
const BROKEN: (&str, &str) = (
    "POST /boats refuses a body that is no JSON",
    "with a body that is no JSON, it answered 400 Bad Request",
);

#[test]
fn what_a_claim_says_in_other_words_is_tried() {
    assert_eq!(left("An id that does not exist is answered with 404.", &[UNKNOWN]), [""; 0]);
    assert_eq!(left("Malformed JSON gives 400.", &[BROKEN]), [""; 0]);
}

#[test]
fn a_second_sentence_that_nothing_speaks_of_is_left() {
    let said = "A body that is not JSON is answered with 400; a missing body counts as an empty one.";
    assert_eq!(left(said, &[BROKEN]), ["a missing body counts as an empty one"]);
}

#[test]
fn a_status_that_was_never_seen_is_left() {
    let said = "Malformed JSON is 400, and a wrong method is 405.";
    assert_eq!(left(said, &[BROKEN]), ["and a wrong method is 405"]);
}

#[test]
fn a_code_counts_where_a_refusal_shows_it() {
    let (claim, reason) = BROKEN;
    let seen = "400 Bad Request\ncontent-type: application/json\n\n{\"code\": \"bad_json\"}";
    let shown = Shown { probe: "contract", claim, reason, sent: "", seen };
    assert_eq!(untried("Malformed JSON is 400 with code `bad_json`.", &Asked::All, &[shown]), [""; 0]);
    assert_eq!(untried("Malformed JSON is 400 with code `no_json`.", &Asked::All, &[shown]).len(), 1);
}

#[test]
fn a_name_in_the_body_of_an_answer_is_not_tried_but_a_value_is() {
    let seen = "200 OK\n\n{\"state\": \"moored\", \"berth\": \"B4\"}";
    let shown = Shown {
        probe: "contract",
        claim: "POST /boats/{id}/moor on what is away has the stated outcome",
        reason: "it answered 200 OK",
        sent: "",
        seen,
    };
    assert_eq!(untried("Mooring makes it `moored`.", &Asked::All, &[shown]), [""; 0]);
    assert_eq!(untried("Mooring also renews `berth`.", &Asked::All, &[shown]).len(), 1);
}

#[test]
fn filters_that_nobody_asked_for_are_left() {
    let claims = [(
        "GET /boats filters by `type`",
        "of 40 objects with 3 values of `type`, it answered the 8 that were asked for",
    )];
    let said = "`GET /boats` lists boats, with filters `type` and `flag`.";
    assert_eq!(of_endpoint(said, Some("GET /boats"), &claims), ["with filters type and flag"]);
    let said = "`GET /boats` lists boats, with the filter `type`.";
    assert_eq!(of_endpoint(said, Some("GET /boats"), &claims), [""; 0]);
}

#[test]
fn what_is_said_of_another_operation_is_no_part_of_an_endpoint() {
    let said = "`GET /boats/{id}` answers one boat. `GET /ports` counts the crews by colour of their hats.";
    assert_eq!(of_endpoint(said, Some("GET /api/boats/{id}"), &[UNKNOWN]), [""; 0]);
    assert_eq!(left(said, &[UNKNOWN]).len(), 1);
}

#[test]
fn a_condition_is_met_by_whoever_plays_it() {
    let claims = [("POST /boats/{id}/moor answers 409 Conflict", "it answered 409 Conflict")];
    assert_eq!(left("WHEN the boat has no captain on board THEN the answer is 409.", &claims), [""; 0]);
}

#[test]
fn what_an_operation_is_for_and_labels_of_rows_state_nothing() {
    let claims = [("GET /boats answers 200 OK as documented", "it answered 200 OK")];
    let row = "| GET | `/boats` | any role | 200 | Liveness |";
    assert_eq!(of_endpoint(row, Some("GET /boats"), &claims), [""; 0]);
    let row = "| POST | `/boats/{id}/moor` | 200 | away, drifting → moored |";
    assert_eq!(of_endpoint(row, Some("POST /boats/{id}/moor"), &claims), ["away, drifting → moored"]);
}

#[test]
fn numbers_count_where_they_or_their_neighbours_were_tried() {
    let claims = [("GET /boats answers at most 100 objects", "asked for 101, it answered 400 Bad Request")];
    assert_eq!(left("A page has at most 100 boats.", &claims), [""; 0]);
    assert_eq!(left("A page has at most 50 boats.", &claims).len(), 1);
    let claims =
        [("POST /boats takes a body of 16384 bytes, and none of 16385", "one of 16385 refused with 413")];
    assert_eq!(left("A body is at most 16 KiB, else 413.", &claims), [""; 0]);
}

#[test]
fn a_formula_that_holds_is_tried_with_all_its_names() {
    let claims = [(
        "the `total_cents` of a boat follows from others: `nights` × 350",
        "in 9 objects that were answered, it is what is calculated",
    )];
    assert_eq!(left("`total_cents` is `nights` times 350.", &claims), [""; 0]);
}

#[test]
fn what_is_said_of_a_field_beside_its_type_has_to_be_tried_by_name() {
    let of_field = |text: &str, claims: &[&str]| {
        let shown: Vec<Shown> = claims
            .iter()
            .map(|claim| Shown { probe: "contract", claim, reason: "as it must be", sent: "", seen: "" })
            .collect();
        untried(text, &Asked::Field, &shown)
    };
    let row = "| `flag` | string | optional; at most 2 letters; default `nl` |";
    assert_eq!(of_field(row, &["the `flag` of a boat is as stated"]), ["default nl"]);
    assert_eq!(of_field(row, &["the `flag` of a boat is \"nl\" where it is not sent"]), [""; 0]);
    let row = "| `nights` | integer | read-only; number of nights that it lay there |";
    let claims = ["POST /boats takes no `nights` from a client"];
    assert_eq!(of_field(row, &claims), ["number of nights that it lay there"]);
}

#[test]
fn what_a_header_lists_is_tried_where_it_was_looked_at() {
    let said = "Any other method gives 405; the `Allow` header lists the methods that the path has.";
    let title = "/boats takes no method that is not documented";
    assert_eq!(left(said, &[(title, "PUT was answered with 405 Method Not Allowed")]).len(), 1);
    let looked = "PUT was answered with 405 Method Not Allowed, and Allow lists GET, POST";
    assert_eq!(left(said, &[(title, looked)]), [""; 0]);
}

#[test]
fn what_a_number_is_set_for_has_to_be_tried_and_what_a_text_is_set_for_is_a_label() {
    let row = "| `BOATS_MOST` | `40` | largest fleet of one harbour |";
    let claims = [("the default of BOATS_MOST is 40", "`40` stands beside its name")];
    let shown: Vec<Shown> = claims
        .iter()
        .map(|(claim, reason)| Shown { probe: "contract", claim, reason, sent: "", seen: "" })
        .collect();
    assert_eq!(untried(row, &Asked::Setting(true), &shown), ["largest fleet of one harbour"]);
    assert_eq!(untried(row, &Asked::Setting(false), &shown), [""; 0]);
    let effect = Shown {
        probe: "contract",
        claim: "BOATS_MOST has an effect",
        reason: "40 unless it is set",
        sent: "",
        seen: "",
    };
    assert_eq!(untried(row, &Asked::Setting(true), &[effect]), [""; 0]);
}

#[test]
fn keys_that_nobody_knows_were_tried_as_such() {
    let title = "each of the 9 endpoints that need a key answers 401 without a key or with a key that nobody gave out";
    let said = "Every endpoint answers 401 when the header `X-API-Key` is missing or holds no known key.";
    assert_eq!(left(said, &[(title, "9 of 9 endpoints refused it")]), [""; 0]);
}

#[test]
fn a_header_may_be_a_word() {
    let said = "Boats are made with 201 and a Location header.";
    let seen = "201 Created\nlocation: /boats/7\n\n{}";
    let shown = |seen| Shown {
        probe: "contract",
        claim: "POST /boats answers 201 Created as documented",
        reason: "it answered 201 Created",
        sent: "",
        seen,
    };
    assert_eq!(untried(said, &Asked::All, &[shown(seen)]), [""; 0]);
    assert_eq!(untried(said, &Asked::All, &[shown("201 Created\n\n{}")]).len(), 1);
}

#[test]
fn a_clause_is_shown_on_a_line_of_its_own() {
    assert_eq!(shortened("and **nobody**\n  may `moor`"), "and nobody may moor");
    assert!(shortened(&"word ".repeat(60)).ends_with('…'));
}

#[test]
fn a_field_that_is_computed_and_no_more_is_tried_where_no_client_sets_it() {
    let of_field = |text: &str, claim: &str| {
        untried(
            text,
            &Asked::Field,
            &[Shown { probe: "lifecycle", claim, reason: "as it must be", sent: "", seen: "" }],
        )
    };
    let claim = "POST /boats takes no `fee` from a client";
    assert_eq!(of_field("| `fee` | integer | computed, see 5.4 |", claim), [""; 0]);
    assert_eq!(of_field("| `fee` | integer | computed |", "the `fee` of a boat is as stated"), ["computed"]);
    assert_eq!(of_field("| `fee` | integer | computed from the two |", claim), ["computed from the two"]);
}
