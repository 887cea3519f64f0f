use super::*;
use crate::limits::{Deadline, Limits, Stop};
use crate::secrets::resolve;
use crate::testing::{Reply, Server, system_words};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

fn read(text: &str, folder: &Path) -> config::Target {
    let config = abide_workspace::Config::read(text, "abide.toml", folder, &[]).unwrap();
    config.targets.into_values().next().unwrap()
}

fn try_start(text: &str, folder: &Path) -> Result<Target, Trouble> {
    let target = read(text, folder);
    let environment: BTreeMap<String, String> = std::env::vars().collect();
    let resolved = resolve(Some(&target), &environment, std::iter::empty());
    let stop = Stop::new();
    super::start(Start {
        target: &target,
        folder,
        environment: &environment,
        resolved: &resolved,
        limits: Limits::default(),
        stop: &stop,
    })
}

fn get(target: &Target, path: &str) -> String {
    let deadline = Deadline::after(Duration::from_secs(5));
    target.client.send(&crate::http::Call::new("GET", path), deadline).unwrap().answer.text()
}

#[test]
fn it_is_started_on_a_port_and_a_database_of_the_run_and_ended_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"
        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = SYSTEM
        migrate = ["sh", "-c", "echo migrated > {database}"]
        ready = "/ready"
        env.SYSTEM_PORT = "{port}"
        env.SYSTEM_SHOWS = "{database} {events} ${PATH}"
        env.SYSTEM_SAYS = "my key is a-secret-key"
        env.APP_KEY = "a-secret-key"
        "#;
    let target =
        try_start(&text.replace("SYSTEM\n", &format!("{}\n", system_words())), folder.path()).unwrap();
    let shown = get(&target, "/anything");
    let (database, rest) = shown.split_once(' ').unwrap();
    assert_eq!(std::fs::read_to_string(database).unwrap(), "migrated\n");
    assert!(!Path::new(database).starts_with(folder.path()));
    assert_eq!(rest, format!("{} {}", target.receiver().unwrap().url(), std::env::var("PATH").unwrap()));
    assert!(target.output().contains("my key is $APP_KEY\n"), "{}", target.output());
    assert!(target.is_our_own() && !target.lasting);

    let address = target.client.address();
    drop(target);
    assert!(std::net::TcpStream::connect(address).is_err(), "the target still answers");
    assert!(!Path::new(database).exists(), "the database of the run is still there");
}

#[test]
fn one_that_ends_at_once_is_trouble_with_its_last_words() {
    let folder = tempfile::tempdir().unwrap();
    let trouble = try_start(
        r#"
        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = ["sh", "-c", "echo no licence found >&2; exit 7"]
        "#,
        folder.path(),
    )
    .unwrap_err();
    assert_eq!(trouble.reason, "the target ended before it was ready: exit code 7");
    assert_eq!(trouble.output, "no licence found\n");
}

#[test]
fn one_that_never_gets_ready_is_given_up_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let trouble = try_start(
        r#"
        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = ["sh", "-c", "echo thinking; sleep 60"]
        ready = "/health"
        timeout = "1s"
        "#,
        folder.path(),
    )
    .unwrap_err();
    assert!(
        trouble.reason.starts_with("the target was not ready within 1s: http://127.0.0.1:"),
        "{trouble:?}"
    );
    assert_eq!(trouble.output, "thinking\n");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_migration_that_fails_is_trouble_with_its_output() {
    let folder = tempfile::tempdir().unwrap();
    let trouble = try_start(
        r#"
        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = ["sleep", "60"]
        migrate = ["sh", "-c", "echo syntax error near TABEL; exit 1"]
        "#,
        folder.path(),
    )
    .unwrap_err();
    assert_eq!(trouble.reason, "`migrate` failed before the target could be started: exit code 1");
    assert_eq!(trouble.output, "syntax error near TABEL\n");
}

#[test]
fn a_port_that_is_taken_is_trouble_so_that_no_stranger_is_tested() {
    let stranger = Server::start(|_| Reply::text(200, "stranger"));
    let folder = tempfile::tempdir().unwrap();
    let text = format!("[targets.local]\nurl = \"{}\"\nstart = [\"sleep\", \"60\"]\n", stranger.url());
    let trouble = try_start(&text, folder.path()).unwrap_err();
    assert!(trouble.reason.contains("before the target is started"), "{trouble:?}");
    assert_eq!(stranger.requests().len(), 0);
}

#[test]
fn one_that_runs_already_is_used_as_it_is() {
    let server = Server::start(|request| Reply::text(if request.path == "/health" { 204 } else { 500 }, ""));
    let folder = tempfile::tempdir().unwrap();
    let text = format!("[targets.staging]\nurl = \"{}\"\nready = \"/health\"\n", server.url());
    let target = try_start(&text, folder.path()).unwrap();
    assert!(target.lasting && !target.is_our_own());
}

#[test]
fn one_that_is_said_to_run_and_does_not_is_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[targets.local]\nurl = \"http://127.0.0.1:1\"\ntimeout = \"1s\"\n";
    let trouble = try_start(text, folder.path()).unwrap_err();
    assert!(
        trouble.reason.starts_with("no target answers: http://127.0.0.1:1: nothing listens there"),
        "{trouble:?}"
    );
}

#[test]
fn a_variable_that_is_not_set_is_trouble_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"touch\", \"started\"]\nenv = { A = \"${NO_SUCH_VARIABLE_OF_OURS}\" }\n";
    let trouble = try_start(text, folder.path()).unwrap_err();
    assert!(trouble.reason.contains("`NO_SUCH_VARIABLE_OF_OURS` is not set"), "{trouble:?}");
    assert!(!folder.path().join("started").exists());
}

#[test]
fn the_digest_of_a_description_holds_no_secret_and_changes_with_what_is_started() {
    let describe = |text: &str| super::describe(&read(text, Path::new("/")));
    let one = "[targets.a]\nurl = \"http://h\"\nstart = [\"a\"]\nenv = { KEY = \"1\" }\n";
    assert_eq!(describe(one), describe(&one.replace("\"1\"", "\"2\"")));
    assert_ne!(describe(one), describe(&one.replace("[\"a\"]", "[\"b\"]")));
}
