//! What is said about the members of an object afterwards: their values, their state, by how much they move.

use super::{Then, Whose};
use crate::api::{Api, Resource, Sort};
use crate::probes::scenarios::given::{states_of, value_of};
use crate::probes::scenarios::phrase::{Phrase, number};
use crate::probes::scenarios::subject::Subject;
use serde_json::json;

/// "its status is `cancelled`", "the booking is confirmed".
pub(super) fn state(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    if phrase.has("not") || phrase.has("no") {
        return None;
    }
    let resources: Vec<(Whose, usize)> = match subject {
        Subject::Item { resource } => {
            let others = crate::probes::scenarios::given::related(api, &api.resources[*resource]);
            let others = others.into_iter().map(|(at, _)| (Whose::Other(at), at));
            // What it refers to is meant where it is named.
            let named = others.filter(|(_, at)| phrase.clone().take_name(&api.resources[*at].name));
            std::iter::once((Whose::Own, *resource)).chain(named).collect()
        }
        Subject::List { resource } => vec![(Whose::Own, *resource)],
        Subject::New { own, parent } => [(Whose::Own, *own)]
            .into_iter()
            .chain(parent.iter().map(|(at, _)| (Whose::Parent, *at)))
            .collect(),
    };
    let named: Vec<(Whose, usize)> = resources
        .iter()
        .copied()
        .filter(|(_, at)| phrase.clone().take_name(&api.resources[*at].name))
        .collect();
    for (own, at) in if named.is_empty() { resources } else { named } {
        let Some((name, states)) = states_of(api, &api.resources[at]) else { continue };
        let mut said: Vec<String> = Vec::new();
        for state in states {
            if phrase.take(&state.to_lowercase())
                || phrase.take(&state.to_lowercase().replace(['_', '-'], " "))
            {
                said.push(state);
            }
        }
        // A state may be called as the thing is.
        if said.len() > 1 {
            said.retain(|state| !state.eq_ignore_ascii_case(&api.resources[at].name));
        }
        if let [one] = said.as_slice() {
            for verb in [
                "becomes",
                "become",
                "changes",
                "set",
                "sets",
                "marked",
                "marks",
                "mark",
                "goes",
                "gets",
                "get",
                "receives",
                "receive",
                "new",
                "turns",
                "stays",
                "remains",
                "back",
                "again",
                "returns",
                "return",
                "moves",
                "move",
                "puts",
                "put",
                "returned",
                "once more",
                "state",
                "turn",
                "make",
                "makes",
            ] {
                phrase.take(verb);
            }
            phrase.take_name(&name);
            phrase.take_name(&api.resources[at].name);
            return Some(Then::Is(own, name, json!(one)));
        }
        if !said.is_empty() {
            return None;
        }
    }
    None
}

/// What is said about a member.
pub(super) fn member(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let (whose, resource, name) = member_named(api, subject, phrase)?;
    let lower = name.to_lowercase();
    let facts = api.field_of(resource, &name);
    let sort = facts.map_or(Sort::Unknown, |facts| facts.rule.sort.clone());
    let mut trial = phrase.clone();
    // "of the class" tells whose it is.
    for other in subject.resources(api).into_iter().chain(super::further::others(api, subject)) {
        let name = &other.name;
        let _ = trial.take(&format!("of the {name}"))
            || trial.take(&format!("of its {name}"))
            || trial.take(&format!("of a {name}"));
    }
    for end in [
        "the caller user name",
        "the caller username",
        "the caller name",
        "the caller user id",
        "the caller id",
        "the user name of the caller",
        "the name of the caller",
        "the id of the caller",
        "the calling user",
        "the caller",
        "the requester",
        "the requesting user",
        "the current user",
        "the authenticated user",
        "whoever called",
        "caller",
        "the user who calls",
    ] {
        if trial.has(end) && trial.take(&lower) {
            trial.take(end);
            trial.take_any(&["set", "sets", "is", "to"]);
            *phrase = trial;
            return Some(Then::Caller(whose, name));
        }
    }
    if let Some(by) = moved(&mut trial, &lower) {
        *phrase = trial;
        return Some(Then::Moves(whose, name, by));
    }
    for link in [
        "stays at",
        "stays",
        "remains at",
        "remains",
        "is still",
        "is now",
        "equals",
        "is equal to",
        "becomes",
        "is set to",
        "set back to",
        "set to",
        "is",
        "to",
        "",
    ] {
        let mut here = trial.clone();
        let Some(said) = here.take_after(format!("{lower} {link}").trim()) else { continue };
        // "version 1" says its value without a word between.
        if link.is_empty() && said.parse::<f64>().is_err() {
            continue;
        }
        if let Some(value) = value_of(&sort, &said) {
            here.take_any(&["set", "sets"]);
            *phrase = here;
            return Some(Then::Is(whose, name, value));
        }
        let other =
            api.members(resource).into_iter().find(|other| other.to_lowercase() == said && *other != name);
        if let Some(other) = other.filter(|_| link.contains("equal")) {
            *phrase = here;
            return Some(Then::Same(whose, name, other));
        }
    }
    for its in ["", "its ", "the "] {
        let said = [
            format!("move {its}{lower} forward"),
            format!("moves {its}{lower} forward"),
            format!("{its}{lower} moves forward"),
            format!("renew {its}{lower}"),
            format!("renews {its}{lower}"),
            format!("{its}{lower} is renewed"),
        ];
        if said.iter().any(|said| trial.take(said)) {
            *phrase = trial;
            return Some(Then::Renewed(whose, name));
        }
        let stays = [
            // "leaves" ahead of it was taken already.
            format!("{its}{lower} as it was"),
            format!("{its}{lower} alone"),
            format!("{its}{lower} unchanged"),
            format!("{its}{lower} untouched"),
        ];
        if stays.iter().any(|said| trial.take(said)) {
            *phrase = trial;
            return Some(Then::Stays(whose, name));
        }
    }
    for form in [
        "is the time of the change",
        "is the current time",
        "is set to the current time",
        "is set to now",
        "is the time of the call",
        "is the time of the request",
        "holds the time",
        "is set to the time",
        "is set",
        "is filled",
        "is recorded",
        "is not null",
        "is filled in",
    ] {
        if trial.take(&format!("{lower} {form}")) {
            *phrase = trial;
            return Some(Then::Set(whose, name));
        }
    }
    None
}

