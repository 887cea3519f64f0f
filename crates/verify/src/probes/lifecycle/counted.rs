//! What a deed does to members of its object: "Every ride raises `rides` by one and sets `last_ride_at`".

use crate::api::{Api, Object, Resource, Scope, Sentence, call_on, place_below, same_value};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

// "raises `rides` by one", "increments the `rides`", "adds one to `rides`"
pattern!(
    RAISES,
    r"(?i)\b(?:raises|increments|increases|bumps|counts up)\s+(?:the\s+|its\s+)?`(\w+)`(?:(\s+by\s+(?:one|1)\b)|\s*[,.;]|\s+and\b|$)|\badds (?:one|1) to (?:the\s+|its\s+)?`(\w+)`"
);
// "sets `last_ride_at`"
pattern!(
    SETS,
    r"(?i)\b(?:sets|updates|stamps|records)\s+(?:the\s+|its\s+)?`(\w*(?:_at|At|_on|On|time|date))`"
);

/// What happens to a member.
#[derive(Clone, Debug, PartialEq)]
enum Effect {
    RisesByOne(String),
    /// By how much is not said.
    Rises(String),
    IsSet(String),
}

/// What the sentences about an operation alone say of that kind.
pub fn of_operation(api: &Api, number: usize) -> Vec<Claim> {
    let operation = &api.operations[number];
    let acts = !operation.path.ends_with_parameter() && operation.path.parameters().next().is_some();
    let Some(resource) =
        api.resource_at(operation).filter(|resource| resource.create.is_some() && resource.read.is_some())
    else {
        return Vec::new();
    };
    if !acts || api.is_creation(operation) {
        return Vec::new();
    }
    let own = |sentence: &&Sentence| {
        matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number])
            && hedge::is_plain(&sentence.plain)
            && !sentence.says(&["first", "only", "can", "or", "either", "used to"])
    };
    let members = api.members(resource);
    let mut effects: Vec<Effect> = Vec::new();
    for sentence in api.about(number).filter(own) {
        let known = |name: &str| members.iter().any(|member| member == name);
        let rises = RAISES.captures_iter(&sentence.text);
        let rises = rises.filter_map(|found| {
            let name = found.get(1).or(found.get(3))?.as_str().to_owned();
            let by_one = found.get(2).or(found.get(3)).is_some() && !sentence.says(&["each", "per"]);
            known(&name).then_some(if by_one { Effect::RisesByOne(name) } else { Effect::Rises(name) })
        });
        effects.extend(rises);
        let set =
            SETS.captures_iter(&sentence.text).filter_map(|found| Some(found.get(1)?.as_str().to_owned()));
        effects.extend(set.filter(|name| known(name)).map(Effect::IsSet));
    }
    effects.into_iter().map(|effect| claim(api, number, resource, effect)).collect()
}

fn claim(api: &Api, number: usize, resource: &Resource, effect: Effect) -> Claim {
    let title = api.operations[number].title();
    let title = match &effect {
        Effect::RisesByOne(name) => {
            format!("{title} raises the `{name}` of its {} by one", resource.name)
        }
        Effect::Rises(name) => format!("{title} raises the `{name}` of its {}", resource.name),
        Effect::IsSet(name) => format!("{title} sets the `{name}` of its {}", resource.name),
    };
    let resource = resource.clone();
    Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, number, &resource, &effect).unwrap_or_else(|outcome| outcome)
    })
}

fn attempt(stage: &Stage, number: usize, resource: &Resource, effect: &Effect) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let operation = &api.operations[number];
    let object = Object::make(stage, resource, &|_| {})?;
    let (before, _) = object.now(stage, resource)?;
    let placed = place_below(stage, &operation.path, &object.values)?;
    let body = crate::api::body_for(stage, operation, &placed);
    let done = call_on(stage, number, &placed.values, body.as_ref(), &[])?;
    if !done.answer.is_success() {
        let reason = format!("{} answered {}", done.title(), status_line(done.answer.status));
        return Err(Outcome::unproven(reason).showing(done.sent(), done.seen()));
    }
    let (after, reading) = object.now(stage, resource)?;
    let outcome = match effect {
        Effect::RisesByOne(name) | Effect::Rises(name) => {
            let number = |shown: &Value| shown.get(name).and_then(Value::as_i64);
            let (Some(before), Some(after)) = (number(&before), number(&after)) else {
                return Err(Outcome::unproven(format!("`{name}` is not among what is shown")));
            };
            let told = format!("`{name}` was {before}, and is {after} after {}", done.title());
            let by_one = matches!(effect, Effect::RisesByOne(_));
            match after.saturating_sub(before) {
                1 => Outcome::proven(Strength::Asserted, told),
                2.. if !by_one => Outcome::proven(Strength::Asserted, told),
                _ if by_one => Outcome::refuted(told),
                _ => return Err(Outcome::unproven(told)),
            }
        }
        Effect::IsSet(name) => {
            let none = Value::Null;
            let Some(after) = after.get(name) else {
                return Err(Outcome::unproven(format!("`{name}` is not among what is shown")));
            };
            let before = before.get(name).unwrap_or(&none);
            let told = format!("`{name}` was {before}, and is {after} after {}", done.title());
            // A time in whole seconds may be the same again.
            match (after.is_null(), same_value(before, after)) {
                (true, _) => Outcome::refuted(told),
                (false, false) => Outcome::proven(Strength::Asserted, told),
                (false, true) => return Err(Outcome::unproven(told)),
            }
        }
    };
    Ok(outcome.resting_on(target, &reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rises_and_what_is_set_in_several_wordings() {
        for text in [
            "Every ride raises `rides` by one.",
            "It increments `rides`.",
            "Each call adds one to its `rides`.",
            "This increases the `rides` and more.",
        ] {
            assert!(RAISES.is_match(text), "{text}");
        }
        assert!(!RAISES.is_match("It raises `price` by `amount`."));
        assert!(RAISES.captures("It increases the `rides`.").unwrap().get(2).is_none());
        assert!(SETS.is_match("It sets `last_ride_at` and leaves.") && !SETS.is_match("It sets `colour`."));
    }
}
