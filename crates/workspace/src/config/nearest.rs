//! Which `abide.toml` holds for a file: the nearest one above it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{CONFIG_FILE, Config, ConfigError, KnownRule};
use crate::files::{Buffers, FileProblem, FileTrouble, Root, RootKind, normalise};

/// An `abide.toml` that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfigTrouble {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(FileProblem),
    /// What it says is wrong.
    #[error(transparent)]
    Invalid(Arc<ConfigError>),
}

/// The configurations of a root, each read once. It may be shared between threads.
#[derive(Debug)]
pub struct Configs {
    root: Root,
    rules: Vec<KnownRule<'static>>,
    buffers: Buffers,
    folders: Mutex<HashMap<PathBuf, Result<Arc<Config>, ConfigTrouble>>>,
    explicit: Option<Arc<Config>>,
}

impl Configs {
    /// Nothing is read yet; names under `[rules]` will be checked against `rules`, and `buffers` stand instead of files'.
    pub fn new(root: Root, rules: Vec<KnownRule<'static>>, buffers: Buffers) -> Self {
        Self { root, rules, buffers, folders: Mutex::default(), explicit: None }
    }

    /// The configuration `file` holds everywhere, whatever stands nearer.
    ///
    /// It speaks of its own folder, or of the whole root where its folder does not hold all that is `asked` about.
    pub fn only(
        root: Root,
        rules: Vec<KnownRule<'static>>,
        buffers: Buffers,
        file: &Path,
        asked: &[PathBuf],
    ) -> Result<Self, ConfigTrouble> {
        let mut configs = Self::new(root, rules, buffers);
        let own = normalise(file.parent().unwrap_or(Path::new("/")));
        let holds_all = asked.iter().all(|path| normalise(path).starts_with(&own));
        let folder = if holds_all { own } else { configs.root.folder().to_owned() };
        match configs.read(file, &folder) {
            Some(config) => configs.explicit = Some(config?),
            None => {
                let path = configs.root.relative(file);
                return Err(ConfigTrouble::Unreadable(FileProblem { path, trouble: FileTrouble::Missing }));
            }
        }
        Ok(configs)
    }

    /// The configuration of what stands in `folder`, an absolute path.
    ///
    /// The search goes up to the top of the repository; without one, to the top of the file system.
    pub fn for_folder(&self, folder: &Path) -> Result<Arc<Config>, ConfigTrouble> {
        if let Some(config) = &self.explicit {
            return Ok(Arc::clone(config));
        }
        if let Some(known) = self.folders.lock().ok().and_then(|folders| folders.get(folder).cloned()) {
            return known;
        }
        let config = match self.read(&folder.join(CONFIG_FILE), folder) {
            Some(config) => config,
            None => match folder.parent().filter(|_| !self.is_top(folder)) {
                Some(parent) => self.for_folder(parent),
                None => Ok(Arc::new(Config::defaults(self.root.folder()))),
            },
        };
        if let Ok(mut folders) = self.folders.lock() {
            folders.insert(folder.to_owned(), config.clone());
        }
        config
    }

    /// The configuration of a file, an absolute path.
    pub fn for_file(&self, file: &Path) -> Result<Arc<Config>, ConfigTrouble> {
        self.for_folder(file.parent().unwrap_or(Path::new("/")))
    }

    /// Whether a configuration leaves the file out: the nearest one, or one above that holds the nearest.
    pub fn excludes(&self, file: &Path) -> bool {
        let mut next = file.parent().map(Path::to_owned);
        while let Some(folder) = next {
            let seen = match self.for_folder(&folder) {
                Ok(config) => {
                    if config.relative(file).is_some_and(|path| config.exclude.covers(&path)) {
                        return true;
                    }
                    if config.path.is_none() || self.explicit.is_some() {
                        return false;
                    }
                    config.folder.clone()
                }
                // What is broken may stand in a folder that is left out.
                Err(_) => folder,
            };
            next = seen.parent().filter(|_| !self.is_top(&seen)).map(Path::to_owned);
        }
        false
    }

    fn is_top(&self, folder: &Path) -> bool {
        self.root.kind() == RootKind::Repository && folder == self.root.folder()
    }

    // `None` where there is no such file.
    fn read(&self, file: &Path, folder: &Path) -> Option<Result<Arc<Config>, ConfigTrouble>> {
        let shown = self.root.relative(file);
        match self.buffers.load(&shown, &normalise(file)) {
            Ok(loaded) => {
                let config = Config::read(without_mark(&loaded.text), &shown, folder, &self.rules);
                Some(config.map(Arc::new).map_err(|error| ConfigTrouble::Invalid(Arc::new(error))))
            }
            Err(FileProblem { trouble: FileTrouble::Missing, .. }) => None,
            Err(problem) => Some(Err(ConfigTrouble::Unreadable(problem))),
        }
    }
}

