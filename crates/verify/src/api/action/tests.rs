use super::*;
use crate::testing::{self, Setup, item};

fn meant(action: &str) -> Result<Vec<String>, String> {
    let items = [
        "GET /api/orders",
        "POST /api/orders",
        "GET /api/orders/{id}",
        "PATCH /api/orders/{id}",
        "DELETE /api/orders/{id}",
        "POST /api/orders/{id}/cancel",
        "POST /api/orders/{id}/ship",
        "POST /api/orders/{id}/ratings",
        "GET /api/orders/{id}/line-items",
        "POST /api/orders/{id}/line-items",
        "GET /api/users",
        "DELETE /api/users/{id}",
    ]
    .map(|key| item("endpoint", key));
    let audited = item("endpoint", "POST /api/runs").section("Start an audit");
    let paid = item("endpoint", "POST /api/orders/{id}/payments").field("description", "Settles an order");
    let items: Vec<_> = items.into_iter().chain([paid, audited]).collect();
    let facts = testing::facts_with("a.md", &items, "", Setup::default());
    let found = operations_of(&facts.api, 0, action)?;
    Ok(found.iter().map(|number| facts.api.operations[*number].title()).collect())
}

#[test]
fn operations_that_are_named() {
    assert_eq!(meant("DELETE /orders/{id}").unwrap(), ["DELETE /api/orders/{id}"]);
    assert_eq!(meant("`GET /api/orders`, `GET /api/users`").unwrap(), ["GET /api/orders", "GET /api/users"]);
    assert_eq!(
        meant("GET/PATCH /api/orders/:id").unwrap(),
        ["GET /api/orders/{id}", "PATCH /api/orders/{id}"]
    );
    assert_eq!(meant("all of /api/users/*").unwrap(), ["GET /api/users", "DELETE /api/users/{id}"]);
    assert!(meant("GET /api/invoices").is_err());
}

#[test]
fn verbs_and_things() {
    for (action, expected) in [
        ("Delete orders", vec!["DELETE /api/orders/{id}"]),
        ("create an order", vec!["POST /api/orders"]),
        ("View own orders", vec!["GET /api/orders", "GET /api/orders/{id}"]),
        ("list users", vec!["GET /api/users"]),
        ("Cancel an order", vec!["POST /api/orders/{id}/cancel"]),
        ("add line items", vec!["POST /api/orders/{id}/line-items"]),
        ("Cancel or ship an order", vec!["POST /api/orders/{id}/cancel", "POST /api/orders/{id}/ship"]),
        ("Rate an order", vec!["POST /api/orders/{id}/ratings"]),
        ("delete any user", vec!["DELETE /api/users/{id}"]),
    ] {
        assert_eq!(meant(action).unwrap(), expected, "{action}");
    }
    assert_eq!(meant("manage orders").unwrap().len(), 5);
    assert_eq!(meant("starting audits").unwrap(), ["POST /api/runs"]);
    assert_eq!(meant("settle").unwrap(), ["POST /api/orders/{id}/payments"]);
    assert_eq!(meant("settling an order").unwrap(), ["POST /api/orders/{id}/payments"]);
}

#[test]
fn what_is_not_certain_is_said_to_be_so() {
    for action in ["delete paid orders", "approve invoices", "export everything", "refund an order", "sleep"]
    {
        assert!(meant(action).is_err(), "{action}: {:?}", meant(action));
    }
}

#[test]
fn what_is_called_as_what_one_does_is_made_by_it() {
    let items = [
        "GET /hives/{id}",
        "POST /hives/{id}/inspections",
        "GET /hives/{id}/inspections",
        "GET /inspections/{id}",
        "GET /frames/{id}",
    ]
    .map(|key| item("endpoint", key));
    let facts = testing::facts_with("a.md", &items, "", Setup::default());
    let meant = |action: &str| {
        let found = operations_of(&facts.api, 0, action).ok()?;
        Some(found.iter().map(|number| facts.api.operations[*number].title()).collect::<Vec<_>>())
    };
    assert_eq!(meant("inspect a hive"), Some(vec!["POST /hives/{id}/inspections".to_owned()]));
    assert_eq!(meant("read a hive"), Some(vec!["GET /hives/{id}".to_owned()]));
    assert_eq!(meant("inspect a frame"), Some(vec!["GET /frames/{id}".to_owned()]));
    let scene = crate::api::meant(&facts.api, 0, "", "a retired hive is inspected");
    assert_eq!(
        scene.map(|meant| facts.api.operations[meant.number].title()).as_deref(),
        Some("POST /hives/{id}/inspections")
    );
}

#[test]
fn what_an_operation_is_titled_is_what_it_means() {
    let text = "# Bench\n\n## APIs\n\n**Start a trial** – `POST /jobs/{id}/trials` takes `gauge_id` and answers 201 with the trial.\n\n**Read a trial** – `GET /trials/{id}` answers 200 with the trial.\n\n**Read the log** – `GET /events` answers 200 with the entries.\n";
    let facts = testing::facts_of_markdown(text, "", Setup::default());
    let meant = |action: &str| {
        let found = operations_of(&facts.api, 0, action).ok()?;
        Some(found.iter().map(|number| facts.api.operations[*number].title()).collect::<Vec<_>>())
    };
    assert_eq!(meant("Start a trial"), Some(vec!["POST /jobs/{id}/trials".to_owned()]));
    assert_eq!(meant("Read the log"), Some(vec!["GET /events".to_owned()]));
    assert_eq!(meant("Read a trial"), Some(vec!["GET /trials/{id}".to_owned()]));
}
