//! Conditions in words under which a request is refused: "if the door is not open", "if it has keys", "if the time is taken".

use super::{Cause, Standing};
use crate::api::{Api, Link, Operation, Resource, Segment, Sort, has_phrase};
use crate::words;
use serde_json::Value;

/// What brings a refusal about, where its words name the condition for sure; each of them has to.
pub fn conditions(api: &Api, operation: &Operation, status: u16, said: &str) -> Vec<Cause> {
    let plain = crate::api::plain(said);
    if !matches!(status, 400 | 404 | 409 | 410 | 412 | 422 | 423 | 428) {
        return Vec::new();
    }
    if let Some(header) = lacking_header(&plain, said) {
        return vec![Cause::NoHeader(header)];
    }
    if status == 404 {
        return unknown_reference(api, operation, &plain).into_iter().collect();
    }
    if !matches!(status, 409 | 422 | 423 | 400) {
        return Vec::new();
    }
    // Of "if the room is taken or closed" each part is a condition of its own.
    let mut found: Vec<Cause> = Vec::new();
    for part in parts(&plain) {
        for cause in of_part(api, operation, &part) {
            if !found.contains(&cause) {
                found.push(cause);
            }
        }
    }
    found
}

/// The parts between "or" that say something of their own.
fn parts(plain: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in plain.split([';']).flat_map(|part| part.split(", or ")).flat_map(|part| part.split(" or if "))
    {
        let verbal = [" is ", " are ", " has ", " have ", " was ", " overlaps "];
        let begins = |text: &str| verbal.iter().any(|verb| format!(" {text} ").contains(verb));
        match part.split_once(" or ").filter(|(one, two)| begins(one) && begins(two)) {
            Some((one, two)) => parts.extend([one.to_owned(), two.to_owned()]),
            None => parts.push(part.to_owned()),
        }
    }
    parts
}

fn of_part(api: &Api, operation: &Operation, part: &str) -> Vec<Cause> {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(part, phrase));
    let on_object = operation.path.parameters().next().is_some();
    let acts = on_object && !operation.path.ends_with_parameter() && !operation.is_safe();
    if has(&[
        "overlap",
        "overlaps",
        "overlapping",
        "double booked",
        "double-booked",
        "is busy",
        "already booked",
        "time is taken",
        "slot is taken",
        "already reserved",
    ]) && operation.method == "POST"
    {
        return vec![Cause::Again];
    }
    let taken = has(&[
        "is taken",
        "are taken",
        "already exists",
        "exists already",
        "already in use",
        "already used",
        "already registered",
        "registered already",
        "is in use",
        "of that name exists",
        "not unique",
        "duplicate",
    ]);
    if taken && api.is_creation(operation) {
        let asked = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
        let mut texts =
            asked.into_iter().flatten().filter(|(_, value)| value.is_string()).map(|(name, _)| name);
        if texts.any(|name| words::names(part, &words::parts(name).join(" "))) {
            return vec![Cause::Again];
        }
    }
    let states: Vec<String> =
        api.states.names().into_iter().filter(|state| names_state(part, state)).collect();
    if !states.is_empty() && on_object && api.is_about_states(operation) {
        let negated = states.iter().any(|state| {
            let spaced = state.replace(['_', '-'], " ");
            [state.to_lowercase(), spaced.to_lowercase()].iter().any(|state| {
                [
                    "is not ",
                    "isn't ",
                    "not in state ",
                    "not in the state ",
                    "not yet ",
                    "are not ",
                    "other than ",
                    "is neither ",
                    "is no longer ",
                    "no longer ",
                    "not a ",
                    "not an ",
                    "not in status ",
                ]
                .iter()
                .any(|no| part.contains(&format!("{no}{state}")))
            })
        });
        let wanted = match negated {
            true => api.states.names().into_iter().filter(|state| !states.contains(state)).collect(),
            false => states,
        };
        return wanted.into_iter().map(Cause::InState).collect();
    }
    if acts
        && has(&[
            "another state",
            "another status",
            "wrong state",
            "wrong status",
            "other state",
            "other status",
            "a different state",
            "state does not allow",
            "status does not allow",
            "invalid transition",
            "not allowed in its state",
            "not allowed in its current state",
        ])
        && let Some(to) = api.state_by_verb(operation)
    {
        let from: Vec<&str> = api.states.before(&to).collect();
        let all = api.states.names().into_iter();
        return all.filter(|state| !from.contains(&state.as_str())).map(Cause::InState).collect();
    }
    if let Some(child) = child(api, operation, part) {
        return vec![child];
    }
    if let Some(above) = above(api, operation, part) {
        return vec![above];
    }
    if let Some(flag) = flag(api, operation, part) {
        return vec![flag];
    }
    // What it undoes was not done: the object is as it was made.
    let undone = crate::api::deed_before::deed_before_named(api, operation);
    if acts && undone.is_some_and(|deed| not_done(api, deed, part)) {
        return vec![Cause::AsItIs];
    }
    let deletes = api.resource_at(operation).is_some_and(|resource| resource.delete.is_some());
    if deletes
        && operation.method != "DELETE"
        && !operation.is_safe()
        && has(&[
            "is deleted",
            "was deleted",
            "were deleted",
            "has been deleted",
            "is removed",
            "was removed",
            "been removed",
            "deleted already",
            "already deleted",
        ])
        && !has(&["not", "never"])
    {
        return vec![Cause::Deleted];
    }
    if acts && has(&["already", "twice", "a second time"]) {
        return vec![Cause::Again];
    }
    // A reference in the body that something else took: the same request takes it as well.
    if !on_object
        && operation.method == "POST"
        && has(&[
            "not available",
            "unavailable",
            "no longer available",
            "already taken",
            "already borrowed",
            "on loan",
        ])
    {
        return vec![Cause::Again];
    }
    Vec::new()
}

