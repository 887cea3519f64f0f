//! Requests that meet: stale versions, repeated creations, and values that only one may have.

mod again;
mod another;
mod conditional;
mod lacking;
mod repeated;
mod stale;
mod unique;
mod within;

use crate::api::{Api, Body, Fault, Resource, Sentence, VERSIONS, is_one_of, stated};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_model::Kind;
use lacking::{keyless, needs_header, unconditional};
use repeated::{idempotent, key_header, other_body, takes_keys};
use serde_json::Value;
use stale::stale;
use unique::{optional_unique_members, unique, unique_members};

/// Requests that meet are told apart.
pub const PROBE: Probe = Probe {
    name: "concurrency",
    summary: "Stale versions are refused, repeated creations make one object, and unique values stay unique",
    documentation: "\
Takes the endpoints that change an object by its version (a `version` in the body, an `If-Match` header), those that take an idempotency key, those that make objects with a \
unique field, and the requirements, checks and fields that speak of these. Needs a target, and the headers of roles that may call the endpoints.

An object is changed, and changed again by the version from before; two changes by the same version are sent at once. A creation is sent twice with one idempotency key, one after the other and at once, and with another \
body where that is said to be refused. Two objects with the same unique value are made, one after the other and at once. \
A change without `If-Match`, and a creation without its key, are sent where these are said to be required. A PUT with `If-None-Match: *` is sent where its object is there and where it is not, and an object \
is read with the `ETag` or `Last-Modified` of before, where 304 is said to answer that.

Refuted is a stale change that is accepted, or refused with another status than the stated one; two changes by one version that both succeed; a repeated creation that makes a second object; an object that `If-None-Match: *` replaces; an answer in full to a reading of what did not change, and 304 after a change; a unique value that two objects get, or two of one other where it is said of those (\"no two plans of the same machine have the same title\"); a taken value that is refused with another code than the stated one; and a request without a required header that is taken.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Field, Kind::Scenario, Kind::Step, Kind::Exception],
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
            let mut claims = conditional::of_operation(context, resource, number);
            let conditional = resource.updates.contains(&number) || resource.delete == Some(number);
            if let Some(expected) = api
                .about(number)
                .filter(|_| conditional)
                .find_map(|sentence| needs_header(sentence, "If-Match"))
                && (resource.updates.contains(&number) || names_deletion(context, number))
            {
                claims.push(unconditional(context, resource, number, expected));
            }
            if resource.updates.contains(&number) && has_versions(context, number) {
                claims.push(stale(context, resource, number, api.refusals(number, Fault::Stale)));
            }
            if resource.create == Some(number) && !api.operations[number].keyed && takes_keys(context, number)
            {
                let all = api.sentences.iter().enumerate();
                let about = all.filter(|(_, sentence)| {
                    sentence.concerns(&api.resources, &api.operations[number], number)
                });
                for (at, sentence) in about {
                    let header = key_header(sentence).or_else(|| goes_on(api, at, sentence));
                    let Some(header) = header else { continue };
                    let other = other_body_statuses(sentence);
                    if !other.is_empty() {
                        claims.push(other_body(context, resource, number, header.clone(), other));
                    }
                    if let Some(expected) = needs_header(sentence, &header) {
                        claims.push(keyless(context, resource, number, header, expected));
                    }
                }
            }
            if resource.create == Some(number) {
                claims.extend(
                    api.about(number)
                        .filter(|_| takes_keys(context, number) && !api.operations[number].keyed)
                        .find_map(key_header)
                        .map(|header| idempotent(context, resource, number, header)),
                );
                claims.extend(
                    unique_members(context, resource, number)
                        .into_iter()
                        .map(|name| unique(context, resource, number, name)),
                );
                claims.extend(within::of_endpoint(context, number));
            }
            claims.into_iter().map(Claim::minor).collect()
        }
        Kind::Field => {
            let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
            let of = |resource: &&Resource| resource.is_of(entity);
            let Some(resource) = api.resources.iter().find(of) else { return Vec::new() };
            let Some(number) = resource.create else { return Vec::new() };
            let mut names = unique_members(context, resource, number);
            names.extend(optional_unique_members(context, resource, number));
            let names = names.into_iter().filter(|known| known == name);
            names.map(|name| unique(context, resource, number, name)).collect()
        }
        _ => of_sentences(context),
    }
}

/// "The second client with the name of the first is refused with `409`", where no two clients share a name.
fn second_of_the_same(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let refused = sentence.affirms(&["refused", "rejected", "409", "conflict", "fails", "not possible"]);
    if !refused || !sentence.says(&["second", "same", "another", "twice", "already", "duplicate"]) {
        return Vec::new();
    }
    let api = &context.facts.api;
    let named: Vec<&Resource> =
        api.resources.iter().filter(|resource| resource.is_named_in(&sentence.plain)).collect();
    let [resource] = named.as_slice() else { return Vec::new() };
    let Some(number) = resource.create else { return Vec::new() };
    let spoken = |name: &String| {
        crate::api::has_phrase(&sentence.plain, &crate::words::parts(name).join(" "))
            || sentence.codes().contains(&name.as_str())
    };
    let names = unique_members(context, resource, number).into_iter().filter(spoken);
    names.map(|name| unique(context, resource, number, name)).collect()
}

