//! Which operation a clause means, and who calls it: "when a member cancels it" after "given a booking".

use super::action::{by_thing_of_verb, operations_of};
use super::{Api, Operation, same_role};
use crate::words;

// "an instrument with a draft or submitted calibration is retired"
crate::pattern::pattern!(
    LIKE,
    r"(?i)^((?:an?|the|any)\s+[a-z_-]+)\s+((?:with|that has|which has|having|without|that is|which is)\s+[^,;.]{3,70}?)\s+((?:is|gets|was|are)\s+[a-z]+(?:\s+by\s+an?\s+[a-z_]+)?)$"
);

/// What a clause says that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The operation, by number.
    pub number: usize,
    /// The role that acts, where one is named.
    pub role: Option<String>,
    /// What the clause says about what it is done to: `confirmed booking`.
    pub subject: String,
    /// What it says about the request, behind the deed: `with a width of 0`.
    pub rest: String,
    /// The members of the object that are changed: `title` of "changes its title".
    pub members: Vec<String>,
}

/// Words that stand for somebody without saying who.
const SOMEBODY: &[&str] = &[
    "a", "an", "the", "or", "and", "its", "their", "same", "other", "they", "client", "caller", "user",
    "somebody", "someone", "i", "we", "owner", "creator", "author", "maker",
];
/// Words that stand for a thing that was named before.
const PRONOUNS: &[&str] =
    &["another", "same", "it", "them", "one", "that", "this", "these", "its", "the", "a", "an"];
/// Where what follows says something about the request, and no longer what is done.
const ENDS: &[&str] = &[
    ",",
    " with ",
    " without ",
    " again",
    " a second time",
    " once more",
    " twice",
    " for ",
    " whose ",
    " that ",
    " which ",
    " while ",
    " before ",
    " after ",
    " from ",
    " using ",
    " where ",
    " by id",
    " by its ",
    " in ",
];
/// What a deed may be done to.
const OBJECTS: &[&str] = &[" on a ", " on an ", " on the ", " on it", " to a ", " to an ", " to the "];

/// The one operation that `when` means; `given` names what it is done to.
pub fn meant(api: &Api, spec: usize, given: &str, when: &str) -> Option<Meant> {
    // "another porter opens it": it is the door of one, and a second one acts.
    let bare = when.trim_start();
    if let Some(rest) =
        ["another ", "Another ", "a different "].iter().find_map(|start| bare.strip_prefix(start))
    {
        let who = rest.split_whitespace().next()?.to_lowercase();
        let role =
            role_in(api, &who).is_some() || ["user", "caller", "person", "client"].contains(&who.as_str());
        let found = meant(api, spec, given, &format!("a {rest}")).filter(|_| role)?;
        return Some(Meant {
            subject: format!("of another {who} {}", found.subject).trim().to_owned(),
            ..found
        });
    }
    if let Some(found) = called(api, spec, when) {
        return Some(found);
    }
    // "a boat with guests is sunk": what it is like stands between the thing and what is done to it.
    if let Some(said) = LIKE.captures(when)
        && let (Some(thing), Some(like), Some(deed)) = (said.get(1), said.get(2), said.get(3))
        && let Some(found) = meant(api, spec, given, &format!("{} {}", thing.as_str(), deed.as_str()))
    {
        let subject = format!("{} {}", found.subject, like.as_str()).trim().to_owned();
        return Some(Meant { subject, ..found });
    }
    let lower = when.replace('`', "").to_lowercase();
    // "asks for a door" is reading it.
    let (whose, lower) = anothers(api, &lower);
    let lower = ["asks for ", "ask for ", "asking for "]
        .iter()
        .fold(lower, |text, said| text.replace(said, "reads "));
    let role = role_in(api, &lower).or_else(|| role_in(api, &given.to_lowercase()));
    let further = [ENDS, OBJECTS].concat();
    // "checking in a guest": what looks like the end of the deed may be a part of its verb.
    let found = up_to(api, spec, (given, when), &lower, ENDS, role.as_ref())
        .or_else(|| up_to(api, spec, (given, when), &lower, &ENDS[..ENDS.len() - 1], role.as_ref()))
        .or_else(|| up_to(api, spec, (given, when), &lower, &further, role.as_ref()));
    match whose {
        true => found.map(|meant| Meant {
            rest: format!("{} of someone else", meant.rest).trim().to_owned(),
            ..meant
        }),
        false => found,
    }
}

