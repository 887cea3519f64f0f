//! What the system makes up where a client sends nothing: "if none is chosen, the server makes one of 7 characters".

use crate::api::{FieldFacts, Resource, create};
use crate::claim::Outcome;
use crate::pattern::pattern;
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

pattern!(
    LENGTH,
    r"(?i)\b(?:makes|generates|creates|assigns|picks|chooses|gives|makes up|generated|assigned)\s+(?:it\s+)?(?:one|a random one|a value|a \w+|an \w+)?\s*(?:of|with)\s+(\d{1,3})\s+(?:random\s+)?(?:characters|letters|digits|hex digits|hexadecimal digits)"
);

/// The length of what is made up, where a field's notes say it.
pub fn length(facts: &FieldFacts) -> Option<usize> {
    LENGTH.captures(&facts.notes)?.get(1)?.as_str().parse().ok()
}

/// What is made up has the stated length, and the form that the field has anyway.
pub fn has_length(stage: &Stage, resource: &Resource, name: &str, length: usize) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let number = resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes it"))?;
    let made = create(stage, number, &[], &|body| {
        body.shift_remove(name);
    })?;
    let exchange = made.exchange.clone();
    let (now, _) = made.object(stage, resource)?.now(stage, resource)?;
    let Some(text) = now.get(name).and_then(Value::as_str) else {
        return Err(Outcome::unproven(format!("`{name}` is not shown as text"))
            .showing(exchange.sent(), exchange.seen()));
    };
    let count = text.chars().count();
    let facts = stage.facts.api.field_of(resource, name);
    let outcome = match facts.and_then(|facts| facts.rule.broken_by(&Value::from(text))) {
        _ if count != length => Outcome::refuted(format!(
            "not sent, `{name}` is {text:?} of {count} characters, stated are {length}"
        )),
        Some(reason) => Outcome::refuted(format!("not sent, `{name}` is {text:?}: {reason}")),
        None => Outcome::proven(Strength::Asserted, format!("not sent, `{name}` is {text:?}")),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_what_is_made_up() {
        let of = |notes: &str| length(&FieldFacts { notes: notes.to_owned(), ..FieldFacts::default() });
        assert_eq!(
            of("at most 32 characters. If none is sent, the server makes one of 7 characters"),
            Some(7)
        );
        assert_eq!(of("generated with 10 random characters"), Some(10));
        assert_eq!(of("3 to 32 characters"), None);
    }
}
