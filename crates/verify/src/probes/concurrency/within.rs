//! A value that only one object may have among those of one other: "no two plans of the same machine have the same title", "an item
//! whose tag is already used in the same house is refused".

use super::claim;
use crate::api::{self, Api, Fault, Link, Object, Sentence, make_one_of};
use crate::claim::{Claim, Outcome};
use crate::http::{Exchange, status_line};
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

// "no two plans of the same machine have the same title"
pattern!(
    NO_TWO,
    r"\bno two ([a-z][a-z_ -]{1,40}?) (?:of|in|for|within|on|at) (?:the same|one|a|an|any) ([a-z][a-z -]{1,24}?) (?:may |can |must |shall )?(?:ever )?(?:have|share|bear|carry|use) (?:the same |one |an? )?([a-z_][\w ]{1,60}?)\s*(?:[.;,:(]|$)"
);
// "a machine has no two plans with the same title", "no machine has two plans with the same title"
pattern!(
    HAS_NO_TWO,
    r"\b(?:(?:an?|each|every|one) ([a-z][a-z -]{1,24}?) (?:(?:has|holds|keeps|gets) no|never (?:has|holds|keeps|gets)|(?:may|can|must|shall|does)(?: ?not| never) (?:have|hold|keep|get))|no ([a-z][a-z -]{1,24}?) (?:may |can |must |shall )?(?:ever )?(?:has|have|holds?|keeps?|gets?)) two ([a-z][a-z_ -]{1,40}?) (?:with|for|of|on|in|at|that share|that have|sharing|having) (?:the same|one|an identical|the identical|an equal) ([a-z_][\w ]{1,60}?)\s*(?:[.;,:(]|$)"
);
// "an item whose tag is already used in the same house"
pattern!(
    USED,
    r"\b(?:an?|the|any) ([a-z][a-z_ -]{1,40}?) whose ([a-z_]\w{1,30}) is already (?:used|taken|in use|given) (?:in|within|for|on|at) (?:the same|its|that) ([a-z][a-z -]{1,24}?)\b"
);

// "unique within its house", "unique per machine"
pattern!(
    UNIQUE_IN,
    r"\bunique\s+(?:(?:with)?in|inside|among those of|for|per)\s+(?:(?:the same|its|their|each|every|one|an?|the|any|that|his|her)\s+)?`?([a-z][a-z_-]+)"
);

/// Whether a sentence says of things that are unique within a resource what may not be held against all: "a tag is unique within its
/// house", of houses; "an item whose tag is already used in the same house", of items.
pub(super) fn is_told(sentence: &Sentence, resource: &api::Resource) -> bool {
    if [&USED, &NO_TWO, &HAS_NO_TWO].iter().any(|pattern| pattern.is_match(&sentence.plain)) {
        return true;
    }
    let Some(found) = UNIQUE_IN.captures(&sentence.plain) else { return false };
    let (Some(whole), Some(place)) = (found.get(0), found.get(1)) else { return false };
    let before = sentence.plain.get(..whole.start()).unwrap_or_default();
    resource.is_named_in(place.as_str()) && !resource.is_named_in(before)
}

/// Members that two objects of one other must not both share.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Within {
    resource: usize,
    parent: usize,
    members: Vec<String>,
    /// The state that both have to be in, where one is named.
    state: Option<String>,
    folded: bool,
    expected: Vec<u16>,
}

/// The claims of the sentences of a statement.
pub(super) fn of_statement(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    read(api, sentence).map(|within| held(api, within)).into_iter().collect()
}

/// What sentences that no statement holds say of what an operation makes.
pub(super) fn of_endpoint(context: &ItemContext, number: usize) -> Vec<Claim> {
    let api = &context.facts.api;
    let held_elsewhere = |sentence: &Sentence| {
        let kinds = super::PROBE.kinds;
        context.is_held(sentence, |kind| kind != abide_model::Kind::Endpoint && kinds.contains(&kind))
    };
    let mut found: Vec<Within> = Vec::new();
    for sentence in api.sentences.iter().filter(|sentence| sentence.spec == context.number) {
        let Some(within) = read(api, sentence).filter(|_| !held_elsewhere(sentence)) else { continue };
        let same = |known: &Within| known.resource == within.resource && known.members == within.members;
        if api.resources[within.resource].create == Some(number) && !found.iter().any(same) {
            found.push(within);
        }
    }
    found.into_iter().map(|within| held(api, within)).collect()
}

