//! What was made: read back, listed, and by whom its values are given.

use super::filled;
use crate::api::{
    BORN, CHANGED, Creation, Object, Resource, VERSIONS, create, forged, holds_value, is_one_of, unwrapped,
    walk,
};
use crate::claim::Outcome;
use crate::http::status_line;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// Makes an object whose free values nobody else has: a system that answers with what it always answers is found out.
fn distinct(stage: &Stage, resource: &Resource) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let variant = stage.shared.workshop.number(true);
    let vary = |body: &mut Map<String, Value>| {
        for (name, value) in body.iter_mut() {
            let Some(facts) = api.field_of(resource, name) else { continue };
            let free = !facts.rule.formed && !facts.unique && facts.references_nothing(name);
            if let (true, true, Some(other)) = (free, value.is_string(), facts.rule.valid(name, variant)) {
                *value = other;
            }
        }
    };
    let number = resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes it"))?;
    let first = create(stage, number, &[], &vary)?;
    if first.exchange.answer.is_success() {
        return first.object(stage, resource);
    }
    Object::make(stage, resource, &|_| {})
}

/// Whether a value that was sent has to come back as it is.
fn comes_back(stage: &Stage, resource: &Resource, name: &str, value: &Value) -> bool {
    let facts = stage.facts.api.field_of(resource, name);
    let hidden = facts.is_some_and(|facts| facts.rule.write_only);
    let secret = ["password", "secret", "token"].iter().any(|word| name.to_lowercase().contains(word));
    !hidden && !secret && !value.is_null() && !value.is_object()
}

/// Whether a system may store a value in another spelling: addresses, and text that is empty.
fn may_be_respelled(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('@') || text.contains("://") || text.is_empty())
}

/// How what is shown differs from what was sent; only members that the specification shows or declares count.
fn differences(stage: &Stage, resource: &Resource, sent: &Value, shown: &Value) -> Vec<String> {
    let api = &stage.facts.api;
    let members = api.members(resource);
    let mut found = Vec::new();
    for (name, value) in sent.as_object().into_iter().flatten() {
        if !comes_back(stage, resource, name, value) || !members.contains(name) {
            continue;
        }
        match shown.get(name) {
            None | Some(Value::Null) if value.as_str().is_some_and(str::is_empty) => {}
            None if resource.told && api.shows(resource, name) != Some(true) => {}
            None if api.field_of(resource, name).is_some() || api.mentions(name) => {
                found.push(format!("`{name}` is missing, sent as {value}"));
            }
            Some(now)
                if !holds_value(now, value)
                    && same_kind(now, value)
                    && (now.is_null() || !may_be_respelled(value)) =>
            {
                found.push(format!("`{name}` is {now}, sent as {value}"));
            }
            _ => {}
        }
    }
    found
}

fn same_kind(now: &Value, sent: &Value) -> bool {
    now.is_null() || std::mem::discriminant(now) == std::mem::discriminant(sent)
}

/// What is made is read back.
pub fn read_back(stage: &Stage, resource: &Resource) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let object = distinct(stage, resource)?;
    let (now, exchange) = object.now(stage, resource)?;
    let differences = differences(stage, resource, &object.sent, &now);
    if let Some(first) = differences.first() {
        let reason = format!("after {}, {first}", object.exchange.title());
        return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
    }
    let came = |(name, value): &(&String, &Value)| now.get(*name).is_some_and(|now| holds_value(now, value));
    let compared: Vec<String> = object.sent.as_object().map_or_else(Vec::new, |sent| {
        sent.iter().filter(came).map(|(name, _)| format!("`{name}`")).collect()
    });
    if compared.is_empty() {
        return Err(Outcome::unproven("nothing that was sent is shown when it is read")
            .showing(exchange.sent(), exchange.seen()));
    }
    let reason = format!("all {} values that were sent came back ({})", compared.len(), compared.join(", "));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

