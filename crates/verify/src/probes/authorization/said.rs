//! Permissions in sentences: "Only managers may delete orders", "Clerks MUST NOT delete parcels", "403 for what a role may not do".

use super::cell::{Cell, Right, is_of_own, is_others, is_own};
use crate::api::{Api, has_phrase, operation_in, operations_of, same_role};
use crate::pattern::pattern;
use crate::{hedge, words};

/// Whether a statement is about all that any role may not do; then, whether it speaks of 403.
pub fn is_about_all_denials(source: &str) -> Option<bool> {
    // What else a statement says beside that sentence does not make it narrower.
    let mut parts = source.split(". ").filter(|part| !part.trim().is_empty());
    let whole = all_denials(source);
    whole.or_else(|| parts.find_map(all_denials).filter(|_| source.contains(". ")))
}

fn all_denials(source: &str) -> Option<bool> {
    let said = words::words(source);
    let any = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    let strict = any(&["403", "forbidden"]);
    let roles = any(&[
        "role",
        "roles",
        "permission",
        "permissions",
        "privilege",
        "privileges",
        "rights",
        "unauthorized",
        "authorised",
        "authorized",
    ]);
    let refuses = strict
        || any(&[
            "refuse", "refused", "refuses", "reject", "rejected", "rejects", "denied", "denies", "deny",
        ]);
    let lower = source.to_lowercase();
    let lacks = [
        "may not",
        "not allowed",
        "insufficient",
        "lack",
        "without",
        "not permitted",
        "cannot",
        "wrong role",
        "not have",
        "does not permit",
        "beyond",
        "missing",
    ]
    .iter()
    .any(|words| lower.contains(words));
    let narrow = is_own(source)
        || is_others(source)
        || operation_in(source).is_some()
        || any(&["401", "key", "token"]) && !lower.contains("role");
    let sentence = said.len() <= 40 && !any(&["when", "if", "unless"])
        || lower.contains("if the role")
        || [
            "caller's role",
            "caller\u{2019}s role",
            "user's role",
            "user\u{2019}s role",
            "role of the caller",
            "role of the user",
        ]
        .iter()
        .any(|role| lower.contains(role))
        || lower.contains("when the role");
    (roles && refuses && lacks && !narrow && sentence).then_some(strict)
}

const DENIES: &[&str] = &[
    " cannot ",
    " can not ",
    " can't ",
    " may not ",
    " must not ",
    " shall not ",
    " is not allowed to ",
    " are not allowed to ",
    " is not permitted to ",
    " are not permitted to ",
    " should not be able to ",
    " must not be able to ",
    " must never ",
];
const ALLOWS: &[&str] = &[
    " can ",
    " may ",
    " is allowed to ",
    " are allowed to ",
    " must be able to ",
    " should be able to ",
    " shall be able to ",
    " is permitted to ",
    " are permitted to ",
];
const RESERVES: &[&str] = &[
    " requires the role ",
    " requires ",
    " require ",
    " is restricted to ",
    " are restricted to ",
    " is limited to ",
    " are limited to ",
    " is reserved for ",
    " are reserved for ",
    " is only allowed for ",
    " is for ",
];

// "a freelancer who reads /clients, /invoices or /audit gets 403"
pattern!(
    READS,
    r"^(?:an? |the |every |all )?([a-z][a-z _-]*?) (?:who|that|which) (?:reads?|calls?|opens?|asks? for|gets?|lists?|requests?|fetch(?:es)?|looks? at) (/[^ ].*?) (?:gets?|receives?|is answered with|is refused with|is turned away with) (?:an? )?(?:http )?403\b"
);

