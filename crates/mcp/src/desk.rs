//! Where the tools work: the folder of the server, its configuration and environment, as whoever started it has them.

use crate::{Failure, tools};
use abide_verify::board::{AskError, Asking};
use abide_verify::{Progress, Stop, TrustStore};
use abide_workspace::Cache;
use abide_workspace::check::{Kept, OpenRequest, Workspace};
use abide_workspace::files::Root;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the server was started with.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The folder that it was started in: nothing outside of its repository is read or written.
    pub current: PathBuf,
    /// The configuration to use instead of the nearest.
    pub config: Option<PathBuf>,
    /// Where to keep what was read of git's history.
    pub cache: Cache,
    /// The environment, for targets and the ledger.
    pub environment: BTreeMap<String, String>,
    /// Where the user's trust is kept; nothing is trusted without.
    pub trust: Option<PathBuf>,
}

/// Answers the calls of tools.
#[derive(Debug)]
pub struct Desk {
    surroundings: Surroundings,
    root: Root,
    kept: Kept,
}

impl Desk {
    /// A desk in that place.
    pub fn new(surroundings: Surroundings) -> Self {
        let root = Root::find(&surroundings.current, &surroundings.current);
        Self { surroundings, root, kept: Kept::default() }
    }

    /// What a tool answers. `stop` ends a run early.
    pub fn answer(
        &self,
        tool: &str,
        arguments: Map<String, Value>,
        stop: &Stop,
        progress: &dyn Progress,
    ) -> Result<Value, Failure> {
        match tool {
            "next" => tools::next::answer(self, crate::arguments::read(tool, arguments)?),
            "context" => tools::context::answer(self, crate::arguments::read(tool, arguments)?),
            "search" => tools::search::answer(self, crate::arguments::read(tool, arguments)?),
            "check" => tools::check::answer(self, crate::arguments::read(tool, arguments)?),
            "verify" => tools::verify::answer(self, crate::arguments::read(tool, arguments)?, stop, progress),
            "why" => tools::why::answer(self, crate::arguments::read(tool, arguments)?),
            "propose" => tools::propose::answer(self, crate::arguments::read(tool, arguments)?),
            "explain" => tools::explain::answer(crate::arguments::read(tool, arguments)?),
            _ => Err(Failure::new(format!("there is no tool called `{tool}`"))),
        }
    }

    /// A request to open what stands at `paths`, relative to the root; none means the folder of the server.
    pub(crate) fn request(&self, paths: &[String]) -> Result<OpenRequest, Failure> {
        let mut absolute = Vec::new();
        for path in paths {
            let inside = self.root.inside(path)?;
            // A path as seen from the folder of the server is meant where it is none of the root's.
            let beside = self.root.inside(&self.surroundings.current.join(path).to_string_lossy());
            absolute.push(match beside {
                Ok(beside) if !inside.exists() && beside.exists() => beside,
                _ => inside,
            });
        }
        if absolute.is_empty() {
            absolute.push(self.surroundings.current.clone());
        }
        Ok(OpenRequest {
            current: self.surroundings.current.clone(),
            config: self.surroundings.config.clone(),
            cache: self.surroundings.cache.clone(),
            paths: absolute,
            ..OpenRequest::default()
        })
    }

    /// The workspace as it is now.
    pub(crate) fn open(&self, paths: &[String]) -> Result<Arc<Workspace>, Failure> {
        Ok(self.kept.open(&self.request(paths)?)?)
    }

    /// What was opened last.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Asks something of a workspace and its ledgers, as of now.
    pub(crate) fn asking<T>(
        &self,
        workspace: &Workspace,
        ask: impl FnOnce(&Asking) -> Result<T, AskError>,
    ) -> Result<T, Failure> {
        let trust = self.trust()?;
        let (environment, now) = (self.environment(), Timestamp::now());
        Ok(ask(&Asking { workspace, environment, trust: &trust, now })?)
    }

    pub(crate) fn environment(&self) -> &BTreeMap<String, String> {
        &self.surroundings.environment
    }

    pub(crate) fn repository(&self) -> &Path {
        self.root.folder()
    }

    /// What the user allowed, as of now.
    pub(crate) fn trust(&self) -> Result<TrustStore, Failure> {
        match &self.surroundings.trust {
            Some(path) => Ok(TrustStore::open(path)?),
            None => Ok(TrustStore::none()),
        }
    }
}
