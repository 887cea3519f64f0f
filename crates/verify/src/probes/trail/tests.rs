use super::told::{entries, list};
use crate::testing::{Setup, facts_of_markdown};

const VISITS: &str = "# Visits\n\n## Data Model\n\n### Visit\n\n| Field | Type | Rules |\n|---|---|---|\n| id | integer | |\n| guest | string | required |\n| status | enum(planned, cancelled) | |\n\n## States\n\n- `planned` → `cancelled`\n\n## API\n\n- `POST /visits`: adds a visit, 201\n- `GET /visits/{id}`: one visit\n- `PATCH /visits/{id}`: changes it\n- `DELETE /visits/{id}`: deletes it\n- `POST /visits/{id}/cancel`: cancels it\n- `POST /visits/{id}/weigh`: weighs the guest\n- `GET /audit`: what was done\n\n";

fn told(said: &str) -> Vec<(String, String)> {
    let text = format!("{VISITS}{said}\n");
    let facts = facts_of_markdown(&text, "", Setup::default());
    let api = &facts.api;
    let list = list(api).expect("a trail");
    entries(api, &text, list).into_iter().map(|entry| (entry.name.clone(), entry.deed(api))).collect()
}

#[test]
fn entries_of_tables_lists_and_sentences() {
    let names = |said: &str| told(said).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(
        told(
            "## Audit trail\n\n| Action | Written when |\n|---|---|\n| `visit.created` | a visit is made |\n| `visit.cancelled` | it is cancelled |"
        ),
        [
            ("visit.created".to_owned(), "POST /visits".to_owned()),
            ("visit.cancelled".to_owned(), "bringing a visit into cancelled".to_owned())
        ]
    );
    assert_eq!(
        names("## Audit trail\n\nThe actions are:\n\n- `visit.updated`, `visit.deleted`"),
        ["visit.updated", "visit.deleted"]
    );
    assert_eq!(
        told("## Deleting\n\nDeleting a visit leaves a row with the action `visit.deleted` behind.")[0].1,
        "DELETE /visits/{id}"
    );
    assert_eq!(told("## Rules\n\nWeighing is recorded as `visit.weighed`.")[0].1, "POST /visits/{id}/weigh");
}

#[test]
fn an_entry_is_left_by_what_the_operation_is_said_to_do() {
    let text = "# Shifts\n\n## API\n\n| Method | Path | What it does |\n|---|---|---|\n| POST | `/shifts` | Book a shift |\n| GET | `/shifts/{id}` | Read a shift |\n| DELETE | `/shifts/{id}` | Cancel a shift |\n| GET | `/audit` | Read the trail |\n\n## Audit trail\n\nCancelling a shift writes an entry with the action `shift.cancelled`.\n";
    let facts = facts_of_markdown(text, "", Setup::default());
    let api = &facts.api;
    let told = entries(api, text, list(api).expect("a trail"));
    let deeds: Vec<String> = told.into_iter().map(|entry| entry.deed(api)).collect();
    assert_eq!(deeds, ["DELETE /shifts/{id}"]);
}

#[test]
fn entries_of_criteria_and_of_running_text() {
    let names = |said: &str| told(said).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(
        names(
            "## Rules\n\n- WHEN a visit is deleted THE SYSTEM SHALL write an audit entry with the action `visit.deleted`."
        ),
        ["visit.deleted"]
    );
    assert_eq!(
        names(
            "## Rules\n\n- WHEN a visit is deleted by the porter THE SYSTEM SHALL write an audit entry `visit.deleted`."
        ),
        [""; 0]
    );
    assert_eq!(
        names(
            "## Audit trail\n\nActions are `visit.created`, `visit.deleted` and `visit.cancelled`. Nothing else is kept."
        ),
        ["visit.created", "visit.deleted", "visit.cancelled"]
    );
}

#[test]
fn of_two_entries_that_may_tell_of_the_making_of_a_thing_neither_is_certain() {
    let names = |said: &str| told(said).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let listed = "## Audit trail\n\n| Action | Written when |\n|---|---|\n| `visit.arranged` | a porter arranged a visit |\n| `visit.recorded` | a guest came |\n";
    assert_eq!(names(listed), [""; 0]);
    assert_eq!(
        names("## Audit trail\n\n- `visit.recorded`\n- `visit.deleted`\n"),
        ["visit.recorded", "visit.deleted"]
    );
}

#[test]
fn what_is_told_of_other_places_or_only_sometimes_is_no_entry() {
    for said in [
        "## Webhooks\n\n- `visit.created`\n- `visit.cancelled`",
        "## Audit trail\n\n- `visit.cancelled` goes to the webhook",
        "## Rules\n\nCancelling leaves no entry `visit.cancelled`.",
        "## Rules\n\nA visit leaves an entry `visit.cancelled` only if a guest was charged.",
        "## Audit trail\n\n- `visit.guest` is the name of the guest",
    ] {
        assert_eq!(told(said), [], "{said}");
    }
}

mod runs {
    use super::VISITS;
    use crate::probes;
    use crate::testing::{Reply, run_markdown, shelf};
    use abide_ledger::Verdict;
    use serde_json::json;
    use std::sync::{Arc, Mutex};

    /// What becomes of the two statements where the system writes these actions down.
    fn verdicts(written: &'static [&'static str]) -> Vec<Verdict> {
        let log: Arc<Mutex<Vec<serde_json::Value>>> = Arc::default();
        let (made, shown) = (Arc::clone(&log), Arc::clone(&log));
        let note = move |action: &str, id: u64| {
            if written.contains(&action) {
                made.lock().unwrap().push(json!({"action": action, "subject": id}));
            }
        };
        let deleted = note.clone();
        let server = shelf::serve_with(
            move |object, _| note("visit.created", object["id"].as_u64().unwrap_or_default()),
            move |request, _| {
                if request.route() == "/audit" {
                    return Some(Reply::json(200, &json!(*shown.lock().unwrap())));
                }
                if request.method == "DELETE" {
                    let id = request.route().rsplit('/').next().and_then(|id| id.parse().ok());
                    deleted("visit.deleted", id.unwrap_or_default());
                }
                None
            },
        );
        let text = format!(
            "{VISITS}## Audit trail\n\nThe system MUST record a new visit as `visit.created`.\n\nThe system MUST record what is deleted as `visit.deleted`.\n"
        );
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = run_markdown(&[probes::probe("trail").unwrap()], &text, &config);
        run.items
            .iter()
            .filter(|item| item.id.starts_with("requirement"))
            .map(|item| item.evidence[0].verdict)
            .collect()
    }

    #[test]
    fn a_deed_without_its_entry_is_refuted_by_the_others() {
        assert_eq!(verdicts(&["visit.created", "visit.deleted"]), [Verdict::Proven, Verdict::Proven]);
        assert_eq!(verdicts(&["visit.created"]), [Verdict::Proven, Verdict::Refuted]);
        assert_eq!(
            verdicts(&[]),
            [Verdict::Unproven, Verdict::Unproven],
            "a list that has nothing may be another"
        );
    }
}
