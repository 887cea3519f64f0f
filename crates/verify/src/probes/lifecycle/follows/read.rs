//! Sentences that tell what becomes of what belongs to an object: what is done to that, and what each of the others then is.

use super::{Between, Deed, Follows};
use crate::api::{Api, Link, Resource, Sentence, operations_of, reference_to, state_setter};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;
use serde_json::Value;

// `FR-3:` and the like before a sentence
pattern!(LABEL, r"^\W*[a-z]{1,5}[-. ]?\d+[a-z]?\s*[:.)]\s+");
// "when a course is cancelled, …"
pattern!(
    WHEN,
    r"^\W*(?:when|whenever|once|as soon as|after|if)\s+(?:an?|the|any)\s+([a-z][a-z_ -]*?)\s+(?:is|was|has been|gets)\s+([a-z]+),\s+(.+)$"
);
// "cancelling a course sets its open bookings to void"
pattern!(DOING, r"^\W*([a-z]+ing)\s+(?:an?|the|any)\s+(.+)$");
// "setting `sunk` to `true` cancels …", "when `sunk` of a boat is set to `true`, …"
pattern!(
    SETTING,
    r"^\W*(?:setting|changing|switching)\s+(?:the\s+|its\s+)?([a-z][a-z0-9_]*)(?:\s+of\s+(?:an?|the)\s+[a-z ]+?)?\s+to\s+([a-z0-9_]+)\s+(.+)$"
);
pattern!(
    WHEN_SET,
    r"^\W*(?:when|whenever|once|as soon as)\s+(?:the\s+)?([a-z][a-z0-9_]*)(?:\s+of\s+(?:an?|the)\s+[a-z ]+?)?\s+(?:is|gets|was|has been)\s+set\s+to\s+([a-z0-9_]+),\s+(.+)$"
);
// "its open bookings become void", "every booking on it that is not void yet must become void as well"
pattern!(
    BECOME,
    r"^(?:then\s+)?(?:(?:all|any|each|every)\s+(?:of\s+)?(?:its\s+|the\s+|their\s+)?|its\s+|the\s+|their\s+)(?:still\s+)?([a-z][a-z_ -]*?)(?:\s+(?:that|which)\s+(?:is|are)\s+not\s+(?:yet\s+|already\s+)?([a-z_]+)(?:\s+yet|\s+already)?)?(?:\s+(?:must|shall|will))?\s+(?:also\s+|then\s+)?(?:becomes?|be|are|is|turns?|goes|go|moves?|changes?|falls?)(?:\s+(?:set|moved|marked|changed|put|back))*(?:\s+(?:to|into|as))?\s+(?:the\s+(?:state|status)\s+)?([a-z][a-z_-]*)((?:\s+(?:again|too|also|as|well|with|it|at|once|in|the|same|step|time|moment|immediately|automatically|then))*)$"
);
// "makes its bags available again", "sets its open bookings to void"
pattern!(
    MAKE,
    r"^(?:also\s+|then\s+)?(?:makes?|sets?|turns?|moves?|changes?|marks?|puts?|brings?|returns?|switch(?:es)?)\s+(?:(?:all|any|each|every)\s+(?:of\s+)?(?:its\s+|the\s+|their\s+)?|its\s+|the\s+|their\s+)([a-z][a-z_ -]*?)\s+(?:back\s+)?(?:(?:to|into|as)\s+)?(?:the\s+(?:state|status)\s+)?([a-z][a-z_-]*)((?:\s+(?:again|too|also|as|well|with|it|at|once|in|the|same|step|time|moment|immediately|automatically|then))*)$"
);
// "releases all its active holds", "cancels all open trips of the boat in the same step"
pattern!(
    DOES,
    r"^(?:also\s+|then\s+)?([a-z]+s)\s+(?:(?:all|any|each|every)\s+(?:of\s+)?(?:its\s+|the\s+|their\s+)?|its\s+|the\s+|their\s+)(?:still\s+)?([a-z][a-z_ -]*?)((?:\s+(?:again|too|also|as|well|with|it|at|once|in|the|same|step|time|moment|immediately|automatically|then))*)$"
);
// "when a clerk cancels a course, the system shall also void each booking of it that is not yet void"
pattern!(
    SHALL,
    r"^\W*when(?:ever)?\s+(?:an?|the)\s+[a-z -]{2,24}?\s+([a-z]+s)\s+(?:an?|the)\s+([a-z][a-z -]*?),?\s+the\s+(?:system|service)\s+(?:shall|must|will)\s+(?:also\s+)?([a-z]+)\s+(?:each|every|all)\s+(?:of\s+)?(?:its\s+|the\s+)?([a-z][a-z -]*?)(?:\s+(?:of|in|for|on)\s+(?:it|that\s+[a-z]+))?(?:\s+(?:that|which)\s+(?:is|are)\s+not\s+(?:yet\s+|already\s+)?([a-z_]+))?$"
);

