//! Who may call an operation, as the sentences about it and about all of them say.

use super::sentence::{Scope, Sentence, beneath, has_phrase};
use super::{Access, Api, PathTemplate, names_in, operation_in, same_role};
use crate::words;

/// What is sent to show who one is.
const KEYS: &[&str] = &[
    "key",
    "keys",
    "api key",
    "api keys",
    "token",
    "tokens",
    "bearer",
    "credentials",
    "authorization",
    "authentication",
    "authenticate",
    "authenticated",
    "basic",
    "basic auth",
    "session",
    "jwt",
    "api-key",
];

/// Words for all operations at once.
const ALL: &[&str] = &[
    "every endpoint",
    "all endpoints",
    "each endpoint",
    "any endpoint",
    "every request",
    "all requests",
    "each request",
    "every call",
    "all calls",
    "each call",
    "every route",
    "all routes",
    "all other endpoints",
    "every other endpoint",
    "everything else",
    "all of the endpoints",
    "all operations",
    "every operation",
    "all api requests",
    "all paths",
    "the whole api",
    "the api requires",
    "all others",
];

/// What stands before an operation that such a sentence leaves out.
const EXCEPT: &[&str] =
    &["except", "but", "besides", "other than", "apart from", "excluding", "save", "unless"];

/// Whether a sentence names operations that need a key beside those that do not: "`/rooms` needs a key, `/health` needs none".
fn speaks_of_closed_ones(sentence: &Sentence) -> bool {
    says_that_all_need_a_key(sentence)
        || sentence.says(&[
            "unlike",
            "except",
            "other than",
            "apart from",
            "besides",
            "but",
            "while",
            "whereas",
            "need a",
            "needs a",
            "require a",
            "requires a",
            "with a key",
            "with a token",
        ])
}

impl Api {
    /// Takes in who may call what, where the documentation of an operation names nobody.
    pub(super) fn read_access(&mut self) {
        for sentence in self.sentences.clone() {
            // "Editors get 403, callers without a key 401" goes on about one right.
            let of_one =
                sentence.says(&["403"]) && self.roles.iter().any(|role| words::names(&sentence.plain, role));
            if says_that_all_need_a_key(&sentence) && !of_one {
                self.need_keys(&sentence);
            }
        }
        // "`/health` and `/metrics` need no key"
        for sentence in self.sentences.iter().filter(|sentence| {
            sentence.cells.is_empty() && is_open(sentence) && !speaks_of_closed_ones(sentence)
        }) {
            let paths: Vec<PathTemplate> = sentence
                .codes()
                .into_iter()
                .filter(|code| code.starts_with('/'))
                .map(PathTemplate::read)
                .collect();
            let named = |operation: &&mut super::Operation| {
                operation.is_of(sentence.spec) && paths.iter().any(|path| operation.path.same(path))
            };
            for operation in self.operations.iter_mut().filter(named) {
                if !matches!(&operation.access, Access::Key(roles) if !roles.is_empty()) {
                    operation.access = Access::Public;
                }
            }
        }
        for number in 0..self.operations.len() {
            let own = |sentence: &&Sentence| matches!(&sentence.scope, Scope::Operations(of) if of.as_slice() == [number]);
            let closed = self.sentences.iter().any(is_closed);
            let (mut open, mut said) = (false, None);
            for sentence in self.sentences.iter().filter(own) {
                open |= is_open(sentence);
                // Who alone may is said more plainly than who does it.
                // "Readers get it without `notes`" tells what they get, and keeps nobody else from it.
                let found = callers(&sentence.plain, &self.roles)
                    .filter(|(_, only)| *only || !sentence.says(&["without"]));
                if said.is_none()
                    || found.as_ref().is_some_and(|(_, only)| *only) && !matches!(said, Some((_, true)))
                {
                    said = found.or(said);
                }
            }
            let operation = &mut self.operations[number];
            let named = matches!(&operation.access, Access::Key(roles) if !roles.is_empty());
            let public = operation.access == Access::Public;
            if let (Some((roles, only)), false) = (said, named || public) {
                operation.auth = match only || closed {
                    true => format!("only {}", roles.join(", ")),
                    false => roles.join(", "),
                };
                operation.access = Access::Key(roles);
            } else if open && !named {
                operation.access = Access::Public;
            }
        }
    }

