use super::PROBE;
use crate::testing;

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(
        &PROBE,
        5,
        &[
            ("stale-accepted", "FR-002"),
            ("stale-accepted", "endpoint:PUT /tasks/:id"),
            ("key-ignored", "FR-003"),
            ("key-with-other-body", "FR-004"),
            ("email-twice", "FR-006"),
            ("email-twice", "field:Member.email"),
        ],
    );
}
