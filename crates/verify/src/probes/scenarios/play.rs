//! Plays a scene: prepares what is given, does what is done, and looks at what came of it.

use super::besides::{besides, left_over};
use super::judge::{Looked, judge, names};
use super::prepare::{There, needed, placed, prepare};
use super::ready::{make_ready, until_more};
use super::scene::{Scene, Sent};
use super::subject::Subject;
use super::then::{Then, Whose};
use crate::api::{
    Api, Link, Object, Resource, actors, call_on, caller, changing, create_below, extra_headers, make_for,
    make_room, match_headers, place, reference_to, send, unknown_like,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Verdict;
use serde_json::{Map, Value, json};

/// Plays a scene in each of the states that it gives.
pub fn play(stage: &Stage, scene: &Scene) -> Outcome {
    attempt(stage, scene).unwrap_or_else(|outcome| outcome)
}

fn attempt(stage: &Stage, scene: &Scene) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let role = match &scene.role {
        Some(name) => caller(target, name)?.role,
        None => None,
    };
    let role = role.filter(|_| !scene.given.stranger);
    let acting = stage.acting_as(role.as_deref(), Some(scene.number));
    let stage = if role.is_some() || scene.given.stranger { &acting } else { stage };
    let states: Vec<Option<&str>> = match scene.given.states.is_empty() {
        true => vec![None],
        false => scene.given.states.iter().map(|state| Some(state.as_str())).collect(),
    };
    // What belongs to it, or is there besides, is tried in each of the states that it may have.
    let company = scene.given.child.as_ref().map(|(_, states)| states);
    let company = company.or(scene.given.many.as_ref().map(|(_, states)| states));
    let scenes: Vec<Scene> = match company {
        Some(company) if company.len() > 1 => {
            company.iter().map(|state| with_company(scene, state)).collect()
        }
        _ => vec![scene.clone()],
    };
    let (mut last, mut lacking) = (None, None);
    for (scene, state) in scenes.iter().flat_map(|scene| states.iter().map(move |state| (scene, *state))) {
        let tried = once(stage, scene, state);
        stage.shared.workshop.left.release();
        let outcome = match tried {
            // Of all states but one, those will do that objects can be brought into.
            Err(outcome) | Ok(outcome)
                if scene.given.some_states
                    && outcome.verdict == Verdict::Unproven
                    && !outcome.inconclusive =>
            {
                lacking = Some(outcome);
                continue;
            }
            outcome => outcome?,
        };
        if !outcome.is_proven() {
            return Ok(outcome);
        }
        last = Some(outcome);
    }
    last.or(lacking).ok_or_else(|| Outcome::unproven("nothing was played"))
}

/// The scene where what is there besides is in one state.
fn with_company(scene: &Scene, state: &str) -> Scene {
    let mut scene = scene.clone();
    if let Some((_, states)) = &mut scene.given.child {
        *states = vec![state.to_owned()];
    }
    if let Some((_, states)) = &mut scene.given.many {
        *states = vec![state.to_owned()];
    }
    scene
}

/// Whether something is said about how an object was before.
fn looks_back(scene: &Scene) -> Option<Whose> {
    scene.then.all.iter().find_map(|then| match then {
        Then::Moves(Whose::Other(_), ..) => None,
        Then::Moves(whose, ..) | Then::Stays(whose, _) | Then::Renewed(whose, _) => Some(*whose),
        Then::NothingChanges | Then::OthersStay => Some(match scene.subject {
            Subject::Item { .. } => Whose::Own,
            Subject::New { .. } | Subject::List { .. } => Whose::Parent,
        }),
        _ => None,
    })
}

