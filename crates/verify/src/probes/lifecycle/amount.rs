//! What an operation adds to a number of another object, or takes from it: "raises the stock of its shelf by the amount".

use crate::api::{
    Api, Creation, Object, Resource, Sentence, Sort, create_below, has_phrase, operation_in, place,
    reference_to,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value, json};

const RAISES: &[&str] =
    &["raises", "raise", "increases", "increase", "increments", "adds to", "credits", "tops up", "grows"];
const LOWERS: &[&str] =
    &["lowers", "lower", "decreases", "decrease", "reduces", "reduce", "decrements", "debits", "shrinks"];
/// Words for more than there is.
const BEYOND: &[&str] = &[
    "more than there is",
    "more than is there",
    "more than is left",
    "more than is available",
    "more than available",
    "not enough",
    "insufficient",
    "below zero",
    "become negative",
    "go negative",
];

/// What happens to a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The operation.
    number: usize,
    /// The resource whose object has the number, by its place.
    resource: usize,
    /// The member that holds the number.
    member: String,
    /// The member of the request that says how much.
    amount: String,
    /// Whether it grows.
    grows: bool,
    /// Members of the request that have to have a certain word: `kind` is `in`.
    with: Vec<(String, String)>,
}

/// What the sentences of a specification say of that kind.
fn effects(api: &Api, spec: usize) -> Vec<(&Sentence, Effect)> {
    let said =
        api.sentences.iter().filter(|sentence| api.share(sentence.spec, spec) && sentence.cells.is_empty());
    said.filter_map(|sentence| Some((sentence, effect(api, sentence)?))).collect()
}

fn effect(api: &Api, sentence: &Sentence) -> Option<Effect> {
    if sentence.says(&["if", "unless", "may", "not", "never", "version", "optionally"]) {
        return None;
    }
    let plain = sentence.plain.as_str();
    let verb = |words: &[&str]| {
        let at = |word: &&str| plain.find(&format!(" {word} ")).map(|at| (at, word.len() + 2));
        words.iter().filter_map(at).min()
    };
    let ((at, length), grows) = match (verb(RAISES), verb(LOWERS)) {
        (Some(up), None) => (up, true),
        (None, Some(down)) => (down, false),
        _ => return None,
    };
    let (member_said, amount_said) = plain.get(at + length..)?.split_once(" by ")?;
    let before = plain.get(..at)?;
    // The operation that stands nearest before the verb.
    let lower = sentence.text.to_lowercase();
    let start = ["post ", "patch ", "put "].iter().filter_map(|method| lower.rfind(method)).max();
    let named = start.and_then(|start| operation_in(sentence.text.get(start..)?));
    let number = match (named, &sentence.scope) {
        (Some((method, path)), _) => {
            let ends = |path: &crate::api::PathTemplate, said: &crate::api::PathTemplate| {
                path.same(said) || path.ends_with(said)
            };
            api.operations.iter().position(|known| {
                known.is_of(sentence.spec) && known.method == method && ends(&known.path, &path)
            })?
        }
        (None, crate::api::Scope::Operations(of)) => match of.as_slice() {
            [one] => *one,
            _ => return None,
        },
        _ => return None,
    };
    let operation = api.operations.get(number)?;
    let asked = operation.request.as_ref()?.json()?.as_object()?;
    let is_number = |name: &&String| asked.get(*name).is_some_and(Value::is_number);
    let amount = asked.keys().filter(is_number).find(|name| names(amount_said, name))?.clone();
    let concerned = |resource: &&Resource| {
        let item = api.item_path(resource);
        let below = item.is_some_and(|item| operation.path.starts_with(item) && !operation.path.same(item));
        resource.create.is_some()
            && resource.read.is_some()
            && (below || reference_to(operation, resource).is_some())
    };
    let numeric = |resource: &Resource, name: &str| {
        let facts = api.field_of(resource, name);
        facts.is_none_or(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number | Sort::Unknown))
    };
    let (resource, member) =
        api.resources.iter().enumerate().filter(|(_, resource)| concerned(resource)).find_map(
            |(at, resource)| {
                let members = api.members(resource);
                let member =
                    members.into_iter().find(|name| names(member_said, name) && numeric(resource, name))?;
                Some((at, member))
            },
        )?;
    let own = api.resources.iter().find(|resource| resource.has(number));
    let mut with = Vec::new();
    for (name, _) in asked.iter().filter(|(_, value)| value.is_string()) {
        let facts = own.and_then(|own| api.asked_on(own, number, name));
        let Some(Sort::Choice(choices)) = facts.map(|facts| &facts.rule.sort) else { continue };
        // "with kind `in`": beside the member's name, or as code.
        let codes = sentence.codes();
        let said = choices.iter().filter(|word| {
            codes.contains(&word.as_str())
                || has_phrase(before, &format!("{} {}", name.to_lowercase(), word.to_lowercase()))
        });
        let said: Vec<&String> = said.collect();
        if let [one] = said.as_slice() {
            with.push((name.clone(), (*one).clone()));
        }
    }
    Some(Effect { number, resource, member, amount, grows, with })
}

