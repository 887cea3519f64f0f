//! Roles with their headers filled in, and the secrets among what a target is given.

use abide_ledger::Redactor;
use abide_workspace::config;
use std::collections::BTreeMap;

/// How to act as a role that the spec names.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Sent with every call of that role.
    pub headers: Vec<(String, String)>,
    /// What is missing to act as it: a variable that is not set.
    pub lacking: Option<String>,
}

/// What a target is given, with every `${NAME}` filled in.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The roles, in the order of their names.
    pub roles: Vec<Role>,
    /// The variables of the target's own.
    pub environment: BTreeMap<String, String>,
    /// Variables that could not be filled in, with why.
    pub lacking: Vec<String>,
    /// Knows what must not be shown.
    pub redactor: Redactor,
    /// Names of variables that hold what a role is known by.
    pub role_variables: Vec<String>,
}

/// Fills in what a target is given, from its own variables and then from `environment`. `texts` are further settings that may
/// use secret variables.
pub fn resolve<'a>(
    target: Option<&config::Target>,
    environment: &BTreeMap<String, String>,
    texts: impl Iterator<Item = &'a String>,
) -> Resolved {
    let mut resolved = Resolved::default();
    let mut secrets: Vec<(String, String)> = Vec::new();
    for variable in
        texts.flat_map(|text| config::variables(text)).filter(|variable| last_word_is_secret(variable))
    {
        secrets.extend(environment.get(&variable).map(|value| (variable.clone(), value.clone())));
    }
    if let Some(target) = target {
        fill_in(target, environment, &mut resolved, &mut secrets);
    }
    resolved.redactor = Redactor::new(secrets);
    resolved
}

fn fill_in(
    target: &config::Target,
    environment: &BTreeMap<String, String>,
    resolved: &mut Resolved,
    secrets: &mut Vec<(String, String)>,
) {
    let commands = [&target.start, &target.migrate, &target.stop].into_iter().flatten().flatten();
    let texts = commands.chain(&target.url).chain(&target.database);
    for variable in
        texts.flat_map(|text| config::variables(text)).filter(|variable| last_word_is_secret(variable))
    {
        secrets.extend(environment.get(&variable).map(|value| (variable.clone(), value.clone())));
    }
    for (name, text) in &target.env {
        match config::expand(text, |variable| environment.get(variable).cloned()) {
            Ok(value) => {
                let hidden = last_word_is_secret(name) || used_secretly(text);
                secrets.extend(hidden.then(|| (name.clone(), value.clone())));
                secrets.extend(password_in(&value).map(|password| (format!("{name}_PASSWORD"), password)));
                resolved.environment.insert(name.clone(), value);
            }
            Err(error) => resolved.lacking.push(format!("`targets.{}.env.{name}`: {error}", target.name)),
        }
    }
    let own = resolved.environment.clone();
    let lookup = |variable: &str| own.get(variable).or_else(|| environment.get(variable)).cloned();
    for (name, role) in &target.roles {
        let mut filled = Role { name: name.clone(), headers: Vec::new(), lacking: None };
        for (header, text) in &role.headers {
            for variable in config::variables(text) {
                secrets.extend(lookup(&variable).map(|value| (variable.clone(), value)));
                resolved.role_variables.push(variable);
            }
            match config::expand(text, lookup) {
                Ok(value) => {
                    if config::variables(text).is_empty() && is_credential_header(header) {
                        let secret = without_scheme(&value).to_owned();
                        let same =
                            own.iter().find(|(_, known)| **known == secret).map(|(known, _)| known.clone());
                        secrets.push((same.unwrap_or_else(|| variable_name(name, header)), secret));
                    }
                    filled.headers.push((header.clone(), value));
                }
                Err(error) => filled.lacking = Some(error.to_string()),
            }
        }
        resolved.roles.push(filled);
    }
    if let Some(url) = &target.url
        && let Ok(url) = config::expand(url, lookup)
    {
        secrets.extend(password_in(&url).map(|password| ("TARGET_PASSWORD".to_owned(), password)));
    }
    resolved.role_variables.sort();
    resolved.role_variables.dedup();
}

