//! The clauses of a scenario: given, when, then, in several languages.

use crate::items::Draft;
use crate::text::{self, find_word};

/// The clauses of a scenario.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    pub(super) given: Vec<String>,
    pub(super) when: Vec<String>,
    pub(super) then: Vec<String>,
    pub(super) last: Option<Clause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    Given,
    When,
    Then,
    And,
}

/// The clause that a line starts with, and the rest.
pub(super) fn clause(line: &str) -> Option<(Clause, &str)> {
    const WORDS: &[(&str, Clause)] = &[
        ("given", Clause::Given),
        ("when", Clause::When),
        ("then", Clause::Then),
        ("and", Clause::And),
        ("but", Clause::And),
        ("setup", Clause::Given),
        ("action", Clause::When),
        ("assert", Clause::Then),
        ("expected", Clause::Then),
        ("dado", Clause::Given),
        ("dada", Clause::Given),
        ("cuando", Clause::When),
        ("quando", Clause::When),
        ("entonces", Clause::Then),
        ("então", Clause::Then),
        ("étant donné", Clause::Given),
        ("Étant donné", Clause::Given),
        ("допустим", Clause::Given),
        ("Допустим", Clause::Given),
        ("когда", Clause::When),
        ("Когда", Clause::When),
        ("假如", Clause::Given),
        ("给定", Clause::Given),
        ("quand", Clause::When),
        ("alors", Clause::Then),
        ("angenommen", Clause::Given),
        ("wenn", Clause::When),
        ("dann", Clause::Then),
    ];
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '>'));
    let (word, clause) = WORDS.iter().find(|(word, _)| {
        text::starts_with_ignoring_case(bare, word)
            && bare.get(word.len()..).is_some_and(|rest| {
                // Chinese writes no space behind the word.
                let unspaced = word.chars().next().is_some_and(|c| u32::from(c) >= 0x2E80);
                unspaced || rest.is_empty() || rest.starts_with([' ', ':', ',', '*', '\t'])
            })
    })?;
    let labelled = bare.get(word.len()..)?.trim_start_matches('*').starts_with(':');
    // "Setup", "action" and the like are clauses only as labels.
    if matches!(*word, "setup" | "action" | "assert" | "expected") && !labelled {
        return None;
    }
    Some((*clause, bare.get(word.len()..)?.trim_start_matches([':', ',', '*', ' ', '\t'])))
}

impl Clauses {
    pub(super) fn add(&mut self, clause: Clause, text: &str) {
        let clause = if clause == Clause::And { self.last.unwrap_or(Clause::Given) } else { clause };
        self.last = Some(clause);
        let text = text.trim().trim_end_matches([',', ';']).trim();
        if text.is_empty() {
            return;
        }
        match clause {
            Clause::Given | Clause::And => self.given.push(text.to_owned()),
            Clause::When => self.when.push(text.to_owned()),
            Clause::Then => self.then.push(text.to_owned()),
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        !self.then.is_empty() && (!self.when.is_empty() || !self.given.is_empty())
    }

    pub(super) fn write(self, draft: Draft) -> Draft {
        let joined = |parts: Vec<String>| parts.join("; ");
        draft
            .said("given", Some(&joined(self.given)))
            .said("when", Some(&joined(self.when)))
            .said("then", Some(&joined(self.then)))
    }
}

/// All three in one line: "Given a, when b, then c".
pub(super) fn one_line(text: &str) -> Option<Clauses> {
    let bare = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = match text::labelled(bare) {
        Some(cut) if clause(cut.label).is_none() => cut.rest,
        _ => bare,
    };
    let bare = if clause(bare).is_some() { bare } else { behind_title(bare)? };
    let (first, _) = clause(bare)?;
    // "When to split a part: …, then …" gives advice.
    if text::starts_with_ignoring_case(bare, "when to ") {
        return None;
    }
    if !matches!(first, Clause::Given | Clause::When) {
        return None;
    }
    LANGUAGES.iter().find_map(|words| in_language(bare, first, *words))
}

/// What follows a short sentence that names a scenario: "A box is opened twice. Given …"
fn behind_title(text: &str) -> Option<&str> {
    const LONGEST: usize = 12;
    let (title, rest) = text.split_once(". ")?;
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    let states = clause(rest).is_some_and(|(clause, _)| clause == Clause::Given);
    (states && title.split_whitespace().count() <= LONGEST).then_some(rest)
}

/// As [`one_line`], with the words of one language.
fn in_language(text: &str, first: Clause, words: (&str, &str, &str)) -> Option<Clauses> {
    let (given_word, when_word, then_word) = words;
    let opens = if first == Clause::Given { given_word } else { when_word };
    if !starts_with_word(text, opens) {
        return None;
    }
    let mut clauses = Clauses::default();
    let mut rest = text;
    let given = match first {
        Clause::Given => match told_when(text, given_word, when_word, then_word) {
            true => Some(cut(&mut rest, given_word, when_word)?),
            // "Given a stamped card, then it is kept": nothing has to happen.
            false => {
                clauses.given.push(clean(cut(&mut rest, given_word, then_word)?));
                clauses.then.push(clean(rest.get(then_word.len()..)?));
                return Some(clauses);
            }
        },
        _ => None,
    };
    let when = cut(&mut rest, when_word, then_word)?;
    let then = rest.get(then_word.len()..)?;
    // "When … the system shall" is a requirement, "then" the adverb of time is none.
    clauses.given.extend(given.map(clean).filter(|text| !text.is_empty()));
    clauses.when.push(clean(when));
    clauses.then.push(clean(then));
    Some(clauses)
}

/// Whether something happens between the state and what follows.
fn told_when(text: &str, given: &str, when: &str, then: &str) -> bool {
    let mut rest = text;
    cut(&mut rest, given, when).is_some() && cut(&mut rest, when, then).is_some()
}

/// The three words of a scenario told in one line.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("given", "when", "then"),
    ("dado", "cuando", "entonces"),
    ("dada", "cuando", "entonces"),
    ("dado", "quando", "então"),
    ("dada", "quando", "então"),
    ("étant donné", "quand", "alors"),
    ("Étant donné", "quand", "alors"),
    ("angenommen", "wenn", "dann"),
    ("допустим", "когда", "тогда"),
    ("Допустим", "когда", "тогда"),
    ("假如", "当", "那么"),
    ("给定", "当", "那么"),
];

fn starts_with_word(text: &str, word: &str) -> bool {
    text::starts_with_ignoring_case(text, word)
        && !text.get(word.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Takes the text between two words from the front.
fn cut<'a>(rest: &mut &'a str, from: &str, to: &str) -> Option<&'a str> {
    let at = if to.is_ascii() { find_word(rest, to) } else { rest.find(to) };
    let at = at.filter(|at| *at > from.len())?;
    let part = rest.get(from.len()..at)?;
    *rest = rest.get(at..)?;
    Some(part)
}

fn clean(part: &str) -> String {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '*' | '→' | '，'))
        .to_owned()
}
