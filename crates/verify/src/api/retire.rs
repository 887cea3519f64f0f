//! What claims left behind that takes up room: where only so many objects may be in a state at a time, those that no claim
//! needs any more are moved on, so that the next one finds room.

use super::identity::{member_for, unwrapped};
use super::moves::{carry_out, movers};
use super::{Operation, Placed};
use crate::http::Answer;
use crate::stage::Stage;
use serde_json::Value;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

thread_local! {
    // A claim is tried on one thread from its beginning to its end.
    static CLAIM: Cell<u64> = const { Cell::new(0) };
}

/// Objects that operations were done to, with the claims that did so.
#[derive(Debug, Default)]
pub struct Left {
    begun: AtomicU64,
    ended: Mutex<HashSet<u64>>,
    objects: Mutex<Vec<Moved>>,
}

#[derive(Clone, Debug)]
struct Moved {
    claim: u64,
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
        Trial { left: self, claim }
    }

    /// Whatever this claim did so far is needed no more.
    pub fn release(&self) {
        let own = CLAIM.with(Cell::get);
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        objects.iter_mut().filter(|moved| moved.claim == own).for_each(|moved| moved.claim = 0);
    }

    /// An operation was done to an object.
    pub(super) fn note(&self, operation: usize, placed: &Placed) {
        let claim = CLAIM.with(Cell::get);
        let moved = Moved { claim, operation, placed: placed.clone() };
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

/// Notes that an operation made an object, which may take up room where it is found by itself.
pub fn note_made(stage: &Stage, (number, creating): (usize, &Operation), values: &[String], answer: &Answer) {
    let api = &stage.facts.api;
    let resource = api.resources.iter().find(|resource| resource.create == Some(number));
    let item = resource.and_then(|resource| api.item_path(resource));
    let (Some(item), true) = (item, stage.target().is_ok_and(|target| target.is_our_own())) else { return };
    let Some((_, name)) = item.parameters().last() else { return };
    let object = answer.json().map(unwrapped).unwrap_or(Value::Null);
    let Some(id) = member_for(name, &creating.path, &object) else { return };
    let above = item.parameters().count().saturating_sub(1);
    let values = values.iter().take(above).cloned().chain([id]).collect();
    let placed = Placed { values, item_path: item.clone(), object: Some(object), made: None };
    stage.shared.workshop.left.note(number, &placed);
}

/// Moves on what claims that have ended left in the state that an operation brings about; tells whether anything was.
pub fn make_room(stage: &Stage, operation: &Operation) -> bool {
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    let Some(number) = number else { return false };
    let known = &stage.shared.workshop.left;
    let mut left = known.take(number);
    // What others are about to be done with is waited for, for a while.
    for _ in 0..WAITS {
        if !left.is_empty() || !known.is_in_use(number) {
            break;
        }
        std::thread::sleep(WAIT);
        left = known.take(number);
    }
    let mut moved = false;
    for mut placed in left {
        moved |= retire(stage, &mut placed).unwrap_or(false);
    }
    moved
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
            if carry_out(stage, placed, &mover, to)?.0.answer.is_success() {
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
        drop(trial);
    }
}
