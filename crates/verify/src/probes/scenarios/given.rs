//! What has to be there before: "a class that is full", "a member who already has a booking of it", "a disabled link".

use super::phrase::{Phrase, number};
use super::subject::Subject;
use super::taken;
use crate::api::{Api, Resource, Sort};
use crate::words;
use serde_json::{Value, json};

mod lacking;

pub use lacking::{belongs, put_into, related};

/// What is given, as far as it is more than that something is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// The states of the object, each of which is tried.
    pub states: Vec<String>,
    /// Members of the object with the values that they have.
    pub values: Vec<(String, Value)>,
    /// The moment that lies behind.
    pub past: Option<String>,
    /// Whether there is no room left.
    pub full: bool,
    /// Whether the same was done before by whoever acts.
    pub already: bool,
    /// The resource of which something belongs to the object, with the states in which it is, each of which is tried.
    pub child: Option<(usize, Vec<String>)>,
    /// Whether the object was deleted.
    pub deleted: bool,
    /// Whether there is no such object.
    pub unknown: bool,
    /// The member whose value another object has.
    pub taken: Option<String>,
    /// The member whose value an object had that was deleted.
    pub reuse: Option<String>,
    /// Whether who acts shows no key.
    pub stranger: bool,
    /// How many of the same kind are there for the same already, with the states that they may have.
    pub many: Option<(usize, Vec<String>)>,
    /// Whether it is somebody else's.
    pub anothers: bool,
    /// Other objects that the request names, with their values.
    pub named: Vec<(usize, Vec<(String, Value)>)>,
    /// Members that are sent.
    pub sent: Vec<(String, Value)>,
    /// Whether the states are all but a named one, so that those of them that can be brought about will do.
    pub some_states: bool,
    /// So many objects of a resource belong to the object, and no more.
    pub only: Option<(usize, usize)>,
    /// Whether a value that another object has is sent in other letters: the same title in capitals.
    pub folded: bool,
}

const FULL: &[&str] = &[
    "full",
    "sold out",
    "fully booked",
    "booked out",
    "at capacity",
    "no free spots",
    "no free places",
    "no free seats",
    "no free spot",
    "no free place",
    "no free seat",
    "no spot left",
    "no place left",
    "no seat left",
    "no space left",
    "no spots left",
    "no places left",
    "no seats left",
    "no spots",
    "no places",
    "no seats",
    "no capacity left",
    "no room left",
    "without free spots",
    "without free places",
    "without free seats",
    "out of stock",
];
const ROOM: &[&str] = &[
    "free spots",
    "free places",
    "free seats",
    "free capacity",
    "available spots",
    "available places",
    "available seats",
    "spots left",
    "places left",
    "seats left",
    "not full",
    "not yet full",
    "room left",
    "in stock",
];
const MADE: &[&str] = &[
    "created",
    "planned",
    "made",
    "added",
    "registered",
    "existing",
    "saved",
    "stored",
    "new",
    "newly",
    "just",
    "valid",
    "published before",
    "once",
    "single",
    "ordinary",
    "normal",
    "was",
    "named",
    "chosen",
    "requested",
    "selected",
    "referenced",
];
const TAKEN: &[&str] = &[
    "is taken",
    "is already taken",
    "is already used",
    "is in use",
    "is already in use",
    "exists already",
    "already exists",
    "is used already",
    "is not unique",
    "is a duplicate",
    "has been taken",
    "is used by another",
    "is taken already",
    "was taken",
    "was used already",
];
const SHARED: &[&str] =
    &["with that", "with this", "with the same", "with the given", "of that", "of the same"];
