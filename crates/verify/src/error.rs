//! Why a run could not do its job at all.

use abide_ledger::LedgerError;
use abide_workspace::config::UnknownTarget;

/// Why a run could not do its job at all; each is exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// No specification was given.
    #[error("there is no specification to verify; name one, or see `specs` in abide.toml")]
    NoSpecs,
    /// The specifications state nothing.
    #[error("nothing that could be verified is stated in {}; see what is read with `abide model`", .0.join(", "))]
    NoItems(Vec<String>),
    /// No item fits what was asked for.
    #[error("no item is called `{0}`; `abide model` lists the ids")]
    UnknownItem(String),
    /// A target was named that does not exist.
    #[error(transparent)]
    UnknownTarget(#[from] UnknownTarget),
    /// Several targets are configured and none was chosen.
    #[error("abide.toml has several targets ({}); choose one with `--target NAME`", .0.join(", "))]
    ManyTargets(Vec<String>),
    /// The url of the ledger needs a variable that is not set.
    #[error("{0}")]
    LedgerUrl(String),
    /// Evidence could not be stored.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl VerifyError {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        2
    }
}
