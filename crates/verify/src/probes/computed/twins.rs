//! Amounts that are others for some of the objects: "For urgent orders the fee is one and a half times that".
//!
//! What it follows from need not be known: two objects are made alike but for what makes the difference.

use super::adjusted::{FILLING, is_changed_besides};
use super::rounded::Rounding;
use super::subject::of_amount;
use super::things::referred;
use crate::api::{
    Api, FormulaScope, Object, Resource, Sentence, Sort, has_phrase, number_in_words, referred_with,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value, json};

/// What makes the difference.
#[derive(Clone, Debug, PartialEq)]
struct Sign {
    /// The resource that is referred to whose objects have it, by its number, and the member that refers to it.
    of: Option<(usize, String)>,
    member: String,
    usual: Value,
    special: Value,
}

/// How one amount follows from the other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Times(f64),
    Plus(f64),
}

#[derive(Clone, Debug, PartialEq)]
struct Twins {
    name: String,
    sign: Sign,
    change: Change,
}

// "for urgent orders", "for a fragile item"
pattern!(FOR_KIND, r"\bfor (?:an? |the |all |every |each )?([a-z]+) ([a-z]+)\b");
// "for a customer of the tier trade", "for a guest whose class is gold"
pattern!(
    FOR_MEMBER,
    r"\bfor (?:an? |the |all |every |each )?([a-z]+) (?:of the|of|with the|whose) ([a-z]+) (?:is )?([a-z]+)\b"
);
// "where the priority is urgent"
pattern!(WHERE, r"\b(?:where|if|when) (?:the |its )?([a-z]+) (?:of the ([a-z]+) )?is ([a-z]+)\b");

// "one and a half times that", "two times as much"
pattern!(
    TIMES,
    r"\b([a-z0-9.]+)( and a half)? times (?:that|this|as much|as high|the usual(?: one| amount)?|what it is otherwise)\b"
);
// "half of that", "three quarters of it"
pattern!(
    PART,
    r"\b(?:(one|two|three|four|five|a) )?(half|third|quarter|fifth|tenth|thirds|quarters|fifths|tenths) (?:of )?(?:that|this|it|as much)\b"
);
pattern!(TWICE, r"\b(doubled|twice (?:that|as much|as high)|double (?:that|as much)|halved)\b");
// "20 % more", "five percent lower than the table says"
pattern!(
    SHARE,
    r"\b([a-z0-9.]+) ?(?:%|percent|per cent) (more|higher|dearer|less|lower|cheaper)(?: than (?:that|otherwise|usual|the table says|in the table|stated in the table))?\b"
);
// "5 points higher than the table says"
pattern!(
    POINTS,
    r"\b([a-z0-9.]+) (?:percentage )?points? (more|higher|less|lower)(?: than (?:that|otherwise|usual|the table says|in the table|stated in the table))?\b"
);

/// The claim of a sentence that tells of such a difference.
pub fn claim(api: &Api, sentence: &Sentence) -> Option<Claim> {
    if !sentence.cells.is_empty() || sentence.text.len() > 200 {
        return None;
    }
    change(&sentence.plain)?;
    let mut found =
        api.resources.iter().filter(|resource| resource.create.is_some()).filter_map(|resource| {
            let scope = api.scope_of(resource);
            Some((resource, read(api, sentence, resource, &scope)?))
        });
    let (resource, twins) = found.next().filter(|_| found.next().is_none())?;
    let rounding = Rounding::read(&sentence.plain);
    if rounding.is_none() && has_phrase(&sentence.plain, "rounded") {
        return None;
    }
    let follows = match twins.change {
        Change::Times(factor) => format!("{factor} times"),
        Change::Plus(more) => format!("{more} more than"),
    };
    let title = format!(
        "the `{}` of a {} with `{}` {} is {follows} what it is with {}",
        twins.name, resource.name, twins.sign.member, twins.sign.special, twins.sign.usual
    );
    let resource = resource.clone();
    Some(Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &resource, &twins, rounding).unwrap_or_else(|outcome| outcome)
    }))
}

