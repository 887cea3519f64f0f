//! Brings about what a scene gives: objects in a state, with values, with no room left.

use super::given::{Given, put_into, related, states_of};
use super::scene::Scene;
use super::subject::Subject;
use super::then::link_to;
use crate::api::{
    Api, Link, Object, Operation, Placed, Resource, Sort, actors, bring_into, call_on, create_below,
    find_home_state, holders, make_for, match_headers, ready, same_value, send, send_filled, settle,
    settle_referred,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use crate::words;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// What is there before: the object that is acted on, or that a new one is for.
pub struct There<'a> {
    /// Its resource.
    pub resource: &'a Resource,
    /// The object.
    pub object: Object,
    /// What was made to belong to it, or to stand beside it, with its resource.
    pub company: Vec<(usize, Object)>,
}

/// A refusal of what a scene needs shows nothing about the scene.
pub fn needed(exchange: &Exchange, what: &str) -> Result<(), Outcome> {
    if exchange.answer.is_success() {
        return Ok(());
    }
    let reason = format!("{}, {what}, answered {}", exchange.title(), status_line(exchange.answer.status));
    Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()))
}

/// Makes what is there, in the state that is given.
pub fn prepare<'a>(
    stage: &'a Stage,
    scene: &Scene,
    state: Option<&str>,
) -> Result<Option<There<'a>>, Outcome> {
    let api = &stage.facts.api;
    let Some(resource) = scene.subject.there(api) else { return Ok(None) };
    let given = &scene.given;
    let holder = if given.full { holder(api, resource) } else { None };
    let room = given.full.then(|| room(api, resource)).flatten();
    if given.full && room.is_none() && holder.is_none() {
        return Err(Outcome::unproven(format!("nothing says how much room a {} has", resource.name)));
    }
    let full = match holder.filter(|_| room.is_none()) {
        Some((at, member)) => Some((member, filled(stage, scene, resource, at)?)),
        None => None,
    };
    let object = match made(
        stage,
        full.as_ref(),
        resource,
        given,
        room.as_ref(),
        given.past.as_deref().map(|name| (name, long_ago(api, resource, name))),
    ) {
        Err(_) if given.past.is_some() => {
            // What has passed already is not taken: something that passes soon is.
            let name = given.past.as_deref().unwrap_or_default();
            let object = made(stage, full.as_ref(), resource, given, room.as_ref(), Some((name, soon())))?;
            std::thread::sleep(Duration::from_millis(2600));
            object
        }
        made => made?,
    };
    let mut there = There { resource, object, company: Vec::new() };
    if let Some(state) = state {
        there = There { resource, object: in_state(stage, there, state)?, company: Vec::new() };
    }
    shows(stage, &there, given)?;
    if let Some((_, count)) = room {
        fill(stage, scene, &there.object, count)?;
    }
    if let Some((child, state)) = &given.child {
        let made = with_child(stage, &there, *child, state.first().map(String::as_str))?;
        there.company.extend(made.map(|made| (*child, made)));
    }
    for then in &scene.then.all {
        if let super::then::Then::Emptied(child) = then {
            with_one_below(stage, &there, *child)?;
        }
        if let super::then::Then::Belongs(child, _, _, from) = then
            && !there.company.iter().any(|(at, _)| at == child)
        {
            let made = with_child(stage, &there, *child, from.as_deref())?;
            there.company.extend(made.map(|made| (*child, made)));
        }
    }
    if let Some((child, count)) = &given.only {
        some_of(stage, scene, &mut there, *child, *count)?;
    }
    if let (Some((count, states)), Subject::New { own, parent: Some((_, link)) }) =
        (&given.many, &scene.subject)
    {
        for _ in 0..*count {
            one_more(stage, (scene.number, *own), link, &there.object, states.first().map(String::as_str))?;
        }
    }
    if given.deleted || given.reuse.is_some() {
        let number = resource.delete.ok_or_else(|| Outcome::unproven("nothing documented deletes it"))?;
        let headers = match_headers(stage, &api.operations[number], &there.object.values)?;
        needed(
            &call_on(stage, number, &there.object.values, None, &headers)?,
            "which deletes what this needs",
        )?;
    }
    Ok(Some(there))
}

