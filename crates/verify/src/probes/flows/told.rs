//! A deed in words and what comes of it: "a paid claim cannot be paid again (409)", "submit without lines → 422 `empty`".

mod trial;

use crate::api::{Api, Operation, Resource, members, operations_of, plain, same_role};
use crate::claim::{Claim, Needs};
use crate::http::status_line;
use crate::pattern::pattern;
use crate::{hedge, words};

/// What is said about a deed.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    number: usize,
    under: Under,
    /// The status; none where the deed succeeds.
    status: Option<u16>,
}

/// What makes the deed a special one.
#[derive(Clone, Debug, PartialEq)]
enum Under {
    /// Who does it.
    Role(String),
    /// It is done to what one made oneself.
    Own,
    /// The state of its object.
    State(String),
    /// A member of its request is left out.
    Without(String),
    /// Nothing stands below its object.
    Empty,
    /// It is done once more.
    Again,
}

// What comes of a deed, at the end: "returns 403", "→ 409 `locked`", "(422 `empty`)".
pattern!(
    COMES,
    r"^(.+?)\s*(?:,\s*)?(?:(?:which|it|this|that)\s+)?(?:(?:must|will|should|shall|always)\s+)?(?:be\s+)?(?:returns?|gives?|gets?|answers?(?: with)?|yields?|responds?(?: with)?|results? in|leads? to|fails?(?: with)?|(?:is |are )?(?:answered|refused|rejected|denied)(?: with)?|receives?|→|->|=>|⇒|:|\()\s*(?:an?\s+)?(?:http\s+|error\s+|status\s+|code\s+)*([2-5]\d\d)\b\s*([^.;]*)\.?$"
);
pattern!(LABEL, r"^(?:[a-z]{1,5}-?\d+(?:\.\d+)*\s*[:.)–—-]\s*|\d+[.)]\s+)");
// "a paid claim cannot be paid again", "claims that are paid can't be deleted"
pattern!(
    PASSIVE,
    r"^(?:an?|the|any|each|every)?\s*(.+?)\s+(cannot|can't|can not|may not|must not|can never|must never|may never|can|may)\s+be\s+([\w-]+)(\s+(?:again|twice|a second time|once more))?$"
);

/// Reads a statement of one clause.
pub fn read(api: &Api, spec: usize, source: &str) -> Option<Told> {
    if source.len() > 200 {
        return None;
    }
    let whole = plain(source);
    let whole = whole.trim().trim_start_matches(['-', ' ']).trim();
    let whole = LABEL.replace(whole, "");
    let (head, status) = match COMES.captures(&whole) {
        Some(found) => {
            let tail = found.get(3).map_or("", |tail| tail.as_str());
            if !is_reason(tail, source) {
                return None;
            }
            (found.get(1)?.as_str().to_owned(), Some(found.get(2)?.as_str().parse::<u16>().ok()?))
        }
        None => (whole.trim_end_matches('.').to_owned(), None),
    };
    let head = head.trim().trim_end_matches(['(', ',', ':']).trim();
    // "never returns 403", "may answer 409", "sometimes fails"
    let last = head.split_whitespace().last().unwrap_or_default();
    if hedge::denies(last) || ["may", "might", "can", "could", "longer", "sometimes", "only"].contains(&last)
    {
        return None;
    }
    if let Some(found) = PASSIVE.captures(head) {
        return passive(api, spec, &found, status);
    }
    let status = status?;
    (400..500).contains(&status).then(|| active(api, spec, head, status)).flatten()
}

/// Whether what stands behind a status is no more than its name or its code.
fn is_reason(tail: &str, source: &str) -> bool {
    const NAMES: &[&str] = &[
        "bad",
        "request",
        "unauthorized",
        "forbidden",
        "not",
        "found",
        "conflict",
        "gone",
        "unprocessable",
        "entity",
        "content",
        "error",
        "with",
        "and",
        "the",
        "code",
        "a",
        "an",
        "status",
        "response",
        "created",
        "ok",
        "no",
    ];
    let codes: Vec<String> =
        words::code_spans(source).into_iter().flat_map(|(_, code)| words::words(code)).collect();
    let said = words::words(tail);
    said.iter().all(|word| NAMES.contains(&word.as_str()) || codes.contains(word))
}

fn passive(api: &Api, spec: usize, found: &regex::Captures, status: Option<u16>) -> Option<Told> {
    let (subject, modal, verb) = (found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str());
    let denied = modal.contains("not") || modal.contains('\'') || modal.contains("never");
    let again = found.get(4).is_some();
    let subject = subject.replace(" that is ", " ").replace(" that are ", " ").replace(" which is ", " ");
    let mut rest = words::words(&subject.replace(['_', '-'], " "));
    let state = take_state(api, &mut rest);
    let number = meant(api, spec, verb, &mut rest)?;
    if !rest.is_empty() {
        return None;
    }
    let operation = &api.operations[number];
    let under = match state {
        Some(state) if api.is_about_states(operation) => Under::State(state),
        None if again && denied => Under::Again,
        _ => return None,
    };
    match (denied, status) {
        (true, Some(status)) if (400..500).contains(&status) => {
            Some(Told { number, under, status: Some(status) })
        }
        (false, None) if matches!(under, Under::State(_)) => Some(Told { number, under, status: None }),
        _ => None,
    }
}