/// What a sentence tells; none where a word of it is not understood.
fn read(api: &Api, sentence: &Sentence, resource: &Resource, scope: &FormulaScope) -> Option<Twins> {
    let plain = sentence.plain.trim().trim_start_matches(['-', '+', ' ']);
    // "FR-31", "R4." before it
    let plain = plain.split_once(' ').map_or(plain, |(first, rest)| {
        match first.chars().any(|c| c.is_ascii_digit()) {
            true if first.starts_with(char::is_alphabetic) => rest,
            _ => plain,
        }
    });
    let (change, taken) = change(plain)?;
    let mut rest = plain.to_owned();
    rest.replace_range(taken, " ");
    let (sign, taken) = sign(api, resource, &rest)?;
    rest.replace_range(taken, " ");
    let numbers = |sort: &Sort| matches!(sort, Sort::Integer | Sort::Number);
    let named = |word: &str| {
        let known =
            scope.members.iter().find(|(name, sort)| name.eq_ignore_ascii_case(word) && numbers(sort));
        known.map(|(name, _)| name.as_str()).or_else(|| of_amount(word, &scope.members))
    };
    let words: Vec<&str> =
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut names: Vec<&str> = words.iter().filter_map(|word| named(word)).collect();
    names.dedup();
    let [name] = names.as_slice() else { return None };
    let understood = words.iter().all(|word| FILLING.contains(word) || named(word).is_some());
    let alone = understood && !is_changed_besides(api, scope, name, sentence) && sign.member != *name;
    alone.then(|| Twins { name: (*name).to_owned(), sign, change })
}

/// How an amount is another one, and where that is said.
fn change(plain: &str) -> Option<(Change, std::ops::Range<usize>)> {
    let part = |found: &regex::Captures, at: usize| found.get(at).map(|part| part.as_str().to_owned());
    let more = |way: &str| if matches!(way, "more" | "higher" | "dearer") { 1.0 } else { -1.0 };
    if let Some(found) = TIMES.captures(plain) {
        let half = if found.get(2).is_some() { 0.5 } else { 0.0 };
        return Some((Change::Times(number_in_words(&part(&found, 1)?)? + half), found.get(0)?.range()));
    }
    if let Some(found) = PART.captures(plain) {
        let count = part(&found, 1)
            .map_or(Some(1.0), |word| if word == "a" { Some(1.0) } else { number_in_words(&word) })?;
        let parts = match part(&found, 2)?.trim_end_matches('s') {
            "half" => 2.0,
            "third" => 3.0,
            "quarter" => 4.0,
            "fifth" => 5.0,
            _ => 10.0,
        };
        return Some((Change::Times(count / parts), found.get(0)?.range()));
    }
    if let Some(found) = TWICE.captures(plain) {
        let factor = if part(&found, 1)?.starts_with("halved") { 0.5 } else { 2.0 };
        return Some((Change::Times(factor), found.get(0)?.range()));
    }
    if let Some(found) = SHARE.captures(plain) {
        let share = number_in_words(&part(&found, 1)?)? / 100.0 * more(&part(&found, 2)?);
        return Some((Change::Times(1.0 + share), found.get(0)?.range()));
    }
    let found = POINTS.captures(plain)?;
    let points = number_in_words(&part(&found, 1)?)? * more(&part(&found, 2)?);
    Some((Change::Plus(points), found.get(0)?.range()))
}

/// What makes the difference, and where that is said.
fn sign(api: &Api, resource: &Resource, plain: &str) -> Option<(Sign, std::ops::Range<usize>)> {
    let text = |found: &regex::Captures, at: usize| found.get(at).map(|part| part.as_str().to_owned());
    if let Some(found) = FOR_MEMBER.captures(plain)
        && let Some(owner) = owner(api, resource, &text(&found, 1)?)
        && let Some(sign) = with_value(api, resource, &owner, Some(&text(&found, 2)?), &text(&found, 3)?)
    {
        return Some((sign, found.get(0)?.range()));
    }
    if let Some(found) = FOR_KIND.captures(plain)
        && let Some(owner) = owner(api, resource, &text(&found, 2)?)
        && let Some(sign) = with_value(api, resource, &owner, None, &text(&found, 1)?)
    {
        return Some((sign, found.get(0)?.range()));
    }
    let found = WHERE.captures(plain)?;
    let owner = match text(&found, 2) {
        Some(named) => owner(api, resource, &named)?,
        None => Owner::Own,
    };
    Some((
        with_value(api, resource, &owner, Some(&text(&found, 1)?), &text(&found, 3)?)?,
        found.get(0)?.range(),
    ))
}

