//! Parameters that limit a list from below or above.

use super::various::{List, value_at};
use crate::api::{Range, Sort, encoded};
use crate::claim::Outcome;
use crate::http::status_line;
use abide_ledger::Strength;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// A value that has an order.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Ordered {
    Moment(Timestamp),
    Day(Date),
    Number(f64),
}

fn ordered(value: &Value) -> Option<Ordered> {
    match value {
        Value::Number(number) => number.as_f64().map(Ordered::Number),
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(moment) => Some(Ordered::Moment(moment)),
            Err(_) if text.len() == 10 => text.parse::<Date>().ok().map(Ordered::Day),
            Err(_) => None,
        },
        _ => None,
    }
}

/// A value strictly between two others, as a query has it: whether an end belongs to its range is not at stake.
fn between(low: Ordered, high: Ordered, whole: bool) -> Option<String> {
    match (low, high) {
        (Ordered::Number(low), Ordered::Number(high)) => {
            let (floor, ceiling) = (low.floor() + 1.0, high);
            match floor < ceiling {
                true => Some(format!("{floor}")),
                false if !whole && high > low || low.fract() != 0.0 || high.fract() != 0.0 => {
                    Some(format!("{}", (low + high) / 2.0))
                }
                false => None,
            }
        }
        (Ordered::Moment(low), Ordered::Moment(high)) => {
            let half = high.duration_since(low).as_secs() / 2;
            let moment = low.checked_add(SignedDuration::from_secs(half)).ok()?;
            (half > 1).then(|| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        (Ordered::Day(low), Ordered::Day(high)) => {
            let next = low.tomorrow().ok()?;
            (next < high).then(|| next.to_string())
        }
        _ => None,
    }
}

/// A value with one that stands between it and the next smaller one, as near the middle as there is room.
fn apart(mut values: Vec<Ordered>, whole: bool) -> Option<(Ordered, String)> {
    values.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    values.dedup();
    let middle = values.len() / 2;
    let mut pairs: Vec<usize> = (1..values.len()).collect();
    pairs.sort_by_key(|at| at.abs_diff(middle));
    pairs.into_iter().find_map(|at| Some((values[at], between(values[at - 1], values[at], whole)?)))
}

/// A list from a value on shows what is beyond it, and nothing that is not.
pub fn limited(list: &List, range: &Range) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    for _ in 0..2 {
        list.with_values(&range.field)?;
    }
    let mut all = list.all("")?;
    let of = |element: &Value| value_at(element, &range.field).and_then(ordered);
    let facts = list.stage.facts.api.field_of(list.resource, &range.field);
    let whole = facts.is_none_or(|facts| facts.rule.sort != Sort::Number);
    let mut found = apart(all.elements.iter().filter_map(of).collect(), whole);
    if found.is_none() && list.add_later(&all.elements, &range.field).is_ok() {
        all = list.all("")?;
        found = apart(all.elements.iter().filter_map(of).collect(), whole);
    }
    let Some((next, bound)) = found else {
        return Err(Outcome::unproven(format!(
            "the objects that could be made are not apart in `{}`",
            range.field
        )));
    };
    let wanted = |value: Ordered| if range.lower { value >= next } else { value < next };
    let query = format!("{}={}", range.parameter, encoded(&bound));
    let probe = list.page(&query)?;
    if !probe.answer.is_success() {
        let reason = format!("asked for `{query}`, it answered {}", status_line(probe.answer.status));
        return Err(Outcome::unproven(reason).showing(probe.sent(), probe.seen()));
    }
    let shown = list.all(&query)?;
    let Some(page) = shown.pages.first() else { return Err(Outcome::unproven("the list has no page")) };
    let beyond = shown.elements.iter().filter_map(of).find(|value| !wanted(*value));
    if beyond.is_some() {
        let other = shown.elements.iter().find(|element| of(element) == beyond);
        let value = other.and_then(|other| value_at(other, &range.field)).cloned().unwrap_or(Value::Null);
        let reason =
            format!("asked for `{query}`, it also answered an object with `{}` {value}", range.field);
        return Ok(Outcome::refuted(reason).resting_on(target, page));
    }
    let expected = all.elements.iter().filter_map(of).filter(|value| wanted(*value)).count();
    if shown.elements.len() < expected && all.complete && shown.complete {
        let reason = format!(
            "asked for `{query}`, it answered {} objects, and {expected} are within",
            shown.elements.len()
        );
        return Ok(Outcome::refuted(reason).resting_on(target, page));
    }
    if let Some(inclusive) = range.inclusive
        && let Some(element) = all.elements.iter().find(|element| of(element) == Some(next))
        && let Some(value) = value_at(element, &range.field)
    {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let query = format!("{}={}", range.parameter, encoded(&text));
        let shown = list.all(&query)?;
        let answered = shown.pages.first().is_some_and(|page| page.answer.is_success());
        let Some(page) = shown.pages.first().filter(|_| answered && shown.complete) else {
            return Err(Outcome::unproven(format!("asked for `{query}`, it answered no whole list")));
        };
        if shown.elements.iter().any(|element| of(element) == Some(next)) != inclusive {
            let (did, belongs) = match inclusive {
                true => ("left out", "which belongs to it"),
                false => ("also answered", "which does not belong to it"),
            };
            let field = &range.field;
            let reason = format!("asked for `{query}`, it {did} an object with `{field}` {value}, {belongs}");
            return Ok(Outcome::refuted(reason).resting_on(target, page));
        }
    }
    let reason = format!(
        "asked for `{query}`, it answered {} of {} objects",
        shown.elements.len(),
        all.elements.len()
    );
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bound_stands_between_two_values() {
        let of = |low: Value, high: Value| between(ordered(&low)?, ordered(&high)?, true);
        assert_eq!(of(json!(3), json!(9)).as_deref(), Some("4"));
        assert_eq!(of(json!(3), json!(4)), None);
        assert_eq!(of(json!("2031-01-01"), json!("2031-01-05")).as_deref(), Some("2031-01-02"));
        let moment = of(json!("2031-01-01T00:00:00Z"), json!("2031-01-01T02:00:00+00:00"));
        assert_eq!(moment.as_deref(), Some("2031-01-01T01:00:00Z"));
    }
}
