//! Objects go through the stated states, and through no others.

mod said;
mod told;
mod trial;

use crate::api::{Api, Edge, PathTemplate, Sort, beginning, changes};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::words;
use abide_model::Kind;
use said::{Others, Start};
use std::collections::{HashMap, HashSet};

/// Objects go through the stated states, and through no others.
pub const PROBE: Probe = Probe {
    name: "states",
    summary: "Every stated change of state is possible, every other is refused, and objects start where they should",
    documentation: "\
Takes every transition, and statements about them: \"any other change is refused with 409\", \"an order starts as `draft`\".

Needs a target, and the headers of a role that may make the changes. The specification has to document how an object that has the states is made, and how its state \
changes: by an operation that the transition names, by one that takes the state in its body (`{\"status\": \"paid\"}`), or by one that is named after it \
(`POST /orders/{id}/cancel`).

A stated change is tried on a new object that is brought into the state before it by other stated changes. It is refuted by an answer of success that leaves the \
object in another state, by a server error, and by the refusal that the specification documents for changes that are not allowed. Whatever else \
the request lacks leaves it unproven.

Every other change is tried from each state in turn. Success with the object in the new state refutes the statement that no other change is possible; where \
the specification nowhere says so, it is reported and refutes nothing. Another status than the stated one refutes where the same request makes the change \
from a state in which it is allowed.

Sentences about one thing count as well: \"only a requested loan can be approved or declined\", \"a delivery that is announced cannot be graded\". A change that such a sentence says to be possible is \
not refuted by a refusal, which may have another reason.",
    kinds: &[
        Kind::Transition,
        Kind::Requirement,
        Kind::Check,
        Kind::Exception,
        Kind::Step,
        Kind::Endpoint,
    ],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.kind == Kind::Transition {
        return of_transition(context);
    }
    if context.item.text_field("command").is_some() || context.facts.api.states.edges().is_empty() {
        return Vec::new();
    }
    if context.item.kind == Kind::Endpoint {
        return told::of_endpoint(context);
    }
    let api = &context.facts.api;
    if let Some(others) = Others::read(context.source()) {
        return of_others(api, &others);
    }
    match Start::read(&api.states, context.source()) {
        Some(start) => of_start(api, start),
        None => told::of_statement(context),
    }
}

fn of_transition(context: &ItemContext) -> Vec<Claim> {
    if let Some(state) = beginning(context.item) {
        return of_start(&context.facts.api, Start { state, whatever: false });
    }
    let mut claims: Vec<Claim> =
        changes(context.item).into_iter().flat_map(|(from, to)| of_change(context, from, to)).collect();
    claims.extend(refused(context));
    claims
}

/// What a table of events says to be refused: the states in whose columns an event has a dash.
fn refused(context: &ItemContext) -> Option<Claim> {
    let api = &context.facts.api;
    let listed = context.item.text_field("refused")?;
    let (_, to) = changes(context.item).into_iter().next()?;
    let event = context.item.text_field("trigger")?;
    let edge = api.states.edges().iter().find(|edge| edge.trigger == event && edge.to == to)?;
    let from: Vec<String> = listed.split(", ").map(str::to_owned).collect();
    let from: Vec<String> =
        from.into_iter().filter(|from| *from != to && !api.states.allows(from, &to)).collect();
    let machine = machine(api, edge).ok().filter(|_| !from.is_empty())?;
    let machine = Machine { states: vec![to], ..machine };
    let title = format!("`{event}` of an object that is {} is refused", from.join(" or "));
    let others = Others::of_text(context.facts);
    let claim = Claim::new(title, Needs::Target, move |stage| {
        let mut last: Option<Outcome> = None;
        for from in &from {
            let outcome =
                trial::nothing_else(stage, &machine, from, &others).unwrap_or_else(|outcome| outcome);
            if outcome.is_refuted() || outcome.inconclusive {
                return outcome;
            }
            let worse = last.as_ref().is_none_or(|last| last.is_proven());
            last = if worse { Some(outcome) } else { last };
        }
        last.unwrap_or_else(|| Outcome::unproven("there is no such change"))
    });
    Some(claim)
}

