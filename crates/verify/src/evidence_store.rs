//! The ledger that `abide.toml` names.

use crate::error::VerifyError;
use abide_ledger::{Ledger, Redactor};
use abide_workspace::{Config, config};
use std::collections::BTreeMap;

/// Opens the ledger of `abide.toml`, with every `${NAME}` in its url filled in, and makes it where there is none.
pub fn open_ledger(
    config: &Config,
    environment: &BTreeMap<String, String>,
    redactor: Redactor,
) -> Result<Ledger, VerifyError> {
    Ok(Ledger::open(&url(config, environment)?, &config.folder, redactor)?)
}

/// Opens the ledger of `abide.toml` where there is one: looking at it makes none.
pub fn find_ledger(
    config: &Config,
    environment: &BTreeMap<String, String>,
) -> Result<Option<Ledger>, VerifyError> {
    let url = url(config, environment)?;
    match Ledger::exists(&url, &config.folder) {
        true => Ok(Some(Ledger::open(&url, &config.folder, Redactor::none())?)),
        false => Ok(None),
    }
}

fn url(config: &Config, environment: &BTreeMap<String, String>) -> Result<String, VerifyError> {
    let lookup = |name: &str| environment.get(name).cloned();
    config::expand(&config.ledger_url, lookup)
        .map_err(|error| VerifyError::LedgerUrl(format!("`ledger.url`: {error}")))
}
