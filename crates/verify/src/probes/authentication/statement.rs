//! Statements about calls without a key: "API returns 401 without key", "unauthenticated requests are refused".

use crate::api::{Operation, PathTemplate, operation_in};
use crate::{hedge, words};
use abide_model::Kind;

/// What a statement says about calls of somebody who cannot show who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether it speaks of 401.
    pub strict: bool,
    /// Whether it speaks of calls without a key.
    pub no_key: bool,
    /// Whether it speaks of calls with a wrong key.
    pub wrong_key: bool,
    /// Whether it is about calls alone that change something.
    pub changes: bool,
    /// The path below which it holds.
    pub below: Option<String>,
    /// The operation that it is about: its method and path.
    pub operation: Option<(String, String)>,
    /// The operation that it leaves out.
    pub excepted: Vec<(String, String)>,
}

const KEYS: &[&str] = &[
    "key",
    "keys",
    "token",
    "tokens",
    "credential",
    "credentials",
    "auth",
    "authentication",
    "authorization",
    "header",
    "jwt",
    "jwts",
    "bearer",
    "apikey",
    "login",
];
/// What may stand between "without" and "key".
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "the",
    "any",
    "valid",
    "api",
    "access",
    "bearer",
    "jwt",
    "auth",
    "authorization",
    "required",
    "its",
    "their",
    "x",
    "known",
    "or",
    "missing",
    "invalid",
    "wrong",
    "session",
    "security",
    "service",
    "proper",
    "correct",
    "is",
    "are",
    "expired",
];
const LACKS: &[&str] =
    &["without", "missing", "no", "lacks", "lack", "lacking", "absent", "omitted", "omits"];
const WRONG: &[&str] = &["invalid", "wrong", "unknown", "bad", "incorrect"];
const REFUSES: &[&str] = &[
    "refuse",
    "refused",
    "refuses",
    "reject",
    "rejected",
    "rejects",
    "denied",
    "denies",
    "deny",
    "fail",
    "fails",
    "blocked",
    "disallowed",
];
const STRANGERS: &[&str] = &["unauthenticated", "unauthorized", "unauthorised", "anonymous"];
const CALLS: &[&str] = &[
    "request",
    "requests",
    "call",
    "calls",
    "caller",
    "callers",
    "client",
    "clients",
    "access",
    "user",
    "users",
    "visitor",
    "visitors",
    "endpoint",
    "endpoints",
    "api",
    "route",
    "routes",
];

impl Said {
    /// What a statement says, where it is about this at all.
    pub fn read(statement: &str, kind: Kind) -> Option<Said> {
        let words = words::words(statement);
        let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        let plain = crate::api::plain(statement);
        let statuses = crate::api::Sentence::statuses_of(&plain);
        let strict = statuses.contains(&401);
        // "without a key one does not get 401"
        if any(&["401"]) && !strict {
            return None;
        }
        // "When it answers 401 it sends the header `WWW-Authenticate`" is seen on a call without a key.
        let challenges = strict && statement.to_lowercase().contains("www-authenticate");
        let strangers = words
            .windows(2)
            .any(|pair| STRANGERS.contains(&pair[0].as_str()) && CALLS.contains(&pair[1].as_str()));
        let no_key = strangers || challenges || beside(&words, LACKS);
        // "without a key, or with an unknown one"
        let wrong_one = words
            .windows(2)
            .any(|pair| WRONG.contains(&pair[0].as_str()) && matches!(pair[1].as_str(), "one" | "ones"));
        let wrong_key = beside(&words, WRONG) || wrong_one || statement.to_lowercase().contains("no known");
        let refuses = REFUSES.iter().any(|word| hedge::affirms(&plain, word));
        let about_calls = any(CALLS) || any(&["called", "unauthenticated"]);
        let says = challenges
            || (strict && (no_key || wrong_key))
            || (refuses && about_calls && (no_key || wrong_key));
        // In a requirement "every endpoint needs a key" says the same; in a list of checks it may be a topic.
        let needs = kind == Kind::Requirement
            && any(KEYS)
            && any(CALLS)
            && any(&["require", "requires", "required", "needs", "need", "authenticate", "authenticated"])
            && any(&["all", "every", "each"]);
        // "Every call under `/api` MUST carry a valid key", and no header of another kind.
        const CARRIES: &[&str] =
            &["carry", "carries", "include", "includes", "send", "sends", "present", "provide", "contain"];
        const REAL: &[&str] =
            &["token", "tokens", "credential", "credentials", "jwt", "bearer", "apikey", "key"];
        let carries = kind == Kind::Requirement
            && any(CARRIES)
            && any(REAL)
            && any(CALLS)
            && any(&["all", "every", "each"])
            && any(&["must", "shall", "has", "have"])
            && !any(&[
                "idempotency",
                "idempotent",
                "csrf",
                "cursor",
                "primary",
                "foreign",
                "unique",
                "response",
                "responses",
            ]);
        let needs = needs || carries;
        let about_roles = any(&["403", "forbidden", "role", "roles", "permission", "permissions"]) && !strict;
        let about_login = any(&["password", "passwords"]) || any(&["never"]);
        if about_roles || about_login || !(says || needs) {
            return None;
        }
        // "except `GET /health`" names what it does not govern.
        let phrases = [["other", "than"], ["apart", "from"], ["aside", "from"]];
        let except = any(&["except", "but", "besides", "excluding"])
            || words.windows(2).any(|pair| phrases.iter().any(|phrase| pair == phrase));
        let operation =
            operation_in(statement).filter(|_| !except).map(|(method, path)| (method, path.to_string()));
        let spans = words::code_spans(statement);
        let named = spans.iter().filter(|_| except).filter_map(|(_, code)| operation_in(code));
        let mut excepted: Vec<(String, String)> =
            named.map(|(method, path)| (method, path.to_string())).collect();
        if excepted.is_empty() {
            let one = operation_in(statement).filter(|_| except);
            excepted.extend(one.map(|(method, path)| (method, path.to_string())));
        }
        let below = path_in(statement).filter(|_| operation.is_none() && !except);
        let changes = words::is_of_changes(statement);
        Some(Said { strict, no_key: no_key || !wrong_key, wrong_key, changes, below, operation, excepted })
    }

