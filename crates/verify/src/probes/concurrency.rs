//! Requests that meet: stale versions, repeated creations, and values that only one may have.

use crate::api::{
    Body, Creation, Fault, Object, Placed, Resource, Scope, Sentence, VERSIONS, call_on, changing,
    create_below, is_one_of, match_headers, place, same_value, stated,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::{Map, Value};

/// Requests that meet are told apart.
pub const PROBE: Probe = Probe {
    name: "concurrency",
    summary: "Stale versions are refused, repeated creations make one object, and unique values stay unique",
    documentation: "\
Takes the endpoints that change an object by its version (a `version` in the body, an `If-Match` header), those that take an idempotency key, those that make objects with a \
unique field, and the requirements, checks and fields that speak of these. Needs a target, and the headers of roles that may call the endpoints.

An object is changed, and changed again by the version from before; two changes by the same version are sent at once. A creation is sent twice with one idempotency key, one after the other and at once, and with another \
body where that is said to be refused. Two objects with the same unique value are made, one after the other and at once.

Refuted is a stale change that is accepted, or refused with another status than the stated one; two changes by one version that both succeed; a repeated creation that makes a second object; and a unique value that two objects get.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Field, Kind::Scenario],
    claims,
};

/// Resources that one sentence is tried on.
const MOST: usize = 4;
/// Requests that are sent at once.
const AT_ONCE: usize = 4;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    match context.item.kind {
        Kind::Endpoint => {
            let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
            let Some(resource) = api.resource_of(number) else { return Vec::new() };
            let mut claims = Vec::new();
            if resource.updates.contains(&number) && has_versions(context, number) {
                claims.push(stale(context, resource, number, api.refusals(number, Fault::Stale)));
            }
            if resource.create == Some(number) {
                claims.extend(
                    api.about(number)
                        .filter(|_| takes_keys(context, number))
                        .find_map(key_header)
                        .map(|header| idempotent(context, resource, number, header)),
                );
                claims.extend(
                    unique_members(context, resource, number)
                        .into_iter()
                        .map(|name| unique(context, resource, number, name)),
                );
            }
            claims.into_iter().map(Claim::minor).collect()
        }
        Kind::Field => {
            let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
            let of = |resource: &&Resource| resource.is_of(entity);
            let Some(resource) = api.resources.iter().find(of) else { return Vec::new() };
            let Some(number) = resource.create else { return Vec::new() };
            let names = unique_members(context, resource, number).into_iter().filter(|known| known == name);
            names.map(|name| unique(context, resource, number, name)).collect()
        }
        _ => of_sentences(context),
    }
}

fn of_sentences(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    for (_, sentence) in api.within(context.number, range.start, range.end) {
        let resources = api.resources_of(sentence);
        let refused = sentence.says(&[
            "stale",
            "if-match",
            "current one",
            "outdated",
            "optimistic",
            "concurrent update",
            "concurrent updates",
            "lost update",
            "not the current",
            "old version",
            "conflict",
        ]) && sentence.says(&[
            "version",
            "versions",
            "etag",
            "revision",
            "if-match",
            "optimistic",
            "update",
            "updates",
        ]);
        let header = key_header(sentence);
        let other = stated(sentence, Fault::OtherBody);
        let taken = !stated(sentence, Fault::Taken).is_empty()
            || sentence.says(&["unique", "must not share", "no two"])
            || sentence.says(&[
                "already in use",
                "already used",
                "already exists",
                "is taken",
                "already taken",
                "already registered",
            ])
            || sentence.says(&["two"])
                && sentence.says(&["the same"])
                && sentence.says(&["cannot", "can not", "must not", "may not", "never"]);
        for resource in resources.into_iter().take(MOST) {
            let versioned = resource.updates.iter().copied().find(|number| has_versions(context, *number));
            if let Some(number) = versioned.filter(|_| refused) {
                let mut expected = stated(sentence, Fault::Stale);
                if expected.is_empty() {
                    expected = api.refusals(number, Fault::Stale);
                }
                claims.push(stale(context, resource, number, expected));
            }
            let Some(number) = resource.create else { continue };
            if let Some(header) = header.as_ref().filter(|_| takes_keys(context, number)) {
                if !other.is_empty() {
                    claims.push(other_body(context, resource, number, header.clone(), other.clone()));
                } else if sentence.says(&[
                    "same",
                    "repeat",
                    "repeated",
                    "retry",
                    "retried",
                    "twice",
                    "again",
                    "replay",
                    "replayed",
                    "once",
                    "duplicate",
                    "duplicates",
                ]) {
                    claims.push(idempotent(context, resource, number, header.clone()));
                }
            } else if taken && header.is_none() {
                let mut members = unique_members(context, resource, number);
                if sentence.says(&["unique", "no two", "two", "already in use", "already used"])
                    && sentence.codes().len() <= 1
                    && !sentence.says(&["overlap", "overlaps", "at the same time", "at once"])
                {
                    let asked = api.operations[number]
                        .request
                        .as_ref()
                        .and_then(Body::json)
                        .and_then(Value::as_object);
                    let texts = asked
                        .into_iter()
                        .flatten()
                        .filter(|(_, value)| value.is_string())
                        .map(|(name, _)| name);
                    let word = |name: &String| {
                        let facts = api.field_of(resource, name);
                        facts.is_some_and(|facts| matches!(facts.rule.sort, crate::api::Sort::Choice(_)))
                    };
                    let texts = texts.filter(|name| !word(name));
                    members.extend(texts.filter(|name| !members.contains(name)).cloned().collect::<Vec<_>>());
                }
                let named = members.into_iter().filter(|name| {
                    crate::words::names(&sentence.plain, &crate::words::parts(name).join(" "))
                });
                claims.extend(named.map(|name| unique(context, resource, number, name)));
            }
        }
    }
    claims
}

