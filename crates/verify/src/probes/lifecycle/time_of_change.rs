//! The time of the last change that changes are said to move: "changing a project moves its `updated_at`", "`updated_at` moves forward
//! with every change to the show".

use super::{changed, claim};
use crate::api::{Resource, Sentence};
use crate::claim::Claim;
use crate::hedge;
use crate::pattern::pattern;
use crate::probe::ItemContext;

// "each change to a plot", "changing a vessel", "every patch that carries at least one field"
pattern!(
    CHANGE,
    r"\b(?:(?:each|every|any|all|an?)\s+(?:successful\s+|accepted\s+|further\s+)?(?:changes?|updates?|edits?|patch(?:es)?|modifications?)|(?:changing|editing|updating|patching|modifying)\s+(?:an?|the|any|every|each)?)\b"
);
// "moves its `updated_at` forward", "is renewed by", "shall move forward with"
pattern!(
    MOVES,
    r"\b(?:move[sd]?|renew(?:s|ed)?|updates|updated|advance[sd]?|bump(?:s|ed)?|refresh(?:es|ed)?)\b"
);

/// The claims of a sentence.
pub fn of_sentence(context: &ItemContext, sentence: &Sentence) -> Option<Claim> {
    let api = &context.facts.api;
    let is_one = |code: &&str| crate::api::is_one_of(code, crate::api::CHANGED);
    let name = sentence.codes().into_iter().find(is_one)?.to_owned();
    if sentence.says(&["only", "other", "others", "if", "unless", "except", "but"])
        || !sentence.cells.is_empty()
    {
        return None;
    }
    // "… while `created_at` stays" says it of another one.
    let bare = name.to_lowercase();
    let mut parts =
        sentence.plain.split([';', ',']).flat_map(|part| part.split(" while ")).flat_map(split_and);
    let part = parts.find(|part| crate::api::has_phrase(part, &bare) && CHANGE.is_match(part))?;
    if !hedge::is_plain(part) || !MOVES.is_match(&part.replace(&bare, " ")) {
        return None;
    }
    let has = |resource: &&&Resource| !resource.updates.is_empty() && api.members(resource).contains(&name);
    let about = api.resources_of(sentence);
    let named: Vec<&&Resource> =
        about.iter().filter(|resource| resource.is_named_in(part)).filter(has).collect();
    let resource: &Resource = match named.as_slice() {
        [one] => one,
        [] if !about.iter().any(|resource| resource.is_named_in(part)) => about.iter().find(has)?,
        _ => return None,
    };
    let number = *resource.updates.first()?;
    let title =
        format!("changing a {} with {} moves its `{name}`", resource.name, api.operations[number].title());
    Some(claim(title, resource, move |stage, resource| changed::moves(stage, resource, number, &name)))
}

/// "moves forward and leaves its `created_at` alone": what stands behind "and" may be said of something else.
fn split_and(part: &str) -> Vec<&str> {
    match part.split_once(" and leaves ").or_else(|| part.split_once(" and never ")) {
        Some((before, behind)) => vec![before, behind],
        None => vec![part],
    }
}
