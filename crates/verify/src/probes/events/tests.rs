use super::*;
use crate::run::Run;
use crate::testing::{self, desk};
use abide_ledger::Verdict;

fn desk_with(wrong: &'static str) -> Run {
    let server = desk::desk(wrong);
    testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server))
}

fn of(run: &Run, verdict: Verdict) -> Vec<&str> {
    run.items.iter().filter(|item| item.verdict == verdict).map(|item| item.id.as_str()).collect()
}

#[test]
fn webhooks_arrive_with_payload_and_signature() {
    let run = desk_with("");
    assert_eq!(of(&run, Verdict::Refuted), [""; 0], "{:#?}", run.items);
    assert_eq!(
        of(&run, Verdict::Proven),
        ["event:ticket.created", "event:ticket.solved"],
        "{:#?}",
        run.items.last()
    );
}

#[test]
fn what_is_wrong_with_a_delivery_refutes_the_event() {
    for (wrong, id, said) in [
        ("no-created-event", "event:ticket.created", "no delivery of ticket.created"),
        ("event-lacks-status", "event:ticket.solved", "it was delivered without `status`"),
        ("wrong-signature", "event:ticket.solved", "the signature is not the HMAC-SHA256"),
    ] {
        let run = desk_with(wrong);
        let item = run.items.iter().find(|item| item.id == id).unwrap();
        assert_eq!(item.verdict, Verdict::Refuted, "{wrong}: {}", item.reason);
        assert!(item.reason.contains(said), "{wrong}: {}", item.reason);
    }
}

#[test]
fn a_target_that_knows_no_receiver_is_not_accused() {
    let spec = desk::SPEC.replace("### POST /webhooks", "### GET /hooks");
    let server = desk::desk("");
    let run = testing::run_markdown(&[&PROBE], &spec, &desk::config(&server));
    let item = run.items.iter().find(|item| item.id == "event:ticket.created").unwrap();
    assert_eq!(item.verdict, Verdict::Blocked);
    assert!(item.reason.contains("`{events}`"), "{}", item.reason);
}

#[test]
fn a_delivery_that_was_refused_comes_again_where_that_is_stated() {
    let spec = format!(
        "{}\nDeliveries of webhooks that are not answered with 2xx are retried after 300 ms.\n",
        desk::SPEC
    );
    let verdict = |wrong: &'static str| {
        let server = desk::desk(wrong);
        let run = testing::run_markdown(&[&PROBE], &spec, &desk::config(&server));
        let item = run.items.into_iter().find(|item| item.id == "event:ticket.created").unwrap();
        let claim = item.evidence.into_iter().find(|claim| claim.claim.contains("again")).unwrap();
        (claim.verdict, claim.reason)
    };
    let (again, reason) = verdict("retries");
    assert_eq!(again, Verdict::Proven, "{reason}");
    let (once, reason) = verdict("");
    assert_eq!(once, Verdict::Refuted, "{reason}");
}

#[test]
fn an_event_goes_to_those_alone_who_asked_for_it() {
    let asks =
        r#"{"url": "https://example.com/hook", "events": ["ticket.created"], "secret": "a-shared-secret"}"#;
    let plain = r#"{"url": "https://example.com/hook", "secret": "a-shared-secret"}"#;
    let spec = desk::SPEC.replace(plain, asks);
    let verdict = |wrong: &'static str| {
        let server = desk::desk(wrong);
        let run = testing::run_markdown(&[&PROBE], &spec, &desk::config(&server));
        let item = run.items.into_iter().find(|item| item.id == "event:ticket.created").unwrap();
        let claim = item.evidence.into_iter().find(|claim| claim.claim.contains("alone")).unwrap();
        (claim.verdict, claim.reason)
    };
    let (apart, reason) = verdict("");
    assert_eq!(apart, Verdict::Proven, "{reason}");
    let (everywhere, reason) = verdict("delivers-unasked");
    assert_eq!(everywhere, Verdict::Refuted, "{reason}");
    assert_eq!(reason, "ticket.created came to an address that asked for ticket.solved only");
    let server = desk::desk("");
    let run = testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server));
    assert!(!run.items.iter().flat_map(|item| &item.evidence).any(|claim| claim.claim.contains("alone")));
}
