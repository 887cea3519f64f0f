//! Sums and numbers of what belongs to an object: "the sum of the lines' amounts", "number of comments", "how many of its claims are
//! open".

use super::counting::{counting, is_filling};
use crate::api::{Api, Creation, Object, Resource, Sort, bring_into, make_one_of};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::Exchange;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

/// What is counted of what belongs to an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Below {
    /// What belongs to it, by the number of its resource.
    child: usize,
    /// The member that is summed; none where they are only counted.
    member: Option<String>,
    /// The states of those that count; all count where there is none.
    states: Vec<String>,
    /// Whether it is said to be 0 at first: making an object may make something that belongs to it.
    zero: bool,
}

/// Reads what is noted about a member; nothing where a word of it is not understood.
pub fn read(api: &Api, resource: &Resource, name: &str, notes: &str) -> Option<Below> {
    let at = api.resources.iter().position(|known| known.collection.same(&resource.collection))?;
    let all_states: Vec<String> = (0..api.resources.len())
        .filter(|child| api.holds(*child, at))
        .filter_map(|child| api.states_of(&api.resources[child]))
        .flat_map(|(_, states)| states)
        .collect();
    let (clause, zero) = counting(resource, &all_states, notes)?;
    let clause = clause.as_str();
    let default = || api.field_of(resource, name).and_then(crate::api::FieldFacts::default_value);
    let zero = zero || default().and_then(|value| value.as_f64()) == Some(0.0);
    let sums = crate::api::has_phrase(clause, "sum of");
    let said: Vec<String> = words::words(&clause.replace(['\u{2019}', '\''], " "));
    let telling = said.iter().enumerate().filter(|(at, _)| !is_filling(&said, *at, &all_states));
    let telling: Vec<&String> = telling.map(|(_, word)| word).collect();
    let belonging = (0..api.resources.len()).filter(|child| api.holds(*child, at));
    let mut named = belonging.filter_map(|at| {
        let parts = words::words(&api.resources[at].name.replace(['_', '-'], " "));
        let last = parts.last()?.clone();
        telling.iter().any(|word| words::singular(word) == last).then_some((at, parts))
    });
    let (child, parts) = named.next().filter(|_| named.next().is_none())?;
    let states_of = api.states_of(&api.resources[child]).map(|(_, states)| states).unwrap_or_default();
    let owned = words::parts(resource.name.as_str());
    let mut states = Vec::new();
    let mut rest = Vec::new();
    for word in telling {
        let single = words::singular(word);
        match states_of.iter().find(|state| state.eq_ignore_ascii_case(word)) {
            Some(state) => states.push(state.clone()),
            None if parts.contains(&single) || owned.contains(&single) => {}
            None if matches!(word.as_str(), "or" | "and") => {}
            None => rest.push(single),
        }
    }
    // "that are not cancelled": in any other state.
    let negated = said
        .windows(2)
        .any(|pair| pair[0] == "not" && states_of.iter().any(|state| state.eq_ignore_ascii_case(&pair[1])));
    if negated && rest.iter().filter(|word| *word == "not").count() == 1 {
        rest.retain(|word| word != "not");
        let out = std::mem::take(&mut states);
        states = states_of.iter().filter(|state| !out.contains(state)).cloned().collect();
    }
    if !sums {
        return rest.is_empty().then_some(Below { child, member: None, states, zero });
    }
    let numeric = |member: &String| {
        api.field_of(&api.resources[child], member)
            .is_some_and(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number))
    };
    let members = api.members(&api.resources[child]);
    // "the sum of the order's payments": the one number that they are made with.
    let sent = |member: &String| {
        !api.is_owned(&api.resources[child], member)
            && !words::parts(member).iter().any(|part| matches!(part.as_str(), "id" | "ids"))
    };
    let mut fitting = members.iter().filter(|member| {
        let parts = words::parts(member);
        if rest.is_empty() {
            return numeric(member) && sent(member);
        }
        numeric(member) && rest.iter().cloned().eq(parts.iter().map(|part| words::singular(part)))
    });
    let member = fitting.next().filter(|_| fitting.next().is_none())?.clone();
    let other = name != member || resource.name != api.resources[child].name;
    other.then_some(Below { child, member: Some(member), states, zero })
}

/// The claim that a member is what is counted.
pub fn claim(api: &Api, resource: &Resource, name: &str, below: Below) -> Claim {
    let child = &api.resources[below.child].name;
    let which = match below.states.as_slice() {
        [] => format!("{child} that belongs to it"),
        states => format!("{child} that belongs to it and is {}", states.join(" or ")),
    };
    let what = match &below.member {
        Some(member) => format!("the sum of the `{member}` of each {which}"),
        None => format!("how many times there is a {which}"),
    };
    let (resource, name) = (resource.clone(), name.to_owned());
    let title = format!("the `{name}` of a {} is {what}", resource.name);
    Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &resource, &name, &below).unwrap_or_else(|outcome| outcome)
    })
}

