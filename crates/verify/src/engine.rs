//! Tries the claims of a plan, side by side, and stores what they gave.

use crate::claim::{Claim, Needs, Outcome, Turn};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::stage::{Shared, Stage};
use crate::target::{Target, Trouble};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What trying one claim gave.
pub struct Tried {
    /// The number of the item within the plan.
    pub item: usize,
    /// The number of the claim within the item.
    pub claim: usize,
    /// What it gave.
    pub outcome: Outcome,
    /// When it began.
    pub started: Timestamp,
    /// How long it took.
    pub duration: Duration,
}

/// What claims that need a target find.
pub enum Access<'a> {
    /// A target that answers.
    Target(&'a Target),
    /// A target that cannot be tested.
    Trouble(&'a Trouble),
    /// None is configured.
    None,
}

type Queue = Mutex<VecDeque<(usize, usize)>>;

/// Tries all claims; calls `done` on this thread for each, as soon as its outcome is known.
pub fn execute(
    plan: &Plan,
    facts: &Facts,
    shared: &Shared,
    access: &Access,
    progress: &dyn Progress,
    mut done: impl FnMut(Tried),
) {
    let mut on_target = VecDeque::new();
    let (mut alone, mut last) = (VecDeque::new(), VecDeque::new());
    let mut here = VecDeque::new();
    for (item, planned) in plan.items.iter().enumerate() {
        for (number, (_, claim)) in planned.claims.iter().enumerate() {
            let settled = claim.known().or_else(|| out_of_reach(claim, access));
            match settled {
                Some(outcome) => done(Tried {
                    item,
                    claim: number,
                    outcome,
                    started: Timestamp::now(),
                    duration: Duration::ZERO,
                }),
                None if claim.turn == Turn::Last => last.push_back((item, number)),
                None if claim.needs != Needs::Target => here.push_back((item, number)),
                None if claim.turn == Turn::Alone => alone.push_back((item, number)),
                None => on_target.push_back((item, number)),
            }
        }
    }
    let round = Round { plan, facts, shared, access, progress };
    round.run(on_target, alone, here, &mut done);
    round.run(VecDeque::new(), last, VecDeque::new(), &mut done);
}

/// Claims that are tried until all of them are.
struct Round<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    shared: &'a Shared,
    access: &'a Access<'a>,
    progress: &'a dyn Progress,
}

impl Round<'_> {
    fn run(
        &self,
        on_target: VecDeque<(usize, usize)>,
        alone: VecDeque<(usize, usize)>,
        here: VecDeque<(usize, usize)>,
        done: &mut impl FnMut(Tried),
    ) {
        let shared = self.shared;
        let side_by_side = shared.limits.side_by_side.max(1);
        let (on_target, here): (Queue, Queue) = (Mutex::new(on_target), Mutex::new(here));
        let (alone, busy): (Queue, _) = (Mutex::new(alone), AtomicUsize::new(side_by_side));
        let target = match self.access {
            Access::Target(target) => Some(*target),
            Access::Trouble(_) | Access::None => None,
        };
        std::thread::scope(|scope| {
            let (send, receive) = channel();
            // What finds no room beside others is tried once more when they are done.
            let worker = |queue: &Queue, later: Option<&Queue>, send: &Sender<Tried>| {
                while let Some((item, number)) = next(queue) {
                    let (_, claim) = &self.plan.items[item].claims[number];
                    let stage = Stage::new(self.facts, shared, target);
                    let (tried, crowded) = attempt(claim, &stage, item, number, self.progress);
                    if let Some(later) = later.filter(|_| crowded && !tried.outcome.is_proven()) {
                        later.lock().unwrap_or_else(PoisonError::into_inner).push_front((item, number));
                        continue;
                    }
                    self.progress.ended(&claim.title, tried.outcome.verdict);
                    if send.send(tried).is_err() {
                        break;
                    }
                }
            };
            for _ in 0..side_by_side {
                let (send, on_target, alone, busy) = (send.clone(), &on_target, &alone, &busy);
                scope.spawn(move || {
                    worker(on_target, Some(alone), &send);
                    // Whoever is done last does what has to be done alone.
                    if busy.fetch_sub(1, Ordering::SeqCst) == 1 {
                        self.shared.workshop.left.one_by_one();
                        worker(alone, None, &send);
                    }
                });
            }
            // Commands one after the other: builds and test suites get into each other's way.
            let (send_here, here) = (send, &here);
            scope.spawn(move || worker(here, None, &send_here));
            let mut ended = false;
            loop {
                match receive.recv_timeout(Duration::from_millis(50)) {
                    Ok(tried) => done(tried),
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if shared.stop.asked() && !ended {
                    ended = true;
                    // Whoever waits for an answer of the target need not wait any longer.
                    if let Some(target) = target {
                        target.end();
                    }
                }
            }
        });
    }
}