/// Whether a condition says that a deed was not done: "that is not deleted".
fn not_done(api: &Api, deed: usize, part: &str) -> bool {
    let operation = &api.operations[deed];
    let verb = match operation.method.as_str() {
        "DELETE" => "delete".to_owned(),
        _ => operation.path.last_literal().map(words::folded).unwrap_or_default(),
    };
    let said = words::words(part);
    let mut pairs = said.windows(2).filter(|pair| matches!(pair[0].as_str(), "not" | "never" | "isn"));
    pairs.any(|pair| words::bases(&pair[1]).contains(&verb))
}

fn names_state(part: &str, state: &str) -> bool {
    let state = state.to_lowercase();
    state.len() >= 3 && (has_phrase(part, &state) || has_phrase(part, &state.replace(['_', '-'], " ")))
}

/// Whether a condition is about what is in any other state: "that is not retired".
fn is_not(part: &str, state: &str) -> bool {
    let state = state.to_lowercase().replace(['_', '-'], " ");
    let part = part.replace(['_', '-'], " ");
    ["not", "not yet", "not in", "never", "isn't", "aren't", "other than"]
        .iter()
        .any(|word| has_phrase(&part, &format!("{word} {state}")))
}

/// `409 if the shelf has books`, `while it is lent by a loan`: an object of another collection that belongs to this one.
fn child(api: &Api, operation: &Operation, part: &str) -> Option<Cause> {
    if operation.method != "DELETE" || !operation.path.ends_with_parameter() {
        return None;
    }
    let own = api.resource_at(operation)?;
    let bound = [
        "has ",
        "have ",
        "with ",
        "contains ",
        "still ",
        "on ",
        "used ",
        "referenced",
        "refer",
        "belong",
        "there are",
        "there is",
        "exist",
    ];
    if !bound.iter().any(|word| part.contains(word)) {
        return None;
    }
    let mut others = api.resources.iter().enumerate().filter(|(_, other)| {
        !other.collection.same(&own.collection)
            && Link::between(api, other, own).is_some()
            && other.is_named_in(part)
    });
    let (at, _) = others.next()?;
    let state = api.states.names().into_iter().find(|state| names_state(part, state));
    let standing = match state {
        Some(state) if is_not(part, &state) => Standing::NotIn(state),
        Some(state) => Standing::In(state),
        None => Standing::Any,
    };
    Some(Cause::WithChild(at, standing))
}