fn once(stage: &Stage, scene: &Scene, state: Option<&str>) -> Result<Outcome, Outcome> {
    let moves_up = scene.then.all.iter().find_map(|then| match then {
        Then::Promotes(from, to) => Some((from, to)),
        _ => None,
    });
    if let Some((from, to)) = moves_up {
        return super::promote::promoted(stage, scene, from, to);
    }
    let pair = if scene.given.anothers { Some(pair(stage, scene)?) } else { None };
    let (acting, owning) = match &pair {
        Some((one, other)) => {
            (Some(stage.acting_as(Some(one), Some(scene.number))), Some(stage.acting_as(Some(other), None)))
        }
        None => (None, None),
    };
    // What is only read is made and brought about by others than who reads it.
    let anybody = stage.as_anybody();
    let reads = stage.facts.api.operations[scene.number].is_safe() && !scene.given.full;
    let preparing = owning.as_ref().unwrap_or(if reads { &anybody } else { stage });
    let mut there = prepare(preparing, scene, state)?;
    if let Some(there) = there.as_mut().filter(|_| state.is_none() && !scene.given.deleted) {
        make_ready(preparing, scene, there)?;
    }
    let stage = acting.as_ref().unwrap_or(stage);
    if let Subject::List { resource } = &scene.subject {
        return super::listing::list(stage, scene, *resource);
    }
    if scene.again {
        let (first, _) = act(stage, scene, there.as_ref())?;
        needed(&first, "done for the first time")?;
    }
    let before = match (&there, looks_back(scene)) {
        (Some(there), Some(_)) => Some(there.object.now(stage, there.resource)?.0),
        (None, Some(_)) => return Err(Outcome::unproven("nothing is there whose values could change")),
        _ => None,
    };
    let others = besides(stage, scene, there.as_ref())?;
    let (mut exchange, mut made) = act(stage, scene, there.as_ref())?;
    if !scene.is_refused() && matches!(exchange.answer.status, 409 | 422) {
        // What earlier claims left may take up the room.
        if make_room(stage, &stage.facts.api.operations[scene.number]) {
            (exchange, made) = act(stage, scene, there.as_ref())?;
        }
        if let (Subject::Item { .. }, Some(there)) = (&scene.subject, &there) {
            (exchange, made) = until_more(stage, scene, there, (exchange, made))?;
        }
    }
    // What is lacking beside is made up for before it counts that nothing is left.
    if scene.given.full
        && let (Subject::Item { .. }, Some(there)) = (&scene.subject, &there)
    {
        let code = scene
            .then
            .all
            .iter()
            .find_map(|then| if let Then::Code(code) = then { Some(code) } else { None });
        let met = |exchange: &Exchange| {
            code.is_none_or(|code| exchange.answer.json().is_some_and(|body| names(&body, code)))
        };
        if !met(&exchange) {
            (exchange, made) = until_more(stage, scene, there, (exchange, made))?;
        }
    }
    let status = exchange.answer.status;
    if status == 429 && scene.status() != Some(429) {
        return Err(Outcome::inconclusive("it answered 429: the target limits how often it may be called"));
    }
    if let Some(reason) = wrong_status(stage, scene, &exchange)? {
        return Ok(Outcome::refuted(reason).resting_on(stage.target()?, &exchange));
    }
    let now = |there: &There| there.object.now(stage, there.resource).map(|(now, _)| now);
    let parent = match (&scene.subject, &there) {
        (Subject::New { .. }, Some(there)) if scene.then.needs(Whose::Parent) || before.is_some() => {
            Some(now(there)?)
        }
        _ => None,
    };
    let own = match (&scene.subject, &there) {
        (Subject::Item { .. }, Some(there)) if scene.then.needs(Whose::Own) || before.is_some() => {
            Some(now(there)?)
        }
        (Subject::New { own, .. }, _) if scene.then.needs(Whose::Own) => {
            let resource = &stage.facts.api.resources[*own];
            match made {
                Some(object) => Some(object.now(stage, resource)?.0),
                None => None,
            }
        }
        _ => None,
    };
    let others = match exchange.answer.is_success() || !others.is_empty() {
        true => {
            let after = besides(stage, scene, there.as_ref())?;
            others.into_iter().zip(after).map(|((at, before), (_, after))| (at, before, after)).collect()
        }
        false => Vec::new(),
    };
    if let Some(outcome) = left_over(stage, scene, there.as_ref(), &exchange)? {
        return Ok(outcome);
    }
    let looked = Looked { own, parent, before, others, exchange };
    judge(stage, scene, &looked)
}

/// Two callers of one role: who acts, and whose the object is.
fn pair(stage: &Stage, scene: &Scene) -> Result<(String, String), Outcome> {
    let target = stage.target()?;
    let names: Vec<String> = match &scene.role {
        Some(role) => crate::api::holders(target, role).into_iter().map(|role| role.name.clone()).collect(),
        None => {
            let all = actors(target, &stage.facts.api.operations[scene.number])?;
            all.into_iter().flatten().map(|role| role.name.clone()).collect()
        }
    };
    let pairs = names.iter().flat_map(|one| names.iter().map(move |other| (one, other)));
    let found: Vec<_> = pairs.filter(|(one, other)| crate::api::is_second(other, one)).collect();
    let Some((one, other)) = found.first() else {
        return Err(Outcome::blocked(
            "nobody else is known whose it could be; add a second role of that kind to abide.toml",
        ));
    };
    // One of several roles may be allowed what another is not.
    if found.iter().any(|(first, _)| first != one) {
        return Err(Outcome::unproven("it is not said for which role somebody else's is meant"));
    }
    Ok(((*one).clone(), (*other).clone()))
}

