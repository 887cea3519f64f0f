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
    r"\bno two ([a-z][a-z_ -]{1,40}?) (?:of|in|for|within|on|at) (?:the same|one|a|an|any) ([a-z][a-z -]{1,24}?) (?:may |can |must |shall |are |is )?(?:ever )?(?:have|share|bear|carry|use|take|be at|be on|be in|at|on|fall on|lie on|be for) (?:the same |one |an? )?([a-z_][\w ]{1,60}?)\s*(?:[.;,:(]|$)"
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

// "a tag is unique within its house", "the label of a jar must be unique per shelf"
pattern!(
    UNIQUE_WITHIN,
    r"\b(?:an?|the|its|their|each|every)\s+`?([a-z_][\w ]{1,30}?)`?(?: of (?:an?|the|each|every) ([a-z][a-z -]{1,24}?))?\s+(?:is|must be|has to be|shall be)\s+unique\s+(?:(?:with)?in|inside|for|per)\s+(?:(?:the same|its|their|each|every|one|an?)\s+)?([a-z][a-z_-]+)"
);

// "unique within its house", "unique per machine"
pattern!(
    UNIQUE_IN,
    r"\bunique\s+(?:(?:with)?in|inside|among those of|for|per)\s+(?:(?:the same|its|their|each|every|one|an?|the|any|that|his|her)\s+)?`?([a-z][a-z_-]+)"
);

/// Whether a sentence says of things that are unique within a resource what may not be held against all: "a tag is unique within its
/// house", of houses; "an item whose tag is already used in the same house", of items.
pub(super) fn is_told(api: &Api, sentence: &Sentence, resource: &api::Resource) -> bool {
    if read(api, sentence).is_some_and(|within| api.resources[within.resource].name == resource.name) {
        return true;
    }
    if [&USED, &NO_TWO, &HAS_NO_TWO].iter().any(|pattern| pattern.is_match(&sentence.plain)) {
        return true;
    }
    let Some(found) = UNIQUE_IN.captures(&sentence.plain) else { return false };
    let (Some(whole), Some(place)) = (found.get(0), found.get(1)) else { return false };
    let before = sentence.plain.get(..whole.start()).unwrap_or_default();
    resource.is_named_in(place.as_str()) && !resource.is_named_in(before)
}

/// Among what a value is given once.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    /// What belongs to one object of a resource, by its place.
    Thing(usize),
    /// What has one value of a member of the request: the visits of one guide, who is named in `guide`.
    Value(String),
}

/// Members that two objects of one other must not both share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Within {
    resource: usize,
    parent: Of,
    members: Vec<String>,
    /// The state that both have to be in, where one is named.
    state: Option<String>,
    folded: bool,
    expected: Vec<u16>,
}

impl Within {
    /// One member that no two objects of one other share.
    pub(super) fn of(resource: usize, parent: usize, member: String, expected: Vec<u16>) -> Self {
        let parent = Of::Thing(parent);
        Self { resource, parent, members: vec![member], state: None, folded: false, expected }
    }
}

