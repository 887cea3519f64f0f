//! The order of a list: as asked for, and as stated.

use super::various::{List, distinct, value_at};
use crate::api::{BORN, Order, Sort, Walk, is_one_of};
use crate::claim::Outcome;
use crate::http::status_line;
use abide_ledger::Strength;
use serde_json::Value;
use std::cmp::Ordering;
use std::time::Duration;

/// Objects come in the order that was asked for.
pub fn sorted(list: &List, field: &str, descending: bool, query: &str) -> Result<Outcome, Outcome> {
    list.with_values(field)?;
    let target = list.stage.target()?;
    let mut found = list.sample(query)?;
    if let Some(first) = found.pages.first().filter(|first| !first.answer.is_success()) {
        let reason = format!("asked for `{query}`, it answered {}", status_line(first.answer.status));
        return Ok(Outcome::refuted(reason).resting_on(target, first));
    }
    if distinct(&found.elements, field).len() < 2 {
        found = list.all(query)?;
    }
    judge(list, &found, field, descending, &format!("asked for `{query}`"))
}

/// A sort by what there is not is refused as stated.
pub fn refused(list: &List, query: &str, status: u16) -> Result<Outcome, Outcome> {
    let page = list.page(query)?;
    let found = page.answer.status;
    let answered = format!("asked for `{query}`, it answered {}", status_line(found));
    let outcome = match found {
        found if found == status => Outcome::proven(Strength::Asserted, answered),
        429 => Outcome::inconclusive(format!("{answered}: the target limits how often it may be called")),
        401 | 403 => Outcome::unproven(answered),
        _ => Outcome::refuted(format!("{answered}, stated as {}", status_line(status))),
    };
    Ok(outcome.resting_on(list.stage.target()?, &page))
}

/// Objects come in the stated order where none is asked for.
pub fn stated(list: &List, order: &Order) -> Result<Outcome, Outcome> {
    let api = &list.stage.facts.api;
    let members = api.members(list.resource);
    let born = members.iter().find(|name| is_one_of(name, BORN));
    if let Some(field) = order.field.as_ref().or(born) {
        let found = list.with_values(field)?;
        if distinct(&found.elements, field).len() >= 2 {
            let outcome = judge(list, &found, field, order.descending, "unasked")?;
            if order.or_born
                && outcome.is_refuted()
                && let Some(born) = born
                && judge(list, &found, born, order.descending, "unasked")
                    .is_ok_and(|other| !other.is_refuted())
            {
                return Err(Outcome::unproven(format!("it comes by `{born}`, which may be what is meant")));
            }
            return Ok(outcome);
        }
        return Err(Outcome::unproven(format!("all objects have the same `{field}`")));
    }
    // No member tells when they were made, but we know which we made first.
    let target = list.stage.target()?;
    let earlier = list.add(&[])?;
    std::thread::sleep(Duration::from_millis(20));
    let later = list.add(&[])?;
    let found = list.all("")?;
    let at = |object: &crate::api::Object| {
        let id = object.values.last();
        found
            .elements
            .iter()
            .position(|element| list.stage.facts.api.id_in(&list.resource.collection, element).as_ref() == id)
    };
    let (Some(earlier), Some(later), Some(page)) = (at(&earlier), at(&later), found.pages.first()) else {
        return Err(Outcome::unproven("the objects that were made are not among what is listed"));
    };
    let right = if order.descending { later < earlier } else { earlier < later };
    let outcome = if right {
        Outcome::proven(Strength::Asserted, "of two new objects, the one that has to comes first")
    } else {
        Outcome::refuted("of two new objects, the wrong one comes first")
    };
    Ok(outcome.resting_on(target, page))
}

fn judge(list: &List, found: &Walk, field: &str, descending: bool, asked: &str) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let Some(page) = found.pages.first() else { return Err(Outcome::unproven("the list has no page")) };
    let values: Vec<&Value> = found
        .elements
        .iter()
        .filter_map(|element| value_at(element, field))
        .filter(|value| !value.is_null())
        .collect();
    if distinct(&found.elements, field).len() < 2 {
        return Err(Outcome::unproven(format!("all objects have the same `{field}`"))
            .showing(page.sent(), page.seen()));
    }
    let direction = if descending { "descending" } else { "ascending" };
    match out_of_order(&values, descending) {
        Some((one, other)) if in_stated_order(list, field, &values, descending) => {
            let reason =
                format!("{asked}, {one} comes before {other}, in the order in which its words are stated");
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, page))
        }
        Some((one, other)) => {
            let reason = format!("{asked}, {one} comes before {other}, stated is {direction} by `{field}`");
            Ok(Outcome::refuted(reason).resting_on(target, page))
        }
        None => {
            let reason = format!("{asked}, {} objects came {direction} by `{field}`", values.len());
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, page))
        }
    }
}

/// Whether words of an enumeration come in the order in which the specification lists them: `low` before `high`.
fn in_stated_order(list: &List, field: &str, values: &[&Value], descending: bool) -> bool {
    let Some(Sort::Choice(words)) =
        list.stage.facts.api.field_of(list.resource, field).map(|facts| &facts.rule.sort)
    else {
        return false;
    };
    let at = |value: &Value| words.iter().position(|word| value == word.as_str());
    values.windows(2).all(|pair| match (at(pair[0]), at(pair[1])) {
        (Some(one), Some(other)) => {
            if descending {
                one >= other
            } else {
                one <= other
            }
        }
        _ => false,
    })
}

/// Two neighbours that are in the wrong order under every usual way to compare.
fn out_of_order<'v>(values: &[&'v Value], descending: bool) -> Option<(&'v Value, &'v Value)> {
    let ways: [fn(&Value, &Value) -> Option<Ordering>; 4] = [exact, without_case, bare, by_length];
    let mut first = None;
    for way in ways {
        let wrong = values.windows(2).find(|pair| {
            way(pair[0], pair[1]) == Some(if descending { Ordering::Less } else { Ordering::Greater })
        });
        let wrong = wrong?;
        first.get_or_insert((wrong[0], wrong[1]));
    }
    first
}

fn exact(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64()?.partial_cmp(&other.as_f64()?),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::String(one), Value::String(other)) => {
            let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
            Some(
                moment(one).zip(moment(other)).map_or_else(|| one.cmp(other), |(one, other)| one.cmp(&other)),
            )
        }
        _ => None,
    }
}

fn without_case(one: &Value, other: &Value) -> Option<Ordering> {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) if one.parse::<jiff::Timestamp>().is_err() => {
            Some(one.to_lowercase().cmp(&other.to_lowercase()))
        }
        _ => exact(one, other),
    }
}

/// As many databases compare: letters and digits alone.
fn bare(one: &Value, other: &Value) -> Option<Ordering> {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) if one.parse::<jiff::Timestamp>().is_err() => {
            Some(letters(one).cmp(&letters(other)))
        }
        _ => exact(one, other),
    }
}

/// Numbers within text by their value: `a2` before `a10`.
fn by_length(one: &Value, other: &Value) -> Option<Ordering> {
    let key = |text: &str| {
        let digits: String = text
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let stem = text.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
        (stem, digits.parse::<u64>().unwrap_or(0))
    };
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) if one.parse::<jiff::Timestamp>().is_err() => {
            Some(key(one).cmp(&key(other)))
        }
        _ => exact(one, other),
    }
}
