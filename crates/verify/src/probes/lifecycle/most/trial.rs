//! As many of something as there may be, and one more.

use super::super::overlap::Course;
use crate::api::{Api, Object, Placed, Resource, bring_into, change, create, make_one_of, set_apart};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;

fn judged(stage: &Stage, exchange: &Exchange, statuses: &[u16], what: &str) -> Result<Outcome, Outcome> {
    let status = exchange.answer.status;
    let answered = format!("{what} was answered with {}", status_line(status));
    let outcome = match status {
        429 if !statuses.contains(&429) => Outcome::inconclusive(answered),
        200..=299 => Outcome::refuted(answered),
        401 | 403 | 404 if !statuses.contains(&status) => Outcome::unproven(answered),
        400..=499 if statuses.is_empty() || statuses.contains(&status) => {
            Outcome::proven(Strength::Asserted, answered)
        }
        400..=499 if matches!(status, 400 | 422) => {
            Outcome::unproven(format!("{answered}, and why is not certain"))
        }
        400..=499 => {
            let stated: Vec<String> = statuses.iter().map(u16::to_string).collect();
            Outcome::refuted(format!("{answered}, stated as {}", stated.join(" or ")))
        }
        _ => Outcome::refuted(answered),
    };
    Ok(outcome.resting_on(stage.target()?, exchange))
}

pub fn too_many(
    stage: &Stage,
    count: usize,
    one: usize,
    of: usize,
    statuses: &[u16],
) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let above = Object::make(stage, &api.resources[of], &|_| {})?;
    let (one, of, above) = match middle(api, one, of).filter(|_| !api.holds(one, of)) {
        Some(middle) => {
            let (between, of) = (&api.resources[middle], &api.resources[of]);
            let below = make_one_of(stage, between, of, &above, &|_| {})?.object(stage, between)?;
            (&api.resources[one], between, below)
        }
        None => (&api.resources[one], &api.resources[of], above),
    };
    let mut apart = false;
    for made in 0..count {
        let mut exchange = another(stage, one, of, &above, if apart { made } else { 0 })?;
        // What two of them must not share may refuse the next one.
        if exchange.answer.status == 409 && made > 0 && !apart {
            apart = true;
            exchange = another(stage, one, of, &above, made)?;
        }
        if !exchange.answer.is_success() {
            let reason = format!(
                "number {} of {count} was answered with {}",
                made + 1,
                status_line(exchange.answer.status)
            );
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
    }
    let exchange = another(stage, one, of, &above, if apart { count } else { 0 })?;
    judged(stage, &exchange, statuses, &format!("number {}, where {count} are there,", count + 1))
}

/// What stands between two things of which one belongs to the other: of a visit and an owner the pet, where there is one such.
pub fn middle(api: &Api, one: usize, of: usize) -> Option<usize> {
    api.one_made(|at, _| at != one && at != of && api.holds(one, at) && api.holds(at, of))
}

/// The request for another one, which shares as little as may be with those before.
fn another(
    stage: &Stage,
    one: &Resource,
    of: &Resource,
    above: &Object,
    number: usize,
) -> Result<Exchange, Outcome> {
    let made = make_one_of(stage, one, of, above, &|body| {
        if number > 0 {
            set_apart(&stage.facts.api, one, body, number as u64);
            // Nor are they at the same time.
            if let Some(course) = Course::of(&stage.facts.api, one) {
                course.move_by_days(body, i32::try_from(number).unwrap_or_default());
            }
        }
    })?;
    Ok(made.exchange)
}

