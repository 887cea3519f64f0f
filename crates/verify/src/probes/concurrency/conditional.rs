//! Requests under a condition: `If-None-Match: *` makes and never replaces, and what did not change is not sent again.

use super::claim;
use crate::api::{
    CHANGED, Object, Resource, Scope, Sentence, VERSIONS, call_on, create, is_one_of, same_value,
};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// What is claimed of an operation by what is said about it.
pub(super) fn of_operation(context: &ItemContext, resource: &Resource, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut claims = Vec::new();
    let puts = api.operations[number].method == "PUT" && resource.updates.contains(&number);
    if puts && let Some(sentence) = api.about(number).find(|sentence| makes_only(sentence)) {
        claims.push(never_replaces(context, resource, number, statuses(sentence)));
    }
    if resource.read == Some(number) && resource.create.is_some() {
        let mut tags: Vec<&'static str> = api.about(number).filter_map(not_modified).flatten().collect();
        tags.sort_unstable();
        tags.dedup();
        claims.extend(tags.into_iter().map(|tag| unchanged(context, resource, number, tag)));
    }
    claims
}

/// What is claimed by one sentence.
pub(super) fn of_sentence(context: &ItemContext, sentence: &Sentence, resource: &Resource) -> Vec<Claim> {
    let api = &context.facts.api;
    let mut claims = Vec::new();
    let put = resource.updates.iter().copied().find(|number| api.operations[*number].method == "PUT");
    if let Some(number) = put.filter(|_| makes_only(sentence)) {
        claims.push(never_replaces(context, resource, number, statuses(sentence)));
    }
    if let (Some(number), Some(_), Some(tags)) = (resource.read, resource.create, not_modified(sentence)) {
        claims.extend(tags.into_iter().map(|tag| unchanged(context, resource, number, tag)));
    }
    claims
}

/// Whether a sentence says that a request with `If-None-Match: *` replaces nothing.
fn makes_only(sentence: &Sentence) -> bool {
    let text = sentence.text.to_lowercase().replace(['`', '"', '\''], "");
    let star = [
        "if-none-match: *",
        "if-none-match:*",
        "if-none-match set to *",
        "if-none-match of *",
        "if-none-match = *",
        "if-none-match * ",
    ];
    star.iter().any(|star| format!("{text} ").contains(star))
}

fn statuses(sentence: &Sentence) -> Vec<u16> {
    let mut statuses = sentence.error_statuses();
    statuses.retain(|status| matches!(status, 409 | 412));
    statuses
}

/// The headers by which an answer that did not change is left out, where a sentence says that it is.
fn not_modified(sentence: &Sentence) -> Option<Vec<&'static str>> {
    if !sentence.says(&["304", "not modified"]) || sentence.says(&["not supported", "never", "no 304"]) {
        return None;
    }
    // In a list of statuses nothing says when it comes.
    let general = sentence.scope == Scope::General && !sentence.cells.is_empty();
    let mut tags = Vec::new();
    if sentence.says(&["if-none-match"]) || sentence.says(&["etag", "etags"]) && !sentence.says(&["if-match"])
    {
        tags.push("If-None-Match");
    }
    if sentence.says(&["if-modified-since", "last-modified"]) {
        tags.push("If-Modified-Since");
    }
    (!tags.is_empty() && !general).then_some(tags)
}

fn never_replaces(context: &ItemContext, resource: &Resource, number: usize, expected: Vec<u16>) -> Claim {
    let operation = &context.facts.api.operations[number];
    let title = format!("{} with `If-None-Match: *` replaces nothing", operation.title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let header = [("If-None-Match".to_owned(), "*".to_owned())];
        let object = Object::make(stage, resource, &|_| {})?;
        let before = shown(stage, resource, &object)?;
        let body = object.change(stage, number, before.clone().unwrap_or_default())?;
        let body = Some(&body).filter(|body| !body.is_null());
        let again = call_on(stage, number, &object.values, body, &header)?;
        let status = again.answer.status;
        let answered = format!("where there is one already, it answered {}", status_line(status));
        let right =
            if expected.is_empty() { matches!(status, 409 | 412) } else { expected.contains(&status) };
        if !right {
            return match again.answer.is_success() || status >= 500 || !expected.is_empty() && status != 403 {
                true => Ok(Outcome::refuted(answered).resting_on(target, &again)),
                false => Err(Outcome::unproven(answered).showing(again.sent(), again.seen())),
            };
        }
        let after = shown(stage, resource, &object)?;
        if let (Some(before), Some(after)) = (&before, &after)
            && let Some(name) = moved(before, after)
        {
            let reason = format!("{answered}, and `{name}` is another afterwards");
            return Ok(Outcome::refuted(reason).resting_on(target, &again));
        }
        if stage.facts.api.operations[number].keyed {
            let fresh = create(stage, number, &header, &|_| {})?.exchange;
            if matches!(fresh.answer.status, 409 | 412 | 428) || fresh.answer.status >= 500 {
                let reason = format!("where there is none, it answered {}", status_line(fresh.answer.status));
                return Ok(Outcome::refuted(reason).resting_on(target, &fresh));
            }
        }
        Ok(Outcome::proven(Strength::Asserted, format!("{answered}, and nothing changed"))
            .resting_on(target, &again))
    })
}

