//! Every kind of ledger under writers that are killed and writers that are many: nothing is proven that was not.

// Tests start processes of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use abide_fixture::Postgres;
use abide_ledger::{
    Digest, Ending, Evidence, Judgement, Ledger, Redactor, RunEnd, RunStart, Strength, Verdict,
};
use jiff::Timestamp;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Items of a run, and claims of an item; the last claim of every third item is refuted.
const ITEMS: usize = 40;
const CLAIMS: usize = 3;

fn open(url: &str, folder: &Path) -> Ledger {
    Ledger::open(url, folder, Redactor::none()).unwrap()
}

fn refuted(item: usize) -> bool {
    item.is_multiple_of(3)
}

/// A whole run, as the engine writes it: the evidence first, then the judgements, then the end.
fn write_run(ledger: &Ledger, writer: &str) {
    let now = Timestamp::now();
    let (tool, target_digest) = ("abide 0.1.0".to_owned(), None);
    let start = RunStart { started: now, tool: tool.clone(), target: None, target_digest, seed: 1 };
    let run = ledger.begin_run(&start).unwrap();
    let mut judgements = Vec::new();
    for item in 0..ITEMS {
        let id = format!("{writer}-{item}");
        for claim in 0..CLAIMS {
            let fails = refuted(item) && claim == CLAIMS - 1;
            let evidence = Evidence {
                item: id.clone(),
                spec: "specs/a.md".into(),
                statement: Digest::of("statement"),
                spec_digest: Digest::of("spec"),
                target: None,
                tool: tool.clone(),
                probe: "contract".into(),
                claim: format!("claim {claim}"),
                verdict: if fails { Verdict::Refuted } else { Verdict::Proven },
                strength: Some(Strength::Asserted),
                sent: "GET /parcels".into(),
                seen: "200 OK\n\n".repeat(20) + "a\0b",
                reason: "answered 200".into(),
                repeat: None,
                started: now,
                duration: Duration::from_micros(10),
            };
            ledger.record(run, &evidence).unwrap();
        }
        judgements.push(Judgement {
            item: id,
            spec: "specs/a.md".into(),
            statement: Digest::of("statement"),
            target: None,
            verdict: if refuted(item) { Verdict::Refuted } else { Verdict::Proven },
            strength: Some(Strength::Asserted),
            reason: "answered 200".into(),
            at: now,
        });
    }
    ledger.judge(run, &judgements).unwrap();
    let summary = serde_json::json!({"proven": 1});
    ledger
        .finish_run(run, &RunEnd { finished: Timestamp::now(), ending: Ending::Complete, summary })
        .unwrap();
}

#[test]
#[ignore = "is the writer that other tests start and kill"]
fn writer() {
    let Ok(url) = std::env::var("LEDGER_URL") else { return };
    let runs: usize = std::env::var("LEDGER_RUNS").unwrap().parse().unwrap();
    let ledger = open(&url, Path::new("."));
    for _ in 0..runs {
        write_run(&ledger, &std::env::var("LEDGER_WRITER").unwrap());
    }
}

fn start_writer(url: &str, folder: &Path, name: &str, runs: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "writer"])
        .current_dir(folder)
        .envs([("LEDGER_URL", url), ("LEDGER_WRITER", name), ("LEDGER_RUNS", &runs.to_string())])
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a ledger says is what was seen: each judgement has all of its evidence, and agrees with it.
fn assert_sound(ledger: &Ledger) -> usize {
    let standings = ledger.standings().unwrap();
    for standing in &standings {
        let evidence = ledger.evidence(standing.run, &standing.spec, &standing.item).unwrap();
        assert_eq!(evidence.len(), CLAIMS, "{standing:?}");
        let fails = evidence.iter().any(|one| one.verdict == Verdict::Refuted);
        assert_eq!(standing.verdict == Verdict::Refuted, fails, "{standing:?}");
    }
    standings.len()
}

