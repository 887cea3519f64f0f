//! What comes of a deed for other things than the object itself, and where what was sent is kept.

use super::{Then, Whose};
use crate::api::{Api, Resource, Sort, reference_to};
use crate::probes::scenarios::given::{belongs, related, states_of};
use crate::probes::scenarios::phrase::Phrase;
use crate::probes::scenarios::subject::Subject;
use crate::words;
use serde_json::json;

/// The resources of what an object refers to.
pub(in super::super) fn others<'a>(api: &'a Api, subject: &Subject) -> Vec<&'a Resource> {
    let Subject::Item { resource } = subject else { return Vec::new() };
    let Some(own) = api.resources.get(*resource) else { return Vec::new() };
    related(api, own).into_iter().filter_map(|(at, _)| api.resources.get(at)).collect()
}

/// What a clause says of that kind; its words are taken.
pub(super) fn read(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    belonging(api, subject, phrase)
        .or_else(|| stays(api, subject, phrase))
        .or_else(|| gone(api, subject, phrase))
        .or_else(|| emptied(api, subject, phrase))
        .or_else(|| freed(api, subject, phrase))
        .or_else(|| kept(api, subject, phrase))
        .or_else(|| without(api, subject, phrase))
}

/// "its letters become `burnt`", "return all its letters to `open`", "declines its pending claims", "declines all other pending
/// claims of the same letter".
fn belonging(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let Subject::Item { resource } = subject else { return None };
    if phrase.has("not") || phrase.has("no") || phrase.has("if") {
        return None;
    }
    let own = api.resources.get(*resource)?;
    let beside = phrase.has("other") || phrase.has("others");
    let candidates = (0..api.resources.len()).filter(|at| match beside {
        true => at == resource && !related(api, own).is_empty(),
        false => belongs(api, *resource, *at) && api.resources[*at].name != own.name,
    });
    for at in candidates {
        let other = &api.resources[at];
        let mut trial = phrase.clone();
        if !trial.take_name(&other.name) {
            continue;
        }
        let Some((member, states)) = states_of(api, other) else { continue };
        let said: Vec<String> =
            states.iter().filter(|state| trial.take(&state.to_lowercase())).cloned().collect();
        const INTO: &[&str] = &[
            "becomes", "become", "is", "are", "set", "sets", "return", "returns", "returned", "move",
            "moves", "put", "puts", "marked", "marks", "mark", "turn", "turns", "to", "back", "again",
        ];
        let verb = trial.words().into_iter().find_map(|word| {
            let base = words::singular(word);
            let mut brought = states.iter().filter(|state| words::brings(&base, state));
            let state = brought.next().filter(|_| brought.next().is_none())?;
            Some((word.to_owned(), state.clone()))
        });
        let (value, from) = match (verb, said.as_slice()) {
            (Some((word, state)), from) if from.len() <= 1 => {
                trial.take(&word);
                (state, from.first().cloned())
            }
            (None, [one]) if INTO.iter().any(|word| trial.has(word)) => (one.clone(), None),
            _ => continue,
        };
        for word in INTO {
            trial.take(word);
        }
        while trial.take_any(&[
            "all", "every", "each", "that", "those", "other", "others", "same", "also", "too", "as well",
            "of it", "status", "state",
        ]) {}
        for (of, _) in related(api, own) {
            trial.take_name(&api.resources[of].name);
        }
        trial.take_name(&own.name);
        if trial.left().is_empty() {
            *phrase = Phrase::new("");
            return Some(Then::Belongs(at, member, json!(value), from));
        }
    }
    None
}

/// "keeps the track", "the track stays".
fn stays(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let own = subject.there(api)?;
    let name = own.name.to_lowercase();
    let mut trial = phrase.clone();
    let kept = ["keep", "keeps", "leave", "leaves", "retain", "retains"]
        .iter()
        .any(|verb| [format!("{verb} the {name}"), format!("{verb} it")].iter().any(|said| trial.take(said)))
        || ["stays", "remains", "is kept", "is retained", "still exists"]
            .iter()
            .any(|said| trial.take(&format!("{name} {said}")) || trial.take(&format!("it {said}")));
    trial.take_any(&["as it is", "as it was", "in place", "unchanged", "there", "untouched"]);
    if !kept || !trial.left().is_empty() {
        return None;
    }
    *phrase = trial;
    Some(Then::NothingChanges)
}

/// "the proposal is gone", "it no longer exists".
fn gone(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let Subject::Item { resource } = subject else { return None };
    let own = api.resources.get(*resource)?;
    let mut trial = phrase.clone();
    if later_404(api, own, &mut trial) {
        own.read?;
        *phrase = trial;
        return Some(Then::Gone);
    }
    if !trial.take_any(&[
        "is gone",
        "is not found any more",
        "is not found anymore",
        "is no longer found",
        "is then not found",
        "cannot be found any more",
        "can no longer be found",
        "can no longer be read",
        "are gone",
        "no longer exists",
        "does not exist any more",
        "is there no more",
        "exists no more",
    ]) {
        return None;
    }
    trial.take_name(&own.name);
    own.read?;
    *phrase = trial;
    Some(Then::Gone)
}

