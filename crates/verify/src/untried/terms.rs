//! What of a clause can be held against a system.

use super::said::form;
use super::silent::is_silent;

/// Something that a clause says and that can be held against a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The number of an answer.
    Status(String),
    /// Another number.
    Number(String),
    /// A name, a code or a value as it stands in code or in data: `loan_limit`, `NOT_FOUND`, `due`.
    Name(String),
    /// The name of a header.
    Header(String),
    /// A word of the sentence that tells, without its ending.
    Word(String),
    /// An example of what is sent or answered.
    Example,
}

impl Term {
    /// Whether it is a name that is a word as well: `serve`.
    pub fn is_plain_name(&self) -> bool {
        matches!(self, Term::Name(name) if name.chars().all(char::is_lowercase) || name.chars().all(char::is_uppercase))
    }

    /// The word that it is.
    pub fn word(&self) -> Option<&str> {
        match self {
            Term::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// Numbers in words, from two on: one is an article as often.
const NUMBERS: &[(&str, &str)] = &[
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("thirty", "30"),
];

/// What of a clause can be held against a system.
pub fn terms(clause: &str) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    let mut coded = false;
    let (clause, example) = without_examples(clause);
    found.extend(example.then_some(Term::Example));
    let of_headers = clause.to_lowercase().contains("header");
    for piece in clause.split_inclusive('`') {
        let text = piece.trim_end_matches('`');
        // A pattern is no name.
        let pattern = coded
            && (text.starts_with('^')
                || text.ends_with('$')
                || text.contains("[a-z")
                || text.contains("[A-Z"));
        for whole in text.split_whitespace().filter(|_| !pattern) {
            // Where something stands is said by all claims.
            if whole.contains('/') && (coded || whole.contains('{') || whole.starts_with('/')) {
                continue;
            }
            for raw in whole.split(|c: char| {
                matches!(
                    c,
                    '(' | ')'
                        | ','
                        | '"'
                        | '“'
                        | '”'
                        | '['
                        | ']'
                        | ';'
                        | '='
                        | '→'
                        | '|'
                        | '{'
                        | '}'
                        | '<'
                        | '>'
                        | '&'
                        | '?'
                        | '/'
                        | '≤'
                        | '≥'
                        | '–'
                        | '—'
                )
            }) {
                let bare = raw.trim_matches(|c: char| !c.is_alphanumeric());
                let header = of_headers && HEADERS.contains(&bare);
                let term = if header { Some(Term::Header(bare.to_lowercase())) } else { term(raw, coded) };
                if let Some(term) = term
                    && !found.contains(&term)
                {
                    found.push(term);
                }
            }
        }
        if piece.ends_with('`') {
            coded = !coded;
        }
    }
    // `NOT_FOUND` beside a status is a code, and `MAX_LOANS` the name of a setting.
    let refuses =
        clause.to_lowercase().contains("code") || found.iter().any(|term| matches!(term, Term::Status(_)));
    found
        .retain(|term| refuses || !matches!(term, Term::Name(name) if !name.chars().any(char::is_lowercase)));
    found
}

/// A clause without its examples, `{"state": "ok"}`, and whether it had one.
fn without_examples(clause: &str) -> (String, bool) {
    let (Some(start), Some(end)) = (clause.find('{'), clause.rfind('}')) else {
        return (clause.to_owned(), false);
    };
    match clause.get(start..=end) {
        Some(inner) if inner.contains('"') || inner.contains('“') || inner.contains("[]") => {
            let (before, after) =
                (clause.get(..start).unwrap_or_default(), clause.get(end + 1..).unwrap_or_default());
            (format!("{before}{after}"), true)
        }
        _ => (clause.to_owned(), false),
    }
}

/// Headers whose names are words as well, where a clause speaks of headers.
const HEADERS: &[&str] = &[
    "Location",
    "Allow",
    "ETag",
    "Vary",
    "Link",
    "Date",
    "Age",
    "Expires",
    "Warning",
    "Authorization",
    "Accept",
    "Origin",
];

fn term(raw: &str, coded: bool) -> Option<Term> {
    let word = raw.trim_matches(|c: char| !c.is_alphanumeric());
    // The method is said by all claims.
    if word.is_empty() || matches!(word, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") {
        return None;
    }
    if word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_')) {
        return number(&word.replace('_', ""));
    }
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "true" | "false" | "null") {
        return None;
    }
    // A word in code is a name, also where it is one of a number.
    if let Some((_, digits)) = NUMBERS.iter().find(|(name, _)| !coded && *name == lower) {
        return Some(Term::Number((*digits).to_owned()));
    }
    if is_header(word) {
        return Some(Term::Header(lower));
    }
    let inner_capital = word.starts_with(char::is_lowercase) && word.chars().any(char::is_uppercase);
    let shouted = word.len() > 4 && word.contains('_') && !word.chars().any(char::is_lowercase);
    if (coded || word.contains('_') || inner_capital || shouted) && word.chars().any(char::is_alphabetic) {
        return (word.len() > 1 && !is_id(word)).then(|| Term::Name(word.to_owned()));
    }
    let plain = lower.trim_end_matches("'s").trim_end_matches("’s");
    let silent = plain.len() < 2 || is_silent(plain) || is_id(word);
    (!silent).then(|| Term::Word(form(plain)))
}

/// `X-Request-Id`, `Idempotency-Key`, `X-API-Key`
fn is_header(word: &str) -> bool {
    let part = |part: &str| {
        let rest = part.get(1..).unwrap_or_default();
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && (rest.chars().all(|c| c.is_ascii_lowercase()) || rest.chars().all(|c| c.is_ascii_uppercase()))
    };
    word.len() > 4 && word.contains('-') && word.split('-').all(part)
}

/// `FR-012`, `REQ-3`, `AC-1.2`
pub(super) fn is_id(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
    letters.len() < word.len()
        && letters.len() <= 4
        && !letters.is_empty()
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '-')
}

fn number(digits: &str) -> Option<Term> {
    let value: f64 = digits.parse().ok()?;
    match digits.parse::<u32>() {
        Ok(status) if (100..600).contains(&status) && digits.len() == 3 => {
            Some(Term::Status(digits.to_owned()))
        }
        _ if value > 1.0 => Some(Term::Number(digits.to_owned())),
        _ => None,
    }
}
