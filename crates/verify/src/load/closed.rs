//! Callers at once, each of whom asks again as soon as it has its answer.

use super::connection::{Ended, Origin, Pool, Shot};
use crate::limits::Stop;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// What callers at once saw.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    /// Answers by their status.
    pub statuses: BTreeMap<u16, u64>,
    /// Requests without an answer.
    pub broken: u64,
    /// How long it took.
    pub took: Duration,
}

impl Crowd {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.statuses.values().sum::<u64>() as f64 / self.took.as_secs_f64().max(1e-9)
    }
}

/// Sends `count` requests, the shots in turn, from so many callers; ends at `most` in any case.
pub fn crowd(
    origin: &Origin,
    shots: &[Shot],
    callers: usize,
    count: usize,
    most: Duration,
    stop: &Stop,
) -> Result<Crowd, String> {
    if shots.is_empty() {
        return Err("there is no request to send".to_owned());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime for the load: {error}"))?;
    let tasks = tokio::task::LocalSet::new();
    let begun = Instant::now();
    let seen = Rc::new(RefCell::new(Crowd::default()));
    tasks.block_on(&runtime, async {
        let (pool, next) = (Rc::new(Pool::new(origin.clone())), Rc::new(Cell::new(0)));
        let (origin, shots) = (Rc::new(origin.clone()), Rc::new(shots.to_vec()));
        let mut under_way = tokio::task::JoinSet::new();
        for _ in 0..callers.max(1) {
            let (pool, next, seen) = (Rc::clone(&pool), Rc::clone(&next), Rc::clone(&seen));
            let (origin, shots, stop) = (Rc::clone(&origin), Rc::clone(&shots), stop.clone());
            under_way.spawn_local(async move {
                while next.get() < count && begun.elapsed() < most && !stop.asked() {
                    let number = next.replace(next.get() + 1);
                    let Ok(request) = origin.request(&shots[number % shots.len()]) else { return };
                    let left = most.saturating_sub(begun.elapsed()).max(Duration::from_millis(100));
                    let ended = tokio::time::timeout(left, pool.exchange(request)).await;
                    let seen = &mut *seen.borrow_mut();
                    match ended.unwrap_or(Ended::Broken) {
                        Ended::Answered(status) => *seen.statuses.entry(status).or_default() += 1,
                        Ended::Broken => seen.broken += 1,
                    }
                }
            });
        }
        while under_way.join_next().await.is_some() {}
    });
    let seen = seen.borrow().clone();
    Ok(Crowd { took: begun.elapsed(), ..seen })
}