fn made(
    stage: &Stage,
    full: Option<&(String, Value)>,
    resource: &Resource,
    given: &Given,
    room: Option<&(String, i64)>,
    past: Option<(&str, Value)>,
) -> Result<Object, Outcome> {
    let members = stage.facts.api.members(resource);
    Object::make(stage, resource, &|body: &mut Map<String, Value>| {
        for (name, value) in given.values.iter().filter(|(name, _)| members.contains(name)) {
            body.insert(name.clone(), value.clone());
        }
        if let Some((name, count)) = room {
            body.insert(name.clone(), json!(count));
        }
        body.extend(full.iter().map(|(name, id)| (name.clone(), id.clone())));
        if let Some((name, moment)) = &past {
            body.insert((*name).to_owned(), moment.clone());
        }
    })
}

/// What has room for only so many of what refers to it, with the member that does so: the track of a proposal.
fn holder(api: &Api, resource: &Resource) -> Option<(usize, String)> {
    related(api, resource)
        .into_iter()
        .find(|(at, _)| api.resources.get(*at).is_some_and(|other| room(api, other).is_some()))
}

/// Something whose room is taken by others to which the same was done; the value that refers to it.
fn filled(stage: &Stage, scene: &Scene, resource: &Resource, at: usize) -> Result<Value, Outcome> {
    let api = &stage.facts.api;
    let holder = &api.resources[at];
    let (name, count) =
        room(api, holder).ok_or_else(|| Outcome::unproven("nothing says how much room there is"))?;
    let full = Object::make(stage, holder, &|body| {
        body.insert(name.clone(), json!(count));
    })?;
    let member = link_to(api, resource, at).ok_or_else(|| Outcome::unproven("it refers to no such thing"))?;
    let item = api.item_path(resource).ok_or_else(|| Outcome::unproven("nothing reads it"))?;
    for _ in 0..count {
        let other = Object::make(stage, resource, &|body| {
            body.insert(member.clone(), full.id());
        })?;
        let mut at = other.placed(item, Some(other.now(stage, resource)?.0));
        ready(stage, scene.number, &mut at)?;
        let done = send_filled(stage, &api.operations[scene.number], &mut at)?;
        needed(&done.exchange, "which takes the room")?;
    }
    Ok(full.id())
}

/// Makes something below an object, in a state in which that is possible.
fn with_one_below(stage: &Stage, there: &There, child: usize) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven("nothing documented makes what belongs to it");
    let number = api.resources.get(child).and_then(|child| child.create).ok_or_else(lost)?;
    let item = api.item_path(there.resource).ok_or_else(lost)?;
    if find_home_state(stage, number)? {
        settle(stage, &api.operations[number], &mut there.object.placed(item, None))?;
    }
    with_child(&stage.as_anybody(), there, child, None).map(|_| ())
}

/// Makes so many of what belongs to an object, each as somebody else, where the object is in a state in which that is possible.
fn some_of(
    stage: &Stage,
    scene: &Scene,
    there: &mut There,
    child: usize,
    count: usize,
) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven("nothing documented makes what belongs to it");
    let number = api.resources.get(child).and_then(|child| child.create).ok_or_else(lost)?;
    if api.resources.get(child).is_some_and(|child| put_into(api, there.resource, child).is_some()) {
        for _ in 0..count {
            with_child(stage, there, child, None)?;
        }
        return Ok(());
    }
    let item = api.item_path(there.resource).ok_or_else(lost)?;
    let mut at = there.object.placed(item, Some(there.object.now(stage, there.resource)?.0));
    ready(stage, scene.number, &mut at)?;
    let names: Vec<String> = actors(stage.target()?, &api.operations[number])?
        .into_iter()
        .flatten()
        .map(|role| role.name.clone())
        .collect();
    let link = api.resources.get(child).and_then(|child| Link::between(api, child, there.resource));
    let link = link.ok_or_else(lost)?;
    for turn in 0..count {
        let name = names.get(turn % names.len().max(1)).map(String::as_str);
        let acting = stage.acting_as(name, Some(number));
        let made = make_for(&acting, number, &link, &there.object, &|_| {})?;
        needed(&made.exchange, "which makes what belongs to it")?;
    }
    Ok(())
}

