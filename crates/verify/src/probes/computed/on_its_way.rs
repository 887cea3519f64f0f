//! Values that there are in some state only: what they follow from is not known before.

use super::Seen;
use crate::api::{Api, Object, Resource, bring_into, has_phrase};
use crate::claim::Outcome;
use crate::stage::Stage;

/// States that are tried, the farthest first.
const MOST: usize = 3;

/// Whether a state is one in which a value may be another one than is calculated: "a rejected one costs nothing".
fn ends_otherwise(api: &Api, state: &str, name: &str) -> bool {
    const IN_VAIN: &[&str] = &[
        "cancelled",
        "canceled",
        "rejected",
        "declined",
        "void",
        "voided",
        "withdrawn",
        "refunded",
        "expired",
        "failed",
        "abandoned",
        "lost",
        "archived",
        "deleted",
        "retired",
        "closed",
        "released",
        "credited",
    ];
    let said = |sentence: &crate::api::Sentence| {
        let nothing = ["0", "zero", "nothing", "null", "free", "none"];
        has_phrase(&sentence.plain, &name.to_lowercase())
            && has_phrase(&sentence.plain, &state.to_lowercase())
            && nothing.iter().any(|word| has_phrase(&sentence.plain, word))
    };
    IN_VAIN.contains(&state.to_lowercase().as_str()) || api.sentences.iter().any(said)
}

/// Brings an object into states in which there is something to calculate with, the farthest first, and looks at it there.
pub fn look(stage: &Stage, resource: &Resource, seen: &mut Seen) -> Result<Option<Outcome>, Outcome> {
    let api = &stage.facts.api;
    let Some(item) = api.item_path(resource) else { return Ok(None) };
    let plain = Object::make(stage, resource, &|_| {})?;
    let (now, _) = plain.now(stage, resource)?;
    let Some((_, first)) = api.states.of_object(&now) else { return Ok(None) };
    let mut states: Vec<(usize, String)> = api
        .states
        .beside(first)
        .into_iter()
        .filter(|state| !ends_otherwise(api, state, seen.name))
        .filter_map(|state| Some((api.states.way(first, &state)?.len(), state)))
        .filter(|(length, _)| *length > 0)
        .collect();
    states.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    for (_, state) in states.into_iter().take(MOST) {
        let object = Object::make(stage, resource, &|_| {})?;
        let mut placed = object.placed(item, Some(object.shown.clone()));
        match bring_into(stage, &mut placed, &state) {
            Ok(()) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        }
        let (after, exchange) = object.now(stage, resource)?;
        if let Some(outcome) = seen.look(&after, &exchange).or_else(|| seen.lacking(&after, &after)) {
            return Ok(Some(outcome.resting_on(stage.target()?, &exchange)));
        }
        if seen.telling > 0 {
            break;
        }
    }
    Ok(None)
}
