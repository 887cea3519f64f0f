//! What a system lets somebody do: "must let a clerk add, change and remove letters", "a head, and nobody else, seals a letter".

use super::cell::{Cell, Right};
use super::said::{others, roles};
use crate::api::{Api, has_phrase, listed, operations_of, same_role};
use crate::{hedge, words};

/// Words by which a system gives a right.
const LETS: &[&str] = &[
    " must let ",
    " shall let ",
    " should let ",
    " lets ",
    " let ",
    " must allow ",
    " shall allow ",
    " should allow ",
    " allows ",
    " allow ",
    " permits ",
    " must permit ",
    " must enable ",
    " enables ",
];
/// Words by which a system denies one.
const DENIES: &[&str] = &[
    " must not let ",
    " shall not let ",
    " must never let ",
    " does not let ",
    " doesn't let ",
    " never lets ",
    " must not allow ",
    " shall not allow ",
    " must never allow ",
    " does not allow ",
    " doesn't allow ",
    " never allows ",
    " must not permit ",
    " shall not permit ",
    " does not permit ",
];
/// Words that make what is denied a part of what an operation does, or a matter of circumstances.
const NARROWS: &[&str] = &[
    "if", "when", "unless", "until", "while", "where", "except", "own", "other", "others", "another",
    "without", "with", "that", "which", "who", "whose", "more", "twice", "again", "after", "before", "than",
    "once", "first", "be", "only", "but", "not", "no", "from", "their", "its",
];
/// Words that keep a right to those who are named.
const ALONE: &[&str] = &[
    ", and nobody else,",
    ", and no one else,",
    ", and no other role,",
    ", and nobody but them,",
    " and nobody else",
    " and no one else",
    " and no other role",
    ", nobody else,",
    " alone",
];

/// The permissions that a sentence in lower case gives, where role and operations are certain; nothing where it is no such sentence.
pub(super) fn cells(api: &Api, spec: usize, lower: &str) -> Option<Vec<Cell>> {
    let lower = lower.trim().trim_end_matches('.');
    if let Some(cell) = denied(api, spec, lower) {
        return Some(vec![cell]);
    }
    let given = LETS.iter().filter_map(|word| Some((lower.find(word)?, word.len()))).min();
    let (rest, lets) = match given {
        // "does not let" gives nothing.
        Some((at, _)) if hedge::is_denied_at(lower, at) || is_averted(lower, at) => return None,
        Some((at, length)) => (lower.get(at + length..)?, true),
        None => (lower, false),
    };
    if [" if ", " when ", " unless ", " until ", " while ", " where ", " except ", " own ", " only those "]
        .iter()
        .any(|word| rest.contains(word))
    {
        return None;
    }
    let only = rest.strip_prefix("only ");
    let rest = only.unwrap_or(rest);
    let alone = ALONE.iter().find(|word| rest.contains(*word));
    let rest = alone.map_or(rest.to_owned(), |word| rest.replacen(word, "", 1));
    // Without a word that gives it, only "and nobody else" makes it a right.
    if !lets && alone.is_none() {
        return None;
    }
    // "lets a clerk read, but not seal, letters", "lets a clerk seal nothing"
    if hedge::denies(&rest) {
        return None;
    }
    let (names, action) = subject(api, &rest)?;
    let action = ["to ", "may ", "can ", "must be able to "]
        .iter()
        .find_map(|word| action.strip_prefix(word))
        .unwrap_or(&action)
        .trim()
        .to_owned();
    let operations = meant(api, spec, &action)?;
    let cell = |names: Vec<String>, right: Right| Cell {
        names,
        action: action.clone(),
        operations: Ok(operations.clone()),
        right,
    };
    let mut cells = vec![cell(names.clone(), Right::May)];
    let kept = others(api, &names);
    if (alone.is_some() || only.is_some()) && !kept.is_empty() {
        cells.push(cell(kept, Right::MayNot));
    }
    Some(cells)
}