const STRANGER: &[&str] = &[
    "without a token",
    "without token",
    "without a key",
    "without key",
    "without credentials",
    "without a login",
    "without logging in",
    "without authentication",
    "anonymous",
    "unauthenticated",
    "not logged in",
    "not signed in",
    "no token",
    "no credentials",
    "no key",
    "without a session",
    "without an api key",
    "no api key",
];
const GONE: &[&str] = &["deleted", "removed"];
const NOT_THERE: &[&str] = &[
    "unknown",
    "nonexistent",
    "non-existent",
    "does not exist",
    "doesn't exist",
    "not exist",
    "no such",
    "not found",
];
const SOMEBODY: &[&str] = &[
    "user",
    "users",
    "client",
    "clients",
    "caller",
    "somebody",
    "someone",
    "logged-in",
    "authenticated",
    "signed-in",
    "person",
    "same",
    "visitor",
    "logged in",
    "signed in",
];
/// What is somebody else's is tried by those who may not.
const OTHERS: &[&str] = &["else", "another", "other", "others", "own", "else's", "not", "without", "no"];

impl Given {
    /// Whether nothing more is given than that something is there.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Reads a clause about the subject of an operation; none where any of it is not understood.
    pub fn read(api: &Api, subject: &Subject, clause: &str) -> Option<Self> {
        let mut phrase = Phrase::new(clause);
        let mut given = Self::default();
        let concerned = subject.resources(api);
        if let Some(made) = subject.made(api) {
            given.taken = same_member(api, made, &mut phrase);
            given.already = given.taken.is_none()
                && (has_one(&mut phrase, made) || has_one_in_state(api, &mut phrase, made));
            // "already has a booking in that course that is not cancelled": such as it has just been made
            if given.already
                && let Some((member, states)) = states_of(api, made)
                && let Some(others) = lacking::other_states(&mut phrase, &member, &states)
            {
                let first = api.field_of(made, &member).and_then(|facts| facts.first.clone());
                if !first.is_some_and(|first| others.contains(&first)) {
                    return None;
                }
            }
        }
        given.only = lacking::few(api, subject, &mut phrase);
        given.company(api, subject, &mut phrase);
        given.child = child(api, subject, &mut phrase);
        given.full = phrase.take_any(FULL) || lacking::no_room(api, subject, &mut phrase);
        while phrase.take_any(ROOM) {}
        given.stranger = phrase.take_any(STRANGER);
        given.unknown = phrase.take_any(NOT_THERE);
        if let Some(own) = subject.made(api).filter(|_| given.taken.is_none()) {
            given.taken = api.members(own).into_iter().find(|name| {
                let said = [name.to_lowercase(), words::parts(name).join(" ")];
                said.iter().any(|name| {
                    TAKEN.iter().any(|taken| phrase.take(&format!("{name} {taken}")))
                        || taken::said(&mut phrase, name, &own.name)
                        || SHARED.iter().any(|shared| {
                            phrase.take(&format!("{shared} {name} exists already"))
                                || phrase.take(&format!("{shared} {name} already exists"))
                                || phrase.take(&format!("{shared} {name} exists"))
                        })
                })
            });
        }
        for resource in &concerned {
            given.moments(api, resource, &mut phrase);
            given.flags(api, resource, &mut phrase);
            given.stated(api, resource, &mut phrase);
            given.named(api, resource, &mut phrase);
            // "shows of several kinds"
            for many in ["several", "different", "various", "all", "both"] {
                for name in api.members(resource) {
                    let lower = name.to_lowercase();
                    let _ =
                        phrase.take(&format!("{many} {lower}s")) || phrase.take(&format!("{many} {lower}"));
                }
            }
        }
        // "an unknown slug": what an object is named by stands for it.
        if given.unknown
            && let Some(item) = concerned.first().and_then(|resource| api.item_path(resource))
            && let Some((_, name)) = item.parameters().last()
        {
            phrase.take_name(name);
        }
        given.deleted =
            phrase.take_any(GONE) && concerned.first().is_some_and(|resource| resource.delete.is_some());
        for resource in api.resources.iter() {
            while phrase.take_name(&resource.name) {}
        }
        if matches!(subject, Subject::List { .. }) {
            let _ = phrase.take_any(&["trail", "log", "list", "entries", "records", "history"]);
        }
        for role in &api.roles {
            // "a porter key", "with the key of a porter"
            for key in ["key", "token", "account", "api key", "session", "credentials", "role"] {
                let role = role.to_lowercase();
                let base = role.split(['_', '-']).next().unwrap_or(&role).to_owned();
                for role in [role, base] {
                    let _ = phrase.take(&format!("{role} {key}"))
                        || phrase.take(&format!("{key} of {role}"))
                        || phrase.take(&format!("{key} of a {role}"));
                }
            }
            while phrase.take_name(role) {}
            // `porter_a` and `porter_b` are porters.
            let base: Vec<String> = words::parts(role);
            if base.len() == 2 && base.last().is_some_and(|last| last.len() == 1) {
                while phrase.take_name(&base[0]) {}
            }
        }
        while phrase.take_any(SOMEBODY) || phrase.take_any(MADE) {}
        // "that has books", where it is not known how books belong to it, is no plain shelf.
        let of_others = || {
            let plain = Phrase::new(clause).words().join(" ");
            api.resources.iter().any(|resource| {
                resource.is_named_in(&plain)
                    && !concerned.iter().any(|known| known.collection.same(&resource.collection))
            })
        };
        if matches!(subject, Subject::Item { .. })
            && given.is_plain()
            && clause_has(clause, &["has", "have", "with", "contains", "holds"])
            && of_others()
        {
            return None;
        }
        let left = phrase.left();
        let others = clause_has(clause, OTHERS)
            && given.values.is_empty()
            && !given.full
            && !given.unknown
            && given.taken.is_none()
            && given.many.is_none()
            && given.child.is_none()
            && given.only.is_none()
            && !given.some_states
            && given.sent.is_empty()
            && !given.anothers
            && !given.stranger;
        (left.is_empty() && !others).then_some(given)
    }

