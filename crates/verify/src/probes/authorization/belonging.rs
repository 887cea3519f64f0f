//! What belongs to whom, in sentences: "Guests see only their own stays", "403 if it is somebody else's".

use super::callers::is_the_callers;
use super::cell::{Right, is_mighty, is_others, is_own};
use crate::api::{Api, Resource, Sentence, has_phrase, is_second, same_role};
use crate::facts::Facts;
use crate::words;

/// Who may do what an operation does with what is their own only, as the sentences about it and its answers say.
pub fn of_operation(facts: &Facts, number: usize) -> Vec<(String, Right)> {
    let api = &facts.api;
    let Some(operation) = api.operations.get(number) else { return Vec::new() };
    let mut found: Vec<(String, Right)> = Vec::new();
    for sentence in api.about(number) {
        let asked = super::asked_for::of_sentence(api, sentence);
        for (name, at, right) in of_sentence(facts, sentence).into_iter().chain(asked) {
            if at == number && !found.iter().any(|(known, _)| same_role(known, &name)) {
                found.push((name, right));
            }
        }
    }
    // "A guest who deletes somebody else's note gets 403"
    let own = |sentence: &&Sentence| {
        sentence.says(&["403", "404", "forbidden"])
            && sentence.cells.is_empty()
            && is_anothers(&sentence.plain)
    };
    let resource = api.resource_of(number).or_else(|| api.resource_at(operation));
    for sentence in api.sentences.iter().filter(own).filter(|sentence| operation.is_of(sentence.spec)) {
        let about = resource.is_some_and(|resource| resource.is_named_in(&sentence.plain));
        let deed = match operation.method.as_str() {
            "DELETE" => sentence.says(&["deletes", "delete", "deleting", "removes", "remove", "removing"]),
            "PUT" | "PATCH" => sentence.says(&[
                "changes", "change", "changing", "edits", "edit", "editing", "updates", "update", "updating",
            ]),
            "GET" => {
                sentence.says(&["reads", "read", "reading", "views", "view", "opens"])
                    && operation.path.ends_with_parameter()
            }
            _ => false,
        };
        if !about || !deed {
            continue;
        }
        for name in api.roles.iter().filter(|role| words::names(&sentence.plain, role)) {
            if !found.iter().any(|(known, _)| same_role(known, name)) {
                found.push((name.clone(), Right::NotOthers));
            }
        }
    }
    // `403 if it belongs to another member`
    let keeps = operation
        .responses
        .iter()
        .any(|response| matches!(response.status, 403 | 404) && is_anothers(&response.words.to_lowercase()));
    if keeps && operation.path.parameters().next().is_some() {
        let words: String = operation.responses.iter().map(|response| response.words.as_str()).collect();
        let named: Vec<String> =
            api.roles.iter().filter(|role| words::names(&words, role)).cloned().collect();
        for name in if named.is_empty() { doubled(facts) } else { named } {
            if !found.iter().any(|(known, _)| same_role(known, &name)) {
                found.push((name, Right::NotOthers));
            }
        }
    }
    // "owner only (else 403)": nobody who makes such objects may on another's.
    if let Some((named, but)) = api.kept_to_owner(number) {
        let whoever = if named.is_empty() { api.roles.clone() } else { named };
        for name in whoever.into_iter().filter(|name| !is_mighty(name) && may_call(api, number, name)) {
            let excepted = but.iter().any(|other| same_role(other, &name));
            if !excepted && !found.iter().any(|(known, _)| same_role(known, &name)) {
                found.push((name, Right::NotOthers));
            }
        }
    }
    // What one did not make may be theirs in another way: a doctor's patients.
    let create = operation
        .path
        .parameters()
        .last()
        .and_then(|_| api.resource_at(operation))
        .or_else(|| api.resource_of(number));
    let create = create.and_then(|resource| resource.create);
    found.retain(|(name, right)| {
        *right == Right::Apart || create.is_some_and(|create| may_call(api, create, name))
    });
    found
}

/// "if it is somebody else's", "if it belongs to another member".
fn is_anothers(plain: &str) -> bool {
    [
        "belongs to another",
        "somebody else",
        "someone else",
        "another user",
        "not yours",
        "not theirs",
        "not the caller's",
        "of another",
        "other people",
        "not your own",
        "not their own",
    ]
    .iter()
    .any(|phrase| plain.contains(phrase))
}

