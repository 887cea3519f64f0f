//! The list of rules. A rule is a file in this folder and a line in this list.

use crate::Rule;

macro_rules! rules {
    ($($rule:ident,)*) => {
        $(pub(crate) mod $rule;)*

        /// All rules, by name.
        pub const RULES: &[&Rule] = &[$(&$rule::RULE),*];
    };
}

rules! {
    change_log_out_of_order,
    conflicting_error_shapes,
    conflicting_metadata,
    conflicting_required,
    conflicting_settings,
    conflicting_targets,
    conflicting_transitions,
    conflicting_types,
    conflicting_values,
    count_out_of_range,
    dangling_anchor,
    dangling_link,
    dates_out_of_order,
    dead_end_state,
    dependency_cycle,
    duplicate_endpoint,
    duplicate_heading_anchor,
    duplicate_id,
    duplicate_requirement,
    empty_section,
    goal_is_non_goal,
    goal_without_measure,
    heading_in_wrong_place,
    invalid_json,
    invalid_suppression,
    likely_rename,
    metadata_invalid,
    metadata_missing,
    missing_auth_response,
    missing_file_in_layout,
    missing_section,
    misspelt_field,
    needs_unfinished_spec,
    not_governed,
    obligation_without_actor,
    open_ended_list,
    open_question_in_agreed_spec,
    open_task_in_finished_spec,
    placeholder_left,
    ragged_row,
    several_obligations,
    stray_tool_text,
    table_columns,
    task_against_phase,
    term_spelling,
    todo_in_finished_spec,
    unchecked_requirement,
    undocumented_status,
    unexpanded_abbreviation,
    unfilled_section,
    unfit_default,
    unfit_example,
    unknown_endpoint,
    unknown_record,
    unknown_requirement,
    unknown_role,
    unknown_state,
    unlisted_setting,
    unpicked_choice,
    unreachable_state,
    unused_suppression,
    vague_term,
    version_differs_from_change_log,
}