/// What a sentence says, where all of it is understood.
fn read(api: &Api, sentence: &Sentence) -> Option<Within> {
    const SOMETIMES: &[&str] = &["if", "unless", "except", "when", "while", "may well", "can well"];
    let said = &sentence.plain;
    if !sentence.cells.is_empty() || said.len() > 260 {
        return None;
    }
    let (found, things, parent, members) = if let Some(found) = NO_TWO.captures(said) {
        (found.get(0)?, found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str())
    } else if let Some(found) = HAS_NO_TWO.captures(said) {
        let parent = found.get(1).or_else(|| found.get(2))?.as_str();
        (found.get(0)?, found.get(3)?.as_str(), parent, found.get(4)?.as_str())
    } else {
        let found = USED.captures(said)?;
        (found.get(0)?, found.get(1)?.as_str(), found.get(3)?.as_str(), found.get(2)?.as_str())
    };
    let clause = said.get(found.start()..)?;
    if SOMETIMES.iter().any(|word| api::has_phrase(clause, word)) {
        return None;
    }
    let one = |text: &str| {
        let mut named = (0..api.resources.len())
            .filter(|at| api.resources[*at].create.is_some() && api.resources[*at].is_named_in(text));
        named.next().filter(|_| named.next().is_none())
    };
    let (resource, parent) = (one(things)?, one(parent)?);
    let made = &api.resources[resource];
    Link::between(api, made, &api.resources[parent])?;
    let states = api.states_of(made).map(|(_, states)| states).unwrap_or_default();
    let mut state = None;
    for word in things.split([' ', '-']) {
        if let Some(known) = states.iter().find(|state| state.as_str() == word) {
            state = Some(known.clone());
        } else if !made.is_named_in(word) && !words::parts(&made.name).iter().any(|part| part == word) {
            return None;
        }
    }
    let number = made.create?;
    let asked = api.operations[number].request.as_ref()?.json()?.as_object()?;
    let members: Option<Vec<String>> = members
        .split(" and ")
        .map(|member| {
            let member = member.trim().trim_start_matches("the same ").trim();
            let is = |name: &&String| {
                words::folded(name) == words::folded(member) || words::parts(name).join(" ") == member
            };
            asked.iter().find(|(name, value)| is(name) && value.is_string()).map(|(name, _)| name.clone())
        })
        .collect();
    Some(Within {
        resource,
        parent,
        members: members?,
        state,
        folded: api::ignores_case(said),
        expected: sentence.error_statuses(),
    })
}

fn held(api: &Api, within: Within) -> Claim {
    let (made, parent) = (&api.resources[within.resource], &api.resources[within.parent]);
    let number = made.create.unwrap_or_default();
    let title = format!(
        "{} gives no `{}` to two objects of one {}",
        api.operations[number].title(),
        within.members.join("` and `"),
        parent.name
    );
    let parent = parent.clone();
    claim(title, made, move |stage, made| {
        let target = stage.target()?;
        let owner = Object::make(stage, &parent, &|_| {})?;
        let first = make_one_of(stage, made, &parent, &owner, &|_| {})?.object(stage, made)?;
        let of_state = |shown: &Value| {
            let wanted = within.state.as_ref();
            wanted.is_none_or(|wanted| {
                let mut values =
                    shown.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str());
                values.any(|value| value == wanted)
            })
        };
        if !of_state(&first.shown) {
            return Err(Outcome::unproven("a new object is not in the state that is spoken of"));
        }
        let taken: Map<String, Value> = within
            .members
            .iter()
            .filter_map(|name| Some((name.clone(), first.sent.get(name)?.clone())))
            .collect();
        if taken.len() != within.members.len() {
            return Err(Outcome::unproven("the request does not have what is compared"));
        }
        let second = again(stage, made, &parent, &owner, &taken)?;
        let mut answered = said_of(&second, &taken);
        if let Some(outcome) = wrong(stage, number, &within, &second, &answered) {
            return Ok(outcome.resting_on(target, &second));
        }
        if second.answer.status == 404 || matches!(second.answer.status, 401 | 403) {
            return Err(Outcome::unproven(answered).showing(second.sent(), second.seen()));
        }
        if within.folded {
            let other: Map<String, Value> =
                taken.iter().map(|(name, value)| (name.clone(), in_other_case(value))).collect();
            let third = again(stage, made, &parent, &owner, &other)?;
            if third.answer.is_success() {
                let reason = said_of(&third, &other);
                return Ok(Outcome::refuted(reason).resting_on(target, &third));
            }
            answered = format!("{answered}; {}", said_of(&third, &other));
        }
        // That others are taken there shows that it was refused for what it shares.
        let fresh = make_one_of(stage, made, &parent, &owner, &|body| {
            api::set_apart(&stage.facts.api, made, body, 7);
        })?
        .exchange;
        match fresh.answer.is_success() {
            true => Ok(Outcome::proven(Strength::Asserted, format!("{answered}, and another one was made"))
                .resting_on(target, &second)),
            false => Err(Outcome::unproven(format!(
                "{answered}, and so was one with another value: {}",
                status_line(fresh.answer.status)
            ))
            .showing(fresh.sent(), fresh.seen())),
        }
    })
}

