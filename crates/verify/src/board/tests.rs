use super::*;
use crate::SpecInput;
use crate::testing::{ItemDraft, input, item};
use abide_ledger::{
    Attestation, Digest, Ending, Judgement, Ledger, Redactor, RunEnd, RunStart, Strength, Verdict,
};
use abide_workspace::Config;
use jiff::Timestamp;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn ledger(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open("sqlite:ledger.db", folder.path(), Redactor::none()).unwrap()
}

fn config() -> Config {
    Config::read("", "abide.toml", std::path::Path::new("/"), &[]).unwrap()
}

/// A run on that day that gives the first item that verdict.
fn judge(ledger: &Ledger, items: &[ItemDraft], verdict: Verdict, day: &str) {
    judge_spec(ledger, &input("specs/a.md", items), verdict, day);
}

fn judge_spec(ledger: &Ledger, spec: &crate::SpecInput, verdict: Verdict, day: &str) {
    let at = time(&format!("{day}T10:00:00Z"));
    let (tool, seed) = ("abide 0.0.1".to_owned(), 7);
    let start = RunStart { started: at, tool, target: None, target_digest: None, seed };
    let run = ledger.begin_run(&start).unwrap();
    let judgement = Judgement {
        item: spec.items[0].id.clone(),
        spec: spec.path.clone(),
        statement: Digest::of_statement(&spec.items[0]),
        target: None,
        verdict,
        strength: (verdict == Verdict::Proven).then_some(Strength::Asserted),
        reason: "seen".into(),
        at,
    };
    ledger.judge(run, &[judgement]).unwrap();
    let end = RunEnd { finished: at, ending: Ending::Complete, summary: serde_json::json!({}) };
    ledger.finish_run(run, &end).unwrap();
}

fn shown(ledger: &Ledger, items: &[ItemDraft], since: Option<&str>) -> Status {
    let specs = [input("specs/a.md", items)];
    let name = |_: &str, id: &str| id.to_owned();
    let now = time("2026-11-21T10:00:00Z");
    status(Some(ledger), &config(), &specs, name, now, since.map(time)).unwrap()
}

#[test]
fn what_no_run_has_looked_at_is_unproven() {
    let folder = tempfile::tempdir().unwrap();
    let status = shown(&ledger(&folder), &[item("check", "a"), item("goal", "b")], None);
    let items: Vec<_> =
        status.specs[0].items.iter().map(|item| (item.verdict, item.reason.as_str(), item.triable)).collect();
    assert_eq!(
        items,
        [
            (Verdict::Unproven, "no run has looked at it yet; `abide verify` does", true),
            (
                Verdict::Unproven,
                "it says something about the work, and nothing that a running system shows by itself",
                false
            ),
        ]
    );
    assert_eq!((status.summary.unproven, status.last_run.is_none()), (2, true));
}

#[test]
fn a_statement_edited_after_its_proof_is_stale_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    let text = |text: &str| [item("check", text).field("id", "C-1")];
    judge(&ledger, &text("one"), Verdict::Proven, "2026-11-20");
    assert_eq!(shown(&ledger, &text("one"), None).summary.proven, 1);
    let status = shown(&ledger, &text("another"), None);
    assert_eq!(status.summary.stale, 1);
    assert_eq!(status.specs[0].items[0].reason, "proven on 2026-11-20; the statement has changed since");
    assert_eq!(status.specs[0].newest_evidence.as_deref(), Some("2026-11-20T10:00:00Z"));
}

#[test]
fn what_changed_since_a_day_is_told_and_what_did_not_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    let items = [item("check", "one").field("id", "C-1")];
    judge(&ledger, &items, Verdict::Proven, "2026-11-10");
    judge(&ledger, &items, Verdict::Refuted, "2026-11-20");
    let changes = |since: &str| {
        let changes = shown(&ledger, &items, Some(since)).changes.unwrap();
        changes.iter().map(|change| (change.before, change.after)).collect::<Vec<_>>()
    };
    assert_eq!(changes("2026-11-15T00:00:00Z"), [(Verdict::Proven, Verdict::Refuted)]);
    assert_eq!(changes("2026-11-01T00:00:00Z"), [(Verdict::Unproven, Verdict::Refuted)]);
    assert_eq!(changes("2026-11-20T12:00:00Z"), []);
}

#[test]
fn why_shows_the_chain_with_what_has_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    judge(&ledger, &[item("check", "one").field("id", "C-1")], Verdict::Proven, "2026-11-20");
    let spec = input("specs/a.md", &[item("check", "another").field("id", "C-1")]);
    let attestation = Attestation {
        item: spec.items[0].id.clone(),
        spec: spec.path.clone(),
        statement: Digest::of_statement(&spec.items[0]),
        by: "Ada".into(),
        until: "2026-12-01".parse().unwrap(),
        note: "seen".into(),
        at: time("2026-11-21T09:00:00Z"),
    };
    ledger.attest(&attestation).unwrap();
    let board = Board::read(Some(&ledger), &config(), time("2026-11-21T10:00:00Z"), None).unwrap();
    let why = why(&board, &spec, &spec.items[0], "C-1".into()).unwrap();
    assert_eq!((why.verdict, why.strength), (Verdict::Attested, Some(Strength::Declared)));
    let run = why.run.unwrap();
    assert_eq!((run.seed, run.age_seconds, run.ending.as_deref()), (7, 86_400, Some("complete")));
    let changed: Vec<_> = why.inputs.iter().map(|input| (input.name, input.changed)).collect();
    assert_eq!(changed, [("statement", true), ("tool", true)]);
    assert_eq!(why.attestation.unwrap().by, "Ada");
}

#[test]
fn running_text_that_no_run_has_judged_is_not_on_the_board() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder);
    let spec = |said: &str| {
        let text = format!("# Gates\n\n## About them\n\n{said} This one only explains things.\n");
        crate::testing::read("specs/a.md", &text)
    };
    let (spec, edited) = (spec("Lists are always newest first."), spec("Lists are always newest last."));
    let texts = |ledger: &Ledger, spec: &SpecInput| -> Vec<String> {
        let now = time("2026-11-21T10:00:00Z");
        let name = |_: &str, id: &str| id.to_owned();
        let status = status(Some(ledger), &config(), std::slice::from_ref(spec), name, now, None).unwrap();
        status.specs[0].items.iter().map(|item| format!("{} {}", item.verdict, item.text)).collect()
    };
    assert_eq!(texts(&ledger, &spec), [""; 0]);
    judge_spec(&ledger, &spec, Verdict::Proven, "2026-11-20");
    assert_eq!(texts(&ledger, &spec), ["proven Lists are always newest first."]);
    assert_eq!(texts(&ledger, &edited), ["stale Lists are always newest last."]);
}