/// Whose value makes the difference.
enum Owner {
    Own,
    Referred(usize, String),
}

fn owner(api: &Api, resource: &Resource, said: &str) -> Option<Owner> {
    let said = words::singular(said);
    if said == resource.name {
        return Some(Owner::Own);
    }
    let (reference, other) = referred(api, resource).into_iter().find(|(_, other)| other.name == said)?;
    let at = api.resources.iter().position(|known| known.collection.same(&other.collection))?;
    Some(Owner::Referred(at, reference))
}

/// The member that has a word among its values, and which value is the usual one.
fn with_value(
    api: &Api,
    resource: &Resource,
    owner: &Owner,
    member: Option<&str>,
    word: &str,
) -> Option<Sign> {
    let (whose, of) = match owner {
        Owner::Own => (resource, None),
        Owner::Referred(at, reference) => (api.resources.get(*at)?, Some((*at, reference.clone()))),
    };
    let create = whose.create.and_then(|create| api.operations.get(create));
    let asked = create.and_then(|create| create.request.as_ref()?.json()?.as_object());
    let members = api.members(whose);
    let mut found = members.iter().filter_map(|name| {
        if member.is_some_and(|member| words::folded(member) != words::folded(name)) {
            return None;
        }
        let facts = api.asked_of(whose, name).filter(|facts| !facts.rule.owned && !facts.rule.starts)?;
        match &facts.rule.sort {
            Sort::Choice(choices) => {
                let special = choices.iter().find(|choice| choice.eq_ignore_ascii_case(word))?;
                let default = facts.default_value().filter(|value| value.as_str() != Some(special));
                let others: Vec<&String> = choices.iter().filter(|choice| *choice != special).collect();
                // Of several others, only the usual one is sure to be none with a change of its own.
                let usual = default.or_else(|| match others.as_slice() {
                    [other] => Some(json!(other)),
                    _ => None,
                })?;
                Some((name.clone(), usual, json!(special)))
            }
            Sort::Boolean if words::folded(name).trim_start_matches("is") == word => {
                Some((name.clone(), json!(false), json!(true)))
            }
            _ => None,
        }
    });
    let (member, usual, special) = found.next().filter(|_| found.next().is_none())?;
    // What is never sent may not be taken.
    let known =
        asked.is_some_and(|asked| asked.contains_key(&member)) || api.asked_of(whose, &member).is_some();
    known.then_some(Sign { of, member, usual, special })
}