/// Does what is done; a new object that came of it.
pub fn act(
    stage: &Stage,
    scene: &Scene,
    there: Option<&There>,
) -> Result<(Exchange, Option<Object>), Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[scene.number];
    let resource = scene.subject.resources(api).into_iter().last();
    let present = there.map(|there| &there.object.shown);
    let taken = reserved(stage, scene)?;
    let mut named: Vec<(String, Value)> = scene.given.sent.clone();
    for (at, values) in &scene.given.named {
        let other = &api.resources[*at];
        let object = Object::make(stage, other, &|body| body.extend(values.iter().cloned()))?;
        let member = reference_to(operation, other);
        named.extend(member.map(|member| (member, object.id())));
    }
    let change = |body: &mut Map<String, Value>| {
        for (name, sent) in &scene.with {
            match sent {
                Sent::Value(value) => body.insert(name.clone(), value.clone()),
                Sent::Nothing => body.shift_remove(name),
                Sent::Other => other(api, resource, name, present.and_then(|present| present.get(name)))
                    .and_then(|value| body.insert(name.clone(), value)),
            };
        }
        body.extend(named.iter().cloned());
        if let Some((name, value)) = &taken {
            body.insert(name.clone(), value.clone());
        }
        // What is given of a new object that is for no other is given with the request.
        if there.is_none() {
            body.extend(scene.given.values.iter().cloned());
        }
    };
    match (&scene.subject, there) {
        (Subject::Item { .. }, Some(there)) => {
            // Whoever does it may not be shown what is somebody else's.
            let (now, _) = match scene.given.deleted || scene.given.anothers {
                true => (there.object.shown.clone(), ()),
                // It may not be there for whoever acts.
                false => match there.object.now(stage, there.resource) {
                    Ok((now, _)) => (now, ()),
                    Err(outcome) if outcome.inconclusive => return Err(outcome),
                    Err(_) => (there.object.shown.clone(), ()),
                },
            };
            let mut at = placed(api, scene.number, &there.object, Some(now));
            if let (true, Some(last)) = (scene.given.unknown, at.values.last_mut()) {
                *last = unknown_like(last, stage.shared.seed);
            }
            if scene.with.is_empty() {
                return Ok((send(stage, operation, &at)?.exchange, None));
            }
            // A change of some members alone leaves the others to themselves.
            let mut body = match operation.method.as_str() {
                "PATCH" => json!({}),
                _ => changing(stage, operation, &at)?,
            };
            if let Some(members) = body.as_object_mut() {
                change(members);
            }
            let mut headers = match_headers(stage, operation, &at.values)?;
            headers.extend(extra_headers(stage, operation));
            Ok((call_on(stage, scene.number, &at.values, Some(&body), &headers)?, None))
        }
        (Subject::New { own, parent }, there) => {
            let resource = &api.resources[*own];
            let made = match (parent, there) {
                (Some((_, link)), Some(there)) if !scene.given.unknown => {
                    make_for(stage, scene.number, link, &there.object, &change)?
                }
                (Some((_, Link::Reference(member))), Some(there)) => {
                    let parents = place(stage, operation)?.values;
                    let unknown = match there.object.id() {
                        Value::String(text) => json!(unknown_like(&text, stage.shared.seed)),
                        _ => json!(999_999_937),
                    };
                    create_below(stage, scene.number, parents, &[], &|body| {
                        body.insert(member.clone(), unknown.clone());
                    })?
                }
                (Some((_, Link::Below)), Some(there)) => {
                    let mut parents = there.object.values.clone();
                    if let Some(last) = parents.last_mut() {
                        *last = unknown_like(last, stage.shared.seed);
                    }
                    create_below(stage, scene.number, parents, &[], &change)?
                }
                _ if scene.given.unknown => {
                    return Err(Outcome::unproven("nothing that it names can be unknown"));
                }
                _ => crate::api::create(stage, scene.number, &[], &change)?,
            };
            let exchange = made.exchange.clone();
            let object = exchange.answer.is_success().then(|| made.object(stage, resource).ok()).flatten();
            Ok((exchange, object))
        }
        (Subject::Item { .. } | Subject::List { .. }, _) => {
            Err(Outcome::unproven("nothing is there to act on"))
        }
    }
}

