//! What is not so, or not enough: "is not in status `open`", "has fewer than two reviews", "has no open slot".

use super::super::phrase::{Phrase, number};
use super::super::subject::Subject;
use crate::api::{Api, Link, Resource, Sort, reference_to};
use crate::words;

/// The states that are left where a clause names those that an object is not in.
pub(super) fn other_states(phrase: &mut Phrase, member: &str, states: &[String]) -> Option<Vec<String>> {
    const BETWEEN: &[&str] = &[
        "in",
        "a",
        "an",
        "the",
        "status",
        "state",
        "yet",
        "already",
        "currently",
        "be",
        "been",
        "still",
        "any",
        "of",
    ];
    const DENIES: &[&str] =
        &["not", "isn't", "aren't", "no longer", "other than", "neither", "anything but", "is no"];
    let member = member.to_lowercase();
    let mut named: Vec<String> = Vec::new();
    for state in states {
        let spaced = state.to_lowercase().replace(['_', '-'], " ");
        let text = phrase.words().join(" ");
        let forms = [state.to_lowercase(), spaced];
        let Some((at, form)) = forms.iter().find_map(|form| Some((place(&text, form)?, form.clone()))) else {
            continue;
        };
        let mut before = text.get(..at).unwrap_or_default().trim_end();
        loop {
            let bare = BETWEEN.iter().copied().chain([member.as_str()]).find_map(|word| {
                before.strip_suffix(word).filter(|rest| rest.is_empty() || rest.ends_with(' '))
            });
            match bare {
                Some(bare) => before = bare.trim_end(),
                None => break,
            }
        }
        let denied = DENIES.iter().any(|word| before == *word || before.ends_with(&format!(" {word}")));
        // "not submitted or accepted", "neither open nor held"
        let goes_on = !named.is_empty()
            && (before.ends_with(" or") || before.ends_with(" nor") || before.ends_with(" and"));
        let follows = named.iter().any(|known: &String| before.ends_with(&known.to_lowercase()));
        if !(denied || goes_on || follows) {
            return None;
        }
        phrase.take(&form);
        named.push(state.clone());
        if goes_on {
            phrase.take_any(&["or", "nor"]);
        }
    }
    if named.is_empty() {
        return None;
    }
    phrase.take_any(&[
        "any status other than",
        "any state other than",
        "other than",
        "no longer",
        "anything but",
        "not",
        "isn't",
        "neither",
    ]);
    phrase.take_any(&["nor", "or"]);
    phrase.take(&member);
    phrase.take_any(&["status", "state"]);
    let left: Vec<String> = states.iter().filter(|state| !named.contains(state)).cloned().collect();
    (!left.is_empty()).then_some(left)
}

/// Where words stand in a text as whole words.
fn place(text: &str, words: &str) -> Option<usize> {
    format!(" {text} ").find(&format!(" {words} "))
}

/// The PUT that puts an object of one collection into an object of another: `PUT /boxes/{id}/letters/{letter}`.
pub fn put_into(api: &Api, own: &Resource, other: &Resource) -> Option<usize> {
    let item = api.item_path(own)?;
    let name = other.collection.last_literal()?;
    other.create?;
    api.operations.iter().position(|operation| {
        let length = operation.path.segments().len();
        operation.method == "PUT"
            && operation.path.ends_with_parameter()
            && operation.path.starts_with(item)
            && length == item.segments().len() + 2
            && operation.path.prefix(length - 1).last_literal() == Some(name)
    })
}

/// Whether objects of a resource belong to those of another: made below them, made with a reference to them, or put into them.
pub fn belongs(api: &Api, own: usize, other: usize) -> bool {
    let (Some(mine), Some(theirs)) = (api.resources.get(own), api.resources.get(other)) else { return false };
    own != other && (Link::between(api, theirs, mine).is_some() || put_into(api, mine, theirs).is_some())
}

