//! Changes of state, tried on objects that were made for it.

use super::Machine;
use super::said::Others;
use crate::api::{self, Placed, bring_into, carry_out, change, make, movers, place};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// A new object of a machine.
fn fresh(stage: &Stage, machine: &Machine) -> Result<Placed, Outcome> {
    let api = &stage.facts.api;
    let values = machine.item.parameters().count();
    let mut on_object = api.operations.iter().filter(|operation| {
        operation.path.starts_with(&machine.item) && operation.path.parameters().count() == values
    });
    let operation = on_object
        .next()
        .ok_or_else(|| Outcome::unproven("no documented operation is about such an object"))?;
    let mut placed = place(stage, operation)?;
    let shown =
        |placed: &Placed| placed.object.as_ref().is_some_and(|object| api.states.of_object(object).is_some());
    if !shown(&placed) {
        placed.refresh(stage)?;
    }
    match shown(&placed) {
        true => Ok(placed),
        false => {
            let made = placed.made.map(|made| made.exchange);
            let outcome = Outcome::unproven("the state of a new object is not shown");
            Err(made.map_or(outcome.clone(), |exchange| outcome.showing(exchange.sent(), exchange.seen())))
        }
    }
}

/// An object in a state that was in another one before, where stated changes lead over it: it has whatever that one takes, so that
/// nothing else keeps it from there than its state.
fn been_in(stage: &Stage, machine: &Machine, before: &str, state: &str) -> Result<Placed, Outcome> {
    let states = &stage.facts.api.states;
    let mut placed = fresh(stage, machine)?;
    let start = placed.object.as_ref().and_then(|object| Some(states.of_object(object)?.1.to_owned()));
    let over = start.is_some_and(|start| {
        start != before && states.way(&start, before).is_some() && states.way(before, state).is_some()
    });
    if over {
        let there =
            bring_into(stage, &mut placed, before).and_then(|()| bring_into(stage, &mut placed, state));
        match there {
            Ok(()) => return Ok(placed),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            // The straight way may be open where this one is not.
            Err(_) => placed = fresh(stage, machine)?,
        }
    }
    bring_into(stage, &mut placed, state)?;
    Ok(placed)
}

/// The state of an object as it is read, where it can be read.
fn read_state(stage: &Stage, placed: &mut Placed) -> Result<Option<String>, Outcome> {
    placed.refresh(stage)?;
    let object = placed.object.as_ref();
    Ok(object.and_then(|object| Some(stage.facts.api.states.of_object(object)?.1.to_owned())))
}

/// A stated change can be made.
pub fn possible(
    stage: &Stage,
    machine: &Machine,
    from: &str,
    to: &str,
    guarded: bool,
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let mut placed = fresh(stage, machine)?;
    bring_into(stage, &mut placed, from)?;
    let moves = change(stage, &mut placed, from, to)?;
    let Some(tried) = moves.last() else {
        return Err(Outcome::unproven(format!(
            "no documented operation brings an object from {from} to {to}"
        )));
    };
    let exchange = &tried.exchange;
    let answered = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
    if exchange.answer.is_success() {
        let state = read_state(stage, &mut placed)?.or_else(|| tried.state.clone());
        let outcome = match state {
            Some(state) if state == to => {
                Outcome::proven(Strength::Asserted, format!("{answered}, and the object is {to}"))
            }
            Some(state) if tried.certain => {
                Outcome::refuted(format!("{answered}, and the object is {state}"))
            }
            Some(state) => Outcome::unproven(format!(
                "{answered}, and the object is {state}; whether this operation is meant is not certain"
            )),
            None => Outcome::unproven(format!("{answered}, and the object does not show its state")),
        };
        return Ok(outcome.resting_on(target, exchange));
    }
    let illegal = Others::of_text(stage.facts).statuses;
    // The operation that is meant for sure decides, and not one that was tried after it.
    let decides = moves.iter().find(|tried| tried.certain).unwrap_or(tried);
    let exchange = &decides.exchange;
    let answered = format!(
        "{} answered {} for an object that is {from}",
        exchange.title(),
        status_line(exchange.answer.status)
    );
    const ABOUT_STATES: &[&str] = &["transition", "state", "status", "lifecycle", "invalid", "final"];
    let otherwise = stage
        .facts
        .api
        .told_reason(&exchange.answer)
        .is_some_and(|when| !ABOUT_STATES.iter().any(|word| api::has_phrase(&when, word)))
        && !stage.facts.api.tells_of_states(&exchange.answer);
    // "A sale moves the lot to `sold`": what makes something else may be what brings it there.
    if let Some(made) = made_beside(stage, machine, &mut placed, to)? {
        let title = made.title();
        let outcome = match read_state(stage, &mut placed)? {
            Some(state) if made.answer.is_success() && state == to => Outcome::proven(
                Strength::Asserted,
                format!("{title} answered {}, and the object is {to}", status_line(made.answer.status)),
            ),
            _ => {
                Outcome::unproven(format!("{answered}, and {title}, which may be meant, brought it nowhere"))
            }
        };
        return Ok(outcome.resting_on(target, &made));
    }
    let outcome = match exchange.answer.status {
        _ if otherwise => Outcome::unproven(format!("{answered}; its code is stated for another reason")),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        500..=599 if decides.certain => Outcome::refuted(answered),
        status if decides.certain && !guarded && (status == 409 || illegal.contains(&status)) => {
            Outcome::refuted(answered)
        }
        _ => Outcome::unproven(format!("{answered}; what it lacks is not certain")),
    };
    Ok(outcome.resting_on(target, exchange))
}

