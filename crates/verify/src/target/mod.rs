//! The system under test: reached at its address, or started for the run and ended with it.

mod places;
mod receiver;
mod start;

pub use places::{DATABASE, PORT, Places};
pub use receiver::Receiver;
pub use start::{Start, Trouble, start};

use crate::http::{Client, Exchange, repeat};
use crate::process::{Exit, Process};
use crate::secrets::Role;
use abide_ledger::{Digest, Redactor};
use abide_workspace::config;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// A system under test that answers.
#[derive(Debug)]
pub struct Target {
    /// Its name in `abide.toml`, or its address.
    pub name: String,
    /// Calls it.
    pub client: Client,
    /// How to act on it.
    pub roles: Vec<Role>,
    /// Values for parameters of paths.
    pub parameters: BTreeMap<String, String>,
    /// Whether its address outlives the run.
    pub lasting: bool,
    redactor: Redactor,
    receiver: Option<Receiver>,
    process: Option<Mutex<Process>>,
    stop: Option<start::StopCommand>,
    // Dropped last: the process may still write there.
    places: Option<Places>,
}

impl Target {
    /// Whether this run started it, so that nobody else's data is in it.
    pub fn is_our_own(&self) -> bool {
        self.process.is_some()
    }

    /// The role of that name, without regard to case.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name.eq_ignore_ascii_case(name))
    }

    /// A command that makes a call again.
    pub fn repeat(&self, exchange: &Exchange) -> String {
        repeat(exchange, &self.redactor, self.lasting)
    }

    /// The file that `{database}` stands for, whether or not there is one.
    pub fn database(&self) -> Option<PathBuf> {
        self.places.as_ref().map(Places::database)
    }

    /// What was delivered to the built-in receiver, where `abide.toml` uses `{events}`.
    pub fn receiver(&self) -> Option<&Receiver> {
        self.receiver.as_ref()
    }

    /// How the process of the target ended, where it was started for the run and has ended by itself.
    pub fn ended(&self) -> Option<Exit> {
        let process = self.process.as_ref()?;
        process.lock().unwrap_or_else(PoisonError::into_inner).exit()
    }

    /// What the process of the target wrote so far.
    pub fn output(&self) -> String {
        let process = self
            .process
            .as_ref()
            .map(|process| process.lock().unwrap_or_else(PoisonError::into_inner).written());
        self.redactor.redact(&process.unwrap_or_default()).into_owned()
    }

    /// Ends the process of the target with everything that it started.
    pub fn end(&self) {
        if let Some(stop) = &self.stop {
            stop.run();
        }
        if let Some(process) = &self.process {
            process.lock().unwrap_or_else(PoisonError::into_inner).end();
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.end();
        // Only now may the folder of the database go.
        self.process = None;
        self.places = None;
    }
}

/// The digest of how a target is described: what a proof was made against. Secrets take no part in it.
pub fn describe(target: &config::Target) -> Digest {
    let roles: Vec<_> =
        target.roles.iter().map(|(name, role)| (name, role.headers.keys().collect::<Vec<_>>())).collect();
    let variables: Vec<_> = target.env.keys().collect();
    let parts = (
        &target.url,
        &target.start,
        &target.migrate,
        &target.ready,
        &target.database,
        variables,
        roles,
        &target.parameters,
    );
    Digest::of(serde_json::to_vec(&parts).unwrap_or_default())
}

/// Whether a command or variable of the target uses a placeholder.
pub fn uses(target: &config::Target, placeholder: &str) -> bool {
    let commands = [&target.start, &target.migrate, &target.stop].into_iter().flatten().flatten();
    let texts = commands.chain(target.env.values()).chain(&target.url).chain(&target.database);
    texts.into_iter().any(|text| text.contains(placeholder))
}

#[cfg(test)]
mod tests;