/// What a role may not read, where a sentence names it by its paths.
fn reads_paths(api: &Api, spec: usize, source: &str, lower: &str) -> Option<Vec<Cell>> {
    let found = READS.captures(lower)?;
    // "… unless the shop is theirs", "… for drafts"
    let behind = lower.get(found.get(0)?.end()..)?;
    let named =
        behind.split(',').next().is_some_and(|part| hedge::is_place(part) && !has_phrase(part, "with"));
    if named || !hedge::is_plain(behind) || is_own(behind) || is_others(behind) {
        return None;
    }
    let names = roles(api, found.get(1)?.as_str())?;
    let listed = found.get(2)?.as_str();
    let paths: Vec<&str> =
        listed.split([',', ' ']).filter(|part| !matches!(*part, "" | "or" | "and" | "nor")).collect();
    // What else stands between them narrows it.
    if !paths.iter().all(|path| path.starts_with('/')) {
        return None;
    }
    let read = |path: &&str| {
        let written = source.to_lowercase().find(*path).and_then(|at| source.get(at..at + path.len()))?;
        let path = crate::api::PathTemplate::read(written.trim_end_matches('.'));
        let reads = |operation: &&crate::api::Operation| operation.method == "GET" && operation.is_of(spec);
        api.at_path(&path, reads)
    };
    let operations = paths.iter().map(read).collect::<Option<Vec<usize>>>()?;
    Some(vec![Cell { names, action: listed.to_owned(), operations: Ok(operations), right: Right::MayNot }])
}

