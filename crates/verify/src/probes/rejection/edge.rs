//! Values on either side of a bound, in a check of its own: "480 minutes are accepted and 485 are not".

use super::super::edges::{LONGEST, has_form, is_free, is_running_text, refuses, text};
use super::{claim, judged};
use crate::api::{Api, Resource, Sentence, create};
use crate::claim::{Claim, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "a payment term of 90 days is accepted", "480 minutes are accepted", "a name of 80 characters is taken"
pattern!(
    TAKEN,
    r"^(?:(?:an? |the )?([a-z_][a-z_ ]{1,30}?) of )?(\d+)(?: ([a-z]+))? (?:is|are) (?:still )?(?:accepted|taken|allowed|fine|ok|possible|valid)\b"
);
// "91 days are answered with 422", "485 are not", "81 is refused with 422"
pattern!(
    REFUSED,
    r"^(?:(?:an?|the|one of) (?:[a-z_ ]{1,30}? of )?)?(\d+)(?: ([a-z]+))? (?:is|are) (?:not(?: accepted| taken| allowed)?|refused|rejected|invalid|too (?:many|much|long|large|high|low|few|short)|answered with)(?:[^0-9]{0,20}\b(4\d\d))?\.?$"
);

/// A value that is taken, and one that is not, of a member.
#[derive(Clone, Debug, PartialEq)]
struct Edge {
    subject: String,
    unit: String,
    taken: usize,
    refused: usize,
    status: Option<u16>,
}

fn read(plain: &str) -> Option<Edge> {
    let bare = plain.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches('.');
    let bare = bare.strip_prefix("x] ").unwrap_or(bare);
    let parts: Vec<&str> = bare
        .split([';', ','])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" but "))
        .collect();
    let [taken, refused] = parts.as_slice() else { return None };
    let taken = TAKEN.captures(taken.trim())?;
    let refused = REFUSED.captures(refused.trim())?;
    let word = |found: Option<regex::Match>| found.map_or("", |found| found.as_str()).to_owned();
    let unit = word(taken.get(3));
    let other = word(refused.get(2));
    if !other.is_empty() && other != unit {
        return None;
    }
    Some(Edge {
        subject: word(taken.get(1)),
        unit,
        taken: taken[2].parse().ok()?,
        refused: refused[1].parse().ok()?,
        status: refused.get(3).and_then(|status| status.as_str().parse().ok()),
    })
}

/// What the two sides of a bound are of: a number, or the length of a text.
fn has_bound(context: &ItemContext, resource: &Resource, name: &str, edge: &Edge) -> Option<bool> {
    let api = &context.facts.api;
    let facts = api.field_of(resource, name).filter(|facts| is_free(context, facts, name))?;
    let rule = &facts.rule;
    let letters = ["character", "letter", "char", "sign"].contains(&words::singular(&edge.unit).as_str());
    let (low, high) = (edge.taken.min(edge.refused), edge.taken.max(edge.refused));
    let is = |bound: Option<f64>| bound == Some(edge.taken as f64);
    let length = |bound: Option<usize>| bound == Some(edge.taken);
    let above = edge.taken == low && low < high;
    // Letters alone are no address; and what takes long to send is not sent.
    let shown = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
    let formed = shown.and_then(|shown| shown.get(name)?.as_str()).is_some_and(has_form);
    if letters && (high > LONGEST || formed || !is_running_text(name)) {
        return None;
    }
    match letters {
        true if above => length(rule.longest).then_some(true),
        true => length(rule.shortest).then_some(true),
        false if above => is(rule.most).then_some(false),
        false => is(rule.least).then_some(false),
    }
}

/// What a sentence claims of the one member whose stated bound it is about.
pub(super) fn of_sentence(context: &ItemContext, sentence: &Sentence) -> Option<Claim> {
    let api = &context.facts.api;
    let edge = read(&sentence.plain)?;
    let said: Vec<String> = words::words(&edge.subject)
        .into_iter()
        .chain([edge.unit.clone()])
        .map(|word| words::singular(&word))
        .collect();
    let shared = |name: &str| {
        let parts: Vec<String> = words::parts(name).iter().map(|part| words::singular(part)).collect();
        parts.iter().filter(|part| said.contains(part)).count()
    };
    let mut found: Vec<(usize, &Resource, String, bool)> = Vec::new();
    for resource in api.resources.iter().filter(|resource| resource.create.is_some()) {
        for name in api.members(resource) {
            let count = shared(&name);
            if let Some(length) = has_bound(context, resource, &name, &edge).filter(|_| count > 0) {
                found.push((count, resource, name, length));
            }
        }
    }
    let most = found.iter().map(|(count, ..)| *count).max()?;
    found.retain(|(count, ..)| *count == most);
    let [(_, resource, name, length)] = found.as_slice() else { return None };
    Some(claimed(api, resource.create?, name.clone(), *length, edge))
}

/// Two claims about the bounds of a number that is sent: at each of them it is taken, and beyond it is refused.
pub(super) fn bounds(api: &Api, number: usize, name: &str, (least, most): (usize, usize)) -> Vec<Claim> {
    let edge = |taken: usize, refused: usize| Edge {
        subject: String::new(),
        unit: String::new(),
        taken,
        refused,
        status: None,
    };
    let below = least.checked_sub(1).map(|below| edge(least, below));
    let both = below.into_iter().chain([edge(most, most + 1)]);
    both.map(|edge| claimed(api, number, name.to_owned(), false, edge)).collect()
}

