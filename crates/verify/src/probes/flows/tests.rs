use super::*;
use crate::run::Run;
use crate::testing::{self, desk, item, orders, service};
use abide_ledger::Verdict;

fn desk_with(wrong: &'static str) -> Run {
    let server = desk::desk(wrong);
    testing::run_markdown(&[&PROBE], desk::SPEC, &desk::config(&server))
}

fn of(run: &Run, verdict: Verdict) -> Vec<&str> {
    run.items.iter().filter(|item| item.verdict == verdict).map(|item| item.text.as_str()).collect()
}

#[test]
fn a_flow_is_played_step_by_step() {
    let run = desk_with("");
    assert_eq!(of(&run, Verdict::Refuted), [""; 0], "{:#?}", run.items);
    let proven = of(&run, Verdict::Proven);
    assert_eq!(
        proven.len(),
        5,
        "the flow and its four steps: {proven:?} {:#?}",
        run.items.iter().filter(|item| item.kind == "step").collect::<Vec<_>>()
    );
    let flow = run.items.iter().find(|item| item.kind == "flow").unwrap();
    assert!(
        flow.evidence[0].sent.starts_with("POST /tickets: 201\nPATCH /tickets/"),
        "{}",
        flow.evidence[0].sent
    );
}

#[test]
fn the_step_that_goes_wrong_is_refuted_and_those_after_it_are_not() {
    for (wrong, expected) in [
        ("starts-pending", "A customer opens a ticket with POST /tickets. It is open."),
        ("status-not-kept", "An agent sets it to pending with PATCH /tickets/{ticketId}."),
        ("agent-deletes", "Deleting it as an agent with DELETE /tickets/{ticketId} answers 403."),
    ] {
        let run = desk_with(wrong);
        let refuted: Vec<&str> = of(&run, Verdict::Refuted);
        let steps: Vec<&&str> = refuted.iter().filter(|text| !text.starts_with("Workflow")).collect();
        assert_eq!(steps, [&expected], "{wrong}");
        assert_eq!(refuted.len(), 2, "{wrong}: the flow as a whole is refuted with its step");
    }
}

#[test]
fn statements_that_name_an_endpoint_a_status_and_a_cause() {
    let statements = [
        ("check", "`DELETE /parcels/{id}` with an unknown id returns 404"),
        ("check", "`POST /depots` as a clerk returns 403"),
        ("requirement", "`POST /parcels` without `recipient` answers 422"),
        ("check", "`GET /depots` returns 200"),
        ("check", "`POST /parcels` is rejected with 422 on a Sunday"),
    ];
    let run = |wrong| {
        let mut items = service::statements();
        items.extend(statements.iter().map(|(kind, text)| {
            // A check's code span is an operation here, and no command.
            let draft = item(kind, text);
            if *kind == "check" { draft.field("command", serde_json::Value::Null) } else { draft }
        }));
        let run = testing::run_items(&[&PROBE], &items, &service::config(&service::service(wrong)));
        let verdicts: Vec<Verdict> = run.items.iter().rev().take(5).rev().map(|item| item.verdict).collect();
        verdicts
    };
    use Verdict::{Proven, Refuted, Unproven};
    assert_eq!(run(""), [Proven, Proven, Proven, Proven, Unproven]);
    assert_eq!(run("clerk-opens-depots")[1], Refuted);
    assert_eq!(run("anything-goes")[2], Refuted);
}

#[test]
fn a_scenario_in_words_is_played_as_who_it_names() {
    let server = orders::canteen("");
    let run = testing::run_markdown(&[&PROBE], orders::SPEC, &orders::config(&server));
    let verdicts: Vec<Verdict> =
        run.items.iter().filter(|item| item.kind == "scenario").map(|item| item.verdict).collect();
    assert_eq!(verdicts[1], Verdict::Proven, "a cook is turned away: {:#?}", run.items);
    assert_ne!(verdicts[0], Verdict::Refuted, "a steward is refused on their own: {:#?}", run.items);
}
