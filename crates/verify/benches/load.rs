//! What the load driver itself costs: requests a second against a bare server, and how late it sends at a constant rate.
//!
//! `cargo bench -p abide-verify --bench load`; for comparison, `wrk -t1 -c32 -d5 ADDRESS` against the address that it prints.
// A bench prints what it measured.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types)]

use abide_verify::Stop;
use abide_verify::load::{Origin, Pace, Shot, crowd, drive, milliseconds};
use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, body::Incoming};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpListener;

fn main() {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(serve(send));
    });
    let url = receive.recv().expect("the server has an address");
    println!("a bare hyper server at {url}");
    let origin = Origin::of(&url).expect("its address is one");
    let shot = Shot { method: "GET".into(), path: "/".into(), headers: Vec::new(), body: Bytes::new() };
    let stop = Stop::new();
    for callers in [1, 32] {
        let seen =
            crowd(&origin, std::slice::from_ref(&shot), callers, usize::MAX, Duration::from_secs(5), &stop);
        let seen = seen.expect("the server answers");
        println!("{callers} callers at once: {:.0} requests a second, {} broken", seen.rate(), seen.broken);
    }
    for rate in [100.0, 1000.0, 5000.0, 10_000.0] {
        let pace = Pace {
            rate,
            warm_up: Duration::from_millis(500),
            windows: 10,
            window: Duration::from_millis(300),
            connections: 256,
            patience: Duration::from_secs(5),
        };
        let seen = drive(&origin, std::slice::from_ref(&shot), pace, &stop).expect("the server answers");
        let lag = |quantile| milliseconds(seen.lag.value_at_quantile(quantile) as f64);
        println!("at {rate}: {}\n  sent late: p50 {}, p99 {}", seen.shown(), lag(0.5), lag(0.99));
    }
    // Time for whoever compares.
    let wait = std::env::var("SERVE_FOR").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    std::thread::sleep(Duration::from_secs(wait));
}

async fn serve(send: std::sync::mpsc::Sender<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    send.send(format!("http://{address}")).expect("somebody waits for it");
    while let Ok((stream, _)) = listener.accept().await {
        let answer = service_fn(|_: hyper::Request<Incoming>| async {
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"ok"))))
        });
        tokio::spawn(async move {
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}
