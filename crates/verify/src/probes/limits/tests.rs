//! Statements about speed and limits, against services that keep them and services that do not.

use super::PROBE;
use crate::claim::Outcome;
use crate::limits::Limits;
use crate::load::Load;
use crate::testing::{self, ItemDraft, Reply, Server, Setup, item};
use abide_ledger::Verdict;
use serde_json::json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn orders(statement: &str) -> Vec<ItemDraft> {
    vec![item("endpoint", "GET /orders").response(200, json!([]), "OK"), item("requirement", statement)]
}

/// What becomes of a statement about `GET /orders`, by a service that answers so.
fn judged(
    statement: &str,
    load: Load,
    answer: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> Vec<Outcome> {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| answer(count.fetch_add(1, Ordering::SeqCst)));
    let config = format!("[targets.local]\nurl = {:?}\n", server.url());
    let limits = Limits { load, ..Limits::default() };
    let outcomes = testing::outcomes_within(&PROBE, &orders(statement), &config, Setup::default(), limits);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn verdict(statement: &str, answer: impl Fn(usize) -> Reply + Send + Sync + 'static) -> (Verdict, String) {
    let outcomes = judged(statement, Load::Quick, answer);
    assert_eq!(outcomes.len(), 1, "{outcomes:#?}");
    (outcomes[0].verdict, outcomes[0].reason.clone())
}

fn after(wait: u64) -> impl Fn(usize) -> Reply + Send + Sync + 'static {
    move |_| {
        std::thread::sleep(Duration::from_millis(wait));
        Reply::json(200, &json!([]))
    }
}

#[test]
fn a_response_time_is_proven_where_it_is_clear_of_its_bound_and_refuted_where_it_is_beyond() {
    let statement = "`GET /orders` MUST answer within 150 ms (p95) at 100 requests per second";
    let (fast, reason) = verdict(statement, after(0));
    assert_eq!(fast, Verdict::Proven, "{reason}");
    let (slow, reason) = verdict(statement, after(250));
    assert_eq!(slow, Verdict::Refuted, "{reason}");
}

#[test]
fn every_tenth_answer_that_is_slow_breaks_a_95th_percentile_and_leaves_the_median() {
    let sometimes = |at: usize| {
        std::thread::sleep(Duration::from_millis(if at.is_multiple_of(5) { 300 } else { 0 }));
        Reply::json(200, &json!([]))
    };
    assert_eq!(
        verdict("`GET /orders` MUST answer within 150 ms (p95) at 100 rps", sometimes).0,
        Verdict::Refuted
    );
    assert_eq!(
        verdict("`GET /orders` MUST answer within 150 ms (median) at 100 rps", sometimes).0,
        Verdict::Proven
    );
}

#[test]
fn what_lies_around_its_bound_is_too_noisy_to_tell() {
    // The seconds of a clock would do as well: slow for a while, then fast for a while.
    let begun = Instant::now();
    let by_turns = move |_| {
        let slow = (begun.elapsed().as_millis() / 200).is_multiple_of(2);
        std::thread::sleep(Duration::from_millis(if slow { 400 } else { 0 }));
        Reply::json(200, &json!([]))
    };
    let statement = "`GET /orders` MUST answer within 200 ms (median) at 100 rps";
    let outcome = judged(statement, Load::Quick, by_turns).remove(0);
    assert!(outcome.inconclusive && outcome.verdict == Verdict::Unproven, "{outcome:#?}");
    assert!(outcome.reason.starts_with("too noisy to tell"), "{}", outcome.reason);
}

#[test]
fn without_load_nothing_is_tried() {
    let outcome = judged("`GET /orders` MUST answer within 5 ms (p95)", Load::Off, after(0)).remove(0);
    assert_eq!((outcome.verdict, outcome.inconclusive), (Verdict::Unproven, false));
    assert!(outcome.reason.contains("--load off"));
}