/// As many as one caller may have in a state, and one more.
pub fn too_many_held(
    stage: &Stage,
    (count, one): (usize, usize),
    state: &str,
    role: &str,
    statuses: &[u16],
) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let one = &api.resources[one];
    let item = api.item_path(one).ok_or_else(|| Outcome::unproven("nothing documented reads one"))?;
    // Other claims act as the first of them.
    let caller = crate::api::holders(target, role).last().map(|role| role.name.clone());
    let caller =
        caller.ok_or_else(|| Outcome::blocked(format!("abide.toml does not say how to act as {role}")))?;
    let acting = stage.acting_as(Some(&caller), None);
    let mut last = None;
    for made in 0..=count {
        let object = Object::make(&acting, one, &|_| {})?;
        let mut placed = object.placed(item, Some(object.shown.clone()));
        placed.refresh(&acting)?;
        let before = state_before(api, &placed, state)?;
        bring_into(&acting, &mut placed, &before)?;
        let moves = change(&acting, &mut placed, &before, state)?;
        let Some(tried) = moves.into_iter().next_back() else {
            return Err(Outcome::unproven(format!("nothing documented brings one from {before} to {state}")));
        };
        if made < count && !tried.exchange.answer.is_success() {
            let reason = format!(
                "number {} of {count} was answered with {}",
                made + 1,
                status_line(tried.exchange.answer.status)
            );
            return Err(Outcome::unproven(reason).showing(tried.exchange.sent(), tried.exchange.seen()));
        }
        last = Some(tried.exchange);
    }
    let exchange = last.ok_or_else(|| Outcome::unproven("nothing was made"))?;
    judged(stage, &exchange, statuses, &format!("number {}, where {count} are {state},", count + 1))
}

/// As many as one caller may have made, and one more.
pub fn too_many_made(
    stage: &Stage,
    (count, one): (usize, usize),
    role: &str,
    states: &[String],
    statuses: &[u16],
) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let resource = &api.resources[one];
    let number =
        api.resources[one].create.ok_or_else(|| Outcome::unproven("nothing documented makes one"))?;
    // Other claims act as the first of them.
    let caller = crate::api::holders(target, role).last().map(|role| role.name.clone());
    let caller =
        caller.ok_or_else(|| Outcome::blocked(format!("abide.toml does not say how to act as {role}")))?;
    let acting = stage.acting_as(Some(&caller), Some(number));
    let mut moved = 0;
    for made in 0..count {
        let creation = create(&acting, number, &[], &|_| {})?;
        let exchange = creation.exchange.clone();
        // Those that went on into another of the states count as well.
        if let (Some(state), Some(item), true) =
            (states.get(made % states.len().max(1)), api.item_path(resource), exchange.answer.is_success())
        {
            let object = creation.object(stage, resource)?;
            let mut placed = object.placed(item, Some(object.shown.clone()));
            let before = api.states.of_object(&object.shown).map(|(_, state)| state.to_owned());
            if before.as_ref() != Some(state) && bring_into(&stage.as_anybody(), &mut placed, state).is_ok() {
                moved += 1;
            }
        }
        if !exchange.answer.is_success() {
            let status = status_line(exchange.answer.status);
            let reason = format!("number {} of {count} was answered with {status}", made + 1);
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
    }
    let exchange = create(&acting, number, &[], &|_| {})?.exchange;
    let moved =
        if moved > 0 { format!(", {moved} of them in another state than at first") } else { String::new() };
    judged(stage, &exchange, statuses, &format!("number {} of {caller}, who has {count}{moved},", count + 1))
}

/// The last state on the way of an object to `state`.
fn state_before(api: &Api, placed: &Placed, state: &str) -> Result<String, Outcome> {
    let now = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1));
    let now = now.ok_or_else(|| Outcome::unproven("the state of a new object is not shown"))?;
    match api.states.way(now, state).unwrap_or_default().as_slice() {
        [.., before, _] => Ok((*before).to_owned()),
        [_] => Ok(now.to_owned()),
        [] => Err(Outcome::unproven(format!("nothing stated leads to {state}"))),
    }
}

pub fn two_in_state(
    stage: &Stage,
    one: usize,
    of: usize,
    state: &str,
    statuses: &[u16],
) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let (one, of) = (&api.resources[one], &api.resources[of]);
    let Some(item) = api.item_path(one) else {
        return Err(Outcome::unproven("nothing documented reads one"));
    };
    let above = Object::make(stage, of, &|_| {})?;
    let placed = |object: Object| -> Placed { object.placed(item, Some(object.shown.clone())) };
    let mut first = placed(make_one_of(stage, one, of, &above, &|_| {})?.object(stage, one)?);
    bring_into(stage, &mut first, state)?;
    let mut second = placed(make_one_of(stage, one, of, &above, &|_| {})?.object(stage, one)?);
    let before = state_before(api, &second, state)?;
    bring_into(stage, &mut second, &before)?;
    let moves = change(stage, &mut second, &before, state)?;
    let Some(tried) = moves.last() else {
        return Err(Outcome::unproven(format!("nothing documented brings one from {before} to {state}")));
    };
    judged(stage, &tried.exchange, statuses, &format!("a second one on its way to {state}"))
}
