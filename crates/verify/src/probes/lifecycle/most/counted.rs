//! Which things count where there may be only so many: "open loans" are those in the states that are called so.

use crate::api::{Api, Sentence, has_phrase};
use crate::hedge;
use crate::words;

/// Whether a new object is among those that are counted: "open loans" are those that are `open`, or are said to be so.
pub fn counts_new(api: &Api, one: usize, things: &str) -> bool {
    let name = &api.resources[one].name;
    // "open loans as the borrower" are those that refer to a house so.
    let as_what = [" as the ", " as a ", " as its "].iter().find_map(|words| things.split_once(words));
    let things = match as_what {
        Some((things, part)) if refers_as(api, one, part) => things,
        _ => things,
    };
    let all: Vec<&str> = things.split_whitespace().collect();
    let beside: Vec<&&str> = all
        .iter()
        .filter(|word| !name.split(' ').any(|part| words::singular(word) == part || *word == &part))
        .collect();
    let [adjective] = beside.as_slice() else { return beside.is_empty() };
    // "A loan is open while it is `asked` or `running`."
    let create = api.resources[one].create;
    let first = api.resources[one].entity.as_ref().and_then(|entity| {
        let all = api.fields.of_entity(entity);
        all.filter_map(|(_, facts)| facts.first_value().map(str::to_owned))
            .find(|value| api.states.knows(value))
    });
    let drawn = api.states_of(&api.resources[one]).map(|(_, states)| states).unwrap_or_default();
    let drawn = drawn.into_iter().filter(|state| {
        api.states.edges().iter().any(|edge| edge.initial.as_ref() == Some(state) && edge.from == *state)
    });
    let starts: Vec<String> = first.into_iter().chain(starting(api, create)).chain(drawn).collect();
    // "We call a loan open while …", "both asked and running loans count as open"
    let called = [
        format!("is {adjective}"),
        format!("{adjective} while"),
        format!("as {adjective}"),
        format!("{adjective} means"),
        format!("{adjective} {name} being"),
        format!("{adjective} {name} is one that is"),
    ];
    let defines = |sentence: &Sentence| {
        let counts = has_phrase(&sentence.plain, "counting") && has_phrase(&sentence.plain, adjective);
        (counts || called.iter().any(|words| has_phrase(&sentence.plain, words)))
            && sentence.says(&[
                "while",
                "as long as",
                "when",
                "means",
                "if",
                "count",
                "counts",
                "counting",
                "being",
                "is one",
            ])
            && starts.iter().any(|state| names_state(sentence, state))
    };
    starts.iter().any(|state| state == **adjective)
        || api.sentences.iter().any(defines)
        || api.sentences.iter().any(|sentence| is_term_of(api, sentence, adjective, (name, &starts)))
}

/// Whether a glossary says of such things that they are those in a state in which one starts: "**Open loan**: one in state `asked` or
/// `running`", "a loan that is not `void`".
fn is_term_of(api: &Api, sentence: &Sentence, adjective: &str, (name, starts): (&str, &[String])) -> bool {
    let plain = sentence.plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(said) = plain.strip_prefix(&format!("{adjective} {name}")) else { return false };
    let told = said.trim_start().starts_with([':', '–', '—', '-']) && sentence.cells.is_empty();
    let denied = |state: &String| {
        ["not ", "not yet ", "neither "]
            .iter()
            .any(|not| has_phrase(said, &format!("{not}{}", state.to_lowercase())))
    };
    let named = |state: &String| names_state(sentence, state) && !denied(state);
    // Of "one that is not void" all others are.
    let others = || {
        has_phrase(said, "that is not")
            && !starts.is_empty()
            && !starts.iter().any(denied)
            && !has_phrase(said, "only")
    };
    // What narrows it further is known where it is a state as well.
    let narrowed = said.split_once(',').is_some_and(|(_, rest)| {
        let states = api.states.names();
        rest.split(',').any(|part| !states.iter().any(|state| has_phrase(part, &state.to_lowercase())))
    });
    told && !narrowed && (starts.iter().any(named) || others())
}

/// Whether the request that makes one has a reference of that name: `borrower_house_id` of the borrower.
fn refers_as(api: &Api, one: usize, part: &str) -> bool {
    let create = api.resources[one].create.and_then(|create| api.operations.get(create));
    let asked = create.and_then(|create| create.request.as_ref()?.json()?.as_object());
    let part = part.trim();
    asked.is_some_and(|asked| {
        asked.keys().any(|name| words::parts(name).first().is_some_and(|first| first == part))
    })
}

/// Whether a sentence names a state, in code or in plain words.
fn names_state(sentence: &Sentence, state: &str) -> bool {
    sentence.codes().contains(&state) || has_phrase(&sentence.plain, &state.to_lowercase())
}

/// The other states in which things count: "both asked and running loans count as open".
pub(super) fn counted_states(api: &Api, one: usize, things: &str) -> Vec<String> {
    let states = api.states_of(&api.resources[one]).map(|(_, states)| states).unwrap_or_default();
    let Some(adjective) = things.split_whitespace().next() else { return Vec::new() };
    let called =
        [format!("count as {adjective}"), format!("counts as {adjective}"), format!("{adjective} while")];
    let defines = |sentence: &&Sentence| {
        called.iter().any(|words| has_phrase(&sentence.plain, words)) && !hedge::denies(&sentence.plain)
    };
    let named =
        |state: &String| api.sentences.iter().filter(defines).any(|sentence| names_state(sentence, state));
    states.into_iter().filter(named).collect()
}

/// The states that the sentences about a creation name: "with the loan in status `asked`".
fn starting(api: &Api, create: Option<usize>) -> Vec<String> {
    let Some(create) = create else { return Vec::new() };
    let says = |sentence: &&Sentence| {
        sentence.says(&["201", "starts", "status", "state", "new"]) && sentence.cells.is_empty()
    };
    let codes = api.about(create).filter(says).flat_map(|sentence| sentence.codes());
    let own = api.resources.iter().find(|resource| resource.create == Some(create));
    let own = own.and_then(|own| api.states_of(own)).map(|(_, states)| states).unwrap_or_default();
    let is_state = |code: &&str| api.states.knows(code) || own.iter().any(|state| state == code);
    let mut found: Vec<String> = codes.filter(is_state).map(str::to_owned).collect();
    // States that something leads into are no beginnings.
    found.retain(|state| api.states.before(state).next().is_none());
    found
}