    /// Takes in who sees only some of what an operation shows: "guests see only their own stays".
    pub(super) fn read_narrow(&mut self) {
        const SEES: &[&str] = &[
            "see",
            "sees",
            "view",
            "views",
            "read",
            "reads",
            "get",
            "gets",
            "list",
            "lists",
            "only those",
            "access",
        ];
        for sentence in self.sentences.clone().iter().filter(|sentence| sentence.cells.is_empty()) {
            for part in sentence.plain.split([',', ';', ':', '.']) {
                let has = |words: &[&str]| words.iter().any(|word| has_phrase(part, word));
                if !has(SEES) || !has(&["only", "own"]) || has(&["may", "all"]) {
                    continue;
                }
                let names: Vec<String> =
                    self.roles.iter().filter(|role| words::names(part, role)).cloned().collect();
                for number in 0..self.operations.len() {
                    let operation = &self.operations[number];
                    if operation.is_safe() && sentence.concerns(&self.resources, operation, number) {
                        self.operations[number].narrow.extend(names.iter().cloned());
                    }
                }
            }
        }
    }

    /// Takes in a sentence that says that all operations but some need a key.
    fn need_keys(&mut self, sentence: &Sentence) {
        let (excepted, beneath) = (excepted(&sentence.text), beneath(&sentence.text));
        let changes = crate::words::is_of_changes(&sentence.plain);
        let of_it = |operation: &&mut super::Operation| {
            operation.is_of(sentence.spec) && !(changes && operation.is_safe())
        };
        for operation in self.operations.iter_mut().filter(of_it) {
            let out = excepted.iter().any(|(method, path)| {
                method.as_ref().is_none_or(|method| *method == operation.method)
                    && (operation.path.same(path)
                        || !path.segments().is_empty() && operation.path.ends_with(path))
            });
            if beneath.as_ref().is_some_and(|path| !operation.path.starts_with(path)) {
                continue;
            }
            match operation.access {
                Access::Unknown if out => operation.access = Access::Public,
                Access::Unknown if !super::is_open_by_convention(&operation.path) => {
                    operation.access = Access::Key(Vec::new());
                }
                _ => {}
            }
        }
    }
}

/// "Every endpoint but `GET /status` needs a token", "401 without or with an unknown token".
fn says_that_all_need_a_key(sentence: &Sentence) -> bool {
    let key = sentence.says(KEYS) || sentence.says(&["x-api-key", "x-auth-token"]);
    let all = sentence.says(ALL);
    let needs = sentence.says(&[
        "needs",
        "need",
        "require",
        "requires",
        "required",
        "must",
        "carry",
        "carries",
        "authenticate",
        "authenticated",
        "send",
        "sends",
        "include",
        "includes",
        "401",
    ]);
    let plainly = sentence.scope == Scope::General
        && sentence.says(&["401"])
        && sentence.says(&["without", "missing", "no"])
        && !sentence.says(&["may", "some", "optional", "login", "password"]);
    let narrow = sentence.says(&[
        "idempotency-key",
        "admin endpoints",
        "optional",
        "optionally",
        "need no key",
        "needs no key",
        "need no token",
        "needs no token",
        "no key is needed",
    ]);
    key && !narrow && (all && needs || plainly && sentence.cells.is_empty())
}

