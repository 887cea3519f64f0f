//! Exit codes, the same for every command. The output format never changes them.

use std::process::ExitCode;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing to complain about.
    Ok = 0,
    /// Findings, refutations or differences; the evidence is complete.
    Findings = 1,
    /// The job could not be done: usage, settings, unreadable files, nothing matched.
    CouldNotRun = 2,
    /// Evidence could not be gathered, so that nothing can be said.
    Inconclusive = 3,
    /// Stopped by the user.
    Interrupted = 130,
}

impl Exit {
    /// All codes with what they mean, for the documentation.
    pub const ALL: &[(Exit, &str)] = &[
        (Exit::Ok, "nothing to complain about"),
        (Exit::Findings, "findings, refutations or differences, with complete evidence"),
        (
            Exit::CouldNotRun,
            "could not do its job: usage, settings, an unreadable file, or nothing that matched",
        ),
        (Exit::Inconclusive, "inconclusive: evidence could not be gathered"),
        (Exit::Interrupted, "interrupted"),
    ];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
