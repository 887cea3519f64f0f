//! The state in which an object has to be before something can be made below it: only a request that was sent in can be answered.

use super::workshop::{place_home, send_new};
use super::{Operation, Placed, bring_into};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// For each operation that makes something below an object: the state that the object needs, or none that is known.
#[derive(Debug, Default)]
pub struct HomeStates(Mutex<HashMap<usize, (Option<String>, usize)>>, Mutex<HashSet<usize>>);

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
    fn get(&self, number: usize) -> Option<Option<String>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(&number)
            .filter(|(state, tries)| state.is_some() || *tries >= TRIES)
            .map(|(state, _)| state.clone())
    }

    /// Begins a search, when nobody else searches for the same: two would take each other's room.
    fn search(&self, number: usize) -> Option<Search<'_>> {
        for _ in 0..WAITS {
            if self.1.lock().unwrap_or_else(PoisonError::into_inner).insert(number) {
                return Some(Search { known: self, number });
            }
            std::thread::sleep(WAIT);
            // It may be this very claim that needs it again, or somebody slow: then what is known has to do.
        }
        None
    }

    fn keep(&self, number: usize, state: Option<String>, tries: usize) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(number).or_default();
        // What another claim found in the meantime stays.
        if entry.0.is_none() {
            *entry = (state, entry.1 + tries);
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

/// Finds the state that the object needs below which an operation makes something, where it is refused on a new one; tells
/// whether there is such a state.
pub fn find_home_state(stage: &Stage, number: usize) -> Result<bool, Outcome> {
    let known = &stage.shared.workshop.home_states;
    if let Some(known) = known.get(number) {
        return Ok(known.is_some() || super::company::find_company(stage, number)?);
    }
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    if !api.is_creation(operation)
        || operation.home().parameters().next().is_none()
        || api.states.edges().is_empty()
    {
        return Ok(false);
    }
    let _search = known.search(number);
    if let Some(known) = known.get(number) {
        return Ok(known.is_some() || super::company::find_company(stage, number)?);
    }
    let stage = &stage.as_anybody();
    let first = place_home(stage, operation)?;
    let works = send_new(stage, number, operation, &first.values, 0)?.exchange.answer.is_success();
    if works {
        known.keep(number, None, TRIES);
        return Ok(known.get(number).flatten().is_some());
    }
    let found = in_some_state(stage, operation, &mut |placed| {
        Ok(send_new(stage, number, operation, &placed.values, 0)?.exchange.answer.is_success())
    })?;
    let found = found.map(|(state, _)| state);
    known.keep(number, found.clone(), 1);
    Ok(found.is_some() || super::company::find_company(stage, number)?)
}

/// What an operation makes something below, in the first of the states after its first one in which it is as wanted.
pub fn in_some_state(
    stage: &Stage,
    operation: &Operation,
    wanted: &mut dyn FnMut(&Placed) -> Result<bool, Outcome>,
) -> Result<Option<(String, Placed)>, Outcome> {
    let states = &stage.facts.api.states;
    let mut reached: Vec<String> = Vec::new();
    let mut first = place_home(stage, operation)?;
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
            let mut placed = place_home(stage, operation)?;
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

/// Brings an object into the state that what is made below it needs, where one was found.
pub fn settle(stage: &Stage, operation: &Operation, placed: &mut Placed) -> Result<(), Outcome> {
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    if let Some(Some(state)) = number.and_then(|number| stage.shared.workshop.home_states.get(number)) {
        shown(stage, placed)?;
        bring_into(stage, placed, &state)?;
    }
    super::company::accompany(stage, operation, placed)
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
