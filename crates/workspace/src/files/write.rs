//! Writes files whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use super::load::{Loaded, plain};

/// A file that could not be written; it is as it was before.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WriteError {
    /// Someone else wrote it since it was read.
    #[error("{0}: changed since it was read, and was left as it is; run the command again")]
    Changed(Arc<str>),
    /// It may not be written.
    #[error("{0}: is read-only, and was left as it is; make it writable, or leave it out")]
    ReadOnly(Arc<str>),
    /// The system refuses: its own words.
    #[error(
        "{path}: cannot be written ({reason}), and was left as it is; check the permissions of its folder and the free space"
    )]
    Refused {
        /// As shown.
        path: Arc<str>,
        /// Why.
        reason: String,
    },
}

impl WriteError {
    /// The file, as shown.
    pub fn path(&self) -> &Arc<str> {
        match self {
            Self::Changed(path) | Self::ReadOnly(path) | Self::Refused { path, .. } => path,
        }
    }
}

/// Writes `text` to a file that was read before, if it still holds what was read.
pub fn replace(file: &Loaded, text: &str) -> Result<(), WriteError> {
    match fs::read(&file.absolute) {
        Ok(bytes) if bytes == file.text.as_bytes() => write(&file.path, &file.absolute, text.as_bytes()),
        Ok(_) => Err(WriteError::Changed(Arc::clone(&file.path))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(WriteError::Changed(Arc::clone(&file.path)))
        }
        Err(error) => Err(refused(&file.path, &error)),
    }
}

/// Writes a file, new or not: readers see the old bytes or the new ones, never a part of them.
///
/// Permissions are kept, and a symbolic link stays one: what it points at is written. `shown` is for errors.
pub fn write(shown: &Arc<str>, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let target = resolve(path).map_err(|error| refused(shown, &error))?;
    let metadata = fs::metadata(&target).ok();
    // A pipe or `/dev/stdout` is written to; putting a file in its place would break it.
    if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return fs::write(&target, bytes).map_err(|error| refused(shown, &error));
    }
    let permissions = metadata.map(|metadata| metadata.permissions());
    // Replacing a file needs no permission on the file itself, so it has to be asked for.
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(WriteError::ReadOnly(Arc::clone(shown)));
    }
    write_over(&target, bytes, permissions).map_err(|error| refused(shown, &error))
}

fn write_over(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".abide-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets; without it a temporary file is readable by its owner alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

fn resolve(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        other => other,
    }
}

fn refused(path: &Arc<str>, error: &io::Error) -> WriteError {
    WriteError::Refused { path: Arc::clone(path), reason: plain(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays_one() {
        write(&"/dev/null".into(), Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
    use crate::files::load;

    fn loaded(path: &Path) -> Loaded {
        load(&"a.md".into(), path).unwrap()
    }

    #[test]
    fn a_file_is_replaced_and_no_other_file_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        replace(&loaded(&path), "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_someone_else_wrote_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        let file = loaded(&path);
        fs::write(&path, "theirs").unwrap();
        assert_eq!(replace(&file, "ours"), Err(WriteError::Changed("a.md".into())));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        fs::remove_file(&path).unwrap();
        assert_eq!(replace(&file, "ours"), Err(WriteError::Changed("a.md".into())));
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_is_missing_is_an_error_that_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&"no/a.md".into(), &folder.path().join("no/a.md"), b"").unwrap_err();
        assert!(error.to_string().starts_with("no/a.md: cannot be written (no such file"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept_and_read_only_files_are_left_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        write(&"link.md".into(), &link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);

        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(write(&"a.md".into(), &path, b"x"), Err(WriteError::ReadOnly("a.md".into())));
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_readable_as_any_other() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (ours, other) = (folder.path().join("a.md"), folder.path().join("b.md"));
        write(&"a.md".into(), &ours, b"").unwrap();
        fs::write(&other, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&other));
    }
}