/// Whether a clause speaks of somebody else's thing; and the clause without that: "asks for another porter's door".
fn anothers(api: &Api, lower: &str) -> (bool, String) {
    let plain = lower.replace('\u{2019}', "'");
    let mut starts: Vec<String> = [
        "someone else's",
        "somebody else's",
        "anyone else's",
        "anybody else's",
        "another user's",
        "another one's",
    ]
    .map(str::to_owned)
    .to_vec();
    starts.extend(api.roles.iter().map(|role| format!("another {}'s", role.to_lowercase())));
    // "asks for the booking of another member"
    let owners = api.roles.iter().map(|role| role.to_lowercase());
    let owners = owners.chain(["user", "person", "caller"].map(str::to_owned));
    let of =
        owners.map(|owner| format!(" of another {owner}")).find(|of| super::has_phrase(&plain, of.trim()));
    if let Some(of) = of.or_else(|| {
        [" of somebody else", " of someone else"]
            .into_iter()
            .find(|of| super::has_phrase(&plain, of.trim()))
            .map(str::to_owned)
    }) {
        return (true, plain.replacen(&of, "", 1));
    }
    match starts.iter().find(|start| plain.contains(start.as_str())) {
        Some(start) => (true, plain.replacen(start.as_str(), "a", 1)),
        None => (false, lower.to_owned()),
    }
}

/// The operation that a clause calls by its method and path: "a porter calls `POST /doors/{id}/open` on a locked door".
fn called(api: &Api, spec: usize, when: &str) -> Option<Meant> {
    let (method, path) = super::operation_in(when)?;
    let all = api.operations.iter().enumerate();
    let mut found = all.filter(|(_, operation)| {
        operation.is_of(spec)
            && operation.method == method
            && (operation.path.same(&path) || operation.path.ends_with(&path))
    });
    let (number, _) = found.next().filter(|_| found.next().is_none())?;
    let plain = when.replace('`', "");
    let at = plain.find(&format!("{method} /"))?;
    let (before, behind) = plain.split_at_checked(at)?;
    let behind = behind.get(method.len() + 1..)?;
    let behind = behind.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim();
    let before = before.to_lowercase();
    let role = role_in(api, &before);
    // Besides who it is, what stands before says how it is called, and nothing of what is there.
    const CALLING: &[&str] = &[
        "calls", "call", "calling", "sends", "send", "sending", "uses", "using", "requests", "makes",
        "issues", "tries", "attempts", "invokes", "performs", "posts", "reads", "with", "via", "through",
        "to", "is", "called", "request", "again", "when", "valid",
    ];
    let said = words::words(&before);
    let known = |word: &String| {
        SOMEBODY.contains(&word.as_str())
            || CALLING.contains(&word.as_str())
            || api.roles.iter().any(|role| same_role(role, word))
            || base_of(api, word)
            || api.resources.iter().any(|resource| resource.is_named_in(word))
    };
    let (mut subject, mut rest) = (String::new(), String::new());
    match ["on ", "for ", "of ", "against "].iter().find_map(|word| behind.strip_prefix(word)) {
        Some(thing) => subject = thing.to_owned(),
        None => rest = behind.to_owned(),
    }
    // "reads a draft with `GET /doors/{id}`"
    if !said.iter().all(known) {
        let about: Vec<&str> = said
            .iter()
            .filter(|word| {
                !CALLING.contains(&word.as_str()) && !api.roles.iter().any(|role| same_role(role, word))
            })
            .map(String::as_str)
            .collect();
        subject = format!("{} {subject}", about.join(" ")).trim().to_owned();
    }
    Some(Meant { number, role, subject, rest, members: Vec::new() })
}

/// The operation that a clause means up to where what follows is no deed any more.
fn up_to(
    api: &Api,
    spec: usize,
    (given, when): (&str, &str),
    lower: &str,
    ends: &[&str],
    role: Option<&String>,
) -> Option<Meant> {
    let end = ends.iter().filter_map(|end| lower.find(end)).min().unwrap_or(lower.len());
    let (deed, rest) = (lower.get(..end)?, lower.get(end..)?);
    let meant = |found: Option<Found>| {
        let (number, subject, members) = found?;
        let rest = rest.trim_start_matches(',').trim().to_owned();
        Some(Meant { number, role: role.cloned(), subject, rest, members })
    };
    let said = words::words(deed);
    // "an accepted offer is withdrawn": what looks like a verb ahead of it says what the thing is like.
    match is_passive(&said) {
        true => meant(passive(api, spec, given, when, &said)),
        false => meant(active(api, spec, given, when, &said))
            .or_else(|| meant(passive(api, spec, given, when, &said))),
    }
}

