//! Rights that the description of an operation tells: "`GET /log` is for auditors; clerks get `403`", "An admin can close a
//! room with it. Anybody else gets 403."

use super::cell::{Right, is_mighty, is_others, is_own};
use crate::api::{Api, Scope, has_phrase, names_in, same_role};
use crate::hedge;
use crate::pattern::pattern;
use crate::probe::ItemContext;
use abide_model::Kind;

/// Who may call an operation and who may not, as far as the sentences about it alone say.
pub fn of_operation(context: &ItemContext, number: usize) -> Vec<(String, Right)> {
    let api = &context.facts.api;
    let kinds = [Kind::Requirement, Kind::Check, Kind::Exception, Kind::Scenario, Kind::Permission];
    let operation = &api.operations[number];
    let own = |sentence: &crate::api::Sentence| {
        let named = || sentence.codes().iter().any(|code| *code == operation.title());
        sentence.scope == Scope::Operations(vec![number]) || named()
    };
    let mut found: Vec<(String, Right)> = Vec::new();
    // What "others" means stands in the same sentence, or in the one before.
    let mut allowed: Vec<String> = Vec::new();
    let mut before: Option<u32> = None;
    for sentence in
        api.sentences.iter().filter(|sentence| sentence.spec == context.number && sentence.cells.is_empty())
    {
        let start = sentence.range.start;
        let adjacent = before.take().is_some_and(|end| start >= end && start - end <= 2);
        let goes_on = adjacent
            && OTHERS.iter().chain(EVERYBODY).any(|word| sentence.plain.trim_start().starts_with(word));
        if !(own(sentence) || goes_on)
            || sentence.plain.len() > 400
            || context.is_held(sentence, |kind| kinds.contains(&kind))
        {
            before = Some(sentence.range.end).filter(|_| adjacent);
            continue;
        }
        before = Some(sentence.range.end);
        // A query that makes it another deed has rights of its own.
        let plain = sentence.plain.as_str();
        if sentence.codes().iter().any(|code| code.contains('?')) {
            allowed.clear();
            continue;
        }
        for clause in plain.split(';').flat_map(|part| part.split(". ")).map(str::trim) {
            if ["if", "when", "unless", "while", "until"].iter().any(|word| has_phrase(clause, word)) {
                continue;
            }
            if let Some(names) = may_not(api, clause, &allowed) {
                for name in names {
                    note(&mut found, &name, Right::MayNot);
                }
            } else if let Some((names, sure)) = may(api, clause, &operation.title().to_lowercase()) {
                // What somebody can do with some of the objects says who others are, and no more.
                for name in names.iter().filter(|_| sure) {
                    note(&mut found, name, Right::May);
                }
                allowed = names;
            }
        }
    }
    found
}

/// Whoever is not named.
const EVERYBODY: &[&str] =
    &["anybody else", "anyone else", "everybody else", "everyone else", "all others", "nobody else"];
/// The same, but for those who usually may do everything.
const OTHERS: &[&str] = &[
    "others",
    "other users",
    "other roles",
    "other callers",
    "the others",
    "any other role",
    "every other role",
];

fn note(found: &mut Vec<(String, Right)>, name: &str, right: Right) {
    if !found.iter().any(|(known, _)| same_role(known, name)) {
        found.push((name.to_owned(), right));
    }
}

/// The known roles among names, where all of them are such.
fn roles(api: &Api, said: &str) -> Option<Vec<String>> {
    let bare = |name: &str| {
        let name = name.trim();
        let articles = ["the ", "an ", "a ", "all ", "every ", "any ", "only ", "just "];
        articles
            .iter()
            .fold(name.to_owned(), |name, article| name.strip_prefix(article).unwrap_or(&name).to_owned())
    };
    let names = names_in(&bare(said));
    let known =
        names.iter().map(|name| api.roles.iter().find(|known| same_role(known, &bare(name))).cloned());
    known.collect::<Option<Vec<String>>>().filter(|known| !known.is_empty())
}

/// Whom a clause allows it, and whether in all cases; nobody where it speaks of more than roles.
fn may(api: &Api, clause: &str, title: &str) -> Option<(Vec<String>, bool)> {
    // "get /log is for admins and auditors", "it is for admins only"; what else is for somebody is no right.
    for mark in [" is for ", " is only for ", " is reserved for "] {
        let Some((subject, rest)) = clause.split_once(mark) else { continue };
        let subject = subject.trim();
        let bare = ["it", "this", "that", "this endpoint", "the endpoint", "this call", "the call", title];
        if hedge::denies(rest) || !bare.contains(&subject) {
            return None;
        }
        let rest = rest.trim_end_matches('.').trim_end_matches(" only");
        return roles(api, rest).map(|names| (names, true));
    }
    for modal in [" can ", " may ", " is allowed to ", " are allowed to "] {
        let Some((subject, deed)) = clause.split_once(modal) else { continue };
        if deed.starts_with("be ") || deed.starts_with("not ") {
            return None;
        }
        let subject = subject.rsplit(", ").next().unwrap_or(subject);
        // "during an incident an admin"
        let words: Vec<&str> = subject.split_whitespace().collect();
        let first =
            (words.len().saturating_sub(6)..words.len()).find_map(|at| roles(api, &words[at..].join(" ")));
        let owner = ["owner", "creator", "author", "who"].iter().any(|word| has_phrase(subject, word));
        let others = is_own(deed) || is_others(deed);
        return if owner || others { Some((Vec::new(), false)) } else { first.map(|names| (names, false)) };
    }
    None
}