/// Tries claims that are proven where they must fail; calls `done` with what follows for each. The target is ended by now.
pub fn control(
    plan: &Plan,
    facts: &Facts,
    shared: &Shared,
    proven: &[(usize, usize)],
    mut done: impl FnMut(Tried),
) {
    for &(item, number) in proven {
        if shared.stop.asked() {
            break;
        }
        let (started, clock) = (Timestamp::now(), Instant::now());
        let claim = &plan.items[item].claims[number].1;
        let stage = Stage::new(facts, shared, None);
        let outcome = catch_unwind(AssertUnwindSafe(|| claim.control(&stage)));
        let Ok(Some(control)) = outcome else { continue };
        done(Tried { item, claim: number, outcome: control, started, duration: clock.elapsed() });
    }
}

fn next(queue: &Queue) -> Option<(usize, usize)> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

fn out_of_reach(claim: &Claim, access: &Access) -> Option<Outcome> {
    match (claim.needs, access) {
        (Needs::Target, Access::Trouble(trouble)) => Some(Outcome::blocked(trouble.reason.as_str())),
        (Needs::Target, Access::None) => Some(Outcome::blocked(
            "there is no target; add `[targets.NAME]` to abide.toml, or give `--target URL`",
        )),
        _ => None,
    }
}

/// Tries a claim; tells whether it was refused room that others took.
fn attempt(
    claim: &Claim,
    stage: &Stage,
    item: usize,
    number: usize,
    progress: &dyn Progress,
) -> (Tried, bool) {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let mut crowded = false;
    let outcome = if stage.shared.stop.asked() {
        Outcome::inconclusive("the run was stopped before this was tried")
    } else {
        progress.began(&claim.title);
        let trial = stage.shared.workshop.left.begin();
        // A panic is a bug of the probe; it must neither pass for a verdict nor cost the others theirs.
        let once = |stage: &Stage| {
            let outcome = catch_unwind(AssertUnwindSafe(|| claim.attempt(stage)));
            outcome.unwrap_or_else(|_| {
                Outcome::inconclusive("the probe broke down; please report this as a bug of Abide")
            })
        };
        let first = once(stage);
        let outcome = confirmed(first, tries(claim, clock.elapsed()), || {
            let again = Stage::new(stage.facts, stage.shared, stage.target().ok());
            (!stage.shared.stop.asked()).then(|| once(&again))
        });
        crowded = trial.was_crowded();
        outcome
    };
    (Tried { item, claim: number, outcome, started, duration: clock.elapsed() }, crowded)
}

/// The longest that a refuted command may have taken to be run again.
const QUICK: Duration = Duration::from_secs(60);

/// How often a claim is tried before its refutation counts. Files do not change by themselves.
fn tries(claim: &Claim, took: Duration) -> usize {
    match claim.needs {
        Needs::Files => 1,
        Needs::Command if took > QUICK => 1,
        Needs::Command => 2,
        Needs::Target => 3,
    }
}

/// A refutation counts when each try refutes, or none of them proves: what does both is flaky.
fn confirmed(first: Outcome, tries: usize, mut again: impl FnMut() -> Option<Outcome>) -> Outcome {
    if !first.is_refuted() {
        return first;
    }
    for done in 2..=tries {
        match again() {
            Some(outcome) if outcome.is_proven() => return Outcome::flaky(&first, done),
            Some(_) => {}
            None => break,
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_ledger::{Strength, Verdict};

    fn proven() -> Outcome {
        Outcome::proven(Strength::Asserted, "answered 401")
    }

    fn refuted() -> Outcome {
        Outcome::refuted("answered 200")
    }

    #[test]
    fn what_is_refuted_each_time_is_refuted() {
        let mut count = 0;
        let outcome = confirmed(refuted(), 3, || {
            count += 1;
            Some(refuted())
        });
        assert_eq!((outcome, count), (refuted(), 2));
    }

    #[test]
    fn what_is_refuted_and_then_proven_is_flaky_and_neither() {
        let outcome = confirmed(refuted(), 3, || Some(proven()));
        assert_eq!((outcome.verdict, outcome.flaky, outcome.inconclusive), (Verdict::Unproven, true, true));
        assert_eq!(outcome.reason, "flaky: of 2 tries the last was proven, and before: answered 200");
    }

    #[test]
    fn a_second_try_that_settles_nothing_leaves_the_refutation() {
        let outcome = confirmed(refuted(), 2, || Some(Outcome::inconclusive("the target was gone")));
        assert_eq!(outcome, refuted());
    }

    #[test]
    fn what_is_proven_is_not_tried_again() {
        assert_eq!(confirmed(proven(), 3, || panic!("tried again")), proven());
    }
}