/// Makes something that refers to an object, of which a sentence names the state that comes of it; none where nothing is made so.
fn made_beside(
    stage: &Stage,
    machine: &Machine,
    placed: &mut Placed,
    to: &str,
) -> Result<Option<Exchange>, Outcome> {
    let api = &stage.facts.api;
    let own = api.resources.iter().find(|resource| resource.create == Some(machine.creating));
    let names = |number: usize| {
        let word = to.to_lowercase().replace('_', " ");
        api.about(number).any(|said| said.codes().contains(&to) || api::has_phrase(&said.plain, &word))
    };
    let beside = own.and_then(|own| {
        api.resources.iter().filter_map(|other| other.create).find_map(|number| {
            let member = api::reference_to(&api.operations[number], own)?;
            (Some(number) != own.create && names(number)).then_some((number, member))
        })
    });
    let Some((number, member)) = beside else { return Ok(None) };
    let id = placed.object.as_ref().and_then(|object| object.get("id")).cloned();
    let Some(id) = id.or_else(|| placed.values.last().map(|id| Value::from(id.as_str()))) else {
        return Ok(None);
    };
    let made = api::create(stage, number, &[], &|body| {
        body.insert(member.clone(), id.clone());
    })?;
    Ok(Some(made.exchange))
}

/// From a state, no change can be made that is not stated.
pub fn nothing_else(
    stage: &Stage,
    machine: &Machine,
    state: &str,
    others: &Others,
) -> Result<Outcome, Outcome> {
    let states = &stage.facts.api.states;
    let target = stage.target()?;
    let (mut lines, mut open, mut last): (Vec<String>, Vec<String>, Option<Exchange>) =
        (Vec::new(), Vec::new(), None);
    for to in machine.states.iter().filter(|to| *to != state && !states.allows(state, to)) {
        stage.shared.workshop.left.release();
        let mut placed = been_in(stage, machine, to, state)?;
        for mover in movers(stage, &placed, None, to).into_iter().filter(|mover| mover.certain) {
            if !leads_there(stage, mover.operation, to) {
                continue;
            }
            let (exchange, _) = carry_out(stage, &mut placed, &mover, to)?;
            let status = exchange.answer.status;
            let title = format!("{} to make {state} {to}", exchange.title());
            lines.push(format!("{title}: {status}"));
            let answered = format!("{title} answered {}", status_line(status));
            if status == 429 {
                return Err(Outcome::inconclusive(format!(
                    "{answered}: the target limits how often it may be called"
                )));
            }
            if exchange.answer.is_success() {
                let now = read_state(stage, &mut placed)?;
                match now {
                    Some(now) if now == *to && others.holds_for(&stage.facts.api, machine, state) => {
                        return Ok(Outcome::refuted(format!("{answered}, and the object is {to}"))
                            .resting_on(target, &exchange));
                    }
                    Some(now) if now == *to => {
                        open.push(format!("{answered}; the specification does not say that it is refused"))
                    }
                    Some(_) if !others.statuses.is_empty() && has_own_operation(stage, to) => {
                        return Ok(Outcome::refuted(format!("{answered}, which is no refusal"))
                            .resting_on(target, &exchange));
                    }
                    _ => open.push(format!("{answered}, and the object is not {to}")),
                }
                break;
            }
            if status >= 500 && others.holds_for(&stage.facts.api, machine, state) {
                return Ok(Outcome::refuted(format!("{answered}, which is no refusal"))
                    .resting_on(target, &exchange));
            }
            // A state that nothing is said to lead into is refused as any value is that a request does not take.
            if has_own_operation(stage, to)
                && !others.statuses.is_empty()
                && !others.statuses.contains(&status)
            {
                // It may not be there for whoever calls.
                let unseen = status == 404 && stage.facts.api.hides_objects();
                if status != 403 && !unseen && makes_the_change(stage, machine, to, &exchange)? {
                    let known: Vec<String> = others.statuses.iter().map(u16::to_string).collect();
                    let reason = format!("{answered}, documented as {}", known.join(" or "));
                    return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
                }
                open.push(format!("{answered}, and why is not certain"));
            }
            last = Some(exchange);
        }
    }
    let sent = lines.join("\n");
    match (last, open.first()) {
        (_, Some(open)) => Err(Outcome::unproven(open.clone()).showing(sent, String::new())),
        (Some(exchange), None) => {
            let reason = format!("{} other changes were tried and refused", lines.len());
            let repeat = target.repeat(&exchange);
            Ok(Outcome::proven(Strength::Asserted, reason).showing(sent, exchange.seen()).repeated_by(repeat))
        }
        (None, None) => {
            let every = machine.states.iter().filter(|to| *to != state).all(|to| states.allows(state, to));
            let reason = match every {
                true => "every change from here is stated",
                false => "no documented operation could make another change",
            };
            match every {
                true => Ok(Outcome::proven(Strength::Declared, reason)),
                false => Err(Outcome::unproven(reason)),
            }
        }
    }
}

