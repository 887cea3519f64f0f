use super::PROBE;
use crate::testing::{self, tasks};

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(
        &PROBE,
        8,
        &[
            ("delete-keeps", "endpoint:DELETE /tasks/:id"),
            ("delete-keeps", "FR-005"),
            ("deleted-listed", "FR-005"),
            ("state-from-client", "field:Task.state"),
            ("id-from-client", "endpoint:POST /tasks"),
            ("forgets-assignee", "endpoint:POST /tasks"),
            ("loses-title", "endpoint:PUT /tasks/:id"),
            ("revision-stands", "FR-007"),
            ("time-stands", "endpoint:PUT /tasks/:id"),
            ("birth-moves", "endpoint:PUT /tasks/:id"),
            ("shows-password", "field:Member.password"),
            ("id-as-text", "field:Task.id"),
        ],
    );
}

#[test]
fn where_deleting_is_soft_and_nothing_hides_the_object_nothing_is_claimed() {
    let server = tasks::service("delete-keeps");
    let text = tasks::SPECIFICATION.replace(
        "Deleting a task is soft, but a deleted task MUST be hidden: it is not found by its id and no longer listed.",
        "Deleting a task MUST be soft: the row is marked as deleted.",
    );
    let run = testing::run_markdown(&[&PROBE], &text, &tasks::config(&server));
    let claims = run.items.iter().flat_map(|item| &item.evidence);
    assert_eq!(claims.filter(|claim| claim.claim.contains("deleted")).count(), 0);
}
