//! What brings a thing into a state by the one operation that takes whichever state is sent: "its owner confirms it", "the porter sets
//! the door to `locked`".

use super::phrase::Phrase;
use crate::api::{Api, Resource, same_role, state_setter};
use crate::pattern::pattern;
use crate::words;

/// A deed that sends a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntoState {
    /// The operation, by number.
    pub number: usize,
    /// The role that acts, where one is named.
    pub role: Option<String>,
    /// What the clause says of the thing: `a held booking`.
    pub thing: String,
    /// The member that takes the state, and the state.
    pub sent: (String, String),
}

// "its owner confirms it", "a porter tries to check it in"
pattern!(
    DOES,
    r"^(?:an?|the|its|their|any)?\s*(?:own\s+)?([a-z_-]+)\s+(?:(?:tries|attempts|wants|asks)\s+to\s+)?([a-z]+)\s+(it|them|(?:an?|the|this|that|its|any)\s+[a-z_ -]+?)(?:\s+(in|out|off|back|up))?$"
);
// "the porter sets the door to locked", "its owner sets the status confirmed"
pattern!(
    SETS,
    r"^(?:an?|the|its|their|any)?\s*(?:own\s+)?([a-z_-]+)\s+(?:(?:tries|attempts|wants|asks)\s+to\s+)?(?:sets?|moves?|changes?|puts?|brings?)\s+(?:(?:the|its)\s+(?:status|state)(?:\s+of\s+(.+?))?|(.+?)(?:'s\s+(?:status|state))?)\s+(?:to\s+|into\s+)?(?:the\s+(?:status|state)\s+)?([a-z_-]+)$"
);
// "an open door is set to locked"
pattern!(IS_SET, r"^((?:an?|the)\s+[a-z_ -]+?)\s+is\s+(?:set|moved|changed|put)\s+(?:to|into)\s+([a-z_-]+)$");

impl IntoState {
    /// Reads what somebody does to something that `given` may name.
    pub fn read(api: &Api, spec: usize, given: &str, when: &str) -> Option<Self> {
        let plain = when.replace('`', "").to_lowercase();
        let plain = plain.trim().trim_end_matches('.');
        if let Some(found) = IS_SET.captures(plain) {
            return Self::set(api, spec, None, found.get(1)?.as_str(), found.get(2)?.as_str());
        }
        if let Some(found) = SETS.captures(plain) {
            let who = found.get(1)?.as_str();
            let thing = found.get(2).or_else(|| found.get(3)).map_or("it", |thing| thing.as_str());
            let is_it = is_pronoun(thing);
            let named = if is_it { given } else { thing };
            if let Some(known) = Self::set(api, spec, Some(who), named, found.get(4)?.as_str()) {
                // What is given is said already.
                return Some(if is_it { Self { thing: String::new(), ..known } } else { known });
            }
        }
        let found = DOES.captures(plain)?;
        let part = |at: usize| found.get(at).map(|part| part.as_str());
        let (who, verb, thing, particle) = (part(1)?, part(2)?, part(3)?, part(4));
        let is_it = is_pronoun(thing);
        let named = if is_it { given } else { thing };
        let resource = first_named(api, named)?;
        let (number, member) =
            state_setter(api, resource).filter(|(number, _)| api.operations[*number].is_of(spec))?;
        let (_, states) = api.states_of(resource)?;
        let verbs = words::verbs(verb);
        let mut brought = states.into_iter().filter(|state| {
            let ends = particle.is_none_or(|particle| state.to_lowercase().ends_with(particle));
            ends && verbs.iter().any(|verb| words::brings(verb, state))
        });
        let state = brought.next().filter(|_| brought.next().is_none())?;
        let role = who_is(api, who)?;
        let thing = if is_it { String::new() } else { thing.to_owned() };
        Some(Self { number, role, thing, sent: (member, state) })
    }

    fn set(api: &Api, spec: usize, who: Option<&str>, thing: &str, said: &str) -> Option<Self> {
        let resource = first_named(api, thing)?;
        let (number, member) =
            state_setter(api, resource).filter(|(number, _)| api.operations[*number].is_of(spec))?;
        let (_, states) = api.states_of(resource)?;
        let state = states.into_iter().find(|state| state.eq_ignore_ascii_case(said))?;
        let role = who.map_or(Some(None), |who| who_is(api, who))?;
        Some(Self { number, role, thing: thing.to_owned(), sent: (member, state) })
    }
}

fn is_pronoun(thing: &str) -> bool {
    matches!(thing.trim(), "it" | "them" | "this" | "that")
}

/// The thing that a clause names first, which goes through states.
fn first_named<'a>(api: &'a Api, clause: &str) -> Option<&'a Resource> {
    let phrase = Phrase::new(clause);
    let said = phrase.words();
    let at = |resource: &Resource| said.iter().position(|word| words::singular(word) == resource.name);
    let named = api.resources.iter().filter_map(|resource| Some((at(resource)?, resource)));
    let (_, first) = named.min_by_key(|(at, _)| *at)?;
    api.states_of(first).is_some().then_some(first)
}

/// Who acts: a role, or nobody in particular; none where the word is no caller.
fn who_is(api: &Api, who: &str) -> Option<Option<String>> {
    const ANYBODY: &[&str] =
        &["owner", "caller", "client", "user", "creator", "author", "maker", "somebody", "someone", "they"];
    let role = api.roles.iter().find(|role| same_role(role, who)).cloned();
    (role.is_some() || ANYBODY.contains(&who)).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn read(given: &str, when: &str) -> Option<(Option<String>, String)> {
        let text = "# Doors\n\n## Data\n\n### Door\n\n| Field | Type |\n|---|---|\n| id | integer |\n| status | `shut`, `locked`, `checked_in`, `checked_out` |\n\n### Key\n\n| Field | Type |\n|---|---|\n| id | integer |\n| door_id | integer |\n\n## States\n\n- shut -> locked\n- locked -> checked_in\n- checked_in -> checked_out\n\n## API\n\n- `POST /doors` adds a door\n- `GET /doors/{id}` reads one\n- `POST /doors/{id}/status` moves it on, with `{\"status\": \"locked\"}`\n- `POST /keys` adds a key\n- `GET /keys/{id}` reads one\n";
        let roles =
            "[targets.local]\nurl = \"http://127.0.0.1:1\"\n[targets.local.roles.porter]\nheaders = {}\n";
        let api = testing::facts_of_markdown(text, roles, Setup::default()).api;
        IntoState::read(&api, 0, given, when).map(|found| {
            assert_eq!(found.sent.0, "status");
            (found.role, found.sent.1)
        })
    }

    #[test]
    fn deeds_that_send_a_state() {
        let porter = || Some("porter".to_owned());
        for (given, when, role, state) in [
            ("a shut door", "a porter locks it", porter(), "locked"),
            ("a shut door", "its owner sets the status `locked`", None, "locked"),
            ("", "the porter sets a shut door to `locked`", porter(), "locked"),
            ("", "a shut door is set to locked", None, "locked"),
            ("a locked door", "the porter tries to check it in", porter(), "checked_in"),
        ] {
            assert_eq!(read(given, when), Some((role, state.to_owned())), "{given}: {when}");
        }
        for (given, when) in [
            ("a key of a shut door", "a porter locks it"),
            ("a shut door", "a visitor locks it"),
            ("a shut door", "a porter paints it"),
            ("a shut door", "a porter checks it"),
        ] {
            assert_eq!(read(given, when), None, "{given}: {when}");
        }
    }
}