/// What is done, and to what.
struct Event {
    deed: Deed,
    number: usize,
    first: Option<String>,
    parent: usize,
}

/// What becomes of what, as a clause tells it.
struct Effect {
    child: usize,
    several: bool,
    from: Vec<String>,
    to: String,
}

/// What a sentence says to follow.
pub fn read(api: &Api, sentence: &Sentence) -> Vec<Follows> {
    let plain = sentence.plain.trim().trim_end_matches('.');
    if !sentence.cells.is_empty() || plain.len() > 300 || hedge::is_done_elsewhere(plain) {
        return Vec::new();
    }
    let plain = LABEL.find(plain).and_then(|label| plain.get(label.end()..)).unwrap_or(plain);
    let Some((event, rest, told)) = event(api, sentence.spec, plain) else { return Vec::new() };
    // What holds in some cases alone is not known to hold in this one.
    if hedge::is_conditional(&rest.replace("at once", "")) {
        return Vec::new();
    }
    let clauses = rest.split([';', ',']).flat_map(|clause| clause.split(" and "));
    let effects = clauses.filter_map(|clause| effect(api, event.parent, clause.trim(), told));
    let follows = |effect: Effect| {
        let (parent, child) = (&api.resources[event.parent], &api.resources[effect.child]);
        let between = between(api, parent, child, effect.several)?;
        Some(Follows {
            deed: event.deed.clone(),
            number: event.number,
            first: event.first.clone(),
            parent: event.parent,
            child: effect.child,
            between,
            from: effect.from,
            to: effect.to,
        })
    };
    effects.filter_map(follows).collect()
}

/// How a clause tells what becomes of things.
#[derive(Clone, Copy)]
enum Told {
    /// They become something.
    Become,
    /// What is done does something to them.
    Does,
    /// The system shall do something to them.
    Shall,
}

/// What a sentence says to be done, what it says of what follows, and how.
fn event(api: &Api, spec: usize, plain: &str) -> Option<(Event, String, Told)> {
    let part = |found: &regex::Captures, at: usize| found.get(at).map_or("", |one| one.as_str()).to_owned();
    if let Some(found) = SHALL.captures(plain) {
        let (first, parent) = thing(api, &part(&found, 2))?;
        let (deed, number) = deed(api, spec, &part(&found, 1), parent)?;
        let unless = match part(&found, 5) {
            none if none.is_empty() => none,
            state => format!(" that is not {state}"),
        };
        let rest = format!("{} each {}{unless}", part(&found, 3), part(&found, 4));
        return Some((Event { deed, number, first, parent }, rest, Told::Shall));
    }
    if let Some(found) = WHEN_SET.captures(plain).or_else(|| SETTING.captures(plain)) {
        let (member, value) = (part(&found, 1), part(&found, 2));
        let told = if WHEN_SET.is_match(plain) { Told::Become } else { Told::Does };
        let (parent, number) = setter(api, spec, &member)?;
        let value = match value.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => Value::String(text.to_owned()),
        };
        let event = Event { deed: Deed::Sets(member, value), number, first: None, parent };
        return Some((event, part(&found, 3), told));
    }
    if let Some(found) = WHEN.captures(plain) {
        let (first, parent) = thing(api, &part(&found, 1))?;
        let (deed, number) = deed(api, spec, &part(&found, 2), parent)?;
        return Some((Event { deed, number, first, parent }, part(&found, 3), Told::Become));
    }
    let found = DOING.captures(plain)?;
    let behind = part(&found, 2);
    // "a confirmed order makes …": the thing ends before the verb.
    let ends = behind.match_indices(' ').map(|(at, _)| at).take(4);
    let (at, (first, parent)) = ends.filter_map(|at| Some((at, thing(api, behind.get(..at)?)?))).next()?;
    let (deed, number) = deed(api, spec, &part(&found, 1), parent)?;
    Some((Event { deed, number, first, parent }, behind.get(at..)?.trim().to_owned(), Told::Does))
}

