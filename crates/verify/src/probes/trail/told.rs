//! The entries of a trail that a specification names, and the list that answers it.

use super::super::events::Trigger;
use crate::api::{Api, has_phrase, is_trail, operation_in, places, plain};
use crate::hedge;
use crate::pattern::pattern;
use crate::words;

/// An entry that something leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The action, as the trail names it.
    pub name: String,
    /// What leaves it.
    pub trigger: Trigger,
    /// Where it is named.
    pub at: u32,
}

impl Entry {
    /// What is done, in words.
    pub fn deed(&self, api: &Api) -> String {
        match &self.trigger {
            Trigger::Operation(number) => api.operations[*number].title(),
            Trigger::State(number, state) => {
                let made = api.resources.iter().find(|resource| resource.create == Some(*number));
                format!("bringing a {} into {state}", made.map_or("thing", |made| made.name.as_str()))
            }
        }
    }
}

/// What a list of what was done may be called as well, where nothing is added to it.
const LISTS: &[&str] = &["events", "history", "log", "logs", "activity", "activities"];

/// The operation that answers the trail: a list that nothing documented adds to.
pub fn list(api: &Api) -> Option<usize> {
    let mut all = api.operations.iter().enumerate().filter(|(_, operation)| {
        let last = operation.path.last_literal().unwrap_or_default().to_lowercase();
        let listed = operation.method == "GET"
            && operation.path.parameters().next().is_none()
            && LISTS.contains(&last.as_str());
        (listed || is_trail(operation)) && api.find("POST", &operation.path).is_none()
    });
    let (number, _) = all.next()?;
    all.next().is_none().then_some(number)
}

// "leaves an entry `visit.cancelled`", "is recorded as `visit.cancelled`"
pattern!(
    LEAVES,
    r"\b(?:leaves?|writes?|adds?|appends?|records?|puts?)\b[^.;]*\b(?:entry|entries|rows?|events?|lines?|records?)\b|\b(?:recorded|logged|audited|written down|kept) as\b|\b(?:records?|logs?)\b[^.;`]{1,60}\bas `|^\W*[\w ,]{3,60} (?:leave|write|add|append)s? `"
);

/// The entries that a text names of a trail that a list answers.
pub fn entries(api: &Api, text: &str, list: usize) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut listed: Vec<&str> = Vec::new();
    let mut of_trail = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let offset = start;
        start += line.len();
        if line.starts_with('#') {
            of_trail = is_of_trail(api, line, list);
            continue;
        }
        let mut from = 0;
        for part in parts(line) {
            let at = offset + from;
            from += part.len();
            if !speaks(part, of_trail) {
                continue;
            }
            for (range, name) in words::code_spans(part) {
                let known = found.iter().any(|entry| entry.name == name);
                if known || !is_action(name) || !is_brought_about(part, name) {
                    continue;
                }
                listed.push(name);
                if let Ok(trigger) = Trigger::read(api, name, "") {
                    found.push(Entry { name: name.to_owned(), trigger, at: (at + range.start) as u32 });
                }
            }
        }
    }
    found.retain(|entry| is_certain(api, entry, &listed));
    found
}

/// Whether the making of a thing leaves an entry for certain: where one is listed as `visit.recorded` beside a `visit.planned`, of which
/// nothing is known, that may be the one.
fn is_certain(api: &Api, entry: &Entry, listed: &[&str]) -> bool {
    const SURE: &[&str] = &["created", "added", "new", "registered", "made"];
    let Some((noun, verb)) = entry.name.rsplit_once(['.', ':']) else { return true };
    let Trigger::Operation(number) = entry.trigger else { return true };
    let makes = api.operations.get(number).is_some_and(|operation| api.is_creation(operation));
    let own = || {
        let last = api.operations.get(number).and_then(|operation| operation.path.last_literal());
        last.is_some_and(|last| words::brings(last, verb))
    };
    if !makes || SURE.contains(&verb) || own() {
        return true;
    }
    let others = listed.iter().filter(|other| **other != entry.name);
    let mut beside = others.filter(|other| other.rsplit_once(['.', ':']).is_some_and(|(of, _)| of == noun));
    beside.all(|other| match Trigger::read(api, other, "") {
        Ok(Trigger::Operation(one)) => one != number,
        Ok(Trigger::State(_, state)) => api.states.before(&state).next().is_some(),
        Err(_) => false,
    })
}

