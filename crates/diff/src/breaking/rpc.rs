//! An operation without HTTP that is called differently.

use crate::unit::Unit;
use crate::words::Words;

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    if before.key != after.key {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    } else if let (Some(was), Some(is)) = (before.said("signature"), after.said("signature")) {
        let (one, other) = (Words::new(was), Words::new(is));
        let optional = is.contains(['?', '[', '=']);
        let (lost, came) = (one.without(&other), other.without(&one));
        if !lost.is_empty() || !came.is_empty() && !optional {
            found.push(format!("`{was}` became `{is}`"));
        }
    }
}
