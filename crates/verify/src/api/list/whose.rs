//! Of what a sentence tells the order: of the list, of things of another kind, or of what belongs to its objects.

use crate::api::Resource;
use crate::api::sentence::{Scope, Sentence};
use crate::words;
use regex::Regex;
use std::sync::LazyLock;

static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W*(?:the |all |every |each )?([a-z][a-z ]*?) (?:are|is|shall be|must be|should be|will be|come|comes|has|have|shows?|gives?) (?:always )?(?:the )?(?:ordered|sorted|listed|returned|sent|shown|newest|oldest|latest|earliest|most recent|in )")
        .expect("a valid pattern")
});

/// Words for the things of any list.
const ANY: &[&str] = &[
    "list",
    "lists",
    "listing",
    "listings",
    "result",
    "results",
    "search",
    "item",
    "items",
    "collection",
    "collections",
    "object",
    "objects",
    "record",
    "records",
    "resource",
    "resources",
    "entry",
    "entries",
    "page",
    "pages",
    "response",
    "responses",
    "answer",
    "answers",
    "everything",
    "order",
    "default",
    "it",
    "they",
    "these",
    "of",
    "in",
    "the",
    "returned",
    "matching",
    "all",
    "rows",
    "elements",
    "endpoint",
    "endpoints",
    "both",
    "unless",
    "by",
    "sort",
    "array",
    "arrays",
    "data",
    "output",
    "and",
    "or",
    "a",
];

/// Whether a sentence that names none of the collections orders things of a kind of its own: "audit entries are ordered oldest first".
pub(super) fn is_of_others(sentence: &Sentence) -> bool {
    sentence.scope == crate::api::Scope::General
        && sentence.cells.is_empty()
        && SUBJECT
            .captures(&sentence.plain)
            .and_then(|found| found.get(1))
            .is_some_and(|subject| subject.as_str().split_whitespace().any(|word| !ANY.contains(&word)))
}

// "the log lines of a task are", "log lines in a task come"
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[,;:(]\s*|\b(?:with|has|have|and|shows?|including|includes|its|their|his)\s+)(?:the |all |every |each |an? |its |their )*([a-z_][\w -]{1,40}?)(?: (?:of|in|on|for|from|within|below|under) (?:the |an? |each |every |one |its )?[\w -]{2,30}?)?,? (?:\(|(?:are|is|shall be|must be|should be|will be|come|comes|stand|appear)\b[\w ]{0,40}?)?(?:the )?(?:newest|oldest|latest|earliest|most recent|soonest|sorted|ordered|in (?:the )?(?:reverse )?(?:chronological )?order)\b")
        .expect("a valid pattern")
});

/// Whether a row or an entry of a data model tells the order of a member that is a list: "| `parts` | list | oldest first |",
/// "`parts` — what it is made of, oldest first".
pub(super) fn is_of_a_member(sentence: &Sentence) -> bool {
    if sentence.cells.is_empty() {
        let spans = words::code_spans(&sentence.text);
        let Some((range, name)) = spans.first() else { return false };
        let opens =
            sentence.text.get(..range.start).is_some_and(|before| !before.contains(char::is_alphanumeric));
        let behind = sentence.text.get(range.end..).unwrap_or_default().trim_start_matches(['*', ' ']);
        let word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let lower = name.to_lowercase();
        return opens
            && word
            && behind.starts_with(['—', '–', '-', ':', '('])
            && !super::SORTS.contains(&lower.as_str())
            && !ANY.contains(&lower.as_str());
    }
    let typed = sentence.cells.iter().any(|(head, _)| matches!(head.trim(), "type" | "kind" | "format"));
    let first = sentence.cells.first().map(|(_, cell)| cell.trim_matches(['`', '*', ' ']).to_lowercase());
    typed && first.is_some_and(|name| !super::SORTS.contains(&name.as_str()))
}

/// Whether a sentence that names a collection orders what belongs to its objects: "the log lines of a task are returned newest
/// first", "a task has `comments`, oldest first".
pub(super) fn is_of_parts(sentence: &Sentence, resource: &Resource, members: &[String]) -> bool {
    const OURS: &[&str] = &[
        "list",
        "lists",
        "listing",
        "listings",
        "result",
        "results",
        "page",
        "pages",
        "response",
        "responses",
        "answer",
        "answers",
        "collection",
        "it",
        "they",
        "these",
        "everything",
        "order",
        "default",
        "items",
        "sort",
        "sorting",
        "ordering",
        "all",
    ];
    let general = sentence.scope == Scope::General;
    if general || !sentence.cells.is_empty() {
        return false;
    }
    let Some(found) = PARTS.captures(&sentence.plain).and_then(|found| found.get(1)) else { return false };
    // "a task has remarks" ends with what is ordered.
    let joints = [" with ", " has ", " have ", " and ", " shows ", " show ", " including ", " includes "];
    let head =
        joints.iter().fold(found.as_str(), |head, joint| head.rsplit(joint).next().unwrap_or(head)).trim();
    let said: Vec<&str> = head.split_whitespace().collect();
    let ours = resource.is_named_in(head) || said.iter().any(|word| OURS.contains(word));
    let last = said.last().map(|last| words::folded(last)).unwrap_or_default();
    let is_member = members.iter().any(|member| words::folded(member) == last);
    // What a sentence about one list alone calls by another name may be that list.
    !ours && (is_member || matches!(&sentence.scope, Scope::Resources(_)))
}

// "the remarks of a task are not paged"
static OF_ONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W*(?:the |all |every |each )?([a-z][a-z -]*?) (?:of|in|on|for|below|under) [a-z -]+? (?:are|is|come|comes|have|has)\b")
        .expect("a valid pattern")
});

/// Whether a sentence is about what belongs to the objects of a collection, and not about the collection.
pub(super) fn is_of_parts_of(sentence: &Sentence, resource: &Resource) -> bool {
    let head = OF_ONE.captures(&sentence.plain).and_then(|found| found.get(1));
    head.is_some_and(|head| {
        !resource.is_named_in(head.as_str())
            && !head.as_str().split_whitespace().any(|word| ["list", "lists", "listing"].contains(&word))
    })
}

/// Whatever a list holds.
pub(super) const THINGS: &[&str] = &[
    "entry", "entries", "item", "items", "one", "ones", "record", "records", "result", "results", "object",
    "objects", "row", "rows",
];

/// Whether a sentence is about the listing of the things that it calls by name, and not about whoever takes "the oldest job first".
pub(super) fn lists_things(sentence: &Sentence, resource: &Resource, thing: &str) -> bool {
    const LISTING: &[&str] = &[
        "list", "lists", "listed", "listing", "sorted", "ordered", "order", "returned", "returns", "shown",
        "shows", "comes", "come", "answers", "gives",
    ];
    // A cell of the order says nothing else.
    let cell = !sentence.plain.trim_start().trim_start_matches("the ").contains([',', ':'])
        && ["newest", "latest", "most recent", "oldest"]
            .iter()
            .any(|end| sentence.plain.trim_start().trim_start_matches("the ").starts_with(end));
    resource.is_named_in(thing) && (cell || sentence.says(LISTING))
}
