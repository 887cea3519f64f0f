//! Changes among the words that a field of states is said to have: in running text, in lists and drawings anywhere.

use super::{Change, push_change};
use crate::text::find_word;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use std::collections::HashSet;

/// The words of each field that holds a state.
pub(super) fn machines(items: &Items) -> Vec<Vec<String>> {
    const NAMES: &[&str] = &["state", "status", "phase", "stage"];
    let mut machines = Vec::new();
    for draft in items.drafts().iter().filter(|draft| draft.kind == Kind::Field) {
        let name = draft.key.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !NAMES.iter().any(|known| name == *known || name.ends_with(&format!("_{known}"))) {
            continue;
        }
        let text = |field: &str| draft.fields.get(field).and_then(|value| value.as_str()).unwrap_or_default();
        let said = [text("type"), text("description"), text("constraints")].join(" | ");
        // What stands behind the list says something else.
        let listed =
            said.split([';', '.']).find(|part| part.contains([',', '|', '/']) || part.contains(" or "));
        let mut words: Vec<String> = listed
            .unwrap_or_default()
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .filter(|word| word.len() >= 3 && word.starts_with(char::is_lowercase))
            .map(str::to_owned)
            .collect();
        words.retain(|word| !PLAIN.contains(&word.as_str()));
        if words.len() >= 2 {
            machines.push(words);
        }
    }
    machines
}

/// Words of a list that are no states.
const PLAIN: &[&str] = &[
    "enum",
    "string",
    "text",
    "one",
    "the",
    "and",
    "set",
    "server",
    "default",
    "defaults",
    "required",
    "optional",
    "null",
    "not",
    "varchar",
    "values",
    "value",
    "starts",
    "new",
    "read-only",
    "readonly",
    "either",
    "may",
    "can",
    "must",
    "with",
    "status",
    "state",
];

/// Whether all states of a chain are words of one machine.
pub(super) fn knows(machines: &[Vec<String>], states: &[&str]) -> bool {
    machines.iter().any(|words| states.iter().all(|state| words.iter().any(|word| word == state)))
}

/// The parts of a clause between commas and dashes.
fn parts(clause: &str) -> impl Iterator<Item = &str> {
    clause.split(", ").flat_map(|part| part.split(" – ")).flat_map(|part| part.split(" — "))
}

/// The states on one side of an arrow: "`new` or `kept`".
fn alternatives(side: &str) -> Vec<&str> {
    let parts = side.split(" or ").flat_map(|part| part.split(['/', '|']));
    parts.map(|state| state.trim().trim_matches(['`', '*', '"', '|', ' ', '.'])).collect()
}

/// A drawn arrow as a plain one: `──►` and `-->` are `→`.
pub(super) fn plain_arrows(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '─' | '━' => {}
            '►' | '▶' | '➜' | '➔' | '⟶' => out.push('→'),
            other => out.push(other),
        }
    }
    out.replace("-->", "→").replace("->", "→").replace("=>", "→")
}

/// Chains of known states outside of sections about states.
pub(super) fn chains(context: &Context, machines: &[Vec<String>], items: &mut Items) {
    let document = context.document;
    let known: HashSet<String> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Transition)
        .map(|draft| draft.key.clone())
        .collect();
    let read = |section, line: &str, range: TextRange, items: &mut Items| {
        let plain = plain_arrows(line);
        let operation = crate::readers::endpoint::operation::leading(&plain).filter(|found| found.start == 0);
        let operation =
            operation.and_then(|found| Some(format!("{} {}", found.methods.first()?, found.path)));
        for clause in super::chain::clauses(&plain).flat_map(parts) {
            let bare = clause.split([':', '(']).find(|part| part.contains('→')).unwrap_or_default();
            // "new or kept → sent" holds two changes.
            let sides: Vec<Vec<&str>> = bare.split('→').map(alternatives).collect();
            let states: Vec<&str> = sides.iter().flatten().copied().collect();
            if sides.len() < 2 || !knows(machines, &states) {
                continue;
            }
            for pair in sides.windows(2) {
                let [from, to] = pair else { continue };
                for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
                    if !known.contains(&format!("{from} -> {to}")) {
                        let operation = operation.as_deref();
                        push_change(
                            context,
                            section,
                            range,
                            Change { from, to, operation, ..Change::default() },
                            items,
                        );
                    }
                }
            }
        }
    };
    for (id, section) in context.sections() {
        if super::chain::is_forbidden(&section.title) {
            continue;
        }
        for statement in context.statements(id) {
            read(id, &statement.text, statement.range, items);
        }
        for (node, range) in context.paragraphs(id) {
            if range.len() < 300 {
                read(id, &context.text(node), range.trim(document.text()), items);
            }
        }
    }
}

