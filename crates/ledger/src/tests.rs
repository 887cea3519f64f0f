use super::*;
use std::path::Path;
use std::time::Duration;

fn start() -> RunStart {
    RunStart {
        started: "2026-11-21T10:00:00Z".parse().unwrap(),
        tool: "abide 0.1.0".into(),
        target: Some("local http://user:hunter22@127.0.0.1".into()),
        target_digest: None,
        seed: u64::MAX,
    }
}

fn evidence(item: &str, verdict: Verdict) -> Evidence {
    Evidence {
        item: item.into(),
        spec: "specs/a.md".into(),
        statement: Digest::of("statement"),
        spec_digest: Digest::of("spec"),
        target: Some(Digest::of("target")),
        tool: "abide 0.1.0".into(),
        probe: "contract".into(),
        claim: "GET /parcels answers 200".into(),
        verdict,
        strength: Some(Strength::Asserted),
        sent: "GET /parcels\nx-api-key: hunter22".into(),
        seen: "200 OK\n\n{\"echo\":\"hunter22\"}".into(),
        reason: "answered 200".into(),
        repeat: Some("curl -H 'x-api-key: hunter22'".into()),
        started: "2026-11-21T10:00:01Z".parse().unwrap(),
        duration: Duration::from_micros(1500),
    }
}

fn judgement(item: &str, verdict: Verdict) -> Judgement {
    Judgement {
        item: item.into(),
        spec: "specs/a.md".into(),
        statement: Digest::of("statement"),
        target: None,
        verdict,
        strength: Some(Strength::Executed),
        reason: "because".into(),
        at: "2026-11-21T10:00:02Z".parse().unwrap(),
    }
}

fn open(folder: &Path) -> Ledger {
    let redactor = Redactor::new([("ADMIN_KEY".to_owned(), "hunter22".to_owned())]);
    Ledger::open(DEFAULT_URL, folder, redactor).unwrap()
}

#[test]
fn evidence_comes_back_as_it_was_recorded_but_for_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let run = ledger.begin_run(&start()).unwrap();
    ledger.record(run, &evidence("endpoint:GET /parcels", Verdict::Proven)).unwrap();

    let stored = ledger.evidence(run, "specs/a.md", "endpoint:GET /parcels").unwrap();
    let expected = Evidence {
        sent: "GET /parcels\nx-api-key: $ADMIN_KEY".into(),
        seen: "200 OK\n\n{\"echo\":\"$ADMIN_KEY\"}".into(),
        repeat: Some("curl -H 'x-api-key: $ADMIN_KEY'".into()),
        ..evidence("endpoint:GET /parcels", Verdict::Proven)
    };
    assert_eq!(stored, [expected]);
}

#[test]
fn no_byte_of_the_file_holds_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let run = ledger.begin_run(&start()).unwrap();
    ledger.record(run, &evidence("a", Verdict::Refuted)).unwrap();
    ledger
        .judge(run, &[Judgement { reason: "sent hunter22".into(), ..judgement("a", Verdict::Refuted) }])
        .unwrap();
    drop(ledger);
    for entry in std::fs::read_dir(folder.path().join(".abide")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"hunter22"));
    }
}

#[test]
fn the_latest_judgement_counts_and_the_last_proof_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    for verdict in [Verdict::Proven, Verdict::Refuted] {
        let run = ledger.begin_run(&start()).unwrap();
        ledger.judge(run, &[judgement("b", verdict)]).unwrap();
    }
    let run = ledger.begin_run(&start()).unwrap();
    ledger.judge(run, &[judgement("a", Verdict::Blocked)]).unwrap();

    let standings = ledger.standings().unwrap();
    let seen: Vec<_> = standings.iter().map(|one| (one.item.as_str(), one.verdict)).collect();
    assert_eq!(seen, [("a", Verdict::Blocked), ("b", Verdict::Refuted)]);
    assert_eq!(ledger.known_of("specs/a.md", "b").unwrap().proof.unwrap().verdict, Verdict::Proven);
    assert_eq!(ledger.known_of("specs/a.md", "a").unwrap().proof, None);
    assert_eq!(ledger.known_of("specs/other.md", "b").unwrap(), Known::default());
}