/// What a system does not let somebody do: "must not let a clerk delete letters", where all of it is denied.
fn denied(api: &Api, spec: usize, lower: &str) -> Option<Cell> {
    let (at, word) = DENIES.iter().filter_map(|word| Some((lower.find(word)?, *word))).min()?;
    let before = lower.get(..at)?;
    let plainly =
        ["the system", "the service", "the api", "the server", "the application", "it", "this service"];
    let rest = lower.get(at + word.len()..)?.split([';', ':', ',']).next()?;
    let narrow = NARROWS.iter().any(|word| has_phrase(rest, word))
        || api.state_words().iter().any(|state| has_phrase(rest, &state.to_lowercase()));
    if narrow || !plainly.iter().any(|subject| before.ends_with(subject)) {
        return None;
    }
    let (names, action) = subject(api, rest)?;
    let action = action.strip_prefix("to ").unwrap_or(&action).trim().to_owned();
    let operations = Ok(meant(api, spec, &action)?);
    Some(Cell { names, action, operations, right: Right::MayNot })
}

/// Whether what a system lets is what it keeps from being so: "refuses to let", "avoids a setup that would allow".
fn is_averted(lower: &str, at: usize) -> bool {
    const AVERTS: &[&str] = &[
        "refuse",
        "refuses",
        "prevent",
        "prevents",
        "avoid",
        "avoids",
        "stop",
        "stops",
        "forbid",
        "forbids",
        "used to",
        "would",
        "will later",
        "no longer",
    ];
    let before = lower.get(..at).unwrap_or(lower);
    AVERTS.iter().any(|word| has_phrase(before, word))
}

/// "Not even a clerk may seal it", behind a sentence that says who may.
pub(super) fn not_even(api: &Api, before: &[Cell], rest: &str) -> Vec<Cell> {
    let plain = rest.trim().trim_end_matches('.').to_lowercase();
    let Some(said) = plain.strip_prefix("not even ") else { return Vec::new() };
    let Some((who, action)) = [" may ", " can "].iter().find_map(|word| said.split_once(word)) else {
        return Vec::new();
    };
    let (Some(names), Some(first)) = (roles(api, who), before.first()) else { return Vec::new() };
    let verb = action.split_whitespace().next().unwrap_or_default();
    let named = |number: &usize| {
        let last = api.operations.get(*number).and_then(|operation| operation.path.last_literal());
        last.is_some_and(|last| words::verbs(last).iter().any(|known| known == verb) || last == verb)
    };
    let Ok(known) = &first.operations else { return Vec::new() };
    let operations: Vec<usize> = known.iter().copied().filter(named).collect();
    // What is denied already needs no second cell.
    let denied = |name: &String| {
        before
            .iter()
            .any(|cell| cell.right == Right::MayNot && cell.names.iter().any(|known| same_role(known, name)))
    };
    if operations.is_empty() || names.iter().all(denied) {
        return Vec::new();
    }
    vec![Cell { names, action: action.to_owned(), operations: Ok(operations), right: Right::MayNot }]
}

/// The roles at the start of a text, the longest list of them, and what follows.
fn subject(api: &Api, text: &str) -> Option<(Vec<String>, String)> {
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    ends.into_iter().take(12).collect::<Vec<_>>().into_iter().rev().find_map(|at| {
        let names = roles(api, text.get(..at)?.trim_end_matches(','))?;
        Some((names, text.get(at..)?.trim().to_owned()))
    })
}

