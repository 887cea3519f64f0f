//! The documented answer of success.

use crate::api::{
    self, Access, Body, Comparison, Echo, Expectation, Operation, Placed, bring_into, call_as_allowed,
    compare, creator, extra_headers, make, place, send_new, with_references,
};
use crate::claim::Outcome;
use crate::http::{Answer, Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// A documented request that was sent.
pub struct Performed {
    /// The call.
    pub exchange: Exchange,
    /// As whom.
    pub role: Option<String>,
    /// The objects of its path.
    pub placed: Placed,
    /// What has to come back.
    pub echoes: Vec<Echo>,
    /// Members of the request that refer to something that nothing documented makes.
    pub dangling: Vec<String>,
}

/// Sends the documented request, and holds the answer against the documented one.
pub fn attempt(stage: &Stage, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let Some(documented) = operation.success() else {
        return Err(Outcome::unproven("no answer of success is documented"));
    };
    let target = stage.target()?;
    fill_collection(stage, operation)?;
    let performed = perform(stage, number)?;
    let exchange = &performed.exchange;
    let shown = |outcome: Outcome| Ok(outcome.resting_on(target, exchange));
    if exchange.answer.status != documented.status {
        return shown(other_status(operation, &performed, documented.status));
    }
    let comparison = match &documented.example {
        Some(example) => held_against(stage, operation, example, &exchange.answer, &performed.echoes),
        None => Comparison::default(),
    };
    if !comparison.mismatches.is_empty() {
        return shown(Outcome::refuted(listed(&comparison.mismatches)));
    }
    if let Some(open) = comparison.open.first() {
        return shown(Outcome::unproven(format!("it answered {}; {open}", exchange.answer.status)));
    }
    let mut reason = format!("it answered {}", status_line(exchange.answer.status));
    if documented.example.is_some() {
        reason.push_str(" with a body as documented");
    }
    if let Some(role) = &performed.role {
        reason.push_str(&format!(", as {role}"));
    }
    if !comparison.notes.is_empty() {
        reason.push_str(&format!(" ({})", listed(&comparison.notes)));
    }
    shown(Outcome::proven(Strength::Asserted, reason))
}

/// Calls an operation that only reads, and sees whether something answers there.
pub fn is_there(stage: &Stage, number: usize) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let target = stage.target()?;
    let performed = perform(stage, number)?;
    let answered = format!("it answered {}", status_line(performed.exchange.answer.status));
    let outcome = match performed.exchange.answer.status {
        200..=399 => {
            Outcome::proven(Strength::Executed, format!("{answered}; nothing is documented to compare with"))
        }
        404 if operation.path.parameters().next().is_none() || performed.placed.made.is_some() => {
            Outcome::refuted(answered)
        }
        405 | 501 => Outcome::refuted(answered),
        500..=599 => Outcome::refuted(answered),
        _ => Outcome::unproven(format!("{answered}; nothing is documented to compare with")),
    };
    Ok(outcome.resting_on(target, &performed.exchange))
}