/// What is made is in the list, as it was made.
pub fn listed(stage: &Stage, resource: &Resource) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let Some(number) = resource.list else { return Err(Outcome::unproven("no list is documented")) };
    let object = distinct(stage, resource)?;
    let facts = api.list(number);
    let size = facts.most.as_ref().map(|most| most.fact.number.min(100));
    let found = walk(
        stage,
        &api.operations[number],
        &facts,
        &object.values[..object.values.len() - 1],
        "",
        size,
        &mut |_| Ok(()),
    )?;
    let id = object.values.last();
    let element =
        found.elements.iter().find(|element| api.id_in(&resource.collection, element).as_ref() == id);
    let Some(last) = found.last() else { return Err(Outcome::unproven("the list has no page")) };
    let Some(element) = element else {
        return Err(Outcome::unproven(
            "what was made is not among what is listed, and nothing says that everything is",
        )
        .showing(last.sent(), last.seen()));
    };
    // A list may show less of each object than reading it does.
    let shown: Vec<String> = differences(stage, resource, &object.sent, element)
        .into_iter()
        .filter(|difference| !difference.contains(" is missing, "))
        .collect();
    if let Some(first) = shown.first() {
        return Ok(Outcome::refuted(format!("in the list, {first}")).resting_on(target, last));
    }
    Ok(Outcome::proven(Strength::Asserted, "what was made is listed with the values that were sent")
        .resting_on(target, last))
}

/// What is made below one object is in its list, and not in that of another.
pub fn listed_apart(stage: &Stage, resource: &Resource) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let (Some(number), Some(create)) = (resource.list, resource.create) else {
        return Err(Outcome::unproven("no list is documented"));
    };
    let facts = api.list(number);
    let operation = &api.operations[number];
    let made = |parents: Vec<String>| -> Result<(Vec<String>, Option<String>), Outcome> {
        let made = crate::api::create_below(stage, create, parents, &[], &|_| {})?;
        if !made.exchange.answer.is_success() {
            let reason =
                format!("{} answered {}", made.exchange.title(), status_line(made.exchange.answer.status));
            return Err(Outcome::unproven(reason).showing(made.exchange.sent(), made.exchange.seen()));
        }
        let shown = made.exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
        Ok((made.parents, api.id_in(&resource.collection, &shown)))
    };
    let (here, mine) = made(crate::api::place(stage, operation)?.values)?;
    let (there, other) = made(crate::api::place(stage, operation)?.values)?;
    let (Some(mine), Some(other)) = (mine, other) else {
        return Err(Outcome::unproven("what is made has no id to tell it by"));
    };
    if here == there || mine == other {
        return Err(Outcome::unproven("two objects to make them below could not be told apart"));
    }
    let found = walk(stage, operation, &facts, &here, "", Some(50), &mut |_| Ok(()))?;
    let Some(page) = found.last() else { return Err(Outcome::unproven("the list has no page")) };
    let ids = found.ids(api, &resource.collection);
    let outcome = if ids.contains(&other) {
        Outcome::refuted(format!("it also names {other}, which was made below another object"))
    } else if ids.contains(&mine) {
        Outcome::proven(
            Strength::Asserted,
            "it names what was made below it, and not what was made below another object",
        )
    } else if found.complete && facts.default.is_none() && facts.size.is_none() {
        Outcome::refuted(format!("it does not name {mine}, which was made below it"))
    } else {
        Outcome::unproven("what was made does not stand on the pages that were read")
    };
    Ok(outcome.resting_on(target, page))
}