/// Whether a change says which version it is meant for.
fn has_versions(context: &ItemContext, number: usize) -> bool {
    let api = &context.facts.api;
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    asked.is_some_and(|asked| asked.keys().any(|name| is_one_of(name, VERSIONS)))
        || api.about(number).any(|sentence| sentence.says(&["if-match"]))
}

/// The header of an idempotency key that a sentence names.
fn key_header(sentence: &Sentence) -> Option<String> {
    let named = sentence.codes().into_iter().map(|code| code.split([':', ' ']).next().unwrap_or_default());
    let named = named
        .filter(|code| code.to_lowercase().contains("idempotency") && code.contains('-'))
        .map(str::to_owned)
        .next();
    named.or_else(|| sentence.says(&["idempotency-key"]).then(|| "Idempotency-Key".to_owned()))
}

/// Whether an operation takes idempotency keys: where some sentence says which ones do, only those.
fn takes_keys(context: &ItemContext, number: usize) -> bool {
    let api = &context.facts.api;
    let spec = api.operations[number].spec;
    let speaking =
        || api.sentences.iter().filter(|sentence| sentence.spec == spec && key_header(sentence).is_some());
    let narrow = |sentence: &&Sentence| sentence.scope != Scope::General;
    let any = speaking().any(|sentence| narrow(&sentence));
    speaking()
        .filter(|sentence| !any || narrow(sentence))
        .any(|sentence| sentence.concerns(&api.resources, spec, number))
}

/// Members of a creation that no two objects share.
fn unique_members(context: &ItemContext, resource: &Resource, number: usize) -> Vec<String> {
    let api = &context.facts.api;
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let indexed = |name: &str| {
        context.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Index)).any(|item| {
            let columns = item.fields.get("columns").and_then(Value::as_array);
            let one = columns.is_some_and(|columns| columns.len() == 1 && columns[0] == name);
            let entity = item.text_field("entity").unwrap_or_default();
            one && item.fields.get("unique") == Some(&Value::Bool(true))
                && crate::words::names(entity, &resource.name)
        })
    };
    let is = |name: &str| {
        api.field_of(resource, name)
            .is_some_and(|facts| facts.unique || facts.rule.unique && !facts.rule.owned)
            || indexed(name)
    };
    asked
        .into_iter()
        .flatten()
        .filter(|(name, value)| value.is_string() && is(name))
        .map(|(name, _)| name.clone())
        .collect()
}

fn claim(
    title: String,
    resource: &Resource,
    attempt: impl Fn(&Stage, &Resource) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    let resource = resource.clone();
    Claim::new(title, Needs::Target, move |stage| attempt(stage, &resource).unwrap_or_else(|outcome| outcome))
}

/// Runs the same several times at once.
fn at_once<T: Send>(count: usize, run: impl Fn() -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..count).map(|_| scope.spawn(&run)).collect();
        running.into_iter().filter_map(|one| one.join().ok()).collect()
    })
}