/// Whether somebody's deed is told by what is done to a thing: "a door is opened", and not "opening what is shut".
fn is_passive(said: &[String]) -> bool {
    let gerund = said.first().is_some_and(|first| first.ends_with("ing") && first.len() > 4);
    let done = said.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "is" | "are" | "was" | "were" | "been" | "gets")
            && !pair[1].ends_with("ing")
            && words::bases(&pair[1]).first().is_some_and(|base| *base != pair[1])
    });
    done && !gerund && !said.iter().any(|word| matches!(word.as_str(), "allowed" | "supposed" | "permitted"))
}

/// An operation, what is said about its object, and the members that are changed.
type Found = (usize, String, Vec<String>);

/// "a porter opens it", "deleting a door".
fn active(api: &Api, spec: usize, given: &str, when: &str, said: &[String]) -> Option<Found> {
    let is_subject = |word: &&String| {
        SOMEBODY.contains(&word.as_str())
            || api.roles.iter().any(|role| same_role(role, word))
            || base_of(api, word)
    };
    let mut rest: Vec<String> = said.iter().skip_while(is_subject).cloned().collect();
    if rest.first().is_some_and(|word| {
        matches!(word.as_str(), "tries" | "try" | "attempts" | "attempt" | "wants" | "want")
            || matches!(word.as_str(), "asks" | "ask" | "wishes")
                && rest.get(1).is_some_and(|next| next == "to")
    }) {
        rest.remove(0);
        if rest.first().is_some_and(|word| word == "to") {
            rest.remove(0);
        }
    }
    let (verb, things) = rest.split_first()?;
    // "the boat has three guests": what something has or is is no deed.
    let holds = things.first().is_some_and(|word| {
        matches!(word.as_str(), "has" | "have" | "holds" | "contains" | "had" | "is" | "are")
    });
    if holds && api.resources.iter().any(|resource| resource.name == *verb) {
        return None;
    }
    let verbs = match verb.strip_suffix("ing").filter(|stem| stem.len() >= 2) {
        Some(_) => words::bases(verb),
        None => vec![words::singular(verb)],
    };
    verbs.iter().find_map(|verb| done(api, spec, given, when, verb, things))
}

/// "a door is opened", "it has been deleted by a porter".
fn passive(api: &Api, spec: usize, given: &str, when: &str, said: &[String]) -> Option<Found> {
    const AUXILIARIES: &[&str] = &["is", "are", "was", "were", "be", "been", "gets", "being"];
    const BETWEEN: &[&str] =
        &["then", "already", "later", "successfully", "been", "being", "merely", "just", "first"];
    let at = said.iter().position(|word| AUXILIARIES.contains(&word.as_str()))?;
    let behind = said.get(at + 1..)?;
    let skipped = behind.iter().take_while(|word| BETWEEN.contains(&word.as_str())).count();
    let (participle, rest) = behind.get(skipped..)?.split_first()?;
    // Who does it may be said; anything else says more than the deed.
    let somebody = |word: &String| {
        word == "by"
            || SOMEBODY.contains(&word.as_str())
            || api.roles.iter().any(|role| same_role(role, word))
            || base_of(api, word)
    };
    let particle =
        rest.first().filter(|word| ["in", "out", "off", "up", "on", "over"].contains(&word.as_str()));
    if !rest.iter().skip(usize::from(particle.is_some())).all(somebody) {
        return None;
    }
    let before = said.get(..at)?.iter().filter(|word| !matches!(word.as_str(), "has" | "have" | "had"));
    let things: Vec<String> = before.chain(particle).cloned().collect();
    words::bases(participle).iter().find_map(|verb| done(api, spec, given, when, verb, &things))
}

