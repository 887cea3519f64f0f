use super::*;
use crate::testing::{Reply, Server};

fn client(server: &Server) -> Client {
    Client::new(&server.url(), Limits::default(), Stop::new()).unwrap()
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

#[test]
fn a_call_shows_what_was_sent_and_what_came_back() {
    let server = Server::start(|request| {
        assert_eq!(request.header("x-api-key"), Some("key"));
        Reply::json(201, &serde_json::json!({"got": request.json()}))
    });
    let call = Call::new("POST", "/parcels?a=b c")
        .headers(&[("X-API-Key".to_owned(), "key".to_owned())])
        .json(&serde_json::json!({"weight": 5}));
    let exchange = client(&server).send(&call, soon()).unwrap();
    assert_eq!(
        exchange.sent(),
        "POST /parcels?a=b%20c\nX-API-Key: key\ncontent-type: application/json\n\n{\"weight\":5}"
    );
    assert_eq!(
        exchange.seen(),
        "201 Created\ncontent-type: application/json\ncontent-length: 20\nconnection: close\n\n{\"got\":{\"weight\":5}}"
    );
}

#[test]
fn a_path_that_leads_elsewhere_is_refused() {
    let server = Server::start(|_| Reply::text(200, "here"));
    for path in ["http://169.254.169.254/latest", "https://example.com/", "ftp://x"] {
        let refused = client(&server).send(&Call::new("GET", path), soon()).unwrap_err();
        assert!(matches!(refused, CallError::Elsewhere(_)), "{path}: {refused}");
    }
    for path in ["//example.com/x", "/@example.com", "/\\example.com", ".example.com"] {
        let exchange = client(&server).send(&Call::new("GET", path), soon()).unwrap();
        assert_eq!(exchange.base, server.url(), "{path}");
    }
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere = Server::start(|_| panic!("the redirect was followed"));
    let target = elsewhere.url();
    let server = Server::start(move |_| Reply::text(302, "").header("location", &target));
    let exchange = client(&server).send(&Call::new("GET", "/"), soon()).unwrap();
    assert_eq!(exchange.answer.status, 302);
    assert_eq!(elsewhere.requests().len(), 0);
}

#[test]
fn a_path_below_that_of_the_target_stays_below_it() {
    let server = Server::start(|request| Reply::text(200, &request.path));
    let client = Client::new(&format!("{}/v1/", server.url()), Limits::default(), Stop::new()).unwrap();
    assert_eq!(client.base_path(), "/v1");
    assert_eq!(client.send(&Call::new("GET", "/parcels"), soon()).unwrap().answer.text(), "/v1/parcels");
}

#[test]
fn of_a_long_answer_a_part_is_kept_and_of_an_endless_one_a_part_is_read() {
    let server = Server::start(|_| Reply::text(200, &"x".repeat(5000)));
    let limits = Limits { body_kept: 100, body_read: 1000, ..Limits::default() };
    let client = Client::new(&server.url(), limits, Stop::new()).unwrap();
    let answer = client.send(&Call::new("GET", "/"), soon()).unwrap().answer;
    assert_eq!(answer.body.len(), 100);
    assert!(answer.cut && answer.json().is_none());
}

#[test]
fn a_target_that_never_answers_does_not_hold_us_up() {
    let server = Server::start(|_| {
        std::thread::sleep(Duration::from_secs(3));
        Reply::text(200, "late")
    });
    let limits = Limits { request: Duration::from_millis(100), ..Limits::default() };
    let client = Client::new(&server.url(), limits, Stop::new()).unwrap();
    let started = Instant::now();
    let error = client.send(&Call::new("GET", "/"), soon()).unwrap_err();
    assert!(matches!(error, CallError::TooSlow(_)), "{error}");
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn an_answer_that_is_no_http_is_no_answer() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = std::io::Write::write_all(&mut stream, b"\x00\x01 garbage\r\n\r\n");
    });
    let client = Client::new(&url, Limits::default(), Stop::new()).unwrap();
    let error = client.send(&Call::new("GET", "/"), soon()).unwrap_err();
    assert!(matches!(error, CallError::NoAnswer(_)), "{error}");
}

#[test]
fn nothing_is_sent_once_the_run_is_stopped() {
    let server = Server::start(|_| Reply::text(200, ""));
    let stop = Stop::new();
    stop.ask();
    let client = Client::new(&server.url(), Limits::default(), stop).unwrap();
    assert!(matches!(client.send(&Call::new("GET", "/"), soon()), Err(CallError::Stopped)));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn an_address_that_is_none_is_refused() {
    for address in ["127.0.0.1:80", "file:///etc/passwd", "http://"] {
        assert!(Client::new(address, Limits::default(), Stop::new()).is_err(), "{address}");
    }
}
