//! `[targets.NAME]`: the systems under test, and how to act on them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::table::Table;

/// How long a system may take to get ready where nothing is configured.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// A system under test. `${NAME}` in its texts is not filled in yet: see [`super::expand`].
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name in `abide.toml`.
    pub name: String,
    /// Where it answers.
    pub url: Option<String>,
    /// Starts it: the program and its arguments.
    pub start: Option<Vec<String>>,
    /// Runs before what `start` started is ended.
    pub stop: Option<Vec<String>>,
    /// A path that answers with a status below 400 once it can be tested.
    pub ready: Option<String>,
    /// Environment variables that are added for its commands.
    pub env: BTreeMap<String, String>,
    /// Its database.
    pub database: Option<String>,
    /// Brings its database up to date.
    pub migrate: Option<Vec<String>>,
    /// How long it may take to get ready, and each command to end.
    pub timeout: Duration,
    /// How to act as the roles that a spec names.
    pub roles: BTreeMap<String, Role>,
    /// Values for parameters of paths.
    pub parameters: BTreeMap<String, String>,
}

/// How to act as a role.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Role {
    /// Sent with every call of that role.
    pub headers: BTreeMap<String, String>,
}

impl Target {
    /// A system that answers at `url`, about which nothing else is known.
    pub fn at(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::named("url") }
    }

    fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: None,
            start: None,
            stop: None,
            ready: None,
            env: BTreeMap::new(),
            database: None,
            migrate: None,
            timeout: DEFAULT_TIMEOUT,
            roles: BTreeMap::new(),
            parameters: BTreeMap::new(),
        }
    }
}

// Values of variables and headers are secrets more often than not, so only their names are shown.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("name", &self.name)
            .field("url", &self.url)
            .field("start", &self.start)
            .field("stop", &self.stop)
            .field("ready", &self.ready)
            .field("env", &self.env.keys())
            .field("has_database", &self.database.is_some())
            .field("migrate", &self.migrate)
            .field("timeout", &self.timeout)
            .field("roles", &self.roles)
            .field("parameters", &self.parameters)
            .finish()
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Role").field("headers", &self.headers.keys()).finish()
    }
}

pub(super) fn read(table: &Table<'_>) -> BTreeMap<String, Target> {
    let entries = table.named("targets.NAME").into_iter();
    entries
        .filter_map(|entry| Some((entry.key.value.clone(), target(entry.key.value, &entry.value.table()?))))
        .collect()
}

fn target(name: String, table: &Table<'_>) -> Target {
    table.refuse_unknown();
    let text = |key| table.text(key).map(|text| text.value);
    let command = |key| table.get(key).and_then(|value| value.command());
    Target {
        name,
        url: url(table),
        start: command("start"),
        stop: command("stop"),
        ready: ready(table),
        env: values(table, "env"),
        database: text("database"),
        migrate: command("migrate"),
        timeout: table.get("timeout").and_then(|value| value.duration()).unwrap_or(DEFAULT_TIMEOUT),
        roles: table.table("roles").map(|table| roles(&table)).unwrap_or_default(),
        parameters: values(table, "parameters"),
    }
}

fn url(table: &Table<'_>) -> Option<String> {
    let url = table.text("url")?;
    // A variable may hold the whole of it, scheme included.
    let known = ["http://", "https://", "${"].iter().any(|start| url.starts_with(start));
    if !known {
        let message = format!("`{}.url` is \"{}\", which is no http(s) address", table.name, url.value);
        table.problems.add(url.range, message, super::settings::example("targets.NAME.url"));
    }
    Some(url.value)
}

fn ready(table: &Table<'_>) -> Option<String> {
    let ready = table.text("ready")?;
    if !ready.starts_with('/') {
        let message = format!("`{}.ready` is \"{}\", which is no path", table.name, ready.value);
        table.problems.add(ready.range, message, super::settings::example("targets.NAME.ready"));
    }
    Some(ready.value)
}

fn roles(table: &Table<'_>) -> BTreeMap<String, Role> {
    let role = |entry: super::table::Entry<'_>| {
        let table = entry.value.table()?;
        table.refuse_unknown();
        Some((entry.key.value, Role { headers: values(&table, "headers") }))
    };
    table.named("targets.NAME.roles.NAME").into_iter().filter_map(role).collect()
}

fn values(table: &Table<'_>, key: &str) -> BTreeMap<String, String> {
    table.texts(key).into_iter().map(|(name, text)| (name, text.value)).collect()
}