/// The one operation that does what a verb says to some things, with what is said about them; "a draft" is what is in that state.
fn done(api: &Api, spec: usize, given: &str, when: &str, verb: &str, things: &[String]) -> Option<Found> {
    let things: Vec<&str> =
        things.iter().map(String::as_str).filter(|word| !PRONOUNS.contains(word)).collect();
    let named = in_state(api, &things);
    let things: Vec<&str> = things.into_iter().chain(named.as_deref()).collect();
    let (mut found, particle) = match by_thing_of_verb(api, spec, &format!("{verb} {}", things.join(" "))) {
        Some(number) => (vec![number], false),
        None => named_after(api, spec, verb, &things),
    };
    // "cancels a course" is not what cancels the seats in it.
    found.retain(|number| !brings_another(api, *number, verb, &things));
    if found.len() > 1 {
        let plain = super::plain(&format!("{given} {when}"));
        found.retain(|number| concerned(api, *number, &plain));
    }
    // The particle of a verb says nothing about its object.
    let words_in = ["in", "out", "off", "up", "on", "over", "down"];
    let about: Vec<&str> =
        things.iter().copied().filter(|word| !(particle && words_in.contains(word))).collect();
    let about = about.join(" ");
    if found.is_empty() {
        let by_words = |action: String| operations_of(api, spec, &action).ok();
        let named = match things.is_empty() {
            false => vec![things.join(" ")],
            true => things_of(api, spec, given),
        };
        let mut all: Vec<Vec<usize>> =
            named.iter().filter_map(|named| by_words(format!("{verb} {named}"))).collect();
        // "delete a published post": what the post is like is said about the post.
        if all.is_empty() && !things.is_empty() {
            all.extend(
                thing_of(api, spec, &things.join(" ")).and_then(|name| by_words(format!("{verb} {name}"))),
            );
        }
        if all.is_empty()
            && let Some(found) = changed(api, spec, given, verb, &things)
        {
            return Some(found);
        }
        found = match all.len() {
            1 => all.remove(0),
            _ => return None,
        };
        // What is read is one thing, unless several are spoken of.
        let several = things.iter().chain(&[given]).any(|said| several(api, said));
        let reads = |number: &usize| api.operations[*number].method == "GET";
        if found.len() > 1 && found.iter().all(reads) {
            found.retain(|number| api.operations[*number].path.ends_with_parameter() != several);
        }
    }
    let [number] = found.as_slice() else { return None };
    // "updating the title of a door" changes its title.
    let (members, about) = match about.split_once(" of ") {
        Some((named, rest)) => match members_of(api, *number, named) {
            Some(members) => (members, rest.to_owned()),
            None => (Vec::new(), about),
        },
        None => (Vec::new(), about),
    };
    Some((*number, about, members))
}

/// What words for a state stand for, where they name nothing: a proposal where "a draft" is one that is `draft`.
fn in_state(api: &Api, things: &[&str]) -> Option<String> {
    let plain = things.join(" ");
    if things.is_empty() || api.resources.iter().any(|resource| resource.is_named_in(&plain)) {
        return None;
    }
    let [thing] = things else { return None };
    let of = |resource: &&super::Resource| {
        api.members(resource).iter().any(|name| {
            match &api.field_of(resource, name).map(|facts| &facts.rule.sort) {
                Some(super::Sort::Choice(words)) => words.iter().any(|word| {
                    api.states.knows(word)
                        && (word.eq_ignore_ascii_case(thing) || words::singular(thing) == word.to_lowercase())
                }),
                _ => false,
            }
        })
    };
    let mut all = api.resources.iter().filter(of);
    all.next().filter(|_| all.next().is_none()).map(|resource| resource.name.clone())
}

/// The members that words name, of the objects that an operation updates.
fn members_of(api: &Api, number: usize, named: &str) -> Option<Vec<String>> {
    let resource = api.resources.iter().find(|resource| resource.updates.contains(&number))?;
    let members = api.members(resource);
    let said = named.split_whitespace().filter(|word| *word != "and");
    let found: Option<Vec<String>> = said
        .map(|word| members.iter().find(|member| words::folded(member) == words::folded(word)).cloned())
        .collect();
    found.filter(|found| !found.is_empty())
}