pattern!(
    TURNED,
    r"^ (?:gets?|receives?|(?:is|are) (?:refused|answered|turned away|rejected)(?: with)?) (?:an? )?(?:error )?(?:`?403`?(?: [a-z_]+)?|forbidden)\.?$|^ (?:is|are) (?:refused|turned away|rejected)\.?$"
);

/// Whom a clause turns away with 403.
pub(super) fn may_not(api: &Api, clause: &str, allowed: &[String]) -> Option<Vec<String>> {
    let gets = [
        " gets ",
        " get ",
        " receives ",
        " receive ",
        " is refused",
        " are refused",
        " is answered ",
        " are answered ",
        " is turned away",
        " are turned away",
        " is rejected",
        " are rejected",
    ];
    let at = gets.iter().filter_map(|word| clause.find(word)).min()?;
    let (subject, rest) = clause.split_at(at);
    // "gets 403 for the room of another" says so of some only.
    if !TURNED.is_match(rest) {
        return None;
    }
    // "gets 403 for the key of another tenant" is said of what is not theirs alone.
    let narrow = ["another", "other", "else", "else's", "own", "theirs", "whose", "belongs", "belong"];
    if narrow.iter().any(|word| has_phrase(rest, word)) {
        return None;
    }
    // "A guest gets 403 for the note of another guest" speaks of those notes alone.
    if is_others(rest) || is_own(rest) {
        return None;
    }
    let begins = |words: &[&str]| words.iter().any(|word| subject.trim_start().starts_with(word));
    if begins(EVERYBODY) || begins(OTHERS) {
        if allowed.is_empty() {
            return None;
        }
        let rest = api.roles.iter().filter(|role| !allowed.iter().any(|name| same_role(name, role)));
        let rest = rest.filter(|role| !crate::api::is_stranger(role));
        return Some(rest.filter(|role| begins(EVERYBODY) || !is_mighty(role)).cloned().collect());
    }
    // "a clerk who tries", "members"; what else somebody tries is another deed.
    let subject = match [" who tries", " who try", " that tries", " who attempts"]
        .iter()
        .find_map(|word| subject.split_once(word))
    {
        Some((subject, tried)) => {
            let bare = ["", "it", "that", "this", "so", "anyway", "to", "to do so", "to do it", "to do that"];
            bare.contains(&tried.trim()).then_some(subject)?
        }
        None => subject,
    };
    roles(api, subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    fn told(text: &str) -> Vec<String> {
        let markdown = format!(
            "# Rooms\n\n## API\n\n- `GET /rooms` lists rooms. `200`.\n- `POST /rooms/{{id}}/close` closes one. {text}\n"
        );
        let config = "[targets.local]\nurl = \"http://127.0.0.1:9\"\n[targets.local.roles.admin]\nheaders = { A = \"1\" }\n\
            [targets.local.roles.clerk]\nheaders = { A = \"2\" }\n[targets.local.roles.porter]\nheaders = { A = \"3\" }\n";
        let facts = std::sync::Arc::new(testing::facts_of_markdown(&markdown, config, Setup::default()));
        let spec = &facts.specs[0];
        let item = spec.of_kind(Kind::Endpoint).nth(1).unwrap();
        let context = ItemContext { facts: &facts, number: 0, spec, item, document: spec, stated: item };
        let shown = |(name, right)| format!("{name} {right:?}");
        of_operation(&context, 1).into_iter().map(shown).collect()
    }

    #[test]
    fn rights_in_several_wordings() {
        assert_eq!(told("It is for admins; clerks get `403`."), ["admin May", "clerk MayNot"]);
        assert_eq!(
            told("In a fire an admin can close it. Anybody else gets `403 forbidden`."),
            ["clerk MayNot", "porter MayNot"]
        );
        assert_eq!(told("`POST /rooms/{id}/close` is for admins only."), ["admin May"]);
        assert_eq!(told("A clerk who tries it gets 403."), ["clerk MayNot"]);
        assert_eq!(told("Only admins and clerks may close; others are refused with 403."), ["porter MayNot"]);
    }

    #[test]
    fn others_are_those_whom_the_paragraph_does_not_name() {
        let text = "Done.\n\nIn a fire an admin can clear a room with `POST /rooms/{id}/close` or `POST /rooms/{id}/lock`. Both answer `200`. \
            Anybody else who can see it gets `403 forbidden`.";
        assert_eq!(told(text), ["clerk MayNot", "porter MayNot"]);
    }

    #[test]
    fn what_depends_on_more_than_the_role_is_left_alone() {
        for text in [
            "Only the owner can close it; others get 403.",
            "If a clerk tries, clerks get 403 when it is open.",
            "Clerks get a key.",
            "A clerk who tries to close a locked room gets 403.",
            "A clerk who tries another room gets 403.",
            "The bell beside it is for admins.",
            "The name `closed` is reserved for admins.",
            "It is for admins, not clerks.",
        ] {
            assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        }
    }
}
