//! Opening a workspace: which files are documents and which are templates, and which template governs what.

use super::library::Library;
use super::sources;
use super::state::DocumentState;
use super::unused::unused_settings;
use crate::Cache;
use crate::config::{
    Config, ConfigError, ConfigTrouble, Configs, KnownOption, KnownRule, OptionKind, is_markdown,
};
use crate::files::{
    Buffers, FileProblem, FileTrouble, Found, Links, Loaded, Root, RootKind, normalise, walk,
};
use crate::git::{History, NoRepository};
use crate::templates::{Templates, places};
use abide_rules::RULES;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What to open.
#[derive(Clone, Debug, Default)]
pub struct OpenRequest {
    /// The folder that the user is in.
    pub current: PathBuf,
    /// Files and folders that were asked about, as absolute paths; all are in one workspace.
    pub paths: Vec<PathBuf>,
    /// Use this configuration instead of the nearest.
    pub config: Option<PathBuf>,
    /// A text to take instead of a file's, which need not exist and is asked about: standard input.
    pub buffer: Option<(PathBuf, Arc<str>)>,
    /// Buffers to take instead of files': what an editor holds and has not saved.
    pub buffers: Buffers,
    /// Where to keep what was read of git's history.
    pub cache: Cache,
    /// Only these of the documents that were asked about, by shown path.
    pub only: Option<HashSet<Arc<str>>>,
}

/// Why a workspace could not be opened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// A configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigTrouble),
    /// Configurations speak of templates or headings that are not there.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    UnusedSettings(Vec<ConfigError>),
    /// What was asked for holds no document.
    #[error("no document matched: {searched}; {help}")]
    NothingMatched {
        /// What was searched, and for what.
        searched: String,
        /// What to do.
        help: String,
    },
    /// A path that was asked for is not there, or nothing of it can be read.
    #[error("{0}")]
    Unreadable(FileProblem),
}

impl OpenError {
    /// The configurations that cannot be used, each with what is wrong with it and where; none where something else is wrong.
    pub fn configurations(&self) -> Vec<&ConfigError> {
        match self {
            Self::Config(ConfigTrouble::Invalid(error)) => vec![error],
            Self::UnusedSettings(errors) => errors.iter().collect(),
            Self::Config(ConfigTrouble::Unreadable(_))
            | Self::NothingMatched { .. }
            | Self::Unreadable(_) => Vec::new(),
        }
    }
}

/// Documents of one configuration, and the templates that may govern them.
#[derive(Debug)]
pub struct Project {
    /// The configuration.
    pub config: Arc<Config>,
    /// The templates.
    pub library: Library,
}

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    /// The folder that shown paths are relative to.
    pub root: Root,
    /// The projects.
    pub projects: Vec<Project>,
    /// The documents, in the order of their paths.
    pub documents: Vec<DocumentState>,
    /// Files that could not be read, among those that were asked about.
    pub problems: Vec<FileProblem>,
    /// What git knows of templates and documents.
    pub history: History,
    /// Buffers that were taken instead of files'.
    pub buffers: Buffers,
}

/// Documents that were read before, by their shown paths; each is taken where its text is still the same.
pub(super) type Before = Mutex<HashMap<Arc<str>, DocumentState>>;

/// The rules as `abide.toml` may name them.
pub fn known_rules() -> Vec<KnownRule<'static>> {
    let option = |option: &abide_rules::RuleOption| KnownOption {
        name: option.name,
        kind: match option.default.as_bytes().first() {
            Some(b'[') => OptionKind::List,
            Some(b'"') => OptionKind::Text,
            Some(b't' | b'f') => OptionKind::Boolean,
            _ => OptionKind::Integer,
        },
    };
    let known = |rule: &&'static abide_rules::Rule| KnownRule {
        name: rule.name,
        options: Vec::leak(rule.options.iter().map(option).collect()),
    };
    RULES.iter().map(known).collect()
}

impl Workspace {
    /// Reads what was asked about and what is needed to judge it.
    pub fn open(request: &OpenRequest) -> Result<Self, OpenError> {
        Self::open_again(request, &Before::default())
    }

