//! What becomes of what belongs to an object when something is done to that: "when a course is cancelled, its open bookings become
//! `void`", "closing a box marks its letters as lost", "setting `sunk` to `true` cancels all open trips of the boat".

mod read;

use crate::api::{
    Api, Object, Placed, Resource, Sentence, bring_into, call_on, create_below, find_home_state,
    match_headers, reference_to, send, settle, settle_referred,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use read::read;
use serde_json::{Value, json};

/// What is done to the one object.
#[derive(Clone, Debug, PartialEq)]
enum Deed {
    /// An operation of its own is called.
    Call,
    /// It is brought into a state.
    Into(String),
    /// One of its members is given a value.
    Sets(String, Value),
}

/// How what follows is found.
#[derive(Clone, Debug, PartialEq)]
enum Between {
    /// It says itself for which other it is.
    Belongs,
    /// The request of the other one refers to it by a member.
    Referred(String),
    /// A member of the other one lists it.
    Listed(String),
}

/// What becomes of what belongs to an object.
#[derive(Clone, Debug, PartialEq)]
struct Follows {
    deed: Deed,
    /// The operation whose deed it is.
    number: usize,
    /// The state that the object has to be in before, where one is named.
    first: Option<String>,
    parent: usize,
    child: usize,
    between: Between,
    /// The states from which it comes, where they are named.
    from: Vec<String>,
    to: String,
}

/// The claims of a sentence, each with the operation whose deed it is.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<(usize, Claim)> {
    let claim = |follows: Follows| {
        let (parent, child) = (&api.resources[follows.parent].name, &api.resources[follows.child].name);
        let first = follows.first.as_ref().map_or(String::new(), |first| format!("{first} "));
        let title = match &follows.deed {
            Deed::Call => {
                let deed = api.operations[follows.number].title();
                format!("{deed} makes each {child} of the {first}{parent} {}", follows.to)
            }
            Deed::Into(state) => {
                format!("a {first}{parent} that becomes {state} makes each {child} of it {}", follows.to)
            }
            Deed::Sets(member, value) => {
                format!("setting `{member}` to `{value}` makes each {child} of the {parent} {}", follows.to)
            }
        };
        let number = follows.number;
        let attempt = move |stage: &Stage| attempt(stage, &follows).unwrap_or_else(|outcome| outcome);
        (number, Claim::new(title, Needs::Target, attempt))
    };
    read(api, sentence).into_iter().map(claim).collect()
}

fn lost(why: &str) -> Outcome {
    Outcome::unproven(why.to_owned())
}

