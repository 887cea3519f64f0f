//! What a claim may use while it is tried.

use crate::api::Workshop;
use crate::claim::Outcome;
use crate::database::Access;
use crate::facts::Facts;
use crate::http::{Call, CallError, Exchange};
use crate::limits::{Deadline, Limits, Stop};
use crate::listing::Listing;
use crate::load::Measured;
use crate::process::{self, Finished, Launch};
use crate::session::Played;
use crate::source::Sources;
use crate::target::{Places, Receiver, Target};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// What all claims of a run share.
pub struct Shared {
    /// The bounds of the run.
    pub limits: Limits,
    /// Ends the run.
    pub stop: Stop,
    /// What varied data is derived from.
    pub seed: u64,
    /// Objects made on the target.
    pub workshop: Workshop,
    listing: OnceLock<Listing>,
    receiver: OnceLock<Option<Receiver>>,
    database: OnceLock<Result<Access, Outcome>>,
    sources: OnceLock<Sources>,
    measured: Mutex<HashMap<String, Arc<Measured>>>,
    played: Mutex<HashMap<usize, Arc<Session>>>,
}

/// The session of a document, played at the first question.
type Session = OnceLock<Result<Arc<Played>, Outcome>>;

impl Shared {
    /// For one run.
    pub fn new(limits: Limits, stop: Stop, seed: u64) -> Self {
        Self {
            limits,
            stop,
            seed,
            workshop: Workshop::new(seed),
            listing: OnceLock::new(),
            receiver: OnceLock::new(),
            database: OnceLock::new(),
            sources: OnceLock::new(),
            measured: Mutex::default(),
            played: Mutex::default(),
        }
    }

    /// What a load showed, where several statements are about the same.
    pub fn measured(&self, load: &str) -> Option<Arc<Measured>> {
        self.measured.lock().unwrap_or_else(PoisonError::into_inner).get(load).cloned()
    }

    /// Keeps what a load showed for the next statement about it, or forgets it, so that it is put on again.
    pub fn keep_measured(&self, load: &str, measured: Option<&Arc<Measured>>) {
        let mut kept = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        match measured {
            Some(measured) => kept.insert(load.to_owned(), Arc::clone(measured)),
            None => kept.remove(load),
        };
    }
}

/// As whom a claim acts, where it may not be just anybody who may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The name of the role in `abide.toml`; none for somebody who shows no key.
    pub role: Option<String>,
    /// The operation that nobody else may call, by number. All others are called as this role where it may, else as another.
    pub on: Option<usize>,
}

/// What one claim may use.
pub struct Stage<'a> {
    /// Everything that was known before the run.
    pub facts: &'a Facts,
    /// What all claims share.
    pub shared: &'a Shared,
    /// When this claim has to be done.
    pub deadline: Deadline,
    /// As whom it acts.
    pub acting: Option<Acting>,
    /// The operations for which this claim searches what lets them make something, each for the sake of the one before.
    searching: Vec<usize>,
    target: Option<&'a Target>,
}

impl<'a> Stage<'a> {
    /// For one claim.
    pub fn new(facts: &'a Facts, shared: &'a Shared, target: Option<&'a Target>) -> Self {
        let deadline = Deadline::after(shared.limits.claim);
        Self { facts, shared, deadline, acting: None, searching: Vec::new(), target }
    }

    /// The same stage, on which somebody acts.
    pub fn acting_as(&self, role: Option<&str>, on: Option<usize>) -> Self {
        Self { acting: Some(Acting { role: role.map(str::to_owned), on }), ..self.as_anybody() }
    }

    /// The same stage, on which anybody acts who may.
    pub fn as_anybody(&self) -> Self {
        Self {
            facts: self.facts,
            shared: self.shared,
            deadline: self.deadline,
            acting: None,
            searching: self.searching.clone(),
            target: self.target,
        }
    }

    /// The same stage, for the search of what lets an operation make something, or for making it in the way that was found; none
    /// within the same, or deep within others: things may need each other.
    pub fn searching(&self, number: usize) -> Option<Self> {
        const DEEPEST: usize = 3;
        let known = self.searching.contains(&number) || self.searching.len() >= DEEPEST;
        let searching = self.searching.iter().copied().chain([number]).collect();
        (!known).then(|| Self { searching, acting: self.acting.clone(), ..self.as_anybody() })
    }

