//! What may have to stand below an object before something can be done to it: a claim needs a receipt before it is submitted.

use super::actors;
use super::made_with::made_otherwise;
use super::references::{maker, with_references};
use super::workshop::send_new;
use super::{Operation, PathTemplate, Placed, call_on, place_below};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use serde_json::{Value, json};

/// Whether a refusal may come from what an object lacks.
fn may_lack(exchange: &Exchange) -> bool {
    matches!(exchange.answer.status, 400 | 409 | 412 | 422)
}

/// How often more is made below an object.
const ROUNDS: usize = 3;

/// Makes one object of each collection below an object, as whoever made it, and once more as each of the others who may; tells
/// whether there is one more now.
pub fn fill_below(stage: &Stage, placed: &Placed, round: usize) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let known = || {
        let at = placed.item_path.segments().len().checked_sub(1)?;
        stage.shared.workshop.maker(&placed.item_path.prefix(at), placed.values.last()?)
    };
    let maker = match &placed.made {
        Some(made) => made.role.clone(),
        None => match known() {
            Some(maker) => Some(maker),
            // What this run did not make is left as it is.
            None => return Ok(false),
        },
    };
    let acting = stage.acting_as(maker.as_deref(), None);
    let mut filled = false;
    let below = api.operations.iter().enumerate().filter(|(_, operation)| {
        is_directly_below(&operation.path, &placed.item_path)
            && api.is_creation(operation)
            && is_collection(api, operation)
            && operation.request.as_ref().and_then(|body| body.json()).is_some()
    });
    for (number, operation) in below.take(3) {
        // Who wrote one review may not write another: the next one is somebody else's.
        let others = match round {
            0 => Vec::new(),
            _ => actors(stage.target()?, operation).unwrap_or_default(),
        };
        let other = others.get(round % others.len().max(1)).copied().flatten();
        let other = other.map(|role| stage.acting_as(Some(&role.name), Some(number)));
        match send_new(other.as_ref().unwrap_or(&acting), number, operation, &placed.values, 1) {
            Ok(sent) => filled |= sent.exchange.answer.is_success(),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    filled |= put_into(stage, placed)?;
    filled |= round == 0 && refer(stage, placed)?;
    Ok(filled)
}

/// Lets an object refer to what it refers to nothing of so far, one after the other: a patient needs a bed before it is treated; tells
/// whether it does now.
fn refer(stage: &Stage, placed: &Placed) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let stage = &stage.as_anybody();
    let changing = api.operations.iter().enumerate().find(|(_, operation)| {
        matches!(operation.method.as_str(), "PATCH") && operation.path.same(&placed.item_path)
    });
    let Some((number, _)) = changing else { return Ok(false) };
    let members = placed.object.as_ref().and_then(Value::as_object).into_iter().flatten();
    let open: Vec<&String> = members
        .filter(|(name, value)| value.is_null() && maker(api, name).is_some())
        .map(|(name, _)| name)
        .collect();
    let mut referred = false;
    for name in open.into_iter().take(2) {
        let usual = with_references(stage, &json!({ name: 1 }), 1);
        let others = maker(api, name).into_iter().flat_map(|creating| made_otherwise(stage, creating, name));
        // Not each bed is one for each patient: what is refused for one may be taken for one of another sort.
        for body in std::iter::once(usual).chain(others.map(|id| json!({ name: id }))) {
            match call_on(stage, number, &placed.values, Some(&body), &[]) {
                Ok(exchange) if exchange.answer.is_success() => {
                    referred = true;
                    break;
                }
                Ok(exchange) if may_lack(&exchange) => {}
                Err(outcome) if outcome.inconclusive => return Err(outcome),
                _ => break,
            }
        }
    }
    Ok(referred)
}

/// Puts a new object of another collection into an object, by `PUT /boxes/{id}/letters/{letter}`; tells whether one was.
fn put_into(stage: &Stage, placed: &Placed) -> Result<bool, Outcome> {
    let api = &stage.facts.api;
    let (stage, mut filled) = (&stage.as_anybody(), false);
    let puts = api.operations.iter().enumerate().filter(|(_, operation)| {
        operation.method == "PUT"
            && operation.path.ends_with_parameter()
            && operation.path.starts_with(&placed.item_path)
            && operation.path.segments().len() == placed.item_path.segments().len() + 2
    });
    for (number, operation) in puts.take(2) {
        let put = match operation.keyed {
            true => send_new(stage, number, operation, &placed.values, 1).map(|sent| sent.exchange),
            false => place_below(stage, &operation.path, &placed.values).and_then(|other| {
                let body = operation.request.as_ref().and_then(|body| body.json());
                call_on(stage, number, &other.values, body, &[])
            }),
        };
        match put {
            Ok(exchange) => filled |= exchange.answer.is_success(),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => {}
        }
    }
    Ok(filled)
}

/// Does something to an object again and again while it is refused and more can be made below the object; what came of it last.
pub fn until_filled<T>(
    stage: &Stage,
    placed: &mut Placed,
    first: T,
    exchange: &dyn Fn(&T) -> &Exchange,
    again: &mut dyn FnMut(&mut Placed) -> Result<T, Outcome>,
) -> Result<T, Outcome> {
    let mut last = first;
    for round in 0..ROUNDS {
        if !may_lack(exchange(&last)) || !fill_below(stage, placed, round)? {
            break;
        }
        last = again(placed)?;
    }
    Ok(last)
}

fn is_directly_below(path: &PathTemplate, item: &PathTemplate) -> bool {
    path.starts_with(item)
        && path.segments().len() == item.segments().len() + 1
        && !path.ends_with_parameter()
}

/// Whether what it makes can be listed or addressed, so that it is no action on the object.
fn is_collection(api: &super::Api, operation: &Operation) -> bool {
    api.operations.iter().any(|other| {
        let is_list = other.method == "GET" && other.path.same(&operation.path);
        let is_item = other.path.ends_with_parameter()
            && other.path.prefix(other.path.segments().len().saturating_sub(1)).same(&operation.path);
        is_list || is_item
    })
}
