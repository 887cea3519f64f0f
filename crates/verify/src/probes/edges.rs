//! Values at the very edge of what is stated are taken.

use crate::api::{Body, FieldFacts, Resource, Sentence, Sort, create, has_phrase, smallest};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::{Exchange, status_line};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use serde_json::{Value, json};

/// Values at the very edge of what is stated are taken.
pub const PROBE: Probe = Probe {
    name: "edges",
    summary: "Values at the very edge of what is stated are taken: the shortest, the longest, the least, the greatest, each word",
    documentation: "\
Takes the fields with stated bounds or words that the request of a creation has. Needs a target, and the headers of a role that may create.

The creation is sent with the shortest and the longest text, the least and the greatest number, and each word of a choice. What is beyond is tried by the probe `rejection`.

Refuted is a value within the bounds that is refused with 400 or 422 by an error that names the field, and any answer of 5xx. Text with a form of its own, references, unique fields and states are left out.",
    kinds: &[Kind::Field],
    claims,
};

/// Words about refusals of values by themselves.
const ABOUT_VALUES: &[&str] = &[
    "invalid",
    "valid",
    "validation",
    "field",
    "fields",
    "body",
    "rule",
    "rules",
    "value",
    "values",
    "input",
    "malformed",
    "schema",
    "constraint",
];
/// Words of a choice that are tried at most.
const MOST: usize = 12;
/// The longest text that is sent.
pub(super) const LONGEST: usize = 20_000;

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
    let of = |resource: &&Resource| resource.entity.as_deref() == Some(entity);
    let Some(number) = api.resources.iter().find(of).and_then(|resource| resource.create) else {
        return Vec::new();
    };
    let asked = api.operations[number].request.as_ref().and_then(Body::json).and_then(Value::as_object);
    let Some(documented) = asked.and_then(|asked| asked.get(name)) else { return Vec::new() };
    if documented.as_str().is_some_and(has_form) {
        return Vec::new();
    }
    let values = edges(context, entity, name);
    if values.is_empty() {
        return Vec::new();
    }
    let title = format!("{} takes `{name}` at its bounds", api.operations[number].title());
    let name = name.to_owned();
    let attempt = move |stage: &Stage| taken(stage, number, &name, &values).unwrap_or_else(|outcome| outcome);
    vec![Claim::new(title, Needs::Target, attempt).minor()]
}

