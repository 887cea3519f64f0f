//! Reads files; what cannot be read is a value, and nothing else is lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

use abide_syntax::{DecodeError, DecodeProblem, MAXIMUM_FILE_SIZE, decode};
use rayon::prelude::*;

use super::walk::Found;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// As shown.
    pub path: Arc<str>,
    /// Where it is.
    pub absolute: PathBuf,
    /// Its text, byte order mark and all.
    pub text: Arc<str>,
}

impl Loaded {
    /// A digest of the text, for cache keys and to see later whether the file is still the same.
    pub fn digest(&self) -> blake3::Hash {
        blake3::hash(self.text.as_bytes())
    }
}

/// A file that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileProblem {
    /// As shown.
    pub path: Arc<str>,
    /// Why.
    pub trouble: FileTrouble,
}

/// Why a file could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileTrouble {
    /// There is nothing of that name.
    Missing,
    /// It is a device, a pipe or the like.
    NotAFile,
    /// The system refuses: its own words.
    Refused(String),
    /// Its bytes are not a document.
    NotText(DecodeError),
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.trouble)
    }
}

impl fmt::Display for FileTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileTrouble::Missing => f.write_str("no such file or folder; check the spelling"),
            FileTrouble::NotAFile => f.write_str("not a file; name a file or a folder"),
            FileTrouble::Refused(reason) => {
                write!(f, "cannot be read ({reason}); check its permissions, or leave it out")
            }
            FileTrouble::NotText(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FileProblem {}

impl FileTrouble {
    pub(crate) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Refused(plain(error)),
        }
    }
}

/// What the system says, without the "(os error 13)" that means nothing to a reader.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = plain.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Reads one file.
pub fn load(path: &Arc<str>, absolute: &Path) -> Result<Loaded, FileProblem> {
    let problem = |trouble| FileProblem { path: Arc::clone(path), trouble };
    let metadata = fs::metadata(absolute).map_err(|error| problem(FileTrouble::of(&error)))?;
    if !metadata.is_file() {
        return Err(problem(FileTrouble::NotAFile));
    }
    // Asked before reading, so that a huge file does not fill the memory first.
    if metadata.len() > MAXIMUM_FILE_SIZE as u64 {
        let too_large = DecodeError { problem: DecodeProblem::TooLarge, offset: MAXIMUM_FILE_SIZE, line: 1 };
        return Err(problem(FileTrouble::NotText(too_large)));
    }
    let bytes = fs::read(absolute).map_err(|error| problem(FileTrouble::of(&error)))?;
    let text = decode(bytes).map_err(|error| problem(FileTrouble::NotText(error)))?;
    Ok(Loaded { path: Arc::clone(path), absolute: absolute.to_owned(), text })
}

/// Reads files on all cores; both lists are in the order of `files`.
pub fn load_all(files: &[Found]) -> (Vec<Loaded>, Vec<FileProblem>) {
    let results: Vec<_> = files.par_iter().map(|file| load(&file.path, &file.absolute)).collect();
    let mut problems = Vec::new();
    let loaded =
        results.into_iter().filter_map(|result| result.map_err(|problem| problems.push(problem)).ok());
    (loaded.collect(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &Path) -> String {
        load(&"a.md".into(), path).unwrap_err().to_string()
    }

    #[test]
    fn each_way_of_failing_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert_eq!(problem(&path), "a.md: no such file or folder; check the spelling");
        assert_eq!(problem(folder.path()), "a.md: not a file; name a file or a folder");
        fs::write(&path, b"one\n\xFF").unwrap();
        assert_eq!(problem(&path), "a.md: not valid UTF-8 (byte 4, line 2); save the file as UTF-8");
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        // A sparse file: its size costs nothing.
        fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(problem(&path).starts_with("a.md: larger than 64 MiB"), "{}", problem(&path));
    }

    #[test]
    fn one_bad_file_does_not_hide_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<Found> = ["a.md", "b.md", "c.md"]
            .map(|name| Found { path: name.into(), absolute: folder.path().join(name), named: false })
            .into();
        fs::write(&files[0].absolute, "\u{FEFF}# A").unwrap();
        fs::write(&files[1].absolute, "a\0").unwrap();
        fs::write(&files[2].absolute, "# C").unwrap();
        let (loaded, problems) = load_all(&files);
        let texts: Vec<&str> = loaded.iter().map(|file| &*file.text).collect();
        assert_eq!(texts, ["\u{FEFF}# A", "# C"]);
        assert_eq!(problems.len(), 1);
        assert_eq!(&*problems[0].path, "b.md");
    }
}