/// Whether words name a member: as it is written, or as its parts.
fn names(said: &str, member: &str) -> bool {
    has_phrase(said, &member.to_lowercase()) || has_phrase(said, &words::parts(member).join(" "))
}

/// The claims of an operation.
pub fn of_operation(api: &Api, spec: usize, number: usize) -> Vec<Claim> {
    let known: Vec<Effect> = effects(api, spec).into_iter().map(|(_, effect)| effect).collect();
    let mut claims: Vec<Claim> = Vec::new();
    for effect in known.iter().filter(|effect| effect.number == number) {
        claims.push(claim(api, effect, &known));
        let about = api.sentences.iter().filter(|sentence| api.share(sentence.spec, spec) && !effect.grows);
        let beyond = about.filter(|sentence| sentence.says(BEYOND)).find_map(|sentence| {
            let statuses = sentence.error_statuses();
            (!statuses.is_empty()).then_some(statuses)
        });
        if let Some(expected) = beyond.filter(|_| known.iter().filter(|other| !other.grows).count() == 1) {
            claims.push(overdrawn(api, effect, expected));
        }
    }
    claims
}

/// The claims of a sentence that says such a thing.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let Some(effect) = effect(api, sentence) else { return Vec::new() };
    let known: Vec<Effect> = effects(api, sentence.spec).into_iter().map(|(_, effect)| effect).collect();
    vec![claim(api, &effect, &known)]
}

fn claim(api: &Api, effect: &Effect, known: &[Effect]) -> Claim {
    let verb = if effect.grows { "raises" } else { "lowers" };
    let title = format!(
        "{} {verb} the `{}` of its {} by `{}`",
        api.operations[effect.number].title(),
        effect.member,
        api.resources[effect.resource].name,
        effect.amount
    );
    let (effect, known) = (effect.clone(), known.to_vec());
    Claim::new(title, Needs::Target, move |stage| {
        moves(stage, &effect, &known).unwrap_or_else(|outcome| outcome)
    })
}

fn overdrawn(api: &Api, effect: &Effect, expected: Vec<u16>) -> Claim {
    let title = format!(
        "{} refuses a `{}` beyond the `{}`",
        api.operations[effect.number].title(),
        effect.amount,
        effect.member
    );
    let effect = effect.clone();
    Claim::new(title, Needs::Target, move |stage| {
        refuses_beyond(stage, &effect, &expected).unwrap_or_else(|outcome| outcome)
    })
}

