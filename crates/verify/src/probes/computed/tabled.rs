//! Tables of examples: each row says what is sent, and what comes of it (`| weight | zone | price |`).

use crate::api::{Api, Body, Resource, Sort, create, has_phrase, same_value, unwrapped};
use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value, json};

/// A row: what is sent, and the value that comes of it.
type Example = (Map<String, Value>, Value);

/// How many rows are tried at most.
const MOST: usize = 20;

/// The claim that a member is what the examples of a table show; none where there are fewer than two.
pub fn claim(context: &ItemContext, resource: &Resource, name: &str) -> Option<Claim> {
    let api = &context.facts.api;
    let number = resource.create?;
    let examples = read(api, (context.number, context.spec.text()), resource, name);
    if examples.len() < 2 {
        return None;
    }
    let title = format!("the `{name}` of a {} is as in the examples of a table", resource.name);
    // What an example does not speak of may change what comes of it.
    let shown = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let left_out = shown.into_iter().flat_map(|shown| shown.keys()).filter(|member| {
        api.asked_of(resource, member)
            .is_some_and(|facts| facts.optional == Some(true) || facts.default.is_some())
    });
    let left_out: Vec<String> = left_out.cloned().collect();
    let name = name.to_owned();
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, number, (&name, &left_out), &examples).unwrap_or_else(|outcome| outcome)
    }))
}

/// The rows of which each cell is the value of a member: one that the system gives, and others that are sent.
fn read(api: &Api, (spec, text): (usize, &str), resource: &Resource, name: &str) -> Vec<Example> {
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
    // Other tables show what is there: the accounts that there are at first.
    let computed = api.field_of(resource, name).is_some_and(|facts| {
        let plain = crate::api::plain(&facts.notes);
        ["computed", "calculated", "derived", "worked out", "follows from", "depends on"]
            .iter()
            .any(|words| has_phrase(&plain, words))
    });
    let rows = api
        .sentences
        .iter()
        .filter(|sentence| sentence.spec == spec && sentence.cells.len() > 1)
        .filter(|sentence| computed || is_of_examples(text, sentence.range.start as usize));
    let typed = |member: &str, cell: &str| {
        let sort = api.field_of(resource, member).or_else(|| api.asked_of(resource, member));
        value(cell, sort.map(|facts| &facts.rule.sort))
    };
    let example = |cells: &[(String, String)]| -> Option<Example> {
        let (mut sent, mut comes) = (Map::new(), None);
        for (head, cell) in cells {
            let cell = cell.trim().trim_matches('`');
            if is(head, name) {
                comes = Some(typed(name, cell)?);
                continue;
            }
            let member = members.iter().find(|member| is(head, member))?;
            let settable = asked.contains_key(member)
                || api
                    .asked_of(resource, member)
                    .is_some_and(|facts| !facts.rule.owned && !facts.rule.starts);
            sent.insert(member.clone(), typed(member, cell).filter(|_| settable)?);
        }
        Some((sent, comes?))
    };
    rows.filter_map(|sentence| example(&sentence.cells)).take(MOST).collect()
}

/// Whether the last line before a table calls what it shows examples.
fn is_of_examples(text: &str, row: usize) -> bool {
    let before = text.get(..row).unwrap_or_default();
    // The row's own line has begun already, where it opens with a bar.
    let mut lines = before.lines().rev().map(str::trim);
    let told = lines.find(|line| !line.is_empty() && !line.starts_with('|'));
    told.is_some_and(|line| line.to_lowercase().contains("example"))
}

// "12", "1,000", "1_000", "-2.5"
pattern!(NUMBER, r"^-?(?:\d+|\d{1,3}(?:[,_]\d{3})+)(?:\.\d+)?$");

/// The value that a cell shows; none where it holds more than one, or none that the member can have.
fn value(cell: &str, sort: Option<&Sort>) -> Option<Value> {
    let is_number = matches!(sort, Some(Sort::Integer | Sort::Number));
    if NUMBER.is_match(cell) && !matches!(sort, Some(Sort::Text | Sort::Choice(_))) {
        let number = cell.replace([',', '_'], "");
        let whole = number.parse::<i64>().ok().map(|whole| json!(whole));
        return whole.or_else(|| number.parse::<f64>().ok().map(|part| json!(part)));
    }
    match cell {
        _ if is_number => None,
        "true" | "yes" => Some(json!(true)),
        "false" | "no" => Some(json!(false)),
        word if word.contains(char::is_whitespace) || !word.contains(char::is_alphanumeric) => None,
        // "2.50€", "3rd" are no words of a choice.
        word if word.starts_with(|c: char| c.is_ascii_digit())
            && !matches!(sort, Some(Sort::Text | Sort::Choice(_))) =>
        {
            None
        }
        word => Some(json!(word)),
    }
}

fn attempt(
    stage: &Stage,
    number: usize,
    (name, left_out): (&str, &[String]),
    examples: &[Example],
) -> Result<Outcome, Outcome> {
    let mut last = None;
    for (sent, expected) in examples {
        let exchange = create(stage, number, &[], &|body| {
            body.retain(|member, _| !left_out.contains(member));
            body.extend(sent.clone());
        })?
        .exchange;
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
| near | 2,50 | 250 |
| near | 20 | - |
| near | 20 | 2.50€ |
| near | 20 | nan |

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
        let found = read(&api, (0, text), crates, "price");
        let found: Vec<(Value, Value)> =
            found.into_iter().map(|(sent, comes)| (Value::Object(sent), comes)).collect();
        assert_eq!(
            found,
            [
                (json!({"zone": "near", "grams": 1000}), json!(250)),
                (json!({"zone": "far", "grams": 500}), json!(400)),
            ]
        );
        assert!(read(&api, (0, text), crates, "grams").is_empty(), "what is sent follows from nothing");
    }

    #[test]
    fn a_table_of_what_is_there_at_first_shows_no_examples() {
        let rows = |before: &str, table: &str| {
            let text = format!(
                "# Accounts\n\n## Data model\n\n### Account\n\n| Field | Type | Notes |\n|---|---|---|\n| `id` | integer | set by the server |\n| `code` | string | required |\n| `balance` | integer | set by the server |\n\n{before}\n\n{table}\n## API\n\n- `POST /accounts` opens an account → 201\n- `GET /accounts/{{id}}` reads it\n\n```json\n{{\"code\": \"near\"}}\n```\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            let accounts = api.resources.iter().find(|resource| resource.name == "account").unwrap();
            read(&api, (0, &text), accounts, "balance").len()
        };
        let table = "| code | balance |\n|---|---|\n| cash | 1000 |\n| bank | 20 |\n";
        assert_eq!(rows("Initial accounts:", table), 0);
        assert_eq!(rows("Some examples:", table), 2);
        let long: String = (0..50).map(|row| format!("| c{row} | {row} |\n")).collect();
        assert_eq!(rows("Examples:", &format!("| code | balance |\n|---|---|\n{long}")), MOST);
    }
}