/// Whether what a sentence says to leave an entry is what the entry's name says: "when a visit is cancelled, … `visit.cancelled`", and
/// not "when a visit is cancelled by the porter".
fn is_brought_about(part: &str, name: &str) -> bool {
    let said = plain(part);
    let Some(at) = places(&said, "when").next() else { return true };
    let clause = said.get(at..).unwrap_or_default();
    let ends = [",", " the system ", " it writes ", " it adds ", " there is "]
        .iter()
        .filter_map(|end| clause.find(end))
        .min();
    let clause = clause.get("when".len()..ends.unwrap_or(clause.len())).unwrap_or_default();
    let mut left: Vec<String> = words::words(clause);
    left.retain(|word| {
        !["a", "an", "the", "is", "are", "has", "been", "was", "one"].contains(&word.as_str())
    });
    let told: Vec<String> = name.split(['.', ':', '_', '-']).map(words::singular).collect();
    left.len() == told.len() && left.iter().all(|word| told.contains(&words::singular(word)))
}

/// The sentences of a line; a row or a bullet is one.
fn parts(line: &str) -> Vec<&str> {
    if line.trim_start().starts_with('|') {
        return vec![line];
    }
    line.split_inclusive(". ").collect()
}

/// Whether a part of a text names actions of a trail: it says so, or it is a row or a bullet below a heading about the trail.
fn speaks(part: &str, of_trail: bool) -> bool {
    const ELSEWHERE: &[&str] = &[
        "webhook",
        "webhooks",
        "outbox",
        "queue",
        "topic",
        "published",
        "emitted",
        "delivered",
        "subscribers",
        "stdout",
    ];
    let said = plain(part);
    let elsewhere = ELSEWHERE.iter().any(|word| has_phrase(&said, word));
    let sometimes = ["if", "unless", "only", "except", "once per", "at most", "may"]
        .iter()
        .any(|word| has_phrase(&said, word));
    if elsewhere || sometimes || hedge::denies(&said) {
        return false;
    }
    let listed = part.trim_start().starts_with(['|', '-', '*', '+']);
    let told = LEAVES.is_match(&part.to_lowercase()) && (!has_phrase(&said, "when") || when_system(&said));
    of_trail && (listed || lists_actions(part)) || told
}

/// "When a visit is cancelled, the system shall write an entry": one condition, and one thing that comes of it.
fn when_system(said: &str) -> bool {
    said.trim_start().trim_start_matches(|c: char| !c.is_alphabetic()).starts_with("when ")
        && places(said, "when").count() == 1
}

/// "Actions are `visit.booked`, `visit.cancelled` and `desk.opened`."
fn lists_actions(part: &str) -> bool {
    let said = part.trim_start().to_lowercase();
    let opens = [
        "actions are",
        "the actions are",
        "actions:",
        "the actions:",
        "its actions are",
        "`action` is one of",
    ];
    opens.iter().any(|start| said.starts_with(start)) && part.matches('`').count() >= 4
}

/// Whether a heading is about the trail.
fn is_of_trail(api: &Api, heading: &str, list: usize) -> bool {
    if let Some((method, path)) = operation_in(heading) {
        let operation = &api.operations[list];
        return method == operation.method && (operation.path.same(&path) || operation.path.ends_with(&path));
    }
    let said = plain(heading);
    ["audit", "audit trail", "trail", "audit log", "journal", "activity log", "event log"]
        .iter()
        .any(|word| has_phrase(&said, word))
}

/// Whether a code names an action of a thing: `visit.cancelled`, `visit_cancelled` and `visit:cancelled` do.
fn is_action(code: &str) -> bool {
    let parts: Vec<&str> = code.split(['.', ':']).collect();
    let word = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'))
    };
    parts.len() == 2
        && parts.iter().all(word)
        && parts.last().is_some_and(|verb| verb.ends_with(['d', 'n', 't']))
}
