//! `explain`: the page of a rule, a kind of statement, a probe or an artifact.

use crate::Failure;
use crate::arguments::Explain;
use abide_verify::explain;
use abide_workspace::budget::Pack;
use serde_json::Value;

pub fn answer(arguments: Explain) -> Result<Value, Failure> {
    let pages = explain::pages(&arguments.name);
    if pages.is_empty() {
        return Err(Failure::new(explain::unknown(&arguments.name)));
    }
    let mut pack = Pack::new(arguments.budget);
    pack.set("page", pages.join("\n\n"));
    Ok(pack.finish())
}