fn long_ago(api: &Api, resource: &Resource, name: &str) -> Value {
    let date = api.field_of(resource, name).is_some_and(|facts| facts.rule.sort == Sort::Date);
    if date { json!("2020-01-02") } else { json!("2020-01-02T03:04:05Z") }
}

/// A moment two seconds ahead.
fn soon() -> Value {
    let now = jiff::Timestamp::now();
    let ahead = now.checked_add(jiff::SignedDuration::from_secs(2)).unwrap_or(now);
    json!(ahead.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Whether an object shows the values that it was to have.
fn shows(stage: &Stage, there: &There, given: &Given) -> Result<(), Outcome> {
    let members = stage.facts.api.members(there.resource);
    let wanted: Vec<&(String, Value)> =
        given.values.iter().filter(|(name, _)| members.contains(name)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let (now, _) = there.object.now(stage, there.resource)?;
    for (name, value) in wanted {
        if now.get(name).is_some_and(|shown| !same_value(shown, value)) {
            return Err(Outcome::unproven(format!("no object whose `{name}` is {value} could be made")));
        }
    }
    Ok(())
}

/// The member that says how much room an object has, with the least that it may be.
pub fn room(api: &Api, resource: &Resource) -> Option<(String, i64)> {
    const ROOM: &[&str] =
        &["capacity", "seats", "places", "spots", "slots", "quota", "copies", "stock", "quantity", "beds"];
    api.members(resource).into_iter().find_map(|name| {
        let facts = api.field_of(resource, &name)?;
        let parts = words::parts(&name);
        let called = parts.iter().any(|part| ROOM.contains(&part.as_str()));
        let derived = parts
            .iter()
            .any(|part| ["left", "free", "available", "remaining", "taken"].contains(&part.as_str()));
        let number = matches!(facts.rule.sort, Sort::Integer | Sort::Number);
        let least = facts.rule.least.unwrap_or(1.0).max(1.0);
        (called && !derived && number && !facts.rule.owned && least <= 3.0).then_some((name, least as i64))
    })
}

/// Takes all the room of an object, as others than who acts.
fn fill(stage: &Stage, scene: &Scene, object: &Object, count: i64) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let others = others(stage, scene)?;
    for at in 0..usize::try_from(count).unwrap_or(1) {
        let Some(other) = others.get(at % others.len().max(1)) else {
            return Err(Outcome::blocked(
                "nobody else is known who could take the room; add a second role of that kind to abide.toml",
            ));
        };
        let acting = stage.acting_as(Some(other), Some(scene.number));
        let exchange = match &scene.subject {
            Subject::New { parent: Some((_, link)), .. } => {
                make_for(&acting, scene.number, link, object, &|_| {})?.exchange
            }
            _ => {
                let placed = placed(api, scene.number, object, None);
                send(&acting, &api.operations[scene.number], &placed)?.exchange
            }
        };
        needed(&exchange, "which takes the room")?;
    }
    Ok(())
}

/// The names of those who may do the same, but for who acts.
pub fn others(stage: &Stage, scene: &Scene) -> Result<Vec<String>, Outcome> {
    let target = stage.target()?;
    let operation = &stage.facts.api.operations[scene.number];
    let own = stage.acting.as_ref().and_then(|acting| acting.role.clone());
    let named: Vec<String> = match &scene.role {
        Some(name) => holders(target, name).into_iter().map(|role| role.name.clone()).collect(),
        None => actors(target, operation)?.into_iter().flatten().map(|role| role.name.clone()).collect(),
    };
    let first = own.filter(|own| named.contains(own)).or_else(|| named.first().cloned());
    Ok(named.into_iter().filter(|name| Some(name) != first.as_ref()).collect())
}

/// The place of an operation on an object.
pub fn placed(api: &Api, number: usize, object: &Object, now: Option<Value>) -> Placed {
    let operation = &api.operations[number];
    let count = operation.path.parameters().count();
    let skipped = object.values.len().saturating_sub(count);
    Placed {
        values: object.values.get(skipped..).unwrap_or_default().to_vec(),
        item_path: operation.path.clone(),
        object: Some(now.unwrap_or_else(|| object.shown.clone())),
        made: None,
    }
}

/// An object in a state: as it is made, by stated changes, or by what is called after the state.
fn in_state(stage: &Stage, there: There, state: &str) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let resource = there.resource;
    let is = |object: &Object| -> Result<bool, Outcome> {
        let (now, _) = object.now(stage, resource)?;
        let name = states_of(api, resource).map(|(name, _)| name).unwrap_or_default();
        Ok(now.get(&name).and_then(Value::as_str) == Some(state))
    };
    if is(&there.object)? {
        return Ok(there.object);
    }
    let item = api.item_path(resource).cloned().ok_or_else(|| Outcome::unproven("nothing reads it"))?;
    let (now, _) = there.object.now(stage, resource)?;
    let mut at = Placed {
        values: there.object.values.clone(),
        item_path: item.clone(),
        object: Some(now),
        made: None,
    };
    if api.states.knows(state) && bring_into(stage, &mut at, state).is_ok() && is(&there.object)? {
        return Ok(there.object);
    }
    // `cancel` brings about `cancelled`, and what is stated to set it does, too.
    let on_object = |operation: &&Operation| {
        operation.path.starts_with(&item)
            && operation.path.parameters().count() == item.parameters().count()
            && !operation.path.ends_with_parameter()
            && !operation.is_safe()
    };
    for operation in api.operations.iter().filter(on_object) {
        let last = operation.path.last_literal().unwrap_or_default();
        if words::brings(last, state) || super::brings(stage.facts, operation, state) {
            let object = Object::make(stage, resource, &|_| {})?;
            let number =
                api.operations.iter().position(|known| std::ptr::eq(known, operation)).unwrap_or_default();
            let exchange = send(stage, operation, &placed(api, number, &object, None))?.exchange;
            if exchange.answer.is_success() && is(&object)? {
                return Ok(object);
            }
        }
    }
    if let Some(object) = beyond_room(stage, resource)?
        && is(&object)?
    {
        return Ok(object);
    }
    Err(Outcome::unproven(format!("no {} that is {state} could be made", resource.name)))
}

/// What is made where no room is left: it may wait, for instance.
fn beyond_room(stage: &Stage, resource: &Resource) -> Result<Option<Object>, Outcome> {
    let api = &stage.facts.api;
    let Some(number) = resource.create else { return Ok(None) };
    let Some(subject) = Subject::of(api, number, "") else { return Ok(None) };
    let Subject::New { parent: Some((at, link)), .. } = &subject else { return Ok(None) };
    let Some((name, count)) = room(api, &api.resources[*at]) else { return Ok(None) };
    let scene = Scene {
        number,
        role: None,
        subject: subject.clone(),
        given: Given::default(),
        with: Vec::new(),
        again: false,
        then: super::then::Consequence::default(),
    };
    let parent = Object::make(stage, &api.resources[*at], &|body| {
        body.insert(name.clone(), json!(count));
    })?;
    fill(stage, &scene, &parent, count)?;
    let made = make_for(stage, number, link, &parent, &|_| {})?;
    needed(&made.exchange, "which makes what this needs")?;
    made.object(stage, resource).map(Some)
}

/// Makes another object for what is there already, in a state.
fn one_more(
    stage: &Stage,
    (number, own): (usize, usize),
    link: &Link,
    object: &Object,
    state: Option<&str>,
) -> Result<(), Outcome> {
    let made = make_for(stage, number, link, object, &|_| {})?;
    needed(&made.exchange, "which makes what is there already")?;
    let Some(resource) = stage.facts.api.resources.get(own) else { return Ok(()) };
    let Some(state) = state else { return Ok(()) };
    let made = made.object(stage, resource)?;
    in_stated(stage, resource, &made, state)
}

/// Brings an object into a state, where it is not in it.
fn in_stated(stage: &Stage, resource: &Resource, object: &Object, state: &str) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let (now, _) = object.now(stage, resource)?;
    let name = states_of(api, resource).map(|(name, _)| name).unwrap_or_default();
    if now.get(&name).and_then(Value::as_str) == Some(state) {
        return Ok(());
    }
    let item = api.item_path(resource).cloned().ok_or_else(|| Outcome::unproven("nothing reads it"))?;
    let mut at = object.placed(&item, Some(now));
    bring_into(stage, &mut at, state)
}

