//! What claims left behind that takes up room: where only so many objects may be in a state at a time, those that no claim
//! needs any more are moved on, so that the next one finds room.

use super::moves::{carry_out, movers};
use super::workshop::{Made, identity_of};
use super::{Operation, Placed, call_on};
use crate::http::Answer;
use crate::stage::Stage;
use serde_json::Value;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

thread_local! {
    // A claim is tried on one thread from its beginning to its end.
    static CLAIM: Cell<u64> = const { Cell::new(0) };
    // Whether it found no room for something.
    static CROWDED: Cell<bool> = const { Cell::new(false) };
}

/// Objects that operations were done to, with the claims that did so.
#[derive(Debug, Default)]
pub struct Left {
    begun: AtomicU64,
    alone: AtomicBool,
    ended: Mutex<HashSet<u64>>,
    objects: Mutex<Vec<Moved>>,
    noted: AtomicU64,
}

#[derive(Clone, Debug)]
struct Moved {
    claim: u64,
    /// What was noted later has a greater number.
    serial: u64,
    operation: usize,
    placed: Placed,
}

/// A claim that is being tried on this thread.
pub struct Trial<'a> {
    left: &'a Left,
    claim: u64,
}

impl Left {
    /// A claim begins on this thread.
    pub fn begin(&self) -> Trial<'_> {
        let claim = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        CLAIM.with(|current| current.set(claim));
        CROWDED.with(|crowded| crowded.set(false));
        Trial { left: self, claim }
    }

    /// From now on claims are tried one after the other.
    pub fn one_by_one(&self) {
        self.alone.store(true, Ordering::SeqCst);
    }

    /// Whatever this claim did so far is needed no more.
    pub fn release(&self) {
        let own = CLAIM.with(Cell::get);
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        objects.iter_mut().filter(|moved| moved.claim == own).for_each(|moved| moved.claim = 0);
    }

    /// Where what this claim does from now on begins.
    pub(super) fn mark(&self) -> u64 {
        self.noted.load(Ordering::Relaxed)
    }

    /// What this claim did since a mark is needed no more.
    pub(super) fn release_since(&self, mark: u64) {
        let own = CLAIM.with(Cell::get);
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let since = |moved: &&mut Moved| moved.claim == own && moved.serial >= mark;
        objects.iter_mut().filter(since).for_each(|moved| moved.claim = 0);
    }

    /// An operation was done to an object.
    pub(super) fn note(&self, operation: usize, placed: &Placed) {
        let claim = CLAIM.with(Cell::get);
        let serial = self.noted.fetch_add(1, Ordering::Relaxed);
        let moved = Moved { claim, serial, operation, placed: placed.clone() };
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).push(moved);
    }

    /// Whether another claim that is being tried did an operation to something.
    fn is_in_use(&self, operation: usize) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let own = CLAIM.with(Cell::get);
        let others = |moved: &Moved| {
            moved.operation == operation
                && moved.claim != own
                && moved.claim != 0
                && !ended.contains(&moved.claim)
        };
        objects.iter().any(others)
    }

    /// The objects that an operation was done to by claims that have ended, each of which is told of once.
    fn take(&self, operation: usize) -> Vec<Placed> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        // What was done before any claim is over as well.
        let over = |moved: &mut Moved| {
            moved.operation == operation && (moved.claim == 0 || ended.contains(&moved.claim))
        };
        objects.extract_if(.., over).map(|moved| moved.placed).collect()
    }
}

const WAITS: usize = 16;
const WAIT: Duration = Duration::from_millis(150);

impl Trial<'_> {
    /// Whether something was refused for lack of room, and none could be made.
    pub fn was_crowded(&self) -> bool {
        found_no_room()
    }
}

/// Whether something that the claim of this thread asked for was refused for lack of room.
pub fn found_no_room() -> bool {
    CROWDED.with(Cell::get)
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        CLAIM.with(|current| current.set(0));
        self.left.ended.lock().unwrap_or_else(PoisonError::into_inner).insert(self.claim);
    }
}

/// Notes that an operation was done to an object of this run.
pub fn note_moved(stage: &Stage, operation: &Operation, placed: &Placed) {
    let acts = !operation.is_safe() && operation.method != "DELETE" && !operation.path.ends_with_parameter();
    let ours = placed.made.is_some() || stage.target().is_ok_and(|target| target.is_our_own());
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    if let Some(number) = number.filter(|_| acts && ours && !placed.values.is_empty()) {
        stage.shared.workshop.left.note(number, placed);
    }
}