fn of_sentences(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let range = context.item.range;
    let mut claims = Vec::new();
    let kept = api.within(context.number, range.start, range.end).find(|(_, said)| again::stays_taken(said));
    for (at, sentence) in api.within(context.number, range.start, range.end) {
        let resources = api.resources_of(sentence);
        let told = another::of_sentence(api, sentence);
        if !told.is_empty() {
            claims.extend(told);
            continue;
        }
        claims.extend(second_of_the_same(context, sentence));
        claims.extend(within::of_statement(context, sentence));
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
        ]) && (sentence.affirms(&[
            "refused",
            "refuse",
            "refuses",
            "rejected",
            "reject",
            "rejects",
            "fails",
            "fail",
            "conflict",
            "conflicts",
            "stale",
            "outdated",
            "optimistic",
            "must match",
            "must be the current",
            "current one",
            "lost update",
            "not the current",
            "detected",
        ]) || !sentence.error_statuses().is_empty())
            && sentence.says(&[
                "version",
                "versions",
                "etag",
                "revision",
                "if-match",
                "optimistic",
                "update",
                "updates",
            ]);
        let header = key_header(sentence).or_else(|| goes_on(api, at, sentence));
        let other = match header {
            Some(_) => other_body_statuses(sentence),
            None => stated(sentence, Fault::OtherBody),
        };
        let shared =
            sentence.says(&["can have the same", "may have the same", "can share", "may share", "different"])
                && !sentence.says(&["not even for different", "even for different", "not even of different"]);
        let taken = !shared
            && (!stated(sentence, Fault::Taken).is_empty()
                || sentence.affirms(&["unique"])
                || sentence.says(&["must not share", "no two"])
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
                    && sentence.says(&["cannot", "can not", "must not", "may not", "never"]));
        for resource in resources.into_iter().take(MOST) {
            claims.extend(conditional::of_sentence(context, sentence, resource));
            let versioned = resource.updates.iter().copied().find(|number| has_versions(context, *number));
            if let Some(number) = versioned.filter(|_| refused) {
                let mut expected = stated(sentence, Fault::Stale);
                if expected.is_empty() {
                    expected = api.refusals(number, Fault::Stale);
                }
                claims.push(stale(context, resource, number, expected));
            }
            if let Some(expected) = needs_header(sentence, "If-Match") {
                for number in resource.updates.iter().copied() {
                    claims.push(unconditional(context, resource, number, expected.clone()));
                }
            }
            // What the client names itself is repeated without harm.
            let Some(number) = resource.create.filter(|number| !api.operations[*number].keyed) else {
                continue;
            };
            if let Some(header) = header.as_ref().filter(|_| takes_keys(context, number))
                && let Some(expected) = needs_header(sentence, header)
            {
                claims.push(keyless(context, resource, number, header.clone(), expected));
            }
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
            } else if taken && header.is_none() && !within::is_told(api, sentence, resource) {
                let mut members = unique_members(context, resource, number);
                members.extend(optional_unique_members(context, resource, number));
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
                // "with the code `box_full`" names no member.
                let bare = |spoken: String, code: &str| {
                    spoken.replace(&format!("code {}", code.to_lowercase()), code)
                };
                let spoken = sentence.plain.replace("e-mail", "email");
                let spoken = sentence.codes().into_iter().fold(spoken, bare);
                let named = members
                    .into_iter()
                    .filter(|name| crate::words::names(&spoken, &crate::words::parts(name).join(" ")));
                for name in named {
                    if let Some((_, kept)) = kept {
                        let expected = kept.error_statuses();
                        claims.extend(again::given_again(context, resource, number, name.clone(), expected));
                    }
                    claims.push(unique(context, resource, number, name));
                }
            }
        }
    }
    claims
}

/// The header of an idempotency key of which the sentence before speaks, where this one goes on about it.
fn goes_on(api: &Api, at: usize, sentence: &Sentence) -> Option<String> {
    let speaks = sentence.says(&[
        "key",
        "repeats",
        "repeated",
        "replayed",
        "first one",
        "first request",
        "same request",
    ]);
    (1..=3).filter(|_| speaks).find_map(|back| {
        let before = api.sentences.get(at.checked_sub(back)?)?;
        let near = before.spec == sentence.spec
            && (before.scope == sentence.scope
                || !matches!(sentence.scope, crate::api::Scope::Operations(_)))
            && before.range.start < sentence.range.start
            && sentence.range.start - before.range.start < 500;
        key_header(before).filter(|_| near)
    })
}

/// The statuses that refuse a known key with another body.
fn other_body_statuses(sentence: &Sentence) -> Vec<u16> {
    let beside = stated(sentence, Fault::OtherBody);
    let differs = sentence.says(&[
        "body differs",
        "differs from the first",
        "payload differs",
        "bodies differ",
        "request differs",
        "different body",
        "another body",
        "other body",
    ]);
    if beside.is_empty() && differs { sentence.error_statuses() } else { beside }
}

/// Whether a sentence says of deletions, too, that they are meant for a version.
fn names_deletion(context: &ItemContext, number: usize) -> bool {
    context.facts.api.about(number).any(|sentence| {
        sentence.says(&["if-match"])
            && sentence.says(&["delete", "deletes", "deletion", "deletions", "deleting"])
    })
}

/// Whether a change says which version it is meant for.
fn has_versions(context: &ItemContext, number: usize) -> bool {
    let api = &context.facts.api;
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    asked.is_some_and(|asked| asked.keys().any(|name| is_one_of(name, VERSIONS)))
        || api.about(number).any(|sentence| {
            sentence.says(&["if-match"])
                && !sentence.says(&[
                    "optional",
                    "ignored",
                    "ignores",
                    "not needed",
                    "not supported",
                    "no if-match",
                ])
                && !sentence.says(&["without if-match is accepted", "without if-match is taken"])
        })
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

#[cfg(test)]
mod tests;
