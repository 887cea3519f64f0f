//! A value that only one object may have stays with one.

use super::{AT_ONCE, at_once, claim};
use crate::api::{Body, Creation, Fault, Object, Resource, Sort, create_below};
use crate::claim::{Claim, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::ItemContext;
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::Value;

/// Members of a creation that no two objects share.
pub(super) fn unique_members(context: &ItemContext, resource: &Resource, number: usize) -> Vec<String> {
    let api = &context.facts.api;
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let indexed = |name: &str| {
        context.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Index)).any(|item| {
            let columns = item.fields.get("columns").and_then(Value::as_array);
            let one = columns.is_some_and(|columns| columns.len() == 1 && columns[0] == name);
            let entity = item.text_field("entity").unwrap_or_default();
            // "Unique among the animals of the same owner": not among all.
            one && item.text_field("where").is_none()
                && item.fields.get("unique") == Some(&Value::Bool(true))
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

/// Members that may be sent as well, which no two objects share.
pub(super) fn optional_unique_members(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
) -> Vec<String> {
    let api = &context.facts.api;
    let Some(entity) = resource.input.as_ref().or(resource.entity.as_ref()) else { return Vec::new() };
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let sent = |name: &str| asked.is_some_and(|asked| asked.contains_key(name));
    let may = |facts: &crate::api::FieldFacts| {
        facts.unique && facts.optional == Some(true) && facts.rule.sort == Sort::Text && !facts.rule.owned
    };
    let all = api.fields.of_entity(entity).filter(|(name, facts)| may(facts) && !sent(name));
    all.filter(|(name, _)| !api.is_owned(resource, name)).map(|(name, _)| name.to_owned()).collect()
}

pub(super) fn unique(context: &ItemContext, resource: &Resource, number: usize, name: String) -> Claim {
    let api = &context.facts.api;
    let title = format!("{} gives no `{name}` to two objects", api.operations[number].title());
    claim(title, resource, move |stage, resource| {
        let target = stage.target()?;
        let expected = stage.facts.api.refusals(number, Fault::Taken);
        let ours = target.is_our_own();
        let facts = stage.facts.api.asked_of(resource, &name);
        let count = stage.shared.workshop.number(ours);
        let given = facts
            .and_then(|facts| facts.rule.valid(&name, count).or_else(|| facts.rule.free_text(&name, count)));
        let first = Object::make(stage, resource, &|body| {
            if let Some(given) = given.clone().filter(|_| !body.contains_key(&name)) {
                body.insert(name.clone(), given);
            }
        })?;
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
        // What it is to be made in may be another's, or not what the first was made in.
        if matches!(status, 401 | 403 | 404) {
            return Err(Outcome::unproven(answered).showing(second.sent(), second.seen()));
        }
        if second.answer.is_success() || status >= 500 || !expected.is_empty() && !expected.contains(&status)
        {
            return Ok(Outcome::refuted(answered).resting_on(target, &second));
        }
        if expected.is_empty() && !matches!(status, 400 | 409 | 422) {
            return Err(Outcome::unproven(answered).showing(second.sent(), second.seen()));
        }
        if let Some(code) = stage.facts.api.wrong_code_of(number, Fault::Taken, &name, &second.answer) {
            return Ok(Outcome::refuted(format!("{answered}: {code}")).resting_on(target, &second));
        }
        let answered = match stage.facts.api.is_folded(resource, &name) {
            true => match in_either_case(stage, &value, &second, &send)? {
                Ok(folded) => format!("{answered}; {folded}"),
                Err(outcome) => return Ok(outcome),
            },
            false => answered,
        };
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

/// What comes of a value in letters of the other case, where one as it was is refused: in words where it is refused as well, and
/// an outcome where it is not.
fn in_either_case(
    stage: &Stage,
    value: &Value,
    second: &Exchange,
    send: &dyn Fn(&Value) -> Result<Creation, Outcome>,
) -> Result<Result<String, Outcome>, Outcome> {
    let text = value.as_str().unwrap_or_default();
    let other = in_other_case(text);
    if other == text {
        return Err(Outcome::unproven(format!("{value} has no letters that have another case")));
    }
    let third = send(&Value::from(other.as_str()))?.exchange;
    let status = third.answer.status;
    let answered = format!("the same in other letters, {other:?}, was answered with {}", status_line(status));
    if third.answer.is_success() || status >= 500 {
        return Ok(Err(Outcome::refuted(answered).resting_on(stage.target()?, &third)));
    }
    // It may be refused for its form.
    if status != second.answer.status {
        return Err(Outcome::unproven(answered).showing(third.sent(), third.seen()));
    }
    Ok(Ok(answered))
}

/// The same text with each ASCII letter in the other case.
fn in_other_case(text: &str) -> String {
    let other =
        |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(other).collect()
}