#[test]
fn a_ledger_opened_again_still_knows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let run = ledger.begin_run(&start()).unwrap();
    ledger.record(run, &evidence("a", Verdict::Proven)).unwrap();
    let summary = serde_json::json!({"proven": 1});
    let finished = "2026-11-21T10:01:00Z".parse().unwrap();
    ledger.finish_run(run, &RunEnd { finished, ending: Ending::Complete, summary }).unwrap();
    drop(ledger);
    assert_eq!(open(folder.path()).counts().unwrap(), (1, 1));
}

#[test]
fn nothing_in_a_ledger_can_be_changed_or_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let run = ledger.begin_run(&start()).unwrap();
    ledger.record(run, &evidence("a", Verdict::Refuted)).unwrap();
    ledger.judge(run, &[judgement("a", Verdict::Refuted)]).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(".abide/ledger.db")).unwrap();
    for tampering in [
        "UPDATE evidence SET verdict = 'proven'",
        "UPDATE judgements SET verdict = 'proven'",
        "DELETE FROM evidence",
        "DELETE FROM runs",
    ] {
        let refused = raw.execute(tampering, []).unwrap_err().to_string();
        assert_eq!(refused, "the ledger only grows", "{tampering}");
    }
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = folder.path();
            scope.spawn(move || {
                let ledger = open(path);
                let run = ledger.begin_run(&start()).unwrap();
                for at in 0..25 {
                    ledger.record(run, &evidence(&format!("{writer}-{at}"), Verdict::Proven)).unwrap();
                }
            });
        }
    });
    assert_eq!(open(folder.path()).counts().unwrap(), (4, 100));
}

#[test]
fn git_is_told_to_leave_the_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!Ledger::exists(DEFAULT_URL, folder.path()));
    drop(open(folder.path()));
    assert!(Ledger::exists(DEFAULT_URL, folder.path()));
    assert_eq!(std::fs::read_to_string(folder.path().join(".abide/.gitignore")).unwrap(), "*\n");
}

#[test]
fn a_folder_that_is_not_our_own_gets_no_ignore_file() {
    let folder = tempfile::tempdir().unwrap();
    drop(Ledger::open("sqlite:data/ledger.db", folder.path(), Redactor::none()).unwrap());
    assert!(!folder.path().join("data/.gitignore").exists());
}

#[test]
fn a_ledger_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    let Err(error) = Ledger::open("sqlite:ledger.db", folder.path(), Redactor::none()) else {
        panic!("opened a ledger of version 99")
    };
    assert!(error.to_string().contains("has version 99, this Abide knows up to 2"), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("ledger.db"),
        "not a database, and long enough to be looked at".repeat(40),
    )
    .unwrap();
    let error = Ledger::open("sqlite:ledger.db", folder.path(), Redactor::none()).err().unwrap();
    assert!(error.to_string().starts_with("cannot open the ledger"), "{error}");
}

#[test]
fn a_url_of_another_kind_is_refused() {
    let error = Ledger::open("mysql://user:secret@host/db", Path::new("."), Redactor::none()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "a ledger cannot be kept in `mysql:…`; write `sqlite:PATH` or `postgres://…` in `[ledger] url`"
    );
}

#[test]
fn runs_are_listed_the_newest_first_and_no_more_than_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    for _ in 0..3 {
        ledger.begin_run(&start()).unwrap();
    }
    let numbers = |most| ledger.runs(most).unwrap().into_iter().map(|run| run.id.0).collect::<Vec<_>>();
    assert_eq!(numbers(2), [3, 2]);
    assert_eq!(numbers(9), [3, 2, 1]);
}
