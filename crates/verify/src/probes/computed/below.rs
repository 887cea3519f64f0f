//! Sums and numbers of what stands below an object: "the sum of the lines' amounts", "number of comments".

use crate::api::{Api, Object, Resource, Sort, create_below};
use crate::claim::{Claim, Needs, Outcome};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// What is counted below an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Below {
    /// What stands below, by the number of its resource.
    child: usize,
    /// The member that is summed; none where they are only counted.
    member: Option<String>,
}

const FILLING: &[&str] = &[
    "the",
    "of",
    "its",
    "all",
    "a",
    "an",
    "sum",
    "total",
    "number",
    "count",
    "how",
    "many",
    "it",
    "has",
    "read",
    "only",
    "computed",
    "calculated",
    "s",
    "this",
    "for",
    "over",
    "always",
    "is",
    "these",
];

/// Reads what is noted about a member; nothing where a word of it is not understood.
pub fn read(api: &Api, resource: &Resource, name: &str, notes: &str) -> Option<Below> {
    let item = api.item_path(resource)?;
    let clause = crate::api::plain(notes);
    let clause = clause.split([',', ';', '.']).find(|part| {
        ["sum of", "number of", "count of", "how many"]
            .iter()
            .any(|phrase| crate::api::has_phrase(part, phrase))
    })?;
    let sums = crate::api::has_phrase(clause, "sum of");
    let said: Vec<String> = words::words(&clause.replace(['\u{2019}', '\''], " "));
    let telling: Vec<String> = said
        .iter()
        .filter(|word| !FILLING.contains(&word.as_str()))
        .map(|word| words::singular(word))
        .collect();
    let below = api.resources.iter().enumerate().filter(|(_, child)| {
        child.create.is_some()
            && child.collection.starts_with(item)
            && child.collection.segments().len() == item.segments().len() + 1
    });
    let mut named = below.filter_map(|(at, child)| {
        let parts = words::words(&child.name.replace(['_', '-'], " "));
        let last = parts.last()?.clone();
        telling.contains(&last).then_some((at, child, parts))
    });
    let (at, child, parts) = named.next().filter(|_| named.next().is_none())?;
    let rest: Vec<&String> = telling.iter().filter(|word| !parts.contains(word)).collect();
    let owned = words::parts(resource.name.as_str());
    let rest: Vec<&String> = rest.into_iter().filter(|word| !owned.contains(word)).collect();
    if !sums {
        return rest.is_empty().then_some(Below { child: at, member: None });
    }
    let numeric = |member: &String| {
        api.field_of(child, member)
            .is_some_and(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number))
    };
    let members = api.members(child);
    let mut fitting = members.iter().filter(|member| {
        let parts = words::parts(member);
        numeric(member)
            && rest.iter().map(|word| (*word).clone()).eq(parts.iter().map(|part| words::singular(part)))
    });
    let member = fitting.next().filter(|_| fitting.next().is_none())?.clone();
    (name != member || resource.name != child.name).then_some(Below { child: at, member: Some(member) })
}

/// The claim that a member is what is counted.
pub fn claim(api: &Api, resource: &Resource, name: &str, below: Below) -> Claim {
    let what = match &below.member {
        Some(member) => {
            format!("the sum of the `{member}` of each {} below it", api.resources[below.child].name)
        }
        None => format!("the number of {} below it", api.resources[below.child].name),
    };
    let (resource, name) = (resource.clone(), name.to_owned());
    let title = format!("the `{name}` of a {} is {what}", resource.name);
    Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &resource, &name, &below).unwrap_or_else(|outcome| outcome)
    })
}

fn attempt(stage: &Stage, resource: &Resource, name: &str, below: &Below) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let child = &api.resources[below.child];
    let create = child.create.ok_or_else(|| Outcome::unproven("nothing documented makes what is counted"))?;
    let object = Object::make(stage, resource, &|_| {})?;
    let (mut expected, mut last) = (0.0, None);
    for round in 0..3_u64 {
        if round > 0 {
            let vary = |body: &mut Map<String, Value>| {
                let Some(member) = below.member.as_ref().filter(|member| body.contains_key(*member)) else {
                    return;
                };
                let rule = api.field_of(child, member).map(|facts| &facts.rule);
                // Numbers of which no two are alike, so that a sum is no product and no count.
                let other = rule.and_then(|rule| {
                    (round + 2..round + 9).find_map(|at| rule.valid(member, at).filter(Value::is_number))
                });
                body.extend(other.map(|other| (member.clone(), other)));
            };
            let made = create_below(stage, create, object.values.clone(), &[], &vary)?;
            let exchange = made.exchange.clone();
            if !exchange.answer.is_success() {
                let reason = format!("{} answered {}", exchange.title(), exchange.answer.status);
                return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
            }
            expected += match &below.member {
                None => 1.0,
                Some(member) => {
                    let shown = exchange.answer.json().map(crate::api::unwrapped).unwrap_or(Value::Null);
                    let sent: Value = exchange
                        .body
                        .as_deref()
                        .and_then(|body| serde_json::from_str(body).ok())
                        .unwrap_or(Value::Null);
                    let number = |value: &Value| value.get(member).and_then(as_number);
                    number(&shown).or_else(|| number(&sent)).ok_or_else(|| {
                        Outcome::unproven(format!("no answer shows the `{member}` of what was made"))
                    })?
                }
            };
        }
        let (now, exchange) = object.now(stage, resource)?;
        let Some(found) = now.get(name).and_then(as_number) else {
            // Without anything below it there may be no sum.
            if round == 0 {
                continue;
            }
            return Err(
                Outcome::unproven(format!("`{name}` is no number")).showing(exchange.sent(), exchange.seen())
            );
        };
        if (found - expected).abs() > 0.006 {
            let reason = format!("with {round} below it, `{name}` is {found}, and {expected} follows");
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        last = Some(exchange);
    }
    let Some(exchange) = last else { return Err(Outcome::unproven("nothing was counted")) };
    let reason = format!("with nothing, one and two below it, `{name}` is what follows");
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_counted_below_an_object() {
        let text = "\
# Trips

## Entities

- **Trip**
  - `id`: integer
  - `total`: number, read-only
- **Stop**
  - `id`: integer
  - `name`: string
  - `fare`: number, required
  - `nights`: integer

## API

- `POST /trips` adds a trip → 201
- `GET /trips/{id}` reads it
- `POST /trips/{id}/stops` adds a stop → 201
- `GET /trips/{id}/stops` lists its stops
";
        let facts = testing::facts_of_markdown(text, "", Setup::default());
        let api = &facts.api;
        let trips = api.resources.iter().find(|resource| resource.name == "trip").unwrap();
        let found = |notes: &str| read(api, trips, "total", notes).map(|below| below.member);
        let sum = |member: &str| Some(Some(member.to_owned()));
        assert_eq!(found("read-only, sum of the stops' fares"), sum("fare"));
        assert_eq!(found("the sum of the `fare` of all stops"), sum("fare"));
        assert_eq!(found("sum of the nights of its stops"), sum("nights"));
        assert_eq!(found("number of stops"), Some(None));
        assert_eq!(found("sum of the fares of paid stops"), None);
        assert_eq!(found("number of days"), None);
    }
}
