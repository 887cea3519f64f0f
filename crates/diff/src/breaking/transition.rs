//! A change of state that is not possible any more.

use crate::unit::Unit;

pub(super) fn removed(unit: &Unit) -> String {
    let (from, to) = (unit.said("from").unwrap_or_default(), unit.said("to").unwrap_or_default());
    format!("`{from}` cannot become `{to}` any more")
}