/// The thing that a text names, with the state in which it is.
fn thing(api: &Api, text: &str) -> Option<(Option<String>, usize)> {
    let at = |name: &str| {
        api.resources
            .iter()
            .position(|resource| resource.name == name || words::singular(name) == resource.name)
    };
    if let Some(parent) = at(text) {
        return Some((None, parent));
    }
    let (state, name) = text.split_once(' ')?;
    let parent = at(name)?;
    let (_, states) = api.states_of(&api.resources[parent])?;
    states.iter().any(|known| known == state).then(|| (Some(state.to_owned()), parent))
}

/// The state of a thing that a verb brings about.
fn brought(api: &Api, verb: &str, resource: &Resource) -> Option<String> {
    let (_, states) = api.states_of(resource)?;
    let bases: Vec<String> =
        words::bases(verb).into_iter().chain([words::singular(verb), verb.to_owned()]).collect();
    let is = |state: &&String| bases.iter().any(|base| words::brings(base, state) || base == *state);
    let mut found = states.iter().filter(is);
    found.next().filter(|_| found.next().is_none()).cloned()
}

/// What a verb does to a thing: an operation of its own, or a change of its state.
fn deed(api: &Api, spec: usize, verb: &str, parent: usize) -> Option<(Deed, usize)> {
    let resource = &api.resources[parent];
    let into =
        brought(api, verb, resource).filter(|state| api.states.edges().iter().any(|edge| edge.to == *state));
    let bases: Vec<String> = words::bases(verb).into_iter().chain([words::singular(verb)]).collect();
    let own = bases.iter().find_map(|base| {
        match operations_of(api, spec, &format!("{base} a {}", resource.name)).ok()?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    });
    // What is gone has no state any more.
    if own.is_some_and(|own| api.operations[own].method == "DELETE") {
        return None;
    }
    let own = own.filter(|own| !api.operations[*own].is_safe());
    let acts = |own: &usize| {
        !api.operations[*own].path.ends_with_parameter() && !api.is_creation(&api.operations[*own])
    };
    let setter = || state_setter(api, resource).map(|(number, _)| number).or_else(|| api.moving(parent));
    // What takes a request that may say something else does this with some of them alone.
    let named = |own: &usize| {
        let last = api.operations[*own].path.last_literal().unwrap_or_default().to_lowercase();
        bases.contains(&last) || into.is_none() && api.operations[*own].request.is_none()
    };
    match (own.filter(acts).filter(named), &into) {
        (Some(own), _) => Some((Deed::Call, own)),
        (None, Some(state)) => Some((Deed::Into(state.clone()), own.or_else(setter)?)),
        (None, None) => None,
    }
}

/// The one thing that has a member, and the operation that changes it.
fn setter(api: &Api, spec: usize, member: &str) -> Option<(usize, usize)> {
    let has = |at: &usize| {
        let resource = &api.resources[*at];
        let own = resource.create.is_some_and(|create| api.operations[create].is_of(spec));
        own && !resource.updates.is_empty() && api.members(resource).iter().any(|known| known == member)
    };
    let mut all = (0..api.resources.len()).filter(has);
    let parent = all.next().filter(|_| all.next().is_none())?;
    Some((parent, *api.resources[parent].updates.first()?))
}

