//! The commands, one file each.

mod age;
mod ask;
mod attest;
mod check;
mod completions;
mod diff;
mod emit;
pub mod explain;
mod export;
mod init;
mod item;
mod lsp;
mod manual;
mod mcp;
mod model;
mod new;
mod outputs;
pub mod report;
mod search;
mod serve;
mod status;
mod template;
mod trace;
mod trust;
mod verify;
mod watch;
mod why;

use crate::Exit;
use crate::cli::{Cli, Command, Global};
use abide_workspace::Cache;
use abide_workspace::check::OpenRequest;
use abide_workspace::files::Root;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Runs the command that the arguments ask for.
pub fn run(cli: Cli) -> Result<Exit> {
    let place = Place::new(cli.global)?;
    match cli.command {
        Command::Init(arguments) => init::run(&place, &arguments),
        Command::New(arguments) => new::run(&place, &arguments),
        Command::Template(arguments) => template::run(&place, &arguments),
        Command::Check(arguments) => check::run(&place, &arguments),
        Command::Explain(arguments) => explain::run(&place, &arguments),
        Command::Model(arguments) => model::run(&place, &arguments),
        Command::Search(arguments) => search::run(&place, &arguments),
        Command::Emit(arguments) => emit::run(&place, &arguments),
        Command::Verify(arguments) => verify::run(&place, &arguments),
        Command::Status(arguments) => status::run(&place, &arguments),
        Command::Why(arguments) => why::run(&place, &arguments),
        Command::Next(arguments) => ask::next(&place, &arguments),
        Command::Context(arguments) => ask::context(&place, &arguments),
        Command::Attest(arguments) => attest::run(&place, &arguments),
        Command::Serve(arguments) => serve::run(&place, &arguments),
        Command::Export(arguments) => export::run(&place, &arguments),
        Command::Trace(arguments) => trace::run(&place, &arguments),
        Command::Diff(arguments) => diff::run(&place, &arguments),
        Command::Report(arguments) => report::run(&place, &arguments),
        Command::Trust(arguments) => trust::run(&place, &arguments),
        Command::Lsp => lsp::run(&place),
        Command::Mcp => mcp::run(&place),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man => manual::run(),
    }
}

/// A number with its noun: "1 document", "2 documents".
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Where a command was started and what holds for all commands.
pub struct Place {
    /// The folder that paths are relative to.
    pub current: PathBuf,
    /// The configuration to use instead of the nearest.
    pub config: Option<PathBuf>,
    /// Whether to colour standard output.
    pub colour: bool,
}

impl Place {
    fn new(global: Global) -> Result<Self> {
        let started = std::env::current_dir().context("the current folder cannot be read")?;
        let current = match &global.directory {
            Some(folder) => {
                let folder = started.join(folder);
                anyhow::ensure!(
                    folder.is_dir(),
                    "there is no folder `{}`: check --directory",
                    folder.display()
                );
                folder
            }
            None => started,
        };
        let config = global.config.map(|config| current.join(config));
        Ok(Self { current, config, colour: crate::terminal::colour(global.color) })
    }

    /// A request to open what stands at `paths`.
    pub fn open(&self, paths: &[PathBuf]) -> OpenRequest {
        let paths = self.paths(paths);
        let root = self.root(&paths);
        OpenRequest {
            current: self.current.clone(),
            config: self.config.clone(),
            cache: Cache::of_user(&root, |variable| std::env::var_os(variable)),
            paths,
            ..OpenRequest::default()
        }
    }

    /// A path as it is typed here.
    pub fn typed(&self, path: &Path) -> String {
        path.strip_prefix(&self.current).unwrap_or(path).display().to_string()
    }

    /// The root of what stands at the first of `paths`.
    pub fn root(&self, paths: &[PathBuf]) -> Root {
        Root::find(paths.first().unwrap_or(&self.current), &self.current)
    }

    /// Paths of arguments as absolute paths; none means the current folder.
    pub fn paths(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        match paths {
            [] => vec![self.current.clone()],
            paths => paths.iter().map(|path| self.current.join(path)).collect(),
        }
    }
}