/// A list is only worth comparing when something is in it.
fn fill_collection(stage: &Stage, operation: &Operation) -> Result<(), Outcome> {
    if operation.method != "GET"
        || operation.path.ends_with_parameter()
        || operation.path.parameters().next().is_some()
    {
        return Ok(());
    }
    if let Some((number, creating)) = creator(stage, &operation.path) {
        match make(stage, number, creating, &[], 0) {
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            // Whether the list can be compared without it shows in the list.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Sends the documented request on objects of its own.
pub fn perform(stage: &Stage, number: usize) -> Result<Performed, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let mut placed = place(stage, operation)?;
    if api.is_creation(operation) {
        let sent = send_new(stage, number, operation, &placed.values, 0)?;
        let mut echoes = Echo::of(&sent.documented, &sent.sent);
        echoes.extend(given_by_the_system(stage, operation, &sent.sent));
        let dangling = dangling(&sent.documented, &sent.sent);
        return Ok(Performed { exchange: sent.exchange, role: sent.role, placed, echoes, dangling });
    }
    let first = send(stage, operation, &placed)?;
    let wanted = operation.success().map_or(0, |success| success.status);
    if first.exchange.answer.status == wanted
        || operation.is_safe()
        || !matches!(first.exchange.answer.status, 400 | 403 | 409 | 412 | 422)
    {
        return Ok(Performed { placed, ..first });
    }
    // The object may have to be in another state first.
    let Some(state) = wanted_state(stage, operation) else { return Ok(Performed { placed, ..first }) };
    for before in api.states.before(&state) {
        placed = place(stage, operation)?;
        match bring_into(stage, &mut placed, before) {
            Ok(()) => {}
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            Err(_) => continue,
        }
        let again = send(stage, operation, &placed)?;
        if again.exchange.answer.status == wanted {
            return Ok(Performed { placed, ..again });
        }
    }
    Ok(first)
}

/// The state that a documented request brings its object into.
fn wanted_state(stage: &Stage, operation: &Operation) -> Option<String> {
    let api = &stage.facts.api;
    let sent = operation.request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let sent =
        sent.and_then(|body| body.values().filter_map(Value::as_str).find(|value| api.states.knows(value)));
    let answered =
        operation.success().and_then(|success| success.example.as_ref()?.json().cloned()).map(api::unwrapped);
    let answered =
        answered.as_ref().and_then(|object| api.states.of_object(object)).map(|(_, state)| state.to_owned());
    sent.map(str::to_owned).or(answered)
}

/// Sends the documented request to an object as it is now.
pub fn send(stage: &Stage, operation: &Operation, placed: &Placed) -> Result<Performed, Outcome> {
    let target = stage.target()?;
    let documented = operation.request.as_ref().and_then(Body::json).cloned().unwrap_or(Value::Null);
    let sent = placed.current(&with_references(stage, &documented, 0));
    let path = operation.fill(&placed.values, target.client.base_path());
    let body = Some(&sent).filter(|body| !body.is_null());
    let call = operation.call(path, body).headers(&extra_headers(stage, operation));
    let (exchange, role) = call_as_allowed(stage, operation, &call)?;
    let mut echoes = Echo::of(&documented, &sent);
    echoes.extend(placed.echoes());
    let dangling = dangling(&documented, &sent);
    Ok(Performed { exchange, role, placed: placed.clone(), echoes, dangling })
}

/// Members that hold a documented id as it stands: nothing says that there is such an object.
fn dangling(documented: &Value, sent: &Value) -> Vec<String> {
    let members = documented.as_object().into_iter().flatten();
    let refers = |name: &str, value: &Value| {
        let ends = crate::words::parts(name)
            .last()
            .is_some_and(|last| last == "id" || last == "ids" || last == "uuid");
        (ends || value.as_str().is_some_and(api::is_uuid)) && sent.get(name) == Some(value)
    };
    members
        .filter(|(name, value)| !value.is_null() && refers(name, value))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Values that the system gives to a new object by itself, where the specification says which: defaults and the first state.
fn given_by_the_system(stage: &Stage, operation: &Operation, sent: &Value) -> Vec<Echo> {
    let api = &stage.facts.api;
    let example =
        operation.success().and_then(|success| success.example.as_ref()?.json().cloned()).map(api::unwrapped);
    let Some(Value::Object(example)) = example else { return Vec::new() };
    let unsent = example.into_iter().filter(|(name, _)| sent.get(name).is_none());
    let known = unsent.filter(|(name, value)| {
        let is_default =
            api.fields.of(name).iter().any(|facts| facts.default.as_deref() == Some(plain(value).as_str()));
        is_default || value.as_str().is_some_and(|text| api.states.knows(text))
    });
    known.map(|(name, value)| Echo { path: vec![name], documented: value.clone(), sent: value }).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What another status than the documented one says.
fn other_status(operation: &Operation, performed: &Performed, documented: u16) -> Outcome {
    let status = performed.exchange.answer.status;
    let role = performed.role.as_ref().map(|role| format!(" to {role}")).unwrap_or_default();
    let answered =
        format!("it answered {}{role}, documented as {}", status_line(status), status_line(documented));
    let named = matches!(&operation.access, Access::Key(roles) if !roles.is_empty());
    match status {
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 if performed.role.is_some() => {
            Outcome::blocked(format!("{answered}: the target does not know the key that abide.toml gives"))
        }
        401 if operation.access != Access::Public => {
            Outcome::blocked(format!("{answered}: abide.toml gives no key for it"))
        }
        403 if !named && operation.access != Access::Public => Outcome::blocked(format!(
            "{answered}: no role of abide.toml may call it, and the specification does not say which may"
        )),
        400 | 404 | 409 | 422 if !performed.dangling.is_empty() => Outcome::unproven(format!(
            "{answered}; the documented request refers to something by `{}`, and the specification documents no way to make it",
            performed.dangling.join("`, `")
        )),
        _ => Outcome::refuted(answered),
    }
}

/// Last parts of paths whose answers are words of their own.
const REPORTS: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "ready",
    "readyz",
    "live",
    "livez",
    "ping",
    "status",
    "up",
    "alive",
];

fn held_against(
    stage: &Stage,
    operation: &Operation,
    example: &Body,
    answer: &Answer,
    echoes: &[Echo],
) -> Comparison {
    let api = &stage.facts.api;
    let report = operation.path.parameters().next().is_none()
        && operation.path.last_literal().is_some_and(|last| REPORTS.contains(&last.to_lowercase().as_str()));
    let expected = Expectation {
        fields: &api.fields,
        mentions: &|name| api.mentions(name),
        echoes,
        error: false,
        exact_words: operation.is_safe() && report,
    };
    compare(example, answer, &expected)
}

/// The first few of several findings, as one text.
pub fn listed(findings: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut text = findings.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if findings.len() > SHOWN {
        text.push_str(&format!("; and {} more", findings.len() - SHOWN));
    }
    text
}

/// The documented body of a request, for an object as it is now.
pub fn body_for(stage: &Stage, operation: &Operation, placed: &Placed) -> Option<Value> {
    let body = operation.request.as_ref().and_then(Body::json)?;
    Some(placed.current(&with_references(stage, body, 0)))
}
