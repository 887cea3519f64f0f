//! The target once more, beside the one that is tested: with a port and data of its own, and with other settings.

use crate::claim::Outcome;
use crate::project::Project;
use crate::stage::Stage;
use crate::target::{self, Start, Target, Trouble, uses};

/// What came of starting the target once more.
pub enum Began {
    /// It is ready.
    Ready(Box<Target>),
    /// It ended by itself before it was ready; with what it wrote.
    Refused(String),
    /// It is not known whether it would have got ready.
    Unclear(String),
}

impl Began {
    /// The target, or why there is none.
    pub fn ready(self) -> Result<Box<Target>, Outcome> {
        match self {
            Began::Ready(target) => Ok(target),
            Began::Refused(reason) | Began::Unclear(reason) => {
                Err(Outcome::unproven(format!("a second target could not be started: {reason}")))
            }
        }
    }
}

/// Whether a second target harms nothing: it has a port and a database of its own.
pub fn is_harmless(project: &Project) -> bool {
    let Some(described) = &project.target else { return false };
    let own_port = described.url.as_ref().is_some_and(|url| url.contains(target::PORT));
    let own_data = match &described.database {
        Some(database) => database.contains(target::DATABASE),
        None => described.migrate.is_none() || uses(described, target::DATABASE),
    };
    described.start.is_some() && described.stop.is_none() && own_port && own_data
}

/// Starts the target once more, with these variables of its environment set, or taken away.
pub fn begin(stage: &Stage, changes: &[(&str, Option<&str>)]) -> Began {
    let project = &stage.facts.project;
    let Some(described) = &project.target else { return Began::Unclear("there is no target".to_owned()) };
    let (mut environment, mut resolved) = (project.environment.clone(), project.resolved.clone());
    for (name, value) in changes {
        environment.remove(*name);
        resolved.environment.remove(*name);
        if let Some(value) = value {
            resolved.environment.insert((*name).to_owned(), (*value).to_owned());
        }
    }
    let (limits, stop) = (stage.shared.limits, &stage.shared.stop);
    let start = Start {
        target: described,
        folder: &project.folder,
        environment: &environment,
        resolved: &resolved,
        limits,
        stop,
    };
    match target::start(start) {
        Ok(target) => Began::Ready(Box::new(target)),
        Err(Trouble { reason, output })
            if reason.contains("ended before it was ready") || reason.contains("`migrate` failed") =>
        {
            Began::Refused(format!("{reason}\n{output}"))
        }
        Err(Trouble { reason, .. }) => Began::Unclear(reason),
    }
}
