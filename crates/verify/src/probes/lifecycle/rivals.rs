//! What becomes of the others that were asked for the same: "approving a loan declines all other requested loans of the same item".

use crate::api::{Api, Link, Object, Sentence, bring_into, has_phrase, make_one_of};
use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

// "all other requested loans of the same item that share a day with it are declined"
pattern!(
    OTHERS,
    r"\ball (?:the )?other ([a-z_]+) ([a-z -]+?) (?:of|for|on) (?:the same|the|that) ([a-z -]+?)( that [^,;:.]{0,60}?)? (?:are|is|becomes?|are set to|go to) (?:then |at once |also )?([a-z_]+)\b"
);
// "approving a loan …", "Approving does several things at once:"
pattern!(
    DEED,
    r"^\W*([a-z]{4,}ing)\b(?: (?:an?|the) ([a-z -]{2,30}?))? (?:does|has|settles|also|declines|rejects|means|makes|closes|ends|cancels)\b"
);

/// How many sentences may stand between a deed and what comes of it.
const NEAR: usize = 6;

#[derive(Clone, Debug)]
struct Rivals {
    own: usize,
    parent: usize,
    from: String,
    to: String,
    /// The state that the deed brings one of them into.
    done: String,
    /// Whether only those are meant that share their days with it.
    same_days: bool,
}

/// The claim of a sentence, with the operation that does the deed.
pub fn of_sentence(api: &Api, sentence: &Sentence) -> Option<(usize, Claim)> {
    let rivals = read(api, sentence)?;
    let (own, parent) = (&api.resources[rivals.own].name, &api.resources[rivals.parent].name);
    let title = format!(
        "where one {own} of a {parent} becomes {}, the others that are {} become {}",
        rivals.done, rivals.from, rivals.to
    );
    let deed = api.moving(rivals.own)?;
    let claim = Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &rivals).unwrap_or_else(|outcome| outcome)
    });
    Some((deed, claim))
}

fn read(api: &Api, sentence: &Sentence) -> Option<Rivals> {
    const SOMETIMES: &[&str] = &["if", "unless", "may", "not", "never", "only", "except"];
    let said = sentence.plain.as_str();
    let found = OTHERS.captures(said).filter(|_| sentence.cells.is_empty())?;
    if SOMETIMES.iter().any(|word| has_phrase(said, word)) {
        return None;
    }
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let one = |text: &str| {
        let mut named = (0..api.resources.len())
            .filter(|at| api.resources[*at].is_named_in(text) && api.resources[*at].create.is_some());
        named.next().filter(|_| named.next().is_none())
    };
    let (own, parent) = (one(part(2))?, one(part(3))?);
    Link::between(api, &api.resources[own], &api.resources[parent])?;
    let state = |text: &str| api.states.names().into_iter().find(|state| state == text);
    // "that share a day with it": any other restriction is one that nothing here brings about.
    let same_days = found.get(4).is_some();
    if same_days
        && !["share a day", "share days", "overlap", "same day", "same period", "same time"]
            .iter()
            .any(|said| part(4).contains(said))
    {
        return None;
    }
    let (from, to) = (state(part(1))?, state(part(5))?);
    let done = deed_near(api, sentence, own).filter(|done| *done != to && *done != from)?;
    (api.states.allows(&from, &done)).then_some(Rivals { own, parent, from, to, done, same_days })
}

/// The state that is brought about by the deed with which a sentence begins, or one of those before it.
fn deed_near(api: &Api, sentence: &Sentence, own: usize) -> Option<String> {
    let at = api.sentences.iter().position(|known| std::ptr::eq(known, sentence))?;
    let before = api.sentences.get(at.saturating_sub(NEAR)..=at)?.iter().rev();
    let deeds = before.filter(|known| known.spec == sentence.spec).filter_map(|known| {
        let found = DEED.captures(known.plain.trim())?;
        let thing = found.get(2).map(|thing| thing.as_str());
        let ours = thing.is_none_or(|thing| api.resources[own].is_named_in(thing));
        let bases = words::bases(found.get(1)?.as_str());
        let brought = |state: &String| bases.iter().any(|base| words::brings(base, state));
        let mut brought = api.states.names().into_iter().filter(brought);
        ours.then(|| brought.next().filter(|_| brought.next().is_none()))?
    });
    deeds.into_iter().next()
}