/// "a later GET of the kite answers 404", "reading it afterwards gives 404".
fn later_404(api: &Api, own: &Resource, phrase: &mut Phrase) -> bool {
    const LATER: &[&str] = &["later", "subsequent", "following", "next", "afterwards", "then", "after that"];
    const ANSWERS: &[&str] =
        &["answers", "gives", "returns", "yields", "responds with", "responds", "is answered with", "gets"];
    let mut trial = phrase.clone();
    let reads =
        trial.take_any(&["get request", "get", "reading", "read", "fetching", "retrieving", "request"]);
    if !reads || !trial.take("404") || !trial.take_any(ANSWERS) {
        return false;
    }
    // "then" fills, and is no word that is left.
    let later = trial.take_any(LATER) || phrase.has("then");
    trial.take_any(&["not found", "with not found"]);
    trial.take_name(&own.name);
    if let Some(path) = api.item_path(own) {
        trial.take(
            &path
                .to_string()
                .to_lowercase()
                .replace(['{', '}'], " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    *phrase = trial;
    later
}

/// "all of its reviews are deleted", "its comments are removed".
fn emptied(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let Subject::Item { resource } = subject else { return None };
    let own = api.resources.get(*resource)?;
    let mut trial = phrase.clone();
    if trial.has("not")
        || !trial.take_any(&[
            "deleted",
            "removed",
            "dropped",
            "discarded",
            "cleared",
            "deletes",
            "removes",
            "gone",
        ])
    {
        return None;
    }
    let belongs = |at: usize| {
        let other = api.resources.get(at)?;
        let create = other.create.filter(|_| at != *resource)?;
        let below = api.item_path(own).is_some_and(|item| api.operations[create].path.starts_with(item));
        (below && other.list.is_some()).then_some(other)
    };
    let plural = |other: &Resource| {
        let said = trial.words().join(" ");
        other.is_named_in(&said) && !crate::api::has_phrase(&said, &other.name)
    };
    let at = (0..api.resources.len()).find(|at| belongs(*at).is_some_and(plural))?;
    trial.take_name(&api.resources[at].name);
    trial.take_any(&["all", "every", "any"]);
    trial.take_name(&own.name);
    trial.take_any(&["too", "also", "as well"]);
    *phrase = trial;
    Some(Then::Emptied(at))
}

/// "its slot becomes open again", "the seat is free again": the number of those that are left goes up by one.
fn freed(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    const LEFT: &[&str] = &["open", "free", "available", "vacant", "left", "remaining"];
    let mut trial = phrase.clone();
    let said = trial
        .words()
        .into_iter()
        .find(|word| LEFT.contains(word) || ["freed", "released"].contains(word))?
        .to_owned();
    let becomes = ["becomes", "become", "is", "are", "gets"]
        .iter()
        .any(|verb| ["", "again "].iter().any(|again| trial.take(&format!("{verb} {again}{said}"))));
    if !becomes || trial.has("not") || trial.has("no") {
        return None;
    }
    // That it is free says how it is; that it is so again, that it was not. Of several seats nobody says how many.
    let again = ["freed", "released"].contains(&said.as_str())
        || ["again", "once more", "anew"].iter().any(|word| phrase.has(word));
    trial.take_any(&["again", "once more", "anew"]);
    if !again || trial.left().iter().any(|word| words::singular(word) != *word) {
        return None;
    }
    let nouns: Vec<String> = trial.left().into_iter().map(words::singular).collect();
    let (whose, name, noun) = places(api, subject).into_iter().find_map(|(whose, resource)| {
        api.members(resource).into_iter().find_map(|name| {
            let number = api
                .field_of(resource, &name)
                .is_some_and(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number));
            let parts: Vec<String> = words::parts(&name).iter().map(|part| words::singular(part)).collect();
            let left = parts.iter().any(|part| LEFT.contains(&part.as_str()));
            let noun = nouns.iter().find(|noun| parts.contains(noun))?.clone();
            (number && left && parts.len() == 2).then_some((whose, name, noun))
        })
    })?;
    trial.take_name(&noun);
    for (_, resource) in places(api, subject) {
        trial.take_name(&resource.name);
    }
    *phrase = trial;
    Some(Then::Moves(whose, name, 1))
}

/// The things whose members a clause may speak of.
fn places<'a>(api: &'a Api, subject: &Subject) -> Vec<(Whose, &'a Resource)> {
    match subject {
        Subject::Item { resource } | Subject::List { resource } => {
            let Some(own) = api.resources.get(*resource) else { return Vec::new() };
            let others = related(api, own).into_iter();
            let others = others.filter_map(|(at, _)| Some((Whose::Other(at), api.resources.get(at)?)));
            std::iter::once((Whose::Own, own)).chain(others).collect()
        }
        Subject::New { own, parent } => {
            let own = api.resources.get(*own).map(|own| (Whose::Own, own));
            let parent = parent.as_ref().and_then(|(at, _)| Some((Whose::Parent, api.resources.get(*at)?)));
            own.into_iter().chain(parent).collect()
        }
    }
}

/// "the reason given is kept in `refusalReason`", "`note` holds the sent `reason`".
fn kept(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    const INTO: &[&str] = &[
        "is kept in",
        "is stored in",
        "is stored as",
        "is recorded in",
        "is recorded as",
        "is saved in",
        "is saved as",
        "is shown as",
        "is shown in",
        "is kept as",
        "is written to",
        "is copied to",
        "is set as",
        "appears as",
        "appears in",
        "is available as",
    ];
    const FROM: &[&str] = &["holds", "is set to", "contains", "shows", "is", "equals", "becomes"];
    const SENT: &[&str] =
        &["given", "sent", "stated", "provided", "passed", "supplied", "submitted", "entered"];
    let (whose, resource) = places(api, subject).into_iter().next()?;
    let said = phrase.words().join(" ");
    let found = api.members(resource).into_iter().find_map(|name| {
        let lower = name.to_lowercase();
        let into = INTO.iter().find_map(|link| said.strip_suffix(&format!(" {link} {lower}")));
        let from = || {
            FROM.iter().find_map(|link| {
                said.strip_prefix(&format!("{lower} {link} the "))
                    .or(said.strip_prefix(&format!("its {lower} {link} the ")))
            })
        };
        let stored = into.is_some();
        let rest = into.or_else(from)?.to_owned();
        Some((name, rest, stored))
    });
    let (name, rest, stored) = found?;
    let words: Vec<&str> = rest.split(' ').filter(|word| !["the", "a", "its"].contains(word)).collect();
    let told = words.iter().any(|word| SENT.contains(word));
    let [noun] = words
        .iter()
        .filter(|word| !SENT.contains(word))
        .copied()
        .collect::<Vec<_>>()
        .as_slice()
        .to_owned()[..]
    else {
        return None;
    };
    if !(told || stored && words::folded(noun) != words::folded(&name)) {
        return None;
    }
    *phrase = Phrase::new("");
    Some(Then::Kept(whose, name, noun.to_owned()))
}

/// "returns those of all speakers except drafts", "does not show drafts".
fn without(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let Subject::List { resource } = subject else { return None };
    let own = api.resources.get(*resource)?;
    let (member, states) = states_of(api, own)?;
    const OUT: &[&str] = &["except", "excluding", "without", "not", "never", "no", "but"];
    const BETWEEN: &[&str] = &[
        "show", "list", "return", "contain", "include", "any", "the", "those", "that", "are", "in", "status",
        "state", "for", "a", "include", "shown", "listed", "see", "of",
    ];
    let words: Vec<String> = phrase.words().into_iter().map(str::to_owned).collect();
    let (at, state) = words.iter().enumerate().find_map(|(at, word)| {
        let is =
            |state: &&String| *word == state.to_lowercase() || words::singular(word) == state.to_lowercase();
        Some((at, states.iter().find(is)?.clone()))
    })?;
    let before =
        words.get(..at)?.iter().rev().find(|word| !BETWEEN.contains(&word.as_str()) && **word != own.name);
    if !before.is_some_and(|word| OUT.contains(&word.as_str())) {
        return None;
    }
    // "never shows those that are not drafts" says it twice.
    if words.iter().filter(|word| OUT.contains(&word.as_str())).count() != 1 {
        return None;
    }
    let mut trial = phrase.clone();
    trial.take(words.get(at)?);
    for word in OUT.iter().chain(BETWEEN) {
        trial.take(word);
    }
    trial.take_name(&own.name);
    for role in &api.roles {
        trial.take_name(role);
    }
    while trial.take_any(&[
        "returns",
        "return",
        "lists",
        "list",
        "shows",
        "show",
        "those",
        "all",
        "everything",
        "contains",
        "contain",
        "every",
        "answers",
        "does",
        "result",
    ]) {}
    *phrase = trial;
    Some(Then::Without(member, state))
}

/// The member by which an object refers to one of another resource.
pub fn link_to(api: &Api, own: &Resource, at: usize) -> Option<String> {
    let create = own.create.and_then(|create| api.operations.get(create))?;
    reference_to(create, api.resources.get(at)?)
}
