//! A scene that can be played: an operation, on what, by whom, and what has to come of it.

use super::given::{Given, states_of, value_of};
use super::into_state::IntoState;
use super::phrase::Phrase;
use super::request;
use super::subject::Subject;
use super::then::{self, Consequence, Then};
use super::told::Told;
use crate::api::{Api, Meant, Sort, meant};
use crate::pattern::pattern;
use crate::words;
use serde_json::Value;

// "a speaker sorts by averageScore"
pattern!(
    SORTS,
    r"(?i)^(?:an?|the)\s+([a-z_]+)\s+(?:sorts|orders)(?:\s+(?:the\s+)?(?:list|[a-z]+s))?\s+by\s+(\w+)$"
);

// "refuse to change it with 409 and the code `x`"
pattern!(REFUSES_TO, r"(?i)^(?:refuse|reject|decline|deny)s?\s+to\s+([^,;]+?)\s+with\s+(.+)$");

/// A scene that can be played.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The operation.
    pub number: usize,
    /// Who acts, where somebody is named.
    pub role: Option<String>,
    /// What it is done to.
    pub subject: Subject,
    /// What is there before.
    pub given: Given,
    /// Members of the request, or parameters of a list, with what becomes of them.
    pub with: Vec<(String, Sent)>,
    /// Whether the same is done twice.
    pub again: bool,
    /// What has to come of it.
    pub then: Consequence,
}

/// What is sent for a member.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// Nothing.
    Nothing,
    /// This value.
    Value(Value),
    /// A value that meets its rule, and is not the one that it has.
    Other,
}

impl Scene {
    /// Reads what is told; an operation that stands around it is meant where nothing is said to be done.
    pub fn read(api: &Api, spec: usize, told: &Told, around: Option<usize>) -> Option<Self> {
        // "opens and then shuts it" is two deeds, of which the second is not told.
        if told.when.ends_with(" and") || told.when.contains(" and then ") {
            return None;
        }
        // "From then on, reading it": what the operation around it was done to.
        let around_it =
            around.filter(|_| told.after).and_then(|around| api.resource_at(&api.operations[around]));
        let given = around_it.map_or(told.given.as_str(), |resource| resource.name.as_str());
        if let Some(scene) = sorted(api, spec, told) {
            return Some(scene);
        }
        // "refuse to change it with 409": what is refused is what would be done.
        if let Some(found) = REFUSES_TO.captures(&told.then)
            && let (Some(deed), Some(how)) = (found.get(1), found.get(2))
        {
            let then = format!("answer {}", how.as_str());
            let given = format!("{} {}", told.given, told.when);
            let deed = meant(api, spec, &given, &format!("a client tries to {}", deed.as_str()))?;
            let told = Told { given: String::new(), then, ..told.clone() };
            return Self::under(api, &told, deed.number);
        }
        let deed = meant(api, spec, given, &told.when).filter(|_| !told.when.is_empty());
        if deed.is_none()
            && let Some(scene) = Self::into_state(api, spec, told)
        {
            return Some(scene);
        }
        let (number, role, before, rest, members) = match deed {
            Some(Meant { number, role, subject, rest, members }) => (number, role, subject, rest, members),
            // What is no deed is a condition of the operation that the statement stands with.
            None => {
                let number =
                    around.or_else(|| creation(api, spec, told)).or_else(|| unknown(api, spec, told))?;
                match request::plain(&told.when).filter(|_| around.is_some()) {
                    Some(who) => {
                        let role = who.and_then(|who| role_called(api, &who));
                        (number, role, String::new(), String::new(), Vec::new())
                    }
                    None => (number, None, told.when.clone(), String::new(), Vec::new()),
                }
            }
        };
        let said = format!("{} {} {}", told.given, told.when, told.then);
        let subject = Subject::of(api, number, &said)?;
        if let Some(member) = &told.member {
            return beside(api, number, subject, member, told);
        }
        let clause = format!("{} {before}", told.given);
        // "the limit is 101" says what a list is asked for.
        let asked =
            matches!(subject, Subject::List { .. }).then(|| with(api, &subject, number, &before)).flatten();
        if let Some((asked, again)) = asked.filter(|(asked, _)| !asked.is_empty()) {
            let given = Given::read(api, &subject, &told.given)?;
            let then = then::read(api, &subject, &told.then);
            let scene = Self { number, role, subject, given, with: asked, again, then };
            return scene.can_be_judged(api).then_some(scene);
        }
        let (mut given, (mut with, again)) = match with(api, &subject, number, &rest) {
            Some(with) => (Given::read(api, &subject, &clause)?, with),
            // "deletes a shelf that has books"
            None => (Given::read(api, &subject, &format!("{clause} {rest}"))?, (Vec::new(), false)),
        };
        with.extend(members.into_iter().map(|name| (name, Sent::Other)));
        if told.after {
            // "From then on" is said of what was deleted.
            let deleted = around.filter(|around| api.operations[*around].method == "DELETE")?;
            let same = subject.there(api).is_some_and(|there| there.delete == Some(deleted));
            if !same || !given.is_plain() {
                return None;
            }
            given.deleted = true;
        }
        if told.negated {
            // The opposite of a truth is certain, that of anything else is not.
            match given.values.as_mut_slice() {
                [(_, Value::Bool(value))] => *value = !*value,
                _ => return None,
            }
        }
        given.folded = told.folded && given.taken.is_some();
        if told.folded && given.taken.is_none() {
            return None;
        }
        if !given.states.is_empty() && is_of_the_new(api, &subject, &told.given) {
            return None;
        }
        let again = again || given.already;
        given.already = false;
        let then = then::read(api, &subject, &told.then);
        let scene = Self { number, role, subject, given, with, again, then };
        scene.can_be_judged(api).then_some(scene)
    }