/// "changes its title": an update of the one thing that is given, of a member of it.
fn changed(api: &Api, spec: usize, given: &str, verb: &str, things: &[&str]) -> Option<Found> {
    let name = thing_of(api, spec, given)?;
    let resource = api.resources.iter().find(|resource| resource.name == name)?;
    let members = api.members(resource);
    let named: Option<Vec<String>> = things
        .iter()
        .filter(|word| **word != "and")
        .map(|word| members.iter().find(|member| words::folded(member) == words::folded(word)).cloned())
        .collect();
    let named = named.filter(|named| !named.is_empty())?;
    let update = operations_of(api, spec, &format!("{verb} {name}")).ok()?;
    let [number] = update.as_slice() else { return None };
    resource.updates.contains(number).then(|| (*number, String::new(), named))
}

/// Whether a text speaks of things in number: "the classes".
fn several(api: &Api, said: &str) -> bool {
    let plain = format!(" {} ", words::words(said).join(" "));
    api.resources.iter().any(|resource| {
        !plain.contains(&format!(" {} ", resource.name)) && resource.is_named_in(plain.trim())
    })
}

/// The actions on an object that are called as the verb is: `check-in` of "checks in"; and whether a particle is part of it.
fn named_after(api: &Api, spec: usize, verb: &str, things: &[&str]) -> (Vec<usize>, bool) {
    let folded = words::folded(verb);
    let particle = ["in", "out", "off", "up", "on", "over", "down"];
    let with_particle = things.iter().find(|word| particle.contains(word)).or(things.last());
    let with_particle = with_particle.map(|last| words::folded(&format!("{verb}{last}")));
    let acts = |operation: &Operation, wanted: &str| {
        let last = words::folded(operation.path.last_literal().unwrap_or_default());
        operation.is_of(spec)
            && operation.method != "GET"
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && last == wanted
    };
    let called = |wanted: &str| -> Vec<usize> {
        let all = api.operations.iter().enumerate();
        all.filter(|(_, operation)| acts(operation, wanted)).map(|(number, _)| number).collect()
    };
    let longer = with_particle.map(|wanted| called(&wanted)).unwrap_or_default();
    if longer.is_empty() { (called(&folded), false) } else { (longer, true) }
}

/// Whether a verb brings a state about of something that is named, which is not what an operation acts on.
fn brings_another(api: &Api, number: usize, verb: &str, things: &[&str]) -> bool {
    let plain = things.join(" ");
    let own = api.resource_at(&api.operations[number]).or_else(|| api.resource_of(number));
    let named = |resource: &&super::Resource| resource.is_named_in(&plain);
    let states =
        |resource: &super::Resource| api.states_of(resource).map(|(_, states)| states).unwrap_or_default();
    own.is_some_and(|own| !own.is_named_in(&plain))
        && api
            .resources
            .iter()
            .filter(named)
            .any(|other| states(other).iter().any(|state| words::brings(verb, state)))
}

/// Whether the objects of an operation's path are named in a text.
fn concerned(api: &Api, number: usize, plain: &str) -> bool {
    api.resource_at(&api.operations[number]).is_some_and(|resource| resource.is_named_in(plain))
}

/// The one thing that a clause names.
fn thing_of(api: &Api, spec: usize, given: &str) -> Option<String> {
    let mut names = things_of(api, spec, given);
    if names.len() == 1 { names.pop() } else { None }
}

/// The things that a clause names.
fn things_of(api: &Api, spec: usize, given: &str) -> Vec<String> {
    let plain = super::plain(given);
    let of_spec = api.resources.iter().filter(|resource| {
        let any = [resource.create, resource.read, resource.list].into_iter().flatten().next();
        any.is_some_and(|number| api.operations[number].is_of(spec)) && resource.is_named_in(&plain)
    });
    let mut names: Vec<String> = of_spec.map(|resource| resource.name.clone()).collect();
    names.dedup();
    names
}

/// The role that a text names first.
fn role_in(api: &Api, text: &str) -> Option<String> {
    let said = words::words(text);
    said.iter().find_map(|word| {
        let exact = api.roles.iter().find(|role| same_role(role, word));
        exact.cloned().or_else(|| base_of(api, word).then(|| words::singular(word)))
    })
}

/// Whether a word is what the keys of several callers of one role have in common: `porter` of `porter_a` and `porter_b`.
fn base_of(api: &Api, word: &str) -> bool {
    let singular = words::singular(word);
    singular.len() >= 3
        && api.roles.iter().any(|role| {
            role.to_lowercase().strip_prefix(&singular).is_some_and(|rest| rest.starts_with(['_', '-']))
        })
}

#[cfg(test)]
mod tests;
