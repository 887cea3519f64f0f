//! Load against small servers whose speed is known.

use super::{Origin, Pace, Shot, Statistic, crowd, drive, enclosed};
use crate::limits::Stop;
use crate::testing::{Reply, Server};
use bytes::Bytes;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn get(path: &str) -> Shot {
    Shot { method: "GET".to_owned(), path: path.to_owned(), headers: Vec::new(), body: Bytes::new() }
}

fn pace(rate: f64) -> Pace {
    Pace {
        rate,
        warm_up: Duration::from_millis(100),
        windows: 5,
        window: Duration::from_millis(100),
        connections: 32,
        patience: Duration::from_secs(2),
    }
}

#[test]
fn requests_leave_at_the_stated_rate_and_each_is_counted_once() {
    let server = Server::start(|_| Reply::text(200, "ok"));
    let origin = Origin::of(&server.url()).unwrap();
    let measured = drive(&origin, &[get("/a"), get("/b")], pace(200.0), &Stop::new()).unwrap();
    assert_eq!(measured.requests(), 120, "0.6 s at 200 a second");
    assert_eq!(measured.latency().len(), 100, "the warm-up does not count");
    assert_eq!(measured.statuses.get(&200), Some(&120));
    let paths: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths.iter().filter(|path| *path == "/a").count(), 60, "in turn");
}

#[test]
fn a_stall_counts_for_everybody_who_should_have_been_served_meanwhile() {
    let seen = AtomicUsize::new(0);
    let lock = std::sync::Mutex::new(());
    let server = Server::start(move |_| {
        let _one_at_a_time = lock.lock().unwrap();
        if seen.fetch_add(1, Ordering::SeqCst) == 40 {
            std::thread::sleep(Duration::from_millis(300));
        }
        Reply::text(200, "ok")
    });
    let origin = Origin::of(&server.url()).unwrap();
    let measured = drive(&origin, &[get("/")], pace(200.0), &Stop::new()).unwrap();
    let slow = measured.latency().count_between(50_000, 1_000_000);
    assert!(slow >= 30, "one request stalled, and {slow} waited for it");
}

#[test]
fn what_is_never_answered_is_longer_than_any_bound() {
    let server =
        Server::start(
            |request| {
                if request.path == "/broken" { Reply::text(500, "") } else { Reply::text(200, "") }
            },
        );
    let origin = Origin::of(&server.url()).unwrap();
    let measured = drive(&origin, &[get("/broken")], pace(100.0), &Stop::new()).unwrap();
    assert_eq!(measured.failures(), measured.requests());
    let p50 = enclosed(&measured.windows, Statistic::Quantile(0.5), 1).unwrap();
    assert!(p50.low > 60_000_000.0, "{p50:?}");
}

#[test]
fn callers_at_once_each_ask_as_soon_as_they_are_answered() {
    let server = Server::start(|_| Reply::text(200, "ok"));
    let origin = Origin::of(&server.url()).unwrap();
    let seen = crowd(&origin, &[get("/")], 8, 100, Duration::from_secs(10), &Stop::new()).unwrap();
    assert_eq!(seen.statuses.get(&200), Some(&100));
    assert!(seen.rate() > 10.0);
}

#[test]
fn a_stopped_run_ends_its_load() {
    let server = Server::start(|_| Reply::text(200, "ok"));
    let origin = Origin::of(&server.url()).unwrap();
    let stop = Stop::new();
    stop.ask();
    let measured = drive(&origin, &[get("/")], pace(100.0), &stop).unwrap();
    assert_eq!(measured.requests(), 0);
}
