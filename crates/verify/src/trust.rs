//! What may run: the content of a specification that somebody allowed, remembered outside of the repository.

use abide_ledger::Digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The specifications whose commands somebody allowed.
#[derive(Clone, Debug)]
pub struct TrustStore {
    path: PathBuf,
    allowed: BTreeMap<String, Allowed>,
}

/// One allowance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allowed {
    /// The specification.
    pub spec: String,
    /// The folder its commands run in.
    pub folder: PathBuf,
    /// The commands.
    pub commands: Vec<String>,
    /// When it was allowed.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    allowed: BTreeMap<String, Allowed>,
}

/// A trust store that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// It cannot be read.
    #[error("cannot read what was trusted from {path}: {source}; mend or remove the file")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It cannot be written.
    #[error(
        "cannot write what is trusted to {path}: {source}; make the folder writable, or set XDG_STATE_HOME"
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl TrustStore {
    /// Where the store of this user is, by their environment: never within a repository.
    pub fn default_path(lookup: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
        let absolute = |path: String| Some(PathBuf::from(path)).filter(|path| path.is_absolute());
        let state = lookup("XDG_STATE_HOME").and_then(absolute);
        let state = state.or_else(|| Some(lookup("HOME").and_then(absolute)?.join(".local/state")))?;
        Some(state.join("abide/trust.json"))
    }

    /// A store that allows nothing and is kept nowhere.
    pub fn none() -> Self {
        Self { path: PathBuf::new(), allowed: BTreeMap::new() }
    }

    /// Opens the store; where there is none, nothing is allowed yet.
    pub fn open(path: &Path) -> Result<Self, TrustError> {
        let read = |source| TrustError::Read { path: path.to_owned(), source };
        let allowed = match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str::<Stored>(&text).map_err(|error| read(error.into()))?.allowed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(read(error)),
        };
        Ok(Self { path: path.to_owned(), allowed })
    }

    /// Whether exactly these commands of this specification may run in this folder.
    pub fn allows(&self, folder: &Path, spec: &str, commands: &[String]) -> bool {
        self.allowed.contains_key(key(folder, spec, commands).as_str())
    }

    /// Allows exactly these commands of this specification in this folder, and remembers it.
    pub fn allow(
        &mut self,
        folder: &Path,
        spec: &str,
        commands: &[String],
        at: Timestamp,
    ) -> Result<(), TrustError> {
        let key = key(folder, spec, commands).to_string();
        let (spec, folder, commands) = (spec.to_owned(), absolute(folder), commands.to_vec());
        self.allowed.insert(key, Allowed { spec, folder, commands, at });
        self.save()
    }

    /// Takes back whatever was allowed to this specification in this folder; whether there was something.
    pub fn revoke(&mut self, folder: &Path, spec: &str) -> Result<bool, TrustError> {
        let (before, folder) = (self.allowed.len(), absolute(folder));
        self.allowed.retain(|_, allowed| allowed.spec != spec || allowed.folder != folder);
        let changed = self.allowed.len() < before;
        if changed {
            self.save()?;
        }
        Ok(changed)
    }

    fn save(&self) -> Result<(), TrustError> {
        let write = |source| TrustError::Write { path: self.path.clone(), source };
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        std::fs::create_dir_all(folder).map_err(write)?;
        let stored = Stored { version: 1, allowed: self.allowed.clone() };
        let text = serde_json::to_string_pretty(&stored).map_err(|error| write(error.into()))?;
        // Written beside and moved into place, so that a reader never sees half of it.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(write)?;
        file.write_all(text.as_bytes()).map_err(write)?;
        file.persist(&self.path).map_err(|error| write(error.error))?;
        Ok(())
    }
}

/// The same commands in another repository are other commands: what they run stands there.
fn key(folder: &Path, spec: &str, commands: &[String]) -> Digest {
    let parts = (absolute(folder), spec, commands);
    Digest::of(serde_json::to_vec(&parts).unwrap_or_default())
}

fn absolute(folder: &Path) -> PathBuf {
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_was_allowed_is_remembered_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/abide/trust.json");
        let mut store = TrustStore::open(&path).unwrap();
        let test = commands(&["make test"]);
        assert!(!store.allows(folder.path(), "specs/a.md", &test));
        store.allow(folder.path(), "specs/a.md", &test, Timestamp::UNIX_EPOCH).unwrap();

        let store = TrustStore::open(&path).unwrap();
        assert!(store.allows(folder.path(), "specs/a.md", &test));
        assert!(!store.allows(folder.path(), "specs/a.md", &commands(&["make test", "rm -rf /"])));
        assert!(!store.allows(folder.path(), "specs/b.md", &test));
        assert!(!store.allows(Path::new("/"), "specs/a.md", &test));
    }

    #[test]
    fn trust_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trust.json");
        let mut store = TrustStore::open(&path).unwrap();
        store.allow(folder.path(), "a.md", &commands(&["x"]), Timestamp::UNIX_EPOCH).unwrap();
        assert!(store.revoke(folder.path(), "a.md").unwrap());
        assert!(!store.revoke(folder.path(), "a.md").unwrap());
        assert!(!TrustStore::open(&path).unwrap().allows(folder.path(), "a.md", &commands(&["x"])));
    }

    #[test]
    fn a_damaged_store_is_an_error_and_not_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trust.json");
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(TrustStore::open(&path), Err(TrustError::Read { .. })));
    }

    #[test]
    fn the_store_stands_in_the_state_folder_of_the_user() {
        let lookup = |name: &str| match name {
            "HOME" => Some("/home/ada".to_owned()),
            _ => None,
        };
        let path = TrustStore::default_path(lookup).unwrap();
        assert_eq!(path, Path::new("/home/ada/.local/state/abide/trust.json"));
        let path = TrustStore::default_path(|name| (name == "XDG_STATE_HOME").then(|| "/state".to_owned()));
        assert_eq!(path.unwrap(), Path::new("/state/abide/trust.json"));
        assert_eq!(TrustStore::default_path(|_| Some("relative".to_owned())), None);
    }
}
