//! What has to come of it: a status, a code, values of members, numbers that move, what stays as it was.

use super::given::{states_of, value_of};
use super::phrase::{Phrase, number};
use super::subject::Subject;
use crate::api::{Api, Resource, Sort};
use serde_json::{Value, json};

/// One thing that has to be so afterwards.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// The answer has this status.
    Status(u16),
    /// It is refused, in whatever way.
    Refused,
    /// The answer names this code.
    Code(String),
    /// A member of an object is this value.
    Is(Whose, String, Value),
    /// A member is the same as another one.
    Same(Whose, String, String),
    /// A member is some value.
    Set(Whose, String),
    /// A member tells who called.
    Caller(Whose, String),
    /// A number is so much higher or lower.
    Moves(Whose, String, i64),
    /// What the request does not name stays as it was.
    OthersStay,
    /// Nothing changes.
    NothingChanges,
    /// A header of the answer is the value of a member.
    Header(String, String),
    /// All objects of a list have this value.
    Only(String, Value),
}

/// The object of which something has to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What is made or acted on.
    Own,
    /// What a new object is for.
    Parent,
}

/// What a consequence says, and whether all of it is understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consequence {
    /// What is understood.
    pub all: Vec<Then>,
    /// The clauses that are not.
    pub left: Vec<String>,
}

impl Consequence {
    /// Whether an object has to be looked at afterwards.
    pub fn needs(&self, wanted: Whose) -> bool {
        self.all.iter().any(|then| match then {
            Then::Is(whose, ..)
            | Then::Same(whose, ..)
            | Then::Set(whose, _)
            | Then::Caller(whose, _)
            | Then::Moves(whose, ..) => *whose == wanted,
            Then::OthersStay | Then::NothingChanges | Then::Header(..) => true,
            Then::Status(_) | Then::Refused | Then::Code(_) | Then::Only(..) => false,
        })
    }
}

/// Words around what an answer is.
const ANSWERS: &[&str] = &[
    "the response",
    "the answer",
    "response",
    "answer",
    "answers",
    "returns",
    "return",
    "responds",
    "status",
    "http",
    "system",
    "server",
    "service",
    "api",
    "must",
    "shall",
    "should",
    "will",
    "get",
    "gets",
    "receive",
    "receives",
    "code",
    "error",
    "also",
    "fails",
    "fail",
    "request",
    "conflict",
    "forbidden",
    "not found",
    "gone",
    "created",
    "ok",
    "unprocessable",
    "bad request",
    "no content",
    "unauthorized",
    "case",
    "attempt",
    "respond",
    "succeeds",
    "client",
    "try",
    "too",
    "both",
    "always",
    "member",
    "caller",
    "they",
];
const REFUSED: &[&str] = &[
    "refused",
    "rejected",
    "denied",
    "refuse",
    "reject",
    "refuses",
    "rejects",
    "not allowed",
    "not possible",
    "fails",
];
const OTHERS: &[&str] = &["fields", "members", "values", "attributes", "properties"];
const STAY: &[&str] = &[
    "keep their values",
    "keep their value",
    "stay unchanged",
    "remain unchanged",
    "are unchanged",
    "are not changed",
    "do not change",
    "stay as they are",
    "stay as they were",
    "remain as they were",
    "are kept",
    "stay the same",
    "remain the same",
    "keep theirs",
    "are left alone",
    "are left unchanged",
    "are left untouched",
    "untouched",
];
const NOTHING: &[&str] = &[
    "nothing is changed",
    "nothing changes",
    "nothing was changed",
    "nothing has changed",
    "changes nothing",
    "without changing anything",
    "is not changed",
    "is left unchanged",
    "is unchanged",
    "remains unchanged",
    "stays unchanged",
    "does not change",
    "stays as it was",
    "stays as it is",
    "remains as it was",
];

/// Reads a consequence for an operation with its subject.
pub fn read(api: &Api, subject: &Subject, then: &str) -> Consequence {
    let mut found = Consequence::default();
    for clause in clauses(then) {
        match of_clause(api, subject, &clause) {
            Some(all) => found.all.extend(all),
            None => found.left.push(clause),
        }
    }
    // Of several statuses it is not certain which one is meant.
    let statuses: Vec<u16> = found
        .all
        .iter()
        .filter_map(|then| if let Then::Status(status) = then { Some(*status) } else { None })
        .collect();
    if statuses.len() > 1 {
        found.all.retain(|then| !matches!(then, Then::Status(_) | Then::Refused));
        found.left.push("several statuses".to_owned());
    } else if statuses.len() == 1 {
        found.all.retain(|then| *then != Then::Refused);
    }
    found
}

