//! What has to come of it: a status, a code, values of members, numbers that move, what stays as it was.

mod further;
mod member;

use super::given::states_of;
use super::phrase::Phrase;
use super::subject::Subject;
use crate::api::{Api, Resource, Sort};
use crate::words;
pub use further::link_to;
use member::{member, member_named, state};
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
    /// A member stays as it was.
    Stays(Whose, String),
    /// A moment or a number is later or higher than it was.
    Renewed(Whose, String),
    /// Nothing changes.
    NothingChanges,
    /// A header of the answer is the value of a member.
    Header(String, String),
    /// The answer says where the object is: an address whose braces stand for its members.
    Located(String),
    /// The first of those in one state comes into another.
    Promotes(String, String),
    /// All objects of a list have this value.
    Only(String, Value),
    /// Objects in this state are not listed.
    Without(String, String),
    /// A member is what the request says in another one.
    Kept(Whose, String, String),
    /// What belongs to it of a resource has this value, whatever state it was in; or those beside it, where that is its own.
    Belongs(usize, String, Value, Option<String>),
    /// Nothing of a resource belongs to it any more.
    Emptied(usize),
    /// It is there no more.
    Gone,
}

/// The object of which something has to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What is made or acted on.
    Own,
    /// What a new object is for.
    Parent,
    /// What it refers to, of this resource.
    Other(usize),
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
            | Then::Stays(whose, _)
            | Then::Renewed(whose, _)
            | Then::Kept(whose, ..)
            | Then::Moves(whose, ..) => *whose == wanted,
            Then::OthersStay | Then::NothingChanges | Then::Header(..) | Then::Located(_) => true,
            Then::Status(_)
            | Then::Refused
            | Then::Code(_)
            | Then::Only(..)
            | Then::Without(..)
            | Then::Emptied(_)
            | Then::Belongs(..)
            | Then::Gone
            | Then::Promotes(..) => false,
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
    "answered",
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
    "second time",
    "second",
    "repeated",
    "duplicate",
    "new",
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
    "change nothing",
    "leave it as it is",
    "leaves it as it is",
    "leaves it unchanged",
    "leave it unchanged",
    "stays there",
    "is kept",
    "is still there",
    "keeps it",
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

const STATE_STAYS: &[&str] = &[
    "leave the status as it is",
    "leave the state as it is",
    "leaves the status as it is",
    "leaves the state as it is",
    "the status is left as it is",
    "the state is left as it is",
    "keeps its status",
    "keep its status",
    "keeps its state",
    "keep its state",
];

