//! Who goes by what name, where the environment of the target lists those who may call: "kim:clerk:secret, lee:porter:other" has the
//! names of the holders of the keys that it gives out.

use super::{Api, FieldFacts, Sort, has_phrase, is_second, plain, same_role};
use crate::secrets::{Resolved, is_credential_header, without_scheme};

/// The name of each role's holder, by the role: in an entry of three parts, of which one is the key and one the role, it is the third.
pub(super) fn people(resolved: &Resolved) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for role in &resolved.roles {
        let keys = role.headers.iter().filter(|(name, _)| is_credential_header(name));
        let keys: Vec<&str> =
            keys.map(|(_, value)| without_scheme(value)).filter(|key| !key.is_empty()).collect();
        let entries = resolved.environment.values().flat_map(|value| value.split([',', ';', '\n', ' ']));
        for entry in entries {
            let parts: Vec<&str> = entry.split([':', '=', '|']).map(str::trim).collect();
            let rest: Vec<&str> = parts.iter().copied().filter(|part| !keys.contains(part)).collect();
            let ([one, other], 3) = (rest.as_slice(), parts.len()) else { continue };
            let is_role = |part: &str| same_role(part, &role.name) || is_second(&role.name, part);
            let name = match (is_role(one), is_role(other)) {
                (true, false) => other,
                (false, true) => one,
                _ => continue,
            };
            if name.starts_with(char::is_alphabetic) {
                found.push((role.name.clone(), (*name).to_owned()));
                break;
            }
        }
    }
    found
}

impl Api {
    /// The name of somebody that a member of a request asks for: the `inspector` of a visit where somebody is an inspector, "the name
    /// of an account with the role inspector".
    pub(super) fn person_for(&self, name: &str, facts: Option<&FieldFacts>) -> Option<String> {
        let notes = facts.map(|facts| plain(&facts.notes)).unwrap_or_default();
        let text = facts.is_none_or(|facts| matches!(facts.rule.sort, Sort::Text | Sort::Unknown));
        let somebody =
            ["account", "user", "person", "caller", "holder"].iter().any(|word| has_phrase(&notes, word));
        let called =
            |role: &str| same_role(name, role) || somebody && has_phrase(&notes, &role.to_lowercase());
        let mut holders = self.people.iter().filter(|(role, _)| text && called(role));
        holders.next().map(|(_, name)| name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::people;
    use crate::secrets::{Resolved, Role};

    fn role(name: &str, key: &str) -> Role {
        let headers = vec![("Authorization".to_owned(), format!("Bearer {key}"))];
        Role { name: name.to_owned(), headers, lacking: None }
    }

    #[test]
    fn names_stand_beside_the_keys_that_the_environment_gives_out() {
        let roles =
            vec![role("clerk", "k-1"), role("porter", "k-2"), role("porter-2", "k-3"), role("chief", "k-4")];
        let listed = "kim:clerk:k-1,lee:porter:k-2,mia:porter:k-3,k-4:chief".to_owned();
        let environment = [("HALL_ACCOUNTS".to_owned(), listed)].into_iter().collect();
        let resolved = Resolved { roles, environment, ..Resolved::default() };
        let named: Vec<String> =
            people(&resolved).into_iter().map(|(role, name)| format!("{role} {name}")).collect();
        assert_eq!(named, ["clerk kim", "porter lee", "porter-2 mia"]);
    }
}