/// What the system alone gives is refused or ignored when a client sends it.
pub fn owned(stage: &Stage, resource: &Resource, names: &[String]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let plain = Object::make(stage, resource, &|_| {})?;
    let present = match plain.now(stage, resource) {
        Ok((now, _)) => now,
        Err(_) => plain.shown.clone(),
    };
    let forged: Vec<(String, Value)> = names
        .iter()
        .filter_map(|name| {
            Some((name.clone(), forged(api, resource, name, present.get(name)?, stage.shared.seed)?))
        })
        .collect();
    if forged.is_empty() {
        return Err(Outcome::unproven("the object shows none of them with a value"));
    }
    let number = resource.create.unwrap_or_default();
    let send = |which: &[(String, Value)]| -> Result<Creation, Outcome> {
        create(stage, number, &[], &|body| {
            for (name, value) in which {
                body.insert(name.clone(), value.clone());
            }
        })
    };
    let whole = send(&forged)?;
    let trials = if whole.exchange.answer.is_success() || forged.len() == 1 {
        vec![whole]
    } else {
        let mut trials = Vec::new();
        for one in &forged {
            trials.push(send(std::slice::from_ref(one))?);
        }
        trials
    };
    let mut refused = 0;
    for trial in &trials {
        let status = trial.exchange.answer.status;
        if status >= 500 {
            let reason = format!("with them in the request, it answered {}", status_line(status));
            return Ok(Outcome::refuted(reason).resting_on(target, &trial.exchange));
        }
        if !trial.exchange.answer.is_success() {
            if !matches!(status, 400 | 403 | 409 | 422) {
                return Err(Outcome::unproven(format!(
                    "with them in the request, it answered {}",
                    status_line(status)
                ))
                .showing(trial.exchange.sent(), trial.exchange.seen()));
            }
            refused += 1;
            continue;
        }
        let shown = trial.exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
        for (name, value) in &forged {
            let sent = trial.sent.get(name) == Some(value);
            if sent && shown.get(name).is_some_and(|now| holds_value(now, value)) {
                let reason =
                    format!("a client that sends `{name}` as {value} gets an object with that value");
                return Ok(Outcome::refuted(reason).resting_on(target, &trial.exchange));
            }
        }
    }
    let Some(last) = trials.last() else { return Err(Outcome::unproven("nothing was tried")) };
    let how = if refused > 0 { "refused" } else { "ignored" };
    let tried: Vec<&str> = forged.iter().map(|(name, _)| name.as_str()).collect();
    Ok(Outcome::proven(Strength::Asserted, format!("`{}` was {how}", tried.join("`, `")))
        .resting_on(target, &last.exchange))
}

/// Why a field that is not shown has to be: it is shown by another spelling, or nearly all others of its entity are.
fn must_be_shown(stage: &Stage, resource: &Resource, name: &str, now: &Value) -> Option<String> {
    const HIDDEN: &[&str] =
        &["password", "secret", "hash", "salt", "token", "deleted", "internal", "private", "key", "pin"];
    let (api, shown) = (&stage.facts.api, now.as_object()?);
    let entity = resource.entity.as_deref()?;
    if resource.told && api.shows(resource, name) != Some(true) {
        return None;
    }
    let fields: Vec<_> = api.fields.of_entity(entity).filter(|(_, facts)| !facts.rule.write_only).collect();
    let there = fields.iter().filter(|(field, _)| shown.contains_key(*field)).count();
    if there < 3 || there * 10 < fields.len() * 6 {
        return None;
    }
    let stored = api.field_of(resource, name).is_some_and(|facts| facts.stored);
    let same = |other: &&String| words::folded(other) == words::folded(name) && other.as_str() != name;
    if let Some(other) = shown.keys().find(same) {
        if stored {
            return None;
        }
        return Some(format!("it is shown as `{other}`, stated as `{name}`"));
    }
    let facts = api.field_of(resource, name)?;
    let parts = words::parts(name);
    let refers = parts.len() > 1 && parts.last().is_some_and(|last| last == "id" || last == "ids");
    let given =
        facts.rule.owned && is_one_of(name, BORN) || is_one_of(name, CHANGED) || is_one_of(name, VERSIONS);
    let always =
        facts.optional == Some(false) || facts.optional.is_none() && (given || facts.rule.owned && !refers);
    let moment = parts.last().is_some_and(|last| last == "at" || last == "on");
    let unsure = facts.optional.is_none() && moment && !is_one_of(name, BORN) && !is_one_of(name, CHANGED);
    let hidden = parts.iter().any(|part| HIDDEN.contains(&part.as_str()));
    // An example that does not show it says that it is not shown.
    let examples = [resource.read, resource.create].into_iter().flatten();
    let examples = examples
        .filter_map(|at| api.operations[at].success()?.example.as_ref()?.json().cloned().map(unwrapped));
    let mut shows = None;
    for example in examples {
        shows = Some(shows.unwrap_or(true) && example.get(name).is_some());
    }
    // Of a column nothing but an example says that it is shown.
    let left_out = !shows.unwrap_or(!stored);
    if hidden || left_out {
        return None;
    }
    let fields: Vec<&str> = fields.iter().map(|(field, _)| *field).collect();
    if let Some(other) = in_its_place(stage, &fields, name, facts, shown) {
        return Some(format!("`{name}` is missing, and `{other}`, which nothing documents, is in its place"));
    }
    if !always || unsure {
        return None;
    }
    let keys: Vec<String> = shown.keys().take(20).map(|key| format!("`{key}`")).collect();
    Some(format!("`{name}` is missing; there is {}", keys.join(", ")))
}

