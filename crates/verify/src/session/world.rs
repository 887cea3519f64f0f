//! A folder of its own for a session: empty, or with a copy of the project.

use crate::stage::Stage;
use crate::target::Places;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Files that are copied at most, and their bytes together.
const MOST_FILES: usize = 20_000;
const MOST_BYTES: u64 = 200 << 20;

/// A place to play in; it is gone with the value.
#[derive(Debug)]
pub struct World {
    folder: TempDir,
    places: Places,
}

impl World {
    /// An empty folder.
    pub fn empty() -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("abide-play-").tempdir()?;
        for name in ["work", "home", "steps"] {
            std::fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self { folder, places: Places::new(None)? })
    }

    /// A copy of the folder of `abide.toml`, as git would list it, without databases that nobody named.
    pub fn copy(stage: &Stage, named: &str) -> std::io::Result<Self> {
        let world = Self::empty()?;
        let project = &stage.facts.project;
        let (mut files, mut bytes) = (0, 0);
        for entry in stage.listing().entries() {
            let from = project.repository.join(entry);
            let Ok(relative) = from.strip_prefix(&project.folder) else { continue };
            let to = world.work().join(relative);
            if entry.ends_with('/') {
                std::fs::create_dir_all(&to)?;
                continue;
            }
            let size = std::fs::symlink_metadata(&from).map(|metadata| metadata.len()).unwrap_or_default();
            files += 1;
            bytes += size;
            if files > MOST_FILES || bytes > MOST_BYTES {
                return Err(std::io::Error::other("the project is too large to be copied"));
            }
            if is_database(relative) && !relative.to_str().is_some_and(|name| named.contains(name)) {
                continue;
            }
            if let Some(parent) = to.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::copy(&from, &to)?;
        }
        world.link_what_was_built(&project.folder);
        Ok(world)
    }

    /// What builds and installs made is not copied, but there.
    fn link_what_was_built(&self, project: &Path) {
        #[cfg(unix)]
        for name in ["node_modules", ".venv", "venv", "target", "vendor", "build", "dist", ".bundle"] {
            let (from, to) = (project.join(name), self.work().join(name));
            if from.is_dir() && !to.exists() {
                // Without it a command may fail, and says so itself.
                let _ = std::os::unix::fs::symlink(from, to);
            }
        }
        #[cfg(not(unix))]
        let _ = project;
    }

    /// Where commands run.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Where a file of the play itself stands.
    pub fn step(&self, name: &str) -> PathBuf {
        self.folder.path().join("steps").join(name)
    }

    /// What commands see: the environment that abide was given, that of the target, and a home of their own.
    pub fn environment(&self, stage: &Stage) -> BTreeMap<String, String> {
        let project = &stage.facts.project;
        let mut environment = project.command_environment();
        let home = environment.get("HOME").cloned();
        for (name, below) in [
            ("CARGO_HOME", ".cargo"),
            ("RUSTUP_HOME", ".rustup"),
            ("PYTHONUSERBASE", ".local"),
            ("GOPATH", "go"),
            ("NVM_DIR", ".nvm"),
        ] {
            if let Some(home) = home.as_ref().filter(|_| !environment.contains_key(name)) {
                environment.insert(name.to_owned(), Path::new(home).join(below).display().to_string());
            }
        }
        environment.insert("HOME".to_owned(), self.folder.path().join("home").display().to_string());
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            environment.remove(name);
        }
        let path = environment.get("PATH").cloned().unwrap_or_default();
        let own = ["bin", "node_modules/.bin", ".venv/bin", "venv/bin", "target/release", "target/debug"];
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        // Behind what was given: a program that was put on the path for this run is the one that is meant.
        folders.extend(own.iter().map(|name| project.folder.join(name)).filter(|folder| folder.is_dir()));
        if let Ok(joined) = std::env::join_paths(folders) {
            environment.insert("PATH".to_owned(), joined.to_string_lossy().into_owned());
        }
        // No colours, no pages, no files of interpreters in the project.
        for (name, value) in
            [("NO_COLOR", "1"), ("PAGER", "cat"), ("PYTHONDONTWRITEBYTECODE", "1"), ("TERM", "dumb")]
        {
            environment.insert(name.to_owned(), value.to_owned());
        }
        for (name, value) in &project.resolved.environment {
            environment.insert(name.clone(), self.places.fill(value));
        }
        environment
    }

    /// Its own paths in a text, as the folder that they stand for.
    pub fn hide(&self, text: &str) -> String {
        text.replace(&self.folder.path().display().to_string(), "")
    }
}

/// Whether the program of a command is one of the machine's own, which has the name of the documented one by chance.
pub fn is_of_the_machine(stage: &Stage, command: &str) -> bool {
    const FOLDERS: &[&str] = &["/bin", "/usr/bin", "/sbin", "/usr/sbin"];
    const INTERPRETERS: &[&str] = &[
        "python", "python3", "node", "ruby", "php", "perl", "java", "go", "cargo", "npm", "npx", "sh",
        "bash", "deno", "bun",
    ];
    let words = super::program(command);
    let Some(first) = words.first().filter(|first| !first.contains('/') && !INTERPRETERS.contains(*first))
    else {
        return false;
    };
    let project = &stage.facts.project;
    let path = project.environment.get("PATH").map(String::as_str).unwrap_or_default();
    let found = std::env::split_paths(path).find(|folder| folder.join(first).is_file());
    found.is_some_and(|folder| FOLDERS.iter().any(|known| folder == Path::new(known)))
}

fn is_database(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    [".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal", ".db3"].iter().any(|end| name.ends_with(end))
}
