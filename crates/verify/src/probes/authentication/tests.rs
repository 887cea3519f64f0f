use super::*;
use crate::run::Run;
use crate::testing::{self, ItemDraft, item, service};
use abide_ledger::Verdict;

fn run(wrong: &'static str, items: &[ItemDraft]) -> Run {
    let server = service::service(wrong);
    testing::run_items(&[&PROBE], items, &service::config(&server))
}

fn refuted(run: &Run) -> Vec<&str> {
    run.items.iter().filter(|item| item.verdict == Verdict::Refuted).map(|item| item.id.as_str()).collect()
}

#[test]
fn every_endpoint_that_needs_a_key_refuses_calls_without_one() {
    let run = run("", &service::statements());
    let proven = run.items.iter().filter(|item| item.verdict == Verdict::Proven).count();
    assert_eq!((refuted(&run), proven), (vec![], 10), "{:#?}", run.items);
    let health = run.items.iter().find(|item| item.id == "endpoint:GET /health").unwrap();
    assert_eq!(health.evidence.len(), 0, "it needs no key");
}

#[test]
fn an_endpoint_left_open_is_refuted_with_the_call_that_got_in() {
    let run = run("open-endpoint", &service::statements());
    assert_eq!(refuted(&run), ["endpoint:GET /parcels"]);
    let item = run.items.iter().find(|item| item.verdict == Verdict::Refuted).unwrap();
    assert_eq!(item.reason, "GET /parcels answers 401 without a key: it answered 200 OK without a key");
    let claim = &item.evidence[0];
    assert_eq!(claim.sent, "GET /parcels");
    assert!(claim.seen.starts_with("200 OK"), "{}", claim.seen);
    assert!(claim.repeat.as_ref().unwrap().starts_with("curl -i http://127.0.0.1:"), "{:?}", claim.repeat);
}

#[test]
fn a_key_that_nobody_gave_out_and_that_works_refutes_the_endpoints_that_it_opens() {
    let run = run("any-key", &service::statements());
    assert_eq!(
        refuted(&run).len(),
        10 - 4,
        "admins' endpoints still refuse it with 403 … which is not 401: {:?}",
        refuted(&run)
    );
}

#[test]
fn the_status_counts_where_the_specification_names_it() {
    let mut items = service::statements();
    assert_eq!(refuted(&run("forbids-strangers", &items)).len(), 10);
    items.retain(|item| !format!("{item:?}").contains("401"));
    assert_eq!(refuted(&run("forbids-strangers", &items)), Vec::<&str>::new());
}

#[test]
fn a_statement_about_the_whole_api_is_held_against_all_its_endpoints() {
    let mut items = service::statements();
    items.push(item("check", "API returns 401 without key"));
    let verdict = |wrong| run(wrong, &items).items.last().unwrap().clone();
    let proven = verdict("");
    assert_eq!((proven.verdict, proven.reason.as_str()), (Verdict::Proven, "10 of 10 endpoints refused it"));
    let refuted = verdict("open-endpoint");
    assert_eq!(refuted.verdict, Verdict::Refuted);
    assert!(refuted.reason.ends_with("it answered 200 OK without a key"), "{}", refuted.reason);
}

#[test]
fn statements_that_are_taken() {
    let read = |statement: &str| {
        Said::read(statement, Kind::Check).map(|said| (said.strict, said.no_key, said.wrong_key))
    };
    for (statement, expected) in [
        ("API returns 401 without key", (true, true, false)),
        ("Requests without a valid token are rejected with 401", (true, true, false)),
        ("401 when the header `X-API-Key` is missing or holds no known key", (true, true, true)),
        ("Unauthenticated requests are refused", (false, true, false)),
        ("`GET /orders` answers 401 to anonymous callers", (true, true, false)),
        ("Calls with a missing API key fail", (false, true, false)),
        ("The API must reject expired/invalid tokens with 401 status", (true, false, true)),
        ("Missing or invalid credentials → 401", (true, true, true)),
        ("A request without a key, or with an unknown one, is answered with 401", (true, true, true)),
    ] {
        assert_eq!(read(statement), Some(expected), "{statement}");
    }
    for statement in [
        "API returns 403 for what a role may not do",
        "API returns 404 for an unknown path",
        "Login with a wrong password returns 401",
        "The system MUST answer `GET /health` and `GET /metrics` without a key.",
        "`GET /health` returns 200 without authentication",
        "No key is ever logged",
        "Keys are stored as hashes",
        "All unit tests pass without errors",
        "A decoder must reject any key whose zone byte is out of range",
        "Given a token has been expired for a day, when it is used, then the system returns 401",
        "Unknown key rejected by default",
        "Returns 401 Unauthorized when the signature does not match",
    ] {
        assert_eq!(read(statement), None, "{statement}");
    }
}

#[test]
fn what_a_statement_is_about() {
    let read = |statement: &str| Said::read(statement, Kind::Requirement).unwrap();
    let said = read(
        "The system MUST refuse every endpoint under `/api/v1/` with 401 when the header `X-API-Key` is missing or holds no known key.",
    );
    assert_eq!((said.below.as_deref(), said.operation), (Some("/api/v1"), None));
    let said = read("All endpoints except `GET /health` return 401 without a key");
    assert_eq!((said.below, said.operation), (None, None));
    let said = read("Any endpoint other than `GET /health` answers 401 without a token");
    assert_eq!((said.below, said.operation), (None, None));
    let said = read("`GET /orders` answers 401 without a key");
    assert_eq!(said.operation, Some(("GET".to_owned(), "/orders".to_owned())));
    let said = read("Every endpoint requires an API key");
    assert_eq!((said.strict, said.no_key, said.changes), (false, true, false));
    assert!(read("Every endpoint that changes something returns 401 without a key").changes);
}

#[test]
fn a_key_elsewhere_than_in_its_place_is_no_key_where_the_specification_says_so() {
    use crate::testing::desk;
    let run = |wrong, spec: &str| {
        let server = desk::desk(wrong);
        testing::run_markdown(&[&PROBE], spec, &desk::config(&server))
    };
    let strict = desk::SPEC.replace("answers 401.", "answers 401. A token is accepted in that header only.");
    assert_eq!(refuted(&run("", &strict)), Vec::<&str>::new());
    assert!(refuted(&run("token-in-query", &strict)).contains(&"endpoint:GET /tickets"));
    assert_eq!(
        refuted(&run("token-in-query", desk::SPEC)),
        Vec::<&str>::new(),
        "what is not excluded is not accused"
    );
}

#[test]
fn one_place_for_a_key() {
    for line in [
        "A caller is known by the key in the header and by nothing else: a key in the query string counts as no key.",
        "Tokens are accepted in the `Authorization` header only.",
        "API keys in the query string are rejected.",
    ] {
        assert!(statement::is_exclusive(line), "{line}");
    }
    assert!(!statement::is_exclusive("Send the key in the header `X-API-Key`."));
    assert!(!statement::is_exclusive("The header only holds the name."));
}