    /// The target; the engine sees to it that there is one for claims that need it.
    pub fn target(&self) -> Result<&'a Target, Outcome> {
        self.target.ok_or_else(|| Outcome::blocked("there is no target"))
    }

    /// Calls the target. What brought no answer is an outcome: of the system, or of the run.
    pub fn call(&self, call: &Call) -> Result<Exchange, Outcome> {
        let target = self.target()?;
        target.client.send(call, self.deadline).map_err(|error| no_answer(target, call, &error))
    }

    /// Runs a command in the folder of `abide.toml`, within the limits.
    pub fn run(&self, words: &[String], environment: &BTreeMap<String, String>) -> Result<Finished, Outcome> {
        self.run_in(&self.facts.project.folder, words, environment)
    }

    /// Runs a command in an empty folder, where nothing of the system is.
    pub fn run_nowhere(
        &self,
        words: &[String],
        environment: &BTreeMap<String, String>,
    ) -> Result<Finished, Outcome> {
        let empty = tempfile::tempdir()
            .map_err(|error| Outcome::inconclusive(format!("there is no empty folder: {error}")))?;
        self.run_in(empty.path(), words, environment)
    }

    fn run_in(
        &self,
        folder: &Path,
        words: &[String],
        environment: &BTreeMap<String, String>,
    ) -> Result<Finished, Outcome> {
        let launch = Launch { words, folder, environment, keep: self.shared.limits.output };
        let shown = shell_words::join(words);
        process::run(launch, self.command_limit(), &self.shared.stop)
            .map_err(|error| Outcome::blocked(format!("`{shown}` could not be started: {error}")))
    }

    /// Runs a command of the target's own with its environment, on a database of the caller's choice.
    pub fn run_for_target(
        &self,
        words: &[String],
        places: &Places,
        database: &Path,
    ) -> Result<Finished, Outcome> {
        let fill = |text: &str| places.fill_with(text, database);
        self.run_filled(words, &fill, &str::to_owned)
    }

    /// Runs a command of the target's own with its environment, where addresses are replaced in everything that it is given.
    pub fn run_replaced(
        &self,
        words: &[String],
        replace: &dyn Fn(&str) -> String,
    ) -> Result<Finished, Outcome> {
        self.run_filled(words, replace, replace)
    }

    fn run_filled(
        &self,
        words: &[String],
        own: &dyn Fn(&str) -> String,
        inherited: &dyn Fn(&str) -> String,
    ) -> Result<Finished, Outcome> {
        let project = &self.facts.project;
        let words = project.expand(words).map_err(|error| Outcome::blocked(error.to_string()))?;
        let words: Vec<String> = words.iter().map(|word| own(word)).collect();
        let given = project.environment.iter().map(|(name, value)| (name.clone(), inherited(value)));
        let of_target = project.resolved.environment.iter();
        let of_target = of_target.map(|(name, value)| (name.clone(), own(value)));
        self.run(&words, &given.chain(of_target).collect())
    }

    /// A command line that runs words in the folder of `abide.toml`, from the root of the repository.
    pub fn repeated(&self, words: &[String]) -> String {
        let project = &self.facts.project;
        let command = match words {
            [shell, flag, script] if shell == "sh" && flag == "-c" => format!("({script})"),
            words => shell_words::join(words),
        };
        match project.folder.strip_prefix(&project.repository) {
            Ok(folder) if !folder.as_os_str().is_empty() => {
                format!("cd {} && {command}", shell_words::quote(&folder.to_string_lossy()))
            }
            _ => command,
        }
    }

    /// How long a command may take.
    pub fn command_limit(&self) -> Duration {
        let target = self.facts.project.target.as_ref().filter(|target| target.start.is_some());
        target.map_or(self.shared.limits.command, |target| target.timeout)
    }

    /// What receives webhooks: that of `{events}`, or one that somebody may subscribe to a target on this machine.
    pub fn receiver(&self) -> Option<&Receiver> {
        let target = self.target?;
        let host = target.client.address().0;
        let here = matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1");
        target.receiver().or_else(|| {
            let start = || if here { Receiver::start().ok() } else { None };
            self.shared.receiver.get_or_init(start).as_ref()
        })
    }

    /// What is in the database, looked at once.
    pub fn database(&self) -> Result<&Access, Outcome> {
        self.shared.database.get_or_init(|| Access::open(self)).as_ref().map_err(Outcome::clone)
    }

    /// The terminal session of a specification, played once.
    pub fn played(&self, number: usize) -> Result<Arc<Played>, Outcome> {
        let session = {
            let mut played = self.shared.played.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(played.entry(number).or_default())
        };
        let spec = self.facts.specs.get(number);
        let spec = spec.ok_or_else(|| Outcome::unproven("there is no such specification"))?;
        session.get_or_init(|| Played::of(self, spec).map(Arc::new)).clone()
    }

    /// The sources of the repository, read at the first call.
    pub fn sources(&self) -> &Sources {
        self.shared.sources.get_or_init(|| Sources::of(&self.facts.project.repository, self.listing()))
    }

    /// The files of the repository, listed at the first call.
    pub fn listing(&self) -> &Listing {
        self.shared.listing.get_or_init(|| Listing::of(&self.facts.project.repository))
    }
}

fn no_answer(target: &Target, call: &Call, error: &CallError) -> Outcome {
    let title = format!("{} {}", call.method, call.path);
    match error {
        CallError::Stopped => Outcome::inconclusive("the run was stopped"),
        CallError::Elsewhere(_) | CallError::Invalid(_) => Outcome::unproven(error.to_string()),
        CallError::NoAnswer(_) | CallError::TooSlow(_) | CallError::Silent(_) => match target.ended() {
            Some(exit) => Outcome::inconclusive(format!("the target ended during the run: {exit}"))
                .showing(title, target.output()),
            None => Outcome::inconclusive(format!("{title}: {error}")).showing(title, error.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_of_markdown};

    #[test]
    fn a_search_within_one_for_the_same_is_none() {
        let facts = facts_of_markdown("# Nets\n", "", Setup::default());
        let shared = Shared::new(Limits::default(), Stop::new(), 1);
        let stage = Stage::new(&facts, &shared, None);
        let first = stage.searching(1).unwrap();
        assert!(first.searching(1).is_none());
        assert!(first.acting_as(Some("clerk"), None).searching(1).is_none(), "whoever acts");
        assert!(stage.acting_as(Some("clerk"), None).searching(1).unwrap().acting.is_some());
        let third = first.searching(2).unwrap().searching(3).unwrap();
        assert!(third.searching(4).is_none(), "deep within others");
        assert!(stage.searching(1).is_some(), "one after the other");
    }
}
