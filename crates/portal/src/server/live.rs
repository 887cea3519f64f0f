//! What is shown follows the documents and the ledger: it is read anew when they change, and open pages are told.

use super::Stop;
use crate::site::{Pulse, Question, Site, SiteError};
use abide_workspace::check::Kept;
use jiff::Timestamp;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::broadcast;

/// How often the ledger is looked at.
const LOOK: Duration = Duration::from_millis(600);
/// How often the stop is looked at.
const STEP: Duration = Duration::from_millis(60);
/// A run without an end that has told nothing for so long was cut off.
const SILENCE: Duration = Duration::from_secs(30);

/// What open pages are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something is another than it was.
    Changed,
    /// A run goes on and has tried so much; none goes on any more.
    Running(Option<u64>),
    /// What was read before is still shown, because of this.
    Trouble(String),
}

/// What is shown now.
pub struct Live {
    question: Question,
    kept: Kept,
    site: RwLock<Arc<Site>>,
    poked: AtomicBool,
    told: broadcast::Sender<Told>,
    running: Mutex<Option<u64>>,
}

impl Live {
    /// Reads everything for the first time.
    pub fn open(question: Question) -> Result<Self, SiteError> {
        let kept = Kept::default();
        let site = Site::open_again(&question, Timestamp::now(), &kept)?;
        site.warm(&kept);
        Ok(Self {
            question,
            kept,
            site: RwLock::new(Arc::new(site)),
            poked: AtomicBool::new(false),
            told: broadcast::Sender::new(16),
            running: Mutex::new(None),
        })
    }

    /// What is shown now; a page that is being made keeps what it began with.
    pub fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says that a document has changed.
    pub fn poke(&self) {
        self.poked.store(true, Ordering::Relaxed);
    }

    /// What is told from now on.
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }

    /// How much the run that goes on has tried.
    pub fn running(&self) -> Option<u64> {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, told: Told) {
        if let Told::Running(running) = &told {
            *self.running.lock().unwrap_or_else(PoisonError::into_inner) = *running;
        }
        // Nobody may be listening.
        let _ = self.told.send(told);
    }

    fn read_anew(&self) {
        match Site::open_again(&self.question, Timestamp::now(), &self.kept) {
            Ok(site) => {
                site.warm(&self.kept);
                *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
                self.tell(Told::Changed);
            }
            // A document or setting that is broken for a moment must not end the portal.
            Err(error) => {
                self.tell(Told::Trouble(error.to_string().lines().next().unwrap_or_default().to_owned()))
            }
        }
    }
}

/// Follows documents and ledger until it is asked to stop.
pub fn follow(live: Arc<Live>, stop: Stop) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut follower = Follower::new(&live);
        let mut looked = Instant::now();
        while !stop.is_asked() {
            std::thread::sleep(STEP);
            if live.poked.swap(false, Ordering::Relaxed) {
                live.read_anew();
                follower.known = pulse(&live);
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                follower.look();
            }
        }
    })
}

/// What the follower saw of the ledger the last time.
struct Follower<'a> {
    live: &'a Live,
    known: Pulse,
    /// When the run that goes on last told something, and how much evidence there was before it.
    run: Option<(Instant, u64)>,
}

impl<'a> Follower<'a> {
    fn new(live: &'a Live) -> Self {
        Self { live, known: pulse(live), run: None }
    }

    fn look(&mut self) {
        let now = pulse(self.live);
        let grown = now.growth != self.known.growth;
        match (&self.run, now.open) {
            (_, true) if grown => {
                let before = self.run.map_or(self.known.growth.evidence, |(_, before)| before);
                self.run = Some((Instant::now(), before));
                self.live.tell(Told::Running(Some(now.growth.evidence.saturating_sub(before))));
            }
            (Some(_), false) => self.end(),
            (Some((heard, _)), true) if heard.elapsed() > SILENCE => self.end(),
            (None, _) if grown || now != self.known => self.live.read_anew(),
            _ => {}
        }
        self.known = now;
    }

    fn end(&mut self) {
        self.run = None;
        self.live.tell(Told::Running(None));
        self.live.read_anew();
    }
}

/// How the ledger is; one that cannot be read for a moment is as if it were empty.
fn pulse(live: &Live) -> Pulse {
    live.site().pulse(&live.question).unwrap_or_default()
}