/// What is shown in the place of the only field that is missing: a name that stands nowhere in the specification, is like the
/// field's own, and has such a value.
fn in_its_place<'a>(
    stage: &Stage,
    fields: &[&str],
    name: &str,
    facts: &crate::api::FieldFacts,
    shown: &'a Map<String, Value>,
) -> Option<&'a str> {
    if fields.iter().any(|field| *field != name && !shown.contains_key(*field)) {
        return None;
    }
    let mut strangers = shown.iter().filter(|(key, _)| {
        !fields.iter().any(|field| words::folded(field) == words::folded(key))
            && !stage.facts.api.mentions(key)
    });
    let (other, value) = strangers.next()?;
    let (own, others) = (words::parts(name), words::parts(other));
    let shares = own.iter().any(|part| others.contains(part));
    let begins = name.chars().zip(other.chars()).take_while(|(one, other)| one == other).count() >= 4;
    let fits = value.is_null() || facts.rule.broken_by(value).is_none();
    (strangers.next().is_none() && (shares || begins) && fits).then_some(other.as_str())
}

/// A field of an object is as its note says.
pub fn field(stage: &Stage, resource: &Resource, name: &str) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let api = &stage.facts.api;
    let Some(facts) = api.field_of(resource, name) else {
        return Err(Outcome::unproven("nothing is said about it"));
    };
    let object = distinct(stage, resource)?;
    let (now, exchange) = object.now(stage, resource)?;
    let value = now.get(name);
    if facts.rule.write_only {
        let made = object.shown.get(name).filter(|value| !value.is_null());
        if let Some(value) = made {
            return Ok(Outcome::refuted(format!("the answer to the creation shows it: {value}"))
                .resting_on(target, &object.exchange));
        }
        return Ok(match value.filter(|value| !value.is_null()) {
            Some(value) => Outcome::refuted(format!("reading shows it: {value}")),
            None => {
                Outcome::proven(Strength::Asserted, "neither the answer to the creation nor reading shows it")
            }
        }
        .resting_on(target, &exchange));
    }
    if value.is_some()
        && object.shown.get(name).is_none()
        && resource.read.is_some()
        && let Some(reason) = must_be_shown(stage, resource, name, &object.shown)
    {
        let reason = format!("in the answer to the creation, {reason}");
        return Ok(Outcome::refuted(reason).resting_on(target, &object.exchange));
    }
    let Some(value) = value else {
        if let Some(reason) = must_be_shown(stage, resource, name, &now) {
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        // An entity may be what is stored, and not what is shown.
        return Err(
            Outcome::unproven("it is not among what is shown").showing(exchange.sent(), exchange.seen())
        );
    };
    let later = match value.is_null() {
        true => filled::value(stage, resource, name),
        false => None,
    };
    let (value, exchange) = match &later {
        Some((value, exchange)) => (value, exchange),
        None => (value, &exchange),
    };
    if value.is_null() {
        let reason = "it is null here, so its values could not be looked at";
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    // A column of numbers may keep what is shown as a truth.
    let kept = facts.stored && value.is_boolean();
    let outcome = match facts.rule.broken_by(value).filter(|_| !kept) {
        Some(broken) => Outcome::refuted(format!("`{name}`: {broken}")),
        None => Outcome::proven(Strength::Asserted, format!("`{name}` is {value}")),
    };
    Ok(outcome.resting_on(target, exchange))
}
