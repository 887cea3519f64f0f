//! `why`: the chain from a statement to what was sent and seen.

use crate::arguments::Statement;
use crate::{Desk, Failure};
use abide_verify::board;
use abide_workspace::budget::Pack;
use serde_json::{Value, json};

/// Characters of what was sent or seen that are shown.
const LONGEST: usize = 4_000;

pub fn answer(desk: &Desk, arguments: Statement) -> Result<Value, Failure> {
    let workspace = desk.open(&[])?;
    let why = desk.asking(&workspace, |asking| asking.why(&arguments.id))?;
    let mut pack = Pack::new(arguments.budget);
    pack.set("id", why.id.as_str());
    pack.set("kind", why.kind);
    pack.set("path", why.path.as_str());
    pack.set("line", why.line);
    pack.set("text", why.text.as_str());
    pack.set("verdict", why.verdict.name());
    if let Some(strength) = why.strength {
        pack.set("strength", strength.name());
    }
    pack.set("reason", why.reason.as_str());
    if let Some(run) = &why.run {
        pack.set("run", json!(run));
    }
    if let Some(run) = &why.last_proof {
        pack.set("last_proof", json!(run));
    }
    if let Some(word) = &why.attestation {
        pack.set("attestation", json!(word));
    }
    let changed: Vec<_> =
        why.inputs.iter().map(|input| json!({"name": input.name, "changed": input.changed})).collect();
    if !changed.is_empty() {
        pack.set("rests_on", changed);
    }
    pack.list("claims", board::evidence(&why.claims, LONGEST), 100);
    Ok(pack.finish())
}