/// Whether a header lets somebody in.
pub fn is_credential_header(name: &str) -> bool {
    let known =
        ["key", "apikey", "token", "secret", "auth", "authorization", "session", "cookie", "jwt", "password"];
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| known.contains(&word.to_ascii_lowercase().as_str()))
}

/// The value without the scheme before it: `abc` of `Bearer abc`.
pub fn without_scheme(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) && !rest.contains(' ') => {
            rest
        }
        _ => value,
    }
}

fn last_word_is_secret(variable: &str) -> bool {
    let known = [
        "KEY",
        "APIKEY",
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "PWD",
        "PASS",
        "CREDENTIAL",
        "CREDENTIALS",
        "DSN",
    ];
    let last = variable.rsplit('_').find(|word| !word.chars().all(|c| c.is_ascii_digit()));
    last.is_some_and(|word| known.contains(&word.to_ascii_uppercase().as_str()))
}

fn used_secretly(text: &str) -> bool {
    config::variables(text).iter().any(|variable| last_word_is_secret(variable))
}

/// `secret` of `postgres://user:secret@host/db`
fn password_in(value: &str) -> Option<String> {
    let (_, rest) = value.split_once("://")?;
    let (user, _) = rest.split_once('@')?;
    let (_, password) = user.split_once(':')?;
    (!password.contains('/')).then(|| password.to_owned())
}

fn variable_name(role: &str, header: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("{role}_{header}").chars().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> config::Target {
        let text = format!("[targets.local]\nurl = \"http://127.0.0.1:1\"\n{text}");
        let config = abide_workspace::Config::read(&text, "abide.toml", "/".as_ref(), &[]).unwrap();
        config.targets["local"].clone()
    }

    fn resolved(text: &str) -> Resolved {
        let environment = [("ADMIN_KEY", "from-outside"), ("HOME", "/home/ada")];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        resolve(Some(&target(text)), &environment, std::iter::empty())
    }

    #[test]
    fn a_role_takes_its_key_from_the_environment_and_it_is_never_shown() {
        let resolved = resolved(r#"roles.admin.headers = { Authorization = "Bearer ${ADMIN_KEY}" }"#);
        let headers = vec![("Authorization".to_owned(), "Bearer from-outside".to_owned())];
        assert_eq!(resolved.roles, [Role { name: "admin".into(), headers, lacking: None }]);
        assert_eq!(
            resolved.redactor.redact("Authorization: Bearer from-outside"),
            "Authorization: Bearer $ADMIN_KEY"
        );
        assert_eq!(resolved.role_variables, ["ADMIN_KEY"]);
    }

    #[test]
    fn a_role_without_its_key_says_what_is_lacking() {
        let resolved = resolved(r#"roles.clerk.headers = { X-API-Key = "${CLERK_KEY}" }"#);
        assert!(resolved.roles[0].lacking.as_deref().unwrap().contains("`CLERK_KEY` is not set"));
    }

    #[test]
    fn a_key_written_into_the_file_is_hidden_too_under_the_name_that_the_target_knows_it_by() {
        let text = "env = { APP_KEY = \"local-key\", LEVEL = \"info\" }\nroles.admin.headers = { X-API-Key = \"local-key\" }\nroles.b.headers = { X-Token = \"other-key\", X-Role = \"reader\" }";
        let resolved = resolved(text);
        let shown = resolved.redactor.redact("local-key other-key info reader");
        assert_eq!(shown, "$APP_KEY $B_X_TOKEN info reader");
    }

    #[test]
    fn passwords_in_addresses_are_hidden() {
        let resolved = resolved(r#"env = { DATABASE_URL = "postgres://app:hunter22@db/app" }"#);
        let shown = resolved.redactor.redact("postgres://app:hunter22@db/app");
        assert_eq!(shown, "postgres://app:$DATABASE_URL_PASSWORD@db/app");
    }

    #[test]
    fn a_variable_of_the_target_that_cannot_be_filled_in_is_named() {
        let resolved = resolved(r#"env = { A = "${NOPE}" }"#);
        assert!(resolved.lacking[0].starts_with("`targets.local.env.A`: the environment variable `NOPE`"));
    }
}
