//! Which operation a clause means, and who calls it: "when a member cancels it" after "given a booking".

use super::action::operations_of;
use super::{Api, Operation, same_role};
use crate::words;

/// What a clause says that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The operation, by number.
    pub number: usize,
    /// The role that acts, where one is named.
    pub role: Option<String>,
}

/// Words that stand for somebody without saying who.
const SOMEBODY: &[&str] = &[
    "a", "an", "the", "its", "their", "same", "other", "they", "client", "caller", "user", "somebody",
    "someone", "i", "we",
];
/// Words that stand for a thing that was named before.
const PRONOUNS: &[&str] = &["it", "them", "one", "that", "this", "these", "its", "the", "a", "an"];
/// Where what follows says something about the request, and no longer what is done.
const ENDS: &[&str] = &[
    ",",
    " with ",
    " without ",
    " again",
    " twice",
    " for ",
    " whose ",
    " that ",
    " which ",
    " while ",
    " before ",
    " after ",
    " in ",
    " from ",
    " using ",
    " where ",
];

/// The one operation that `when` means; `given` names what it is done to.
pub fn meant(api: &Api, spec: usize, given: &str, when: &str) -> Option<Meant> {
    let lower = when.replace('`', "").to_lowercase();
    let role = role_in(api, &lower).or_else(|| role_in(api, &given.to_lowercase()));
    let end = ENDS.iter().filter_map(|end| lower.find(end)).min().unwrap_or(lower.len());
    let said = words::words(lower.get(..end)?);
    let is_subject = |word: &String| {
        SOMEBODY.contains(&word.as_str())
            || api.roles.iter().any(|role| same_role(role, word))
            || base_of(api, word)
    };
    let mut rest: Vec<String> = said.into_iter().skip_while(is_subject).collect();
    if rest.first().is_some_and(|word| {
        matches!(word.as_str(), "tries" | "try" | "attempts" | "attempt" | "wants" | "want")
    }) {
        rest.remove(0);
        if rest.first().is_some_and(|word| word == "to") {
            rest.remove(0);
        }
    }
    let (verb, things) = rest.split_first()?;
    let verb = words::singular(verb);
    let things: Vec<&str> =
        things.iter().map(String::as_str).filter(|word| !PRONOUNS.contains(word)).collect();
    let mut found = named_after(api, spec, &verb, &things);
    if found.len() > 1 {
        let plain = super::plain(&format!("{given} {when}"));
        found.retain(|number| concerned(api, *number, &plain));
    }
    if found.is_empty() {
        let things = match things.is_empty() {
            false => things.join(" "),
            true => thing_of(api, spec, given)?,
        };
        found = operations_of(api, spec, &format!("{verb} {things}")).ok()?;
    }
    match found.as_slice() {
        [number] => Some(Meant { number: *number, role }),
        _ => None,
    }
}

/// The actions on an object that are called as the verb is: `check-in` of "checks in".
fn named_after(api: &Api, spec: usize, verb: &str, things: &[&str]) -> Vec<usize> {
    let folded = words::folded(verb);
    let with_particle = things.last().map(|last| words::folded(&format!("{verb}{last}")));
    let acts = |operation: &Operation| {
        let last = words::folded(operation.path.last_literal().unwrap_or_default());
        operation.spec == spec
            && operation.method != "GET"
            && operation.path.parameters().next().is_some()
            && !operation.path.ends_with_parameter()
            && (last == folded || Some(&last) == with_particle.as_ref())
    };
    api.operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| acts(operation))
        .map(|(number, _)| number)
        .collect()
}

/// Whether the objects of an operation's path are named in a text.
fn concerned(api: &Api, number: usize, plain: &str) -> bool {
    api.resource_at(&api.operations[number]).is_some_and(|resource| resource.is_named_in(plain))
}

/// The one thing that a clause names.
fn thing_of(api: &Api, spec: usize, given: &str) -> Option<String> {
    let plain = super::plain(given);
    let of_spec = api.resources.iter().filter(|resource| {
        let any = [resource.create, resource.read, resource.list].into_iter().flatten().next();
        any.is_some_and(|number| api.operations[number].spec == spec) && resource.is_named_in(&plain)
    });
    let names: Vec<&str> = of_spec.map(|resource| resource.name.as_str()).collect();
    match names.as_slice() {
        [name] => Some((*name).to_owned()),
        _ => None,
    }
}

/// The role that a text names first.
fn role_in(api: &Api, text: &str) -> Option<String> {
    let said = words::words(text);
    said.iter().find_map(|word| {
        let exact = api.roles.iter().find(|role| same_role(role, word));
        exact.cloned().or_else(|| base_of(api, word).then(|| words::singular(word)))
    })
}

/// Whether a word is what the keys of several callers of one role have in common: `porter` of `porter_a` and `porter_b`.
fn base_of(api: &Api, word: &str) -> bool {
    let singular = words::singular(word);
    singular.len() >= 3
        && api.roles.iter().any(|role| {
            role.to_lowercase().strip_prefix(&singular).is_some_and(|rest| rest.starts_with(['_', '-']))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};

    #[test]
    fn what_somebody_does_in_words() {
        let items = [
            "GET /doors",
            "POST /doors",
            "GET /doors/{id}",
            "DELETE /doors/{id}",
            "POST /doors/{id}/open",
            "POST /doors/{id}/sign-off",
            "GET /keys/{id}",
            "POST /keys",
        ]
        .map(|key| item("endpoint", key));
        let porter = item("permission", "porter | open doors")
            .field("role", "porter")
            .field("action", "open doors")
            .field("allow", true);
        let items: Vec<_> = items.into_iter().chain([porter]).collect();
        let facts = testing::facts_with("a.md", &items, "", Setup::default());
        let shown = |given: &str, when: &str| {
            let meant = meant(&facts.api, 0, given, when)?;
            Some(format!("{} {}", facts.api.operations[meant.number].title(), meant.role.unwrap_or_default()))
        };
        assert_eq!(
            shown("a shut door", "a porter opens it").as_deref(),
            Some("POST /doors/{id}/open porter")
        );
        assert_eq!(
            shown("a door", "the porter signs it off").as_deref(),
            Some("POST /doors/{id}/sign-off porter")
        );
        assert_eq!(
            shown("a door", "a porter tries to delete it").as_deref(),
            Some("DELETE /doors/{id} porter")
        );
        assert_eq!(
            shown("a porter", "they create a door with a `width` of 0").as_deref(),
            Some("POST /doors porter")
        );
        assert_eq!(shown("a door and a key", "a porter reads it"), None);
        assert_eq!(shown("a door", "a porter paints it"), None);
    }
}
