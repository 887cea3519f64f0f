use super::*;
use crate::run::Run;
use crate::testing::{self, desk, orders, service};
use abide_ledger::Verdict;

fn run(wrong: &'static str) -> Run {
    let server = desk::desk(wrong);
    testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server))
}

fn of(run: &Run, verdict: Verdict) -> Vec<&str> {
    run.items.iter().filter(|item| item.verdict == verdict).map(|item| item.id.as_str()).collect()
}

#[test]
fn the_correct_system_is_proven_and_never_accused() {
    let run = run("");
    assert_eq!(of(&run, Verdict::Refuted), [""; 0], "{:#?}", run.items);
    let proven = of(&run, Verdict::Proven);
    for id in [
        "permission:lead | Delete a ticket",
        "permission:agent | Create a ticket",
        "permission:agent | POST /webhooks",
        "permission:customer | Read a ticket",
        "permission:customer | List tickets",
        "permission:customer | Delete a ticket",
    ] {
        assert!(
            proven.contains(&id),
            "{id} of {proven:?}: {:#?}",
            run.items.iter().find(|item| item.id == id)
        );
    }
    let said = |text: &str| run.items.iter().find(|item| item.text.contains(text)).unwrap().verdict;
    for statement in ["MUST NOT delete tickets", "Only leads may", "without the needed permission"] {
        assert_eq!(said(statement), Verdict::Proven, "{statement}");
    }
}

#[test]
fn each_wrong_right_is_refuted_where_it_is_stated() {
    for (wrong, id) in [
        ("agent-creates", "permission:agent | Create a ticket"),
        ("agent-deletes", "permission:agent | Delete a ticket"),
        ("customer-updates", "permission:customer | Update a ticket"),
        ("customer-locked-out", "permission:customer | Create a ticket"),
        ("reads-others", "permission:customer | Read a ticket"),
        ("list-shows-all", "permission:customer | List tickets"),
        ("deletes-and-refuses", "permission:agent | Delete a ticket"),
    ] {
        let run = run(wrong);
        let refuted = of(&run, Verdict::Refuted);
        assert!(refuted.contains(&id), "{wrong}: {refuted:?}");
        let item = run.items.iter().find(|item| item.id == id).unwrap();
        assert!(item.repeat.as_ref().is_some_and(|repeat| repeat.starts_with("curl ")), "{item:?}");
    }
}

#[test]
fn a_role_without_a_key_is_blocked_and_named() {
    let server = desk::desk("");
    let config =
        desk::config(&server).lines().filter(|line| !line.contains("agent")).collect::<Vec<_>>().join("\n");
    let run = testing::run_markdown(&[&PROBE], desk::SPEC, &config);
    let item = run.items.iter().find(|item| item.id == "permission:agent | Delete a ticket").unwrap();
    assert_eq!(item.verdict, Verdict::Blocked);
    assert!(item.reason.contains("abide.toml does not say how to act as agent"), "{}", item.reason);
    assert_eq!(of(&run, Verdict::Refuted), [""; 0]);
}

#[test]
fn the_roles_of_an_endpoint_are_tried_both_ways() {
    let run = |wrong| {
        testing::run_items(&[&PROBE], &service::statements(), &service::config(&service::service(wrong)))
    };
    let correct = run("");
    assert_eq!(of(&correct, Verdict::Refuted), [""; 0]);
    assert!(of(&correct, Verdict::Proven).contains(&"endpoint:POST /depots"));
    assert_eq!(
        of(&run("clerk-opens-depots"), Verdict::Refuted),
        ["endpoint:POST /depots", "endpoint:PATCH /depots/{id}"]
    );
}

#[test]
fn whoever_may_not_do_it_to_their_own_does_it_to_what_another_made() {
    let server = orders::canteen("");
    let run = testing::run_markdown(&[&PROBE], orders::SPEC, &orders::config(&server));
    assert_eq!(of(&run, Verdict::Refuted), [""; 0], "{:#?}", run.items);
    let proven = of(&run, Verdict::Proven);
    assert!(proven.contains(&"permission:steward | approve orders"), "{:#?}", run.items);
}