/// Reads a consequence for an operation with its subject.
pub fn read(api: &Api, subject: &Subject, then: &str) -> Consequence {
    let mut found = Consequence::default();
    for clause in clauses(then) {
        match of_clause(api, subject, &clause).or_else(|| of_halves(api, subject, &clause)) {
            Some(all) => found.all.extend(all),
            None => found.left.push(clause),
        }
    }
    // "refused with 409 and `already_sent`": a code that stands alone, beside the status of an error.
    let refused = found.all.iter().any(|then| matches!(then, Then::Status(400..)));
    let coded = found.all.iter().any(|then| matches!(then, Then::Code(_)));
    if refused && !coded && found.left.iter().filter(|clause| is_code(clause)).count() == 1 {
        let at = found.left.iter().position(|clause| is_code(clause)).unwrap_or_default();
        found.all.push(Then::Code(found.left.remove(at)));
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

/// "the response is 201 with `status` set to `open`": an answer, and what it shows.
fn of_halves(api: &Api, subject: &Subject, clause: &str) -> Option<Vec<Then>> {
    let (before, behind) = clause.split_once(" with ")?;
    let mut both = of_clause(api, subject, before)?;
    both.extend(of_clause(api, subject, behind)?);
    both.iter().any(|then| matches!(then, Then::Status(_))).then_some(both)
}

/// Whether a clause is one word of the form of a code, which names no member.
fn is_code(clause: &str) -> bool {
    clause.contains('_')
        && clause.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !clause.ends_with("_at")
        && !clause.ends_with("_id")
}

const WHATEVER: &[&str] =
    &["whatever ", "regardless of ", "no matter ", "irrespective of ", "in any case", "in every case"];

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
        // That it is taken is what its status says, and why adds nothing.
        .filter(|part| {
            let lower = part.to_lowercase();
            !["store it", "stores it", "save it", "saves it", "accept it", "accepts it"]
                .contains(&lower.as_str())
                && !["because ", "as if "].iter().any(|start| lower.starts_with(start))
        })
        // "whatever its status" takes nothing away.
        .filter(|part| !WHATEVER.iter().any(|start| part.to_lowercase().starts_with(start)))
        .collect()
}

fn of_clause(api: &Api, subject: &Subject, clause: &str) -> Option<Vec<Then>> {
    let mut phrase = Phrase::new(clause);
    if let Some(address) = located(clause) {
        return Some(vec![Then::Located(address)]);
    }
    if phrase.take_any(STAY) {
        let others =
            phrase.take("other") || phrase.take("others") || phrase.take("rest") || phrase.take("all other");
        phrase.take_any(OTHERS);
        return (others && phrase.left().is_empty()).then(|| vec![Then::OthersStay]);
    }
    // "leaves all other fields unchanged"
    let leaves = phrase.take("leaves") || phrase.take("leave");
    if leaves
        && phrase.take_any(&["unchanged", "untouched", "alone", "as they are", "as they were", "intact"])
    {
        let others = phrase.take_any(&["other", "others", "rest"]);
        phrase.take_any(&["all", "every"]);
        phrase.take_any(OTHERS);
        return (others && phrase.left().is_empty()).then(|| vec![Then::OthersStay]);
    }
    if phrase.take("nothing else changes") || phrase.take("nothing else is changed") {
        return phrase.left().is_empty().then(|| vec![Then::OthersStay]);
    }
    if let Subject::List { resource } = subject
        && let Some(then) = only(api, &api.resources[*resource], &mut phrase)
    {
        return phrase.left().is_empty().then(|| vec![then]);
    }
    if let Some(then) = promotes(api, subject, &mut phrase) {
        return phrase.left().is_empty().then(|| vec![then]);
    }
    if let Some(then) = further::read(api, subject, &mut phrase) {
        return phrase.left().is_empty().then(|| vec![then]);
    }
    let mut found = Vec::new();
    if let Some(then) = member(api, subject, &mut phrase) {
        found.push(then);
        for resource in subject.resources(api) {
            phrase.take_name(&resource.name);
        }
        for resource in further::others(api, subject) {
            phrase.take_name(&resource.name);
        }
        return phrase.left().is_empty().then_some(found);
    }
    if let Some(then) = header(api, subject, &mut phrase) {
        return phrase.left().is_empty().then(|| vec![then]);
    }
    if phrase.take_any(STATE_STAYS) {
        let (name, _) = states_of(api, subject.there(api)?)?;
        let whose = if matches!(subject, Subject::Item { .. }) { Whose::Own } else { Whose::Parent };
        for resource in subject.resources(api) {
            phrase.take_name(&resource.name);
        }
        return phrase.left().is_empty().then(|| vec![Then::Stays(whose, name)]);
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

/// "confirm the oldest waitlisted booking of the class": the first that waits moves up.
fn promotes(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let Subject::Item { resource } = subject else { return None };
    let mut trial = phrase.clone();
    let first =
        ["oldest", "first", "next", "earliest", "longest waiting"].iter().any(|word| trial.take(word));
    let resource = &api.resources[*resource];
    let (member, states) = states_of(api, resource).filter(|_| first)?;
    let mut said: Vec<String> = Vec::new();
    for state in &states {
        if trial.take(&state.to_lowercase()) || trial.take(&state.to_lowercase().replace(['_', '-'], " ")) {
            said.push(state.clone());
        }
    }
    let from = said.first()?.clone();
    // "confirms the oldest", or "the oldest waitlisted booking is confirmed", in which order the words stand.
    let plain = phrase.words().join(" ");
    let at = |state: &String| plain.find(&state.to_lowercase()).unwrap_or(usize::MAX);
    let (from, to) = match said.as_slice() {
        [_] => {
            let verb = trial.words().first().map(|word| words::singular(word))?;
            let to = states.into_iter().find(|state| *state != from && words::brings(&verb, state))?;
            let word = trial.words().first().map(|word| (*word).to_owned())?;
            trial.take(&word);
            (from, to)
        }
        [one, other] => match at(one) < at(other) {
            true => (one.clone(), other.clone()),
            false => (other.clone(), one.clone()),
        },
        _ => return None,
    };
    trial.take_any(&["becomes", "become", "moves up to", "set to"]);
    trial.take(&member);
    while trial.take_name(&resource.name) {}
    for other in &api.resources {
        trial.take_name(&other.name);
    }
    *phrase = trial;
    Some(Then::Promotes(from, to))
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

/// "the `Location` header is `/doors/{id}`", "with `Location: /doors/{id}`".
fn located(clause: &str) -> Option<String> {
    const LONGEST: usize = 14;
    let said = clause.to_lowercase();
    // A member may be called so, too: it is the header that is spoken of.
    let headed = has_word(&said, "header") || said.contains("location:");
    let at = said.find("location").filter(|_| headed && said.len() == clause.len())?;
    let behind = clause.get(at..)?;
    let address = behind.split_whitespace().map(|word| word.trim_matches(['`', '"', '.', ',', '*']));
    let address = address.into_iter().find(|word| word.starts_with('/') && word.contains('{'))?;
    let plain = !["if", "when", "unless", "may", "not", "no"].iter().any(|word| has_word(&said, word));
    (plain && clause.split_whitespace().count() <= LONGEST).then(|| address.to_owned())
}

fn has_word(said: &str, word: &str) -> bool {
    said.split(|c: char| !c.is_alphanumeric()).any(|known| known == word)
}

/// "sends the visitor to the `target` in a `Location` header", "redirects to `target`".
fn header(api: &Api, subject: &Subject, phrase: &mut Phrase) -> Option<Then> {
    let leads = phrase.has("location") || phrase.words().iter().any(|word| word.starts_with("redirect"));
    // A member may be called as the header is: which of both is meant, nobody knows.
    let named = member_named(api, subject, phrase).filter(|_| leads);
    let (_, _, name) = named.filter(|(_, _, name)| !name.eq_ignore_ascii_case("location"))?;
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
    let linked = ["is", "of", "equals", "be", "must", "the", "a"];
    let words: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(at, word)| {
            // "the error code is X" is "code X".
            let behind = at
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|before| before.eq_ignore_ascii_case("code"));
            !(behind && linked.contains(word))
        })
        .map(|(_, word)| *word)
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