/// Whether an operation is one that brings objects into a state; where the changes into it name their operations, no other is.
fn leads_there(stage: &Stage, operation: &api::Operation, to: &str) -> bool {
    let words = stage.facts.api.states.words(None, to);
    let named: Vec<_> = words.iter().filter_map(|words| api::operation_in(words)).collect();
    named.is_empty()
        || named.iter().any(|(method, path)| {
            *method == operation.method && (operation.path.same(path) || operation.path.ends_with(path))
        })
}

/// Whether some stated change leads into a state, so that an operation is meant to bring objects there.
fn has_own_operation(stage: &Stage, to: &str) -> bool {
    !stage.facts.api.states.words(None, to).is_empty()
}

/// Whether the same request makes the change for an object that may change so: only then is its refusal about the state.
fn makes_the_change(stage: &Stage, machine: &Machine, to: &str, refused: &Exchange) -> Result<bool, Outcome> {
    let states = &stage.facts.api.states;
    for before in states.before(to) {
        let mut placed = fresh(stage, machine)?;
        match bring_into(stage, &mut placed, before) {
            Ok(()) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        }
        let moves = change(stage, &mut placed, before, to)?;
        let same = moves
            .last()
            .filter(|tried| tried.exchange.answer.is_success() && tried.exchange.method == refused.method);
        if same.is_some_and(|tried| body_names(&tried.exchange) == body_names(refused)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn body_names(exchange: &Exchange) -> Vec<String> {
    let body: Option<Value> = exchange.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    let mut names: Vec<String> = body
        .as_ref()
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names
}

/// A new object is in the stated state; where that is said, whatever state the client sends.
pub fn starts(stage: &Stage, machine: &Machine, state: &str, whatever: bool) -> Result<Outcome, Outcome> {
    let api = &stage.facts.api;
    let target = stage.target()?;
    let mut placed = fresh(stage, machine)?;
    let object = placed.object.clone().unwrap_or(Value::Null);
    let Some((member, now)) =
        api.states.of_object(&object).map(|(member, now)| (member.to_owned(), now.to_owned()))
    else {
        return Err(Outcome::unproven("the state of a new object is not shown"));
    };
    let Some(made) = placed.made.clone() else {
        return Err(Outcome::unproven("no documented operation makes such an object"));
    };
    // A documented request that says the state itself starts where it says.
    if made.sent.get(&member).is_some() {
        return Err(Outcome::unproven("the documented request says the state itself"));
    }
    let after = read_state(stage, &mut placed)?.unwrap_or(now);
    if after != state {
        return Ok(Outcome::refuted(format!("a new object is {after}")).resting_on(target, &made.exchange));
    }
    let proven = Outcome::proven(Strength::Asserted, format!("a new object is {state}"));
    if !whatever {
        return Ok(proven.resting_on(target, &made.exchange));
    }
    let Some(other) = machine.states.iter().find(|other| *other != state) else { return Ok(proven) };
    let operation = &api.operations[machine.creating];
    let parents = placed.values.len().saturating_sub(1);
    let created =
        api::create_below(stage, machine.creating, placed.values[..parents].to_vec(), &[], &|body| {
            body.insert(member.clone(), Value::from(other.as_str()));
        })?;
    let exchange = created.exchange;
    let answered = format!(
        "with `{member}` {other:?} in the request, {} answered {}",
        operation.title(),
        status_line(exchange.answer.status)
    );
    let shown = exchange.answer.json().map(api::unwrapped);
    let outcome = match shown.as_ref().and_then(|object| object.get(&member)?.as_str()) {
        Some(shown) if exchange.answer.is_success() && shown != state => {
            Outcome::refuted(format!("{answered}, and the object is {shown}"))
        }
        Some(_) if exchange.answer.is_success() => {
            Outcome::proven(Strength::Asserted, format!("{answered}, and the object is {state}"))
        }
        _ if (400..500).contains(&exchange.answer.status) => {
            make(stage, machine.creating, operation, &placed.values[..parents], 0).map(|_| {
                Outcome::unproven(format!("{answered}, which refuses the state that the client sends"))
            })?
        }
        _ => Outcome::unproven(answered),
    };
    Ok(outcome.resting_on(target, &exchange))
}
