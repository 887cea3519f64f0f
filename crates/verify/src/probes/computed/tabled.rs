//! Tables of examples: each row says what is sent, and what comes of it (`| weight | zone | price |`).

use crate::api::{Api, Body, Resource, create, same_value, unwrapped};
use crate::claim::{Claim, Needs, Outcome};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value, json};

/// A row: what is sent, and the value that comes of it.
type Example = (Map<String, Value>, Value);

/// The claim that a member is what the examples of a table show; none where there are fewer than two.
pub fn claim(api: &Api, spec: usize, resource: &Resource, name: &str) -> Option<Claim> {
    let number = resource.create?;
    let examples = read(api, spec, resource, name);
    if examples.len() < 2 {
        return None;
    }
    let title = format!("the `{name}` of a {} is as in the examples of a table", resource.name);
    let name = name.to_owned();
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, number, &name, &examples).unwrap_or_else(|outcome| outcome)
    }))
}

/// The rows of which each cell is the value of a member: one that the system gives, and others that are sent.
fn read(api: &Api, spec: usize, resource: &Resource, name: &str) -> Vec<Example> {
    let Some(number) = resource.create else { return Vec::new() };
    let Some(asked) = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object)
    else {
        return Vec::new();
    };
    let is = |head: &str, member: &str| words::folded(head.trim_matches('`')) == words::folded(member);
    if asked.keys().any(|asked| is(asked, name)) {
        return Vec::new();
    }
    let members = api.members(resource);
    let rows = api.sentences.iter().filter(|sentence| sentence.spec == spec && sentence.cells.len() > 1);
    let example = |cells: &[(String, String)]| -> Option<Example> {
        let (mut sent, mut comes) = (Map::new(), None);
        for (head, cell) in cells {
            let cell = cell.trim().trim_matches('`');
            if is(head, name) {
                comes = Some(value(cell)?);
                continue;
            }
            let member = members.iter().find(|member| is(head, member))?;
            let settable = asked.contains_key(member)
                || api
                    .asked_of(resource, member)
                    .is_some_and(|facts| !facts.rule.owned && !facts.rule.starts);
            sent.insert(member.clone(), value(cell).filter(|_| settable)?);
        }
        Some((sent, comes?))
    };
    rows.filter_map(|sentence| example(&sentence.cells)).collect()
}

/// The value that a cell shows; none where it holds more than one.
fn value(cell: &str) -> Option<Value> {
    let number = cell.replace([',', '_'], "");
    let number = number.trim();
    if let Ok(whole) = number.parse::<i64>() {
        return Some(json!(whole));
    }
    if let Ok(part) = number.parse::<f64>() {
        return Some(json!(part));
    }
    match cell {
        "true" | "yes" => Some(json!(true)),
        "false" | "no" => Some(json!(false)),
        word if word.is_empty() || word.contains(char::is_whitespace) => None,
        word => Some(json!(word)),
    }
}

fn attempt(stage: &Stage, number: usize, name: &str, examples: &[Example]) -> Result<Outcome, Outcome> {
    let mut last = None;
    for (sent, expected) in examples {
        let exchange = create(stage, number, &[], &|body| body.extend(sent.clone()))?.exchange;
        if !exchange.answer.is_success() {
            let reason = format!("{} answered {} to an example", exchange.title(), exchange.answer.status);
            return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
        }
        let shown = exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
        match shown.get(name) {
            Some(found) if same_value(found, expected) => last = Some(exchange),
            Some(found) => {
                let told: Vec<String> =
                    sent.iter().map(|(name, value)| format!("`{name}` {value}")).collect();
                let reason = format!("with {}, `{name}` is {found}, stated as {expected}", told.join(", "));
                return Ok(Outcome::refuted(reason).resting_on(stage.target()?, &exchange));
            }
            None => {
                return Err(Outcome::unproven(format!("the answer shows no `{name}`"))
                    .showing(exchange.sent(), exchange.seen()));
            }
        }
    }
    let exchange = last.ok_or_else(|| Outcome::unproven("there is no example"))?;
    let reason = format!("in {} examples, `{name}` is what they show", examples.len());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(stage.target()?, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn rows_of_what_is_sent_and_what_comes_of_it() {
        let text = "\
# Crates

## Data model

### Crate

| Field | Type | Notes |
|---|---|---|
| `id` | integer | set by the server |
| `zone` | string | `near` or `far`, required |
| `grams` | integer | required |
| `price` | integer | computed |

| zone | `grams` | `price` |
|---|---|---|
| near | 1,000 | 250 |
| far | 500 | 400 |
| far | heavy ones | 900 |

| zone | lorry | `price` |
|---|---|---|
| near | 3 | 7 |

## API

- `POST /crates` packs a crate → 201
- `GET /crates/{id}` reads it

```json
{\"zone\": \"near\", \"grams\": 3}
```
";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let crates = api.resources.iter().find(|resource| resource.name == "crate").unwrap();
        let found = read(&api, 0, crates, "price");
        let found: Vec<(Value, Value)> =
            found.into_iter().map(|(sent, comes)| (Value::Object(sent), comes)).collect();
        assert_eq!(
            found,
            [
                (json!({"zone": "near", "grams": 1000}), json!(250)),
                (json!({"zone": "far", "grams": 500}), json!(400)),
            ]
        );
        assert!(read(&api, 0, crates, "grams").is_empty(), "what is sent follows from nothing");
    }
}