    /// Opens anew, without parsing what was parsed before.
    pub(super) fn open_again(request: &OpenRequest, before: &Before) -> Result<Self, OpenError> {
        let first = request.paths.first().cloned().unwrap_or_else(|| request.current.clone());
        let root = Root::find(&first, &request.current);
        let configs = match &request.config {
            Some(file) => {
                Configs::only(root.clone(), known_rules(), request.buffers.clone(), file, &request.paths)?
            }
            None => Configs::new(root.clone(), known_rules(), request.buffers.clone()),
        };
        let mut asked = walk(&root, &request.paths, |path| is_markdown(path) || has_any_extension(path));
        // A text that is given needs no file.
        if let Some((path, _)) = &request.buffer {
            let shown = root.relative(path);
            asked.problems.retain(|problem| problem.path != shown);
        }
        if let Some(problem) =
            asked.problems.iter().find(|problem| matches!(problem.trouble, FileTrouble::Missing))
        {
            return Err(OpenError::Unreadable(problem.clone()));
        }
        // Siblings and templates stand anywhere in the repository, or else below what was asked about.
        let links = Links::new(&root);
        let everywhere = places(&root, &links, &request.paths);
        let everything = walk(&root, &everywhere, |path| is_markdown(path) || has_any_extension(path));
        let mut all = everything.files;
        let known: HashSet<Arc<str>> = all.iter().map(|file| Arc::clone(&file.path)).collect();
        all.extend(asked.files.iter().filter(|file| !known.contains(&file.path)).cloned());
        if let Some((path, _)) = &request.buffer {
            let shown = root.relative(path);
            if !known.contains(&shown) {
                all.push(Found { path: shown, absolute: normalise(path), named: true });
            }
        }
        let unsaved = unsaved(&root, request);
        asked.files.extend(unsaved.iter().cloned());
        all.extend(unsaved);
        all.sort_by(|one, other| one.path.cmp(&other.path));
        let asked_paths: HashSet<Arc<str>> = asked.files.iter().map(|file| Arc::clone(&file.path)).collect();
        let mut named: HashSet<Arc<str>> =
            asked.files.iter().filter(|file| file.named).map(|file| Arc::clone(&file.path)).collect();
        named.extend(request.buffer.iter().map(|(path, _)| root.relative(path)));
        all.retain(|file| named.contains(&file.path) || !configs.excludes(&file.absolute));
        let templates = Templates::discover(&root, &all, &configs, &links);
        let mut opening = Opening { configs: &configs, templates: &templates, request, projects: Vec::new() };
        let mut members = Vec::new();
        for file in &all {
            let is_named = named.contains(&file.path);
            let is_asked = is_named
                || asked_paths.contains(&file.path)
                || request.buffer.as_ref().is_some_and(|(path, _)| normalise(path) == file.absolute);
            let Some(project) = opening.member(file, is_named, is_asked)? else { continue };
            let wanted = request.only.as_ref().is_none_or(|only| only.contains(&file.path));
            members.push((file, project, is_asked && wanted));
        }
        if !members.iter().any(|(_, _, asked)| *asked) && request.only.is_none() {
            if let Some(problem) = asked.problems.first() {
                return Err(OpenError::Unreadable(problem.clone()));
            }
            return Err(nothing_matched(&root, request, &configs, &templates));
        }
        let template_paths: Vec<&str> = templates.files().iter().map(|template| &*template.path).collect();
        let document_paths: Vec<&str> = members.iter().map(|(file, ..)| &*file.path).collect();
        // Without templates of its own, a repository has no history that matters here.
        let history = match (root.kind(), template_paths.is_empty()) {
            (RootKind::Repository, false) => {
                History::read(&root, &template_paths, &document_paths, &request.cache)
            }
            (RootKind::Repository, true) => History::not_asked(),
            _ => History::none(NoRepository::NotOne),
        };
        let mut projects = Vec::new();
        let mut problems: Vec<FileProblem> = asked.problems;
        for config in std::mem::take(&mut opening.projects) {
            let library =
                library(&root, &configs, &templates, &config, &history, &request.buffers, &mut problems);
            projects.push(Project { config, library });
        }
        // A slip in a configuration elsewhere in the repository is not this run's business.
        let asked_projects: HashSet<usize> =
            members.iter().filter(|(.., asked)| *asked).map(|(_, project, _)| *project).collect();
        let projects_asked = projects.iter().enumerate().filter(|(at, _)| asked_projects.contains(at));
        let unused: Vec<ConfigError> = projects_asked
            .filter_map(|(_, project)| unused_settings(&root, &request.buffers, project))
            .collect();
        if !unused.is_empty() {
            return Err(OpenError::UnusedSettings(unused));
        }
        let mut known = HashSet::new();
        problems.retain(|problem| known.insert(problem.to_string()));
        let buffer = request.buffer.as_ref().map(|(path, text)| (normalise(path), Arc::clone(text)));
        let read: Vec<Result<DocumentState, (bool, FileProblem)>> = members
            .par_iter()
            .map(|(file, project, asked)| {
                let loaded = match &buffer {
                    Some((path, text)) if *path == file.absolute => Ok(Loaded {
                        path: Arc::clone(&file.path),
                        absolute: path.clone(),
                        text: Arc::clone(text),
                    }),
                    _ => request.buffers.load(&file.path, &file.absolute),
                };
                let loaded = loaded.map_err(|problem| (*asked, problem))?;
                let known = before.lock().ok().and_then(|mut before| before.remove(&file.path));
                let mut state = match known.filter(|known| known.file.text == loaded.text) {
                    Some(known) => known.moved_to(*project, *asked),
                    None => DocumentState::new(loaded, *project, *asked),
                };
                state.govern(&projects, &history);
                Ok(state)
            })
            .collect();
        let mut documents = Vec::with_capacity(read.len());
        for result in read {
            match result {
                Ok(state) => documents.push(state),
                Err((true, problem)) => problems.push(problem),
                // A sibling that cannot be read tells nothing.
                Err((false, _)) => {}
            }
        }
        Ok(Self { root, projects, documents, problems, history, buffers: request.buffers.clone() })
    }

