//! Who moves up where somebody leaves: "shall confirm the oldest waitlisted booking".

use super::given::states_of;
use super::prepare::{needed, placed, room};
use super::scene::Scene;
use super::subject::Subject;
use crate::api::{Object, actors, make_for, send};
use crate::claim::Outcome;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Value, json};

/// Fills what has room for few, does what is done to one that is in, and looks at who waits.
pub fn promoted(stage: &Stage, scene: &Scene, from: &str, to: &str) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let resource = scene.subject.there(api).ok_or_else(|| Outcome::unproven("nothing is there to act on"))?;
    let number =
        resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes what this needs"))?;
    let Some(Subject::New { parent: Some((at, link)), .. }) = Subject::of(api, number, "") else {
        return Err(Outcome::unproven("it is for nothing that could be full"));
    };
    let (name, count) = room(api, &api.resources[at])
        .ok_or_else(|| Outcome::unproven("nothing says how much room there is"))?;
    let parent = Object::make(stage, &api.resources[at], &|body| {
        body.insert(name.clone(), json!(count));
    })?;
    let names: Vec<String> = actors(target, &api.operations[number])?
        .into_iter()
        .flatten()
        .map(|role| role.name.clone())
        .collect();
    let room_for = usize::try_from(count).unwrap_or(1);
    if names.len() <= room_for {
        return Err(Outcome::blocked("too few roles of abide.toml may do this to leave one of them waiting"));
    }
    let make = |name: &String| -> Result<Object, Outcome> {
        let made = make_for(&stage.acting_as(Some(name), Some(number)), number, &link, &parent, &|_| {})?;
        needed(&made.exchange, "which makes what this needs")?;
        made.object(stage, resource)
    };
    let made: Vec<Object> = names.iter().take(room_for + 2).map(make).collect::<Result<_, _>>()?;
    let member = states_of(api, resource).map(|(name, _)| name).unwrap_or_default();
    let state = |object: &Object| -> Result<(Option<String>, _), Outcome> {
        let (now, exchange) = object.now(stage, resource)?;
        Ok((now.get(&member).and_then(Value::as_str).map(str::to_owned), exchange))
    };
    let waiting = made.get(room_for..).unwrap_or_default();
    for object in waiting {
        if state(object)?.0.as_deref() != Some(from) {
            return Err(Outcome::unproven(format!("what is made beyond the room is not {from}")));
        }
    }
    let (Some(first), Some(next)) = (made.first(), waiting.first()) else {
        return Err(Outcome::unproven("nothing waits"));
    };
    let acting = names.first().map(|name| stage.acting_as(Some(name), None));
    let stage_of = acting.as_ref().unwrap_or(stage);
    let done =
        send(stage_of, &api.operations[scene.number], &placed(api, scene.number, first, None))?.exchange;
    needed(&done, "which is done to one that is in")?;
    let (now, exchange) = state(next)?;
    let told = format!(
        "the first that was {from} is {} after {}",
        now.as_deref().unwrap_or("nothing"),
        done.title()
    );
    if now.as_deref() != Some(to) {
        return Ok(Outcome::refuted(format!("{told}, stated is {to}")).resting_on(target, &exchange));
    }
    for later in waiting.iter().skip(1) {
        if state(later)?.0.as_deref() != Some(from) {
            let reason = format!("{told}, and a later one is no longer {from}");
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
    }
    Ok(Outcome::proven(Strength::Asserted, told).resting_on(target, &exchange))
}