fn shown(stage: &Stage, resource: &Resource, object: &Object) -> Result<Option<Value>, Outcome> {
    match resource.read {
        Some(_) => object.now(stage, resource).map(|(now, _)| Some(now)),
        None => Ok(None),
    }
}

/// A member that tells of a change.
fn moved(before: &Value, after: &Value) -> Option<String> {
    let tells = |name: &str| is_one_of(name, VERSIONS) || is_one_of(name, CHANGED);
    let (before, after) = (before.as_object()?, after.as_object()?);
    let mut members = before.iter().filter(|(name, _)| tells(name));
    let other = |name: &str, value: &Value| after.get(name).is_some_and(|now| !same_value(now, value));
    members.find(|(name, value)| other(name, value)).map(|(name, _)| name.clone())
}

fn unchanged(context: &ItemContext, resource: &Resource, number: usize, header: &'static str) -> Claim {
    let operation = &context.facts.api.operations[number];
    let title = format!("{} with `{header}` answers 304 where nothing changed", operation.title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let told = if header == "If-None-Match" { "etag" } else { "last-modified" };
        let object = Object::make(stage, resource, &|_| {})?;
        let first = call_on(stage, number, &object.values, None, &[])?;
        if !first.answer.is_success() {
            let reason = format!("it answered {}", status_line(first.answer.status));
            return Err(Outcome::unproven(reason).showing(first.sent(), first.seen()));
        }
        let Some(value) = first.answer.header(told).map(str::to_owned) else {
            return Ok(Outcome::refuted(format!("the answer has no `{told}` header to ask with"))
                .resting_on(target, &first));
        };
        let condition = [(header.to_owned(), value)];
        let again = call_on(stage, number, &object.values, None, &condition)?;
        let answered = format!("asked again, it answered {}", status_line(again.answer.status));
        match again.answer.status {
            304 if again.answer.length == 0 => {}
            304 => return Ok(Outcome::refuted(format!("{answered} with a body")).resting_on(target, &again)),
            200..=299 => return Ok(Outcome::refuted(answered).resting_on(target, &again)),
            500..=599 => return Ok(Outcome::refuted(answered).resting_on(target, &again)),
            _ => return Err(Outcome::unproven(answered).showing(again.sent(), again.seen())),
        }
        // A time in whole seconds may be the same after a change.
        if let Some(update) = resource.updates.first().copied().filter(|_| header == "If-None-Match")
            && let Some(changed) = another(stage, resource, &object, update)?
        {
            let late = call_on(stage, number, &object.values, None, &condition)?;
            if changed && late.answer.status == 304 {
                return Ok(
                    Outcome::refuted("after a change, it still answered 304").resting_on(target, &late)
                );
            }
        }
        Ok(Outcome::proven(Strength::Asserted, answered).resting_on(target, &again))
    })
}

/// Changes an object as documented; whether what is read is another afterwards, where it could be changed.
fn another(
    stage: &Stage,
    resource: &Resource,
    object: &Object,
    update: usize,
) -> Result<Option<bool>, Outcome> {
    let operation = &stage.facts.api.operations[update];
    let (before, _) = object.now(stage, resource)?;
    let body = object.change(stage, update, before.clone())?;
    let headers = crate::api::match_headers(stage, operation, &object.values)?;
    let body = Some(&body).filter(|body| !body.is_null());
    let exchange = call_on(stage, update, &object.values, body, &headers)?;
    if !exchange.answer.is_success() {
        return Ok(None);
    }
    let (after, _) = object.now(stage, resource)?;
    Ok(Some(after != before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_and_never_replaces_in_several_wordings() {
        for text in [
            "With the header `If-None-Match: *` the write only creates; else `412 exists`.",
            "Send `If-None-Match: \"*\"` to create a flag and nothing else (412 if it is there).",
            "A client that must not overwrite sets `If-None-Match` = `*`.",
        ] {
            assert!(makes_only(&Sentence::general(text)), "{text}");
        }
        assert!(!makes_only(&Sentence::general("`If-None-Match` with the tag answers 304.")));
    }

    #[test]
    fn what_is_not_sent_again_in_several_wordings() {
        for text in [
            "A `GET` with `If-None-Match` of the current tag answers `304`.",
            "Reads carry an `ETag`; when it is sent back and nothing changed, the answer is 304 Not Modified.",
            "Conditional reads (`If-None-Match`) are answered with Not Modified.",
        ] {
            assert_eq!(not_modified(&Sentence::general(text)), Some(vec!["If-None-Match"]), "{text}");
        }
        assert_eq!(
            not_modified(&Sentence::general("Answers have `Last-Modified`; 304 is never sent.")),
            None
        );
        assert_eq!(not_modified(&Sentence::general("An `ETag` is sent with each note.")), None);
    }
}