fn attempt(stage: &Stage, rivals: &Rivals) -> Result<Outcome, Outcome> {
    let (api, target) = (&stage.facts.api, stage.target()?);
    let (own, parent) = (&api.resources[rivals.own], &api.resources[rivals.parent]);
    let item = api.item_path(own).ok_or_else(|| Outcome::unproven("nothing documented reads one"))?;
    let above = Object::make(stage, parent, &|_| {})?;
    let first = make_one_of(stage, own, parent, &above, &|_| {})?.object(stage, own)?;
    let days: Map<String, Value> = first
        .sent
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| rivals.same_days && crate::api::moment(value).is_some())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if rivals.same_days && days.is_empty() {
        return Err(Outcome::unproven("the request names no days that two of them could share"));
    }
    let second =
        make_one_of(stage, own, parent, &above, &|body| body.extend(days.clone()))?.object(stage, own)?;
    let kept = days.iter().all(|(name, value)| second.sent.get(name) == Some(value));
    if !kept {
        return Err(Outcome::unproven("no two of them could be made for the same days"));
    }
    let state = |object: &Object| -> Result<String, Outcome> {
        let (now, _) = object.now(stage, own)?;
        let state = api.states.of_object(&now).map(|(_, state)| state.to_owned());
        state.ok_or_else(|| Outcome::unproven("the state of one is not shown"))
    };
    if state(&second)? != rivals.from {
        return Err(Outcome::unproven(format!("a new {} is not {}", own.name, rivals.from)));
    }
    let mut placed = first.placed(item, Some(first.shown.clone()));
    bring_into(stage, &mut placed, &rivals.done)?;
    if state(&first)? != rivals.done {
        return Err(Outcome::unproven(format!("none became {}", rivals.done)));
    }
    let (after, exchange) = second.now(stage, own)?;
    let now = api.states.of_object(&after).map(|(_, state)| state.to_owned()).unwrap_or_default();
    let said =
        format!("after one became {}, the other one, which was {}, is {now}", rivals.done, rivals.from);
    let outcome = match now == rivals.to {
        true => Outcome::proven(Strength::Asserted, said),
        false => Outcome::refuted(said),
    };
    Ok(outcome.resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    fn read(said: &str) -> Option<String> {
        let text = format!(
            "# Loans\n\n## Data\n\n### Lamp\n\n- `id`: string\n- `name`: string, required\n\n### Loan\n\n- `id`: string\n- `lamp_id`: string, required\n- `status`: enum `asked` | `granted` | `declined`, read-only\n\n\
             ## States\n\n- asked -> granted\n- asked -> declined\n\n## API\n\n- `POST /lamps` adds a lamp\n- `GET /lamps/{{id}}` reads one\n- `POST /loans` asks for one\n- `GET /loans/{{id}}` reads one\n- `PATCH /loans/{{id}}` decides on one\n\n## Rules\n\n{said}\n"
        );
        let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
        let last = api.sentences.last()?;
        super::of_sentence(&api, last).map(|(_, claim)| claim.title)
    }

    #[test]
    fn what_becomes_of_the_others() {
        let title = "where one loan of a lamp becomes granted, the others that are asked become declined";
        for said in [
            "Granting a loan settles it for its rivals: all other asked loans of the same lamp are declined at once.",
            "Granting a loan settles it: all other asked loans of the same lamp that share a day with it are declined.",
            "Granting does several things at once:\n\n- All other asked loans for the lamp become `declined`.",
        ] {
            assert_eq!(read(said).as_deref(), Some(title), "{said}");
        }
        for said in [
            "Granting a loan settles it: all other asked loans of the same lamp may be declined.",
            "All other asked loans of the same lamp are declined.",
            "Granting a loan settles it: all other asked loans of the same lamp that are older are declined.",
            "Granting a loan settles it: all other loans of the same lamp are declined.",
        ] {
            assert_eq!(read(said), None, "{said}");
        }
    }
}