    /// Reads a deed that sends a state: "given a held booking, when its owner confirms it".
    fn into_state(api: &Api, spec: usize, told: &Told) -> Option<Self> {
        let IntoState { number, role, thing, sent: (member, state) } =
            IntoState::read(api, spec, &told.given, &told.when)?;
        if told.member.is_some() || told.after || told.negated || told.folded {
            return None;
        }
        let subject = Subject::of(api, number, &format!("{} {} {}", told.given, told.when, told.then))?;
        let given = Given::read(api, &subject, format!("{} {thing}", told.given).trim())?;
        let then = then::read(api, &subject, &told.then);
        let with = vec![(member, Sent::Value(Value::from(state)))];
        let scene = Self { number, role, subject, given, with, again: false, then };
        scene.can_be_judged(api).then_some(scene)
    }

    /// Reads a condition of an operation: "the berth is `closed`", of what `POST /stays` names.
    pub fn under(api: &Api, told: &Told, number: usize) -> Option<Self> {
        let said = format!("{} {}", told.when, told.then);
        let subject = Subject::of(api, number, &said)?;
        let given = Given::compared(api, number, &subject, &told.when)
            .or_else(|| Given::read(api, &subject, &told.when))
            .filter(|given| !given.is_plain())?;
        // What a new object is like nobody brings about; what it is for has to be named.
        if let Subject::New { own, parent } = &subject {
            let plain = crate::api::plain(&told.when);
            let named = parent.as_ref().is_some_and(|(at, _)| api.resources[*at].is_named_in(&plain));
            let about_it = !given.states.is_empty()
                || !given.values.is_empty()
                || given.past.is_some()
                || given.unknown
                || given.anothers
                || given.many.is_some();
            let knows = parent.as_ref().is_some_and(|(at, _)| {
                let known = states_of(api, &api.resources[*at]).map(|(_, states)| states).unwrap_or_default();
                let members = api.members(&api.resources[*at]);
                given.states.iter().all(|state| known.contains(state))
                    && given.values.iter().all(|(name, _)| members.contains(name))
            });
            let own_named = given.many.is_some() && api.resources[*own].is_named_in(&plain);
            if about_it && !(named && knows || own_named && parent.is_some()) {
                return None;
            }
        }
        let then = then::read(api, &subject, &told.then);
        let scene = Self { number, role: None, subject, given, with: Vec::new(), again: false, then };
        scene.can_be_judged(api).then_some(scene)
    }

