//! The folder that every shown path is relative to.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::config::CONFIG_FILE;

/// The folder that every shown path is relative to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Root {
    folder: PathBuf,
    kind: RootKind,
}

/// What made a folder the root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RootKind {
    /// It is the top of a git repository.
    Repository,
    /// It holds an `abide.toml`, and there is no repository.
    Config,
    /// It is the folder that abide was started in, or the one that was asked about.
    Folder,
}

impl Root {
    /// The root for `path`: its repository, else the folder of the highest `abide.toml` above it (those below are nested
    /// in it), else `current` if that holds it, else its own folder.
    ///
    /// Both paths must be absolute; `path` need not exist.
    pub fn find(path: &Path, current: &Path) -> Self {
        let (path, current) = (normalise(path), normalise(current));
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
        let mut repositories = folder.ancestors().filter(|folder| folder.join(".git").exists());
        if let Some(folder) = repositories.next() {
            return Self { folder: folder.to_owned(), kind: RootKind::Repository };
        }
        if let Some(folder) = folder.ancestors().filter(|folder| folder.join(CONFIG_FILE).exists()).last() {
            return Self { folder: folder.to_owned(), kind: RootKind::Config };
        }
        // What is not there is best named in full.
        let folder = if path.starts_with(&current) || !folder.is_dir() { current.as_path() } else { folder };
        Self { folder: folder.to_owned(), kind: RootKind::Folder }
    }

    /// The folder, as an absolute path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What made it the root.
    pub fn kind(&self) -> RootKind {
        self.kind
    }

    /// A path as it is shown: relative to the root, with `/` separators; in full where it is outside of the root.
    ///
    /// Characters that are not Unicode are shown as `�`.
    pub fn relative(&self, path: &Path) -> Arc<str> {
        let path = normalise(path);
        match path.strip_prefix(&self.folder) {
            Ok(relative) => slashes(relative).into(),
            Err(_) => path.to_string_lossy().replace('\\', "/").into(),
        }
    }

    /// The absolute path of a shown path.
    pub fn absolute(&self, relative: &str) -> PathBuf {
        normalise(&self.folder.join(relative))
    }

    /// Whether a path stands in the root.
    pub fn holds(&self, path: &Path) -> bool {
        normalise(path).starts_with(&self.folder)
    }
}

/// A path leads out of the root, by its text or through a symbolic link.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{path}` is outside of the workspace `{root}`; give a path below it, relative to it")]
pub struct Outside {
    /// As it was given.
    pub path: String,
    /// The folder of the root.
    pub root: String,
}

impl Root {
    /// The absolute path of a path relative to the root, where it stays in the root and no symbolic link on the way leads out
    /// of it. It need not exist.
    pub fn inside(&self, path: &str) -> Result<PathBuf, Outside> {
        let outside = || Outside { path: path.to_owned(), root: self.folder.display().to_string() };
        let absolute = normalise(&self.folder.join(path));
        let real = self.folder.canonicalize().map_err(|_| outside())?;
        // What is there of it decides; a link that leads nowhere may lead out tomorrow.
        let known = absolute.ancestors().find(|part| part.symlink_metadata().is_ok());
        let known = known.and_then(|known| known.canonicalize().ok()).ok_or_else(outside)?;
        if absolute.starts_with(&self.folder) && known.starts_with(&real) {
            Ok(absolute)
        } else {
            Err(outside())
        }
    }
}

/// A path without `.` and `..`, by its text alone.
pub fn normalise(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            // Above the top of the file system there is nothing, so `/..` is `/`.
            Component::ParentDir => {
                result.pop();
            }
            _ => result.push(component),
        }
    }
    result
}

fn slashes(relative: &Path) -> String {
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_repository_is_the_root_even_from_below_a_config() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/specs")).unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join("docs/abide.toml"), "").unwrap();
        let root = Root::find(&folder.path().join("docs/specs/new.md"), Path::new("/"));
        assert_eq!((root.folder(), root.kind()), (folder.path(), RootKind::Repository));
        assert_eq!(&*root.relative(&folder.path().join("docs/./specs/../a.md")), "docs/a.md");
        assert_eq!(root.absolute("docs/a.md"), folder.path().join("docs/a.md"));
    }

    #[test]
    fn without_a_repository_the_config_decides_and_then_where_abide_was_started() {
        let folder = tempfile::tempdir().unwrap();
        let (here, docs) = (folder.path().to_owned(), folder.path().join("docs"));
        fs::create_dir(&docs).unwrap();
        assert_eq!(Root::find(&docs.join("a.md"), &here).folder(), here);
        assert_eq!(Root::find(&docs.join("a.md"), Path::new("/elsewhere")).folder(), docs);
        fs::write(docs.join("abide.toml"), "").unwrap();
        let root = Root::find(&docs, &here);
        assert_eq!((root.folder(), root.kind()), (docs.as_path(), RootKind::Config));
    }

    #[test]
    fn a_nested_config_leaves_the_root_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("docs")).unwrap();
        fs::write(folder.path().join("abide.toml"), "").unwrap();
        fs::write(folder.path().join("docs/abide.toml"), "").unwrap();
        let root = Root::find(&folder.path().join("docs/a.md"), folder.path());
        assert_eq!((root.folder(), root.kind()), (folder.path(), RootKind::Config));
    }

    #[test]
    fn a_path_outside_of_the_root_is_shown_in_full() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::find(folder.path(), folder.path());
        assert_eq!(&*root.relative(Path::new("/elsewhere/a.md")), "/elsewhere/a.md");
        assert_eq!(&*root.relative(folder.path()), "");
        assert!(!root.holds(&folder.path().join("..")));
    }
}