fn stale(context: &ItemContext, resource: &Resource, number: usize, expected: Vec<u16>) -> Claim {
    let title =
        format!("{} refuses a change of an older version", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let operation = &stage.facts.api.operations[number];
        let object = Object::make(stage, resource, &|_| {})?;
        let prepared = || -> Result<(Value, Vec<(String, String)>), Outcome> {
            let (before, _) = object.now(stage, resource)?;
            let placed = Placed {
                values: object.values.clone(),
                item_path: operation.path.clone(),
                object: Some(before),
                made: None,
            };
            let body = changing(stage, operation, &placed)?;
            Ok((body, match_headers(stage, operation, &object.values)?))
        };
        let (body, headers) = prepared()?;
        let tells = body.as_object().is_some_and(|body| body.keys().any(|name| is_one_of(name, VERSIONS)))
            || !headers.is_empty();
        if !tells {
            return Err(Outcome::unproven("neither the request nor the answer of a reading has a version"));
        }
        let send = |body: &Value, headers: &[(String, String)]| {
            call_on(stage, number, &object.values, Some(body), headers)
        };
        let first = send(&body, &headers)?;
        if !first.answer.is_success() {
            let reason = format!(
                "already the change of the present version was answered with {}",
                status_line(first.answer.status)
            );
            return Err(Outcome::unproven(reason).showing(first.sent(), first.seen()));
        }
        let (between, _) = object.now(stage, resource)?;
        let second = send(&body, &headers)?;
        let status = second.answer.status;
        let answered =
            format!("a second change of the same version was answered with {}", status_line(status));
        let right =
            if expected.is_empty() { matches!(status, 409 | 412) } else { expected.contains(&status) };
        if !right {
            return if second.answer.is_success() || status >= 500 || !expected.is_empty() {
                Ok(Outcome::refuted(answered).resting_on(target, &second))
            } else {
                Err(Outcome::unproven(answered).showing(second.sent(), second.seen()))
            };
        }
        let (after, reading) = object.now(stage, resource)?;
        if after != between {
            return Ok(Outcome::refuted(format!("{answered}, and changed the object nevertheless"))
                .resting_on(target, &reading));
        }
        // The same at once: one is first, the other too late.
        let (body, headers) = prepared()?;
        let both: Vec<Exchange> =
            at_once(2, || send(&body, &headers)).into_iter().collect::<Result<_, _>>()?;
        let done = both.iter().filter(|exchange| exchange.answer.is_success()).count();
        if done > 1 {
            let reason = "of two changes of the same version at once, both succeeded";
            return Ok(Outcome::refuted(reason).resting_on(target, &both[1]));
        }
        Ok(Outcome::proven(Strength::Asserted, format!("{answered}; of two at once, {done} succeeded"))
            .resting_on(target, &second))
    })
}

/// Sends the same creation with a key of its own.
fn with_key(
    stage: &Stage,
    number: usize,
    parents: &[String],
    header: &str,
    key: &str,
    body: &Map<String, Value>,
) -> Result<Creation, Outcome> {
    let headers = [(header.to_owned(), key.to_owned())];
    create_below(stage, number, parents.to_vec(), &headers, &|members| *members = body.clone())
}

fn fresh_key(stage: &Stage) -> String {
    format!("abide-{}-{}", stage.shared.seed, stage.shared.workshop.number(false))
}

/// A body that a creation accepts, and the objects it is below.
fn accepted(
    stage: &Stage,
    resource: &Resource,
    number: usize,
) -> Result<(Vec<String>, Map<String, Value>), Outcome> {
    // Made once, so that what clashes is known.
    Object::make(stage, resource, &|_| {})?;
    let operation = &stage.facts.api.operations[number];
    let parents = place(stage, operation)?.values;
    let body = crate::api::new_body(stage, number, operation, 0)?.1;
    let body = body.and_then(|body| body.as_object().cloned()).unwrap_or_default();
    Ok((parents, body))
}

