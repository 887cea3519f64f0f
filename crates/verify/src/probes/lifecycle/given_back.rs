//! What is given back when something is deleted: "deleting a booking gives its quantity back to the stock of the part".

use crate::api::{
    Api, Object, PathTemplate, Placed, Resource, Sentence, call_on, has_phrase, match_headers, reference_to,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;

pattern!(
    GIVES,
    r"^\W*(?:deleting|removing|cancelling|deletion of|removal of) (?:an? |the |any )?([a-z][\w -]{1,30}?) (?:gives|returns|puts|adds|books) (?:its|the) ([a-z_][\w ]{1,30}?) (?:back )?(?:back|again )?(?:to|into|on|onto) (?:the |its )?([a-z_][\w ]{1,30}?) (?:of|in) (?:the|its|that) ([a-z][\w -]{1,30}?)\s*(?:[.;,(]|$)"
);

/// What is given back, and to what.
#[derive(Clone, Debug)]
struct Returned {
    /// What is deleted.
    own: Resource,
    /// Of its request: how much.
    amount: String,
    /// What gets it back, and the member of the request that refers to it.
    other: Resource,
    reference: String,
    /// Its number.
    member: String,
}

/// The claim of a sentence about what an operation deletes, where it is that one.
pub fn of_sentence(api: &Api, sentence: &Sentence, delete: Option<usize>) -> Option<Claim> {
    let returned = read(api, sentence).filter(|said| delete.is_none() || said.own.delete == delete)?;
    let title = format!(
        "a deleted {} gives its `{}` back to the `{}` of the {}",
        returned.own.name, returned.amount, returned.member, returned.other.name
    );
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &returned).unwrap_or_else(|outcome| outcome)
    }))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Returned> {
    const SOMETIMES: &[&str] = &["if", "unless", "when", "not", "never", "may", "only"];
    if !sentence.cells.is_empty() || SOMETIMES.iter().any(|word| has_phrase(&sentence.plain, word)) {
        return None;
    }
    let found = GIVES.captures(&sentence.plain)?;
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let one = |text: &str| {
        let mut named = api.resources.iter().filter(|resource| resource.is_named_in(text));
        named.next().filter(|_| named.next().is_none())
    };
    let (own, other) = (one(part(1))?, one(part(4))?);
    let operation = api.operations.get(own.create?)?;
    own.delete?;
    other.read?;
    let asked = operation.request.as_ref()?.json()?.as_object()?;
    let is = |name: &String, said: &str| {
        words::folded(name) == words::folded(said) || words::parts(name).join(" ") == said
    };
    let (amount, _) = asked.iter().find(|(name, value)| value.is_number() && is(name, part(2)))?;
    let member = api.members(other).into_iter().find(|name| is(name, part(3)))?;
    Some(Returned {
        own: own.clone(),
        amount: amount.clone(),
        other: other.clone(),
        reference: reference_to(operation, other)?,
        member,
    })
}

fn attempt(stage: &Stage, returned: &Returned) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let unknown = |what: &str| Outcome::unproven(what.to_owned());
    let object = Object::make(stage, &returned.own, &|_| {})?;
    let amount = object.sent.get(&returned.amount).and_then(Value::as_f64);
    let amount = amount.filter(|amount| *amount > 0.0).ok_or_else(|| unknown("nothing was taken"))?;
    let id = object.sent.get(&returned.reference).ok_or_else(|| unknown("it refers to nothing"))?;
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let item = api.item_path(&returned.other).ok_or_else(|| unknown("nothing documented reads it"))?;
    let before = number(stage, item, &id, &returned.member)?;
    let delete = returned.own.delete.unwrap_or_default();
    let headers = match_headers(stage, &api.operations[delete], &object.values)?;
    let exchange = call_on(stage, delete, &object.values, None, &headers)?;
    let answered = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
    if !exchange.answer.is_success() {
        return Err(Outcome::unproven(answered).showing(exchange.sent(), exchange.seen()));
    }
    let after = number(stage, item, &id, &returned.member)?;
    let said = format!(
        "{answered}, and the `{}`, which was {before}, is {after} where {amount} had been taken",
        returned.member
    );
    let outcome = match (after - before - amount).abs() < 1e-6 {
        true => Outcome::proven(Strength::Asserted, said),
        false => Outcome::refuted(said),
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// A number of an object, as it is read.
fn number(stage: &Stage, item: &PathTemplate, id: &str, member: &str) -> Result<f64, Outcome> {
    let mut placed =
        Placed { values: vec![id.to_owned()], item_path: item.clone(), object: None, made: None };
    placed.refresh(stage)?;
    let found = placed.object.as_ref().and_then(|object| object.get(member)?.as_f64());
    found.ok_or_else(|| Outcome::unproven(format!("`{member}` is not shown")))
}
