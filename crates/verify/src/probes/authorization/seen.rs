//! Who sees what, by what stands in it: "If its `visibility` is `public`, all members can see it", and what those get who do not:
//! "Asking for a note that you cannot see answers 404".

use crate::api::{
    Object, Resource, Sentence, call_on, create_below, holders, is_second, place_home, same_role,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::facts::Facts;
use crate::hedge;
use crate::http::status_line;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

// if its `visibility` is `team`, all members can see it
pattern!(
    SHARED,
    r"(?i)\bif (?:its|the|their|a \w+'s|the \w+'s) `(\w+)` is `([\w-]+)`,? (?:then )?(?:all |every |any |each |also )?(?:the )?(\w+) (?:can|may) (?:see|read|view|access|open) (?:it|them)"
);
// all members can see a note whose `visibility` is `team`
pattern!(
    WHOSE,
    r"(?i)\b(?:all |every |any |each )?(\w+) (?:can|may) (?:see|read|view|access|open) (?:an? |all |every |any )?\w+ (?:whose|with|where) (?:the )?`(\w+)`(?: is| of| set to|:|=)? ?`([\w-]+)`"
);

/// What the sentences within a stretch of a specification claim.
pub fn claims(context: &ItemContext, start: u32, end: u32) -> Vec<Claim> {
    let api = &context.facts.api;
    let within = api.within(context.number, start, end);
    within.flat_map(|(_, sentence)| of_sentence(context.facts, sentence)).collect()
}

fn of_sentence(facts: &Facts, sentence: &Sentence) -> Vec<Claim> {
    let api = &facts.api;
    let resource = || {
        let mut named = api.resources.iter().filter(|resource| {
            resource.is_named_in(&sentence.plain) && resource.read.is_some() && resource.create.is_some()
        });
        named.next().filter(|_| named.next().is_none())
    };
    let concerned = || {
        let about: Vec<&Resource> = api.resources_of(sentence);
        let mut about =
            about.into_iter().filter(|resource| resource.read.is_some() && resource.create.is_some());
        about.next().filter(|_| about.next().is_none())
    };
    let group = |captures: &regex::Captures, at: usize| {
        captures.get(at).map_or("", |found| found.as_str()).to_owned()
    };
    let shared =
        SHARED.captures(&sentence.text).map(|found| (group(&found, 1), group(&found, 2), group(&found, 3)));
    let shared = shared.or_else(|| {
        WHOSE.captures(&sentence.text).map(|found| (group(&found, 2), group(&found, 3), group(&found, 1)))
    });
    if let Some((member, value, who)) = shared {
        // "Not all members can see …", "only if …", "… unless it is shut"
        let plain = &sentence.plain;
        if hedge::denies(plain)
            || sentence.says(&["only", "unless", "except", "apart from", "until", "once", "used to", "some"])
        {
            return Vec::new();
        }
        let Some(role) = api.roles.iter().find(|role| same_role(role, &who)).cloned() else {
            return Vec::new();
        };
        // Of the things that have such a member.
        let has = |resource: &&Resource| {
            let asked = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
            api.members(resource).contains(&member) || asked.is_some_and(|asked| asked.get(&member).is_some())
        };
        let of_members = || {
            let mut all = api
                .resources
                .iter()
                .filter(|resource| resource.read.is_some() && resource.create.is_some())
                .filter(has);
            all.next().filter(|_| all.next().is_none())
        };
        let found = resource().filter(has).or_else(|| concerned().filter(has)).or_else(of_members);
        return found.map(|resource| shown_to(resource, member, value, role)).into_iter().collect();
    }
    let hides = sentence.says(&[
        "cannot see",
        "can not see",
        "can't see",
        "may not see",
        "are not allowed to see",
        "is not allowed to see",
        "not visible to you",
        "not visible to them",
        "not visible to the caller",
        "have no access to",
        "has no access to",
        "do not have access to",
        "without access to",
    ]);
    let statuses = sentence.error_statuses();
    let ([status @ (403 | 404)], true) = (statuses.as_slice(), hides) else { return Vec::new() };
    // What one role may not see, another of the same kind may.
    let word = |word: &String| api.roles.iter().any(|role| same_role(role, word));
    if words::words(&sentence.plain).iter().any(word)
        || sentence.says(&[
            "if",
            "when",
            "unless",
            "while",
            "until",
            "only",
            "used to",
            "instead of",
            "rather than",
        ])
    {
        return Vec::new();
    }
    let Some(resource) = resource() else { return Vec::new() };
    vec![hidden_from(resource, *status)]
}

fn claim(
    title: String,
    resource: &Resource,
    attempt: impl Fn(&Stage, &Resource) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    let resource = resource.clone();
    Claim::new(title, Needs::Target, move |stage| attempt(stage, &resource).unwrap_or_else(|outcome| outcome))
        .minor()
}

/// Two who hold keys, of whom the first makes things that the second did not.
fn two(stage: &Stage, role: Option<&str>) -> Result<Vec<(String, String)>, Outcome> {
    let target = stage.target()?;
    let usable: Vec<String> =
        target.roles.iter().filter(|role| role.lacking.is_none()).map(|role| role.name.clone()).collect();
    let seers: Vec<String> = match role {
        Some(role) => holders(target, role)
            .into_iter()
            .filter(|role| role.lacking.is_none())
            .map(|role| role.name.clone())
            .collect(),
        None => usable
            .iter()
            .filter(|name| usable.iter().any(|other| is_second(name, other) || is_second(other, name)))
            .cloned()
            .collect(),
    };
    let mut pairs = Vec::new();
    for seer in &seers {
        for maker in usable.iter().filter(|maker| *maker != seer) {
            // Another role may not be allowed to ask at all.
            if role.is_some() || is_second(seer, maker) || is_second(maker, seer) {
                pairs.push((maker.clone(), seer.clone()));
            }
        }
    }
    // Holders of the same role first.
    pairs.sort_by_key(|(maker, _)| !seers.contains(maker));
    pairs.truncate(4);
    match pairs.is_empty() {
        false => Ok(pairs),
        true => Err(Outcome::blocked(
            "abide.toml knows no two holders of keys of whom one could see what the other made",
        )),
    }
}

/// An object that somebody makes, with a change to the request.
fn made_by(
    stage: &Stage,
    resource: &Resource,
    maker: &str,
    change: &dyn Fn(&mut Map<String, Value>),
) -> Result<Object, Outcome> {
    let number = resource.create.ok_or_else(|| Outcome::unproven("nothing documented makes it"))?;
    let acting = stage.acting_as(Some(maker), Some(number));
    let parents = place_home(&acting, &stage.facts.api.operations[number])?.values;
    create_below(&acting, number, parents, &[], change)?.object(&acting, resource)
}

fn shown_to(resource: &Resource, member: String, value: String, role: String) -> Claim {
    let title = format!("a {} whose `{member}` is `{value}` is shown to {role}", resource.name);
    let give = move |body: &mut Map<String, Value>| {
        body.insert(member.clone(), Value::from(value.as_str()));
    };
    looked_at(title, resource, Some(role), give, |status, answered| match status {
        200..=299 => Outcome::proven(Strength::Asserted, answered),
        403 | 404 => Outcome::refuted(answered),
        _ => Outcome::unproven(answered),
    })
}

fn hidden_from(resource: &Resource, stated: u16) -> Claim {
    let title = format!("a {} that somebody cannot see answers {stated} to them", resource.name);
    looked_at(
        title,
        resource,
        None,
        |_| {},
        move |status, answered| match status {
            status if status == stated => Outcome::proven(Strength::Asserted, answered),
            403 | 404 => Outcome::refuted(format!("{answered}, stated as {stated}")),
            // Whether they may see it is another question.
            _ => Outcome::unproven(answered),
        },
    )
}

/// What somebody makes is looked at by somebody else; the status says what follows.
fn looked_at(
    title: String,
    resource: &Resource,
    role: Option<String>,
    change: impl Fn(&mut Map<String, Value>) + Send + Sync + 'static,
    judge: impl Fn(u16, String) -> Outcome + Send + Sync + 'static,
) -> Claim {
    claim(title, resource, move |stage, resource| {
        let (target, read) = (stage.target()?, resource.read.unwrap_or_default());
        let mut last = None;
        for (maker, seer) in two(stage, role.as_deref())? {
            let object = match made_by(stage, resource, &maker, &change) {
                Ok(object) => object,
                Err(outcome) if outcome.inconclusive => return Err(outcome),
                Err(outcome) => {
                    last = Some(outcome);
                    continue;
                }
            };
            let acting = stage.acting_as(Some(&seer), Some(read));
            let exchange = call_on(&acting, read, &object.values, None, &[])?;
            let status = exchange.answer.status;
            let answered = format!("of what {maker} made, {seer} was answered {}", status_line(status));
            return Ok(judge(status, answered).resting_on(target, &exchange));
        }
        Err(last.unwrap_or_else(|| Outcome::unproven("nobody could make such an object")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_shown_to_whom_in_several_wordings() {
        for text in [
            "If its `visibility` is `team`, all members can see it.",
            "All members can see a note whose `visibility` is `team`.",
            "Any member may read notes with `visibility` `team`.",
        ] {
            assert!(SHARED.is_match(text) || WHOSE.is_match(text), "{text}");
        }
        assert!(!SHARED.is_match("If its `visibility` is `team`, it is red."));
    }

    fn claimed(said: &str) -> usize {
        let text = format!(
            "# Notes\n\n## API\n\n- `POST /notes` takes `text` and `visibility` (`team` or `own`) and adds a note\n- `GET /notes/{{id}}` reads one\n\n## Rules\n\n{said}\n"
        );
        let config = "[targets.local.roles.member]\nheaders = { X = \"1\" }\n";
        let facts = testing::facts_of_markdown(&text, config, Setup::default());
        facts.api.sentences.last().map_or(0, |sentence| of_sentence(&facts, sentence).len())
    }

    #[test]
    fn what_is_not_said_of_all_or_of_some_alone_claims_nothing() {
        for said in [
            "All members can see a note whose `visibility` is `team`.",
            "Asking for a note that you cannot see answers 404.",
        ] {
            assert_eq!(claimed(said), 1, "{said}");
        }
        for said in [
            "Not all members can see a note whose `visibility` is `team`.",
            "All members can see a note whose `visibility` is `team`, unless it is shut.",
            "Only if its `visibility` is `team`, members can see it.",
            "No member can see a note whose `visibility` is `own`.",
            "A note that members cannot see answers 404.",
            "Asking for a note that you cannot see when it is shut answers 404.",
            "Asking for a note that you cannot see never answers 404.",
        ] {
            assert_eq!(claimed(said), 0, "{said}");
        }
    }
}