/// Sends the operation for an object, with an amount.
fn send(stage: &Stage, effect: &Effect, object: &Object, amount: i64) -> Result<Creation, Outcome> {
    let api = &stage.facts.api;
    let resource = &api.resources[effect.resource];
    let operation = &api.operations[effect.number];
    let below = api.item_path(resource).is_some_and(|item| operation.path.starts_with(item));
    let parents = if below { object.values.clone() } else { place(stage, operation)?.values };
    let reference = reference_to(operation, resource).filter(|_| !below);
    let id = object.shown.get("id").cloned().unwrap_or_else(|| json!(object.values.last()));
    create_below(stage, effect.number, parents, &[], &|body: &mut Map<String, Value>| {
        body.insert(effect.amount.clone(), json!(amount));
        for (name, word) in &effect.with {
            body.insert(name.clone(), json!(word));
        }
        if let Some(name) = &reference {
            body.insert(name.clone(), id.clone());
        }
    })
}

fn number_of(stage: &Stage, effect: &Effect, object: &Object) -> Result<f64, Outcome> {
    let (now, exchange) = object.now(stage, &stage.facts.api.resources[effect.resource])?;
    now.get(&effect.member).and_then(Value::as_f64).ok_or_else(|| {
        Outcome::unproven(format!("`{}` is not shown as a number", effect.member))
            .showing(exchange.sent(), exchange.seen())
    })
}

/// An amount that may be sent.
fn amount(stage: &Stage, effect: &Effect, wanted: i64) -> i64 {
    let api = &stage.facts.api;
    let own = api.resources.iter().find(|resource| resource.has(effect.number));
    let rule = own.and_then(|own| api.asked_on(own, effect.number, &effect.amount)).map(|facts| &facts.rule);
    let least = rule.and_then(|rule| rule.least).unwrap_or(1.0).ceil() as i64;
    let most = rule.and_then(|rule| rule.most).unwrap_or(1e9) as i64;
    wanted.clamp(least, most.max(least))
}

fn moves(stage: &Stage, effect: &Effect, known: &[Effect]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let object = Object::make(stage, &stage.facts.api.resources[effect.resource], &|_| {})?;
    let by = amount(stage, effect, 3);
    let opposite = known.iter().find(|other| {
        other.grows != effect.grows && other.member == effect.member && other.resource == effect.resource
    });
    // So that there is something to take away.
    if let Some(other) = opposite.filter(|_| !effect.grows) {
        send(stage, other, &object, amount(stage, other, by + 4))?;
    }
    let before = number_of(stage, effect, &object)?;
    let exchange = send(stage, effect, &object, by)?.exchange;
    if !exchange.answer.is_success() {
        let reason = format!("it answered {}", status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let after = number_of(stage, effect, &object)?;
    let expected = if effect.grows { before + by as f64 } else { before - by as f64 };
    let told = format!("with `{}` {by}, `{}` went from {before} to {after}", effect.amount, effect.member);
    let outcome = match (after - expected).abs() < 1e-6 {
        true => Outcome::proven(Strength::Asserted, told),
        false => Outcome::refuted(format!("{told}, stated is {expected}")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

fn refuses_beyond(stage: &Stage, effect: &Effect, expected: &[u16]) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let object = Object::make(stage, &stage.facts.api.resources[effect.resource], &|_| {})?;
    let before = number_of(stage, effect, &object)?;
    let by = before as i64 + 1;
    if amount(stage, effect, by) != by {
        return Err(Outcome::unproven("no amount that may be sent is beyond it"));
    }
    let exchange = send(stage, effect, &object, by)?.exchange;
    let status = exchange.answer.status;
    let told = format!("with `{}` {by} of {before}, it answered {}", effect.amount, status_line(status));
    if !expected.contains(&status) {
        return Ok(Outcome::refuted(told).resting_on(target, &exchange));
    }
    let after = number_of(stage, effect, &object)?;
    let outcome = match (after - before).abs() < 1e-6 {
        true => Outcome::proven(Strength::Asserted, told),
        false => Outcome::refuted(format!("{told}, and `{}` is {after} afterwards", effect.member)),
    };
    Ok(outcome.resting_on(target, &exchange))
}
