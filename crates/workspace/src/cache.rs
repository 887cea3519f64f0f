//! A folder for what can be computed again. Losing it, or a part of it, changes nothing but time.
//!
//! It stands outside of the repository: what a pull request can write must not decide what a check says.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::files::Root;

// Folders of repositories that were not checked for this long are taken away.
const KEPT_FOR: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Where results of one root are kept, if they are kept at all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// Nothing is kept.
    pub fn none() -> Self {
        Self::default()
    }

    /// Kept below `folder`, apart for each root.
    pub fn below(folder: &Path, root: &Root) -> Self {
        let name = blake3::hash(root.folder().as_os_str().as_encoded_bytes()).to_hex();
        Self { folder: Some(folder.join("abide").join(&name.as_str()[..32])) }
    }

    /// Kept in the user's folder for caches, as the environment names it; nothing is kept where it names none.
    pub fn of_user(root: &Root, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        let place = folder("ABIDE_CACHE_DIR")
            .or_else(|| folder("XDG_CACHE_HOME"))
            .or_else(|| folder("LOCALAPPDATA"))
            .or_else(|| folder("HOME").map(|folder| folder.join(home)));
        place.map_or_else(Self::none, |folder| Self::below(&folder, root))
    }

    /// What was kept under `name` for exactly this `key`; nothing where it is damaged.
    pub fn get(&self, name: &str, key: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.folder.as_ref()?.join(name)).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (header, body) = (bytes.get(..end)?, bytes.get(end + 1..)?);
        (header == header_of(key, body).as_bytes()).then(|| body.to_vec())
    }

    /// Keeps `body` under `name` in place of what was there. That it cannot be kept is no error.
    pub fn put(&self, name: &str, key: &str, body: &[u8]) {
        if let Some(folder) = &self.folder {
            // A cache that cannot be written is a slower run, and nothing that a person has to know.
            let _ = write(folder, name, &header_of(key, body), body);
        }
    }
}

// The digest covers the key, so that a file is never taken for the answer to another question.
fn header_of(key: &str, body: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(&(key.len() as u64).to_le_bytes());
    hasher.update(key.as_bytes()).update(body);
    hasher.finalize().to_hex().to_string()
}

fn write(folder: &Path, name: &str, header: &str, body: &[u8]) -> std::io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        forget_old(folder);
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(header.as_bytes())?;
    file.write_all(b"\n")?;
    file.write_all(body)?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

fn forget_old(newest: &Path) {
    let Some(entries) = newest.parent().and_then(|parent| fs::read_dir(parent).ok()) else { return };
    for entry in entries.flatten() {
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.len() == 32 && name.chars().all(|c| c.is_ascii_hexdigit()));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
        if is_ours && matches!(age, Ok(Ok(age)) if age > KEPT_FOR) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::below(folder.path(), &Root::find(folder.path(), folder.path()));
        (folder, cache)
    }

    #[test]
    fn what_was_kept_comes_back_for_its_key_alone() {
        let (_folder, cache) = cache();
        assert_eq!(cache.get("history", "head"), None);
        cache.put("history", "head", b"one\ntwo");
        assert_eq!(cache.get("history", "head").as_deref(), Some(b"one\ntwo".as_slice()));
        assert_eq!(cache.get("history", "other head"), None);
        assert_eq!(cache.get("other", "head"), None);
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let (_folder, cache) = cache();
        cache.put("history", "head", b"one\ntwo");
        let path = cache.folder.as_ref().unwrap().join("history");
        let whole = fs::read(&path).unwrap();
        for damaged in [&whole[..whole.len() - 1], b"", b"\n", b"no header"] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(cache.get("history", "head"), None);
        }
    }

    #[test]
    fn without_a_folder_nothing_is_kept_and_nothing_fails() {
        let root = Root::find(Path::new("/"), Path::new("/"));
        for cache in
            [Cache::none(), Cache::of_user(&root, |_| None), Cache::below(Path::new("/dev/null"), &root)]
        {
            cache.put("history", "head", b"body");
            assert_eq!(cache.get("history", "head"), None);
        }
    }

    #[test]
    fn the_environment_says_where() {
        let root = Root::find(Path::new("/"), Path::new("/"));
        let place = |name: &'static str, value: &'static str| {
            Cache::of_user(&root, move |asked| (asked == name).then(|| value.into())).folder
        };
        assert!(place("XDG_CACHE_HOME", "/caches").unwrap().starts_with("/caches/abide"));
        assert!(place("ABIDE_CACHE_DIR", "/mine").unwrap().starts_with("/mine/abide"));
        assert_eq!(
            place("XDG_CACHE_HOME", "relative"),
            None,
            "a relative folder would depend on where one stands"
        );
    }
}