/// How what follows is found: it belongs to the other one, that one refers to it, or lists it.
fn between(api: &Api, parent: &Resource, child: &Resource, several: bool) -> Option<Between> {
    if Link::between(api, child, parent).is_some() {
        return Some(Between::Belongs);
    }
    let referred = || reference_to(&api.operations[parent.create?], child).map(Between::Referred);
    let listed = || {
        let names = api.members(parent);
        let is = |name: &&String| {
            let name = name.to_lowercase();
            words::singular(&name) == child.name && name != child.name
        };
        names.iter().find(is).cloned().map(Between::Listed)
    };
    if several { listed() } else { referred() }
}

/// What a clause says to become of things.
fn effect(api: &Api, parent: usize, clause: &str, told: Told) -> Option<Effect> {
    let part = |found: &regex::Captures, at: usize| found.get(at).map_or("", |one| one.as_str()).to_owned();
    // "every booking of the course" is each of its own.
    let name = &api.resources[parent].name;
    let whose = ["it", "them", &format!("the {name}"), &format!("that {name}")]
        .iter()
        .flat_map(|whose| ["of", "in", "for", "on", "at"].map(|of| format!(" {of} {whose}")))
        .find_map(|whose| {
            let at = clause.find(&whose)?;
            let ends = clause.get(at + whose.len()..)?;
            (ends.is_empty() || ends.starts_with(' ')).then(|| clause.replacen(&whose, "", 1))
        });
    let clause = whose.as_deref().unwrap_or(clause);
    let (who, unless, to) = match told {
        Told::Become => {
            let found = BECOME.captures(clause)?;
            (part(&found, 1), part(&found, 2), Some(part(&found, 3)))
        }
        Told::Does | Told::Shall => match MAKE.captures(clause) {
            Some(found) => (part(&found, 1), String::new(), Some(part(&found, 2))),
            None => {
                let (clause, unless) = clause.split_once(" that is not ").unwrap_or((clause, ""));
                let verb = clause.split(' ').next().unwrap_or_default();
                // "void each booking" of a system, "voids each booking" of a deed
                let clause = match told {
                    Told::Shall => clause.replacen(verb, &format!("{verb}s"), 1),
                    _ => clause.to_owned(),
                };
                let found = DOES.captures(&clause)?;
                let verb = part(&found, 1);
                let (child, ..) = things(api, &part(&found, 2))?;
                let verb = verb.strip_suffix('s').filter(|_| matches!(told, Told::Shall)).unwrap_or(&verb);
                let to = brought(api, verb, &api.resources[child])?;
                (part(&found, 2), unless.to_owned(), Some(to))
            }
        },
    };
    let to = to?;
    let (child, several, before) = things(api, &who)?;
    let (_, states) = api.states_of(&api.resources[child])?;
    let mut from = match before.as_str() {
        "" => Vec::new(),
        said => match states_said(api, child, &states, said) {
            from if from.is_empty() => return None,
            from => from,
        },
    };
    if !unless.is_empty() {
        if unless != to {
            return None;
        }
        from = states.iter().filter(|state| **state != to).cloned().collect();
    }
    (child != parent && states.contains(&to) && !from.contains(&to)).then_some(Effect {
        child,
        several,
        from,
        to,
    })
}

/// The things that a text names, whether they are several, and what is said before them.
fn things(api: &Api, who: &str) -> Option<(usize, bool, String)> {
    let at = |name: &str| {
        api.resources
            .iter()
            .position(|resource| resource.name == name || words::singular(name) == resource.name)
    };
    let several = |name: &str, child: usize| api.resources[child].name != name;
    if let Some(child) = at(who) {
        return Some((child, several(who, child), String::new()));
    }
    let (before, last) = who.rsplit_once(' ')?;
    let child = at(last)?;
    Some((child, several(last, child), before.to_owned()))
}

/// The states that words before a thing mean: one of its own, or those that a word is said to stand for.
fn states_said(api: &Api, child: usize, states: &[String], said: &str) -> Vec<String> {
    let own: Vec<String> = said
        .split(" or ")
        .filter_map(|word| states.iter().find(|state| *state == word.trim()).cloned())
        .collect();
    if own.is_empty() { api.states_called(&api.resources[child], said) } else { own }
}

#[cfg(test)]
mod tests {
    use super::super::Deed;
    use crate::testing::{self, Setup};