    /// Whether something has to come of it that a plain request does not show anyway.
    fn can_be_judged(&self, api: &Api) -> bool {
        if self.then.all.is_empty() {
            return false;
        }
        let plain = self.given.is_plain() && self.with.is_empty() && !self.again;
        let only_status =
            self.then.all.iter().all(|then| matches!(then, Then::Status(_) | Then::Refused | Then::Code(_)));
        // Who may not is tried elsewhere; success alone is what the contract says.
        let denied = self.role.is_some() && self.status() == Some(403);
        // That somebody who is named may is said of them.
        let let_in = self.role.is_some() && self.status().is_some_and(|status| status < 400);
        if plain && only_status && !denied && !let_in {
            return false;
        }
        let operation = &api.operations[self.number];
        let parts = operation.path.parameters().count();
        match &self.subject {
            Subject::Item { resource } => api.item_path(&api.resources[*resource]).is_some_and(|item| {
                item.parameters().count() >= parts && api.resources[*resource].create.is_some()
            }),
            Subject::New { own, .. } => self.given.reuse.is_none() || api.resources[*own].delete.is_some(),
            Subject::List { .. } => true,
        }
    }

    /// The status that is stated.
    pub fn status(&self) -> Option<u16> {
        self.then
            .all
            .iter()
            .find_map(|then| if let Then::Status(status) = then { Some(*status) } else { None })
    }

    /// Whether it is refused.
    pub fn is_refused(&self) -> bool {
        self.then.all.iter().any(|then| match then {
            Then::Status(status) => *status >= 400,
            Then::Refused => true,
            // A code alone is one of an error.
            Then::Code(_) => self.status().is_none(),
            _ => false,
        })
    }

    /// What is played, in words.
    pub fn title(&self, api: &Api) -> String {
        let title = api.operations[self.number].title();
        let mut beside: Vec<String> = Vec::new();
        let given = &self.given;
        if !given.states.is_empty() {
            beside.push(format!("on what is {}", given.states.join(" or ")));
        }
        beside.extend(given.values.iter().map(|(name, value)| format!("where `{name}` is {value}")));
        beside.extend(given.past.iter().map(|name| format!("where `{name}` has passed")));
        for (holds, words) in [
            (given.full, "where no room is left"),
            (given.child.is_some(), "on what something belongs to"),
            (given.deleted, "on what was deleted"),
            (given.unknown, "on what is not there"),
            (given.stranger, "without a key"),
            (self.again, "done once more"),
        ] {
            if holds {
                beside.push(words.to_owned());
            }
        }
        beside.extend(
            given.only.iter().map(|(at, count)| format!("with {count} of {}", api.resources[*at].name)),
        );
        beside.extend(given.many.iter().map(|(count, _)| format!("where {count} are there already")));
        if given.anothers {
            beside.push("where it is another's".to_owned());
        }
        let others = given.named.iter().flat_map(|(_, values)| values).chain(&given.sent);
        beside.extend(others.map(|(name, value)| format!("with `{name}` {value}")));
        let letters = if given.folded { ", in other letters" } else { "" };
        beside.extend(given.taken.iter().map(|name| format!("with a `{name}` that another has{letters}")));
        beside.extend(given.reuse.iter().map(|name| format!("with the `{name}` of what was deleted")));
        for (name, value) in &self.with {
            beside.push(match value {
                Sent::Value(value) => format!("with `{name}` {value}"),
                Sent::Other => format!("with another `{name}`"),
                Sent::Nothing => format!("without `{name}`"),
            });
        }
        let what = match self.status() {
            Some(status) => format!("answers {}", crate::http::status_line(status)),
            None if self.is_refused() => "is refused".to_owned(),
            None => "has the stated outcome".to_owned(),
        };
        format!("{title} {}{}{what}", beside.join(", "), if beside.is_empty() { "" } else { " " })
    }
}

/// The role that a word names.
fn role_called(api: &Api, who: &str) -> Option<String> {
    api.roles.iter().find(|role| crate::api::same_role(role, who)).cloned()
}