/// The member of a request that names an object of a resource.
pub fn reference_to(operation: &Operation, resource: &Resource) -> Option<String> {
    let body = operation.request.as_ref().and_then(|body| body.json()).and_then(Value::as_object)?;
    reference_among(body.keys(), resource)
}

/// The member among some that names an object of a resource.
pub fn reference_among<'n>(
    mut names: impl Iterator<Item = &'n String>,
    resource: &Resource,
) -> Option<String> {
    let wanted = words::folded(&resource.name);
    names
        .find(|name| {
            let mut parts = words::parts(name);
            let last = parts.pop().unwrap_or_default();
            ["id", "code", "slug", "key", "number", "uuid"].contains(&last.as_str())
                && words::folded(&parts.concat()).ends_with(&wanted)
                && !parts.is_empty()
        })
        .cloned()
}

/// `if the room is not bookable`: a truth about the object of the path, or about one that the request refers to.
fn flag(api: &Api, operation: &Operation, part: &str) -> Option<Cause> {
    let concerned: Vec<(usize, &Resource)> = api
        .resources
        .iter()
        .enumerate()
        .filter(|(_, resource)| {
            let item = api.item_path(resource);
            item.is_some_and(|item| operation.path.starts_with(item))
                || reference_to(operation, resource).is_some()
        })
        .collect();
    for (at, resource) in concerned {
        for (name, word) in api.flags(resource) {
            let opposite =
                ["in", "un", "non-", "dis"].iter().any(|start| has_phrase(part, &format!("{start}{word}")));
            let negated = ["not", "no longer", "not yet", "isn't"]
                .iter()
                .any(|no| has_phrase(part, &format!("{no} {word}")));
            if opposite || negated {
                return Some(Cause::Flag(at, name, opposite == negated));
            }
            if has_phrase(part, &word) {
                return Some(Cause::Flag(at, name, true));
            }
        }
    }
    None
}

/// `if its stock is above 0`: a number of the object that only what stands below it changes.
fn above(api: &Api, operation: &Operation, part: &str) -> Option<Cause> {
    let (at, start) = [" is above ", " is greater than ", " is more than ", " exceeds ", " > "]
        .iter()
        .find_map(|start| Some((part.find(start)?, start.len())))?;
    let number: i64 = part.get(at + start..)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let own = api.resource_at(operation)?;
    let place = api.resources.iter().position(|resource| resource.collection.same(&own.collection))?;
    let name = api
        .members(own)
        .into_iter()
        .find(|name| has_phrase(part.get(..at + 1).unwrap_or_default(), &words::parts(name).join(" ")))?;
    api.field_of(own, &name).filter(|facts| matches!(facts.rule.sort, Sort::Integer | Sort::Number))?;
    Some(Cause::Above(place, name, number))
}

/// "404 if there is no such patient" of a request that names a patient.
fn unknown_reference(api: &Api, operation: &Operation, plain: &str) -> Option<Cause> {
    let has_parameter =
        operation.path.segments().iter().any(|part| matches!(part, Segment::Parameter { .. }));
    let said = ["no such", "does not exist", "not found", "unknown", "there is no", "doesn't exist"];
    if has_parameter || !said.iter().any(|phrase| has_phrase(plain, phrase)) {
        return None;
    }
    let named = api.resources.iter().filter(|resource| resource.is_named_in(plain));
    let name = named.filter_map(|resource| reference_to(operation, resource)).next()?;
    let body = operation.request.as_ref()?.json()?;
    let unknown = match body.get(&name)? {
        Value::String(text) => Value::from(crate::api::unknown_like(text, 1)),
        Value::Number(_) => Value::from(999_999_937),
        _ => return None,
    };
    Some(Cause::With(name, unknown))
}