/// Makes something that belongs to an object, in a state.
fn with_child(
    stage: &Stage,
    there: &There,
    child: usize,
    state: Option<&str>,
) -> Result<Option<Object>, Outcome> {
    let api = &stage.facts.api;
    let resource = api.resources.get(child).ok_or_else(|| Outcome::unproven("no such resource"))?;
    let number =
        resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes what belongs to it"))?;
    let itself = resource.collection.same(&there.resource.collection);
    if itself {
        return beside(stage, there, resource, number).map(Some);
    }
    if let Some(put) = put_into(api, there.resource, resource) {
        let anybody = stage.as_anybody();
        let object = Object::make(&anybody, resource, &|_| {})?;
        let values: Vec<String> = there.object.values.iter().chain(object.values.last()).cloned().collect();
        let body = api.operations[put].request.as_ref().and_then(|body| body.json());
        needed(&call_on(&anybody, put, &values, body, &[])?, "which puts it there")?;
        if let Some(state) = state {
            in_stated(stage, resource, &object, state)?;
        }
        return Ok(Some(object));
    }
    let link = Link::between(api, resource, there.resource)
        .ok_or_else(|| Outcome::unproven("nothing documented says to what it belongs"))?;
    let mut made = make_for(stage, number, &link, &there.object, &|_| {})?;
    if !made.exchange.answer.is_success()
        && let Link::Reference(member) = &link
        && let Some(item) = api.item_path(there.resource)
        && find_home_state(stage, number)?
    {
        settle_referred(stage, number, member, &mut there.object.placed(item, None))?;
        made = make_for(stage, number, &link, &there.object, &|_| {})?;
    }
    needed(&made.exchange, "which makes what belongs to it")?;
    let object = made.object(stage, resource);
    let Some(state) = state else { return Ok(object.ok()) };
    let object = object?;
    in_stated(stage, resource, &object, state)?;
    Ok(Some(object))
}

/// Another object of the same kind, for the same that this one refers to, as somebody who may make it.
fn beside(stage: &Stage, there: &There, resource: &Resource, number: usize) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven("no other could be made for the same");
    let (_, member) = related(api, resource).into_iter().next().ok_or_else(lost)?;
    let same = there.object.sent.get(&member).or_else(|| there.object.shown.get(&member));
    let same = same.cloned().ok_or_else(lost)?;
    let makers = actors(stage.target()?, &api.operations[number])?;
    for maker in makers.into_iter().rev() {
        let acting = stage.acting_as(maker.map(|role| role.name.as_str()), Some(number));
        let made = create_below(&acting, number, Vec::new(), &[], &|body| {
            body.insert(member.clone(), same.clone());
        })?;
        if made.exchange.answer.is_success() {
            return made.object(stage, resource);
        }
    }
    Err(lost())
}