/// The roles that `abide.toml` has more than one holder of.
fn doubled(facts: &Facts) -> Vec<String> {
    let names = || facts.project.resolved.roles.iter().map(|role| role.name.as_str());
    let second = |name: &str| names().any(|other| other != name && is_second(other, name));
    names().filter(|name| second(name)).map(str::to_owned).collect()
}

/// The operations that a sentence keeps to what is somebody's own, with who that is.
pub fn of_sentence(facts: &Facts, sentence: &Sentence) -> Vec<(String, usize, Right)> {
    let api = &facts.api;
    let plain = sentence.plain.as_str();
    if plain.len() > 300
        || !sentence.cells.is_empty()
        || sentence.says(&["may be", "optionally"])
        || sentence.says(&["if the"]) && !sentence.says(&["as if the"])
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    // "Leads see all notes, guests see their own."
    let all = |part: &str| ["all", "any", "everything", "every"].iter().any(|word| has_phrase(part, word));
    let contrasted = plain.split([',', ';', ':']).any(|part| sees(part) && all(part) && !is_own(part));
    for part in plain.split([',', ';', ':']).filter(|part| sees(part)) {
        let only = (has_phrase(part, "only") || contrasted && is_own(part) && !all(part))
            && (is_own(part) || part.contains(" with them") || part.contains("that they "));
        let mine =
            is_the_callers(part, |noun| api.resources.iter().any(|resource| resource.is_named_in(noun)));
        let only = only || mine && !all(part);
        let never = ["never", "not", "cannot", "must not", "may not", "nobody"]
            .iter()
            .any(|word| has_phrase(part, word))
            && (is_others(part) || part.contains("each other"));
        if !only && !never {
            continue;
        }
        // "only the appointments with them" are not those that they made.
        let with_them = only && part.contains(" with them");
        let mut names: Vec<String> =
            api.roles.iter().filter(|role| words::names(part, role)).cloned().collect();
        // The caller is anybody of whom there are two.
        if names.is_empty() && mine {
            names = doubled(facts);
        }
        let named: Vec<&Resource> =
            api.resources.iter().filter(|resource| resource.is_named_in(plain)).collect();
        let resources: Vec<&Resource> = match named.is_empty() {
            true => api.resources_of(sentence),
            false => named,
        };
        // Of more than one thing it is not certain which belongs to somebody.
        let collections: Vec<&Resource> = resources
            .into_iter()
            .filter(|resource| !api.roles.iter().any(|role| words::names(&resource.name, role)))
            .collect();
        let [first, rest @ ..] = collections.as_slice() else { continue };
        if rest.iter().any(|other| other.create != first.create) || first.create.is_none() {
            continue;
        }
        if with_them {
            // One member says with whom: the same object is not in the lists of two.
            for (resource, name) in
                collections.iter().flat_map(|one| names.iter().map(move |name| (one, name)))
            {
                let single = api.members(resource).iter().any(|member| same_role(member, name));
                found.extend(
                    resource
                        .list
                        .filter(|number| single && may_call(api, *number, name))
                        .map(|number| (name.clone(), number, Right::Apart)),
                );
            }
            continue;
        }
        for resource in &collections {
            for number in [resource.list, resource.read].into_iter().flatten() {
                let makes =
                    |name: &&String| resource.create.is_some_and(|create| may_call(api, create, name));
                for name in names.iter().filter(|name| may_call(api, number, name)).filter(makes) {
                    let known = found
                        .iter()
                        .any(|(known, at, _): &(String, usize, Right)| known == name && *at == number);
                    if !known {
                        found.push((name.clone(), number, Right::NotOthers));
                    }
                }
            }
        }
    }
    found
}

fn sees(part: &str) -> bool {
    [
        "see",
        "sees",
        "read",
        "reads",
        "view",
        "views",
        "get",
        "gets",
        "list",
        "lists",
        "show",
        "shown",
        "access",
        "find",
        "finds",
        "return",
        "returns",
        "answers",
        "listed",
        "returned",
        "visible",
        "their own",
        "only those",
    ]
    .iter()
    .any(|verb| has_phrase(part, verb))
}

/// Whether nothing says that a role may not call an operation at all.
pub(super) fn may_call(api: &Api, number: usize, name: &str) -> bool {
    let operation = &api.operations[number];
    let others = matches!(&operation.access, crate::api::Access::Key(roles) if !roles.is_empty() && !roles.iter().any(|role| same_role(role, name)));
    !others && !operation.denied.iter().any(|role| same_role(role, name))
}