    /// Whether it is about an operation.
    pub fn governs(&self, operation: &Operation) -> bool {
        if self.changes && operation.is_safe() {
            return false;
        }
        let is = |(method, path): &(String, String)| {
            let path = PathTemplate::read(path);
            // `/parcels` of a statement is `/api/v1/parcels` of the documentation.
            let ends_alike = operation.path.to_string().ends_with(&path.to_string());
            operation.method == *method && (operation.path.same(&path) || ends_alike)
        };
        if self.excepted.iter().any(is) {
            return false;
        }
        if let Some(operation) = &self.operation {
            return is(operation);
        }
        match &self.below {
            Some(below) => operation.path.starts_with(&PathTemplate::read(below)),
            None => true,
        }
    }
}

/// Whether a specification says that a key counts in one place only.
pub fn is_exclusive(text: &str) -> bool {
    text.split("\n").any(|line| {
        let said = words::words(line);
        let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
        let lower = line.to_lowercase();
        let elsewhere = any(&["query", "cookie", "cookies", "url", "authorization"]);
        let excludes = [
            "nothing else",
            "counts as no",
            "not accepted",
            "never",
            "ignored",
            "rejected",
            "refused",
            "is not",
            "are not",
        ];
        let only = any(&["only", "solely", "exclusively"]) && any(&["header"]);
        let keys = any(&["key", "keys", "apikey", "token", "tokens", "credential", "credentials"]);
        keys && (only || (elsewhere && excludes.iter().any(|words| lower.contains(words))))
    })
}

/// Whether one of `qualities` is said of a key: "without a valid token", "the header is missing".
fn beside(words: &[String], qualities: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        if !qualities.contains(&word.as_str()) {
            return false;
        }
        let reaches = |mut others: Box<dyn Iterator<Item = &String> + '_>| {
            others
                .find(|other| !BETWEEN.contains(&other.as_str()) || KEYS.contains(&other.as_str()))
                .is_some_and(|other| KEYS.contains(&other.as_str()))
        };
        reaches(Box::new(words[at + 1..].iter().take(6)))
            || reaches(Box::new(words[..at].iter().rev().take(3)))
    })
}

/// The path that a statement names, in code or in plain words.
fn path_in(statement: &str) -> Option<String> {
    let spans = words::code_spans(statement);
    let in_code =
        spans.iter().map(|(_, code)| *code).find(|code| code.starts_with('/') && !code.contains(' '));
    let path = in_code.or_else(|| {
        let mut plain = statement.split_whitespace().map(|word| word.trim_matches(['(', ')', ',', '.', '`']));
        plain.find(|word| word.starts_with('/') && word.len() > 1)
    })?;
    Some(path.trim_end_matches(['*', '/']).to_owned())
}