/// A byte order mark is no TOML, and some editors write one.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn repository(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let repository = folder.path().join("repo");
        fs::create_dir_all(repository.join(".git")).unwrap();
        for (path, text) in files {
            let path = repository.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        (folder, repository)
    }

    fn ledger(configs: &Configs, file: &Path) -> String {
        configs.for_file(file).unwrap().ledger_url.clone()
    }

    #[test]
    fn the_nearest_file_wins_and_the_search_ends_at_the_repository() {
        let (folder, repository) = repository(&[
            ("abide.toml", "ledger.url = \"sqlite:outer\""),
            ("docs/deep/abide.toml", "\u{FEFF}ledger.url = \"sqlite:inner\""),
        ]);
        fs::write(folder.path().join("abide.toml"), "this is not even TOML").unwrap();
        let configs = Configs::new(Root::find(&repository, &repository), Vec::new(), Buffers::default());
        assert_eq!(ledger(&configs, &repository.join("docs/deep/er/a.md")), "sqlite:inner");
        assert_eq!(ledger(&configs, &repository.join("docs/a.md")), "sqlite:outer");

        fs::remove_file(repository.join("abide.toml")).unwrap();
        let configs = Configs::new(Root::find(&repository, &repository), Vec::new(), Buffers::default());
        let config = configs.for_file(&repository.join("docs/a.md")).unwrap();
        assert_eq!((config.path.clone(), config.folder.as_path()), (None, repository.as_path()));
    }

    #[test]
    fn an_unsaved_text_stands_instead_of_the_file_or_of_none() {
        let (_folder, repository) = repository(&[("abide.toml", "ledger.url = \"sqlite:saved\"")]);
        let mut buffers = Buffers::default();
        buffers.set(&repository.join("abide.toml"), Some(&"ledger.url = \"sqlite:unsaved\"".into()));
        buffers.set(&repository.join("new/abide.toml"), Some(&"ledger.url = \"sqlite:new\"".into()));
        let configs = Configs::new(Root::find(&repository, &repository), Vec::new(), buffers);
        assert_eq!(ledger(&configs, &repository.join("a.md")), "sqlite:unsaved");
        assert_eq!(ledger(&configs, &repository.join("new/a.md")), "sqlite:new");
    }

    #[test]
    fn a_broken_file_is_an_error_for_what_stands_below_it_alone() {
        let (_folder, repository) = repository(&[("bad/abide.toml", "spec = []"), ("good/abide.toml", "")]);
        let configs = Configs::new(Root::find(&repository, &repository), Vec::new(), Buffers::default());
        let error = configs.for_file(&repository.join("bad/a.md")).unwrap_err();
        assert_eq!(error.to_string(), "bad/abide.toml:1:1: unknown setting `spec`; did you mean `specs`?");
        assert!(configs.for_file(&repository.join("good/a.md")).is_ok());
    }

    #[test]
    fn a_file_that_was_named_holds_everywhere() {
        let (_folder, repository) = repository(&[
            ("ci/abide.toml", "ledger.url = \"sqlite:ci\""),
            ("abide.toml", "ledger.url = \"sqlite:outer\""),
        ]);
        let root = Root::find(&repository, &repository);
        let only = |file: &str, asked: &str| {
            Configs::only(
                root.clone(),
                Vec::new(),
                Buffers::default(),
                &repository.join(file),
                &[repository.join(asked)],
            )
        };
        let configs = only("ci/abide.toml", "").unwrap();
        assert_eq!(ledger(&configs, &repository.join("docs/a.md")), "sqlite:ci");
        let error = only("no.toml", "").unwrap_err();
        assert_eq!(error.to_string(), "no.toml: no such file or folder; check the spelling");
    }

    #[test]
    fn a_file_that_was_named_speaks_of_what_was_asked_about() {
        let (_folder, repository) = repository(&[("ci/abide.toml", "specs = [\"*.md\"]")]);
        let root = Root::find(&repository, &repository);
        let folder = |asked: &Path| {
            let file = repository.join("ci/abide.toml");
            let configs =
                Configs::only(root.clone(), Vec::new(), Buffers::default(), &file, &[asked.to_owned()])
                    .unwrap();
            configs.for_folder(asked).unwrap().folder.clone()
        };
        assert_eq!(folder(&repository.join("ci/specs")), repository.join("ci"));
        assert_eq!(folder(&repository), repository);
        assert_eq!(folder(&repository.join("docs")), repository);
    }

    #[test]
    fn what_a_configuration_above_leaves_out_stays_out() {
        let (_folder, repository) = repository(&[
            ("abide.toml", "exclude = [\"vendor\"]"),
            ("vendor/abide.toml", "this is not even TOML"),
            ("docs/abide.toml", "exclude = [\"old\"]"),
        ]);
        let configs = Configs::new(Root::find(&repository, &repository), Vec::new(), Buffers::default());
        let excludes = |path: &str| configs.excludes(&repository.join(path));
        assert!(excludes("vendor/a.md") && excludes("vendor/deep/a.md") && excludes("docs/old/a.md"));
        assert!(!excludes("docs/vendor/a.md") && !excludes("a.md"));
    }
}