fn attempt(
    stage: &Stage,
    resource: &Resource,
    twins: &Twins,
    rounding: Option<Rounding>,
) -> Result<Outcome, Outcome> {
    const ROUNDS: u64 = 3;
    let target = stage.target()?;
    let (mut last, mut is_rounded) = (None, rounding.is_none());
    for round in 0..ROUNDS {
        let usual = make(stage, resource, twins, &twins.sign.usual, round, None);
        let usual = match usual {
            Err(outcome) if last.is_none() || outcome.inconclusive => return Err(outcome),
            Err(_) => break,
            Ok(usual) => usual,
        };
        let special = make(stage, resource, twins, &twins.sign.special, round, Some(&usual.sent))?;
        if !alike(stage, resource, twins, &usual.sent, &special.sent) {
            return Err(Outcome::unproven("no two objects could be made that are alike but for that"));
        }
        let (one, _) = usual.now(stage, resource)?;
        let (other, exchange) = special.now(stage, resource)?;
        let number = |object: &Value| object.get(&twins.name).and_then(Value::as_f64);
        let (Some(one), Some(found)) = (number(&one), number(&other)) else {
            return Err(Outcome::unproven(format!("no answer shows `{}`", twins.name))
                .showing(exchange.sent(), exchange.seen()));
        };
        let exact = match twins.change {
            Change::Times(factor) => one * factor,
            Change::Plus(more) => one + more,
        };
        if matches!(twins.change, Change::Times(_)) && one == 0.0 {
            return Err(Outcome::unproven(format!("`{}` is 0 without it as well", twins.name)));
        }
        is_rounded |= exact.fract() != 0.0;
        let follows = rounding.map_or(exact, |rounding| rounding.of(exact));
        let slack = if rounding.is_none() && exact.fract() != 0.0 { 1.0 } else { 0.006 };
        if (found - follows).abs() >= slack {
            let reason = format!(
                "with `{}` {}, `{}` is {found}, and {follows} follows from the {one} of one with {}",
                twins.sign.member, twins.sign.special, twins.name, twins.sign.usual
            );
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        last = Some((one, found, exchange));
    }
    let Some((one, found, exchange)) = last else { return Err(Outcome::unproven("no object could be made")) };
    if !is_rounded {
        let reason = "nothing could be made of which it would have to be rounded";
        return Err(Outcome::unproven(reason).resting_on(target, &exchange));
    }
    let reason = format!("`{}` is {found} where it is {one} otherwise", twins.name);
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

/// Makes an object with a value of what makes the difference; the second one with everything else as the first one has it.
fn make(
    stage: &Stage,
    resource: &Resource,
    twins: &Twins,
    value: &Value,
    round: u64,
    like: Option<&Value>,
) -> Result<Object, Outcome> {
    let api = &stage.facts.api;
    let sign = &twins.sign;
    let other = match (&sign.of, resource.create) {
        (Some((at, reference)), Some(create)) => {
            let making = api.resources.get(*at).and_then(|other| other.create);
            let making = making.ok_or_else(|| Outcome::unproven("what it refers to cannot be made"))?;
            let made = referred_with(stage, create, reference, making, (&sign.member, value));
            let refused = || Outcome::unproven("what it refers to could not be made in that way");
            Some((reference.clone(), made.ok_or_else(refused)?))
        }
        _ => None,
    };
    let vary = |body: &mut Map<String, Value>| {
        for (name, sent) in body.iter_mut() {
            let facts = api.asked_of(resource, name);
            let telling =
                facts.is_none_or(|facts| !matches!(facts.rule.sort, Sort::Text)) || sent.is_number();
            if let Some(first) = like.and_then(|like| like.get(name)).filter(|_| telling) {
                *sent = first.clone();
            } else if let Some(facts) = facts
                && matches!(facts.rule.sort, Sort::Integer | Sort::Number)
                && facts.references_nothing(name)
                && round > 0
                && let Some(odd) = facts.rule.valid(name, round + 1).filter(Value::is_number)
            {
                *sent = odd;
            }
        }
        match &other {
            Some((reference, id)) => drop(body.insert(reference.clone(), id.clone())),
            None => drop(body.insert(sign.member.clone(), value.clone())),
        }
    };
    Object::make(stage, resource, &vary)
}

/// Whether two requests differ in nothing that may count but what makes the difference.
fn alike(stage: &Stage, resource: &Resource, twins: &Twins, one: &Value, other: &Value) -> bool {
    let api = &stage.facts.api;
    let differs = twins.sign.of.as_ref().map_or(&twins.sign.member, |(_, reference)| reference);
    let (Some(one), Some(other)) = (one.as_object(), other.as_object()) else { return false };
    let counts = |name: &&String| {
        let text = api.asked_of(resource, name).is_some_and(|facts| matches!(facts.rule.sort, Sort::Text));
        *name != differs && !text
    };
    let mut names = one.keys().chain(other.keys()).filter(counts);
    names.all(|name| one.get(name) == other.get(name))
}