/// The operations and paths that stand behind "except".
fn excepted(text: &str) -> Vec<(Option<String>, PathTemplate)> {
    let lower = text.to_lowercase();
    let starts = EXCEPT.iter().filter_map(|word| {
        lower
            .match_indices(word)
            .map(|(at, _)| at)
            .find(|at| has_phrase(&lower, word) && lower.is_char_boundary(*at))
    });
    let Some(start) = starts.min() else { return Vec::new() };
    let behind = text.get(start..).unwrap_or_default();
    let codes = words::code_spans(behind).into_iter().map(|(_, code)| code);
    let read = |code: &str| match operation_in(code) {
        Some((method, path)) => Some((Some(method), path)),
        None => code.starts_with('/').then(|| (None, PathTemplate::read(code))),
    };
    let named: Vec<_> = codes.filter_map(read).collect();
    if !named.is_empty() {
        return named;
    }
    operation_in(behind).map(|(method, path)| (Some(method), path)).into_iter().collect()
}

/// "Each role may only do what is written above": who is not named may not.
fn is_closed(sentence: &Sentence) -> bool {
    sentence.scope == Scope::General
        && sentence.says(&[
            "may only do what",
            "can only do what",
            "deny by default",
            "denied by default",
            "default deny",
            "deny-by-default",
            "default-deny",
            "nobody else may",
            "everything not listed",
            "anything not listed",
            "whatever is not listed",
            "what is not listed",
            "what is not allowed here",
            "not explicitly allowed",
            "not explicitly granted",
        ])
}

/// "No key needed".
fn is_open(sentence: &Sentence) -> bool {
    let short = sentence.plain.split_whitespace().count() <= 25;
    short
        && sentence.says(&[
            "no key needed",
            "no token needed",
            "no key is needed",
            "no token is needed",
            "no key required",
            "no token required",
            "no token is required",
            "no key is required",
            "no authentication",
            "no auth",
            "no authentication needed",
            "no authentication required",
            "without authentication",
            "needs no key",
            "needs no token",
            "needs no authentication",
            "open to everyone",
            "open to everybody",
            "no token",
            "no credentials",
            "no api key",
            "no key",
            "does not need a token",
            "does not need a key",
        ])
        && !sentence.says(&["401", "403", "if", "when", "with no", "refused", "rejected", "fails", "returns"])
}

/// The roles that a sentence names as those who may, and whether it says that nobody else may.
fn callers(plain: &str, roles: &[String]) -> Option<(Vec<String>, bool)> {
    let plain = plain.trim().trim_end_matches(['.', ':', ';']);
    if let Some(names) = for_roles(plain, roles) {
        return Some((names, true));
    }
    if [
        " if ",
        " when ",
        " unless ",
        " own ",
        " their ",
        " cannot ",
        " not ",
        " 40",
        "author",
        " until ",
        " assigned ",
        // What they see is limited, not who may.
        " only see",
        " only view",
        " only list",
        " only get ",
        " only those ",
        " with them",
        " that they ",
    ]
    .iter()
    .any(|word| plain.contains(word))
    {
        return bracketed(plain, roles);
    }
    let clauses = plain.split(['.', ';', ':', '–', '—']).map(str::trim);
    let mut found = None;
    for clause in clauses.filter(|clause| !clause.is_empty()) {
        // "Cooks and porters." alone says who may.
        let alone = |clause: &str| listed(clause, roles).filter(|names| names.len() > 1);
        let said = reserved(clause, roles).or_else(|| alone(clause)).map(|names| (names, true));
        found = found.or_else(|| said.or_else(|| subject(clause, roles)));
    }
    found.or_else(|| bracketed(plain, roles))
}

/// "For clerks", "`POST /letters` is for clerks and heads, not for guests", "is for clerks, on any letter".
fn for_roles(plain: &str, roles: &[String]) -> Option<Vec<String>> {
    let rest = match plain.strip_prefix("for ") {
        Some(rest) if !rest.contains(" if ") && !rest.contains(" when ") => rest,
        _ => [" is for ", " are for ", " is open to ", " is reserved for "]
            .iter()
            .filter_map(|word| plain.find(word).map(|at| at + word.len()))
            .min()
            .and_then(|at| plain.get(at..))?,
    };
    let rest = rest.strip_prefix("the role ").unwrap_or(rest);
    // "For clerks." may be followed by what it does.
    let first = rest.split([';', '.', ':', '–', '—', '(']).next()?.trim();
    if first.is_empty()
        || plain.starts_with("for ")
            && first.len() < rest.trim().len()
            && rest.get(first.len()..)?.trim_start().starts_with(',')
    {
        return None;
    }
    let mut part = first;
    loop {
        if let Some(names) = listed(part, roles) {
            // "For clerks, the letter of another is …" says who is meant, not who may.
            let whole = part.len() == first.len() || !plain.starts_with("for ");
            return whole.then_some(names);
        }
        part = part.get(..part.rfind(',')?)?.trim();
    }
}

