//! The state in which an object has to be before something can be made below it, or for it: only a request that was sent in can be
//! answered, and only an open course can be booked.

use super::references::references;
use super::workshop::{identity_of, make, place_home, send_body, send_new};
use super::{Operation, Placed, bring_into};
use super::{gathered, made_with};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A state that something needs before something else can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The member of the request that refers to it; none for what the new object stands below.
    member: Option<String>,
    state: String,
}

/// For each operation that makes something: the state that something else needs for it, or none that is known.
#[derive(Debug, Default)]
pub struct HomeStates(Mutex<HashMap<usize, (Option<Needed>, usize)>>, Mutex<HashSet<usize>>);

/// A search that is going on, which others wait for.
struct Search<'a> {
    known: &'a HomeStates,
    number: usize,
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        self.known.1.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

impl HomeStates {
    /// The state that what a member of a request refers to needs, where one was found.
    pub(super) fn referred(&self, number: usize, name: &str) -> Option<String> {
        let needed = self.get(number).flatten()?;
        (needed.member.as_deref() == Some(name)).then_some(needed.state)
    }

    /// Remembers the state that what a member of a request refers to needs.
    pub fn keep_referred(&self, number: usize, member: String, state: String) {
        self.keep(number, Some(Needed { member: Some(member), state }), 1);
    }

    fn get(&self, number: usize) -> Option<Option<Needed>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(&number)
            .filter(|(needed, tries)| needed.is_some() || *tries >= TRIES)
            .map(|(needed, _)| needed.clone())
    }

    /// Begins a search, when nobody else searches for the same: two would take each other's room.
    fn search(&self, number: usize) -> Option<Search<'_>> {
        for _ in 0..WAITS {
            if self.1.lock().unwrap_or_else(PoisonError::into_inner).insert(number) {
                return Some(Search { known: self, number });
            }
            std::thread::sleep(WAIT);
            // It may be somebody slow: then what is known has to do.
        }
        None
    }

    fn keep(&self, number: usize, needed: Option<Needed>, tries: usize) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(number).or_default();
        // What another claim found in the meantime stays.
        if entry.0.is_none() {
            *entry = (needed, entry.1 + tries);
        }
    }
}

/// How often a state is looked for in vain: what is made may not be known at first.
const TRIES: usize = 3;
/// How often, and for how long, a search of another claim is waited for.
const WAITS: usize = 200;
const WAIT: Duration = Duration::from_millis(25);
/// More states than these are not tried.
const MOST: usize = 4;

/// Finds the state that something needs below which an operation makes something, or to which its request refers, where it is
/// refused on a new one; tells whether there is such a state.
pub fn find_home_state(stage: &Stage, number: usize) -> Result<bool, Outcome> {
    let known = &stage.shared.workshop.home_states;
    if let Some(known) = known.get(number) {
        return Ok(known.is_some() || is_made_otherwise(stage, number)?);
    }
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let below = operation.home().parameters().next().is_some();
    let body = operation.request.as_ref().and_then(|body| body.json());
    let members = body.map(|body| references(stage, body)).unwrap_or_default();
    let varied = || !api.states.edges().is_empty() || made_with::may_differ(stage, &members);
    if !api.is_creation(operation) || !below && members.is_empty() || !varied() {
        return Ok(false);
    }
    let Some(stage) = &stage.as_anybody().searching(number) else { return Ok(false) };
    let _search = known.search(number);
    if let Some(known) = known.get(number) {
        return Ok(known.is_some() || is_made_otherwise(stage, number)?);
    }
    // What the search tries takes no room from what it tries next.
    let left = &stage.shared.workshop.left;
    let mark = left.mark();
    let first = place_home(stage, operation)?;
    let works = send_new(stage, number, operation, &first.values, 0)?.exchange.answer.is_success();
    if works {
        known.keep(number, None, TRIES);
        return Ok(known.get(number).flatten().is_some());
    }
    left.release_since(mark);
    let mut found = None;
    if below {
        let in_state = in_some_state(stage, operation, &mut |placed| {
            Ok(send_new(stage, number, operation, &placed.values, 0)?.exchange.answer.is_success())
        })?;
        found = in_state.map(|(state, _)| Needed { member: None, state });
    }
    for (member, creating) in members.clone() {
        if found.is_some() {
            break;
        }
        // What cannot be read may be as it has to be.
        let read = |resource: &&super::Resource| resource.create == Some(creating);
        if api.resources.iter().find(read).is_none_or(|resource| api.item_path(resource).is_none()) {
            continue;
        }
        let state = referred_in_some_state(stage, creating, &mut |id| {
            let mut body = body.cloned().unwrap_or_default();
            body[member.as_str()] = id;
            super::bond::agree(stage, &mut body, &member);
            let home = place_home(stage, operation)?.values;
            Ok(send_body(stage, number, operation, &home, &body)?.answer.is_success())
        })?;
        found = state.map(|state| Needed { member: Some(member), state });
    }
    let otherwise = |stage: &Stage| -> Result<bool, Outcome> {
        Ok(made_with::find_made_with(stage, number, &members)?
            || gathered::find_gathered(stage, number, &members)?)
    };
    if found.is_none() && otherwise(stage)? {
        known.keep(number, None, TRIES);
        return Ok(true);
    }
    known.keep(number, found.clone(), 1);
    Ok(found.is_some() || super::company::find_company(stage, number)?)
}