#[test]
fn throughput_is_what_is_answered_of_a_tenth_more() {
    let statement = "The service MUST sustain at least 100 requests per second on `GET /orders`";
    let (fast, reason) = verdict(statement, after(0));
    assert_eq!(fast, Verdict::Proven, "{reason}");
    let lock = Mutex::new(());
    let one_at_a_time = move |_| {
        let _turn = lock.lock().unwrap();
        std::thread::sleep(Duration::from_millis(25));
        Reply::json(200, &json!([]))
    };
    let (slow, reason) = verdict(statement, one_at_a_time);
    assert_eq!(slow, Verdict::Refuted, "{reason}");
}

#[test]
fn failures_under_load_refute_an_error_rate() {
    let statement = "The error rate of `GET /orders` MUST be below 1%";
    let failing = |at: usize| if at % 4 == 3 { Reply::text(500, "") } else { Reply::json(200, &json!([])) };
    assert_eq!(verdict(statement, failing).0, Verdict::Refuted);
    let (good, reason) = verdict(statement, after(0));
    assert_eq!(good, Verdict::Unproven, "{reason}");
    assert!(reason.contains("too few"), "{reason}");
}

/// A service that lets so many requests through within four seconds, from the first on.
fn limited(most: usize, retry_after: bool) -> impl Fn(usize) -> Reply + Send + Sync + 'static {
    let window = Mutex::new((Instant::now(), 0));
    move |_| {
        let mut window = window.lock().unwrap();
        if window.0.elapsed() > Duration::from_secs(4) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        let refusal = Reply::text(429, "slow down");
        match (window.1 > most, retry_after) {
            (false, _) => Reply::json(200, &json!([])),
            (true, true) => refusal.header("retry-after", "4"),
            (true, false) => refusal,
        }
    }
}

#[test]
fn a_rate_limit_is_tried_exactly_at_its_bound() {
    let statement =
        "Each client is limited to 30 requests per 4 seconds; more is refused with 429 and `Retry-After`";
    let (right, reason) = verdict(statement, limited(30, true));
    assert_eq!(right, Verdict::Proven, "{reason}");
    for (wrong, service) in [
        ("lower", limited(25, true)),
        ("higher", limited(45, true)),
        ("gone", limited(9999, true)),
        ("without a date", limited(30, false)),
    ] {
        let (found, reason) = verdict(statement, service);
        assert_eq!(found, Verdict::Refuted, "{wrong}: {reason}");
    }
}

#[test]
fn callers_at_once_all_get_their_answers() {
    let statement = "The service MUST support 40 concurrent requests";
    assert_eq!(verdict(statement, after(5)).0, Verdict::Proven);
    let at_once = AtomicUsize::new(0);
    let few = move |_| {
        let now = at_once.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        at_once.fetch_sub(1, Ordering::SeqCst);
        if now >= 10 { Reply::text(503, "busy") } else { Reply::json(200, &json!([])) }
    };
    assert_eq!(verdict(statement, few).0, Verdict::Refuted);
}

#[test]
fn a_body_of_exactly_the_largest_size_is_taken_and_one_of_a_byte_more_is_not() {
    let items = [
        item("endpoint", "POST /orders").request(json!({"name": "a"})).response(
            201,
            json!({"id": 1, "name": "a"}),
            "Created",
        ),
        item("requirement", "A body that exceeds 2048 bytes MUST be refused with 413."),
    ];
    let found = |most: usize| {
        let server = Server::start(move |request| match request.body.len() > most {
            true => Reply::text(413, ""),
            false => Reply::json(201, &json!({"id": 1, "name": "a"})),
        });
        let config = format!("[targets.local]\nurl = {:?}\n", server.url());
        let mut outcomes = testing::outcomes(&PROBE, &items, &config, Setup::default());
        outcomes.dedup_by(|(a, _), (b, _)| a == b);
        outcomes.into_iter().map(|(_, outcome)| outcome.verdict).next()
    };
    assert_eq!(found(2048), Some(Verdict::Proven));
    assert_eq!(found(2047), Some(Verdict::Refuted));
    assert_eq!(found(2049), Some(Verdict::Refuted));
    assert_eq!(found(1 << 20), Some(Verdict::Refuted));
}