/// The permissions that a sentence states, where the role is a known one and the operations are certain.
pub fn cells(api: &Api, spec: usize, source: &str) -> Vec<Cell> {
    let plain: String = source.chars().filter(|c| !matches!(c, '*' | '`' | '[' | ']')).collect();
    let plain = plain.trim().trim_start_matches(|c: char| !c.is_alphabetic());
    // `FR-3:` and the like stand before the sentence.
    let plain = match plain.split_once(": ") {
        Some((label, rest))
            if label.split_whitespace().count() <= 2 && label.chars().any(|c| c.is_ascii_digit()) =>
        {
            rest
        }
        _ => plain,
    };
    // What stands behind says what comes back, or why.
    let plain = plain.split(';').next().unwrap_or(plain).trim_end();
    let plain = match plain.split_once(". ") {
        Some((first, rest))
            if rest.len() < 60
                && ["403", "401", "else", "other"].iter().any(|word| rest.to_lowercase().contains(word)) =>
        {
            first
        }
        _ => plain,
    };
    let lower = plain.to_lowercase();
    if let Some((first, rest)) = lower.split_once(". ")
        && let Some(mut cells) = super::lets::cells(api, spec, first)
    {
        cells.extend(super::lets::not_even(api, &cells, rest));
        return cells;
    }
    if lower.len() != plain.len() || plain.len() > 200 || plain.trim_end_matches('.').contains(". ") {
        return Vec::new();
    }
    let split = |words: &[&str]| {
        words.iter().filter_map(|word| Some((lower.find(word)?, word.len()))).min().map(|(at, length)| {
            (
                plain.get(..at).unwrap_or_default().trim(),
                plain.get(at + length..).unwrap_or_default().trim().trim_end_matches('.'),
            )
        })
    };
    // "A clerk who tries to delete an order gets 403", "a clerk gets 403 when deleting an order"
    if lower.contains("403")
        && let Some((subject, action)) = split(&[
            " who tries to ",
            " trying to ",
            " that tries to ",
            " gets 403 when ",
            " receives 403 when ",
            " gets a 403 when ",
        ])
        && let Some(names) = roles(api, without_article(subject))
    {
        let action = action.split([',']).next().unwrap_or(action);
        let end = [" gets", " receives", " is ", " must", " returns", " 403"]
            .iter()
            .filter_map(|word| action.find(word))
            .min();
        let action = action.get(..end.unwrap_or(action.len())).unwrap_or(action);
        if !is_others(action) && depends(action) {
            return Vec::new();
        }
        // "a link that another editor made" is one of somebody else's.
        return match is_others(action) {
            true => {
                let end = [" that ", " which ", " of ", " made by ", " owned by ", " belonging to "];
                let end = end.iter().filter_map(|word| action.find(word)).min().unwrap_or(action.len());
                certain(api, spec, names, action.get(..end).unwrap_or(action), Right::NotOthers)
            }
            false => certain(api, spec, names, action, Right::MayNot),
        };
    }
    if let Some(cells) = reads_paths(api, spec, source, &lower) {
        return cells;
    }
    if let Some(cells) = super::lets::cells(api, spec, &lower) {
        return cells;
    }
    // What depends on more than the role is not a permission of the role alone.
    if [
        " if ",
        " when ",
        " unless ",
        " until ",
        " while ",
        " except ",
        " after ",
        " before ",
        " that is ",
        " which ",
    ]
    .iter()
    .any(|word| lower.contains(word))
    {
        return Vec::new();
    }
    // "must allow only admins to delete orders"
    if let Some((_, rest)) =
        split(&[" allow only ", " allows only ", " let only ", " lets only ", " permit only "])
        && let Some((subject, action)) = rest.split_once(" to ").or_else(|| rest.split_once(' '))
        && let Some(names) = roles(api, subject)
    {
        let mut cells = certain(api, spec, names.clone(), action, Right::May);
        cells.extend(certain(api, spec, others(api, &names), action, Right::MayNot));
        return cells;
    }
    // "is the only one who may delete orders"
    if let Some((subject, action)) = split(&[
        " is the only one who may ",
        " is the only one who can ",
        " is the only role that may ",
        " is the only role that can ",
    ]) {
        let subject = subject.split([' ', ',']).next().unwrap_or(subject);
        if let Some(names) = roles(api, subject) {
            let mut cells = certain(api, spec, names.clone(), action, Right::May);
            cells.extend(certain(api, spec, others(api, &names), action, Right::MayNot));
            return cells;
        }
    }
    if split(DENIES).or_else(|| split(ALLOWS)).is_some_and(|(_, action)| is_no_deed(action)) {
        return Vec::new();
    }
    if let Some((subject, action)) = split(DENIES) {
        let Some(names) = roles(api, subject).or_else(|| leading(api, subject)) else { return Vec::new() };
        // What comes back is said behind it.
        let action = action.split([';', ',']).next().unwrap_or(action).trim();
        let right = match (is_others(action), is_of_own(api, action)) {
            (true, _) => Right::NotOthers,
            (false, true) => return Vec::new(),
            (false, false) => Right::MayNot,
        };
        return certain(api, spec, names, action, right);
    }
    // "Only clerks shall delete orders", "a clerk shall delete only their own orders"
    let keeps =
        lower.starts_with("only ") || lower.contains(" only their own ") || lower.contains(" only its own ");
    let shall = || keeps.then(|| split(&[" shall ", " must ", " will ", " are to ", " should "])).flatten();
    if let Some((subject, action)) = split(ALLOWS).or_else(shall) {
        let action =
            action.replacen(" only their own ", " their own ", 1).replacen(" only its own ", " its own ", 1);
        let action = action.as_str();
        let lowered = subject.to_lowercase();
        let bare = lowered.strip_prefix("only ").map_or(subject, |_| subject.get(5..).unwrap_or_default());
        let Some(names) = roles(api, bare) else { return Vec::new() };
        // "may only read orders" says less than it seems: what else is there is not known.
        let action = action.strip_prefix("only ").unwrap_or(action);
        let right = if is_of_own(api, action) { Right::Own } else { Right::May };
        let mut cells = certain(api, spec, names.clone(), action, right.clone());
        if bare.len() < subject.len() && right == Right::May {
            cells.extend(certain(api, spec, others(api, &names), action, Right::MayNot));
        }
        return cells;
    }
    if let Some((action, subject)) = split(RESERVES).filter(|(action, rest)| reserves(action, rest, &lower)) {
        let lowered = subject.to_lowercase();
        let subject = ["the ", "an ", "a "]
            .iter()
            .find_map(|word| lowered.strip_prefix(word).map(|rest| &subject[subject.len() - rest.len()..]))
            .unwrap_or(subject);
        let subject = subject.trim_end_matches(" role").trim_end_matches(" only").trim_end_matches(" rights");
        let Some(names) = roles(api, subject) else { return Vec::new() };
        let mut cells = certain(api, spec, names.clone(), action, Right::May);
        cells.extend(certain(api, spec, others(api, &names), action, Right::MayNot));
        return cells;
    }
    Vec::new()
}