/// The reading of what a statement says not to be there: "if a ticket does not exist, the answer is 404".
fn unknown(api: &Api, spec: usize, told: &Told) -> Option<usize> {
    let said = Phrase::new(&format!("{} {}", told.given, told.when));
    let none =
        ["does not exist", "doesn't exist", "is unknown", "is not known", "cannot be found", "is not found"];
    if !none.iter().any(|words| said.has(words)) {
        return None;
    }
    let plain = said.words().join(" ");
    let reads = |resource: &&crate::api::Resource| {
        resource.is_named_in(&plain) && resource.read.is_some_and(|read| api.operations[read].is_of(spec))
    };
    let mut all = api.resources.iter().filter(reads);
    all.next().filter(|_| all.next().is_none())?.read
}

/// The making of what a statement speaks of as new: "a ticket for an unknown show", "new tickets are `waiting`".
fn creation(api: &Api, spec: usize, told: &Told) -> Option<usize> {
    let plain = |text: &str| Phrase::new(text).words().join(" ");
    let (given, then) = (plain(&told.given), plain(&told.then));
    let bare = |text: &str| -> String {
        let starts = ["a new ", "an ", "a ", "any ", "the new ", "new "];
        starts.iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text).to_owned()
    };
    api.resources.iter().find_map(|resource| {
        let create = resource.create.filter(|create| api.operations[*create].is_of(spec))?;
        let name = resource.name.as_str();
        let asked = ["for", "with", "without", "to"]
            .iter()
            .any(|link| bare(&given).starts_with(&format!("{name} {link} ")));
        let new = then.starts_with("new ") || then.starts_with("a new ");
        let made = new && bare(&then).split(' ').next().is_some_and(|word| words::singular(word) == name);
        (asked && told.when.is_empty() || made).then_some(create)
    })
}

/// What is said about the request: "with a `capacity` of 0", "without a `name`", "again".
fn with(api: &Api, subject: &Subject, number: usize, rest: &str) -> Option<(Vec<(String, Sent)>, bool)> {
    let mut phrase = Phrase::new(rest);
    let again = phrase.take_any(&["again", "twice", "a second time", "once more", "second time"]);
    let mut found = Vec::new();
    let resource = subject.resources(api).into_iter().last();
    let asked =
        api.operations[number].request.as_ref().and_then(|body| body.json()).and_then(Value::as_object);
    let mut names: Vec<String> = asked.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    if let Some(resource) = resource {
        let free =
            |name: &String| api.asked_on(resource, number, name).is_some_and(|facts| !facts.rule.owned);
        names.extend(api.members(resource).into_iter().filter(free));
    }
    names.sort();
    names.dedup();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    // The parameters of a list stand for themselves.
    if matches!(subject, Subject::List { .. }) {
        let facts = api.list(number);
        let size = facts.size.iter().map(|said| said.fact.clone());
        let page = facts.paging.iter().map(|said| match &said.fact {
            crate::api::Paging::Page(name, _)
            | crate::api::Paging::Offset(name)
            | crate::api::Paging::Cursor(name) => name.clone(),
        });
        for name in size.chain(page) {
            let lower = name.to_lowercase();
            let said = ["of", "is", "set to", "=", "at"]
                .iter()
                .find_map(|link| phrase.take_after(&format!("{lower} {link}")));
            let said = said.or_else(|| phrase.take_after(&lower));
            if let Some(number) = said.and_then(|said| said.parse::<i64>().ok()) {
                found.push((name, Sent::Value(Value::from(number))));
            }
        }
    }
    for name in names {
        let lower = name.to_lowercase();
        let facts = resource.and_then(|resource| api.asked_on(resource, number, &name));
        let sort = facts.map(|facts| facts.rule.sort.clone()).unwrap_or_default();
        if ["without a", "without an", "without the", "without", "with no", "missing"]
            .iter()
            .any(|start| phrase.take(&format!("{start} {lower}")))
        {
            // "without a reason of 10 to 300 characters": one that is too short is none.
            let short = too_short(&mut phrase);
            found.push((name, short.map_or(Sent::Nothing, Sent::Value)));
            continue;
        }
        if let Some(value) = beyond(&mut phrase, &lower, &sort) {
            found.push((name, Sent::Value(value)));
            continue;
        }
        let empty = ["an empty", "empty"].iter().any(|start| phrase.take(&format!("{start} {lower}")));
        if empty {
            found.push((name, Sent::Value(value_of(&sort, "empty")?)));
            continue;
        }
        let said = ["of", "is", "set to", "equal to", "as", "="]
            .iter()
            .find_map(|link| phrase.take_after(&format!("{lower} {link}")))
            .or_else(|| {
                // `level=low`, "size 3"
                let said = phrase.clone().take_after(&lower)?;
                let number = said.chars().all(|c| c.is_ascii_digit() || c == '-');
                let chosen = matches!(sort, Sort::Choice(_)) && value_of(&sort, &said).is_some();
                if number || chosen { phrase.take_after(&lower) } else { None }
            });
        if let Some(said) = said {
            found.push((name, Sent::Value(value_of(&sort, &said)?)));
        }
    }
    for role in &api.roles {
        phrase.take_name(role);
    }
    phrase.take_any(&["once", "successfully", "same"]);
    phrase.left().is_empty().then_some((found, again))
}

