//! Load from outside: requests leave at a constant rate, each when it is due.

use super::connection::{Ended, Origin, Pool, Shot};
use super::window::{LONGEST, Measured, Window};
use crate::limits::Stop;
use hdrhistogram::Histogram;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc};

/// How load is put on a system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Requests a second.
    pub rate: f64,
    /// What comes first and does not count.
    pub warm_up: Duration,
    /// How many windows are measured.
    pub windows: usize,
    /// How long each is.
    pub window: Duration,
    /// Connections at most; a request that finds none waits, and its latency goes on counting.
    pub connections: usize,
    /// How long an answer may take.
    pub patience: Duration,
}

impl Pace {
    /// How long it all takes.
    pub fn length(&self) -> Duration {
        self.warm_up + self.window * u32::try_from(self.windows).unwrap_or(u32::MAX)
    }
}

/// A request that is due.
struct Due {
    number: usize,
    at: Instant,
}

/// Puts load on a system: the shots in turn, over and over.
pub fn drive(origin: &Origin, shots: &[Shot], pace: Pace, stop: &Stop) -> Result<Measured, String> {
    let first = shots.first().ok_or("there is no request to send")?;
    origin.request(first)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime for the load: {error}"))?;
    let (send, receive) = mpsc::unbounded_channel();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        // A thread of its own keeps time: timers of a runtime count in whole milliseconds.
        scope.spawn(move || keep_time(pace, begun, stop, &send));
        let tasks = tokio::task::LocalSet::new();
        tasks.block_on(&runtime, answer(origin, shots, pace, begun, receive))
    })
}

/// Hands out each request when it is due.
fn keep_time(pace: Pace, begun: Instant, stop: &Stop, send: &mpsc::UnboundedSender<Due>) {
    let count = (pace.length().as_secs_f64() * pace.rate).ceil() as usize;
    for number in 0..count {
        let at = begun + Duration::from_secs_f64(number as f64 / pace.rate);
        let wait = at.saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
        if stop.asked() || send.send(Due { number, at }).is_err() {
            return;
        }
    }
}

struct Seen {
    windows: Vec<Window>,
    statuses: BTreeMap<u16, u64>,
    broken: u64,
    lag: Histogram<u64>,
}

async fn answer(
    origin: &Origin,
    shots: &[Shot],
    pace: Pace,
    begun: Instant,
    mut due: mpsc::UnboundedReceiver<Due>,
) -> Result<Measured, String> {
    let counted = begun + pace.warm_up;
    let place = move |at: Instant| {
        let since = at.checked_duration_since(counted)?;
        let number = (since.as_nanos() / pace.window.as_nanos().max(1)) as usize;
        (number < pace.windows).then_some(number)
    };
    let seen = Rc::new(RefCell::new(Seen {
        windows: (0..pace.windows).map(|_| Window::new()).collect(),
        statuses: BTreeMap::new(),
        broken: 0,
        lag: Window::new().latency,
    }));
    let pool = Rc::new(Pool::new(origin.clone()));
    let free = Arc::new(Semaphore::new(pace.connections.max(1)));
    let mut under_way = tokio::task::JoinSet::new();
    while let Some(Due { number, at }) = due.recv().await {
        // What has ended is let go, so that a long load keeps little.
        while under_way.try_join_next().is_some() {}
        let request = origin.request(&shots[number % shots.len()])?;
        let (pool, free, seen) = (Rc::clone(&pool), Arc::clone(&free), Rc::clone(&seen));
        under_way.spawn_local(async move {
            let late = u64::try_from(at.elapsed().as_micros()).unwrap_or(LONGEST).max(1);
            seen.borrow_mut().lag.saturating_record(late);
            let whole = async {
                let _turn = free.acquire().await;
                pool.exchange(request).await
            };
            let patience = pace.patience.saturating_sub(at.elapsed());
            let ended = tokio::time::timeout(patience, whole).await.unwrap_or(Ended::Broken);
            let (latency, now) = (at.elapsed(), Instant::now());
            let seen = &mut *seen.borrow_mut();
            let good = match ended {
                Ended::Answered(status) => {
                    *seen.statuses.entry(status).or_default() += 1;
                    if let Some(window) = place(now) {
                        seen.windows[window].completed += u64::from(status < 400);
                    }
                    status < 500
                }
                Ended::Broken => {
                    seen.broken += 1;
                    false
                }
            };
            if let Some(window) = place(at) {
                seen.windows[window].record(latency, good);
            }
        });
    }
    while under_way.join_next().await.is_some() {}
    let seen = seen.borrow();
    Ok(Measured {
        windows: seen.windows.clone(),
        window: pace.window,
        statuses: seen.statuses.clone(),
        broken: seen.broken,
        lag: seen.lag.clone(),
    })
}