fn attempt(stage: &Stage, resource: &Resource, name: &str, below: &Below) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let child = &api.resources[below.child];
    // What was answered to its creation says nothing about what comes later.
    if resource.read.is_none() || child.read.is_none() && !below.states.is_empty() {
        return Err(Outcome::unproven("nothing documented reads again what is counted and what shows it"));
    }
    let object = Object::make(stage, resource, &|_| {})?;
    let mut seen = Seen { stage, resource, child, name, object: &object, base: None, last: None };
    seen.look_at_first(below)?;
    let mut there: Vec<Object> = Vec::new();
    for round in 1..3 {
        there.push(one_more(stage, resource, child, &object, below, round)?);
        seen.look(&mut there, below)?;
    }
    let counted = there.iter().filter(|one| below.counts(api, &one.shown) == Some(true)).count();
    if !below.states.is_empty() {
        let other = below.beyond(api, &there).ok_or_else(|| {
            Outcome::unproven(format!(
                "no {} could be brought into a state that changes whether it counts",
                child.name
            ))
        })?;
        let item = api.item_path(child).ok_or_else(|| Outcome::unproven("nothing documented reads one"))?;
        let Some(last) = there.last_mut() else { return Err(Outcome::unproven("nothing was counted")) };
        let (now, _) = last.now(stage, child)?;
        let mut placed = last.placed(item, Some(now));
        bring_into(stage, &mut placed, &other)?;
        seen.look(&mut there, below)?;
    }
    let Some(exchange) = seen.last else { return Err(Outcome::unproven("nothing was counted")) };
    let beside = match seen.base {
        Some(base) if base != 0.0 => format!(" more than the {base} at first"),
        _ => String::new(),
    };
    let reason = match (below.states.is_empty(), seen.base) {
        (true, Some(_)) => format!("with none, one and two of them, `{name}` is what follows{beside}"),
        (true, None) => format!("with one and two of them, `{name}` is what follows"),
        (false, _) => format!(
            "with {counted} that count, and after one of them changed its state, `{name}` is what follows{beside}"
        ),
    };
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

/// Makes one that belongs to the object; with numbers of which no two are alike, so that a sum is no product and no count.
fn one_more(
    stage: &Stage,
    resource: &Resource,
    child: &Resource,
    object: &Object,
    below: &Below,
    round: u64,
) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let vary = |body: &mut Map<String, Value>| {
        let Some(member) = below.member.as_ref().filter(|member| body.contains_key(*member)) else { return };
        let rule = api.field_of(child, member).map(|facts| &facts.rule);
        let other = rule.and_then(|rule| {
            (round + 2..round + 9).find_map(|at| rule.valid(member, at).filter(Value::is_number))
        });
        body.extend(other.map(|other| (member.clone(), other)));
    };
    let made: Creation = make_one_of(stage, child, resource, object, &vary)?;
    if !made.exchange.answer.is_success() {
        let reason = format!("{} answered {}", made.exchange.title(), made.exchange.answer.status);
        return Err(Outcome::unproven(reason).showing(made.exchange.sent(), made.exchange.seen()));
    }
    made.object(stage, child)
}

impl Below {
    /// Whether an object is counted; none where it does not show its state.
    fn counts(&self, api: &Api, object: &Value) -> Option<bool> {
        if self.states.is_empty() {
            return Some(true);
        }
        let (name, _) = api.states_of(&api.resources[self.child])?;
        let state = object.get(&name).and_then(Value::as_str)?;
        Some(self.states.iter().any(|known| known == state))
    }

    /// A state of what belongs to the object in which it counts where it did not, or does not where it did.
    fn beyond(&self, api: &Api, there: &[Object]) -> Option<String> {
        let counts = self.counts(api, &there.last()?.shown)?;
        let (name, states) = api.states_of(&api.resources[self.child])?;
        let from = there.last()?.shown.get(&name)?.as_str()?;
        let other = |state: &&String| self.states.contains(state) != counts;
        let reached =
            states.iter().filter(other).filter_map(|to| Some((api.states.way(from, to)?.len(), to)));
        reached.min_by_key(|(steps, _)| *steps).map(|(_, state)| state.clone())
    }

    /// What is counted of one.
    fn share(&self, object: &Object) -> Option<f64> {
        let Some(member) = &self.member else { return Some(1.0) };
        let number = |value: &Value| value.get(member).and_then(as_number);
        number(&object.shown).or_else(|| number(&object.sent))
    }
}

/// The object that is looked at.
struct Seen<'a> {
    stage: &'a Stage<'a>,
    resource: &'a Resource,
    child: &'a Resource,
    name: &'a str,
    object: &'a Object,
    /// What it showed before anything was made that belongs to it.
    base: Option<f64>,
    last: Option<Exchange>,
}