/// Notes what an operation made, so that it can make room for others.
pub(super) fn note_created(stage: &Stage, number: usize, parents: &[String], made: &Made) {
    let api = &stage.facts.api;
    stage.shared.workshop.bonds.note(api, number, &made.object);
    let resource = api.resources.iter().find(|resource| resource.create == Some(number));
    let Some((resource, item)) = resource.and_then(|resource| Some((resource, api.item_path(resource)?)))
    else {
        return;
    };
    let name = item.parameters().last().map_or("id", |(_, name)| name);
    let Some(id) = identity_of(name, &resource.collection, made) else { return };
    stage.shared.workshop.note_maker(&resource.collection, &id, made.role.as_deref());
    let mut values = parents.to_vec();
    values.truncate(item.parameters().count().saturating_sub(1));
    values.push(id);
    let object = Some(made.object.clone());
    stage.shared.workshop.left.note(number, &Placed { values, item_path: item.clone(), object, made: None });
}

/// Whether a creation is refused because there are as many as there may be.
pub fn is_crowded(answer: &Answer) -> bool {
    const CROWDED: &[&str] =
        &["limit", "too many", "at most", "no more than", "maximum", "quota", "capacity", "exceed"];
    // How often one may call is told otherwise.
    if !matches!(answer.status, 403 | 409 | 429) || answer.header("retry-after").is_some() {
        return false;
    }
    let said = answer.text().to_lowercase().replace(['_', '-'], " ");
    answer.status == 429 || CROWDED.iter().any(|word| said.contains(word))
}

/// Notes that this claim found no room even so: it is tried again when nothing else is.
pub(super) fn note_crowded(answer: &Answer) {
    if is_crowded(answer) {
        note_no_room();
    }
}

/// The same, where the answer does not say so.
pub(super) fn note_no_room() {
    CROWDED.with(|crowded| crowded.set(true));
}

/// Moves on what claims that have ended left in the state that an operation brings about; tells whether anything was.
pub fn make_room(stage: &Stage, operation: &Operation) -> bool {
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    let Some(number) = number else { return false };
    // Whoever may do it makes room, whoever the claim acts as.
    let stage = &stage.as_anybody();
    let known = &stage.shared.workshop.left;
    let mut left = known.take(number);
    let creates = stage.facts.api.is_creation(operation);
    // What others are about to be done with is waited for, for a while.
    for _ in 0..if creates { 6 } else { WAITS } {
        if !left.is_empty() || !known.is_in_use(number) {
            break;
        }
        std::thread::sleep(WAIT);
        left = known.take(number);
    }
    let mut moved = false;
    for mut placed in left {
        moved |= creates && remove(stage, &placed).unwrap_or(false) || finish(stage, &mut placed, creates);
    }
    if creates && !moved && known.alone.load(Ordering::SeqCst) {
        moved = sweep(stage, number).unwrap_or(false);
    }
    moved
}

/// Removes what a list shows and this claim did not make, in a system of our own and while nothing else is tried; tells
/// whether anything was.
fn sweep(stage: &Stage, number: usize) -> Result<bool, crate::claim::Outcome> {
    const MOST: usize = 40;
    let api = &stage.facts.api;
    let resource = api.resources.iter().find(|resource| resource.create == Some(number));
    let Some((resource, item)) = resource.and_then(|resource| Some((resource, api.item_path(resource)?)))
    else {
        return Ok(false);
    };
    let Some(list) = resource.list.filter(|_| item.parameters().count() == 1) else { return Ok(false) };
    if !stage.target()?.is_our_own() {
        return Ok(false);
    }
    let facts = api.list(list);
    let shown = super::walk(stage, &api.operations[list], &facts, &[], "", None, &mut |_| Ok(()))?;
    let own: Vec<Vec<String>> = {
        let claim = CLAIM.with(Cell::get);
        let objects = stage.shared.workshop.left.objects.lock().unwrap_or_else(PoisonError::into_inner);
        objects.iter().filter(|moved| moved.claim == claim).map(|moved| moved.placed.values.clone()).collect()
    };
    let mut swept = false;
    // What is in its last state takes up no room as a rule.
    let ends = |object: &Value| {
        let state = api.states.of_object(object).map(|(_, state)| state);
        state.is_some_and(|state| !api.states.edges().iter().any(|edge| edge.from == state))
    };
    let mut all: Vec<&Value> = shown.elements.iter().collect();
    all.sort_by_key(|object| ends(object));
    // What one in a state cannot come out of, no other one in it can: there may be many of those.
    let mut stuck: HashSet<String> = HashSet::new();
    let mut tried = 0;
    for object in all {
        if swept && ends(object) || tried >= MOST {
            break;
        }
        // Its state may be one of which no change is told.
        let told = api.states_of(resource).and_then(|(member, _)| object.get(member)?.as_str());
        let state = api.states.of_object(object).map(|(_, state)| state).or(told).map(str::to_owned);
        if state.as_ref().is_some_and(|state| stuck.contains(state)) {
            continue;
        }
        tried += 1;
        let Some(id) = api.id_in(&resource.collection, object) else { continue };
        let values = vec![id];
        if own.contains(&values) {
            continue;
        }
        let mut placed = Placed { values, item_path: item.clone(), object: Some(object.clone()), made: None };
        let gone = remove(stage, &placed).unwrap_or(false) || finish(stage, &mut placed, true);
        stuck.extend(state.filter(|_| !gone));
        swept |= gone;
    }
    Ok(swept)
}