/// The operations that an action means, or each of several actions; nothing where any of them is not certain.
fn meant(api: &Api, spec: usize, action: &str) -> Option<Vec<usize>> {
    let action = action.split([';', ':']).next().unwrap_or(action);
    let of = |action: &str| operations_of(api, spec, action).ok().or_else(|| born(api, action));
    let mut found: Vec<usize> = match listed(api, spec, action) {
        Some(all) => {
            let each =
                all.actions.into_iter().map(|(action, meant)| meant.ok().or_else(|| born(api, &action)));
            each.collect::<Option<Vec<_>>>()?.concat()
        }
        None => match of(action) {
            Some(found) => found,
            None => action.split(" and ").map(of).collect::<Option<Vec<_>>>()?.concat(),
        },
    };
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// "Propose a plan" where a new plan is `proposed`: the operation that makes one.
fn born(api: &Api, action: &str) -> Option<Vec<usize>> {
    let verb = action.split_whitespace().next()?;
    let mut creates = api
        .resources
        .iter()
        .filter(|resource| resource.is_named_in(action))
        .filter_map(|resource| resource.create);
    let create = creates.next().filter(|_| creates.next().is_none())?;
    let starts = api
        .about(create)
        .flat_map(|sentence| sentence.codes())
        .any(|code| api.states.knows(code) && words::brings(verb, code));
    let writes = ["write", "record", "add", "register"].contains(&verb);
    (starts || writes).then(|| vec![create])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn read(sentence: &str) -> Vec<String> {
        let text = "# Letters\n\n## API\n\n- `POST /letters` adds a letter, which is `drafted`\n- `GET /letters/{id}` reads one\n- `PATCH /letters/{id}` changes one\n- `DELETE /letters/{id}` removes one\n- `POST /letters/{id}/seal` seals one\n- `POST /letters/{id}/burn` burns one\n";
        let config = "[targets.local.roles.clerk]\nheaders = { X = \"1\" }\n[targets.local.roles.head]\nheaders = { X = \"2\" }\n";
        let facts = testing::facts_of_markdown(text, config, Setup::default());
        let cells = super::super::said::cells(&facts.api, 0, sentence);
        let shown = |cell: &Cell| {
            let operations = cell.operations.clone().unwrap_or_default();
            let titles: Vec<String> = operations.iter().map(|at| facts.api.operations[*at].title()).collect();
            format!("{} {:?} {}", cell.names.join("+"), cell.right, titles.join(", "))
        };
        cells.iter().map(shown).collect()
    }

    #[test]
    fn what_somebody_is_let_do() {
        let all = ["clerk May POST /letters, PATCH /letters/{id}, DELETE /letters/{id}"];
        for said in [
            "The system MUST let a clerk create, change and delete letters.",
            "The service lets clerks create, update and remove letters.",
            "The system SHALL allow a clerk to create, edit and delete letters.",
        ] {
            assert_eq!(read(said), all, "{said}");
        }
    }

    #[test]
    fn what_somebody_is_not_let_do() {
        for said in [
            "The system MUST NOT let a clerk delete a letter; only a head may do that.",
            "The service never lets a clerk delete letters.",
            "The system doesn't allow a clerk to delete letters.",
        ] {
            assert_eq!(
                read(said).first().map(String::as_str),
                Some("clerk MayNot DELETE /letters/{id}"),
                "{said}"
            );
        }
    }

    #[test]
    fn what_is_kept_to_somebody() {
        let both = [
            "head May POST /letters/{id}/seal, POST /letters/{id}/burn",
            "clerk MayNot POST /letters/{id}/seal, POST /letters/{id}/burn",
        ];
        for said in [
            "The system MUST let a head, and nobody else, seal or burn a letter. Not even a clerk may seal.",
            "A head, and no one else, may seal or burn a drafted letter.",
            "The system must allow only heads to seal and burn letters.",
        ] {
            assert_eq!(read(said), both, "{said}");
        }
        for said in [
            "The system lets a clerk bake cakes.",
            "The system lets nobody seal a letter.",
            "The system MUST NOT let a clerk delete letters without a seal.",
            "The system does not let a clerk read drafted letters.",
            "The system MUST NOT let a clerk delete the letters of another.",
            "Nothing lets a clerk delete letters.",
            "The system refuses to let a clerk delete letters.",
            "The system lets a clerk change, but not delete letters.",
            "The system lets a clerk propose letters.",
        ] {
            assert!(read(said).is_empty(), "{said}");
        }
    }
}
