//! The entries of a trail that a specification names, and the list that answers it.

use super::super::events::Trigger;
use crate::api::{Api, has_phrase, is_trail, operation_in, plain};
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
                if known || !is_action(name) {
                    continue;
                }
                if let Ok(trigger) = Trigger::read(api, name, "") {
                    found.push(Entry { name: name.to_owned(), trigger, at: (at + range.start) as u32 });
                }
            }
        }
    }
    found
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
    of_trail && listed || LEAVES.is_match(&part.to_lowercase()) && !has_phrase(&said, "when")
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