/// What is wrong about the answer to a second object with what the first has.
fn wrong(
    stage: &Stage,
    number: usize,
    within: &Within,
    second: &Exchange,
    answered: &str,
) -> Option<Outcome> {
    let status = second.answer.status;
    if second.answer.is_success() || status >= 500 {
        return Some(Outcome::refuted(answered));
    }
    // Some other rule may have refused it: a limit, a state.
    let other = matches!(status, 401 | 403 | 404 | 429);
    if !other && !within.expected.is_empty() && !within.expected.contains(&status) && status != 409 {
        return Some(Outcome::refuted(format!(
            "{answered}, stated as {}",
            status_line(*within.expected.first()?)
        )));
    }
    let member = within.members.first()?;
    let code = stage.facts.api.wrong_code_of(number, Fault::Taken, member, &second.answer)?;
    Some(Outcome::refuted(format!("{answered}: {code}")))
}

fn again(
    stage: &Stage,
    made: &api::Resource,
    parent: &api::Resource,
    owner: &Object,
    values: &Map<String, Value>,
) -> Result<Exchange, Outcome> {
    let creation = make_one_of(stage, made, parent, owner, &|body| body.extend(values.clone()))?;
    Ok(creation.exchange)
}

fn said_of(second: &Exchange, values: &Map<String, Value>) -> String {
    let values: Vec<String> = values.iter().map(|(name, value)| format!("`{name}` {value}")).collect();
    format!(
        "a second object there with the {} was answered with {}",
        values.join(" and "),
        status_line(second.answer.status)
    )
}

fn in_other_case(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let other =
        |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    Value::from(text.chars().map(other).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};
    use std::sync::Arc;

    #[test]
    fn what_is_unique_within_a_house_is_not_what_houses_are_called() {
        let titles = |rule: &str| -> Vec<String> {
            let text = format!(
                "# Houses\n\n## Data model\n\n### House\n\n- `id`: integer, read-only\n- `name`: string, required\n\n### Item\n\n- `id`: integer, read-only\n- `name`: string, required\n\n## API\n\n- `POST /houses` makes a house\n- `GET /houses/{{id}}` reads one\n- `POST /houses/{{id}}/items` makes an item\n- `GET /items/{{id}}` reads one\n\n## Requirements\n\n- {rule}\n"
            );
            let facts = Arc::new(testing::facts_of_markdown(&text, "", Setup::default()));
            let plan = crate::plan::Plan::of(&facts, &[&super::super::PROBE], &[]).unwrap();
            let stated = |item: &&crate::plan::PlannedItem| {
                facts.documents[0].items[item.item].kind == abide_model::Kind::Requirement
            };
            let claims = plan.items.iter().filter(stated).flat_map(|item| &item.claims);
            let mut titles: Vec<String> = claims.map(|(_, claim)| claim.title.clone()).collect();
            titles.dedup();
            titles
        };
        let among = "An item is in one house. Its name is unique among the items of the same house.";
        let text = format!(
            "# Houses\n\n## Data model\n\n### House\n\n- `id`: integer, read-only\n- `name`: string, required\n\n### Item\n\n{among}\n\n- `id`: integer, read-only\n- `name`: string, required\n\n## API\n\n- `POST /houses` makes a house\n- `POST /items` makes an item, `{{\"name\": \"Jug\"}}`\n- `GET /items/{{id}}` reads one\n"
        );
        let facts = Arc::new(testing::facts_of_markdown(&text, "", Setup::default()));
        let plan = crate::plan::Plan::of(&facts, &[&super::super::PROBE], &[]).unwrap();
        let claims = plan.items.iter().flat_map(|item| &item.claims);
        let general = claims.filter(|(_, claim)| claim.title == "POST /items gives no `name` to two objects");
        assert_eq!(general.count(), 0);
        let of_houses = ["POST /houses gives no `name` to two objects"];
        assert_eq!(titles("The name of a house must be unique."), of_houses);
        assert_eq!(titles("A name must be unique within its house."), [""; 0]);
        assert_eq!(
            titles("An item whose name is already used in the same house must be refused: 409."),
            [""; 0]
        );
        for rule in
            ["A house has no two items with the same name.", "No house may have two items with one name."]
        {
            assert_eq!(titles(rule), [""; 0], "{rule}");
        }
        assert_eq!(
            titles("The name of an item must be unique per house."),
            ["POST /houses/{id}/items gives no `name` to two objects"]
        );
    }
}
