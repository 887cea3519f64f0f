//! Members that are empty until something happens: "null until the order is paid", "set when it is closed".

use crate::api::{Api, Resource, bring_into, place};
use crate::claim::Outcome;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;

pattern!(
    UNTIL,
    r"\b(?:null|empty|unset|not set|absent)\s+(?:until|before|unless|as long as)\s+(?:(?:it|this|the \w+|an? \w+)\s+)?(?:(?:is|was|has been|gets|becomes|not)\s+)*([\w-]+)\b"
);
pattern!(
    WHEN,
    r"\b(?:set|filled|stamped|filled in|given)\s+(?:when|once|on|as soon as|after)\s+(?:(?:it|this|the \w+|an? \w+)\s+)?(?:(?:is|was|has been|gets|becomes)\s+)?([\w-]+)\b"
);

// "null until it enters that state"
pattern!(
    THAT_STATE,
    r"\b(?:null|empty|unset|not set|absent)\s+(?:until|before|unless)\s+[^,;.]{0,30}?\b(?:enters|reaches|gets to|comes into|is in|has|gets)\s+(?:that|this|the|its)\s+(?:state|status)\b"
);

/// The state from which on a member has a value, as what is noted about it says: "null until it is paid", or "null until it enters that
/// state" of `paid_at`.
pub fn state_of(api: &Api, name: &str, notes: &str) -> Option<String> {
    let plain = crate::api::plain(notes);
    if THAT_STATE.is_match(&plain) {
        let parts = words::parts(name);
        let (_, stem) = parts.split_last().filter(|(last, _)| matches!(last.as_str(), "at" | "on" | "by"))?;
        let stem = stem.join("_");
        return api.states.names().into_iter().find(|state| words::folded(state) == words::folded(&stem));
    }
    let found = UNTIL.captures(&plain).or_else(|| WHEN.captures(&plain))?;
    // "and `weighed_at`, null until it is weighed" goes on about another member.
    let before = plain.get(..found.get(0)?.start()).unwrap_or_default();
    let another = |word: &str| word.contains('_') && words::folded(word) != words::folded(name);
    if before.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(another) {
        return None;
    }
    // "null until it is paid or cancelled" is of two states, and only one of them need come.
    let rest = plain.get(found.get(0)?.end()..).unwrap_or_default().trim_start();
    let more = ["or ", "and ", "by ", "if ", "/"].iter().any(|word| rest.starts_with(word));
    let said = found.get(1)?.as_str();
    let mut named = api.states.names().into_iter().filter(|state| {
        let state = state.to_lowercase();
        state == said || words::folded(&state) == words::folded(said)
    });
    named.next().filter(|_| !more && named.next().is_none())
}

/// An object has no value there before it is in that state, and one from then on.
pub fn attempt(stage: &Stage, resource: &Resource, name: &str, state: &str) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let read = resource.read.ok_or_else(|| Outcome::unproven("nothing documented reads it"))?;
    let mut placed = place(stage, &api.operations[read])?;
    placed.refresh(stage)?;
    let value = |object: &Option<Value>| object.as_ref().and_then(|object| object.get(name).cloned());
    let before = value(&placed.object);
    let is_there =
        |value: &Option<Value>| value.as_ref().is_some_and(|value| !value.is_null() && value != "");
    let now = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
    let Some(now) = now.filter(|now| now != state) else {
        return Err(Outcome::unproven(format!("a new object is {state} already, or shows no state")));
    };
    if is_there(&before) {
        let made = placed.made.as_ref().map(|made| made.exchange.clone());
        let shown = before.unwrap_or(Value::Null);
        let outcome = Outcome::refuted(format!("`{name}` is {shown} of an object that is {now}"));
        return Ok(match made {
            Some(exchange) => outcome.resting_on(target, &exchange),
            None => outcome,
        });
    }
    bring_into(stage, &mut placed, state)?;
    let (exchange, shown) = placed.read(stage, &api.operations[read])?;
    let after = value(&shown);
    let outcome = match &after {
        _ if !exchange.answer.is_success() => Outcome::unproven("the object cannot be read afterwards"),
        None if before.is_none() => Outcome::unproven(format!("no answer shows `{name}`")),
        _ if is_there(&after) => {
            let shown = after.unwrap_or(Value::Null);
            Outcome::proven(
                Strength::Asserted,
                format!("`{name}` has no value at first, and is {shown} of an object that is {state}"),
            )
        }
        _ => Outcome::refuted(format!("`{name}` has no value of an object that is {state}")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};

    #[test]
    fn the_state_from_which_on_there_is_a_value() {
        let items = [item("transition", "open -> paid"), item("transition", "paid -> closed")];
        let api = testing::facts_with("a.md", &items, "", Setup::default()).api;
        for (notes, state) in [
            ("null until the order is paid", Some("paid")),
            ("set when `closed`", Some("closed")),
            ("datetime, null until it has been paid", Some("paid")),
            ("empty until paid", Some("paid")),
            ("null until the order enters that state", Some("paid")),
            ("null before it reaches this status", Some("paid")),
            ("null until it is paid or closed", None),
            ("null until the customer answers", None),
            ("when it was paid", None),
            ("and `shut_at`, null until it is closed", None),
        ] {
            assert_eq!(state_of(&api, "paid_at", notes).as_deref(), state, "{notes}");
        }
    }
}
