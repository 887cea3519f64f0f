use super::*;
use crate::testing::{self, Setup, item};

fn read(sentence: &str) -> Vec<(Vec<String>, Right)> {
    let items = [
        item("endpoint", "GET /orders"),
        item("endpoint", "GET /orders/{id}"),
        item("endpoint", "DELETE /orders/{id}"),
        item("permission", "manager | delete orders"),
        item("permission", "clerk | view orders"),
    ];
    let facts = testing::facts_with("a.md", &items, "", Setup::default());
    cells(&facts.api, 0, sentence).into_iter().map(|cell| (cell.names, cell.right)).collect()
}

#[test]
fn sentences_about_one_role_and_one_action() {
    let of = |name: &str, right: Right| (vec![name.to_owned()], right);
    let only = [of("manager", Right::May), of("clerk", Right::MayNot)];
    assert_eq!(read("Only managers may delete orders."), only);
    assert_eq!(read("Deleting orders requires the manager role."), only);
    assert_eq!(read("**FR-3:** A clerk MUST NOT delete orders"), [of("clerk", Right::MayNot)]);
    assert_eq!(read("Clerks can only view their own orders"), [of("clerk", Right::Own)]);
    assert_eq!(read("A clerk cannot view other clerks' orders"), [of("clerk", Right::NotOthers)]);
    assert_eq!(read("The system MUST allow only managers to delete orders. Anyone else gets 403."), only);
    assert_eq!(read("A clerk who tries to delete an order gets 403."), [of("clerk", Right::MayNot)]);
    assert_eq!(read("A clerk gets 403 when deleting an order."), [of("clerk", Right::MayNot)]);
    assert_eq!(
        read("A clerk who tries to delete an order that another clerk made gets 403."),
        [of("clerk", Right::NotOthers)]
    );
    assert_eq!(
        read("A *clerk* reads orders and MUST NOT change anything; an attempt is answered with 403."),
        [of("clerk", Right::MayNot)]
    );
    assert_eq!(read("A clerk cannot delete an order; that is up to managers."), [of("clerk", Right::MayNot)]);
}

#[test]
fn what_depends_on_more_is_left_alone() {
    for sentence in [
        "A clerk may delete orders when they are unpaid",
        "The system can delete orders",
        "Clerks can bake cakes",
        "Every clerk is trained. They may delete orders",
        "A clerk may want to delete orders",
        "Clerks may not need to delete orders",
        "A clerk can see who may delete orders",
        "A clerk may delete orders or not",
        "A clerk who tries to delete an order that is paid gets 403",
        "A clerk gets 403 when deleting an order twice",
        "An order requires a clerk",
        "An order is for clerks",
        "Deleting an order requires a clerk",
        "Deleting orders is not limited to managers",
    ] {
        assert!(read(sentence).is_empty(), "{sentence}");
    }
}

#[test]
fn statements_about_all_that_is_denied() {
    for (statement, strict) in [
        ("API returns 403 for what a role may not do", true),
        ("The system MUST refuse with 403 what the role of the key may not do, and change nothing.", true),
        ("Requests without the required permission are rejected", false),
        ("Insufficient permissions → 403 Forbidden", true),
        (
            "A key is of one user. A role that may not do something is answered with 403. No role includes another.",
            true,
        ),
    ] {
        assert_eq!(is_about_all_denials(statement), Some(strict), "{statement}");
    }
    for statement in [
        "API returns 401 without key",
        "`DELETE /orders/{id}` as a clerk returns 403 for the role",
        "Users get 403 for orders of other users without permission",
        "Each role and action; prices",
    ] {
        assert_eq!(is_about_all_denials(statement), None, "{statement}");
    }
}

#[test]
fn paths_that_a_role_may_not_read() {
    let items = [
        item("endpoint", "GET /clients/{id}/invoices"),
        item("endpoint", "GET /api/v1/audit"),
        item("endpoint", "GET /invoices"),
        item("permission", "manager | view invoices"),
        item("permission", "clerk | view audit"),
    ];
    let facts = testing::facts_with("a.md", &items, "", Setup::default());
    let read = |sentence: &str| {
        let found = cells(&facts.api, 0, sentence);
        let titles = |cell: &Cell| {
            let numbers = cell.operations.clone().unwrap_or_default();
            numbers.iter().map(|number| facts.api.operations[*number].title()).collect::<Vec<_>>()
        };
        found.iter().filter(|cell| cell.right == Right::MayNot).flat_map(titles).collect::<Vec<_>>()
    };
    assert_eq!(
        read("A clerk who reads /invoices or /audit gets 403."),
        ["GET /invoices", "GET /api/v1/audit"]
    );
    for said in [
        "A clerk who reads /invoices gets 403 unless the client is theirs.",
        "A clerk who reads /invoices gets 403 for drafts.",
        "A clerk who reads /invoices gets 403, except on Mondays.",
    ] {
        assert_eq!(read(said), [""; 0], "{said}");
    }
}
