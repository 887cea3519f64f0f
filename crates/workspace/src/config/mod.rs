//! `abide.toml`: what a team says about its specs, templates, rules and systems.

mod expand;
mod globs;
mod nearest;
mod overrides;
mod problem;
mod rules;
mod settings;
mod table;
mod target;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

pub use expand::{ExpandError, expand, variables};
pub use globs::{Globs, is_markdown};
pub(crate) use nearest::without_mark;
pub use nearest::{ConfigTrouble, Configs};
pub use overrides::TemplateOverride;
pub use problem::{CONFIG_RULE, ConfigError, ConfigProblem, Located};
pub use rules::{KnownOption, KnownRule, OptionKind};
pub use settings::{SETTINGS, Setting};
pub use target::{DEFAULT_TIMEOUT, Role, Target};

use table::{Problems, Table, range};

/// The only name of the file.
pub const CONFIG_FILE: &str = "abide.toml";

/// Where evidence is stored where nothing is configured.
pub const DEFAULT_LEDGER: &str = "sqlite:.abide/ledger.db";

/// What an `abide.toml` says, or the defaults where there is none.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file as shown to people, relative to the repository; `None` where there is none.
    pub path: Option<Arc<str>>,
    /// The folder that paths, globs and commands are relative to.
    pub folder: PathBuf,
    /// The documents; `None` means every Markdown file.
    pub specs: Option<Globs>,
    /// The templates; `None` means those that are found by name.
    pub templates: Option<Globs>,
    /// Documents and templates that are left out.
    pub exclude: Globs,
    /// What is said of single rules.
    pub rules: abide_rules::Settings,
    /// What is said of single templates, by name.
    pub template: BTreeMap<String, TemplateOverride>,
    /// The systems under test, by name.
    pub targets: BTreeMap<String, Target>,
    /// The commands that a spec's checks may mean, by name: the program and its arguments.
    pub commands: BTreeMap<String, Vec<String>>,
    /// The JUnit reports of the tests.
    pub reports: Globs,
    /// Where evidence is stored.
    pub ledger_url: String,
    /// A digest of the file's text, for cache keys.
    pub digest: [u8; 32],
}

impl Config {
    /// What holds in `folder` where no `abide.toml` says otherwise.
    pub fn defaults(folder: impl Into<PathBuf>) -> Self {
        Self {
            path: None,
            folder: folder.into(),
            specs: None,
            templates: None,
            exclude: Globs::default(),
            rules: abide_rules::Settings::default(),
            template: BTreeMap::new(),
            targets: BTreeMap::new(),
            commands: BTreeMap::new(),
            reports: Globs::default(),
            ledger_url: DEFAULT_LEDGER.to_owned(),
            digest: [0; 32],
        }
    }

    /// Reads the text of the `abide.toml` in `folder`; `path` is how it is shown to people.
    ///
    /// Everything that is wrong is reported at once. Names under `[rules]` are checked against `rules`.
    pub fn read(text: &str, path: &str, folder: &Path, rules: &[KnownRule<'_>]) -> Result<Self, ConfigError> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            // Nearly all others would only follow from the first one.
            let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start));
            let problems = first.into_iter().map(syntax_problem).collect();
            return Err(ConfigError::new(path, text, problems));
        }
        let problems = Problems::default();
        let config = Self::from_table(&Table::root(root.get_ref(), &problems), folder, rules);
        let problems = problems.into_inner();
        if problems.is_empty() {
            let digest = *blake3::hash(text.as_bytes()).as_bytes();
            Ok(Self { path: Some(path.into()), digest, ..config })
        } else {
            Err(ConfigError::new(path, text, problems))
        }
    }

    fn from_table(root: &Table<'_>, folder: &Path, known: &[KnownRule<'_>]) -> Self {
        root.refuse_unknown();
        let globs = |key| root.get(key).and_then(|value| Globs::read(&value));
        let mut config = Self::defaults(folder);
        config.specs = globs("specs");
        config.templates = globs("templates");
        config.exclude = globs("exclude").unwrap_or_default();
        if let Some(table) = root.table("rules") {
            config.rules = rules::read(&table, known);
        }
        if let Some(table) = root.table("template") {
            config.template = overrides::read(&table);
        }
        if let Some(table) = root.table("targets") {
            config.targets = target::read(&table);
        }
        if let Some(table) = root.table("commands") {
            let commands = table.named("commands.NAME").into_iter();
            config.commands =
                commands.filter_map(|entry| Some((entry.key.value, entry.value.command()?))).collect();
        }
        if let Some(table) = root.table("tests") {
            table.refuse_unknown();
            config.reports = table.get("reports").and_then(|value| Globs::read(&value)).unwrap_or_default();
        }
        if let Some(table) = root.table("ledger") {
            table.refuse_unknown();
            if let Some(url) = table.text("url") {
                config.ledger_url = url.value;
            }
        }
        config
    }

    /// A file as the globs see it: relative to the folder of the configuration, with `/` separators.
    pub fn relative(&self, absolute: &Path) -> Option<String> {
        // Most paths are plain text below the folder, and need not be taken apart.
        let plain = |path: &str| path.split('/').all(|part| !part.is_empty() && part != ".");
        if std::path::MAIN_SEPARATOR == '/'
            && let (Some(path), Some(folder)) = (absolute.to_str(), self.folder.to_str())
            && let Some(relative) = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'))
            && plain(relative)
        {
            return Some(relative.to_owned());
        }
        let relative = absolute.strip_prefix(&self.folder).ok()?;
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// Whether a file is one of the documents, by `specs` and `exclude`; templates are not looked at here.
    pub fn is_spec(&self, absolute: &Path) -> bool {
        let Some(path) = self.relative(absolute) else { return false };
        let meant = self.specs.as_ref().map_or_else(|| is_markdown(&path), |specs| specs.matches(&path));
        meant && !self.exclude.covers(&path)
    }

    /// The name of the template that `applies_to` gives a file to.
    pub fn template_for(&self, absolute: &Path) -> Option<&str> {
        let path = self.relative(absolute)?;
        let mut named = self.template.iter();
        let applies = |template: &TemplateOverride| {
            template.applies_to.as_ref().is_some_and(|globs| globs.matches(&path))
        };
        named.find(|(_, template)| applies(template)).map(|(name, _)| name.as_str())
    }

    /// The target of that name, or which targets there are.
    pub fn target(&self, name: &str) -> Result<&Target, UnknownTarget> {
        self.targets.get(name).ok_or_else(|| {
            let path = self.path.as_deref().unwrap_or(CONFIG_FILE);
            let help = if self.targets.is_empty() {
                format!("add `[targets.{}]` to `{path}`", table::join("", name))
            } else {
                crate::did_you_mean(name, self.targets.keys().map(String::as_str))
            };
            UnknownTarget { name: name.to_owned(), path: path.to_owned(), help }
        })
    }
}

/// A target that `abide.toml` does not have.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{path}` has no target `{name}`; {help}")]
pub struct UnknownTarget {
    name: String,
    path: String,
    help: String,
}

fn syntax_problem(error: &toml::de::Error) -> ConfigProblem {
    let place = range(error.span().unwrap_or_default());
    let help = if error.message().contains("duplicate key") {
        "keep one of the two"
    } else {
        "this is not TOML, see https://toml.io"
    };
    ConfigProblem::new(place, error.message(), help)
}

#[cfg(test)]
mod tests;
