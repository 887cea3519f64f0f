//! What has to stand beside an object before something can be made below it: who has an active lease on a plot may water it.

use super::workshop::{place_home, send_new};
use super::{Operation, Placed, actors, bring_into, create, member_for, reference_to};
use crate::claim::Outcome;
use crate::stage::Stage;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For each operation that makes something below an object: what has to stand beside the object.
#[derive(Debug, Default)]
pub struct Companies(Mutex<HashMap<usize, Company>>);

/// An object that refers to another, and by whom it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its resource.
    resource: usize,
    /// The state that it is brought into; none where it stays as it is made.
    state: Option<String>,
    /// As whom it is made, and what needs it after it.
    role: Option<String>,
}

impl Companies {
    fn get(&self, number: usize) -> Option<Company> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    fn keep(&self, number: usize, company: Company) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, company);
    }
}

/// As how many callers, and in how many states, company is looked for.
const CALLERS: usize = 3;
const STATES: usize = 4;

/// Finds what has to stand beside the object below which an operation makes something; tells whether there is such a thing.
pub(super) fn find_company(stage: &Stage, number: usize) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let known = &stage.shared.workshop.companies;
    if known.get(number).is_some() {
        return Ok(true);
    }
    let operation = &api.operations[number];
    let path = operation.home();
    let Some(above) = path.parameters().last().map(|(at, _)| path.prefix(at)) else { return Ok(false) };
    let Some(parent) = api.resources.iter().find(|resource| resource.collection.same(&above)) else {
        return Ok(false);
    };
    let beside = api.resources.iter().enumerate().filter(|(_, resource)| {
        resource
            .create
            .is_some_and(|create| create != number && reference_to(&api.operations[create], parent).is_some())
    });
    let callers = actors(stage.target()?, operation)?;
    for (resource, _) in beside.take(2) {
        for role in callers.iter().take(CALLERS) {
            let role = role.map(|role| role.name.clone());
            let mut states: Vec<Option<String>> = vec![None];
            let mut at = 0;
            while let Some(state) = states.get(at).cloned() {
                at += 1;
                let company = Company { resource, state, role: role.clone() };
                let mut placed = place_home(stage, operation)?;
                let Ok(now) = stand(stage, number, &company, &mut placed) else { continue };
                if send_new(stage, number, operation, &placed.values, 0)?.exchange.answer.is_success() {
                    known.keep(number, company);
                    return Ok(true);
                }
                let next = api.states.edges().iter().filter(|edge| Some(&edge.from) == now.as_ref());
                for next in next.map(|edge| Some(edge.to.clone())).collect::<Vec<_>>() {
                    if !states.contains(&next) && states.len() < STATES {
                        states.push(next);
                    }
                }
            }
        }
    }
    Ok(false)
}

/// Puts what was found beside a new object; what is made below that is made by the same caller.
pub(super) fn accompany(stage: &Stage, operation: &Operation, placed: &mut Placed) -> Result<(), Outcome> {
    let number = stage.facts.api.operations.iter().position(|known| std::ptr::eq(known, operation));
    let Some(number) = number else { return Ok(()) };
    let Some(company) = stage.shared.workshop.companies.get(number) else { return Ok(()) };
    stand(&stage.as_anybody(), number, &company, placed).map(|_| ())
}

/// Makes company for an object; the state in which it is then.
fn stand(
    stage: &Stage,
    number: usize,
    company: &Company,
    placed: &mut Placed,
) -> Result<Option<String>, Outcome> {
    let api = &stage.facts.api;
    let resource = &api.resources[company.resource];
    let unknown = || Outcome::unproven("what has to stand beside it cannot be made");
    let create_number = resource.create.ok_or_else(unknown)?;
    let path = api.operations[number].home();
    let above = path.parameters().last().map(|(at, _)| path.prefix(at)).ok_or_else(unknown)?;
    let parent = api.resources.iter().find(|known| known.collection.same(&above)).ok_or_else(unknown)?;
    let member = reference_to(&api.operations[create_number], parent).ok_or_else(unknown)?;
    let id = placed.values.last().cloned().ok_or_else(unknown)?;
    // The way in which the object itself writes its name.
    let shown = placed.object.as_ref().and_then(Value::as_object).into_iter().flatten();
    let written = shown
        .map(|(_, value)| value)
        .find(|value| value.as_i64().map(|n| n.to_string()).as_ref() == Some(&id));
    let reference = written.cloned().unwrap_or_else(|| json!(id));
    let acting = stage.acting_as(company.role.as_deref(), Some(create_number));
    let made = create(&acting, create_number, &[], &|body| {
        body.insert(member.clone(), reference.clone());
    })?;
    let object = made.object(stage, resource)?;
    let item = api.item_path(resource).ok_or_else(unknown)?;
    let mut beside = object.placed(item, Some(object.shown.clone()));
    if let Some(state) = &company.state {
        bring_into(&stage.as_anybody(), &mut beside, state)?;
    }
    // What is done to the object from now on is done by whoever the company belongs to.
    if let Some(name) = path.parameters().last().map(|(_, name)| name)
        && let Some(id) =
            placed.object.as_ref().and_then(|object| member_for(name, &above, object)).or(Some(id))
    {
        stage.shared.workshop.note_maker(&above, &id, company.role.as_deref());
    }
    let state = beside.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    Ok(state)
}