/// By how much a number is said to go up or down.
fn moved(phrase: &mut Phrase, member: &str) -> Option<i64> {
    const UP: &[&str] = &[
        "goes up",
        "has gone up",
        "went up",
        "has risen",
        "has increased",
        "rises",
        "increases",
        "is increased",
        "is raised",
        "grows",
        "is incremented",
        "is counted up",
    ];
    const DOWN: &[&str] = &[
        "goes down",
        "has gone down",
        "went down",
        "has fallen",
        "has dropped",
        "falls",
        "drops",
        "decreases",
        "is decreased",
        "is reduced",
        "is lowered",
        "is decremented",
        "shrinks",
        "is counted down",
    ];
    for (forms, sign) in [(UP, 1), (DOWN, -1)] {
        for form in forms {
            if let Some(by) = phrase.take_after(&format!("{member} {form} by")) {
                return number(&by).map(|by| sign * by);
            }
            if form.contains("ment") && phrase.take(&format!("{member} {form}")) {
                return Some(sign);
            }
        }
        let word = if sign > 0 { ["higher", "more", "greater"] } else { ["lower", "less", "fewer"] };
        for end in word {
            if phrase.take(&format!("{member} is one {end}")) || phrase.take(&format!("{member} is 1 {end}"))
            {
                return Some(sign);
            }
        }
    }
    for (verbs, sign) in [
        (["increases", "raises", "increments", "increase", "raise", "increment"], 1),
        (["decreases", "lowers", "decrements", "decrease", "lower", "decrement"], -1),
    ] {
        for verb in verbs {
            for article in ["", "the "] {
                if let Some(by) = phrase.take_after(&format!("{verb} {article}{member} by")) {
                    return number(&by).map(|by| sign * by);
                }
                if verb.contains("ment") && phrase.take(&format!("{verb} {article}{member}")) {
                    return Some(sign);
                }
            }
        }
    }
    for (start, sign) in [("adds", 1), ("add", 1), ("subtracts", -1), ("takes", -1)] {
        for link in ["to", "from"] {
            for by in ["one", "two", "1", "2"] {
                if phrase.take(&format!("{start} {by} {link} {member}")) {
                    return number(by).map(|by| sign * by);
                }
            }
        }
    }
    None
}

/// The member that a clause names as it is written, with whose it is.
pub(super) fn member_named<'a>(
    api: &'a Api,
    subject: &Subject,
    phrase: &Phrase,
) -> Option<(Whose, &'a Resource, String)> {
    let (own, parent) = match subject {
        Subject::Item { resource } | Subject::List { resource } => (*resource, None),
        Subject::New { own, parent } => (*own, parent.as_ref().map(|(at, _)| *at)),
    };
    let mut places: Vec<(Whose, usize)> = vec![(Whose::Own, own)];
    places.extend(parent.map(|at| (Whose::Parent, at)));
    if matches!(subject, Subject::Item { .. }) {
        let others = crate::probes::scenarios::given::related(api, &api.resources[own]);
        places.extend(others.into_iter().map(|(at, _)| (Whose::Other(at), at)));
    }
    // "of the class" comes before what is nearer.
    places.sort_by_key(|(_, at)| {
        let name = &api.resources[*at].name;
        // "the track's openSlots" has lost its apostrophe by now.
        let named = |link: &str| phrase.has(&format!("{link} {name}"));
        !(named("of the") || named("of its"))
    });
    places.into_iter().find_map(|(whose, at)| {
        let resource = &api.resources[at];
        let names = api.members(resource).into_iter().filter(|name| phrase.has(&name.to_lowercase()));
        // Of `state` and `state_reason` the longer one is meant; what a state is called stands for itself.
        let name = names.max_by_key(String::len)?;
        let is_state = states_of(api, resource).is_some_and(|(state, _)| state == name);
        (!is_state || phrase.has("set")).then_some((whose, resource, name))
    })
}
