//! What an action brings about, in its object and in what that refers to: "`begun_at` is set to the time, `used_by` of the room
//! becomes the guest's id, and the guest's `stays` grows by one".

use crate::api::{
    Api, Operation, Placed, Scope, Sentence, call_on, has_phrase, place_for, same_value, send, unwrapped,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

// "`begun_at` is set to the time"
pattern!(
    SET,
    r"(?i)^(?:then\s+)?(?:(?:the|its)\s+)?`([a-z_]\w*)`\s+(?:is|gets|becomes)\s+(?:then\s+|now\s+)?(?:set|stamped|filled(?: in)?)(?:\s+to\s+(?:the\s+(?:current\s+|present\s+)?(?:time|moment|date)\w*|now))?\s*$"
);
// "`used_by` of the room becomes the guest's id", "`used_by` of the room is `null` again"
pattern!(
    BECOMES,
    r"(?i)^(?:then\s+)?(?:(?:the|its)\s+)?`([a-z_]\w*)`(?:\s+of\s+(?:the|its)\s+([a-z]+))?\s+(?:becomes|is set to|is now|is then|is again|is|holds|turns)\s+(?:again\s+)?(?:`?(null|true|false)`?|(?:the|its)\s+([a-z]+)(?:'s|\u{2019}s)\s+`?id`?|the\s+id\s+of\s+(?:the|its)\s+([a-z]+)|the\s+`?(reason|note|comment|name|text|title|message)`?)(?:\s+again)?\s*$"
);
// "the guest's `stays` grows by one", "`stays` of the guest goes up by 1"
pattern!(
    MOVES,
    r"(?i)^(?:then\s+)?(?:(?:the|its)\s+(?:([a-z]+)(?:'s|\u{2019}s)\s+)?)?`([a-z_]\w*)`(?:\s+of\s+(?:the|its)\s+([a-z]+))?\s+(grows|rises|increases|goes up|is increased|is raised|is incremented|falls|drops|decreases|goes down|is decreased|is lowered|is decremented|shrinks)\s+by\s+(one|two|three|\d+)\s*$"
);

/// What has to be so afterwards.
#[derive(Clone, Debug, PartialEq)]
enum After {
    Something,
    Is(Value),
    /// The id of what the object refers to.
    IdOf(String),
    /// What was sent under this name.
    Sent(String),
    Moves(i64),
}

/// A member, of the object or of what it refers to, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
struct Effect {
    /// What the object refers to; none for the object itself.
    thing: Option<String>,
    name: String,
    after: After,
}

/// The claims of a sentence about an action on an object.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let Scope::Operations(numbers) = &sentence.scope else { return Vec::new() };
    let [number] = numbers.as_slice() else { return Vec::new() };
    let Some(operation) = api.operations.get(*number).filter(|operation| acts(operation)) else {
        return Vec::new();
    };
    if !hedge::is_plain(&sentence.plain)
        || sentence.says(&["or", "only", "whose", "used to", "before", "needs", "requires", "example"])
    {
        return Vec::new();
    }
    let claims =
        effects(&sentence.text).into_iter().filter(|effect| is_known(api, operation, effect)).map(|effect| {
            let number = *number;
            let whose = effect.thing.as_ref().map(|thing| format!(" of its {thing}")).unwrap_or_default();
            let title = format!("after {}, `{}`{whose} is as stated", operation.title(), effect.name);
            Claim::new(title, Needs::Target, move |stage| {
                attempt(stage, number, &effect).unwrap_or_else(|outcome| outcome)
            })
            .minor()
        });
    claims.collect()
}

fn acts(operation: &Operation) -> bool {
    !operation.is_safe()
        && operation.path.parameters().next().is_some()
        && !operation.path.ends_with_parameter()
}

