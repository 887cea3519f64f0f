//! What a deed is done to, where it is possible: in a state for it, and with what it needs below it.

use super::play::act;
use super::prepare::There;
use super::scene::Scene;
use super::subject::Subject;
use crate::api::{Link, Object, find_home_state, ready, settle, settle_referred, until_filled};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;

/// Brings what a deed is done to into a state in which it is possible, where nothing is given about its state.
pub fn make_ready(stage: &Stage, scene: &Scene, there: &mut There) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[scene.number];
    let acts = !operation.is_safe() && !operation.path.ends_with_parameter();
    if let Subject::New { parent: Some((_, Link::Below)), .. } = &scene.subject
        && scene.given.is_plain()
        && let Some(item) = api.item_path(there.resource)
        && find_home_state(stage, scene.number)?
    {
        let mut at = there.object.placed(item, None);
        return settle(stage, operation, &mut at);
    }
    if let Subject::New { parent: Some((_, Link::Reference(member))), .. } = &scene.subject
        && scene.given.is_plain()
        && let Some(item) = api.item_path(there.resource)
        && find_home_state(stage, scene.number)?
    {
        let mut at = there.object.placed(item, None);
        return settle_referred(stage, scene.number, member, &mut at);
    }
    if !matches!(scene.subject, Subject::Item { .. }) || !acts {
        return Ok(());
    }
    let Some(item) = api.item_path(there.resource) else { return Ok(()) };
    let now = there.object.now(stage, there.resource)?.0;
    let mut at = there.object.placed(item, Some(now));
    if ready(stage, scene.number, &mut at)? {
        return Ok(());
    }
    // What the request lacks is refused wherever it is sent.
    match scene.is_refused() && scene.with.is_empty() && !scene.given.is_plain() {
        true => {
            Err(Outcome::unproven("no such object could be brought where it would be possible otherwise"))
        }
        false => Ok(()),
    }
}

/// Does it again as long as it is refused and more can be made below the object.
pub fn until_more(
    stage: &Stage,
    scene: &Scene,
    there: &There,
    first: (Exchange, Option<Object>),
) -> Result<(Exchange, Option<Object>), Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[scene.number];
    let acts = !operation.is_safe() && !operation.path.ends_with_parameter();
    let Some(item) = api.item_path(there.resource).filter(|_| acts && scene.with.is_empty()) else {
        return Ok(first);
    };
    let mut at = there.object.placed(item, None);
    until_filled(stage, &mut at, first, &|(exchange, _)| exchange, &mut |_| act(stage, scene, Some(there)))
}
