//! What was changed: stays, moves its version and time, and leaves the rest alone.

use crate::api::{
    BORN, Body, CHANGED, Object, Resource, Sentence, Sort, VERSIONS, call_on, forged, holds_value, is_one_of,
    match_headers, same_value, unwrapped, with_references,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::{Map, Value};
use std::time::Duration;

struct Change {
    before: Value,
    sent: Value,
    after: Value,
    exchange: Exchange,
    reading: Exchange,
}

/// Sends the documented change to an object as it is now, with further changes to the body.
fn send(
    stage: &Stage,
    object: &Object,
    number: usize,
    before: &Value,
    further: &dyn Fn(&mut Map<String, Value>),
) -> Result<(Value, Exchange), Outcome> {
    let operation = &stage.facts.api.operations[number];
    let documented = operation.request.as_ref().and_then(Body::json).cloned().unwrap_or(Value::Null);
    let placed = object.placed(&operation.path, Some(before.clone()));
    let mut sent = placed.current(&with_references(stage, &documented, 0));
    if let Some(members) = sent.as_object_mut() {
        // What must be unique stays its own: another object of this run may have the documented one.
        for (name, value) in members.iter_mut().filter(|(name, _)| stage.facts.api.fields.is_unique(name)) {
            if let Some(own) = before.get(name).filter(|own| !own.is_null()) {
                *value = own.clone();
            }
        }
        further(members);
    }
    let headers = match_headers(stage, operation, &object.values)?;
    let exchange = call_on(stage, number, &object.values, Some(&sent), &headers)?;
    Ok((sent, exchange))
}

fn change(stage: &Stage, resource: &Resource, number: usize) -> Result<Change, Outcome> {
    changed(stage, resource, number, false)
}

/// Changes a new object: its id, whether it differs afterwards, and the call.
pub fn one(stage: &Stage, resource: &Resource, number: usize) -> Result<(String, bool, Exchange), Outcome> {
    let change = change(stage, resource, number)?;
    let path = change.exchange.path.split('?').next().unwrap_or_default();
    let id = path.rsplit('/').next().unwrap_or_default().to_owned();
    let own = |object: &Value| {
        let mut own = object.as_object().cloned().unwrap_or_default();
        own.retain(|name, _| !is_one_of(name, CHANGED) && !is_one_of(name, VERSIONS));
        own
    };
    Ok((id, own(&change.before) != own(&change.after), change.exchange))
}

/// Changes an object as documented, or by the first of the documented members alone.
fn changed(stage: &Stage, resource: &Resource, number: usize, one: bool) -> Result<Change, Outcome> {
    let api = &stage.facts.api;
    let object = Object::make(stage, resource, &|_| {})?;
    let (before, _) = object.now(stage, resource)?;
    // A time that is shown in whole seconds needs one to pass before it can move.
    let coarse = before.as_object().into_iter().flatten().any(|(name, value)| {
        is_one_of(name, CHANGED) && value.as_str().is_none_or(|text| !text.contains('.'))
    });
    if coarse {
        std::thread::sleep(Duration::from_millis(1100));
    }
    let variant = stage.shared.workshop.number(true);
    let vary = |body: &mut Map<String, Value>| {
        if one {
            let first = body.keys().find(|name| !is_one_of(name, VERSIONS)).cloned();
            body.retain(|name, _| Some(name) == first.as_ref() || is_one_of(name, VERSIONS));
        }
        for (name, value) in body.iter_mut() {
            let Some(facts) = api.field_of(resource, name) else { continue };
            // One of the words that a request is shown with is as good as another.
            let chosen = resource.told && matches!(facts.rule.sort, Sort::Choice(_));
            let free = (!facts.rule.formed || chosen)
                && !facts.unique
                && !facts.rule.fixed
                && facts.references_nothing(name);
            let varies = value.is_string() || value.is_number() && !is_one_of(name, VERSIONS);
            // A value that the object has already would show no change.
            let mut others = (0..8).filter_map(|step| facts.rule.valid(name, variant + step));
            let unlike = |other: &Value| before.get(name).is_none_or(|now| !same_value(now, other));
            if let (true, true, Some(other)) = (free, varies, others.find(unlike)) {
                *value = other;
            }
        }
    };
    let (mut sent, mut exchange) = send(stage, &object, number, &before, &vary)?;
    if matches!(exchange.answer.status, 400 | 422) {
        (sent, exchange) = send(stage, &object, number, &before, &|_| {})?;
    }
    if !exchange.answer.is_success() {
        let reason = format!("the change was answered with {}", status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    if resource.read.is_none() {
        // Where nothing reads it on its own, the answer to the change shows it.
        let Some(after) = exchange.answer.json().map(unwrapped).filter(Value::is_object) else {
            let reason = "nothing shows the object after the change";
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        };
        let reading = exchange.clone();
        return Ok(Change { before, sent, after, exchange, reading });
    }
    let (after, reading) = object.now(stage, resource)?;
    Ok(Change { before, sent, after, exchange, reading })
}

/// What is changed is read back; the id and the time of creation stay, the time of the last change moves.
pub fn stays(stage: &Stage, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let change = change(stage, resource, number)?;
    let refuted = |reason: String| Ok(Outcome::refuted(reason).resting_on(target, &change.reading));
    let (mut compared, mut moved) = (Vec::new(), Vec::new());
    for (name, value) in change.sent.as_object().into_iter().flatten() {
        let hidden = api.field_of(resource, name).is_some_and(|facts| facts.rule.write_only);
        let normal = value.as_str().is_none_or(|text| !text.contains('@') && !text.contains("://"));
        let (Some(before), Some(after)) = (change.before.get(name), change.after.get(name)) else { continue };
        if is_one_of(name, VERSIONS) || is_one_of(name, CHANGED) || hidden || !normal || value.is_object() {
            continue;
        }
        if !holds_value(after, value) {
            let still = if same_value(after, before) { ", as before the change" } else { "" };
            return refuted(format!(
                "after {}, `{name}` is {after}{still}, sent as {value}",
                change.exchange.title()
            ));
        }
        compared.push(format!("`{name}`"));
    }
    for (name, before) in change.before.as_object().into_iter().flatten() {
        let Some(after) = change.after.get(name) else { continue };
        let of_the_start = is_one_of(name, &["id", "uuid"]) || is_one_of(name, BORN);
        if of_the_start && change.sent.get(name).is_none() && !same_value(before, after) {
            return refuted(format!("the change moved `{name}` from {before} to {after}"));
        }
        let client_gives = || {
            let asked = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
            asked.is_some_and(|asked| asked.get(name).is_some())
        };
        if api.operations[number].method == "PATCH"
            && change.sent.get(name).is_none()
            && client_gives()
            && !same_value(before, after)
        {
            return refuted(format!(
                "the change does not speak of `{name}`, and moved it from {before} to {after}"
            ));
        }
        let moment = before.as_str().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        if is_one_of(name, CHANGED) && same_value(before, after) && moment {
            return refuted(format!("`{name}` is still {before} after the change"));
        }
        if is_one_of(name, CHANGED) && moment {
            moved.push(format!("; `{name}` was renewed"));
        }
    }
    if let Some(outcome) = by_one_member(stage, resource, number)? {
        return Ok(outcome);
    }
    if compared.is_empty() {
        let reason = "nothing that was sent is shown when the object is read";
        return Err(Outcome::unproven(reason).showing(change.reading.sent(), change.reading.seen()));
    }
    Ok(Outcome::proven(
        Strength::Asserted,
        format!(
            "{} sent values were read back, and the rest stayed ({}){}",
            compared.len(),
            compared.join(", "),
            moved.concat()
        ),
    )
    .resting_on(target, &change.reading))
}

/// A change moves the time of the last change.
pub fn moves(stage: &Stage, resource: &Resource, number: usize, name: &str) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let change = change(stage, resource, number)?;
    let shown = |object: &Value| object.get(name).filter(|value| !value.is_null()).cloned();
    let (before, Some(after)) = (shown(&change.before), shown(&change.after)) else {
        let reason = format!("no answer shows `{name}` after the change");
        return Err(Outcome::unproven(reason).showing(change.reading.sent(), change.reading.seen()));
    };
    let sent = change.sent.as_object().into_iter().flatten();
    let differs = sent
        .filter(|(member, _)| !is_one_of(member, VERSIONS))
        .any(|(member, value)| change.before.get(member).is_some_and(|before| !same_value(before, value)));
    let outcome = match before {
        Some(before) if !same_value(&before, &after) => {
            Outcome::proven(Strength::Asserted, format!("`{name}` went from {before} to {after}"))
        }
        None => {
            Outcome::proven(Strength::Asserted, format!("`{name}` is {after} after the change, and was none"))
        }
        Some(_) if !differs => Outcome::unproven("nothing could be sent that changes it"),
        Some(before) => Outcome::refuted(format!("`{name}` is still {before} after the change")),
    };
    Ok(outcome.resting_on(target, &change.reading))
}

/// A change of a single member leaves the others that a client gives as they were.
fn by_one_member(stage: &Stage, resource: &Resource, number: usize) -> Result<Option<Outcome>, Outcome> {
    let api = &stage.facts.api;
    let operation = &api.operations[number];
    let several = operation
        .request
        .as_ref()
        .and_then(Body::json)
        .and_then(Value::as_object)
        .is_some_and(|body| body.len() > 1);
    if operation.method != "PATCH" || !several {
        return Ok(None);
    }
    let change = match changed(stage, resource, number, true) {
        Ok(change) => change,
        Err(outcome) if outcome.inconclusive => return Err(outcome),
        // What it lacks is not certain: the change as documented was accepted.
        Err(_) => return Ok(None),
    };
    let asked = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
    for (name, before) in change.before.as_object().into_iter().flatten() {
        let gives = asked.is_some_and(|asked| asked.get(name).is_some());
        let after = change.after.get(name).unwrap_or(&Value::Null);
        if gives && change.sent.get(name).is_none() && !same_value(before, after) {
            let reason =
                format!("the change does not speak of `{name}`, and moved it from {before} to {after}");
            return Ok(Some(Outcome::refuted(reason).resting_on(stage.target()?, &change.reading)));
        }
    }
    Ok(None)
}

/// Whether a sentence says that a change replaces the whole object.
pub fn says_that_it_replaces(sentence: &Sentence) -> bool {
    sentence.says(&[
        "replace",
        "replaces",
        "replaced",
        "replacement",
        "full update",
        "whole object",
        "complete representation",
        "full representation",
        "overwrites",
    ]) && !sentence.says(&["partial", "partially", "merge", "merges", "merged", "patch", "does not replace"])
}

/// What is left out of a replacement is not there any more, or has its default again.
pub fn replaces(stage: &Stage, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let asked = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
    let entity = resource.input.as_ref().or(resource.entity.as_ref());
    let mut free: Vec<(String, Value)> = Vec::new();
    for (name, facts) in entity.into_iter().flat_map(|entity| api.fields.of_entity(entity)) {
        let name = name.trim_end_matches('?');
        let default = facts.default_value();
        let kept = api.is_owned(resource, name)
            || facts.rule.starts
            || facts.rule.write_only
            || facts.rule.fixed
            || facts.unique
            || !facts.references_nothing(name);
        if kept || default.is_none() && facts.optional != Some(true) {
            continue;
        }
        let shown = asked.and_then(|asked| asked.get(name)).filter(|value| !value.is_null()).cloned();
        let made = (1..9).filter_map(|variant| facts.rule.valid(name, variant));
        let mut values = shown.into_iter().chain(made);
        // Where no default is stated, what is empty, zero, true or false may be one.
        let bare =
            |value: &Value| value.is_boolean() || value.as_f64() == Some(0.0) || value.as_str() == Some("");
        let other = |value: &Value| match &default {
            Some(default) => !same_value(default, value),
            None => !bare(value),
        };
        if let Some(value) = values.find(|value| other(value) && *value != Value::Array(Vec::new())) {
            free.push((name.to_owned(), value));
        }
    }
    if free.is_empty() {
        return Err(Outcome::unproven("nothing is stated that a request may leave out"));
    }
    let object = Object::make(stage, resource, &|body| body.extend(free.iter().cloned()))?;
    let (before, _) = object.now(stage, resource)?;
    free.retain(|(name, value)| before.get(name).is_some_and(|now| same_value(now, value)));
    if free.is_empty() {
        return Err(Outcome::unproven("nothing that a request may leave out is shown when it is sent"));
    }
    let leave_out = |body: &mut Map<String, Value>| {
        body.retain(|name, _| !free.iter().any(|(known, _)| known == name));
    };
    let (_, exchange) = send(stage, &object, number, &before, &leave_out)?;
    if !exchange.answer.is_success() {
        let reason = format!("without them, it was answered with {}", status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let (after, reading) = object.now(stage, resource)?;
    for (name, value) in &free {
        if after.get(name).is_some_and(|now| same_value(now, value)) {
            let reason = format!("the replacement leaves `{name}` out, and it is still {value}");
            return Ok(Outcome::refuted(reason).resting_on(target, &reading));
        }
    }
    let names: Vec<&str> = free.iter().map(|(name, _)| name.as_str()).collect();
    let reason = format!("left out of the replacement, `{}` kept nothing of before", names.join("`, `"));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &reading))
}

/// Whether a sentence says that changes raise the version.
pub fn says_that_versions_rise(sentence: &Sentence) -> bool {
    sentence.says(&["version", "versions", "revision"])
        && sentence.says(&[
            "grows",
            "grow",
            "raise",
            "raises",
            "raised",
            "increment",
            "increments",
            "incremented",
            "increases",
            "increased",
            "bump",
            "bumps",
            "bumped",
            "goes up",
            "rises",
        ])
        && !sentence.says(&["schema", "api version", "major", "minor", "semver", "release"])
}

/// A change raises the version.
pub fn version_rises(stage: &Stage, resource: &Resource, number: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let change = change(stage, resource, number)?;
    let version = |object: &Value| {
        let members = object.as_object()?;
        members
            .iter()
            .find(|(name, _)| is_one_of(name, VERSIONS))
            .map(|(name, value)| (name.clone(), value.clone()))
    };
    let (Some((name, before)), Some((_, after))) = (version(&change.before), version(&change.after)) else {
        return Err(Outcome::unproven("the object shows no version"));
    };
    let outcome = match (before.as_i64(), after.as_i64()) {
        (Some(before), Some(after)) if after > before => {
            Outcome::proven(Strength::Asserted, format!("`{name}` went from {before} to {after}"))
        }
        _ => Outcome::refuted(format!("`{name}` went from {before} to {after}")),
    };
    Ok(outcome.resting_on(target, &change.reading))
}

/// What the system alone gives is refused or ignored in a change.
pub fn owned(
    stage: &Stage,
    resource: &Resource,
    number: usize,
    names: &[String],
) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let object = Object::make(stage, resource, &|_| {})?;
    let (before, _) = object.now(stage, resource)?;
    let forged: Vec<(String, Value)> = names
        .iter()
        .filter_map(|name| {
            Some((name.clone(), forged(api, resource, name, before.get(name)?, stage.shared.seed)?))
        })
        .collect();
    if forged.is_empty() {
        return Err(Outcome::unproven("the object shows none of them with a value"));
    }
    let insert = |body: &mut Map<String, Value>| body.extend(forged.iter().cloned());
    let (_, exchange) = send(stage, &object, number, &before, &insert)?;
    let status = exchange.answer.status;
    if status >= 500 {
        let reason = format!("with them in the request, it answered {}", status_line(status));
        return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
    }
    let (after, reading) = match object.now(stage, resource) {
        Ok(now) => now,
        Err(outcome) if outcome.inconclusive => return Err(outcome),
        Err(outcome) => {
            return Ok(Outcome::refuted(format!(
                "after it, the object is not found any more: {}",
                outcome.reason
            ))
            .resting_on(target, &exchange));
        }
    };
    for (name, value) in &forged {
        if after.get(name).is_some_and(|after| same_value(after, value)) {
            return Ok(Outcome::refuted(format!("a client that sends `{name}` as {value} changes it"))
                .resting_on(target, &exchange));
        }
    }
    let how = if exchange.answer.is_success() { "ignored" } else { "refused" };
    let tried: Vec<&str> = forged.iter().map(|(name, _)| name.as_str()).collect();
    Ok(Outcome::proven(Strength::Asserted, format!("`{}` was {how}", tried.join("`, `")))
        .resting_on(target, &reading))
}