/// Whether the specification knows the member there.
fn is_known(api: &Api, operation: &Operation, effect: &Effect) -> bool {
    let resource = match &effect.thing {
        Some(thing) => {
            api.resources.iter().find(|resource| resource.name == *thing && resource.read.is_some())
        }
        None => api.resource_at(operation),
    };
    resource.is_some_and(|resource| api.members(resource).contains(&effect.name))
}

fn effects(text: &str) -> Vec<Effect> {
    let parts = text
        .split([',', ';'])
        .flat_map(|part| part.split(": "))
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().trim_start_matches("and ").trim_end_matches('.').trim());
    parts.filter_map(effect).collect()
}

fn effect(part: &str) -> Option<Effect> {
    let lower = |found: Option<regex::Match>| found.map(|found| found.as_str().to_lowercase());
    if let Some(found) = SET.captures(part) {
        return Some(Effect {
            thing: None,
            name: found.get(1)?.as_str().to_owned(),
            after: After::Something,
        });
    }
    if let Some(found) = BECOMES.captures(part) {
        let value =
            lower(found.get(3)).map(|word| After::Is(serde_json::from_str(&word).unwrap_or(Value::Null)));
        let thing = lower(found.get(2));
        // Of the object itself it may be anybody's id: that of who asks, and not the one that it refers to.
        let id = lower(found.get(4)).or(lower(found.get(5))).filter(|_| thing.is_some()).map(After::IdOf);
        let after = value.or(id).or(lower(found.get(6)).map(After::Sent))?;
        // "`open` is true" may be what it is before as well.
        let whole = found.get(0)?.as_str().to_lowercase();
        let comes = ["becomes", "is set", "now", "then", "again", "turns", "holds"]
            .iter()
            .any(|word| has_phrase(&whole, word));
        return comes.then(|| Some(Effect { thing, name: found.get(1)?.as_str().to_owned(), after }))?;
    }
    let found = MOVES.captures(part)?;
    let up = ["grows", "rises", "increases", "goes up", "is increased", "is raised", "is incremented"];
    let by = match found.get(5)?.as_str().to_lowercase().as_str() {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        digits => digits.parse::<i64>().ok()?,
    };
    let by = if up.contains(&lower(found.get(4))?.as_str()) { by } else { -by };
    let thing = lower(found.get(1)).or(lower(found.get(3)));
    Some(Effect { thing, name: found.get(2)?.as_str().to_owned(), after: After::Moves(by) })
}

/// The id by which an object refers to a thing.
fn reference(object: &Value, thing: &str) -> Option<String> {
    let wanted = words::folded(&format!("{thing}id"));
    let (_, value) = object.as_object()?.iter().find(|(name, _)| words::folded(name) == wanted)?;
    plain(value)
}

/// An id as text.
fn plain(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|id| id.to_string()))
}

