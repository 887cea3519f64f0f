//! Who may do what: roles against actions, from the permissions that a document states.

use super::{View, bar};
use crate::site::Spec;
use abide_model::Kind;
use serde::Serialize;
use serde_json::Value;

/// Roles across, actions down.
#[derive(Serialize)]
pub struct Grid {
    roles: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    action: String,
    cells: Vec<Option<Cell>>,
}

#[derive(Clone, Serialize)]
struct Cell {
    /// `yes`, `no` or `some`.
    allowed: &'static str,
    label: &'static str,
    condition: Option<String>,
    verdict: &'static str,
    href: String,
}

/// The grid of a document; none where it states no permission.
pub fn grid(view: View<'_>, spec: &Spec) -> Option<Grid> {
    let mut grid = Grid { roles: Vec::new(), rows: Vec::new() };
    let permissions =
        spec.items().iter().zip(&spec.status.items).filter(|(item, _)| item.kind == Kind::Permission);
    for (item, status) in permissions {
        let (Some(role), Some(action)) = (item.text_field("role"), item.text_field("action")) else {
            continue;
        };
        let column = place(&mut grid.roles, role);
        let row = match grid.rows.iter().position(|row| row.action == action) {
            Some(row) => row,
            None => {
                grid.rows.push(Row { action: action.to_owned(), cells: Vec::new() });
                grid.rows.len() - 1
            }
        };
        let condition = item.text_field("condition").map(str::to_owned);
        let (allowed, label) = match item.fields.get("allow") {
            Some(Value::Bool(true)) => ("yes", "may"),
            Some(Value::Bool(false)) => ("no", "may not"),
            _ => ("some", "on a condition"),
        };
        let cell = Cell {
            allowed,
            label,
            condition,
            verdict: bar::shown(status),
            href: view.why(spec.path(), &item.id),
        };
        if let Some(row) = grid.rows.get_mut(row) {
            row.cells.resize(row.cells.len().max(column + 1), None);
            if let Some(place) = row.cells.get_mut(column) {
                *place = Some(cell);
            }
        }
    }
    let columns = grid.roles.len();
    for row in &mut grid.rows {
        row.cells.resize(columns, None);
    }
    (!grid.rows.is_empty()).then_some(grid)
}

fn place(names: &mut Vec<String>, name: &str) -> usize {
    match names.iter().position(|known| known == name) {
        Some(at) => at,
        None => {
            names.push(name.to_owned());
            names.len() - 1
        }
    }
}