fn of_change(context: &ItemContext, from: String, to: String) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some(edge) = api.states.edges().iter().find(|edge| edge.from == from && edge.to == to) else {
        return Vec::new();
    };
    let title = format!("an object that is {from} can become {to}");
    let machine = match machine(api, edge) {
        Ok(machine) => machine,
        Err(reason) => return vec![Claim::settled(title, Outcome::unproven(reason))],
    };
    let mut claims = Vec::new();
    let is_first = |other: &dyn Fn(&Edge) -> bool| {
        api.states
            .edges()
            .iter()
            .find(|edge| other(edge))
            .is_some_and(|edge| edge.from == from && edge.to == to)
    };
    if let Some(initial) = edge.initial.clone().filter(|initial| *initial == from)
        && is_first(&|other| other.initial.as_ref() == Some(&initial) && other.from == initial)
    {
        claims.push(start_claim(&machine, initial, false));
    }
    let (trial, guarded) = (machine.clone(), said::is_guarded(&edge.words));
    let (before, after) = (from.clone(), to.clone());
    claims.push(Claim::new(title, Needs::Target, move |stage| {
        trial::possible(stage, &trial, &before, &after, guarded).unwrap_or_else(|outcome| outcome)
    }));
    // That nothing else is possible hangs on the first change out of a state, where no statement of its own says it.
    if !any_statement(context) {
        let others = Others::of_text(context.facts);
        let mut of_state = |state: &str| {
            claims.push(state_claim(&machine, state, &others).minor());
        };
        if is_first(&|other| other.from == from && other.machine == edge.machine) {
            of_state(&from);
        }
        let ends = !api.states.edges().iter().any(|other| other.from == to);
        if ends && is_first(&|other| other.to == to && other.machine == edge.machine) {
            of_state(&to);
        }
    }
    claims
}

/// Whether an item of the specification says that other changes are refused.
fn any_statement(context: &ItemContext) -> bool {
    let kinds = [Kind::Requirement, Kind::Check, Kind::Exception];
    let mut items = kinds.iter().flat_map(|kind| context.spec.of_kind(*kind));
    items.any(|item| item.text_field("command").is_none() && Others::read(context.spec.slice(item)).is_some())
}

fn of_others(api: &Api, others: &Others) -> Vec<Claim> {
    let mut claims = Vec::new();
    for state in api.states.names() {
        let edge = api.states.edges().iter().find(|edge| edge.from == state || edge.to == state);
        let Some(edge) = edge else { continue };
        match machine(api, edge) {
            Ok(machine) => claims.push(state_claim(&machine, &state, others)),
            Err(reason) => {
                let title = format!("an object that is {state} can become nothing else");
                claims.push(Claim::settled(title, Outcome::unproven(reason)));
            }
        }
    }
    claims
}

fn state_claim(machine: &Machine, state: &str, others: &Others) -> Claim {
    let status = match others.statuses.as_slice() {
        [] => "refused".to_owned(),
        known => format!("answered {}", known.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ")),
    };
    let title = format!("for an object that is {state}, every change that is not stated is {status}");
    let (machine, state, others) = (machine.clone(), state.to_owned(), others.clone());
    Claim::new(title, Needs::Target, move |stage| {
        trial::nothing_else(stage, &machine, &state, &others).unwrap_or_else(|outcome| outcome)
    })
}

fn of_start(api: &Api, start: Start) -> Vec<Claim> {
    let edge = api.states.edges().iter().find(|edge| edge.from == start.state || edge.to == start.state);
    let Some(edge) = edge else { return Vec::new() };
    match machine(api, edge) {
        Ok(machine) => vec![start_claim(&machine, start.state, start.whatever)],
        Err(reason) => {
            let title = format!("a new object is {}", start.state);
            vec![Claim::settled(title, Outcome::unproven(reason))]
        }
    }
}

fn start_claim(machine: &Machine, state: String, whatever: bool) -> Claim {
    let title = match whatever {
        true => format!("a new object is {state}, whatever the client sends"),
        false => format!("a new object is {state}"),
    };
    let machine = machine.clone();
    Claim::new(title, Needs::Target, move |stage| {
        trial::starts(stage, &machine, &state, whatever).unwrap_or_else(|outcome| outcome)
    })
}

/// What goes through states: the objects at a path.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The operation that makes an object, by number.
    pub creating: usize,
    /// The path of one object.
    pub item: PathTemplate,
    /// Its states.
    pub states: Vec<String>,
}

