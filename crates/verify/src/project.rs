//! What surrounds the specifications: folders, commands, the target's description, the environment.

use crate::secrets::{Resolved, resolve};
use abide_workspace::config::{ExpandError, Globs};
use abide_workspace::{Config, config};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything outside of the specifications that a run rests on.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder of `abide.toml`: commands run there.
    pub folder: PathBuf,
    /// The root of the repository.
    pub repository: PathBuf,
    /// `[commands]`
    pub commands: BTreeMap<String, Vec<String>>,
    /// The target, as described.
    pub target: Option<config::Target>,
    /// What the target is given, filled in.
    pub resolved: Resolved,
    /// The environment that abide was given.
    pub environment: BTreeMap<String, String>,
    /// Whether everything that a specification names may run.
    pub allow_run: bool,
    /// The JUnit reports of the tests.
    pub reports: Globs,
    /// The places in tests that say which statement they verify.
    pub marks: Vec<TestMark>,
}

/// A place in a test that says which statement it verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestMark {
    /// The path of the specification.
    pub spec: String,
    /// The id of the item.
    pub item: String,
    /// The path of the test, relative to the repository.
    pub path: String,
    /// The 1-based line.
    pub line: u32,
}

impl Project {
    /// Puts together what a run rests on.
    pub fn new(
        config: &Config,
        repository: PathBuf,
        target: Option<config::Target>,
        environment: BTreeMap<String, String>,
        allow_run: bool,
    ) -> Self {
        let resolved = resolve(target.as_ref(), &environment, config.commands.values().flatten());
        let (folder, commands) = (config.folder.clone(), config.commands.clone());
        let (reports, marks) = (config.reports.clone(), Vec::new());
        Self { folder, repository, commands, target, resolved, environment, allow_run, reports, marks }
    }

    /// The words of a configured command, with every `${NAME}` filled in.
    pub fn expand(&self, words: &[String]) -> Result<Vec<String>, ExpandError> {
        let own = &self.resolved.environment;
        let lookup = |name: &str| own.get(name).or_else(|| self.environment.get(name)).cloned();
        words.iter().map(|word| config::expand(word, lookup)).collect()
    }

    /// What a command of a specification sees: the environment without what roles are known by.
    pub fn command_environment(&self) -> BTreeMap<String, String> {
        let hidden = &self.resolved.role_variables;
        let visible = self.environment.iter().filter(|(name, _)| !hidden.contains(name));
        visible.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}