/// What a thing shows that an object refers to.
fn look(stage: &Stage, object: &Value, thing: &str) -> Result<(Value, Exchange), Outcome> {
    let api = &stage.facts.api;
    let unknown = || Outcome::unproven(format!("the object does not say which {thing} it is for"));
    let id = reference(object, thing).ok_or_else(unknown)?;
    let resource = api.resources.iter().find(|resource| resource.name == thing).ok_or_else(unknown)?;
    let exchange = call_on(stage, resource.read.ok_or_else(unknown)?, &[id], None, &[])?;
    if !exchange.answer.is_success() {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    Ok((exchange.answer.json().map(unwrapped).unwrap_or_default(), exchange))
}

fn attempt(stage: &Stage, number: usize, effect: &Effect) -> Result<Outcome, Outcome> {
    let operation = &stage.facts.api.operations[number];
    let mut placed: Placed = place_for(stage, number)?;
    placed.refresh(stage)?;
    let object = placed.object.clone().unwrap_or_default();
    let show = |object: &Value| match &effect.thing {
        Some(thing) => look(stage, object, thing).map(|(shown, _)| shown),
        None => Ok(object.clone()),
    };
    let before = show(&object)?;
    let done = send(stage, operation, &placed)?.exchange;
    if !done.answer.is_success() {
        let reason = format!("{} answered {}", done.title(), status_line(done.answer.status));
        return Err(Outcome::unproven(reason).showing(done.sent(), done.seen()));
    }
    placed.refresh(stage)?;
    let object = placed.object.clone().unwrap_or_default();
    let after = show(&object)?;
    let name = &effect.name;
    let Some(value) = after.get(name) else {
        return Err(Outcome::unproven(format!("`{name}` is not shown afterwards")));
    };
    let empty = |value: &Value| value.is_null() || value == "";
    let (holds, stated) = match &effect.after {
        After::Something if before.get(name).is_some_and(|before| !empty(before)) => {
            return Err(Outcome::unproven(format!("`{name}` is set already before")));
        }
        After::Something => (!empty(value), "set".to_owned()),
        After::Is(wanted) => (same_value(value, wanted), wanted.to_string()),
        After::IdOf(thing) => {
            let id = reference(&object, thing).ok_or_else(|| {
                Outcome::unproven(format!("the object does not say which {thing} it is for"))
            })?;
            (plain(value).as_deref() == Some(id.as_str()), format!("the id of the {thing}"))
        }
        After::Sent(member) => {
            let body: Value =
                done.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
            let sent = body.get(member).cloned().filter(|sent| !sent.is_null());
            let sent = sent.ok_or_else(|| Outcome::unproven(format!("no `{member}` was sent")))?;
            (same_value(value, &sent), sent.to_string())
        }
        After::Moves(by) => {
            let (Some(one), Some(two)) = (before.get(name).and_then(Value::as_f64), value.as_f64()) else {
                return Err(Outcome::unproven(format!("`{name}` is not shown as a number")));
            };
            ((two - one - *by as f64).abs() < 1e-6, json!(one + *by as f64).to_string())
        }
    };
    let told = format!("`{name}` is {value} afterwards");
    let outcome = match holds {
        true => Outcome::proven(Strength::Asserted, told),
        false => Outcome::refuted(format!("{told}, stated is that it is {stated}")),
    };
    Ok(outcome.resting_on(stage.target()?, &done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_action_brings_about() {
        let one = |thing: Option<&str>, name: &str, after: After| Effect {
            thing: thing.map(str::to_owned),
            name: name.to_owned(),
            after,
        };
        for text in [
            "The stay goes from `held` to `begun`, `begun_at` is set to the time, and `used_by` of the room becomes the guest's id.",
            "`begun_at` is set to the current time; `used_by` of its room is set to the guest's `id`",
            "`begun_at` is set and `used_by` of the room is now the id of the guest",
        ] {
            let expected = [
                one(None, "begun_at", After::Something),
                one(Some("room"), "used_by", After::IdOf("guest".to_owned())),
            ];
            assert_eq!(effects(text), expected, "{text}");
        }
        for text in [
            "`used_by` of the room is `null` again, and the guest's `stays` grows by one.",
            "`used_by` of the room becomes null, and `stays` of the guest goes up by 1",
        ] {
            let expected = [
                one(Some("room"), "used_by", After::Is(Value::Null)),
                one(Some("guest"), "stays", After::Moves(1)),
            ];
            assert_eq!(effects(text), expected, "{text}");
        }
        assert_eq!(effects("`why` holds the reason"), [one(None, "why", After::Sent("reason".to_owned()))]);
        for text in [
            "Begins a stay whose `begun_at` is set",
            "It needs a room where `open` is true",
            "`open` is true",
            "`used_by` becomes the guest's id",
            "Stays with a `fee` are begun",
            "the clerk checks that `open` is now true",
            "`begun_at` is a moment",
            "the guest sets `stays`",
            "`fee` grows by the hour",
        ] {
            assert_eq!(effects(text), [], "{text}");
        }
    }
}
