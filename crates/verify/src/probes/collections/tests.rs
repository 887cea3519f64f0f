use super::PROBE;
use crate::testing;

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(
        &PROBE,
        2,
        &[
            ("default-limit", "FR-010"),
            ("limit-unbounded", "FR-010"),
            ("limit-unbounded", "endpoint:GET /tasks"),
            ("pages-overlap", "endpoint:GET /tasks"),
            ("pages-skip", "endpoint:GET /tasks"),
            ("filter-ignored", "endpoint:GET /tasks"),
            ("search-ignored", "endpoint:GET /tasks"),
            ("sort-one-way", "endpoint:GET /tasks"),
            ("oldest-first", "endpoint:GET /tasks"),
        ],
    );
}