    fn read(line: &str) -> Vec<String> {
        let text = format!(
            "# Courses\n\n## Data model\n\n### Course\n\n- `id`: string, read-only\n- `title`: string, required\n- `status`: enum `planned` | `running` | `cancelled`, read-only\n- `closed`: boolean\n- `room_id`: string, required\n\n### Room\n\n- `id`: string, read-only\n- `name`: string, required\n- `state`: enum `free` | `blocked`, read-only\n\n### Booking\n\n- `id`: string, read-only\n- `course_id`: string, required\n- `status`: enum `held` | `kept` | `void`, read-only\n\n\
             ## API\n\n- `POST /rooms` adds a room\n- `GET /rooms/{{id}}` reads one\n- `POST /courses` adds a course\n- `GET /courses/{{id}}` reads one\n- `PATCH /courses/{{id}}` changes one\n- `POST /courses/{{id}}/cancel` cancels one\n- `POST /bookings` adds a booking\n- `GET /bookings/{{id}}` reads one\n\n## Rules\n\n\
             A booking is waiting while it is `held` or `kept`.\n\n{line}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        let last = facts.api.sentences.last().unwrap();
        let shown = |follows: super::Follows| {
            let deed = match &follows.deed {
                Deed::Call => facts.api.operations[follows.number].title(),
                Deed::Into(state) => format!("into {state}"),
                Deed::Sets(member, value) => format!("{member}={value}"),
            };
            let first = follows.first.map_or(String::new(), |first| format!("{first}: "));
            format!("{first}{deed} {} > {}", follows.from.join("+"), follows.to)
        };
        super::read(&facts.api, last).into_iter().map(shown).collect()
    }

    #[test]
    fn what_becomes_of_what_belongs_to_it() {
        for line in [
            "When a course is cancelled, its `held` bookings become `void`; decided ones stay as they are.",
            "Once a course was cancelled, the held bookings are set to void.",
            "Cancelling a course sets its held bookings to `void`.",
            "Cancelling a course voids all its held bookings.",
            "Cancelling a course makes its held bookings `void` again, with `seat` back to `null`.",
        ] {
            assert_eq!(read(line), ["POST /courses/{id}/cancel held > void"], "{line}");
        }
        for line in [
            "When a course is cancelled, its waiting booking is void.",
            "WHEN a clerk cancels a course THE SYSTEM SHALL also void each booking of it that is not yet void.",
            "**FR-6**: When a course is cancelled, every booking on it that is not void yet MUST become `void` as well.",
        ] {
            assert_eq!(read(line), ["POST /courses/{id}/cancel held+kept > void"], "{line}");
        }
        assert_eq!(
            read("When a course is cancelled, all its bookings become `void`."),
            ["POST /courses/{id}/cancel  > void"]
        );
        assert_eq!(
            read("Cancelling a running course voids all bookings of it at once."),
            ["running: POST /courses/{id}/cancel  > void"]
        );
    }

    #[test]
    fn what_becomes_of_what_it_refers_to_and_what_a_value_brings_about() {
        assert_eq!(
            read("When a course is cancelled, its room becomes `free`."),
            ["POST /courses/{id}/cancel  > free"]
        );
        for line in [
            "Setting `closed` to `true` voids all `held` bookings of the course in the same step.",
            "When `closed` is set to `true`, its held bookings become `void`.",
        ] {
            assert_eq!(read(line), ["closed=true held > void"], "{line}");
        }
    }

    #[test]
    fn what_holds_in_some_cases_or_is_no_state() {
        for line in [
            "WHEN a clerk cancels a course THE SYSTEM SHALL also tell each guest of it.",
            "When a course is cancelled, its guests become sad.",
            "When a course is full, its held bookings become `void`.",
            "When a course is cancelled, its old bookings become `void`.",
            "When a course is cancelled, its bookings become `void`, unless they are paid.",
            "When a course is cancelled, its bookings become `void` a day later.",
            "Cancelling a course voids all its bookings of that day.",
            "Cancelling a cheap course voids all its bookings.",
            "Setting `closed` to `true` tells all guests of the course.",
        ] {
            assert!(read(line).is_empty(), "{line}: {:?}", read(line));
        }
    }
}