/// Deletes an object, where that is documented.
fn remove(stage: &Stage, placed: &Placed) -> Result<bool, crate::claim::Outcome> {
    let Some((number, _)) = stage.facts.api.find("DELETE", &placed.item_path) else { return Ok(false) };
    Ok(call_on(stage, number, &placed.values, None, &[])?.answer.is_success())
}

/// Brings an object out of its state, and on to its last one where those before it may take up room as well.
fn finish(stage: &Stage, placed: &mut Placed, to_the_end: bool) -> bool {
    const STEPS: usize = 4;
    let steps = if to_the_end { STEPS } else { 1 };
    (0..steps).take_while(|_| retire(stage, placed).unwrap_or(false)).count() > 0
        || to_the_end && close(stage, placed).unwrap_or(false)
}

/// Ends an object by a deed that says so, where no change of its state is told: `POST /stays/{id}/cancel`.
fn close(stage: &Stage, placed: &Placed) -> Result<bool, crate::claim::Outcome> {
    const ENDS: &[&str] = &[
        "cancel",
        "close",
        "end",
        "finish",
        "complete",
        "withdraw",
        "return",
        "release",
        "archive",
        "revoke",
        "expire",
        "check-out",
        "checkout",
    ];
    let api = &stage.facts.api;
    let ends = |operation: &Operation| {
        operation.path.starts_with(&placed.item_path)
            && operation.path.parameters().count() == placed.values.len()
            && operation.path.last_literal().is_some_and(|verb| ENDS.contains(&verb.to_lowercase().as_str()))
            && !operation.path.ends_with_parameter()
            && !operation.is_safe()
    };
    for number in (0..api.operations.len()).filter(|number| ends(&api.operations[*number])) {
        let body = api.operations[number].request.as_ref().and_then(|body| body.json());
        if call_on(stage, number, &placed.values, body, &[])?.answer.is_success() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Brings an object out of its state: where it stays for good, if it can.
fn retire(stage: &Stage, placed: &mut Placed) -> Result<bool, crate::claim::Outcome> {
    placed.refresh(stage)?;
    let states = &stage.facts.api.states;
    let object = placed.object.clone().unwrap_or(Value::Null);
    let Some((_, now)) = states.of_object(&object) else { return Ok(false) };
    let ends = |state: &str| !states.edges().iter().any(|edge| edge.from == state);
    let mut next: Vec<&str> =
        states.edges().iter().filter(|edge| edge.from == now).map(|edge| edge.to.as_str()).collect();
    next.sort_by_key(|to| !ends(to));
    for to in next {
        for mover in movers(stage, placed, Some(now), to).into_iter().filter(|mover| mover.certain) {
            let mut done = carry_out(stage, placed, &mover, to)?.0.answer.is_success();
            // What is owed may have to be paid before.
            if !done && super::settled::pay_off(stage, placed)? {
                done = carry_out(stage, placed, &mover, to)?.0.answer.is_success();
            }
            if done {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::PathTemplate;

    #[test]
    fn only_what_ended_claims_left_is_taken_and_once() {
        let left = Left::default();
        let item_path = PathTemplate::read("/kites/{id}");
        let placed = |id: &str| Placed {
            values: vec![id.to_owned()],
            item_path: item_path.clone(),
            object: None,
            made: None,
        };
        let names =
            |found: Vec<Placed>| found.into_iter().flat_map(|placed| placed.values).collect::<Vec<_>>();
        let trial = left.begin();
        left.note(3, &placed("a"));
        left.note(4, &placed("b"));
        assert!(left.take(3).is_empty(), "the claim that moved it is still being tried");
        drop(trial);
        assert_eq!(names(left.take(3)), ["a"]);
        assert!(left.take(3).is_empty());
        assert_eq!(names(left.take(4)), ["b"]);
        let trial = left.begin();
        left.note(5, &placed("c"));
        left.release();
        left.note(5, &placed("d"));
        assert_eq!(names(left.take(5)), ["c"], "what was released is over before its claim is");
        let mark = left.mark();
        left.note(5, &placed("e"));
        left.release_since(mark);
        assert_eq!(names(left.take(5)), ["e"], "what stands before the mark is still needed");
        drop(trial);
    }
}
