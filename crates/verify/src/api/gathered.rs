//! What something is made from, and has to be there before: an invoice is made "from approved entries" of its client.

use super::home_state::{find_home_state, settle_referred};
use super::object::Object;
use super::references::references;
use super::{Api, Resource, bring_into, has_phrase, plain};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many references may lie between what is gathered and what both belong to.
const LONGEST: usize = 3;

/// For each operation that makes something from other things: what it is made from.
#[derive(Debug, Default)]
pub struct Gatherings(Mutex<HashMap<usize, Gathered>>);

impl Gatherings {
    fn get(&self, number: usize) -> Option<Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    /// Remembers what an operation makes something from.
    pub fn keep(&self, number: usize, gathered: Gathered) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, gathered);
    }
}

/// What something is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Its resource.
    resource: usize,
    /// The state that it has to be in.
    state: String,
    /// The member of the request that names what both belong to.
    member: String,
    /// From the one to the other: each member, and the operation that makes what it refers to.
    chain: Vec<(String, usize)>,
}

/// What an operation is said to make something from, where both belong to the same: "makes a draft from approved entries".
pub fn gathered(stage: &Stage, number: usize) -> Option<Gathered> {
    let api = &stage.facts.api;
    let operation = api.operations.get(number)?;
    let summary = plain(&operation.summary);
    let asked = operation.request.as_ref()?.json()?;
    let (resource, state) = api.resources.iter().enumerate().find_map(|(at, resource)| {
        let apart = resource.create.is_some_and(|create| create != number);
        Some((at, named_with_state(api, resource, &summary).filter(|_| apart)?))
    })?;
    let create = api.resources.get(resource)?.create?;
    references(stage, asked).into_iter().find_map(|(member, common)| {
        let chain = chain(stage, create, common, LONGEST)?;
        Some(Gathered { resource, state: state.clone(), member, chain })
    })
}

/// The state in which a text says that objects are taken: "from approved entries", "out of all the paid orders".
fn named_with_state(api: &Api, resource: &Resource, text: &str) -> Option<String> {
    const FROM: &[&str] = &["from", "out of"];
    let behind = FROM.iter().find_map(|word| {
        let at = super::sentence::places(text, word).next()?;
        text.get(at + word.len()..)
    })?;
    let behind = behind.trim_start();
    let said: Vec<&str> = behind.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).collect();
    let at = said.iter().take(6).position(|word| resource.is_named_in(word))?;
    let mut before = said.iter().take(at).filter(|word| api.states.knows(word));
    let state = before.next().filter(|_| before.next().is_none())?;
    (!has_phrase(behind, "not")).then(|| (*state).to_owned())
}

/// The references that lead from what one operation makes to what another one does.
fn chain(stage: &Stage, from: usize, to: usize, longest: usize) -> Option<Vec<(String, usize)>> {
    let body = stage.facts.api.operations.get(from)?.request.as_ref()?.json()?;
    let direct = references(stage, body);
    if let Some(found) = direct.iter().find(|(_, creating)| *creating == to) {
        return Some(vec![found.clone()]);
    }
    let shorter = longest.checked_sub(1).filter(|left| *left > 0)?;
    direct.into_iter().filter(|(_, creating)| *creating != from).find_map(|(member, creating)| {
        let rest = chain(stage, creating, to, shorter)?;
        Some(std::iter::once((member, creating)).chain(rest).collect())
    })
}

/// Makes what the request of an operation needs to be there, where that is known, and lets the request speak of it.
pub(super) fn prepare(stage: &Stage, number: usize, body: &mut Value) -> Result<(), Outcome> {
    match stage.shared.workshop.gatherings.get(number) {
        Some(gathered) => gather(&stage.as_anybody(), &gathered, body),
        None => Ok(()),
    }
}

/// Makes what something is made from, and lets the request for that speak of the same object and of the same days.
pub fn gather(stage: &Stage, gathered: &Gathered, body: &mut Value) -> Result<(), Outcome> {
    let api = &stage.facts.api;
    let lost = || Outcome::unproven("what it is made from cannot be made");
    let resource = api.resources.get(gathered.resource).ok_or_else(lost)?;
    let create_number = resource.create.ok_or_else(lost)?;
    // What it is made from may itself need something in a state.
    find_home_state(stage, create_number)?;
    let mut reference = body.get(&gathered.member).cloned().ok_or_else(lost)?;
    // From what both belong to down to what refers to it.
    for at in (1..gathered.chain.len()).rev() {
        let (Some((name, _)), Some((above, creating))) = (gathered.chain.get(at), gathered.chain.get(at - 1))
        else {
            return Err(lost());
        };
        let between = api.resources.iter().find(|known| known.create == Some(*creating)).ok_or_else(lost)?;
        let value = reference.clone();
        let made = Object::make(stage, between, &|body| {
            body.insert(name.clone(), value.clone());
        })?;
        let below = at.checked_sub(2).and_then(|at| gathered.chain.get(at)).map(|(_, creating)| *creating);
        let item = api.item_path(between).ok_or_else(lost)?;
        let mut placed = made.placed(item, Some(made.shown.clone()));
        settle_referred(stage, below.unwrap_or(create_number), above, &mut placed)?;
        reference = made.shown.get("id").cloned().ok_or_else(lost)?;
    }
    let (name, _) = gathered.chain.first().ok_or_else(lost)?;
    let made = Object::make(stage, resource, &|body| {
        body.insert(name.clone(), reference.clone());
    })?;
    let item = api.item_path(resource).ok_or_else(lost)?;
    let mut placed = made.placed(item, Some(made.shown.clone()));
    bring_into(stage, &mut placed, &gathered.state)?;
    on_its_days(&made, body);
    Ok(())
}

/// Two days of a request, from and to, become the one day of what it is made from.
fn on_its_days(made: &Object, body: &mut Value) {
    let is_day = |value: &Value| {
        value.as_str().is_some_and(|text| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10)
    };
    let mut own = made.sent.as_object().into_iter().flatten().filter(|(_, value)| is_day(value));
    let (Some((_, day)), None) = (own.next(), own.next()) else { return };
    let Some(members) = body.as_object_mut() else { return };
    let mut days: Vec<&mut Value> =
        members.iter_mut().filter(|(_, value)| is_day(value)).map(|(_, value)| value).collect();
    if days.len() == 2 {
        days.iter_mut().for_each(|value| **value = day.clone());
    }
}
