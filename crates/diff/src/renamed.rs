//! Keys that are written differently and mean the same.

use crate::unit::Unit;
use abide_model::Kind;

/// The key of an item without what may be spelled differently: case, and the names of parameters in a path.
pub(crate) fn key(unit: &Unit) -> String {
    let key = unit.key.to_lowercase();
    if unit.is(Kind::Endpoint) { without_parameters(&key) } else { key }
}

/// A path in which all parameters have one name.
pub(crate) fn without_parameters(path: &str) -> String {
    let part = |part: &str| {
        let parameter = part.starts_with([':', '{', '<', '[', '$']);
        if parameter { "{}".to_owned() } else { part.to_owned() }
    };
    path.trim_end_matches('/').split('/').map(part).collect::<Vec<_>>().join("/")
}