/// "employee calling approve", "rejecting without a reason", "approve a draft", "submit without lines".
fn active(api: &Api, spec: usize, head: &str, status: u16) -> Option<Told> {
    const FILLING: &[&str] = &[
        "a",
        "an",
        "the",
        "any",
        "who",
        "that",
        "which",
        "calling",
        "calls",
        "call",
        "trying",
        "tries",
        "try",
        "attempting",
        "attempts",
        "to",
        "as",
        "by",
        "it",
        "its",
    ];
    let mut said: Vec<String> = words::words(&head.replace(['_', '-'], " "));
    let filling = |word: &String| FILLING.contains(&word.as_str());
    while said.first().is_some_and(filling) {
        said.remove(0);
    }
    let role = said.first().and_then(|word| api.roles.iter().find(|role| same_role(role, word)).cloned());
    if role.is_some() {
        said.remove(0);
    }
    while said.first().is_some_and(filling) {
        said.remove(0);
    }
    if said.is_empty() {
        return None;
    }
    let verb = said.remove(0);
    // "approving as an employee"
    let behind = said.iter().position(|word| word == "as" || word == "by");
    let (role, mut said) = match behind {
        Some(at) if role.is_none() => {
            let named = said[at + 1..].iter().find(|word| !filling(word))?;
            let role = api.roles.iter().find(|role| same_role(role, named))?.clone();
            if said[at + 1..].iter().filter(|word| !filling(word)).count() > 1 {
                return None;
            }
            said.truncate(at);
            (Some(role), said)
        }
        _ => (role, said),
    };
    let without = said.iter().position(|word| ["without", "with", "lacking"].contains(&word.as_str()));
    let lacking: Vec<String> = match without {
        Some(at) => {
            let negated = said[at] != "with" || said.get(at + 1).is_some_and(|word| word == "no");
            if !negated {
                return None;
            }
            let tail = said.split_off(at);
            let tail = tail.into_iter().skip(1);
            tail.filter(|word| {
                !filling(word) && !["any", "no", "giving", "sending", "having"].contains(&word.as_str())
            })
            .collect()
        }
        None => Vec::new(),
    };
    let mut rest: Vec<String> = said.into_iter().filter(|word| !filling(word)).collect();
    let own = rest.iter().position(|word| word == "own");
    if let Some(at) = own {
        rest.remove(at);
        rest.retain(|word| !["their", "his", "her", "one", "ones", "s"].contains(&word.as_str()));
    }
    let again = rest.last().is_some_and(|word| word == "again" || word == "twice");
    if again {
        rest.pop();
    }
    let state = take_state(api, &mut rest);
    let number = meant(api, spec, &verb, &mut rest)?;
    if !rest.is_empty() {
        return None;
    }
    let operation = &api.operations[number];
    let mut found: Vec<Under> = Vec::new();
    found.extend(role.filter(|_| matches!(status, 401 | 403)).map(Under::Role));
    found.extend(own.map(|_| Under::Own));
    found.extend(state.filter(|_| api.is_about_states(operation)).map(Under::State));
    found.extend(again.then_some(Under::Again));
    if !lacking.is_empty() {
        found.push(lacks(api, operation, &lacking)?);
    }
    // More than one condition is more than one thing to bring about.
    let under = found.pop().filter(|_| found.is_empty())?;
    Some(Told { number, under, status: Some(status) })
}

fn lacks(api: &Api, operation: &Operation, lacking: &[String]) -> Option<Under> {
    let said = words::folded(&lacking.concat());
    let member = members(operation).into_iter().find(|name| words::folded(name) == said);
    if let Some(name) = member {
        return Some(Under::Without(name));
    }
    let own = api.resource_at(operation)?;
    let item = api.item_path(own)?;
    let below = |resource: &&Resource| {
        resource.collection.starts_with(item)
            && resource.create.is_some()
            && words::folded(&resource.name) == words::singular(&said)
    };
    (api.resources.iter().any(|resource| below(&resource)) && operation.method != "DELETE")
        .then_some(Under::Empty)
}

/// Takes the one state out of words that name one.
fn take_state(api: &Api, said: &mut Vec<String>) -> Option<String> {
    let names = api.states.names();
    let mut found = names.into_iter().filter_map(|state| {
        let parts = words::words(&state.replace(['_', '-'], " "));
        let at = said.windows(parts.len().max(1)).position(|window| window == parts)?;
        Some((state, at, parts.len()))
    });
    let (state, at, length) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    said.drain(at..at + length);
    Some(state)
}

