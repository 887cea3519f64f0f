use super::*;
use crate::report::json;
use crate::run::TargetReport;
use crate::target::Trouble;
use abide_ledger::{RunId, Strength};
use std::time::Duration;

fn item(line: u32, text: &str, verdict: Verdict, reason: &str, evidence: Vec<ClaimReport>) -> ItemReport {
    let deciding = evidence.first();
    ItemReport {
        id: format!("check:{line}"),
        kind: "check",
        path: "specs/parcels.md".into(),
        line,
        text: text.into(),
        verdict,
        strength: deciding.and_then(|claim| claim.strength),
        probe: deciding.map(|claim| claim.probe),
        reason: reason.into(),
        repeat: deciding.and_then(|claim| claim.repeat.clone()),
        evidence,
    }
}

fn claim(verdict: Verdict, reason: &str) -> ClaimReport {
    ClaimReport {
        probe: "authentication",
        claim: "GET /parcels answers 401 without a key".into(),
        verdict,
        strength: Some(Strength::Asserted),
        reason: reason.into(),
        sent: "GET /parcels".into(),
        seen: "200 OK\ncontent-type: application/json\n\n{\"items\":[]}\u{1b}[2J".into(),
        repeat: Some("curl -i \"$TARGET_URL/parcels\"".into()),
        duration_ms: 3,
        essential: true,
    }
}

fn run() -> Run {
    let refuted = claim(Verdict::Refuted, "it answered 200 OK without a key");
    let proven = claim(Verdict::Proven, "it answered 401 Unauthorized without a key");
    Run {
        id: Some(RunId(7)),
        tool: "abide 0.1.0".into(),
        started: "2026-11-21T10:00:00Z".parse().unwrap(),
        duration: Duration::from_millis(1234),
        target: Some(TargetReport {
            name: "local".into(),
            url: "http://127.0.0.1:41234".into(),
            started: true,
            by_hand: Some("./serve --port 8080".into()),
        }),
        seed: 1,
        shard: None,
        elsewhere: 0,
        specs: vec!["specs/parcels.md".into(), "specs/other.md".into()],
        items: vec![
            item(
                12,
                "GET /parcels",
                Verdict::Refuted,
                &format!("{}: {}", refuted.claim, refuted.reason),
                vec![refuted],
            ),
            item(20, "Every endpoint needs a key", Verdict::Proven, &proven.reason.clone(), vec![proven]),
            item(31, "It is fast", Verdict::Unproven, "no probe for this statement yet", vec![]),
            item(
                40,
                "`rm -rf /` passes",
                Verdict::Blocked,
                "`rm -rf /` is neither in abide.toml nor trusted; `abide trust specs/parcels.md` allows it",
                vec![],
            ),
        ],
        tried: 2,
        trouble: None,
        no_target: false,
        inconclusive: false,
        stopped: false,
    }
}

#[test]
fn a_run_as_people_read_it() {
    insta::assert_snapshot!(text(&run(), TextOptions::default()));
}

#[test]
fn a_target_that_could_not_be_tested_is_shown_with_its_last_words() {
    let trouble = Trouble {
        reason: "the target ended before it was ready: exit code 7".into(),
        output: "one\ntwo\n".into(),
    };
    let run = Run { items: vec![], tried: 0, trouble: Some(trouble), ..run() };
    insta::assert_snapshot!(text(&run, TextOptions::default()));
}

#[test]
fn verdicts_are_coloured_on_request() {
    let text = text(&run(), TextOptions { colour: true });
    assert!(text.contains("\x1b[1;31mrefuted \x1b[0m specs/parcels.md:12"), "{text}");
}

#[test]
fn what_a_system_answers_cannot_play_with_the_terminal() {
    assert!(!text(&run(), TextOptions::default()).contains('\x1b'));
}

#[test]
fn a_run_as_programs_read_it() {
    insta::assert_json_snapshot!(json(&run()));
}