    /// The templates that may govern documents in the folder that the user is in.
    pub fn templates(request: &OpenRequest) -> Result<Library, OpenError> {
        let root = Root::find(&request.current, &request.current);
        let configs = match &request.config {
            Some(file) => {
                Configs::only(root.clone(), known_rules(), request.buffers.clone(), file, &request.paths)?
            }
            None => Configs::new(root.clone(), known_rules(), request.buffers.clone()),
        };
        let config = configs.for_folder(&request.current)?;
        let links = Links::new(&root);
        let everywhere = places(&root, &links, std::slice::from_ref(&request.current));
        let mut files = walk(&root, &everywhere, |path| is_markdown(path) || has_any_extension(path)).files;
        files.retain(|file| !configs.excludes(&file.absolute));
        let templates = Templates::discover(&root, &files, &configs, &links);
        let mut problems = Vec::new();
        let history = History::not_asked();
        Ok(library(&root, &configs, &templates, &config, &history, &request.buffers, &mut problems))
    }

    /// The documents that were asked about.
    pub fn asked(&self) -> impl Iterator<Item = &DocumentState> {
        self.documents.iter().filter(|state| state.asked)
    }
}

struct Opening<'a> {
    configs: &'a Configs,
    templates: &'a Templates,
    request: &'a OpenRequest,
    projects: Vec<Arc<Config>>,
}