/// The operation that a verb in any form means, with the words of its thing taken out of the rest.
fn meant(api: &Api, spec: usize, verb: &str, rest: &mut Vec<String>) -> Option<usize> {
    let bases = words::verbs(verb);
    let acts = |operation: &Operation| {
        let last = operation.path.last_literal().unwrap_or_default().to_lowercase();
        operation.is_of(spec)
            && !operation.is_safe()
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && bases.contains(&last)
    };
    let mut found: Vec<usize> =
        (0..api.operations.len()).filter(|number| acts(&api.operations[*number])).collect();
    let about = |number: usize, said: &[String]| {
        api.resource_at(&api.operations[number]).is_some_and(|resource| resource.is_named_in(&said.join(" ")))
    };
    if found.len() > 1 {
        found.retain(|number| about(*number, rest));
    }
    if found.is_empty() && !rest.is_empty() {
        let named = |base: &String| {
            let found = operations_of(api, spec, &format!("{base} {}", rest.join(" "))).ok()?;
            <[usize; 1]>::try_from(found).ok().map(|[one]| one)
        };
        found.extend(bases.iter().find_map(named));
        if !found.is_empty() {
            rest.clear();
        }
    }
    let [number] = found.as_slice() else { return None };
    if let Some(resource) = api.resource_at(&api.operations[*number]) {
        let name = words::words(&resource.name.replace(['_', '-'], " "));
        let singular: Vec<String> = rest.iter().map(|word| words::singular(word)).collect();
        if singular == name || name.last().is_some_and(|last| singular == std::slice::from_ref(last)) {
            rest.clear();
        }
    }
    Some(*number)
}

impl Told {
    /// The operation.
    pub fn number(&self) -> usize {
        self.number
    }

    /// What is claimed.
    pub fn claim(self, api: &Api) -> Claim {
        let how = match &self.under {
            Under::Role(role) => format!("as {role}"),
            Under::Own => "on an object of one's own".to_owned(),
            Under::State(state) => format!("for an object that is {state}"),
            Under::Without(name) => format!("without `{name}`"),
            Under::Empty => "for an object with nothing below it".to_owned(),
            Under::Again => "once more".to_owned(),
        };
        let comes =
            self.status.map_or("works".to_owned(), |status| format!("answers {}", status_line(status)));
        let title = format!("{} {comes} {how}", api.operations[self.number].title());
        Claim::new(title, Needs::Target, move |stage| {
            trial::attempt(stage, &self, &how).unwrap_or_else(|outcome| outcome)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    const SPEC: &str = "\
# Trips

## States

- `draft` → `sent`
- `sent` → `approved`
- `sent` → `turned_down`

## API

- `POST /trips` – plan a trip; rider, head → 201
- `GET /trips/{id}` – read
- `DELETE /trips/{id}` – cancel it → 204
- `POST /trips/{id}/stops` – add a stop → 201
- `GET /trips/{id}/stops` – its stops
- `POST /trips/{id}/send` – hand it in
- `POST /trips/{id}/approve` – head
- `POST /trips/{id}/decline` – head; body `{\"reason\": \"too far\"}`

## Permissions

| | rider | head |
|---|---|---|
| plan trips | ✓ | ✓ |
| approve | – | ✓ |

## Entities

- **Trip**
  - `status`: enum `draft` | `sent` | `approved` | `turned_down`
";

    fn read(text: &str) -> Option<(String, Under, Option<u16>)> {
        let facts = testing::facts_of_markdown(SPEC, "", Setup::default());
        let told = super::read(&facts.api, 0, text)?;
        Some((facts.api.operations[told.number].title(), told.under, told.status))
    }

    #[test]
    fn deeds_and_what_comes_of_them() {
        let of = |path: &str, under: Under, status: Option<u16>| {
            Some((format!("POST /trips/{{id}}/{path}"), under, status))
        };
        let state = |name: &str| Under::State(name.to_owned());
        for (text, expected) in [
            ("Rider calling approve returns 403.", of("approve", Under::Role("rider".to_owned()), Some(403))),
            (
                "AC-3: A rider who approves a trip gets 403",
                of("approve", Under::Role("rider".to_owned()), Some(403)),
            ),
            (
                "Approving as a rider → 403 `forbidden`",
                of("approve", Under::Role("rider".to_owned()), Some(403)),
            ),
            (
                "An approved trip cannot be approved again (409 `wrong_status`).",
                of("approve", state("approved"), Some(409)),
            ),
            ("approve a draft → 409", of("approve", state("draft"), Some(409))),
            ("A turned down trip can be sent again.", of("send", state("turned_down"), None)),
            ("send without stops → 422 `empty`", of("send", Under::Empty, Some(422))),
            (
                "Declining without a reason is refused with 422.",
                of("decline", Under::Without("reason".to_owned()), Some(422)),
            ),
            ("approve own trip → 403", of("approve", Under::Own, Some(403))),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_says_more_than_that_is_left_alone() {
        for text in [
            "Approving on a Sunday returns 403",
            "A draft trip of another rider cannot be approved (404)",
            "approve with a long reason → 422",
            "A rider may approve",
            "send a trip without stops twice → 409",
            "Riders like trips → 409",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