/// The claims of the sentences of a statement.
pub(super) fn of_statement(context: &ItemContext, sentence: &Sentence) -> Vec<Claim> {
    let api = &context.facts.api;
    let claims = read(api, sentence).map(|within| held(api, within)).into_iter();
    claims.map(|claim| crate::probes::lifecycle::coded::with_code(api, sentence, claim)).collect()
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
    if let Some(found) = UNIQUE_WITHIN.captures(said) {
        return unique_within(api, sentence, &found);
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
    let one = |text: &str| api.one_made(|_, resource| resource.is_named_in(text));
    let resource = one(things)?;
    let made = &api.resources[resource];
    let linked = |at: &usize| Link::between(api, made, &api.resources[*at]).is_some();
    let parent = match one(parent) {
        Some(at) => Of::Thing(Some(at).filter(linked)?),
        None => Of::Value(value_of(api, made, parent)?),
    };
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
            let plain = |value: &Value| value.is_string() || value.is_i64();
            asked.iter().find(|(name, value)| is(name) && plain(value)).map(|(name, _)| name.clone())
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

/// What is unique within something: of the things that are named, or else of the only ones there that have such a text.
fn unique_within(api: &Api, sentence: &Sentence, found: &regex::Captures) -> Option<Within> {
    const SOMETIMES: &[&str] = &["if", "unless", "except", "when", "while", "not", "need not"];
    if sentence.says(SOMETIMES) {
        return None;
    }
    let place = found.get(3)?.as_str();
    let is = |resource: &api::Resource, said: &str| {
        said == resource.name || words::singular(said) == resource.name
    };
    let parent = api.one_made(|_, resource| is(resource, place))?;
    let wanted = words::folded(&found[1]);
    let member = |made: &api::Resource| {
        let named = found.get(2).is_none_or(|things| is(made, things.as_str()));
        let asked = api.operations[made.create.filter(|_| named)?].request.as_ref()?.json()?.as_object()?;
        Link::between(api, made, &api.resources[parent])?;
        let mut texts = asked.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| name);
        texts.find(|name| words::folded(name) == wanted).cloned()
    };
    let resource = api.one_made(|_, made| member(made).is_some())?;
    let member = member(&api.resources[resource])?;
    let folded = api::ignores_case(&sentence.plain);
    let within = Within::of(resource, parent, member, sentence.error_statuses());
    Some(Within { folded, ..within })
}

pub(super) fn held(api: &Api, within: Within) -> Claim {
    let made = &api.resources[within.resource];
    let number = made.create.unwrap_or_default();
    let of = match &within.parent {
        Of::Thing(at) => format!("one {}", api.resources[*at].name),
        Of::Value(member) => format!("one `{member}`"),
    };
    let title = format!(
        "{} gives no `{}` to two objects of {of}",
        api.operations[number].title(),
        within.members.join("` and `"),
    );
    claim(title, made, move |stage, made| {
        let target = stage.target()?;
        let owner = match &within.parent {
            Of::Thing(at) => Some((*at, Object::make(stage, &stage.facts.api.resources[*at], &|_| {})?)),
            Of::Value(_) => None,
        };
        let first = match &owner {
            Some((at, owner)) => {
                let parent = &stage.facts.api.resources[*at];
                make_one_of(stage, made, parent, owner, &|_| {})?.object(stage, made)?
            }
            None => Object::make(stage, made, &|_| {})?,
        };
        let shared: Map<String, Value> = match &within.parent {
            Of::Value(member) => {
                first.sent.get(member).map(|value| (member.clone(), value.clone())).into_iter().collect()
            }
            Of::Thing(_) => Map::new(),
        };
        let share = |values: &Map<String, Value>| {
            again(stage, made, owner.as_ref(), &|body| {
                body.extend(shared.clone());
                body.extend(values.clone());
            })
        };
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
        let second = share(&taken)?;
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
            let third = share(&other)?;
            if third.answer.is_success() {
                let reason = said_of(&third, &other);
                return Ok(Outcome::refuted(reason).resting_on(target, &third));
            }
            answered = format!("{answered}; {}", said_of(&third, &other));
        }
        // That others are taken there shows that it was refused for what it shares.
        let fresh = again(stage, made, owner.as_ref(), &|body| {
            body.extend(shared.clone());
            api::set_apart(&stage.facts.api, made, body, 7);
            body.extend(shared.clone());
            // What lies in the past is refused for that.
            body.extend(
                within.members.iter().filter_map(|name| Some((name.clone(), later(first.sent.get(name)?)?))),
            );
        })?;
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

/// The answer to another one of the same owner, where it has one.
fn again(
    stage: &Stage,
    made: &api::Resource,
    owner: Option<&(usize, Object)>,
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Exchange, Outcome> {
    let creation = match owner {
        Some((at, owner)) => make_one_of(stage, made, &stage.facts.api.resources[*at], owner, change)?,
        None => api::create(stage, made.create.unwrap_or_default(), &[], change)?,
    };
    Ok(creation.exchange)
}

/// A day a week later.
fn later(value: &Value) -> Option<Value> {
    let day: jiff::civil::Date = value.as_str()?.parse().ok()?;
    let later = day.checked_add(jiff::Span::new().days(7)).ok()?;
    (day.to_string() == value.as_str()?).then(|| Value::from(later.to_string()))
}

/// The member of the request that says whose something is, by the name of who or what it is: `guide` of "one guide".
fn value_of(api: &Api, made: &api::Resource, said: &str) -> Option<String> {
    let asked = api.operations[made.create?].request.as_ref()?.json()?.as_object()?;
    let is = |name: &str| words::folded(name) == words::folded(said.trim());
    asked.iter().find(|(name, value)| value.is_string() && is(name)).map(|(name, _)| name.clone())
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
        let of_items = ["POST /houses/{id}/items gives no `name` to two objects of one house"];
        for said in [
            "A name must be unique within its house.",
            "The name of an item must be unique per house.",
            "An item whose name is already used in the same house must be refused: 409.",
            "A house has no two items with the same name.",
            "No house may have two items with one name.",
        ] {
            assert_eq!(titles(said), of_items, "{said}");
        }
        assert_eq!(titles("A name need not be unique within its house."), [""; 0]);
    }
}