/// Values at the edges of a field, each in words.
fn edges(context: &ItemContext, entity: &str, name: &str) -> Vec<(Value, String)> {
    let api = &context.facts.api;
    let Some(facts) = api.fields.field(entity, name) else { return Vec::new() };
    let rule = &facts.rule;
    if !is_free(context, facts, name) {
        return Vec::new();
    }
    // What one number may be can depend on another.
    let parts = words::parts(name);
    let paired = [
        "min", "max", "from", "to", "start", "end", "low", "high", "minimum", "maximum", "quantity", "total",
    ];
    match &rule.sort {
        Sort::Text => {
            let plain = is_running_text(name);
            let lengths = [
                rule.shortest.filter(|shortest| *shortest > 0),
                rule.longest.filter(|longest| *longest <= LONGEST),
            ];
            let lengths = lengths.into_iter().flatten().filter(|_| plain);
            lengths.map(|length| (json!(text(length)), format!("{length} characters"))).collect()
        }
        Sort::Integer if !paired.iter().any(|part| parts.iter().any(|known| known == part)) => {
            let ends = [rule.least, rule.most]
                .into_iter()
                .flatten()
                .filter(|end| end.fract() == 0.0 && end.abs() < 9e15);
            ends.map(|end| (json!(end as i64), format!("{end}"))).collect()
        }
        Sort::Choice(choices) if !api.states.names().iter().any(|state| choices.contains(state)) => {
            choices.iter().take(MOST).map(|word| (json!(word), format!("`{word}`"))).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether nothing but its own bounds is stated of what a field may hold.
pub(super) fn is_free(context: &ItemContext, facts: &FieldFacts, name: &str) -> bool {
    let rule = &facts.rule;
    let apart = rule.owned
        || rule.fixed
        || rule.formed
        || rule.stored
        || rule.unique
        || facts.unique
        || facts.first.is_some();
    !apart && facts.references_nothing(name) && facts.follows().is_none() && !is_held_against(context, name)
}

/// Whether a member may hold any text, as far as its name tells.
pub(super) fn is_running_text(name: &str) -> bool {
    const FORMED: &[&str] = &[
        "email", "url", "uri", "phone", "code", "id", "password", "date", "time", "zone", "locale",
        "currency", "country", "color", "colour",
    ];
    !words::parts(name).iter().any(|part| FORMED.contains(&part.as_str()))
}

/// Whether a sentence holds a field against another one: "a `load` above the `capacity` of the lift is refused".
fn is_held_against(context: &ItemContext, name: &str) -> bool {
    const AGAINST: &[&str] = &[
        "above",
        "below",
        "beyond",
        "exceed",
        "exceeds",
        "exceeding",
        "more than",
        "less than",
        "fewer than",
        "greater than",
        "larger than",
        "smaller than",
        "higher than",
        "lower than",
        "at most",
        "at least",
        "over",
        "under",
        "within",
        "fit",
        "fits",
        "match",
        "matches",
    ];
    let api = &context.facts.api;
    let says = |sentence: &&Sentence, name: &str| {
        let plain = words::parts(name).join(" ");
        sentence.codes().contains(&name) || plain.len() > 3 && has_phrase(&sentence.plain, &plain)
    };
    let others: Vec<String> = api
        .resources
        .iter()
        .flat_map(|resource| api.members(resource))
        .filter(|other| other != name)
        .collect();
    api.sentences.iter().filter(|sentence| sentence.cells.is_empty() && sentence.says(AGAINST)).any(
        |sentence| {
            says(&sentence, name) && others.iter().any(|other| sentence.codes().contains(&other.as_str()))
        },
    )
}

/// Whether an example is no running text: an address, a code, a number in words of its own.
pub(super) fn has_form(example: &str) -> bool {
    !example.contains(' ') && example.contains(|c: char| !c.is_alphabetic())
}

/// Words of exactly that many letters and blanks, with neither at its ends.
pub(super) fn text(length: usize) -> String {
    let mut text: String = "lorem ipsum ".chars().cycle().take(length).collect();
    if text.ends_with(' ') {
        text.pop();
        text.push('s');
    }
    text
}

/// Whether an answer refuses a request for what a member holds: it names the member, or fails.
pub(super) fn refuses(stage: &Stage, exchange: &Exchange, name: &str) -> bool {
    let status = exchange.answer.status;
    let named = words::folded(&exchange.answer.text()).contains(&words::folded(name));
    // A code of its own tells of another rule, which the rest of the request may break.
    let otherwise = stage.facts.api.told_reason(&exchange.answer);
    let otherwise = otherwise.is_some_and(|when| !ABOUT_VALUES.iter().any(|word| has_phrase(&when, word)));
    status >= 500 || matches!(status, 400 | 422) && named && !otherwise
}

fn taken(stage: &Stage, number: usize, name: &str, values: &[(Value, String)]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let plain = create(stage, number, &[], &|_| {})?.exchange;
    if !plain.answer.is_success() {
        let reason =
            format!("already the documented request was answered with {}", status_line(plain.answer.status));
        return Err(Outcome::unproven(reason).showing(plain.sent(), plain.seen()));
    }
    let mut last = plain;
    for (value, what) in values {
        let send = |value: Option<&Value>, without: &[String]| {
            let made = create(stage, number, &[], &|body| {
                body.retain(|name, _| !without.contains(name));
                body.extend(value.map(|value| (name.to_owned(), value.clone())));
            });
            made.map(|made| made.exchange)
        };
        let refused = |exchange: &Exchange| refuses(stage, exchange, name);
        let exchange = send(Some(value), &[])?;
        let status = exchange.answer.status;
        let answered = format!("`{name}` of {what} was answered with {}", status_line(status));
        if refused(&exchange) {
            let sent = exchange.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
            let members = sent.as_ref().and_then(Value::as_object).into_iter().flat_map(|body| body.keys());
            let beside: Vec<String> = members.filter(|member| *member != name).cloned().collect();
            let smaller = smallest(&beside, |without| {
                let exchange = send(Some(value), without).ok()?;
                // Otherwise, what was left out may be why.
                let sound = send(None, without).ok()?.answer.is_success();
                (exchange.answer.status == status && refused(&exchange) && sound).then_some(exchange)
            });
            let shown = smaller.unwrap_or(exchange);
            return Ok(Outcome::refuted(answered).resting_on(target, &shown));
        }
        if !exchange.answer.is_success() {
            return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen()));
        }
        last = exchange;
    }
    let tried: Vec<&str> = values.iter().map(|(_, what)| what.as_str()).collect();
    Ok(Outcome::proven(Strength::Asserted, format!("`{name}` was taken with {}", tried.join(", ")))
        .resting_on(target, &last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Reply, Server, Setup, item};
    use abide_ledger::Verdict;

    /// The verdicts about the fields of an order, by a service that takes so long a note and so many pieces.
    fn verdicts(longest: usize, most: i64) -> Vec<Verdict> {
        let server = Server::start(move |request| {
            let body = request.json();
            if body["note"].as_str().is_some_and(|note| note.chars().count() > longest) {
                return Reply::json(422, &json!({"error": "note is too long"}));
            }
            if body["pieces"].as_i64().is_some_and(|pieces| pieces > most) {
                return Reply::json(422, &json!({"error": "too many pieces"}));
            }
            Reply::json(201, &json!({"id": 1, "note": body["note"], "pieces": body["pieces"]}))
        });
        let order = json!({"note": "by hand", "pieces": 3});
        let items = [
            item("entity", "Order"),
            item("endpoint", "POST /orders").request(order).response(
                201,
                json!({"id": 1, "note": "by hand", "pieces": 3}),
                "Created",
            ),
            item("endpoint", "GET /orders/{id}").response(
                200,
                json!({"id": 1, "note": "by hand", "pieces": 3}),
                "OK",
            ),
            item("field", "Order.note").field("type", "string").field("description", "1 to 40 characters"),
            item("field", "Order.pieces").field("type", "integer").field("description", "1 to 9"),
        ];
        let config = format!("[targets.local]\nurl = {:?}\n", server.url());
        testing::outcomes(&PROBE, &items, &config, Setup::default())
            .into_iter()
            .map(|(_, outcome)| outcome.verdict)
            .collect()
    }

    #[test]
    fn what_is_within_its_bounds_is_taken_up_to_the_edge() {
        assert_eq!(verdicts(40, 9), [Verdict::Proven, Verdict::Proven]);
        assert_eq!(verdicts(39, 9), [Verdict::Refuted, Verdict::Proven]);
        assert_eq!(verdicts(40, 8), [Verdict::Proven, Verdict::Refuted]);
    }

    #[test]
    fn what_is_shown_is_the_smallest_request_that_is_refused() {
        let server = Server::start(|request| match request.json()["pieces"].as_i64() {
            Some(9) => Reply::text(500, "oops"),
            _ => Reply::json(201, &json!({"id": 1})),
        });
        let order = json!({"note": "by hand", "pieces": 3, "colour": "red", "gift": true});
        let items = [
            item("entity", "Order"),
            item("endpoint", "POST /orders").request(order).response(201, json!({"id": 1}), "Created"),
            item("endpoint", "GET /orders/{id}").response(200, json!({"id": 1}), "OK"),
            item("field", "Order.pieces").field("type", "integer").field("description", "1 to 9"),
        ];
        let config = format!("[targets.local]\nurl = {:?}\n", server.url());
        let outcome = testing::one_outcome(&PROBE, &items, &config, Setup::default());
        assert_eq!(outcome.verdict, Verdict::Refuted);
        assert!(outcome.sent.ends_with("{\"pieces\":9}"), "{}", outcome.sent);
    }

    #[test]
    fn texts_are_as_long_as_they_have_to_be() {
        for length in [1, 6, 12, 80] {
            assert_eq!(text(length).trim().len(), length);
        }
    }
}
