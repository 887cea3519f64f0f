//! What a deed changes besides its object: what that refers to, what belongs to it, and whether it is still there.

use super::prepare::{There, needed};
use super::scene::Scene;
use super::then::{Then, Whose, link_to};
use crate::api::{call_on, elements, page, same_value, unwrapped};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use serde_json::Value;

/// What the object refers to, as far as something is said of it, as it is now.
pub fn besides(stage: &Stage, scene: &Scene, there: Option<&There>) -> Result<Vec<(usize, Value)>, Outcome> {
    let api = &stage.facts.api;
    let mut wanted: Vec<usize> = scene
        .then
        .all
        .iter()
        .filter_map(|then| match then {
            Then::Moves(Whose::Other(at), ..) | Then::Is(Whose::Other(at), ..) => Some(*at),
            _ => None,
        })
        .collect();
    wanted.dedup();
    let Some(there) = there else { return Ok(Vec::new()) };
    let one = |at: usize| -> Result<(usize, Value), Outcome> {
        let lost = || Outcome::unproven("what the object refers to could not be read");
        let resource = api.resources.get(at).ok_or_else(lost)?;
        let member = link_to(api, there.resource, at).ok_or_else(lost)?;
        let now = there.object.now(stage, there.resource)?.0;
        let id = match now.get(&member).or_else(|| there.object.sent.get(&member)) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => return Err(lost()),
        };
        let read = resource.read.ok_or_else(lost)?;
        let exchange = call_on(stage, read, &[id], None, &[])?;
        needed(&exchange, "which reads what the object refers to")?;
        Ok((at, exchange.answer.json().map(unwrapped).unwrap_or(Value::Null)))
    };
    wanted.into_iter().map(one).collect()
}

/// What is still there although it is said to be there no more; nothing where all is as said.
pub fn left_over(
    stage: &Stage,
    scene: &Scene,
    there: Option<&There>,
    done: &Exchange,
) -> Result<Option<Outcome>, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let looks = scene.then.all.iter().any(|then| matches!(then, Then::Gone | Then::Emptied(_)));
    if looks && !done.answer.is_success() {
        let reason = format!("{} answered {}, so that nothing is gone", done.title(), done.answer.status);
        return Err(Outcome::unproven(reason).resting_on(target, done));
    }
    let Some(there) = there else { return Ok(None) };
    for then in &scene.then.all {
        match then {
            Then::Gone => {
                let exchange = there.object.read(stage, there.resource)?;
                let reason = format!("{} answered {} afterwards", exchange.title(), exchange.answer.status);
                match exchange.answer.status {
                    404 | 410 => {}
                    _ if exchange.answer.is_success() => {
                        return Ok(Some(Outcome::refuted(reason).resting_on(target, &exchange)));
                    }
                    _ => return Err(Outcome::unproven(reason).resting_on(target, &exchange)),
                }
            }
            Then::Belongs(at, name, wanted, _) => {
                let resource = api.resources.get(*at);
                for (_, other) in there.company.iter().filter(|(of, _)| of == at) {
                    let Some(resource) = resource else { continue };
                    let (now, exchange) = other.now(&stage.as_anybody(), resource)?;
                    let shown = now.get(name).ok_or_else(|| {
                        Outcome::unproven(format!("a {} does not show its `{name}`", resource.name))
                    })?;
                    if !same_value(shown, wanted) {
                        let reason = format!(
                            "`{name}` of the {} is {shown} afterwards, stated is {wanted}",
                            resource.name
                        );
                        return Ok(Some(Outcome::refuted(reason).resting_on(target, &exchange)));
                    }
                }
                if !there.company.iter().any(|(of, _)| of == at) {
                    return Err(Outcome::unproven("nothing was there that belongs to it"));
                }
            }
            Then::Emptied(at) => {
                let list = api.resources[*at].list.map(|list| &api.operations[list]);
                let list = list.ok_or_else(|| Outcome::unproven("nothing documented lists them"))?;
                let exchange = page(stage, list, &there.object.values, "")?;
                needed(&exchange, "which lists what belongs to it")?;
                let shown = exchange.answer.json().unwrap_or(Value::Null);
                let count = elements(&shown).len();
                if count > 0 {
                    let reason = format!("{} shows {count} afterwards", exchange.title());
                    return Ok(Some(Outcome::refuted(reason).resting_on(target, &exchange)));
                }
            }
            _ => {}
        }
    }
    Ok(None)
}