/// "a speaker sorts by `score`": the list that can be sorted so, asked for in that order.
fn sorted(api: &Api, spec: usize, told: &Told) -> Option<Scene> {
    let found = SORTS.captures(&told.when)?;
    let (who, name) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let role = api.roles.iter().find(|role| crate::api::same_role(role, who.trim())).cloned();
    let listed = |number: &usize| {
        let operation = &api.operations[*number];
        operation.method == "GET" && !operation.path.ends_with_parameter() && operation.is_of(spec)
    };
    let asked = |number: usize| -> Option<(usize, String, String)> {
        let facts = api.list(number);
        if !facts.sorts.iter().any(|said| said.fact.eq_ignore_ascii_case(name)) {
            return None;
        }
        // Where one direction alone is stated, that one.
        let turned = format!("-{}", name.to_lowercase());
        let says = |code: &str| {
            api.about(number)
                .any(|sentence| sentence.codes().iter().any(|known| known.to_lowercase() == code))
        };
        let query = facts.sort_query(name, says(&turned)).filter(|query| !query.contains('&'))?;
        let (parameter, value) = query.split_once('=')?;
        Some((number, parameter.to_owned(), value.to_owned()))
    };
    let mut lists = (0..api.operations.len()).filter(listed).filter_map(asked);
    let (number, parameter, value) = lists.next().filter(|_| lists.next().is_none())?;
    let subject = Subject::of(api, number, "")?;
    let then = then::read(api, &subject, &told.then);
    let with = vec![(parameter, Sent::Value(Value::from(value)))];
    let scene = Scene { number, role, subject, given: Given::default(), with, again: false, then };
    (scene.is_refused() && scene.can_be_judged(api)).then_some(scene)
}

/// Whether a condition is told of the very thing that is made: "an archived course cannot be opened" is about no new course.
fn is_of_the_new(api: &Api, subject: &Subject, given: &str) -> bool {
    let Subject::New { own, parent } = subject else { return false };
    let plain = crate::api::plain(given);
    let named = |at: usize| api.resources.get(at).is_some_and(|resource| resource.is_named_in(&plain));
    named(*own) && !parent.as_ref().is_some_and(|(at, _)| named(*at))
}

/// A value beyond what a phrase states: "a name longer than 40 characters", "a size above 9", "a negative size".
fn beyond(phrase: &mut Phrase, name: &str, sort: &Sort) -> Option<Value> {
    const MORE: &[&str] = &[
        "longer than",
        "of more than",
        "over",
        "above",
        "exceeding",
        "with more than",
        "exceeds",
        "greater than",
        "is longer than",
        "larger than",
        "higher than",
        "is greater than",
        "is above",
    ];
    const LESS: &[&str] = &[
        "shorter than",
        "of less than",
        "of fewer than",
        "below",
        "under",
        "less than",
        "smaller than",
        "lower than",
        "is shorter than",
        "is less than",
        "is below",
    ];
    if matches!(sort, Sort::Integer | Sort::Number) && phrase.take(&format!("negative {name}")) {
        return Some(Value::from(-1));
    }
    for (words, more) in [(MORE, true), (LESS, false)] {
        for word in words {
            let mut trial = phrase.clone();
            let Some(bound) =
                trial.take_after(&format!("{name} {word}")).and_then(|said| said.parse::<i64>().ok())
            else {
                continue;
            };
            let value = bound.checked_add(if more { 1 } else { -1 })?;
            let characters = trial.take_any(&["characters", "chars", "letters", "character"]);
            let value = match sort {
                Sort::Integer | Sort::Number if !characters => Value::from(value),
                Sort::Text | Sort::Unknown if characters => {
                    Value::from("a".repeat(usize::try_from(value).ok().filter(|count| *count <= LONGEST)?))
                }
                _ => return None,
            };
            *phrase = trial;
            return Some(value);
        }
    }
    None
}