impl Seen<'_> {
    /// Looks at the number before anything is made that belongs to the object: there may be no sum, and making the object may
    /// have made something.
    fn look_at_first(&mut self, below: &Below) -> Result<(), Outcome> {
        let (now, exchange) = self.object.now(self.stage, self.resource)?;
        self.base = now.get(self.name).and_then(as_number);
        match self.base {
            Some(found) if below.zero && found.abs() > ERROR => {
                let reason =
                    format!("`{}` of a new {} is {found}, stated as 0", self.name, self.resource.name);
                Err(Outcome::refuted(reason).resting_on(self.stage.target()?, &exchange))
            }
            _ => Ok(()),
        }
    }

    /// Looks at the number with those that belong to the object, as they are now; an error where it is another one.
    fn look(&mut self, there: &mut [Object], below: &Below) -> Result<(), Outcome> {
        let (api, name) = (&self.stage.facts.api, self.name);
        let mut expected = self.base.unwrap_or_default();
        for one in there.iter_mut() {
            // Another one that was made may have changed it.
            if self.child.read.is_some() {
                one.shown = one.now(self.stage, self.child)?.0;
            }
            let counts = below.counts(api, &one.shown).ok_or_else(|| {
                Outcome::unproven(format!(
                    "no answer shows the state of the {} that was made",
                    self.child.name
                ))
            })?;
            if counts {
                expected += below
                    .share(one)
                    .ok_or_else(|| Outcome::unproven("no answer shows what is summed of what was made"))?;
            }
        }
        let (now, exchange) = self.object.now(self.stage, self.resource)?;
        let Some(found) = now.get(name).and_then(as_number) else {
            return Err(
                Outcome::unproven(format!("`{name}` is no number")).showing(exchange.sent(), exchange.seen())
            );
        };
        if (found - expected).abs() > ERROR {
            let reason = format!(
                "with {} that belong to it, `{name}` is {found}, and {expected} follows",
                there.len()
            );
            return Err(Outcome::refuted(reason).resting_on(self.stage.target()?, &exchange));
        }
        self.last = Some(exchange);
        Ok(())
    }
}

/// By how much two numbers may differ that are one: half a cent, and what calculating with fractions loses.
const ERROR: f64 = 0.006;

fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_counted_below_an_object() {
        let text = "\
# Trips

## Entities

- **Trip**
  - `id`: integer
  - `total`: number, read-only
- **Stop**
  - `id`: integer
  - `name`: string
  - `fare`: number, required
  - `nights`: integer

## API

- `POST /trips` adds a trip → 201
- `GET /trips/{id}` reads it
- `POST /trips/{id}/stops` adds a stop → 201
- `GET /trips/{id}/stops` lists its stops
";
        let facts = testing::facts_of_markdown(text, "", Setup::default());
        let api = &facts.api;
        let trips = api.resources.iter().find(|resource| resource.name == "trip").unwrap();
        let found = |notes: &str| read(api, trips, "total", notes).map(|below| below.member);
        let sum = |member: &str| Some(Some(member.to_owned()));
        assert_eq!(found("read-only, sum of the stops' fares"), sum("fare"));
        assert_eq!(found("the sum of the `fare` of all stops"), sum("fare"));
        assert_eq!(found("sum of the nights of its stops"), sum("nights"));
        assert_eq!(found("number of stops"), Some(None));
        assert_eq!(found("sum of the fares of paid stops"), None);
        assert_eq!(found("number of stops that are not free"), None);
        assert_eq!(found("number of days"), None);
        for notes in [
            "number of stops, computed by the server",
            "integer, number of its stops, 0 for a new trip",
            "how many stops it has; read-only",
        ] {
            assert_eq!(found(notes), Some(None), "{notes}");
        }
        for notes in [
            "number of stops, drafts excluded",
            "number of stops, those on the way back not counted",
            "number of stops read",
            "number of status stops",
            "sum of the fares of all stops, less the discount",
        ] {
            assert_eq!(found(notes), None, "{notes}");
        }
        let zero = |notes: &str| read(api, trips, "total", notes).map(|below| below.zero);
        assert_eq!(zero("number of stops, 0 for a new trip"), Some(true));
        assert_eq!(zero("number of stops"), Some(false));
    }

    #[test]
    fn all_but_those_in_a_state_and_the_one_number_of_each() {
        let text = "# Trips\n\n## Entities\n\n- **Trip**\n  - `id`: integer\n  - `total`: number, read-only\n- **Fee**\n  - `id`: integer, read-only\n  - `trip_id`: integer, required\n  - `amount`: integer, required\n  - `state`: enum `open` | `paid` | `void`, read-only\n\n## States\n\n- open -> paid\n- open -> void\n\n## API\n\n- `POST /trips` adds a trip → 201\n- `GET /trips/{id}` reads it\n- `POST /fees` adds a fee → 201\n- `GET /fees/{id}` reads it\n";
        let facts = testing::facts_of_markdown(text, "", Setup::default());
        let api = &facts.api;
        let trips = api.resources.iter().find(|resource| resource.name == "trip").unwrap();
        let found = |notes: &str| read(api, trips, "total", notes).map(|below| (below.member, below.states));
        let amount = Some("amount".to_owned());
        assert_eq!(found("the sum of the trip's fees"), Some((amount.clone(), Vec::new())));
        let left = vec!["open".to_owned(), "paid".to_owned()];
        assert_eq!(found("number of its fees that are not void"), Some((None, left.clone())));
        assert_eq!(found("the sum of the amounts of its fees that are not void"), Some((amount, left)));
        assert_eq!(found("number of its fees not asked for"), None);
    }
}
