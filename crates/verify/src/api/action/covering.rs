//! The one operation whose path and summary have all the words of an action: "change the status of a parcel", "read its history".

use super::{Create, Deed, Delete, FILLING, List, Read, Update, deeds};
use crate::api::{Api, Operation};
use crate::words;

/// The operation that an action in words means, where no other could be meant.
pub(super) fn only_one(api: &Api, spec: usize, action: &str) -> Option<Vec<usize>> {
    let all: Vec<String> = words::words(action).iter().map(|word| words::singular(word)).collect();
    let telling: Vec<&String> = all.iter().filter(|word| !FILLING.contains(&word.as_str())).collect();
    let (first, rest) = telling.split_first()?;
    // A verb comes first: one that every interface has, or one of its own, as in "print labels".
    let wanted = deeds(first);
    let things: Vec<&str> = match wanted {
        Some(_) => rest.iter().filter(|word| deeds(word).is_none()).map(|word| word.as_str()).collect(),
        None => rest.iter().map(|word| word.as_str()).collect(),
    };
    if things.is_empty() {
        return None;
    }
    let covers = |operation: &&Operation| {
        let path = named_in_path(operation);
        let told = summary(operation);
        let known = |word: &&str| path.iter().chain(&told).any(|known| known == word);
        // Something has to be named by the path, or else a word of a long summary would do.
        things.iter().all(known) && things.iter().any(|word| path.iter().any(|known| known == word))
    };
    let of_spec = || api.operations.iter().enumerate().filter(|(_, operation)| operation.is_of(spec));
    let mut found =
        of_spec().filter(|(_, operation)| covers(operation)).filter(|(_, operation)| match wanted {
            Some(deeds) => {
                // What makes things changes none of them.
                let makes = api.is_creation(operation) && !operation.keyed && !deeds.contains(&Create);
                !makes && deeds.iter().any(|deed| may_do(operation, *deed))
                    || *first == "get" && is_asked(api, operation)
            }
            None => true,
        });
    match (found.next(), found.next()) {
        (Some((number, operation)), None) if says_its_thing(operation, &things) => Some(vec![number]),
        _ => None,
    }
}

/// Whether the last thing that a path names, or what its summary says, is among the things of an action.
fn says_its_thing(operation: &Operation, things: &[&str]) -> bool {
    let last: Vec<String> = words::parts(operation.path.last_literal().unwrap_or_default())
        .iter()
        .map(|part| words::singular(part))
        .collect();
    let own = last.iter().any(|part| things.contains(&part.as_str()));
    let path = named_in_path(operation);
    own || things.iter().any(|word| !path.iter().any(|known| known == word))
}

pub(super) fn named_in_path(operation: &Operation) -> Vec<String> {
    let path = operation.path.to_string();
    path.split('/')
        .filter(|part| !part.starts_with(['{', ':', '<', '[']))
        .flat_map(words::parts)
        .map(|part| words::singular(&part))
        .collect()
}

/// The words beside the operation, on its own line.
fn summary(operation: &Operation) -> Vec<String> {
    const FEW: usize = 12;
    let line = operation.prose.lines().next().unwrap_or_default();
    let said = words::words(line);
    said.iter().take(FEW).map(|word| words::singular(word)).collect()
}

/// Whether a method may do such a thing at all.
fn may_do(operation: &Operation, deed: Deed) -> bool {
    match deed {
        Create => operation.method == "POST" || operation.keyed,
        List | Read => operation.method == "GET",
        Update => matches!(operation.method.as_str(), "PATCH" | "PUT" | "POST"),
        Delete => operation.method == "DELETE",
    }
}

/// Whether one gets something by asking for it with a body: a price, a search.
fn is_asked(api: &Api, operation: &Operation) -> bool {
    operation.method == "POST" && !api.is_creation(operation)
}
