//! Worked examples: "a job of 3 copies of 81 pages, duplex, needs 123 sheets".

use crate::api::{Api, Body, Resource, Sentence, Sort, create, unwrapped};
use crate::claim::{Claim, Needs, Outcome};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value, json};

/// What an example sends, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
struct Worked {
    number: usize,
    sent: Map<String, Value>,
    member: String,
    value: f64,
}

/// The claim of a sentence that is such an example.
pub fn claim(api: &Api, sentence: &Sentence) -> Option<Claim> {
    if !sentence.cells.is_empty() || sentence.text.len() > 200 {
        return None;
    }
    let mut found = api.resources.iter().filter_map(|resource| read(api, resource, &sentence.plain));
    let worked = found.next().filter(|_| found.next().is_none())?;
    let title = format!("`{}` is {} for what is sent in the example", worked.member, worked.value);
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &worked).unwrap_or_else(|outcome| outcome)
    }))
}

/// Every number has to be that of a member, and just one of them of a member that the system gives.
fn read(api: &Api, resource: &Resource, plain: &str) -> Option<Worked> {
    let number = resource.create?;
    let asked = api.operations[number].request.as_ref().and_then(Body::json)?.as_object()?;
    if !resource.is_named_in(plain) || crate::api::has_phrase(plain, "if") {
        return None;
    }
    let tokens: Vec<&str> =
        plain.split_whitespace().map(|word| word.trim_matches([',', ';', '(', ')', ':', '"'])).collect();
    let as_number = |word: &str| word.trim_end_matches('.').parse::<f64>().ok();
    let members = api.members(resource);
    let numeric = |name: &str| {
        api.asked_of(resource, name)
            .or_else(|| api.field_of(resource, name))
            .is_some_and(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number))
    };
    // The member that words name from some place on: "price cents" of `priceCents`.
    let named_at = |at: usize| {
        let fits = |name: &&String| {
            let parts: Vec<String> = words::parts(name).iter().map(|part| words::singular(part)).collect();
            let said = tokens.get(at..at + parts.len());
            numeric(name)
                && said.is_some_and(|said| {
                    said.iter()
                        .map(|word| words::singular(word.trim_end_matches('.')))
                        .eq(parts.iter().cloned())
                        || parts.len() > 1
                            && said.first().is_some_and(|word| words::folded(word) == words::folded(name))
                })
        };
        members.iter().filter(fits).max_by_key(|name| words::parts(name).len()).cloned()
    };
    let (mut sent, mut comes) = (Map::new(), None);
    for (at, number) in tokens.iter().enumerate().filter_map(|(at, word)| Some((at, as_number(word)?))) {
        // "3 copies", "copies of 3", "`copies` 3"
        let behind = named_at(at + 1);
        let before = || (1..=3).filter_map(|back| named_at(at.checked_sub(back)?)).next();
        let name = behind.or_else(before)?;
        let is_asked = asked.contains_key(&name);
        if is_asked && !sent.contains_key(&name) && comes.is_none() {
            let value = if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
            sent.insert(name, value);
        } else if !is_asked && comes.is_none() {
            comes = Some((name, number));
        } else {
            return None;
        }
    }
    let (member, value) = comes.filter(|_| !sent.is_empty())?;
    for name in asked.keys() {
        let flag = api.asked_of(resource, name).is_some_and(|facts| facts.rule.sort == Sort::Boolean)
            || asked.get(name).is_some_and(Value::is_boolean);
        if !flag {
            continue;
        }
        let spoken = words::parts(name).join(" ");
        let denied =
            ["not ", "no ", "without ", "non-"].iter().any(|no| plain.contains(&format!("{no}{spoken}")));
        sent.insert(name.clone(), json!(crate::api::has_phrase(plain, &spoken) && !denied));
    }
    Some(Worked { number, sent, member, value })
}

fn attempt(stage: &Stage, worked: &Worked) -> Result<Outcome, Outcome> {
    let made = create(stage, worked.number, &[], &|body| body.extend(worked.sent.clone()))?;
    let exchange = made.exchange;
    if !exchange.answer.is_success() {
        let reason = format!("{} answered {}", exchange.title(), exchange.answer.status);
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let shown = exchange.answer.json().map(unwrapped).unwrap_or(Value::Null);
    let outcome = match shown.get(&worked.member).and_then(Value::as_f64) {
        Some(found) if (found - worked.value).abs() < 0.006 => {
            Outcome::proven(Strength::Asserted, format!("`{}` is {found}", worked.member))
        }
        Some(found) => {
            Outcome::refuted(format!("`{}` is {found}, stated as {}", worked.member, worked.value))
        }
        None => Outcome::unproven(format!("the answer shows no number in `{}`", worked.member)),
    };
    Ok(outcome.resting_on(stage.target()?, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_sent_and_what_comes_of_it() {
        let text = "\
# Crates

## Entities

- **Crate**
  - `id`: integer, read-only
  - `rows`: integer, required
  - `perRow`: integer, required
  - `lid`: boolean
  - `weightGrams`: integer, read-only

## API

- `POST /crates` packs a crate → 201
- `GET /crates/{id}` reads it

```json
{\"rows\": 2, \"perRow\": 3, \"lid\": false}
```
";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let crates = api.resources.iter().find(|resource| resource.name == "crate").unwrap();
        let found = |said: &str| {
            read(&api, crates, said).map(|worked| (Value::Object(worked.sent), worked.member, worked.value))
        };
        let expected = Some((json!({"rows": 4, "perRow": 5, "lid": true}), "weightGrams".to_owned(), 900.0));
        assert_eq!(found("a crate of 4 rows with 5 per row, with a lid, has 900 weight grams"), expected);
        assert_eq!(
            found("a crate of 4 rows has 900 weight grams on 3 days"),
            None,
            "the days are of no member"
        );
        assert_eq!(found("a crate of 4 rows is heavy"), None);
    }
}