    /// "whose `expires_at` lies in the past", "expired".
    fn moments(&mut self, api: &Api, resource: &Resource, phrase: &mut Phrase) {
        for name in api.members(resource) {
            let Some(facts) = api.field_of(resource, &name) else { continue };
            if !matches!(facts.rule.sort, Sort::DateTime | Sort::Date)
                || facts.rule.owned
                || self.past.is_some()
            {
                continue;
            }
            let lower = name.to_lowercase();
            let said =
                ["is in the past", "lies in the past", "in the past", "has passed", "is over", "is past"]
                    .iter()
                    .any(|words| phrase.take(&format!("{lower} {words}")));
            let ends = ["expir", "valid_until", "validuntil", "ends_at", "endsat", "due"];
            let called = ends[..3].iter().any(|start| words::folded(&name).contains(&words::folded(start)));
            if said || called && phrase.take("expired") {
                self.past = Some(name);
            }
        }
    }

    /// "not `enabled`", "disabled", "permanent".
    fn flags(&mut self, api: &Api, resource: &Resource, phrase: &mut Phrase) {
        for (name, word) in api.flags(resource) {
            if api.field_of(resource, &name).is_some_and(|facts| facts.rule.owned) {
                continue;
            }
            let no = ["not", "no longer", "not yet", "isn't", "without", "has no", "with no", "lacks"]
                .iter()
                .any(|no| phrase.take(&format!("{no} {word}")));
            let opposite = || {
                let stem = word.strip_prefix("en").unwrap_or(&word);
                vec![format!("dis{stem}"), format!("un{word}"), format!("in{word}"), format!("non-{word}")]
            };
            if no || opposite().iter().any(|other| phrase.take(other)) {
                self.values.push((name, json!(false)));
            } else if phrase.take(&word) {
                self.values.push((name, json!(true)));
            }
        }
    }