/// Chains in drawings, where nothing else states the changes.
pub(super) fn drawings(context: &Context, machines: &[Vec<String>], items: &mut Items) {
    let document = context.document;
    if items.drafts().iter().any(|draft| draft.kind == Kind::Transition) {
        return;
    }
    for fence in context.fences().iter().filter(|fence| fence.is(&["", "text", "txt", "ascii"])) {
        for line in fence.lines(document) {
            let plain = plain_arrows(line.text);
            let states: Vec<&str> = plain.split('→').map(str::trim).collect();
            if states.len() < 2 || !knows(machines, &states) {
                continue;
            }
            for pair in states.windows(2) {
                if let [from, to] = pair {
                    let change = Change { from, to, ..Change::default() };
                    push_change(context, fence.section, line.range.trim(document.text()), change, items);
                }
            }
        }
    }
}

/// "It starts as `asked`. From there it can become `agreed` or `gone`. An agreed one becomes `done`."
pub(super) fn sentences(context: &Context, machines: &[Vec<String>], items: &mut Items) {
    const VERBS: &[&str] = &[
        " becomes ",
        " become ",
        " moves to ",
        " move to ",
        " goes to ",
        " go to ",
        " changes to ",
        " change to ",
        " turns into ",
        " transitions to ",
        " transition to ",
        " can be moved to ",
        " is moved to ",
        " leads to ",
        " lead to ",
    ];
    if items.drafts().iter().any(|draft| draft.kind == Kind::Transition) {
        return;
    }
    let document = context.document;
    for (id, _) in context.sections() {
        let paragraphs = context.paragraphs(id).map(|(node, range)| (context.text(node), range));
        let statements =
            context.statements(id).iter().map(|statement| (statement.text.clone(), statement.range));
        for (text, range) in paragraphs.chain(statements) {
            if range.len() > 900 || !VERBS.iter().any(|verb| text.contains(verb)) {
                continue;
            }
            let range = range.trim(document.text());
            for words in machines {
                let mut last: Option<&str> = None;
                for sentence in text.split(['.', ';']) {
                    let verb = VERBS.iter().filter_map(|verb| Some((sentence.find(verb)?, verb.len()))).min();
                    let Some((at, length)) = verb else {
                        last = named(sentence, words).last().copied().or(last);
                        continue;
                    };
                    let before = named(sentence.get(..at).unwrap_or_default(), words);
                    let after = named(sentence.get(at + length..).unwrap_or_default(), words);
                    let there = ["from there", "it ", "from that"]
                        .iter()
                        .any(|word| sentence.to_lowercase().trim_start().starts_with(word));
                    let from = match before.as_slice() {
                        [one] => Some(*one),
                        [] if there => last,
                        _ => None,
                    };
                    // "never", "cannot": what does not happen is no change.
                    let denied = ["never", "cannot", "not", "no"]
                        .iter()
                        .any(|word| find_word(sentence, word).is_some());
                    let Some(from) = from.filter(|_| !denied) else { continue };
                    for to in after {
                        push_change(context, id, range, Change { from, to, ..Change::default() }, items);
                    }
                    last = Some(from);
                }
            }
        }
    }
}

/// The states that a text names, in order.
fn named<'w>(text: &str, words: &'w [String]) -> Vec<&'w str> {
    let mut found: Vec<(usize, &str)> =
        words.iter().filter_map(|word| Some((find_word(text, word)?, word.as_str()))).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, word)| word).collect()
}