/// The header that has to be there: "428 without `If-Match`", "`Idempotency-Key` is required, 400 without".
fn lacking_header(plain: &str, said: &str) -> Option<String> {
    let lacks = ["without", "missing", "no ", "not given", "lacks", "is required"]
        .iter()
        .any(|word| plain.contains(word));
    let codes = words::code_spans(said);
    let mut headers = codes.iter().map(|(_, code)| *code).filter(|code| {
        code.contains('-')
            && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && code.starts_with(|c: char| c.is_ascii_uppercase())
            && !code.to_lowercase().contains("content-type")
    });
    let known = ["if-match", "idempotency-key"];
    let named = headers.next().map(str::to_owned);
    let named =
        named.or_else(|| known.iter().find(|name| plain.contains(*name)).map(|name| (*name).to_owned()));
    let key = named.as_ref().is_some_and(|name| {
        let lower = name.to_lowercase();
        known.contains(&lower.as_str())
    });
    named.filter(|_| lacks && key)
}

impl Api {
    /// Whether an operation is about objects that go through the stated states, or about what stands below such.
    pub fn is_about_states(&self, operation: &Operation) -> bool {
        if self.states.edges().is_empty() {
            return false;
        }
        let shows = |resource: &&Resource| {
            self.item_path(resource).is_some_and(|item| operation.path.starts_with(item))
                && self.members(resource).iter().any(|name| {
                    let facts = self.field_of(resource, name);
                    let words = facts.map(|facts| &facts.rule.sort);
                    matches!(words, Some(Sort::Choice(words)) if words.iter().any(|word| self.states.knows(word)))
                        || ["state", "status", "phase", "stage"].contains(&words::folded(name).as_str())
                })
        };
        self.resources.iter().any(|resource| shows(&resource))
    }

    /// The state that an operation is named after, or that what is said of it makes certain: `cancel` of `cancelled`.
    pub fn state_by_verb(&self, operation: &Operation) -> Option<String> {
        let verb = operation.path.last_literal()?.to_lowercase();
        let named = |state: &String| words::brings(&verb, state);
        let stated = |state: &String| {
            self.states.words(None, state).iter().any(|words| words::words(words).contains(&verb))
        };
        // "marks a confirmed order as done"
        let plain = crate::api::plain(&operation.summary);
        let marked = |state: &String| plain.contains(&format!(" as {}", state.to_lowercase()));
        let names = self.states.names();
        let one = |fits: &dyn Fn(&String) -> bool| {
            let mut found = names.iter().filter(|state| fits(state));
            found.next().filter(|_| found.next().is_none()).cloned()
        };
        one(&named).or_else(|| one(&stated)).or_else(|| one(&marked))
    }

    /// The resource of the innermost object of an operation's path.
    pub fn resource_at(&self, operation: &Operation) -> Option<&Resource> {
        let (at, _) = operation.path.parameters().last()?;
        let collection = operation.path.prefix(at);
        self.resources.iter().find(|resource| resource.collection.same(&collection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_of_markdown};

    #[test]
    fn what_belongs_to_an_object_is_in_a_state_or_in_any_other() {
        let text = "# Desk\n\n## Data\n\n### Folder\n\n| Field | Type |\n|---|---|\n| id | integer |\n\n### Ticket\n\n| Field | Type |\n|---|---|\n| id | integer |\n| folder_id | integer |\n| state | `fresh` or `started` |\n\n## API\n\n- `POST /folders` adds a folder\n- `GET /folders/{id}` reads one\n- `DELETE /folders/{id}` removes one\n- `POST /folders/{id}/tickets` adds a ticket\n- `GET /folders/{id}/tickets/{ticket_id}` reads one\n\n## States\n\n| From | To |\n|---|---|\n| `fresh` | `started` |\n";
        let api = facts_of_markdown(text, "", Setup::default()).api;
        let operation = api.operations.iter().find(|operation| operation.method == "DELETE").unwrap();
        let standing = |said: &str| match conditions(&api, operation, 409, said).as_slice() {
            [Cause::WithChild(_, standing)] => Some(standing.clone()),
            _ => None,
        };
        let fresh = || "fresh".to_owned();
        assert_eq!(standing("if the folder has a ticket"), Some(Standing::Any));
        assert_eq!(standing("if the folder has a ticket that is fresh"), Some(Standing::In(fresh())));
        assert_eq!(standing("if the folder has a ticket that is not fresh"), Some(Standing::NotIn(fresh())));
    }
}