/// The clauses of a consequence; what stands behind a colon explains it.
fn clauses(then: &str) -> Vec<String> {
    let then = match then.split_once(": ") {
        Some((before, _)) if before.chars().any(|c| c.is_ascii_digit()) => before,
        _ => then,
    };
    let parts = then
        .split([',', ';', '(', ')'])
        .flat_map(|part| part.split(". "))
        .flat_map(|part| part.split(" and "));
    parts
        .map(|part| part.trim().trim_start_matches("and ").trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

fn of_clause(api: &Api, subject: &Subject, clause: &str) -> Option<Vec<Then>> {
    let mut phrase = Phrase::new(clause);
    if phrase.take_any(STAY) {
        let others =
            phrase.take("other") || phrase.take("others") || phrase.take("rest") || phrase.take("all other");
        phrase.take_any(OTHERS);
        return (others && phrase.left().is_empty()).then(|| vec![Then::OthersStay]);
    }
    if phrase.take("nothing else changes") || phrase.take("nothing else is changed") {
        return phrase.left().is_empty().then(|| vec![Then::OthersStay]);
    }
    if let Subject::List { resource } = subject {
        if let Some(then) = only(api, &api.resources[*resource], &mut phrase) {
            return phrase.left().is_empty().then(|| vec![then]);
        }
    }
    let mut found = Vec::new();
    if let Some(then) = member(api, subject, &mut phrase) {
        found.push(then);
        for resource in subject.resources(api) {
            phrase.take_name(&resource.name);
        }
        return phrase.left().is_empty().then_some(found);
    }
    if let Some(then) = header(api, subject, &mut phrase) {
        return phrase.left().is_empty().then(|| vec![then]);
    }
    if phrase.take_any(NOTHING) {
        for resource in subject.resources(api) {
            phrase.take_name(&resource.name);
        }
        return phrase.left().is_empty().then(|| vec![Then::NothingChanges]);
    }
    // The code first: it may be a word that would otherwise say something.
    if let Some(code) = code(clause) {
        phrase.take(&code.to_lowercase());
        found.push(Then::Code(code));
    }
    let status = phrase.words().into_iter().find_map(|word| {
        let number = word.parse::<u16>().ok().filter(|_| word.len() == 3)?;
        (200..600).contains(&number).then_some((word.to_owned(), number))
    });
    if let Some((word, status)) = status {
        phrase.take(&word);
        found.push(Then::Status(status));
    }
    if found.is_empty()
        && let Some(then) = state(api, subject, &mut phrase)
    {
        for resource in subject.resources(api) {
            phrase.take_name(&resource.name);
        }
        phrase.take_any(&["status", "state"]);
        return phrase.left().is_empty().then(|| vec![then]);
    }
    if phrase.take_any(REFUSED) {
        found.push(Then::Refused);
    }
    while phrase.take_any(ANSWERS) {}
    for resource in subject.resources(api) {
        phrase.take_name(&resource.name);
    }
    for role in &api.roles {
        phrase.take_name(role);
    }
    (phrase.left().is_empty() && !found.is_empty()).then_some(found)
}

/// "only `red` doors are returned", "every returned door has `colour` `red`".
fn only(api: &Api, resource: &Resource, phrase: &mut Phrase) -> Option<Then> {
    let mut trial = phrase.clone();
    let all =
        trial.take_any(&["only", "exclusively", "nothing but"]) || trial.take_any(&["all", "every", "each"]);
    if !all || trial.has("not") || trial.has("own") {
        return None;
    }
    while trial.take_any(&[
        "returned", "listed", "shown", "returns", "lists", "shows", "response", "result", "results",
        "contains", "contain", "list", "answer", "gets", "sees", "see", "get",
    ]) {}
    trial.take_name(&resource.name);
    let found = api.members(resource).into_iter().find_map(|name| {
        let Sort::Choice(words) = &api.field_of(resource, &name)?.rule.sort else { return None };
        let mut said = words.iter().filter(|word| trial.has(&word.to_lowercase()));
        let word = said.next().filter(|_| said.next().is_none())?.clone();
        Some((name, word))
    })?;
    let (name, word) = found;
    trial.take(&word.to_lowercase());
    trial.take(&name.to_lowercase());
    *phrase = trial;
    Some(Then::Only(name, json!(word)))
}

/// "sends the visitor to the `target` in a `Location` header", "redirects to `target`".
fn header(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let leads = phrase.has("location") || phrase.words().iter().any(|word| word.starts_with("redirect"));
    let (_, _, name) = member_named(api, subject, phrase).filter(|_| leads)?;
    phrase.take(&name.to_lowercase());
    while phrase.take_any(&[
        "location",
        "header",
        "redirects",
        "redirect",
        "redirected",
        "sends",
        "send",
        "visitor",
        "visitors",
        "user",
        "users",
        "client",
        "clients",
        "browser",
        "caller",
        "forwards",
        "leads",
        "request",
        "requests",
        "get",
        "points",
        "holds",
        "contains",
        "must",
        "shall",
    ]) {}
    // The operation itself may stand at the start.
    for word in phrase.words().into_iter().map(str::to_owned).collect::<Vec<_>>() {
        if word.starts_with('/') {
            phrase.take(&word);
        }
    }
    Some(Then::Header("Location".to_owned(), name))
}

/// `code already_booked`, `error code NOT_FOUND`, `out_of_stock`.
fn code(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| !word.is_empty())
        .collect();
    let named = words.windows(2).find_map(|pair| {
        let said = pair[0].eq_ignore_ascii_case("code") && pair[1].starts_with(|c: char| c.is_alphabetic());
        (said && !["of", "is", "the", "and"].contains(&pair[1])).then(|| pair[1].to_owned())
    });
    // A word with underscores beside a status is a code.
    let has_status = words.iter().any(|word| word.len() == 3 && word.parse::<u16>().is_ok());
    let spelled =
        words.iter().filter(|_| has_status).find(|word| word.contains('_')).map(|word| (*word).to_owned());
    named.or(spelled)
}

/// "its status is `cancelled`", "the booking is confirmed".
fn state(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    if phrase.has("not") || phrase.has("no") {
        return None;
    }
    let whose = |own: bool| if own { Whose::Own } else { Whose::Parent };
    let resources = match subject {
        Subject::Item { resource } | Subject::List { resource } => vec![(true, *resource)],
        Subject::New { own, parent } => {
            [(true, *own)].into_iter().chain(parent.iter().map(|(at, _)| (false, *at))).collect()
        }
    };
    let named: Vec<(bool, usize)> = resources
        .iter()
        .copied()
        .filter(|(_, at)| phrase.clone().take_name(&api.resources[*at].name))
        .collect();
    for (own, at) in if named.is_empty() { resources } else { named } {
        let Some((name, states)) = states_of(api, &api.resources[at]) else { continue };
        let mut said: Vec<String> = Vec::new();
        for state in states {
            if phrase.take(&state.to_lowercase())
                || phrase.take(&state.to_lowercase().replace(['_', '-'], " "))
            {
                said.push(state);
            }
        }
        if let [one] = said.as_slice() {
            for verb in [
                "becomes", "become", "changes", "set", "sets", "marked", "marks", "mark", "goes", "turns",
                "stays", "remains",
            ] {
                phrase.take(verb);
            }
            phrase.take_name(&name);
            return Some(Then::Is(whose(own), name, json!(one)));
        }
        if !said.is_empty() {
            return None;
        }
    }
    None
}

/// What is said about a member.
fn member(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let (whose, resource, name) = member_named(api, subject, phrase)?;
    let lower = name.to_lowercase();
    let facts = api.field_of(resource, &name);
    let sort = facts.map_or(Sort::Unknown, |facts| facts.rule.sort.clone());
    let mut trial = phrase.clone();
    // "of the class" tells whose it is.
    for other in subject.resources(api) {
        let name = &other.name;
        let _ = trial.take(&format!("of the {name}"))
            || trial.take(&format!("of its {name}"))
            || trial.take(&format!("of a {name}"));
    }
    for end in [
        "the caller",
        "the requester",
        "the requesting user",
        "the current user",
        "the authenticated user",
        "whoever called",
        "caller",
        "the user who calls",
    ] {
        if trial.has(end) && trial.take(&lower) {
            trial.take(end);
            trial.take_any(&["set", "sets", "is", "to"]);
            *phrase = trial;
            return Some(Then::Caller(whose, name));
        }
    }
    if let Some(by) = moved(&mut trial, &lower) {
        *phrase = trial;
        return Some(Then::Moves(whose, name, by));
    }
    for link in [
        "stays at",
        "stays",
        "remains at",
        "remains",
        "is still",
        "is now",
        "equals",
        "is equal to",
        "becomes",
        "is set to",
        "set to",
        "is",
        "to",
    ] {
        let mut here = trial.clone();
        let Some(said) = here.take_after(&format!("{lower} {link}")) else { continue };
        if let Some(value) = value_of(&sort, &said) {
            here.take_any(&["set", "sets"]);
            *phrase = here;
            return Some(Then::Is(whose, name, value));
        }
        let other =
            api.members(resource).into_iter().find(|other| other.to_lowercase() == said && *other != name);
        if let Some(other) = other.filter(|_| link.contains("equal")) {
            *phrase = here;
            return Some(Then::Same(whose, name, other));
        }
    }
    for form in ["is set", "is filled", "is recorded", "is not null", "is filled in"] {
        if trial.take(&format!("{lower} {form}")) {
            *phrase = trial;
            return Some(Then::Set(whose, name));
        }
    }
    None
}

/// By how much a number is said to go up or down.
fn moved(phrase: &mut Phrase, member: &str) -> Option<i64> {
    const UP: &[&str] = &[
        "goes up",
        "rises",
        "increases",
        "is increased",
        "is raised",
        "grows",
        "is incremented",
        "is counted up",
    ];
    const DOWN: &[&str] = &[
        "goes down",
        "falls",
        "drops",
        "decreases",
        "is decreased",
        "is reduced",
        "is lowered",
        "is decremented",
        "shrinks",
        "is counted down",
    ];
    for (forms, sign) in [(UP, 1), (DOWN, -1)] {
        for form in forms {
            if let Some(by) = phrase.take_after(&format!("{member} {form} by")) {
                return number(&by).map(|by| sign * by);
            }
            if form.contains("ment") && phrase.take(&format!("{member} {form}")) {
                return Some(sign);
            }
        }
        let word = if sign > 0 { ["higher", "more", "greater"] } else { ["lower", "less", "fewer"] };
        for end in word {
            if phrase.take(&format!("{member} is one {end}")) || phrase.take(&format!("{member} is 1 {end}"))
            {
                return Some(sign);
            }
        }
    }
    for (verbs, sign) in [
        (["increases", "raises", "increments", "increase", "raise", "increment"], 1),
        (["decreases", "lowers", "decrements", "decrease", "lower", "decrement"], -1),
    ] {
        for verb in verbs {
            for article in ["", "the "] {
                if let Some(by) = phrase.take_after(&format!("{verb} {article}{member} by")) {
                    return number(&by).map(|by| sign * by);
                }
                if verb.contains("ment") && phrase.take(&format!("{verb} {article}{member}")) {
                    return Some(sign);
                }
            }
        }
    }
    for (start, sign) in [("adds", 1), ("add", 1), ("subtracts", -1), ("takes", -1)] {
        for link in ["to", "from"] {
            for by in ["one", "two", "1", "2"] {
                if phrase.take(&format!("{start} {by} {link} {member}")) {
                    return number(by).map(|by| sign * by);
                }
            }
        }
    }
    None
}

/// The member that a clause names as it is written, with whose it is.
fn member_named<'a>(
    api: &'a Api,
    subject: &Subject,
    phrase: &Phrase,
) -> Option<(Whose, &'a Resource, String)> {
    let (own, parent) = match subject {
        Subject::Item { resource } | Subject::List { resource } => (*resource, None),
        Subject::New { own, parent } => (*own, parent.as_ref().map(|(at, _)| *at)),
    };
    let mut places: Vec<(Whose, usize)> = vec![(Whose::Own, own)];
    places.extend(parent.map(|at| (Whose::Parent, at)));
    // "of the class" comes before what is nearer.
    places.sort_by_key(|(_, at)| {
        let name = &api.resources[*at].name;
        !(phrase.has(&format!("of the {name}")) || phrase.has(&format!("of its {name}")))
    });
    places.into_iter().find_map(|(whose, at)| {
        let resource = &api.resources[at];
        let names = api.members(resource).into_iter().filter(|name| phrase.has(&name.to_lowercase()));
        // Of `state` and `state_reason` the longer one is meant; what a state is called stands for itself.
        let name = names.max_by_key(String::len)?;
        let is_state = states_of(api, resource).is_some_and(|(state, _)| state == name);
        (!is_state || phrase.has("set")).then_some((whose, resource, name))
    })
}