fn claimed(api: &Api, number: usize, name: String, length: bool, edge: Edge) -> Claim {
    let title = format!(
        "{} takes a `{name}` of {} {}, and none of {}",
        api.operations[number].title(),
        edge.taken,
        if edge.unit.is_empty() { "" } else { &edge.unit },
        edge.refused
    );
    claim(title.replace(" ,", ","), move |stage| attempt(stage, number, &name, length, &edge))
}

fn attempt(stage: &Stage, number: usize, name: &str, length: bool, edge: &Edge) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let value = |count: usize| match length {
        true => Value::from(text(count)),
        false => json!(count),
    };
    let send = |value: Option<Value>| {
        create(stage, number, &[], &|body| {
            if let Some(value) = &value {
                body.insert(name.to_owned(), value.clone());
            }
        })
        .map(|made| made.exchange)
    };
    // Something else may be wrong about what is sent.
    let plain = send(None)?;
    if !plain.answer.is_success() {
        let reason =
            format!("already the plain request was answered with {}", status_line(plain.answer.status));
        return Err(Outcome::unproven(reason).showing(plain.sent(), plain.seen()));
    }
    let taken = send(Some(value(edge.taken)))?;
    let status = taken.answer.status;
    let answered = format!("a `{name}` of {} was answered with {}", edge.taken, status_line(status));
    // Where it does not name the member, something else may be wrong.
    if refuses(stage, &taken, name) {
        return Ok(Outcome::refuted(answered).resting_on(target, &taken));
    }
    if !taken.answer.is_success() {
        return Err(Outcome::unproven(answered).showing(taken.sent(), taken.seen()));
    }
    let over = send(Some(value(edge.refused)))?;
    let expected: Vec<u16> = edge.status.into_iter().collect();
    if let Some(reason) = judged(stage, &over, &expected, None)? {
        let reason = format!("a `{name}` of {}: {reason}", edge.refused);
        return Ok(Outcome::refuted(reason).resting_on(target, &over));
    }
    let refused = format!("one of {} with {}", edge.refused, status_line(over.answer.status));
    Ok(Outcome::proven(Strength::Asserted, format!("{answered}, and {refused}")).resting_on(target, &over))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sides_of_a_bound() {
        let of = |said: &str| {
            read(said).map(|edge| (edge.subject, edge.unit, edge.taken, edge.refused, edge.status))
        };
        let edge = |subject: &str, unit: &str, taken, refused, status| {
            Some((subject.to_owned(), unit.to_owned(), taken, refused, status))
        };
        assert_eq!(of("480 minutes are accepted and 485 are not."), edge("", "minutes", 480, 485, None));
        assert_eq!(
            of("- [ ] a payment term of 90 days is accepted; 91 days are answered with 422."),
            edge("payment term", "days", 90, 91, Some(422))
        );
        assert_eq!(
            of("a name of 80 characters is taken, 81 are refused with 422"),
            edge("name", "characters", 80, 81, Some(422))
        );
        assert_eq!(of("480 minutes are accepted."), None);
        assert_eq!(of("90 days are allowed and 3 weeks are not"), None);
    }

    const LETTERS: &str = r#"# Letters

## Data model

### Letter

| Field | Type | Notes |
|---|---|---|
| id | integer | set by the server |
| title | string | required, 1 to 80 characters |
| email | string | required, at most 60 characters |
| weight | integer | required, 1 to 90 |
| body | string | required, at most 90000 characters |

## API

### POST /letters

```json
{"title": "To whom", "email": "a@b.example", "weight": 3, "body": "Dear reader"}
```

Returns 201 with the letter; 422 for what is invalid.

### GET /letters/{id}

## Rules

- A title of 80 characters is accepted, 81 are refused with 422.
- An email of 60 characters is accepted, 61 are refused with 422.
- A body of 90000 characters is accepted and 90001 are not.
- A weight of 90 is accepted and 91 is not.
"#;

    /// What a service that takes so long a title leads to; the error may not name what is wrong.
    fn verdicts(longest: usize, names: bool) -> Vec<(String, abide_ledger::Verdict)> {
        use crate::testing::{self, Reply, Server};
        let server = Server::start(move |request| {
            let body = request.json();
            let long = body["title"].as_str().is_some_and(|title| title.chars().count() > longest);
            if long || body["weight"].as_i64().is_some_and(|weight| weight > 90) {
                let error = if names { "title or weight is invalid" } else { "refused" };
                return Reply::json(422, &json!({"error": error}));
            }
            Reply::json(201, &body)
        });
        let config = format!("[targets.local]\nurl = \"{}\"\n", server.url());
        let run = testing::run_markdown(&[&super::super::PROBE], LETTERS, &config);
        let evidence = run.items.iter().flat_map(|item| &item.evidence);
        let mut found: Vec<_> = evidence
            .filter(|claim| claim.claim.contains("and none of"))
            .map(|claim| (claim.claim.clone(), claim.verdict))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn values_on_either_side_of_a_bound() {
        use abide_ledger::Verdict::{Proven, Refuted, Unproven};
        let title = "POST /letters takes a `title` of 80 characters, and none of 81".to_owned();
        let weight = "POST /letters takes a `weight` of 90, and none of 91".to_owned();
        let both = |of_title, of_weight| [(title.clone(), of_title), (weight.clone(), of_weight)];
        assert_eq!(verdicts(80, true), both(Proven, Proven));
        assert_eq!(verdicts(70, true), both(Refuted, Proven));
        assert_eq!(verdicts(90, true), both(Refuted, Proven));
        // Which member it is about is not told.
        assert_eq!(verdicts(70, false), both(Unproven, Proven));
    }
}