/// The known roles of a list such as "agents and the lead", where it names nothing else.
fn listed(text: &str, roles: &[String]) -> Option<Vec<String>> {
    let text = text.trim().trim_start_matches("by ").trim_end_matches(" only");
    let bare = |name: &str| {
        let name = name.trim();
        let name = ["the ", "an ", "a ", "any ", "all "]
            .iter()
            .find_map(|word| name.strip_prefix(word))
            .unwrap_or(name);
        name.trim_end_matches(" role").trim_end_matches(" roles").trim().to_owned()
    };
    let names: Option<Vec<String>> = names_in(text)
        .iter()
        .map(|name| roles.iter().find(|known| same_role(known, &bare(name))).cloned())
        .collect();
    names.filter(|names| !names.is_empty())
}

/// "only leads may", "leads only", "restricted to leads", "for leads only".
fn reserved(clause: &str, roles: &[String]) -> Option<Vec<String>> {
    if let Some(rest) = clause.strip_prefix("only ") {
        let end =
            [" may", " can", " are allowed", " is allowed"].iter().filter_map(|word| rest.find(word)).min();
        return listed(rest.get(..end.unwrap_or(rest.len()))?, roles);
    }
    if let Some(rest) = clause.strip_suffix(" only") {
        let start = rest.rfind([',', '(']).map_or(0, |at| at + 1);
        let part = rest.get(start..)?.trim();
        let part = ["for ", "open to ", "available to ", "by "]
            .iter()
            .find_map(|word| part.strip_prefix(word))
            .unwrap_or(part);
        return listed(part, roles);
    }
    let starts = [
        "restricted to ",
        "limited to ",
        "reserved for ",
        "requires the role ",
        "requires role ",
        "only for ",
        "role: ",
        "roles: ",
    ];
    let (at, length) = starts.iter().find_map(|start| Some((clause.find(start)?, start.len())))?;
    listed(clause.get(at + length..)?, roles)
}

/// "leads and agents may", "a lead confirms the order".
fn subject(clause: &str, roles: &[String]) -> Option<(Vec<String>, bool)> {
    for word in [" may", " can"] {
        let Some(at) = clause.find(word) else { continue };
        let rest = clause.get(at + word.len()..)?;
        if (rest.is_empty() || rest.starts_with(' ')) && !rest.trim_start().starts_with("also") {
            let names = listed(clause.get(..at)?, roles)?;
            let several = names.len() > 1;
            return Some((names, several));
        }
    }
    // The longest list of roles at the start that a word of its own follows, which says what they do, not what they are.
    let state = ["has", "have", "had", "is", "are", "was", "were", "who", "whose", "of"];
    let does = |end: usize| {
        let next = clause.get(end..).and_then(|rest| rest.split_whitespace().next());
        next.is_some_and(|word| !state.contains(&word))
    };
    let ends = clause.match_indices(' ').map(|(at, _)| at).filter(|at| does(*at)).collect::<Vec<_>>();
    let names = ends.into_iter().rev().find_map(|end| listed(clause.get(..end)?, roles))?;
    let several = names.len() > 1;
    Some((names, several))
}

/// "(agent, lead)"
fn bracketed(plain: &str, roles: &[String]) -> Option<(Vec<String>, bool)> {
    let parts = plain.match_indices('(').filter_map(|(at, _)| plain.get(at + 1..)?.split(')').next());
    parts.into_iter().find_map(|inside| listed(inside, roles)).map(|names| (names, true))
}

#[cfg(test)]
mod tests;