/// "has fewer than two reviews", "without any review": of what belongs to the object there is so much alone.
pub(super) fn few(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<(usize, usize)> {
    let Subject::Item { resource } = subject else { return None };
    let mut trial = phrase.clone();
    let less = ["fewer than", "less than", "not at least", "without at least", "not yet"];
    let count = match less.iter().find_map(|word| trial.take_after(word)) {
        Some(said) => usize::try_from(number(&said)?).ok()?.checked_sub(1)?,
        None if trial.take_any(&[
            "has no",
            "have no",
            "without any",
            "with no",
            "has not any",
            "without",
            "with an empty",
            "has an empty",
            "have an empty",
        ]) =>
        {
            0
        }
        None => return None,
    };
    let mut found = (0..api.resources.len()).filter(|at| belongs(api, *resource, *at));
    // Of a list of songs below a show, the songs are what it has.
    let names = |at: usize| {
        let own = api.resources.get(at).map(|resource| resource.name.clone());
        let referred = api.resources.get(at).map(|resource| related(api, resource)).unwrap_or_default();
        let referred = referred.into_iter().filter(|(other, _)| *other != *resource);
        let referred =
            referred.filter_map(|(other, _)| api.resources.get(other).map(|other| other.name.clone()));
        own.into_iter().chain(referred).collect::<Vec<_>>()
    };
    let (at, name) = found.find_map(|at| {
        let name = names(at).into_iter().find(|name| trial.clone().take_name(name))?;
        Some((at, name))
    })?;
    trial.take_name(&name);
    *phrase = trial;
    Some((at, count))
}

/// The resources whose objects one refers to, by the member that does so.
pub fn related(api: &Api, resource: &Resource) -> Vec<(usize, String)> {
    let Some(create) = resource.create.and_then(|create| api.operations.get(create)) else {
        return Vec::new();
    };
    let other = |(at, other): (usize, &Resource)| {
        let itself = other.collection.same(&resource.collection);
        Some((at, reference_to(create, other)?)).filter(|_| !itself && other.read.is_some())
    };
    api.resources.iter().enumerate().filter_map(other).collect()
}

/// "the track has no open slot", where its objects show their `openSlots`.
pub(super) fn no_room(api: &Api, subject: &Subject, phrase: &mut Phrase) -> bool {
    let Some(there) = subject.there(api) else { return false };
    let others = related(api, there).into_iter().filter_map(|(at, _)| api.resources.get(at));
    let all: Vec<&Resource> = std::iter::once(there).chain(others).collect();
    all.into_iter().any(|resource| {
        api.members(resource).into_iter().any(|name| {
            let facts = api.field_of(resource, &name);
            let number = facts.is_some_and(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number));
            let parts = words::parts(&name);
            let left = ["open", "free", "left", "available", "remaining", "vacant"];
            if !number || parts.len() < 2 || !parts.iter().any(|part| left.contains(&part.as_str())) {
                return false;
            }
            let one: Vec<String> = parts.iter().map(|part| words::singular(part)).collect();
            let back: Vec<String> = parts.iter().rev().cloned().collect();
            [parts.join(" "), one.join(" "), back.join(" ")].iter().any(|said| {
                ["no", "without", "without any", "has no"]
                    .iter()
                    .any(|no| phrase.take(&format!("{no} {said}")))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_an_object_is_not_in() {
        let states = ["idle", "aloft", "torn"].map(str::to_owned);
        for (said, left, rest) in [
            ("a kite is not idle", Some(vec!["aloft", "torn"]), vec!["kite"]),
            ("it is not in status aloft", Some(vec!["idle", "torn"]), vec![]),
            ("a kite that is no longer idle or aloft", Some(vec!["torn"]), vec!["kite"]),
            ("in any state other than torn", Some(vec!["idle", "aloft"]), vec![]),
            ("a kite is idle", None, vec!["kite", "idle"]),
            ("not a word of it", None, vec!["not", "word"]),
        ] {
            let mut phrase = Phrase::new(said);
            let found = other_states(&mut phrase, "state", &states);
            assert_eq!(
                found,
                left.map(|left| left.into_iter().map(str::to_owned).collect::<Vec<_>>()),
                "{said}"
            );
            assert_eq!(phrase.left(), rest, "{said}");
        }
    }
}
