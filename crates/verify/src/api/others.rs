//! Who else makes something, where one of those who may has as many of it as they may have: a family at most six, the office any number.

use super::actor::actors;
use super::retire::found_no_room;
use super::{Operation, is_crowded};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// As whom what an operation makes is made, since others had no room left.
#[derive(Debug, Default)]
pub struct Rather(Mutex<HashMap<usize, String>>);

impl Rather {
    /// Whether an operation makes something as this role rather than as others.
    pub(super) fn is_role(&self, number: usize, name: &str) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&number).is_some_and(|role| role == name)
    }

    /// Whether there is anything to ask for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

fn is_anybody(stage: &Stage) -> bool {
    stage.acting.as_ref().is_none_or(|acting| acting.role.is_none() && acting.on.is_none())
}

/// Tries a creation that found no room as each of the others who may, up to the first for whom it works.
pub(super) fn as_another<T>(
    stage: &Stage,
    (number, operation): (usize, &Operation),
    (refused, tried): (&Exchange, Option<&str>),
    attempt: &mut dyn FnMut(&Stage) -> Result<Option<T>, Outcome>,
) -> Result<Option<T>, Outcome> {
    let full = refused.answer.status == 409 && (is_crowded(&refused.answer) || found_no_room());
    if !full || !is_anybody(stage) || operation.home().parameters().next().is_some() {
        return Ok(None);
    }
    for role in actors(stage.target()?, operation)?.into_iter().flatten() {
        if Some(role.name.as_str()) == tried {
            continue;
        }
        if let Some(made) = attempt(&stage.acting_as(Some(&role.name), Some(number)))? {
            let known = &stage.shared.workshop.rather.0;
            known.lock().unwrap_or_else(PoisonError::into_inner).insert(number, role.name.clone());
            return Ok(Some(made));
        }
    }
    Ok(None)
}