fn attempt(stage: &Stage, follows: &Follows) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let (parent, child) = (&api.resources[follows.parent], &api.resources[follows.child]);
    let anybody = &stage.as_anybody();
    let item = api.item_path(parent).ok_or_else(|| lost("nothing documented reads it"))?;
    let above = Object::make(anybody, parent, &|_| {})?;
    let mut placed = above.placed(item, Some(above.now(anybody, parent)?.0));
    let mut others = match &follows.between {
        Between::Belongs => vec![made_for(anybody, follows, &above, &mut placed)?],
        Between::Referred(member) => {
            let id = above.shown.get(member).or_else(|| above.sent.get(member));
            vec![known(child, id, &above.exchange).ok_or_else(|| lost("it refers to nothing"))?]
        }
        Between::Listed(_) => Vec::new(),
    };
    if let Some(first) = &follows.first {
        placed.refresh(anybody)?;
        bring_into(anybody, &mut placed, first)?;
    }
    if let Between::Listed(member) = &follows.between {
        placed.refresh(anybody)?;
        let listed = placed.object.as_ref().and_then(|object| object.get(member)?.as_array().cloned());
        let listed = listed.unwrap_or_default();
        let ids = listed.iter().map(|one| one.get("id").unwrap_or(one));
        others.extend(ids.filter_map(|id| known(child, Some(id), &above.exchange)));
    }
    if others.is_empty() {
        return Err(lost("it lists nothing that this could happen to"));
    }
    let state = |object: &Value| {
        api.states_of(child).and_then(|(name, _)| object.get(&name)?.as_str().map(str::to_owned))
    };
    let mut before = Vec::new();
    for object in &others {
        let mut now = object.as_listed(anybody, child)?.0;
        if let Some(from) = follows.from.first()
            && state(&now).is_some_and(|now| !follows.from.contains(&now))
        {
            let own = api.item_path(child).ok_or_else(|| lost("nothing documented reads it"))?;
            let mut at = object.placed(own, Some(now));
            bring_into(anybody, &mut at, from)?;
            now = object.as_listed(anybody, child)?.0;
        }
        match state(&now) {
            Some(state) if state != follows.to => before.push(state),
            _ => return Err(lost("it is so already, or shows no state")),
        }
    }
    placed.refresh(anybody)?;
    done(anybody, follows, &above, &mut placed)?;
    let mut last: Option<Outcome> = None;
    for (object, before) in others.iter().zip(before) {
        let (after, reading) = object.as_listed(anybody, child)?;
        let after = state(&after).unwrap_or_default();
        let told = format!("the {} was {before} before, and is {after} afterwards", child.name);
        if after != follows.to {
            let told = format!("{told}, stated is {}", follows.to);
            return Ok(Outcome::refuted(told).resting_on(target, &reading));
        }
        last = Some(Outcome::proven(Strength::Asserted, told).resting_on(target, &reading));
    }
    last.ok_or_else(|| lost("nothing was tried"))
}

/// An object of which only the id is known.
fn known(resource: &Resource, id: Option<&Value>, exchange: &Exchange) -> Option<Object> {
    resource.read?;
    let id = match id? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    Some(Object { values: vec![id], sent: Value::Null, shown: Value::Null, exchange: exchange.clone() })
}

/// What belongs to an object, made for it.
fn made_for(
    stage: &Stage,
    follows: &Follows,
    above: &Object,
    placed: &mut Placed,
) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let (parent, child) = (&api.resources[follows.parent], &api.resources[follows.child]);
    let create = child.create.ok_or_else(|| lost("nothing documented makes what belongs to it"))?;
    let operation = &api.operations[create];
    let reference = reference_to(operation, parent);
    let below = api.item_path(parent).is_some_and(|item| operation.path.starts_with(item));
    let made = || {
        let parents = if below { above.values.clone() } else { Vec::new() };
        let id = above.shown.get("id").cloned().unwrap_or_else(|| json!(above.values.last()));
        create_below(stage, create, parents, &[], &|body| {
            if let Some(name) = reference.as_ref().filter(|_| !below) {
                body.insert(name.clone(), id.clone());
            }
        })
    };
    let mut first = made()?;
    if !first.exchange.answer.is_success() && find_home_state(stage, create)? {
        match (below, &reference) {
            (false, Some(member)) => settle_referred(stage, create, member, placed)?,
            _ => settle(stage, operation, placed)?,
        }
        first = made()?;
    }
    first.object(stage, child)
}

/// Does to the object what the sentence speaks of.
fn done(stage: &Stage, follows: &Follows, above: &Object, placed: &mut Placed) -> Result<(), Outcome> {
    let operation = &stage.facts.api.operations[follows.number];
    let exchange = match &follows.deed {
        Deed::Into(state) => return bring_into(stage, placed, state),
        Deed::Call => send(stage, operation, placed)?.exchange,
        Deed::Sets(member, value) => {
            let mut body = match operation.method.as_str() {
                "PUT" => above.change(stage, follows.number, placed.object.clone().unwrap_or(Value::Null))?,
                _ => json!({}),
            };
            if let Some(body) = body.as_object_mut() {
                body.insert(member.clone(), value.clone());
            }
            let headers = match_headers(stage, operation, &placed.values)?;
            call_on(stage, follows.number, &placed.values, Some(&body), &headers)?
        }
    };
    match exchange.answer.is_success() {
        true => Ok(()),
        false => {
            let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
            Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()))
        }
    }
}
