//! What becomes of what something is made of: "a payout takes in all stored deliveries, and each of them becomes settled".

use crate::api::{Api, Object, Sentence, gathered, has_phrase};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::stage::Stage;
use abide_ledger::Strength;

// "each of them becomes `settled`"
pattern!(
    EACH,
    r"\b(?:each of them|all of them|each of these|every one of them|they all|each one) (?:then |at once )?(?:becomes?|are|is|turns?|goes to|are set to|is set to) (?:then |at once )?([a-z_]+)\b"
);

/// The claim of a sentence, with the operation that makes what gathers others.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    const SOMETIMES: &[&str] = &["if", "unless", "may", "not", "never", "only", "except", "some"];
    let said = sentence.plain.as_str();
    let found = EACH.captures(said).filter(|_| sentence.cells.is_empty())?;
    if SOMETIMES.iter().any(|word| has_phrase(said, word)) {
        return None;
    }
    let to = found.get(1).map(|state| state.as_str().to_owned()).filter(|state| api.states.knows(state))?;
    // The one that is made stands first: "a payout takes in all deliveries".
    let first = said.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let mut named = api.resources.iter().filter(|resource| resource.is_named_in(&first));
    let create = named.next().filter(|_| named.next().is_none())?.create?;
    let title = format!("what {} takes in becomes {to}", api.operations[create].title());
    let claim = Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, create, &to).unwrap_or_else(|outcome| outcome)
    });
    Some((create, claim))
}

fn attempt(stage: &Stage, create: usize, to: &str) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let unknown = || Outcome::unproven("what it takes in is not known");
    let resource =
        api.resources.iter().find(|resource| resource.create == Some(create)).ok_or_else(unknown)?;
    // Making one finds out what it is made of.
    Object::make(stage, resource, &|_| {})?;
    let (members, objects) = gathered(stage, create, 2)?.ok_or_else(unknown)?;
    let made = Object::make(stage, resource, &|body| body.extend(members.clone()))?;
    let answered = format!("{} answered {}", made.exchange.title(), status_line(made.exchange.answer.status));
    for mut object in objects {
        object.refresh(stage)?;
        let shown = object.object.clone().unwrap_or_default();
        let Some((_, now)) = api.states.of_object(&shown) else {
            return Err(Outcome::unproven("the state of what it takes in is not shown"));
        };
        if now != to {
            let reason = format!("{answered}, and one of those that it was made of is {now}, and not {to}");
            return Ok(Outcome::refuted(reason).resting_on(target, &made.exchange));
        }
    }
    let reason = format!("{answered}, and each of the two that it was made of is {to}");
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &made.exchange))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(said: &str) -> Option<String> {
        let text = format!(
            "# Hours\n\n## Data\n\n### Stay\n\n- `id`: string\n- `status`: enum `open` | `billed`, read-only\n\n### Bill\n\n- `id`: string\n- `year`: integer, required\n\n\
             ## States of stays\n\n- open -> billed\n\n## API\n\n- `POST /stays` adds a stay\n- `GET /stays/{{id}}` reads one\n- `POST /bills` makes a bill\n- `GET /bills/{{id}}` reads one\n\n## Rules\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        super::of_sentence(&api, api.sentences.last()?).map(|(_, claim)| claim.title)
    }

    #[test]
    fn what_becomes_of_what_something_is_made_of() {
        let title = "what POST /bills takes in becomes billed";
        for said in [
            "A bill takes in all open stays of the year, and each of them becomes `billed`.",
            "A bill is made of all open stays; all of them are then billed.",
        ] {
            assert_eq!(read(said).as_deref(), Some(title), "{said}");
        }
        for said in [
            "A bill takes in all open stays, and each of them may become `billed`.",
            "A bill takes in all open stays, and each of them becomes dearer.",
            "Every guest has stays, and each of them becomes `billed`.",
        ] {
            assert_eq!(read(said), None, "{said}");
        }
    }
}