/// The objects that go through a change: those whose documented example is in one of the states.
fn machine(api: &Api, edge: &Edge) -> Result<Machine, String> {
    let connected = connected(api, edge);
    let mut found: Vec<(usize, Machine)> = Vec::new();
    let mut certain: Vec<usize> = Vec::new();
    for (number, operation) in api.operations.iter().enumerate() {
        if !api.is_creation(operation) {
            continue;
        }
        let resource = api.resources.iter().find(|resource| resource.create == Some(number));
        let home = operation.home();
        let items = api.operations.iter().filter(|other| {
            other.path.starts_with(&home) && other.path.parameters().count() == home.parameters().count() + 1
        });
        let below = items.map(|other| other.path.prefix(home.segments().len() + 1)).next();
        // What is made below another object may be found on its own.
        let Some(item) = resource.and_then(|resource| api.item_path(resource).cloned()).or(below) else {
            continue;
        };
        let mut examples = api
            .operations
            .iter()
            .filter(|other| other.path.same(&operation.path) || other.path.starts_with(&item))
            .filter_map(|other| other.success()?.example.as_ref()?.json().cloned())
            .map(crate::api::unwrapped);
        let has_state = examples.any(|example| {
            example.as_object().is_some_and(|example| {
                example
                    .values()
                    .filter_map(serde_json::Value::as_str)
                    .any(|value| connected.iter().any(|state| state == value))
            })
        });
        let has_field = || {
            let entity = resource.and_then(|resource| resource.entity.as_deref());
            entity.is_some_and(|entity| {
                api.fields.of_entity(entity).any(|(_, facts)| match &facts.rule.sort {
                    Sort::Choice(words) => connected.iter().all(|state| words.contains(state)),
                    _ => false,
                })
            })
        };
        let lists_all = has_field();
        if has_state || lists_all {
            found.push((number, Machine { creating: number, item, states: connected.clone() }));
        }
        if lists_all {
            certain.push(number);
        }
    }
    // An object whose field lists all of the states is meant rather than one that shows one of them.
    if let [only] = certain.as_slice() {
        found.retain(|(number, _)| number == only);
    }
    if found.is_empty() {
        found.extend(by_deeds(api, edge));
    }
    if found.is_empty() {
        found.extend(by_title(api, edge));
    }
    if found.len() > 1 {
        let noun = |number: usize| {
            let last = api.operations[number].path.last_literal().unwrap_or_default();
            words::parts(last).iter().map(|part| words::singular(part)).collect::<Vec<_>>().join(" ")
        };
        let said = format!("{} {}", edge.machine, edge.words);
        let named: Vec<_> =
            found.iter().filter(|(number, _)| words::names(&said, &noun(*number))).cloned().collect();
        if named.len() == 1 {
            found = named;
        }
    }
    match found.len() {
        1 => Ok(found.remove(0).1),
        0 => Err("no documented operation makes an object that has these states".to_owned()),
        _ => Err(
            "several kinds of objects have such states, and the specification does not say which is meant"
                .to_owned(),
        ),
    }
}

/// The states that changes of the same heading lead to and from, where they hang together: below one heading several kinds of
/// objects may have theirs.
fn connected(api: &Api, edge: &Edge) -> Vec<String> {
    let mut beside: HashMap<&str, Vec<&str>> = HashMap::new();
    for other in api.states.edges().iter().filter(|other| other.machine == edge.machine) {
        beside.entry(&other.from).or_default().push(&other.to);
        beside.entry(&other.to).or_default().push(&other.from);
    }
    let mut states = vec![edge.from.as_str(), edge.to.as_str()];
    let mut known: HashSet<&str> = states.iter().copied().collect();
    let mut at = 0;
    while let Some(state) = states.get(at) {
        let next = beside.get(state).into_iter().flatten().filter(|next| known.insert(next));
        let next: Vec<&str> = next.copied().collect();
        states.extend(next);
        at += 1;
    }
    states.into_iter().map(str::to_owned).collect()
}

/// The objects that have a state, where the heading names them and no others: "The life of a delivery".
fn by_title(api: &Api, edge: &Edge) -> Option<(usize, Machine)> {
    const STATES: &[&str] = &["status", "state", "stage", "phase"];
    let title = crate::api::plain(&edge.machine);
    let mut named = api.resources.iter().filter(|resource| resource.is_named_in(&title));
    let resource = named.next().filter(|_| named.next().is_none())?;
    let (creating, item) = (resource.create?, api.item_path(resource)?);
    let has_state = api.members(resource).iter().any(|name| STATES.contains(&words::folded(name).as_str()));
    let machine = Machine { creating, item: item.clone(), states: connected(api, edge) };
    has_state.then_some((creating, machine))
}

/// The objects that have an operation below each for at least two of the changes, or for the only one: "pull" is `POST /reels/{id}/pull`.
fn by_deeds(api: &Api, edge: &Edge) -> Vec<(usize, Machine)> {
    // Those of another kind below the same heading have deeds of their own.
    let states = connected(api, edge);
    let edges: Vec<&Edge> = api
        .states
        .edges()
        .iter()
        .filter(|other| other.machine == edge.machine && states.contains(&other.from))
        .collect();
    let of = |resource: &crate::api::Resource| {
        let (creating, item) = (resource.create?, api.item_path(resource)?);
        let below = api.operations.iter().filter(|operation| {
            operation.path.starts_with(item)
                && operation.path.segments().len() == item.segments().len() + 1
                && !operation.is_safe()
        });
        let deeds = below.filter_map(|operation| operation.path.last_literal()).filter(|deed| {
            edges.iter().any(|edge| words::names(&edge.words.to_lowercase(), &deed.replace(['-', '_'], " ")))
        });
        let enough = deeds.count() >= edges.len().min(2);
        let machine = Machine { creating, item: item.clone(), states: states.clone() };
        enough.then_some((creating, machine))
    };
    api.resources.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests;
