//! What brings an event about.

use crate::api::{
    Api, Operation, PathTemplate, Placed, bring_into, carry_out, movers, operation_in, perform, place,
};
use crate::claim::Outcome;
use crate::http::Exchange;
use crate::stage::Stage;
use crate::words;

/// What brings an event about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A documented operation.
    Operation(usize),
    /// An object of this operation's making comes into a state.
    State(usize, String),
}

/// What was done, and to which object.
pub struct Done {
    /// The call that brings the event about.
    pub exchange: Exchange,
    /// What names the object.
    pub id: Option<String>,
}

impl Trigger {
    /// Reads what a statement says, or what the event's own name means.
    pub fn read(api: &Api, name: &str, source: &str) -> Result<Self, String> {
        if let Some((method, path)) = operation_in(source) {
            let mut all = api.operations.iter().enumerate();
            let found = all.find(|(_, operation)| {
                operation.method == method && (operation.path.same(&path) || operation.path.ends_with(&path))
            });
            if let Some((number, _)) = found {
                return Ok(Self::Operation(number));
            }
        }
        let parts: Vec<String> = name.split(['.', '_', ':', '-', '/']).flat_map(words::parts).collect();
        let uncertain =
            || "what brings the event about is neither stated nor evident from its name".to_owned();
        let (verb, noun) = match parts.as_slice() {
            [noun @ .., verb] if !noun.is_empty() => (verb.clone(), noun.to_vec()),
            _ => return Err(uncertain()),
        };
        let creating = api.operations.iter().enumerate().find(|(_, operation)| {
            let last = operation.path.last_literal().map(words::singular).unwrap_or_default();
            let noun = noun.iter().map(|part| words::singular(part)).collect::<Vec<_>>();
            api.is_creation(operation)
                && (noun.last() == Some(&last) || noun.join("-") == last || noun.join("_") == last)
        });
        let Some((number, creation)) = creating else { return Err(uncertain()) };
        let stated =
            words::code_spans(source).into_iter().map(|(_, code)| code).find(|code| api.states.knows(code));
        let state = stated.map(str::to_owned).or_else(|| {
            api.states.names().into_iter().find(|state| words::folded(state) == words::folded(&verb))
        });
        if let Some(state) = state {
            return Ok(Self::State(number, state));
        }
        let on_item = |methods: &[&str]| {
            api.operations.iter().position(|operation| {
                methods.contains(&operation.method.as_str())
                    && operation.path.starts_with(&creation.home())
                    && operation.path.segments().len() == creation.home().segments().len() + 1
            })
        };
        // `assessed` is what `POST /tests/{id}/assess` does.
        let deed = api.operations.iter().position(|operation| {
            !operation.is_safe()
                && operation.path.starts_with(&creation.home())
                && operation.path.segments().len() == creation.home().segments().len() + 2
                && operation.path.last_literal().is_some_and(|deed| words::brings(deed, &verb))
        });
        let found = match verb.as_str() {
            _ if deed.is_some() => deed,
            "created" | "registered" | "opened" | "added" | "placed" | "submitted" | "recorded"
            | "requested" | "booked" | "new" => Some(number),
            "updated" | "changed" | "modified" | "edited" => on_item(&["PATCH", "PUT"]),
            "deleted" | "removed" => on_item(&["DELETE"]),
            _ => called(api, &creation.home(), &verb),
        };
        found.map(Self::Operation).ok_or_else(uncertain)
    }

    /// Brings the event about, with a new object.
    pub fn bring_about(&self, stage: &Stage) -> Result<Done, Outcome> {
        let api = &stage.facts.api;
        match self {
            Trigger::Operation(number) => {
                let operation = &api.operations[*number];
                let performed = perform(stage, *number)?;
                let exchange = performed.exchange;
                if !exchange.answer.is_success() {
                    return Err(failed(&exchange));
                }
                let made = exchange.answer.json().map(crate::api::unwrapped);
                let id = match api.is_creation(operation) {
                    true => made.and_then(|object| api.id_in(&operation.home(), &object)),
                    false => performed.placed.values.last().cloned(),
                };
                Ok(Done { exchange, id })
            }
            Trigger::State(creating, state) => into_state(stage, *creating, state),
        }
    }
}

/// The only operation on such things whose summary begins with the verb: `shift.cancelled` is what "Cancel a shift" does, a DELETE as well.
fn called(api: &Api, home: &PathTemplate, verb: &str) -> Option<usize> {
    let does = |(_, operation): &(usize, &Operation)| {
        let first = operation.summary.split_whitespace().next().unwrap_or_default();
        let named = words::bases(first).into_iter().chain([first.to_lowercase()]);
        !operation.is_safe()
            && operation.path.starts_with(home)
            && named.into_iter().any(|first| words::brings(&first, verb))
    };
    let mut all = api.operations.iter().enumerate().filter(does);
    let (number, _) = all.next()?;
    all.next().is_none().then_some(number)
}

fn failed(exchange: &Exchange) -> Outcome {
    let reason =
        format!("{}, which brings the event about, answered {}", exchange.title(), exchange.answer.status);
    Outcome::unproven(reason).showing(exchange.sent(), exchange.seen())
}

/// Brings a new object into a state by the last of the changes that lead there.
fn into_state(stage: &Stage, creating: usize, state: &str) -> Result<Done, Outcome> {
    let api = &stage.facts.api;
    let path = &api.operations[creating].path;
    let on_object = api.operations.iter().find(|operation| {
        operation.path.starts_with(path)
            && operation.path.parameters().count() == path.parameters().count() + 1
    });
    let operation =
        on_object.ok_or_else(|| Outcome::unproven("no documented operation is about such an object"))?;
    let mut placed: Placed = place(stage, operation)?;
    let shown = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    if shown.as_deref() == Some(state) {
        let made =
            placed.made.ok_or_else(|| Outcome::unproven("no documented operation makes such an object"))?;
        return Ok(Done { exchange: made.exchange, id: placed.values.last().cloned() });
    }
    let mut last = Err(Outcome::unproven(format!("no stated change of state leads into {state}")));
    for before in api.states.before(state) {
        if let Err(outcome) = bring_into(stage, &mut placed, before) {
            last = Err(outcome);
            continue;
        }
        for mover in movers(stage, &placed, Some(before), state) {
            let (exchange, _) = carry_out(stage, &mut placed, &mover, state)?;
            if exchange.answer.is_success() {
                return Ok(Done { exchange, id: placed.values.last().cloned() });
            }
            last = Err(failed(&exchange));
        }
    }
    last
}