/// Whether something else than a state was found, or is found now, that lets an operation make something.
fn is_made_otherwise(stage: &Stage, number: usize) -> Result<bool, Outcome> {
    let workshop = &stage.shared.workshop;
    let known = workshop.made_with.is_known(number) || workshop.gatherings.is_known(number);
    Ok(known || super::company::find_company(stage, number)?)
}

/// What an operation makes something below, in the first of the states after its first one in which it is as wanted.
pub fn in_some_state(
    stage: &Stage,
    operation: &Operation,
    wanted: &mut dyn FnMut(&Placed) -> Result<bool, Outcome>,
) -> Result<Option<(String, Placed)>, Outcome> {
    in_some_state_of(stage, &mut || place_home(stage, operation), wanted)
}

/// The same for what `new` makes.
fn in_some_state_of(
    stage: &Stage,
    new: &mut dyn FnMut() -> Result<Placed, Outcome>,
    wanted: &mut dyn FnMut(&Placed) -> Result<bool, Outcome>,
) -> Result<Option<(String, Placed)>, Outcome> {
    let states = &stage.facts.api.states;
    let left = &stage.shared.workshop.left;
    let mut reached: Vec<String> = Vec::new();
    let mark = left.mark();
    let mut first = new()?;
    shown(stage, &mut first)?;
    let Some(start) = state_of(stage, &first) else { return Ok(None) };
    let mut ahead = vec![start.clone()];
    while let Some(from) = ahead.pop() {
        let next = states.edges().iter().filter(|edge| edge.from == from).map(|edge| edge.to.clone());
        for state in next.collect::<Vec<_>>() {
            if state == start || reached.contains(&state) || reached.len() >= MOST {
                continue;
            }
            reached.push(state.clone());
            ahead.insert(0, state.clone());
            left.release_since(mark);
            let mut placed = new()?;
            shown(stage, &mut placed)?;
            match bring_into(stage, &mut placed, &state) {
                Ok(()) if wanted(&placed)? => return Ok(Some((state, placed))),
                Ok(()) => {}
                Err(outcome) if outcome.inconclusive => return Err(outcome),
                Err(_) => {}
            }
        }
    }
    Ok(None)
}

/// The state of what an operation makes, after its first one, in which a reference to it is as wanted.
pub fn referred_in_some_state(
    stage: &Stage,
    creating: usize,
    wanted: &mut dyn FnMut(Value) -> Result<bool, Outcome>,
) -> Result<Option<String>, Outcome> {
    let mut new = || referred(stage, creating, 1);
    let found = in_some_state_of(stage, &mut new, &mut |placed| match id_of(placed) {
        Some(id) => wanted(id),
        None => Ok(false),
    })?;
    Ok(found.map(|(state, _)| state))
}

/// A new object to refer to.
pub(super) fn referred(stage: &Stage, creating: usize, depth: usize) -> Result<Placed, Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven("what is referred to cannot be read");
    let resource =
        api.resources.iter().find(|resource| resource.create == Some(creating)).ok_or_else(lost)?;
    let item = api.item_path(resource).ok_or_else(lost)?;
    let path = item.clone();
    let made = make(stage, creating, &api.operations[creating], &[], depth)?;
    let name = item.parameters().last().map_or("id", |(_, name)| name);
    let id = identity_of(name, &resource.collection, &made).ok_or_else(lost)?;
    stage.shared.workshop.note_maker(&resource.collection, &id, made.role.as_deref());
    Ok(Placed { values: vec![id], item_path: path, object: Some(made.object.clone()), made: Some(made) })
}

/// The value by which another object refers to one.
fn id_of(placed: &Placed) -> Option<Value> {
    let object = placed.object.as_ref()?;
    object.get("id").cloned().or_else(|| placed.values.last().map(|id| Value::from(id.as_str())))
}

/// Brings an object into the state that what is made below it needs, where one was found.
pub fn settle(stage: &Stage, operation: &Operation, placed: &mut Placed) -> Result<(), Outcome> {
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    let needed = number.and_then(|number| stage.shared.workshop.home_states.get(number)).flatten();
    if let Some(needed) = needed.filter(|needed| needed.member.is_none()) {
        shown(stage, placed)?;
        bring_into(stage, placed, &needed.state)?;
    }
    super::company::accompany(stage, operation, placed)
}

/// The same for an object to which a member of the request refers that makes something.
pub fn settle_referred(
    stage: &Stage,
    number: usize,
    member: &str,
    placed: &mut Placed,
) -> Result<(), Outcome> {
    let Some(state) = stage.shared.workshop.home_states.referred(number, member) else { return Ok(()) };
    shown(stage, placed)?;
    bring_into(stage, placed, &state)
}

/// Looks at an object, where its state is not known.
fn shown(stage: &Stage, placed: &mut Placed) -> Result<(), Outcome> {
    if state_of(stage, placed).is_none() {
        placed.refresh(stage)?;
    }
    Ok(())
}

fn state_of(stage: &Stage, placed: &Placed) -> Option<String> {
    let object = placed.object.as_ref().unwrap_or(&Value::Null);
    stage.facts.api.states.of_object(object).map(|(_, state)| state.to_owned())
}

/// Whether a refusal may come from the state of what something is made below.
pub fn may_need_state(status: u16) -> bool {
    matches!(status, 400 | 403 | 404 | 409 | 412 | 422)
}