// "a guest may not open or shut", "a porter cannot paint"
pattern!(
    DENIAL,
    r"(?:^|[,:;]\s*|\band\s+)(?:an?\s+|the\s+)?([a-z][a-z_]*)\s+(?:may not|cannot|can not|must not|is not allowed to|are not allowed to)\s+([a-z][^,;:.]*)"
);

/// What clauses say that each of several roles may not, where the sentence says that 403 answers it: "A guest may not open or
/// shut, and a porter may not paint: both get 403."
pub fn denials(api: &Api, spec: usize, source: &str) -> Vec<Cell> {
    let plain: String = source.chars().filter(|c| !matches!(c, '*' | '`' | '[' | ']')).collect();
    let lower = plain.replace('\n', " ").to_lowercase();
    let mut cells = Vec::new();
    for sentence in
        lower.split(". ").filter(|sentence| words::words(sentence).iter().any(|word| word == "403"))
    {
        if [" if ", " when ", " unless ", " until ", " while ", " own ", " another", " other "]
            .iter()
            .any(|word| sentence.contains(word))
        {
            continue;
        }
        for found in DENIAL.captures_iter(sentence) {
            let (Some(role), Some(action)) = (found.get(1), found.get(2)) else { continue };
            let Some(names) = roles(api, role.as_str()) else { continue };
            // "and the others get 403" is no deed.
            let action = action.as_str().split(" and ").next().unwrap_or_default();
            for deed in action.split(" or ").flat_map(|part| part.split(" nor ")).map(str::trim) {
                let named = || {
                    let acts = |operation: &crate::api::Operation| {
                        operation.is_of(spec)
                            && !operation.is_safe()
                            && operation
                                .path
                                .last_literal()
                                .is_some_and(|last| last.eq_ignore_ascii_case(deed))
                    };
                    let mut all = (0..api.operations.len()).filter(|number| acts(&api.operations[*number]));
                    all.next().filter(|_| all.next().is_none())
                };
                match named() {
                    Some(number) => cells.push(Cell {
                        names: names.clone(),
                        action: deed.to_owned(),
                        operations: Ok(vec![number]),
                        right: Right::MayNot,
                    }),
                    None => cells.extend(certain(api, spec, names.clone(), deed, Right::MayNot)),
                }
            }
        }
    }
    cells
}

/// Whether a deed is refused for more than who does it: "delete a room that is locked", "seal a letter twice".
fn depends(action: &str) -> bool {
    const MORE: &[&str] = &[
        "that",
        "which",
        "whose",
        "if",
        "when",
        "while",
        "with",
        "without",
        "twice",
        "again",
        "before",
        "after",
        "more than",
        "too",
    ];
    let lower = action.to_lowercase();
    MORE.iter().any(|word| has_phrase(&lower, word))
}

/// Whether what stands behind "may" is nothing that one does to a thing: "want to delete orders", "see who may delete orders".
fn is_no_deed(action: &str) -> bool {
    const FIRST: &[&str] = &[
        "want",
        "need",
        "wish",
        "like",
        "prefer",
        "expect",
        "ask",
        "request",
        "try",
        "attempt",
        "choose",
        "decide",
        "have",
        "be",
        "also want",
        "yet",
        "only want",
        "forget",
        "fail",
        "wonder",
        "think",
        "believe",
    ];
    let lower = action.trim().to_lowercase();
    let said: Vec<&str> = lower.split_whitespace().collect();
    said.first().is_some_and(|first| FIRST.contains(first))
        || ["who", "how", "whether", "why", "or not", "what"].iter().any(|word| has_phrase(&lower, word))
}