/// The longest text that is sent.
const LONGEST: usize = 100_000;

/// A text below the length that a phrase states: "of 10 to 300 characters", "of at least 10 characters".
fn too_short(phrase: &mut Phrase) -> Option<Value> {
    let mut trial = phrase.clone();
    let least = ["of at least", "of"].iter().find_map(|link| {
        let mut here = trial.clone();
        let least = here.take_after(link)?.parse::<usize>().ok()?;
        trial = here;
        Some(least)
    })?;
    trial.take_after("to");
    if !trial.take_any(&["characters", "letters", "chars", "signs"]) || !(2..=LONGEST).contains(&least) {
        return None;
    }
    *phrase = trial;
    Some(Value::from("a".repeat(least - 1)))
}

/// "its `slug` must not be used again", "a `slug` in the body that differs from the one in the path".
fn beside(api: &Api, number: usize, subject: Subject, member: &str, told: &Told) -> Option<Scene> {
    let resource = subject.resources(api).into_iter().next()?;
    let name = api.members(resource).into_iter().find(|name| name.eq_ignore_ascii_case(member))?;
    let then = then::read(api, &subject, &told.then);
    if then.all.is_empty() {
        return None;
    }
    let mut scene =
        Scene { number, role: None, subject, given: Given::default(), with: Vec::new(), again: false, then };
    if told.after {
        let create = resource.create.filter(|_| resource.delete == Some(number))?;
        let asked = api.operations[create].request.as_ref()?.json()?;
        asked.get(&name).filter(|value| value.is_string())?;
        scene.number = create;
        scene.subject = Subject::of(api, create, "")?;
        scene.given.reuse = Some(name);
        // That it can be used is said; with which status, where it is made.
        if let ([Then::Status(201)], Some(success)) =
            (scene.then.all.as_slice(), api.operations[create].success())
        {
            scene.then.all = vec![Then::Status(success.status)];
        }
    } else {
        let item = api.item_path(resource)?.parameters().last()?.1.to_owned();
        if !resource.updates.contains(&number) || !item.eq_ignore_ascii_case(&name) {
            return None;
        }
        scene.with.push((name, Sent::Other));
    }
    Some(scene)
}

#[cfg(test)]
mod tests {
    use super::{Scene, Told};
    use crate::testing::{self, Setup};

    const SPEC: &str = "# Courses\n\n## Data model\n\n### Course\n\n- `id`: string, read-only\n- `title`: string, required\n- `status`: enum `draft` | `open` | `archived`, read-only\n\n### Seat\n\n- `id`: string, read-only\n- `course_id`: string, required\n\n## API\n\n- `POST /courses` makes a course\n- `GET /courses/{id}` reads one\n- `POST /courses/{id}/status` moves one\n- `POST /seats` books a seat\n- `GET /seats/{id}` reads one\n";

    #[test]
    fn what_is_new_is_not_in_a_state_already() {
        let facts = testing::facts_of_markdown(SPEC, "", Setup::default());
        let titles = |sentence: &str| -> Vec<String> {
            let told = Told::all_of_sentence(sentence);
            let scenes = told.iter().filter_map(|told| Scene::read(&facts.api, 0, told, None));
            scenes.map(|scene| scene.title(&facts.api)).collect()
        };
        assert_eq!(titles("An archived course cannot be opened again."), [""; 0]);
        assert_eq!(
            titles("A seat cannot be booked for an archived course: 409."),
            ["POST /seats on what is archived answers 409 Conflict"]
        );
    }
}
