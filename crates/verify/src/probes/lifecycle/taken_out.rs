//! What is taken out of what it was in: "a sale takes the lamp out of its rack", "checking out removes the guest from the room".

use crate::api::{
    Api, Object, Scope, Sentence, create_below, find_home_state, has_phrase, reference_to, send, settle,
    settle_referred,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Value, json};

pattern!(
    TAKES,
    r"\b(?:takes?|removes?|moves?|pulls?|detaches?|clears?)\s+(?:the|an?|its)\s+([a-z][a-z ]*?)\s+(?:out\s+of|from|off)\s+(?:its|the|their)\s+([a-z][a-z ]*?)\s*(?:[.,;(]|$|\bso\s+that\b|\band\b|\bas\s+well\b|\btoo\b|\bagain\b)"
);

/// What is taken out of what, by which operation.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    deed: usize,
    thing: usize,
    holder: usize,
    /// The member by which the thing refers to what holds it.
    member: String,
}

/// The claim of a sentence about one operation.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    let taken = read(api, sentence)?;
    let (thing, holder) = (&api.resources[taken.thing].name, &api.resources[taken.holder].name);
    let title = format!(
        "after {}, the {thing} is out of its {holder}: `{}` is null",
        api.operations[taken.deed].title(),
        taken.member
    );
    let deed = taken.deed;
    let attempt = move |stage: &Stage| attempt(stage, &taken).unwrap_or_else(|outcome| outcome);
    Some((deed, Claim::new(title, Needs::Target, attempt)))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Taken> {
    let Scope::Operations(numbers) = &sentence.scope else { return None };
    let [deed] = numbers.as_slice() else { return None };
    let operation = api.operations.get(*deed).filter(|operation| !operation.is_safe())?;
    // "so that the place is free again" tells what it is for.
    let said = sentence.plain.split(" so that ").next()?;
    if !sentence.cells.is_empty()
        || !hedge::is_plain(said)
        || ["or", "only", "if", "before"].iter().any(|word| has_phrase(said, word))
    {
        return None;
    }
    let found = TAKES.captures(said)?;
    let named = |at: usize| {
        let name = found.get(at)?.as_str();
        api.resources.iter().position(|resource| resource.name == name)
    };
    let (thing, holder) = (named(1)?, named(2)?);
    let (own, other) = (&api.resources[thing], &api.resources[holder]);
    let on_it = api.item_path(own).is_some_and(|item| operation.path.starts_with(item));
    let gone = operation.method == "DELETE" && operation.path.ends_with_parameter();
    if thing == holder || gone || !(on_it || reference_to(operation, own).is_some()) {
        return None;
    }
    let wanted = format!("{}id", words::folded(&other.name));
    let member = api.members(own).into_iter().find(|name| words::folded(name) == wanted)?;
    (own.create.is_some() && own.read.is_some() && other.create.is_some()).then_some(Taken {
        deed: *deed,
        thing,
        holder,
        member,
    })
}

fn attempt(stage: &Stage, taken: &Taken) -> Result<Outcome, Outcome> {
    let (api, target, anybody) = (&stage.facts.api, stage.target()?, &stage.as_anybody());
    let (thing, holder) = (&api.resources[taken.thing], &api.resources[taken.holder]);
    let operation = &api.operations[taken.deed];
    let item = api.item_path(thing).ok_or_else(|| Outcome::unproven("nothing documented reads it"))?;
    let place = Object::make(anybody, holder, &|_| {})?;
    let id = place.id();
    let object = Object::make(anybody, thing, &|body| {
        body.insert(taken.member.clone(), id.clone());
    })?;
    let now = object.now(anybody, thing)?.0;
    if now.get(&taken.member).is_none_or(Value::is_null) {
        return Err(Outcome::unproven(format!("`{}` of a new {} stays null", taken.member, thing.name)));
    }
    let mut placed = object.placed(item, Some(now));
    let reference = reference_to(operation, thing).filter(|_| !operation.path.starts_with(item));
    let call = |placed: &crate::api::Placed| match &reference {
        Some(member) => {
            let id = object.shown.get("id").cloned().unwrap_or_else(|| json!(object.values.last()));
            let made = create_below(anybody, taken.deed, Vec::new(), &[], &|body| {
                body.insert(member.clone(), id.clone());
            })?;
            Ok(made.exchange)
        }
        None => send(anybody, operation, placed).map(|performed| performed.exchange),
    };
    let mut exchange = call(&placed)?;
    if !exchange.answer.is_success() && find_home_state(anybody, taken.deed)? {
        match &reference {
            Some(member) => settle_referred(anybody, taken.deed, member, &mut placed)?,
            None => settle(anybody, operation, &mut placed)?,
        }
        exchange = call(&placed)?;
    }
    if !exchange.answer.is_success() {
        let reason = format!("{} answered {}", exchange.title(), status_line(exchange.answer.status));
        return Err(Outcome::unproven(reason).showing(exchange.sent(), exchange.seen()));
    }
    let (after, reading) = object.now(anybody, thing)?;
    let told = format!("`{}` of the {} is {} afterwards", taken.member, thing.name, after[&taken.member]);
    let outcome = match after.get(&taken.member) {
        Some(Value::Null) => Outcome::proven(Strength::Asserted, told),
        Some(value) if *value == id => Outcome::refuted(format!("{told}, stated is that it is out of it")),
        _ => Outcome::unproven(told),
    };
    Ok(outcome.resting_on(target, &reading))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn titles(said: &str) -> Vec<String> {
        let text = format!(
            "# Lamps\n\n## Data Model\n\n### Rack\n\n- `id`: integer, read-only\n- `label`: string, required\n\n### Lamp\n\n- `id`: integer, read-only\n- `name`: string, required\n- `rack_id`: integer or null\n\n### Sale\n\n- `id`: integer, read-only\n- `lamp_id`: integer, required\n\n## API\n\n- `POST /racks` adds one\n- `GET /racks/{{id}}` reads one\n- `POST /lamps` adds one\n- `GET /lamps/{{id}}` reads one\n- `GET /sales/{{id}}` reads one\n\n### Selling a lamp: POST /sales\n\n```json\n{{\"lamp_id\": 3}}\n```\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let last = api.sentences.last().unwrap();
        super::of_sentence(&api, last).into_iter().map(|(_, claim)| claim.title).collect()
    }

    #[test]
    fn what_is_taken_out_of_what_it_was_in() {
        for said in [
            "It also takes the lamp out of its rack, so that the place is free again.",
            "A sale removes the lamp from its rack.",
        ] {
            assert_eq!(
                titles(said),
                ["after POST /sales, the lamp is out of its rack: `rack_id` is null"],
                "{said}"
            );
        }
        for said in [
            "It takes the lamp out of its box.",
            "It takes the lamp out of its rack if it is paid.",
            "It does not take the lamp out of its rack.",
            "It takes the name out of its rack.",
        ] {
            assert!(titles(said).is_empty(), "{said}");
        }
    }
}
