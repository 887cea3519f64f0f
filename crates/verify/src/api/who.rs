//! Who a specification means by the name of a role: which key of `abide.toml` that is, or none at all.

use crate::claim::Outcome;
use crate::secrets::Role;
use crate::target::Target;
use crate::words;

/// Names for callers who show no key.
const STRANGERS: &[&str] = &[
    "anonymous",
    "unauthenticated",
    "public",
    "guest",
    "visitor",
    "stranger",
    "nobody",
    "not logged in",
    "logged out",
    "no key",
    "without key",
    "no token",
    "no auth",
    "unauthorized",
];
/// Words beside a role's name that do not change who is meant.
const BESIDE: &[&str] =
    &["user", "role", "account", "the", "a", "an", "key", "token", "caller", "holder", "with"];
/// Words that tell several holders of one role apart: `customer_b`, `second-user`.
const TELLING: &[&str] = &[
    "a", "b", "c", "one", "two", "1", "2", "3", "first", "second", "other", "another", "main", "alt", "x",
    "y",
];

/// Whether a name stands for callers who show no key.
pub fn is_stranger(name: &str) -> bool {
    let bare: Vec<String> = essential(name);
    let bare = bare.join(" ");
    STRANGERS.iter().any(|known| bare == *known || bare == words::singular(known))
}

/// Whether a name means people of any role, of whom something else is said: "users with a grant".
pub fn is_anybody(name: &str) -> bool {
    const ANYBODY: &[&str] =
        &["user", "holder", "people", "person", "caller", "anyone", "everyone", "client", "other"];
    words::parts(name).iter().all(|part| ANYBODY.contains(&words::singular(part).as_str()))
}

/// Whether a name that a sentence says may do something is that of somebody: "Values can be revealed" speaks of no role,
/// "Asking for a note that you cannot see" of none either, and the owner of a thing is whoever made it.
pub fn may_be_a_role(name: &str, action: &str) -> bool {
    const NOBODY: &[&str] =
        &["that", "which", "who", "what", "this", "it", "you", "we", "they", "nothing", "for"];
    const OWNERS: &[&str] = &["owner", "creator", "maker"];
    let parts = essential(name);
    let passive = action.to_lowercase().starts_with("be ");
    let clause = parts.iter().any(|part| NOBODY.contains(&part.as_str()));
    let owner = parts.iter().any(|part| OWNERS.contains(&part.as_str()));
    !(passive || clause || owner)
}

/// The words of a role's name that tell who it is, each as one of its kind.
fn essential(name: &str) -> Vec<String> {
    let all: Vec<String> = words::parts(name).iter().map(|word| one(word)).collect();
    let kept: Vec<String> = all.iter().filter(|word| !BESIDE.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

fn one(word: &str) -> String {
    match words::singular(word).as_str() {
        "administrator" => "admin".to_owned(),
        other => other.to_owned(),
    }
}

/// Whether two names mean the same role.
pub fn same_role(one: &str, other: &str) -> bool {
    essential(one) == essential(other)
}

/// Those of `abide.toml` who hold a role: one, or several that are told apart as `customer_a` and `customer_b` are.
pub fn holders<'t>(target: &'t Target, name: &str) -> Vec<&'t Role> {
    let exact: Vec<&Role> = target.roles.iter().filter(|role| same_role(&role.name, name)).collect();
    let wanted = essential(name);
    let told_apart = target.roles.iter().filter(|role| {
        let known: Vec<String> = words::parts(&role.name.replace(|c: char| c.is_ascii_digit(), "_"))
            .iter()
            .map(|word| one(word))
            .filter(|word| !TELLING.contains(&word.as_str()))
            .collect();
        !exact.iter().any(|found| found.name == role.name)
            && (known == wanted || essential(&known.join(" ")) == wanted)
    });
    let told_apart: Vec<&Role> = told_apart.collect();
    exact.iter().copied().chain(told_apart).collect()
}

/// Whether a name is another one with a word that tells a second holder apart: `customer_b` and `customer`.
pub fn is_second(name: &str, other: &str) -> bool {
    let parts = words::parts(&name.replace(|c: char| c.is_ascii_digit(), "_"));
    let known: Vec<String> = parts.iter().filter(|part| !TELLING.contains(&part.as_str())).cloned().collect();
    known.len()
        < words::parts(name)
            .len()
            .max(parts.len() + usize::from(name.ends_with(|c: char| c.is_ascii_digit())))
        && !known.is_empty()
        && same_role(&known.join(" "), other)
        && name.len() > other.len()
}

/// Somebody who calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// What the specification calls them.
    pub name: String,
    /// The name in `abide.toml`; none for somebody who shows no key.
    pub role: Option<String>,
}

/// Who is meant by the name of a role; where `abide.toml` has no key for it, what is missing.
pub fn caller(target: &Target, name: &str) -> Result<Caller, Outcome> {
    let holders = holders(target, name);
    if let Some(role) = holders.iter().find(|role| role.lacking.is_none()) {
        return Ok(Caller { name: name.to_owned(), role: Some(role.name.clone()) });
    }
    if let Some(lacking) = holders.iter().find_map(|role| role.lacking.as_ref()) {
        return Err(Outcome::blocked(format!("there is no key to act as {name}: {lacking}")));
    }
    if is_stranger(name) {
        return Ok(Caller { name: name.to_owned(), role: None });
    }
    Err(Outcome::blocked(format!(
        "abide.toml does not say how to act as {name}; add `[targets.{}.roles.{}]` with its headers",
        target.name,
        essential(name).join("_")
    )))
}

/// The names in the head of a column or row: `admin / manager` names two.
pub fn names_in(text: &str) -> Vec<String> {
    let text = text.replace(" and ", ",").replace(" or ", ",").replace(" & ", ",");
    let names = text.split([',', '/', ';']).map(|name| name.trim().trim_matches(['`', '*', '"']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_role_in_several_spellings() {
        assert!(
            same_role("Admins", "admin")
                && same_role("Administrator", "admin")
                && same_role("Admin users", "ADMIN")
        );
        assert!(same_role("read-only", "read_only") && same_role("Users", "user"));
        assert!(!same_role("super admin", "admin") && !same_role("warehouse clerk", "clerk"));
    }

    #[test]
    fn strangers_show_no_key() {
        assert!(is_stranger("Anonymous") && is_stranger("unauthenticated users") && is_stranger("Guests"));
        assert!(!is_stranger("customer") && !is_stranger("user"));
        assert!(
            is_second("customer_b", "customer") && is_second("cook2", "cook") && !is_second("cook", "cook")
        );
        assert!(!is_second("head_cook", "cook"));
    }

    #[test]
    fn a_head_may_name_several() {
        assert_eq!(names_in("Admin / Manager"), ["Admin", "Manager"]);
        assert_eq!(names_in("`clerk` and courier"), ["clerk", "courier"]);
    }
}