/// A value that meets the rule of a member, and is not the present one.
fn other(api: &Api, resource: Option<&Resource>, name: &str, present: Option<&Value>) -> Option<Value> {
    let facts = api.field_of(resource?, name);
    let fresh = facts.and_then(|facts| {
        (3..9).filter_map(|variant| facts.rule.valid(name, variant)).find(|value| Some(value) != present)
    });
    fresh.or_else(|| match present {
        Some(Value::String(text)) => Some(json!(unknown_like(text, 7))),
        _ => None,
    })
}

/// The member of a new object that has the value of another one, which is there or was deleted.
fn reserved(stage: &Stage, scene: &Scene) -> Result<Option<(String, Value)>, Outcome> {
    let (Some(name), Subject::New { own, .. }) =
        (scene.given.taken.as_ref().or(scene.given.reuse.as_ref()), &scene.subject)
    else {
        return Ok(None);
    };
    let api = &stage.facts.api;
    let resource = &api.resources[*own];
    let object = Object::make(stage, resource, &|_| {})?;
    let value = object.shown.get(name).or_else(|| object.sent.get(name)).cloned();
    let value = value.filter(|value| !value.is_null());
    let value = value.ok_or_else(|| Outcome::unproven(format!("no object shows its `{name}`")))?;
    let value = match &value {
        Value::String(text) if scene.given.folded => json!(in_other_letters(text)),
        _ => value,
    };
    if let (Some(_), Some(delete)) = (&scene.given.reuse, resource.delete) {
        let headers = match_headers(stage, &api.operations[delete], &object.values)?;
        needed(&call_on(stage, delete, &object.values, None, &headers)?, "which deletes what this needs")?;
    }
    Ok(Some((name.clone(), value)))
}

/// A text in capitals, or in small letters where it is in capitals.
fn in_other_letters(text: &str) -> String {
    let capitals = text.to_uppercase();
    if capitals == text { text.to_lowercase() } else { capitals }
}

/// What is wrong about the status; an error where that cannot be told.
pub fn wrong_status(stage: &Stage, scene: &Scene, exchange: &Exchange) -> Result<Option<String>, Outcome> {
    let status = exchange.answer.status;
    let answered = format!("it answered {}", status_line(status));
    let unclear =
        |why: &str| Outcome::unproven(format!("{answered}; {why}")).showing(exchange.sent(), exchange.seen());
    let stated = scene.status();
    // That a value can be used again is said, and not with which status.
    let used_again = scene.given.reuse.is_some() && !scene.is_refused() && exchange.answer.is_success();
    if used_again
        || stated == Some(status)
        || stated.is_none() && scene.is_refused() && (400..500).contains(&status) && status != 401
    {
        return Ok(None);
    }
    let wanted = match stated {
        Some(stated) => format!("stated as {}", status_line(stated)),
        None if scene.is_refused() => "stated is that it is refused".to_owned(),
        None => "stated is what comes of it".to_owned(),
    };
    let refuted = Ok(Some(format!("{answered}, {wanted}")));
    match status {
        500.. => refuted,
        401 => Err(unclear("the target does not know who calls")),
        200..=399 if scene.is_refused() || stated.is_some() => refuted,
        200..=399 => Ok(None),
        403 => Err(unclear("whoever called may not do it at all")),
        404 if stage.facts.api.hides_objects() => Err(unclear("it may not be there for whoever called")),
        400 | 404 | 422 if stage.facts.api.hides_any(&scene.given.states) => {
            Err(unclear("it may not be there for whoever called"))
        }
        // The request itself may lack something that is not known.
        _ if !scene.is_refused() => Err(unclear("what the request lacks is not certain")),
        _ => match plainly(stage, scene) {
            true => refuted,
            false => Err(unclear("the same without what is given is refused, too")),
        },
    }
}

/// Whether the same succeeds where nothing is given.
fn plainly(stage: &Stage, scene: &Scene) -> bool {
    if matches!(scene.subject, Subject::List { .. }) {
        return true;
    }
    let plain =
        Scene { given: super::given::Given::default(), with: Vec::new(), again: false, ..scene.clone() };
    let tried = || -> Result<Exchange, Outcome> {
        let mut there = prepare(stage, &plain, None)?;
        if let Some(there) = there.as_mut() {
            make_ready(stage, &plain, there)?;
        }
        act(stage, &plain, there.as_ref()).map(|(exchange, _)| exchange)
    };
    tried().is_ok_and(|exchange| exchange.answer.status < 400)
}