/// Whether something is kept for a role: "deleting orders requires the manager role", and not "an order requires a customer",
/// which says what an order has.
fn reserves(action: &str, rest: &str, whole: &str) -> bool {
    let deed = |word: &str| ["ing", "ion", "access"].iter().any(|end| word.ends_with(end));
    let rest = format!(" {} ", rest.to_lowercase());
    let role =
        ["role", "roles", "rights", "permission", "permissions", "privileges", "access", "only", "key"];
    let article = [" a ", " an "].iter().any(|article| rest.starts_with(article));
    let needs = whole.contains(" requires ") || whole.contains(" require ");
    (action.contains('/') || words::words(action).iter().take(2).any(|word| deed(word)))
        && !hedge::denies(whole)
        && (!needs || !article || role.iter().any(|word| has_phrase(&rest, word)))
}

fn without_article(subject: &str) -> &str {
    let lower = subject.to_lowercase();
    ["the ", "an ", "a "]
        .iter()
        .find(|word| lower.starts_with(**word))
        .map_or(subject, |word| &subject[word.len()..])
}

/// The known roles that a subject names; nothing where it is anything else.
pub(super) fn roles(api: &Api, subject: &str) -> Option<Vec<String>> {
    let names = crate::api::names_in(subject);
    let known: Option<Vec<String>> =
        names.iter().map(|name| api.roles.iter().find(|known| same_role(known, name)).cloned()).collect();
    known.filter(|known| !known.is_empty())
}

/// Whom a statement turns away that says before what others may: "Clerks can open rooms; a guest who tries gets 403".
pub fn turned_away(api: &Api, source: &str, cell: &Cell) -> Option<Cell> {
    let (Right::May, true) = (&cell.right, cell.operations.is_ok()) else { return None };
    let plain = crate::api::plain(source);
    // A condition holds for the whole of its sentence.
    let sentences = plain.split(';').flat_map(|part| part.split(". "));
    let told = sentences.filter(|said| !hedge::is_conditional(&without_permission(said)));
    let clauses = told.flat_map(|said| said.split(',').map(str::to_owned).collect::<Vec<_>>());
    let clauses = clauses.map(|clause| {
        let clause = clause.trim().trim_end_matches('.');
        clause.strip_prefix("and ").or_else(|| clause.strip_prefix("but ")).unwrap_or(clause).to_owned()
    });
    let clauses = clauses.collect::<Vec<String>>();
    let names = clauses.iter().find_map(|clause| super::prose::may_not(api, clause, &[]))?;
    let named = names.iter().any(|name| cell.names.iter().any(|known| same_role(known, name)));
    (!named && !names.is_empty()).then(|| Cell { names, right: Right::MayNot, ..cell.clone() })
}

/// A sentence without the word that gives what it allows.
fn without_permission(said: &str) -> String {
    said.replacen(" may ", " ", 1)
}

/// The role that a subject begins with, where something else that it does stands before "and": "a viewer reads links and".
fn leading(api: &Api, subject: &str) -> Option<Vec<String>> {
    let before = subject.strip_suffix(" and").or_else(|| subject.strip_suffix(" but"))?;
    let before = without_article(before.trim_end_matches(','));
    let first = before.split_whitespace().next()?;
    // More than one of them would not be told apart from what is done.
    let known = api.roles.iter().find(|known| same_role(known, first))?;
    (before.split_whitespace().count() <= 8).then(|| vec![known.clone()])
}

/// The other roles; one that usually may do everything is not left out by a sentence about another.
pub(super) fn others(api: &Api, names: &[String]) -> Vec<String> {
    super::cell::excluded("only", names, &api.roles)
}

fn certain(api: &Api, spec: usize, names: Vec<String>, action: &str, right: Right) -> Vec<Cell> {
    match operations_of(api, spec, action) {
        Ok(operations) if !names.is_empty() => {
            vec![Cell { names, action: action.to_owned(), operations: Ok(operations), right }]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