fn idempotent(context: &ItemContext, resource: &Resource, number: usize, header: String) -> Claim {
    let title =
        format!("{} with the same `{header}` makes one object", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        let first = with_key(stage, number, &parents, &header, &key, &body)?;
        let made = first.object(stage, resource)?;
        let second = with_key(stage, number, &parents, &header, &key, &body)?;
        let exchange = second.exchange.clone();
        if !exchange.answer.is_success() {
            let reason = format!(
                "the same request with the same key was answered with {}",
                status_line(exchange.answer.status)
            );
            return if exchange.answer.status >= 500 {
                Ok(Outcome::refuted(reason).resting_on(target, &exchange))
            } else {
                Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()))
            };
        }
        let again = second.object(stage, resource)?;
        if again.values.last() != made.values.last() {
            let reason = "the same request with the same key made a second object";
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        let several: Vec<Creation> =
            at_once(AT_ONCE, || with_key(stage, number, &parents, &header, &key, &body))
                .into_iter()
                .collect::<Result<_, _>>()?;
        let mut ids = Vec::new();
        for one in several.into_iter().filter(|one| one.exchange.answer.is_success()) {
            let exchange = one.exchange.clone();
            let id = one.object(stage, resource)?.values.last().cloned();
            if ids.first().is_some_and(|first| *first != id) {
                let reason =
                    format!("{AT_ONCE} equal requests with the same key at once made more than one object");
                return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
            }
            ids.push(id);
        }
        Ok(Outcome::proven(
            Strength::Asserted,
            "repeated with the same key, it answered with the same object",
        )
        .resting_on(target, &exchange))
    })
}

fn other_body(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    header: String,
    expected: Vec<u16>,
) -> Claim {
    let title = format!(
        "{} refuses a known `{header}` with another body",
        context.facts.api.operations[number].title()
    );
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let (parents, body) = accepted(stage, resource, number)?;
        let key = fresh_key(stage);
        with_key(stage, number, &parents, &header, &key, &body)?.object(stage, resource)?;
        let (_, mut other) = accepted(stage, resource, number)?;
        if other == body {
            let api = &stage.facts.api;
            let changed = other.iter_mut().find_map(|(name, value)| {
                let facts = api.field_of(resource, name);
                let fresh = facts
                    .and_then(|facts| facts.rule.valid(name, 5))
                    .filter(|fresh| !same_value(fresh, value));
                fresh.map(|fresh| *value = fresh)
            });
            if changed.is_none() {
                return Err(Outcome::unproven("no other body of the same form is known"));
            }
        }
        let second = with_key(stage, number, &parents, &header, &key, &other)?;
        let status = second.exchange.answer.status;
        let answered = format!("a known key with another body was answered with {}", status_line(status));
        let outcome = if expected.contains(&status) {
            Outcome::proven(Strength::Asserted, answered)
        } else {
            Outcome::refuted(answered)
        };
        Ok(outcome.resting_on(target, &second.exchange))
    })
}

fn unique(context: &ItemContext, resource: &Resource, number: usize, name: String) -> Claim {
    let title = format!("{} gives no `{name}` to two objects", context.facts.api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let expected = stage.facts.api.refusals(number, Fault::Taken);
        let first = Object::make(stage, resource, &|_| {})?;
        let Some(value) = first.sent.get(&name).cloned() else {
            return Err(Outcome::unproven(format!("the request has no `{name}`")));
        };
        let parents = first.values[..first.values.len() - 1].to_vec();
        let send = |value: &Value| {
            create_below(stage, number, parents.clone(), &[], &|body| {
                body.insert(name.clone(), value.clone());
            })
        };
        let second = send(&value)?.exchange;
        let status = second.answer.status;
        let answered =
            format!("a second object with the `{name}` {value} was answered with {}", status_line(status));
        if second.answer.is_success() || status >= 500 || !expected.is_empty() && !expected.contains(&status)
        {
            return Ok(Outcome::refuted(answered).resting_on(target, &second));
        }
        if expected.is_empty() && !matches!(status, 400 | 409 | 422) {
            return Err(Outcome::unproven(answered).showing(second.sent(), second.seen()));
        }
        let fresh = crate::api::new_body(stage, number, &stage.facts.api.operations[number], 0)?.1;
        let fresh = fresh.as_ref().and_then(|body| body.get(&name)).cloned().filter(|fresh| *fresh != value);
        let Some(fresh) = fresh else {
            return Ok(Outcome::proven(Strength::Asserted, answered).resting_on(target, &second));
        };
        let several: Vec<Creation> =
            at_once(AT_ONCE, || send(&fresh)).into_iter().collect::<Result<_, _>>()?;
        let made: Vec<&Creation> = several.iter().filter(|one| one.exchange.answer.is_success()).collect();
        if let [_, other, ..] = made.as_slice() {
            let reason = format!(
                "of {AT_ONCE} requests at once with the `{name}` {fresh}, {} made an object",
                made.len()
            );
            return Ok(Outcome::refuted(reason).resting_on(target, &other.exchange));
        }
        Ok(Outcome::proven(
            Strength::Asserted,
            format!("{answered}; of {AT_ONCE} at once, {} succeeded", made.len()),
        )
        .resting_on(target, &second))
    })
}

#[cfg(test)]
mod tests;
