use super::PROBE;
use crate::testing;

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(
        &PROBE,
        5,
        &[
            ("malformed-crashes", "endpoint:POST /tasks"),
            ("title-unbounded", "field:Task.title"),
            ("title-optional", "endpoint:POST /tasks"),
            ("title-optional", "FR-001"),
            ("priority-unbounded", "field:Task.priority"),
            ("any-kind", "field:Task.kind"),
            ("any-email", "field:Member.email"),
            ("refuses-with-400", "FR-001"),
        ],
    );
}