    /// "a `confirmed` or `waitlisted` booking".
    fn stated(&mut self, api: &Api, resource: &Resource, phrase: &mut Phrase) {
        if !self.states.is_empty() {
            return;
        }
        let Some((name, states)) = states_of(api, resource) else { return };
        // "a firing" of a kiln is a thing, where "in status `firing`" is a state.
        let is_thing = |phrase: &Phrase, state: &str| {
            let lower = state.to_lowercase();
            let called = ["status", "state"].iter().any(|word| {
                phrase.has(&format!("{word} {lower}")) || phrase.has(&format!("{word} is {lower}"))
            });
            !called && api.resources.iter().any(|other| other.name.eq_ignore_ascii_case(state))
        };
        let (things, named): (Vec<String>, Vec<String>) =
            states.into_iter().partition(|state| is_thing(phrase, state));
        if let Some(others) = lacking::other_states(phrase, &name, &named) {
            self.some_states = true;
            self.states = others.into_iter().chain(things).collect();
            return;
        }
        let mut found: Vec<(usize, String)> = Vec::new();
        for state in named {
            let spaced = state.to_lowercase().replace(['_', '-'], " ");
            let at = phrase.words().join(" ").find(&state.to_lowercase());
            if phrase.take(&state.to_lowercase()) || phrase.take(&spaced) {
                found.push((at.unwrap_or(usize::MAX), state));
            }
        }
        found.sort();
        self.states = found.into_iter().map(|(_, state)| state).collect();
        if !self.states.is_empty() {
            if self.states.len() > 1 {
                phrase.take("or");
            }
            phrase.take_name(&name);
        }
    }

    /// "whose `size` is 3", "with a `size` of 3".
    fn named(&mut self, api: &Api, resource: &Resource, phrase: &mut Phrase) {
        for name in api.members(resource) {
            let Some(facts) = api.field_of(resource, &name) else { continue };
            if facts.rule.owned {
                continue;
            }
            let lower = name.to_lowercase();
            for link in ["of", "is", "set to", "equal to"] {
                let mut trial = phrase.clone();
                let said = trial.take_after(&format!("{lower} {link}"));
                // "the capacity of a hall" says no value.
                if let Some(value) = said.and_then(|said| value_of(&facts.rule.sort, &said)) {
                    *phrase = trial;
                    self.values.push((name, value));
                    break;
                }
            }
        }
    }
}

/// The value that a word says for a member.
pub fn value_of(sort: &Sort, said: &str) -> Option<Value> {
    match (sort, said) {
        (_, "null") => Some(Value::Null),
        (Sort::Boolean, "true" | "false") => Some(json!(said == "true")),
        (Sort::Integer, _) => number(said).map(|number| json!(number)),
        (Sort::Number, _) => said.parse::<f64>().ok().map(|number| json!(number)),
        (Sort::Choice(words), _) => {
            words.iter().find(|word| word.eq_ignore_ascii_case(said)).map(|word| json!(word))
        }
        (Sort::Text, "empty") => Some(json!("")),
        _ => None,
    }
}

/// The member that holds the state of a resource's objects, with the states.
pub fn states_of(api: &Api, resource: &Resource) -> Option<(String, Vec<String>)> {
    api.states_of(resource)
}

fn clause_has(clause: &str, words: &[&str]) -> bool {
    let phrase = Phrase::new(clause);
    words.iter().any(|word| phrase.has(word))
}

/// "already has a proposal with the same title", "another show has the same code".
fn same_member(api: &Api, made: &Resource, phrase: &mut Phrase) -> Option<String> {
    let same = |name: &str, phrase: &mut Phrase| {
        [
            "with the same",
            "has the same",
            "have the same",
            "of the same",
            "with that",
            "with an identical",
            "with an equal",
        ]
        .iter()
        .any(|link| phrase.take(&format!("{link} {name}")))
    };
    let name = api
        .members(made)
        .into_iter()
        .find(|name| same(&name.to_lowercase(), phrase) || same(&words::parts(name).join(" "), phrase))?;
    phrase.take_any(&["another", "other"]);
    phrase.take_any(&["exists already", "already exists", "exists", "already has", "has already", "already"]);
    Some(name)
}

