//! What commands and agents ask of an open workspace and its ledgers, whichever configuration a statement is of.

use super::{Board, Subject, context, next, queue};
use crate::error::VerifyError;
use crate::evidence_store::find_ledger;
use crate::facts::SpecInput;
use crate::inputs::{InputsError, inputs_of, projects};
use crate::request::{Request, plan};
use crate::trust::TrustStore;
use abide_ledger::LedgerError;
use abide_workspace::check::{DocumentState, Workspace};
use abide_workspace::{Config, LookupError};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who asks, and of what.
pub struct Asking<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The environment, for ledgers and targets.
    pub environment: &'a BTreeMap<String, String>,
    /// What the user allowed.
    pub trust: &'a TrustStore,
    /// As of when.
    pub now: Timestamp,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No single statement is meant.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The ledger or the target cannot be looked at.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// There is nothing to ask about.
    #[error(transparent)]
    Inputs(#[from] InputsError),
}

impl Asking<'_> {
    /// The statement to work on, and what that takes; `skip` of those that wait are passed over.
    pub fn next(&self, skip: usize, budget: Option<usize>) -> Result<Value, AskError> {
        let identities = self.workspace.identities();
        // Each configuration has a ledger and targets of its own; the first of them that something waits in answers.
        let (mut passed, mut idle) = (skip, None);
        for project in projects(self.workspace) {
            let Some((config, specs)) = inputs_of(self.workspace, project) else { continue };
            let ledger = find_ledger(&config, self.environment)?;
            let board = Board::read(ledger.as_ref(), &config, self.now, None)?;
            let repository = self.workspace.root.folder().to_owned();
            let mut request = Request::new(specs.clone(), &config, repository, self.trust);
            request.environment = self.environment.clone();
            // What would be tried is the same on any target; of several, the first stands for all.
            request.target = config.targets.keys().next().filter(|_| config.targets.len() > 1).cloned();
            let (_, plan) = match plan(request) {
                Ok(planned) => planned,
                // What states nothing waits for nobody.
                Err(VerifyError::NoItems(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            let waiting = queue(&board, &specs, &plan);
            let answer = next(self.workspace, &identities, &board, &waiting, passed, budget)?;
            if passed < waiting.len() {
                return Ok(answer);
            }
            passed -= waiting.len();
            idle = Some(answer);
        }
        let mut answer = idle.ok_or(InputsError::None)?;
        if let Value::Object(fields) = &mut answer {
            let done = match skip {
                0 => "nothing waits: all that can be tried is proven",
                _ => "nothing more waits",
            };
            fields.insert("do".to_owned(), vec![done].into());
        }
        Ok(answer)
    }

    /// All around the statement that `id` means.
    pub fn context(&self, id: &str, budget: Option<usize>) -> Result<Value, AskError> {
        let (state, item) = self.workspace.find_item(id)?;
        let (config, spec) = self.spec(state)?;
        let ledger = find_ledger(&config, self.environment)?;
        let board = Board::read(ledger.as_ref(), &config, self.now, None)?;
        let identities = self.workspace.identities();
        let subject = Subject { workspace: self.workspace, identities: &identities, state, item };
        Ok(context(subject, &board, &spec, &self.workspace.check(), budget)?)
    }

    /// Why the statement that `id` means has its verdict.
    pub fn why(&self, id: &str) -> Result<super::Why, AskError> {
        let (state, item) = self.workspace.find_item(id)?;
        let (config, spec) = self.spec(state)?;
        let ledger = find_ledger(&config, self.environment)?;
        let board = Board::read(ledger.as_ref(), &config, self.now, None)?;
        let name = self.workspace.identities().id(&spec.path, &item.id);
        Ok(super::why(&board, &spec, item, name)?)
    }

    /// A document as it is verified, with its configuration.
    fn spec(&self, state: &DocumentState) -> Result<(Arc<Config>, SpecInput), AskError> {
        let (config, specs) = inputs_of(self.workspace, state.project).ok_or(InputsError::None)?;
        let spec = specs.into_iter().find(|spec| *spec.path == *state.file.path).ok_or(InputsError::None)?;
        Ok((config, spec))
    }
}