impl Opening<'_> {
    /// The project of a file, if the file is a document.
    fn member(&mut self, file: &Found, named: bool, asked: bool) -> Result<Option<usize>, OpenError> {
        let config = match self.configs.for_file(&file.absolute) {
            Ok(config) => config,
            // A broken configuration elsewhere in the repository is not this run's business.
            Err(_) if !asked => return Ok(None),
            Err(trouble) => return Err(trouble.into()),
        };
        let buffered = self.request.buffer.as_ref().is_some_and(|(path, _)| normalise(path) == file.absolute);
        if self.templates.at(&file.path).is_some() {
            return Ok(None);
        }
        if !named && !buffered {
            if self.templates.is_no_document(&file.path) {
                return Ok(None);
            }
            let Some(relative) = config.relative(&file.absolute) else { return Ok(None) };
            let included = match &config.specs {
                Some(globs) => globs.matches(&relative),
                None => is_markdown(&relative),
            };
            if !included || config.exclude.covers(&relative) {
                return Ok(None);
            }
        }
        let known = self.projects.iter().position(|known| known.folder == config.folder);
        Ok(Some(known.unwrap_or_else(|| {
            self.projects.push(config);
            self.projects.len() - 1
        })))
    }
}

/// Files that are asked about and stand in an editor alone so far.
fn unsaved(root: &Root, request: &OpenRequest) -> Vec<Found> {
    let below = |path: &Path| request.paths.iter().any(|asked| path.starts_with(normalise(asked)));
    let buffers = request.buffers.paths().filter(|path| below(path) && !path.exists());
    let found =
        buffers.map(|path| Found { path: root.relative(path), absolute: path.to_owned(), named: false });
    found.filter(|file| is_markdown(&file.path) || has_any_extension(&file.path)).collect()
}

// Configured globs may name any text file; what no glob can mean is not worth a look.
fn has_any_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".txt") || name.ends_with(".mdx") || name.ends_with(".mdc") || name.ends_with(".adoc.md")
}

fn library(
    root: &Root,
    configs: &Configs,
    templates: &Templates,
    config: &Arc<Config>,
    history: &History,
    buffers: &Buffers,
    problems: &mut Vec<FileProblem>,
) -> Library {
    let mut read = Vec::new();
    for file in templates.files() {
        let own = configs.for_file(&file.absolute);
        let of = own.as_ref().unwrap_or(config);
        // A template that another configuration names is that configuration's.
        if file.configured
            && of.folder != config.folder
            && config.template.values().all(|over| over.path.is_none())
        {
            continue;
        }
        match sources::read(
            root,
            if of.folder == config.folder { of } else { config },
            file,
            history,
            buffers,
        ) {
            Ok(source) => read.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    Library::new(read, config)
}

fn nothing_matched(
    root: &Root,
    request: &OpenRequest,
    configs: &Configs,
    templates: &Templates,
) -> OpenError {
    let shown = |path: &Path| match &*root.relative(path) {
        "" => ".".to_owned(),
        path => path.to_owned(),
    };
    if let Some(template) = request.paths.iter().find_map(|path| templates.at(&root.relative(path))) {
        let path = &template.path;
        return OpenError::NothingMatched {
            searched: format!("`{path}` is a template"),
            help: format!("`abide template infer {path}` shows what is read from it"),
        };
    }
    let paths: Vec<String> = request.paths.iter().map(|path| format!("`{}`", shown(path))).collect();
    let config = request.paths.first().and_then(|path| configs.for_folder(path).ok());
    let excluding = config.as_ref().is_some_and(|config| !config.exclude.is_empty());
    let left_out = if excluding {
        "templates, what git ignores and what `exclude` names"
    } else {
        "templates and what git ignores"
    };
    match config.as_ref().and_then(|config| Some((config.path.clone()?, config.specs.clone()?))) {
        Some((file, specs)) => {
            let globs: Vec<String> =
                specs.patterns.iter().map(|glob| format!("\"{}\"", glob.value)).collect();
            OpenError::NothingMatched {
                searched: format!(
                    "searched {} for `specs = [{}]` of `{file}`",
                    paths.join(", "),
                    globs.join(", ")
                ),
                help: format!("correct `specs` in `{file}`, or name a file on the command line"),
            }
        }
        None => OpenError::NothingMatched {
            searched: format!(
                "searched {} for *.md and *.markdown, leaving out {left_out}",
                paths.join(", ")
            ),
            help: "name a file, or a folder that holds Markdown files".to_owned(),
        },
    }
}