/// "who already has a booking of it", "has booked it already".
fn has_one(phrase: &mut Phrase, made: &Resource) -> bool {
    let name = made.name.as_str();
    let forms = [
        format!("already has a {name}"),
        format!("already has an {name}"),
        format!("has already a {name}"),
        format!("has a {name} already"),
        format!("already holds a {name}"),
        format!("already made a {name}"),
        format!("already have a {name}"),
        format!("has an active {name}"),
        format!("who has a {name}"),
        format!("who have a {name}"),
        format!("who holds a {name}"),
    ];
    let verb = name.strip_suffix("ing").or_else(|| name.strip_suffix("ation")).unwrap_or(name);
    let done = [
        format!("already {verb}ed"),
        format!("{verb}ed already"),
        format!("has {verb}ed"),
        format!("has already {verb}ed"),
    ];
    forms.iter().chain(&done).any(|form| phrase.take(form))
}

/// "already has a `draft` or `running` booking": what is made is in such a state at once.
fn has_one_in_state(api: &Api, phrase: &mut Phrase, made: &Resource) -> bool {
    let Some((member, states)) = states_of(api, made) else { return false };
    let first = api.field_of(made, &member).and_then(|facts| facts.first.clone());
    let Some(first) = first.or_else(|| states.first().cloned()) else { return false };
    let mut trial = phrase.clone();
    if !(trial.take_any(&["already has", "has already", "already have", "still has"])
        || trial.take("has") && trial.take_any(&["already", "still"]))
    {
        return false;
    }
    // "has three running bookings already" tells of more than one.
    if trial.words().into_iter().any(|word| number(word).is_some_and(|count| count > 1)) {
        return false;
    }
    let said: Vec<String> = states.into_iter().filter(|state| trial.take(&state.to_lowercase())).collect();
    trial.take_any(&["or", "nor"]);
    trial.take_any(&["open", "unfinished", "pending"]);
    let named = trial.take_name(&made.name);
    let fits = named && said.contains(&first);
    if fits {
        *phrase = trial;
    }
    fits
}

/// "that has bookings", "with bookings that are `confirmed`": what belongs to the object. A state that only what belongs to it
/// can have says it as well: "while the boat is `moored`".
fn child(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<(usize, Vec<String>)> {
    let Subject::Item { resource } = subject else { return None };
    let own = api.resources.get(*resource)?;
    let mut implied = Vec::new();
    let others = || api.resources.iter().enumerate().filter(|(at, _)| belongs(api, *resource, *at));
    for (at, other) in others() {
        let mut trial = phrase.clone();
        let known = states_of(api, other).map(|(_, states)| states).unwrap_or_default();
        let states: Vec<String> =
            known.into_iter().filter(|state| trial.take(&state.to_lowercase())).collect();
        if states.len() > 1 {
            trial.take("or");
        }
        let bound = ["has", "have", "with", "contains", "holds"].iter().any(|word| trial.take(word));
        if bound {
            trial.take_any(&["at least one", "one or more", "at least a", "any number of"]);
            trial.take_any(&[
                "in any status",
                "in any state",
                "of any status",
                "of any state",
                "whatever its status",
                "whatever its state",
                "in whatever status",
                "in whatever state",
                "regardless of status",
                "regardless of state",
            ]);
        }
        if bound && trial.take_name(&other.name) {
            *phrase = trial;
            return Some((at, states));
        }
        // A state that it shares with the object itself says it of the object.
        if !bound && !states.is_empty() && put_into(api, own, other).is_none() {
            implied.push((at, states, trial));
        }
    }
    let own_states = states_of(api, own).map(|(_, states)| states).unwrap_or_default();
    // "an active plot", where a plot has a member of that name or with such values
    let flags = api.flags(own);
    let own_word = |state: &String| {
        own_states.contains(state)
            || flags
                .iter()
                .any(|(name, word)| state.eq_ignore_ascii_case(name) || state.eq_ignore_ascii_case(word))
            || api.members(own).iter().any(|name| {
                let sort = api.field_of(own, name).map(|facts| &facts.rule.sort);
                matches!(sort, Some(Sort::Choice(words)) if words.contains(state))
            })
    };
    match <[_; 1]>::try_from(implied) {
        Ok([(at, states, trial)]) if !states.iter().any(own_word) => {
            *phrase = trial;
            Some((at, states))
        }
        _ => None,
    }
}
