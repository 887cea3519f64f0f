//! Matrices of roles and actions, either way round.

use super::legend::{Allow, Legend, is_access_word, is_mark};
use super::{ACTION, RESOURCE, push};
use crate::Items;
use crate::grid::{Grid, Row};
use abide_syntax::SectionId;

pub(super) fn share_of_marks(grid: &Grid, legend: &Legend) -> f32 {
    let (mut marks, mut cells) = (0u32, 0u32);
    for row in grid.filled_rows() {
        for cell in row.cells.iter().skip(label_columns(grid)) {
            cells += 1;
            marks += u32::from(is_mark(&cell.text, legend));
        }
    }
    // All blank says nothing.
    let said =
        grid.filled_rows().any(|row| row.cells.iter().skip(1).any(|cell| !cell.text.trim().is_empty()));
    if cells == 0 || !said { 0.0 } else { marks as f32 / cells as f32 }
}

/// The number of columns that name what is done: one, or a resource and an action.
fn label_columns(grid: &Grid) -> usize {
    let named =
        |at: usize, names: &[&str]| grid.heads.get(at).is_some_and(|head| names.contains(&head.as_str()));
    if (named(0, RESOURCE) && named(1, ACTION)) || (named(0, ACTION) && named(1, RESOURCE)) { 2 } else { 1 }
}

/// Heads that look like roles, for a matrix outside a section on permissions.
pub(super) fn columns_are_roles(grid: &Grid) -> bool {
    const ROLES: &[&str] = &[
        "admin",
        "administrator",
        "owner",
        "user",
        "guest",
        "viewer",
        "editor",
        "member",
        "public",
        "anonymous",
        "manager",
        "operator",
        "moderator",
        "reader",
        "writer",
        "staff",
        "customer",
        "superadmin",
        "super admin",
        "system",
        "visitor",
        "author",
        "maintainer",
        "admins",
        "users",
        "guests",
    ];
    let roles = grid
        .heads
        .iter()
        .skip(label_columns(grid))
        .filter(|head| ROLES.contains(&head.trim_matches('`')))
        .count();
    roles >= 2 || (roles == 1 && grid.heads.len() == 2)
}

pub(super) fn roles_in_columns(grid: &Grid, legend: &Legend, items: &mut Items) {
    let labels = label_columns(grid);
    let resource_first = grid.heads.first().is_some_and(|head| RESOURCE.contains(&head.as_str()));
    let mut resource = String::new();
    for row in grid.filled_rows() {
        let action = if labels == 2 {
            let (first, second) = (row.text(Some(0)), row.text(Some(1)));
            if resource_first {
                // A resource named once holds for the rows below it.
                if !first.trim().is_empty() {
                    resource = first.to_owned();
                }
                format!("{second} {resource}")
            } else {
                format!("{first} {second}")
            }
        } else {
            row.text(Some(0)).to_owned()
        };
        for (at, cell) in row.cells.iter().enumerate().skip(labels) {
            let Some(role) = grid.titles.get(at) else { continue };
            if is_note(role) {
                continue;
            }
            cell_permission(items, grid.section, row, role, &action, legend.meaning(&cell.text));
        }
    }
}

pub(super) fn roles_in_rows(grid: &Grid, legend: &Legend, items: &mut Items) {
    for row in grid.filled_rows() {
        let role = row.text(Some(0)).to_owned();
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            let Some(action) = grid.titles.get(at) else { continue };
            if is_note(action) {
                continue;
            }
            cell_permission(items, grid.section, row, &role, action, legend.meaning(&cell.text));
        }
    }
}

/// A grade such as `read` belongs to the action; anything else is its condition.
fn cell_permission(items: &mut Items, section: SectionId, row: &Row, role: &str, action: &str, allow: Allow) {
    match allow {
        Allow::If(grade)
            if is_access_word(&grade)
                && grade.split_whitespace().count() == 1
                && !grade.eq_ignore_ascii_case("own") =>
        {
            push(items, section, row.range, role, &format!("{grade} {action}"), &Allow::Yes);
        }
        allow => push(items, section, row.range, role, action, &allow),
    }
}

fn is_note(head: &str) -> bool {
    matches!(
        head.to_lowercase().as_str(),
        "notes" | "note" | "description" | "comment" | "comments" | "remarks" | ""
    )
}