/// Kills writers at ever other moments: every second one while it opens the ledger, the others in the midst of a run.
fn kill_again_and_again(url: &str, folder: &Path, times: u32) {
    let mut cut_off = 0;
    for time in 0..times {
        if time == 1 {
            // Something is known by now that no kill may cost.
            assert!(start_writer(url, folder, "first", 1).wait().unwrap().success());
        }
        let mut writer = start_writer(url, folder, "killed", 100_000);
        if time % 2 == 1 {
            let ledger = open(url, folder);
            let runs = || ledger.last_run().unwrap().map_or(0, |run| run.id.0);
            let (before, patience) = (runs(), Instant::now());
            while runs() == before {
                assert!(patience.elapsed() < Duration::from_secs(60), "the writer does not write");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        std::thread::sleep(Duration::from_micros(u64::from(time * 2_711 % 31_000)));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let ledger = open(url, folder);
        assert!(assert_sound(&ledger) >= ITEMS || time == 0, "what was judged is gone");
        cut_off += usize::from(ledger.last_run().unwrap().is_some_and(|run| run.end.is_none()));
    }
    assert!(cut_off > 0, "no writer was hit in the midst of a run");
    // Whoever comes next goes on as if nothing had been.
    assert!(start_writer(url, folder, "next", 1).wait().unwrap().success());
    let ledger = open(url, folder);
    assert_eq!(ledger.last_run().unwrap().unwrap().end.unwrap().ending, Ending::Complete);
    assert_sound(&ledger);
}

fn two_writers(url: &str, folder: &Path) {
    let mut writers = ["a", "b"].map(|name| start_writer(url, folder, name, 5));
    for writer in &mut writers {
        assert!(writer.wait().unwrap().success());
    }
    let ledger = open(url, folder);
    assert_eq!(ledger.counts().unwrap(), (10, (10 * ITEMS * CLAIMS) as u64));
    assert_eq!(assert_sound(&ledger), 2 * ITEMS);
}

/// How often a long test is repeated; the usual number is for every day.
fn kills() -> u32 {
    std::env::var("ABIDE_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(8)
}

#[test]
fn a_killed_writer_leaves_nothing_in_sqlite_that_was_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    kill_again_and_again("sqlite:ledger.db", folder.path(), kills());
}

#[test]
fn two_processes_write_into_one_sqlite_file() {
    let folder = tempfile::tempdir().unwrap();
    two_writers("sqlite:ledger.db", folder.path());
}

#[test]
fn postgresql_does_all_that_sqlite_does() {
    let server = Postgres::start();
    let folder = tempfile::tempdir().unwrap();
    two_writers(&server.url(), folder.path());
    kill_again_and_again(&server.url(), folder.path(), kills());
    for tampering in [
        "UPDATE abide.evidence SET verdict = 'proven'",
        "DELETE FROM abide.judgements",
        "TRUNCATE abide.attestations",
    ] {
        let mut client = postgres::Client::connect(&server.url(), postgres::NoTls).unwrap();
        let refused = client.batch_execute(tampering).unwrap_err();
        let told = refused.as_db_error().map(|error| error.message().to_owned());
        assert_eq!(told.as_deref(), Some("the ledger only grows"), "{tampering}");
    }
    let ledger = open(&server.url(), folder.path());
    let run = ledger.last_run().unwrap().unwrap();
    assert_eq!((run.start.seed, run.start.tool.as_str()), (1, "abide 0.1.0"));
    let evidence = ledger.evidence(run.id, "specs/a.md", "next-1").unwrap();
    assert!(evidence[0].seen.ends_with("a\u{FFFD}b"), "what PostgreSQL cannot hold is marked as lost");
    let long_ago = "2001-01-01T00:00:00Z".parse().unwrap();
    assert!(ledger.known(Some(long_ago)).unwrap().is_empty());
    assert_eq!(ledger.known(Some(Timestamp::now())).unwrap().len(), ledger.standings().unwrap().len());
}

#[test]
fn a_server_that_is_not_there_is_told_without_its_password() {
    let url = "postgres://ledger:hunter22@127.0.0.1:1/abide?connect_timeout=2";
    let error = Ledger::open(url, Path::new("."), Redactor::none()).err().unwrap().to_string();
    assert!(error.starts_with("cannot open the ledger abide on 127.0.0.1: "), "{error}");
    assert!(!error.contains("hunter22"), "{error}");
}

#[test]
#[ignore = "measures: `cargo test --release -p abide-ledger --test durability -- --ignored speed --nocapture`"]
fn speed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::start();
    for url in ["sqlite:ledger.db".to_owned(), server.url()] {
        let ledger = open(&url, folder.path());
        let clock = Instant::now();
        let runs = 50;
        (0..runs).for_each(|_| write_run(&ledger, "speed"));
        let writes = (runs * ITEMS * (CLAIMS + 1)) as f64;
        let kind = url.split(':').next().unwrap_or_default();
        #[allow(clippy::print_stderr)]
        {
            eprintln!("{kind}: {:.0} writes per second", writes / clock.elapsed().as_secs_f64());
        }
    }
}
