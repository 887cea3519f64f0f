//! Changes in a table that has events in one direction and states in the other: a cell names the state that follows, and a dash
//! says that nothing does.

use super::{Change, push_change};
use crate::Context;
use crate::Items;
use crate::grid::{Grid, Row};

/// Fewer columns of states than these are a table of something else.
const FEWEST_STATES: usize = 3;
/// Fewer cells that name a state are none of changes.
const FEWEST_CHANGES: usize = 3;

/// Reads a table whose rows are events, whose further columns are states, and whose cells name states of these columns or nothing.
pub(super) fn read(context: &Context, grid: &Grid, items: &mut Items) -> bool {
    let states: Vec<&str> = grid.titles.iter().skip(1).map(|title| bare(title)).collect();
    let is_name = |name: &&str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    if states.len() < FEWEST_STATES || !states.iter().all(is_name) {
        return false;
    }
    let following = |row: &Row| -> Option<Vec<Option<String>>> {
        let follows = |column: usize| {
            let said = bare(row.text(Some(column))).to_owned();
            match states.iter().any(|state| *state == said) {
                true => Some(Some(said)),
                false => is_nothing(&said).then_some(None),
            }
        };
        let event = row.said(Some(0)).is_some_and(|event| is_name(&bare(event)));
        (1..=states.len()).map(follows).collect::<Option<Vec<_>>>().filter(|_| event)
    };
    let mut rows = Vec::new();
    for row in grid.filled_rows() {
        let Some(told) = following(row) else { return false };
        rows.push((row, told));
    }
    let events: Vec<&str> = rows.iter().map(|(row, _)| bare(row.text(Some(0)))).collect();
    let named = rows.iter().flat_map(|(_, told)| told).flatten().count();
    // What has states on both sides tells by what one comes to the other, if anything.
    if named < FEWEST_CHANGES || events.iter().any(|event| states.contains(event)) {
        return false;
    }
    for (row, told) in &rows {
        let mut refused: Vec<&str> = Vec::new();
        let mut changes: Vec<(&str, &str)> = Vec::new();
        for (state, follows) in states.iter().zip(told) {
            match follows.as_deref() {
                None => refused.push(state),
                // What stays as it is has not changed.
                Some(to) if to == *state => {}
                Some(to) => changes.push((state, to)),
            }
        }
        let refused = refused.join(", ");
        for (at, (from, to)) in changes.into_iter().enumerate() {
            let trigger = Some(bare(row.text(Some(0))));
            let refused = Some(refused.as_str()).filter(|_| at == 0);
            push_change(
                context,
                grid.section,
                row.range,
                Change { from, to, trigger, refused, ..Change::default() },
                items,
            );
        }
    }
    true
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['`', '*', ' ', '→'])
}

/// Whether a cell says that nothing follows.
fn is_nothing(cell: &str) -> bool {
    let status = cell.len() == 3 && cell.starts_with('4') && cell.chars().all(|c| c.is_ascii_digit());
    const NOTHING: &[&str] = &["", "-", "–", "—", "−", "x", "×", "✗", "✘", "❌", "no", "none", "n/a", "."];
    status || NOTHING.contains(&cell.to_lowercase().as_str())
}
