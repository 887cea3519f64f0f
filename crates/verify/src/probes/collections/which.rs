//! Which objects a list shows: filters and search.

use super::various::{List, as_text, distinct, texts, value_at};
use crate::api::{Filter, Partial, encoded};
use crate::claim::Outcome;
use crate::http::status_line;
use abide_ledger::Strength;
use serde_json::Value;

/// A filter lets through all objects with its value, and no others.
pub fn filter(list: &List, filter: &Filter) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    list.with_values(&filter.field)?;
    let all = list.all("")?;
    let values = distinct(&all.elements, &filter.field);
    let wanted: Vec<&String> =
        values.first().into_iter().chain(values.last().filter(|_| values.len() > 1)).collect();
    let has = |element: &Value, value: &str| {
        let found = value_at(element, &filter.field).map(texts).unwrap_or_default();
        found.iter().any(|found| {
            let (in_lower, lower) = (found.to_lowercase(), value.to_lowercase());
            match filter.partial {
                Some(Partial::Within) => in_lower.contains(&lower),
                Some(Partial::Start) => in_lower.starts_with(&lower),
                None => found == value || filter.ignores_case && in_lower == lower,
            }
        })
    };
    let mut last = None;
    let mut further = wanted.first().map(|value| other_spellings(filter, value)).unwrap_or_default();
    further.retain(|value| wanted.iter().all(|wanted| *wanted != value));
    let wanted: Vec<&String> = wanted.into_iter().chain(&further).collect();
    for value in wanted {
        let query = format!("{}={}", filter.parameter, encoded(value));
        let probe = list.page(&query)?;
        if !probe.answer.is_success() {
            let reason = format!(
                "asked for `{query}`, which objects of the list have, it answered {}",
                status_line(probe.answer.status)
            );
            return match filter.spelled {
                true => Ok(Outcome::refuted(reason).resting_on(target, &probe)),
                false => Err(Outcome::unproven(reason).showing(probe.sent(), probe.seen())),
            };
        }
        let found = list.all(&query)?;
        let Some(page) = found.pages.first() else { continue };
        if let Some(other) = found.elements.iter().find(|element| !has(element, value)) {
            let shown = value_at(other, &filter.field).cloned().unwrap_or(Value::Null);
            let reason =
                format!("asked for `{query}`, it also answered an object with `{}` {shown}", filter.field);
            // A parameter that prose alone speaks of may have another name.
            if !filter.spelled && found.elements.len() == all.elements.len() {
                return Err(Outcome::unproven(format!("{reason}; the parameter may have another name"))
                    .showing(page.sent(), page.seen()));
            }
            return Ok(Outcome::refuted(reason).resting_on(target, page));
        }
        let expected = all.elements.iter().filter(|element| has(element, value)).count();
        if found.elements.len() < expected && all.complete && found.complete {
            let reason = format!(
                "asked for `{query}`, it answered {} objects, and {expected} have that value",
                found.elements.len()
            );
            return Ok(Outcome::refuted(reason).resting_on(target, page));
        }
        last = Some((page.clone(), found.elements.len()));
    }
    match last {
        Some((page, count)) => {
            let folded = if filter.plainly && filter.ignores_case { ", and so in other letters" } else { "" };
            let reason = format!(
                "of {} objects with {} values of `{}`, it answered the {count} that were asked for{folded}",
                all.elements.len(),
                values.len(),
                filter.field
            );
            Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &page))
        }
        None => Err(Outcome::unproven(format!("no object has a value in `{}`", filter.field))),
    }
}

/// What a filter has to let an object through for besides its value: a part of it, the same in other case.
fn other_spellings(filter: &Filter, value: &str) -> Vec<String> {
    if !filter.plainly {
        return Vec::new();
    }
    let letters: Vec<char> = value.chars().collect();
    let part = match filter.partial {
        Some(Partial::Within) if letters.len() >= 4 => letters.get(1..letters.len() - 1),
        Some(Partial::Start) if letters.len() >= 4 => letters.get(..letters.len() - 1),
        _ => None,
    };
    let part: Option<String> = part.map(|part| part.iter().collect::<String>().trim().to_owned());
    let other = in_other_case(value);
    part.into_iter().chain((filter.ignores_case && other != value).then_some(other)).collect()
}

/// A search finds what it is asked for in each of the stated fields, and not everything.
pub fn search(list: &List, parameter: &str, fields: &[String]) -> Result<Outcome, Outcome> {
    let mut last = Err(Outcome::unproven("no field is stated"));
    for field in fields {
        match search_in(list, parameter, fields, field) {
            Ok(outcome) if outcome.is_refuted() => return Ok(outcome),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            // One field that has no values takes nothing from what the others show.
            Err(outcome) if last.is_err() => last = Err(outcome),
            Err(_) => {}
            found => last = found,
        }
    }
    last
}

fn search_in(list: &List, parameter: &str, fields: &[String], field: &str) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    list.with_values(field)?;
    let all = list.all("")?;
    let matches = |element: &Value, value: &str| {
        let texts = fields.iter().filter_map(|field| element.get(field).and_then(as_text));
        texts.into_iter().any(|text| text.to_lowercase().contains(&value.to_lowercase()))
    };
    let values = distinct(&all.elements, field);
    // A value that no other object has within its own.
    let lonely = values
        .iter()
        .rev()
        .find(|value| all.elements.iter().filter(|element| matches(element, value)).count() == 1);
    let Some(value) = lonely.or(values.last()) else {
        return Err(Outcome::unproven("no object has a value to search for"));
    };
    let query = format!("{parameter}={}", encoded(value));
    let found = list.all(&query)?;
    let Some(page) = found.pages.first() else { return Err(Outcome::unproven("the list has no page")) };
    if !found.elements.iter().any(|element| matches(element, value)) {
        let reason = format!(
            "searched for {value:?}, which is the `{field}` of an object, it answered {} objects without it",
            found.elements.len()
        );
        return Ok(Outcome::refuted(reason).resting_on(target, page));
    }
    let others = found.elements.iter().filter(|element| !matches(element, value)).count();
    if others > 0 && found.elements.len() == all.elements.len() {
        let reason = format!(
            "searched for {value:?}, it answered all {} objects, also {others} without it",
            found.elements.len()
        );
        return Ok(Outcome::refuted(reason).resting_on(target, page));
    }
    let mut folded = "";
    if list.facts.search_ignores_case {
        let other = in_other_case(value);
        let again = list.all(&format!("{parameter}={}", encoded(&other)))?;
        if let Some(page) = again.pages.first()
            && other != *value
            && page.answer.is_success()
            && !again.elements.iter().any(|element| matches(element, value))
        {
            let reason = format!(
                "searched for {other:?}, it did not answer what it answered for {value:?}, and case is stated not to matter"
            );
            return Ok(Outcome::refuted(reason).resting_on(target, page));
        }
        if other != *value && again.pages.first().is_some_and(|page| page.answer.is_success()) {
            folded = ", and so in other letters";
        }
    }
    let reason = format!(
        "searched for {value:?}, it answered {} of {} objects{folded}",
        found.elements.len(),
        all.elements.len()
    );
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, page))
}

/// The same text with each ASCII letter in the other case.
fn in_other_case(text: &str) -> String {
    let other =
        |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(other).collect()
}
