//! An event that carries less, or has another name.

use crate::unit::Unit;
use crate::words::Words;

pub(super) fn changed(before: &Unit, after: &Unit, found: &mut Vec<String>) {
    if before.key != after.key {
        found.push(format!("`{}` became `{}`", before.key, after.key));
    }
    if let (Some(was), Some(is)) = (before.said("payload"), after.said("payload")) {
        let (was, is) = (Words::new(was), Words::new(is));
        // Only a list of names tells which of them is gone.
        let lost: Vec<&str> =
            was.without(&is).into_iter().filter(|word| !crate::words::is_plain(word)).collect();
        if !lost.is_empty() && is.without(&was).is_empty() {
            found.push(format!("it does not carry `{}` any more", lost.join("`, `")));
        }
    }
}
