use super::PROBE;
use crate::testing;

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(&PROBE, 1, &[("error-shape", "FR-009")]);
}
